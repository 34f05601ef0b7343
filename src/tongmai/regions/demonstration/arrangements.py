"""What the prefecture, its counties and some institutions arranged for items of policy. What falls short (an evaluation
that is late, a question) stands at invented institutions.

The forms are those that the workflow engine writes; a test takes the next step of what is under way with the real one.
"""

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tongmai.regions.demonstration.cast import Cast
from tongmai.regions.demonstration.tasks import ARRANGED, Taken, task_row
from tongmai.regions.region import Region

Row = dict[str, Any]
By = tuple[str, str, str]
MONTHS, SOON = 12, 15
"""An evaluation falls due so many months after the first day in force; for what is due soon, so many days from now."""


@dataclass(frozen=True)
class Told:
    """An arrangement as the demonstration tells it. `where`: "prefecture", "head", "hospital" (of the tour), an
    invented institution by id, or how many counties have it. `months`: since when it is in force; 0: still a draft.
    `soon`: its evaluation falls due in a few days."""

    item: str
    kind: str
    title: str
    unit: str
    post: str
    text: str
    facts: Mapping[str, Any]
    where: str | int = "prefecture"
    months: int = 15
    soon: bool = False
    late: bool = False
    questioned: str = ""


_FEE = {"amount": 70, "fund": 50, "budget": 30, "own": 20, "schedule": "每三年测算一次"}
TOLD = (
    Told("A04", "document", "区域医疗中心管理委员会议事规则", "医改领导小组办公室", "主任",
         "管理委员会半年一次会议，议定投入、人事和绩效",
         {"leader": "政府分管副职", "schedule": "半年一次", "scope": "投入、人事、绩效、学科布局"}),
    Told("A09", "document", "区域医疗中心发展规划", "规划发展科", "科长", "十年分两期建设，先急危重症和儿科",
         {"schedule": "2024—2033", "scope": "急危重症、儿科、肿瘤"}),
    Told("A18", "document", "盘活存量资源实施办法", "医政科", "科长", "区域、机构、专科、人员四个方面统筹",
         {"scope": "床位、专科、人员统一调配", "partner": "地市级医院和各县医共体"}),
    Told("A21", "document", "医改领导小组调整通知", "医改领导小组办公室", "主任",
         "党政主要负责人任组长，一位分管领导统一负责",
         {"leader": "政府主要负责人", "department": "分管医疗、医保、医药的副职", "schedule": "季度一次"}, soon=True),
    Told("B08", "agreement", "心血管专科联盟协议", "心内科", "科主任", "统一诊疗规范，远程会诊，双向转诊",
         {"leader": "牵头医院心内科", "partner": "各县级人民医院", "scope": "心血管内科"}, "head"),
    Told("B10", "agreement", "帮扶医疗队以院包科协议", "人事科", "科长", "派出医院包一个科室，三年为一期",
         {"department": "重症医学科", "partner": "对口支援省医院", "people": 6}, "hospital", 10),
    Told("B15", "document", "专家下县激励办法", "医政科", "科长", "下县坐诊手术按次补助，计入职称基层服务",
         {"standard": "坐诊、手术分档补助", "amount": 400, "schedule": "每月两次"}, soon=True),
    Told("C06", "document", "家庭医生签约服务费办法", "基层卫生科", "科长", "每人每年 70 元，三方分担", _FEE, 5, 14),
    Told("C07", "document", "签约居民差别化政策", "基层卫生科", "科长", "优先预约、长处方、提高报销比例",
         {"scope": "优先预约转诊、长处方、报销提高", "standard": "签约满一年的居民", "share": 5}, 2, 9),
    Told("C14", "agreement", "医养签约服务协议", "老龄健康科", "科长", "乡镇卫生院每周巡诊，开通就诊绿色通道",
         {"partner": "县中心敬老院", "scope": "巡诊、康复、绿色通道", "places": 60}, 2, 8),
    Told("C17", "document", "医疗纠纷预防与化解办法", "医政科", "科长", "人民调解、司法确认、保险理赔衔接",
         {"scope": "院内接待、人民调解、司法确认", "people": 12}, 2, 16),
    Told("D04", "agreement", "消毒供应共享协议", "消毒供应室", "护士长", "社会办医器械统一清洗消毒灭菌",
         {"partner": "县内社会办医院两家", "scope": "手术器械包", "amount": 35}, "hospital", 11),
    Told("E02", "base", "微创介入中心", "普外科", "科主任", "腔镜和介入统一管理",
         {"scope": "微创介入", "department": "普外科、介入室", "leader": "普外科主任"}, "hospital", 9),
    Told("E04", "base", "急危重症临床诊疗中心", "急诊科", "科主任", "接收各县急危重症，指导县级中心",
         {"scope": "急危重症", "department": "急诊、重症医学", "leader": "急诊科主任", "places": 40}, "head", 18),
    Told("E16", "base", "院士专家工作站", "呼吸科", "科主任", "联合攻关慢性气道疾病",
         {"leader": "建站院士（演示）", "department": "呼吸与危重症医学科", "schedule": "三年",
          "scope": "慢性气道疾病"}, "head", 7),
    Told("F03", "document", "异常数据监测工作方案", "疾控科", "科长", "就诊、购药、缺课异常每日汇总",
         {"scope": "发热腹泻就诊、退热药销量、学校缺课", "system": "医院信息系统、药店、教育部门",
          "schedule": "每日"}, 2, 13),
    Told("F16", "document", "院感风险排查制度", "医政科", "科长", "重点部门每月、全院每季排查",
         {"scope": "透析、手术、重症、口腔、内镜", "schedule": "每月", "leader": "院感科主任"}, 3, 17),
    Told("F18", "document", "预防接种医疗保障方案", "疾控科", "科长",
         "每个接种点有急救人员，异常反应先救治后调查",
         {"partner": "县人民医院", "route": "现场抢救、转定点医院、四十八小时内报告",
          "scope": "急救人员、药械、车辆"}, 2, 6),
    Told("F21", "document", "接种门诊便民措施", "疾控科", "科长", "周末接种，线上预约",
         {"route": "公众号、电话", "schedule": "周一至周六", "places": 9}, 2, 5),
    Told("G05", "document", "医疗服务价格动态调整评估办法", "医疗服务价格科", "科长", "每年评估一次，达到条件再调价",
         {"schedule": "每年一次", "scope": "收入结构、基金结余、居民负担", "places": 26}),
    Told("G07", "document", "上门医疗服务收费政策", "医疗服务价格科", "科长", "医疗服务价格加上门服务费",
         {"scope": "上门服务费", "amount": 30, "standard": "项目费用按规定报销，上门费自付"}, months=8),
    Told("G15", "pilot", "长期护理保险试点办法", "待遇保障科", "科长", "失能等级评估后按日支付",
         {"partner": "两家商业保险公司", "people": 52000, "amount": 60, "scope": "重度失能居家和机构护理"}, months=6),
    Told("H05", "document", "县乡村人才一体化配备办法", "人事科", "科长", "县招乡用、乡聘村用",
         {"scope": "县招乡用、乡聘村用", "people": 48}, 2, 10),
    Told("H06", "document", "公立医院绩效工资总量核定办法", "人事科", "科长",
         "允许突破现行水平，允许收入扣除成本后用于奖励",
         {"standard": "基础总量加绩效增量", "scope": "县级公立医院和乡镇卫生院", "share": 45}, 2, 13),
    Told("H13", "document", "高级职称评审权下放方案", "人事科", "科长", "区域医疗中心自主评审副高级职称",
         {"level": "卫生系列副高级", "partner": "区域医疗中心", "people": 60}, months=4),
    Told("H16", "document", "柔性引才办法", "人事科", "科长", "周末专家、退休返聘、候鸟专家",
         {"scope": "事业编制招聘", "standard": "按次付酬、提供住房", "people": 21}, months=11),
    Told("J01", "system", "健康云服务监管平台", "信息中心", "主任", "预约、查询、支付与监管一体",
         {"system": "健康云", "scope": "预约、查询、签约、监管", "places": 96}, soon=True),
    Told("J05", "system", "数据交换共享规范", "信息中心", "主任", "统一主索引和数据集",
         {"system": "医院、公卫、医保、药品", "standard": "国家互联互通数据集", "places": 88}, months=10),
    Told("J09", "document", "日间手术病种目录", "医务科", "科长", "新增白内障、疝、静脉曲张",
         {"scope": "白内障、腹股沟疝、下肢静脉曲张", "places": 18}, "hospital", 9),
    Told("G16", "document", "三医联动会商办法", "医改领导小组办公室", "主任", "医疗、医保、医药每季会商",
         {"partner": "卫健、医保、药监", "schedule": "每季", "scope": "价格、支付、采购"}, months=0),
    Told("B19", "agreement", "人才培养合作协议", "医务科", "科长", "公立医院接收进修，派专家带教（演示）",
         {"partner": "地市级公立医院", "scope": "护理、麻醉", "people": 4}, "private-hospital-02", 20, late=True),
    Told("I19", "base", "教学实习基地", "科教科", "科长", "接收医学院校实习生（演示）",
         {"level": "教学", "people": 12}, "private-hospital-03", 14, questioned="带教师资是否备案？（演示）"),
    Told("J04", "system", "互联网医院", "信息科", "科长", "在线复诊、开方、配送（演示）",
         {"licence": "PDY-2024-0017（演示）", "scope": "在线复诊、慢病开方"}, "private-hospital-06", 16, late=True),
)  # fmt: skip


def arrangements(
    region: Region, network: Sequence[Row], doctors: Mapping[str, str], managers: Mapping[str, str], cast: Cast
) -> Iterator[tuple[str, list[Row]]]:
    """(lens, rows) of arrangements and of the work behind them. `doctors`, `managers`: somebody by institution."""
    village = {row["id"]: row["village"] for row in network}
    keepers = _Keepers(region, village, doctors, managers, cast)
    made = [
        keepers.arranged(told, house, number)
        for number, told in enumerate(TOLD, start=1)
        for house in keepers.houses(told, number)
    ]
    yield "arrangement", [row for row, _ in made]
    yield "task", [task for _, task in made]


class _Keepers:
    """Who keeps which record, and when."""

    def __init__(
        self, region: Region, village: Mapping[str, str], doctors: Mapping[str, str], managers: Mapping[str, str],
        cast: Cast,
    ) -> None:  # fmt: skip
        self._region, self._village, self._cast = region, village, cast
        self._somebody = {**doctors, **managers}
        self._counties = sorted(id for id in village if id.startswith("commission-") and id != cast.planner[1])

    def houses(self, told: Told, number: int) -> Sequence[str]:
        """The institutions that have such an arrangement; none where the region has no such institution. The `number`
        says with which county it begins."""
        if isinstance(told.where, int):
            first = 2 * number % len(self._counties)
            return [*self._counties, *self._counties][first : first + min(told.where, len(self._counties))]
        named = {"prefecture": self._cast.planner[1], "head": self._cast.head, "hospital": self._cast.hospital}
        house = named.get(told.where, told.where)
        return [house] if house in self._village else []

    def _keeper(self, house: str, told: Told) -> By:
        """Who writes it: the commission itself, its hospital's quality office."""
        if house == self._cast.planner[1]:
            return self._cast.planner
        role = "county-officer" if house in self._counties else "quality-office"
        own = self._cast.people.get(role)
        return own if own and own[1] == house else (role, house, self._somebody[house])

    def arranged(self, told: Told, house: str, number: int) -> tuple[Row, Row]:
        """One arrangement with its work."""
        by, day = self._keeper(house, told), self._region.as_of
        area = self._region.prefecture if house == self._cast.planner[1] else f"{self._village[house][:6]}000000"
        row: Row = {
            "id": f"arrangement-{number:02d}-{house.rpartition('commission-')[2]}", "item": told.item,
            "kind": told.kind, "title": told.title, "area": area, "issuer": house, "unit": told.unit,
            "institution": None if house.startswith("commission-") else house,
            "post": told.post, "text": told.text, **told.facts, "state": "drafted",
        }  # fmt: skip
        since = self._since(told)
        first = (since or day) - timedelta(days=20)
        taken = [Taken("start", first, by, "", "drafted", {})]
        if since:
            self._issued(row, taken, by, told, since, number)
        return row, task_row(ARRANGED, f"Arrangement/{row['id']}", [told.item, area, told.title], taken, False)

    def _since(self, told: Told) -> date | None:
        """The first day in force; None for a draft."""
        if not told.months:
            return None
        day = self._region.as_of
        return _before(day + timedelta(days=SOON), MONTHS) if told.soon else _before(day, told.months)

    def _issued(self, row: Row, taken: list[Taken], by: By, told: Told, since: date, number: int) -> None:
        code = f"{self._named(row['area'])}〔{since.year}〕{number + 20}号"
        row |= {"number": code, "issued": since.isoformat(), "since": since.isoformat(), "state": "in-force",
                "due": _before(since, -MONTHS).isoformat()}  # fmt: skip
        fields = {"number": code, "issued": row["issued"], "since": row["since"]}
        taken.append(Taken("issue", since, by, "drafted", "in-force", fields))
        due = date.fromisoformat(row["due"])
        if due <= self._region.as_of and not told.late:
            on = due - timedelta(days=10)
            row |= {"evaluated": on.isoformat(), "result": "keep", "found": "执行到位，继续执行（演示）",
                    "due": _before(on, -MONTHS).isoformat()}  # fmt: skip
            said = {"result": "keep", "text": row["found"]}
            taken.append(Taken("evaluate", on, by, "in-force", "in-force", said))
        if told.questioned:
            row |= {"question": told.questioned, "state": "questioned"}
            asked = {"question": told.questioned}
            on = self._region.as_of - timedelta(days=4)
            taken.append(Taken("question", on, self._cast.planner, "in-force", "questioned", asked))

    def _named(self, area: str) -> str:
        """The head of a document's number: the area's sign, of a county its first character, and who issues."""
        if area == self._region.prefecture:
            return f"{self._cast.sign}卫发"
        return f"{self._region.areas[area].name[0]}卫发"


def _before(day: date, months: int) -> date:
    """The same day so many months earlier, the last of the month where it has no such day."""
    year, month = divmod(day.year * MONTHS + day.month - 1 - months, MONTHS)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
