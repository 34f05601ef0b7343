"""What a decision asks for: which measure and reading, now, a month before and at the baseline; and the answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from tongmai.base.dates import month_days, month_of, months_back
from tongmai.engines.measure.goals import Figure
from tongmai.engines.measure.protocol import Level, Measures
from tongmai.model.measure import Measure
from tongmai.model.period import Period, window
from tongmai.model.target import Plan, Target

_LEVELS: tuple[Level, ...] = ("county", "prefecture")


@dataclass(frozen=True)
class Areas:
    """The region a plan is for: its prefecture's code and its counties, code to name, in their official order.
    `facts_from`: the first day from which facts are complete; a baseline is not taken from before it."""

    prefecture: str
    counties: Mapping[str, str]
    facts_from: date | None = None


@dataclass(frozen=True)
class Asked:
    """A target with the figures that decide it: which measure and reading, over which periods."""

    target: Target
    measure: Measure
    reading: str  # as chosen; "" when none was
    counted: str | None  # the measure's own reading
    by_county: bool
    now: Period
    before: Period | None
    base: Period | None
    found: dict[tuple[str, Period], Figure] = field(default_factory=dict)

    @property
    def periods(self) -> tuple[Period, ...]:
        given = (self.now, self.before, self.base)
        return tuple(dict.fromkeys(one for one in given if one is not None))

    def figure(self, area: str, period: Period) -> Figure:
        """What was counted; 0, or 0 of 0, where no cell is."""
        nothing = 0 if self.is_share else None
        return self.found.get((area, period), Figure(0, nothing, self.measure.per))

    @property
    def is_share(self) -> bool:
        """A formula is a share when any of its cells is; without cells its unit tells."""
        if not self.measure.formula:
            return bool(self.measure.denominator)
        known = [figure.denominator is not None for figure in self.found.values()]
        return any(known) if known else self.measure.per != 1

    def baseline(self, area: str) -> Fraction | None:
        if self.target.baseline is not None:
            return self.target.baseline
        return self.figure(area, self.base).value if self.base is not None else None


def ask(plan: Plan, target: Target, measure: Measure, areas: Areas, as_of: date, reading: str) -> Asked:
    """The question of one target on a day, still without answers. ValueError names a reading that does not exist."""
    if reading and reading not in ("total", "county", measure.id) and reading not in measure.readings:
        raise ValueError(f"target {target.id}: measure {measure.id} has no reading {reading}")
    flow = measure.kind == "flow"
    now = window(measure.window, as_of, flow)
    before = window(measure.window, _same_day(as_of, 1), flow)
    base = window(measure.window, _base_day(plan, target, as_of), flow) if target.baseline is None else None
    complete = base is None or areas.facts_from is None or _begins(base, measure) >= areas.facts_from
    return Asked(
        target=target,
        measure=measure,
        reading=reading,
        counted=reading if reading in measure.readings else None,
        by_county=reading == "county" or (target.each == "county" and reading != "total"),
        now=now,
        before=before if measure.window != "year_to_date" or before.from_day == now.from_day else None,
        base=base if complete else None,
    )


def count(measures: Measures, asked: Sequence[Asked]) -> None:
    """Fill in the answers: one question to the evaluator for all measures asked over the same periods."""
    wanted: dict[tuple[str | None, str], dict[Period, None]] = {}
    for one in asked:
        wanted.setdefault((one.counted, one.measure.id), {}).update(dict.fromkeys(one.periods))
    grouped: dict[tuple[str | None, tuple[Period, ...]], list[str]] = {}
    for (reading, id), periods in wanted.items():
        for batch in _batches(periods):
            grouped.setdefault((reading, batch), []).append(id)
    figures: dict[tuple[str | None, str], dict[tuple[str, Period], Figure]] = {}
    for (reading, batch), ids in grouped.items():
        by_id = {period.id: period for period in batch}
        for cell in measures.cells(ids, batch, _LEVELS, reading):
            if cell.area or cell.level == "county":
                figure = Figure(cell.numerator, cell.denominator, cell.per)
                figures.setdefault((reading, cell.measure), {})[cell.area, by_id[cell.period]] = figure
    for one in asked:
        one.found.update(figures.get((one.counted, one.measure.id), {}))


def _batches(periods: Iterable[Period]) -> list[tuple[Period, ...]]:
    """Periods in as few groups as may be asked at once: the same month cut at two days may not."""
    batches: list[dict[str, Period]] = []
    for period in periods:
        free = next((batch for batch in batches if period.id not in batch), None)
        if free is None:
            batches.append({period.id: period})
        else:
            free[period.id] = period
    return [tuple(batch.values()) for batch in batches]


def _same_day(day: date, months: int) -> date:
    """The same day some months before; from a month's last day the last day of that month."""
    first, last = month_days(months_back(month_of(day), months))
    whole = day == month_days(month_of(day))[1]
    return last if whole else min(first + timedelta(days=day.day - 1), last)


def _base_day(plan: Plan, target: Target, as_of: date) -> date:
    if target.since == "last_year":
        return _same_day(as_of, 12)
    return month_days(target.since)[1] if target.since else plan.issued


def _begins(period: Period, measure: Measure) -> date:
    """From when facts must be complete for a figure: a state asks its last day only."""
    return period.from_day if measure.kind == "flow" else period.to_day
