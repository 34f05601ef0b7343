"""Views over small invented resources."""

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
