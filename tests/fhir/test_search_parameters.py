"""Every R4 search parameter, judged: the generated code by our evaluator, the evaluator by fhirpathpy."""

import warnings
from decimal import Decimal
from functools import cache

import pytest
from tests.fhir import r4_examples
from tests.fhir.examples import GOOD

from tongmai.fhir import path
from tongmai.fhir.definitions import Definitions
from tongmai.fhir.index import KEPT_BY_STORE, Indexer, evaluated_fill, named
from tongmai.fhir.rows import no_rows

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import fhirpathpy
    from fhirpathpy.models import models

DEFINITIONS = Definitions.load()
INDEXER = Indexer(DEFINITIONS)


def parameters(resource):
    for parameter in DEFINITIONS.parameters(resource["resourceType"]).values():
        if parameter.type != "composite" and not parameter.alias_of and parameter.name not in KEPT_BY_STORE:
            yield parameter


def floated(value):
    """Decimals as floats, at any depth."""
    if isinstance(value, dict):
        return {key: floated(one) for key, one in value.items()}
    if isinstance(value, list):
        return [floated(one) for one in value]
    return float(value) if isinstance(value, Decimal) else value


@cache
def judge(expression):
    """fhirpathpy's reading of an expression: it takes longer to read one than to evaluate it."""
    return fhirpathpy.compile(expression, models["r4"])


def evaluated(resource):
    found = no_rows()
    for parameter in parameters(resource):
        evaluated_fill(parameter, DEFINITIONS)(resource, found)
    return named(found)


def assert_generated_code_is_right(resource):
    by_evaluator = evaluated(resource)

    # a code's implicit system, and a surname's own reading, are known only to the generated code
    def bare(rows):
        return {(row.parameter, *(row[-1:] if row.type == "token" else row[1:])) for row in rows
                if getattr(row, "form", "") == ""}  # fmt: skip

    assert bare(row for row in INDEXER.rows(resource) if row.type != "composite") == bare(by_evaluator)


def assert_evaluator_is_right(resource):
    for parameter in parameters(resource):
        if "resolve()" in parameter.expression:
            continue  # fhirpathpy resolves nothing
        ours = path.evaluate(parameter.expression, resource)
        expression = parameter.expression.replace("Resource.meta", "meta")  # fhirpathpy knows no abstract types
        try:
            theirs = judge(expression)(resource, {})
        except ValueError as error:
            if "singleton" not in str(error):
                raise
            continue  # `as` on several values: R4's own parameters need it, FHIRPath forbids it
        assert ours == floated(theirs), (resource.get("id"), parameter.name, parameter.expression)


@pytest.mark.parametrize("resource", GOOD, ids=lambda one: one["resourceType"])
def test_on_a_few_resources_of_our_own(resource):
    assert_generated_code_is_right(resource)
    assert_evaluator_is_right(resource)


def test_every_parameter_can_be_compiled():
    for type in DEFINITIONS.types:
        INDEXER.rows({"resourceType": type})


def test_on_the_published_examples():
    if r4_examples.folder() is None:
        pytest.skip("no folder of R4 examples: TONGMAI_R4_EXAMPLES, or npm install hl7.fhir.r4.examples@4.0.1")
    for _, resource in r4_examples.examples():
        if resource.get("resourceType") in DEFINITIONS.types:
            assert_generated_code_is_right(resource)
            if resource["resourceType"] != "Bundle":
                assert_evaluator_is_right(resource)
