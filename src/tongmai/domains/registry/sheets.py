"""The Excel lists of the registry: the door for a region's own lists."""

from tongmai.base.words import Words
from tongmai.model.lists import codes, day_column, in_use_column, institution_column
from tongmai.model.sheet import Column, Sheet

_KEEPERS = ("county-officer", "planner")
_APPROVERS = ("planner",)
_LEVELS = codes(__file__, "hospital_grades", "grade")
_STATUSES = (
    ("verified", Words("已核实", "verified")),
    ("unverified", Words("未核实", "unverified")),
    ("assumed", Words("推定", "assumed")),
)
_GENDERS = (
    ("male", Words("男", "male")),
    ("female", Words("女", "female")),
    ("other", Words("其他", "other")),
    ("unknown", Words("未知", "unknown")),
)
_IN_BOTH = ("intensive",)  # a centre and a specialty of one code: the centre's word stands
_CERTIFICATE_FAMILIES = (
    *codes(__file__, "families", "family"),
    *codes(__file__, "unifications", "domain"),
    *((code, words) for code, words in codes(__file__, "specialties", "specialty") if code not in _IN_BOTH),
    *codes(__file__, "certified_items", "certified_item"),
)

INSTITUTIONS = Sheet(
    id="registry.institutions",
    title=Words("机构名录", "institutions"),
    view="institution",
    columns=(
        Column("code", Words("机构代码", "code"), "identifier", required=True, also=("组织机构代码", "编码")),
        Column("name", Words("机构名称", "name"), required=True, also=("名称", "单位名称", "机构全称")),
        Column(
            "kind",
            Words("类别", "kind"),
            "code",
            required=True,
            codes=codes(__file__, "kinds", "kind"),
            also=("机构类别",),
        ),
        Column("tier", Words("层级", "tier"), "code", required=True, codes=codes(__file__, "tiers", "tier")),
        Column(
            "ownership",
            Words("举办主体", "owner kind"),
            "code",
            required=True,
            codes=codes(__file__, "ownerships", "ownership"),
        ),
        Column("village", Words("所在村（社区）", "place"), "area", required=True, also=("所在地", "区划代码")),
        Column("level", Words("医院等级", "hospital grade"), "code", codes=_LEVELS),
        Column(
            "family", Words("中心类型", "family of the centre"), "code", codes=codes(__file__, "families", "family")
        ),
        Column(
            "designation", Words("定位", "designation"), "code", codes=codes(__file__, "designations", "designation")
        ),
        institution_column("owner", "上级机构", "belongs to", required=False),
        Column("active", Words("是否开业", "open"), "yes_no", required=True),
        day_column("from_day", "设立日期", "from"),
        day_column("to_day", "撤销日期", "to"),
        Column("licence", Words("执业许可证号", "licence"), "identifier"),
        day_column("licence_from", "许可证有效期起", "licence from"),
        day_column("licence_to", "许可证有效期止", "licence to"),
        Column("status", Words("核实情况", "status"), "code", required=True, codes=_STATUSES),
    ),
    key=("code",),
    editors=_KEEPERS,
    approvers=_APPROVERS,
    checks=("village_code", "tier_fits_kind", "period_in_order", "licence_in_order"),
    about=Words("一行一个机构，每年至少核对一次", "a row an institution, checked once a year at least"),
)

STAFF = Sheet(
    id="registry.staff",
    title=Words("卫生人员", "staff"),
    view="staff",
    columns=(
        Column("code", Words("人员编码", "code"), "identifier", required=True, also=("工号", "人员编号")),
        Column("name", Words("姓名", "name"), required=True),
        Column("gender", Words("性别", "gender"), "code", codes=_GENDERS),
        Column(
            "licence_kind",
            Words("执业类别", "kind of licence"),
            "code",
            codes=codes(__file__, "licence_kinds", "licence"),
        ),
        Column("licence", Words("执业证书号", "licence"), "identifier", also=("执业证号",)),
        day_column("licence_from", "执业起始日期", "licence from"),
        day_column("licence_to", "执业截止日期", "licence to"),
        day_column("emergency_from", "应急培训合格起", "emergency training from"),
        day_column("emergency_to", "应急培训合格止", "emergency training to"),
        Column("active", Words("是否在职", "at work"), "yes_no", required=True),
    ),
    key=("code",),
    editors=_KEEPERS,
    approvers=_APPROVERS,
    checks=("licence_in_order",),
    about=Words("一行一人；不填身份证号", "a row a person; no identity numbers"),
)

POSTS_HELD = Sheet(
    id="registry.posts_held",
    title=Words("任职与值守", "posts held and rosters"),
    view="post_held",
    columns=(
        Column("person", Words("人员", "person"), "record", required=True, pool="staff", also=("姓名", "人员编码")),
        institution_column(),
        Column("post", Words("岗位", "post"), "code", required=True, codes=codes(__file__, "posts", "post")),
        day_column("from_day", "起始日期", "from", required=True),
        day_column("to_day", "截止日期", "to"),
        Column("batch", Words("入选批次", "batch"), "identifier", example="2025-1"),
        Column("specialty", Words("专业", "specialty"), "code", codes=codes(__file__, "specialties", "specialty")),
        Column("tenure", Words("用编方式", "on which post"), "code", codes=codes(__file__, "tenures", "tenure")),
        Column("active", Words("是否有效", "in force"), "yes_no", required=True),
    ),
    key=("person", "institution", "post", "from_day"),
    editors=_KEEPERS,
    approvers=_APPROVERS,
    checks=("period_in_order",),
    about=Words("急救站值守、应急队伍也在此表", "rosters of emergency stations and teams stand here too"),
)

POSTS = Sheet(
    id="registry.posts",
    title=Words("编制核定", "approved posts"),
    view="post",
    columns=(
        institution_column(),
        Column(
            "category",
            Words("岗位类别", "category"),
            "code",
            required=True,
            codes=codes(__file__, "post_categories", "category"),
        ),
        Column("approved", Words("核定数", "approved"), "integer", required=True, low=0, high=20000, unit="名"),
        day_column("from_day", "核定日期", "from", required=True),
        day_column("to_day", "失效日期", "to"),
        Column("basis", Words("核定文号", "basis")),
    ),
    key=("institution", "category", "from_day"),
    editors=_KEEPERS,
    approvers=_APPROVERS,
    checks=("period_in_order",),
)

BEDS = Sheet(
    id="registry.beds",
    title=Words("床位", "beds"),
    view="ward",
    columns=(
        institution_column(),
        Column("name", Words("病区", "ward"), required=True),
        Column("beds", Words("床位数", "beds"), "integer", required=True, low=0, high=5000, unit="张"),
        day_column("from_day", "启用日期", "from"),
        day_column("to_day", "停用日期", "to"),
        in_use_column(),
    ),
    key=("institution", "name"),
    editors=_KEEPERS,
    approvers=_APPROVERS,
    checks=("period_in_order",),
)

EQUIPMENT = Sheet(
    id="registry.equipment",
    title=Words("设备", "equipment"),
    view="equipment",
    columns=(
        institution_column(),
        Column("name", Words("设备名称", "name"), required=True),
        Column(
            "kind", Words("设备类别", "kind"), "code", required=True, codes=codes(__file__, "equipment_kinds", "kind")
        ),
        Column("maker", Words("生产厂商", "maker")),
        Column("origin", Words("产地", "origin"), "code", codes=codes(__file__, "origins", "origin")),
        day_column("from_day", "启用日期", "from"),
        day_column("to_day", "报废日期", "to"),
        in_use_column(),
    ),
    key=("institution", "kind", "name"),
    editors=_KEEPERS,
    approvers=_APPROVERS,
    checks=("period_in_order",),
)

SERVICES = Sheet(
    id="registry.services",
    title=Words("服务项目", "services"),
    view="service",
    columns=(
        institution_column(),
        Column(
            "category",
            Words("服务类别", "category"),
            "code",
            required=True,
            codes=codes(__file__, "service_categories", "category"),
        ),
        Column("item", Words("技术项目", "item"), "code", codes=codes(__file__, "techniques", "technique")),
        Column("class", Words("技术类别", "class"), "code", codes=codes(__file__, "technique_classes", "class")),
        day_column("from_day", "开展日期", "from"),
        day_column("to_day", "停止日期", "to"),
        Column("active", Words("是否开展", "offered"), "yes_no", required=True),
    ),
    key=("institution", "category", "item"),
    editors=_KEEPERS,
    approvers=_APPROVERS,
    checks=("period_in_order",),
)

CERTIFICATES = Sheet(
    id="registry.certificates",
    title=Words("资质认定", "certificates"),
    view="certificate",
    columns=(
        institution_column("holder", "机构", "holder"),
        Column("area", Words("所在村（社区）", "place"), "area", required=True),
        Column(
            "standard", Words("标准", "standard"), "code", required=True, codes=codes(__file__, "standards", "standard")
        ),
        Column("grade", Words("等级或数量", "grade"), "integer", low=0, high=1000),
        Column("family", Words("类型", "family"), "code", codes=_CERTIFICATE_FAMILIES),
        Column(
            "state", Words("状态", "state"), "code", required=True, codes=codes(__file__, "certificate_states", "state")
        ),
        day_column("claimed", "申报日期", "claimed"),
        day_column("from_day", "有效期起", "from"),
        day_column("to_day", "有效期止", "to"),
        Column("number", Words("文号", "number"), "identifier"),
        Column("issuer", Words("认定单位", "issuer")),
        Column("evidence", Words("佐证", "evidence")),
        Column("note", Words("备注", "note")),
    ),
    key=("holder", "standard", "family", "claimed"),
    editors=_KEEPERS,
    approvers=_APPROVERS,
    checks=("period_in_order", "certificate_complete", "grade_in_range"),
    fixed=("state",),
    about=Words(
        "新申报请走资质认定流程；此表用于一次性导入",
        "new claims go through the workflow; this list is for a first import",
    ),
)

SHEETS = (INSTITUTIONS, STAFF, POSTS_HELD, POSTS, BEDS, EQUIPMENT, SERVICES, CERTIFICATES)
