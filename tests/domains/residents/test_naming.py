"""What names a resident is found, wherever the demonstration names one."""

import re
from datetime import date

import pytest
from tests.demonstration import everything

from tongmai.access.naming import naming
from tongmai.app import clock_at
from tongmai.declared import Declared
from tongmai.engines.workflow.record import dumps
from tongmai.fhir.references import references
from tongmai.store.memory import MemoryStore
from tongmai.store.protocol import ChangeSet, Put

UNMOVED = ("Provenance", "RecordPair")


@pytest.mark.proof
def test_every_place_that_names_a_resident_is_found(it: Declared) -> None:
    chosen = {}
    for one in everything():
        for place, holder in references(one):
            if holder["reference"].startswith("Patient/") and one["resourceType"] not in UNMOVED:
                chosen.setdefault((one["resourceType"], re.sub(r"\[\d+\]", "", place)), (one, holder["reference"]))
    store = MemoryStore(it.definitions, clock_at(date(2025, 6, 30)))
    kept = {f"{one['resourceType']}/{one['id']}": one for one, _ in chosen.values()}
    store.commit(ChangeSet(tuple(Put(one["resourceType"], dumps(one), one["id"]) for one in kept.values()), "seed"))
    found: dict[str, set[str]] = {}
    lost = []
    for (type, place), (one, who) in chosen.items():
        found.setdefault(who, {version.reference for version in naming(store, it.definitions, who)})
        if f"{type}/{one['id']}" not in found[who]:
            lost.append((type, place))
    assert len(chosen) >= 20
    assert lost == []
