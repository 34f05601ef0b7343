"""Plain conditions as Python tests say what the evaluator says, and leave to it what is more than plain."""

from typing import Any

import pytest

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.path import evaluate
from tongmai.fhir.path.parser import parse
from tongmai.fhir.path.testing import plain_test

DEFINITIONS = Definitions.load()
PLAIN = [
    "status = 'finished'",
    "status = 'finished' or status = 'planned'",
    "status = 'finished' and period.exists()",
    "period.empty()",
    "type.coding.code = 'x'",
    "type.coding.where(system = 's').code.first() = 'x'",
    "(type.exists() and period.exists()) or status = 'planned'",
]
ENCOUNTERS: list[dict[str, Any]] = [
    {},
    {"status": "finished"},
    {"status": "finished", "period": {"start": "2025"}},
    {"status": "planned", "period": {"end": "2025"}},
    {"status": "arrived", "type": [{"coding": [{"code": "x"}]}]},
    {"type": [{"coding": [{"code": "x"}, {"code": "y"}]}]},
    {"type": [{"coding": [{"system": "s", "code": "x"}, {"system": "s", "code": "y"}]}], "period": {"start": "2025"}},
]


@pytest.mark.parametrize("condition", PLAIN)
@pytest.mark.parametrize("encounter", ENCOUNTERS)
def test_a_plain_condition_holds_where_the_evaluator_says_true(condition: str, encounter: dict[str, Any]) -> None:
    test = plain_test(parse(condition), "Encounter", DEFINITIONS)
    assert test is not None
    resource = {"resourceType": "Encounter", **encounter}
    assert test(resource) == (evaluate(condition, resource) == [True])


@pytest.mark.parametrize(
    "condition",
    [
        "status != 'finished'",
        "period.start.exists()",
        "status.exists().not()",
        "period.start = @2025",
        "length.value = 1",
        "status",
    ],
)
def test_what_is_more_than_plain_is_left_to_the_evaluator(condition: str) -> None:
    assert plain_test(parse(condition), "Encounter", DEFINITIONS) is None
