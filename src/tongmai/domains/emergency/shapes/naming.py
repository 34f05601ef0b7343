"""How records are called on the pages of emergencies."""

from collections.abc import Iterable, Mapping
from typing import Any

from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Bringing, Named
from tongmai.engines.pages.records import reference_in
from tongmai.model.blocks import Cell, Link, Text

Json = Mapping[str, Any]
Names = Mapping[str, Named]


def said(names: Names, reference: Any) -> Text:
    """The name behind a reference; a dash where it has none for this reader."""
    found = names.get(reference_in(reference))
    return found.name if found else NOTHING


def opened(names: Names, reference: Any) -> Cell:
    """The same, led to where it may be opened."""
    found = names.get(reference_in(reference))
    return Link(found.name, found.href) if found and found.href else said(names, reference)


def bring(names: Names, references: Iterable[Any]) -> None:
    """See that names are read at once."""
    if isinstance(names, Bringing):
        names.bring(filter(None, map(reference_in, references)))


def worded(names: Names, table: str, code: Any) -> Text:
    """The words of a code."""
    found = names.get(f"{table}/{code}")
    return found.kind if found else NOTHING
