"""The lists of the room: front pages, stays outside the region, the grouping they are judged by."""

from tongmai.base.words import Words
from tongmai.model.lists import code_column, codes, day_column, institution_column, money_column
from tongmai.model.sheet import Column, Sheet

ICD10 = r"[A-Z]\d{2}(\.[0-9A-Za-z]{1,4})?([+*†])?"
SEVERAL = rf"{ICD10}(;{ICD10})*"
OPERATION = r"\d{2}(\.\d{1,4}[0-9A-Za-z]*)?"
OPERATIONS = rf"{OPERATION}(;{OPERATION})*"
_DIAGNOSES = Words("ICD-10 编码，多个用分号隔开", "codes of ICD-10, separated by semicolons")
_STATUSES = (
    ("verified", Words("已核实", "verified")),
    ("unverified", Words("未核实", "unverified")),
    ("assumed", Words("推定", "assumed")),
)
_COSTS = (
    ("services", "综合服务费", "general services"),
    ("diagnostics", "诊断费", "tests and imaging"),
    ("treatment", "治疗费", "treatment"),
    ("rehabilitation", "康复费", "rehabilitation"),
    ("tcm_treatment", "中医治疗费", "Chinese-medicine treatment"),
    ("western_drugs", "西药费", "western drugs"),
    ("tcm_drugs", "中药费", "Chinese drugs"),
    ("blood", "血液和血制品费", "blood"),
    ("consumables", "耗材费", "consumables"),
    ("other_cost", "其他费", "other cost"),
)


FRONT_PAGES = Sheet(
    id="quality.front_pages",
    title=Words("住院病案首页", "front pages"),
    view="front_page",
    columns=(
        institution_column("institution", "医疗机构", "hospital"),
        Column("number", Words("病案号", "number of the record"), "identifier", required=True, example="20250001"),
        Column("stay", Words("住院次数", "which stay"), "integer", required=True, low=1, high=999,
               also=("第几次住院",)),
        code_column(__file__, "sex", Words("性别", "sex"), "front_sexes", "front_sex", required=True),
        Column("age", Words("年龄", "age"), "integer", required=True, low=0, high=130, unit="岁"),
        Column("home", Words("现住址县市区", "lives in"), "area", required=True,
               also=("现住址", "现住址县市", "居住县市区", "居住县市")),
        code_column(__file__, "route", Words("入院途径", "way in"), "front_routes", "route"),
        Column("admitted", Words("入院日期", "admitted"), "day", required=True, low=2015, high=2035,
               example="2025-06-30", past=True, also=("入院时间",)),
        Column("discharged", Words("出院日期", "discharged"), "day", required=True, low=2015, high=2035,
               example="2025-06-30", past=True, also=("出院时间",)),
        code_column(__file__, "leaving", Words("离院方式", "way out"), "front_leavings", "leaving", required=True),
        Column("main", Words("主要诊断编码", "main diagnosis"), "identifier", pattern=ICD10,
               hint=Words("ICD-10 编码，如 I21.0", "ICD-10, such as I21.0"),
             required=True, also=("主要诊断", "出院主要诊断编码")),
        Column("other", Words("其他诊断编码（入院时有）", "other diagnoses on admission"), "identifier",
               pattern=SEVERAL, hint=_DIAGNOSES,
             also=("其他诊断编码",)),
        Column("arisen", Words("住院期间新发诊断编码", "diagnoses that arose"), "identifier", pattern=SEVERAL,
               hint=_DIAGNOSES),
        Column("operation", Words("主要手术编码", "main operation"), "identifier", pattern=OPERATION,
               hint=Words("ICD-9-CM-3 编码，如 51.23", "ICD-9-CM-3, such as 51.23")),
        Column("operated", Words("手术日期", "operated on"), "day", low=2015, high=2035, example="2025-06-30"),
        code_column(__file__, "level", Words("手术级别", "level of the operation"), "operation_levels",
                    "operation_level"),
        code_column(__file__, "timing", Words("择期或急诊手术", "elective or emergency"), "operation_timings",
                    "timing"),
        Column("minimally_invasive", Words("是否微创", "minimally invasive"), "yes_no"),
        Column("day_surgery", Words("是否日间手术", "day surgery"), "yes_no"),
        code_column(__file__, "incision", Words("切口类别", "incision"), "incisions", "incision"),
        code_column(__file__, "healing", Words("切口愈合", "healing"), "healings", "healing"),
        Column("other_operations", Words("其他手术编码", "other operations"), "identifier", pattern=OPERATIONS,
               hint=Words("ICD-9-CM-3 编码，多个用分号隔开", "codes of ICD-9-CM-3, separated by semicolons"),
               also=("其他手术操作编码",)),
        Column("other_levels", Words("其他手术级别", "levels of the other operations"), "identifier",
               pattern=r"[1-4](;[1-4])*",
               hint=Words("1 至 4，与其他手术编码同序，用分号隔开",
                          "1 to 4 in the order of the other operations, separated by semicolons"),
               example="3;2"),
        Column("other_minimally_invasive", Words("其他手术有无微创", "a minimally invasive one among the others"),
               "yes_no"),
        code_column(__file__, "pathway", Words("临床路径", "clinical pathway"), "pathways", "pathway"),
        money_column("total", Words("总费用", "cost in all"), required=True),
        *(money_column(name, Words(zh, en)) for name, zh, en in _COSTS),
    ),
    key=("institution", "number", "stay"),
    editors=("record-room", "planner"),
    approvers=("quality-office", "planner"),
    checks=("front_page_fits",),
    about=Words("一行一次出院，不含姓名和证件号；编码和费用以医院病案系统为准。",
                "a row a discharge, without name or number of the person; the hospital's system stands"),
)  # fmt: skip
OUTSIDE_STAYS = Sheet(
    id="quality.outside_stays",
    title=Words("异地住院结算", "stays outside the region"),
    view="outside_stay",
    columns=(
        Column("number", Words("结算单号", "number of the settlement"), "identifier", required=True),
        Column("home", Words("参保县市区", "insured in"), "area", required=True, also=("参保县市",)),
        code_column(__file__, "place", Words("就医地", "where"), "outside_places", "outside_place", required=True),
        Column("main", Words("主要诊断编码", "main diagnosis"), "identifier", pattern=ICD10,
               hint=Words("ICD-10 编码，如 I21.0", "ICD-10, such as I21.0"),
             required=True, also=("主要诊断",)),
        Column("discharged", Words("出院日期", "discharged"), "day", required=True, low=2015, high=2035,
               example="2025-06-30", past=True),
        Column("died", Words("是否死亡", "died"), "yes_no", required=True),
        money_column("total", Words("总费用", "cost in all"), required=True),
    ),
    key=("number",),
    editors=("insurer", "planner"),
    approvers=("planner",),
    checks=("outside_stay_fits",),
    about=Words("医保异地结算清单，一行一次住院，不含个人信息。",
                "the insurer's list of stays elsewhere, without persons"),
)  # fmt: skip
CASE_GROUPS = Sheet(
    id="quality.case_groups",
    title=Words("病种分组", "groups of cases"),
    view="case_group",
    columns=(
        Column("category", Words("诊断类目", "category"), "identifier", required=True, pattern=r"[A-Z]\d{2}",
               hint=Words("ICD-10 三位类目，如 I21", "three characters of ICD-10, such as I21")),
        Column("name", Words("病种名称", "disease"), required=True),
        Column("specialty", Words("专科", "specialty"), "code", required=True,
               codes=codes(__file__, "case_specialties", "case_specialty")),
        Column("low_risk", Words("是否低风险组", "low risk"), "yes_no", required=True),
        Column("weight", Words("权重", "weight"), "decimal", required=True, low=0),
        day_column("since", "生效日期", "from", required=True),
        day_column("until", "失效日期", "until"),
        Column("source", Words("依据文件", "source"), required=True),
        Column("status", Words("核实情况", "status"), "code", required=True, codes=_STATUSES),
    ),
    key=("category", "since"),
    editors=("quality-centre", "planner"),
    approvers=("planner",),
    checks=("group_fits",),
    about=Words("国家分组器未公开，本表按诊断类目简化分组，注明来源和核实情况。",
                "the national grouper is not public: a simplification by category, each row with source and status"),
)  # fmt: skip
SHEETS = (FRONT_PAGES, OUTSIDE_STAYS, CASE_GROUPS)
