"""Measures outside plans: one figure with its counties."""

from collections.abc import Callable, Sequence

from tongmai.base.words import Words
from tongmai.engines.pages.figures import FEW, NOTHING, fraction_text, number
from tongmai.engines.pages.given import Area, Measured
from tongmai.model.blocks import Cell, Facts, Figure, Figures, Group, Head, Link, Row, Table, Text
from tongmai.model.page import Ask

BETTER = {"higher": Words("越高越好", "higher is better"), "lower": Words("越低越好", "lower is better"),
          "none": Words("不分高低", "neither")}  # fmt: skip


FEW_HIDDEN = Words("“少量”：人数少，为保护个人不显示；由合计能推出的也不显示。",
                   "Few: too few persons to be shown, or what would tell of them by subtraction.")  # fmt: skip


def value_text(one: Measured, area: str) -> Text:
    """A figure of an area; a dash for none, a word where it is hidden."""
    if area in one.hidden:
        return FEW
    return plain_text(one, area)


def plain_text(one: Measured, area: str) -> str:
    """A figure of an area that stands large; a dash for none and for a hidden one, beside which `few` says why."""
    found = one.values.get(area)
    return NOTHING if found is None else number(found.value, one.measure.unit)


def figures(prefix: str) -> Callable[..., Figures]:
    """A shape: the figure of the region, of what and of when; of a formula, the figures it is made of, each opening
    below `prefix`. Sources: measured, parts."""

    def shape(ask: Ask, measured: Sequence[Measured], parts: Sequence[Measured]) -> Figures:
        (one,) = measured
        made_of = (Figure(part.measure.title, plain_text(part, ""), _few(part), href=address(prefix, part))
                   for part in parts)  # fmt: skip
        return Figures((
            Figure(one.measure.title, plain_text(one, ""), _few(one) or _fraction(one, "")),
            *made_of,
            Figure(Words("统计期间", "period"), one.period),
        ))  # fmt: skip

    return shape


def _few(one: Measured) -> Text:
    return FEW if "" in one.hidden else ""


def address(prefix: str, one: Measured) -> str:
    """The page of a measure; an address has hyphens where an id has underscores."""
    return f"{prefix}/{one.measure.id.replace('_', '-')}"


def _fraction(one: Measured, area: str) -> str:
    """What was counted of what; nothing for an amount of money a head and for a quotient of figures, where the two
    numbers tell nobody anything."""
    found = one.values.get(area)
    if found is None or found.denominator is None or one.measure.unit == "cents" or "/" in one.measure.formula:
        return ""
    return fraction_text(found.numerator, found.denominator, one.measure.counts, one.measure.counts)


def listing(prefix: str) -> Callable[..., Table]:
    """A shape: several measures, each with the figure of the region and of each county, opening below `prefix`.
    Sources: measured, areas."""

    def shape(ask: Ask, measured: Sequence[Measured], areas: Sequence[Area]) -> Table:
        shown = [area for area in areas if any(one.tells(area.code) for one in measured)]
        heads = (Head(Words("指标", "measure"), wide=True), Head(Words(ask.whole.zh, "region"), "right"),
                 *(Head(area.short, "right", phone=False) for area in shown))  # fmt: skip
        rows = tuple(_listed(prefix, one, shown) for one in measured)
        note = FEW_HIDDEN if any(one.hidden for one in measured) else ""
        return Table(heads, (Group(rows),) if rows else (), note=note)

    return shape


def _listed(prefix: str, one: Measured, shown: Sequence[Area]) -> Row:
    page = address(prefix, one)
    cells = tuple(
        Link(value_text(one, area.code), f"{page}?county={area.code}") if one.tells(area.code) else NOTHING
        for area in shown
    )
    return Row((Link(one.measure.title, page), Link(value_text(one, ""), page), *cells), id=one.measure.id)


def facts(ask: Ask, measured: Sequence[Measured]) -> Facts:
    """How it is counted and by which sentence."""
    (one,) = measured
    it = one.measure
    status = Words("已核实", "verified") if it.status == "verified" else Words("口径推定", "our reading")
    return Facts(((Words("依据", "source"), it.source), (Words("方向", "direction"), BETTER[it.better]),
                  (Words("口径", "reading"), status)))  # fmt: skip


def counties(ask: Ask, measured: Sequence[Measured], areas: Sequence[Area]) -> Table:
    """Each county with its own figure; one narrows the records below."""
    (one,) = measured
    shown = [area for area in areas if one.tells(area.code)]
    counted = any(_fraction(one, area.code) for area in shown)
    heads = (Head(Words("县市区", "county")),
             *((Head(Words("分子/分母", "counted / of"), "right"),) if counted else ()),
             Head(Words("现值", "value"), "right"))  # fmt: skip
    rows = []
    for area in shown:
        on = ask.one("county") == area.code
        name: Cell = Link(area.name, ask.link(county=None if on else area.code) + "#members")
        of: tuple[Cell, ...] = (_fraction(one, area.code) or NOTHING,) if counted else ()
        rows.append(Row((name, *of, value_text(one, area.code)), id=area.code))
    empty = Words("还没有可统计的记录。", "There is no record to count yet.")
    return Table(heads, (Group(tuple(rows)),) if rows else (), empty, note=FEW_HIDDEN if one.hidden else "")
