"""The lists of the room: posts in the pool, people in programmes, rural doctors' insurance, pay of a year."""

from tongmai.base.words import Words
from tongmai.model.lists import codes, day_column, institution_column
from tongmai.model.sheet import Column, Sheet

_EDITORS, _APPROVERS = ("planner", "county-officer"), ("planner",)
_CATEGORIES = (
    ("professional", Words("专业技术岗位", "professional and technical")),
    ("management", Words("管理岗位", "management")),
    ("support", Words("工勤技能岗位", "support")),
)
_AREA = Column("area", Words("县市区", "county"), "area", required=True, also=("县市", "县(市)", "县（市）"))
POOL = Sheet(
    id="workforce.pool",
    title=Words("周转池编制", "posts of the pool"),
    view="pool_post",
    columns=(
        Column("name", Words("编制号", "number"), required=True, example="周转-某县-001"),
        institution_column("institution", "来源机构", "given by"),
        _AREA,
        Column("category", Words("岗位类别", "category"), "code", required=True, codes=_CATEGORIES),
        day_column("since", "入池日期", "in the pool from", required=True),
        day_column("until", "出池日期", "in the pool until"),
        Column("basis", Words("文号", "document")),
    ),
    key=("name",),
    editors=_EDITORS,
    approvers=_APPROVERS,
    checks=("term_in_order",),
    about=Words("一行一个编制，来自机构核定而空余的编制；借出与收回在周转池页面办理。",
                "a row a post, out of an institution's approved and vacant ones; lending has its page"),
)  # fmt: skip
TRAINEES = Sheet(
    id="workforce.trainees",
    title=Words("培养与培训", "people in programmes"),
    view="trainee",
    columns=(
        Column("name", Words("姓名", "name"), required=True),
        Column("person", Words("人员编码", "code in the register"), "record", pool="staff", also=("人员",)),
        Column("programme", Words("项目", "programme"), "code", required=True,
               codes=codes(__file__, "programmes", "programme")),
        institution_column("institution", "协议或选送单位", "bound to or sent by"),
        _AREA,
        Column("school", Words("院校或基地", "school or base")),
        day_column("since", "培养起", "trained from", required=True),
        day_column("until", "应结业日期", "to end on", required=True),
        day_column("completed", "结业日期", "completed"),
        day_column("serve_from", "服务期起", "serves from"),
        day_column("serve_until", "服务期止", "serves until"),
        Column("contract", Words("协议编号", "contract"), "identifier"),
        Column("note", Words("备注", "note")),
    ),
    key=("name", "programme", "since"),
    editors=_EDITORS,
    approvers=_APPROVERS,
    checks=("term_in_order", "service_owed"),
    about=Words("定向生、规培、转岗与轮训都在此表", "directed students, residency, transfers and courses"),
)  # fmt: skip
COVERS = Sheet(
    id="workforce.covers",
    title=Words("乡村医生保障", "rural doctors' insurance"),
    view="doctor_cover",
    columns=(
        Column("person", Words("乡村医生", "rural doctor"), "record", required=True, pool="staff",
               also=("姓名", "人员编码")),
        institution_column("institution", "村卫生室", "village room"),
        _AREA,
        Column("kind", Words("险种", "insurance"), "code", required=True, codes=codes(__file__, "covers", "cover")),
        day_column("since", "生效日期", "from", required=True),
        day_column("until", "失效日期", "until"),
        Column("number", Words("参保或保单号", "number"), "identifier"),
        Column("payer", Words("缴费单位", "paid by")),
    ),
    key=("person", "kind", "since"),
    editors=_EDITORS,
    approvers=_APPROVERS,
    checks=("term_in_order",),
    about=Words("以社保和保险系统为准，这里登记参保号和起止日期。", "the insurers' systems stand; numbers kept here"),
)  # fmt: skip
PAY = Sheet(
    id="workforce.pay",
    title=Words("年度薪酬", "pay of a year"),
    view="pay_year",
    columns=(
        institution_column("institution", "机构", "institution"),
        _AREA,
        Column("year", Words("年度", "year"), "integer", required=True, low=2010, high=2050, example="2024"),
        Column("pay", Words("应发薪酬总额（元）", "pay of all staff (yuan)"), "decimal", required=True, low=0,
               also=("工资总额（元）", "薪酬总额（元）"), hint=Words("税前，含绩效", "before tax, all of it")),
        Column("performance", Words("其中绩效（元）", "performance pay in it (yuan)"), "decimal", low=0),
        Column("staff", Words("年平均人数", "staff on average"), "decimal", required=True, low=0,
               hint=Words("各月末人数之和除以 12，最多两位小数", "heads at the months' ends over 12, two decimals")),
        Column("basis", Words("依据", "basis")),
    ),
    key=("institution", "year"),
    editors=(*_EDITORS, "headquarters"),
    approvers=_APPROVERS,
    checks=("pay_fits",),
    about=Words("一行一家机构一个年度，只填合计，不填个人。", "a row an institution and year: sums only, no person"),
)  # fmt: skip
SHEETS = (POOL, TRAINEES, COVERS, PAY)
