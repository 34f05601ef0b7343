"""Words and names that several pages of posts and people use."""

from collections.abc import Mapping
from typing import Any

from tongmai.base.words import Words
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.records import Names, reference_in
from tongmai.model.blocks import Cell

Json = Mapping[str, Any]
PEOPLE = Words("人", "people")
POSTS = Words("名", "posts")


def name_of(names: Names, reference: Any) -> Cell:
    """The name behind a reference; a dash where it has none for this reader."""
    found = names.get(reference_in(reference))
    return str(found.name) if found else NOTHING


def plain_text(cell: Cell) -> str | Words:
    """A cell as text; a dash where it is drawn."""
    return cell if isinstance(cell, str | Words) else NOTHING
