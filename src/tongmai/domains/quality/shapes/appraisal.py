"""Hospital appraisal: the indicators that front pages carry, by county and by hospital."""

from collections.abc import Sequence
from fractions import Fraction

from tongmai.base.ratio import shown
from tongmai.base.tables import DatedRow
from tongmai.base.words import Words
from tongmai.domains.quality.rules import appraisal
from tongmai.domains.quality.shapes.words import STATUS, Json
from tongmai.engines.pages.figures import FEW, NOTHING, number
from tongmai.engines.pages.given import Area, Measured
from tongmai.engines.pages.measured import address, value_text
from tongmai.engines.pages.records import Names
from tongmai.model.blocks import Cell, Group, Head, Link, Mark, Row, Stack, Table
from tongmai.model.page import Ask

PREFIX = "/hospital-appraisal"
_OF = (("三级", "tertiary", "tertiary"), ("二级", "secondary", "secondary"))
_SHORT = {
    "quality.operated_share": Words("手术占比", "operated"),
    "quality.minimally_invasive": Words("微创占比", "minimally invasive"),
    "quality.level4_operations": Words("四级手术", "level 4"),
    "quality.level3_operations": Words("三级手术", "level 3"),
    "quality.operation_complications": Words("并发症", "complications"),
    "quality.class1_infections": Words("Ⅰ类感染", "class-I infections"),
    "quality.low_risk_deaths": Words("低风险死亡", "low-risk deaths"),
    "quality.length_of_stay": Words("平均住院日", "days"),
    "quality.cost_per_case": Words("次均费用（元）", "cost a case (yuan)"),
}


def indicators(ask: Ask, measured: Sequence[Measured], areas: Sequence[Area]) -> Table:
    """Each indicator with the regulator's number, the figure of the region and of each county; whose definition is not
    the regulator's own says so."""
    by_id = {one.measure.id: one for one in measured}
    shown_areas = [area for area in areas if any(one.tells(area.code) for one in measured)]
    heads = (Head(Words("指标", "indicator"), wide=True), Head(Words("国家序号", "national no."), phone=False),
             Head(Words(ask.whole.zh, "region"), "right"),
             *(Head(area.short, "right", phone=False) for area in shown_areas))  # fmt: skip
    rows = tuple(_indicator(row, by_id[row["measure"]], shown_areas) for row in appraisal.INDICATORS.on(ask.as_of))
    note = Words("★ 为国家监测指标；公式按二手资料整理，未经核实。100% 表示与上年同期持平。",
                 "★ monitored by the nation; formulas unverified. 100 % is as the year before.")  # fmt: skip
    return Table(heads, (Group(rows),), note=note)


def _indicator(row: DatedRow, one: Measured, areas: Sequence[Area]) -> Row:
    page = address(PREFIX, one)
    cells = tuple(
        Link(value_text(one, area.code), f"{page}?county={area.code}") if one.tells(area.code) else NOTHING
        for area in areas
    )
    numbers = [(zh, en, row[of]) for zh, en, of in _OF if row[of]]
    told = Words(" · ".join(f"{zh} {no}" for zh, _, no in numbers), " · ".join(f"{en} {no}" for _, en, no in numbers))
    numbered: Cell = Stack((told, STATUS[row.status])) if numbers else NOTHING
    title = Link(Words(row["zh"], row["en"]), page)
    return Row((title, numbered, Link(value_text(one, ""), page), *cells), id=one.measure.id)


def hospitals(ask: Ask, rows: Sequence[Json], names: Names) -> Table:
    """Each hospital by the indicators of its own front pages, twelve months."""
    now = sorted((row for row in rows if row["period"] == f"{ask.month}/12"), key=lambda row: str(row["id"]))
    heads = (Head(Words("医院", "hospital"), wide=True), Head(Words("出院人次", "discharges"), "right"),
             *(Head(_SHORT[part.measure], "right", phone=number < 3) for number,
               part in enumerate(appraisal.PARTS)))  # fmt: skip
    drawn = tuple(_hospital(row, names) for row in now)
    empty = Words("还没有病案首页。由各医院病案室在“数据导入”中导入“住院病案首页”。",
                  "No front page yet. Record rooms import them under Import.")  # fmt: skip
    return Table(heads, (Group(drawn),) if drawn else (), empty)


def _hospital(row: Json, names: Names) -> Row:
    named = names.get(f"Organization/{row['id']}")
    name = Link(named.name if named else NOTHING, f"/front-pages?institution={row['id']}")
    if row["cases"] is None:
        return Row((name, Mark(FEW, "quiet"), *(NOTHING for _ in appraisal.PARTS)), id=str(row["id"]))
    return Row((name, f"{int(row['cases']):,}", *(_figure(appraisal.value(row, part), part.measure)
                                                   for part in appraisal.PARTS)), id=str(row["id"]))  # fmt: skip


def _figure(value: Fraction | None, measure: str) -> str:
    if measure == "quality.length_of_stay":
        return NOTHING if value is None else shown(value, 2)
    if measure == "quality.cost_per_case":
        return number(value, "cents")
    return number(None if value is None else value * 100, "percent")
