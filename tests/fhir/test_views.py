"""Views over small invented resources."""

from decimal import Decimal

import pytest

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.views import View, columns, rows

REPORT = {
    "resourceType": "DiagnosticReport",
    "id": "r1",
    "status": "final",
    "subject": {"reference": "Patient/p1"},
    "issued": "2025-06-01T10:00:00+08:00",
    "category": [{"coding": [{"system": "urn:other", "code": "x"}, {"system": "urn:tongmai:centre", "code": "ecg"}]}],
    "extension": [{"url": "urn:tongmai:asked-by", "valueReference": {"reference": "Organization/th-1"}}],
}
VIEW = {
    "resource": "DiagnosticReport",
    "status": "active",
    "select": [
        {
            "column": [
                {"name": "id", "path": "getResourceKey()"},
                {"name": "person", "path": "subject.getReferenceKey(Patient)"},
                {"name": "centre", "path": "category.coding.where(system = 'urn:tongmai:centre').code.first()"},
                {
                    "name": "asked_by",
                    "path": "extension('urn:tongmai:asked-by').value.ofType(Reference).getReferenceKey(Organization)",
                },
                {"name": "issued", "path": "issued"},
                {"name": "result", "path": "result.getReferenceKey(Observation)", "collection": True},
            ]
        }
    ],
}


def test_the_columns_of_the_design():
    assert rows(VIEW, REPORT) == [
        {
            "id": "r1",
            "person": "p1",
            "centre": "ecg",
            "asked_by": "th-1",
            "issued": "2025-06-01T10:00:00+08:00",
            "result": [],
        }
    ]
    assert columns(VIEW)[:3] == [("id", "id"), ("person", "id"), ("centre", "code")]


def test_another_type_has_no_rows():
    assert rows(VIEW, {"resourceType": "Patient", "id": "p"}) == []


def test_several_values_in_a_single_column_are_an_error():
    view = {"resource": "Patient", "select": [{"column": [{"name": "given", "path": "name.given"}]}]}
    with pytest.raises(ValueError, match="2 values"):
        rows(view, {"resourceType": "Patient", "name": [{"given": ["A", "B"]}]})


def test_a_reference_to_another_type_has_no_key():
    view = {"resource": "Task", "select": [{"column": [{"name": "p", "path": "owner.getReferenceKey(Practitioner)"}]}]}
    assert rows(view, {"resourceType": "Task", "owner": {"reference": "Organization/o"}}) == [{"p": None}]


@pytest.mark.parametrize(
    ("view", "message"),
    [
        ({"resource": "Nothing", "select": [{"column": [{"name": "a", "path": "id"}]}]}, "no resource type"),
        ({"resource": "Patient", "select": [{"column": [{"name": "a", "path": "id)"}]}]}, "unexpected"),
        ({"resource": "Patient", "select": [{"column": [{"name": "a", "path": "frob()"}]}]}, "no function frob"),
        ({"resource": "Patient", "select": [{"column": [{"name": "a", "path": "nmae"}]}]}, "nmae"),
        ({"resource": "Patient", "select": [{"forEach": "contact", "column": [{"name": "a", "path": "x.y"}]}]}, "x"),
        ({"resource": "Patient", "select": [{}]}, "without column"),
        (
            {"resource": "Patient", "select": [{"column": [{"name": "a", "path": "id"}, {"name": "a", "path": "id"}]}]},
            "twice",
        ),
    ],
)
def test_a_wrong_view_is_refused_when_it_is_made(view, message):
    with pytest.raises(ValueError, match=message):
        View(view)


def test_a_view_over_an_own_type():
    own = {
        "resourceType": "StructureDefinition",
        "type": "Post",
        "kind": "resource",
        "derivation": "specialization",
        "baseDefinition": "http://hl7.org/fhir/StructureDefinition/DomainResource",
        "differential": {
            "element": [
                {"path": "Post"},
                {"path": "Post.approved", "min": 1, "max": "1", "type": [{"code": "integer"}]},
                {"path": "Post.institution", "min": 1, "max": "1", "type": [{"code": "Reference"}]},
            ]
        },
    }
    view = View(
        {
            "resource": "Post",
            "select": [
                {
                    "column": [
                        {"name": "n", "path": "approved"},
                        {"name": "at", "path": "institution.getReferenceKey(Organization)"},
                    ]
                }
            ],
        },
        Definitions.load([own]),
    )
    assert view.columns == [("n", "integer"), ("at", "id")]
    assert view.rows({"resourceType": "Post", "approved": 3, "institution": {"reference": "Organization/o"}}) == [
        {"n": 3, "at": "o"}
    ]


FORM = {
    "resourceType": "Questionnaire",
    "id": "q",
    "item": [
        {"linkId": "1", "item": [{"linkId": "1.1", "item": [{"linkId": "1.1.1"}]}, {"linkId": "1.2"}]},
        {"linkId": "2"},
    ],
}


def test_repeat_goes_down_parents_first_and_counts() -> None:
    columns = [{"name": "at", "path": "%rowIndex"}, {"name": "item", "path": "linkId"}]
    view = {"resource": "Questionnaire", "select": [{"repeat": ["item"], "column": columns}]}
    assert [(row["at"], row["item"]) for row in rows(view, FORM)] == [
        (0, "1"), (1, "1.1"), (2, "1.1.1"), (3, "1.2"), (4, "2"),
    ]  # fmt: skip


def test_the_row_of_nothing_is_null_but_for_its_index() -> None:
    columns = [{"name": "at", "path": "%rowIndex"}, {"name": "x", "path": "'x'"}, {"name": "v", "path": "version"}]
    view = {"resource": "Questionnaire", "select": [{"forEachOrNull": "code", "column": columns}]}
    assert rows(view, FORM) == [{"at": 0, "x": None, "v": None}]


@pytest.mark.parametrize(
    ("kind", "value", "path"),
    [
        ("Date", "1990-01-01", "birthDate = %c"),
        ("Code", "male", "gender = %c"),
        ("Boolean", False, "active != %c"),
        ("Integer", 2, "multipleBirth.ofType(integer) = %c"),
        ("DateTime", "1990-01-01", "birthDate = %c"),
        ("Decimal", 2.5, "%c > 2.4"),
        ("Time", "10:00:00", "@T10:00:00 = %c"),
    ],
)
def test_constants_of_every_type(kind: str, value: object, path: str) -> None:
    view = {
        "resource": "Patient",
        "constant": [{"name": "c", f"value{kind}": value}],
        "select": [{"column": [{"name": "same", "path": path}]}],
    }
    patient = {"resourceType": "Patient", "birthDate": "1990-01-01", "gender": "male", "active": True}
    assert rows(view, {**patient, "multipleBirthInteger": 2}) == [{"same": True}]


def test_decimals_keep_the_digits_that_a_view_asks_for() -> None:
    view = View(
        {
            "resource": "Observation",
            "select": [{"column": [{"name": "v", "path": "value.ofType(Quantity).value.toString()"}]}],
        }
    )
    assert view.exact
    assert view.rows({"resourceType": "Observation", "valueQuantity": {"value": Decimal("1.50")}}) == [{"v": "1.50"}]
    assert not View(VIEW).exact


def test_a_view_says_where_it_is_wrong() -> None:
    for part, told in [
        ({"select": [{"column": [{"name": "1x", "path": "id"}]}]}, r"select\[0\].column\[0\].name: '1x'"),
        ({"select": [{"column": [{"name": "x", "path": "id", "collection": "yes"}]}]}, r"column\[0\].collection"),
        ({"select": [{"unionAll": [{"column": [{"name": "x", "path": "id", "type": "id"}]},
                                   {"column": [{"name": "x", "path": "active", "type": "boolean"}]}]}]}, "the types"),
        ({"select": [{"repeat": "item"}]}, r"select\[0\].repeat: a list of paths"),
    ]:  # fmt: skip
        with pytest.raises(ValueError, match=told):
            View({"resource": "Patient", **part})
