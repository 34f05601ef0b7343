"""The structural checker, judged by two others: fhirkit-rs (its own tables) and jsonschema-rs (rules of our tables said
in another language). What either finds wrong, we find wrong. What we find and they do not:

- fhirkit-rs takes empty objects and some empty lists (R4 2.6.2 forbids both), does not look up codes, and so does not
  mind when what is left out leaves its parent empty;
- JSON Schema does not know that one `value[x]` excludes another, and the schema here does not look into contained
  resources or the entries of a bundle.
"""

import fhirkit
import jsonschema_rs
import orjson
import pytest
from tests.fhir import r4_examples
from tests.fhir.damage import damages
from tests.fhir.examples import GOOD
from tests.fhir.json_schema import schema

from tongmai.fhir import primitives
from tongmai.fhir.check import Checker
from tongmai.fhir.checkcode import good_functions
from tongmai.fhir.definitions import Definitions

DEFINITIONS = Definitions.load()
CHECKER = Checker(DEFINITIONS)
QUICK = good_functions(DEFINITIONS, primitives.tests(DEFINITIONS.primitives))
IDS = [good["resourceType"] for good in GOOD]
ONLY_WE = {"empty object", "empty list", "other code", "left out"}
AGAINST_EXAMPLES = {
    # an id of 67 characters; R4 allows 64
    "SearchParameter-questionnaireresponse-extensions-QuestionnaireResponse-item-subject.json",
    # codes that hold a no-break space, which is white space to fhirkit-rs and not to the published expression
    "Bundle-v2-valuesets.json",
    "CodeSystem-v2-0550.json",
}


def kit_finds_fault(resource):
    """`resource`: a mapping, or its text."""
    return any(str(issue).startswith("error") for issue in fhirkit.validate(resource))


@pytest.mark.parametrize("good", GOOD, ids=IDS)
def test_good_resources_are_good_to_all(good):
    assert CHECKER.check(good) == CHECKER.faults(good) == []
    assert not kit_finds_fault(good)
    assert jsonschema_rs.validator_for(schema(good["resourceType"], DEFINITIONS)).is_valid(good)


@pytest.mark.parametrize("good", GOOD, ids=IDS)
def test_every_damage_that_a_judge_sees_is_seen(good):
    by_schema = jsonschema_rs.validator_for(schema(good["resourceType"], DEFINITIONS))
    for kind, path, bad in damages(good):
        ours, kits, schemas = bool(CHECKER.check(bad)), kit_finds_fault(bad), not by_schema.is_valid(bad)
        assert ours or not (kits or schemas), (kind, path)
        assert ours == kits or kind in ONLY_WE, (kind, path)
        if good["resourceType"] != "Bundle":
            assert ours == schemas or kind in {"second choice", "left out", "other code"}, (kind, path)


@pytest.mark.parametrize("good", GOOD, ids=IDS)
def test_the_quick_code_and_the_walk_agree(good):
    assert QUICK[good["resourceType"]](good)
    for kind, path, bad in damages(good):
        assert CHECKER.check(bad) == CHECKER.faults(bad), (kind, path)


TIMES = ["2020", "2020-02", "2020-02-28", "2021-02-29", "2020-04-31", "0999", "9999", "2020-02-28T24:00:00Z"]
TIMES += ["2020-02-28T10:00:60Z", "2020-02-28T10:00:00", "2020-02-28T10:00:00.123456789+14:00", "2020-12-31T10:00Z"]
TIMES += ["2020-02-28T10:00:00+14:30", "2020-1-1", "2020-13", "2020-02-28T10:00:00.1-13:59", "2020-02-28T10:00:00Z\n"]
TEXTS = [
    "",
    " ",
    "a b",
    "a  b",
    " a",
    "a ",
    "a\n",
    "甲 乙",
    "甲\u3000乙",
    "\x0b",
    "\x0c",
    "\x1c",
    "a\tb",
    "urn:x",
    "YQ==",
    "YQ",
    "x" * 65,
]
TEXTS += [
    "urn:oid:1.2",
    "urn:oid:x",
    "10:00:00",
    "10:00",
    "<div>x</div>",
    "div",
    "{}",
    "\\f",
    "urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
]
NUMBERS = [0, 1, -1, 1.0, 1.5, True, 2**31, 2**31 - 1, -(2**31), 1e300, None, [], {}]


@pytest.mark.parametrize("kind", sorted(DEFINITIONS.primitives))
def test_the_quick_code_takes_the_values_that_the_walk_does(kind):
    key = "value" + kind[0].upper() + kind[1:]
    takes = 0
    for value in TIMES + TEXTS + NUMBERS:
        within = {"url": "u", key: value} if kind != "xhtml" else None
        told = {"extension": [within]} if within else {"text": {"status": "empty", "div": value}}
        resource = {"resourceType": "Patient", **told}
        judged = QUICK["Patient"](resource)
        takes += judged
        assert judged == (not CHECKER.faults(resource)), value
    assert takes


@pytest.mark.parametrize(
    ("resource", "kind", "where", "remedy"),
    [
        ({"resourceType": "Patient", "nmae": []}, "structure", "Patient.nmae", "name"),
        ({"resourceType": "Patient", "gender": "man"}, "code", "Patient.gender", "female, male"),
        ({"resourceType": "Patient", "birthDate": "2023-02-30"}, "value", "Patient.birthDate", ""),
        ({"resourceType": "Patient", "active": "true"}, "value", "Patient.active", ""),
        ({"resourceType": "Patient", "name": {"text": "x"}}, "structure", "Patient.name", ""),
        ({"resourceType": "Patient", "name": [{"given": ["a", None]}]}, "structure", "Patient.name[0].given[1]", ""),
        ({"resourceType": "Patient", "birthDate": ["2020"]}, "structure", "Patient.birthDate", ""),
        ({"resourceType": "Patient", "link": [{"type": "seealso"}]}, "required", "Patient.link[0].other", ""),
        (
            {"resourceType": "Patient", "deceasedBoolean": True, "deceasedDateTime": "2020"},
            "structure",
            "Patient.deceased[x]",
            "",
        ),
        ({"resourceType": "Patient", "contained": [{"resourceType": "Dog"}]}, "structure", "resourceType", ""),
        ({"resourceType": "Dog"}, "structure", "resourceType", ""),
        ([], "structure", "", ""),
        ({"resourceType": "Patient", "id": "a b"}, "value", "Patient.id", ""),
    ],
)
def test_an_issue_says_where_and_what_to_do(resource, kind, where, remedy):
    [issue] = CHECKER.check(resource)
    assert issue.kind == kind
    assert issue.where.endswith(where)
    assert remedy in (issue.remedy.en if issue.remedy else "")


@pytest.mark.parametrize(
    "resource",
    [
        {"resourceType": "Patient", "_birthDate": {"extension": [{"url": "u", "valueCode": "x"}]}},
        {"resourceType": "Patient", "name": [{"given": ["a", None], "_given": [None, {"id": "x"}]}]},
        {"resourceType": "Task", "_status": {"extension": [{"url": "u", "valueCode": "x"}]}, "intent": "order"},
        {"resourceType": "Patient", "name": [{"text": "甲\u3000乙"}]},
        {"resourceType": "Binary", "contentType": "text/plain", "data": "YQ==\r\nYQ=="},
    ],
)
def test_what_is_unusual_and_good(resource):
    assert CHECKER.check(resource) == CHECKER.faults(resource) == []


def test_an_own_type_is_checked_like_any_other():
    own = {
        "resourceType": "StructureDefinition",
        "type": "Certificate",
        "kind": "resource",
        "derivation": "specialization",
        "baseDefinition": "http://hl7.org/fhir/StructureDefinition/DomainResource",
        "differential": {
            "element": [
                {"path": "Certificate"},
                {"path": "Certificate.holder", "min": 1, "max": "1", "type": [{"code": "Reference"}]},
                {
                    "path": "Certificate.state",
                    "min": 1,
                    "max": "1",
                    "type": [{"code": "code"}],
                    "binding": {"strength": "required", "valueSet": "urn:x:states"},
                },
                {"path": "Certificate.progress", "min": 0, "max": "*", "type": [{"code": "BackboneElement"}]},
                {"path": "Certificate.progress.text", "min": 1, "max": "1", "type": [{"code": "string"}]},
            ]
        },
    }
    states = {
        "resourceType": "ValueSet",
        "url": "urn:x:states",
        "compose": {"include": [{"system": "urn:x", "concept": [{"code": "claimed"}, {"code": "certified"}]}]},
    }
    checker = Checker(Definitions.load([own, states]))
    good = {"resourceType": "Certificate", "holder": {"reference": "Organization/o"}, "state": "claimed"}
    assert checker.check(good) == []
    assert [issue.where for issue in checker.check({**good, "state": "x", "progress": [{"id": "1"}]})] == [
        "Certificate.state",
        "Certificate.progress[0].text",
    ]
    with pytest.raises(ValueError, match="urn:x:states"):
        Definitions.load([own])


def test_the_published_examples_are_good():
    if r4_examples.folder() is None:
        pytest.skip("no folder of R4 examples: TONGMAI_R4_EXAMPLES, or npm install hl7.fhir.r4.examples@4.0.1")
    differ = set()
    for name, text in r4_examples.texts(defining=True):
        resource = orjson.loads(text)
        known = resource.get("resourceType") in DEFINITIONS.types
        if known and bool(CHECKER.check(resource)) != kit_finds_fault(text.decode()):
            differ.add(name)
    assert differ == AGAINST_EXAMPLES
