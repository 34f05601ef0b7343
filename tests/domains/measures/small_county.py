"""A county of one of each: the least facts on which the plan's targets can be seen to move. All invented."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
COUNTY_VILLAGE, PREFECTURE_VILLAGE = "652328100005", "652301001001"
SINCE = "2023-01-01"
FIVE = ("chest_pain", "stroke", "trauma", "maternal", "newborn")
SHARED = ("laboratory", "ecg", "imaging", "pathology", "sterile")
UNIFIED = ("personnel", "finance", "assets", "business", "drugs", "information", "performance", "insurance")


def extension(name: str, **value: Any) -> Json:
    return {"url": f"urn:tongmai:{name}", **value}


def coded(system: str, code: str) -> Json:
    return {"coding": [{"system": f"urn:tongmai:{system}", "code": code}]}


def reference(type: str, id: str) -> Json:
    return {"reference": f"{type}/{id}"}


def organization(id: str, kind: str, village: str = COUNTY_VILLAGE, owner: str = "", **codes: str) -> Json:
    """An institution; `codes`: tier, ownership, level, family, designation."""
    named = {"tier": "county", "ownership": "public", **codes}
    found: Json = {
        "resourceType": "Organization",
        "id": id,
        "extension": [
            extension("village", valueCode=village),
            extension("period", valuePeriod={"start": SINCE}),
            *(extension(name, valueCode=code) for name, code in named.items()),
        ],
        "active": True,
        "type": [coded("kind", kind)],
        "name": f"演示{kind}",
    }
    return found | ({"partOf": reference("Organization", owner)} if owner else {})


def certificate(holder: str, standard: str, id: str = "", since: str = "2024-06-01", **more: Any) -> Json:
    return {
        "resourceType": "Certificate",
        "id": id or f"{standard.replace('_', '-')}-{holder}",
        "holder": reference("Organization", holder),
        "standard": standard,
        "state": "certified",
        "period": {"start": since, "end": "2027-12-31"},
        **more,
    }


def practitioner(id: str, *licences: str) -> Json:
    return {
        "resourceType": "Practitioner",
        "id": id,
        "name": [{"text": "演示人员"}],
        "qualification": [{"code": coded("licence", kind), "period": {"start": "2015-01-01"}} for kind in licences],
    }


def role(person: str, post: str, institution: str, since: str = SINCE, **more: Any) -> Json:
    return {
        "resourceType": "PractitionerRole",
        "id": f"{person}-at-{institution}",
        "active": True,
        "period": {"start": since},
        "practitioner": reference("Practitioner", person),
        "organization": reference("Organization", institution),
        "code": [coded("post", post)],
        **more,
    }


def talent(person: str, batch: str, since: str) -> Json:
    batches = [{"system": "urn:tongmai:batch", "value": batch}]
    return role(person, "supported_talent", "hospital", since=since, identifier=batches)


def service(id: str, institution: str, category: str, **technique: str) -> Json:
    codings = [{"system": f"urn:tongmai:{name.replace('_', '-')}", "code": code} for name, code in technique.items()]
    found: Json = {
        "resourceType": "HealthcareService",
        "id": id,
        "extension": [extension("period", valuePeriod={"start": SINCE})],
        "active": True,
        "providedBy": reference("Organization", institution),
        "category": [coded("service", category)],
    }
    return found | ({"type": [{"coding": codings}]} if codings else {})


def report(centre: str, issued: str = "2025-06-10T10:00:00+08:00") -> Json:
    return {
        "resourceType": "DiagnosticReport",
        "id": f"report-{centre}",
        "extension": [extension("asked-by", valueReference=reference("Organization", "th"))],
        "status": "final",
        "category": [coded("centre", centre)],
        "code": coded("examination", "blood_count"),
        "issued": issued,
    }


def visit(
    id: str, at: str, person: str = "resident-1", day: str = "2025-05-06", kind: str = "AMB", **more: Any
) -> Json:
    return {
        "resourceType": "Encounter",
        "id": id,
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": kind},
        "subject": reference("Patient", person),
        "period": {"start": f"{day}T09:00:00+08:00", "end": f"{day}T09:20:00+08:00"},
        "serviceProvider": reference("Organization", at),
        **more,
    }


def resident(id: str) -> Json:
    return {
        "resourceType": "Patient",
        "id": id,
        "extension": [extension("village", valueCode=COUNTY_VILLAGE), extension("key-group", valueCode="elderly")],
        "name": [{"text": "演示居民"}],
        "gender": "female",
        "birthDate": "1950-02-03",
    }


def contract(person: str) -> Json:
    return {
        "resourceType": "CarePlan",
        "id": f"contract-{person}",
        "status": "active",
        "intent": "plan",
        "category": [coded("contract", "family_doctor")],
        "subject": reference("Patient", person),
        "period": {"start": "2025-01-01", "end": "2025-12-31"},
    }


def post(category: str, approved: int) -> Json:
    return {
        "resourceType": "Post",
        "id": f"post-{category}",
        "institution": reference("Organization", "hospital"),
        "category": category,
        "approved": approved,
        "period": {"start": SINCE},
    }


def operation(id: str, level: str) -> Json:
    return {
        "resourceType": "Procedure",
        "id": id,
        "status": "completed",
        "category": coded("operation-level", level),
        "subject": reference("Patient", "resident-1"),
        "performedDateTime": "2025-04-02",
        "performer": [{"actor": reference("Organization", "th")}],
    }


def pool() -> Json:
    return {
        "resourceType": "Pool",
        "id": "pool",
        "community": reference("Organization", "community"),
        "year": 2025,
        "mode": "total_prepayment",
        "period": {"start": "2025-01-01", "end": "2025-12-31"},
    }


def institutions() -> Iterator[Json]:
    yield organization("th", "township_hospital", tier="township", designation="central")
    yield organization("room", "village_room", tier="village")
    yield organization("hospital", "general_hospital", level="2", designation="county_hospital")
    yield organization("people", "general_hospital", PREFECTURE_VILLAGE, tier="prefecture", level="3",
                       designation="regional_main")  # fmt: skip
    yield organization("cdc", "cdc")
    yield organization("cdc-prefecture", "cdc", PREFECTURE_VILLAGE, tier="prefecture")
    yield organization("laboratory-1", "laboratory", owner="cdc")
    yield organization("laboratory-2", "laboratory", PREFECTURE_VILLAGE, "cdc-prefecture", tier="prefecture")
    yield organization("public-health", "department", owner="hospital", designation="public_health")
    yield organization("community", "medical_community")
    yield organization("station", "emergency_station", owner="th", tier="township")
    yield organization("team", "emergency_team")
    yield organization("team-prefecture", "emergency_team", PREFECTURE_VILLAGE, tier="prefecture")
    yield organization("tcm", "tcm_hospital")
    for family in FIVE:
        yield organization(f"centre-{family.replace('_', '-')}", "treatment_centre", owner="hospital", family=family)
    for family in SHARED:
        yield organization(f"shared-{family}", "shared_centre", family=family)


def people() -> Iterator[Json]:
    yield practitioner("doctor", "physician")
    yield role("doctor", "physician", "hospital")
    yield practitioner("nurse", "nurse")
    yield role("nurse", "nurse", "room")
    yield practitioner("pharmacist", "pharmacist")
    yield role("pharmacist", "pharmacist", "hospital")
    yield practitioner("expert", "public_health")
    yield role("expert", "chief_epidemiologist", "cdc")
    yield practitioner("hygienist", "public_health")
    yield role("hygienist", "public_health", "cdc")
    yield practitioner("driver", "technician")
    yield role("driver", "emergency_station", "station")
    for where in ("team", "team-prefecture"):
        yield practitioner(f"member-{where}", "physician", "emergency_response")
        yield role(f"member-{where}", "emergency_team", where)
    yield practitioner("talent", "physician")
    yield talent("talent", "2025-1", "2025-03-01")


def certificates() -> Iterator[Json]:
    for holder, *standards in (
        ("th", "township_basic", "township_recommended", "tcm_hall", "tcm_hall_connotation", "level2_capability"),
        ("room", "village_basic", "village_recommended", "tcm_pavilion"),
        ("hospital", "chest_pain_national", "stroke_national", "psychiatry_department", "infectious_department"),
        ("laboratory-1", "bsl2"),
        ("laboratory-2", "bsl2"),
    ):
        yield from (certificate(holder, standard) for standard in standards)
    yield certificate("hospital", "emr_level", grade=3)
    yield certificate("people", "emr_level", grade=4)
    yield certificate("hospital", "core_systems", grade=18)
    yield certificate("people", "core_systems", grade=18)
    for family in UNIFIED:
        yield certificate("community", "unification", f"unified-{family}", family=family)
    for family in FIVE:
        yield certificate("people", "treatment_centre", f"certified-{family.replace('_', '-')}", family=family)


def facts() -> Iterator[Json]:
    """In an order in which every reference points backwards."""
    yield from institutions()
    yield from people()
    yield from certificates()
    yield service("infusion", "room", "iv_infusion")
    yield service("hall", "th", "tcm_hall")
    for number in range(10):
        technique = {"technique": f"item-{number}", "technique_class": f"class-{number % 6}"}
        yield service(f"technique-th-{number}", "th", "tcm_technique", **technique)
    for number in range(6):
        technique = {"technique": f"item-{number}", "technique_class": f"class-{number % 4}"}
        yield service(f"technique-room-{number}", "room", "tcm_technique", **technique)
    yield pool()
    yield post("professional", 90)
    yield post("support", 10)
    for name in ("resident-1", "resident-2"):
        yield resident(name)
        yield contract(name)
    yield visit("run", "station", kind="EMER")
    yield visit("visit-1", "hospital", extension=[extension("credential", valueCode="health_card")])
    for centre in ("laboratory", "imaging", "ecg"):
        yield report(centre)
