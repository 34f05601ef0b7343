"""What a condition of a write matches, among what an actor may find. Source: FHIR R4 http.html#cond-update.

A record that the actor may not find does not count: neither the answer nor what becomes of the write tells of it.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from tongmai.access.context import Context
from tongmai.access.judge import Key
from tongmai.base.outcome import Refused
from tongmai.store.protocol import Version
from tongmai.store.search_text import condition


@dataclass(frozen=True, slots=True)
class Matches:
    """`found`: what the actor may find. `hidden`: something else meets the condition too; never told to the actor, it
    only keeps a creation from being made dependent on the condition."""

    found: tuple[Version, ...]
    hidden: bool = False


def matches(context: Context, type: str, text: str, most: int = 2, without: Collection[Key] = ()) -> Matches:
    """The matches of `name=value&…`, `most` of them. Refused: unsupported (no plain filter); forbidden (no rule lets
    the actor search the type)."""
    query = condition(context.definitions, f"{type}?{text.removeprefix(type).removeprefix('?')}")
    store, wide = context._house.store, replace(query, count=most + len(without))
    narrowed = wide if context.unlimited else context.scoped(wide)
    found = _without(store.search(narrowed).matches, without)
    if context.unlimited:
        return Matches(found[:most])
    every = _without(store.search(wide).matches, without) if not found else ()
    return Matches(found[:most], bool(every))


def _without(found: Collection[Version], without: Collection[Key]) -> tuple[Version, ...]:
    return tuple(one for one in found if (one.type, one.id) not in without)


def has_moved(refused: Refused) -> bool:
    """Whether a write was refused because what it was decided on has changed meanwhile: decide and try it again."""
    return refused.kind == "stale"
