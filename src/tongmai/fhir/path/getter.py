"""Plain paths as generated Python functions: what views are made of.

    getter(tree, "Patient", definitions)  ->  (function from a JSON object to a list of JSON values, type), or None

None says that the expression is more than plain and needs the evaluator. `first()` may stand anywhere; getResourceKey()
and getReferenceKey() at the end.
"""

from collections.abc import Callable
from typing import Any

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.path.functions import type_name
from tongmai.fhir.path.functions_fhir import reference_key
from tongmai.fhir.path.plain import Equals, NotPlain, Nth, Plain, RefersTo, Step, plain_paths
from tongmai.fhir.path.substitute import parts
from tongmai.fhir.path.tree import Call, Dot, Operation, Tree
from tongmai.fhir.references import parse_reference

Get = Callable[[Any], list[Any]]


def getter(tree: Tree, type: str, definitions: Definitions) -> tuple[Get, str] | None:
    """The function of an expression on a type, and the type it leads to; None when it needs the evaluator."""
    try:
        return _stage(tree, type, definitions)
    except NotPlain:
        return None


def _stage(tree: Tree, type: str, definitions: Definitions) -> tuple[Get, str]:
    match tree:
        case Call("getResourceKey", ()):
            return _id, "id"
        case Dot(left, Call("getReferenceKey", arguments)):
            get, kind = _stage(left, type, definitions)
            if kind != "Reference":
                raise NotPlain
            return _keyed(get, type_name(arguments[0]).rpartition(".")[2] if arguments else ""), "id"
        case Dot(left, Call("first", ())):
            get, kind = _stage(left, type, definitions)
            return lambda value: get(value)[:1], kind
        case Dot(left, right) if _has_first(left):
            get, kind = _stage(left, type, definitions)
            after, final = _stage(right, kind, definitions)
            return lambda value: [one for found in get(value) for one in after(found)], final
    if any(isinstance(part, Operation) and part.operator == "|" for part in parts(tree)):
        raise NotPlain  # a union has no value twice
    paths = plain_paths(tree, type, definitions)
    if not paths or len({path.type for path in paths}) != 1:
        raise NotPlain  # a choice that is not narrowed to one type
    return _generated(paths), paths[0].type


def _has_first(tree: Tree) -> bool:
    match tree:
        case Dot(left, right):
            return right == Call("first", ()) or _has_first(left)
    return False


def _id(value: Any) -> list[Any]:
    found = value.get("id")
    return [] if found is None else [found]


def _keyed(get: Get, wanted: str) -> Get:
    def keys(value: Any) -> list[Any]:
        written = [text for one in get(value) if (text := one.get("reference")) is not None]
        return [key for text in written if (key := reference_key(text, wanted)) is not None]

    return keys


def refers_to(reference: dict[str, Any], type: str) -> bool:
    """Whether a Reference points to a resource of a type, as far as its text or its `type` tells."""
    text = reference.get("reference")
    if text and (known := parse_reference(text).type):
        return known == type
    return bool(reference.get("type") == type)


def _generated(paths: list[Plain]) -> Get:
    if len(paths) == 1 and len(paths[0].steps) == 1:
        step = paths[0].steps[0]
        if isinstance(step, Step) and not step.many:
            return _one(step.key)
    lines = ["def get(v0):", "    found = []"]
    for path in paths:
        _write(path, lines)
    lines.append("    return found")
    space: dict[str, Any] = {"refers_to": refers_to}
    exec(compile("\n".join(lines), "<path>", "exec"), space)
    get: Get = space["get"]
    return get


def _one(key: str) -> Get:
    def get(value: Any) -> list[Any]:
        found = value.get(key)
        return [] if found is None else [found]

    return get


def _write(path: Plain, lines: list[str]) -> None:
    depth, value, count = 1, "v0", 0
    for at, step in enumerate(path.steps):
        pad = "    " * depth
        if isinstance(step, Step):
            count += 1
            inner = f"v{count}"
            lines.append(f"{pad}{inner} = {value}.get({step.key!r})")
            lines.append(f"{pad}if {inner} is not None:")
            depth, value = depth + 1, inner
            follows = path.steps[at + 1] if at + 1 < len(path.steps) else None
            if step.many and not isinstance(follows, Nth):
                lines.append(f"{pad}    for {inner} in {inner}:")
                lines.append(f"{pad}        if {inner} is not None:")
                depth += 2
        elif isinstance(step, Equals):
            lines.append(f"{pad}if {value}.get({step.key!r}) == {step.value!r}:")
            depth += 1
        elif isinstance(step, RefersTo):
            lines.append(f"{pad}if refers_to({value}, {step.type!r}):")
            depth += 1
        else:
            lines.append(f"{pad}for {value} in {value}[{step.index}:{step.index + 1}]:")
            lines.append(f"{pad}    if {value} is not None:")
            depth += 2
    lines.append("    " * depth + f"found.append({value})")
