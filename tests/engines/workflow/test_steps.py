"""Steps: who, from where, with what; what they do; and that a refused one does nothing."""

from typing import Any

import pytest

from tongmai.access import Put
from tongmai.base.outcome import Refused
from tongmai.engines.workflow.record import dumps
from tongmai.fhir.check import Checker


def refused(house: Any, call: Any, *arguments: Any, **more: Any) -> Refused:
    """The refusal; whatever it is, the change feed has not moved."""
    before = house.store.last_change()
    with pytest.raises(Refused) as caught:
        call(*arguments, **more)
    assert house.store.last_change() == before
    return caught.value


def test_a_start_writes_task_focus_and_provenance_at_once(house: Any) -> None:
    task = house.start()
    written = house.store.changes(0)
    assert [one.type for one in written] == ["Task", "Errand", "Provenance"]
    resource = house.store.read("Task", task).resource()
    assert (resource["status"], resource["businessStatus"]["coding"][0]["code"]) == ("requested", "open")
    assert house.focus(task)["state"] == "open"
    assert len({one.at for one in written}) == 1


@pytest.mark.parametrize("actor", ["planner2", "officer", "head", "resident"])
def test_only_a_starter_starts(house: Any, actor: str) -> None:
    error = refused(house, house.start, actor)
    assert (error.kind, error.issues[0].rule) == ("forbidden", "office.errand/start: planner@issuer")


def test_one_is_live_at_a_time_and_the_next_starts_after_its_end(house: Any) -> None:
    task = house.start()
    error = refused(house, house.start)
    assert (error.kind, error.issues[0].where) == ("duplicate", f"Task/{task}")
    assert error.issues[0].rule == "office.errand: one live by unit, topic"
    house.start(topic="T12")
    house.act("planner", task, "drop", reason="重复")
    assert house.start() != task


def test_two_starts_at_once_leave_one(house: Any) -> None:
    """The second decided before the first was written: the store refuses it whole."""
    house.meanwhile(lambda: house.start())
    with pytest.raises(Refused) as caught:
        house.start()
    assert caught.value.status in (409, 412)
    assert house.store.counts()["Errand"] == 1


def test_a_stored_record_may_be_the_focus(house: Any) -> None:
    house.add({"resourceType": "Errand", "id": "e1", "unit": {"reference": "Organization/th-1"}, "topic": "x",
               "issuer": {"reference": "Organization/wjw"}, "area": "652328100000"})  # fmt: skip
    acted = house.flows.start(house.open("planner"), "office.errand", "Errand/e1")
    assert (acted.focus.id, acted.focus.number, acted.focus.resource()["state"]) == ("e1", 2, "open")
    assert refused(house, house.flows.start, house.open("planner"), "office.errand", "Errand/e2").kind == "not-found"
    other = {"resourceType": "Patient", "id": "p"}
    assert refused(house, house.flows.start, house.open("planner"), "office.errand", other).kind == "value"
    assert refused(house, house.flows.start, house.open("planner"), "office.nothing", other).kind == "not-found"


@pytest.mark.parametrize(
    ("actor", "rule"),
    [
        ("head", "office.errand/take: head@unit"),
        ("officer", "office.errand/take: officer@area"),
        ("officer2", ""),  # another county
        ("planner", ""),  # another role
        ("clinician", ""),  # the same house, another role
        ("resident", ""),
    ],
)
def test_a_step_takes_its_role_in_its_relation(house: Any, actor: str, rule: str) -> None:
    task = house.start()
    if rule:
        house.act(actor, task, "take", person="某")
        proof = next(house.store.current("Provenance"))
        texts = [one.resource()["activity"]["text"] for one in house.store.current("Provenance")]
        assert rule in texts
        assert proof.type == "Provenance"
    else:
        error = refused(house, house.act, actor, task, "take", person="某")
        assert (error.kind, error.issues[0].where) == ("forbidden", "take")
        assert error.issues[0].rule == "office.errand/take: officer@area|head@unit"


def test_a_step_starts_from_its_state(house: Any) -> None:
    task = house.start()
    error = refused(house, house.act, "head", task, "show", evidence=["a", "b"])
    assert (error.kind, error.status, error.issues[0].rule) == ("rule", 422, "office.errand/show: taken -> shown")
    assert "open" in error.issues[0].words.en
    assert refused(house, house.act, "head", task, "dance").kind == "not-found"


def test_a_stale_page_is_refused(house: Any) -> None:
    task = house.start()
    house.act("officer", task, "take", if_version=1, person="某")
    error = refused(house, house.act, "head", task, "note", if_version=1, text="晚了")
    assert (error.kind, error.status) == ("stale", 412)
    assert error.issues[0].rule == "office.errand/note: on the version that was seen"
    house.act("head", task, "note", if_version=2, text="正好")


def test_two_steps_at_once_leave_one(house: Any) -> None:
    task = house.start()
    house.meanwhile(lambda: house.act("planner", task, "drop", reason="先到"))
    with pytest.raises(Refused) as caught:
        house.act("head", task, "take", person="某")
    assert caught.value.kind == "stale"
    assert house.focus(task)["state"] == "dropped"
    assert "person" not in house.focus(task)


def test_four_eyes(house: Any) -> None:
    task = house.start()
    house.act("officer", task, "take", person="某")
    house.act("officer", task, "show", evidence=["一", "二"])
    error = refused(house, house.act, "officer", task, "finish")
    assert (error.kind, error.issues[0].rule) == ("forbidden", "office.errand/finish: not by whoever did show")
    house.act("planner", task, "finish")
    assert house.focus(task)["state"] == "done"


def test_four_eyes_look_at_the_last_time(house: Any) -> None:
    task = house.start()
    house.act("head", task, "take", person="某")
    house.act("head", task, "show", evidence=["一", "二"])
    house.act("planner", task, "back", why="thin")
    house.act("officer", task, "show", evidence=["三", "四"])
    assert refused(house, house.act, "officer", task, "finish").kind == "forbidden"


NEEDS = [
    # step, fields, field named by the refusal, kind
    ("take", {}, "person", "required"),
    ("take", {"person": "  "}, "person", "required"),
    ("take", {"person": "某", "amount": "many"}, "amount", "value"),
    ("take", {"person": "某", "amount": "NaN"}, "amount", "value"),
    ("take", {"person": "某", "colour": "red"}, "colour", "unsupported"),
    ("take", {"person": ["某"]}, "person", "value"),
    ("show", {"evidence": []}, "evidence", "required"),
    ("show", {"evidence": ["一"]}, "evidence", "rule"),
    ("back", {"why": "sad"}, "why", "code"),
    ("back", {}, "why", "required"),
]


@pytest.mark.parametrize(("step", "fields", "where", "kind"), NEEDS)
def test_a_missing_or_wrong_field_is_named(house: Any, step: str, fields: Any, where: str, kind: str) -> None:
    task = house.start()
    if step != "take":
        house.act("head", task, "take", person="某")
    if step == "back":
        house.act("head", task, "show", evidence=["一", "二"])
    error = refused(house, house.act, "planner" if step == "back" else "head", task, step, **fields)
    assert [(issue.where, issue.kind) for issue in error.issues] == [(where, kind)]


def test_every_wrong_field_is_named_at_once(house: Any) -> None:
    task = house.start()
    error = refused(house, house.act, "head", task, "take", amount="x")
    assert {issue.where for issue in error.issues} == {"person", "amount"}


def test_effects_set_append_and_keep_decimals(house: Any) -> None:
    task = house.start()
    house.act("head", task, "take", person=" 张某 ", amount="9.50")
    house.act("head", task, "note", text="第一次")
    house.act("head", task, "note", text="第二次")
    house.act("head", task, "show", evidence=["甲", "乙"])
    focus = house.focus(task)
    assert (focus["person"], focus["evidence"]) == ("张某", ["甲", "乙"])
    assert [one["text"] for one in focus["progress"]] == ["第一次", "第二次"]
    assert focus["progress"][0]["at"] == "2025-06-30T02:00:00.000Z"
    assert b'"amount":9.50' in house.store.read("Errand", focus["id"]).body


def test_an_optional_field_left_out_leaves_the_record_alone(house: Any) -> None:
    task = house.start(amount=3)
    house.act("head", task, "take", person="某")
    assert house.focus(task)["amount"] == 3


def test_the_story_tells_every_event(house: Any) -> None:
    task = house.start()
    house.wait(hours=1)
    house.act("head", task, "take", person="张某")
    house.wait(hours=1)
    house.act("head", task, "show", evidence=["甲", "乙"])
    story = house.flows.story(house.open("planner"), task)
    assert [(one.step, one.before, one.after, one.role) for one in story] == [
        ("start", "", "open", "planner"), ("take", "open", "taken", "head"), ("show", "taken", "shown", "head"),
    ]  # fmt: skip
    assert (story[1].institution, story[1].person) == ("Organization/th-1", "Practitioner/dr-head")
    assert [dict(one.fields) for one in story] == [{}, {"person": "张某"}, {"evidence": "甲; 乙"}]
    assert [one.at.hour for one in story] == [2, 3, 4]
    assert [one.id for one in story] == [f"{task}/{number}" for number in (1, 2, 3)]


def test_a_story_is_for_its_parties(house: Any) -> None:
    task = house.start()
    for actor in ("clinician", "nurse", "resident", "planner2"):
        assert refused(house, house.flows.story, house.open(actor), task).kind == "forbidden"
    for actor in ("planner", "officer", "head"):
        assert len(house.flows.story(house.open(actor), task)) == 1


def test_choices_say_what_and_why_not(house: Any) -> None:
    task = house.start()
    told = {one.step.name: (one.allowed, one.rule) for one in house.flows.choices(house.open("planner"), task)}
    assert told == {
        "take": (False, "office.errand/take: officer@area|head@unit"),
        "drop": (True, "office.errand/drop: planner@issuer"),
    }


def test_a_state_is_not_typed_over(house: Any) -> None:
    """Not by those whom another rule lets write: the guard stands against it."""
    task = house.start()
    focus = house.focus(task) | {"state": "done"}
    focus.pop("meta")
    refused(house, house.open("planner").transact, [Put("Errand", dumps(focus), id=focus["id"])])
    stored = house.store.read("Task", task)
    refused(house, house.open("planner").transact, [Put("Task", stored.body, id=task)])


def test_a_circle_opens_with_its_step_and_closes_with_its_end(house: Any) -> None:
    house.add({"resourceType": "Patient", "id": "p1"})
    for end in ("close", "refuse"):
        task = house.refer()
        assert not [one for one in house.store.current("CareTeam") if one.resource()["status"] == "active"]
        house.act("nurse", task, "book", at="2025-07-02")
        rows = [one.resource() for one in house.store.current("CareTeam") if one.id.startswith(task)]
        assert [row["participant"][0]["member"]["reference"] for row in rows] == ["Organization/hospital"]
        assert rows[0]["category"][0]["coding"][0]["code"] == "referral"
        house.wait(hours=5)
        house.act("nurse", task, end)
        row = house.store.read("CareTeam", rows[0]["id"]).resource()
        assert (row["status"], row["period"]["end"][:10]) == ("inactive", "2025-06-30")


def test_a_resource_is_made_from_its_lens(house: Any) -> None:
    task = house.refer()
    house.act("nurse", task, "book", at="2025-07-02")
    made = next(house.store.current("Appointment")).resource()
    assert made["start"] == "2025-07-02T09:00:00+08:00"
    assert made["participant"][0]["actor"]["reference"] == "Patient/p1"
    assert made["basedOn"][0]["reference"] == f"ServiceRequest/{house.focus(task)['id']}"


def test_what_is_written_is_good_fhir(house: Any, definitions: Any) -> None:
    task = house.start()
    house.act("head", task, "take", person="某", amount="9.50")
    house.act("head", task, "note", text="进展")
    house.act("head", task, "show", evidence=["甲", "乙"])
    house.act("planner", task, "finish")
    checker = Checker(definitions)
    for type in ("Task", "Provenance", "Errand"):
        for one in house.store.current(type):
            assert checker.check(one.resource()) == []
