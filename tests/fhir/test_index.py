"""What a resource is found by. The resources are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongmai.base.dates import interval, micros
from tongmai.fhir.definitions import Definitions
from tongmai.fhir.emit import span
from tongmai.fhir.index import Indexer, number_range
from tongmai.fhir.rows import DateRow, NumberRow, QuantityRow, ReferenceRow, StringRow, TokenRow, UriRow

INDEXER = Indexer(Definitions.load())
TOP = float("inf")


def rows(resource, parameter):
    return {row for row in INDEXER.rows(resource) if row.parameter == parameter}


def patient(**elements):
    return {"resourceType": "Patient", "id": "p1", **elements}


def test_a_code_bears_the_system_of_its_value_set():
    assert rows(patient(gender="female"), "gender") == {
        TokenRow("gender", "http://hl7.org/fhir/administrative-gender", "female")
    }


def test_a_name_is_found_by_its_parts_folded():
    found = rows(patient(name=[{"family": "Müller", "given": ["ANA María", None]}]), "name")
    assert StringRow("name", "muller", "Müller", "") in found
    assert StringRow("name", "ana maria", "ANA María", "") in found


@pytest.mark.parametrize(
    ("name", "whole", "initials"),
    [
        ({"text": "单雄信"}, "shanxiongxin", "sxx"),
        ({"family": "尉迟", "given": ["恭"]}, "yuchigong", "ycg"),
        ({"family": "查", "given": ["理"]}, "zhali", "zl"),
        ({"text": "仇英"}, "qiuying", "qy"),
        ({"text": "古丽·阿依"}, "guliayi", "glay"),
    ],
)
def test_a_chinese_name_is_found_by_pinyin_and_initials(name, whole, initials):
    found = rows(patient(name=[name]), "name")
    assert StringRow("name", whole, "", "pinyin") in found
    assert StringRow("name", initials, "", "initials") in found


def test_a_surname_with_two_readings_is_found_by_both():
    typed = {row.text for row in rows(patient(name=[{"text": "覃勇"}]), "name") if row.form == "pinyin"}
    assert typed == {"qinyong", "tanyong"}


def test_a_chinese_institution_is_found_as_written_and_typed():
    found = rows({"resourceType": "Organization", "id": "o", "name": "重庆路卫生院"}, "name")
    assert found == {
        StringRow("name", "重庆路卫生院", "重庆路卫生院", ""),
        StringRow("name", "chongqingluweishengyuan", "", "pinyin"),
        StringRow("name", "cqlwsy", "", "initials"),
    }


def test_only_the_chosen_type_of_a_choice_is_indexed():
    seen = {"resourceType": "Observation", "status": "final", "code": {}, "valueQuantity": {"value": 5.4, "unit": "%"}}
    assert rows(seen, "value-quantity") == {QuantityRow("value-quantity", 5.4, 5.4, "", "", "%")}
    assert rows(seen, "value-string") == set()


def test_a_comparator_opens_a_quantity():
    seen = {"resourceType": "Observation", "valueQuantity": {"value": 5, "comparator": "<", "code": "mmol/L"}}
    assert rows(seen, "value-quantity") == {QuantityRow("value-quantity", -TOP, 5.0, "", "mmol/L", "")}


def test_dates_stand_for_the_interval_of_their_precision():
    day = interval("1960-02-29")
    assert rows(patient(birthDate="1960-02-29"), "birthdate") == {
        DateRow("birthdate", micros(day.start), micros(day.end))
    }
    open_ended = {"resourceType": "Encounter", "period": {"start": "2025-06-01T08:00:00+08:00"}}
    [row] = rows(open_ended, "date")
    assert row.start == 1748736000000000
    assert row.end > 10**17


def test_references_here_and_elsewhere():
    one = {"resourceType": "Observation", "subject": {"reference": "Patient/7/_history/2"}}
    other = {"resourceType": "Observation", "subject": {"reference": "https://far.example/fhir/Patient/7"}}
    inside = {"resourceType": "Observation", "subject": {"reference": "#p"}}
    known = {"resourceType": "Observation", "subject": {"identifier": {"system": "urn:x", "value": "1"}}}
    assert rows(one, "subject") == {ReferenceRow("subject", "Patient", "7", "")}
    assert rows(other, "subject") == {ReferenceRow("subject", "Patient", "", "https://far.example/fhir/Patient/7")}
    assert rows(inside, "subject") == set()
    assert rows(known, "subject:identifier") == {TokenRow("subject:identifier", "urn:x", "1")}


def test_an_alias_makes_no_rows_and_says_where_they_are():
    parameter = Definitions.load().parameters("Observation")["patient"]
    assert (parameter.rows_under, parameter.alias_target) == ("subject", "Patient")
    assert rows({"resourceType": "Observation", "subject": {"reference": "Patient/7"}}, "patient") == set()


def test_filters_within_an_expression():
    telecom = [{"system": "phone", "value": "0994"}, {"system": "email", "value": "a@example.org"}]
    assert rows(patient(telecom=telecom), "email") == {TokenRow("email", "", "a@example.org")}
    careplan = {"resourceType": "Appointment", "participant": [{"actor": {"reference": "Location/l"}}]}
    assert rows(careplan, "location") == {ReferenceRow("location", "Location", "l", "")} or (
        Definitions.load().parameters("Appointment")["location"].rows_under == "actor"
    )


def test_numbers_canonicals_and_meta():
    risk = {"resourceType": "RiskAssessment", "prediction": [{"probabilityDecimal": 0.3}]}
    assert rows(risk, "probability") == {NumberRow("probability", 0.3, 0.3)}
    assert rows(patient(meta={"profile": ["urn:p"]}), "_profile") == {UriRow("_profile", "urn:p")}
    assert rows(patient(meta={"tag": [{"code": "demo"}]}), "_tag") == {TokenRow("_tag", "", "demo")}


@pytest.mark.parametrize(("deceased", "code"), [({}, "false"), ({"deceasedBoolean": True}, "true"),
                                                ({"deceasedDateTime": "2020"}, "true")])  # fmt: skip
def test_an_expression_that_is_no_plain_path(deceased, code):
    assert rows(patient(**deceased), "deceased") == {TokenRow("deceased", "", code)}


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("100", 99.5, 100.5), ("100.00", 99.995, 100.005), ("-5", -5.5, -4.5), ("0.1", 0.05, 0.15)],
)
def test_a_searched_number_has_its_implicit_precision(text, low, high):
    assert number_range(text) == (low, high)


@given(
    st.datetimes(min_value=interval("1950").start.replace(tzinfo=None)),
    st.sampled_from(["Z", "+08:00", "-03:30"]),
    st.sampled_from(["seconds", "milliseconds", "microseconds"]),
)
def test_the_quick_way_to_an_interval_is_the_right_one(at, zone, precision):
    text = at.isoformat(timespec=precision) + zone
    try:
        found = interval(text)
    except ValueError:
        return
    assert span(text) == (micros(found.start), micros(found.end))
