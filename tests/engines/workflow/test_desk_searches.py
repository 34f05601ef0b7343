"""The desk asks as few questions as it can without reading what it does not look for, and parses what moved."""

from itertools import pairwise
from typing import Any

import pytest
from tests.engines.workflow.conftest import House

from tongmai.base.words import Words
from tongmai.engines.workflow import record
from tongmai.engines.workflow.desk import apart
from tongmai.model.workflow import State, Step, Workflow


def flow(id: str, *states: str) -> Workflow:
    """One state after the other; the last one ends it."""
    listed = tuple(State(name, "requested", Words(name, name)) for name in states)
    steps = tuple(Step(f"to-{b}", f"{a} -> {b}", "clerk@*") for a, b in pairwise(states))
    return Workflow(id, Words(id, id), "Order", states[0], frozenset({states[-1]}), listed, steps)


A, B = flow("a", "open", "given", "done"), flow("b", "open", "sent", "done")


@pytest.mark.parametrize(
    ("wanted", "groups"),
    [
        ([(A, ["open", "given"]), (B, ["open", "sent"])], [["a", "b"]]),
        ([(A, ["open"]), (B, ["open"])], [["a", "b"]]),
        ([(A, ["given"]), (B, ["open"])], [["a"], ["b"]]),
        ([(A, []), (B, ["sent"])], [["b"]]),
    ],
    ids=["all states of both", "the same state", "one would find the other's", "nothing is looked for"],
)
def test_workflows_are_asked_for_together_where_no_state_is_mistaken(wanted: Any, groups: list[list[str]]) -> None:
    assert [[one.id for one, _ in group] for group in apart(wanted)] == groups


def test_what_did_not_move_is_not_read_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    task = house.start()
    first = house.flows.desk(house.open("planner")) + house.flows.awaited(house.open("planner"))
    told: list[str] = []
    events = record.events_of
    monkeypatch.setattr(record, "events_of", lambda *given: told.append("read") or events(*given))  # type: ignore[func-returns-value]
    again = house.flows.desk(house.open("planner")) + house.flows.awaited(house.open("planner"))
    assert again == first
    assert [item.task_id for item in again] == [task]
    assert told == []


def test_a_clock_runs_out_without_a_write(house: House) -> None:
    house.start()
    pieces = house.flows.pieces(house.open("planner"))
    assert any(item.due for item in pieces)
    house.wait(days=400)
    assert all(item.late for item in house.flows.pieces(house.open("planner")) if item.due)
