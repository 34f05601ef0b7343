"""The lists of the room: the rota of key departments, places of treatment, plans."""

from tongmai.base.words import Words
from tongmai.model.lists import code_column, codes, day_column, institution_column
from tongmai.model.sheet import Column, Sheet

OFFICES = ("county-officer", "planner")
ROTA = Sheet(
    id="emergency.rota",
    title=Words("重点科室值班表", "rota of key departments"),
    view="duty_shift",
    columns=(
        institution_column(),
        Column("department", Words("科室", "department"), "code", required=True,
               codes=codes(__file__, "duty_departments", "department")),
        day_column("day", "值班日期", "day", required=True),
        Column("person", Words("值班人", "who"), "record", required=True, pool="staff"),
        Column("telephone", Words("值班电话", "telephone"), longest=30, example="0994-4820000"),
        Column("area", Words("所在地", "where"), "area", required=True, also=("县市区", "县市")),
    ),
    key=("institution", "department", "day", "person"),
    editors=("duty-office", *OFFICES),
    approvers=("duty-office", *OFFICES),
    checks=("duty_shift_fits",),
    about=Words("一行一个科室一天（24 小时）；没有排到的日子由系统提前两周开出缺口。",
                "a row a department and a day of 24 hours; a day that is left out becomes a gap two weeks before"),
)  # fmt: skip
PLACES = Sheet(
    id="emergency.places",
    title=Words("应急救治机构", "places of emergency treatment"),
    view="emergency_place",
    columns=(
        institution_column(),
        code_column(__file__, "kind", Words("类别", "kind"), "place_kinds", "kind", required=True),
        code_column(__file__, "department", Words("值班科室", "key department"), "duty_departments", "department"),
        Column("patients", Words("集中患者", "patients concentrated"), "yes_no"),
        Column("experts", Words("集中专家", "experts concentrated"), "yes_no"),
        Column("resources", Words("集中资源", "resources concentrated"), "yes_no"),
        Column("treatment", Words("集中救治", "treatment concentrated"), "yes_no"),
        Column("beds", Words("床位", "beds"), "integer", low=0),
        Column("pressure_rooms", Words("负压病室", "negative-pressure rooms"), "integer", low=0),
        Column("note", Words("说明", "note"), longest=200),
        day_column("from_day", "启用日期", "from", required=True),
        day_column("to_day", "停用日期", "to"),
    ),
    key=("institution", "kind", "department"),
    editors=OFFICES,
    approvers=OFFICES,
    checks=("place_fits",),
    about=Words("发热门诊、定点医院（“四集中”）、中医疫病防治基地、24小时值班的重点科室。",
                "fever clinics, designated hospitals with the four concentrations, the base of Chinese medicine, "
                "key departments with duty round the clock"),
)  # fmt: skip
PLANS = Sheet(
    id="emergency.plans",
    title=Words("应急预案", "emergency plans"),
    view="contingency_plan",
    columns=(
        Column("title", Words("预案名称", "title"), required=True, longest=100),
        Column("number", Words("文号", "number"), "identifier", required=True, example="卫应急〔2024〕3号"),
        Column("publisher", Words("印发单位", "issued by"), required=True, longest=60),
        Column("area", Words("适用地区", "area"), "area", required=True, also=("县市区", "县市")),
        day_column("issued", "印发日期", "issued", required=True),
        day_column("reviewed", "上次复审", "reviewed"),
        day_column("review", "应复审日期", "to be reviewed by", required=True),
    ),
    key=("number",),
    editors=OFFICES,
    approvers=OFFICES,
    checks=("plan_dates_fit",),
    about=Words("一行一件预案；到期未复审的显示在预案页。", "a row a plan; what is past its review stands out"),
)  # fmt: skip
SHEETS = (ROTA, PLACES, PLANS)
