"""A contract from application to renewal or end at the engine, and what is refused."""

from datetime import UTC, datetime

import pytest
from tests.domains.family_doctor.team import LI, TOWN, WANG, Team

from tongmai.base.outcome import Refused
from tongmai.domains.family_doctor.rules import coverage


def test_the_resident_applies_and_the_team_signs(team: Team) -> None:
    task = team.contract("resident", "apply")
    assert team.flows.desk(team.house.open("clinician"))[0].task_id == task
    team.act("clinician", task, "sign", from_day="2025-06-30")
    plan = team.focus(task)
    assert (plan["status"], plan["period"]) == ("active", {"start": "2025-06-30", "end": "2026-06-29"})
    due = {one["detail"]["code"]["coding"][0]["code"]: one["detail"]["scheduledTiming"]["repeat"]["count"]
           for one in plan["activity"]}  # fmt: skip
    assert due == {"record": 1, "education": 2, "medication": 1, "tcm": 1, "check-up": 1, "follow-up": 4}
    opened = [one for one in team.kept("CareTeam") if one["category"][0]["coding"][0]["code"] == "family_doctor"]
    assert opened[0]["participant"][0]["member"]["reference"] == f"Organization/{TOWN}"


def test_the_team_proposes_and_the_resident_confirms(team: Team) -> None:
    task = team.contract()
    with pytest.raises(Refused, match="it takes the resident"):
        team.act("clinician", task, "confirm", from_day="2025-06-30")
    team.act("resident", task, "confirm", from_day="2025-07-01")
    assert team.focus(task)["period"]["end"] == "2026-06-30"


def test_signed_on_paper_at_once(team: Team) -> None:
    task = team.contract("clinician", "sign-here", LI, from_day="2025-06-30", signer="resident", signed_how="written")
    assert team.focus(task)["status"] == "active"
    assert team.house.open("clinician").read("Patient", LI).id == LI, "who signs enters the circle of care"


def test_nobody_applies_for_another_and_one_contract_lives(team: Team) -> None:
    with pytest.raises(Refused, match="it takes the"):
        team.contract("resident", "apply", LI)
    team.contract("resident", "apply")
    with pytest.raises(Refused, match="one is live already"):
        team.contract()


def test_services_are_noted_within_the_package_and_the_term(team: Team) -> None:
    task = team.contract("clinician", "sign-here", from_day="2025-06-20", signer="resident", signed_how="written")
    team.act("clinician", task, "serve", service="education", on="2025-06-30", note="低盐饮食指导")
    with pytest.raises(Refused, match="the package does not hold this service"):
        team.act("clinician", task, "serve", service="vaccination", on="2025-06-30", note="x")
    for day in ("2025-06-19", "2025-07-01"):
        with pytest.raises(Refused, match="the day lies in the term and not ahead"):
            team.act("clinician", task, "serve", service="education", on=day, note="x")
    team.act("clinician", task, "home-visit", on="2025-06-30", found="血压平稳", did="指导用药", systolic=130,
             diastolic=80)  # fmt: skip
    covered = {one.service: (one.done, one.due) for one in coverage(team.focus(task), ("2025-06-25", "2025-06-19"))}
    assert covered["education"] == (1, 2)
    assert covered["follow-up"] == (1, 4), "only follow-ups in the term count"
    home = team.kept("Encounter")[0]
    assert (home["class"]["code"], home["period"]["start"]) == ("HH", "2025-06-30")


def test_it_is_renewed_near_its_end_without_a_gap(team: Team) -> None:
    task = team.contract("clinician", "sign-here", from_day="2025-06-30", signer="resident", signed_how="written")
    paper = {"signer": "resident", "signed_how": "electronic"}
    team.wait(days=303)
    with pytest.raises(Refused, match="it is renewed from 60 days before 2026-06-29"):
        team.act("clinician", task, "renew", **paper)
    team.wait(days=1)
    team.act("resident", task, "ask-renewal")
    team.act("clinician", task, "renew", **paper)
    assert team.focus(task)["period"] == {"start": "2025-06-30", "end": "2027-06-29"}
    choices = {one.step.name: one for one in team.flows.choices(team.house.open("clinician"), task)}
    assert choices["renew"].due == datetime(2027, 6, 29, 16, tzinfo=UTC)


def test_after_a_gap_the_term_begins_anew(team: Team) -> None:
    task = team.contract("clinician", "sign-here", from_day="2025-06-30", signer="resident", signed_how="written")
    team.wait(days=400)
    team.act("clinician", task, "renew", signer="guardian", signed_how="written")
    assert team.focus(task)["period"] == {"start": "2026-08-04", "end": "2027-08-03"}


def test_who_ends_it_closes_the_circle(team: Team) -> None:
    task = team.contract("clinician", "sign-here", LI, from_day="2025-06-30", signer="resident", signed_how="written")
    team.act("clinician", task, "end", why="moved")
    team.wait(days=1)
    assert team.focus(task)["period"]["end"] == "2025-06-30"
    with pytest.raises(Refused):
        team.house.open("clinician").read("Patient", LI)


def test_a_refusal_names_who_can_instead(team: Team) -> None:
    task = team.contract("resident", "apply")
    with pytest.raises(Refused) as refused:
        team.act("clinician", task, "decline", reason="签约人数已满")
    assert [(one.kind, one.where) for one in refused.value.issues] == [("required", "instead")]
    team.act("clinician", task, "decline", reason="签约人数已满", instead="邻镇卫生院")
    assert team.focus(task)["status"] == "revoked"
    assert team.contract("resident", "apply", WANG) != task
