"""A township's ECG carried from its doctor to the county's centre and back; T06 counts it."""

from typing import Any

import pytest
from tests.domains.diagnostics.town import CENTRE, OTHER, PERSON, TOWNSHIP, Town

from tongmai.base.outcome import Refused

FOUND = {"finding": "窦性心律 72 次/分", "conclusion": "正常心电图"}


def rule_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return str(refused.value.issues[0].rule)


def carried(town: Town, step: str = "report", **fields: Any) -> str:
    task = town.start()
    town.act("asks", task, "order")
    town.act("asks", task, "send")
    town.act("reads", task, "accept")
    town.wait(minutes=12)
    town.act("reads", task, step, **FOUND, **fields)
    return task


def report_of(town: Town, task: str) -> dict[str, Any]:
    made = town.house.store.read("Task", task).resource()["output"][0]["valueReference"]["reference"]
    return town.house.store.read("DiagnosticReport", made.partition("/")[2]).resource()


def test_a_missing_ecg_moves_t06_from_63_to_64(town: Town) -> None:
    assert town.t06() == (63, 72)
    task = carried(town)
    assert town.t06() == (64, 72)
    report = report_of(town, task)
    assert report["status"] == "final"
    assert report["category"][0]["coding"][0] == {"system": "urn:tongmai:centre", "code": "ecg"}
    assert {"url": "urn:tongmai:asked-by", "valueReference": {"reference": f"Organization/{TOWNSHIP}"}} in report[
        "extension"
    ]
    assert report["performer"] == [{"reference": f"Organization/{CENTRE}"}]
    assert report["subject"] == {"reference": f"Patient/{PERSON}"}
    assert report["issued"] > report["effectiveDateTime"]
    story = town.flows.story(town.house.open("asks"), task)
    assert [event.step for event in story] == ["start", "order", "send", "accept", "report"]


def test_the_clock_of_an_ecg_is_half_an_hour_from_sending(town: Town) -> None:
    task = town.start()
    town.act("asks", task, "order", reason="changed")
    town.act("asks", task, "send")
    sent = town.clock.at
    town.act("reads", task, "accept")
    due = {one.step.name: one.due for one in town.flows.choices(town.house.open("reads"), task)}
    assert due["report"] is not None
    assert (due["report"] - sent).total_seconds() == 1800


def test_only_the_parties_act(town: Town) -> None:
    task = town.start()
    for who, step in (("elsewhere", "order"), ("reads", "order")):
        with pytest.raises(Refused) as refused:
            town.act(who, task, step)
        assert refused.value.issues[0].kind == "forbidden"
    with pytest.raises(Refused):
        town.flows.start(town.house.open("elsewhere"), "diagnostics.read", town.request())
    with pytest.raises(Refused):
        town.flows.start(town.house.open("reads"), "diagnostics.read", town.request())


def test_rejected_with_a_reason_and_sent_again(town: Town) -> None:
    task = town.start()
    town.act("asks", task, "order", reason="changed")
    town.act("asks", task, "send")
    with pytest.raises(Refused) as refused:
        town.act("reads", task, "reject")
    assert refused.value.issues[0].kind == "required"
    town.act("reads", task, "reject", reason="肢体导联接反")
    town.act("asks", task, "send")
    town.act("reads", task, "accept")
    assert town.act("reads", task, "report", **FOUND).state == "reported"


def test_a_critical_value_is_notified_and_acknowledged(town: Town) -> None:
    task = town.start()
    town.act("asks", task, "order", reason="changed")
    town.act("asks", task, "send")
    town.act("reads", task, "accept")
    with pytest.raises(Refused):
        town.act("reads", task, "alert", **FOUND)  # neither the value nor who was told
    assert town.act("reads", task, "alert", **FOUND, critical="急性ST段抬高", told="值班医生").state == "critical"
    assert any(one["url"] == "urn:tongmai:critical" for one in report_of(town, task)["extension"])
    waiting = [item.task_id for item in town.flows.desk(town.house.open("asks"), "diagnostics.read")]
    assert task in waiting
    with pytest.raises(Refused):
        town.act("reads", task, "acknowledge", handled="x")
    town.wait(hours=1)
    told = town.flows.escalate(town.house.access.system("job:escalate"))
    assert any(event.id.startswith(task) and event.fields["step"] == "acknowledge" for event in told)
    assert town.act("asks", task, "acknowledge", handled="已启动胸痛绿色通道").state == "acknowledged"


def test_a_correction_is_the_next_version_of_the_report(town: Town) -> None:
    task = town.start()
    town.act("asks", task, "order", reason="changed")
    town.act("asks", task, "send")
    town.act("reads", task, "accept")
    town.act("reads", task, "report", **FOUND)
    first = report_of(town, task)
    changed = {"finding": "房颤", "conclusion": "心房颤动", "reason": "复核发现漏判"}
    assert town.act("reads", task, "correct", **changed).state == "corrected"
    second = report_of(town, task)
    assert (second["status"], second["conclusion"]) == ("corrected", "心房颤动")
    assert second["id"] == first["id"]
    versions = town.house.store.history("DiagnosticReport", first["id"])
    assert [one.resource()["conclusion"] for one in versions] == ["心房颤动", "正常心电图"]


def test_who_sees_what(town: Town) -> None:
    task = town.start(person=OTHER)
    town.act("asks", task, "order", reason="changed")
    reader = town.house.open("reads")
    with pytest.raises(Refused):
        reader.read("Patient", OTHER)  # nothing was sent yet
    town.act("asks", task, "send")
    assert reader.read("Patient", OTHER).id == OTHER
    town.act("reads", task, "accept")
    town.act("reads", task, "report", **FOUND)
    report = report_of(town, task)["id"]
    assert town.house.open("asks").read("DiagnosticReport", report).id == report
    with pytest.raises(Refused):
        town.house.open("elsewhere").read("DiagnosticReport", report)
    done = [item.task_id for item in town.flows.desk(reader, "diagnostics.read")]
    assert task not in done
