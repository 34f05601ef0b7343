"""The pages of residents: find, register, the record over time, one entry of it; the resident's own and who looked."""

from tongmai.base.words import Words
from tongmai.domains.residents.workflows import (
    REGISTER,
    REGISTER_WITHOUT,
)
from tongmai.domains.residents.workflows import RESIDENT as RESIDENT_PROFILE
from tongmai.engines.pages import acting, people, timeline
from tongmai.engines.pages.timeline import Strand
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

AT_WORK = ("clinician", "referral-centre", "specialist")
REGISTRARS = ("clinician", "referral-centre")
KEEPERS = ("record-keeper", *REGISTRARS)
SEX = Shown("gender", Words("性别", "sex"), "code", table="sexes")
VILLAGE = Shown("extension(url=urn:tongmai:village).valueCode", Words("居住地", "home"), "area")
PERSON = (
    SEX,
    Shown("birthDate", Words("出生日期", "date of birth"), "day"),
    VILLAGE,
    Shown("extension(url=urn:tongmai:key-group).valueCode", Words("重点人群", "key group"), "code", table="key_groups"),
    Shown("identifier.value", Words("身份证号（或临时编号）", "identity number, or a temporary one")),
    Shown("identifier(system=urn:tongmai:health-card).value", Words("电子健康卡", "health card")),
    Shown("telecom.value", Words("电话", "phone")),
    Shown("managingOrganization", Words("建档机构", "registered by"), "reference"),
)  # fmt: skip
MAYBE = (
    Shown("extension(url=urn:tongmai:no-number).valueCode",
          Words("建档时没有身份证号", "registered without a number"), "code", table="no_number_reasons"),
    Shown("link(type=replaced-by).other", Words("已并入", "closed in favour of"), "reference"),
)  # fmt: skip
COMPARED = (Shown("name.text", Words("姓名", "name")), *PERSON)
CODED = Shown("code.text", Words("项目", "what"))
STATUS = Shown("status", Words("状态", "state"), "code", table="record_states")
FOUND = Shown("", Words("结果", "result"), "measured")
FINDING = Shown("code", Words("项目", "what"), "concept", table="findings")
STRANDS = (
    Strand(
        "Encounter", Words("就诊", "visit"), "patient", "date", ("period.start",),
        (Shown("class.code", Words("方式", "kind"), "code", table="visit_classes"),
         Shown("reasonCode.text", Words("原因", "reason"))),
        (Shown("class.code", Words("方式", "kind"), "code", table="visit_classes"),
         Shown("period.start", Words("开始", "from"), "day"), Shown("period.end", Words("结束", "to"), "day"),
         Shown("serviceProvider", Words("机构", "institution"), "reference"),
         Shown("extension(url=urn:tongmai:credential).valueCode", Words("出示凭证", "credential"), "code",
               table="credentials"), STATUS),
        Shown("serviceProvider", Words("机构", "institution"), "reference"),
    ),
    Strand(
        "Condition", Words("诊断", "diagnosis"), "patient", "recorded-date", ("recordedDate", "onsetDateTime"),
        (CODED,), (CODED, Shown("onsetDateTime", Words("发病", "onset"), "day"),
                   Shown("recordedDate", Words("记录", "recorded"), "day")),
    ),
    Strand(
        "Observation", Words("检查结果", "finding"), "patient", "date", ("effectiveDateTime", "effectivePeriod.start"),
        (FINDING, FOUND), (FINDING, FOUND, Shown("effectiveDateTime", Words("时间", "when"), "day"), STATUS),
    ),
    Strand(
        "DiagnosticReport", Words("报告", "report"), "patient", "issued", ("issued", "effectiveDateTime"),
        (Shown("category.coding(system=urn:tongmai:centre).code", Words("专业", "kind"), "code", table="centres"),
         Shown("code.coding(system=urn:tongmai:examination).code", Words("项目", "examination"), "code",
               table="recognition"), CODED, Shown("conclusion", Words("结论", "conclusion"))),
        (Shown("category.coding(system=urn:tongmai:centre).code", Words("专业", "kind"), "code", table="centres"),
         Shown("code.coding(system=urn:tongmai:examination).code", Words("项目", "examination"), "code",
               table="recognition"),
         Shown("conclusion", Words("结论", "conclusion")), Shown("issued", Words("报告日期", "issued"), "day"),
         Shown("performer.reference", Words("报告机构", "reported by"), "reference"), STATUS),
        Shown("performer.reference", Words("机构", "institution"), "reference"),
    ),
    Strand(
        "ServiceRequest", Words("申请与转诊", "request or referral"), "patient", "authored", ("authoredOn",),
        (CODED, Shown("reasonCode.text", Words("诊断", "diagnosis")), Shown("note.text", Words("说明", "note"))),
        (CODED, Shown("reasonCode.text", Words("诊断", "diagnosis")),
         Shown("requester", Words("申请机构", "asked by"), "reference"),
         Shown("performer.reference", Words("接收机构", "asked of"), "reference"),
         Shown("authoredOn", Words("申请日期", "asked on"), "day"), STATUS),
        Shown("performer.reference", Words("机构", "institution"), "reference"),
    ),
    Strand(
        "CarePlan", Words("签约", "contract"), "patient", "date", ("period.start",),
        (Shown("period", Words("期限", "term"), "period"),),
        (Shown("author", Words("签约机构", "with"), "reference"), Shown("period", Words("期限", "term"), "period"),
         STATUS),
        Shown("author", Words("机构", "institution"), "reference"),
    ),
)  # fmt: skip
ASKED = timeline.asked(STRANDS)
TYPES = ",".join(("Encounter", "Condition", "Observation", "DiagnosticReport", "ServiceRequest", "CarePlan"))
NOTHING_YET = Words("档案中还没有记录。", "The record holds nothing yet.")

REGISTRATION = Act(
    "register",
    Words("登记", "Register"),
    "residents.registration",
    "registration",
    fields=(
        RESIDENT_PROFILE.field("village", "Patient.extension:village.value[x]", kind="pick", choices="villages"),
        RESIDENT_PROFILE.field("key_group", "Patient.extension:key-group.value[x]"),
    ),
    roles=("clinician", "referral-centre"),
    lead=Words("对照身份证填写十八位号码（演示环境只用第五、六位为 99 的虚构号码）；居住村可输拼音首字母。"
               "登记后即可办理。",
               "From the card, with all eighteen places (a demonstration takes invented numbers only, with 99 "
               "as places five and six); the "
               "village by its name or pinyin initials. Then your institution may go on."),
    fixed=(("organization", "{organization}"),),
    fetched=(("demonstration", "demonstration"),),
    then=REGISTER,
)  # fmt: skip
WITHOUT = Act(
    "register-without",
    Words("临时登记", "Register without a number"),
    "residents.registration",
    "registration",
    fields=REGISTRATION.fields,
    roles=REGISTRATION.roles,
    lead=Words("给一个临时编号，马上可以就诊；取得身份证号后在档案里补录，或并入已有档案。",
               "A temporary number is given at once; the identity number is added in the record when it is known, or "
               "the record is closed in favour of the one that bears it."),
    fixed=REGISTRATION.fixed,
    fetched=REGISTRATION.fetched,
    then=REGISTER_WITHOUT,
)  # fmt: skip
WITHOUT_ORDER = ("name", "no_number", "sex", "birth", "village", "phone", "key_group", "another")
FORM_ORDER = ("name", "identity", "sex", "birth", "village", "phone", "key_group", "another")

RESIDENTS = Page(
    id="residents",
    title=Words("查找居民", "Find a resident"),
    path="/residents",
    kind="list",
    menu=1,
    roles=AT_WORK,
    lead=Words("按姓名、拼音、首字母、身份证号或健康卡号；姓名和号码不进网址。",
               "By name, pinyin, initials or number; neither name nor number stands in an address."),
    blocks=(
        Block("find", "form", acting.search((
            Field(people.FIELD, Words("姓名或号码", "name or number"), required=True,
                  hint=Words("两个以上汉字、拼音、首字母、身份证号、健康卡号",
                             "characters, pinyin, initials or a number")),
        )), ()),
        Block("found", "table", people.found(
            (SEX, VILLAGE, Shown("birthDate", Words("出生日期", "born"), "day", phone=False)),
            "/residents/registration"), ("people", "names")),
        Block("new", "notice", people.newcomer("/residents/registration"), ("people",)),
        Block("visits", "downloads", acting.ways(
            (Words("凭证就诊", "Visit by credential"), "/arrivals",
             Words("健康卡、医保码、身份证，三者等同", "health card, insurance code, identity card: all equal"))
            , roles=REGISTRARS), ()),
        Block("duplicates", "downloads", acting.ways(
            (Words("疑似重复档案", "Possible duplicates"), "/duplicates",
             Words("核实、合并、撤销合并", "decide, merge, undo a merger")), roles=KEEPERS), ()),
        Block("newborns", "downloads", acting.ways(
            (Words("新生儿证件联办", "Newborn certificates"), "/newborns",
             Words("一次申请，五项分办", "one application, five parts")), roles=KEEPERS), ()),
    ),
)  # fmt: skip
REGISTERING = Page(
    id="registering",
    title=Words("登记居民", "Register a resident"),
    path="/residents/registration",
    kind="form",
    blocks=(
        Block("form", "forms", people.registration(REGISTRATION, FORM_ORDER, "another"),
              acting.sources(REGISTRATION)),
        Block("without", "downloads", acting.ways((
            Words("没有身份证号", "No identity number"), "/residents/registration/without-number",
            Words("新生儿、证件遗失等：先用临时编号登记", "a newborn, a document lost: a temporary number first"),
        )), ()),
    ),
    acts=(REGISTRATION,),
)  # fmt: skip
REGISTERING_WITHOUT = Page(
    id="registering-without",
    title=Words("无身份证号登记", "Register without an identity number"),
    path="/residents/registration/without-number",
    kind="form",
    blocks=(
        Block("form", "forms", people.registration(WITHOUT, WITHOUT_ORDER, "another"), acting.sources(WITHOUT)),
    ),
    acts=(WITHOUT,),
)  # fmt: skip


RESIDENT = Page(
    id="resident",
    title=Words("居民档案", "Record of a resident"),
    path="/residents/{resident}",
    kind="record",
    shows="Patient",
    heading="resident-name:{resident}",
    brief=(Shown("name.text", Words("姓名", "name")),),
    blocks=(
        Block("facts", "facts", timeline.person_facts(PERSON, MAYBE),
              ("resident:{resident}", "contracts:{resident}", "names"), Words("基本情况", "Personal data")),
        Block("begin", "downloads", acting.begun, ("begun:Patient/{resident}",), Words("可以发起", "Begin")),
        Block("kinds", "chips", timeline.kinds(STRANDS), ("resident:{resident}",)),
        Block("timeline", "table", timeline.entries(STRANDS, NOTHING_YET),
              ("strands:{resident} " + ASKED, "names"), Words("健康记录", "Record over time")),
        Block("written", "timeline", timeline.written, ("written:Patient/{resident}",),
              Words("基本情况由谁填写", "Who wrote the personal data")),
        Block("steps", "forms", timeline.further_steps, ("steps:Patient/{resident}",), Words("办理", "Steps")),
    ),
)  # fmt: skip
ENTRY = Page(
    id="entry",
    title=Words("记录", "Entry"),
    path="/residents/{resident}/records/{type}/{entry}",
    kind="record",
    blocks=(
        Block("facts", "facts", timeline.entry_facts(STRANDS),
              ("entry:{resident} {type}/{entry} " + TYPES, "names"), Words("内容", "What it says")),
        Block("work", "notice", timeline.goes_on, ("steps:{type}/{entry}",)),
        Block("written", "timeline", timeline.written, ("written:{type}/{entry}",),
              Words("由谁填写", "Who wrote it")),
    ),
)  # fmt: skip
