"""What `tongmai measure` prints for people: amounts in yuan, and the mark of invented data only where they are."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from tongmai.app import declared
from tongmai.base.words import Words
from tongmai.engines.measure.protocol import Cell
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
