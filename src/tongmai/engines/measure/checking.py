"""Declarations checked at load: every finding names the measure, view or target and what is wrong with it."""

import re
from collections.abc import Iterable, Iterator, Mapping

from sqlglot import exp
from sqlglot.errors import OptimizeError
from sqlglot.optimizer.qualify import qualify

from tongmai.engines.measure.catalogue import Catalogue
from tongmai.engines.measure.formulas import parse_formula, parts
from tongmai.model.measure import Measure
from tongmai.model.reading import Room
from tongmai.model.sql import parse_derived, parse_expression, sources, tables
from tongmai.model.target import Plan, Target
from tongmai.model.view import DIMENSIONS, DerivedView

_SENSITIVE = frozenset({"ethnicity", "nation", "nationality", "race", "minzu", "religion"})
_SINCE = re.compile(r"\d{4}-(0[1-9]|1[0-2])|last_year|")


def problems(catalogue: Catalogue) -> list[str]:
    """Everything wrong with views and measures; empty when all is well."""
    found = _dimension_problems(catalogue)
    for view in catalogue.derived:
        found += derived_problems(view, catalogue.columns)
    for measure in catalogue.measures.values():
        found += measure_problems(measure, catalogue)
    return found


def room_problems(rooms: Iterable[Room]) -> list[str]:
    """What one room reads of another: views are private to their room, but for the shared dimensions."""
    found: list[str] = []
    for room in rooms:
        own = {view.name for view in room.views} | {view.name for view in room.derived} | DIMENSIONS.keys() | {"area"}
        for view in room.derived:
            strange = sorted(sources(view) - own)
            found += [f"derived view {view.name} reads {name}, not of its room {room.domain.id}" for name in strange]
        lost = [measure for measure in room.measures if measure.rows and measure.rows not in own]
        found += [f"measure {measure.id}: view {measure.rows} is not of its room" for measure in lost]
    return found


def _dimension_problems(catalogue: Catalogue) -> list[str]:
    found = []
    for name, columns in DIMENSIONS.items():
        missing = [column for column in columns if column not in catalogue.columns[name]]
        if missing:
            found.append(f"view {name} takes the place of a dimension and lacks {', '.join(missing)}")
    return found


def derived_problems(view: DerivedView, columns: Mapping[str, tuple[str, ...]]) -> list[str]:
    """One SELECT of the permitted subset, over known tables and known columns."""
    try:
        tree = parse_derived(view)
    except ValueError as error:
        return [str(error)]
    if unknown := sorted(tables(tree) - columns.keys()):
        return [f"derived view {view.name}: no view or dimension {', '.join(unknown)}"]
    schema: dict[str, object] = {name: dict.fromkeys(names, "text") for name, names in columns.items()}
    try:
        qualify(tree.copy(), schema=schema, dialect="duckdb", quote_identifiers=False)
    except OptimizeError as error:
        named = sorted(tables(tree))
        known = "; ".join(f"{name}({', '.join(columns[name])})" for name in named)
        return [f"derived view {view.name}: {str(error).splitlines()[0]} Known: {known}"]
    return []


def measure_problems(measure: Measure, catalogue: Catalogue) -> list[str]:
    """Expressions parse, columns exist, time and place are there, a formula names measures that fit together."""
    found = _formula_problems(measure, catalogue) if measure.formula else _row_problems(measure, catalogue)
    return [f"measure {measure.id}: {one}" for one in found]


def _row_problems(measure: Measure, catalogue: Catalogue) -> Iterator[str]:
    if measure.rows not in catalogue.columns:
        yield f"no view {measure.rows}"
        return
    names = catalogue.columns[measure.rows]
    for role, name in (("place", measure.place), ("subject", measure.subject), ("distinct", measure.distinct)):
        if name and name not in names:
            yield f"{role}: view {measure.rows} has no column {name} (it has {', '.join(names)})"
    if time_columns(measure, names) is None:
        needed = "from_day and to_day" if measure.kind == "state" else "day"
        yield f"view {measure.rows} has no time: a column period, or {needed}"
    for role, text in expressions(measure):
        yield from (f"{role}: {one}" for one in _expression_problems(text, measure.rows, names))


def expressions(measure: Measure) -> Iterator[tuple[str, str]]:
    """(where it stands, text) of every expression of a measure over rows, its readings included."""
    yield "numerator", measure.numerator or "true"
    yield "denominator", measure.denominator or "true"
    for name, reading in measure.readings.items():
        for role, text in (("numerator", reading.numerator), ("denominator", reading.denominator)):
            if text is not None:
                yield f"reading {name} {role}", text


def _expression_problems(text: str, view: str, names: tuple[str, ...]) -> Iterator[str]:
    try:
        tree = parse_expression(text)
    except ValueError as error:
        yield str(error)
        return
    for column in tree.find_all(exp.Column):
        if column.table:
            yield f"a column of another table: {column.sql()}"
        elif column.name not in names:
            yield f"view {view} has no column {column.name} (it has {', '.join(names)})"
        elif column.name in _SENSITIVE:
            yield f"column {column.name} is never part of a measure"


def time_columns(measure: Measure, names: Iterable[str]) -> tuple[str, ...] | None:
    """By which columns rows meet a period: ("period",), ("from_day", "to_day") or ("day",); None when by none."""
    columns = set(names)
    if "period" in columns:
        return ("period",)
    if measure.kind == "state" and {"from_day", "to_day"} <= columns:
        return ("from_day", "to_day")
    return ("day",) if measure.kind == "flow" and "day" in columns else None


def _formula_problems(measure: Measure, catalogue: Catalogue) -> Iterator[str]:
    try:
        named = parts(parse_formula(measure.formula))
    except ValueError as error:
        yield str(error)
        return
    if not named:
        yield "its formula names no measure"
    for id in named:
        part = catalogue.measures.get(id)
        if part is None:
            yield f"its formula names {id}, which nobody declares"
        elif part.formula:
            yield f"its formula names {id}, which is a formula itself"
        elif part.base != measure.base:
            yield f"it is counted on the {measure.base} base, its part {id} on the {part.base} base"
    if measure.readings or measure.distinct:
        yield "a formula has no readings and counts nothing itself"


def plan_problems(plan: Plan, catalogue: Catalogue) -> list[str]:
    """Every target's measure, readings, goal and baseline month."""
    return [f"plan {plan.id} target {it.id}: {one}" for it in plan.targets for one in _target(it, catalogue)]


def _target(target: Target, catalogue: Catalogue) -> Iterator[str]:
    if not _SINCE.fullmatch(target.since):
        yield f"since must be a month or last_year, not {target.since!r}"
    if not target.measure:
        return
    measure = catalogue.measures.get(target.measure)
    if measure is None:
        yield f"no measure {target.measure}"
        return
    for name in target.alternatives:
        if name not in ("total", "county") and name not in measure.readings and name not in catalogue.measures:
            yield f"alternative {name} is no reading of {measure.id} and no measure"
    if target.goal is not None and target.goal.comparison in ("all", "done") and measure.unit != "percent":
        yield f"goal {target.goal.text} needs a share in percent, but {measure.id} is in {measure.unit}"
