"""What an observation found, said in a few words: values, components, and a blood pressure as people say it."""

from decimal import Decimal
from typing import Any

import pytest

from tongmai.engines.pages.observed import observed

Json = dict[str, Any]


def quantity(value: Any, unit: str = "mmHg", **more: Any) -> Json:
    return {"valueQuantity": {"value": value, "unit": unit, **more}}


def part(code: str, name: str, found: Json) -> Json:
    return {"code": {"coding": [{"system": "http://loinc.org", "code": code}], "text": name}, **found}


HIGH, LOW = part("8480-6", "收缩压", quantity(168)), part("8462-4", "舒张压", quantity(102))
PULSE = part("8867-4", "心率", quantity(72, "次/分"))


@pytest.mark.parametrize(
    ("observation", "said"),
    [
        ({"component": [HIGH, LOW]}, "168/102 mmHg"),
        ({"component": [LOW, HIGH]}, "168/102 mmHg"),
        ({"component": [PULSE, LOW, HIGH]}, "168/102 mmHg · 心率 72 次/分"),
        ({"component": [HIGH]}, "168/— mmHg"),
        ({"component": [HIGH, part("8462-4", "舒张压", {"dataAbsentReason": {"text": "x"}})]}, "168/— mmHg"),
        ({"component": [part("8480-6", "", quantity(22.4, "kPa")), LOW]}, "22.4 kPa/102 mmHg"),
        ({"component": [part("8867-4", "心律", {"valueCodeableConcept": {"text": "齐"}})]}, "心律 齐"),
        ({"component": [{"code": {"text": "x"}, "dataAbsentReason": {"text": "y"}}]}, "—"),
        (quantity(Decimal("5.60"), "mmol/L"), "5.60 mmol/L"),
        (quantity(Decimal("5.60"), "mmol/L", comparator="<"), "<5.60 mmol/L"),
        (quantity(1250, "U/L"), "1,250 U/L"),
        ({**quantity(7, "分"), "component": [HIGH, LOW]}, "7 分"),
        ({"valueString": "阴性"}, "阴性"),
        ({"valueInteger": 0}, "0"),
        ({"valueCodeableConcept": {"coding": [{"display": "阳性"}]}}, "阳性"),
        ({"valueQuantity": {"unit": "mmHg"}}, "— mmHg"),
        ({}, "—"),
    ],
)
def test_what_was_found_is_said_with_its_unit(observation: Json, said: str) -> None:
    assert observed(observation) == said
