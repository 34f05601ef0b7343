"""Types for msgspec that take the bytes of a good resource, and of no other: what reads JSON judges it on the way.

One class a shape, made when first needed. They answer True only for what fhir.check finds no fault with; whatever is
doubtful (nulls, empty objects, 29 February, rare escapes) they leave to the checker itself. A property test holds the
two together.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Raw, UnsetType

from tongmai.fhir.definitions import Definitions, Element, Shape

_LONGEST = 1_048_576
"""Bytes: within them no string is longer than R4 allows."""
_TIME = r"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d)"
_DAY = r"[1-8]\d{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
_PART = r"[1-8]\d{3}(?:-(?:0[1-9]|1[0-2]))?"
_DATES = {
    "date": rf"{_PART}|{_DAY}",
    "dateTime": rf"{_PART}|{_DAY}(?:{_TIME})?",
    "instant": rf"{_DAY}{_TIME}",
}
"""Days that every year has, in times without leap seconds, so that no calendar need be asked."""
_TEXT = Annotated[str, Meta(min_length=1)]
_SPECIAL: dict[str, Any] = {
    "boolean": bool,
    "integer": Annotated[int, Meta(ge=-2_147_483_648, le=2_147_483_647)],
    "positiveInt": Annotated[int, Meta(ge=1, le=2_147_483_647)],
    "unsignedInt": Annotated[int, Meta(ge=0, le=2_147_483_647)],
    "decimal": int | float,
    "base64Binary": Annotated[bytes, Meta(min_length=1)],
    "string": _TEXT,
    "markdown": _TEXT,
    "xhtml": Annotated[str, Meta(pattern=r"(?s)\A<div.*>\Z")],
}


Annotation = tuple[Any] | tuple[Any, Any]
"""A field's type, and its default where it may be absent."""
Test = Callable[[Any], bool]
_RESOURCE: Annotation = (Raw, Raw())
_RESOURCES: Annotation = (Annotated[list[Raw], Meta(min_length=1)] | UnsetType, UNSET)


class GoodBytes:
    """Made once for its definitions; may be asked from any thread."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._types = _Types(definitions, self._resource)
        self._decoders: dict[str, Callable[[bytes], Any]] = {}

    def good(self, kind: str, body: bytes) -> bool:
        """Whether a resource of this concrete type is certainly good. `body` has no spaces between its values."""
        if len(body) > _LONGEST or b"{}" in body:
            return False
        if b"\\" in body and (b"\\f" in body or b"\\u00" in body):
            return False  # perhaps one of the control characters that no string may hold
        return self._read(kind, body)

    def _read(self, kind: str, body: bytes | Raw) -> bool:
        read = self._decoders.get(kind)
        if read is None:
            read = self._decoders[kind] = msgspec.json.Decoder(self._types[kind]).decode
        try:
            read(body)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            return False
        return True

    def _resource(self, within: Raw) -> bool:
        """A resource within another."""
        try:
            kind = msgspec.json.decode(within, type=_Kind).resourceType
        except msgspec.DecodeError:
            return False
        return kind in self._definitions.types and self._read(kind, within)


class _Kind(msgspec.Struct):
    resourceType: str


class _Types(dict[str, Any]):
    """Shape name, or `name|value set` of a bound Coding or CodeableConcept, to its class. Shapes refer to each other in
    circles: annotations name classes by this table, and msgspec looks there when it first reads."""

    def __init__(self, definitions: Definitions, resource: Callable[[Raw], bool]) -> None:
        super().__init__()
        self._definitions, self._resource = definitions, resource
        self._primitives = {name: _primitive(name, regex) for name, regex in definitions.primitives.items()}

    def __missing__(self, name: str) -> Any:
        bare, _, value_set = name.partition("|")
        shape = self._definitions.shapes[bare]
        fields = self._fields(shape)
        names = _names(fields)
        space: dict[str, Any] = {"TYPES": self, "Annotated": Annotated, "Meta": Meta, "UnsetType": UnsetType}
        tests = self._tests(shape, names)
        if value_set:
            coding = _names(self._fields(self._definitions.shapes["Coding"]))
            told = _bound_coding(coding, self._definitions.codes[value_set])
            tests.append(told if bare == "Coding" else _any_of(names["coding"], told))
        if tests:
            space["__post_init__"] = _all_of(tests)
        made = self[name] = msgspec.defstruct(
            "Good",
            [(names[key], *told) for key, told in fields.items()],
            namespace=space,
            rename={field: key for key, field in names.items()},
            forbid_unknown_fields=True,
            kw_only=True,
            gc=False,
        )
        return made

    def _fields(self, shape: Shape) -> dict[str, Annotation]:
        """JSON key to annotation and default. Objects beside lists of primitives are left out: the checker decides."""
        fields: dict[str, Annotation] = {}
        if shape.kind == "resource":
            fields["resourceType"] = (Literal[shape.name],)
        for element in shape.elements.values():
            for key, kind in element.json_keys():
                fields[key] = self._field(element, kind)
                if kind in self._primitives and not element.choice and not element.many:
                    fields["_" + key] = ("TYPES['Element'] | UnsetType", UNSET)
        return fields

    def _field(self, element: Element, kind: str) -> Annotation:
        needed = element.minimum > 0 and not element.choice
        if kind == "Resource":
            return _RESOURCES if element.many else _RESOURCE
        if kind not in self._primitives:
            return _named(self._class_name(element, kind), element, needed)
        held = self._primitive(element, kind)
        if element.many:
            held = Annotated[list[held], Meta(min_length=1, max_length=element.maximum)]  # type: ignore[valid-type]
        return (held,) if needed else (held | UnsetType, UNSET)

    def _primitive(self, element: Element, kind: str) -> Any:
        systems = self._definitions.codes.get(element.value_set)
        if kind != "code" or systems is None:
            return self._primitives[kind]
        return Literal[tuple(sorted({code for codes in systems.values() for code in codes}))]

    def _class_name(self, element: Element, kind: str) -> str:
        bound = kind in ("Coding", "CodeableConcept") and element.value_set in self._definitions.codes
        return f"{kind}|{element.value_set}" if bound else kind

    def _tests(self, shape: Shape, names: Mapping[str, str]) -> list[Test]:
        """What annotations cannot say: one type of each choice, good resources within."""
        tests = []
        for element in shape.elements.values():
            fields = [names[key] for key, _ in element.json_keys()]
            if element.choice:
                tests.append(_one_of(fields, element.minimum > 0))
            elif element.types == ("Resource",):
                tests.append(_within(fields[0], element, self._resource))
        return tests


def _named(name: str, element: Element, needed: bool) -> Annotation:
    told = f"TYPES[{name!r}]"
    if element.many:
        told = f"Annotated[list[{told}], Meta(min_length=1, max_length={element.maximum})]"
    return (told,) if needed else (f"{told} | UnsetType", UNSET)


def _primitive(name: str, regex: str) -> Any:
    """Any regular expression of R4 is one of a text; no text is empty, white space is ASCII's."""
    known = _SPECIAL.get(name)
    pattern = rf"(?a)\A(?:{_DATES.get(name, regex)})\Z"
    return known if known is not None else Annotated[str, Meta(min_length=1, pattern=pattern)]


def _one_of(fields: Sequence[str], needed: bool) -> Test:
    """At most one of these fields, or just one where one is needed."""
    given = " + ".join(f"(self.{field} is not UNSET)" for field in fields)
    test: Test = eval(f"lambda self: {given} {'== 1' if needed else '< 2'}", {"UNSET": UNSET})
    return test


def _within(field: str, element: Element, good: Callable[[Raw], bool]) -> Test:
    """Good resources in this field."""
    get = attrgetter(field)

    def one(self: Any) -> bool:
        held = get(self)
        return good(held) if bytes(held) else not element.minimum

    def many(self: Any) -> bool:
        held = get(self)
        return not element.minimum if held is UNSET else all(map(good, held))

    return many if element.many else one


def _bound_coding(names: Mapping[str, str], systems: Mapping[str, frozenset[str]]) -> Test:
    """A coding of the value set."""
    members = frozenset((system, code) for system, codes in systems.items() for code in codes)
    both = attrgetter(names["system"], names["code"])
    return lambda self: both(self) in members


def _any_of(field: str, test: Test) -> Test:
    get = attrgetter(field)
    return lambda self: any(map(test, get(self) or ()))


def _names(fields: Iterable[str]) -> dict[str, str]:
    """JSON keys to names of fields: some keys are words of Python."""
    return {key: f"f{number}" for number, key in enumerate(fields)}


def _all_of(tests: Sequence[Test]) -> Callable[[Any], None]:
    """What msgspec calls when an object is read; a ValueError there is a fault of the object."""

    def judge(self: Any) -> None:
        for test in tests:
            if not test(self):
                raise ValueError("doubtful")

    return judge
