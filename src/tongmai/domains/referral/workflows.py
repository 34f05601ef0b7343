"""Referral up, across and down: both ends act; whoever cannot take a patient names who can, or says what to do."""

from dataclasses import replace

from tongmai.base.words import Words
from tongmai.domains.referral import rules
from tongmai.engines.workflow.shifts import handover
from tongmai.model.workflow import (
    Append,
    Begin,
    Circle,
    Create,
    Derived,
    Effect,
    Free,
    Look,
    Need,
    Revise,
    Set,
    State,
    Step,
    Take,
    Term,
    Workflow,
)

SENDER = "clinician@requester|specialist@requester"
CENTRE = "referral-centre@performer"
TREATING = "specialist@performer|referral-centre@performer"
HOSPITALS = "options:Organization?type=general_hospital,tcm_hospital,maternal_child,specialist_hospital&_sort=_id"
TOWNSHIPS = "options:Organization?type=township_hospital,community_centre&_sort=_id&village={county}"
FREE = "slots:Slot?status=free&_sort=start&institution=Organization/{organization}&service-category="

CONSENT = (
    Need("consent_by", Words("知情同意：谁", "consent by"), kind="code", options=rules.options("consenter")),
    Need("consent_how", Words("同意方式", "in which form"), kind="code", options=rules.options("consent_form")),
    Need("consent_on", Words("同意日期", "on which day"), kind="date", today=True),
)
CRITERION_UP = Need("criterion", Words("转诊指征", "criterion"), kind="code", options=rules.criteria("up"))
CRITERION_DOWN = Need("criterion", Words("下转指征", "criterion"), kind="code", options=rules.criteria("down"))
READINGS = (
    Need("systolic", Words("收缩压 mmHg", "systolic, mmHg"), kind="number", required=False),
    Need("diastolic", Words("舒张压 mmHg", "diastolic, mmHg"), kind="number", required=False),
    Need("glucose", Words("血糖 mmol/L", "glucose, mmol/L"), kind="number", required=False),
)
CRITERIA_FIT = Need("criteria_fit", Words("指征与病种、数值相符", "criterion, disease, readings fit"), kind="condition")
REASON = Need("reason", Words("原因", "reason"))
FINDING = Need("finding", Words("随访情况", "what was found"))
SLOT = Need("slot", Words("号源", "slot"), kind="reference", choices=FREE + "appointment")
BED = Need("bed", Words("床位", "bed"), kind="reference", required=False, choices=FREE + "bed")
ALTERNATIVE = Need("alternative", Words("推荐机构", "another institution"), kind="reference", choices=HOSPITALS)
PLAN = Need("plan", Words("下一步治疗与康复方案", "plan of treatment and rehabilitation"))
WHICH = ((1, "用药一", "first drug"), (2, "用药二", "second drug"), (3, "用药三", "third drug"))
DRUGS = (
    *(Need(f"drug_{number}", Words(zh, en), kind="code", required=False, choices="coded:drugs kind=drug",
           asks="drugs_held") for number, zh, en in WHICH),
    *(Need(f"supply_{number}", Words(f"{zh}缺药办理", f"{en} where it is missing"), kind="code", required=False,
           aside=True, options=(("ask", Words("请该机构备药", "ask for it there")),)) for number, zh, en in WHICH),
    Need("drugs_held", Words("下级机构有药", "the drugs are kept below"), kind="condition"),
)  # fmt: skip
"""`drugs_held` and `drugs_asked` are the pharmacy's: what a place keeps, what stands in for it, what is asked for."""
LISTED = Look("listed", "FormularyEntry?_sort=_id", most=2000)
KEPT_AT = {
    party: (Look("destination", f"Organization?_id={{{party}}}"),
            Look("held", f"DrugHolding?institution={{{party}}}&_sort=_id", most=500), LISTED)
    for party in ("requester", "performer")
}  # fmt: skip
"""What the party that goes on with the drugs keeps and may use."""
TO_SUPPLY = Derived("drugs_asked", ("ask_1", "ask_2", "ask_3", "below"))
CONSENTED = (
    Append("extension", '{"url": "urn:tongmai:consent", "valueString": "{consent_by} {consent_how} {consent_on}"}'),
    Create("Consent", "templates/referral_consent.json"),
)
MEETS = Append("extension", '{"url": "urn:tongmai:criterion", "valueCode": "{criterion}"}')
PLANNED = Append("extension", '{"url": "urn:tongmai:plan", "valueString": "{plan}"}')
PRESCRIBED: tuple[Effect, ...] = (
    Append("extension", '[{"url": "urn:tongmai:drug", "valueCode": "{drug_1}"}]'),
    Append("extension", '[{"url": "urn:tongmai:drug", "valueCode": "{drug_2}"}]'),
    Append("extension", '[{"url": "urn:tongmai:drug", "valueCode": "{drug_3}"}]'),
    Append("extension", '[{"url": "urn:tongmai:prescribed", "valueDate": "{today}"}]'),
    *(Begin("pharmacy.supply", "templates/drug_supply.json", of=f"ask_{number}") for number, _, _ in WHICH),
)
GIVES_BACK = (Free("slot"), Free("bed"))
THERE = (
    Look("destination", "Organization?_id={performer}"),
    Look("centres", "Organization?partof={performer}&type=treatment_centre"),
)
ABLE = Need("able_there", Words("接收机构具备诊治条件", "the institution can treat it"), kind="condition")
ASKED = "submit|complete|again|redirect"
ANSWER = Term("answer", since=ASKED)

UPWARD = Workflow(
    id="referral.up",
    title=Words("上转", "upward referral"),
    focus="ServiceRequest",
    start="drafted",
    ends=frozenset({"closed", "withdrawn"}),
    starters="clinician@requester",
    one_live=("subject", "performer"),
    escalate=("referral-centre", "headquarters"),
    terms="tables/terms.csv",
    states=(
        State("drafted", "draft", Words("草稿", "Drafted")),
        State("submitted", "requested", Words("待受理", "Waits for an answer")),
        State("returned", "on-hold", Words("退回补充", "Returned for more")),
        State("consulting", "received", Words("转会诊", "In consultation"), aside=True),
        State("advised", "on-hold", Words("建议基层处理", "Advised to treat below")),
        State("underway", "accepted", Words("急诊转运中", "On the way as an emergency"), aside=True),
        State("waiting", "received", Words("排队候床（号）", "On the waiting list"), aside=True),
        State("outside", "accepted", Words("已转区域外机构", "Sent outside the region"), aside=True),
        State("booked", "accepted", Words("已预约", "Booked")),
        State("missed", "on-hold", Words("未到院", "Did not arrive")),
        State("arrived", "in-progress", Words("在院", "Arrived")),
        State("treated", "ready", Words("待回转", "To be given back")),
        State("given-back", "ready", Words("已回转，待随访", "Given back")),
        State("closed", "completed", Words("已办结", "Closed")),
        State("withdrawn", "cancelled", Words("已撤回", "Withdrawn")),
    ),
    steps=(
        Step("submit", "drafted -> submitted", by=SENDER, title=Words("提交转诊", "submit"),
             needs=(*CONSENT, CRITERION_UP, *READINGS, CRITERIA_FIT, ABLE), looks=THERE,
             does=(Set("status", "active"), Set("authoredOn", "{now}"), MEETS, *CONSENTED)),
        Step("send-outside", "drafted|advised|returned -> outside", by=SENDER,
             title=Words("转区域外机构", "send outside the region"),
             needs=(*CONSENT, CRITERION_UP, *READINGS, CRITERIA_FIT,
                    Need("place", Words("区域外接收机构", "the institution outside"))),
             does=(Set("status", "active"), Set("authoredOn", "{now}"), MEETS, *CONSENTED,
                   Append("note", '{"time": "{now}", "text": "转往区域外机构：{place}"}'))),
        Step("heard", "outside -> given-back", by=SENDER, title=Words("登记外院反馈", "enter what came back"),
             within=Term("feedback", since="send-outside"),
             needs=(Need("diagnosis", Words("诊断结果", "diagnosis")),
                    Need("results", Words("主要检查结果", "main results")), PLAN),
             does=(Append("extension", '{"url": "urn:tongmai:diagnosis", "valueString": "{diagnosis}"}'),
                   Append("extension", '{"url": "urn:tongmai:results", "valueString": "{results}"}'), PLANNED)),
        Step("emergency", "drafted -> underway", by=SENDER, title=Words("急诊先行转运", "go at once"),
             needs=(CRITERION_UP,
                    Need("emergency_fit", Words("急诊指征", "a criterion of an emergency"), kind="condition")),
             does=(Set("status", "active"), Set("authoredOn", "{now}"), Set("priority", "stat"), MEETS,
                   Circle("performer", until="follow-up"))),
        Step("stand-by", "underway -> =", by=TREATING, title=Words("启动绿色通道", "open the green channel"),
             within=Term("answer", since="emergency"), does=(Take("bed", of="performer"),),
             needs=(Need("channel", Words("救治通道", "channel"), kind="code", options=rules.options("channel")), BED)),
        Step("paper", "underway|arrived|treated|given-back -> =", by=SENDER,
             title=Words("补办转诊手续", "hand in the paper"), needs=CONSENT, does=CONSENTED,
             within=Term("paper", since="emergency")),
        Step("book", "submitted|consulting|waiting -> booked", by=CENTRE, title=Words("受理并约号", "accept and book"),
             needs=(SLOT, BED), within=Term("answer", since=ASKED + "|consult"),
             does=(Take("slot", of="performer", into="occurrenceDateTime"), Take("bed", of="performer"),
                   Create("Appointment", "templates/referral_appointment.json"),
                   Circle("performer", until="follow-up"))),
        Step("queue", "submitted|consulting -> waiting", by=CENTRE,
             title=Words("受理，排队候床（号）", "accept, to the waiting list"), within=ANSWER,
             needs=(Need("expected", Words("预计可安排日期", "expected day"), kind="date"),
                    Need("order", Words("排队序号", "place in the queue"), kind="number")),
             does=(Append("note", '{"time": "{now}", "text": "已受理，排队第 {order} 位，预计 {expected}"}'),)),
        Step("return", "submitted -> returned", by=CENTRE, title=Words("退回补充", "return for more"), within=ANSWER,
             needs=(Need("reason", Words("原因", "reason"), kind="code", options=rules.reasons("return")),
                    Need("missing", Words("需补充的内容", "what is missing")))),
        Step("complete", "returned -> submitted", by=SENDER, title=Words("补充后再提交", "complete"),
             within=Term("complete", since="return"), needs=(Need("text", Words("补充内容", "what was added")),),
             does=(Append("note", '{"time": "{now}", "text": "{text}"}'),)),
        Step("redirect", "submitted|consulting|waiting -> submitted", by=CENTRE, title=Words("改派", "redirect"),
             within=ANSWER, does=(Set("performer", '["{alternative}"]'),),
             needs=(ALTERNATIVE, Need("elsewhere", Words("另一家机构", "another institution"), kind="condition"),
                    Need("reason", Words("原因", "reason"), kind="code", options=rules.reasons("redirect")))),
        Step("consult", "submitted -> consulting", by=CENTRE, title=Words("转会诊", "turn into a consultation"),
             within=ANSWER, needs=(REASON,)),
        Step("advise", "submitted|consulting -> advised", by=TREATING,
             title=Words("建议基层处理", "advise to treat below"), within=Term("consultation", since="consult"),
             needs=(Need("advice", Words("处理建议", "advice")),),
             does=(Append("note", '{"time": "{now}", "text": "处理建议：{advice}"}'),)),
        Step("again", "advised|missed -> submitted", by=SENDER, title=Words("再次申请", "ask again"),
             within=Term("again", since="advise|not-arrived"), needs=(REASON,),
             does=(Append("note", '{"time": "{now}", "text": "再次申请：{reason}"}'),)),
        Step("settle", "advised -> closed", by=SENDER, title=Words("按建议处理办结", "treated below"),
             within=Term("again", since="advise"), needs=(FINDING,), does=(Set("status", "completed"),)),
        Step("arrive", "booked|underway -> arrived", by=TREATING, title=Words("已到院", "arrived"),
             within=Term("arrive", since="book")),
        Step("not-arrived", "booked -> missed", by=CENTRE, title=Words("未到院", "did not arrive"),
             within=Term("arrive", since="book"),
             needs=(Need("reason", Words("原因", "reason"), kind="code", options=rules.reasons("missed")),
                    Need("day_came", Words("已到预约日期", "the day has come"), kind="condition")),
             does=(*GIVES_BACK, Revise("Appointment", "templates/referral_noshow.json"))),
        Step("discharge", "arrived -> treated", by=TREATING, title=Words("诊疗结束", "treatment ends"),
             within=Term("treat", since="arrive"), does=(Free("bed"),),
             needs=(Need("outcome", Words("转归", "outcome"), kind="code", options=rules.reasons("outcome")),)),
        Step("give-back", "treated -> given-back", by=TREATING, title=Words("回转", "give back"),
             within=Term("feedback", since="discharge"), looks=KEPT_AT["requester"], derives=(TO_SUPPLY,),
             needs=(Need("diagnosis", Words("诊断结果", "diagnosis")),
                    Need("record", Words("住院病案号", "number of the hospital record"), required=False),
                    Need("results", Words("主要检查结果", "main results")), PLAN, *DRUGS),
             does=(Append("extension", '{"url": "urn:tongmai:diagnosis", "valueString": "{diagnosis}"}'),
                   Append("extension", '{"url": "urn:tongmai:results", "valueString": "{results}"}'),
                   Append("extension", '[{"url": "urn:tongmai:record", "valueString": "{record}"}]'),
                   PLANNED, *PRESCRIBED)),
        Step("follow-up", "given-back -> closed", by=SENDER, title=Words("首次随访", "first follow-up"),
             within=Term("first-follow-up", since="give-back|heard"),
             needs=(FINDING, Need("paper_done", Words("手续齐全", "the paper is there"), kind="condition")),
             does=(Set("status", "completed"),)),
        Step("withdraw", "drafted|submitted|returned|consulting|waiting|outside|advised|missed|underway -> withdrawn",
             by=SENDER, title=Words("撤回", "withdraw"), does=(Set("status", "revoked"), *GIVES_BACK),
             needs=(Need("reason", Words("原因", "reason"), kind="code", options=rules.reasons("withdraw")),)),
        Step("cancel", "booked -> withdrawn", by=SENDER, title=Words("取消预约并撤回", "cancel the booking"),
             needs=(Need("reason", Words("原因", "reason"), kind="code", options=rules.reasons("withdraw")),),
             does=(Set("status", "revoked"), *GIVES_BACK,
                   Revise("Appointment", "templates/referral_cancelled.json"))),
    ),
)  # fmt: skip
ACROSS = replace(UPWARD, id="referral.across", title=Words("横转", "referral across"), starters="specialist@requester")
DOWNWARD = Workflow(
    id="referral.down",
    title=Words("下转", "downward referral"),
    focus="ServiceRequest",
    start="drafted",
    ends=frozenset({"closed", "withdrawn"}),
    starters="specialist@requester|referral-centre@requester",
    one_live=("subject", "performer"),
    escalate=("referral-centre", "headquarters"),
    terms="tables/terms.csv",
    states=(
        State("drafted", "draft", Words("草稿", "Drafted")),
        State("proposed", "requested", Words("待接收", "Proposed")),
        State("returned", "on-hold", Words("退回补充", "Returned for more")),
        State("accepted", "accepted", Words("已接收，待随访", "Accepted")),
        State("closed", "completed", Words("已办结", "Closed")),
        State("withdrawn", "cancelled", Words("已撤回", "Withdrawn")),
    ),
    steps=(
        Step("submit", "drafted -> proposed", by="specialist@requester|referral-centre@requester",
             title=Words("提交下转", "submit"),
             needs=(*CONSENT, CRITERION_DOWN, *READINGS, CRITERIA_FIT, PLAN, *DRUGS), looks=KEPT_AT["performer"],
             derives=(TO_SUPPLY,),
             does=(Set("status", "active"), Set("authoredOn", "{now}"), MEETS, PLANNED, *PRESCRIBED, *CONSENTED)),
        Step("accept", "proposed -> accepted", by="clinician@performer", title=Words("接收", "accept"),
             within=Term("answer", since="submit|complete|redirect"),
             does=(Circle("performer", until="first-follow-up"),)),
        Step("return", "proposed -> returned", by="clinician@performer", title=Words("退回补充", "return for more"),
             within=Term("answer", since="submit|complete|redirect"),
             needs=(Need("reason", Words("原因", "reason"), kind="code", options=rules.reasons("return")),
                    Need("missing", Words("需补充的内容", "what is missing")))),
        Step("complete", "returned -> proposed", by="specialist@requester|referral-centre@requester",
             title=Words("补充后再提交", "complete"), within=Term("complete", since="return"),
             needs=(Need("text", Words("补充内容", "what was added")),),
             does=(Append("note", '{"time": "{now}", "text": "{text}"}'),)),
        Step("redirect", "proposed -> proposed", by="clinician@performer", title=Words("改派", "redirect"),
             within=Term("answer", since="submit|complete|redirect"),
             needs=(replace(ALTERNATIVE, choices=TOWNSHIPS),
                    Need("elsewhere", Words("另一家机构", "another institution"), kind="condition"),
                    Need("reason", Words("原因", "reason"), kind="code", options=rules.reasons("redirect"))),
             does=(Set("performer", '["{alternative}"]'),)),
        Step("first-follow-up", "accepted -> closed", by="clinician@performer",
             title=Words("首次随访", "first follow-up"), within=Term("first-follow-up", since="accept"),
             needs=(FINDING,), does=(Set("status", "completed"),)),
        Step("withdraw", "drafted|proposed|returned -> withdrawn", by="specialist@requester|referral-centre@requester",
             title=Words("撤回", "withdraw"), does=(Set("status", "revoked"),),
             needs=(Need("reason", Words("原因", "reason"), kind="code", options=rules.reasons("withdraw")),)),
    ),
)  # fmt: skip
HANDOVER = handover("referral.handover", Words("交接班", "hand-over"), ("clinician", "referral-centre", "specialist"))
WORKFLOWS = (UPWARD, ACROSS, DOWNWARD, HANDOVER)
