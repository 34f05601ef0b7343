"""Types as FHIRPath names them. Source: FHIRPath 2.0, 6.3 (types) and 8 (type reflection)."""

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.path.nodes import Item, Node, own_type
from tongmai.fhir.path.tree import PathError

OWN_TYPES = frozenset({"Boolean", "Integer", "Decimal", "String", "Date", "DateTime", "Time", "Quantity", "Any"})


class Type:
    """What `type()` answers."""

    __slots__ = ("name", "namespace")

    def __init__(self, namespace: str, name: str) -> None:
        self.namespace = namespace
        self.name = name


def is_type(item: Item, name: str, definitions: Definitions) -> bool:
    """Whether an item is of a type, by `FHIR.x`, `System.x` or bare name."""
    namespace, _, bare_name = name.rpartition(".")
    if item.__class__ is Node:
        if namespace == "System":
            return False
        return definitions.is_a(item.type, bare_name)
    return namespace != "FHIR" and own_type(item) == bare_name


def is_instance(type: str, name: str, definitions: Definitions) -> bool:
    """Whether a value of a FHIR type passes ofType() and as(): among primitives only the very type, so that a `code` is
    no `string` (the published R4 cases say so); else the type and what specialises it."""
    shape = definitions.shapes.get(type)
    if shape and shape.kind == "primitive-type":
        return type == name
    return definitions.is_a(type, name)


def of_kind(item: Item, name: str, definitions: Definitions) -> bool:
    """Whether an item passes ofType() and as()."""
    namespace, _, bare_name = name.rpartition(".")
    if item.__class__ is Node and namespace != "System":
        return is_instance(item.type, bare_name, definitions)
    return is_type(item, name, definitions)


def check_type(name: str, definitions: Definitions) -> None:
    """PathError for a type that neither FHIR nor FHIRPath knows."""
    namespace, _, bare_name = name.rpartition(".")
    if namespace not in ("", "FHIR", "System") or (bare_name not in definitions.shapes and bare_name not in OWN_TYPES):
        raise PathError(f"no type {name}")
