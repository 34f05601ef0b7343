"""Certificates: claimed by the holder, reviewed by the tier above, certified by the prefecture, expired in time."""

from tongmai.base.words import Words
from tongmai.model.workflow import Need, Set, State, Step, Term, Workflow

_OPINION = Need("opinion", Words("评审意见", "opinion of the review"))
_REASON = Need("reason", Words("理由", "reason"))
_GRADE_FITS = Need("grade_fits", Words("等级符合标准", "the grade fits the standard"), kind="condition")
_DAYS_IN_ORDER = Need("days_in_order", Words("有效期起止有序", "the first day is not after the last"), kind="condition")

CERTIFICATE = Workflow(
    id="registry.certificate",
    title=Words("资质认定", "certificate"),
    focus="Certificate",
    start="claimed",
    ends=frozenset({"rejected", "expired"}),
    states=(
        State("claimed", "requested", Words("已申报", "Claimed")),
        State("reviewed", "in-progress", Words("已评审", "Reviewed")),
        State("certified", "completed", Words("已认定", "Certified")),
        State("rejected", "rejected", Words("未通过", "Rejected")),
        State("expired", "completed", Words("已到期", "Expired")),
    ),
    steps=(
        Step(
            "review",
            "claimed -> reviewed",
            by="county-officer@area|planner@area",
            title=Words("评审", "review"),
            needs=(_OPINION, _GRADE_FITS),
            does=(Set("note", "{opinion}"),),
            within=Term("review", since="start"),
        ),
        Step(
            "certify",
            "reviewed -> certified",
            by="planner@area",
            title=Words("认定", "certify"),
            needs=(
                Need("number", Words("文号", "number of the document")),
                Need("from", Words("有效期起", "valid from"), kind="date"),
                Need("until", Words("有效期止", "valid until"), kind="date"),
                _DAYS_IN_ORDER,
            ),
            does=(Set("number", "{number}"), Set("period.start", "{from}"), Set("period.end", "{until}")),
            within=Term("certify", since="review"),
            not_by="review",
        ),
        Step(
            "reject",
            "claimed|reviewed -> rejected",
            by="county-officer@area|planner@area",
            title=Words("不予通过", "reject"),
            needs=(_REASON,),
            does=(Set("note", "{reason}"),),
        ),
        Step(
            "expire",
            "certified -> expired",
            by="planner@area",
            title=Words("到期", "expire"),
            # what held up to its last day stays counted for the months before it
            needs=(_REASON, Need("until", Words("最后有效日", "last valid day"), kind="date"), _DAYS_IN_ORDER),
            does=(Set("note", "{reason}"), Set("period.end", "{until}")),
        ),
    ),
    starters="headquarters@holder|clinician@holder|county-officer@area|planner@area",
    one_live=("holder", "standard", "family"),
    escalate=("planner",),
    terms="tables/terms.csv",
    state_element="state",
)
