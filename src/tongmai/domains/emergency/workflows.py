"""What emergencies do by their parties: an event from its first signs to the review, a team from the call to its
return, absences of members, gaps of the rota, drills, patients of fever clinics."""

from tongmai.base.words import Words
from tongmai.domains.emergency import rules
from tongmai.model.workflow import Append, Create, Daily, Derived, Look, Need, Set, State, Step, Term, Workflow

UNIT = "clinician@unit|specialist@unit"
COUNTY, PREFECTURE = "county-officer@area", "planner@*"
OFFICES = f"{COUNTY}|{PREFECTURE}"
REASON = Need("reason", Words("原因", "reason"), longest=200)
NOTED = Set("note", "{reason}")
GRADES = rules.row_options("event_grades", "grade")
DOCUMENT = Need("document", Words("上级决定文号", "number of the decision above"), required=False, longest=60)
TO = Need("to", Words("接报人（单位、姓名、电话）", "who received it"), longest=100)
HOW = Need("how", Words("报告方式", "how"), kind="code", options=rules.code_options("how"))
NUMBER = Need("number", Words("文号或回执号", "number or receipt"), required=False, longest=60)
SKIPPED = Need("skipped", Words("越级原因（依法越级时）", "why a level is skipped, where the law allows it"),
               required=False, longest=200)  # fmt: skip


TOLD = (TO, HOW, NUMBER)
AHEAD = (*TOLD, SKIPPED)
ENTRY = '{"link": "%s", "at": "{now}", "to": "{to}", "how": "{how}", "number": "{number}"}'
SKIPPING = ENTRY[:-1] + ', "skipped": "{skipped}"}'
IN_TURN = Words("按顺序报告", "in the order of the chain")
LIVE = "reported|graded|responding -> ="
CONCLUSION = Need("conclusion", Words("结论", "conclusion"), longest=500)
EVENT = Workflow(
    id="emergency.event",
    title=Words("突发公共卫生事件", "public-health emergency"),
    focus="EmergencyEvent",
    start="found",
    ends=frozenset({"reviewed", "dismissed"}),
    starters=f"{UNIT}|{OFFICES}",
    begins=Step("start", "-> found", by=f"{UNIT}|{OFFICES}",
                needs=(Need("event_fits", Words("类别与发现时间", "kind and time"), kind="condition"),),
                derives=(Derived("event_begun", ("county", "law_of_day", "national_of_kind", "county_due",
                    "county_hours",
                                                 "government_hours", "prefecture_hours", "province_hours",
                                                 "council_hours")),),
                does=(Set("area", "{county}"), Set("law", "{law_of_day}"), Set("national", "{national_of_kind}"),
                      Set("countyDue", "{county_due}"), Set("countyHours", "{county_hours}"),
                      Set("governmentHours", "{government_hours}"), Set("prefectureHours", "{prefecture_hours}"),
                      Set("provinceHours", "{province_hours}"), Set("councilHours", "{council_hours}"))),
    one_live=("area", "kind", "place"),
    escalate=("county-officer", "planner"),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("found", "draft", Words("已发现，待报告", "Found, to be reported")),
        State("reported", "requested", Words("已报告，待定级", "Reported, to be graded")),
        State("graded", "received", Words("已定级，待响应", "Graded, to be responded to")),
        State("responding", "in-progress", Words("响应中", "Responding")),
        State("closed", "ready", Words("响应终止，待评估", "Over, to be reviewed")),
        State("reviewed", "completed", Words("已评估", "Reviewed")),
        State("dismissed", "cancelled", Words("排除", "Dismissed"), aside=True),
    ),
    steps=(
        Step("tell-county", "found -> reported", by=f"{UNIT}|{COUNTY}",
             title=Words("向县卫生健康部门报告", "report to the county health authority"),
             within=Term("tell-county", since="start"),
             needs=TOLD,
             does=(Append("told", ENTRY % "county"), Set("countyAt", "{now}"))),
        Step("grade", "reported -> graded", by=OFFICES, title=Words("初步定级", "grade"),
             within=Term("grade", since="tell-county"),
             needs=(Need("grade", Words("事件级别", "grade"), kind="code", options=GRADES),
                    Need("basis", Words("定级依据", "why"), longest=300), DOCUMENT,
                    Need("event_grade_fits", Words("有权定级", "decided by whom it belongs to"), kind="condition")),
             does=(Set("grade", "{grade}"), Set("gradeBasis", "{basis}"), Set("gradeDocument", "{document}"),
                   Set("graded", "{now}"))),
        Step("open", "graded -> responding", by=OFFICES, title=Words("启动响应", "open the response"),
             within=Term("situation", since="grade"),
             needs=(Need("level", Words("响应级别", "level"), kind="code", options=GRADES), DOCUMENT,
                    Need("level_fits", Words("不低于事件级别", "not below the grade"), kind="condition")),
             derives=(Derived("response_measures", ("measures",)),),
             does=(Set("level", "{level}"), Set("levelDocument", "{document}"), Set("measure", "{measures}"),
                   Set("opened", "{now}"), Set("openedOn", "{today}"))),
        Step("situation", "responding -> =", by=OFFICES, title=Words("进程报告", "situation report"),
             within=Term("situation", since="open|situation"),
             needs=(Need("cases", Words("累计病例", "cases so far"), kind="number"),
                    Need("deaths", Words("累计死亡", "deaths so far"), kind="number"),
                    Need("course", Words("进展与措施", "course and measures"), longest=500),
                    Need("situation_fits", Words("累计数只增不减", "sums only grow"), kind="condition")),
             derives=(Derived("next_report", ("ordinal",)),),
             does=(Append("report", '{"number": "{ordinal}", "at": "{now}", "cases": "{cases}", '
                                    '"deaths": "{deaths}", "text": "{course}"}'),
                   Set("lastReport", "{ordinal}"))),
        Step("adjust", "responding -> =", by=OFFICES, title=Words("调整响应级别", "change the level"),
             needs=(Need("level", Words("响应级别", "level"), kind="code", options=GRADES), DOCUMENT, REASON,
                    Need("level_fits", Words("不低于事件级别", "not below the grade"), kind="condition")),
             derives=(Derived("response_measures", ("measures",)),),
             does=(Set("level", "{level}"), Set("levelDocument", "{document}"), Set("measure", "{measures}"), NOTED)),
        Step("tell-government", LIVE, by=COUNTY,
             title=Words("向本级人民政府报告", "report to the own government"),
             within=Term("tell-government", since="tell-county"),
             needs=(*TOLD, Need("may_tell_government", IN_TURN, kind="condition")),
             does=(Append("told", ENTRY % "government"), Set("governmentAt", "{now}"))),
        Step("tell-prefecture", LIVE, by=COUNTY,
             title=Words("向设区的市级人民政府报告", "report to the prefecture-level government"),
             within=Term("tell-prefecture", since="tell-government"),
             needs=(*AHEAD, Need("may_tell_prefecture", IN_TURN, kind="condition")),
             does=(Append("told", SKIPPING % "prefecture"), Set("prefectureAt", "{now}"))),
        Step("tell-province", LIVE, by=PREFECTURE,
             title=Words("向省级人民政府报告", "report to the province's government"),
             within=Term("tell-province", since="tell-prefecture"),
             needs=(*AHEAD, Need("may_tell_province", IN_TURN, kind="condition")),
             does=(Append("told", SKIPPING % "province"), Set("provinceAt", "{now}"))),
        Step("tell-council", LIVE, by=PREFECTURE,
             title=Words("登记向国务院卫生健康部门的报告", "enter the report to the State Council department"),
             within=Term("tell-council", since="tell-province"),
             needs=(*AHEAD, Need("may_tell_council", IN_TURN, kind="condition")),
             does=(Append("told", SKIPPING % "council"), Set("councilAt", "{now}"))),
        Step("close", "responding -> closed", by=OFFICES, title=Words("终止响应", "close the response"),
             looks=(Look("teams", "CallOut?event=EmergencyEvent/{id}&_sort=_id"),),
             needs=(CONCLUSION, Need("may_close_event", Words("队伍归队、有进程报告", "teams back, reports there"),
                                     kind="condition")),
             does=(Set("closed", "{today}"), Set("conclusion", "{conclusion}"))),
        Step("review", "closed -> reviewed", by=PREFECTURE, title=Words("评估", "review"), not_by="close",
             within=Term("review", since="close"),
             needs=(Need("finding", Words("评估意见", "what was found"), longest=500),
                    Need("improvement", Words("改进事项", "what is improved"), longest=500)),
             does=(Set("reviewed", "{today}"), Set("finding", "{finding}"), Set("improvement", "{improvement}"))),
        Step("dismiss", "found|reported -> dismissed", by=OFFICES, title=Words("排除", "dismiss"), needs=(REASON,),
             does=(NOTED,)),
    ),
)  # fmt: skip

LEADER = "team-leader@team"
ROSTER = (
    Look("roster", "PractitionerRole?organization=Organization/{team}&role={post}&_sort=_id"),
    Look("staff", "Practitioner?_id={roster.practitioner}&_sort=_id"),
    Look("absences", "TeamAbsence?team=Organization/{team}&state=declared&_sort=_id"),
    Look("calls", "CallOut?team=Organization/{team}&state=called,acknowledged,assembled,dispatched&_sort=_id"),
)
TEAM_POSTS = "emergency_team,tcm_emergency_team"
IN_AREA = (
    f"options:Practitioner?_has:PractitionerRole:practitioner:role={TEAM_POSTS}"
    "&_has:PractitionerRole:practitioner:organization:Organization.village={within}&_sort=_id"
)
OF_TEAM = (
    f"options:Practitioner?_has:PractitionerRole:practitioner:role={TEAM_POSTS}"
    "&_has:PractitionerRole:practitioner:organization={organization}&_sort=_id"
)
CALL = Workflow(
    id="emergency.call",
    title=Words("队伍调派", "call-out of a team"),
    focus="CallOut",
    start="called",
    ends=frozenset({"returned", "cancelled"}),
    starters=OFFICES,
    begins=Step("start", "-> called", by=OFFICES,
                looks=(*ROSTER, Look("events", "EmergencyEvent?_id={event}")),
                needs=(Need("may_call", Words("可出动人数够", "enough may be called"), kind="condition"),),
                derives=(Derived("called_members", ("members", "minutes", "where")),),
                does=(Set("area", "{where}"), Set("member", "{members}"), Set("acknowledgeMinutes", "{minutes}"),
                    Set("called", "{now}"))),
    one_live=("event", "team"),
    escalate=("county-officer", "planner"),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("called", "requested", Words("已调派，待应答", "Called, to be acknowledged")),
        State("acknowledged", "received", Words("已应答，集结中", "Acknowledged, assembling")),
        State("assembled", "ready", Words("已集结，待出发", "Assembled, to be dispatched")),
        State("dispatched", "in-progress", Words("已出发，处置中", "Dispatched")),
        State("returned", "completed", Words("已归队", "Returned")),
        State("cancelled", "cancelled", Words("已撤销", "Cancelled"), aside=True),
    ),
    steps=(
        Step("acknowledge", "called -> acknowledged", by=LEADER, title=Words("应答调派", "acknowledge"),
             within=Term("acknowledge", since="start"), does=(Set("acknowledged", "{now}"),)),
        Step("assemble", "acknowledged -> assembled", by=LEADER, title=Words("报告集结", "report assembled"),
             within=Term("assemble", since="acknowledge"),
             needs=(Need("present", Words("到位人数", "how many came"), kind="number"),
                    Need("enough_present", Words("不少于要求人数", "as many as were asked for"), kind="condition")),
             does=(Set("present", "{present}"), Set("assembled", "{now}"))),
        Step("dispatch", "assembled -> dispatched", by=OFFICES, title=Words("下令出发", "dispatch"),
             within=Term("dispatch", since="assemble"),
             needs=(Need("transport", Words("车辆与物资", "transport and supplies"), longest=200),),
             does=(Set("transport", "{transport}"), Set("dispatched", "{now}"))),
        Step("return", "dispatched -> returned", by=LEADER, title=Words("报告归队", "report returned"),
             needs=(Need("summary", Words("处置小结", "what was done"), longest=500),),
             does=(Set("summary", "{summary}"), Set("returned", "{now}"))),
        Step("name", "called|acknowledged -> =", by=OFFICES, title=Words("增补队员", "call one more member"),
             looks=ROSTER,
             needs=(Need("person", Words("队员", "member"), kind="reference", choices=IN_AREA, asks="may_name"),
                    Need("may_name", Words("资质有效、可用", "certified and available"), kind="condition")),
             derives=(Derived("with_named", ("members",)),), does=(Set("member", "{members}"),)),
        Step("excuse", "called|acknowledged -> =", by=LEADER, title=Words("队员不能到位", "a member cannot come"),
             needs=(Need("person", Words("队员", "member"), kind="reference", choices=OF_TEAM), REASON,
                    Need("may_excuse", Words("在调派名单内", "is called"), kind="condition")),
             derives=(Derived("without_excused", ("members", "entry")),),
             does=(Set("member", "{members}"), Append("excused", "{entry}"))),
        Step("cancel", "called|acknowledged|assembled -> cancelled", by=OFFICES, title=Words("撤销调派", "cancel"),
             needs=(REASON,), does=(NOTED,)),
    ),
)  # fmt: skip

ABSENCE = Workflow(
    id="emergency.absence",
    title=Words("队员不可用", "absence of a member"),
    focus="TeamAbsence",
    start="declared",
    ends=frozenset({"ended", "mistaken"}),
    starters=f"{LEADER}|{OFFICES}",
    begins=Step("start", "-> declared", by=f"{LEADER}|{OFFICES}",
                looks=(Look("roster", "PractitionerRole?organization=Organization/{team}&_sort=_id"),),
                needs=(Need("absence_fits", Words("起止日期、在册队员", "its days, a member"), kind="condition"),)),
    one_live=("team", "person"),
    state_element="state",
    states=(
        State("declared", "in-progress", Words("已登记，不能调派", "Declared: not called out"), desk_days=0),
        State("ended", "completed", Words("已结束", "Ended")),
        State("mistaken", "entered-in-error", Words("误登已撤", "Declared by mistake"), aside=True),
    ),
    steps=(
        Step("end", "declared -> ended", by=f"{LEADER}|{OFFICES}", title=Words("提前结束", "end it"),
             needs=(Need("last", Words("最后一天", "last day"), kind="date", today=True),
                    Need("absence_end_fits", Words("在起止之内", "between its days"), kind="condition")),
             does=(Set("period.end", "{last}"),)),
        Step("mistake", "declared -> mistaken", by=f"{LEADER}|{OFFICES}", title=Words("误登撤销", "it was a mistake"),
             needs=(REASON,), does=(NOTED,)),
    ),
)  # fmt: skip

DUTY_OFFICE = "duty-office@institution|county-officer@institution|planner@institution"
DUTY = "HealthcareService?service-category=urn:tongmai:emergency-place|duty_department"
HERE = "organization=Organization/{institution}"
GAP = Workflow(
    id="emergency.gap",
    title=Words("值班缺口", "gap of the rota"),
    focus="DutyGap",
    start="open",
    ends=frozenset({"filled", "passed"}),
    starters=DUTY_OFFICE,
    begins=Step("start", "-> open", by=DUTY_OFFICE,
                looks=(Look("services", f"{DUTY}&{HERE}&_sort=_id"),
                       Look("shifts", "DutyShift?institution=Organization/{institution}&day={day}"
                                      "&_sort=day,_lastUpdated")),
                needs=(Need("gap_fits", Words("两周之内、值班科室", "within two weeks, a key department"),
                            kind="condition"),),
                derives=(Derived("gap_opened", ("due_day", "why_open", "who_left")),),
                does=(Set("opened", "{today}"), Set("fillBy", "{due_day}"),
                      Set("cause", "{why_open}"), Set("left", "{who_left}"))),
    daily=Daily("duty_gaps_due", (Look("services", f"{DUTY}&_sort=_id", most=1000),
                                  Look("places", "Organization?_id={services.providedBy}", most=1000),
                                  Look("shifts", "DutyShift?day=ge{today}&_sort=day,_lastUpdated", most=5000),
                                  Look("gaps", "DutyGap?day=ge{today}&_sort=_id", most=5000)), days=0),
    one_live=("institution", "department", "day"),
    escalate=("county-officer",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("open", "requested", Words("无人值班，待安排", "Nobody on duty")),
        State("filled", "completed", Words("已安排", "Filled")),
        State("passed", "failed", Words("当日无人值班", "Nobody came"), aside=True),
    ),
    steps=(
        Step("fill", "open -> filled", by=DUTY_OFFICE, title=Words("安排值班人", "put somebody down"),
             within=Term("fill", since="start"),
             looks=(Look("posts", f"PractitionerRole?{HERE}&_sort=_id", most=1000),
                    Look("own", "DutyShift?person=Practitioner/{person}&_sort=day,_lastUpdated", most=1000)),
             needs=(Need("person", Words("值班人", "who"), kind="reference", asks="may_fill",
                         choices="options:Practitioner?_has:PractitionerRole:practitioner:organization={organization}"
                                 "&_sort=_id"),
                    Need("telephone", Words("值班电话", "telephone"), longest=30),
                    Need("may_fill", Words("本机构人员、前后无值班", "of the house, with rest"), kind="condition")),
             does=(Set("person", "{person}"), Set("telephone", "{telephone}"), Set("filled", "{today}"),
                   Create("DutyShift", "templates/duty_filled.json"))),
        Step("pass", "open -> passed", by=DUTY_OFFICE, title=Words("已过期，无人值班", "nobody came"),
             needs=(REASON, Need("gap_is_over", Words("当日已过", "the day is over"), kind="condition")),
             does=(NOTED,)),
    ),
)  # fmt: skip

DRILL = Workflow(
    id="emergency.drill",
    title=Words("应急演练与培训", "drill or training"),
    focus="EmergencyDrill",
    start="planned",
    ends=frozenset({"closed", "withdrawn"}),
    starters=OFFICES,
    one_live=("plan", "title", "planned"),
    escalate=("planner",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("planned", "requested", Words("已计划", "Planned"), desk_days=14),
        State("held", "in-progress", Words("已举行，待整改", "Held, findings to be mended")),
        State("closed", "completed", Words("已整改，办结", "Mended and closed")),
        State("withdrawn", "cancelled", Words("已取消", "Withdrawn"), aside=True),
    ),
    steps=(
        Step("hold", "planned -> held", by=OFFICES, title=Words("登记举行情况", "enter how it was held"),
             within=Term("hold", since="start"),
             needs=(Need("day", Words("举行日期", "held on"), kind="date", today=True),
                    Need("people", Words("参加人数", "how many took part"), kind="number"),
                    Need("store", Words("演练库名称（在演练库进行时）", "its store, where it ran in one"),
                         required=False, longest=60),
                    Need("findings", Words("发现的问题", "what was found"), longest=500),
                    Need("mend_by", Words("整改期限", "to be mended by"), kind="date"),
                    Need("drill_held_fits", Words("日期与人数", "its days and people"), kind="condition")),
             does=(Set("day", "{day}"), Set("people", "{people}"), Set("store", "{store}"),
                   Set("findings", "{findings}"), Set("mendBy", "{mend_by}"))),
        Step("mend", "held -> closed", by=OFFICES, title=Words("整改完成，办结", "mended, close it"),
             within=Term("mend", since="hold"),
             needs=(Need("improvement", Words("改进情况", "what was improved"), longest=500),),
             does=(Set("improvement", "{improvement}"), Set("mended", "{today}"))),
        Step("withdraw", "planned -> withdrawn", by=OFFICES, title=Words("取消", "withdraw"), needs=(REASON,),
             does=(NOTED,)),
    ),
)  # fmt: skip

CLINIC, HOSPITAL = "clinician@clinic|specialist@clinic", "specialist@hospital|clinician@hospital"
PLACE = "HealthcareService?organization=Organization/{%s}&service-category=urn:tongmai:emergency-place|%s&_sort=_id"
FEVER = Workflow(
    id="emergency.fever",
    title=Words("发热患者闭环", "patient of a fever clinic"),
    focus="FeverCase",
    start="arrived",
    ends=frozenset({"left", "ended"}),
    starters=CLINIC,
    begins=Step("start", "-> arrived", by=CLINIC, looks=(Look("places", PLACE % ("clinic", "fever_clinic")),),
                needs=(Need("fever_fits", Words("登记的发热门诊、体温", "a fever clinic, a temperature"),
                            kind="condition"),)),
    one_live=("subject",),
    escalate=("county-officer",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("arrived", "requested", Words("待预检分诊", "To be triaged")),
        State("triaged", "received", Words("已分诊，隔离观察", "Triaged, kept apart")),
        State("handed-over", "accepted", Words("转运中，待接收", "On the way")),
        State("received", "in-progress", Words("定点医院已接收", "Received by the hospital")),
        State("ended", "completed", Words("已闭环", "Closed")),
        State("left", "completed", Words("普通发热，已离开", "Ordinary fever, left"), aside=True),
    ),
    steps=(
        Step("triage", "arrived -> triaged", by=CLINIC, title=Words("预检分诊", "triage"),
             within=Term("triage", since="start"),
             needs=(Need("class", Words("分诊结果", "class"), kind="code",
                         options=rules.row_options("triage_classes", "class")),
                    Need("tested", Words("检测与结果", "tests and results"), longest=200)),
             does=(Set("triage", "{class}"), Set("tested", "{tested}"))),
        Step("exclude", "triaged -> left", by=CLINIC, title=Words("排除，离开", "exclude and let go"),
             needs=(REASON, Need("may_exclude", Words("普通发热", "an ordinary fever"), kind="condition")),
             does=(NOTED, Set("ended", "{today}"))),
        Step("hand-over", "triaged -> handed-over", by=CLINIC, title=Words("转定点医院", "hand over"),
             within=Term("transfer", since="triage"),
             looks=(Look("places", PLACE % ("hospital", "designated_hospital")),),
             needs=(Need("hospital", Words("定点医院", "designated hospital"), kind="reference",
                         choices="options:Organization?_has:HealthcareService:organization:service-category="
                                 "urn:tongmai:emergency-place|designated_hospital&_sort=_id"),
                    Need("way", Words("转运方式", "how they are taken there"), longest=100),
                    Need("may_hand_over", Words("须转运、登记的定点医院", "to be handed over, a designated hospital"),
                         kind="condition")),
             derives=(Derived("hospital_of", ("to_hospital",)),),
             does=(Set("hospital", "{to_hospital}"), Set("way", "{way}"), Set("left", "{now}"))),
        Step("receive", "handed-over -> received", by=HOSPITAL, title=Words("确认接收", "receive"),
             within=Term("receive", since="hand-over"), does=(Set("received", "{now}"),)),
        Step("end", "received -> ended", by=HOSPITAL, title=Words("登记转归，闭环", "enter the outcome"),
             needs=(Need("outcome", Words("转归", "outcome"), kind="code", options=rules.code_options("outcome")),
                    REASON),
             does=(Set("outcome", "{outcome}"), NOTED, Set("ended", "{today}"))),
    ),
)  # fmt: skip
WORKFLOWS = (EVENT, CALL, ABSENCE, GAP, DRILL, FEVER)
