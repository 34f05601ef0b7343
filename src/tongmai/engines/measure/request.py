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
    sums: Mapping[tuple[str, Level, str, str], tuple[int, int | None]],
) -> list[Cell]:
    """Cells in their order, formulas computed, cells that count nothing left out. `sums`: (numerator, denominator) by
    (measure over rows, level, area, period)."""
    areas: dict[Level, list[str]] = {level: sorted({key[2] for key in sums if key[1] == level}) for level in levels}
    found: list[Cell] = []
    for id in ids:
        measure = catalogue.measure(id)
        tree = parse_formula(measure.formula) if measure.formula else None
        named = parts(tree) if tree is not None else (id,)
        for level in levels:
            for area in areas[level]:
                for one in periods:
                    pairs = {name: _pair(catalogue, sums.get((name, level, area, one.id)), name) for name in named}
                    pair = evaluate(tree, pairs) if tree is not None else pairs[id]
                    if pair.numerator or pair.denominator:
                        cell = Cell(id, level, area, one.id, pair.numerator, pair.denominator, measure.per, pair.part)
                        found.append(cell)
    return found


def _pair(catalogue: Catalogue, sums: tuple[int, int | None] | None, id: str) -> Pair:
    if sums is not None:
        return Pair(*sums)
    return NOTHING if catalogue.measure(id).denominator else Pair(0, None)
