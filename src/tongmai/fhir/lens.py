"""From a row back to a resource: the lens of a view. The law: rows(view, fill(template, row)) == [row].

A template is a resource with `{column}` in its texts. A text that is nothing but one `{column}` takes the row's value
with its type; a text with more around it is put together; where a column is null or absent the text is left out. An
object or list of which nothing is left is left out too, and so is one of which only constants are left beside a column
that is absent: a Coding whose code is absent does not keep its system.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from operator import methodcaller
from typing import Any, NamedTuple

_COLUMN = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
Row = Mapping[str, Any]
_Make = Callable[[Row], Any]
"""From a row to a part of the resource; None where it is left out."""
Lens = Callable[[Row], dict[str, Any]]
"""From a row to its resource."""


def lens(template: Mapping[str, Any]) -> Lens:
    """A template made ready for many rows: each gives its resource. The head of the template (resourceType and other
    constants) always stays."""
    parts = [(key, _part(value)) for key, value in template.items()]

    def resource(row: Row) -> dict[str, Any]:
        filled = {}
        for key, part in parts:
            value = part.constant if part.make is None else part.make(row)
            if value is not None or part.make is None:
                filled[key] = value
        return filled

    return resource


def fill(template: Mapping[str, Any], row: Row) -> dict[str, Any]:
    """The resource of one row."""
    return lens(template)(row)


def columns(template: Any) -> set[str]:
    """The columns a template names."""
    return set(_columns(template))


def _columns(template: Any) -> Iterator[str]:
    if isinstance(template, str):
        yield from _COLUMN.findall(template)
    elif isinstance(template, Mapping):
        for value in template.values():
            yield from _columns(value)
    elif isinstance(template, list):
        for value in template:
            yield from _columns(value)


class _Part(NamedTuple):
    """`make` None: a constant that may be shared. `named`: some column is named within."""

    make: _Make | None
    constant: Any = None
    named: bool = False


def _part(template: Any) -> _Part:
    if isinstance(template, str):
        return _text(template)
    if isinstance(template, Mapping):
        return _Part(_object(template), named=bool(columns(template)))
    if isinstance(template, list):
        return _Part(_list(template), named=bool(columns(template)))
    return _Part(None, template)


def _text(template: str) -> _Part:
    if whole := _COLUMN.fullmatch(template):
        return _Part(methodcaller("get", whole[1]), named=True)
    first, *rest = _COLUMN.split(template)
    if not rest:
        return _Part(None, template)
    pieces = [*zip(rest[::2], rest[1::2], strict=True)]  # each column with the text behind it

    def text(row: Row) -> str | None:
        told = first
        for name, behind in pieces:
            value = row.get(name)
            if value is None:
                return None
            told += str(value) + behind
        return told

    return _Part(text, named=True)


def _list(template: list[Any]) -> _Make:
    parts = [_part(one) for one in template]

    def items(row: Row) -> list[Any] | None:
        found = []
        for part in parts:
            value = part.constant if part.make is None else part.make(row)
            if value is not None or part.make is None:
                found.append(value)
        return found if found or not parts else None

    return items


def _object(template: Mapping[str, Any]) -> _Make:
    """Kept when a column gave it something, or when it names none; constants alone do not keep it."""
    parts = [(key, *_part(value)) for key, value in template.items()]
    hopes = any(named for *_, named in parts)

    def content(row: Row) -> dict[str, Any] | None:
        filled = {}
        kept = not hopes
        for key, make, constant, named in parts:
            if make is None:
                filled[key] = constant
                continue
            value = make(row)
            if value is not None:
                filled[key] = value
                kept = kept or named
        return filled if kept and (filled or not parts) else None

    return content
