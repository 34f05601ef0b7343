"""The invariants of R4 and of our own types. Source: FHIR R4 conformance-rules.html#constraints; ElementDefinition.

Each is a FHIRPath expression, compiled once. It is evaluated on its element, with %resource the resource around it and
%rootResource the outermost one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.findings import Finding, Severity, finding
from tongmai.fhir.path import PathError, children_of, evaluation
from tongmai.fhir.path.functions import Environment, Evaluate
from tongmai.fhir.path.nodes import Node, bare
from tongmai.fhir.subset import checks
from tongmai.fhir.walking import Place, keys_of, places

REWRITTEN = {
    # R4 as published cannot hold as it is written; each stands here as its later editions have it
    "dom-3": (
        "contained.where(('#'+id in (%resource.descendants().reference | %resource.descendants().ofType(canonical)"
        " | %resource.descendants().ofType(uri) | %resource.descendants().ofType(url))).not()"
        " and descendants().where(reference = '#').exists().not()).empty()"
    ),
    "que-7": "operator = 'exists' implies (answer is boolean)",
}


def _always(value: Any) -> bool:
    return True


def _has(value: Any, *names: str) -> bool:
    """Whether an object has one of these elements, were it only an extension on it."""
    return isinstance(value, dict) and any(name in value or "_" + name in value for name in names)


def _in_order(period: Any) -> bool:
    """Whether start and end, written to the same precision in the same zone, stand in order."""
    start, end = str(period.get("start", "")), str(period.get("end", ""))
    return len(start) == len(end) and start[19:] == end[19:] and start <= end


def _referred(value: Any) -> Iterator[str]:
    """The text of every reference in a JSON value."""
    for one in value.values() if isinstance(value, dict) else value:
        if isinstance(one, dict | list):
            yield from _referred(one)
    if isinstance(value, dict) and isinstance(text := value.get("reference"), str):
        yield text


def _own_ids(value: Any) -> set[str]:
    return {f"#{one.get('id')}" for one in value.get("contained", ())}


MAY_BREAK: dict[str, Callable[[Any], bool]] = {
    # a quick look that spares the frequent ones their evaluation; a test holds that nothing broken is passed over
    "ref-1": lambda value: isinstance(value, dict) and str(value.get("reference", "")).startswith("#"),
    "per-1": lambda value: _has(value, "start") and _has(value, "end") and not _in_order(value),
    "qty-3": lambda value: _has(value, "code") and not _has(value, "system"),
    "cpt-2": lambda value: _has(value, "value") and not _has(value, "system"),
    "att-1": lambda value: _has(value, "data") and not _has(value, "contentType"),
    **dict.fromkeys(("dom-2", "dom-4", "dom-5"), lambda value: _has(value, "contained")),
    "dom-3": lambda value: _has(value, "contained") and not _own_ids(value) <= {*_referred(value)},
    "obs-6": lambda value: _has(value, "dataAbsentReason"),
    "obs-7": lambda value: _has(value, "component"),
    "obs-3": lambda value: not _has(value, "low", "high", "text"),
}


class Invariant(NamedTuple):
    """`test` is the compiled expression; `human` says in English what must hold."""

    key: str
    severity: Severity
    test: Evaluate
    human: str
    expression: str
    may_break: Callable[[Any], bool] = _always


class _Silent(dict[str, frozenset[str]]):
    """Made type by type as they are asked for."""

    def __init__(self, make: Callable[[str], frozenset[str]]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, type: str) -> frozenset[str]:
        found = self[type] = self._make(type)
        return found


class Invariants:
    """Made once for its definitions; may be asked from any thread. `own`: StructureDefinitions of our own types, whose
    constraints are read too. ValueError: an own constraint that is no FHIRPath."""

    def __init__(self, definitions: Definitions, own: Iterable[Mapping[str, Any]] = ()) -> None:
        self._definitions = definitions
        self._children = children_of(definitions)
        self._at: dict[str, list[Invariant]] = {}
        for type, rows in checks()["invariants"].items():
            for path, *row in rows:
                self._at.setdefault(f"{type}.{path}" if path else type, []).append(compiled(*row))
        for definition in own:
            for element in definition.get("differential", {}).get("element", ()):
                for one in element.get("constraint", ()):
                    self._at.setdefault(element["path"], []).append(read(one))
        self._of_place: dict[tuple[str, str], tuple[Invariant, ...]] = {}
        self.silent: Mapping[str, frozenset[str]] = _Silent(self._silent)

    def findings(
        self, resource: dict[str, Any], within: Iterable[Place] | None = None, warnings: bool = True
    ) -> Iterator[Finding]:
        """What does not hold in a resource of good structure. `within`: its places, where they are at hand;
        `warnings`: whether those that only warn are judged too."""
        for place in places(self._definitions, resource) if within is None else within:
            for one in self._for(place.path, place.type):
                if (warnings or one.severity == "error") and one.may_break(place.value):
                    yield from broken(self, one, place, resource)

    def _silent(self, type: str) -> frozenset[str]:
        """The keys of a type's primitive elements that no invariant speaks of."""
        shapes = self._definitions.shapes
        return frozenset(
            key
            for key, (element, kind) in keys_of(self._definitions, type).items()
            if kind in shapes and shapes[kind].kind == "primitive-type" and not self._for(element.path, kind)
        )

    def _for(self, path: str, type: str) -> tuple[Invariant, ...]:
        """Those of an element's own definition and of its type with everything that the type inherits."""
        found = self._of_place.get((path, type))
        if found is None:
            listed = list(self._at.get(path, ()))
            name = type
            while name:
                if name != path:
                    listed += self._at.get(name, ())
                shape = self._definitions.shapes.get(name)
                name = shape.base if shape else ""
            found = self._of_place[path, type] = tuple(listed)
        return found

    def holds(self, one: Invariant, place: Place, root: dict[str, Any]) -> bool:
        """Whether an invariant holds at a place. PathError where it cannot be evaluated."""
        around = self._children.root(place.resource)
        environment = Environment(self._children, around, {"rootResource": root})
        node = around if place.value is place.resource else Node(place.value, place.type, place.extra)
        environment.this = node
        results = one.test([node], environment)
        return not results or bare(results[0]) is not False


def broken(invariants: Invariants, one: Invariant, place: Place, root: dict[str, Any]) -> Iterator[Finding]:
    """The finding where an invariant does not hold, or cannot be judged."""
    try:
        if not invariants.holds(one, place, root):
            yield finding(one.severity, "rule", place.where, f"不符合约束 {one.key}：{one.human}",
                          f"{one.key}: {one.human}", one.key)  # fmt: skip
    except PathError as error:
        yield finding("warning", "unsupported", place.where, f"约束 {one.key} 无法判断：{error}",
                      f"{one.key} cannot be judged: {error}", one.key)  # fmt: skip


def compiled(key: str, severity: str, expression: str, human: str) -> Invariant:
    """An invariant as it is evaluated. ValueError: no FHIRPath."""
    text = REWRITTEN.get(key, expression)
    grave: Severity = "error" if severity == "error" else "warning"
    quick = MAY_BREAK.get(key, _always)
    return Invariant(key, grave, evaluation(text), human, text, quick)


def read(constraint: Mapping[str, Any]) -> Invariant:
    """A constraint of an ElementDefinition. ValueError: it has no expression, or none that can be read."""
    if not constraint.get("expression"):
        raise ValueError(f"constraint {constraint.get('key')}: an expression is wanted")
    row = (constraint[name] for name in ("key", "severity", "expression", "human"))
    return compiled(*row)
