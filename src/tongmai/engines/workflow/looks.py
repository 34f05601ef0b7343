"""Looks: the records that a step's conditions see, found through the door of the step itself."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from tongmai.access import Context
from tongmai.base.ids import digest
from tongmai.engines.workflow.record import Json, loads
from tongmai.engines.workflow.values import flat
from tongmai.model.workflow import Look

_PLACE = re.compile(r"\{([A-Za-z_]+)(?:\.([A-Za-z]+)|(#))?\}")
Place = tuple[str, str, str]
"""A field or a look, the element of a look, # for the digest of a field."""


def seen(
    door: Context, looks: Sequence[Look], focus: Mapping[str, Any], fields: Mapping[str, Any],
    before: Mapping[str, list[Json]] | None = None, cut: list[str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """What each look finds, by its name; with what was found `before`. `cut` gets those that found more than they may
    see."""
    values = flat(focus) | flat(fields)
    found: dict[str, list[Json]] = dict(before or {})
    for look in looks:
        search = asked(look, values, found)
        if search is None:
            found[look.name] = []
            continue
        page = door.search(*search, count=look.most)
        found[look.name] = [loads(version.body) for version in page.matches]
        if cut is not None and page.next:
            cut.append(look.name)
    return found


def asked(look: Look, values: Mapping[str, Any], found: Mapping[str, Sequence[Json]]) -> tuple[str, str] | None:
    """Type and query of a look with its places filled; None where all places of a parameter are empty."""
    type, _, query = look.query.partition("?")
    pairs = [_filled(pair, values, found) for pair in query.split("&")]
    return None if None in pairs else (type, "&".join(str(pair) for pair in pairs))


def _filled(pair: str, values: Mapping[str, Any], found: Mapping[str, Sequence[Json]]) -> str | None:
    """A parameter with its places filled, several values joined by commas; None when all its places are empty."""
    name, _, value = pair.partition("=")
    places = _PLACE.findall(value)
    if not places:
        return pair
    texts = {place: _values(place, values, found) for place in places}
    if not any(texts.values()):
        return None
    parts = value.split(",")
    kept = [one for part in parts for one in _part(part, texts)]
    return f"{name}={','.join(dict.fromkeys(kept))}"


def _part(part: str, texts: Mapping[Place, Sequence[str]]) -> list[str]:
    match = _PLACE.search(part)
    if match is None:
        return [part]
    one = texts[match[1], match[2] or "", match[3] or ""]
    return [part[: match.start()] + quote(text) + part[match.end() :] for text in one]


def _values(place: Place, values: Mapping[str, Any], found: Mapping[str, Sequence[Json]]) -> Sequence[str]:
    name, element, hashed = place
    if not element:
        value = values.get(name)
        if value in (None, ""):
            return []
        return [digest(str(value)) if hashed else str(value)]
    held = [flat(record).get(element) for record in found[name]]
    return sorted({text for one in held for text in _texts(one)})


def _texts(value: Any) -> list[str]:
    """A value as text; of a list of identifiers or contacts the value of each."""
    if isinstance(value, list):
        return [str(one["value"]) for one in value if isinstance(one, Mapping) and one.get("value")]
    return [str(value)] if value else []
