"""Writing a changed row into a record without losing what the row does not show.

A lens makes a resource from a row. To change a record, the lens is filled twice, with the old row and with the new one;
only where the two differ is the record touched. What a page, an interface or another list put there stays.
"""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]
_ABSENT = object()


def carry(kept: Any, before: Any, after: Any) -> Any:
    """`kept` with the difference from `before` to `after` applied."""
    if before == after:
        return kept
    if isinstance(kept, Mapping) and isinstance(before, Mapping) and isinstance(after, Mapping):
        return _objects(kept, before, after)
    if isinstance(kept, list) and isinstance(before, list) and isinstance(after, list):
        return _lists(kept, before, after)
    return after


def _objects(kept: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> Json:
    result = dict(kept)
    for name in dict.fromkeys((*before, *after)):
        value = _member(result.get(name, _ABSENT), before.get(name, _ABSENT), after.get(name, _ABSENT))
        if value is _ABSENT:
            result.pop(name, None)
        else:
            result[name] = value
    return result


def _member(kept: Any, before: Any, after: Any) -> Any:
    if before == after:
        return kept
    if after is _ABSENT:
        if isinstance(kept, list) and isinstance(before, list):
            return _lists(kept, before, []) or _ABSENT
        return _ABSENT
    if kept is _ABSENT:
        return after
    if before is _ABSENT:
        before = {} if isinstance(after, Mapping) else [] if isinstance(after, list) else _ABSENT
    return carry(kept, before, after)


def _lists(kept: list[Any], before: list[Any], after: list[Any]) -> list[Any]:
    """Items are matched by what they are for (url, system), else by their content, else by their place."""
    result = list(kept)
    old, new = _by_name(before), _by_name(after)
    gone: list[int] = []
    for name in dict.fromkeys((*old, *new)):
        place = _place(result, name, old.get(name, _ABSENT))
        if name not in new:
            gone += [place] if place is not None else []
        elif place is None:
            result.append(new[name])
        else:
            base = old.get(name, {} if isinstance(new[name], Mapping) else _ABSENT)
            result[place] = carry(result[place], base, new[name])
    return [item for number, item in enumerate(result) if number not in gone]


def _by_name(items: list[Any]) -> dict[Any, Any]:
    return {_name(item, number): item for number, item in enumerate(items)}


def _name(item: Any, number: int) -> Any:
    if isinstance(item, Mapping):
        for key in ("url", "system"):
            if isinstance(item.get(key), str):
                return key, item[key]
        codings = item.get("coding")
        if isinstance(codings, list) and codings and isinstance(codings[0], Mapping):
            return "coding", codings[0].get("system")
    return "#", number


def _place(items: list[Any], name: Any, old: Any) -> int | None:
    """Where the item of this name stands."""
    if name[0] != "#":
        return next((place for place, item in enumerate(items) if name in _names(item)), None)
    if old is not _ABSENT:
        same = next((place for place, item in enumerate(items) if item == old), None)
        if same is not None:
            return same
        return name[1] if name[1] < len(items) else None
    return None


def _names(item: Any) -> list[Any]:
    """All names an item answers to: a concept with codings of two systems answers to both."""
    if isinstance(item, Mapping) and isinstance(item.get("coding"), list):
        return [("coding", one.get("system")) for one in item["coding"] if isinstance(one, Mapping)]
    return [_name(item, -1)]
