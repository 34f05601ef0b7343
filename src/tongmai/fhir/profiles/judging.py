"""An instance held against a profile. Source: FHIR R4 profiling.html, validation.html.

To be asked about what is sound by its type already. What it cannot decide (a value set that is not loaded, a profile of
an extension that is not) it tells as a warning, never as silence.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from tongmai.base.outcome import Refused
from tongmai.fhir.compact import BASE
from tongmai.fhir.definitions import Definitions
from tongmai.fhir.findings import Finding, Severity, finding
from tongmai.fhir.invariants import Invariants, broken
from tongmai.fhir.profiles.slicing import Slicer
from tongmai.fhir.profiles.snapshot import Profiles
from tongmai.fhir.profiles.tree import MISSING, Binding, Node
from tongmai.fhir.profiles.values import Value, as_said, values
from tongmai.fhir.references import parse_reference
from tongmai.fhir.terms import Library, coding_in
from tongmai.fhir.walking import Place

_DEEPEST = 12
"""Profiles that extensions within extensions may name."""
_CODED = frozenset({"code", "uri", "string", "Coding", "CodeableConcept", "Quantity"})


class ProfileJudge:
    """Holds instances against profiles. `terms`: where value sets are found."""

    def __init__(self, definitions: Definitions, invariants: Invariants, profiles: Profiles, terms: Library) -> None:
        self._definitions, self._invariants, self._profiles, self._terms = definitions, invariants, profiles, terms
        self._slicer = Slicer(definitions, self.in_set)

    def findings(self, resource: dict[str, Any], url: str) -> list[Finding]:
        """What does not fit a profile, each once. ValueError: the profile is wrong or not supported; LookupError: it
        is not loaded."""
        tree = self._profiles.tree(url)
        if tree is None:
            raise LookupError(url)
        type = str(resource.get("resourceType"))
        if not self._definitions.is_a(type, tree.types[0]):
            told = finding(
                "error", "invalid", type, f"{url} 约束的是 {tree.types[0]}", f"{url} is of {tree.types[0]}", url
            )
            return [told]
        whole = Value(resource, None, type, type, resource)
        return list(dict.fromkeys(self._value(tree, whole, resource, url, 0)))

    def _value(self, node: Node, one: Value, root: dict[str, Any], url: str, deep: int) -> Iterator[Finding]:
        """One value against one node and all below it."""
        if one.type not in node.types and node.element is not None and one.type in node.element.types:
            listed = ", ".join(node.types)
            yield finding("error", "structure", one.where, f"类型应为 {listed}", f"its type must be {listed}", url)
            return
        if one.value is not None and not as_said(node, one.value):
            yield finding("error", "value", one.where, f"应为 {_shown(node)}", f"it must be {_shown(node)}", url)
        yield from _measured(node, one, url)
        if node.binding is not None and one.value is not None:
            yield from self._bound(node.binding, one, url)
        if one.type == "Reference" and node.targets:
            yield from self._refers(node, one, url)
        yield from self._further(node, one, root, deep)
        for invariant in node.invariants:
            place = Place(one.value, one.extra, one.type, node.path, one.where, one.resource, node.element)
            yield from broken(self._invariants, invariant, place, root)
        parent = one.value if isinstance(one.value, dict) else one.extra
        for child in node.children.values():
            yield from self._element(child, values(child, parent or {}, one.where, one.resource), one, root, url, deep)

    def _element(
        self, node: Node, found: list[Value], parent: Value, root: dict[str, Any], url: str, deep: int
    ) -> Iterator[Finding]:
        """All values of an element: how many, each by itself, and by slices."""
        yield from _counted(node, len(found), parent, url)
        for one in found:
            yield from self._value(node, one, root, url, deep)
        if node.slices:
            yield from self._sliced(node, found, parent, root, url, deep)

    def _sliced(
        self, node: Node, found: list[Value], parent: Value, root: dict[str, Any], url: str, deep: int
    ) -> Iterator[Finding]:
        assert node.slicing is not None
        names = [self._slicer.slice_of(node, one) for one in found]
        for name, slice in node.slices.items():
            inside = [one for one, of in zip(found, names, strict=True) if of == name]
            yield from _counted(slice, len(inside), parent, url)
            for one in inside:
                yield from self._value(slice, one, root, url, deep)
        yield from _placed(node, found, names, url)

    def _further(self, node: Node, one: Value, root: dict[str, Any], deep: int) -> Iterator[Finding]:
        """Profiles that a type names, of an extension above all: one of them must be met."""
        urls = node.type_profiles.get(one.type, ())
        if not urls or deep > _DEEPEST:
            return
        judged = []
        for url in urls:
            tree = self._profiles.tree(url)
            if tree is None:
                yield finding("warning", "not-found", one.where, f"未载入 {url}", f"{url} is not loaded", url)
                return
            judged.append([*self._value(tree, one, root, url, deep + 1)])
        good = [found for found in judged if not any(severity == "error" for severity, _ in found)]
        yield from (good or judged)[0]

    def _refers(self, node: Node, one: Value, url: str) -> Iterator[Finding]:
        kind = referred(one.value, one.resource)
        types = [self._type_of(target) for target in node.targets]
        if kind and "Resource" not in types and kind not in types:
            listed = ", ".join(types)
            yield finding("error", "invalid", one.where, f"应指向 {listed}", f"it must refer to {listed}", url)

    def _type_of(self, target: str) -> str:
        if target in self._definitions.shapes:
            return target
        tree = self._profiles.tree(target)
        return tree.types[0] if tree is not None else "Resource"

    def _bound(self, binding: Binding, one: Value, url: str) -> Iterator[Finding]:
        if binding.strength not in ("required", "extensible") or one.type not in _CODED:
            return
        answer = self.in_set(binding, one.value)
        name = binding.value_set.removeprefix(BASE)
        if answer is None:
            yield finding("warning", "not-found", one.where, f"无法判断值集 {name}", f"{name} cannot be judged", url)
        elif not answer:
            grave: Severity = "error" if binding.strength == "required" else "warning"
            yield finding(grave, "code", one.where, f"代码不在值集 {name} 内",
                          f"the code is outside {name}", url)  # fmt: skip

    def in_set(self, binding: Binding, value: Any) -> bool | None:
        """Whether a code, a coding or one coding of a concept is in a value set; None where it cannot be known."""
        try:
            value_set = self._terms.value_set(binding.value_set)
            codings = [*_codings(value)]
            answers = [coding_in(self._terms, value_set, *one) for one in codings]
        except Refused:
            return None
        if not answers:
            return binding.strength != "required" and isinstance(value, dict)
        return True if True in answers else None if None in answers else False


def _measured(node: Node, one: Value, url: str) -> Iterator[Finding]:
    """How long a text is, and between which bounds a number lies."""
    if node.longest is not None and isinstance(one.value, str) and len(one.value) > node.longest:
        yield finding("error", "value", one.where, f"最多 {node.longest} 个字，现为 {len(one.value)} 个",
                      f"at most {node.longest} characters, not {len(one.value)}", url)  # fmt: skip
    if isinstance(one.value, int | float | Decimal) and not isinstance(one.value, bool):
        if node.least is not None and one.value < node.least:
            yield finding("error", "value", one.where, f"不应小于 {node.least}", f"not below {node.least}", url)
        if node.most is not None and one.value > node.most:
            yield finding("error", "value", one.where, f"不应大于 {node.most}", f"not above {node.most}", url)


def _codings(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield "", value
    elif isinstance(value, dict):
        for one in value.get("coding", [value]):
            if isinstance(one, dict) and one.get("code"):
                yield one.get("system", ""), one["code"]


def referred(reference: Any, resource: dict[str, Any]) -> str:
    """The type that a reference leads to; "" where it does not show."""
    if not isinstance(reference, dict):
        return ""
    pointer = parse_reference(str(reference.get("reference", "")))
    if pointer.fragment:
        near = (one for one in resource.get("contained", ()) if one.get("id") == pointer.fragment)
        return next((str(one.get("resourceType")) for one in near), "")
    return pointer.type or str(reference.get("type", ""))


def _counted(node: Node, count: int, parent: Value, url: str) -> Iterator[Finding]:
    last = node.path.rpartition(".")[2] + (f":{node.name}" if node.name else "")
    where = f"{parent.where}.{last}"
    if count < node.minimum:
        kind = "required" if not count else "structure"
        yield finding("error", kind, where, f"至少 {node.minimum} 项", f"at least {node.minimum} wanted", url)
    elif node.maximum is not None and count > node.maximum:
        yield finding("error", "structure", where, f"最多 {node.maximum} 项", f"at most {node.maximum} allowed", url)
    elif node.must_support and not count:
        yield finding("information", "required", where, "应支持的元素未填", "a must-support element is not given", url)


def _placed(node: Node, found: list[Value], names: Iterable[str | None], url: str) -> Iterator[Finding]:
    """Values outside every slice where none may stand, and slices out of order."""
    assert node.slicing is not None
    order, last, outside = list(node.slices), -1, False
    for one, name in zip(found, names, strict=True):
        if name is None:
            outside = True
            if node.slicing.rules == "closed":
                yield finding("error", "structure", one.where, "不属于任何切片", "it belongs to no slice", url)
            continue
        if outside and node.slicing.rules == "openAtEnd":
            yield finding("error", "structure", one.where, "切片应在前", "slices come before anything else", url)
        if node.slicing.ordered and order.index(name) < last:
            yield finding("error", "structure", one.where, "切片次序有误", "the slices are out of order", url)
        last = max(last, order.index(name))


def _shown(node: Node) -> str:
    text = repr(node.pattern if node.fixed is MISSING else node.fixed)
    return text if len(text) < 80 else f"{text[:77]}…"
