"""People short of the plan, by county and norm."""

from collections.abc import Sequence

from tongmai.base.words import Words
from tongmai.domains.workforce import rules
from tongmai.domains.workforce.shapes.words import PEOPLE
from tongmai.engines.pages.figures import NOTHING, TONES, goal_text, number
from tongmai.engines.pages.given import Area
from tongmai.model.blocks import Cell, Figure, Figures, Group, Head, Link, Mark, Notice, Row, Stack, Table
from tongmai.model.page import Ask
from tongmai.model.target import Decision, Plan

_HEADS = ("physicians", "nurses", "pharmacists", "public_health")


def _densities(decisions: Sequence[Decision]) -> list[tuple[str, Decision]]:
    """The decisions on heads per 1000 residents, by profession, in the room's order."""
    by_name = {str(one.target.measure).partition(".")[2]: one for one in decisions
               if str(one.target.measure).startswith("workforce.")}  # fmt: skip
    return [(name, by_name[name]) for name in _HEADS if name in by_name]


def heads(ask: Ask, plan: Plan, decisions: Sequence[Decision]) -> Figures | None:
    """How many people are missing to each norm of the plan, in heads; each opens its target and, there, the names."""
    found = []
    for _, one in _densities(decisions):
        value = Words(f"现 {number(one.value, one.unit)}，要求 {_said(goal_text(one.target.goal, one.unit)).zh}",
                      f"{number(one.value, one.unit)} of {_said(goal_text(one.target.goal, one.unit)).en}")  # fmt: skip
        short = one.short
        label = Words(f"缺{_PROFESSIONS[_name(one)].zh}", f"{_PROFESSIONS[_name(one)].en} short")
        found.append(Figure(label, NOTHING if short is None else f"{short:,}", value, TONES[one.status],
                            f"/plans/{plan.id}/targets/{one.target.id}", PEOPLE))  # fmt: skip
    return Figures(tuple(found)) if found else None


def nobody(ask: Ask, plan: Plan, decisions: Sequence[Decision]) -> Notice | None:
    """Where no staff is on record yet, the people short are no finding: what is to be imported first."""
    counted = [one.numerator for _, one in _densities(decisions)]
    if not counted or any(counted):
        return None
    return Notice(Words("还没有卫生人员记录，下面的缺员按零人计算。先在“数据导入”中导入“卫生人员”和“任职与值守”。",
                        "No staff is on record yet, so everybody is short. Import the lists of staff and posts first."),
                  "warn")  # fmt: skip


_PROFESSIONS = {
    "physicians": Words("医师", "physicians"),
    "nurses": Words("护士", "nurses"),
    "pharmacists": Words("药师", "pharmacists"),
    "public_health": Words("公卫机构专业人员", "public-health professionals"),
}


def _name(one: Decision) -> str:
    return str(one.target.measure).partition(".")[2]


def _said(text: str | Words) -> Words:
    return text if isinstance(text, Words) else Words(text, text)


def norms(ask: Ask, plan: Plan, decisions: Sequence[Decision], areas: Sequence[Area]) -> Table | None:
    """People against the norms by county: how many there are and how many are missing to the norm of the county; beside
    them the goal and what other yardsticks say, each with its base."""
    found = _densities(decisions)
    if not found:
        return None
    shown = [area for area in areas if area.code.isdecimal()]
    heads_ = (Head(Words("人员", "people"), wide=True), Head(Words("每千人口", "per 1000"), "right"),
              Head(Words(f"{ask.whole.zh}缺", "short in all"), "right"),
              *(Head(area.short, "right", phone=False) for area in shown))  # fmt: skip
    note = Words(
        "每格：人数，及按本县人口达到要求还缺的人数。基数为常住人口：最近一次普查，或更近的年末数；旁列全国数为转引，未核实。",
        "In each cell: people, and how many the county lacks to the norm. Base: residents of the latest "
        "census, or of a later year's end; national figures are told second-hand, unverified.",
    )
    rows = tuple(_norm_row(ask, plan, name, one, shown) for name, one in found)
    return Table(heads_, (Group(rows),), note=note)


def _norm_row(ask: Ask, plan: Plan, name: str, one: Decision, areas: Sequence[Area]) -> Row:
    href = f"/plans/{plan.id}/targets/{one.target.id}"
    parts = {part.area: part for part in one.parts}
    beside: list[Cell] = [
        Words(f"{row['zh']} {row['value']}（未核实）", f"{row['en']} {row['value']} ({row.status})")
        for row in rules.norms(name, ask.as_of)
    ]
    cells: list[Cell] = []
    for area in areas:
        part = parts.get(area.code)
        if part is None:
            cells.append(NOTHING)
            continue
        lacks = Mark(Words(f"缺 {part.short:,}", f"short {part.short:,}"), "warn") if part.short else None
        cells.append(Stack((f"{part.numerator:,}", lacks)) if lacks else f"{part.numerator:,}")
    goal = _said(goal_text(one.target.goal, one.unit))
    value = Stack((number(one.value, one.unit), Words(f"要求 {goal.zh}", f"goal {goal.en}")))
    short = Mark(f"{one.short:,}" if one.short is not None else NOTHING, TONES[one.status])
    return Row((Stack((Link(_PROFESSIONS[name], href), *beside)), value, short, *cells))
