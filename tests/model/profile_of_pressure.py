"""A profile of a blood pressure with everything that a form or a list may take from one; its codes beside it."""

from typing import Any

Json = dict[str, Any]
URL, HL7 = "urn:x:pressure", "http://hl7.org/fhir/StructureDefinition/"
ARM = "urn:x:arm"


def said(zh: str, en: str) -> Json:
    parts = [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": en}]
    return {"label": zh, "_label": {"extension": [{"url": f"{HL7}translation", "extension": parts}]}}


def element(id: str, **more: Any) -> Json:
    path = ".".join(part.partition(":")[0] for part in id.split("."))
    slice = id.rpartition(".")[2].partition(":")[2]
    return {"id": id, "path": path, **({"sliceName": slice} if slice else {}), **more}


def component(name: str, code: str, zh: str, en: str) -> list[Json]:
    top = f"Observation.component:{name}"
    unit = {"system": "http://unitsofmeasure.org", "code": "mm[Hg]", "unit": "mmHg"}
    return [
        element(top, min=1, max="1"),
        element(f"{top}.code", patternCodeableConcept={"coding": [{"system": "http://loinc.org", "code": code}]}),
        element(f"{top}.value[x]", min=1, type=[{"code": "Quantity"}], patternQuantity=unit, **said(zh, en)),
        element(f"{top}.value[x].value", min=1, minValueDecimal=20, maxValueDecimal=300),
    ]


PROFILE: Json = {
    "resourceType": "StructureDefinition", "url": URL, "name": "Pressure", "title": "血压", "type": "Observation",
    "kind": "resource", "abstract": False, "status": "active", "derivation": "constraint",
    "baseDefinition": f"{HL7}Observation",
    "differential": {"element": [
        element("Observation.status", fixedCode="final"),
        element("Observation.code", patternCodeableConcept={"coding": [{"system": "http://loinc.org",
                                                                        "code": "85354-9"}]}),
        element("Observation.subject", min=1, **said("居民", "resident")),
        element("Observation.effective[x]", min=1, type=[{"code": "dateTime"}], **said("测量日期", "measured on")),
        element("Observation.bodySite", binding={"strength": "required", "valueSet": ARM}, **said("上臂", "arm")),
        element("Observation.note", max="3", **said("说明", "notes")),
        element("Observation.note.text", maxLength=20),
        element("Observation.component", slicing={"discriminator": [{"type": "pattern", "path": "code"}],
                                                  "rules": "open"}),
        *component("upper", "8480-6", "收缩压", "systolic"),
        *component("lower", "8462-4", "舒张压", "diastolic"),
    ]},
}  # fmt: skip
CODES: Json = {
    "resourceType": "CodeSystem", "url": ARM, "status": "active", "content": "complete",
    "concept": [
        {"code": "left", "display": "左", "designation": [{"language": "en", "value": "left"}]},
        {"code": "right", "display": "右", "designation": [{"language": "en", "value": "right"}]},
    ],
}  # fmt: skip
CHOICES: Json = {
    "resourceType": "ValueSet", "url": ARM, "status": "active", "compose": {"include": [{"system": ARM}]},
}  # fmt: skip
