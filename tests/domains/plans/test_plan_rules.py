"""Reported beside recorded, what is in force, what is asked of people."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tongmai.base.words import Words
from tongmai.domains.plans.rules import targets as rules
from tongmai.model.page import Ask
from tongmai.model.target import Decision, Goal, Part, Plan, Target

DAY = date(2025, 6, 30)


def decision(*counties: tuple[str, int, int]) -> Decision:
    target = Target("T12", "p", Words("站", "stations"), "二", "q", Goal.parse("all"), "room.measure")
    parts = tuple(
        Part(area, area, numerator, denominator, Fraction(numerator * 100, denominator), numerator == denominator, 0)
        for area, numerator, denominator in counties
    )
    numerator, denominator = sum(one[1] for one in counties), sum(one[2] for one in counties)
    value = Fraction(numerator * 100, denominator)
    short = denominator - numerator
    return Decision(
        target, DAY, "behind", numerator, denominator, value, "percent", short, short, None, None, None, parts
    )


def reported(area: str, numerator: int | None, denominator: int | None, **more: Any) -> dict[str, Any]:
    value = 0.0 if numerator is None or not denominator else round(numerator * 100 / denominator, 1)
    given = {"numerator": numerator, "denominator": denominator, "value": value, "unit": "percent"}
    one = {"plan": "p", "target": "T12", "area": area, "period": "2025-06", "state": "prefecture_review", **given}
    return {**one, **more}


TWO = (("652301000000", 9, 10), ("652328000000", 10, 11))


def test_differences_are_in_units_by_county_and_for_the_region() -> None:
    given = [reported("652301000000", 10, 10), reported("652328000000", 11, 11)]
    found = rules.differences(decision(*TWO), given, "2025-06")
    assert [(one.area, one.by, one.numerator, one.denominator) for one in found] == [
        ("", 2, 21, 21),
        ("652301000000", 1, 10, 10),
        ("652328000000", 1, 11, 11),
    ]
    assert rules.difference_words(found[0]) == Words("填报多 2", "reported 2 more")


def test_the_region_is_not_summed_while_a_county_is_silent() -> None:
    found = rules.differences(decision(*TWO), [reported("652301000000", 9, 10)], "2025-06")
    assert [(one.area, one.by) for one in found] == [("652301000000", 0)]
    assert rules.difference_words(found[0]).zh == "一致"


@pytest.mark.parametrize(
    "stranger",
    [
        reported("652328000000", 1, 1, period="2025-05"),
        reported("652328000000", 1, 1, target="T06"),
        reported("652328000000", 1, 1, plan="other"),
        reported("652328100000", 1, 1),
    ],
    ids=["another month", "another target", "another plan", "a township by itself"],
)
def test_what_was_reported_for_something_else_is_left_out(stranger: dict[str, Any]) -> None:
    assert rules.differences(decision(*TWO), [stranger], "2025-06") == []


def test_a_value_without_units_is_compared_exactly() -> None:
    one = reported("652301000000", None, None, value=90.1)
    (found,) = rules.differences(decision(*TWO), [one], "2025-06")
    assert found.by == Fraction(1, 10)
    assert rules.difference_words(found).zh == "填报多 0.10"


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"numerator": 9, "denominator": 10, "value": 90}, None),
        ({"numerator": 7, "denominator": 11, "value": "63.6"}, None),
        ({"numerator": 7, "denominator": 11, "value": "63.64"}, None),
        ({"numerator": 7, "denominator": 11, "value": "63.7"}, "value"),
        ({"numerator": 11, "denominator": 10, "value": 110}, "numerator"),
        ({"numerator": 1, "denominator": 0, "value": 1}, "numerator"),
        ({"numerator": -1, "denominator": 10, "value": -10}, "numerator"),
        ({"value": 90}, None),
    ],
)
def test_figures_fit(fields: dict[str, Any], where: str | None) -> None:
    issues = rules.figures_fit({"unit": "percent"}, fields, DAY)
    assert [issue.where for issue in issues] == ([] if where is None else [where])


def test_figures_of_a_count_fit_without_denominator() -> None:
    assert rules.figures_fit({"unit": "人"}, {"numerator": 30, "value": 30}, DAY) == []
    assert rules.figures_fit({"unit": "人"}, {"numerator": 30, "value": 31}, DAY)


def determination(
    id: str, value: str, adopted: str, state: str = "adopted", subject: str = "reading"
) -> dict[str, Any]:
    return {
        "id": id,
        "plan": "p",
        "target": "T06",
        "subject": subject,
        "value": value,
        "adopted": adopted,
        "state": state,
    }


def test_the_latest_adopted_determination_is_in_force() -> None:
    given = [
        determination("b", "total", "2025-05-01"),
        determination("a", "with_community_centres", "2025-03-01"),
        determination("c", "county", "2025-07-01"),
        determination("d", "rejected", "2025-06-01", "rejected"),
        determination("e", "某单位", "2025-06-01", subject="responsible"),
    ]
    assert rules.in_force(given, "p", "reading", DAY) == {"T06": "total"}
    assert rules.in_force(given, "p", "responsible", DAY) == {"T06": "某单位"}
    assert rules.in_force(given, "other", "reading", DAY) == {}
    assert rules.in_force(given, "p", "reading", date(2025, 4, 1)) == {"T06": "with_community_centres"}


def test_the_breakdown_groups_targets_by_unit_and_counts_what_is_open() -> None:
    one = decision(*TWO)
    other = replace(one, target=replace(one.target, id="T13", responsible_proposed="州人社局"))
    third = replace(one, target=replace(one.target, id="T14"))
    targets, chapters = (one.target, other.target, third.target), {"二": Words("基层", "primary")}
    plan = Plan("p", Words("计划", "plan"), "", DAY, "002", "州", targets, chapters)
    table = rules.breakdown(Ask(), plan, [one, other, third], {"T13"})
    assert [[row.id for row in group.rows] for group in table.groups] == [["T12", "T14"], ["T13"]]
    assert [group.title for group in table.groups][1] == "州人社局"
    assert table.note == Words("共 3 项，待确认 2 项", "3 in all, 2 to be confirmed")
