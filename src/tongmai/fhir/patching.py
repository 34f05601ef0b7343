"""JSON Patch and JSON Merge Patch on a lossless tree. Sources: RFC 6902, RFC 6901 (JSON Pointer), RFC 7396; FHIR R4
http.html#patch.

The tree that is given stays as it was. A patch that is none is refused as `structure`; one that does not fit what is
there, a failed `test` among them, as `conflict`, at the operation (`[2].path`).
"""

import copy
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tongmai.base.outcome import Refused, refuse

Json = Any
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")
_NEEDS = {"add": "value", "replace": "value", "test": "value", "move": "from", "copy": "from", "remove": ""}


@dataclass(frozen=True, slots=True)
class Merge:
    """A JSON Merge Patch: members to set, and with null to take away; a list is replaced whole."""

    members: Json


def patched(tree: Json, patch: Json | Merge) -> Json:
    """A copy of the tree with the operations done in order, or merged with. Refused: structure, conflict."""
    if isinstance(patch, Merge):
        if not isinstance(patch.members, dict):
            raise refuse("structure", "合并补丁应为一个对象", "a merge patch is an object", where="body")
        return _merged(tree, patch.members)
    if not isinstance(patch, list):
        raise refuse("structure", "JSON Patch 应为一个数组", "a JSON Patch is a list of operations", where="body")
    tree = copy.deepcopy(tree)
    for place, operation in enumerate(patch):
        tree = _done(tree, operation, f"[{place}]")
    return tree


def _merged(tree: Json, patch: Json) -> Json:
    """RFC 7396 section 2; nothing of either is shared with what comes out."""
    if not isinstance(patch, dict):
        return copy.deepcopy(patch)
    kept = tree if isinstance(tree, dict) else {}
    found = {name: copy.deepcopy(value) for name, value in kept.items() if name not in patch}
    return found | {name: _merged(kept.get(name), value) for name, value in patch.items() if value is not None}


def _done(tree: Json, operation: Json, where: str) -> Json:
    name = operation.get("op") if isinstance(operation, dict) else None
    if name not in _NEEDS:
        raise refuse("structure", f"没有此操作：{name}", f"no such operation: {name}", where=f"{where}.op",
                     remedy=(", ".join(_NEEDS), ", ".join(_NEEDS)))  # fmt: skip
    if (need := _NEEDS[name]) and need not in operation:
        raise refuse("structure", f"缺少 {need}", f"{need} is missing", where=f"{where}.{need}")
    path = _pointer(operation.get("path"), f"{where}.path")
    act: Callable[..., Json] = _ACTS[name]
    if need == "from":
        return act(tree, path, _pointer(operation["from"], f"{where}.from"), where)
    return act(tree, path, operation["value"], where) if need else act(tree, path, where)


def _pointer(text: Json, where: str) -> tuple[str, ...]:
    if not isinstance(text, str) or (text and not text.startswith("/")) or re.search("~(?![01])", text):
        raise refuse("structure", f"不是 JSON Pointer：{text}", f"not a JSON Pointer: {text}", where=where)
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in text.split("/")[1:])


def _found(tree: Json, path: tuple[str, ...], where: str) -> Json:
    for part in path:
        if isinstance(tree, dict) and part in tree:
            tree = tree[part]
        elif isinstance(tree, list) and _INDEX.fullmatch(part) and int(part) < len(tree):
            tree = tree[int(part)]
        else:
            raise _not_there(path, where)
    return tree


def _not_there(path: tuple[str, ...], where: str) -> Refused:
    shown = "/" + "/".join(path)
    return refuse("conflict", f"没有此处：{shown}", f"there is no such place: {shown}", where=f"{where}.path",
                  remedy=("重新读取后再改", "read it again, then change it"))  # fmt: skip


def _add(tree: Json, path: tuple[str, ...], value: Json, where: str) -> Json:
    if not path:
        return copy.deepcopy(value)
    parent, last = _found(tree, path[:-1], where), path[-1]
    if isinstance(parent, dict):
        parent[last] = copy.deepcopy(value)
    elif isinstance(parent, list) and (last == "-" or (_INDEX.fullmatch(last) and int(last) <= len(parent))):
        parent.insert(len(parent) if last == "-" else int(last), copy.deepcopy(value))
    else:
        raise _not_there(path, where)
    return tree


def _remove(tree: Json, path: tuple[str, ...], where: str) -> Json:
    _found(tree, path, where)
    if not path:
        raise refuse("conflict", "不能移除整个资源", "the whole resource cannot be removed", where=f"{where}.path")
    parent = _found(tree, path[:-1], where)
    del parent[path[-1] if isinstance(parent, dict) else int(path[-1])]
    return tree


def _replace(tree: Json, path: tuple[str, ...], value: Json, where: str) -> Json:
    _found(tree, path, where)
    if not path:
        return copy.deepcopy(value)
    parent = _found(tree, path[:-1], where)
    parent[path[-1] if isinstance(parent, dict) else int(path[-1])] = copy.deepcopy(value)
    return tree


def _move(tree: Json, path: tuple[str, ...], source: tuple[str, ...], where: str) -> Json:
    if path[: len(source)] == source and path != source:
        raise refuse("conflict", "不能移入自身", "nothing is moved into itself", where=f"{where}.path")
    value = _found(tree, source, where)
    return tree if path == source else _add(_remove(tree, source, where), path, value, where)


def _copy(tree: Json, path: tuple[str, ...], source: tuple[str, ...], where: str) -> Json:
    return _add(tree, path, _found(tree, source, where), where)


def _test(tree: Json, path: tuple[str, ...], value: Json, where: str) -> Json:
    if not _same(_found(tree, path, where), value):
        shown = "/" + "/".join(path)
        raise refuse("conflict", f"{shown} 不是所期望的值", f"{shown} is not what was expected", where=where,
                     remedy=("重新读取后再改", "read it again, then change it"))  # fmt: skip
    return tree


def _same(one: Json, other: Json) -> bool:
    """Equal as RFC 6902 4.6 has it: numbers by value, a boolean is no number."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


_ACTS: dict[str, Callable[..., Json]] = {
    "add": _add, "remove": _remove, "replace": _replace, "move": _move, "copy": _copy, "test": _test,
}  # fmt: skip
