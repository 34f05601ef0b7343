"""Specs read from `specs/<measure>.yaml`; the file's name is the measure's id, with or without its room."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from tongmai.model.entry import Entry, read_yaml
from tongmai.model.measure import Measure
from tongmai.model.spec import Spec

PERIOD = "2025-06"


def read_specs(folder: Path, measures: Sequence[Measure]) -> tuple[Spec, ...]:
    """Every case of every file, files in order of their names. ValueError names file and case."""
    if not folder.is_dir():
        return ()
    found: list[Spec] = []
    for path in sorted(folder.iterdir()):
        where = "/".join(path.parts[-3:])
        if path.suffix != ".yaml":
            raise ValueError(f"{where}: only .yaml lie here")
        measure = _measure(where, path.stem, measures)
        content = read_yaml(path)
        if not isinstance(content, list) or not content:
            raise ValueError(f"{where}: a list of cases is expected")
        found += [_spec(f"{where} case {number}", measure, case) for number, case in enumerate(content, start=1)]
    return tuple(found)


def _measure(where: str, stem: str, measures: Sequence[Measure]) -> Measure:
    for measure in measures:
        if stem in (measure.id, measure.id.partition(".")[2]):
            return measure
    raise ValueError(f"{where}: no measure {stem} in this room")


def _spec(where: str, measure: Measure, values: Any) -> Spec:
    entry = Entry(where, values)
    when = entry.text("when")
    rows = entry.items("rows")
    tables = _tables(entry)
    parts = _parts(entry)
    given = [name for name, value in (("tables", tables), ("parts", parts)) if value]
    if bool(measure.formula) != bool(parts) or len(given) > 1 or (given and rows):
        raise entry.fault("rows", "or tables are given for a measure over rows, parts for a formula, one of them")
    reading = entry.text("reading", "")
    if reading and reading not in measure.readings:
        raise entry.fault("reading", f"{reading} is not declared")
    then = entry.inner("then")
    if then is None:
        raise entry.fault("then", "is missing")
    checks = frozenset(then.names())
    spec = Spec(
        measure=measure.id,
        when=when,
        period=entry.text("period", PERIOD),
        reading=reading or None,
        rows=_rows(where, rows),
        tables=tables,
        parts=parts,
        numerator=_integer(then, "numerator"),
        denominator=_integer(then, "denominator"),
        value=_fraction(then, "value"),
        checks=checks,
    )
    then.done()
    entry.done()
    if not checks:
        raise entry.fault("then", "states nothing")
    return spec


def _rows(where: str, rows: list[Any]) -> tuple[Mapping[str, Any], ...]:
    for row in rows:
        if not isinstance(row, Mapping) or not all(isinstance(name, str) for name in row):  # a bare `on` is true
            raise ValueError(f"{where}: a row is a mapping of columns, not {row!r}")
    return tuple({name: _plain(value) for name, value in row.items()} for row in rows)


def _plain(value: Any) -> Any:
    """Days, which YAML reads as such, become ISO text: the form in which every row carries them."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _tables(entry: Entry) -> dict[str, tuple[Mapping[str, Any], ...]]:
    inner = entry.inner("tables")
    return {name: _rows(inner.where, inner.items(name)) for name in inner.names()} if inner is not None else {}


def _parts(entry: Entry) -> dict[str, tuple[int, int | None]]:
    """`{emergency.chest_pain_share: [3, 7]}`; a count is given as `[3]`."""
    inner = entry.inner("parts")
    found: dict[str, tuple[int, int | None]] = {}
    for name in inner.names() if inner is not None else ():
        pair = inner.items(name) if inner is not None else []
        if len(pair) not in (1, 2) or not all(type(number) is int for number in pair):
            raise entry.fault(f"parts {name}", "must be [numerator, denominator] or [numerator]")
        found[name] = (pair[0], pair[1] if len(pair) == 2 else None)
    return found


def _integer(entry: Entry, name: str) -> int | None:
    value = entry.take(name)
    if value is not None and type(value) is not int:
        raise entry.fault(name, f"must be an integer, not {value!r}")
    return value


def _fraction(entry: Entry, name: str) -> Fraction | None:
    """An integer, a decimal or "9/14", read exactly; null where there is nothing to have a share of."""
    value = entry.take(name)
    if value is None:
        return None
    try:
        return Fraction(str(value))
    except ValueError as error:
        raise entry.fault(name, f"is no number: {value!r}") from error
