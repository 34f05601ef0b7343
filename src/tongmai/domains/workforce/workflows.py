"""A post of the pool from the request to its return; a talent from being put forward to the end of the support."""

from tongmai.base.words import Words
from tongmai.model.workflow import Append, Create, Derived, Look, Need, Revise, Set, State, Step, Term, Workflow

BORROWER, OFFICE = "clinician@borrower|headquarters@borrower", "county-officer@area|planner@*"
REASON = Need("reason", Words("原因", "reason"))
OPINION = Need("opinion", Words("意见", "opinion"))
NOTED, SAID = Set("note", "{reason}"), Set("note", "{opinion}")
POOLED = Look("pooled", "PoolPost?area={area}&_sort=_id", most=2000)
LOANS = Look("loans", "PostLoan?area={area}&state=approved,lent,staffed,returning&_sort=_id", most=2000)
ON = Need("on", Words("日期", "day"), kind="date", today=True)
CAME_BACK = Need("came_back", Words("日期在借用期内", "a day of the loan"), kind="condition")
LEAVES = (Set("left", "{on}"), Revise("PractitionerRole", "templates/pool_role.json"))
FITS = Need("loan_fits", Words("岗位、期限与日期", "work, term and day"), kind="condition")
FREE = "options:PoolPost?_sort=_id but PostLoan.post?state=lent,staffed,returning"
STAFF = "options:Practitioner?_has:PractitionerRole:practitioner:organization={organization}&_sort=_id"
TERM = Term("return", since="lend|extend")
LOAN = Workflow(
    id="workforce.loan",
    title=Words("周转编制借用", "loan of a post"),
    focus="PostLoan",
    start="asked",
    ends=frozenset({"closed", "declined", "withdrawn"}),
    starters=BORROWER,
    begins=Step("start", "-> asked", by=BORROWER, needs=(FITS,),
                derives=(Derived("asked_of", ("county", "own_place")),),
                does=(Set("area", "{county}"), Set("place", "{own_place}"))),
    one_live=("place",),
    escalate=("county-officer", "planner"),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("asked", "requested", Words("待审批", "Waits for approval")),
        State("sent-back", "on-hold", Words("退回补充", "Sent back"), aside=True),
        State("approved", "accepted", Words("已批准，待借出", "Approved, to be lent")),
        State("lent", "in-progress", Words("已借出，待定人", "Lent, nobody named yet")),
        State("staffed", "in-progress", Words("已到岗", "Taken up"), desk_days=30),
        State("returning", "ready", Words("已归还，待收回", "Given back, to be taken back")),
        State("closed", "completed", Words("已收回", "Taken back")),
        State("declined", "rejected", Words("不予批准", "Declined"), aside=True),
        State("withdrawn", "cancelled", Words("已撤回", "Withdrawn"), aside=True),
    ),
    steps=(
        Step("approve", "asked -> approved", by=OFFICE, title=Words("批准借用", "approve"),
             within=Term("answer", since="start|ask-again"), looks=(POOLED, LOANS), does=(SAID,),
             needs=(OPINION, Need("pool_has_one", Words("周转池有空编", "the pool has one to lend"),
                                  kind="condition"))),
        Step("send-back", "asked -> sent-back", by=OFFICE, title=Words("退回补充", "send back"),
             within=Term("answer", since="start|ask-again"), needs=(REASON,), does=(NOTED,)),
        Step("decline", "asked|approved -> declined", by=OFFICE, title=Words("不予批准", "decline"), needs=(REASON,),
             does=(NOTED,)),
        Step("ask-again", "sent-back -> asked", by=BORROWER, title=Words("补充后再申请", "ask again"),
             within=Term("ask-again", since="send-back"),
             needs=(Need("purpose", Words("用途", "purpose")),
                    Need("wanted", Words("用编起始日期", "wanted from"), kind="date", today=True),
                    Need("months", Words("借用月数", "months"), kind="number"),
                    Need("asked_again", Words("期限与日期", "term and day"), kind="condition")),
             does=(Set("purpose", "{purpose}"), Set("wanted", "{wanted}"), Set("months", "{months}"))),
        Step("withdraw", "asked|sent-back|approved -> withdrawn", by=BORROWER, title=Words("撤回申请", "withdraw"),
             needs=(REASON,), does=(NOTED,)),
        Step("lend", "approved -> lent", by=OFFICE, title=Words("借出编制", "lend"),
             within=Term("lend", since="approve"), looks=(POOLED, LOANS),
             needs=(Need("post", Words("周转编制", "post of the pool"), kind="reference", choices=FREE),
                    Need("begins", Words("借用起始日期", "lent from"), kind="date", today=True),
                    Need("document", Words("借用文号", "number of the document")),
                    Need("post_fits", Words("空编，类别相符，借用期内有效", "free, of the category, for the term"),
                         kind="condition")),
             derives=(Derived("lent", ("term", "held")),),
             does=(Set("post", "{post}"), Set("place", "{held}"), Set("period", "{term}"),
                   Set("document", "{document}"))),
        Step("name", "lent -> staffed", by=BORROWER, title=Words("确定用编人员", "name who sits on it"),
             within=Term("name", since="lend|leave"),
             looks=(Look("roles", "PractitionerRole?practitioner={person}&_sort=_id"),
                    Look("named", "PostLoan?person={person}&_sort=_id")),
             needs=(Need("person", Words("用编人员", "person"), kind="reference", choices=STAFF),
                    Need("one_post_only", Words("一人不占两编", "nobody sits on two posts"), kind="condition")),
             derives=(Derived("seated_from", ("seat_from",)),),
             does=(Set("person", "{person}"), Set("named", "{seat_from}"),
                   Create("PractitionerRole", "templates/pool_seat.json"))),
        Step("leave", "staffed -> lent", by=BORROWER, title=Words("用编人员离岗", "who sat on it leaves"),
             needs=(ON, REASON, CAME_BACK), does=(NOTED, *LEAVES)),
        Step("extend", "lent|staffed -> =", by=OFFICE, title=Words("批准展期", "extend"), looks=(POOLED,),
             needs=(Need("until", Words("展期至", "until"), kind="date"), REASON,
                    Need("longer", Words("不超过最长期限", "within the longest term"), kind="condition")),
             does=(Set("period.end", "{until}"), NOTED)),
        Step("give-back", "staffed -> returning", by=BORROWER, title=Words("归还编制", "give back"), within=TERM,
             needs=(ON, CAME_BACK), does=(Set("returned", "{on}"), *LEAVES)),
        Step("give-back-unused", "lent -> returning", by=BORROWER, title=Words("归还未用编制", "give back unused"),
             within=TERM, needs=(ON, CAME_BACK), does=(Set("returned", "{on}"),)),
        Step("recall", "staffed -> returning", by=OFFICE, title=Words("收回逾期或不当使用的编制", "recall"),
             needs=(ON, REASON, CAME_BACK), does=(Set("returned", "{on}"), NOTED, *LEAVES)),
        Step("take-back", "returning -> closed", by=OFFICE, title=Words("确认收回入池", "take back into the pool"),
             within=Term("take-back", since="give-back|give-back-unused|recall"), does=(Set("takenBack", "{today}"),)),
    ),
)  # fmt: skip

UNIT = "headquarters@institution|clinician@institution|specialist@institution"
RESULT = Need("result", Words("考核结果", "result"), kind="code",
              options=(("passed", Words("合格", "passed")), ("excellent", Words("优秀", "excellent"))))  # fmt: skip
YEAR_OVER = Need("support_year_over", Words("年度将满", "the year is nearly over"), kind="condition")
ASSESSED = Derived("assessed", ("entry", "due_on"))
ENTERED = Append("assessment", "{entry}")
YEAR = Term("assess", since="select|assess")
NOMINATION = Workflow(
    id="workforce.nomination",
    title=Words("名医申报", "nomination of a talent"),
    focus="Nomination",
    start="put-forward",
    ends=frozenset({"completed", "stopped", "declined"}),
    starters=UNIT,
    begins=Step("start", "-> put-forward", by=UNIT, derives=(Derived("asked_of", ("county",)),),
                needs=(Need("talent_batch_fits", Words("批次", "batch"), kind="condition"),),
                does=(Set("area", "{county}"),)),
    one_live=("person",),
    escalate=("planner",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("put-forward", "requested", Words("待县级初审", "Waits for the county")),
        State("screened", "received", Words("待地市级评审", "Waits for the prefecture level")),
        State("shown", "accepted", Words("公示中", "On show")),
        State("supported", "in-progress", Words("支持期内", "Supported"), desk_days=30),
        State("completed", "completed", Words("三年期满", "Three years completed")),
        State("stopped", "failed", Words("已终止支持", "Support stopped"), aside=True),
        State("declined", "rejected", Words("未入选", "Not selected"), aside=True),
    ),
    steps=(
        Step("screen", "put-forward -> screened", by=OFFICE, title=Words("初审通过", "screen"),
             within=Term("screen", since="start"), needs=(OPINION,), does=(SAID,)),
        Step("decline", "put-forward|screened|shown -> declined", by=OFFICE, title=Words("不予入选", "decline"),
             needs=(REASON,), does=(NOTED,)),
        Step("show", "screened -> shown", by="planner@*", title=Words("评审通过并公示", "put on show"),
             within=Term("select", since="screen"), needs=(OPINION,), does=(SAID, Set("shown", "{today}"))),
        Step("select", "shown -> supported", by="planner@*", title=Words("公示期满，入选", "select"),
             within=Term("select", since="show"),
             looks=(Look("roles", "PractitionerRole?practitioner={person}&_sort=_id"),),
             needs=(Need("supported_once", Words("公示期满，未重复支持", "on show long enough, not supported yet"),
                         kind="condition"),),
             derives=(Derived("support", ("term", "since", "until", "due_on")),),
             does=(Set("period", "{term}"), Set("due", "{due_on}"),
                   Create("PractitionerRole", "templates/talent_role.json"))),
        Step("assess", "supported -> =", by="planner@*", title=Words("年度考核", "assess a year"), within=YEAR,
             needs=(RESULT, OPINION, YEAR_OVER,
                    Need("not_last", Words("不是第三年", "not the third year"), kind="condition")),
             derives=(ASSESSED,), does=(ENTERED, Set("due", "{due_on}"))),
        Step("conclude", "supported -> completed", by="planner@*", title=Words("期满考核并办结", "conclude"),
             within=YEAR, needs=(RESULT, OPINION, YEAR_OVER,
                                 Need("last_year", Words("第三年", "the third year"), kind="condition")),
             derives=(ASSESSED,), does=(ENTERED,)),
        Step("stop", "supported -> stopped", by="planner@*", title=Words("终止支持", "stop the support"),
             looks=(), needs=(REASON,), derives=(Derived("stopped", ("since", "until")),),
             does=(NOTED, Set("period.end", "{until}"), Revise("PractitionerRole", "templates/talent_role.json"))),
    ),
)  # fmt: skip
WORKFLOWS = (LOAN, NOMINATION)
