"""Halls and pavilions from the application to the certificate; a course of a technique; inheritance studios."""

from dataclasses import replace

from tongmai.base.words import Words
from tongmai.domains.tcm import rules
from tongmai.model.workflow import Append, Create, Derived, Look, Need, Set, State, Step, Term, Workflow

APPLIES = "clinician@applicant"
COUNTY, PREFECTURE = "county-officer@area|planner@area", "planner@area"
REASON = Need("reason", Words("原因", "reason"), longest=200)
NOTED = Set("note", "{reason}")


HALL = Workflow(
    id="tcm.hall",
    title=Words("中医馆评审", "certification of a hall"),
    focus="HallReview",
    start="applied",
    ends=frozenset({"granted", "refused", "withdrawn"}),
    starters=APPLIES,
    begins=Step("start", "-> applied", by=APPLIES,
                looks=(Look("place", "Organization?_id={institution}"),
                       Look("held", "Certificate?holder=Organization/{institution}&standard={standard}")),
                needs=(Need("tcm_applies", Words("可以申报", "may apply"), kind="condition"),)),
    one_live=("institution", "standard"),
    escalate=("planner",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("applied", "requested", Words("已申报，待现场评审", "Applied, to be visited")),
        State("visited", "received", Words("已评审，待逐项判定", "Visited, to be assessed")),
        State("assessed", "in-progress", Words("已判定，待认定", "Assessed, to be decided")),
        State("granted", "completed", Words("已认定", "Granted")),
        State("refused", "rejected", Words("未通过", "Refused"), aside=True),
        State("withdrawn", "cancelled", Words("已撤回", "Withdrawn"), aside=True),
    ),
    steps=(
        Step("visit", "applied -> visited", by=COUNTY, title=Words("登记现场评审", "enter the visit"),
             within=Term("visit", since="start"),
             needs=(Need("day", Words("评审日期", "day of the visit"), kind="date", today=True),
                    Need("visitors", Words("评审人员", "who visited"), longest=100),
                    Need("tcm_visited", Words("两人以上，不在将来", "two people, not in the future"),
                         kind="condition")),
             does=(Set("visitedOn", "{day}"), Set("visitors", "{visitors}"))),
        Step("assess", "visited -> assessed", by=COUNTY, title=Words("逐项判定", "assess the items"),
             within=Term("assess", since="visit"),
             looks=(Look("services", "HealthcareService?organization=Organization/{institution}"
                                     "&service-category=urn:tongmai:service|tcm_technique"),),
             needs=(*rules.item_needs("tcm_hall"), Need("remark", Words("评审意见", "opinion"), longest=500),
                    Need("tcm_complete", Words("各项均已判定，与登记相符", "all items, as registered"),
                         kind="condition")),
             derives=(Derived("tcm_lines", ("lines", "missing")),),
             does=(Set("line", "{lines}"), Set("missing", "{missing}"), Set("remark", "{remark}"))),
        Step("grant", "assessed -> granted", by=PREFECTURE, title=Words("认定", "grant"), not_by="assess",
             within=Term("grant", since="assess"),
             needs=(Need("number", Words("文号", "number of the document"), longest=60),
                    Need("from", Words("有效期起", "valid from"), kind="date", today=True),
                    Need("tcm_nothing_missing", Words("各项均符合", "every item is met"), kind="condition")),
             looks=(Look("issuing", "Organization?_id={organization}"),),
             derives=(Derived("tcm_granted", ("last", "issuer")),),
             does=(Set("number", "{number}"), Set("since", "{from}"), Set("until", "{last}"),
                   Create("Certificate", "templates/hall_certificate.json"))),
        Step("refuse", "assessed -> refused", by=COUNTY, title=Words("不予通过", "refuse"),
             within=Term("grant", since="assess"),
             needs=(REASON, Need("tcm_something_missing", Words("写明缺项", "something is missing"), kind="condition")),
             does=(NOTED,)),
        Step("withdraw", "applied|visited -> withdrawn", by=APPLIES, title=Words("撤回", "withdraw"), needs=(REASON,),
             does=(NOTED,)),
    ),
)  # fmt: skip


ASSESS = HALL.step("assess")
COMMON = tuple(need for need in ASSESS.needs if need not in rules.item_needs("tcm_hall"))
CONNOTED = replace(ASSESS, needs=(*rules.item_needs("tcm_hall_connotation"), *COMMON))
PAVILIONED = replace(ASSESS, needs=(*rules.item_needs("tcm_pavilion"), *COMMON))
# the same way for other standards, each with its own items
CONNOTATION = replace(
    HALL,
    id="tcm.connotation",
    title=Words("中医馆内涵建设评审", "content of a hall"),
    steps=tuple(CONNOTED if step is ASSESS else step for step in HALL.steps),
)
PAVILION = replace(
    HALL,
    id="tcm.pavilion",
    title=Words("中医阁评审", "certification of a pavilion"),
    steps=tuple(PAVILIONED if step is ASSESS else step for step in HALL.steps),
)
REVIEWS = (HALL, CONNOTATION, PAVILION)
TREATS = "clinician@performer|specialist@performer"
TREATMENT = Workflow(
    id="tcm.treatment",
    title=Words("适宜技术治疗", "course of a technique"),
    focus="ServiceRequest",
    start="ordered",
    ends=frozenset({"finished", "stopped"}),
    starters=TREATS,
    begins=Step("start", "-> ordered", by=TREATS,
                needs=(Need("tcm_in_catalogue", Words("在目录内", "in the catalogue"), kind="condition"),)),
    one_live=("subject", "performer", "code"),
    states=(
        State("ordered", "in-progress", Words("治疗中", "Under way"), desk_days=0),
        State("finished", "completed", Words("疗程结束", "Finished")),
        State("stopped", "cancelled", Words("已停止", "Stopped"), aside=True),
    ),
    steps=(
        Step("perform", "ordered -> =", by=TREATS, title=Words("登记一次治疗", "enter a session"),
             derives=(Derived("tcm_what_was_done", ("technique", "technique_class", "technique_name")),),
             does=(Create("Procedure", "templates/technique_done.json"),)),
        Step("finish", "ordered -> finished", by=TREATS, title=Words("结束疗程", "finish"),
             needs=(Need("effect", Words("疗效", "effect"), longest=500),),
             does=(Set("status", "completed"), Append("note", '{"time": "{now}", "text": "疗效：{effect}"}'))),
        Step("stop", "ordered -> stopped", by=TREATS, title=Words("停止治疗", "stop"), needs=(REASON,),
             does=(Set("status", "revoked"), Append("note", '{"time": "{now}", "text": "停止：{reason}"}'))),
    ),
)  # fmt: skip
KEEPS = "specialist@institution|headquarters@institution"
STUDIO = Workflow(
    id="tcm.studio",
    title=Words("传承工作室", "inheritance studio"),
    focus="Studio",
    start="proposed",
    ends=frozenset({"refused", "ended"}),
    starters=KEEPS,
    begins=Step("start", "-> proposed", by=KEEPS,
                looks=(Look("posts", "PractitionerRole?practitioner={master}"
                                     "&organization=Organization/{institution}"),),
                needs=(Need("tcm_master_fits", Words("老师在岗", "the master works there"), kind="condition"),)),
    one_live=("institution", "master"),
    escalate=("planner",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("proposed", "requested", Words("待地市级卫健委批准", "Waits for approval")),
        State("running", "in-progress", Words("建设中", "Running"), desk_days=0),
        State("ended", "completed", Words("已结束", "Ended")),
        State("refused", "rejected", Words("未批准", "Not approved"), aside=True),
    ),
    steps=(
        Step("found", "proposed -> running", by=PREFECTURE, title=Words("批准成立", "approve"),
             within=Term("found", since="start"),
             needs=(Need("document", Words("文号", "number of the document"), longest=60),
                    Need("since", Words("成立日期", "since"), kind="date", today=True)),
             does=(Set("document", "{document}"), Set("since", "{since}"))),
        Step("refuse", "proposed -> refused", by=PREFECTURE, title=Words("不予批准", "refuse"), needs=(REASON,),
             does=(NOTED,)),
        Step("take-on", "running -> =", by=KEEPS, title=Words("登记继承人", "enter an apprentice"),
             needs=(Need("person", Words("继承人", "apprentice"), kind="reference",
                         choices="options:Practitioner?_has:PractitionerRole:practitioner:organization="
                                 "Organization/{organization}&_sort=_id"),
                    Need("since", Words("拜师日期", "since"), kind="date", today=True),
                    Need("tcm_apprentice_fits", Words("不是老师，未登记", "another one, once"), kind="condition")),
             does=(Append("apprentice", '{"person": "{person}", "since": "{since}"}'),)),
        Step("plan", "running -> =", by=KEEPS, title=Words("登记年度计划", "enter a year's plan"),
             needs=(Need("year", Words("年度", "year"), kind="number"),
                    Need("days", Words("计划带教天数", "days of teaching"), kind="number"),
                    Need("text", Words("计划内容", "what is planned"), longest=500),
                    Need("tcm_plan_fits", Words("每年一份", "one a year"), kind="condition")),
             does=(Append("plan", '{"year": "{year}", "days": "{days}", "text": "{text}"}'),)),
        Step("assess", "running -> =", by=PREFECTURE, title=Words("年度考核", "assess a year"), not_by="plan",
             needs=(Need("year", Words("年度", "year"), kind="number"),
                    Need("days", Words("实际带教天数", "days of teaching"), kind="number"),
                    Need("result", Words("结果", "result"), kind="code", options=rules.options("result")),
                    Need("text", Words("考核意见", "what was found"), longest=500),
                    Need("tcm_assessed", Words("有计划、有继承人，每年一次", "planned, once a year"),
                         kind="condition")),
             does=(Append("assessment", '{"year": "{year}", "days": "{days}", "result": "{result}", '
                                        '"text": "{text}"}'),)),
        Step("end", "running -> ended", by=PREFECTURE, title=Words("结束工作室", "end it"),
             needs=(Need("until", Words("最后日期", "last day"), kind="date", today=True), REASON,
                    Need("tcm_end_fits", Words("不早于成立", "not before it began"), kind="condition")),
             does=(Set("ended", "{until}"), NOTED)),
    ),
)  # fmt: skip
WORKFLOWS = (*REVIEWS, TREATMENT, STUDIO)
