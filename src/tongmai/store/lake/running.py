"""A view over resources at hand, without a store and without files."""

from collections.abc import Iterable, Mapping
from typing import Any

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.views import View


def run_view(
    view: Mapping[str, Any], resources: Iterable[dict[str, Any]], definitions: Definitions | None = None
) -> list[dict[str, Any]]:
    """The rows of a SQL-on-FHIR v2 ViewDefinition over resources (parsed JSON), in their order; a row has its columns
    in the order of the view, and None where there is no value. Under R4's own types unless `definitions` are given.

    ValueError names the field of the view that is wrong, or the column and the resource that do not fit each other.
    Decimals are floats; boundaries are exact where the resources were parsed with their decimals as Decimal.
    """
    ready = View(view, definitions)
    found: list[dict[str, Any]] = []
    for resource in resources:
        try:
            found += ready.rows(resource)
        except ValueError as error:
            raise ValueError(f"{resource.get('resourceType')}/{resource.get('id')}: {error}") from error
    return found
