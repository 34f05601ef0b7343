"""How records, codes and areas are called on a page, by the names that its sources bring."""

from collections.abc import Iterable
from typing import Any

from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Bringing
from tongmai.engines.pages.records import Names, reference_in
from tongmai.model.blocks import Cell, Link, Text


def said(names: Names, reference: Any) -> Text:
    """The name behind a reference; a dash where it has none for this reader."""
    found = names.get(reference_in(reference))
    return found.name if found else NOTHING


def linked(names: Names, reference: Any) -> Cell:
    """The same, led to where it may be opened."""
    found = names.get(reference_in(reference))
    return Link(found.name, found.href) if found and found.href else said(names, reference)


def bring(names: Names, references: Iterable[Any]) -> None:
    """See that names are read at once: a table asks as much for fifty rows as for one."""
    if isinstance(names, Bringing):
        names.bring(filter(None, map(reference_in, references)))


def worded(names: Names, table: str, code: Any) -> Text:
    """The words of a code of a dated table; a dash where nobody knows it."""
    found = names.get(f"{table}/{code}")
    return found.kind if found else NOTHING


def area_name(names: Names, code: Any) -> str:
    """An area by its name; a dash for none."""
    found = names.get(str(code))
    return str(found.name) if found else NOTHING
