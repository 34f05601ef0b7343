"""FHIRPath on small invented resources: what the house itself relies on."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fhir.examples import GOOD

from tongmai.fhir import path
from tongmai.fhir.definitions import Definitions
from tongmai.fhir.path.getter import getter
from tongmai.fhir.path.names import check_names
from tongmai.fhir.path.parser import parse

PATIENT, OBSERVATION, ORGANIZATION, CONDITION, QUESTIONNAIRE, BUNDLE = GOOD
R4 = Definitions.load()


@pytest.mark.parametrize(
    ("resource", "expression", "result"),
    [
        (PATIENT, "Patient.name.given", ["雄", "信"]),
        (PATIENT, "name.where(use = 'official').given.first()", ["雄"]),
        (PATIENT, "extension('urn:x:village').value", ["652328100"]),
        (PATIENT, "birthDate.extension('urn:x:time').value", ["1990-01-01T01:00:00+08:00"]),
        (PATIENT, "deceased.exists() and deceased != false", [False]),
        (PATIENT, "birthDate < @2000-01-01 and active", [True]),
        (PATIENT, "name.given | name.family", ["雄", "信", "单"]),
        (PATIENT, "contact.period.start", ["2010"]),
        (PATIENT, "link.other.resolve() is Patient", [True]),
        (PATIENT, "nothing", []),
        (PATIENT, "getResourceKey()", ["p1"]),
        (PATIENT, "link.other.getReferenceKey(Patient)", ["p0"]),
        (PATIENT, "link.other.getReferenceKey(Practitioner)", []),
        (OBSERVATION, "value.ofType(Quantity).value > 6.4", [True]),
        (OBSERVATION, "value = 65 'permille'", []),
        (OBSERVATION, "(value as Quantity).unit", ["%"]),
        (OBSERVATION, "component.value.ofType(integer)", [3]),
        (OBSERVATION, "component[1].code.text", ["b"]),
        (OBSERVATION, "effective is dateTime", [True]),
        (CONDITION, "onset.as(Age).value", [52]),
        (CONDITION, "clinicalStatus.coding.exists(code = 'active')", [True]),
        (QUESTIONNAIRE, "repeat(item).linkId", ["1", "1.1"]),
        (BUNDLE, "entry.resource.ofType(Task).input.value.resolve().exists()", [False]),
        (BUNDLE, "Bundle.entry[0].resource.contained.id", ["d"]),
        (ORGANIZATION, "name.matches('卫生院$') and partOf.exists()", [True]),
        (ORGANIZATION, "alias.join(', ')", ["甲院"]),
        (ORGANIZATION, "iif(name.length() > 3, 'long', 'short')", ["long"]),
        (ORGANIZATION, "%resource.id & '!'", ["th-1!"]),
        (ORGANIZATION, "0.1 + 0.2 = 0.3", [True]),
        (ORGANIZATION, "(true and {}).empty() and ({} or true)", [True]),
    ],
)
def test_what_an_expression_finds(resource, expression, result):
    assert path.evaluate(expression, resource) == result
    assert path.compile(expression)(resource) == result


def test_decimals_are_exact():
    assert path.evaluate("1.20 * 3", {}) == [Decimal("3.60")]


def test_variables_and_the_clock_are_given():
    assert path.evaluate("%limit > 3", {}, {"limit": 4}) == [True]
    assert path.evaluate("today()", {}, {"now": "2025-06-30T23:59:00+08:00"}) == ["2025-06-30"]
    with pytest.raises(path.PathError, match="now"):
        path.evaluate("today()", {})
    with pytest.raises(path.PathError, match="%other"):
        path.evaluate("%other", {})


@pytest.mark.parametrize(
    "expression", ["name.", "name..given", "(name", "name)", "where(", "'open", "1 +", "@2020-", "a b", "/* open", "#"]
)
def test_what_cannot_be_read_is_quoted(expression):
    with pytest.raises(path.PathError):
        path.compile(expression)


@pytest.mark.parametrize("expression", ["frob()", "where()", "first(1)", "substring()"])
def test_unknown_functions_and_wrong_counts_are_refused_before_any_resource(expression):
    with pytest.raises(path.PathError):
        path.compile(expression)


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("nmae", "Patient has no element nmae"),
        ("name.where(usage = 'x')", "HumanName has no element usage"),
        ("contact.name.famly", "HumanName has no element famly"),
        ("deceasedBoolean", "deceasedBoolean"),
        ("name.exists(frob = 1) and active", "frob"),
        ("link.other.references", "Reference has no element references"),
    ],
)
def test_a_misspelt_element_is_named(expression, message):
    with pytest.raises(path.PathError, match=message):
        check_names(parse(expression), "Patient", R4)


@pytest.mark.parametrize(
    ("resource", "expression"),
    [
        (PATIENT, "name.given"),
        (PATIENT, "name.where(use = 'official').first().given"),
        (PATIENT, "extension('urn:x:village').value.ofType(code)"),
        (PATIENT, "name[0].family"),
        (PATIENT, "Patient.contact.name.text"),
        (OBSERVATION, "category.coding.where(userSelected = false).code.first()"),
        (OBSERVATION, "value.ofType(Quantity).value"),
        (CONDITION, "subject.getReferenceKey(Patient)"),
        (CONDITION, "getResourceKey()"),
    ],
)
def test_generated_code_finds_what_the_evaluator_finds(resource, expression):
    made = getter(parse(expression), resource["resourceType"], R4)
    assert made is not None
    assert made[0](resource) == path.evaluate(expression, resource) != []


@given(st.decimals(-1000, 1000, places=3), st.decimals(-1000, 1000, places=3))
def test_arithmetic_agrees_with_exact_decimals(left, right):
    def one(expression):
        return path.evaluate(expression, {}, {"a": left, "b": right})

    assert one("%a + %b - %b = %a") == [True]
    assert one("(%a < %b) = (%b > %a)") == [True]
    assert one("%a * %b") == [left * right]


@given(st.lists(st.sampled_from(["a", "b", "c"])), st.lists(st.sampled_from(["b", "c", "d"])))
def test_sets_of_texts(left, right):
    given = {"a": left, "b": right}
    union = path.evaluate("%a | %b", {}, given)
    assert len(union) == len(set(union)) == len({*left, *right})
    assert set(path.evaluate("%a.intersect(%b)", {}, given)) == {*left} & {*right}
    assert path.evaluate("%a.combine(%b).count()", {}, given) == [len(left) + len(right)]


TRUTH = {True: "true", False: "false", None: "{}"}


@pytest.mark.parametrize("left", TRUTH)
@pytest.mark.parametrize("right", TRUTH)
def test_three_valued_logic(left, right):
    def both(operator):
        return (path.evaluate(f"{TRUTH[left]} {operator} {TRUTH[right]}", {}) or [None])[0]

    known = {left, right}
    assert both("and") == (False if False in known else None if None in known else True)
    assert both("or") == (True if True in known else None if None in known else False)
    assert both("xor") == (None if None in known else left != right)
    assert both("implies") == (True if left is False or right is True else None if None in known else False)


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("23 'Cel' > 72 '[degF]' and 0 'Cel' >= 273.15 'K'", [True]),
        ("4 'g' ~ 4040 'mg' and (4 'g' = 4040 'mg').not()", [True]),
        ("1 year.comparable(1 's') or 1 'a'.comparable(1 second)", [False]),
        ("1.comparable(2) and 1 'x'.comparable(2 'x')", [True]),
        ("'\\uD83E\\uDDB6'", ["\U0001f9b6"]),
        ("-7L + 2", [-5]),
        ("(5 'mg').hasValue() or text.`div`.hasValue()", [False]),
        ("name.sort(-family).family", ["B", "A"]),
        ("name.sort(-family).first().use", ["usual"]),
        ("gender.ofType(string) | gender.as(string)", []),
        ("gender is string and gender.ofType(code) = 'male'", [True]),
        ("descendants().where(resourceType = 'Observation').status", ["final"]),
        ("extension.value = 2 years", [True]),
        ("'2025-02-29'.convertsToDate() or '24:10'.convertsToTime()", [False]),
        ("@2024-12-31T23:59:60Z.toString()", ["2024-12-31T23:59:60Z"]),
    ],
)
def test_what_newer_cases_ask_for(expression: str, wanted: list[object]) -> None:
    patient = {
        "resourceType": "Patient", "gender": "male", "text": {"status": "generated", "div": "<div/>"},
        "name": [{"use": "usual"}, {"family": "A"}, {"family": "B"}],
        "contained": [{"resourceType": "Observation", "status": "final"}],
        "extension": [{"url": "x", "valueAge": {"value": 2, "system": "http://unitsofmeasure.org", "code": "a"}}],
    }  # fmt: skip
    assert path.evaluate(expression, patient) == wanted


@pytest.mark.parametrize(
    "literal", ["@2025-13", "@2025-02-29", "@2025-01-01T24:00", "@T12:60", "@2025-01-01T00:00:00+14:01"]
)
def test_a_literal_outside_the_calendar_is_refused(literal: str) -> None:
    with pytest.raises(path.PathError, match="not a date or time"):
        path.evaluate(literal, {})
