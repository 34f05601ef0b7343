"""A handful of good resources, all invented."""

GOOD = [
    {
        "resourceType": "Patient",
        "id": "p1",
        "meta": {"profile": ["http://example.org/p"], "lastUpdated": "2025-06-30T08:00:00.000+08:00"},
        "text": {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">甲</div>'},
        "extension": [{"url": "urn:x:village", "valueCode": "652328100"}],
        "identifier": [{"use": "official", "system": "urn:x:id", "value": "652399199001010011"}],
        "active": True,
        "name": [{"use": "official", "family": "单", "given": ["雄", "信"]}],
        "telecom": [{"system": "phone", "value": "0994-000", "rank": 1}],
        "gender": "male",
        "birthDate": "1990-01-01",
        "_birthDate": {"extension": [{"url": "urn:x:time", "valueDateTime": "1990-01-01T01:00:00+08:00"}]},
        "deceasedBoolean": False,
        "contact": [{"relationship": [{"text": "妻"}], "name": {"text": "甲"}, "period": {"start": "2010"}}],
        "communication": [{"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "zh"}]}, "preferred": True}],
        "link": [{"other": {"reference": "Patient/p0"}, "type": "seealso"}],
    },
    {
        "resourceType": "Observation",
        "id": "o1",
        "status": "final",
        "category": [{"coding": [{"system": "urn:c", "code": "laboratory", "userSelected": False}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": "4548-4"}], "text": "糖化血红蛋白"},
        "subject": {"reference": "Patient/p1"},
        "effectiveDateTime": "2025-06-01",
        "issued": "2025-06-01T10:00:00+08:00",
        "valueQuantity": {"value": 6.5, "unit": "%", "system": "http://unitsofmeasure.org", "code": "%"},
        "component": [
            {"code": {"text": "a"}, "valueInteger": 3},
            {"code": {"text": "b"}, "valueSampledData": {"origin": {"value": 0}, "period": 10, "dimensions": 1}},
        ],
    },
    {
        "resourceType": "Organization",
        "id": "th-1",
        "type": [{"coding": [{"system": "urn:tongmai:kind", "code": "township_hospital"}]}],
        "name": "甲镇卫生院",
        "alias": ["甲院"],
        "address": [{"line": ["一号"], "city": "甲县", "country": "CN"}],
        "partOf": {"reference": "Organization/gh-1", "display": "甲县人民医院"},
    },
    {
        "resourceType": "Condition",
        "id": "c1",
        "clinicalStatus": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]
        },
        "subject": {"reference": "Patient/p1"},
        "onsetAge": {"value": 52, "unit": "a", "system": "http://unitsofmeasure.org", "code": "a"},
    },
    {
        "resourceType": "Questionnaire",
        "id": "q1",
        "status": "draft",
        "subjectType": ["Patient"],
        "item": [
            {
                "linkId": "1",
                "type": "group",
                "item": [
                    {
                        "linkId": "1.1",
                        "type": "choice",
                        "answerOption": [{"valueString": "是"}, {"valueCoding": {"code": "n"}}],
                        "maxLength": 10,
                    }
                ],
            }
        ],
    },
    {
        "resourceType": "Bundle",
        "type": "collection",
        "total": 1,
        "entry": [
            {
                "fullUrl": "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0",
                "resource": {
                    "resourceType": "Task",
                    "id": "t1",
                    "status": "requested",
                    "intent": "order",
                    "contained": [{"resourceType": "Device", "id": "d"}],
                    "input": [{"type": {"text": "a"}, "valueReference": {"reference": "#d"}}],
                    "restriction": {"repetitions": 2},
                },
            }
        ],
    },
]
