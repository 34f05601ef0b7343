"""SQL-on-FHIR v2: a ViewDefinition applied to one resource. Source: SQL-on-FHIR v2, "View Definition" and its
processing algorithm.

    rows(view, resource) -> [{"id": "th-652328100", "kind": "township_hospital", "level": None}, …]

A column without `collection` takes one value: several are an error. getResourceKey() is the id without its type.
Columns whose path is plain are generated code; the rest goes through the evaluator.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import Any

import orjson

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.path import PathError, children_of
from tongmai.fhir.path.compile import compiled
from tongmai.fhir.path.functions import Environment, Evaluate, truth
from tongmai.fhir.path.getter import getter
from tongmai.fhir.path.names import check_names
from tongmai.fhir.path.nodes import Node, json_value
from tongmai.fhir.path.parser import parse
from tongmai.fhir.path.substitute import substituted
from tongmai.fhir.path.testing import plain_test
from tongmai.fhir.path.tree import Tree

Row = dict[str, Any]
Json = Mapping[str, Any]
Read = Callable[[Node, Environment], Any]
Select = Callable[[Node, Environment], list[Row]]


class View:
    """A ViewDefinition made ready. ValueError (PathError) says what is wrong with it."""

    def __init__(self, definition: Json, definitions: Definitions | None = None) -> None:
        self._children = children_of(definitions)
        self.resource = str(definition["resource"])
        if self.resource not in self._children.definitions.types:
            raise ValueError(f"no resource type {self.resource}")
        maker = _Maker(self._children.definitions, _constants(definition))
        self.columns, self._select = maker.selects(definition.get("select", ()), self.resource)
        names = [name for name, _ in self.columns]
        if len(set(names)) != len(names):
            raise ValueError(f"a column is named twice: {', '.join(names)}")
        self._where = [maker.condition(one["path"], self.resource) for one in definition.get("where", ())]

    def rows(self, resource: dict[str, Any]) -> list[Row]:
        """The rows of one resource; none of a resource of another type or outside `where`."""
        if resource.get("resourceType") != self.resource:
            return []
        root = Node(resource, self.resource)
        environment = Environment(self._children, root, {})
        if not all(holds(root, environment) for holds in self._where):
            return []
        return self._select(root, environment)


@lru_cache(maxsize=512)
def _view(text: bytes) -> View:
    return View(orjson.loads(text))


def rows(definition: Json, resource: dict[str, Any]) -> list[Row]:
    """The rows of one resource under R4's own types. For own types, or many resources, make a `View` once."""
    return _view(orjson.dumps(definition)).rows(resource)


def columns(definition: Json, definitions: Definitions | None = None) -> list[tuple[str, str]]:
    """Name and FHIR type of each column, in order; the type is the declared one, else what the path leads to."""
    return View(definition, definitions).columns


def _constants(definition: Json) -> dict[str, Any]:
    found = {}
    for constant in definition.get("constant", ()):
        values = [value for key, value in constant.items() if key.startswith("value")]
        if len(values) != 1:
            raise PathError(f"constant {constant.get('name')}: one value is wanted")
        found[constant["name"]] = Decimal(repr(values[0])) if isinstance(values[0], float) else values[0]
    return found


class _Maker:
    """Makes closures of the parts of a ViewDefinition. `type` is the type of the element in focus, "" when unknown."""

    def __init__(self, definitions: Definitions, constants: Mapping[str, Any]) -> None:
        self.definitions = definitions
        self.constants = constants

    def tree(self, path: str, type: str) -> Tree:
        tree = substituted(parse(path), self.constants)
        if type:
            check_names(tree, type, self.definitions)
        return tree

    def condition(self, path: str, type: str) -> Callable[[Node, Environment], bool]:
        tree = self.tree(path, type)
        plain = plain_test(tree, type, self.definitions) if type else None
        if plain is not None:
            return lambda node, environment: plain(node.value)
        evaluate = compiled(tree)
        return lambda node, environment: truth(_focused(evaluate, node, environment)) is True

    def selects(self, selects: Any, type: str) -> tuple[list[tuple[str, str]], Select]:
        """Several selects side by side: the product of their rows."""
        made = [self.select(one, type) for one in selects]
        names = [column for columns, _ in made for column in columns]
        parts = [part for _, part in made]
        return names, parts[0] if len(parts) == 1 else _product(parts)

    def select(self, select: Json, type: str) -> tuple[list[tuple[str, str]], Select]:
        path = select.get("forEach") or select.get("forEachOrNull")
        each, inner = (None, type) if path is None else self.each(path, type)
        names, body = self.body(select, inner)
        if each is None:
            return names, body
        if "forEachOrNull" in select:
            return names, _each_or_null(each, body, [name for name, _ in names])
        return names, _each(each, body)

    def body(self, select: Json, type: str) -> tuple[list[tuple[str, str]], Select]:
        names: list[tuple[str, str]] = []
        parts: list[Select] = []
        if columns := select.get("column"):
            made = [self.column(one, type) for one in columns]
            names += [(one["name"], kind) for one, (_, kind) in zip(columns, made, strict=True)]
            parts.append(_columns([(one["name"], read) for one, (read, _) in zip(columns, made, strict=True)]))
        for one in select.get("select", ()):
            more, part = self.select(one, type)
            names, parts = [*names, *more], [*parts, part]
        if union := select.get("unionAll"):
            more, part = self.union(union, type)
            names, parts = [*names, *more], [*parts, part]
        if not parts:
            raise ValueError("a select without column, select or unionAll")
        return names, parts[0] if len(parts) == 1 else _product(parts)

    def union(self, branches: Any, type: str) -> tuple[list[tuple[str, str]], Select]:
        made = [self.select(one, type) for one in branches]
        names = [[name for name, _ in columns] for columns, _ in made]
        if any(one != names[0] for one in names):
            raise ValueError(f"the branches of unionAll differ in their columns: {names}")
        parts = [part for _, part in made]
        return made[0][0], lambda node, environment: [row for part in parts for row in part(node, environment)]

    def each(self, path: str, type: str) -> tuple[Callable[[Node, Environment], list[Any]], str]:
        """The elements to go through, and their type."""
        tree = self.tree(path, type)
        plain = getter(tree, type, self.definitions) if type else None
        shape = self.definitions.shapes.get(plain[1]) if plain else None
        if plain and shape and shape.kind in ("complex-type", "backbone"):
            get, kind = plain
            return lambda node, environment: [Node(one, kind) for one in get(node.value)], kind
        evaluate = compiled(tree)
        return lambda node, environment: _focused(evaluate, node, environment), ""

    def column(self, column: Json, type: str) -> tuple[Read, str]:
        tree = self.tree(column["path"], type)
        plain = getter(tree, type, self.definitions) if type else None
        kind = column.get("type") or (plain[1] if plain else "string")
        many = bool(column.get("collection"))
        if plain:
            return _plain(plain[0], column["name"], many), kind
        return _evaluated(compiled(tree), column["name"], many), kind


def _focused(evaluate: Evaluate, node: Any, environment: Environment) -> list[Any]:
    environment.this = node
    return evaluate([node], environment)


def _plain(get: Callable[[Any], list[Any]], name: str, many: bool) -> Read:
    def read(node: Node, environment: Environment) -> Any:
        found = get(node.value)
        if many:
            return found
        if len(found) > 1:
            raise _several(name, found)
        return found[0] if found else None

    return read


def _evaluated(evaluate: Evaluate, name: str, many: bool) -> Read:
    def read(node: Node, environment: Environment) -> Any:
        found = [_value(item) for item in _focused(evaluate, node, environment)]
        if many:
            return found
        if len(found) > 1:
            raise _several(name, found)
        return found[0] if found else None

    return read


def _several(name: str, found: list[Any]) -> PathError:
    return PathError(f"column {name} has {len(found)} values; say `collection: true` or take the first()")


def _value(item: Any) -> Any:
    value = json_value(item)
    return float(value) if isinstance(value, Decimal) else value


def _columns(reads: list[tuple[str, Read]]) -> Select:
    return lambda node, environment: [{name: read(node, environment) for name, read in reads}]


def _product(parts: list[Select]) -> Select:
    def run(node: Node, environment: Environment) -> list[Row]:
        found = [part(node, environment) for part in parts]
        return [{key: value for row in combination for key, value in row.items()} for combination in product(*found)]

    return run


def _each(each: Callable[[Node, Environment], list[Any]], body: Select) -> Select:
    return lambda node, environment: [row for one in each(node, environment) for row in body(one, environment)]


def _each_or_null(each: Callable[[Node, Environment], list[Any]], body: Select, names: list[str]) -> Select:
    def run(node: Node, environment: Environment) -> list[Row]:
        found = each(node, environment)
        return [row for one in found for row in body(one, environment)] if found else [dict.fromkeys(names)]

    return run
