"""One damage at a time, everywhere it can be done."""

import copy


def places(value, path=()):
    """(path, value) of everything in a resource."""
    yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in items:
        yield from places(one, (*path, key))


def changed(resource, path, new):
    """A copy with another value at a path; the `...` object takes it out."""
    copied = copy.deepcopy(resource)
    parent = copied
    for key in path[:-1]:
        parent = parent[key]
    if new is ...:
        del parent[path[-1]]
    else:
        parent[path[-1]] = new
    return copied


def added(resource, path, key, value):
    copied = copy.deepcopy(resource)
    parent = copied
    for step in path:
        parent = parent[step]
    parent[key] = value
    return copied


def damages(resource):
    """(kind of damage, path, damaged resource)."""
    yield from plain_damages(resource)
    yield from second_choices(resource)


def plain_damages(resource):
    for path, value in places(resource):
        last = path[-1] if path else None
        if isinstance(value, dict):
            yield "unknown element", path, added(resource, path, "frobnicated", "x")
        if not path or last == "resourceType":
            continue
        if isinstance(last, str):
            yield "left out", path, changed(resource, path, ...)
            yield "null", path, changed(resource, path, None)
            yield "list for scalar", path, changed(resource, path, [value])
        yield from wrong_kinds(resource, path, value)


def wrong_kinds(resource, path, value):
    last = path[-1]
    if isinstance(value, list):
        yield "scalar for list", path, changed(resource, path, value[0])
        yield "empty list", path, changed(resource, path, [])
    elif isinstance(value, dict):
        yield "empty object", path, changed(resource, path, {})
        yield "text for object", path, changed(resource, path, "x")
    else:
        yield "object for primitive", path, changed(resource, path, {"a": 1})
        yield "empty text", path, changed(resource, path, "")
        wrong = 7 if isinstance(value, str) else "x"
        yield "wrong type", path, changed(resource, path, wrong)
    if isinstance(last, str) and last in ("status", "gender", "use", "type", "system") and isinstance(value, str):
        yield "other code", path, changed(resource, path, "zzz")


def second_choices(resource):
    for path, value in places(resource):
        if isinstance(value, dict):
            for key in value:
                for prefix in ("value", "deceased", "effective", "onset"):
                    if key.startswith(prefix) and key[len(prefix) : len(prefix) + 1].isupper():
                        yield "second choice", path, added(resource, path, f"{prefix}String", "x")
