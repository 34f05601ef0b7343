"""The parts of a ViewDefinition as closures. Columns whose path is plain are generated code; the rest goes through the
evaluator."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import product
from typing import Any, NamedTuple

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.path import PathError
from tongmai.fhir.path.compile import compiled
from tongmai.fhir.path.functions import Environment, Evaluate, single
from tongmai.fhir.path.getter import getter
from tongmai.fhir.path.names import check_names
from tongmai.fhir.path.nodes import Node, json_value
from tongmai.fhir.path.parser import parse
from tongmai.fhir.path.substitute import mentions, parts, substituted
from tongmai.fhir.path.testing import plain_test
from tongmai.fhir.path.tree import Call, Tree

Row = dict[str, Any]
Json = Mapping[str, Any]
Read = Callable[[Any, Environment], Any]
Select = Callable[[Any, Environment], list[Row]]
Elements = Callable[[Any, Environment], list[Any]]
ROW_INDEX = "rowIndex"
_OF_DIGITS = frozenset({"toString", "lowBoundary", "highBoundary", "precision", "toQuantity"})


class Column(NamedTuple):
    """`declared`: the view says the type. `counts`: it asks for %rowIndex, which even a row of nulls has."""

    name: str
    type: str
    declared: bool
    read: Read
    counts: bool


class Made(NamedTuple):
    """What a select became."""

    columns: list[Column]
    rows: Select


class Maker:
    """Makes closures of the parts of a ViewDefinition. `type` is the type of the element in focus, "" when unknown."""

    def __init__(self, definitions: Definitions, constants: Mapping[str, Any]) -> None:
        self.definitions = definitions
        self.constants = constants
        self.exact = False

    def tree(self, path: str, type: str) -> Tree:
        tree = substituted(parse(path), self.constants, frozenset({ROW_INDEX}))
        self.exact |= any(isinstance(part, Call) and part.name in _OF_DIGITS for part in parts(tree))
        if type:
            check_names(tree, type, self.definitions)
        return tree

    def condition(self, path: str, type: str) -> Callable[[Node, Environment], bool]:
        tree = self.tree(path, type)
        plain = plain_test(tree, type, self.definitions)
        if plain is not None:
            return lambda node, environment: plain(node.value)
        leads_to = getter(tree, type, self.definitions)
        if leads_to is not None and leads_to[1] != "boolean":
            raise PathError(f"where wants a boolean, and {path} is {leads_to[1]}")
        evaluate = compiled(tree)

        def holds(node: Node, environment: Environment) -> bool:
            value = single(_focused(evaluate, node, environment), "boolean")
            if not isinstance(value, bool | None):
                raise PathError(f"where wants a boolean: {path}")
            return value is True

        return holds

    def selects(self, selects: Any, type: str) -> Made:
        """Several selects side by side: the product of their rows. ValueError for a column named twice."""
        made = [self.select(one, type) for one in selects]
        return self._side_by_side(made)

    def select(self, select: Json, type: str) -> Made:
        if "repeat" in select:
            each, inner = self.repeat(select["repeat"], type)
        elif path := select.get("forEach") or select.get("forEachOrNull"):
            each, inner = self.each(path, type)
        else:
            return self.body(select, type)
        made = self.body(select, inner)
        wrap = _each_or_null if "forEachOrNull" in select else _each
        return Made(made.columns, wrap(each, made))

    def body(self, select: Json, type: str) -> Made:
        parts: list[Made] = []
        if listed := select.get("column"):
            columns = [self.column(one, type) for one in listed]
            parts.append(Made(columns, _columns([(one.name, one.read) for one in columns])))
        parts += [self.select(one, type) for one in select.get("select", ())]
        if union := select.get("unionAll"):
            parts.append(self.union(union, type))
        if not parts:
            raise ValueError("a select without column, select or unionAll")
        return self._side_by_side(parts)

    def _side_by_side(self, parts: list[Made]) -> Made:
        columns = [column for part in parts for column in part.columns]
        names = [column.name for column in columns]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"a column is named twice: {', '.join(twice)}")
        return Made(columns, parts[0].rows if len(parts) == 1 else _product([part.rows for part in parts]))

    def union(self, branches: Any, type: str) -> Made:
        made = [self.select(one, type) for one in branches]
        names = [[column.name for column in one.columns] for one in made]
        if any(one != names[0] for one in names):
            raise ValueError(f"the branches of unionAll differ in their columns: {names}")
        for same in zip(*(one.columns for one in made), strict=True):
            types = {column.type for column in same if column.declared}
            if len(types) > 1:
                raise ValueError(f"the branches of unionAll give {same[0].name} the types {', '.join(sorted(types))}")
        parts = [one.rows for one in made]
        return Made(
            made[0].columns, lambda node, environment: [row for part in parts for row in part(node, environment)]
        )

    def each(self, path: str, type: str) -> tuple[Elements, str]:
        """The elements to go through, and their type."""
        tree = self.tree(path, type)
        plain = getter(tree, type, self.definitions) if type else None
        shape = self.definitions.shapes.get(plain[1]) if plain else None
        if plain and shape and shape.kind in ("complex-type", "backbone"):
            get, kind = plain
            return lambda node, environment: [Node(one, kind) for one in get(node.value)], kind
        evaluate = compiled(tree)
        return lambda node, environment: _focused(evaluate, node, environment), ""

    def repeat(self, paths: list[str], type: str) -> tuple[Elements, str]:
        """The elements that the paths lead to, from each of them on again; a parent before its children. Their names
        are not checked: a path may fit only some of the elements on the way."""
        steps = [compiled(self.tree(path, "")) for path in paths]

        def walk(node: Any, environment: Environment) -> Iterator[Any]:
            for step in steps:
                for found in _focused(step, node, environment):
                    yield found
                    yield from walk(found, environment)

        return lambda node, environment: list(walk(node, environment)), ""

    def column(self, column: Json, type: str) -> Column:
        try:
            tree = self.tree(column["path"], type)
            compiled(tree)
        except PathError as error:
            raise PathError(f"column {column['name']}: {error}") from error
        plain = getter(tree, type, self.definitions) if type else None
        kind = column.get("type") or (plain[1] if plain else "string")
        many = bool(column.get("collection"))
        read = _plain(plain[0], column["name"], many) if plain else _evaluated(compiled(tree), column["name"], many)
        return Column(column["name"], kind, "type" in column, read, mentions(tree, ROW_INDEX))


def _focused(evaluate: Evaluate, node: Any, environment: Environment) -> list[Any]:
    environment.this = node
    return evaluate([node], environment)


def _floats(plain: tuple[Callable[[Any], list[Any]], str]) -> Callable[[Any], list[Any]]:
    """Decimals that were read with their digits come out as any other decimal does."""
    get, kind = plain
    return (lambda value: [_value(one) for one in get(value)]) if kind == "decimal" else get


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
        try:
            values = [_value(item) for item in _focused(evaluate, node, environment)]
        except PathError as error:
            raise PathError(f"column {name}: {error}") from error
        found = [value for value in values if value is not None]
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
    def run(node: Any, environment: Environment) -> list[Row]:
        found = [part(node, environment) for part in parts]
        return [{key: value for row in combination for key, value in row.items()} for combination in product(*found)]

    return run


def _each(each: Elements, body: Made) -> Select:
    def run(node: Any, environment: Environment) -> list[Row]:
        return list(_counted(each(node, environment), body.rows, environment))

    return run


def _counted(elements: list[Any], rows: Select, environment: Environment) -> Iterator[Row]:
    """The rows of each element, which its place among them is known to."""
    before = environment.variables[ROW_INDEX]
    for at, one in enumerate(elements):
        environment.variables[ROW_INDEX] = at  # type: ignore[index]
        yield from rows(one, environment)
    environment.variables[ROW_INDEX] = before  # type: ignore[index]


def _each_or_null(each: Elements, body: Made) -> Select:
    counting = [column for column in body.columns if column.counts]

    def run(node: Any, environment: Environment) -> list[Row]:
        if found := each(node, environment):
            return list(_counted(found, body.rows, environment))
        nothing = {column.name: None for column in body.columns}
        if not counting:
            return [nothing]
        return [nothing | row for row in _counted([None], _columns([(c.name, c.read) for c in counting]), environment)]

    return run
