"""A snapshot written out as a list of ElementDefinitions. Source: FHIR R4 profiling.html#snapshot.

Only elements are listed of which the type at the top or a profile speaks; where the profile goes into a type within,
what it says there follows its element.
"""

from collections.abc import Iterator
from typing import Any

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.profiles.tree import MISSING, Node, child

Json = dict[str, Any]


def flat(definitions: Definitions, tree: Node) -> list[Json]:
    """The elements of a profile's snapshot, in order, slices behind what they slice."""
    whole = tree.copied()
    for name in definitions.shapes[whole.types[0]].elements:
        child(definitions, whole, name)
    return [*_listed(definitions, whole, whole.path)]


def _listed(definitions: Definitions, node: Node, id: str) -> Iterator[Json]:
    yield _told(node, id)
    order = {name: place for place, name in enumerate(_names(definitions, node))}
    for name in sorted(node.children, key=lambda one: order.get(one, len(order))):
        inner = node.children[name]
        yield from _listed(definitions, inner, f"{id}.{inner.path.rpartition('.')[2]}")
    for name, slice in node.slices.items():
        yield from _listed(definitions, slice, f"{id}:{name}")


def _names(definitions: Definitions, node: Node) -> list[str]:
    shape = definitions.shapes.get(node.types[0]) if len(node.types) == 1 else None
    return list(shape.elements) if shape else []


def _told(node: Node, id: str) -> Json:
    told: Json = {
        "id": id,
        "path": node.path,
        "min": node.minimum,
        "max": "*" if node.maximum is None else str(node.maximum),
    }
    if node.name:
        told["sliceName"] = node.name
    if node.element is not None:
        told["type"] = [_type(node, code) for code in node.types]
    if node.fixed is not MISSING:
        told["fixed[x]"] = node.fixed
    if node.pattern is not MISSING:
        told["pattern[x]"] = node.pattern
    if node.binding is not None:
        told["binding"] = {"strength": node.binding.strength, "valueSet": node.binding.value_set}
    if node.must_support:
        told["mustSupport"] = True
    if node.slicing is not None:
        by = [{"type": one.kind, "path": one.path} for one in node.slicing.discriminators]
        told["slicing"] = {"discriminator": by, "rules": node.slicing.rules, "ordered": node.slicing.ordered}
    return told


def _type(node: Node, code: str) -> Json:
    told: Json = {"code": code if "." not in code else "BackboneElement"}
    if profiles := node.type_profiles.get(code):
        told["profile"] = list(profiles)
    if code == "Reference" and node.targets:
        told["targetProfile"] = list(node.targets)
    return told
