"""How often a search parameter can occur in one resource, told from its expression: for a store, what is always there
need not be looked for, and what occurs once at most is found by one row.

Source: FHIR R4 ElementDefinition.min and max.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple, Protocol

from tongmai.fhir.emit import EMITTERS


class Occurring(NamedTuple):
    """`always`: a resource that keeps to its type has a value. `once`: it has one at most."""

    always: bool = False
    once: bool = False


RARELY = Occurring()
"""Neither."""


class Occurs(Protocol):
    """What is asked of `fhir.definitions.Element`."""

    @property
    def name(self) -> str: ...
    @property
    def minimum(self) -> int: ...
    @property
    def many(self) -> bool: ...
    @property
    def types(self) -> tuple[str, ...]: ...
    @property
    def choice(self) -> bool: ...


_OF_ONE = re.compile(
    r"\(?(?P<type>[A-Z]\w*)\.(?P<element>\w+)(?P<only>( as \w+|\.as\(\w+\)|\.ofType\(\w+\)|\.where\(.*\))?)\)?"
)
"""An element of the resource itself, perhaps narrowed."""


def occurring(kind: str, expression: str, elements: Mapping[str, Occurs]) -> Occurring:
    """Of a parameter of a kind on a type with these elements. What is not plain is told to be neither."""
    parts = [_OF_ONE.fullmatch(part.strip()) for part in expression.split("|")]
    names = {part["element"] if part else "" for part in parts}
    element = elements.get(names.pop()) if len(names) == 1 else None
    if element is None or element.many:
        return RARELY
    whole = len(parts) == 1 and parts[0] is not None and not parts[0]["only"] and not element.choice
    return Occurring(whole and element.minimum > 0 and (kind, element.types[0]) in EMITTERS, True)
