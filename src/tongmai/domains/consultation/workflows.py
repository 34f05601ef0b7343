"""A consultation from the request to what became of it; a remote teaching session with its roster."""

from dataclasses import replace

from tongmai.base.words import Words
from tongmai.domains.consultation import rules
from tongmai.model.workflow import Append, Circle, Create, Derived, Look, Need, Set, State, Step, Term, Workflow

ASKS = "clinician@requester|specialist@requester"
CENTRE = "consultation-centre@centre"
EXPERT = "specialist@participant|clinician@participant"
HOSPITALS = "options:Organization?type=general_hospital,tcm_hospital,maternal_child,specialist_hospital&_sort=_id"
INVITED = HOSPITALS.replace("&_sort", ",township_hospital&_sort")
TEXT = 2_000

CONSENT = (
    Need("consent_by", Words("知情同意：谁", "consent by"), kind="code", options=rules.options("consenter")),
    Need("consent_how", Words("同意方式", "in which form"), kind="code", options=rules.options("consent_form")),
    Need("consent_on", Words("同意日期", "on which day"), kind="date", today=True),
    Need("consult_consent_fits", Words("同意日期不晚于今天", "not in the future"), kind="condition"),
)
CONSENTED = (
    Set("consent", '{"by": "{consent_by}", "how": "{consent_how}", "on": "{consent_on}"}'),
    Create("Consent", "templates/consultation_consent.json"),
)
REASON = Need("reason", Words("原因", "reason"), longest=200)
NOTED = Append("note", "{reason}")
SPECIALTY = Need("specialty", Words("专科", "specialty"), kind="code", options=rules.specialties())
INSTITUTION = Need("institution", Words("机构", "institution"), kind="reference", choices=INVITED)
DAY = Need("day", Words("日期", "day"), kind="date")
TIME = Need("time", Words("时间", "time"), kind="code", options=rules.TIMES)
SEATED = Need("consult_seats_fit", Words("参加方符合会诊类型", "enough seats for the kind"), kind="condition")
ANOTHER = Need("consult_offered_fits", Words("另一个、未过的时间", "another time, to come"), kind="condition")
SEAT = '{"organization": "{institution}", "specialty": "{specialty}"}'
SIGNED = (
    '{"organization": "{organization}", "specialty": "{specialty}", "by": "{actor}", "at": "{now}", '
    '"wording": "{number}", "remark": "{remark}"}'
)
INVITES = (SPECIALTY, INSTITUTION, Need("consult_seat_fits", Words("尚未邀请", "not invited yet"), kind="condition"))
INVITING = (Append("seat", SEAT), Append("participant", "{institution}"))
FOR = Need("specialty", Words("代表专科", "for which specialty"), kind="code", options=rules.specialties())
REMARK = Need("remark", Words("补充或不同意见", "a remark, or another view"), required=False, longest=TEXT)
ANSWER = Term("answer", since="submit|complete|counter|redirect")
AGREES = (Set("agreed", "{agreed}"), Set("opinionDue", "{due}"), Circle("participant", until="conclude"))

CASE = Workflow(
    id="consultation.case",
    title=Words("会诊", "consultation"),
    focus="Consultation",
    start="drafted",
    ends=frozenset({"closed", "withdrawn"}),
    starters=ASKS,
    begins=Step("start", "-> drafted", by=ASKS, looks=(Look("asking", "Organization?_id={requester}"),),
                needs=(Need("consult_kind_fits", Words("类型与时间合适", "kind and time fit"), kind="condition"),)),
    one_live=("subject", "kind", "requester"),
    escalate=("consultation-centre", "headquarters"),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("drafted", "draft", Words("草稿", "Drafted")),
        State("submitted", "requested", Words("待会诊中心受理", "Waits for the centre")),
        State("returned", "on-hold", Words("退回补充", "Returned for more"), aside=True),
        State("offered", "on-hold", Words("待申请方确认时间", "Another time is offered"), aside=True),
        State("scheduled", "accepted", Words("会诊中，待签署", "Under way, to be signed")),
        State("answered", "ready", Words("已出意见，待反馈", "Answered, to be fed back")),
        State("closed", "completed", Words("已办结", "Closed")),
        State("withdrawn", "cancelled", Words("已撤回", "Withdrawn"), aside=True),
    ),
    steps=(
        Step("submit", "drafted -> submitted", by=ASKS, title=Words("提交会诊申请", "submit"),
             looks=(Look("reports", "DiagnosticReport?patient={subject}&_sort=-issued"),),
             needs=(*CONSENT, Need("consult_materials_fit", Words("会诊材料齐全", "the materials are there"),
                                   kind="condition")),
             does=(Set("requested", "{now}"), *CONSENTED)),
        Step("invite", "submitted -> =", by=CENTRE, title=Words("邀请参加方", "invite"), needs=INVITES, does=INVITING),
        Step("accept", "submitted -> scheduled", by=CENTRE, title=Words("按申请时间受理", "accept the time"),
             within=ANSWER, does=AGREES, derives=(Derived("consult_asked_time", ("agreed", "due")),),
             needs=(SEATED, Need("consult_counted_fits", Words("申请时间未过", "the time is to come"),
                                 kind="condition"))),
        Step("offer", "submitted -> offered", by=CENTRE, title=Words("另提时间", "offer another time"), within=ANSWER,
             needs=(DAY, TIME, REASON, SEATED, ANOTHER), derives=(Derived("consult_offered_time", ("offered",)),),
             does=(Set("offered", "{offered}"), NOTED)),
        Step("return", "submitted -> returned", by=CENTRE, title=Words("退回补充", "return for more"), within=ANSWER,
             needs=(Need("missing", Words("需补充的材料", "what is missing"), longest=200),),
             does=(Append("note", "{missing}"),)),
        Step("redirect", "submitted -> =", by=CENTRE, title=Words("转其他会诊中心", "redirect"), within=ANSWER,
             needs=(Need("alternative", Words("推荐的会诊中心", "another centre"), kind="reference", choices=HOSPITALS),
                    REASON), does=(Set("centre", "{alternative}"), NOTED)),
        Step("agree", "offered -> scheduled", by=ASKS, title=Words("同意该时间", "agree to the time"),
             within=Term("confirm", since="offer"), derives=(Derived("consult_agreed_time", ("agreed", "due")),),
             does=AGREES),
        Step("counter", "offered -> submitted", by=ASKS, title=Words("改提时间", "name another time"),
             within=Term("confirm", since="offer"), needs=(DAY, TIME, REASON, ANOTHER),
             derives=(Derived("consult_wished_time", ("wished",)),), does=(Set("wished", "{wished}"), NOTED)),
        Step("complete", "returned -> submitted", by=ASKS, title=Words("补充后再提交", "complete"),
             within=Term("complete", since="return"),
             needs=(Need("paper", Words("补充的材料", "what was added"), kind="evidence"),),
             does=(Append("paper", "{paper}"),)),
        Step("invite-more", "scheduled -> =", by=CENTRE, title=Words("增邀参加方", "invite another"), needs=INVITES,
             does=(*INVITING, Circle("participant", until="conclude"))),
        Step("excuse", "scheduled -> =", by=CENTRE, title=Words("免予参加", "excuse a seat"),
             needs=(SPECIALTY, INSTITUTION, REASON,
                    Need("consult_excuse_fits", Words("其余参加方仍符合类型", "the others are enough"),
                         kind="condition")),
             does=(Append("excused", '{"organization": "{institution}", "specialty": "{specialty}", '
                                     '"reason": "{reason}"}'),)),
        Step("word", "scheduled -> =", by=EXPERT, title=Words("书写会诊意见并签署", "word the opinion and sign"),
             within=Term("opinion", since="accept|agree"),
             needs=(FOR, Need("opinion", Words("会诊意见", "joint opinion"), longest=TEXT), REMARK,
                    Need("consult_wording_fits", Words("本单位的席位", "a seat of one's own"), kind="condition")),
             derives=(Derived("consult_numbered", ("number",)),),
             does=(Append("wording", '{"number": "{number}", "text": "{opinion}", "by": "{actor}", '
                                     '"organization": "{organization}", "at": "{now}"}'),
                   Append("signature", SIGNED))),
        Step("sign", "scheduled -> =", by=EXPERT, title=Words("签署会诊意见", "sign the opinion"),
             within=Term("opinion", since="accept|agree"),
             needs=(FOR, REMARK, Need("consult_sign_fits", Words("本单位的席位，未签", "one's own seat"),
                                      kind="condition")),
             derives=(Derived("consult_current", ("number",)),), does=(Append("signature", SIGNED),)),
        Step("conclude", "scheduled -> answered", by=f"{EXPERT}|{CENTRE}",
             title=Words("出具会诊意见", "close the opinion"),
             within=Term("opinion", since="accept|agree"),
             needs=(Need("advice", Words("结论", "what it comes to"), kind="code", options=rules.options("advice")),
                    Need("link", Words("会诊方式", "held over"), kind="code", options=rules.options("link")),
                    Need("consult_all_signed", Words("各方均已签署", "every seat has signed"), kind="condition")),
             does=(Set("advice", "{advice}"), Set("link", "{link}"), Set("answered", "{now}"))),
        Step("feed-back", "answered -> closed", by=ASKS, title=Words("反馈采纳情况", "feed back"),
             within=Term("feedback", since="conclude"),
             needs=(Need("used", Words("是否采纳", "used"), kind="code", options=rules.options("used")),
                    Need("changed", Words("对诊疗的改变", "what it changed"), kind="code",
                         options=rules.options("changed")),
                    Need("outcome", Words("处理情况，未采纳的写明原因", "what was done, or why not"), longest=TEXT),
                    Need("consult_used_fits", Words("采纳与改变相符", "used and changed fit"), kind="condition"),
                    Need("consult_papers_done", Words("知情同意已办", "the consent is there"), kind="condition")),
             does=(Set("used", "{used}"), Set("changed", "{changed}"), Set("outcome", "{outcome}"))),
        Step("withdraw", "drafted|submitted|returned|offered -> withdrawn", by=ASKS, title=Words("撤回", "withdraw"),
             needs=(REASON,), does=(NOTED,)),
    ),
)  # fmt: skip
URGENT = Term("answer", since="emergency|complete|counter|redirect")
EMERGENCY = replace(
    CASE,
    id="consultation.emergency",
    title=Words("急会诊", "emergency consultation"),
    steps=(
        Step("emergency", "drafted -> submitted", by=ASKS, title=Words("急会诊，先行提交", "ask at once"),
             needs=(Need("consult_emergency_fits", Words("急会诊", "an emergency"), kind="condition"),),
             does=(Set("requested", "{now}"),)),
        Step("paper", "submitted|offered|scheduled|answered -> =", by=ASKS,
             title=Words("补办知情同意", "hand in consent"),
             within=Term("paper", since="emergency"), needs=CONSENT, does=CONSENTED),
        *(replace(step, within=URGENT if step.within == ANSWER else step.within)
          for step in CASE.steps if step.name != "submit"),
    ),
)  # fmt: skip
"""It goes first, its consent follows; otherwise the same way."""
HOST = "specialist@host|consultation-centre@host"
TEACHING = Workflow(
    id="consultation.teaching",
    title=Words("远程教学", "remote teaching"),
    focus="TeachingSession",
    start="announced",
    ends=frozenset({"held", "cancelled"}),
    starters=HOST,
    begins=Step("start", "-> announced", by=HOST,
                needs=(Need("consult_teaching_fits", Words("今天或以后", "today or later"), kind="condition"),)),
    one_live=("host", "title", "planned"),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("announced", "requested", Words("已预告", "Announced"), desk_days=2),
        State("open", "in-progress", Words("进行中，可签到", "Under way")),
        State("held", "completed", Words("已结束", "Held")),
        State("cancelled", "cancelled", Words("已取消", "Cancelled"), aside=True),
    ),
    steps=(
        Step("open", "announced -> open", by=HOST, title=Words("开始并开放签到", "begin"),
             needs=(Need("consult_day_came", Words("已到日期", "its day has come"), kind="condition"),)),
        Step("sign-in", "open -> =", by="clinician@*|specialist@*", title=Words("签到", "sign in"),
             needs=(Need("consult_not_there_yet", Words("每人一次", "once a person"), kind="condition"),),
             does=(Append("attendance", '{"person": "{actor}", "organization": "{organization}", "at": "{now}"}'),)),
        Step("close", "open -> held", by=HOST, title=Words("结束并存档", "end it"), within=Term("hold", since="start"),
             needs=(Need("summary", Words("教学内容小结", "what was taught"), longest=TEXT),
                    Need("consult_somebody_came", Words("有人签到", "somebody came"), kind="condition")),
             does=(Set("summary", "{summary}"),)),
        Step("cancel", "announced -> cancelled", by=HOST, title=Words("取消", "cancel"), needs=(REASON,),
             does=(Set("note", "{reason}"),)),
    ),
)  # fmt: skip
WORKFLOWS = (CASE, EMERGENCY, TEACHING)
