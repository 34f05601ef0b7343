"""The table of a plan by chapter: value, gap, course, counties, order. Shapes over `Decision`, pure."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from tongmai.base.money import ten_thousands
from tongmai.base.ratio import shown
from tongmai.base.words import Words
from tongmai.engines.pages.decided import filters, kept, lead_unit
from tongmai.engines.pages.figures import (
    FEW,
    NOTHING,
    TONES,
    along,
    change_text,
    decided_text,
    gap_words,
    goal_text,
    lacking,
    number,
    portion_text,
)
from tongmai.engines.pages.given import Area, Item
from tongmai.model.blocks import Cell, Course, Group, Head, Heat, Link, Mark, Row, Stack, Strip, Table, Tone
from tongmai.model.page import Ask
from tongmai.model.target import STATUS_WORDS, Decision, Part, Plan

MOST_SHOWN = 100_000  # a fraction of larger numbers tells nothing in a narrow column
CONFIRMED = Words("已确认", "confirmed")
NOT_CONFIRMED = Words("待确认", "proposed")


def board(
    ask: Ask, plan: Plan, decisions: Sequence[Decision], areas: Sequence[Area], orders: Sequence[Item],
    origins: Mapping[str, Words],
    confirmed: frozenset[str],
) -> Table:  # fmt: skip
    """The table by chapter. `origins`: target id to where its figure comes from (record, certificate, report)."""
    rows = kept(decisions, filters(ask, decisions))
    counted = {part.area for decision in decisions for part in decision.parts}
    areas = [area for area in areas if area.code in counted]
    chapters = plan.in_order(decision.target.chapter for decision in rows)
    by_target: dict[str, list[Item]] = {}
    for item in orders:
        if item.focus.get("plan", plan.id) == plan.id:
            by_target.setdefault(str(item.focus.get("target", "")), []).append(item)
    groups = tuple(
        Group(
            tuple(
                _row(ask, decision, areas, by_target.get(decision.target.id, []), origins, confirmed)
                for decision in rows
                if decision.target.chapter == chapter
            ),
            plan.heading(chapter),
        )
        for chapter in chapters
    )
    heads = (
        Head(Words("编号", "no.")),
        Head(Words("目标", "target"), wide=True),
        Head(Words("要求", "goal"), "right", tight=True),
        Head(Words("现值", "value"), "right"),
        Head(Words("缺口", "gap"), tight=True),
        Head(Words("进度", "course")),
        Head(Words("较上月", "month"), "right", phone=False),
        *(Head(area.short, "centre", tip=area.name) for area in areas),
        Head(Words("责任单位", "unit"), phone=False),
        Head(Words("来源", "source"), phone=False, tight=True),
        Head(Words("督办", "order"), tight=True),
    )
    empty = Words("没有符合筛选条件的目标，请去掉一个筛选条件。", "No target passes these filters; take one away.")
    return Table(heads, groups, empty, caption=Words("目标进度", "progress of the targets"))


def _row(
    ask: Ask,
    decision: Decision,
    areas: Sequence[Area],
    orders: Sequence[Item],
    origins: Mapping[str, Words],
    confirmed: frozenset[str],
) -> Row:
    target = decision.target
    href = f"{ask.url}/targets/{target.id}"
    parts = {part.area: part for part in decision.parts}
    value: Cell = number(decision.value, decision.unit)
    if decision.denominator is not None and decision.numerator is not None and decision.denominator < MOST_SHOWN:
        value = Stack((value, decided_text(decision)))
    return Row(
        (
            target.id,
            _name(decision, href),
            goal_text(target.goal, decision.unit),
            value,
            gap_cell(decision),
            course(decision),
            change_text(decision.change, decision.unit),
            *(heat(parts.get(area.code), area, decision, href) for area in areas),
            responsible(decision, decision.target.id in confirmed),
            origins.get(target.id, NOTHING),
            _orders(orders, decision, href),
        ),
        TONES[decision.status],
        target.id,
    )


def _name(decision: Decision, href: str) -> Cell:
    """Title and status; what an undecided target waits for."""
    mark = Mark(STATUS_WORDS[decision.status], TONES[decision.status])
    lines: tuple[Cell, ...] = (Link(decision.target.title, href), mark)
    waits = decision.missing
    if waits is not None and decision.value is None:
        lines = (*lines, Words(f"尚缺：{waits.zh}", f"waits for: {waits.en}"))
    return Stack(lines)


def gap_cell(decision: Decision) -> Cell:
    gap = gap_words(decision)
    if gap is not None:
        zh, en = gap.zh.split(" · "), gap.en.split(" · ")
        return Stack(tuple(Words(*pair) for pair in zip(zh, en, strict=True)))
    return NOTHING


def course(decision: Decision) -> Cell:
    """The bar with its expected mark; nothing where there is no line to follow."""
    done = along(decision.value, decision.baseline, decision.target.goal)
    if done is None:
        return NOTHING
    expected = along(decision.expected, decision.baseline, decision.target.goal)
    value, line = number(decision.value, decision.unit), number(decision.expected, decision.unit)
    tip = Words(f"现值 {value}，今日应达 {line}", f"now {value}, expected today {line}")
    return Course(done, expected, TONES[decision.status], tip)


def heat(part: Part | None, area: Area, decision: Decision, href: str) -> Cell:
    """A county's small cell: its fraction or value, coloured by how it stands."""
    if area.code in decision.hidden:
        return Heat("*", "quiet", Words(f"{area.name}：{FEW.zh}，不显示", f"{area.name}: too {FEW.en} to be shown"))
    if part is None or (part.value is None and not part.numerator):
        return Heat("·", "quiet", Words(f"{area.name}：无此项", f"{area.name}: does not apply"))
    text = number(part.value, decision.unit)
    whole = portion_text(decision, part.numerator, part.denominator) if decision.unit == "percent" else text
    short = lacking(part.short, decision.counts)
    met = {
        True: Words("，达标", ", met"),
        False: Words(f"，差 {short.zh}", f", short {short.en}"),
        None: Words("", ""),
    }
    told = f"{area.name}：{whole} = {text}" if whole != text else f"{area.name}：{text}"
    tip = Words(told + met[part.met].zh, told.replace("：", ": ") + met[part.met].en)
    return Heat(_small(part, decision, text), part_tone(part, decision), tip, f"{href}?county={area.code}")


def _small(part: Part, decision: Decision, text: str) -> str:
    if decision.unit == "percent" and part.denominator is not None and part.denominator < 100:
        return f"{part.numerator}/{part.denominator}"
    if decision.unit == "cents":
        text = ten_thousands(part.numerator)
        return text if len(text) < 6 else f"{int(shown(Fraction(part.numerator, 1_000_000), 0)):,}"
    return text if len(text) < 6 else text.partition(".")[0] + "%"


def part_tone(part: Part, decision: Decision) -> Tone:
    """Met; near (nine tenths of the goal or more); far; or plain where no county has a goal of its own."""
    if part.met is True:
        return "good"
    if part.met is None:
        return "plain"
    done = along(part.value, None, decision.target.goal)
    return "warn" if done is not None and done >= 90 else "bad"


def responsible(decision: Decision, confirmed: bool) -> Cell:
    """The unit that leads; all of them stand on the target's page."""
    lead = lead_unit(decision)
    if not lead:
        return NOTHING
    several = lead != decision.target.responsible_proposed
    unit = Words(f"{lead} 等", f"{lead} and others") if several else lead
    return Stack((unit, CONFIRMED if confirmed else NOT_CONFIRMED))


def _orders(orders: Sequence[Item], decision: Decision, href: str) -> Cell:
    if orders:
        return Strip(tuple(Link(item.state_title, item.href) for item in orders[:2]))
    if decision.short:
        return Link(Words("督办", "issue"), f"{href}#order")
    return NOTHING
