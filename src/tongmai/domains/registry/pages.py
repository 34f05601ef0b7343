"""The pages of the registry: institutions, what one institution is and carries, certificates."""

from tongmai.base.words import Words
from tongmai.domains.registry import shapes
from tongmai.engines.pages import acting, carried, layouts, records, stories
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

KIND = "type.coding(system=urn:tongmai:kind).code"
FAMILIES = "families,unifications,specialties,certified_items"  # what a certificate may be narrowed to
EXTENSION = "extension(url=urn:tongmai:{}).valueCode"
CLAIM = Act(
    "claim",
    Words("申报资质", "Claim a certificate"),
    "registry.certificate",
    "certificate",
    fields=(
        Field("standard", Words("标准", "standard"), "choice", True, choices="coded:standards"),
        Field("family", Words("类型", "family"), "choice", choices=f"coded:{FAMILIES}"),
        Field("grade", Words("等级或数量", "grade or number"), "integer", low="0", high="1000"),
        Field("evidence", Words("佐证材料(编号或名称)", "evidence"), "text", True),
    ),
    roles=("headquarters", "clinician", "county-officer", "planner"),
    lead=Words("申报后由上一级评审，地市级认定；到期自动失效。",
               "Reviewed by the tier above, certified at the prefecture level, expires in time."),
    fixed=(("holder", "{institution}"), ("area", "{institution.area}"), ("claimed", "{today}")),
)  # fmt: skip
CERTIFICATE_COLUMNS = (
    Shown("standard", Words("标准", "standard"), "record", table="standards", wide=True),
    Shown("holder", Words("机构", "institution"), "reference"),
    Shown("family", Words("类型", "family"), "code", table=FAMILIES, phone=False),
    Shown("grade", Words("等级", "grade"), "number", phone=False),
    Shown("claimed", Words("申报", "claimed"), "day", phone=False),
    Shown("period", Words("有效期", "valid"), "period"),
    Shown("state", Words("状态", "state"), "state"),
)
OWN_CERTIFICATES = tuple(one for one in CERTIFICATE_COLUMNS if one.path != "holder")

INSTITUTIONS = Page(
    id="institutions",
    title=Words("机构名录", "Institutions"),
    path="/institutions",
    kind="list",
    menu=5,
    lead=Words("各级各类机构，公立与社会办同列；按名称、拼音首字母查找。",
               "Institutions of every kind, public and private; search by name, pinyin or initials."),
    catalogue=("E10", "I10", "I11"),
    blocks=(
        Block("find", "form", acting.search((
            Field("name", Words("机构名称", "name"), hint=Words("汉字、拼音、首字母", "characters or pinyin")),
        )), ()),
        Block("downloads", "downloads", acting.links(
            (Words("导出名录", "Export the list"), "/imports/template/registry.institutions",
             Words("可修改后再导入", "to be edited and sent back")),
        )),
        Block("filters", "chips", records.narrowing((("kind", Words("类别", "kind"), "kinds"),),
              ("county", Words("县市区", "county"))), ("names", "areas")),
        Block("institutions", "table", records.table((
            Shown("name", Words("机构名称", "name"), "record", prefix="/institutions", wide=True),
            Shown(KIND, Words("类别", "kind"), "code", table="kinds"),
            Shown(EXTENSION.format("tier"), Words("层级", "tier"), "code", table="tiers"),
            Shown(EXTENSION.format("ownership"), Words("举办主体", "owner"), "code", table="ownerships"),
            Shown("partOf", Words("上级机构", "belongs to"), "reference", phone=False),
            Shown(EXTENSION.format("status"), Words("核实", "status"), "code", table="statuses", phone=False),
        ), Words("没有找到。换一个名称，或去掉筛选。", "Nothing found. Try another name or take a filter away.")),
            ("search:Organization?type={?kind}&village={?county.prefix}&name={!name}&_total=accurate", "names")),
    ),
)  # fmt: skip
HERE = "Organization/{institution}"
INSTITUTION = Page(
    id="institution",
    title=Words("机构一页纸", "Institution"),
    path="/institutions/{institution}",
    kind="record",
    shows="Organization",
    heading="title:Organization/{institution}",
    brief=(Shown("name", Words("名称", "name")),),
    blocks=(
        Block("burden", "figures", carried.burden,
              ("carried:target " + HERE, "work:ReportedValue?institution=" + HERE)),
        Block("facts", "facts", records.facts((
            Shown(KIND, Words("类别", "kind"), "code", table="kinds"),
            Shown(EXTENSION.format("tier"), Words("层级", "tier"), "code", table="tiers"),
            Shown(EXTENSION.format("ownership"), Words("举办主体", "owner"), "code", table="ownerships"),
            Shown(EXTENSION.format("level"), Words("医院等级", "grade"), "code", table="hospital_grades"),
            Shown(EXTENSION.format("village"), Words("所在地", "place"), "area"),
            Shown("partOf", Words("上级机构", "belongs to"), "reference"),
            Shown("identifier(system=urn:tongmai:institution-code).value", Words("机构代码", "code")),
            Shown("identifier(system=urn:tongmai:licence).value", Words("执业许可证", "licence")),
            Shown("identifier(system=urn:tongmai:licence).period", Words("许可有效期", "licence valid"), "period"),
            Shown("extension(url=urn:tongmai:period).valuePeriod", Words("设立", "since"), "period"),
            Shown("active", Words("是否开业", "open"), "yes_no"),
            Shown(EXTENSION.format("status"), Words("核实情况", "status"), "code", table="statuses"),
        ), 3), ("record:" + HERE, "names"), Words("基本情况", "Facts")),
        Block("carried", "table", carried.table,
              ("carried:target " + HERE, "work:ReportedValue?institution=" + HERE),
              Words("承担的目标与填报", "Targets carried, and what was reported")),
        Block("staff", "figures", records.tally(
            "code.coding(system=urn:tongmai:post).code", "posts", Words("人次", "posts held")),
            ("records:PractitionerRole?organization=" + HERE, "names"), Words("在岗人员", "Staff"), "half"),
        Block("wards", "table", records.list_table((
            Shown("name", Words("病区", "ward"), wide=True),
            Shown("extension(url=urn:tongmai:beds).valueInteger", Words("床位", "beds"), "number"),
        ), Words("没有登记病区。", "No ward is on record.")),
            ("records:Location?organization=" + HERE, "names"), Words("床位", "Beds"), "half"),
        Block("certificates", "table", records.item_table(
            OWN_CERTIFICATES, Words("没有资质记录。", "No certificate is on record.")),
            ("work:Certificate?holder=" + HERE, "names"), Words("资质", "Certificates")),
        Block("acts", "forms", acting.forms(CLAIM), acting.sources(CLAIM), Words("办理", "What you can do")),
        Block("services", "figures", records.tally(
            "category.coding(system=urn:tongmai:service).code", "service_categories", Words("项", "services"),
            "extension(url=urn:tongmai:period).valuePeriod.start", "extension(url=urn:tongmai:period).valuePeriod.end"),
            ("records:HealthcareService?organization=" + HERE, "names"), Words("开展的服务", "Services"), "half"),
        Block("equipment", "figures", records.tally(
            "type.coding(system=urn:tongmai:equipment).code", "equipment_kinds", Words("台", "devices"),
            "extension(url=urn:tongmai:period).valuePeriod.start", "extension(url=urn:tongmai:period).valuePeriod.end"),
            ("records:Device?organization=" + HERE, "names"), Words("设备", "Equipment"), "half"),
        Block("imported", "timeline", stories.imported, ("imported:" + HERE,), Words("数据来源", "Where it came from")),
    ),
    acts=(CLAIM,),
)  # fmt: skip
CERTIFICATES = Page(
    id="certificates",
    title=Words("资质认定", "Certificates"),
    path="/certificates",
    kind="list",
    menu=6,
    roles=("planner", "county-officer", "headquarters", "clinician"),
    lead=Words("申报、评审、认定、到期，逐步留痕。", "Claimed, reviewed, certified, expired; every step is kept."),
    catalogue=("E07", "E11", "J06", "C12"),
    blocks=(
        Block("filters", "chips", records.narrowing(
            (("state", Words("状态", "state"), "certificate_states"),
             ("standard", Words("标准", "standard"), "standards")),
            ("county", Words("县市区", "county"))), ("names", "areas")),
        Block("certificates", "table", records.table((
            Shown("standard", Words("标准", "standard"), "record", table="standards", prefix="/certificates",
                  wide=True),
            Shown("holder", Words("机构", "institution"), "reference"),
            Shown("family", Words("类型", "family"), "code", table=FAMILIES, phone=False),
            Shown("grade", Words("等级", "grade"), "number", phone=False),
            Shown("claimed", Words("申报", "claimed"), "day", phone=False),
            Shown("period", Words("有效期", "valid"), "period"),
            Shown("state", Words("状态", "state"), "code", table="certificate_states"),
        ), Words("没有符合条件的资质。去掉一个筛选；新的在机构页面“办理”里申报。",
                 "No certificate meets this. Take a filter away; a new one is claimed on the institution's page.")),
            ("search:Certificate?state={?state}&standard={?standard}&area={?county.prefix}&_total=accurate", "names")),
    ),
)  # fmt: skip
CERTIFICATE = Page(
    id="certificate",
    title=Words("资质", "Certificate"),
    path="/certificates/{certificate}",
    kind="story",
    shows="Certificate",
    heading="brief:Certificate/{certificate}",
    brief=(
        Shown("holder", Words("机构", "institution"), "reference"),
        Shown("standard", Words("标准", "standard"), "code", table="standards"),
    ),
    blocks=layouts.story("Certificate/{certificate}", Words("内容", "The certificate"), (
        Shown("holder", Words("机构", "institution"), "reference"),
        Shown("standard", Words("标准", "standard"), "code", table="standards"),
        Shown("family", Words("类型", "family"), "code", table=FAMILIES),
        Shown("grade", Words("等级", "grade"), "number"),
        Shown("claimed", Words("申报日期", "claimed"), "day"),
        Shown("number", Words("文号", "number")),
        Shown("period", Words("有效期", "valid"), "period"),
        Shown("issuer", Words("认定单位", "issuer")),
        Shown("evidence", Words("佐证材料", "evidence"), "list"),
        Shown("note", Words("意见", "opinion")),
    )),
)  # fmt: skip

BOUNDARY = Page(
    id="boundary",
    title=Words("边界", "Boundary"),
    path="/boundary",
    kind="list",
    menu=8,
    lead=Words("每种记录的法定系统是哪一个，本平台保存它的哪些编号、时间和回执。",
               "Which statutory system each record lives in, and which number, time and receipt of it are kept here."),
    blocks=(
        Block("kept", "figures", shapes.kept),
        Block("systems", "table", shapes.systems, (), Words("记录与法定系统", "Records and statutory systems")),
    ),
)  # fmt: skip

PAGES = (INSTITUTIONS, INSTITUTION, CERTIFICATES, CERTIFICATE, BOUNDARY)
