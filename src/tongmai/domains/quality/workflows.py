"""A cycle of quality control from the plan to the commission's word; a key specialty from the declaration to its
re-assessments."""

from tongmai.base.words import Words
from tongmai.model.workflow import Append, Create, Derived, Look, Need, Revise, Set, State, Step, Term, Workflow

CENTRE, HOUSE, COMMISSION = "quality-centre@centre", "quality-office@institution", "planner@*"
REASON = Need("reason", Words("原因", "reason"))
NOTED = Set("note", "{reason}")
OPINION = Need("opinion", Words("意见", "opinion"))
SCORE = Need("score", Words("得分（百分制）", "points of 100"), kind="number")
TIME = Need("time_to_rectify", Words("整改期限", "time to put it right"), kind="condition")
RECTIFY_BY = Need("rectify_by", Words("整改期限", "to be put right by"), kind="date")
UNTIL = Need("until", Words("有效期至", "valid until"), kind="date")
NUMBER = Need("number", Words("文号", "number of the document"))
BY = Set("rectifyBy", "{rectify_by}")
ISSUING = Look("issuing", "Organization?_id={organization}")
SCOPES = tuple((str(number), words) for number, words in enumerate((
    Words("医共体内", "within the medical community"), Words("县域内", "within the county"),
    Words("地市内", "within the prefecture-level area"), Words("省内", "within the province"),
    Words("全国", "nationwide"),
), start=1))  # fmt: skip

CYCLE = Workflow(
    id="quality.cycle",
    title=Words("质控任务", "cycle of quality control"),
    focus="QualityCycle",
    start="planned",
    ends=frozenset({"closed", "stopped"}),
    starters=CENTRE,
    begins=Step("start", "-> planned", by=CENTRE,
                needs=(Need("cycle_fits", Words("主题、项目与期限", "topic, item and day"), kind="condition"),)),
    one_live=("institution", "topic", "item", "period"),
    escalate=("planner",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("planned", "requested", Words("待机构提交", "Waits for the institution")),
        State("returned", "on-hold", Words("退回补充", "Sent back"), aside=True),
        State("collected", "received", Words("待评价", "To be evaluated")),
        State("evaluated", "accepted", Words("已评价，待反馈", "Evaluated, to be fed back")),
        State("fed-back", "in-progress", Words("整改中", "To be put right")),
        State("rectified", "ready", Words("已整改，待验收", "Put right, to be verified")),
        State("verified", "ready", Words("已通过，待地市级确认", "Passed, to be confirmed")),
        State("closed", "completed", Words("已办结", "Closed")),
        State("stopped", "cancelled", Words("已终止", "Stopped"), aside=True),
    ),
    steps=(
        Step("submit", "planned|returned -> collected", by=HOUSE, title=Words("提交资料", "hand in"),
             within=Term("collect", since="start|send-back"),
             needs=(Need("data", Words("自查数据与说明", "own figures and words")),
                    Need("evidence", Words("佐证材料位置", "where the proof lies"), kind="evidence")),
             does=(Set("data", "{data}"), Set("evidence", "{evidence}"))),
        Step("send-back", "collected -> returned", by=CENTRE, title=Words("退回补充", "send back"),
             within=Term("evaluate", since="submit"), needs=(REASON,), does=(NOTED,)),
        Step("evaluate", "collected -> evaluated", by=CENTRE, title=Words("评价", "evaluate"),
             within=Term("evaluate", since="submit"),
             needs=(SCORE, Need("findings", Words("发现的问题", "what was found")),
                    Need("points_of_hundred", Words("得分", "points"), kind="condition")),
             derives=(Derived("cycle_verdict", ("verdict",)),),
             does=(Set("score", "{score}"), Set("findings", "{findings}"), Set("verdict", "{verdict}"))),
        Step("feed-back", "evaluated -> fed-back", by=CENTRE, title=Words("反馈并限期整改", "feed back"),
             within=Term("feed-back", since="evaluate"), does=(BY,),
             needs=(RECTIFY_BY, Need("to_be_rectified", Words("不合格的才整改", "not qualified"), kind="condition"))),
        Step("pass", "evaluated -> verified", by=CENTRE, title=Words("合格，直接通过", "let it pass"),
             within=Term("feed-back", since="evaluate"), does=(Set("opinion", "{opinion}"), Set("verified", "{today}")),
             needs=(OPINION, Need("cycle_qualified", Words("评价合格", "qualified"), kind="condition"))),
        Step("rectify", "fed-back -> rectified", by=HOUSE, title=Words("提交整改", "put it right"),
             within=Term("rectify", since="feed-back|reject|refuse"),
             needs=(Need("measures", Words("整改措施与结果", "what was put right")),
                    Need("on", Words("完成日期", "done on"), kind="date", today=True),
                    Need("rectified_by_today", Words("完成日期", "day"), kind="condition")),
             does=(Set("rectification", "{measures}"), Set("rectified", "{on}"))),
        Step("verify", "rectified -> verified", by=CENTRE, title=Words("验收通过", "verify"),
             within=Term("verify", since="rectify"),
             needs=(SCORE, OPINION, Need("verified_in_points", Words("复核得分", "points now"), kind="condition")),
             does=(Set("score", "{score}"), Set("verdict", "qualified"), Set("opinion", "{opinion}"),
                   Set("verified", "{today}"))),
        Step("reject", "rectified -> fed-back", by=CENTRE, title=Words("整改不到位，退回", "not put right"),
             within=Term("verify", since="rectify"), needs=(REASON, RECTIFY_BY, TIME), does=(NOTED, BY)),
        Step("certify", "verified -> closed", by=COMMISSION, title=Words("核发互认质量标识", "issue the mark"),
             within=Term("confirm", since="verify|pass"),
             needs=(Need("scope", Words("互认范围", "how far"), kind="code", options=SCOPES), NUMBER, UNTIL,
                    Need("mark_about_item", Words("涉及互认项目", "about an item"), kind="condition")),
             looks=(ISSUING,), derives=(Derived("mark_grade", ("grade", "issuer")),),
             does=(Set("scope", "{grade}"), Set("confirmed", "{today}"), Set("from", "{today}"),
                   Set("until", "{until}"), Create("Certificate", "templates/recognition_mark.json"))),
        Step("confirm", "verified -> closed", by=COMMISSION, title=Words("确认办结", "confirm and close"),
             within=Term("confirm", since="verify|pass"), does=(Set("opinion", "{opinion}"), Set("confirmed",
                                                                      "{today}")),
             needs=(OPINION, Need("cycle_without_item", Words("不涉及互认项目", "about no item"), kind="condition"))),
        Step("refuse", "verified -> fed-back", by=COMMISSION, title=Words("不予确认，再整改", "refuse"),
             within=Term("confirm", since="verify|pass"), needs=(REASON, RECTIFY_BY, TIME), does=(NOTED, BY)),
        Step("stop", "planned|returned|collected|evaluated|fed-back|rectified -> stopped", by=CENTRE,
             title=Words("终止", "stop"), needs=(REASON,), does=(NOTED,)),
    ),
)  # fmt: skip

HOSPITAL, REVIEWER = HOUSE, "quality-centre@*"
DIMENSIONS = (
    Need("capability", Words("能力得分", "capability"), kind="number"),
    Need("quality", Words("质量得分", "quality"), kind="number"),
    Need("safety", Words("安全得分", "safety"), kind="number"),
    Need("efficiency", Words("效率得分", "efficiency"), kind="number"),
)
HOLD = Need("dimensions_of_hundred", Words("四项得分", "the four"), kind="condition")
POINTS = tuple(Set(need.name, f"{{{need.name}}}") for need in DIMENSIONS)
SPECIALTY = Workflow(
    id="quality.specialty",
    title=Words("重点专科申报", "bid for a key specialty"),
    focus="SpecialtyBid",
    start="declared",
    ends=frozenset({"declined", "withdrawn"}),
    starters=HOSPITAL,
    one_live=("institution", "specialty", "standard"),
    escalate=("planner",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("declared", "requested", Words("已申报，待评审", "Declared, to be reviewed")),
        State("returned", "on-hold", Words("退回补充", "Sent back"), aside=True),
        State("reviewed", "received", Words("已评审，待认定", "Reviewed, to be named")),
        State("named", "in-progress", Words("已认定", "Named"), desk_days=60),
        State("declined", "rejected", Words("未认定", "Not named"), aside=True),
        State("withdrawn", "failed", Words("已取消", "Withdrawn"), aside=True),
    ),
    steps=(
        Step("review", "declared -> reviewed", by=REVIEWER, title=Words("评审", "review"),
             within=Term("review", since="start|supplement"), needs=(*DIMENSIONS, OPINION, HOLD),
             derives=(Derived("specialty_points", ("score",)),),
             does=(*POINTS, Set("score", "{score}"), Set("opinion", "{opinion}"))),
        Step("send-back", "declared -> returned", by=REVIEWER, title=Words("退回补充", "send back"),
             within=Term("review", since="start|supplement"), needs=(REASON,), does=(NOTED,)),
        Step("supplement", "returned -> declared", by=HOSPITAL, title=Words("补充后再申报", "declare again"),
             within=Term("answer-return", since="send-back"),
             needs=(Need("merits", Words("申报依据", "what it rests on")),), does=(Set("merits", "{merits}"),)),
        Step("name", "reviewed -> named", by=COMMISSION, title=Words("认定", "name"), not_by="review",
             within=Term("name", since="review"),
             needs=(NUMBER, UNTIL, Need("specialty_may_be_named", Words("得分与期限", "points and term"),
                                        kind="condition")),
             looks=(ISSUING,), derives=(Derived("specialty_named", ("since", "due_on", "issuer")),),
             does=(Set("number", "{number}"), Set("from", "{since}"), Set("until", "{until}"), Set("due", "{due_on}"),
                   Create("Certificate", "templates/specialty_certificate.json"))),
        Step("decline", "declared|reviewed -> declined", by=COMMISSION, title=Words("不予认定", "decline"),
             needs=(REASON,), does=(NOTED,)),
        Step("reassess", "named -> =", by=REVIEWER, title=Words("复评", "assess again"),
             within=Term("reassess", since="name|reassess"), needs=(*DIMENSIONS, OPINION, HOLD),
             derives=(Derived("specialty_reassessed", ("score", "entry", "due_on")),),
             does=(*POINTS, Set("score", "{score}"), Append("assessment", "{entry}"), Set("assessed", "{today}"),
                   Set("due", "{due_on}"))),
        Step("withdraw", "named -> withdrawn", by=COMMISSION, title=Words("取消认定", "withdraw"),
             needs=(REASON, Need("until", Words("最后有效日", "last valid day"), kind="date", today=True),
                    Need("specialty_last_day", Words("最后有效日", "last valid day"), kind="condition")),
             does=(NOTED, Set("until", "{until}"), Revise("Certificate", "templates/specialty_certificate.json"))),
    ),
)  # fmt: skip
WORKFLOWS = (CYCLE, SPECIALTY)
