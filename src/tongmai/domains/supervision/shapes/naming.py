"""How records are called on the pages of supervision."""

from collections.abc import Iterable, Mapping
from typing import Any

from tongmai.base.words import Words
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Named
from tongmai.engines.pages.records import reference_in
from tongmai.model.blocks import Cell, Link, Text

Json = Mapping[str, Any]
Names = Mapping[str, Named]


def called(names: Names, reference: Any) -> Text:
    """The name behind a reference, else the one that stands in it; a dash where it has none for this reader."""
    found = names.get(reference_in(reference))
    if found and found.name != NOTHING:
        return found.name
    return str(reference.get("display", NOTHING)) if isinstance(reference, Mapping) else NOTHING


def linked(names: Names, reference: Any) -> Cell:
    """The same, led to where it may be opened."""
    found = names.get(reference_in(reference))
    name = called(names, reference)
    return Link(name, found.href) if found and found.href else name


def people(names: Names, references: Iterable[Any]) -> Cell:
    """Several names beside each other: nobody of them is before another."""
    found = [str(called(names, one)) for one in references]
    return Words("、".join(found), ", ".join(found))


def joined(names: Names, references: Iterable[Any]) -> str:
    """Several names in one line, as a printed form has them."""
    return "、".join(str(called(names, one)) for one in references)
