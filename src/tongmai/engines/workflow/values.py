"""The language of effects' values.

A literal; `{field}` (the form's value with its type); `{today}`, `{now}`, `{actor}` and `{organization}` (references);
text with such places inside; or a JSON object or list as text, whose strings follow the same language. A place without
a value makes the whole value absent; in an object its member is left out, and the object with the last such member.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from tongmai.access import Actor
from tongmai.engines.workflow.record import Json

_PLACE = re.compile(r"\{([A-Za-z_][A-Za-z0-9_\-]*)\}")
BUILT_IN = frozenset({"today", "now", "actor", "organization"})


def places(value: str) -> frozenset[str]:
    """The names that a value speaks of."""
    return frozenset(_PLACE.findall(value))


def row(actor: Actor, today: str, now: str, fields: Mapping[str, Any]) -> Json:
    """What the places stand for."""
    organization = {"reference": f"Organization/{actor.organization}"} if actor.organization else None
    return {**fields, "today": today, "now": now, "actor": actor.who, "organization": organization}


def flat(source: Mapping[str, Any]) -> Json:
    """A resource's plain elements, its references by their ids and its concepts by their codes, the first of a list;
    a list of other objects as it stands."""
    found: Json = {}
    for name, value in source.items():
        first = value[0] if isinstance(value, list) and value else value
        if not isinstance(first, dict):
            found |= {} if isinstance(value, list) else {name: value}
        elif "reference" in first:
            found[name] = str(first["reference"]).rpartition("/")[2]
        elif first.get("coding"):
            found[name] = str(first["coding"][0].get("code", ""))
        elif isinstance(value, list):
            found[name] = value
    return found


def parsed(value: str) -> Any:
    """A value's text as a template: JSON where it begins as an object or a list does, otherwise itself."""
    if value.startswith(('{"', "[", "{}")):
        return json.loads(value)
    return value


def filled(template: Any, values: Mapping[str, Any]) -> Any:
    """The template with its places filled; None when a place has no value."""
    if isinstance(template, dict):
        members = {name: value for name, inner in template.items() if (value := filled(inner, values)) is not None}
        hopes = [name for name, inner in template.items() if _speaks(inner)]
        return members if members and (not hopes or any(name in members for name in hopes)) else None
    if isinstance(template, list):
        return [value for inner in template if (value := filled(inner, values)) is not None] or None
    if not isinstance(template, str):
        return template
    if match := _PLACE.fullmatch(template):
        return _value(values, match[1])
    if any(_value(values, name) is None for name in _PLACE.findall(template)):
        return None
    return _PLACE.sub(lambda match: _text(values[match[1]]), template)


def _speaks(template: Any) -> bool:
    """Whether a template has a place somewhere."""
    inner = template.values() if isinstance(template, dict) else template if isinstance(template, list) else ()
    return bool(_PLACE.search(template)) if isinstance(template, str) else any(_speaks(one) for one in inner)


def _value(values: Mapping[str, Any], name: str) -> Any:
    value = values.get(name)
    return None if value == "" or value == [] else value


def _text(value: Any) -> str:
    return str(value["reference"]) if isinstance(value, dict) and "reference" in value else str(value)


def assign(resource: Json, element: str, value: Any) -> None:
    """Set `a.b` of a resource, making the objects on the way."""
    *way, last = element.split(".")
    for name in way:
        resource = resource.setdefault(name, {})
    resource[last] = value


def extend(resource: Json, element: str, value: Any) -> None:
    """Append to the list `a.b` of a resource; a list appends its members."""
    *way, last = element.split(".")
    for name in way:
        resource = resource.setdefault(name, {})
    resource.setdefault(last, []).extend(value if isinstance(value, list) else [value])
