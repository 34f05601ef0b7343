"""What is under way in the demonstration is work for the real engine: desks show it, steps move it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tongmai.access import Access, Actor, Context, NoAudit, Put, circle_row
from tongmai.app import DOMAINS
from tongmai.base.clock import SetClock
from tongmai.base.outcome import Refused
from tongmai.domains.family_doctor import DOMAIN as FAMILY_DOCTOR
from tongmai.domains.plans.workflows.targets import REPORT
from tongmai.domains.registry import DOMAIN
from tongmai.domains.registry.workflows import CERTIFICATE
from tongmai.domains.residents import DOMAIN as RESIDENTS
from tongmai.engines.workflow import Workflows, grants, guards, read_terms
from tongmai.fhir.definitions import Definitions
from tongmai.regions.demonstration.tasks import STATES, TITLES
from tongmai.regions.region import Region
from tongmai.store.memory import MemoryStore

Json = dict[str, Any]
WORK, PEOPLE = {"Certificate", "ReportedValue", "Task"}, {"Organization", "Patient", "CareTeam"}
ROOMS = Path(__file__).parents[2] / "src" / "tongmai" / "domains"


@dataclass
class House:
    """The demonstration's work behind the door."""

    access: Access
    flows: Workflows

    def open(self, actor: str) -> Context:
        return self.access.open(actor)


@pytest.fixture
def house(everything: list[Json], region: Region, definitions: Definitions) -> House:
    clock = SetClock(datetime(2025, 6, 30, 4, tzinfo=UTC))
    rules = [*DOMAIN.rules, *FAMILY_DOCTOR.rules, *RESIDENTS.rules]
    rules += [*grants(CERTIFICATE, definitions), *grants(REPORT, definitions)]
    actors = {
        one.id: Actor(one.id, one.name.zh, one.roles, one.organization, one.area, one.practitioner, one.patient)
        for one in region.people
    }
    store = MemoryStore(definitions, clock)
    flows = [CERTIFICATE, REPORT]
    access = Access(store, None, rules, actors, NoAudit(), clock, definitions=definitions, guards=guards(flows))
    puts = [
        Put(one["resourceType"], json.dumps(one).encode(), id=one["id"])
        for one in everything
        if one["resourceType"] in WORK or (one["resourceType"] in PEOPLE and "-652328" in one["id"])
    ]
    access.system("load").transact(puts)
    terms = {
        CERTIFICATE.id: read_terms(ROOMS / "registry" / "tables" / "terms.csv"),
        REPORT.id: read_terms(ROOMS / "plans" / "tables" / "terms.csv"),
    }
    functions: dict[str, Callable[..., Any]] = {**DOMAIN.functions, "figures_fit": lambda *given: []}
    return House(access, Workflows(flows, functions, terms))


def test_states_and_titles_are_the_declared_ones() -> None:
    flows = {flow.id: flow for room in DOMAINS for flow in room.workflows}
    for id, states in STATES.items():
        declared = {state.name: (state.status, state.title.zh) for state in flows[id].states}
        assert {name: declared[name] for name in states} == states
    assert {id: flows[id].title.zh for id in TITLES} == TITLES


def test_the_planner_finds_claims_and_reported_values(house: House) -> None:
    desk = house.flows.desk(house.open("planner"))
    waiting = {(item.workflow.id, item.state.name) for item in desk}
    assert {(CERTIFICATE.id, "reviewed"), (REPORT.id, "prefecture_review")} <= waiting
    returned = [item for item in desk if item.focus.get("target") == "T12" and item.focus["area"] == "652328000000"]
    assert len(returned) == 1
    assert {choice.step.name for choice in returned[0].choices if choice.allowed} >= {"return", "lock"}


def test_the_planner_returns_the_stations_of_mulei(house: House) -> None:
    planner = house.open("planner")
    item = next(
        one
        for one in house.flows.desk(planner)
        if one.focus.get("target") == "T12" and one.focus["area"].startswith("652328")
    )
    acted = house.flows.act(planner, item.task_id, "return", {"reason": "大南沟急救站无值班表"}, item.version)
    assert acted.state == "returned"
    assert json.loads(acted.focus.body)["state"] == "returned"
    assert [event.step for event in house.flows.story(planner, item.task_id)] == ["start", "report", "return"]


def test_a_reviewed_claim_is_certified_by_somebody_else(house: House) -> None:
    planner = house.open("planner")
    item = next(
        one
        for one in house.flows.desk(planner, CERTIFICATE.id)
        if one.state.name == "reviewed" and one.focus["standard"] == "township_basic"
    )
    fields = {"number": "演示认字〔2025〕9号", "from": "2025-07-01", "until": "2028-06-30"}
    acted = house.flows.act(planner, item.task_id, "certify", fields, item.version)
    certificate = json.loads(acted.focus.body)
    assert certificate["state"] == "certified"
    assert certificate["period"] == {"start": "2025-07-01", "end": "2028-06-30"}


def test_a_second_claim_of_the_same_is_refused(house: House, by_type: dict[str, list[Json]]) -> None:
    live = next(one for one in by_type["Certificate"] if one["state"] == "claimed")
    again = {**live, "id": "again", "state": "claimed"}
    with pytest.raises(Refused, match="one is live already"):
        house.flows.start(house.open("planner"), CERTIFICATE.id, again)


def test_the_doctor_sees_who_is_contracted_and_nobody_else(house: House, region: Region) -> None:
    mine = next(person.patient for person in region.people if person.patient)
    doctor, resident = house.open("clinician"), house.open("resident")
    assert doctor.read("Patient", mine).id == resident.read("Patient", mine).id == mine
    seen = {one.id for one in doctor.search("Patient", [("_count", "500")]).matches}
    assert mine in seen
    assert all(id.startswith("resident-652328102") for id in seen)
    for actor in ("planner", "county-officer", "headquarters", "specialist"):
        with pytest.raises(Refused):
            house.open(actor).read("Patient", mine)
    with pytest.raises(Refused):
        resident.read("Patient", "resident-652328102-0002")


def test_circles_have_the_form_that_access_reads(by_type: dict[str, list[Json]]) -> None:
    for one in by_type["CareTeam"]:
        patient = one["subject"]["reference"].partition("/")[2]
        member = one["participant"][0]["member"]["reference"]
        start, end = one["period"]["start"], one["period"].get("end")
        because = one["category"][0]["coding"][0]["code"]
        row = circle_row(one["id"], patient, member, because, start, end)
        assert one == ({**row, "status": "active"} if because == "contract" else row)
