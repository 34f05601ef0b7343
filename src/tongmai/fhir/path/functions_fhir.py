"""What FHIR adds to FHIRPath, and what SQL-on-FHIR adds to both. Sources: R4 2.9.1.5 (additional functions);
SQL-on-FHIR v2, "Required Additional Functions". The clock is given: %now, or `now` when compiling."""

from tongmai.fhir.path.functions import Environment, Evaluate, function, lazy, of_trees, single, text, type_name
from tongmai.fhir.path.nodes import Item, Items, Node, bare
from tongmai.fhir.path.tree import PathError, Tree
from tongmai.fhir.path.values import Moment, Quantity, moment
from tongmai.fhir.references import parse_reference


@function("extension", 1)
def extension(items: Items, environment: Environment, url: Items) -> Items:
    wanted = text(url)
    return [
        one
        for item in items
        if isinstance(item, Node)
        for one in environment.children.named(item, "extension")
        if one.value and one.value.get("url") == wanted
    ]


@function("hasExtension", 1)
def has_extension(items: Items, environment: Environment, url: Items) -> Items:
    return [bool(extension(items, environment, url))]


@function("hasValue")
def has_value(items: Items, environment: Environment) -> Items:
    if len(items) != 1:
        return [False]
    item = items[0]
    if not isinstance(item, Node):
        return [not isinstance(item, Quantity)]
    return [item.value is not None and not isinstance(item.value, dict) and item.type != "xhtml"]


@function("getValue")
def get_value(items: Items, environment: Environment) -> Items:
    value = bare(items[0]) if len(items) == 1 else None
    return [] if value is None or isinstance(value, Node) else [value]


@function("resolve")
def resolve(items: Items, environment: Environment) -> Items:
    """Contained resources are found; of others the type that the reference names is known, and nothing else."""
    return [found for item in items if (found := _resolved(item, environment)) is not None]


def _resolved(item: Item, environment: Environment) -> Item:
    value = item.value if isinstance(item, Node) else item
    written = value.get("reference") if isinstance(value, dict) else value
    kind = str(value.get("type", "")) if isinstance(value, dict) else ""
    if isinstance(written, str):
        pointer = parse_reference(written)
        if written.startswith("#"):
            return _contained(pointer.fragment, environment)
        kind = pointer.type or kind
        if kind in environment.definitions.shapes:
            known = {"resourceType": kind, "id": pointer.id} if pointer.id else {"resourceType": kind}
            return Node(known, kind)
    return Node({"resourceType": kind}, kind) if kind in environment.definitions.shapes else None


def _contained(fragment: str, environment: Environment) -> Item:
    if not fragment:
        return environment.resource
    for one in environment.children.named(environment.resource, "contained"):
        if one.value.get("id") == fragment:
            return one
    return None


@function("getResourceKey")
def get_resource_key(items: Items, environment: Environment) -> Items:
    """The id alone: keys are compared within one type."""
    keys = [item.value.get("id") for item in items if isinstance(item, Node) and isinstance(item.value, dict)]
    return [key for key in keys if key is not None]


@of_trees("getReferenceKey", 0, 1)
def get_reference_key(tree: Tree | None = None) -> Evaluate:
    """The id part of a reference; with a type, only of references to it."""
    wanted = type_name(tree).rpartition(".")[2] if tree is not None else ""

    def run(items: Items, environment: Environment) -> Items:
        found: Items = []
        for item in items:
            written = item.value.get("reference") if isinstance(item, Node) and isinstance(item.value, dict) else None
            key = reference_key(written, wanted) if written else None
            if key is not None:
                found.append(key)
        return found

    return run


def reference_key(written: str, wanted: str) -> str | None:
    """The id of a reference text, if it refers to `wanted` ("": to anything)."""
    pointer = parse_reference(written)
    if wanted and pointer.type != wanted:
        return None
    if pointer.id:
        return pointer.id
    parts = pointer.url.partition("/_history/")[0].split("/")
    return parts[-1] if pointer.type and len(parts) > 1 else None


@function("elementDefinition")
def element_definition(items: Items, environment: Environment) -> Items:
    raise PathError("elementDefinition() is not supported")


@function("conformsTo", 1)
def conforms_to(items: Items, environment: Environment, url: Items) -> Items:
    """Only for the base profile of a type; PathError for a profile we do not hold."""
    wanted = text(url) or ""
    kind = wanted.removeprefix("http://hl7.org/fhir/StructureDefinition/")
    if kind not in environment.definitions.shapes:
        raise PathError(f"no profile {wanted}")
    return [all(isinstance(item, Node) and environment.definitions.is_a(item.type, kind) for item in items)]


@lazy("trace", 1, 2)
def trace(name: Evaluate, projection: Evaluate | None = None) -> Evaluate:
    """Hands its input on; what is traced is nobody's business in production."""
    return lambda items, environment: items


def _now(environment: Environment) -> Moment:
    given = environment.variables.get("now")
    found = moment(given, "DateTime") if isinstance(given, str) else given
    if not isinstance(found, Moment):
        raise PathError("now() and today() need the variable `now`, an ISO 8601 instant")
    return found


@function("now")
def now(items: Items, environment: Environment) -> Items:
    return [_now(environment)]


@function("today")
def today(items: Items, environment: Environment) -> Items:
    return [moment(_now(environment).text[:10], "Date")]


@function("timeOfDay")
def time_of_day(items: Items, environment: Environment) -> Items:
    at = _now(environment)
    return [Moment("Time", at.text[11:23], at.parts[3:])]


_ACTIVE = ("<script", "javascript:", "<object", "<iframe", " onload=", " onerror=")


@function("htmlChecks")
def html_checks(items: Items, environment: Environment) -> Items:
    """Whether narrative is free of active content; the full check of the XHTML subset is not done here."""
    value = str(single(items) or "").lower()
    return [not any(mark in value for mark in _ACTIVE)]
