"""The pages of drugs and procurement: what is under way, the unified list, holdings, procurement, prescriptions,
samples and reviews."""

from tongmai.base.words import Words
from tongmai.domains.pharmacy import shapes
from tongmai.domains.pharmacy.workflows import DRAW, ENTRY, PRESCRIPTION, PURCHASE, REVIEW, SUPPLY
from tongmai.engines.pages import acting, layouts, records, stories
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

ROLES = ("pharmacist", "clinician", "headquarters", "county-officer", "planner")
HOUSES = ("pharmacist", "clinician")
INSTITUTION = Shown("institution", Words("机构", "institution"), "reference")
COUNTY = Shown("area", Words("县市区", "county"), "area")
DRUG = Shown("drug", Words("药品", "drug"), "code", table="drugs")
LEVEL = Shown("level", Words("可用级别", "may be used at"), "code", table="formulary_levels")
PERIOD = Shown("period", Words("起止", "from and to"), "period")
BASIS = Shown("basis", Words("文号", "document"))
NOTE = Shown("note", Words("意见", "opinion"))
CRITERION = Shown("criterion", Words("不合理类型", "what is not right"), "code", table="review_criteria")
ENTRIES = "records:FormularyEntry?_sort=_id"
FLOWS = ",".join(one.id for one in (SUPPLY, PRESCRIPTION, ENTRY, PURCHASE, DRAW, REVIEW))
OWN = (("institution", "{organization}"), ("area", "{institution.area}"))

REQUEST = Act(
    "request",
    Words("申请增补目录", "Ask for a drug on the list"),
    ENTRY.id,
    "new_entry",
    fields=(
        Field("drug", Words("药品", "drug"), "choice", True, choices="coded:drugs kind=drug"),
        Field("level", Words("可用级别", "may be used at"), "choice", True, choices="coded:formulary_levels"),
        Field("reason", Words("申请理由", "why"), "lines", True),
    ),
    roles=HOUSES,
    fixed=OWN,
    lead=Words("另一药师评审，总医院列入；列入后乡村两级按级别使用，不受基本药物目录限制。",
               "Reviewed by another pharmacist, listed by the community: then its tiers may use it."),
)  # fmt: skip
REPORT = Act(
    "report",
    Words("报告采购需求", "Report a need"),
    PURCHASE.id,
    "pooled_purchase",
    fields=(
        Field("drug", Words("药品或耗材", "drug or consumable"), "choice", True, choices="coded:drugs"),
        Field("round", Words("采购批次", "round"), "text", True, hint=Words("如 2025-2", "such as 2025-2"), longest=12),
        Field("reported", Words("需求量（最小包装）", "packages needed"), "integer", True, low="1"),
    ),
    roles=HOUSES,
    fixed=OWN,
    lead=Words("总医院汇总约定；到货、使用按行登记，金额以分计算。",
               "The community agrees to a volume; deliveries and use are entered on the line."),
)  # fmt: skip
PRESCRIBE = Act(
    "prescribe",
    Words("提交处方审核", "Send for a check"),
    PRESCRIPTION.id,
    "prescription",
    fields=(
        Field("disease", Words("诊断（名称、编码或拼音首字母）", "diagnosis (name, code or initials)"), "pick", True,
              choices="coded:diseases"),
        Field("checker", Words("审方机构", "checked by"), "choice", True,
              choices="options:Organization?type=general_hospital,tcm_hospital&_sort=_id"),
    ),
    roles=("clinician",),
    fixed=(("person", "{resident}"), ("requester", "{organization}"), ("recorder", "{actor}")),
    fetched=(("name", "title:Patient/{resident}"),),
    then=PRESCRIPTION.step("send"),
    lead=Words("所选药品与本机构备药即时核对；缺药时可改用同类药，或提出备药。",
               "The drug is checked against what is kept here: take an equivalent, or ask for it."),
)  # fmt: skip
SAMPLE = Act(
    "draw",
    Words("抽样", "Draw a sample"),
    DRAW.id,
    "review_draw",
    fields=(
        Field("institution", Words("被点评机构", "institution"), "choice", True,
              choices="options:Organization?type=township_hospital,community_centre,general_hospital&_sort=_id"),
        Field("month", Words("处方月份", "month"), "month", True, value="{month}"),
        Field("size", Words("抽样数", "size"), "integer", True, value="10", low="1"),
    ),
    roles=("pharmacist",),
    fixed=(("reviewer", "{organization}"), ("area", "{institution.area}")),
    lead=Words("种子由机构、月份和处方清单导出，谁也不能挑选；一月一次，可复算。",
               "The seed follows from institution, month and list: nobody chooses; once a month, reproducible."),
)  # fmt: skip
NUMBER = Field("number", Words("样本号", "number"), "choice", True)
JUDGED = (("draw", "{draw}"), ("reviewer", "{organization}"))
FINE = Act("fine", Words("合理", "Reasonable"), REVIEW.id, "prescription_review", fields=(NUMBER,),
           roles=("pharmacist",), fixed=JUDGED, then=REVIEW.step("pass"))  # fmt: skip
FAULTY = Act("faulty", Words("反馈问题", "Feed back"), REVIEW.id, "prescription_review", fields=(NUMBER,),
             roles=("pharmacist",), fixed=JUDGED, then=REVIEW.step("feed-back"),
             lead=Words("医师五日内答复：接受整改，或说明理由由药师认定。",
                        "The prescriber answers within five days: accepts, or explains."))  # fmt: skip

HOME = Page(
    id="pharmacy",
    title=Words("药事与采购", "Drugs"),
    path="/pharmacy",
    kind="list",
    menu=5,
    roles=ROLES,
    catalogue=("G13",),
    live=("Task",),
    lead=Words("统一目录、各机构备药、带量采购、处方审核与点评：谁缺药、谁该办。",
               "The unified list, what is kept where, procurement, checks and reviews: what is missing, who acts."),
    blocks=(
        Block("standing", "figures", shapes.standing, (ENTRIES, f"pieces:{FLOWS}")),
        Block("work", "table", shapes.work, (f"pieces:{FLOWS}", "names"), Words("在办", "Under way")),
        Block("ways", "downloads", acting.ways(
            (Words("统一药品目录", "The unified list"), "/formulary",
             Words("哪种药哪一级可用", "which drug at which tier")),
            (Words("机构备药", "What is kept"), "/holdings", Words("本机构有哪些药", "what this institution keeps")),
            (Words("带量采购", "Procurement"), "/purchases",
             Words("需求、约定、到货、使用", "need, agreement, delivery, use")),
            (Words("处方点评", "Reviews"), "/prescription-reviews",
             Words("抽样、点评、反馈、答复", "sample, review, feedback, answer")),
        ), (), Words("目录与清单", "Lists")),
    ),
)  # fmt: skip
FORMULARY = Page(
    id="formulary",
    title=Words("统一药品目录", "The unified list"),
    path="/formulary",
    under="/pharmacy",
    kind="list",
    roles=(*ROLES, "specialist", "referral-centre"),
    catalogue=("G10", "G11"),
    lead=Words("医共体内县乡村一个目录：每种药从哪一级起可用，是否基本药物。",
               "One list for county, township and village: from which tier up each drug may be used."),
    blocks=(
        Block("filters", "chips", shapes.formulary_filters, ("names", "areas")),
        Block("asked", "table", records.item_table((
            Shown("drug", Words("药品", "drug"), "record", table="drugs", wide=True), INSTITUTION, LEVEL,
            Shown("state", Words("状态", "state"), "state"),
        ), Words("没有在办的增补申请。", "No request is under way.")),
              ("work:FormularyEntry?state=asked,reviewed&_sort=_id", "names"),
              Words("增补申请", "Requests")),
        Block("entries", "table", shapes.formulary, (ENTRIES, "names"), Words("目录", "The list")),
        Block("acts", "forms", acting.forms(REQUEST), acting.sources(REQUEST), Words("办理", "What you can do")),
    ),
    acts=(REQUEST,),
)  # fmt: skip
ONE_ENTRY = "item:FormularyEntry/{entry}"
ENTRY_STORY = Page(
    id="formulary-entry",
    title=Words("目录条目", "Entry of the list"),
    path="/formulary/{entry}",
    kind="story",
    shows="FormularyEntry",
    heading="brief:FormularyEntry/{entry}",
    brief=(DRUG, COUNTY),
    catalogue=("G10",),
    blocks=(
        Block("path", "path", shapes.worked(stories.path), (ONE_ENTRY,)),
        Block("facts", "facts", records.facts((
            DRUG, COUNTY, LEVEL, Shown("essential", Words("基本药物", "essential"), "yes_no"), PERIOD, BASIS,
            Shown("institution", Words("申请机构", "asked by"), "reference"), Shown("reason", Words("理由", "why")),
            Shown("opinion", Words("评审意见", "review")), NOTE,
        )), ("record:FormularyEntry/{entry}", "names"), Words("目录条目", "The entry"), "half"),
        Block("deeds", "forms", shapes.worked(stories.deeds), (ONE_ENTRY,), Words("办理", "Steps"), "half"),
        Block("story", "timeline", shapes.worked(stories.timeline), (ONE_ENTRY,), Words("办理过程", "What happened")),
        Block("imported", "timeline", stories.imported, ("imported:FormularyEntry/{entry}",),
              Words("数据来源", "Where it came from")),
    ),
)  # fmt: skip
HOLDINGS = Page(
    id="holdings",
    title=Words("机构备药", "What is kept"),
    path="/holdings",
    under="/pharmacy",
    kind="list",
    roles=(*ROLES, "specialist", "referral-centre"),
    catalogue=("G13",),
    lead=Words("下转和开方按备药清单核对；断货的填停备日期。",
               "Referrals down and prescriptions are checked against it; what is out of stock has an end."),
    blocks=(
        Block("held", "table", shapes.holdings,
              ("records:DrugHolding?institution=Organization/{organization}&_sort=_id", "names"),
              Words("本机构", "This institution")),
        Block("all", "table", records.table((
            Shown("drug", Words("药品", "drug"), "record", table="drugs", prefix="/holdings", wide=True), INSTITUTION,
            COUNTY, PERIOD,
        ), Words("没有备药记录。在“数据导入”中导入“机构备药清单”。",
                 "Nothing is recorded. Import what institutions keep.")),
            ("listed:DrugHolding?drug={?drug}&_sort=_id&_total=accurate", "names"), Words("各机构", "Everywhere")),
        Block("list", "downloads", acting.links(
            (Words("导出备药清单", "Export the list"), "/imports/template/pharmacy.holdings",
             Words("可修改后再导入", "to be edited and sent back")),
        )),
    ),
)  # fmt: skip
HOLDING = Page(
    id="holding",
    title=Words("备药记录", "A drug that is kept"),
    path="/holdings/{holding}",
    kind="record",
    shows="DrugHolding",
    brief=(DRUG, INSTITUTION),
    blocks=(
        Block("facts", "facts", records.facts((DRUG, INSTITUTION, COUNTY, PERIOD, NOTE), 3),
              ("record:DrugHolding/{holding}", "names")),
        Block("imported", "timeline", stories.imported, ("imported:DrugHolding/{holding}",),
              Words("数据来源", "Where it came from")),
    ),
)  # fmt: skip
WANTED = Shown("itemCodeableConcept.coding(system=urn:tongmai:drug).code", Words("药品", "drug"), "code", table="drugs")
SUPPLY_STORY = Page(
    id="supply-request",
    title=Words("备药请求", "Request to supply a drug"),
    path="/supply-requests/{request}",
    under="/pharmacy",
    kind="story",
    shows="SupplyRequest",
    heading="brief:SupplyRequest/{request}",
    brief=(WANTED, Shown("deliverTo", Words("备药机构", "to be kept by"), "reference")),
    catalogue=("G13",),
    blocks=layouts.story("SupplyRequest/{request}", Words("这次请求", "This request"), (
        WANTED, Shown("deliverTo", Words("备药机构", "to be kept by"), "reference"),
        Shown("requester", Words("提出机构", "asked by"), "reference"),
        Shown("authoredOn", Words("提出时间", "asked"), "time"),
        Shown("occurrenceDateTime", Words("预计到货", "expected"), "day"),
        Shown("extension(url=urn:tongmai:reason).valueString", Words("不能备药原因", "why not")),
    )),
)  # fmt: skip
PURCHASES = Page(
    id="purchases",
    title=Words("带量采购", "Pooled procurement"),
    path="/purchases",
    under="/pharmacy",
    kind="list",
    roles=ROLES,
    catalogue=("G08", "G09", "G11"),
    lead=Words("需求上报、约定、签约、到货、使用、结算；到货不超约定，使用不超到货。",
               "Need, agreement, contract, delivery, use, settlement; nothing beyond what came before."),
    blocks=(
        Block("totals", "figures", shapes.totals, ("work:PooledPurchase?_sort=_id",)),
        Block("lines", "table", shapes.lines, ("work:PooledPurchase?_sort=_id", "names"), Words("采购行", "Lines")),
        Block("acts", "forms", acting.forms(REPORT), acting.sources(REPORT), Words("办理", "What you can do")),
    ),
    acts=(REPORT,),
)  # fmt: skip
ONE_LINE = "item:PooledPurchase/{line}"
PURCHASE_STORY = Page(
    id="purchase",
    title=Words("采购行", "Line of procurement"),
    path="/purchases/{line}",
    kind="story",
    shows="PooledPurchase",
    heading="brief:PooledPurchase/{line}",
    brief=(DRUG, INSTITUTION),
    catalogue=("G09",),
    blocks=(
        Block("path", "path", stories.path, (ONE_LINE,)),
        Block("facts", "facts", shapes.line_facts, (ONE_LINE, "names"), Words("这一行", "This line"), "half"),
        Block("deeds", "forms", stories.deeds, (ONE_LINE,), Words("办理", "Steps"), "half"),
        Block("batches", "table", shapes.batches, ("record:PooledPurchase/{line}",), Words("到货批次", "Deliveries"),
              "half"),
        Block("uses", "table", shapes.uses, ("record:PooledPurchase/{line}",), Words("使用", "Use"), "half"),
        Block("story", "timeline", stories.timeline, (ONE_LINE,), Words("办理过程", "What happened")),
    ),
)  # fmt: skip
NEW_PRESCRIPTION = Page(
    id="new-prescription",
    title=Words("开方送审", "Prescribe and send for a check"),
    path="/new-prescription/{resident}",
    under="/pharmacy",
    kind="form",
    begins="Patient",
    roles=("clinician",),
    lead=Words("处方由医共体药师审核后调配。", "Checked by the community's pharmacist before it is dispensed."),
    blocks=(
        Block("form", "forms", acting.forms(PRESCRIBE, folded=False), acting.sources(PRESCRIBE)),
    ),
    acts=(PRESCRIBE,),
)  # fmt: skip
PRESCRIBED = Shown("medicationCodeableConcept.coding(system=urn:tongmai:drug).code", Words("药品", "drug"), "code",
                   table="drugs")  # fmt: skip
WHOM = Shown("subject.display", Words("患者", "patient"))
REASON = Shown("reasonCode.coding(system=http://hl7.org/fhir/sid/icd-10).code", Words("诊断", "why"), "code",
               table="diseases")  # fmt: skip
WRITTEN = (
    Shown("dosageInstruction.text", Words("用法用量", "dose and use")),
    Shown("dispenseRequest.expectedSupplyDuration.value", Words("天数", "days"), "number"),
    Shown("requester", Words("开具机构", "written at"), "reference"),
    Shown("recorder", Words("医师", "by"), "reference"),
    Shown("authoredOn", Words("开具时间", "written"), "time"),
)
DISPENSED = Page(
    id="dispensed",
    title=Words("已调配处方", "Prescription that was dispensed"),
    path="/dispensed/{prescription}",
    under="/prescription-reviews",
    kind="record",
    shows="MedicationRequest",
    heading="brief:MedicationRequest/{prescription}",
    brief=(PRESCRIBED, Shown("requester", Words("开具机构", "written at"), "reference")),
    blocks=(
        Block("facts", "facts", records.facts((PRESCRIBED, REASON, *WRITTEN), 3),
              ("record:MedicationRequest/{prescription}", "names")),
        Block("reviews", "table", records.list_table((
            Shown("reviewed", Words("点评日期", "reviewed"), "record", prefix="/prescription-reviews"), CRITERION,
            Shown("opinion", Words("点评意见", "opinion"), wide=True),
        ), Words("没有抽到点评。", "It was not drawn for a review.")),
            ("records:PrescriptionReview?prescription=MedicationRequest/{prescription}", "names"),
            Words("点评", "Review")),
    ),
)  # fmt: skip
PRESCRIPTION_STORY = Page(
    id="prescription",
    title=Words("处方", "Prescription"),
    path="/prescriptions/{prescription}",
    under="/pharmacy",
    kind="story",
    shows="MedicationRequest",
    flows=(PRESCRIPTION.id,),
    heading="brief:MedicationRequest/{prescription} pharmacy.prescription",
    brief=(PRESCRIBED, WHOM),
    catalogue=("G12",),
    blocks=layouts.story("MedicationRequest/{prescription}", Words("处方", "The prescription"), (
        PRESCRIBED, WHOM, REASON, *WRITTEN, Shown("performer", Words("审方机构", "checked by"), "reference"),
    )),
)  # fmt: skip
REVIEWS = Page(
    id="prescription-reviews",
    title=Words("处方点评", "Reviews of prescriptions"),
    path="/prescription-reviews",
    under="/pharmacy",
    kind="list",
    roles=ROLES,
    catalogue=("G12",),
    lead=Words("每月按机构抽样，药师点评，问题反馈医师并答复。",
               "A sample an institution and month, reviewed by a pharmacist, fed back and answered."),
    blocks=(
        Block("draws", "table", shapes.draws, ("work:ReviewDraw?_sort=_id", "names"), Words("抽样", "Samples"), "half"),
        Block("questioned", "table", shapes.questioned, ("work:PrescriptionReview?_sort=_id", "names"),
              Words("反馈的问题", "Fed back"), "half"),
        Block("acts", "forms", acting.forms(SAMPLE), acting.sources(SAMPLE), Words("办理", "What you can do")),
    ),
    acts=(SAMPLE,),
)  # fmt: skip
ONE_DRAW, DRAW_RECORD = "item:ReviewDraw/{draw}", "record:ReviewDraw/{draw}"
OF_DRAW = "records:PrescriptionReview?draw=ReviewDraw/{draw}&_sort=_id"
DRAW_STORY = Page(
    id="review-draw",
    title=Words("处方点评样本", "Sample of prescriptions"),
    path="/review-draws/{draw}",
    under="/prescription-reviews",
    kind="story",
    shows="ReviewDraw",
    heading="brief:ReviewDraw/{draw}",
    brief=(Shown("month", Words("月份", "month")), INSTITUTION),
    catalogue=("G12",),
    blocks=(
        Block("facts", "facts", shapes.sample_facts, (ONE_DRAW, "names"), Words("样本", "The sample"), "half"),
        Block("deeds", "forms", stories.deeds, (ONE_DRAW,), Words("办理", "Steps"), "half"),
        Block("items", "table", shapes.sample_items, (DRAW_RECORD, OF_DRAW, "names"),
              Words("样本处方", "Prescriptions")),
        Block("judge", "forms", shapes.while_left(acting.forms(FAULTY, FINE, proposes=shapes.next_number, opens=1)),
              (DRAW_RECORD, OF_DRAW), Words("点评下一张", "Review the next")),
        Block("paper", "downloads", shapes.papers, (DRAW_RECORD,)),
        Block("story", "timeline", stories.timeline, (ONE_DRAW,), Words("办理过程", "What happened")),
    ),
    acts=(FAULTY, FINE),
)  # fmt: skip
WORKSHEET = Page(
    id="review-worksheet", title=Words("处方点评工作表", "Worksheet of prescription review"),
    path="/review-draws/{draw}/sheet", kind="print", printed="review_worksheet",
    blocks=(Block("sheet", "sheet", shapes.worksheet, (DRAW_RECORD, OF_DRAW, "names")),),
)  # fmt: skip
REVIEW_STORY = Page(
    id="prescription-review",
    title=Words("处方点评", "Review of a prescription"),
    path="/prescription-reviews/{review}",
    kind="story",
    shows="PrescriptionReview",
    heading="brief:PrescriptionReview/{review}",
    brief=(DRUG, INSTITUTION),
    catalogue=("G12",),
    blocks=layouts.story("PrescriptionReview/{review}", Words("点评", "The review"), (
        DRUG, INSTITUTION, Shown("prescriber", Words("医师", "prescriber"), "reference"),
        Shown("draw", Words("样本", "sample"), "reference"), Shown("number", Words("样本号", "number")), CRITERION,
        Shown("opinion", Words("点评意见", "opinion")), Shown("reviewed", Words("点评日期", "reviewed"), "day"),
        Shown("answer", Words("医师答复", "answer")), Shown("answered", Words("答复日期", "answered"), "day"), NOTE,
    )),
)  # fmt: skip
PAGES = (
    HOME, FORMULARY, ENTRY_STORY, HOLDINGS, HOLDING, SUPPLY_STORY, PURCHASES, PURCHASE_STORY, NEW_PRESCRIPTION,
    DISPENSED, PRESCRIPTION_STORY, REVIEWS, DRAW_STORY, WORKSHEET, REVIEW_STORY,
)  # fmt: skip
