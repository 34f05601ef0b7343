"""The demonstration's consultations, reviews and studios: each step as declared, each opinion as the rules close it."""

from datetime import date, datetime
from typing import Any

from tongmai.domains.consultation import rules as consulting
from tongmai.domains.consultation.workflows import WORKFLOWS as CONSULTING
from tongmai.domains.tcm import rules as tcm
from tongmai.domains.tcm.workflows import WORKFLOWS as TCM
from tongmai.model.workflow import Workflow

Json = dict[str, Any]
FLOWS: dict[str, Workflow] = {flow.id: flow for flow in (*CONSULTING, *TCM)}
OWN = ("Consultation", "TeachingSession", "HallReview", "Studio")
DAY = date(2025, 6, 30)
MOST = 1_200


def parts(event: Json) -> dict[str, Any]:
    return {one["url"]: next((one[name] for name in one if name.startswith("value")), None)
            for one in event["extension"]}  # fmt: skip


def tasks(by_type: dict[str, list[Json]]) -> list[Json]:
    return [one for one in by_type["Task"] if one["code"]["coding"][0]["code"] in FLOWS]


def test_each_step_leads_from_state_to_state_as_declared(by_type: dict[str, list[Json]]) -> None:
    focuses = {f"{one['resourceType']}/{one['id']}": one for type in OWN for one in by_type[type]}
    assert len(tasks(by_type)) == len(focuses)
    for task in tasks(by_type):
        flow = FLOWS[task["code"]["coding"][0]["code"]]
        last = flow.start
        events = [parts(one) for one in task["extension"]]
        for event in events[1:]:
            step = flow.step(event["step"])
            assert last in step.sources
            assert event["role"] in {role for role, _ in step.parties}
            last = step.after(last)
            assert event["after"] == last
        state = flow.state(last)
        assert (task["status"], task["businessStatus"]["text"]) == (state.status, state.title.zh)
        assert focuses[task["focus"]["reference"]]["state"] == last
        assert [one["at"] for one in events] == sorted(one["at"] for one in events)


def test_what_is_closed_was_signed_by_all_and_a_few_are_late(by_type: dict[str, list[Json]]) -> None:
    closed = [one for one in by_type["Consultation"] if one.get("answered")]
    assert all(not consulting.FUNCTIONS["consult_all_signed"](one, {}, DAY) for one in closed)
    assert all(not consulting.FUNCTIONS["consult_seats_fit"](one, {}, DAY) for one in closed)
    late = [
        one for one in closed if datetime.fromisoformat(one["answered"]) > datetime.fromisoformat(one["opinionDue"])
    ]
    assert 1 <= len(late) <= 8
    invented = {"Organization/private-hospital-06"}
    assert {one["seat"][0]["organization"]["reference"] for one in late} == invented
    states = {one["state"] for one in by_type["Consultation"]}
    assert states == {"submitted", "returned", "offered", "scheduled", "answered", "closed"}


def test_a_circle_stands_open_only_while_the_opinion_does(by_type: dict[str, list[Json]]) -> None:
    circles = [one for one in by_type["CareTeam"] if one["category"][0]["coding"][0]["code"] == "consultation"]
    by_task = {one["id"]: one["focus"]["reference"] for one in tasks(by_type)}
    cases = {f"Consultation/{one['id']}": one for one in by_type["Consultation"]}
    for circle in circles:
        case = cases[by_task[str(circle["id"]).split(".")[0]]]
        assert (circle["status"] == "active") == (case["state"] == "scheduled")
        assert circle["participant"][0]["member"] in case["participant"]


def test_techniques_are_those_of_the_catalogue(by_type: dict[str, list[Json]]) -> None:
    done = [one for one in by_type["Procedure"] if str(one["id"]).startswith("procedure-")]
    for one in done:
        technique, kind = (code["code"] for code in one["code"]["coding"])
        assert tcm.class_of(technique) == kind
    added = sum(len(by_type[type]) for type in OWN) + len(tasks(by_type)) + len(done)
    assert 400 < added <= MOST
