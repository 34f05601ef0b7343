"""What `tongmai measure` prints for people: amounts in yuan, and the mark of invented data only where they are."""

from datetime import date
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from tongmai.app import declared
from tongmai.base.words import Words
from tongmai.engines.measure.protocol import Cell
from tongmai.model.target import Decision, Target
from tongmai.programs import deciding

MEASURES = declared("changji").catalogue.measures


def house(cell: Cell, demo: bool) -> Any:
    """What the table reads of a house."""
    return SimpleNamespace(
        measures=MEASURES, places={}, region_title=Words("某州", "a prefecture"), demo=demo, facts_version=lambda: 1,
        evaluator=SimpleNamespace(cells=lambda *_: [cell]),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "numerator", "denominator", "told"),
    [
        ("insurance.cost_per_admission", 123456789, 100, ["1,234,567.89", " 100 ", "12,345.68 元"]),
        ("plans.funding_paid", 960000, None, ["9,600.00 ", "9,600.00 元"]),
        ("insurance.base_fund_share", 50, 200, [" 0.50 ", " 2.00 ", "25.0%"]),
    ],
)
def test_money_is_told_in_yuan(measure: str, numerator: int, denominator: int | None, told: list[str]) -> None:
    per = 100 if MEASURES[measure].unit == "percent" else 1
    cell = Cell(measure, "prefecture", "652300000000", "2025-06", numerator, denominator, per)
    printed = deciding.measures(house(cell, demo=True), [measure], date(2025, 6, 30), "table")
    assert "演示数据" in printed
    assert [one for one in told if one not in printed] == []


def test_what_is_recorded_is_not_called_invented() -> None:
    cell = Cell("plans.funding_paid", "prefecture", "652300000000", "2025-06", 1, None)
    printed = deciding.measures(house(cell, demo=False), ["plans.funding_paid"], date(2025, 6, 30), "table")
    assert "演示数据" not in printed


def test_a_plan_tells_money_in_yuan() -> None:
    """A share of money: its two figures and what is short; the machine's forms give cents and say so."""
    share = Target("T51", "p", Words("基金", "fund"), "1", "", None, missing=Words("等", "waits"))
    one = Decision(
        share, date(2025, 6, 30), "behind", 123456, 9999999, Fraction(1234, 1000), "percent", 555555, None, None, None,
        None, counts="cents",
    )  # fmt: skip
    it = house(Cell("x", "prefecture", "", "", 0, None), demo=True)
    it.decide, it.plan = (lambda *_: [one]), (lambda _: SimpleNamespace(title=Words("规划", "plan")))
    table = deciding.plan(it, "p", date(2025, 6, 30), "table")
    assert [told for told in ("1,234.56/99,999.99", "5,555.55元", "演示数据") if told not in table] == []
    header, row = deciding.plan(it, "p", date(2025, 6, 30), "csv").splitlines()
    assert dict(zip(header.split(","), row.split(","), strict=True)) | {
        "numerator": "123456", "gap": "555555", "unit": "percent", "counts": "cents",
    } == dict(zip(header.split(","), row.split(","), strict=True))  # fmt: skip
