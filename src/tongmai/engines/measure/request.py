"""A question to an evaluator, made plain: which measures over rows, under which reading, over which periods."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from tongmai.engines.measure.catalogue import Catalogue
from tongmai.engines.measure.formulas import NOTHING, Pair, evaluate, parse_formula, parts
from tongmai.engines.measure.protocol import LEVELS, Cell, Level
from tongmai.model.measure import Measure
from tongmai.model.period import Period, period
from tongmai.model.sql import parse_expression

Place = tuple[Level, str, str]  # level, area, period id
Sums = tuple[int, int | None]  # numerator, denominator


@dataclass(frozen=True)
class Counted:
    """A measure over rows under one reading. `numerator` None: every row counts; `denominator` None: there is none."""

    measure: Measure
    numerator: exp.Expr | None
    denominator: exp.Expr | None


def counted(measure: Measure, reading: str | None) -> Counted:
    """ValueError when the reading is not declared."""
    numerator, denominator = measure.numerator, measure.denominator
    if reading is not None:
        if reading not in measure.readings:
            raise ValueError(f"measure {measure.id} has no reading {reading}")
        other = measure.readings[reading]
        numerator, denominator = other.numerator or numerator, other.denominator or denominator
    return Counted(
        measure,
        parse_expression(numerator) if numerator else None,
        parse_expression(denominator) if denominator else None,
    )


def over_rows(catalogue: Catalogue, ids: Iterable[str]) -> list[Measure]:
    """The measures over rows behind some measures, each once."""
    found: dict[str, Measure] = {}
    for id in ids:
        measure = catalogue.measure(id)
        names = parts(parse_formula(measure.formula)) if measure.formula else (id,)
        found |= {name: catalogue.measure(name) for name in names}
    return list(found.values())


def as_periods(periods: Sequence[Period | str]) -> list[Period]:
    """Ids become whole periods. ValueError when one id is asked for twice."""
    found = [period(one) if isinstance(one, str) else one for one in periods]
    if len({one.id for one in found}) != len(found):
        raise ValueError("a period is asked for twice")
    return found


def as_levels(level: Level | Sequence[Level]) -> list[Level]:
    levels: list[Level] = [level] if isinstance(level, str) else list(level)
    if wrong := [one for one in levels if one not in LEVELS]:
        raise ValueError(f"no level {', '.join(wrong)}")
    return levels


def assembled(
    catalogue: Catalogue,
    ids: Sequence[str],
    periods: Sequence[Period],
    levels: Sequence[Level],
    counted_by: Mapping[str, Mapping[Place, Sums]],
) -> list[Cell]:
    """Cells in their order, formulas computed, cells that count nothing left out. `counted_by`: numerator and
    denominator by measure over rows and place."""
    level_order = {level: number for number, level in enumerate(levels)}
    period_order = {one.id: number for number, one in enumerate(periods)}

    def order(place: Place) -> tuple[int, str, int]:
        return level_order[place[0]], place[1], period_order[place[2]]

    found: list[Cell] = []
    for id in ids:
        measure = catalogue.measure(id)
        pairs = _formula(catalogue, measure, counted_by) if measure.formula else counted_by[id]
        counting = sorted((place for place, pair in pairs.items() if pair[0] or pair[1]), key=order)
        found += [Cell(id, *place, *pairs[place][:2], measure.per, *pairs[place][2:]) for place in counting]
    return found


def _formula(
    catalogue: Catalogue, measure: Measure, counted_by: Mapping[str, Mapping[Place, Sums]]
) -> dict[Place, Pair]:
    """The pairs of a formula wherever one of its measures has a cell."""
    tree = parse_formula(measure.formula)
    absent = {name: NOTHING if catalogue.measure(name).denominator else Pair(0, None) for name in parts(tree)}

    def pair(name: str, place: Place) -> Pair:
        return Pair(*counted_by[name][place]) if place in counted_by[name] else absent[name]

    places = {place for name in absent for place in counted_by[name]}
    return {place: evaluate(tree, {name: pair(name, place) for name in absent}) for place in places}
