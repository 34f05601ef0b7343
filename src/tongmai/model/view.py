"""Views: resource to row (SQL-on-FHIR v2 ViewDefinition) and derived rows (one SELECT)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "place": ("village", "township", "county", "prefecture", "zone"),
    "institution": ("id", "village", "kind", "tier", "ownership", "from_day", "to_day"),
    "person": ("id", "home_village", "birth_year", "sex", "key_group"),
    "population": ("village", "base", "year", "residents"),
    "period": ("id", "kind", "from_day", "to_day"),
}
"""The only tables that two rooms may both name, with the columns every region gives them."""


@dataclass(frozen=True)
class View:
    """A ViewDefinition; `columns` in order, each with the DuckDB type of its values."""

    name: str
    resource: str
    definition: Mapping[str, Any]

    def __post_init__(self) -> None:
        if self.definition.get("resourceType") != "ViewDefinition" or self.definition.get("name") != self.name:
            raise ValueError(f"view {self.name}: the file must hold a ViewDefinition of that name")


@dataclass(frozen=True)
class DerivedView:
    """One SELECT over views and the shared dimensions."""

    name: str
    sql: str
