"""Search parameters to index rows. Source: FHIR R4 3.1.1 (search) and the SearchParameter resources.

For each resource type the plain paths of its declared parameters are laid into one tree, so that no key of a resource
is looked up twice, and the tree is written out as one Python function. The few expressions that are more than plain go
through the evaluator.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tongmai.fhir.composites import composites_fill
from tongmai.fhir.definitions import Definitions, Parameter, ParameterKind
from tongmai.fhir.emit import EMITTERS, OF_TYPE, TEXT, Emitter, span, target_of
from tongmai.fhir.path import typed
from tongmai.fhir.path.getter import refers_to
from tongmai.fhir.path.parser import parse
from tongmai.fhir.path.plain import Equals, NotPlain, Nth, Plain, RefersTo, Step, plain_paths
from tongmai.fhir.rows import ROWS, IndexRow, Tables, no_rows

Resource = dict[str, Any]
Fill = Callable[[Resource, Tables], None]
"""Puts the rows of a resource into the tables."""
KEPT_BY_STORE = frozenset({"_id", "_lastUpdated"})
IDENTIFIER = ":identifier"
"""Ends the name under which the identifiers of references stand."""


class Indexer:
    """`tables(resource)`: its index rows, equal ones perhaps several times, in no promised order; `rows(resource)`: the
    same as named rows, no two equal. The resource must have passed the checker. Parameters that are aliases make no
    rows (see Parameter.rows_under), nor do `_id` and `_lastUpdated`, which the store keeps itself."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._by_type: dict[str, Fill] = {}

    def tables(self, resource: Resource) -> Tables:
        """Plain tuples with the fields of the rows, by table."""
        kind = resource["resourceType"]
        fill = self._by_type.get(kind)
        if fill is None:
            fill = self._by_type[kind] = fill_function(kind, self._definitions)
        found = no_rows()
        fill(resource, found)
        return found

    def rows(self, resource: Resource) -> list[IndexRow]:
        return named(self.tables(resource))


def named(tables: Tables) -> list[IndexRow]:
    """The rows of all tables under their names, no two equal."""
    return [ROWS[kind](*row) for kind, rows in tables.items() for row in dict.fromkeys(rows)]


@dataclass
class _Node:
    """A place in the tree of paths: what to index here, and where to go on."""

    emits: list[tuple[str, str, str, str]] = field(default_factory=list)  # kind, parameter, FHIR type, implicit system
    steps: dict[Step | Equals | RefersTo | Nth, "_Node"] = field(default_factory=dict)


@lru_cache(maxsize=512)  # a process that opens several stores of the same definitions writes each function once
def fill_function(type: str, definitions: Definitions) -> Fill:
    """The function that indexes resources of a type."""
    root, others, composites = _Node(), list[Parameter](), list[Parameter]()
    for parameter in definitions.parameters(type).values():
        if parameter.alias_of or parameter.name in KEPT_BY_STORE:
            continue
        if parameter.type == "composite":
            composites.append(parameter)
            continue
        try:
            paths = plain_paths(parse(parameter.expression), type, definitions)
        except NotPlain:
            others.append(parameter)
            continue
        for path in paths:
            _lay(root, path, parameter, definitions)
    generated = _generated(type, root)
    every = [generated, *(evaluated_fill(parameter, definitions) for parameter in others)]
    if composites:
        every.append(composites_fill(composites, type, definitions))
    if len(every) == 1:
        return generated

    def fill(resource: Resource, tables: Tables) -> None:
        for one in every:
            one(resource, tables)

    return fill


def _lay(root: _Node, path: Plain, parameter: Parameter, definitions: Definitions) -> None:
    if (parameter.type, path.type) not in EMITTERS:
        return
    node = root
    for step in path.steps:
        node = node.steps.setdefault(step, _Node())
    last = path.steps[-1] if path.steps else None
    kind = "surname" if isinstance(last, Step) and last.key == "family" and parameter.type == "string" else path.type
    emit = (parameter.type, parameter.name, kind, implicit_system(path.value_set, definitions))
    if emit not in node.emits:
        node.emits.append(emit)
        node.emits.extend(beside(parameter, kind))


def beside(parameter: Parameter, kind: str) -> list[tuple[ParameterKind, str, str, str]]:
    """What else is indexed of a value, for modifiers: table, name, emitter, system."""
    found: list[tuple[ParameterKind, str, str, str]] = []
    if parameter.type == "reference" and kind == "Reference":
        found.append(("token", parameter.name + IDENTIFIER, kind, ""))
    if parameter.type == "token" and kind == "Identifier":
        found.append(("token", parameter.name + OF_TYPE, "typed Identifier", ""))
    if parameter.worded and kind in ("CodeableConcept", "Coding", "Identifier"):
        found.append(("string", parameter.name + TEXT, "words", ""))
    return found


def implicit_system(value_set: str, definitions: Definitions) -> str:
    """The code system of a `code` element: that of its required value set, where it is only one."""
    systems = definitions.codes.get(value_set, {})
    return next(iter(systems)) if len(systems) == 1 else ""


def _generated(type: str, root: _Node) -> Fill:
    writer = _Writer()
    writer.node(root, "resource", 1)
    adds = [f"    {kind} = tables[{kind!r}].append" for kind in sorted(writer.kinds)]
    source = "\n".join(["def fill(resource, tables):", *adds, *writer.lines, "    return None"])
    space: dict[str, Any] = {**writer.names, "refers_to": refers_to, "span": span, "target_of": target_of}
    exec(compile(source, f"<index of {type}>", "exec"), space)
    fill: Fill = space["fill"]
    return fill


_INLINE: dict[tuple[str, str], tuple[str, ...]] = {
    ("token", "code"): ("token(({name}, {system}, {value}))",),
    ("token", "Coding"): (
        "if (code := {value}.get('code')) is not None:",
        "    token(({name}, {value}.get('system') or '', code))",
    ),
    ("token", "CodeableConcept"): (
        "for one in {value}.get('coding', ()):",
        "    if (code := one.get('code')) is not None:",
        "        token(({name}, one.get('system') or '', code))",
    ),
    ("token", "Identifier"): (
        "if (code := {value}.get('value')) is not None:",
        "    token(({name}, {value}.get('system') or '', code))",
    ),
    ("token", "Reference"): ("if 'identifier' in {value}:", "    token_Reference(token, {name}, {value}, '')"),
    ("reference", "Reference"): (
        "if (to := target_of({value}.get('reference'))) is not None:",
        "    reference(({name}, *to))",
    ),
    ("date", "dateTime"): ("date(({name}, *span({value})))",),
    ("date", "instant"): ("date(({name}, *span({value})))",),
    ("uri", "uri"): ("uri(({name}, {value}))",),
}
"""The emitters that are called for nearly every resource, written out in place. A test holds them to the others."""


class _Writer:
    """Writes the tree of paths as Python: one `.get` for each key, one loop for each list."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.names: dict[str, Emitter] = {}
        self.kinds: set[str] = set()
        self.count = 0

    def line(self, depth: int, text: str) -> None:
        self.lines.append("    " * depth + text)

    def variable(self) -> str:
        self.count += 1
        return f"v{self.count}"

    def node(self, node: _Node, value: str, depth: int) -> None:
        for kind, parameter, fhir_type, system in node.emits:
            emitter = EMITTERS[kind, fhir_type]
            name = f"{kind}_{fhir_type}".replace(" ", "_")
            self.names[name] = emitter
            self.kinds.add(kind)
            call = f"{name}({kind}, {{name}}, {{value}}, {{system}})"
            for text in _INLINE.get((kind, fhir_type), (call,)):
                self.line(depth, text.format(name=repr(parameter), value=value, system=repr(system)))
        for step, child in node.steps.items():
            self.step(step, child, value, depth)

    def step(self, step: Step | Equals | RefersTo | Nth, child: _Node, value: str, depth: int) -> None:
        if isinstance(step, Step):
            self.into(step, child, value, depth)
        elif isinstance(step, Equals):
            self.line(depth, f"if {value}.get({step.key!r}) == {step.value!r}:")
            self.node(child, value, depth + 1)
        elif isinstance(step, RefersTo):
            self.line(depth, f"if refers_to({value}, {step.type!r}):")
            self.node(child, value, depth + 1)

    def into(self, step: Step, child: _Node, value: str, depth: int) -> None:
        inner = self.variable()
        self.line(depth, f"{inner} = {value}.get({step.key!r})")
        self.line(depth, f"if {inner} is not None:")
        if not step.many:
            self.node(child, inner, depth + 1)
            return
        for nth in [one for one in child.steps if isinstance(one, Nth)]:
            item = self.variable()
            self.line(depth + 1, f"{item} = {inner}[{nth.index}] if len({inner}) > {nth.index} else None")
            self.line(depth + 1, f"if {item} is not None:")
            self.node(child.steps[nth], item, depth + 2)
        if child.emits or any(not isinstance(one, Nth) for one in child.steps):
            item = self.variable()
            self.line(depth + 1, f"for {item} in {inner}:")
            self.line(depth + 2, f"if {item} is not None:")
            self.node(child, item, depth + 3)


def evaluated_fill(parameter: Parameter, definitions: Definitions) -> Fill:
    """The rows of one parameter by the evaluator, whatever its expression; judges the generated code in tests."""
    evaluate = typed(parameter.expression, definitions)

    def fill(resource: Resource, tables: Tables) -> None:
        for value, kind in evaluate(resource):
            fhir_type = "Resource" if kind in definitions.types else kind
            emitter = EMITTERS.get((parameter.type, fhir_type))
            if emitter is not None and value is not None:
                emitter(tables[parameter.type].append, parameter.name, value, "")
                for table, name, further, _ in beside(parameter, fhir_type):
                    EMITTERS[table, further](tables[table].append, name, value, "")

    return fill


def number_range(text: str) -> tuple[float, float]:
    """A searched number with its implicit precision (R4 3.1.1.4.6), half open: "100" is 99.5 up to 100.5, "100.00" is
    99.995 up to 100.005, "1e2" is 95 up to 105. A stored number equals it when it lies inside. ValueError when the
    text is no number."""
    number = _decimal(text)
    half = Decimal(5).scaleb(int(number.as_tuple().exponent) - 1)
    return float(number - half), float(number + half)


def _decimal(text: str) -> Decimal:
    number = Decimal(text) if text.strip() == text and text[:1] in "-0123456789" else None
    if number is None or not number.is_finite():
        raise ValueError(f"not a number: {text!r}")
    return number
