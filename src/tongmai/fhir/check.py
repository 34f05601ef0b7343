"""The structural checker. Sources: FHIR R4 2.6.2 (JSON representation), 2.4 (base types), ElementDefinition.

    Checker(definitions).check({"resourceType": "Patient", "nmae": []})
    -> [Issue("structure", "没有此元素 …", where="Patient.nmae", remedy="是否为 name？ …")]

It finds: unknown elements; missing required ones; lists for scalars and scalars for lists, empty lists and objects,
nulls; wrong JSON types and texts outside a primitive's expression; several types of one `value[x]`; codes outside a
required value set. It does not judge invariants, profiles, slices or what a reference points to.

A good resource is found good by generated code (fhir.checkcode); only where that fails does the walk below look for the
places and words. Property tests hold the two together.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from tongmai.base.outcome import Issue
from tongmai.base.words import Words
from tongmai.fhir.checkcode import Good, good_functions
from tongmai.fhir.definitions import Definitions, Element, Shape
from tongmai.fhir.primitives import tests

_KINDS = {
    dict: Words("对象", "an object"),
    list: Words("数组", "a list"),
    str: Words("文本", "a text"),
    bool: Words("是否值", "a boolean"),
    int: Words("整数", "an integer"),
    float: Words("小数", "a decimal"),
    type(None): Words("null", "null"),
}


class Checker:
    """Made once for its definitions; `check` may be called from any thread."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._tests = tests(definitions.primitives)
        self._good: Mapping[str, Good] = good_functions(definitions, self._tests)

    def check(self, resource: Any) -> list[Issue]:
        """What is wrong with a resource, in the order of its JSON; [] for a good one."""
        kind = resource.get("resourceType") if isinstance(resource, dict) else None
        if isinstance(kind, str) and kind in self._definitions.types and self._good[kind](resource):
            return []
        return self.faults(resource)

    def faults(self, resource: Any) -> list[Issue]:
        """The walk alone, which `check` spares a good resource."""
        return list(_Walk(self._definitions, self._tests).resource(resource, ""))


class _Walk:
    def __init__(self, definitions: Definitions, primitive_tests: Mapping[str, Any]) -> None:
        self.definitions = definitions
        self.tests = primitive_tests

    def resource(self, value: Any, where: str) -> Iterator[Issue]:
        if not isinstance(value, dict):
            yield _instead(where, "资源对象", "a resource", value)
            return
        kind = value.get("resourceType")
        if not isinstance(kind, str) or kind not in self.definitions.types:
            place = f"{where}.resourceType" if where else "resourceType"
            yield _issue("structure", place, f"未知资源类型 {kind}", f"no resource type {kind}")
            return
        yield from self.object(value, self.definitions.shapes[kind], where or kind)

    def object(self, value: Any, shape: Shape, where: str) -> Iterator[Issue]:
        if not isinstance(value, dict):
            yield _instead(where, "对象", "an object", value)
            return
        if not value:
            yield _issue("structure", where, "对象不能为空", "an object must not be empty")
        keys = {key: (element, kind) for element in shape.elements.values() for key, kind in element.json_keys()}
        seen = set()
        for written in value:
            key = written.removeprefix("_") if written not in keys else written
            if written == "resourceType" and shape.kind == "resource":
                continue
            if key not in keys or (written != key and not self._primitive(keys[key][1])):
                yield self._unknown(written, keys, where)
            elif key not in seen:
                seen.add(key)
                yield from self.element(value, key, *keys[key], f"{where}.{key}")
        for element in shape.elements.values():
            yield from self.presence(value, element, where)

    def _primitive(self, kind: str) -> bool:
        return kind in self.tests

    def _unknown(self, key: str, keys: Mapping[str, Any], where: str) -> Issue:
        close = get_close_matches(key.removeprefix("_"), keys, 1)
        remedy = Words(f"是否为 {close[0]}？", f"is {close[0]} meant?") if close else Words("请删除", "leave it out")
        return Issue("structure", Words("没有此元素", "no such element"), f"{where}.{key}", remedy=remedy)

    def presence(self, value: Mapping[str, Any], element: Element, where: str) -> Iterator[Issue]:
        """Required elements are there; of a choice only one type is."""
        given = [key for key, _ in element.json_keys() if key in value or "_" + key in value]
        place = f"{where}.{element.name}{'[x]' if element.choice else ''}"
        if element.minimum and not given:
            yield _issue("required", place, "缺少必填项", "a required element is missing")
        if len(given) > 1:
            told = ", ".join(given)
            yield _issue("structure", place, f"只能取一种类型，却有 {told}", f"only one type may be given, not {told}")

    def element(self, parent: Mapping[str, Any], key: str, element: Element, kind: str, where: str) -> Iterator[Issue]:
        value, beside = parent.get(key), parent.get("_" + key)
        if not element.many:
            yield from self.scalar(value, beside, key in parent, "_" + key in parent, element, kind, where)
            return
        for name, listed in ((key, value), ("_" + key, beside)):
            if name in parent and not isinstance(listed, list):
                yield _instead(where, "数组", "a list", listed)
                return
            if name in parent and not listed:
                yield _issue("structure", where, "数组不能为空", "a list must not be empty")
        yield from self.items(value or [], beside or [], element, kind, where)

    def items(self, values: Any, besides: Any, element: Element, kind: str, where: str) -> Iterator[Issue]:
        count = max(len(values), len(besides))
        if element.maximum is not None and count > element.maximum:
            yield _issue("structure", where, f"最多 {element.maximum} 项", f"at most {element.maximum} items")
        for index in range(count):
            value = values[index] if index < len(values) else None
            beside = besides[index] if index < len(besides) else None
            place = f"{where}[{index}]"
            if value is None and beside is None:
                yield _issue("structure", place, "不能为 null", "null is no value")
                continue
            if value is not None:
                yield from self.value(value, element, kind, place)
            if beside is not None:
                yield from self.beside(beside, place)

    def scalar(
        self, value: Any, beside: Any, given: bool, beside_given: bool, element: Element, kind: str, where: str
    ) -> Iterator[Issue]:
        if (given and value is None) or (beside_given and beside is None):
            yield _issue("structure", where, "不能为 null", "null is no value")
        if value is not None:
            yield from self.value(value, element, kind, where)
        if beside is not None:
            yield from self.beside(beside, where)

    def beside(self, value: Any, where: str) -> Iterator[Issue]:
        """The object beside a primitive: id and extensions only."""
        yield from self.object(value, self.definitions.shapes["Element"], where)

    def value(self, value: Any, element: Element, kind: str, where: str) -> Iterator[Issue]:
        if isinstance(value, list):
            yield _issue("structure", where, "只能有一个值，不应为数组", "one value is wanted, not a list")
        elif kind in self.tests:
            if not self.tests[kind](value):
                shown = "…" if isinstance(value, dict) else str(value)[:60]
                yield _issue("value", where, f"不是有效的 {kind}：{shown}", f"not a valid {kind}: {shown}")
            elif element.value_set in self.definitions.codes and kind == "code":
                yield from self.code(value, element.value_set, where)
        elif kind == "Resource":
            yield from self.resource(value, where)
        else:
            yield from self.object(value, self.definitions.shapes[kind], where)
            if element.value_set in self.definitions.codes and isinstance(value, dict):
                yield from self.coded(value, kind, element.value_set, where)

    def code(self, value: str, value_set: str, where: str) -> Iterator[Issue]:
        allowed = sorted({code for codes in self.definitions.codes[value_set].values() for code in codes})
        if value not in allowed:
            yield _outside(value, allowed, where)

    def coded(self, value: Mapping[str, Any], kind: str, value_set: str, where: str) -> Iterator[Issue]:
        """A Coding or CodeableConcept under a required binding: at least one coding from the value set."""
        codings = [value] if kind == "Coding" else value.get("coding", [])
        systems = self.definitions.codes[value_set]
        if kind not in ("Coding", "CodeableConcept") or not isinstance(codings, list):
            return
        good = [one for one in codings if isinstance(one, dict) and _inside(one, systems)]
        if not good:
            allowed = sorted({code for codes in systems.values() for code in codes})
            told = [str(one.get("code")) for one in codings if isinstance(one, dict)]
            yield _outside(", ".join(told) or "-", allowed, where)


def _inside(coding: Mapping[str, Any], systems: Mapping[str, frozenset[str]]) -> bool:
    system, code = coding.get("system"), coding.get("code")
    return isinstance(system, str) and isinstance(code, str) and code in systems.get(system, ())


def _outside(value: str, allowed: list[str], where: str) -> Issue:
    shown = ", ".join(allowed[:12]) + (" …" if len(allowed) > 12 else "")
    words = Words(f"代码 {value} 不在值集内", f"the code {value} is outside its value set")
    return Issue("code", words, where, remedy=Words(f"可用：{shown}", f"one of: {shown}"))


def _issue(kind: str, where: str, zh: str, en: str) -> Issue:
    return Issue(kind, Words(zh, en), where)


def _instead(where: str, zh: str, en: str, value: Any) -> Issue:
    found = _KINDS.get(type(value), Words("其他", "something else"))
    return _issue("structure", where, f"应为{zh}，而不是{found.zh}", f"{en} is wanted, not {found.en}")
