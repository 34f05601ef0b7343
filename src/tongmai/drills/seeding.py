"""What a drill begins with: the register as it stands, and the invented residents of its scenario. Nobody else."""

from collections.abc import Iterable, Iterator
from itertools import islice

import orjson

from tongmai.base.clock import civil_day
from tongmai.declared import Declared
from tongmai.model.drill import Drill
from tongmai.regions import drills as scenarios
from tongmai.store.protocol import ChangeSet, Put, Store

ORIGIN = "drill:seed"
PERSON = b'"Patient/'
_GROUP = 500


def types(it: Declared) -> tuple[str, ...]:
    """The types of the register, as the rooms name them."""
    return tuple(dict.fromkeys(type for room in it.domains for type in room.seeds))


def register(it: Declared, store: Store) -> Iterator[Put]:
    """Every live record of the register. What refers to a resident is none of it, whatever its type. Read as the house
    itself reads: no person's record is seen, so the audit has nothing to tell."""
    for type in types(it):
        for version in store.current(type):
            if PERSON not in version.body:
                yield Put(type, version.body, version.id)


def residents(it: Declared, drill: Drill) -> Iterator[Put]:
    """The residents of the scenario, and in whose care they are."""
    for one in scenarios.residents(it.region, drill.scenario, drill.people, civil_day(drill.begins)):
        yield Put(one["resourceType"], orjson.dumps(one), one["id"])


def seed(store: Store, puts: Iterable[Put]) -> int:
    """Write them, a group on its way while the next is read; how many."""
    stream, waiting, written = iter(puts), [], 0
    while group := tuple(islice(stream, _GROUP)):
        waiting.append(store.submit(ChangeSet(group, origin=ORIGIN)))
        if len(waiting) > 2:
            written += len(waiting.pop(0).result())
    return written + sum(len(future.result()) for future in waiting)
