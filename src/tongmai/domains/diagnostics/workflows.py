"""A test asked for by an institution and read at a shared centre: asked for, sent, accepted or rejected, reported in
time, a critical value notified and acknowledged, corrected visibly. Before it is ordered, what is recognised is shown.
"""

from tongmai.base.words import Words
from tongmai.engines.workflow.shifts import handover
from tongmai.model.lists import codes
from tongmai.model.workflow import Append, Circle, Create, Derived, Look, Need, Revise, Set, State, Step, Term, Workflow

ASKER = "clinician@requester"
READER = "centre-reader@performer|specialist@performer"
REASON = Need("reason", Words("原因", "reason"))
FINDING = Need("finding", Words("检查所见或测定值", "what was seen or measured"))
CONCLUSION = Need("conclusion", Words("诊断意见", "conclusion"))
MAKERS = "{reports.performer}"
LOOKS = (
    Look("reports", "DiagnosticReport?subject=Patient/{subject}&code={code}&_sort=-issued"),
    Look("institutions", f"Organization?_id={{requester}},{MAKERS}"),
    Look("memberships", f"OrganizationAffiliation?participating-organization={{requester}},{MAKERS},"
                        "{institutions.partOf}"),
    Look("certificates", f"Certificate?holder={MAKERS}&standard=recognition_item&family={{code}}"
                         "&state=certified,expired"),
)  # fmt: skip
JUDGED = ("decision", "rule", "why", "cents", "ledger")

READ = Workflow(
    id="diagnostics.read",
    title=Words("检查检验申请", "request for a test"),
    focus="ServiceRequest",
    start="drafted",
    ends=frozenset({"recognised", "reported", "acknowledged", "corrected", "withdrawn"}),
    starters=ASKER,
    begins=Step("start", "-> drafted", by=ASKER, looks=(*LOOKS, Look("centre", "Organization?_id={performer}")),
                needs=(Need("centre_reads", Words("接收机构能做该项目", "it reads this item"), kind="condition"),),
                derives=(Derived("recent_results", ("recent",)),),
                does=(Append("extension", "{recent}"),)),
    escalate=("headquarters", "county-officer"),
    terms="tables/terms.csv",
    states=(
        State("drafted", "draft", Words("拟开单", "About to be ordered")),
        State("recognised", "completed", Words("已采用互认结果", "A recognised result is used")),
        State("ordered", "requested", Words("已开单", "Ordered")),
        State("sent", "requested", Words("已上传(送检)", "Sent")),
        State("accepted", "accepted", Words("已接收", "Accepted")),
        State("rejected", "on-hold", Words("不合格退回", "Rejected")),
        State("reported", "completed", Words("已报告", "Reported")),
        State("critical", "in-progress", Words("危急值待确认", "Critical value waiting")),
        State("acknowledged", "completed", Words("危急值已确认", "Critical, acknowledged")),
        State("corrected", "completed", Words("已更正", "Corrected")),
        State("withdrawn", "cancelled", Words("已撤销", "Withdrawn")),
    ),
    steps=(
        Step("order", "drafted -> ordered", title=Words("开单", "order"), by=ASKER,
             needs=(Need("reason", Words("有可互认结果时的复查理由", "why it is repeated"), kind="code", required=False,
                         options=codes(__file__, "re_exam_reasons", "reason")),
                    Need("said", Words("理由说明", "the reason in words"), required=False),
                    Need("reason_for_repeat", Words("有可互认结果时须说明理由", "a repeat has its reason"),
                         kind="condition")),
             looks=LOOKS, derives=(Derived("judged_order", JUDGED),),
             does=(Append("extension", "{ledger}"), Set("status", "active"))),
        Step("use", "drafted -> recognised", title=Words("采用已有结果", "use the recognised result"), by=ASKER,
             needs=(Need("result", Words("采用的报告", "the report used"), kind="reference"),
                    Need("result_stands", Words("该结果可互认", "the result is recognised"), kind="condition")),
             looks=LOOKS, derives=(Derived("judged_use", JUDGED),),
             does=(Append("extension", "{ledger}"), Set("status", "revoked"))),
        Step("send", "ordered|rejected -> sent", title=Words("上传图像或送检标本", "send images or specimen"), by=ASKER,
             within=Term("resend", since="reject"),
             does=(Set("occurrenceDateTime", "{now}"), Circle("performer", until="report"))),
        Step("accept", "sent -> accepted", title=Words("接收", "accept"), by=READER,
             within=Term("accept", since="send")),
        Step("report", "accepted -> reported", title=Words("出具报告", "report"), by=READER,
             within=Term("report", since="send"), needs=(FINDING, CONCLUSION),
             does=(Create("DiagnosticReport", "templates/read_report.json"), Set("status", "completed"))),
        Step("alert", "accepted -> critical", title=Words("报告并通知危急值", "report and notify a critical value"),
             by=READER, within=Term("report", since="send"),
             needs=(FINDING, CONCLUSION, Need("critical", Words("危急值", "critical value")),
                    Need("told", Words("已电话通知", "who was told by phone"), kind="person")),
             does=(Create("DiagnosticReport", "templates/read_report.json"), Set("status", "completed"))),
        Step("reject", "sent|accepted -> rejected", title=Words("不合格退回", "reject"), by=READER, needs=(REASON,)),
        Step("acknowledge", "critical -> acknowledged", title=Words("确认危急值", "acknowledge the critical value"),
             by=ASKER, within=Term("acknowledge", since="alert"),
             needs=(Need("handled", Words("处置情况", "what was done")),)),
        Step("correct", "reported|acknowledged|corrected -> corrected", title=Words("更正报告", "correct the report"),
             by=READER, needs=(FINDING, CONCLUSION, REASON),
             does=(Revise("DiagnosticReport", "templates/corrected_report.json"),)),
        Step("withdraw", "drafted|ordered|rejected -> withdrawn", title=Words("撤销", "withdraw"), by=ASKER,
             needs=(REASON,), does=(Set("status", "revoked"),)),
    ),
)  # fmt: skip
HANDOVER = handover(
    "diagnostics.handover",
    Words("检查检验交接班", "hand-over of tests"),
    ("clinician", "specialist", "centre-reader"),
)
WORKFLOWS = (READ, HANDOVER)
