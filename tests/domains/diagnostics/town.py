"""The house with its clock, and the two ends of a request; which of the demonstration's facts they need."""

from datetime import date, timedelta
from typing import Any

import orjson

from tongmai.access import Actor, Put
from tongmai.base.clock import SetClock
from tongmai.house import House

Json = dict[str, Any]
TOWNSHIP, CENTRE, COUNTY = "th-652328102", "sc-652328-ecg", "652328000000"
PERSON, OTHER = "resident-652328102-0002", "resident-652328205-0001"
WHOLE = ("Organization", "OrganizationAffiliation")


def chosen(one: Json) -> bool:
    if one["resourceType"] == "DiagnosticReport":
        return str(one["issued"]).startswith("2025-06")
    if one["resourceType"] == "Practitioner":
        return str(one["id"]).startswith("person-")
    return one["resourceType"] in WHOLE


def asked_for(one: Json) -> bool:
    """Requests with their tasks, every report and certificate behind them, and who stands in whose circle."""
    if one["resourceType"] == "Task":
        return bool(one["code"]["coding"][0]["code"] == "diagnostics.read")
    if one["resourceType"] == "ServiceRequest":
        return str(one["id"]).startswith("request-")
    if one["resourceType"] == "Certificate":
        return bool(one["standard"] == "recognition_item")
    if one["resourceType"] == "DiagnosticReport":
        return "basedOn" in one or str(one["id"]).startswith("before-")
    return one["resourceType"] == "CareTeam" and "652328102" in str(one["subject"]["reference"])


class Town:
    """The house with its clock, and the two ends of a request."""

    def __init__(self, house: House, clock: SetClock) -> None:
        self.house, self.clock, self.flows = house, clock, house.workflows
        asks = Actor("asks", "乡镇医生", ("clinician",), TOWNSHIP, COUNTY)
        reads = Actor("reads", "心电中心医生", ("centre-reader",), CENTRE, COUNTY)
        elsewhere = Actor("elsewhere", "外县医生", ("clinician",), "th-652325208", "652325000000")
        house.access.actors.update({one.id: one for one in (asks, reads, elsewhere)})

    def request(self, item: str = "twelve_lead_ecg", centre: str = "ecg", performer: str = CENTRE,
                person: str = PERSON) -> Json:  # fmt: skip
        return {
            "resourceType": "ServiceRequest",
            "status": "draft",
            "intent": "order",
            "category": [{"coding": [{"system": "urn:tongmai:centre", "code": centre}]}],
            "code": {"coding": [{"system": "urn:tongmai:examination", "code": item}]},
            "subject": {"reference": f"Patient/{person}"},
            "requester": {"reference": f"Organization/{TOWNSHIP}"},
            "performer": [{"reference": f"Organization/{performer}"}],
        }

    def start(self, **what: str) -> str:
        return self.flows.start(self.house.open("asks"), "diagnostics.read", self.request(**what)).task.id

    def act(self, who: str, task: str, step: str, **fields: Any) -> Any:
        return self.flows.act(self.house.open(who), task, step, fields)

    def wait(self, **time: float) -> None:
        self.clock.at += timedelta(**time)

    def focus(self, task: str) -> Json:
        reference = self.house.store.read("Task", task).resource()["focus"]["reference"]
        return self.house.store.read("ServiceRequest", reference.partition("/")[2]).resource()

    def write(self, *some: Json) -> None:
        puts = [Put(one["resourceType"], orjson.dumps(one), one["id"]) for one in some]
        self.house.access.system("test").transact(puts)

    def t06(self) -> tuple[int | None, int | None]:
        decision = self.house.decide("changji-2024", date(2025, 6, 30), targets=("T06",))[0]
        return decision.numerator, decision.denominator
