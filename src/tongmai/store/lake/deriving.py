"""Resources to the rows of views; what cannot become a row is named, not dropped in silence."""

import hashlib
from collections.abc import Iterable
from typing import Any

import orjson

from tongmai.fhir import views
from tongmai.fhir.definitions import Definitions
from tongmai.model.columns import complete, view_columns
from tongmai.model.view import View
from tongmai.store.lake.writing import ID


class Deriver:
    """The rows of one view."""

    def __init__(self, view: View, definitions: Definitions) -> None:
        """ValueError names a view that cannot be made ready."""
        self.view, self.columns = view, view_columns(view)
        try:
            self._ready = views.View(view.definition, definitions)
        except ValueError as error:
            raise ValueError(f"view {view.name}: {error}") from error

    def rows(self, id: str, resource: dict[str, Any], faults: dict[str, str]) -> list[dict[str, Any]]:
        """The rows of a resource, each with its id. Several values where one is wanted, or a value that is not of its
        column's type, leave the resource without rows and its fault under its id."""
        try:
            found = [complete(self.columns, row) for row in self._ready.rows(resource)]
        except ValueError as error:
            faults[id] = str(error)
            return []
        for row in found:
            row[ID] = id
        return found


def by_type(derivers: Iterable[Deriver]) -> dict[str, list[Deriver]]:
    """Views grouped by the resource type they are made of, so that each body is parsed once."""
    grouped: dict[str, list[Deriver]] = {}
    for deriver in derivers:
        grouped.setdefault(deriver.view.resource, []).append(deriver)
    return grouped


def parsed(body: bytes) -> dict[str, Any]:
    """The resource of a body in the store's normal form, which begins with type and id."""
    resource: dict[str, Any] = orjson.loads(body)
    return resource


def signature(content: object) -> str:
    """A short text that differs when a declaration, or the rows of a dimension, differ."""
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS, default=str)).hexdigest()[:16]
