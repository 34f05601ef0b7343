"""The pages of residents: find, register, the record over time, one entry of it; the resident's own and who looked."""

from tongmai.base.words import Words
from tongmai.domains.residents.pages.newborn import OWN_NEWBORNS
from tongmai.domains.residents.shapes import pairs as shapes
from tongmai.domains.residents.workflows import (
    ARRIVE,
    CARD,
    CHECK,
    DUPLICATE,
    ISSUE,
    REGISTER,
    REGISTER_WITHOUT,
    SAYS_RIGHT,
    SAYS_WRONG,
    VISIT,
)
from tongmai.domains.residents.workflows import RESIDENT as RESIDENT_PROFILE
from tongmai.engines.pages import acting, layouts, looked, people, records, stories, timeline
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
        (CODED, FOUND), (CODED, FOUND, Shown("effectiveDateTime", Words("时间", "when"), "day"), STATUS),
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
RIGHT = Act(
    "record-right", Words("已核对，内容无误", "Checked: it is right"), CHECK.id, "new_check", roles=("resident",),
    fixed=(("patient", "{patient}"), ("area", "{area}"), ("today", "{today}")), then=SAYS_RIGHT,
    lead=Words("每月核对一次，计入“本人打开档案”的统计；只记日期，不记看了什么。",
               "Once a month; it counts as opened by the owner. The day is kept, not what was read."),
)  # fmt: skip
WRONG = Act(
    "record-wrong", Words("内容有误，要求更正", "Something is wrong"), CHECK.id, "new_check", roles=("resident",),
    fixed=RIGHT.fixed, then=SAYS_WRONG,
    lead=Words("写明哪里有误；建档机构或州档案管理十五日内更正或答复。",
               "Say what is wrong; who registered you, or the keeper of records, answers within fifteen days."),
)  # fmt: skip
MY_RECORD = Page(
    id="my-record",
    title=Words("我的健康档案", "My health record"),
    path="/my-record",
    kind="record",
    menu=1,
    roles=("resident",),
    lead=Words("您在各机构的就诊、检查、签约和转诊；谁看过都有记录。",
               "Your visits, tests, contracts and referrals everywhere; every look at them is kept."),
    catalogue=("J03",),
    blocks=(
        Block("facts", "facts", timeline.person_facts(PERSON, MAYBE),
              ("resident:{patient}", "contracts:{patient}", "names"), Words("基本情况", "Personal data")),
        Block("card", "downloads", acting.ways(
            (Words("我的健康卡", "My health card"), "/my-record/card",
             Words("申领、出示二维码、挂失", "issue it, show the QR, report it lost"))), ()),
        Block("kinds", "chips", timeline.kinds(STRANDS), ("resident:{patient}",)),
        Block("timeline", "table", timeline.entries(STRANDS, NOTHING_YET),
              ("strands:{patient} " + ASKED, "names"), Words("健康记录", "Record over time")),
        Block("written", "timeline", timeline.written, ("written:Patient/{patient}",),
              Words("基本情况由谁填写", "Who wrote the personal data")),
        OWN_NEWBORNS,
        Block("checks", "table", shapes.check_table, ("work:RecordCheck?subject=Patient/{patient}&_sort=-on",),
              Words("本人核对", "Checked by yourself")),
        Block("check", "forms", acting.forms(RIGHT, WRONG), acting.sources(RIGHT, WRONG),
              Words("核对档案", "Check your record")),
    ),
    acts=(RIGHT, WRONG),
)  # fmt: skip
CHECKED = Page(
    id="record-check",
    title=Words("本人核对档案", "Check of the own record"),
    path="/record-checks/{check}",
    kind="story",
    shows="RecordCheck",
    heading="brief:RecordCheck/{check}",
    brief=(Shown("on", Words("日期", "day"), "day"),),
    under="/my-record",
    catalogue=("J03",),
    blocks=layouts.story("RecordCheck/{check}", Words("核对内容", "What was said"), (
        Shown("subject", Words("居民", "resident"), "reference"), Shown("on", Words("日期", "day"), "day"),
        Shown("institution", Words("建档机构", "registered by"), "reference"),
        Shown("text", Words("哪里有误", "what is wrong")), Shown("answer", Words("答复", "answer")),
    )),
)  # fmt: skip
MY_ENTRY = Page(
    id="my-entry",
    title=Words("记录", "Entry"),
    path="/my-record/records/{type}/{entry}",
    kind="record",
    blocks=(
        Block("facts", "facts", timeline.entry_facts(STRANDS),
              ("entry:{patient} {type}/{entry} " + TYPES, "names"), Words("内容", "What it says")),
        Block("begin", "downloads", acting.begun, ("begun:{type}/{entry}",), Words("可以发起", "Begin")),
        Block("written", "timeline", timeline.written, ("written:{type}/{entry}",),
              Words("由谁填写", "Who wrote it")),
    ),
)  # fmt: skip
WHO_LOOKED = Page(
    id="who-looked",
    title=Words("谁看过我的档案", "Who looked at my record"),
    path="/my-record/looked",
    kind="list",
    menu=2,
    roles=("resident",),
    lead=Words("按时间列出：哪个机构、什么岗位、看了什么、为什么、依据哪条规则。",
               "By time: which institution, which post, what, what for, by which rule."),
    blocks=(
        Block("whose", "chips", looked.chips, ()),
        Block("looked", "table", looked.table, ("looked",)),
    ),
)  # fmt: skip

PROPOSE = Act(
    "propose",
    Words("提出", "Propose"),
    DUPLICATE.id,
    "new_pair",
    fields=(
        Field("other", Words("另一份档案", "the other record"), "choice", True,
              choices="namesakes:Patient?of={resident}",
              hint=Words("同名、同生日的居民", "residents of the same name or day of birth")),
    ),
    roles=KEEPERS,
    fixed=(("area", "{area}"), ("today", "{today}")),
    lead=Words("与另一份档案可能是同一人时提出；由能看到两份档案的人核实，可以撤销。",
               "Where another record may be of the same person; whoever may see both decides, and it can be undone."),
)  # fmt: skip
PROPOSING = Page(
    id="proposing-duplicate",
    title=Words("疑似重复", "Possible duplicate"),
    path="/duplicate-of/{resident}",
    kind="form",
    roles=KEEPERS,
    begins="Patient",
    under="/residents",
    lead=Words("同一人有两份档案时，在这里提出。", "Where one person has two records."),
    heading="resident-name:{resident}",
    blocks=(Block("form", "forms", acting.forms(PROPOSE, folded=False), acting.sources(PROPOSE)),),
    acts=(PROPOSE,),
)  # fmt: skip
DUPLICATES = Page(
    id="duplicates",
    title=Words("疑似重复档案", "Possible duplicates"),
    path="/duplicates",
    kind="list",
    menu=1,
    roles=("record-keeper",),
    catalogue=("J03",),
    lead=Words("系统每天比对，经办人也可提出；理由逐条列出，分值只用来排序。",
               "Compared every day, or proposed by a registrar; reasons are listed, weights only order them."),
    blocks=(Block("pairs", "table", shapes.pair_table, ("work:RecordPair?_sort=-weight", "names")),),
)  # fmt: skip
PAIR = Page(
    id="duplicate",
    title=Words("疑似重复档案", "Possible duplicate"),
    path="/duplicates/{pair}",
    kind="story",
    shows="RecordPair",
    heading="brief:RecordPair/{pair}",
    brief=(Shown("first.display", Words("甲", "first")), Shown("second.display", Words("乙", "second"))),
    catalogue=("J03",),
    blocks=(
        Block("path", "path", stories.path, ("item:RecordPair/{pair}",)),
        Block("sides", "table", shapes.pair_sides(COMPARED),
              ("item:RecordPair/{pair}", "records:Patient?_has:RecordPair:record:_id={pair}", "names"),
              Words("逐项比对", "Side by side")),
        Block("facts", "facts", shapes.pair_facts, ("item:RecordPair/{pair}", "names"),
              Words("为什么提出", "Why"), "half"),
        Block("deeds", "forms", shapes.pair_deeds, ("item:RecordPair/{pair}",), Words("办理", "Steps"), "half"),
        Block("story", "timeline", stories.timeline, ("item:RecordPair/{pair}",),
              Words("办理过程", "What happened")),
    ),
)  # fmt: skip

ISSUING = Act(
    "issue-card", Words("发放健康卡", "Issue a health card"), CARD.id, "new_card", roles=REGISTRARS,
    fixed=(("organization", "{organization}"), ("area", "{area}")), then=ISSUE,
    lead=Words("一人一张有效卡；丢失的先挂失，再补发。",
               "One card in force a person; a lost one is reported, then replaced."),
)  # fmt: skip
ASKING = Act(
    "ask-for-card", Words("申领健康卡", "Ask for a health card"), CARD.id, "new_card", roles=("resident",),
    fixed=(("resident", "{patient}"), ("area", "{area}")), then=ISSUE,
    lead=Words("与医保码、身份证等同；丢失后先挂失，再在这里补领。",
               "It equals the insurance code and the identity card; report a lost one, then ask for another here."),
)  # fmt: skip
CARD_OF = Page(
    id="card-of",
    title=Words("电子健康卡", "Health card"),
    path="/card-of/{resident}",
    kind="form",
    roles=REGISTRARS,
    begins="Patient",
    under="/residents",
    heading="resident-name:{resident}",
    lead=Words("发卡、挂失、补发。", "Issue, report lost, replace."),
    catalogue=("J02",),
    blocks=(
        Block("cards", "table", shapes.card_table, ("work:HealthCard?subject=Patient/{resident}",),
              Words("健康卡", "Cards")),
        Block("issue", "forms", acting.forms(ISSUING, folded=False), acting.sources(ISSUING)),
    ),
    acts=(ISSUING,),
)  # fmt: skip
MY_CARDS = "work:HealthCard?subject=Patient/{patient}"
MY_CARD = Page(
    id="my-card",
    title=Words("我的健康卡", "My health card"),
    path="/my-record/card",
    kind="record",
    roles=("resident",),
    lead=Words("就诊时给登记处扫码，或请他们输入二维码下的码。",
               "Let the registrar scan it, or type what stands below it."),
    catalogue=("J02",),
    blocks=(
        Block("code", "code", shapes.card_code,
              ("shown-once:show HealthCard?subject=Patient/{patient}&state=active", MY_CARDS)),
        Block("show", "form", shapes.card_show, (MY_CARDS,)),
        Block("cards", "table", shapes.card_table, (MY_CARDS,), Words("健康卡", "Cards")),
        Block("ask", "forms", acting.forms(ASKING), acting.sources(ASKING)),
    ),
    acts=(ASKING,),
)  # fmt: skip
THE_CARD = Page(
    id="health-card",
    title=Words("电子健康卡", "Health card"),
    path="/health-cards/{card}",
    kind="story",
    shows="HealthCard",
    heading="brief:HealthCard/{card}",
    brief=(Shown("number", Words("卡号", "card")),),
    under="/my-record/card",
    catalogue=("J02",),
    blocks=(
        Block("path", "path", stories.path, ("item:HealthCard/{card}",)),
        Block("facts", "facts", records.item_facts((
            Shown("subject", Words("居民", "resident"), "reference"), Shown("number", Words("卡号", "card")),
            Shown("institution", Words("发卡或建档机构", "issued or registered by"), "reference"),
            Shown("issued", Words("发卡", "issued"), "day"), Shown("lost", Words("挂失", "lost"), "day"),
            Shown("note", Words("如何丢失", "how it was lost")),
        )), ("item:HealthCard/{card}", "names"), Words("健康卡", "Card"), "half"),
        Block("deeds", "forms", shapes.card_deeds, ("item:HealthCard/{card}",), Words("办理", "Steps"), "half"),
        Block("story", "timeline", stories.timeline, ("item:HealthCard/{card}",), Words("办理过程", "What happened")),
    ),
)  # fmt: skip
ARRIVING = Act(
    "arrive", Words("登记就诊", "Register the visit"), VISIT.id, "arrival", roles=REGISTRARS,
    fixed=(("organization", "{organization}"),), then=ARRIVE,
)  # fmt: skip
ARRIVAL = Page(
    id="arrival",
    title=Words("凭证就诊", "Visit by credential"),
    path="/arrivals",
    kind="form",
    roles=REGISTRARS,
    under="/residents",
    lead=Words("健康卡、医保码、身份证等同：出示任一种，都打开同一份档案，直到就诊结束。",
               "Card, insurance code and identity card are equal: each opens the same record until the visit ends."),
    catalogue=("J02",),
    blocks=(Block("form", "forms", acting.forms(ARRIVING, folded=False), acting.sources(ARRIVING)),),
    acts=(ARRIVING,),
)  # fmt: skip
THE_VISIT = Page(
    id="visit",
    title=Words("凭证就诊", "Visit by credential"),
    path="/arrivals/{visit}",
    kind="story",
    shows="Encounter",
    flows=(VISIT.id,),
    heading="brief:Encounter/{visit} residents.visit",
    brief=(Shown("subject", Words("居民", "resident"), "reference"),),
    catalogue=("J02",),
    blocks=layouts.story("Encounter/{visit}", Words("就诊", "Visit"), (
        Shown("subject", Words("居民", "resident"), "reference"),
        Shown("extension(url=urn:tongmai:credential).valueCode", Words("出示凭证", "credential"), "code",
              table="credentials"),
        Shown("period.start", Words("开始", "from"), "time"), Shown("period.end", Words("结束", "to"), "time"),
        Shown("serviceProvider", Words("机构", "institution"), "reference"),
    )),
)  # fmt: skip
