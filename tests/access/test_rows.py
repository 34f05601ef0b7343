"""What the database hands out for a search by a limited actor: the rows of the page, one more, and no other record."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw
import pytest
from tests.access.asking import DEFINITIONS
from tests.access.naive import NOW

from tongmai.access import Access, Actor, Context, NoAudit, Put, circle_row
from tongmai.base.clock import SetClock
from tongmai.model.rule import Compartment, InCircle, Rule, Verb
from tongmai.store.sql import ordering, planning
from tongmai.store.sqlite import SqliteStore
from tongmai.store.sqlite import store as module

SEE: frozenset[Verb] = frozenset({"read", "search"})
PEOPLE = 400
MINE = 40
"""Patients in the doctor's circle: every tenth."""
RULES = (
    Rule("who treats, sees", "clinician", SEE, Compartment("Patient"), InCircle(("contract",))),
    Rule(
        "a centre sees what was sent to it", "centre", SEE, "ServiceRequest?performer=Organization/{actor.organization}"
    ),
)
ACTORS = {
    "doctor": Actor("doctor", "甲", ("clinician",), "clinic"),
    "centre": Actor("centre", "乙", ("centre",), "hospital"),
}


def records() -> Iterator[dict[str, Any]]:
    for number in range(PEOPLE):
        person = {"reference": f"Patient/p{number}"}
        yield {"resourceType": "Patient", "id": f"p{number}", "gender": "female"}
        yield {"resourceType": "Observation", "id": f"o{number}", "status": "final", "code": {"text": "x"},
               "subject": person, "effectiveDateTime": f"2025-06-{number % 28 + 1:02d}"}  # fmt: skip
        performer = {"reference": f"Organization/{'hospital' if number % 8 == 0 else 'else'}"}
        yield {"resourceType": "ServiceRequest", "id": f"r{number}", "status": "active", "intent": "order",
               "subject": person, "performer": [performer]}  # fmt: skip
        if number % (PEOPLE // MINE) == 0:
            yield circle_row(f"c{number}", f"p{number}", "Organization/clinic", "contract", "2025-01-01")


class Traced:
    """Counts what the reading connections hand out: `keys` of the resources found, `bodies` by reference."""

    def __init__(self) -> None:
        self.keys = 0
        self.bodies: list[str] = []

    def __call__(self, cursor: apsw.Cursor, row: tuple[Any, ...]) -> tuple[Any, ...]:
        names = [one[0] for one in cursor.get_description()]
        if "body" in names:
            self.bodies.append(str(row[names.index("id")]))
        elif "ident" in names:
            self.keys += 1
        return row


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("rows") / "records.sqlite"
    store = SqliteStore(place, DEFINITIONS, SetClock(NOW))
    door(store).system("seed").transact([Put(r["resourceType"], json.dumps(r).encode(), r["id"]) for r in records()])
    store.close()
    return place


def door(store: SqliteStore) -> Access:
    return Access(store, None, RULES, ACTORS, NoAudit(), SetClock(NOW), definitions=DEFINITIONS)


@pytest.fixture
def traced(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Access, Traced]]:
    """The door; its circles are formed before the counting begins."""
    trace, real = Traced(), module.connect

    def connect(*given: Any, **more: Any) -> apsw.Connection:
        connection = real(*given, **more)
        connection.row_trace = trace
        return connection

    monkeypatch.setattr(module, "connect", connect)
    store = SqliteStore(path, DEFINITIONS, SetClock(NOW))
    access = door(store)
    for actor in ACTORS:
        access.open(actor).may("search", "Observation")
    trace.keys = 0
    trace.bodies.clear()
    yield access, trace
    store.close()


SEARCHES = [
    # actor, type, text, page, how many the actor may see
    ("doctor", "Observation", "", 10, MINE),
    ("doctor", "Observation", "status=final", 10, MINE),
    ("doctor", "Observation", "_sort=-date", 10, MINE),
    ("doctor", "Observation", "date=ge2025-06-10&_sort=date", 5, MINE),
    ("doctor", "Observation", "status=final&_include=Observation:subject", 10, MINE),
    ("doctor", "Patient", "gender=female", 50, MINE),
    ("doctor", "ServiceRequest", "status=active", 10, MINE),
    ("doctor", "Observation", "status=final&_total=accurate", 0, MINE),
    ("centre", "ServiceRequest", "status=active&_sort=_id", 10, PEOPLE // 8),
    ("centre", "ServiceRequest", "_include=ServiceRequest:subject", 10, PEOPLE // 8),
]  # fmt: skip


@pytest.mark.parametrize(("actor", "type", "text", "page", "able"), SEARCHES, ids=lambda one: str(one))
def test_no_record_leaves_the_database_that_the_page_does_not_show(
    traced: tuple[Access, Traced], actor: str, type: str, text: str, page: int, able: int
) -> None:
    access, trace = traced
    found = access.open(actor).search(type, text, count=page)
    shown = [*found.matches, *found.included]
    assert sorted(trace.bodies) == sorted(one.id for one in shown)
    assert trace.keys <= min(page, able) + 1 + len(found.included)
    assert found.matches or page == 0
    assert found.total in (None, able)


def test_a_walk_along_an_index_takes_numbers_but_no_records(
    traced: tuple[Access, Traced], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a search finds much it walks in the order of its sort; what it passes by on the way stays inside."""
    monkeypatch.setattr(planning, "PROBE", 5)
    monkeypatch.setattr(ordering, "FIRST", 3)
    access, trace = traced
    context, after = access.open("doctor"), None
    for _ in range(3):
        trace.bodies.clear()
        found = context.search("Observation", "status=final&_sort=-date", count=10, after=after)
        after = found.next
        assert sorted(trace.bodies) == sorted(one.id for one in found.matches)
        assert len(trace.bodies) == 10


def test_a_search_filtered_afterwards_is_found(traced: tuple[Access, Traced], monkeypatch: pytest.MonkeyPatch) -> None:
    """What a careless door would do: ask for everything, show what may be shown."""
    access, trace = traced
    real = Context._scoped

    def unscoped(self: Context, query: Any) -> Any:
        return query, real(self, query)[1]

    monkeypatch.setattr(Context, "_scoped", unscoped)
    context = access.open("doctor")
    found = context.search("Observation", "status=final", count=PEOPLE)
    shown = [one for one in found.matches if context.may("read", "Observation", json.loads(one.body))]
    assert len(shown) == MINE
    assert len(trace.bodies) > MINE
