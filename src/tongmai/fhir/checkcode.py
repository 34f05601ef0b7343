"""Generated code that says of a good resource that it is good, as quickly as Python can.

One function a shape, made when first used. It asks for every usual key and counts what it found; only where the object
holds more than that does it look at the rest: extensions, choices, the objects beside primitives. It answers True only
for what fhir.check finds no fault with; on anything doubtful it answers False and leaves the words to the walk.

    def good_Period(value):
        if value.__class__ is not dict: return False
        get, seen = value.get, 0
        one = get('start')
        if one is not None:
            if one.__class__ is not str or (one not in known_dateTime and not learn_dateTime(one)): return False
            seen += 1
        …
        return 0 < seen == len(value)
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from tongmai.fhir.definitions import Definitions, Element, Shape
from tongmai.fhir.primitives import LONGEST, Test

Good = Callable[[Any], bool]
_KEPT = 65_536
"""Texts remembered at most of each primitive type: systems, codes and dates come again and again."""
_DIRECT = frozenset({"id", "base64Binary", "xhtml", "boolean", "decimal", "integer", "positiveInt", "unsignedInt"})
"""Types whose values seldom come again, or are judged more quickly than they are looked up."""
_SELDOM = frozenset({"extension", "modifierExtension", "contained", "implicitRules", "language"})
"""Elements of so many shapes, and so seldom there, that they are not asked for."""


def good_functions(definitions: Definitions, tests: Mapping[str, Test]) -> Mapping[str, Good]:
    """By resource type. Functions are made when first used."""
    return _Functions(definitions, tests)


class _Functions(dict[str, Good]):
    """Shape name to its function. All functions share one space of names: shapes refer to each other in circles, so a
    shape whose function is not made yet stands there as a call that makes it."""

    def __init__(self, definitions: Definitions, tests: Mapping[str, Test]) -> None:
        super().__init__()
        self._definitions, self._tests = definitions, tests
        self._space: dict[str, Any] = {}
        for kind, test in tests.items():
            self._space[f"is_{kind}"] = test
            self._space[f"known_{kind}"], self._space[f"learn_{kind}"] = _learning(test)

    def __missing__(self, name: str) -> Good:
        source = self._source(self._definitions.shapes[name])
        exec(compile(source, f"<good {name}>", "exec"), self._space)
        made: Good = self._space[_called(name)]
        self[name] = made
        return made

    def _source(self, shape: Shape) -> str:
        called = _called(shape.name)
        usual = [element for element in shape.elements.values() if not _is_rare(shape, element)]
        choices = [element for element in shape.elements.values() if element.choice]
        self._space[f"usual_{called}"] = {"resourceType", *(element.name for element in usual)}
        self._space[f"rare_{called}"] = self._rare(shape).get
        lines = [f"def {called}(value):", "    if value.__class__ is not dict: return False"]
        lines.append(f"    get, seen = value.get, {'1' if shape.kind == 'resource' else '0'}")  # resourceType is there
        for element in usual:
            lines += self._asked(element)
        lines += [
            "    if seen != len(value):",
            "        for key, one in value.items():",
            f"            if key not in usual_{called}:",
            f"                test = rare_{called}(key)",
            "                if test is None or not test(one): return False",
            "                seen += 1",
        ]
        for element in sorted(choices, key=lambda element: element.minimum):
            lines.append(self._chosen(called, element))
        return "\n".join([*lines, "    return 0 < seen == len(value)"])

    def _rare(self, shape: Shape) -> dict[str, Good]:
        """Tests of the keys that are not asked for."""
        rare: dict[str, Good] = {}
        for element in shape.elements.values():
            for key, kind in element.json_keys():
                if _is_rare(shape, element):
                    test = self._value(element, kind)
                    rare[key] = _listed(test, element.maximum) if element.many else test
                if kind in self._tests and not element.choice:
                    # beside a list null may stand where the value is not: the walk decides
                    rare["_" + key] = _doubtful if element.many else self._later("Element")
        return rare

    def _chosen(self, called: str, element: Element) -> str:
        """A line for a choice: just one type where one is needed; else at most one, asked where rare keys are."""
        keys = f"of_{called}_{element.name}"
        self._space[keys] = frozenset(key for key, _ in element.json_keys())
        if element.minimum:
            return f"    if len({keys} & value.keys()) != 1: return False"
        return f"        if len({keys} & value.keys()) > 1: return False"

    def _asked(self, element: Element) -> list[str]:
        """Lines that ask for one key and judge its value. Null is not counted as seen."""
        asked = f"    one = get({element.name!r})"
        if element.minimum:
            return [asked, "    if one is None: return False", *self._judged(element, "    ")]
        return [asked, "    if one is not None:", *self._judged(element, "        ")]

    def _judged(self, element: Element, deep: str) -> list[str]:
        if not element.many:
            return [f"{deep}if {self._fault(element, 'one')}: return False", f"{deep}seen += 1"]
        too_many = f" or len(one) > {element.maximum}" if element.maximum is not None else ""
        return [
            f"{deep}if one.__class__ is not list or not one{too_many}: return False",
            f"{deep}for item in one:",
            f"{deep}    if {self._fault(element, 'item')}: return False",
            f"{deep}seen += 1",
        ]

    def _fault(self, element: Element, name: str) -> str:
        """An expression that is true where the value of this name is not certainly good."""
        kind = element.types[0]
        if kind in ("string", "markdown"):
            plain = f"0 < len({name}) <= {LONGEST} and {name}.isprintable()"
            return f"{name}.__class__ is not str or not ({plain} or is_string({name}))"
        if kind == "code" and element.value_set in self._definitions.codes:
            return f"{name}.__class__ is not str or {name} not in {self._codes(element.value_set)}"
        if kind in self._tests and kind not in _DIRECT:
            return f"{name}.__class__ is not str or ({name} not in known_{kind} and not learn_{kind}({name}))"
        return f"not {self._judge(element, kind)}({name})"

    def _codes(self, value_set: str) -> str:
        """The name of the codes of a value set."""
        name = _called(value_set)
        if name not in self._space:
            self._space[name] = _members(self._definitions.codes[value_set])
        return name

    def _judge(self, element: Element, kind: str) -> str:
        """The name of the function that judges a value."""
        if kind in self._tests:
            return f"is_{kind}"
        name = _called(f"{kind}|{element.value_set}" if self._is_bound(element, kind) else kind)
        self._space.setdefault(name, self._value(element, kind))
        return name

    def _value(self, element: Element, kind: str) -> Good:
        """The test of one value."""
        if kind in self._tests:
            if kind == "code" and element.value_set in self._definitions.codes:
                allowed = _members(self._definitions.codes[element.value_set])
                return lambda value: value.__class__ is str and value in allowed
            return self._tests[kind]
        if kind == "Resource":
            return self._any_resource
        if self._is_bound(element, kind):
            return _bound(self._later(kind), kind, self._definitions.codes[element.value_set])
        return self._later(kind)

    def _is_bound(self, element: Element, kind: str) -> bool:
        return kind in ("Coding", "CodeableConcept") and element.value_set in self._definitions.codes

    def _later(self, name: str) -> Good:
        """A function that is made when it is first called."""
        return lambda value: self[name](value)

    def _any_resource(self, value: Any) -> bool:
        kind = value.get("resourceType") if value.__class__ is dict else None
        return isinstance(kind, str) and kind in self._definitions.types and self[kind](value)


def _is_rare(shape: Shape, element: Element) -> bool:
    """Whether an element is looked at only where an object holds more than its usual keys."""
    seldom = element.name in _SELDOM or (element.name == "id" and shape.kind != "resource")
    return element.choice or (seldom and not element.minimum)


def _called(name: str) -> str:
    """A name in the space of functions, of a shape or a value set."""
    return "good_" + re.sub(r"\W", "_", name)


def _members(systems: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset(code for codes in systems.values() for code in codes)


def _learning(test: Test) -> tuple[set[str], Good]:
    """Texts known to be good, and a function that judges one that is not known and remembers it."""
    known: set[str] = set()

    def learn(text: str) -> bool:
        good = test(text)
        if good and len(known) < _KEPT:
            known.add(text)
        return good

    return known, learn


def _doubtful(value: Any) -> bool:
    return False


def _listed(test: Good, most: int | None) -> Good:
    """A list that is not empty. Nulls in a list of primitives are good only beside extensions: the walk decides."""

    def good(value: Any) -> bool:
        if value.__class__ is not list or not value or (most is not None and len(value) > most):
            return False
        return all(map(test, value))

    return good


def _bound(plain: Good, kind: str, systems: Mapping[str, frozenset[str]]) -> Good:
    members = frozenset((system, code) for system, codes in systems.items() for code in codes)

    def good(value: Any) -> bool:
        if not plain(value):
            return False
        codings = [value] if kind == "Coding" else value.get("coding", ())
        return any((one.get("system"), one.get("code")) in members for one in codings)

    return good
