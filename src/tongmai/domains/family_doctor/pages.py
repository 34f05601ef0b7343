"""The pages of contracts and follow-ups: whom to see and by when, one programme with its printed form, contracts and
the services in them, the resident's own contract, the figures of institutions."""

from dataclasses import replace

from tongmai.base.words import Words
from tongmai.domains.family_doctor import shapes
from tongmai.domains.family_doctor.workflows import (
    CONTRACT,
    DIABETES,
    DIABETES_WRITTEN,
    HYPERTENSION,
    HYPERTENSION_WRITTEN,
)
from tongmai.engines.pages import acting, layouts, measured, records
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

PROGRAMMES = "pieces:family_doctor.hypertension,family_doctor.diabetes"
FLOWS = ("family_doctor.hypertension", "family_doctor.diabetes")
DOCTORS = ("clinician",)
WHOSE = Shown("subject.display", Words("居民", "resident"))
WHAT = Shown("code.text", Words("管理项目", "programme"))
KNOWN = (("patient", "record:Patient/{resident}"), ("name", "title:Patient/{resident}"))
PERSON = (
    Shown("name.text", Words("姓名", "name")),
    Shown("gender", Words("性别", "sex"), "code", table="sexes"),
    Shown("birthDate", Words("出生日期", "born"), "day"),
    Shown("extension(url=urn:tongmai:village).valueCode", Words("居住地", "lives in"), "area"),
)
HOME = Page(
    id="follow-ups",
    title=Words("慢性病随访", "Follow-ups"),
    path="/follow-ups",
    kind="board",
    menu=5,
    roles=DOCTORS,
    catalogue=("C08", "C15"),
    live=("Task",),
    lead=Words("谁该随访、哪天到期、谁要转诊；按国家规范排下一次日期。",
               "Whom to see and by when, and who is to be referred; the next date follows the national rule."),
    blocks=(
        Block("standing", "figures", shapes.standing, (PROGRAMMES,)),
        Block("due", "table", shapes.due_list, (PROGRAMMES,), Words("应访名单", "Whom to see")),
        Block("ways", "downloads", acting.ways(
            (Words("我的签约", "Contracts"), "/contracts", Words("待办、临近期满、履约中", "to answer, in force")),
            (Words("查找居民", "Find a resident"), "/residents", Words("从档案开始", "to begin from a record")),
        )),
    ),
)  # fmt: skip
HIGH = Act(
    "hypertension", Words("纳入高血压随访", "Follow up hypertension"), "family_doctor.hypertension", "programme",
    roles=DOCTORS, fetched=KNOWN, then=HYPERTENSION.step("enrol"),
    fixed=(("person", "{resident}"), ("organization", "{organization}"), ("disease", "I10"),
           *HYPERTENSION_WRITTEN),
    lead=Words("35 岁及以上、确诊的原发性高血压。", "From 35 years on, with a confirmed diagnosis."),
)  # fmt: skip
SWEET = Act(
    "diabetes", Words("纳入2型糖尿病随访", "Follow up type 2 diabetes"), "family_doctor.diabetes", "programme",
    roles=DOCTORS, fetched=KNOWN, then=DIABETES.step("enrol"),
    fixed=(("person", "{resident}"), ("organization", "{organization}"), ("disease", "E11"),
           *DIABETES_WRITTEN),
    lead=Words("35 岁及以上、确诊的2型糖尿病。", "From 35 years on, with a confirmed diagnosis."),
)  # fmt: skip
NEW = Page(
    id="new-follow-up",
    title=Words("纳入随访管理", "Begin follow-ups"),
    path="/new-follow-up/{resident}",
    under="/follow-ups",
    kind="form",
    begins="Patient",
    roles=DOCTORS,
    acts=(HIGH, SWEET),
    blocks=(
        Block("who", "facts", records.facts(PERSON, 4), ("record:Patient/{resident}", "names"),
              Words("居民", "Resident")),
        Block("forms", "forms", acting.forms(HIGH, SWEET, opens=1), acting.sources(HIGH, SWEET),
              Words("管理病种", "Disease")),
    ),
)  # fmt: skip
ITEM = "item:ServiceRequest/{programme}"
RECORDS = "records:Observation?based-on=ServiceRequest/{programme}&code=urn:tongmai:follow-up|"
STORY = layouts.story("ServiceRequest/{programme}", Words("随访管理", "The programme"), (
    WHOSE, WHAT,
    Shown("performer", Words("管理机构", "followed by"), "reference"),
    Shown("authoredOn", Words("纳入日期", "since"), "day"),
    Shown("occurrenceDateTime", Words("下次随访", "next follow-up"), "day"),
    Shown("note", Words("最近情况", "lately"), "list"),
))  # fmt: skip
PROGRAMME = Page(
    id="follow-up",
    title=Words("随访管理", "Follow-ups of a resident"),
    path="/follow-ups/{programme}",
    kind="record",
    shows="ServiceRequest",
    flows=FLOWS,
    brief=(WHOSE, WHAT),
    blocks=(
        *STORY[:3],
        Block("papers", "downloads", shapes.papers, (ITEM,), Words("打印与转诊", "Print, refer")),
        Block("visits", "table", shapes.visits, (ITEM, RECORDS), Words("历次随访", "Follow-ups so far")),
        STORY[3],
    ),
)  # fmt: skip
FORM = Page(
    id="follow-up-form",
    title=Words("随访服务记录表", "Follow-up form"),
    path="/follow-ups/{programme}/form",
    kind="print",
    printed="follow_up_form",
    blocks=(Block("sheet", "sheet", shapes.sheet, (ITEM, "of-patient:{programme}", RECORDS, "names")),),
)
CONTRACTS = Page(
    id="contracts",
    title=Words("家庭医生签约", "Family-doctor contracts"),
    path="/contracts",
    kind="list",
    menu=6,
    roles=DOCTORS,
    catalogue=("C05", "C13"),
    live=("Task",),
    lead=Words("申请、签约、履约、续约；服务包应做和已做的服务在每份签约里。",
               "Applied for, signed, fulfilled, renewed; what is due and done stands in each contract."),
    blocks=(Block("contracts", "table", shapes.contract_list, ("pieces:family_doctor.contract",)),),
)  # fmt: skip
GIVEN = (("person", "{resident}"), ("author", "{organization}"))
SIGN_HERE = Act(
    "sign-here", Words("当面签约", "Sign here"), "family_doctor.contract", "contract_draft", roles=DOCTORS,
    fixed=GIVEN, fetched=KNOWN, then=CONTRACT.step("sign-here"),
    lead=Words("居民在场签字；即日起可按服务包登记服务。", "The resident signs now; services are noted from then on."),
)  # fmt: skip
PROPOSE = Act(
    "propose", Words("发起签约，由居民在线确认", "Propose: the resident confirms"), "family_doctor.contract",
    "contract_draft", roles=DOCTORS, fixed=GIVEN, fetched=KNOWN, then=CONTRACT.step("propose"),
)  # fmt: skip
NEW_CONTRACT = Page(
    id="new-contract",
    title=Words("家庭医生签约", "Contract with a family doctor"),
    path="/new-contract/{resident}",
    under="/contracts",
    kind="form",
    begins="Patient",
    roles=DOCTORS,
    acts=(SIGN_HERE, PROPOSE),
    blocks=(
        Block("who", "facts", records.facts(PERSON, 4), ("record:Patient/{resident}", "names"),
              Words("居民", "Resident")),
        Block("forms", "forms", acting.forms(SIGN_HERE, PROPOSE, opens=1), acting.sources(SIGN_HERE, PROPOSE),
              Words("签约", "The contract")),
    ),
)  # fmt: skip
PLAN = "item:CarePlan/{contract}"
UNDER_IT = ("records:Observation?subject:Patient._has:CarePlan:subject:_id={contract}"
            "&code=urn:tongmai:follow-up|")  # fmt: skip
AGREED = layouts.story("CarePlan/{contract}", Words("签约内容", "The contract"), (
    WHOSE,
    Shown("author", Words("签约机构", "with"), "reference"),
    Shown("period", Words("期限", "term"), "period"),
))  # fmt: skip
ONE_CONTRACT = Page(
    id="contract",
    title=Words("签约", "Contract"),
    path="/contracts/{contract}",
    kind="record",
    shows="CarePlan",
    flows=("family_doctor.contract",),
    brief=(WHOSE,),
    blocks=(
        AGREED[0],
        replace(AGREED[1], shape=shapes.with_package(AGREED[1].shape)),
        AGREED[2],
        Block("covered", "table", shapes.covered, (PLAN, UNDER_IT), Words("服务包履约情况", "Services due and done")),
        AGREED[3],
    ),
)  # fmt: skip
APPLY = Act(
    "apply", Words("申请签约", "Apply"), "family_doctor.contract", "contract_draft", roles=("resident",),
    fields=(Field("author", Words("签约机构", "with"), "choice", True,
                  choices="options:Organization?type=township_hospital,community_centre&_sort=_id&village={county}"),),
    fixed=(("person", "{patient}"),), fetched=(("name", "title:Patient/{patient}"),), then=CONTRACT.step("apply"),
    lead=Words("选择机构和服务包；家庭医生七日内答复。", "Choose who and what; the answer comes within seven days."),
)  # fmt: skip
MINE = Page(
    id="my-doctor",
    title=Words("我的家庭医生", "My family doctor"),
    path="/my-doctor",
    kind="list",
    menu=3,
    roles=("resident",),
    acts=(APPLY,),
    catalogue=("C05",),
    lead=Words("在线申请、确认、续约；随访结果和下次日期。",
               "Apply, confirm, renew; what follow-ups found, when the next is."),
    blocks=(
        Block("contracts", "table", shapes.contract_list, ("pieces:family_doctor.contract",),
              Words("我的签约", "My contract")),
        Block("visits", "table", shapes.followed,
              ("records:Observation?subject=Patient/{patient}&code=urn:tongmai:follow-up|",),
              Words("我的随访", "My follow-ups")),
        Block("online", "forms", acting.forms(APPLY), acting.sources(APPLY), Words("在线签约", "Apply here")),
    ),
)  # fmt: skip
FIGURES = Page(
    id="follow-up-figures",
    title=Words("随访管理情况", "Follow-ups in figures"),
    path="/follow-up-figures",
    kind="list",
    menu=9,
    roles=("county-officer", "planner", "headquarters"),
    catalogue=("C15",),
    lead=Words("各机构在管人数和控制达标人数；人数少的不外示。签约覆盖率按县与去年同期比较，见目标进度。",
               "Of each institution; small counts are not given out. Contract coverage by county: see the targets."),
    blocks=(
        Block("measures", "table", measured.listing("/indicators"), (
            "measured:family_doctor.contract_cover,family_doctor.key_group_cover,family_doctor.contract_kept,"
            "family_doctor.first_contact,family_doctor.hypertension_control,family_doctor.diabetes_control,"
            "family_doctor.follow_up_in_time,family_doctor.four_a_year", "areas",
        ), Words("签约与随访指标", "Contracts and follow-ups, measured")),
        Block("figures", "table", shapes.figures,
              ("counted:managed_place managed+controlled,controlled/managed by period,disease", "names"),
              Words("各机构在管与达标", "Of each institution")),
    ),
)  # fmt: skip
PAGES = (HOME, NEW, PROGRAMME, FORM, CONTRACTS, NEW_CONTRACT, ONE_CONTRACT, MINE, FIGURES)
