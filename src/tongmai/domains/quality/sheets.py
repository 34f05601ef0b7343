"""The lists of the room: front pages, stays outside the region, the grouping they are judged by."""

from tongmai.base.words import Words
from tongmai.model.lists import codes, day_column, institution_column
from tongmai.model.sheet import Column, ColumnKind, Sheet

ICD10 = r"[A-Z]\d{2}(\.[0-9A-Za-z]{1,4})?([+*†])?"
SEVERAL = rf"{ICD10}(;{ICD10})*"
OPERATION = r"\d{2}(\.\d{1,4}[0-9A-Za-z]*)?"
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


def _coded(name: str, zh: str, en: str, table: str, code: str, *, required: bool = False) -> Column:
    return Column(name, Words(zh, en), "code", required=required, codes=codes(__file__, table, code))


def _icd(
    name: str, zh: str, en: str, pattern: str, hint: Words, *, required: bool = False, also: tuple[str, ...] = ()
) -> Column:
    return Column(name, Words(zh, en), "identifier", required=required, pattern=pattern, hint=hint, also=also)


def _day(name: str, zh: str, en: str, *, required: bool = False, also: tuple[str, ...] = ()) -> Column:
    """A day of a stay: what a spreadsheet turned into 1900 is told."""
    return Column(name, Words(zh, en), "day", required=required, low=2015, high=2035, example="2025-06-30", also=also)


def _money(name: str, zh: str, en: str, *, required: bool = False) -> Column:
    kind: ColumnKind = "decimal"
    return Column(name, Words(f"{zh}（元）", f"{en} (yuan)"), kind, required=required, low=0, also=(zh,))


FRONT_PAGES = Sheet(
    id="quality.front_pages",
    title=Words("住院病案首页", "front pages"),
    view="front_page",
    columns=(
        institution_column("institution", "医疗机构", "hospital"),
        Column("number", Words("病案号", "number of the record"), "identifier", required=True, example="20250001"),
        Column("stay", Words("住院次数", "which stay"), "integer", required=True, low=1, high=999,
               also=("第几次住院",)),
        _coded("sex", "性别", "sex", "front_sexes", "front_sex", required=True),
        Column("age", Words("年龄", "age"), "integer", required=True, low=0, high=130, unit="岁"),
        Column("home", Words("现住址县市", "lives in"), "area", required=True, also=("现住址", "居住县市")),
        _coded("route", "入院途径", "way in", "front_routes", "route"),
        _day("admitted", "入院日期", "admitted", required=True, also=("入院时间",)),
        _day("discharged", "出院日期", "discharged", required=True, also=("出院时间",)),
        _coded("leaving", "离院方式", "way out", "front_leavings", "leaving", required=True),
        _icd("main", "主要诊断编码", "main diagnosis", ICD10, Words("ICD-10 编码，如 I21.0", "ICD-10, such as I21.0"),
             required=True, also=("主要诊断", "出院主要诊断编码")),
        _icd("other", "其他诊断编码（入院时有）", "other diagnoses on admission", SEVERAL, _DIAGNOSES,
             also=("其他诊断编码",)),
        _icd("arisen", "住院期间新发诊断编码", "diagnoses that arose", SEVERAL, _DIAGNOSES),
        _icd("operation", "主要手术编码", "main operation", OPERATION,
             Words("ICD-9-CM-3 编码，如 51.23", "ICD-9-CM-3, such as 51.23")),
        _day("operated", "手术日期", "operated on"),
        _coded("level", "手术级别", "level of the operation", "operation_levels", "operation_level"),
        _coded("timing", "择期或急诊手术", "elective or emergency", "operation_timings", "timing"),
        Column("minimally_invasive", Words("是否微创", "minimally invasive"), "yes_no"),
        Column("day_surgery", Words("是否日间手术", "day surgery"), "yes_no"),
        _coded("incision", "切口类别", "incision", "incisions", "incision"),
        _coded("healing", "切口愈合", "healing", "healings", "healing"),
        _coded("pathway", "临床路径", "clinical pathway", "pathways", "pathway"),
        _money("total", "总费用", "cost in all", required=True),
        *(_money(*one) for one in _COSTS),
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
    title=Words("州外住院结算", "stays outside the region"),
    view="outside_stay",
    columns=(
        Column("number", Words("结算单号", "number of the settlement"), "identifier", required=True),
        Column("home", Words("参保县市", "insured in"), "area", required=True),
        _coded("place", "就医地", "where", "outside_places", "outside_place", required=True),
        _icd("main", "主要诊断编码", "main diagnosis", ICD10, Words("ICD-10 编码，如 I21.0", "ICD-10, such as I21.0"),
             required=True, also=("主要诊断",)),
        _day("discharged", "出院日期", "discharged", required=True),
        Column("died", Words("是否死亡", "died"), "yes_no", required=True),
        _money("total", "总费用", "cost in all", required=True),
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
