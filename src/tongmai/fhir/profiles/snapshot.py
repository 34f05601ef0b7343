"""The snapshot of a profile, as a tree, from its differential and its base. Source: FHIR R4 profiling.html#snapshot,
elementdefinition.html#id.

A profile only narrows what its base allows; one that widens it, or that says what is not supported here, is refused by
name when it is read: re-slicing, discriminators by profile, paths with functions other than `extension()`, `resolve()`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tongmai.fhir.compact import BASE
from tongmai.fhir.definitions import Definitions
from tongmai.fhir.invariants import read
from tongmai.fhir.profiles.tree import MISSING, Binding, Discriminator, Node, Slicing, child, root

Json = Mapping[str, Any]
_KINDS = ("value", "pattern", "exists", "type")
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
_BOUNDS = ("Integer", "Decimal", "PositiveInt", "UnsignedInt")
_BY_URL = Slicing((Discriminator("value", "url"),))
_BY_TYPE = Slicing((Discriminator("type", "$this"),))


@dataclass
class Profiles:
    """Trees by url. `find`: url to StructureDefinition, where it is loaded; a tree is made once."""

    definitions: Definitions
    find: Callable[[str], Json | None]
    _trees: dict[str, Node | None] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)

    def tree(self, url: str) -> Node | None:
        """The snapshot of a profile; of a type's own url the bare type; None where it is not loaded. ValueError: it
        contradicts its base, or says what is not supported."""
        plain = url.partition("|")[0]
        if plain not in self._trees:
            self._trees[plain] = self._made(plain)
        return self._trees[plain]

    def _made(self, url: str) -> Node | None:
        type = url.removeprefix(BASE)
        if type in self.definitions.shapes:
            return root(self.definitions, type)
        definition = self.find(url)
        if definition is None:
            return None
        if url in self._open:
            raise ValueError(f"{url} is based on itself")
        self._open.append(url)
        try:
            return snapshot(definition, self)
        finally:
            self._open.pop()


def snapshot(definition: Json, profiles: Profiles) -> Node:
    """The tree of a profile. ValueError names the element that is wrong, or the base that is not loaded."""
    base = profiles.tree(str(definition.get("baseDefinition", "")))
    if base is None:
        raise ValueError(f"{definition.get('url')}: its base {definition.get('baseDefinition')} is not loaded")
    made = base.copied()
    for element in definition.get("differential", {}).get("element", ()):
        try:
            _constrain(_found(profiles.definitions, made, element), element)
        except ValueError as error:
            raise ValueError(f"{definition.get('url')}: {element.get('id') or element['path']}: {error}") from error
    return made


def _parts(element: Json) -> Iterator[tuple[str, str]]:
    """(element, slice) of each step of an element's id behind the type; without an id of its path."""
    path = str(element.get("id") or element["path"])
    if ":" not in path and element.get("sliceName"):
        path = f"{path}:{element['sliceName']}"
    for part in path.split(".")[1:]:
        name, _, slice = part.partition(":")
        yield name.removesuffix("[x]"), slice


def way(definitions: Definitions, tree: Node, id: str) -> list[Node]:
    """The nodes from the top of a tree down to an element, by its id (`Patient.name.text`), made where the profile says
    nothing of them. ValueError: there is no such element or slice."""
    return _way(definitions, tree, {"path": id}, known=True)


def _found(definitions: Definitions, node: Node, element: Json) -> Node:
    """The node that an element of a differential speaks of, made where it is not there yet."""
    return _way(definitions, node, element)[-1]


def _way(definitions: Definitions, node: Node, element: Json, known: bool = False) -> list[Node]:
    """`known`: slices are there already."""
    found = [node]
    for name, slice in _parts(element):
        name, slice = _choice(definitions, node, name, slice)
        node = child(definitions, node, name)
        if slice and known and slice not in node.slices and not (node.element and node.element.choice):
            raise ValueError(f"{node.path} has no slice {slice}")
        if slice:
            node = _slice(node, name, slice)
        found.append(node)
    return found


def _choice(definitions: Definitions, node: Node, name: str, slice: str) -> tuple[str, str]:
    """`valueQuantity` means the slice of that name of `value[x]`."""
    shape = definitions.shapes.get(node.types[0]) if len(node.types) == 1 else None
    if shape is None or name in shape.elements:
        return name, slice
    for one in shape.elements.values():
        if one.choice and name in dict(one.json_keys()):
            return one.name, slice or name
    return name, slice


def _slice(node: Node, name: str, slice: str) -> Node:
    if "/" in slice:
        raise ValueError("re-slicing is not supported")
    if slice not in node.slices:
        if node.slicing is None:
            if name in ("extension", "modifierExtension"):
                node.slicing = _BY_URL
            elif node.element is not None and node.element.choice:
                node.slicing = _BY_TYPE
            else:
                raise ValueError("a slice without slicing")
        made = node.slices[slice] = node.as_slice(slice)
        if node.element is not None and node.element.choice:
            _take_type(made, node, slice)
    return node.slices[slice]


def _take_type(made: Node, node: Node, slice: str) -> None:
    """The slice `valueQuantity` of a choice is of the type Quantity."""
    assert node.element is not None
    for key, kind in node.element.json_keys():
        if key == slice and kind in node.types:
            made.types = (kind,)


def _constrain(node: Node, said: Json) -> None:
    _count(node, said)
    if "type" in said:
        _types(node, said["type"])
    for name, value in said.items():
        if name.startswith("fixed"):
            node.fixed = value
        elif name.startswith("pattern"):
            node.pattern = value
    if "binding" in said and "valueSet" in said["binding"]:
        node.binding = _binding(node, said["binding"])
    node.must_support = node.must_support or bool(said.get("mustSupport"))
    _told(node, said)
    node.invariants += [read(one) for one in said.get("constraint", ()) if one.get("expression")]
    if "slicing" in said:
        node.slicing = _slicing(said["slicing"])


def _told(node: Node, said: Json) -> None:
    """What a form or a list asks for it with, and how much it takes."""
    if "label" in said:
        node.labels = {"": str(said["label"]), **_translations(said.get("_label", {}))}
    longest = said.get("maxLength", node.longest)
    if node.longest is not None and longest > node.longest:
        raise ValueError(f"{longest} characters are more than the {node.longest} of its base")
    node.longest = longest
    for kind in _BOUNDS:
        node.least = said.get(f"minValue{kind}", node.least)
        node.most = said.get(f"maxValue{kind}", node.most)


def _translations(beside: Json) -> dict[str, str]:
    """The translations of a text, by language (FHIR R4 extension-translation.html)."""
    found = {}
    for one in beside.get("extension", ()):
        if one.get("url") == TRANSLATION:
            parts = {part["url"]: next(v for k, v in part.items() if k != "url") for part in one["extension"]}
            found[str(parts["lang"])] = str(parts["content"])
    return found


def _count(node: Node, said: Json) -> None:
    least, most = said.get("min", node.minimum), said.get("max")
    maximum = node.maximum if most is None else None if most == "*" else int(most)
    wider = node.element is not None and node.maximum is not None and (maximum is None or maximum > node.maximum)
    if wider or least < (0 if node.name else node.minimum):
        raise ValueError(f"{least}..{most} is wider than its base {node.minimum}..{_most(node)}")
    if maximum is not None and least > maximum:
        raise ValueError(f"{least}..{maximum} allows nothing")
    node.minimum, node.maximum = least, maximum


def _most(node: Node) -> str:
    return "*" if node.maximum is None else str(node.maximum)


def _types(node: Node, listed: list[Json]) -> None:
    codes = [str(one["code"]) for one in listed]
    if node.element is not None and not node.path.endswith((".id", ".url")):
        known = [code for code in codes if code in node.types]
        backbone = [one for one in node.types if "." in one]
        if strange := [code for code in codes if code not in node.types and not backbone]:
            raise ValueError(f"{strange[0]} is not among its types {', '.join(node.types)}")
        node.types = tuple(known) or node.types
    for one in listed:
        if one.get("profile"):
            node.type_profiles[str(one["code"])] = tuple(one["profile"])
        if one.get("targetProfile") and one["code"] in ("Reference", "canonical"):
            node.targets = tuple(url.removeprefix(BASE) for url in one["targetProfile"])


def _binding(node: Node, said: Json) -> Binding:
    if node.binding is not None and node.binding.strength == "required" and said["strength"] != "required":
        raise ValueError("a required binding cannot be loosened")
    return Binding(said["strength"], said["valueSet"])


def _slicing(said: Json) -> Slicing:
    discriminators = []
    for one in said.get("discriminator", ()):
        if one["type"] not in _KINDS:
            raise ValueError(f"slicing by {one['type']} is not supported")
        discriminators.append(Discriminator(one["type"], one["path"]))
    if not discriminators:
        raise ValueError("slicing without discriminator is not supported")
    return Slicing(tuple(discriminators), said.get("rules", "open"), bool(said.get("ordered")))


def is_fixed(node: Node) -> bool:
    """Whether a node says its value."""
    return node.fixed is not MISSING or node.pattern is not MISSING
