"""Records as they would be. Where entries of a set refer to each other, a store in memory resolves that."""

from collections.abc import Sequence
from dataclasses import replace

from tongmai.base.clock import Clock
from tongmai.base.ids import new_id
from tongmai.fhir.definitions import Definitions
from tongmai.store import bodies
from tongmai.store.memory import MemoryStore
from tongmai.store.pending import Referring
from tongmai.store.prepare import Preparer
from tongmai.store.protocol import ChangeSet, Put, Version


def tried(definitions: Definitions, clock: Clock, preparer: Preparer, puts: Sequence[Put]) -> list[Version]:
    """What would become of the puts, in order. Refused: what no store would take."""
    bare = [plain(clock, put) for put in puts]
    if not any(Referring(version.body).texts for version in bare):
        return bare
    store = MemoryStore(definitions, clock)
    store.preparer = preparer  # shared: it holds the compiled index functions
    free = tuple(replace(put, if_match=None, if_none_exist=None) for put in puts)
    return [written.version for written in store.commit(ChangeSet(free))]


def plain(clock: Clock, put: Put) -> Version:
    """A put that needs nothing resolved, as a version."""
    id = put.id or new_id(clock)
    body, _, _ = bodies.normal(put.type, id, put.body)
    return Version(put.type, id, 0, 0, clock.now(), False, body)
