"""Exact figures as people read them. Nothing here decides; it rounds for the eye."""

from fractions import Fraction

from tongmai.base.money import ten_thousands, yuan
from tongmai.base.ratio import needed, shown
from tongmai.base.words import Words
from tongmai.model.blocks import Tone
from tongmai.model.target import Decision, Goal, Status

TONES: dict[Status, Tone] = {
    "met": "good",
    "on_course": "course",
    "behind": "warn",
    "overdue": "bad",
    "unreported": "quiet",
    "undefined": "quiet",
    "striving": "striving",
}
NOTHING = "—"
FEW = Words("少量", "few")
"""In the place of a count of persons that is too small for the reader to see."""
UNITS: dict[str, Words] = {
    "percent": Words("%", "%"),
    "count": Words("", ""),
    "cents": Words("元", " yuan"),
    "days": Words("天", " days"),
    "minutes": Words("分钟", " min"),
}


def decimals(unit: str) -> int:
    """Digits behind the point: rates per 1000 two, shares one, counts none."""
    if unit.startswith("per "):
        return 2
    return 1 if unit == "percent" else 0


def number(value: Fraction | None, unit: str) -> str:
    """A value with its unit where that is a sign: "87.5%", "3.21", "68"; a dash for none."""
    if value is None:
        return NOTHING
    if unit == "cents":
        return yuan(int(shown(value, 0)))
    places = decimals(unit)
    if unit == "count" and value.denominator != 1:
        places = 1
    return shown(value, places) + ("%" if unit == "percent" else "")


def plain(value: Fraction) -> str:
    """A bound without needless zeros: 90, 3.4, 0.63."""
    if value.denominator == 1:
        return str(value.numerator)
    return shown(value, 3).rstrip("0").rstrip(".")


def goal_text(goal: Goal | None, unit: str = "percent") -> str | Words:
    """A goal as people write it: ≥90%, ≤2, 全部, 逐年提升."""
    if goal is None:
        return NOTHING
    sign = "%" if "%" in goal.text or unit == "percent" else ""
    if goal.comparison == "all":
        return Words("全部", "all")
    if goal.comparison == "done":
        return Words("完成", "done")
    if goal.comparison == "rises":
        return Words("逐年提升", "rises")
    if goal.comparison == "between" and goal.low is not None and goal.high is not None:
        return Words(f"每年{plain(goal.low)}–{plain(goal.high)}", f"{plain(goal.low)}–{plain(goal.high)} a year")
    bound = goal.high if goal.comparison == "<=" else goal.low
    mark = {">=": "≥", "<=": "≤", "=": "="}[goal.comparison]
    return f"{mark}{plain(bound)}{sign}" if bound is not None else NOTHING


def counted(many: int, counts: str = "") -> str:
    """So many of what is counted; cents as yuan."""
    return yuan(many) if counts == "cents" else f"{many:,}"


def fraction_text(numerator: int | None, denominator: int | None, counts: str = "", of: str = "") -> str:
    """`63/72`, or the numerator alone; `of` says of the denominator what `counts` says of the numerator."""
    if numerator is None:
        return NOTHING
    over = f"/{counted(denominator, of)}" if denominator is not None else ""
    return counted(numerator, counts) + over


def decided_text(decision: Decision) -> str:
    """The fraction by which a target was decided."""
    return portion_text(decision, decision.numerator, decision.denominator)


def portion_text(decision: Decision, numerator: int | None, denominator: int | None) -> str:
    """A fraction of a target's figures: a county's, a month's, as its own is told."""
    return fraction_text(numerator, denominator, decision.counts, decision.of)


def lacking(many: int, counts: str = "") -> Words:
    """What is short, with its unit where it is money: short enough for a mark, in ten thousands from there on."""
    if counts == "cents" and many >= 1_000_000:
        return Words(f"{ten_thousands(many)}万元", f"{ten_thousands(many)} × 10,000 yuan")
    unit = UNITS[counts or "count"]
    return Words(f"{counted(many, counts)}{unit.zh}", f"{counted(many, counts)}{unit.en}")


def gap_words(decision: Decision) -> Words | None:
    """The gap in units under the reading in force, and for the region as one where that differs; None when met."""
    if not decision.short:
        return None
    short = lacking(decision.short, decision.counts)
    if decision.short_total is None or decision.short_total == decision.short:
        return Words(f"差 {short.zh}", f"short {short.en}")
    total = lacking(decision.short_total, decision.counts)
    return Words(f"逐县差 {short.zh} · 合计差 {total.zh}", f"short {short.en} by county · {total.en} in total")


def change_text(change: Fraction | None, unit: str) -> str:
    """The change since a month before, signed."""
    if change is None:
        return NOTHING
    if change == 0:
        return "0"
    text = yuan(int(shown(abs(change), 0))) if unit == "cents" else shown(abs(change), decimals(unit))
    return ("+" if change > 0 else "−") + text


def needed_text(decision: Decision) -> int | None:
    """How many are needed for a share's goal over the region as one."""
    goal = decision.target.goal
    if goal is None or goal.low is None or not decision.denominator or decision.unit != "percent":
        return None
    return needed(decision.denominator, goal.low)


def along(value: Fraction | None, baseline: Fraction | None, goal: Goal | None) -> float | None:
    """How far a value stands on the way from baseline to goal, in percent, clipped to 0..100; None without a goal."""
    if value is None or goal is None:
        return None
    end = goal.high if goal.comparison == "<=" else goal.low
    if end is None:
        return None
    start = baseline if baseline is not None else Fraction(0)
    if end == start:
        return 100.0 if value >= end else 0.0
    return float(min(max((value - start) / (end - start), Fraction(0)), Fraction(1)) * 100)
