"""What a profile says of an element and of those within it. Source: FHIR R4 elementdefinition.html."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tongmai.fhir.definitions import Definitions, Element
from tongmai.fhir.invariants import Invariant

MISSING: Any = object()
"""Stands for no fixed value and no pattern."""


@dataclass(frozen=True, slots=True)
class Discriminator:
    """By what the values of a sliced element are told apart."""

    kind: Literal["value", "pattern", "exists", "type"]
    path: str


@dataclass(frozen=True, slots=True)
class Slicing:
    """`rules`: whether values may stand outside every slice."""

    discriminators: tuple[Discriminator, ...]
    rules: Literal["open", "closed", "openAtEnd"] = "open"
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Binding:
    strength: str
    value_set: str


@dataclass
class Node:
    """`element` is that of the base type (None for the root). `children` holds those of which a profile says something;
    any other is as the type has it. A slice is a node beside the element it slices."""

    path: str
    element: Element | None
    types: tuple[str, ...]
    minimum: int
    maximum: int | None
    targets: tuple[str, ...] = ()
    type_profiles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    fixed: Any = MISSING
    pattern: Any = MISSING
    binding: Binding | None = None
    must_support: bool = False
    invariants: list[Invariant] = field(default_factory=list)
    slicing: Slicing | None = None
    slices: "dict[str, Node]" = field(default_factory=dict)
    children: "dict[str, Node]" = field(default_factory=dict)
    name: str = ""
    """Of a slice."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """What to ask for it with, by language; "" is the language of the profile itself."""
    longest: int | None = None
    """Characters of a text."""
    least: Any = None
    most: Any = None
    """Bounds of a number."""

    def copied(self) -> "Node":
        """A copy that can be constrained further without this one changing."""
        made = copy.copy(self)
        made.type_profiles, made.invariants = dict(self.type_profiles), list(self.invariants)
        made.slices = {name: one.copied() for name, one in self.slices.items()}
        made.children = {name: one.copied() for name, one in self.children.items()}
        return made

    def as_slice(self, name: str) -> "Node":
        """A slice of this element, with everything that is said of all its values."""
        made = self.copied()
        made.name, made.slicing, made.slices, made.minimum = name, None, {}, 0
        return made


def root(definitions: Definitions, type: str) -> Node:
    """The node of a type of which no profile has spoken yet. ValueError: no such type."""
    if type not in definitions.shapes:
        raise ValueError(f"no type {type}")
    return Node(type, None, (type,), 0, None)


def child(definitions: Definitions, parent: Node, name: str) -> Node:
    """The node of an element within another, made where no profile has spoken of it yet. ValueError: there is no such
    element, or the type of the parent is open."""
    if name not in parent.children:
        element = _element(definitions, parent, name)
        parent.children[name] = Node(
            f"{parent.path}.{name}{'[x]' if element.choice else ''}", element, element.types, element.minimum,
            element.maximum, element.targets,
            binding=Binding("required", element.value_set) if element.value_set else None,
        )  # fmt: skip
    return parent.children[name]


def _element(definitions: Definitions, parent: Node, name: str) -> Element:
    if len(parent.types) != 1:
        raise ValueError(f"{parent.path}: say which type before speaking of {name}")
    shape = definitions.shapes.get(parent.types[0])
    if shape is not None and shape.kind == "primitive-type":
        shape = definitions.shapes["Element"]
    element = shape.elements.get(name) if shape else None
    if element is None:
        raise ValueError(f"{parent.path}: there is no element {name}")
    return element
