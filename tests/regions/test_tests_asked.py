"""Tests that townships ask for in the demonstration: the tour's, every state, a ledger that the rules agree with."""

from collections import Counter
from datetime import date
from typing import Any

from tongmai.domains.diagnostics.rules import price, verdicts
from tongmai.domains.diagnostics.workflows import READ
from tongmai.engines.workflow.record import events_of

Json = dict[str, Any]
DAY = date(2025, 6, 30)


def entries(resource: Json, name: str) -> list[Json]:
    found = [one["extension"] for one in resource.get("extension", ()) if one["url"] == f"urn:tongmai:{name}"]
    return [{part["url"]: next(v for k, v in part.items() if k != "url") for part in parts} for parts in found]


def requests(by_type: dict[str, list[Json]]) -> list[Json]:
    return [one for one in by_type["ServiceRequest"] if one["category"][0]["coding"][0]["system"].endswith(":centre")]


def tasks(by_type: dict[str, list[Json]]) -> dict[str, Json]:
    return {
        one["focus"]["reference"]: one
        for one in by_type["Task"]
        if one["code"]["coding"][0]["code"] == READ.id
    }  # fmt: skip


def test_every_state_is_there_and_every_request_has_its_task(by_type: dict[str, list[Json]]) -> None:
    known = tasks(by_type)
    assert {f"ServiceRequest/{one['id']}" for one in requests(by_type)} == set(known)
    states = Counter(one["businessStatus"]["coding"][0]["code"] for one in known.values())
    assert set(states) == {state.name for state in READ.states}
    assert sum(states[one] for one in states if one not in READ.ends) >= 20


def test_each_step_leads_from_state_to_state_as_declared(by_type: dict[str, list[Json]]) -> None:
    for task in tasks(by_type).values():
        state = ""
        times = []
        for event in events_of(READ, task):
            if event.step != "start":
                assert state in READ.step(event.step).sources
                assert READ.step(event.step).after(state) == event.after
                assert (event.role, event.before) == (event.role, state)
            state = event.after
            times.append(event.at)
        assert times == sorted(times)
        assert state == task["businessStatus"]["coding"][0]["code"]


def test_the_tours_ecg_was_sent_at_0952_by_a_town_without_ecg_report(by_type: dict[str, list[Json]]) -> None:
    task = tasks(by_type)["ServiceRequest/request-tour-ecg"]
    last = events_of(READ, task)[-1]
    assert (last.step, f"{last.at:%H:%M}") == ("send", "01:52")  # UTC: 09:52 in the region
    towns = [
        one["category"][0]["coding"][0]["code"]
        for one in by_type["DiagnosticReport"]
        if one.get("extension", [{}])[0].get("valueReference", {}).get("reference") == "Organization/th-652328102"
    ]
    assert "ecg" not in towns
    assert {"laboratory", "imaging"} <= set(towns)


def test_who_reads_what_was_sent_has_the_circle(by_type: dict[str, list[Json]]) -> None:
    circles = {one["id"]: one for one in by_type["CareTeam"]}
    for task in tasks(by_type).values():
        steps = [event.step for event in events_of(READ, task)]
        row = circles.get(f"{task['id']}.send.1")
        assert (row is not None) == ("send" in steps)
        if row is not None:
            assert ("end" in row["period"]) == (steps[-1] in ("report", "acknowledge", "correct"))


def test_each_row_of_the_ledger_is_what_the_rules_decide(by_type: dict[str, list[Json]]) -> None:
    reports = {one["id"]: one for one in by_type["DiagnosticReport"]}
    decided = Counter()
    for request in requests(by_type):
        for entry in entries(request, "recognition"):
            day = date.fromisoformat(entry["day"])
            fields = {
                "reports": [reports[entry["report"]["reference"].partition("/")[2]]],
                "institutions": by_type["Organization"],
                "memberships": by_type["OrganizationAffiliation"],
                "certificates": _marks(by_type, entry["maker"]["reference"], request),
            }
            ((_, verdict),) = verdicts(request, fields, day)
            assert (verdict.recognised, verdict.rule) == (entry["decision"] != "not_recognised", entry["rule"])
            assert entry["cents"] == price(request["code"]["coding"][0]["code"], day)
            assert bool(entry.get("reason")) == (entry["decision"] == "repeated")
            shown = entries(request, "recent")[0]
            assert (shown["recognised"], shown["rule"], shown["why"]) == (
                verdict.recognised, verdict.rule, verdict.why.zh,
            )  # fmt: skip
            decided[entry["decision"]] += 1
    assert min(decided.values()) >= 20
    assert set(decided) == {"recognised", "repeated", "not_recognised"}


def _marks(by_type: dict[str, list[Json]], maker: str, request: Json) -> list[Json]:
    item = request["code"]["coding"][0]["code"]
    return [
        one
        for one in by_type["Certificate"]
        if one["standard"] == "recognition_item" and one["holder"]["reference"] == maker and one["family"] == item
        and one["state"] in ("certified", "expired")
    ]  # fmt: skip


def test_potassium_of_three_days_ago_is_recognised_in_the_tour(by_type: dict[str, list[Json]]) -> None:
    request = {
        "code": {"coding": [{"code": "potassium"}]},
        "requester": {"reference": "Organization/th-652328102"},
    }  # fmt: skip
    report = next(one for one in by_type["DiagnosticReport"] if one["id"] == "report-potassium-0627")
    assert report["subject"]["reference"] == "Patient/resident-652328102-0001"
    fields = {
        "reports": [report],
        "institutions": by_type["Organization"],
        "memberships": by_type["OrganizationAffiliation"],
        "certificates": _marks(by_type, report["performer"][0]["reference"], request),
    }
    ((_, verdict),) = verdicts(request, fields, DAY)
    assert (verdict.recognised, verdict.rule) == (True, "recognition.city")
