"""What does not fit is refused at the start; what fits is drawn and told."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tongmai import app
from tongmai.base.words import Words
from tongmai.engines.workflow import Dispatcher, Workflows, diagram, grants, plan_definition, read_terms
from tongmai.engines.workflow.dispatch import Happened
from tongmai.fhir.check import Checker
from tongmai.model.workflow import Create, Set, State, Step, Term, Workflow


def flow(**changes: Any) -> Workflow:
    step = Step("go", "a -> b", by="planner@unit", title=Words("走", "go"))
    values: dict[str, Any] = {
        "id": "x.y", "title": Words("甲", "x"), "focus": "Errand", "start": "a", "ends": frozenset({"b"}),
        "states": (State("a", "requested", Words("始", "a")), State("b", "completed", Words("终", "b"))),
        "steps": (step,), "state_element": "state",
    }  # fmt: skip
    return Workflow(**values | changes)


def with_step(**changes: Any) -> Workflow:
    return flow(steps=(replace(flow().steps[0], **changes),))


@pytest.mark.parametrize(
    ("declared", "culprit"),
    [
        (with_step(within=Term("answer", since="start")), "term answer stands in no row"),
        (with_step(does=(Set("person", "{person}"),)), "step go: {person} is no field"),
        (with_step(does=(Set("person", '{"a": }'),)), "is no JSON"),
        (with_step(does=(Set("state", "b"),)), "state is the state"),
        (with_step(does=(Create("Appointment", "templates/x.json"),)), "no template templates/x.json"),
    ],
)
def test_a_misfit_is_named(declared: Workflow, culprit: str) -> None:
    with pytest.raises(ValueError, match=culprit):
        Workflows([declared])


def test_a_workflow_is_declared_once() -> None:
    with pytest.raises(ValueError, match=r"x\.y is declared twice"):
        Workflows([flow(), flow()])


def test_a_relation_must_be_searchable(definitions: Any) -> None:
    with pytest.raises(ValueError, match="relation topic must be a search parameter of Errand"):
        grants(with_step(by="planner@topic"), definitions)


def test_terms_need_a_length(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("term,valid_from,valid_to,source,status\n", encoding="utf-8")
    with pytest.raises(ValueError, match="needs one of"):
        read_terms(path)


def test_a_diagram_has_every_state_and_step() -> None:
    drawn = diagram(flow())
    assert drawn.splitlines() == [
        "stateDiagram-v2", '    state "始" as a', '    state "终" as b', "    [*] --> a",
        "    a --> b: 走 (planner)", "    b --> [*]",
    ]  # fmt: skip
    assert "go (planner)" in diagram(flow(), "en")


def test_every_rooms_workflows_are_drawn_told_and_granted() -> None:
    it = app.declared()
    checker = Checker(it.definitions)
    flows = [declared for domain in it.domains for declared in domain.workflows]
    assert flows
    for declared in flows:
        assert diagram(declared).count("\n") > len(declared.states)
        assert checker.check(plan_definition(declared)) == []
        assert grants(declared, it.definitions)


def test_events_are_delivered_after_commit_and_again_after_a_failure(house: Any) -> None:
    heard: list[Happened] = []
    failing = [True]

    def listen(happened: Happened) -> None:
        heard.append(happened)
        if failing.pop() if failing else False:
            raise RuntimeError("not now")

    dispatcher = Dispatcher(house.flows.declarations, {"office.errand.take": [listen]})
    job = house.access.system("job:deliver")
    start = house.start()
    seen = dispatcher.deliver(job)
    assert heard == []
    house.act("head", start, "take", person="某")
    house.act("head", start, "note", text="某")
    with pytest.raises(RuntimeError):
        dispatcher.deliver(job, seen)
    after = dispatcher.deliver(job, seen)
    assert [one.event.id for one in heard] == [f"{start}/2"] * 2
    assert heard[0].task == f"Task/{start}"
    assert heard[0].focus.startswith("Errand/")
    assert dispatcher.deliver(job, after) == after == house.store.last_change()
    assert len(heard) == 2


def test_nobody_listens_to_what_nothing_writes(house: Any) -> None:
    with pytest.raises(ValueError, match=r"office\.errand\.dance"):
        Dispatcher(house.flows.declarations, {"office.errand.dance": []})
