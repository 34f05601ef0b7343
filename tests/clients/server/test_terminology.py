"""$expand, $validate-code, $lookup: over what is stored and what R4 brings along."""

from typing import Any

import pytest
from tests.clients.server import conftest
from tests.fhir.test_terms import ANIMALS, PETS

from tongmai.model.rule import Rule

FHIR = {"content-type": "application/fhir+json"}
STATUS = "url=http://hl7.org/fhir/ValueSet/observation-status"


@pytest.fixture
def seeing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules by which terminology may be read."""
    kinds = [Rule(f"all see {type}", "clinician", conftest.SEE, type) for type in ("ValueSet", "CodeSystem")]
    monkeypatch.setattr(conftest, "RULES", [*conftest.RULES, *kinds])


@pytest.fixture
def loaded(seeing: None, served: Any, client: Any, seed: Any) -> Any:
    """A client that may read terminology, with some stored."""
    seed(PETS | {"id": "pets"}, ANIMALS | {"id": "animals"})
    return client


def codes(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one["code"] for one in answer.json()["expansion"].get("contains", [])]


def told(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    return {one["name"]: next(v for k, v in one.items() if k != "name") for one in answer.json()["parameter"]}


def test_expand(loaded: Any, served: Any) -> None:
    assert codes(loaded.get("/fhir/ValueSet/$expand?url=urn:pets")) == ["dog", "bird"]
    assert codes(loaded.get("/fhir/ValueSet/pets/$expand")) == ["dog", "bird"]
    everything = {"resourceType": "ValueSet", "status": "active", "compose": {"include": [{"system": "urn:animals"}]}}
    assert len(codes(loaded.post("/fhir/ValueSet/$expand", json=everything, headers=FHIR))) == 6
    sent = {"resourceType": "Parameters", "parameter": [
        {"name": "valueSet", "resource": everything}, {"name": "filter", "valueString": "狗"},
        {"name": "count", "valueInteger": 1}, {"name": "offset", "valueInteger": 1}]}  # fmt: skip
    page = loaded.post("/fhir/ValueSet/$expand", json=sent, headers=FHIR)
    assert codes(page) == ["puppy"]
    expansion = page.json()["expansion"]
    assert (expansion["total"], expansion["offset"]) == (2, 1)
    assert expansion["parameter"][0] == {"name": "filter", "valueString": "狗"}
    active = {"resourceType": "Parameters", "parameter": [
        {"name": "valueSet", "resource": everything}, {"name": "activeOnly", "valueBoolean": True}]}  # fmt: skip
    assert "dodo" not in codes(loaded.post("/fhir/ValueSet/$expand", json=active, headers=FHIR))
    assert codes(loaded.get(f"/fhir/ValueSet/$expand?{STATUS}&filter=enter err")) == ["entered-in-error"]


@pytest.mark.parametrize(
    ("url", "result", "display"),
    [
        (f"ValueSet/$validate-code?{STATUS}&system=http://hl7.org/fhir/observation-status&code=final", True, "Final"),
        (f"ValueSet/$validate-code?{STATUS}&code=final", True, None),
        (f"ValueSet/$validate-code?{STATUS}&code=ended", False, None),
        ("ValueSet/$validate-code?url=urn:pets&system=urn:animals&code=dog&display=犬", True, "犬"),
        ("ValueSet/$validate-code?url=urn:pets&system=urn:animals&code=dog&display=猫", False, "犬"),
        ("ValueSet/pets/$validate-code?system=urn:animals&code=plant", False, None),
        ("CodeSystem/$validate-code?url=urn:animals&code=plant", True, "植物"),
        ("CodeSystem/animals/$validate-code?code=stone", False, None),
        ("CodeSystem/$validate-code?url=http://hl7.org/fhir/observation-status&code=final", True, "Final"),
    ],
)
def test_validate_code(loaded: Any, url: str, result: bool, display: str | None) -> None:
    answer = told(loaded.get(f"/fhir/{url}"))
    assert answer["result"] is result
    assert answer.get("display") == display or display is None
    assert ("message" in answer) is not result


def test_validate_a_concept(loaded: Any) -> None:
    concept = {"coding": [{"system": "urn:other", "code": "x"}, {"system": "urn:animals", "code": "bird"}]}
    given = [{"name": "url", "valueUri": "urn:pets"}, {"name": "codeableConcept", "valueCodeableConcept": concept}]
    sent = {"resourceType": "Parameters", "parameter": given}
    assert told(loaded.post("/fhir/ValueSet/$validate-code", json=sent, headers=FHIR))["result"] is True


def test_lookup(loaded: Any) -> None:
    answer = loaded.get("/fhir/CodeSystem/$lookup?system=urn:animals&code=dodo")
    found = told(answer)
    assert (found["name"], found["version"], found["display"]) == ("Animals", "2", "渡渡鸟")
    properties = [one["part"] for one in answer.json()["parameter"] if one["name"] == "property"]
    assert [{"name": "code", "valueCode": "parent"}, {"name": "value", "valueCode": "animal"}] in properties
    assert [{"name": "code", "valueCode": "inactive"}, {"name": "value", "valueBoolean": True}] in properties
    one = loaded.get("/fhir/CodeSystem/$lookup?system=urn:animals&code=dog&property=legs").json()["parameter"]
    assert [part["part"][1] for part in one if part["name"] == "property"] == [{"name": "value", "valueInteger": 4}]


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("ValueSet/$expand", 400), ("ValueSet/$expand?url=urn:none", 404), (f"ValueSet/$expand?{STATUS}&count=x", 400),
        (f"ValueSet/$expand?{STATUS}&includeDesignations=true", 400), ("ValueSet/none/$expand", 404),
        ("ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/clinical-findings", 400),
        (f"ValueSet/$validate-code?{STATUS}", 400), ("CodeSystem/$validate-code?code=x", 400),
        ("CodeSystem/$validate-code?url=http://loinc.org&code=x", 404),
        ("CodeSystem/$lookup?system=urn:none&code=x", 404),
        ("CodeSystem/$lookup?system=urn:animals&code=stone", 404), ("CodeSystem/animals/$lookup?code=dog", 400),
        ("Patient/$expand", 400),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_refused(loaded: Any, url: str, status: int) -> None:
    answer = loaded.get(f"/fhir/{url}")
    assert (answer.status_code, answer.json()["resourceType"]) == (status, "OperationOutcome"), answer.text


def test_who_may_not_read_terminology_is_told_of_r4s_own_alone(client: Any, seed: Any) -> None:
    seed(PETS | {"id": "pets"})
    assert client.get("/fhir/ValueSet/$expand?url=urn:pets").status_code == 404
    assert client.get("/fhir/ValueSet/pets/$expand").status_code == 403
    assert codes(client.get(f"/fhir/ValueSet/$expand?{STATUS}&count=1")) == ["registered"]
