"""Fill a page: fetch each source once, hand what was fetched to the pure shapes, check what comes back."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from tongmai.base.words import Words
from tongmai.engines.pages.given import Membership
from tongmai.engines.pages.records import Listing
from tongmai.model.blocks import Model, kind_of
from tongmai.model.page import Ask, Block, Page

Fetch = Callable[[str, Ask], Any]
"""A source's text and what is asked for, to the fetched value. Refused: whatever the access door refuses."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A block with its model, ready to be drawn."""

    block: Block
    model: Model
    drawn: dict[Hashable, str] | None = field(default=None, compare=False)
    """Where what was drawn of it may be left, by all that its drawing depends on; None: it is made for one reader."""

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


class Keep(Protocol):
    """Keeps what was filled for the next reader. `lasting`: the source gives the same for everybody while a state of
    the facts lasts."""

    def lasting(self, source: str) -> bool: ...

    def once(self, key: Hashable, passing: Sequence[Any], make: Callable[[], Filled | None]) -> Filled | None:
        """What was made under this key of the same passing values in this state of the facts, or else is made now."""
        ...


def fill(page: Page, ask: Ask, fetch: Fetch, keep: Keep | None = None) -> tuple[Filled, ...]:
    """The page's blocks for this reader, in order; a block whose shape answers None is left out."""
    once: dict[str, Any] = {}

    def fetched(source: str) -> Any:
        if source not in once:
            once[source] = fetch(source, ask)
        return once[source]

    def filled(block: Block) -> Filled | None:
        if keep is None or not any(map(keep.lasting, block.sources)):
            return _shaped(page, block, ask, [fetched(source) for source in block.sources])
        passing = [fetched(source) for source in block.sources if not keep.lasting(source)]
        if any(not isinstance(one, list | Membership | Listing) for one in passing):
            return _shaped(page, block, ask, [fetched(source) for source in block.sources])
        nobody = anonymous(ask)

        def make() -> Filled | None:
            made = _shaped(page, block, nobody, [fetched(source) for source in block.sources])
            return replace(made, drawn={}) if made else None

        return keep.once((page.id, block.id, *asked(nobody)), passing, make)

    return tuple(made for block in page.blocks if (made := filled(block)) is not None)


def anonymous(ask: Ask) -> Ask:
    """What is asked for, without who asks and the minute: what is shaped of it is the same for everybody."""
    return Ask(ask.path, ask.query, {}, ask.as_of, url=ask.url, whole=ask.whole)


def asked(ask: Ask) -> tuple[Hashable, ...]:
    """All that an anonymous question holds."""
    return ask.url, ask.as_of, tuple(sorted(ask.path.items())), tuple(ask.query.items())


def _shaped(page: Page, block: Block, ask: Ask, values: Sequence[Any]) -> Filled | None:
    model = block.shape(ask, *values)
    if model is None:
        return None
    if kind_of(model) != block.kind and kind_of(model) != "notice":
        raise TypeError(f"page {page.id}: block {block.id} is a {block.kind}, its shape made a {kind_of(model)}")
    return Filled(block, model)
