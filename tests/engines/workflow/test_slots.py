"""Slots are taken and given back with the step; a request that moves to another party keeps there being one."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.engines.workflow.conftest import ACTORS, House, words

from tongmai.access import Access, Actor, NoAudit
from tongmai.base.clock import SetClock
from tongmai.base.outcome import Refused
from tongmai.engines.workflow import Workflows, grants, guards
from tongmai.model.workflow import Free, Need, Set, State, Step, Take, Workflow
from tongmai.store.memory import MemoryStore

Json = dict[str, Any]
SLOT = Need("slot", words("slot"), kind="reference")
OTHER = Need("other", words("other"), kind="reference")
VISIT = Workflow(
    id="referral.visit", title=words("visit"), focus="ServiceRequest", start="sent", ends=frozenset({"off"}),
    starters="clinician@*", one_live=("subject", "performer"),
    states=(State("sent", "requested", words("sent")), State("booked", "accepted", words("booked")),
            State("off", "cancelled", words("off"))),
    steps=(
        Step("book", "sent -> booked", by="nurse@performer", title=words("book"), needs=(SLOT,),
             does=(Take("slot", of="performer", into="occurrenceDateTime"),)),
        Step("again", "booked -> booked", by="nurse@performer", title=words("again"), needs=(SLOT,),
             does=(Free("slot"), Take("slot", of="performer", into="occurrenceDateTime"))),
        Step("send-on", "sent -> sent", by="nurse@performer", title=words("send on"), needs=(OTHER,),
             does=(Set("performer", '["{other}"]'),)),
        Step("off", "sent|booked -> off", by="clinician@*", title=words("off"), does=(Free("slot"),)),
    ),
)  # fmt: skip


def slot(id: str, day: str = "2025-07-01", status: str = "free", whose: str = "hospital", **more: Any) -> Json:
    owner = {"url": "urn:tongmai:institution", "valueReference": {"reference": f"Organization/{whose}"}}
    release = {"url": "urn:tongmai:release", "valueInstant": more.get("release", f"{day}T00:00:00Z")}
    return {
        "resourceType": "Slot", "id": id, "extension": [owner, release], "schedule": {"reference": "Schedule/s"},
        "status": status, "start": f"{day}T01:00:00Z", "end": f"{day}T01:30:00Z",
    }  # fmt: skip


@pytest.fixture
def visits(make: Callable[[], House], definitions: Any) -> House:
    clock = make().clock
    store = MemoryStore(definitions, SetClock(clock.at))
    people = {**ACTORS, "nurse2": Actor("nurse2", "另一护士", ("nurse",), "hospital2", "652325000000", "dr-nurse2")}
    rules = grants(VISIT, definitions)
    access = Access(store, None, rules, people, NoAudit(), clock, definitions=definitions, guards=guards([VISIT]))
    house = House(store, access, Workflows([VISIT]), clock)
    house.add({"resourceType": "Schedule", "id": "s", "actor": [{"reference": "Organization/hospital"}]},
              slot("a"), slot("b"), slot("taken", status="busy"), slot("foreign", whose="hospital2"),
              slot("over", "2025-06-29", release="2025-07-09T00:00:00Z"),
              slot("released", release="2025-06-30T02:00:00Z"))  # fmt: skip
    return house


def begun(house: House, performer: str = "hospital") -> str:
    focus = {
        "resourceType": "ServiceRequest", "status": "active", "intent": "order",
        "subject": {"reference": "Patient/p1"}, "performer": [{"reference": f"Organization/{performer}"}],
    }  # fmt: skip
    return house.flows.start(house.open("clinician"), VISIT.id, focus).task.id


def status(house: House, id: str) -> str:
    return str(house.store.read("Slot", id).resource()["status"])


def test_a_slot_is_taken_with_the_step_and_its_time_stands_on_the_focus(visits: House) -> None:
    task = begun(visits)
    visits.act("nurse", task, "book", slot="Slot/a")
    assert status(visits, "a") == "busy"
    assert visits.focus(task)["occurrenceDateTime"] == "2025-07-01T01:00:00Z"
    assert visits.store.read("Slot", "a").origin == visits.store.read("Task", task).origin != "seed"


@pytest.mark.parametrize(
    ("id", "words"),
    [("taken", "the slot is taken"), ("foreign", "another institution"), ("over", "is over"),
     ("released", "was released"), ("nowhere", "there is no")],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_and_nothing_changes(visits: House, id: str, words: str) -> None:
    task = begun(visits)
    before = visits.store.last_change()
    with pytest.raises(Refused, match=words):
        visits.act("nurse", task, "book", slot=f"Slot/{id}")
    assert visits.store.last_change() == before


def test_a_slot_goes_back_with_the_step_that_frees_it(visits: House) -> None:
    task = begun(visits)
    visits.act("nurse", task, "book", slot="Slot/a")
    visits.act("nurse", task, "again", slot="Slot/b")
    assert (status(visits, "a"), status(visits, "b")) == ("free", "busy")
    visits.act("nurse", task, "again", slot="Slot/b")
    assert status(visits, "b") == "busy"
    visits.act("clinician", task, "off")
    assert (status(visits, "a"), status(visits, "b")) == ("free", "free")


def test_of_two_who_take_one_slot_at_once_one_gets_it(visits: House, monkeypatch: pytest.MonkeyPatch) -> None:
    first, focus = begun(visits), "hospital"
    other = visits.flows.start(visits.open("clinician"), VISIT.id, {
        "resourceType": "ServiceRequest", "status": "active", "intent": "order",
        "subject": {"reference": "Patient/p2"}, "performer": [{"reference": f"Organization/{focus}"}],
    }).task.id  # fmt: skip
    real, ready, met = visits.store.submit, threading.Barrier(2, timeout=20), set[int]()

    def together(changes: Any) -> Any:
        if threading.get_ident() not in met:  # who decides again waits for nobody
            met.add(threading.get_ident())
            ready.wait()
        return real(changes)

    monkeypatch.setattr(visits.store, "submit", together)
    endings: list[str] = []

    def book(task: str) -> None:
        try:
            visits.act("nurse", task, "book", slot="Slot/a")
            endings.append("booked")
        except Refused as refused:
            endings.append(refused.issues[0].words.zh)

    threads = [threading.Thread(target=book, args=(task,)) for task in (first, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(endings) == ["booked", "该号源（床位）已被占用"]
    assert status(visits, "a") == "busy"


def test_a_request_that_moves_on_lives_at_the_new_place_only(visits: House) -> None:
    task = begun(visits)
    visits.act("nurse", task, "send-on", other="Organization/hospital2")
    with pytest.raises(Refused, match="one is live already"):
        begun(visits, "hospital2")
    again = begun(visits)  # the first place has none any more
    assert again != task
    before = visits.store.last_change()
    with pytest.raises(Refused, match="one is live already"):
        visits.act("nurse", again, "send-on", other="Organization/hospital2")
    assert visits.store.last_change() == before
    visits.act("clinician", task, "off")
    visits.act("nurse", again, "send-on", other="Organization/hospital2")
    visits.act("nurse2", again, "send-on", other="Organization/hospital")
    with pytest.raises(Refused, match="one is live already"):
        begun(visits)
    assert begun(visits, "hospital2") not in (task, again)


@pytest.mark.parametrize(
    ("step", "culprit"),
    [
        (replace(VISIT.steps[0], needs=()), "slot is no reference that it asks for"),
        (replace(VISIT.steps[3], does=(Free("bed"),)), "no step takes a bed"),
    ],
)
def test_a_wrong_slot_is_named_at_the_start(step: Step, culprit: str) -> None:
    steps = tuple(step if one.name == step.name else one for one in VISIT.steps)
    with pytest.raises(ValueError, match=culprit):
        Workflows([replace(VISIT, steps=steps)])
