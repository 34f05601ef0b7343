"""The table of R4, and what a region or a room adds to it."""

import gzip
import json
import subprocess
import sys

import pytest
from tests.fhir import r4_examples

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.index import Indexer
from tongmai.fhir.rows import StringRow

R4 = Definitions.load()
POST = {
    "resourceType": "StructureDefinition",
    "type": "Post",
    "kind": "resource",
    "derivation": "specialization",
    "baseDefinition": "http://hl7.org/fhir/StructureDefinition/DomainResource",
    "differential": {
        "element": [
            {"path": "Post"},
            {"path": "Post.institution", "min": 1, "max": "1", "type": [{"code": "Reference"}]},
            {"path": "Post.line", "min": 0, "max": "*", "type": [{"code": "BackboneElement"}]},
            {"path": "Post.line.count", "min": 1, "max": "1", "type": [{"code": "integer"}]},
        ]
    },
}


def parameter(name, base, kind, expression):
    return {"resourceType": "SearchParameter", "code": name, "base": [base], "type": kind, "expression": expression}


def test_r4_stands_as_published():
    assert len(R4.types) == 146
    name = R4.shape("Patient").elements["name"]
    assert (name.types, name.many, name.minimum) == (("HumanName",), True, 0)
    assert R4.shape("Observation").elements["value"].json_keys()[0] == ("valueQuantity", "Quantity")
    assert R4.shape("Questionnaire.item").elements["item"].types == ("Questionnaire.item",)
    assert R4.shape("Patient.link").elements["other"].targets == ("Patient", "RelatedPerson")
    assert "id" in R4.shape("Patient.contact").elements


def test_types_descend_from_types():
    assert R4.is_a("code", "string")
    assert R4.is_a("Age", "Quantity")
    assert R4.is_a("Patient", "Resource")
    assert not R4.is_a("string", "code")


def test_required_codes_are_enumerated():
    assert R4.codes["http://hl7.org/fhir/ValueSet/administrative-gender"] == {
        "http://hl7.org/fhir/administrative-gender": frozenset({"male", "female", "other", "unknown"})
    }


def test_parameters_are_those_of_the_type_and_of_every_resource():
    found = R4.parameters("Patient")
    assert found["birthdate"].type == "date"
    assert found["_tag"].type == "token"
    assert [part.kind for part in R4.parameters("Observation")["code-value-quantity"].parts] == ["token", "quantity"]
    assert "referenceseqid-variant-coordinate" not in R4.parameters("MolecularSequence")  # of three parts
    assert set(found["general-practitioner"].targets) == {"Organization", "Practitioner", "PractitionerRole"}


def test_the_patient_compartment():
    assert R4.compartment("Patient")["Observation"] == ("subject", "performer")
    assert "Organization" not in R4.compartment("Patient")
    assert R4.compartment("Practitioner") == {}


def test_an_own_type_stands_beside_r4():
    own = Definitions.load([POST, parameter("institution", "Post", "reference", "Post.institution")])
    assert own.own_types == {"Post"}
    assert own.shape("Post.line").elements["count"].types == ("integer",)
    assert own.is_a("Post", "DomainResource")
    assert {"institution", "_tag"} <= own.parameters("Post").keys()
    assert "Post" not in R4.types


def test_an_own_parameter_on_an_r4_type_is_indexed():
    expression = "Organization.extension('urn:tongmai:village').value.ofType(code)"
    own = Definitions.load([parameter("village", "Organization", "string", expression)])
    organization = {
        "resourceType": "Organization",
        "extension": [{"url": "urn:x", "valueCode": "no"}, {"url": "urn:tongmai:village", "valueCode": "652328100000"}],
    }
    assert Indexer(own).rows(organization) == [StringRow("village", "652328100000", "652328100000", "")]


def test_a_settings_list_narrows():
    narrow = Definitions.load(declared={"Patient": ["name", "phonetic"]})
    assert {name for name in narrow.parameters("Patient") if not name.startswith("_")} == {"name", "phonetic"}
    assert "code" in narrow.parameters("Observation")


def test_an_alias_stands_for_itself_when_the_other_is_not_declared():
    narrow = Definitions.load(declared={"Observation": ["patient"]})
    assert narrow.parameters("Observation")["patient"].rows_under == "patient"


@pytest.mark.parametrize(
    ("own", "declared", "message"),
    [
        ([{"resourceType": "Patient"}], None, "not a definition: Patient"),
        ([{**POST, "type": "Patient"}], None, "only new types"),
        ([parameter("x", "Nothing", "token", "Nothing.x")], None, "unknown types: Nothing"),
        ([], {"Nothing": ["a"]}, "unknown types: Nothing"),
        ([], {"Patient": ["nmae"]}, "Patient has no search parameter nmae"),
    ],
)
def test_a_wrong_definition_is_refused(own, declared, message):
    with pytest.raises(ValueError, match=message):
        Definitions.load(own, declared)


def test_an_element_of_an_unknown_type_is_refused():
    wrong = json.loads(json.dumps(POST).replace('"integer"', '"number"'))
    with pytest.raises(ValueError, match=r"Post.line.count: no such type number"):
        Definitions.load([wrong])


def test_the_table_is_what_its_script_makes(tmp_path):
    folder = r4_examples.folder()
    if folder is None:
        pytest.skip("no folder of R4 examples: TONGMAI_R4_EXAMPLES, or npm install hl7.fhir.r4.examples@4.0.1")
    shipped = r4_examples.ROOT / "src" / "tongmai" / "fhir" / "r4" / "r4.json.gz"
    made = tmp_path / "r4.json.gz"
    script = [sys.executable, "scripts/make_r4_table.py", str(folder), str(made)]
    subprocess.run(script, cwd=r4_examples.ROOT, check=True, capture_output=True)
    assert gzip.decompress(made.read_bytes()) == gzip.decompress(shipped.read_bytes())
