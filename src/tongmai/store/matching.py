"""Whether index entries meet a filter: in plain loops, as the reference that judges the compiled searches."""

from collections.abc import Callable, Iterable

from tongmai.store.rows import OWN, Composite, Rows
from tongmai.store.terms import Amount, Below, Meaning, Pair, Range, Ref, Test, Text, Token, passes


def meets(rows: Rows, meant: Meaning) -> bool:
    """For every kind but `_id` and `_lastUpdated`, which the record itself answers, and chains."""
    if meant.missing is not None:
        return meant.missing == (not any(True for _ in _entries(rows, meant)))
    found = any(_met(rows, meant, test) for test in meant.tests)
    return found != meant.negated


def _entries(rows: Rows, meant: Meaning) -> Iterable[tuple[object, ...]]:
    tables: dict[str, tuple[tuple[object, ...], ...]] = {
        "token": rows.tokens,
        "string": rows.strings,
        "date": rows.dates,
        "number": rows.numbers,
        "quantity": rows.quantities,
        "reference": rows.references,
        "uri": rows.uris,
        "composite": rows.composites,
    }
    for entry in tables[meant.kind]:
        if entry[0] == meant.name and (not meant.only or _points_to(entry, meant.only)):
            yield entry


def _points_to(entry: tuple[object, ...], type: str) -> bool:
    """Whether a reference is to this type, of a url as far as its path shows it."""
    return entry[1] == type or (entry[1] == "" and f"/{type}/" in str(entry[2]))


def _met(rows: Rows, meant: Meaning, test: Test) -> bool:
    if isinstance(test, Token):
        return any(name == meant.name and token(system, code, test) for name, system, code in rows.tokens)
    if isinstance(test, Text):
        return any(name == meant.name and _text(form, text, own, test) for name, form, text, own in rows.strings)
    if isinstance(test, Range):
        ranges = rows.dates if meant.kind == "date" else rows.numbers
        return any(name == meant.name and passes(test.op, low, high, test) for name, low, high in ranges)
    if isinstance(test, Amount):
        return any(entry[0] == meant.name and _amount(entry, test) for entry in rows.quantities)
    if isinstance(test, Ref):
        return (meant.name, test.type, test.id) in rows.references
    if isinstance(test, Below):
        return any(name == meant.name and (f"{text}/").startswith(f"{test.text}/") for name, text in rows.uris)
    if isinstance(test, Pair):
        return any(entry[0] == meant.name and _pair(entry, test) for entry in rows.composites)
    return (meant.name, test.text) in rows.uris


def token(system: str, code: str, test: Token) -> bool:
    """The four forms: code, system|code, |code, system|."""
    return test.system in (None, system) and test.code in (None, code)


def _pair(entry: Composite, test: Pair) -> bool:
    """Both values of one element."""
    name, head_system, head_code, low, high, system, code, unit, text = entry
    if not token(head_system, head_code, test.head):
        return False
    tail = test.tail
    if isinstance(tail, Token):
        return token(system, code, tail)
    if isinstance(tail, Text):
        return text.startswith(tail.text)
    if isinstance(tail, Amount):
        return _amount((name, low, high, system, code, unit), tail)
    return passes(tail.op, low, high, tail)


def _amount(entry: tuple[str, float, float, str, str, str], test: Amount) -> bool:
    _, low, high, system, code, unit = entry
    right_unit = test.system in (None, system) and (test.unit is None or test.unit in (code, unit))
    return right_unit and passes(test.range.op, low, high, test.range)


def _text(form: int, text: str, own: str, test: Text) -> bool:
    if test.mode == "exact":
        return form == OWN and own == test.text
    if test.mode == "contains":
        return form == OWN and test.text in text
    return text.startswith(test.text if form == OWN else test.joined)


def targets(rows: Rows, name: str, only: str) -> Iterable[tuple[str, str]]:
    """What a reference parameter points to: (type, id)."""
    return ((type, id) for found, type, id in rows.references if found == name and type and (not only or type == only))


def sort_value(rows: Rows, kind: str, name: str, descending: bool) -> object | None:
    """By which a resource is ordered: its least value, or descending its greatest; a period counts from its start, a
    range from its low end. None where it has none."""
    choose: Callable[[list[object]], object] = max if descending else min  # type: ignore[assignment]
    values: list[object] = []
    if kind == "string":
        values.extend(text for found, form, text, _ in rows.strings if found == name and form == OWN)
    elif kind == "date":
        values.extend(start for found, start, _ in rows.dates if found == name)
    else:
        values.extend(low for found, low, _ in rows.numbers if found == name)
    return choose(values) if values else None
