"""A ViewDefinition made ready. Source: SQL-on-FHIR v2, "View Definition" and its processing algorithm.

A column without `collection` takes one value: several are an error. getResourceKey() is the id without its type.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.path import children_of
from tongmai.fhir.path.functions import Environment
from tongmai.fhir.path.nodes import Node
from tongmai.fhir.views.definition import checked, constants
from tongmai.fhir.views.making import Maker, Row, Select

__all__ = ["Row", "View", "columns", "rows"]

Json = Mapping[str, Any]


class View:
    """A ViewDefinition made ready. ValueError (PathError for a path) says what is wrong with it and where.

    `exact`: its rows depend on the digits with which decimals were written, so give it resources that were parsed with
    their decimals as Decimal.
    """

    def __init__(self, definition: Json, definitions: Definitions | None = None) -> None:
        self._children = children_of(definitions)
        checked(definition, self._children.definitions)
        self.resource = str(definition["resource"])
        self.constants = constants(definition)
        maker = Maker(self._children.definitions, self.constants)
        made = maker.selects(definition["select"], self.resource)
        self.columns = [(column.name, column.type) for column in made.columns]
        self.exact = maker.exact
        self._select: Select = made.rows
        self._where = [maker.condition(one["path"], self.resource) for one in definition.get("where", ())]

    def rows(self, resource: dict[str, Any]) -> list[Row]:
        """The rows of one resource; none of a resource of another type or outside `where`. PathError: several values
        where one is wanted, or an expression that cannot be evaluated on this resource."""
        if resource.get("resourceType") != self.resource:
            return []
        root = Node(resource, self.resource)
        environment = Environment(self._children, root, {"rowIndex": 0})
        if not all(holds(root, environment) for holds in self._where):
            return []
        return self._select(root, environment)


@lru_cache(maxsize=512)
def _view(text: bytes, definitions: Definitions | None = None) -> View:
    return View(orjson.loads(text), definitions)


def view_of(definition: Json, definitions: Definitions) -> View:
    """The view, made once for what it says and for these definitions: whoever asks again is given the same."""
    return _view(orjson.dumps(definition), definitions)


def rows(definition: Json, resource: dict[str, Any]) -> list[Row]:
    """The rows of one resource under R4's own types. For own types, or many resources, make a `View` once."""
    return _view(orjson.dumps(definition)).rows(resource)


def columns(definition: Json, definitions: Definitions | None = None) -> list[tuple[str, str]]:
    """Name and FHIR type of each column, in order; the type is the declared one, else what the path leads to."""
    return View(definition, definitions).columns
