"""From a row back to a resource: the lens of a view. The law: rows(view, fill(template, row)) == [row].

A template is a resource with `{column}` in its texts. A text that is nothing but one `{column}` takes the row's value
with its type; a text with more around it is put together; where a column is null or absent the text is left out. An
object or list of which nothing is left is left out too, and so is one of which only constants are left beside a column
that is absent: a Coding whose code is absent does not keep its system.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

_COLUMN = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")
_ABSENT = object()


def fill(template: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """The resource of a row. The head of the template (resourceType and other constants) always stays."""
    filled = {key: _filled(value, row) for key, value in template.items()}
    return {key: value for key, value in filled.items() if value is not _ABSENT}


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


def _filled(template: Any, row: Mapping[str, Any]) -> Any:
    if isinstance(template, str):
        return _text(template, row)
    if isinstance(template, Mapping):
        return _object(template, row)
    if isinstance(template, list):
        items = [item for one in template if (item := _filled(one, row)) is not _ABSENT]
        return items or (_ABSENT if template else [])
    return template


class _Read(NamedTuple):
    """A text of a template: the one column it is, "" where it is not just that, and all columns it names."""

    whole: str
    names: tuple[str, ...]


@lru_cache(maxsize=16_384)
def _read(text: str) -> _Read:
    whole = _COLUMN.fullmatch(text)
    return _Read(whole[1] if whole else "", tuple(_COLUMN.findall(text)))


def _text(template: str, row: Mapping[str, Any]) -> Any:
    whole, names = _read(template)
    if whole:
        value = row.get(whole)
        return _ABSENT if value is None else value
    if not names:
        return template
    for name in names:
        if row.get(name) is None:
            return _ABSENT
    return _COLUMN.sub(lambda match: str(row[match[1]]), template)


def _object(template: Mapping[str, Any], row: Mapping[str, Any]) -> Any:
    """Kept when a column gave it something, or when it names none; constants alone do not keep it."""
    filled = {key: value for key, one in template.items() if (value := _filled(one, row)) is not _ABSENT}
    if not filled:
        return _ABSENT if template else {}
    hoping = False
    for key, one in template.items():
        if _names_any(one):
            if key in filled:
                return filled
            hoping = True
    return _ABSENT if hoping else filled


def _names_any(template: Any) -> bool:
    if isinstance(template, str):
        return bool(_read(template).names)
    if isinstance(template, Mapping):
        return any(map(_names_any, template.values()))
    return isinstance(template, list) and any(map(_names_any, template))
