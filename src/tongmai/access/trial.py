"""Records as they would be: written into a store of their own, where references between entries resolve."""

from collections.abc import Sequence
from dataclasses import replace

from tongmai.base.clock import Clock
from tongmai.fhir.definitions import Definitions
from tongmai.store.memory import MemoryStore
from tongmai.store.prepare import Preparer
from tongmai.store.protocol import ChangeSet, Put, Version


def tried(definitions: Definitions, clock: Clock, preparer: Preparer, puts: Sequence[Put]) -> list[Version]:
    """What would become of the puts, in order. Refused: what no store would take."""
    store = MemoryStore(definitions, clock)
    store.preparer = preparer  # shared: it holds the compiled index functions
    bare = tuple(replace(put, if_match=None, if_none_exist=None) for put in puts)
    return [written.version for written in store.commit(ChangeSet(bare))]
