"""Terminology: membership by every kind of rule, and R4's own value sets against the expansions that R4 publishes."""

from typing import Any

import orjson
import pytest
from tests.fhir import r4_examples

from tongmai.base.outcome import Refused
from tongmai.fhir.terms import Library, coding_in, core, expanded, validated
from tongmai.fhir.terms.codes import from_resource

ANIMALS = {
    "resourceType": "CodeSystem", "url": "urn:animals", "name": "Animals", "status": "active", "content": "complete",
    "version": "2", "caseSensitive": False,
    "concept": [
        {"code": "animal", "display": "动物", "property": [{"code": "notSelectable", "valueBoolean": True}],
         "concept": [
            {"code": "dog", "display": "狗", "property": [{"code": "legs", "valueInteger": 4}], "concept": [
                {"code": "puppy", "display": "小狗", "property": [{"code": "legs", "valueInteger": 4}]}]},
            {"code": "bird", "display": "鸟", "property": [{"code": "legs", "valueInteger": 2},
                                                           {"code": "wings", "valueCode": "two"}]},
            {"code": "dodo", "display": "渡渡鸟", "property": [{"code": "status", "valueCode": "retired"},
                                                              {"code": "parent", "valueCode": "bird"}]}]},
        {"code": "plant", "display": "植物"},
    ],
}  # fmt: skip
PETS = {"resourceType": "ValueSet", "url": "urn:pets", "status": "active", "compose": {
    "include": [{"system": "urn:animals", "concept": [{"code": "dog", "display": "犬"}, {"code": "bird"}]}],
}}  # fmt: skip
ALL = ["animal", "dog", "puppy", "bird", "dodo", "plant"]


def library(*more: dict[str, Any]) -> Library:
    loaded = {(one["resourceType"], one["url"]): one for one in (ANIMALS, PETS, *more)}
    return Library(lambda type, url, version: loaded.get((type, url)))


def composed(include: list[Any], exclude: Any = (), **more: Any) -> dict[str, Any]:
    compose = {"include": include, **({"exclude": list(exclude)} if exclude else {}), **more}
    return {"resourceType": "ValueSet", "url": "urn:x", "status": "active", "compose": compose}


def by(property: str, op: str, value: str) -> dict[str, Any]:
    return {"system": "urn:animals", "filter": [{"property": property, "op": op, "value": value}]}


WHOLE = {"system": "urn:animals"}
RETIRED_OUT = composed([WHOLE], inactive=False)
CASES: list[tuple[Any, list[str]]] = [
    (composed([WHOLE]), ALL),
    (composed([by("concept", "is-a", "dog")]), ["dog", "puppy"]),
    (composed([by("concept", "is-a", "bird")]), ["bird", "dodo"]),  # by a second parent
    (composed([by("concept", "descendent-of", "animal")]), ["dog", "puppy", "bird", "dodo"]),
    (composed([by("concept", "is-not-a", "animal")]), ["plant"]),
    (composed([by("concept", "generalizes", "puppy")]), ["animal", "dog", "puppy"]),
    (composed([by("legs", "=", "2")]), ["bird"]),
    (composed([by("legs", "exists", "true")]), ["dog", "puppy", "bird"]),
    (composed([by("wings", "exists", "false")]), ["animal", "dog", "puppy", "dodo", "plant"]),
    (composed([by("code", "in", "dog,plant")]), ["dog", "plant"]),
    (composed([by("code", "not-in", "dog,plant")]), ["animal", "puppy", "bird", "dodo"]),
    (composed([by("code", "regex", "d.+")]), ["dog", "dodo"]),
    (composed([{"system": "urn:animals", "filter": [by("concept", "is-a", "animal")["filter"][0],
                                                    by("legs", "=", "4")["filter"][0]]}]), ["dog", "puppy"]),
    (composed([WHOLE], [by("concept", "is-a", "animal")]), ["plant"]),
    (RETIRED_OUT, ["animal", "dog", "puppy", "bird", "plant"]),
    (composed([{"valueSet": ["urn:pets"]}, by("legs", "=", "4")]), ["dog", "bird", "puppy"]),
    (composed([{"valueSet": ["urn:pets"], **by("concept", "is-a", "dog")}]), ["dog"]),  # both must hold
    (PETS, ["dog", "bird"]),
]  # fmt: skip


@pytest.mark.parametrize(("value_set", "codes"), CASES)
def test_members(value_set: Any, codes: list[str]) -> None:
    """What is listed, and what is judged one by one, are the same."""
    found = library()
    assert [one.code for one in expanded(found, value_set).values()] == codes
    for code in [*ALL, "stone"]:
        for system in ("urn:animals",) if value_set is RETIRED_OUT else ("urn:animals", ""):
            assert coding_in(found, value_set, system, code) is (code in codes), code
        assert coding_in(found, value_set, "urn:other", code) is False


def test_words() -> None:
    found = library()
    assert validated(found, PETS, "urn:animals", "dog", "犬").good  # the value set's own display
    wrong = validated(found, PETS, "urn:animals", "dog", "猫")
    assert (wrong.good, wrong.display) == (False, "犬")
    assert not validated(found, composed([WHOLE]), "urn:animals", "animal", abstract=False).good
    assert validated(found, composed([WHOLE]), "urn:animals", "DOG").good  # the system takes no heed of case
    assert from_resource(ANIMALS).find("BIRD") is not None


@pytest.mark.parametrize(
    ("value_set", "kind"),
    [
        (composed([{"system": "http://snomed.info/sct"}]), "unsupported"),
        (composed([{"valueSet": ["urn:nowhere"]}]), "not-found"),
        (composed([by("legs", "larger", "3")]), "unsupported"),
        (composed([by("code", "regex", "(a+)+b")]), "unsupported"),
        (composed([by("code", "regex", "(")]), "value"),
        ({"resourceType": "ValueSet", "url": "urn:x"}, "unsupported"),
    ],
)
def test_what_cannot_be_listed_is_refused(value_set: Any, kind: str) -> None:
    with pytest.raises(Refused) as caught:
        expanded(library(), value_set)
    assert caught.value.kind == kind


def test_sets_that_include_each_other_are_refused() -> None:
    one, other = (
        {**composed([{"valueSet": [there]}]), "url": here} for here, there in (("urn:1", "urn:2"), ("urn:2", "urn:1"))
    )
    found = library(one, other)
    for ask in (lambda: expanded(found, one), lambda: coding_in(found, one, "", "x")):
        with pytest.raises(Refused, match="each other"):
            ask()


def test_what_is_not_loaded_is_not_known() -> None:
    snomed = composed([{"system": "http://snomed.info/sct"}, {"system": "urn:animals"}])
    assert coding_in(library(), snomed, "urn:animals", "dog") is True
    assert coding_in(library(), snomed, "http://snomed.info/sct", "1") is None
    assert coding_in(library(), snomed, "urn:other", "1") is False


DIFFERS = {
    "http://hl7.org/fhir/ValueSet/c80-doc-typecodes": "published cut off after 1,000 codes",
    "http://terminology.hl7.org/ValueSet/v3-ActPharmacySupplyType": "we follow the property `child` of its system",
    "http://hl7.org/fhir/ValueSet/detectedissue-category": "we follow the property `child` of its system",
}


def _is_deprecated(found: Library, system: str, code: str) -> bool:
    """R4 leaves such codes out of what it publishes; here they stand, and the retired ones are marked inactive."""
    known = found.code_system(system)
    concept = known.find(code) if known else None
    return concept is not None and concept.properties.get("status") in ("deprecated", "retired")


def test_r4s_own_value_sets_as_r4_publishes_them_expanded() -> None:
    if r4_examples.folder() is None:
        pytest.skip("no folder of R4 examples")
    published = orjson.loads((r4_examples.folder() / "Bundle-valueset-expansions.json").read_bytes())
    found, judged, wrong = core(), 0, {}
    for entry in published["entry"]:
        url, expansion = entry["resource"]["url"], entry["resource"].get("expansion")
        if expansion is None or not found.knows_set(url):
            continue
        try:
            mine = {key for key, one in expanded(found, found.value_set(url)).items() if not one.abstract}
        except Refused:
            continue
        listed = expanded(found, {"expansion": expansion}).items()
        theirs = {key for key, one in listed if not one.abstract}
        judged += 1
        if odd := {key for key in mine ^ theirs if not _is_deprecated(found, *key)}:
            wrong[url] = (len(mine), len(theirs), sorted(odd)[:3])
    assert judged > 400
    assert {url: told for url, told in wrong.items() if url not in DIFFERS} == {}
