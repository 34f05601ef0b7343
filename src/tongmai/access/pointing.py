"""Conditional references of a set, resolved among what the actor may find and the set's own entries. Source: FHIR R4
http.html#transaction (conditional references may match entries of the same bundle).

What the set itself replaces or deletes is seen as the set leaves it. What is found nowhere is left to the store, which
refuses it: it never finds for an actor what the actor may not find.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tongmai.access.actors import Actor
from tongmai.access.decide import Decider
from tongmai.access.judge import Key, Look
from tongmai.access.trial import plain
from tongmai.base.outcome import Refused
from tongmai.store import bodies
from tongmai.store.pending import Referring, is_conditional, unresolved
from tongmai.store.protocol import Delete, Put
from tongmai.store.query import Query
from tongmai.store.search_text import condition


@dataclass
class Pointing:
    """For one set of writes. `_looks` holds its entries as they will be judged, made when a condition asks."""

    decider: Decider
    actor: Actor
    purpose: str
    writes: Sequence[Put | Delete]
    _looks: dict[int, Look] = field(default_factory=dict)
    _known: dict[str, list[Key]] = field(default_factory=dict)

    def pointed(self, place: int, put: Put) -> Put:
        """The put with those of its conditional references resolved that mean one record, stored or of the set.
        Refused: several."""
        body, _, said_id = bodies.normal(put.type, put.id or "new", put.body)
        referring, found = Referring(body), dict[str, Key]()
        for text in (one for one in referring.texts if is_conditional(one)):
            if text not in self._known:
                self._known[text] = self._matches(condition(self.decider.definitions, text))
            keys = self._known[text]
            if len(keys) > 1:
                raise Refused((unresolved(place, body, text, text, [(type, id or "new") for type, id in keys[:2]]),))
            if keys and keys[0][1]:
                found[text] = keys[0]
        if not found:
            return put
        pointed = referring.rewritten(found)
        kept = put.id or said_id
        own_id = b',"id":"%s"' % kept.encode() if kept else b""
        return replace(put, body=pointed.replace(b',"id":"%s"' % (put.id or "new").encode(), own_id, 1))

    def _matches(self, query: Query) -> list[Key]:
        """What a condition means: stored records that the actor may find and that the set leaves alone, and entries of
        the set; the id of an entry that has none yet is ""."""
        scopes, _ = self.decider.scopes(self.actor, self.purpose, "search", query.type)
        touched = {(one.type, one.id) for one in self.writes if one.id is not None}
        near = sum(type == query.type for type, _ in touched)
        stored = self.decider.store.search(replace(query, count=2 + near, scopes=scopes)).matches
        left = [(one.type, one.id) for one in stored if (one.type, one.id) not in touched]
        return left + [
            (one.type, one.id or "") for place, one in enumerate(self.writes) if self._meets(place, one, query)
        ]

    def _meets(self, place: int, write: Put | Delete, query: Query) -> bool:
        if isinstance(write, Delete) or write.type != query.type:
            return False
        if write.if_none_exist:
            return False  # what it will be is known to the store alone
        if place not in self._looks:
            self._looks[place] = self.decider.judge.look_at(plain(self.decider.clock, write))
        return all(self._looks[place].meets(one) for one in query.filters)
