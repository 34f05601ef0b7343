"""The further forms of a search: hops, composites, words beside codes, value sets, paths of urls, what comes along."""

from dataclasses import replace
from typing import Any

import pytest
from tests.store.writing import DEFINITIONS, commit, ids, observation, patient, search, write

from tongmai.base.outcome import Refused
from tongmai.store.protocol import Delete, Store
from tongmai.store.query import Filter, Hop, Query, Scope
from tongmai.store.search_text import parse, understood
from tongmai.store.value_sets import Terms

LOINC = "http://loinc.org"


def measured(code: str, value: float, unit: str = "mmHg") -> dict[str, Any]:
    return {
        "code": {"coding": [{"system": LOINC, "code": code}]},
        "valueQuantity": {"value": value, "unit": unit, "system": "urn:u", "code": unit},
    }


def practitioner(id: str, family: str) -> dict[str, Any]:
    return {"resourceType": "Practitioner", "id": id, "name": [{"family": family}]}


def encounter(id: str, subject: str, **further: Any) -> dict[str, Any]:
    made = {"resourceType": "Encounter", "id": id, "status": "finished", "class": {"code": "AMB"}}
    return {**made, "subject": {"reference": subject}, **further}


@pytest.fixture
def ward(store: Store) -> Store:
    kind = {"coding": [{"system": "urn:t", "code": "MR", "display": "Medical record"}]}
    write(
        store,
        {"resourceType": "Organization", "id": "north", "name": "North hospital"},
        {"resourceType": "Organization", "id": "part", "name": "Ward", "partOf": {"reference": "Organization/north"}},
        practitioner("d", "Doctor"),
        practitioner("e", "Else"),
        patient("p", "Zhang", gender="female", managingOrganization={"reference": "Organization/part"},
                identifier=[{"type": kind, "system": "urn:n", "value": "7"}]),
        patient("q", "Li", gender="male", managingOrganization={"reference": "Organization/north"},
                identifier=[{"value": "7"}], generalPractitioner=[{"reference": "Practitioner/e"}]),
        patient("r", generalPractitioner=[{"reference": "Practitioner/d"}]),
        encounter("v", "Patient/p", serviceProvider={"reference": "Organization/part"}),
        observation("a", "Patient/p", "x", performer=[{"reference": "Practitioner/d"}],
                    encounter={"reference": "Encounter/v"}, valueQuantity={"value": 5, "unit": "g"}),
        observation("b", "Patient/q", "y", performer=[{"reference": "Practitioner/e"}],
                    component=[measured("sys", 150), measured("dia", 90)]),
        observation("c", "Patient/q", "x", component=[measured("sys", 120), measured("dia", 150)],
                    hasMember=[{"reference": "Observation/b"}, {"reference": "Observation/a"}]),
        {**observation("w", "Patient/r"), "code": {"text": "Blutdruck gemessen", "coding": [
            {"system": LOINC, "code": "bp", "display": "Pression artérielle"}]}, "valueString": "Äußerst hoch",
            "category": [{"coding": [{"code": "vital-signs", "display": "Vital Signs"}]}]},
        {"resourceType": "ValueSet", "id": "one", "status": "active", "url": "http://x.example/a"},
        {"resourceType": "ValueSet", "id": "two", "status": "active", "url": "http://x.example/a/b"},
        {"resourceType": "ValueSet", "id": "three", "status": "active", "url": "http://x.example/ab"},
    )  # fmt: skip
    return store


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # chains of several hops
        ("Observation?subject:Patient.organization.name=north", {"b", "c"}),
        ("Observation?patient.organization.partof.name=north", {"a"}),
        ("Observation?encounter:Encounter.service-provider.partof._id=north", {"a"}),
        ("Observation?subject:Patient.gender:not=male", {"a", "w"}),
        ("Observation?subject:Patient.gender:missing=true", {"w"}),
        ("Observation?subject:Patient.general-practitioner:Practitioner.family=e", {"b", "c"}),
        ("Observation?patient.name=li&code=x", {"c"}),
        # _has: alone, several independent, nested, within a chain and before one
        ("Patient?_has:Observation:patient:code=x", {"p", "q"}),
        ("Patient?_has:Observation:patient:code:not=x", {"q", "r"}),
        ("Patient?_has:Observation:patient:code=x&_has:Observation:patient:code=y", {"q"}),
        ("Patient?_has:Observation:patient:value-quantity:missing=false", {"p"}),
        ("Practitioner?_has:Observation:performer:code=urn:codes|y", {"e"}),
        ("Practitioner?_has:Patient:general-practitioner:_has:Observation:patient:code=y", {"e"}),
        ("Organization?_has:Patient:organization:_has:Observation:patient:performer:Practitioner.name=doc", {"part"}),
        ("Observation?subject:Patient._has:Encounter:patient:class=AMB", {"a"}),
        ("Organization?_has:Organization:partof:name=ward", {"north"}),
        ("Patient?_has:Observation:patient:_id=a,w", {"p", "r"}),
        ("Patient?_has:Observation:subject:code=none", set()),
        # composites: both values of one element
        ("Observation?component-code-value-quantity=sys$gt140", {"b"}),
        ("Observation?component-code-value-quantity=http://loinc.org|sys$120||mmHg", {"c"}),
        ("Observation?component-code-value-quantity=http://loinc.org|sys$120|urn:other|mmHg", set()),
        ("Observation?component-code-value-quantity=dia$ge150,sys$ge150", {"b", "c"}),
        ("Observation?combo-code-value-quantity=x$5", {"a"}),
        ("Observation?code-value-quantity=x$5", {"a"}),
        ("Observation?code-value-quantity=y$5", set()),
        ("Observation?code=x&value-quantity=gt4", {"a"}),
        ("Observation?code=y,x&value-quantity=le5||g", {"a"}),
        ("Observation?code=y&value-quantity=gt4", set()),
        ("Observation?value-quantity=gt4&patient=Patient/p&code=urn:codes|x", {"a"}),
        ("Observation?code-value-string=bp$ausserst", {"w"}),
        ("Observation?code-value-string=bp$hoch", set()),
        # words beside codes, typed identifiers
        ("Observation?code:text=blutdruck", {"w"}),
        ("Observation?code:text=PRESSION ART", {"w"}),
        ("Observation?code:text=gemessen", set()),
        ("Patient?identifier:of-type=urn:t|MR|7", {"p"}),
        ("Patient?identifier:of-type=urn:t|MR|8", set()),
        # value sets
        ("Patient?gender:in=http://hl7.org/fhir/ValueSet/administrative-gender", {"p", "q"}),
        ("Patient?gender:not-in=http://hl7.org/fhir/ValueSet/administrative-gender", {"r"}),
        ("Observation?code:in=urn:mine", {"a", "c", "w"}),
        ("Observation?code:not-in=urn:mine", {"b"}),
        # what lies below or above a code
        ("Observation?code:below=urn:codes|root", {"a", "b", "c"}),
        ("Observation?code:below=urn:codes|x,urn:codes|nothing", {"a", "c"}),
        ("Observation?code:above=urn:codes|leaf", {"b"}),
        ("Patient?_has:Observation:patient:code:below=urn:codes|root", {"p", "q"}),
        # paths of urls
        ("ValueSet?url:below=http://x.example/a", {"one", "two"}),
        ("ValueSet?url:below=http://x.example/a/", {"one", "two"}),
        ("ValueSet?url:above=http://x.example/a/b/c", {"one", "two"}),
        ("ValueSet?url:above=http://x.example/a", {"one"}),
        ("ValueSet?url:below=http://x.example", {"one", "two", "three"}),
    ],
)
def test_a_search_finds(ward: Store, text: str, found: set[str]) -> None:
    type, _, pairs = text.partition("?")
    listed = [(name, value) for name, _, value in (pair.partition("=") for pair in pairs.split("&"))]
    query = parse(DEFINITIONS, type, listed, Terms(codes, lineage))
    assert {version.id for version in ward.search(query).matches} == found
    total = ward.search(replace(query, total=True, count=0))
    assert (total.matches, total.total) == ((), len(found))


def codes(url: str) -> Any:
    known = {"urn:mine": {"urn:codes": ["x"], LOINC: ["bp", "sys"]}}
    return known.get(url) or DEFINITIONS.codes.get(url)


def lineage(system: str, code: str, way: str) -> Any:
    known = {("root", "below"): {"root", "x", "y"}, ("leaf", "above"): {"leaf", "y"}}
    return known.get((code, way), {code}) if system == "urn:codes" else None


def test_a_set_of_thousands_of_codes_is_one_search(ward: Store) -> None:
    def many(_: str) -> Any:
        return {"urn:codes": [f"c{n}" for n in range(4_000)] + ["y"]}

    query = parse(DEFINITIONS, "Observation", [("code:in", "urn:many")], Terms(many))
    assert {version.id for version in ward.search(query).matches} == {"b"}


def test_a_deleted_end_of_a_hop_ends_it(ward: Store) -> None:
    commit(ward, Delete("Observation", "b"))
    assert ids(ward, "Patient?_has:Observation:patient:code=y") == set()
    commit(ward, Delete("Patient", "p"))
    assert ids(ward, "Patient?_has:Observation:patient:code=x") == {"q"}
    assert ids(ward, "Observation?subject:Patient.gender:not=male") == {"w"}
    assert ids(ward, "Organization?_has:Patient:organization:_has:Observation:patient:code=x") == {"north"}


def test_a_hop_counts_only_within_its_scopes(ward: Store) -> None:
    men = (Scope((Filter("gender", ("male",)),)),)
    for hops, name, value, found in [
        ((Hop("subject", "Patient", scopes=men),), "identifier", "7", {"b", "c"}),
        ((Hop("subject", "Patient", scopes=()),), "identifier", "7", set()),
        ((Hop("subject", "Patient", scopes=(Scope(()), *men)),), "identifier", "7", {"a", "b", "c"}),
    ]:
        query = Query("Observation", (Filter(name, (value,), chain=hops),))
        assert {version.id for version in ward.search(query).matches} == found
    seen = (Scope((Filter("code", ("y",)),)),)
    behind = Hop("patient", "Observation", True, seen)
    assert [v.id for v in ward.search(Query("Patient", (Filter("status", ("final",), chain=(behind,)),))).matches] == [
        "q"
    ]


@pytest.mark.parametrize(
    ("text", "brought"),
    [
        ("Patient?_id=p&_revinclude=Observation:patient", ["Observation/a"]),
        ("Patient?_id=q&_revinclude=Observation:subject:Patient", ["Observation/b", "Observation/c"]),
        ("Patient?_id=q&_revinclude=Observation:subject:Group", []),
        ("Patient?_id=p&_revinclude=Observation:*&_revinclude=Encounter:*", ["Encounter/v", "Observation/a"]),
        ("Observation?_id=a&_include=Observation:*", ["Encounter/v", "Patient/p", "Practitioner/d"]),
        ("Observation?_id=c&_include=Observation:has-member", ["Observation/a", "Observation/b"]),
        ("Observation?_id=c,a&_include=Observation:has-member", ["Observation/b"]),
        (
            "Observation?_id=a&_include=Observation:encounter&_include=Encounter:service-provider",
            ["Encounter/v"],
        ),
        (
            "Observation?_id=a&_include=Observation:encounter&_include:iterate=Encounter:service-provider"
            "&_include:iterate=Organization:partof",
            ["Encounter/v", "Organization/north", "Organization/part"],
        ),
        (
            "Organization?_id=north&_revinclude:iterate=Organization:partof&_revinclude:iterate=Patient:organization",
            ["Organization/part", "Patient/p", "Patient/q"],
        ),
        ("Observation?_id=c&_include:iterate=Observation:has-member&_revinclude:iterate=Observation:has-member",
         ["Observation/a", "Observation/b"]),
    ],
)  # fmt: skip
def test_what_comes_along_comes_once(ward: Store, text: str, brought: list[str]) -> None:
    assert [version.reference for version in search(ward, text).included] == brought


def test_what_comes_along_is_permitted_and_bounded(ward: Store) -> None:
    query = parse(DEFINITIONS, "Patient", [("_id", "q,p"), ("_revinclude", "Observation:patient")])
    seen = {"Observation": (Scope((Filter("code", ("x",)),)),)}
    found = ward.search(replace(query, include_scopes=seen))
    assert [version.id for version in found.included] == ["a", "c"]
    with pytest.raises(Refused) as refused:
        ward.search(replace(query, most_included=2))
    assert refused.value.kind == "too-large"
    assert len(ward.search(replace(query, most_included=3)).included) == 3


def test_what_is_not_understood_is_told_or_refused() -> None:
    asked = [("name", "li"), ("colour", "red"), ("name:like", "x"), ("_sort", "gender"), ("_count", "2")]
    kept, issues = understood(DEFINITIONS, "Patient", asked)
    assert kept == [("name", "li"), ("_count", "2")]
    assert [issue.where for issue in issues] == ["colour", "name:like", "_sort"]
    with pytest.raises(Refused):
        understood(DEFINITIONS, "Patient", [("birthdate", "nonsense")])
