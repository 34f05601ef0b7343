"""What rules ask of records: an id, a code, an extension, whether it holds; whatever part of them is missing."""

from datetime import date
from typing import Any

import pytest

from tongmai.fhir import facts

DAY = date(2025, 6, 30)


@pytest.mark.parametrize(
    ("reference", "id"),
    [
        ({"reference": "Patient/a"}, "a"),
        ({"display": "无"}, ""),
        ("Organization/b", "b"),
        ("b", "b"),
        (None, ""),
        ("", ""),
    ],
)
def test_whom_a_reference_names(reference: Any, id: str) -> None:
    assert facts.named(reference) == id


def coded(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


@pytest.mark.parametrize(
    ("concepts", "code"),
    [(coded("s", "a"), "a"), ([coded("t", "x"), coded("s", "b")], "b"), ([coded("s", "a"), coded("s", "b")], "a"),
     ([{"text": "没有代码"}], ""), ([], ""), (None, "")],
)  # fmt: skip
def test_the_first_code_of_a_system(concepts: Any, code: str) -> None:
    assert facts.code_in(concepts, "s") == code


def test_an_extension_whatever_its_type() -> None:
    record = {"extension": [{"url": "urn:tongmai:beds", "valueInteger": 0}, {"url": "urn:tongmai:no-value"}]}
    assert facts.extended(record, "beds") == 0
    assert facts.extended(record, "no-value") is None
    assert facts.extended({}, "beds") is None


@pytest.mark.parametrize(
    ("record", "holds"),
    [({}, True), ({"active": False}, False), ({"period": {"start": "2025-06-30", "end": "2025-06-30"}}, True),
     ({"period": {"start": "2025-07-01"}}, False), ({"period": {"end": "2025-06-29"}}, False),
     ({"period": {"start": "2025-06-30T08:00:00+08:00"}}, True)],
)  # fmt: skip
def test_an_open_side_of_a_period_holds(record: dict[str, Any], holds: bool) -> None:
    assert facts.holds_on(record, DAY) is holds
