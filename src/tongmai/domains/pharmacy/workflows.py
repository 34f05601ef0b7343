"""A drug asked for on the unified list; one asked for at a place that does not keep it; a need from the report to the
settlement; a prescription checked before it is dispensed; a sample of prescriptions reviewed and answered."""

from tongmai.base.words import Words
from tongmai.domains.pharmacy.rules import formulary, purchases, reviews
from tongmai.model.workflow import Append, Begin, Create, Derived, Look, Need, Set, State, Step, Term, Workflow

HOUSE = "pharmacist@institution|clinician@institution"
OFFICE = "headquarters@area|planner@*"
REASON = Need("reason", Words("原因", "reason"))
OPINION = Need("opinion", Words("意见", "opinion"))
NOTED, SAID = Set("note", "{reason}"), Set("note", "{opinion}")
LISTED = Look("listed", "FormularyEntry?_sort=_id", most=2000)

NEW = Need("entry_new", Words("目录中还没有", "not on the list yet"), kind="condition")
ENTRY = Workflow(
    id="pharmacy.entry",
    title=Words("目录增补申请", "request to the unified list"),
    focus="FormularyEntry",
    start="asked",
    ends=frozenset({"listed", "declined", "withdrawn"}),
    starters=HOUSE,
    begins=Step("start", "-> asked", by=HOUSE, looks=(LISTED,), needs=(NEW,)),
    one_live=("area", "drug"),
    escalate=("headquarters",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("asked", "requested", Words("待药学评审", "Waits for the review")),
        State("reviewed", "received", Words("已评审，待列入", "Reviewed, to be listed")),
        State("listed", "completed", Words("已列入统一目录", "On the unified list")),
        State("declined", "rejected", Words("不予列入", "Declined"), aside=True),
        State("withdrawn", "cancelled", Words("已撤回", "Withdrawn"), aside=True),
    ),
    steps=(
        Step("review", "asked -> reviewed", by="pharmacist@*", title=Words("药学评审通过", "review"), not_by="start",
             within=Term("expert", since="start"), needs=(OPINION,), does=(Set("opinion", "{opinion}"),)),
        Step("list", "reviewed -> listed", by=OFFICE, title=Words("列入统一目录", "put on the list"),
             within=Term("list", since="review"), looks=(LISTED,), needs=(
                 Need("basis", Words("文号", "document")), NEW),
             does=(Set("basis", "{basis}"), Set("period.start", "{today}"))),
        Step("decline", "asked|reviewed -> declined", by=f"pharmacist@*|{OFFICE}", title=Words("不予列入", "decline"),
             needs=(REASON,), does=(NOTED,)),
        Step("withdraw", "asked -> withdrawn", by=HOUSE, title=Words("撤回申请", "withdraw"), needs=(REASON,),
             does=(NOTED,)),
    ),
)  # fmt: skip

WANTS = "pharmacist@requester|clinician@requester|specialist@requester"
BELOW = "pharmacist@deliverTo|clinician@deliverTo"
SUPPLY = Workflow(
    id="pharmacy.supply",
    title=Words("备药请求", "request to supply a drug"),
    focus="SupplyRequest",
    start="asked",
    ends=frozenset({"kept", "declined", "withdrawn"}),
    starters=WANTS,
    escalate=("headquarters",),
    terms="tables/terms.csv",
    states=(
        State("asked", "requested", Words("待备药机构答复", "To be answered")),
        State("promised", "accepted", Words("已答应，待到货", "Promised, on its way")),
        State("kept", "completed", Words("已备药", "Kept there now")),
        State("declined", "rejected", Words("不能备药", "Cannot be supplied"), aside=True),
        State("withdrawn", "cancelled", Words("已撤回", "Withdrawn"), aside=True),
    ),
    steps=(
        Step("promise", "asked -> promised", by=BELOW, title=Words("答应备药", "promise it"),
             within=Term("supply-answer", since="start"),
             needs=(Need("expected", Words("预计到货日期", "expected on"), kind="date", today=True),
                    Need("way", Words("来源", "from where"),
                         hint=Words("如县医院调剂、配送企业", "such as the county hospital"))),
             does=(Set("occurrenceDateTime", "{expected}"),)),
        Step("keep", "asked|promised -> kept", by=BELOW, title=Words("药已到，列入备药", "it is there"),
             within=Term("supply-arrive", since="start"), derives=(Derived("supply_area", ("held_area", "held_drug")),),
             looks=(Look("destination", "Organization?_id={deliverTo}"),),
             does=(Set("status", "completed"), Create("DrugHolding", "templates/drug_supplied.json"))),
        Step("decline", "asked|promised -> declined", by=BELOW, title=Words("不能备药", "decline"),
             within=Term("supply-answer", since="start"), needs=(REASON,),
             does=(Set("status", "cancelled"),
                   Append("extension", '{"url": "urn:tongmai:reason", "valueString": "{reason}"}'))),
        Step("withdraw", "asked|promised -> withdrawn", by=WANTS,
             title=Words("撤回", "withdraw"), needs=(REASON,), does=(Set("status", "cancelled"),)),
    ),
)  # fmt: skip

ON = Need("on", Words("到货日期", "came on"), kind="date", today=True)
PURCHASE = Workflow(
    id="pharmacy.purchase",
    title=Words("带量采购", "pooled procurement"),
    focus="PooledPurchase",
    start="reported",
    ends=frozenset({"settled", "refused", "withdrawn"}),
    starters=HOUSE,
    begins=Step("start", "-> reported", by=HOUSE, looks=(LISTED,),
                needs=(Need("purchase_fits", Words("药品与需求量", "drug and packages"), kind="condition"),),
                derives=(Derived("purchase_marks", ("is_essential",)),), does=(Set("essential", "{is_essential}"),)),
    one_live=("institution", "drug", "round"),
    escalate=("headquarters", "planner"),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("reported", "requested", Words("已报需求，待约定", "Reported, to be agreed")),
        State("agreed", "accepted", Words("已约定，待签约", "Agreed, to be contracted")),
        State("contracted", "in-progress", Words("执行中", "Delivered and used"), desk_days=60),
        State("settled", "completed", Words("已结算", "Settled")),
        State("refused", "rejected", Words("不予约定", "Not agreed"), aside=True),
        State("withdrawn", "cancelled", Words("已撤回", "Withdrawn"), aside=True),
    ),
    steps=(
        Step("agree", "reported -> agreed", by=OFFICE, title=Words("约定采购量", "agree to a volume"),
             within=Term("agree", since="start"),
             needs=(Need("agreed", Words("约定量", "packages agreed"), kind="number",
                         hint=Words("一般为需求量的六至八成，未核实", "usually 60 to 80 % of the need, not verified")),
                    Need("opinion", Words("意见", "opinion"), required=False),
                    Need("agreed_fits", Words("不超过需求量", "not beyond the need"), kind="condition")),
             derives=(Derived("purchase_agreement", ("agreed_packages", "refused_packages")),),
             does=(Set("agreed", "{agreed_packages}"), Set("refused", "{refused_packages}"), SAID)),
        Step("refuse", "reported -> refused", by=OFFICE, title=Words("不予约定", "refuse it"),
             within=Term("agree", since="start"), needs=(REASON,),
             derives=(Derived("purchase_refusal", ("agreed_packages", "refused_packages")),),
             does=(Set("agreed", "{agreed_packages}"), Set("refused", "{refused_packages}"), NOTED)),
        Step("withdraw", "reported -> withdrawn", by=HOUSE, title=Words("撤回", "withdraw"), needs=(REASON,),
             does=(NOTED,)),
        Step("contract", "agreed -> contracted", by=OFFICE, title=Words("签订合同", "contract"),
             within=Term("contract", since="agree"),
             needs=(Need("channel", Words("采购渠道", "bought through"), kind="code", options=purchases.CHANNELS),
                    Need("number", Words("合同编号", "number of the contract")),
                    Need("price", Words("中选单价（元）", "agreed price (yuan)"), kind="number"),
                    Need("reference", Words("原采购单价（元）", "price before (yuan)"), kind="number"),
                    Need("until", Words("合同期止", "contract until"), kind="date"),
                    Need("contract_fits", Words("单价与合同期", "prices and term"), kind="condition")),
             derives=(Derived("contract_terms", ("price_cents", "reference_cents", "term")),),
             does=(Set("channel", "{channel}"), Set("contract", "{number}"), Set("priceCents", "{price_cents}"),
                   Set("referenceCents", "{reference_cents}"), Set("period", "{term}"))),
        Step("deliver", "contracted -> =", by=HOUSE, title=Words("登记到货", "enter a delivery"),
             needs=(Need("lot", Words("批号", "lot")), Need("quantity", Words("到货量", "packages"), kind="number"), ON,
                    Need("delivery_fits", Words("不超过约定量", "not beyond what is agreed"), kind="condition")),
             derives=(Derived("batch_entry", ("entry",)),), does=(Append("batch", "{entry}"),)),
        Step("use", "contracted -> =", by=HOUSE, title=Words("填报月使用量", "enter a month's use"),
             needs=(Need("month", Words("月份", "month"), hint=Words("如 2025-06", "such as 2025-06")),
                    Need("quantity", Words("使用量", "packages"), kind="number"),
                    Need("use_fits", Words("不超过到货量", "not beyond what came"), kind="condition")),
             derives=(Derived("month_use", ("entry",)),), does=(Append("use", "{entry}"),)),
        Step("settle", "contracted -> settled", by=OFFICE, title=Words("结算", "settle"),
             within=Term("settle", since="contract"),
             needs=(OPINION, Need("purchase_settles", Words("已用完或合同期满", "used up or over"), kind="condition")),
             derives=(Derived("purchase_settlement", ("saved", "kept")),),
             does=(SAID, Set("savedCents", "{saved}"), Set("retainedCents", "{kept}"), Set("settledOn", "{today}"))),
    ),
)  # fmt: skip

DOCTOR, CHECKER = "clinician@requester", "pharmacist@performer"
THERE = (
    Look("destination", "Organization?_id={requester}"),
    Look("held", "DrugHolding?institution={requester}&_sort=_id", most=500),
    LISTED,
)
DRUG = (
    Need("drug_1", Words("药品", "drug"), kind="code", choices="coded:drugs kind=drug", asks="drugs_held"),
    Need("supply_1", Words("缺药办理", "where it is missing"), kind="code", required=False, aside=True,
         options=formulary.SUPPLY_WAYS),
    Need("dosage", Words("用法用量", "dose and use")),
    Need("days", Words("天数", "days"), kind="number"),
    Need("drugs_held", Words("本机构有药", "kept here"), kind="condition"),
)  # fmt: skip
WRITES = (
    Set("medicationCodeableConcept", '{"coding": [{"system": "urn:tongmai:drug", "code": "{drug_1}"}]}'),
    Set("dosageInstruction", '[{"text": "{dosage}"}]'),
    Set("dispenseRequest", '{"expectedSupplyDuration": {"value": "{days}", "unit": "d"}}'),
    Set("status", "active"),
    Begin("pharmacy.supply", "templates/supply_here.json", of="ask_1"),
)
ASKED = Derived("drugs_asked", ("ask_1", "below"))
CRITERION = Need("criterion", Words("不合理类型", "what is not right"), kind="code", options=reviews.CRITERIA)
PRESCRIPTION = Workflow(
    id="pharmacy.prescription",
    title=Words("处方审核", "check of a prescription"),
    focus="MedicationRequest",
    start="written",
    ends=frozenset({"passed", "refused", "withdrawn"}),
    starters=DOCTOR,
    escalate=("pharmacist",),
    terms="tables/terms.csv",
    states=(
        State("written", "draft", Words("草稿", "Drafted")),
        State("checking", "requested", Words("待药师审核", "Waits for the pharmacist")),
        State("returned", "on-hold", Words("药师有疑问", "Questioned"), aside=True),
        State("insisted", "received", Words("医师坚持，待复核", "The doctor insists"), aside=True),
        State("passed", "completed", Words("审核通过", "Passed")),
        State("refused", "rejected", Words("不予调配", "Not dispensed"), aside=True),
        State("withdrawn", "cancelled", Words("已撤回", "Withdrawn"), aside=True),
    ),
    steps=(
        Step("send", "written -> checking", by=DOCTOR, title=Words("提交审核", "send"), looks=THERE, needs=DRUG,
             derives=(ASKED,), does=(*WRITES, Set("authoredOn", "{now}"))),
        Step("pass", "checking|insisted -> passed", by=CHECKER, title=Words("审核通过", "pass"),
             within=Term("check", since="send|change|insist")),
        Step("question", "checking -> returned", by=CHECKER, title=Words("有疑问，请医师确认", "question it"),
             within=Term("check", since="send|change"), needs=(CRITERION, OPINION)),
        Step("change", "returned -> checking", by=DOCTOR, title=Words("修改处方", "change it"), looks=THERE, needs=DRUG,
             within=Term("correct", since="question"), derives=(ASKED,), does=WRITES),
        Step("insist", "returned -> insisted", by=DOCTOR, title=Words("坚持原方（双签）", "insist"),
             within=Term("correct", since="question"), needs=(REASON,)),
        Step("refuse", "insisted -> refused", by=CHECKER, title=Words("不予调配", "refuse it"),
             within=Term("check", since="send|change|insist"), needs=(REASON,), does=(Set("status", "cancelled"),)),
        Step("withdraw", "written|checking|returned -> withdrawn", by=DOCTOR, title=Words("撤回", "withdraw"),
             needs=(REASON,), does=(Set("status", "cancelled"),)),
    ),
)  # fmt: skip

REVIEWER = "pharmacist@reviewer"
REVIEWS = Look("reviews", "PrescriptionReview?draw={id}&_sort=_id", most=2000)
DRAW = Workflow(
    id="pharmacy.draw",
    title=Words("处方点评抽样", "sample of prescriptions"),
    focus="ReviewDraw",
    start="drawn",
    ends=frozenset({"concluded"}),
    starters=REVIEWER,
    begins=Step("start", "-> drawn", by=REVIEWER,
                looks=(Look("prescriptions", "MedicationRequest?requester={institution}&authoredon={month}"
                            "&status=active,completed&_sort=_id", most=5000),
                       Look("draws", "ReviewDraw?institution={institution}")),
                needs=(Need("draw_fits", Words("月份与抽样数", "month and size"), kind="condition"),),
                derives=(Derived("drawn_sample", ("population", "hash", "seed", "items")),),
                does=(Set("population", "{population}"), Set("hash", "{hash}"), Set("seed", "{seed}"),
                      Append("item", "{items}"))),
    one_live=("institution", "month"),
    escalate=("headquarters",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("drawn", "in-progress", Words("点评中", "Being reviewed")),
        State("concluded", "completed", Words("已办结", "Concluded")),
    ),
    steps=(
        Step("conclude", "drawn -> concluded", by=REVIEWER, title=Words("点评办结", "conclude"), looks=(REVIEWS,),
             within=Term("conclude", since="start"),
             needs=(Need("summary", Words("小结", "summary")),
                    Need("sample_reviewed", Words("全部点评", "all are reviewed"), kind="condition")),
             does=(Set("summary", "{summary}"),)),
    ),
)  # fmt: skip

PRESCRIBER = "clinician@institution"
ANSWER = Need("answer", Words("答复", "answer"))
REVIEW = Workflow(
    id="pharmacy.review",
    title=Words("处方点评", "review of a prescription"),
    focus="PrescriptionReview",
    start="open",
    ends=frozenset({"reasonable", "accepted", "justified"}),
    starters=REVIEWER,
    begins=Step("start", "-> open", by=REVIEWER,
                looks=(Look("draws", "ReviewDraw?_id={draw}"),
                       Look("reviews", "PrescriptionReview?draw={draw}&number={number}")),
                needs=(Need("not_reviewed", Words("样本中未点评的一号", "not reviewed yet"), kind="condition"),),
                derives=(Derived("reviewed_item", ("of_institution", "of_area", "of_drug", "of_prescription",
                                                   "of_prescriber")),),
                does=(Set("institution", "{of_institution}"), Set("area", "{of_area}"), Set("drug", "{of_drug}"),
                      Set("prescription", "{of_prescription}"), Set("prescriber", "{of_prescriber}"))),
    one_live=("draw", "number"),
    escalate=("headquarters",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("open", "draft", Words("点评中", "Being reviewed")),
        State("reasonable", "completed", Words("合理", "Reasonable")),
        State("fed-back", "requested", Words("已反馈，待医师答复", "Fed back, to be answered")),
        State("explained", "received", Words("医师已说明，待药师认定", "Explained, to be decided")),
        State("upheld", "on-hold", Words("维持点评，待整改", "Upheld, to be mended"), aside=True),
        State("accepted", "completed", Words("已接受并整改", "Accepted and mended")),
        State("justified", "completed", Words("说明成立", "Justified")),
    ),
    steps=(
        Step("pass", "open -> reasonable", by=REVIEWER, title=Words("合理", "reasonable"),
             does=(Set("reviewed", "{today}"),)),
        Step("feed-back", "open -> fed-back", by=REVIEWER, title=Words("反馈问题", "feed it back"),
             needs=(CRITERION, OPINION),
             does=(Set("criterion", "{criterion}"), Set("opinion", "{opinion}"), Set("reviewed", "{today}"))),
        Step("accept", "fed-back|upheld -> accepted", by=PRESCRIBER, title=Words("接受并整改", "accept"),
             within=Term("answer", since="feed-back|uphold"), needs=(ANSWER,),
             does=(Set("answer", "{answer}"), Set("answered", "{today}"))),
        Step("explain", "fed-back -> explained", by=PRESCRIBER, title=Words("说明理由", "explain"),
             within=Term("answer", since="feed-back"),
             needs=(Need("answer", Words("理由", "reason")),),
             does=(Set("answer", "{answer}"), Set("answered", "{today}"))),
        Step("agree", "explained -> justified", by=REVIEWER, title=Words("认可说明", "agree"),
             within=Term("decide", since="explain"), needs=(OPINION,), does=(SAID,)),
        Step("uphold", "explained -> upheld", by=REVIEWER, title=Words("维持点评", "uphold it"),
             within=Term("decide", since="explain"), needs=(REASON,), does=(NOTED,)),
    ),
)  # fmt: skip
WORKFLOWS = (ENTRY, SUPPLY, PURCHASE, PRESCRIPTION, DRAW, REVIEW)
