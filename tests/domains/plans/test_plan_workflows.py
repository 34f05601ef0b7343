"""A reported value, an order and a determination go their ways; whoever may not is refused by the rule's name."""

from datetime import date
from typing import Any

import pytest

from tongmai.base.outcome import Refused
from tongmai.house import House

Json = dict[str, Any]
PLAN, COUNTY = "changji-2024", "652328000000"


def reported() -> Json:
    return {
        "resourceType": "ReportedValue",
        "plan": PLAN,
        "target": "T12",
        "area": COUNTY,
        "period": "2025-06",
        "value": 100,
        "unit": "percent",
        "state": "draft",
    }


def order() -> Json:
    return {
        "resourceType": "Order",
        "plan": PLAN,
        "target": "T06",
        "area": COUNTY,
        "unit": {"reference": "Organization/commission-652328"},
        "issuer": {"reference": "Organization/commission-652300"},
        "term": "2025-09-30",
        "requirement": "三个中心当月都有使用",
        "gap": "差 3",
        "state": "issued",
    }


def determination(**more: Any) -> Json:
    return {
        "resourceType": "Determination",
        "plan": PLAN,
        "target": "T06",
        "subject": "reading",
        "value": "total",
        "issuer": {"reference": "Organization/commission-652300"},
        "area": "652300000000",
        "reason": "按全州合计考核",
        "state": "proposed",
        **more,
    }


FIGURES = {"numerator": "11", "denominator": "11", "value": "100", "evidence": "值班表 2025-06"}


def act(house: House, who: str, task: str, step: str, **fields: Any) -> str:
    return house.workflows.act(house.open(who), task, step, fields).state


def test_a_reported_value_is_returned_for_check_corrected_and_locked(house: House) -> None:
    begun = house.workflows.start(house.open("county-officer"), "plans.report", reported())
    task = begun.task.id
    assert act(house, "county-officer", task, "report", **FIGURES) == "prefecture_review"
    assert act(house, "planner", task, "return", reason="记录为10个，请核对") == "returned"
    again = {**FIGURES, "numerator": "10", "value": "90.9"}
    assert act(house, "county-officer", task, "report", **again) == "prefecture_review"
    assert act(house, "planner", task, "lock") == "locked"
    assert act(house, "county-officer", task, "correct", **again, reason="再核") == "corrected"
    assert act(house, "planner", task, "lock") == "locked"
    focus = house.open("planner").read("ReportedValue", begun.focus.id)
    found = focus.resource()
    assert (found["numerator"], found["state"]) == (10, "locked")
    values = [version.resource()["value"] for version in house.open("planner").history("ReportedValue", focus.id)]
    assert len({str(value) for value in values}) == 2  # what was reported first is still to be seen
    story = [event.step for event in house.workflows.story(house.open("planner"), task)]
    assert story == ["start", "report", "return", "report", "lock", "correct", "lock"]


def test_figures_that_do_not_fit_are_refused_and_change_nothing(house: House) -> None:
    begun = house.workflows.start(house.open("county-officer"), "plans.report", reported())
    with pytest.raises(Refused) as refusal:
        act(house, "county-officer", begun.task.id, "report", **{**FIGURES, "value": "91"})
    assert refusal.value.kind == "rule"
    assert house.open("planner").read("ReportedValue", begun.focus.id).number == begun.focus.number


def test_only_the_planner_locks_and_only_the_area_reports(house: House) -> None:
    begun = house.workflows.start(house.open("county-officer"), "plans.report", reported())
    act(house, "county-officer", begun.task.id, "report", **FIGURES)
    with pytest.raises(Refused) as refusal:
        act(house, "county-officer", begun.task.id, "lock")
    assert refusal.value.kind == "forbidden"
    assert "plans.report/lock" in refusal.value.issues[0].rule
    elsewhere = {**reported(), "area": "652301000000"}
    with pytest.raises(Refused):
        house.workflows.start(house.open("county-officer"), "plans.report", elsewhere)


def test_an_order_from_gap_to_closing(house: House) -> None:
    begun = house.workflows.start(house.open("planner"), "plans.order", order())
    task = begun.task.id
    assert act(house, "county-officer", task, "receive") == "received"
    assert act(house, "county-officer", task, "name", person="叶尔兰") == "assigned"
    assert act(house, "county-officer", task, "progress", text="与检验中心签约") == "working"
    assert act(house, "county-officer", task, "submit", evidence="报告清单", text="三中心均已使用") == "submitted"
    assert act(house, "planner", task, "return", reason="缺心电") == "returned"
    assert act(house, "county-officer", task, "submit", evidence="心电清单", text="已补") == "submitted"
    assert act(house, "planner", task, "verify", finding="属实") == "verified"
    assert act(house, "planner", task, "close") == "closed"
    found = house.open("planner").read("Order", begun.focus.id).resource()
    assert (found["person"], found["finding"]) == ("叶尔兰", "属实")
    assert found["progress"][0]["text"] == "与检验中心签约"
    assert found["evidence"] == ["报告清单", "心电清单"]


def test_an_order_is_received_by_the_unit_alone(house: House) -> None:
    elsewhere = {**order(), "unit": {"reference": "Organization/commission-652301"}, "area": "652301000000"}
    begun = house.workflows.start(house.open("planner"), "plans.order", elsewhere)
    with pytest.raises(Refused):
        act(house, "county-officer", begun.task.id, "receive")
    with pytest.raises(Refused):
        house.workflows.start(house.open("county-officer"), "plans.order", order())


def test_one_live_order_for_a_unit_and_a_target(house: House) -> None:
    house.workflows.start(house.open("planner"), "plans.order", order())
    with pytest.raises(Refused) as refusal:
        house.workflows.start(house.open("planner"), "plans.order", order())
    assert refusal.value.kind == "duplicate"


def test_a_reading_changes_by_two_people(house: House) -> None:
    begun = house.workflows.start(house.open("planner"), "plans.determination", determination())
    with pytest.raises(Refused) as refusal:
        act(house, "planner", begun.task.id, "adopt")
    assert "not by" in refusal.value.issues[0].rule
    assert house.in_force(PLAN, date(2025, 6, 30)) == {}
    assert act(house, "county-officer", begun.task.id, "adopt") == "adopted"
    assert house.in_force(PLAN, date(2025, 6, 30)) == {"T06": "total"}
    assert house.in_force(PLAN, date(2025, 6, 29)) == {}  # what was decided before stays as it was


def test_a_clock_runs_from_the_issue_of_an_order_to_its_term(house: House) -> None:
    begun = house.workflows.start(house.open("planner"), "plans.order", order())
    receive = house.workflows.choices(house.open("county-officer"), begun.task)[0]
    assert receive.step.name == "receive"
    assert receive.due is not None
    assert receive.due.isoformat().startswith("2025-07-03")  # two whole days after the day of issue
    task = begun.task.id
    act(house, "county-officer", task, "receive")
    act(house, "county-officer", task, "name", person="某人")
    choices = {one.step.name: one for one in house.workflows.choices(house.open("county-officer"), task)}
    due = choices["submit"].due
    assert due is not None
    assert due.date() in (date(2025, 9, 30), date(2025, 10, 1))  # the end of the last day, as an instant
