"""Work that stands long: on a desk only near its clock, which may hang on an element within an object; the patient it
is about takes part in it; what a step derives for the focus is no field of its event."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tongmai.access import Access, Actor, NoAudit
from tongmai.base.clock import SetClock
from tongmai.base.outcome import Refused
from tongmai.base.words import Words
from tongmai.engines.workflow import Workflows, grants, guards, read_terms
from tongmai.fhir.definitions import Definitions
from tongmai.model.workflow import Append, Derived, Need, Set, State, Step, Term, Workflow
from tongmai.store.memory import MemoryStore

Json = dict[str, Any]
TERMS = """term,element,valid_from,valid_to,source,status
last,occurrencePeriod.end,2024-01-01,,test,assumed
"""
STANDING = Workflow(
    id="care.standing", title=Words("《s》", "standing"), focus="ServiceRequest", start="asked",
    ends=frozenset({"over"}), starters="resident@subject", terms="terms.csv",
    states=(
        State("asked", "requested", Words("《q》", "asked")),
        State("agreed", "in-progress", Words("《g》", "agreed"), desk_days=7),
        State("over", "completed", Words("《o》", "over")),
    ),
    steps=(
        Step("agree", "asked -> agreed", by="clinician@performer", title=Words("《y》", "agree"),
             needs=(Need("until", Words("《u》", "until"), kind="date"),),
             derives=(Derived("notes", ("notes",)),),
             does=(Set("occurrencePeriod.end", "{until}"), Append("note", "{notes}"))),
        Step("finish", "agreed -> over", by="clinician@performer|resident@subject", title=Words("《f》", "finish"),
             within=Term("last", since="agree")),
    ),
)  # fmt: skip
PEOPLE = {
    one.id: one
    for one in (Actor("doctor", "医生", ("clinician",), "th-1", "652328100000", "dr"),
                Actor("resident", "居民", ("resident",), patient="p1"),
                Actor("neighbour", "邻居", ("resident",), patient="p2"))
}  # fmt: skip


def notes(focus: Json, fields: Json, today: date) -> Json:
    """Two entries of a list of the focus."""
    return {"notes": [{"text": "one"}, {"text": "two"}]}


class Care:
    def __init__(self, definitions: Definitions, terms: Path) -> None:
        self.clock = SetClock(datetime(2025, 6, 30, 2, tzinfo=UTC))
        store = MemoryStore(definitions, self.clock)
        self.access = Access(store, None, grants(STANDING, definitions), PEOPLE, NoAudit(), self.clock,
                             definitions=definitions, guards=guards([STANDING]))  # fmt: skip
        self.flows = Workflows([STANDING], {"notes": notes}, {STANDING.id: read_terms(terms)}, {})

    def ask(self, who: str) -> str:
        focus = {
            "resourceType": "ServiceRequest", "status": "active", "intent": "order",
            "subject": {"reference": "Patient/p1"}, "performer": [{"reference": "Organization/th-1"}],
        }  # fmt: skip
        return self.flows.start(self.access.open(who), STANDING.id, focus).task.id

    def act(self, who: str, task: str, step: str, **fields: str) -> Any:
        return self.flows.act(self.access.open(who), task, step, fields)

    def waiting(self, who: str) -> list[str]:
        return [one.task_id for one in self.flows.desk(self.access.open(who))]


@pytest.fixture
def care(definitions: Definitions, tmp_path: Path) -> Care:
    (tmp_path / "terms.csv").write_text(TERMS, encoding="utf-8")
    return Care(definitions, tmp_path / "terms.csv")


def test_the_patient_takes_part_and_nobody_elses_patient(care: Care) -> None:
    with pytest.raises(Refused, match="it takes the"):
        care.ask("neighbour")
    task = care.ask("resident")
    care.act("doctor", task, "agree", until="2025-09-30")
    with pytest.raises(Refused):
        care.act("neighbour", task, "finish")
    assert care.access.open("neighbour").search("ServiceRequest", []).matches == ()
    assert len(care.access.open("resident").search("ServiceRequest", []).matches) == 1
    assert care.act("resident", task, "finish").state == "over"


def test_it_comes_on_the_desk_so_many_days_before_its_clock(care: Care) -> None:
    task = care.ask("resident")
    assert care.waiting("doctor") == [task], "a state without such days waits all the time"
    care.act("doctor", task, "agree", until="2025-09-30")
    assert care.waiting("doctor") == care.waiting("resident") == []
    care.clock.at = datetime(2025, 9, 30, 16, tzinfo=UTC) - timedelta(days=7, seconds=1)
    assert care.waiting("doctor") == []
    care.clock.at += timedelta(seconds=1)
    assert care.waiting("doctor") == care.waiting("resident") == [task]


def test_what_is_derived_for_the_focus_stands_there_and_not_in_the_event(care: Care) -> None:
    task = care.ask("resident")
    acted = care.act("doctor", task, "agree", until="2025-09-30")
    assert [one["text"] for one in acted.focus.resource()["note"]] == ["one", "two"]
    assert set(care.flows.story(care.access.open("doctor"), task)[-1].fields) == {"until"}
