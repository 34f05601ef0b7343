"""The board of a plan: one sentence, filters, and a table of decisions by chapter. Shapes over `Decision`, pure."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from tongmai.base.words import Words
from tongmai.engines.pages.figures import (
    TONES,
    gap_words,
)
from tongmai.engines.pages.given import Area
from tongmai.model.blocks import (
    Card,
    Cards,
    Cell,
    Chip,
    ChipRow,
    Chips,
    Download,
    Downloads,
    Figure,
    Figures,
    Link,
    Sentence,
    Tone,
)
from tongmai.model.page import Ask
from tongmai.model.target import STATUS_WORDS, Decision, Plan, Status

ORDER: tuple[Status, ...] = ("met", "on_course", "behind", "overdue", "unreported", "undefined", "striving")
NOT_CONFIRMED = Words("待确认", "to be confirmed")
Filter = Callable[[Decision], bool]


def filters(ask: Ask, decisions: Sequence[Decision]) -> Mapping[str, Filter]:
    """The filters that the address names: status, county (its code), chapter and unit (their place in the plan)."""
    status, county, chapter, unit = (ask.one(name) for name in ("status", "county", "chapter", "unit"))
    chosen: dict[str, Filter] = {}
    if status:
        chosen["status"] = lambda decision: decision.status == status
    if county:
        chosen["county"] = lambda decision: any(part.area == county and part.met is False for part in decision.parts)
    if chapter:
        chosen["chapter"] = lambda decision: decision.target.chapter == named(decisions, _chapter, chapter)
    if unit:
        chosen["unit"] = lambda decision: lead_unit(decision) == named(decisions, lead_unit, unit)
    return chosen


def names(decisions: Sequence[Decision], of: Callable[[Decision], str]) -> list[str]:
    """The different chapters or units in the order of the plan."""
    return list(dict.fromkeys(of(decision) for decision in decisions if of(decision)))


def named(decisions: Sequence[Decision], of: Callable[[Decision], str], place: str) -> str:
    """The name at a place counted from 1; "" for none."""
    known = names(decisions, of)
    return known[int(place) - 1] if place.isdecimal() and 0 < int(place) <= len(known) else ""


def kept(decisions: Sequence[Decision], chosen: Mapping[str, Filter], without: str = "") -> list[Decision]:
    """Decisions that pass every filter but one."""
    tests = [test for name, test in chosen.items() if name != without]
    return [decision for decision in decisions if all(test(decision) for test in tests)]


def day_words(day: date) -> Words:
    return Words(f"{day.year}年{day.month}月{day.day}日", f"{day:%-d %B %Y}")


def sentence(ask: Ask, plan: Plan, decisions: Sequence[Decision]) -> Sentence:
    """How many are met, behind, not reported, and which will not make it and by how much."""
    count = Counter(decision.status for decision in decisions)
    day = day_words(ask.as_of)
    parts: list[Cell] = [
        Words(f"截至{day.zh}，计划 {len(decisions)} 项目标中已达标 ", f"On {day.en}, of {len(decisions)} targets "),
        Link(Words(f"{count['met']} 项", f"{count['met']} are met"), ask.link(status="met")),
    ]
    for status in (*ORDER[1:4], "unreported"):
        if count[status]:
            words = STATUS_WORDS[status]
            parts.append(Words(f"，{words.zh} ", ", "))
            parts.append(Link(Words(f"{count[status]} 项", f"{count[status]} {words.en}"), ask.link(status=status)))
    parts.append(Words("。", "."))
    late = sorted(
        (decision for decision in decisions if decision.status in ("behind", "overdue") and decision.short),
        key=shortfall,
        reverse=True,
    )
    if late:
        parts.append(Words("照此进度到期难以达标：", " At this pace these will not make it: "))
        for index, decision in enumerate(late[:3]):
            parts += [Words("；", "; ")] if index else []
            parts.append(Link(decision.target.title, f"{ask.url}/targets/{decision.target.id}"))
            gap = gap_words(decision)
            parts.append(Words(f"（{gap.zh}）", f" ({gap.en})") if gap else "")
        more = len(late) - 3
        parts.append(Words(f"，等 {len(late)} 项。", f", {len(late)} in all.") if more > 0 else Words("。", "."))
    return Sentence(tuple(parts))


def shortfall(decision: Decision) -> Fraction:
    """How much of what is asked is missing, 0 to 1: the order in which the late ones are named."""
    base = (decision.numerator or 0) + (decision.short or 0)
    return Fraction(decision.short or 0, base) if base else Fraction(0)


def status_figures(ask: Ask, decisions: Sequence[Decision]) -> Figures:
    """One figure a status, each a filter."""
    count = Counter(decision.status for decision in decisions)
    return Figures(
        tuple(
            Figure(STATUS_WORDS[status], str(count[status]), tone=TONES[status], href=ask.link(status=status))
            for status in ORDER
            if count[status]
        )
    )


def chips(ask: Ask, plan: Plan, decisions: Sequence[Decision], areas: Sequence[Area]) -> Chips:
    """Filters with the number of targets that each would leave, under the other filters."""
    chosen = filters(ask, decisions)
    by_status = Counter(decision.status for decision in kept(decisions, chosen, "status"))
    statuses = tuple(_chip(ask, "status", s, STATUS_WORDS[s], by_status[s], TONES[s]) for s in ORDER if by_status[s])
    in_county = kept(decisions, chosen, "county")
    areas = [area for area in areas if _short_in(in_county, area.code) or ask.one("county") == area.code]
    counties = tuple(_chip(ask, "county", area.code, area.short, _short_in(in_county, area.code)) for area in areas)
    rows = [ChipRow(Words("状态", "status"), statuses), ChipRow(Words("欠账县市区", "behind in"), counties)]
    for name, label, of, told in (
        ("chapter", Words("章节", "chapter"), _chapter, plan.heading),
        ("unit", Words("责任单位", "responsible"), lead_unit, str),
    ):
        count = Counter(of(decision) for decision in kept(decisions, chosen, name))
        places = {text: place for place, text in enumerate(names(decisions, of), start=1)}
        order = plan.in_order(places) if name == "chapter" else sorted(places, key=lambda text: -count[text])
        texts = tuple(_chip(ask, name, str(places[text]), told(text), count[text]) for text in order if count[text])
        rows.append(ChipRow(label, texts, folded=True))
    return Chips(tuple(row for row in rows if row.chips))


def _chapter(decision: Decision) -> str:
    return decision.target.chapter


def lead_unit(decision: Decision) -> str:
    """The unit that leads: the first one named, where what stands before the comma is a unit."""
    proposed = decision.target.responsible_proposed
    first = proposed.split("、")[0]
    return first if first.endswith(("委", "局", "院", "中心", "政府", "部", "办", ")")) else proposed


def _short_in(decisions: Sequence[Decision], code: str) -> int:
    return sum(any(part.area == code and part.met is False for part in decision.parts) for decision in decisions)


def _chip(ask: Ask, name: str, value: str, text: str | Words, count: int, tone: Tone = "plain") -> Chip:
    on = ask.one(name) == value
    return Chip(text, ask.link(**{name: None if on else value}), on, count, tone)


def plans(ask: Ask, known: Sequence[Plan]) -> Cards:
    """The plans there are, each with how many of its targets are decided from records."""
    return Cards(
        tuple(
            Card(
                plan.title,
                " · ".join(part for part in (plan.number, plan.issuer) if part),
                f"{ask.url}/{plan.id}",
                facts=(
                    (Words("日期", "date"), day_words(plan.issued)),
                    (Words("目标", "targets"), str(len(plan.targets))),
                    (Words("由记录判定", "decided from records"), str(sum(bool(one.measure) for one in plan.targets))),
                ),
            )
            for plan in known
        )
    )


def downloads(ask: Ask, plan: Plan) -> Downloads:
    """The same figures as files."""
    return Downloads(
        tuple(
            Download(title, f"{ask.url}/export/{kind}", what)
            for kind, title, what in (
                ("xlsx", Words("Excel 表", "Excel"), Words("目标进度表", "the board as a workbook")),
                (
                    "docx",
                    Words("通报 Word", "Word notice"),
                    Words("可直接印发的通报", "a notice to be issued as it is"),
                ),
                ("zip", Words("佐证包", "Evidence"), Words("每个数背后的名单", "the names behind each figure")),
            )
        )
    )
