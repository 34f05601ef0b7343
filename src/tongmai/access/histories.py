"""The history of a type or of everything, as far as an actor may see it. Source: FHIR R4 http.html#history.

A version is seen by who may read both the present content of its resource and its own (as in `Context.history`); a
deletion by who may read the last content before it. What is hidden leaves no gap, number or count behind.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from tongmai.access.context import Context
from tongmai.access.judge import Key
from tongmai.base.outcome import refuse
from tongmai.store.protocol import Version

_STRETCH = 200
Moments = tuple[datetime, datetime]
"""From a moment until another, which is no longer in it."""
LOOKED_THROUGH = 2_000
"""Versions that one page looks at: a page may come back short, with a next one."""


@dataclass(frozen=True, slots=True)
class Page:
    """Versions, newest first, and the change number below which the next page begins (None: nothing is left)."""

    versions: tuple[Version, ...]
    next: int | None


def recent(
    context: Context,
    types: Collection[str],
    *,
    since: datetime | None,
    before: int | None,
    count: int,
    at: Moments | None = None,
) -> Page:
    """One page of the newest versions of one type, or of several. `since`: none made earlier; `before`: a change
    number; `at`: only those that were current at some point of it. Refused (forbidden): no rule lets the actor read any
    of the types."""
    opened = frozenset(type for type in types if context.may("read", type))
    if not opened:
        place = next(iter(types)) if len(types) == 1 else ""
        raise refuse("forbidden", "没有规则允许查看", "no rule lets you read it", where=place, rule="no rule grants it")
    only = next(iter(opened)) if len(opened) == 1 else None
    sieve, kept, looked = _Sieve(context), list[Version](), 0
    while looked < LOOKED_THROUGH:
        stretch = context._house.store.recent(only, before, _STRETCH)
        looked += len(stretch)
        ends = _ends(context, stretch) if at else {}
        for version in stretch:
            if since is not None and version.at < since:
                return _seen(context, kept, None)
            if at and not was_current(version.at, ends.get(version.change), at):
                before = version.change
                continue
            if version.type in opened and sieve.passes(version):
                if len(kept) == count:
                    return _seen(context, kept, before)
                kept.append(version)
            before = version.change
        if len(stretch) < _STRETCH:
            return _seen(context, kept, None)
    return _seen(context, kept, before)


def was_current(begun: datetime, ended: datetime | None, at: Moments) -> bool:
    """Whether what was current from `begun` until `ended` (None: it still is) was so at some point of `at`."""
    return begun < at[1] and (ended is None or ended > at[0])


def _ends(context: Context, versions: Iterable[Version]) -> dict[int, datetime]:
    """When each version was followed by another, by its change number; the current ones are left out."""
    store = context._house.store
    current = {one.change for one in store.read_many([(one.type, one.id) for one in versions]).values()}
    found: dict[int, datetime] = {}
    for key in {(one.type, one.id) for one in versions if one.change not in current}:
        listed = store.history(*key)
        found |= {older.change: newer.at for newer, older in pairwise(listed)}
    return found


def _seen(context: Context, versions: Iterable[Version], next: int | None) -> Page:
    kept = tuple(versions)
    context.see("history", [one for one in kept if not one.deleted], "history of what may be read")
    return Page(kept, next)


@dataclass
class _Sieve:
    """Decides version by version, and each resource's newest content once."""

    context: Context
    _open: dict[Key, bool] = field(default_factory=dict)

    def passes(self, version: Version) -> bool:
        if self.context.unlimited:
            return True
        key = (version.type, version.id)
        if key not in self._open:
            newest = version
            if version.deleted or not self._is_current(version):
                newest = next((one for one in self.context._house.store.history(*key) if not one.deleted), version)
            self._open[key] = self._readable(newest)
        return self._open[key] and (version.deleted or self._readable(version))

    def _is_current(self, version: Version) -> bool:
        key = (version.type, version.id)
        now = self.context._house.store.read_many([key]).get(key)
        return now is not None and now.change == version.change

    def _readable(self, version: Version) -> bool:
        return not version.deleted and self.context.readable(version)
