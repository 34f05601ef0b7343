"""The parties of an emergency: who finds it, the county, the prefecture, a team, a duty office, two hospitals; over a
store in memory."""

from collections.abc import Iterable
from typing import Any

import pytest
from tests.gathering import Gathered, gathered

from tongmai.access import Actor
from tongmai.app import declared
from tongmai.declared import Declared
from tongmai.domains.emergency.workflows import WORKFLOWS
from tongmai.fhir.lens import fill

Json = dict[str, Any]
TOWN, TEAM, HOSPITAL, CLINIC, COUNTY = "th-9901", "team-990199", "hospital-b", "hospital-a", "990199000000"
ACTORS = {
    one.id: one
    for one in (
        Actor("doctor", "乡镇医生", ("clinician",), TOWN, "990199001000", "dr-town"),
        Actor("fever", "发热门诊医生", ("specialist",), CLINIC, COUNTY, "dr-fever"),
        Actor("ward", "定点医院医生", ("specialist",), HOSPITAL, COUNTY, "dr-ward"),
        Actor("county", "县级经办", ("county-officer",), "commission-990199", COUNTY, "officer"),
        Actor("planner", "州级", ("planner",), "commission-9901", "990100000000", "planner"),
        Actor("second", "州级二", ("planner",), "commission-9901", "990100000000", "planner-2"),
        Actor("leader", "队长", ("team-leader",), TEAM, COUNTY, "m-0"),
        Actor("duty", "总值班", ("duty-office",), CLINIC, COUNTY, "dr-duty"),
    )
}
EVENT = {
    "title": "中学麻疹聚集", "kind": "outbreak", "unit": TOWN, "area": COUNTY, "place": "某中学（虚构）",
    "day": "2025-06-30", "time": "09:30", "signs": "五名学生发热出疹",
}  # fmt: skip
TOLD = {"to": "值班员 王某", "how": "telephone"}


class Parties(Gathered):
    """Short words for what they do."""

    def begins(self, actor: str, flow: str, template: str, row: Json) -> str:
        focus = fill(self.templates[template], row)
        return self.flows.start(self.open(actor), f"emergency.{flow}", focus).task.id

    def found(self, **changes: Any) -> str:
        return self.begins("doctor", "event", "new_event", EVENT | changes)

    def responding(self, **changes: Any) -> str:
        task = self.found(**changes)
        self.act("doctor", task, "tell-county", **TOLD)
        self.act("county", task, "grade", grade="IV", basis="一周内同校五例")
        self.act("county", task, "open", level="IV")
        return task

    def call(self, event: str, wanted: int, actor: str = "county") -> str:
        row = {"event": self.focus(event)["id"], "team": TEAM, "post": "emergency_team", "area": COUNTY,
               "task": "流调与隔离", "meet": "县疾控中心", "wanted": wanted}  # fmt: skip
        return self.begins(actor, "call", "new_call", row)

    def away(self, member: int, **changes: Any) -> str:
        row = {"team": TEAM, "area": COUNTY, "person": f"m-{member}", "reason": "training", "since": "2025-06-20",
               "until": "2025-07-20"} | changes  # fmt: skip
        return self.begins("leader", "absence", "new_absence", row)

    def gap(self, **changes: Any) -> str:
        row = {"institution": CLINIC, "department": "fever", "area": COUNTY, "day": "2025-07-02"} | changes
        return self.begins("duty", "gap", "new_gap", row)

    def patient(self, **changes: Any) -> str:
        row = {"resident": "p1", "name": "王某", "clinic": CLINIC, "area": COUNTY, "today": "2025-06-30",
               "temperature": 39.2, "exposure": "同班有出疹同学"} | changes  # fmt: skip
        return self.begins("fever", "fever", "new_fever", row)


def institution(id: str, kind: str) -> Json:
    return {
        "resourceType": "Organization", "id": id, "name": id,
        "type": [{"coding": [{"system": "urn:tongmai:kind", "code": kind}]}],
        "extension": [{"url": "urn:tongmai:village", "valueCode": "990199001001"}],
    }  # fmt: skip


def post(person: str, where: str, code: str, **more: Any) -> Json:
    return {
        "resourceType": "PractitionerRole", "id": f"post-{person}-{where}", "active": True,
        "practitioner": {"reference": f"Practitioner/{person}"}, "organization": {"reference": f"Organization/{where}"},
        "code": [{"coding": [{"system": "urn:tongmai:post", "code": code}]}], "period": {"start": "2024-01-01"},
    } | more  # fmt: skip


def member(number: int, until: str) -> Json:
    return {
        "resourceType": "Practitioner", "id": f"m-{number}",
        "qualification": [{"code": {"coding": [{"system": "urn:tongmai:licence", "code": "emergency_response"}]},
                           "period": {"start": "2022-06-01", "end": until}}],
    }  # fmt: skip


def place(where: str, kind: str, department: str = "") -> Json:
    found: Json = {
        "resourceType": "HealthcareService", "id": f"{where}-{kind}-{department}".replace("_", "-").strip("-"),
        "active": True, "providedBy": {"reference": f"Organization/{where}"},
        "category": [{"coding": [{"system": "urn:tongmai:emergency-place", "code": kind}]}],
    }  # fmt: skip
    if department:
        found["type"] = [{"coding": [{"system": "urn:tongmai:duty-department", "code": department}]}]
    return found


def shift(day: str, person: str, department: str = "fever") -> Json:
    return {
        "resourceType": "DutyShift", "id": f"shift-{department}-{day}", "department": department, "area": COUNTY,
        "institution": {"reference": f"Organization/{CLINIC}"}, "day": day,
        "person": {"reference": f"Practitioner/{person}"},
    }  # fmt: skip


def town(members: int) -> Iterable[Json]:
    yield from (institution(TOWN, "township_hospital"), institution(TEAM, "emergency_team"))
    yield from (institution(CLINIC, "general_hospital"), institution(HOSPITAL, "general_hospital"))
    yield {"resourceType": "Patient", "id": "p1", "name": [{"text": "王某"}]}
    yield {"resourceType": "PlanDefinition", "id": "plan-a", "status": "active", "title": "麻疹应急预案"}
    for number in range(members):
        # the last one's certificate ended yesterday
        yield member(number, "2025-06-29" if number == members - 1 else "2026-06-30")
        yield post(f"m-{number}", TEAM, "emergency_team")
    for person in ("dr-a", "dr-b", "dr-c"):
        yield {"resourceType": "Practitioner", "id": person}
        yield post(person, CLINIC, "physician")
    yield from (place(CLINIC, "fever_clinic"), place(CLINIC, "duty_department", "fever"))
    yield place(HOSPITAL, "designated_hospital")
    yield from (shift("2025-07-01", "dr-a"), shift("2025-07-03", "dr-b"))


@pytest.fixture(scope="session")
def it() -> Declared:
    return declared("changji")


@pytest.fixture
def parties(it: Declared) -> Parties:
    one = gathered(Parties, it, "emergency", WORKFLOWS, ACTORS)
    one.add(*town(6))
    return one
