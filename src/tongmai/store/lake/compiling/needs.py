"""Which elements of a resource type a view reads: the typed struct that DuckDB parses bodies into."""

import json
from typing import Any

_TYPES = {
    "boolean": "BOOLEAN",
    "integer": "BIGINT",
    "positiveInt": "BIGINT",
    "unsignedInt": "BIGINT",
    "decimal": "DOUBLE",
}


def sql_type(fhir_type: str) -> str:
    """The DuckDB type of a primitive FHIR type."""
    return _TYPES.get(fhir_type, "VARCHAR")


class Need:
    """An element that is read: its own value, or the children named so far. An object of which nothing is read is
    parsed as text, which is enough to know that it is there. `used` is not yet said of the types of a choice, of which
    most are never read."""

    def __init__(self, type: str = "VARCHAR", many: bool = False, used: bool = True) -> None:
        self.type, self.many, self.used = type, many, used
        self.children: dict[str, Need] = {}

    def child(self, key: str, type: str, many: bool, used: bool = True) -> "Need":
        found = self.children.setdefault(key, Need(type, many, used))
        found.used |= used
        return found

    def merge(self, other: "Need") -> None:
        """Read what another view of the same resource type reads too."""
        for key, one in other.children.items():
            self.child(key, one.type, one.many, one.used).merge(one)

    def structure(self) -> str:
        """As `from_json` takes it."""
        return json.dumps(self._structure())

    def _structure(self) -> Any:
        inside = {key: one._structure() for key, one in self.children.items() if one.used} or self.type
        return [inside] if self.many else inside
