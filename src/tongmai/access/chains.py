"""Chains of a user's search: what lies behind a hop counts only where the actor may search it."""

from dataclasses import replace

from tongmai.access.actors import Actor
from tongmai.access.decide import Decider
from tongmai.store.query import Filter, Hop, Query


def within_scopes(decider: Decider, actor: Actor, purpose: str, query: Query) -> tuple[Filter, ...]:
    """The query's filters, each hop of a chain confined to what the actor may search at its far end.

    Refused: forbidden (no rule for the type a chain passes through).
    """

    def confined(hop: Hop) -> Hop:
        scopes, _ = decider.scopes(actor, purpose, "search", hop.target)
        return hop if any(not scope.filters for scope in scopes) else hop._replace(scopes=scopes)

    return tuple(replace(one, chain=tuple(map(confined, one.chain))) if one.chain else one for one in query.filters)
