"""Fill a page: fetch each source once, hand what was fetched to the pure shapes, check what comes back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tongmai.base.words import Words
from tongmai.model.blocks import Model, kind_of
from tongmai.model.page import Ask, Block, Page

Fetch = Callable[[str, Ask], Any]
"""A source's text and what is asked for, to the fetched value. Refused: whatever the access door refuses."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A block with its model, ready to be drawn."""

    block: Block
    model: Model

    @property
    def id(self) -> str:
        return self.block.id

    @property
    def kind(self) -> str:
        return kind_of(self.model)

    @property
    def width(self) -> str:
        return self.block.width

    @property
    def title(self) -> Words | None:
        return self.block.title if self.block.title.zh else None


def fill(page: Page, ask: Ask, fetch: Fetch) -> tuple[Filled, ...]:
    """The page's blocks for this reader, in order; a block whose shape answers None is left out."""
    once: dict[str, Any] = {}

    def fetched(source: str) -> Any:
        if source not in once:
            once[source] = fetch(source, ask)
        return once[source]

    filled = []
    for block in page.blocks:
        model = block.shape(ask, *(fetched(source) for source in block.sources))
        if model is None:
            continue
        if kind_of(model) != block.kind and kind_of(model) != "notice":
            raise TypeError(f"page {page.id}: block {block.id} is a {block.kind}, its shape made a {kind_of(model)}")
        filled.append(Filled(block, model))
    return tuple(filled)
