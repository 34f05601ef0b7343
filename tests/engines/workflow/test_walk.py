"""Walks of everybody through a workflow, judged by a model that keeps only the state and who did what."""

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tongmai.base.outcome import Refused

STEPS = {
    # step: from, to, who may, fields
    "take": ({"open"}, "taken", {"officer", "head"}, {"person": "某"}),
    "note": ({"taken"}, "taken", {"officer", "head"}, {"text": "进展"}),
    "show": ({"taken"}, "shown", {"officer", "head"}, {"evidence": ["一", "二"]}),
    "finish": ({"shown"}, "done", {"planner", "officer", "officer2"}, {}),
    "back": ({"shown"}, "taken", {"planner"}, {"why": "thin"}),
    "drop": ({"open", "taken"}, "dropped", {"planner"}, {"reason": "不需要"}),
}
PEOPLE = ["planner", "planner2", "officer", "officer2", "head", "clinician", "nurse", "resident"]


class Walk(RuleBasedStateMachine):
    make: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.house = type(self).make()
        self.state, self.shown_by, self.events, self.version = "open", "", 1, 1
        self.stepped = 1  # the version that the last step wrote; those since tell of clocks only

    @initialize()
    def begin(self) -> None:
        self.task = self.house.start()

    @rule(actor=st.sampled_from(PEOPLE), step=st.sampled_from(sorted(STEPS)), whole=st.booleans(),
          behind=st.sampled_from([None, 0, 0, 1]))  # fmt: skip
    def attempt(self, actor: str, step: str, whole: bool, behind: int | None) -> None:
        sources, target, people, fields = STEPS[step]
        expected = (
            actor in people
            and self.state in sources
            and (whole or not fields)
            and not (step == "finish" and actor == self.shown_by)
            and (behind is None or self.version - behind >= self.stepped)
        )
        before = self.house.store.last_change()
        seen = None if behind is None else self.version - behind
        try:
            self.house.flows.act(self.house.open(actor), self.task, step, fields if whole else {}, seen)
        except Refused as refusal:
            happened = False
            assert refusal.kind in ("stale", "forbidden", "rule", "required")  # noqa: PT017
            assert self.house.store.last_change() == before
        else:
            happened = True
        assert happened is expected
        if happened:
            self.state, self.events, self.version = target, self.events + 1, self.version + 1
            self.stepped = self.version
            self.shown_by = actor if step == "show" else self.shown_by

    @rule(hours=st.integers(1, 100))
    def wait(self, hours: int) -> None:
        self.house.wait(hours=hours)

    @rule()
    def escalate(self) -> None:
        told = self.house.flows.escalate(self.house.access.system("job:escalate"))
        self.events += len(told)
        self.version += bool(told)
        assert self.house.flows.escalate(self.house.access.system("job:escalate")) == []

    @invariant()
    def task_focus_and_story_agree(self) -> None:
        task = self.house.store.read("Task", self.task)
        assert task.number == self.version
        assert task.resource()["businessStatus"]["coding"][0]["code"] == self.state
        assert self.house.focus(self.task)["state"] == self.state
        story = self.house.flows.story(self.house.open("planner"), self.task)
        assert len(story) == self.events
        assert [one.after for one in story][:-1] == [one.before for one in story][1:]

    @invariant()
    def desks_hold_what_can_be_done(self) -> None:
        for actor in ("planner", "officer2", "head", "resident"):
            able = any(
                actor in people and self.state in sources and not (step == "finish" and actor == self.shown_by)
                for step, (sources, _, people, _) in STEPS.items()
            )
            assert bool(self.house.flows.desk(self.house.open(actor))) is able


def walked(make: Any, examples: int, steps: int) -> None:
    class Bound(Walk):
        pass

    Bound.make = staticmethod(make)
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Bound,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True, database=None
        ),
    )


def test_a_walk_with_all_roles(make: Any) -> None:
    walked(make, examples=15, steps=20)


@pytest.mark.proof
def test_long_walks_with_all_roles(make: Any) -> None:
    walked(make, examples=300, steps=60)
