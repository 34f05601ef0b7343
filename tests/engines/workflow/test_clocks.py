"""Clocks, desk, escalation."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tongmai.access import Delete, Put
from tongmai.base.outcome import Refused, refuse
from tongmai.engines.workflow.record import dumps


def choice(house: Any, actor: str, task: str, step: str) -> Any:
    return next(one for one in house.flows.choices(house.open(actor), task) if one.step.name == step)


@pytest.mark.parametrize(
    ("urgency", "started", "due"),
    [
        (None, "2025-06-30T02:00", "2025-07-02T16:00"),  # two days, to the end of the second in the region
        (None, "2025-06-30T15:59", "2025-07-02T16:00"),  # a minute before midnight in the region
        (None, "2025-06-30T16:00", "2025-07-03T16:00"),  # midnight: the next day
        ("urgent", "2025-06-30T02:00", "2025-06-30T06:00"),  # four hours
        ("urgent", "2025-06-30T16:00", "2025-06-30T18:00"),  # the new row holds from 1 July in the region
        ("odd", "2025-06-30T02:00", "2025-07-02T16:00"),
    ],
)
def test_a_term_is_read_by_the_day_of_its_event(house: Any, urgency: str | None, started: str, due: str) -> None:
    house.clock.at = datetime.fromisoformat(started).replace(tzinfo=UTC)
    task = house.start(**({"urgency": urgency} if urgency else {}))
    house.wait(days=20)
    assert choice(house, "head", task, "take").due == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_a_clock_may_run_out_on_a_date_of_the_record(house: Any) -> None:
    task = house.start(term="2025-07-15")
    house.act("head", task, "take", person="某")
    assert choice(house, "head", task, "show").due == datetime(2025, 7, 15, 16, tzinfo=UTC)


def test_a_clock_runs_from_the_last_time(house: Any) -> None:
    task = house.start()
    assert choice(house, "planner", task, "drop").due is None
    house.act("head", task, "take", person="某")
    assert choice(house, "planner", task, "drop").due is None


def test_the_desk_shows_what_waits_the_most_pressing_first(house: Any) -> None:
    calm, pressing = house.start(topic="calm"), house.start(topic="pressing", urgency="urgent")
    done = house.start(topic="done")
    house.act("planner", done, "drop", reason="x")
    house.wait(hours=5)
    desk = house.flows.desk(house.open("head"))
    assert [(one.task_id, one.late) for one in desk] == [(pressing, True), (calm, False)]
    assert [one.focus["topic"] for one in desk] == ["pressing", "calm"]
    assert [one.step.name for one in desk[0].choices if one.allowed] == ["take"]
    assert desk[0].version == 1
    assert house.flows.desk(house.open("head"), "referral.up") == []


@pytest.mark.parametrize(
    ("actor", "waits"), [("head", 2), ("officer", 1), ("officer2", 1), ("planner", 2), ("planner2", 0), ("resident", 0)]
)
def test_a_desk_holds_what_its_owner_may_do(house: Any, actor: str, waits: int) -> None:
    house.start(topic="a")
    house.start(topic="b", area="652327100000")
    assert len(house.flows.desk(house.open(actor))) == waits


def test_what_waits_for_another_is_not_on_the_desk(house: Any) -> None:
    task = house.start()
    house.act("head", task, "take", person="某")
    house.act("head", task, "show", evidence=["一", "二"])
    assert house.flows.desk(house.open("head")) == []
    assert [one.task_id for one in house.flows.desk(house.open("planner"))] == [task]


def test_a_desk_costs_one_search_a_workflow(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(20):
        house.start(topic=f"t{number}")
    asked: list[Any] = []
    real = house.store.search
    monkeypatch.setattr(house.store, "search", lambda query: asked.append(query) or real(query))
    assert len(house.flows.desk(house.open("head"))) == 20
    assert len(asked) == 1


def test_a_clock_that_ran_out_is_told_once(house: Any) -> None:
    task = house.start()
    job = house.access.system("job:escalate")
    assert house.flows.escalate(job) == []
    house.wait(days=3)
    told = house.flows.escalate(job)
    assert [(one.name, dict(one.fields)) for one in told] == [
        ("office.errand.escalate", {"step": "take", "since": f"{task}/1", "to": "planner"})
    ]
    before = house.store.last_change()
    assert house.flows.escalate(job) == []
    assert house.store.last_change() == before
    house.act("head", task, "take", person="某")
    house.wait(days=30)
    assert [one.fields["step"] for one in house.flows.escalate(job)] == ["show"]
    assert house.focus(task)["state"] == "taken"


def test_only_the_house_escalates(house: Any) -> None:
    with pytest.raises(Refused, match="only the house"):
        house.flows.escalate(house.open("planner"))


def told(house: Any) -> Any:
    return house.flows.escalate(house.access.system("job:escalate"))


def test_a_clock_told_of_meanwhile_hinders_nobody_who_saw_what_stands(house: Any) -> None:
    task = house.start()
    house.wait(days=3)
    assert told(house)
    house.act("officer", task, "take", if_version=1, person="某")
    story = [one.step for one in house.flows.story(house.open("planner"), task)]
    assert story == ["start", "escalate", "take"]
    with pytest.raises(Refused) as caught:  # a step is another matter, whatever was told before it
        house.act("head", task, "note", if_version=2, text="晚了")
    assert caught.value.kind == "stale"


def test_a_step_and_a_clock_at_once_are_both_written(house: Any) -> None:
    task = house.start()
    house.wait(days=3)
    house.meanwhile(lambda: told(house))
    house.act("head", task, "take", if_version=1, person="某")
    assert [one.step for one in house.flows.story(house.open("planner"), task)] == ["start", "escalate", "take"]


def test_of_a_clock_that_ran_out_while_somebody_acted_nothing_is_told(house: Any) -> None:
    """And the others of the round are."""
    acted, other = house.start(topic="acted"), house.start(topic="other")
    house.wait(days=3)
    house.meanwhile(lambda: house.act("planner", acted, "drop", reason="先到"))
    assert [one.id.partition("/")[0] for one in told(house)] == [other]
    assert told(house) == []


def altered(house: Any, task: str, **changes: Any) -> None:
    """The Task, with what somebody else wrote into it."""
    body = house.store.read("Task", task).resource() | changes
    house.access.system("seed").transact([Put("Task", dumps(body), id=task)])


@pytest.mark.parametrize(
    "changes", [{"note": [{"text": "补记"}]}, {"meta": {"security": [{"system": "urn:s", "code": "R"}]}}]
)
def test_whatever_else_was_written_makes_a_page_stale(house: Any, changes: Any) -> None:
    task = house.start()
    altered(house, task, **changes)
    with pytest.raises(Refused) as caught:
        house.act("head", task, "take", if_version=1, person="某")
    assert caught.value.kind == "stale"


def test_a_version_that_was_none_is_a_stale_one(house: Any) -> None:
    """The Task was deleted and put back; a page may name the version between."""
    task = house.start()
    body = house.store.read("Task", task).resource()
    house.access.system("seed").transact([Delete("Task", task)])
    house.access.system("seed").transact([Put("Task", dumps(body), id=task)])
    for seen in (2, 9):
        with pytest.raises(Refused) as caught:
            house.act("head", task, "take", if_version=seen, person="某")
        assert caught.value.kind == "stale"


def test_a_step_that_loses_to_another_is_not_decided_again(house: Any) -> None:
    """Whatever the store says first: here that a reference matches several."""
    task = house.start()

    def taken() -> None:
        house.act("officer", task, "take", person="先到")
        raise refuse("several", "匹配到多条", "matches several")

    house.meanwhile(taken)
    with pytest.raises(Refused) as caught:
        house.act("head", task, "take", person="后到")
    assert caught.value.kind == "several"
    assert house.focus(task)["person"] == "先到"
