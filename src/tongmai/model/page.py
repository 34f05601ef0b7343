"""Pages as data: a room declares blocks; the engine fills them through the context; the web draws them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from tongmai.base.words import NO_WORDS, Words

PageKind = Literal["list", "record", "form", "board", "story"]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page. `kind` says how it is drawn; `source` names what the engine fetches for it; `shape` is a pure
    function of the room's rules that turns what was fetched into the block's model."""

    id: str
    kind: str
    title: Words = NO_WORDS
    source: str = ""
    shape: Callable[..., Any] | None = None


@dataclass(frozen=True)
class Page:
    """`path` below the room: "/plans/{plan}/targets/{target}". `roles`: who is offered it; empty: everybody."""

    id: str
    title: Words
    path: str
    kind: PageKind
    blocks: tuple[Block, ...]
    roles: tuple[str, ...] = ()
    menu: bool = False
    catalogue: tuple[str, ...] = ()
