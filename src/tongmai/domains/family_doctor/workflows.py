"""Contracts with a family doctor, and the follow-up of hypertension and type 2 diabetes: each programme is one piece of
work whose clock is the date that the last follow-up set."""

from dataclasses import replace

from tongmai.base.words import Words
from tongmai.domains.family_doctor import rules
from tongmai.model.workflow import Append, Circle, Create, Derived, Look, Need, Set, State, Step, Term, Workflow

DOCTOR = "clinician@performer"
TEAM = "clinician@author"
PERSON = Look("person", "Patient?_id={subject}")
LOOKS = (PERSON, Look("records", "Observation?subject=Patient/{subject}&code=urn:tongmai:follow-up|{category}"
                                 "&_sort=-date"))  # fmt: skip
ON = Need("on", Words("随访日期", "day"), kind="date", today=True)
WAY = Need("way", Words("随访方式", "in which way"), kind="code", options=rules.options("way"))
PRESSURE = (
    Need("systolic", Words("收缩压 mmHg", "systolic, mmHg"), kind="number"),
    Need("diastolic", Words("舒张压 mmHg", "diastolic, mmHg"), kind="number"),
)
BODY = (
    Need("weight", Words("体重 kg", "weight, kg"), kind="number", required=False),
    Need(
        "height",
        Words("身高 cm（用于体质指数）", "height, cm (for the body-mass index)"),
        kind="number",
        required=False,
    ),
)
RATE = Need("heart_rate", Words("心率 次/分", "heart rate, a minute"), kind="number", required=False)
LIFE = (
    Need("smoking", Words("日吸烟量 支", "cigarettes a day"), kind="number", required=False),
    Need("drinking", Words("日饮酒量 两", "alcohol a day, 50 g"), kind="number", required=False),
    Need("exercise_times", Words("运动 次/周", "exercise, times a week"), kind="number", required=False),
    Need("exercise_minutes", Words("运动 分钟/次", "exercise, minutes each"), kind="number", required=False),
)
MIND = (
    Need("mental", Words("心理调整", "mental balance"), kind="code", required=False, options=rules.options("mental")),
    Need("compliance", Words("遵医行为", "follows advice"), kind="code", required=False,
         options=rules.options("compliance")),
)  # fmt: skip
ADHERENCE = Need("adherence", Words("服药依从性", "takes medicines"), kind="code", options=rules.options("adherence"))
REACTION = (
    Need("adverse", Words("药物不良反应", "adverse reaction"), kind="code", options=rules.options("adverse")),
    Need("adverse_note", Words("不良反应说明", "which reaction"), required=False),
)
COMPLICATION = Need("complication", Words("并发症", "complication"), kind="code", options=rules.options("complication"))
MEDICINES = (
    Need("medicine_1", Words("药物名称1 用法用量", "first medicine and dose"), required=False),
    Need("medicine_2", Words("药物名称2 用法用量", "second medicine and dose"), required=False),
    Need("medicine_3", Words("药物名称3 用法用量", "third medicine and dose"), required=False),
)
CHECKS = (
    Need("visited_on", Words("日期在上次之后", "a day behind the last"), kind="condition"),
    Need("readings_hold", Words("数值可信", "plausible readings"), kind="condition"),
)
HYPERTENSION_FORM = (
    ON, WAY,
    Need("symptom_1", Words("症状", "symptom"), kind="code", options=rules.options("symptom-I10")),
    Need("symptom_2", Words("症状（第二项）", "second symptom"), kind="code", required=False,
         options=rules.options("symptom-I10")),
    Need("symptom_note", Words("其他症状", "other symptoms"), required=False),
    Need("danger", Words("危急情况（有则选）", "sign of danger, if any"), kind="code", required=False,
         options=rules.signs("I10")),
    *PRESSURE, *BODY, RATE, *LIFE,
    Need("salt", Words("摄盐情况", "salt"), kind="code", required=False, options=rules.options("salt")),
    *MIND,
    Need("tests", Words("辅助检查", "tests"), required=False),
    ADHERENCE, *REACTION, COMPLICATION, *MEDICINES, *CHECKS,
)  # fmt: skip
DIABETES_FORM = (
    ON, WAY,
    Need("symptom_1", Words("症状", "symptom"), kind="code", options=rules.options("symptom-E11")),
    Need("symptom_2", Words("症状（第二项）", "second symptom"), kind="code", required=False,
         options=rules.options("symptom-E11")),
    Need("symptom_note", Words("其他症状", "other symptoms"), required=False),
    Need("danger", Words("危急情况（有则选）", "sign of danger, if any"), kind="code", required=False,
         options=rules.signs("E11")),
    Need("glucose", Words("空腹血糖 mmol/L", "fasting glucose, mmol/L"), kind="number"),
    *PRESSURE, *BODY, RATE,
    Need("pulse", Words("足背动脉搏动", "pulse of the foot"), kind="code", required=False,
         options=rules.options("pulse")),
    *LIFE,
    Need("staple", Words("主食 克/天", "staple food, g a day"), kind="number", required=False),
    *MIND,
    Need("hba1c", Words("糖化血红蛋白 %", "HbA1c, %"), kind="number", required=False),
    Need("tests", Words("其他检查", "other tests"), required=False),
    ADHERENCE, *REACTION,
    Need("hypo", Words("低血糖反应", "low-glucose reaction"), kind="code", options=rules.options("hypo")),
    COMPLICATION, *MEDICINES,
    Need("insulin", Words("胰岛素 种类、用法用量", "insulin, kind and dose"), required=False),
    *CHECKS,
)  # fmt: skip
JUDGED = Derived("follow_up_judged", (
    "bmi", "classification", "classified", "at_target", "advice", "next_on", "urgency", "disease_code", "record_title",
    "summary",
))  # fmt: skip
HYPERTENSION_WRITTEN = (("title", "高血压随访管理"), ("diagnosis", "原发性高血压"))
DIABETES_WRITTEN = (("title", "2型糖尿病随访管理"), ("diagnosis", "2型糖尿病"))
"""What stands in the records themselves, in the language of the records."""
ENROL = Step(
    "enrol", "proposed -> followed", by=DOCTOR, title=Words("纳入管理", "begin"), looks=(PERSON,),
    needs=(Need("first_on", Words("首次随访日期", "first follow-up on"), kind="date", today=True),
           Need("of_age", Words("在规范管理年龄内", "of the age of the rule"), kind="condition"),
           Need("first_within", Words("三个月内", "within three months"), kind="condition")),
    does=(Set("status", "active"), Set("authoredOn", "{now}"), Set("occurrenceDateTime", "{first_on}"),
          Circle("performer", until="end")),
)  # fmt: skip
VISIT = Step(
    "visit", "followed|referred -> =", by=DOCTOR, title=Words("登记随访", "enter a follow-up"),
    within=Term("next", since="enrol|visit"), looks=LOOKS, needs=HYPERTENSION_FORM, derives=(JUDGED,),
    does=(Set("occurrenceDateTime", "{next_on}"), Set("priority", "{urgency}"),
          Set("note", '[{"time": "{now}", "text": "{summary}"}]'),
          Create("Observation", "templates/follow_up_record.json"),
          Create("Observation", "templates/follow_up_pressure.json")),
)  # fmt: skip
REFER = Step(
    "refer", "followed -> referred", by=DOCTOR, title=Words("登记转诊", "note the referral"),
    within=Term("refer", since="visit"),
    needs=(Need("place", Words("转诊机构及科别", "institution and department")),
           Need("beyond", Words("转诊原因", "why"), required=False),
           Need("referral_due", Words("规范建议转诊，或写明理由", "advised by the rule, or with its reason"),
                kind="condition")),
    does=(Append("extension", '{"url": "urn:tongmai:referred-to", "valueString": "{place}"}'),
          Append("extension", '[{"url": "urn:tongmai:referred-why", "valueString": "{beyond}"}]')),
)  # fmt: skip
HEARD = Step(
    "heard", "referred -> followed", by=DOCTOR, title=Words("登记转诊结果", "what became of the referral"),
    within=Term("refer-result", since="refer"),
    needs=(Need("result", Words("转诊结果", "what became of it")),),
    does=(Set("priority", "routine"), Append("note", '{"time": "{now}", "text": "转诊结果：{result}"}')),
)  # fmt: skip
END = Step(
    "end", "proposed|followed|referred -> ended", by=DOCTOR, title=Words("结束管理", "end"),
    needs=(Need("why", Words("原因", "why"), kind="code", options=rules.options("end")),),
    does=(Set("status", "completed"), Append("extension", '{"url": "urn:tongmai:ended", "valueDate": "{today}"}')),
)  # fmt: skip
HYPERTENSION = Workflow(
    id="family_doctor.hypertension",
    title=Words("高血压随访", "follow-up of hypertension"),
    focus="ServiceRequest",
    start="proposed",
    ends=frozenset({"ended"}),
    starters=DOCTOR,
    one_live=("subject",),
    escalate=("clinician",),
    terms="tables/terms.csv",
    states=(
        State("proposed", "draft", Words("待纳入", "Proposed")),
        State("followed", "in-progress", Words("随访中", "Followed up"), desk_days=7),
        State("referred", "in-progress", Words("已转诊，待随访结果", "Referred, result awaited"), aside=True),
        State("ended", "completed", Words("已结束管理", "Ended")),
    ),
    steps=(ENROL, VISIT, REFER, HEARD, END),
)
DIABETES = replace(
    HYPERTENSION,
    id="family_doctor.diabetes",
    title=Words("糖尿病随访", "follow-up of diabetes"),
    steps=(
        ENROL,
        replace(VISIT, needs=DIABETES_FORM,
                does=(*VISIT.does, Create("Observation", "templates/follow_up_glucose.json"))),
        REFER, HEARD, END,
    ),
)  # fmt: skip

PACKAGE = Need("package", Words("服务包", "package of services"), kind="code", options=rules.packages())
FROM = Need("from_day", Words("起始日期", "from"), kind="date", today=True)
BEGINS = Need("term_begins", Words("起始日期合理", "a sound first day"), kind="condition")
SIGNER = (
    Need("signer", Words("签字人", "signed by"), kind="code", options=rules.options("signer")),
    Need("signed_how", Words("签约方式", "in which form"), kind="code", options=rules.options("signed-how")),
)
TERMS = Derived("signed_terms", ("term", "signed_package", "due"))
SIGNS = (
    Set("status", "active"), Set("created", "{now}"), Set("period", "{term}"), Append("activity", "{due}"),
    Circle("author", until="end"),
)  # fmt: skip
CHOOSES = Append("extension", '{"url": "urn:tongmai:package", "valueCode": "{package}"}')
SERVED = Derived("served", ("done",))
NOTED = Append("activity", "{done}")
SERVICE_ON = Need("on", Words("服务日期", "day"), kind="date", today=True)
CONTRACT = Workflow(
    id="family_doctor.contract",
    title=Words("家庭医生签约", "family-doctor contract"),
    focus="CarePlan",
    start="drafted",
    ends=frozenset({"ended", "declined", "withdrawn"}),
    starters=f"resident@subject|{TEAM}",
    one_live=("subject",),
    escalate=("clinician",),
    terms="tables/terms.csv",
    states=(
        State("drafted", "draft", Words("草稿", "Drafted")),
        State("applied", "requested", Words("已申请，待签约", "Applied for")),
        State("proposed", "requested", Words("待居民确认", "Waits for the resident")),
        State("signed", "in-progress", Words("履约中", "In force"), desk_days=30),
        State("renewing", "in-progress", Words("申请续约", "Renewal asked for"), aside=True),
        State("ended", "completed", Words("已结束", "Ended")),
        State("declined", "rejected", Words("未接受", "Declined"), aside=True),
        State("withdrawn", "cancelled", Words("已撤回", "Withdrawn"), aside=True),
    ),
    steps=(
        Step("apply", "drafted -> applied", by="resident@subject", title=Words("申请签约", "apply"),
             needs=(PACKAGE,), does=(CHOOSES,)),
        Step("propose", "drafted -> proposed", by=TEAM, title=Words("发起签约，请居民确认", "propose"),
             needs=(PACKAGE,), does=(CHOOSES,)),
        Step("sign", "applied -> signed", by=TEAM, title=Words("签约", "sign"), within=Term("answer", since="apply"),
             needs=(FROM, BEGINS), derives=(TERMS,), does=SIGNS),
        Step("confirm", "proposed -> signed", by="resident@subject", title=Words("确认签约", "confirm"),
             within=Term("answer", since="propose"), needs=(FROM, BEGINS), derives=(TERMS,), does=SIGNS),
        Step("sign-here", "drafted|proposed -> signed", by=TEAM, title=Words("当面签约", "sign here"),
             needs=(replace(PACKAGE, required=True), FROM, *SIGNER, BEGINS), derives=(TERMS,),
             does=(CHOOSES, *SIGNS)),
        Step("decline", "applied -> declined", by=TEAM, title=Words("不接受", "decline"),
             within=Term("answer", since="apply"), needs=(Need("reason", Words("原因", "reason")),
                                                          Need("instead", Words("建议签约机构", "who can instead"))),
             does=(Set("status", "revoked"),)),
        Step("withdraw", "applied|proposed -> withdrawn", by=f"resident@subject|{TEAM}",
             title=Words("撤回", "withdraw"),
             does=(Set("status", "revoked"),)),
        Step("serve", "signed|renewing -> =", by=TEAM, title=Words("登记服务", "note a service"),
             needs=(Need("service", Words("服务项目", "service"), kind="code", options=rules.services()), SERVICE_ON,
                    Need("note", Words("服务内容", "what was done")),
                    Need("served_before", Words("在服务包内", "within the package"), kind="condition")),
             derives=(SERVED,), does=(NOTED,)),
        Step("home-visit", "signed|renewing -> =", by=TEAM, title=Words("登记上门服务", "note a home visit"),
             needs=(SERVICE_ON,
                    Need("found", Words("所见（一般情况、体征、用药、居家环境）", "what was found")),
                    *(replace(one, required=False) for one in PRESSURE),
                    Need("did", Words("处理与指导", "what was done and advised")),
                    Need("again_on", Words("下次上门日期", "next home visit"), kind="date", required=False),
                    Need("readings_hold", Words("数值可信", "plausible readings"), kind="condition"),
                    Need("day_in_term", Words("在签约期内", "within the term"), kind="condition")),
             derives=(SERVED,), does=(NOTED, Create("Encounter", "templates/home_visit.json"))),
        Step("ask-renewal", "signed -> renewing", by="resident@subject", title=Words("申请续约", "ask for renewal"),
             needs=(Need("renewal_open", Words("临近期满", "near its end"), kind="condition"),)),
        Step("renew", "signed|renewing -> signed", by=TEAM, title=Words("续约", "renew"),
             within=Term("contract-end", since="sign|confirm|sign-here|renew"),
             needs=(*SIGNER, Need("renewal_open", Words("临近期满", "near its end"), kind="condition")),
             derives=(Derived("renewed_term", ("term",)),),
             does=(Set("period", "{term}"),
                   Append("extension", '{"url": "urn:tongmai:renewed", "valueDate": "{today}"}'))),
        Step("end", "signed|renewing -> ended", by=f"{TEAM}|resident@subject", title=Words("解约或终止", "end"),
             needs=(Need("why", Words("原因", "why"), kind="code", options=rules.options("contract-end")),),
             does=(Set("status", "revoked"), Set("period.end", "{today}"))),
    ),
)  # fmt: skip
WORKFLOWS = (CONTRACT, HYPERTENSION, DIABETES)
