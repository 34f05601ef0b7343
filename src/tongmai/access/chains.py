"""Chains of a user's search: what lies behind a hop counts only where the actor may search it."""

from dataclasses import replace

from tongmai.access.actors import Actor
from tongmai.access.decide import Decider
from tongmai.base.outcome import refuse
from tongmai.store.query import Filter, Query

_MOST = 1000  # records behind a hop


def within_scopes(decider: Decider, actor: Actor, purpose: str, query: Query) -> tuple[Filter, ...]:
    """The query's filters, each chain confined to what the actor may search at its far end.

    Refused: forbidden (no rule for the type a chain passes through), unsupported (too many records behind it).
    """
    return tuple(_confined(decider, actor, purpose, one) if one.chain else one for one in query.filters)


def _confined(decider: Decider, actor: Actor, purpose: str, chained: Filter) -> Filter:
    (link, target), rest = chained.chain[0], chained.chain[1:]
    scopes, _ = decider.scopes(actor, purpose, "search", target)
    if any(not scope.filters for scope in scopes) and not rest:
        return chained
    behind = replace(chained, chain=rest)
    inner = within_scopes(decider, actor, purpose, Query(target, (behind,)))
    found = decider.store.search(Query(target, inner, count=_MOST, scopes=scopes))
    if found.next is not None:
        raise refuse(
            "unsupported", "链式检索涉及的记录过多", "too many records behind the chain", where=link,
            remedy=("请缩小条件，或分两次检索", "narrow it, or search in two steps"),
        )  # fmt: skip
    ids = tuple(f"{target}/{one.id}" for one in found.matches)
    return Filter(link, ids or (f"{target}/-",))
