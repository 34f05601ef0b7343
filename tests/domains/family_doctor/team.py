"""A township with its doctor, a resident of 68 and one of 37, and what a follow-up form holds. All invented."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson
from tests.domains.residents.town import COUNTY, LI, NEXT, TOWN, WANG, institution, resident

from tongmai.access import Actor, Put, circle_row
from tongmai.app import clock_at, open_house
from tongmai.base.clock import SetClock
from tongmai.base.settings import read_settings
from tongmai.declared import Declared
from tongmai.house import House
from tongmai.store.memory.store import MemoryStore
from tongmai.store.protocol import ChangeSet

Json = dict[str, Any]
DAY = date(2025, 6, 30)
HYPERTENSION, DIABETES, CONTRACT = (f"family_doctor.{name}" for name in ("hypertension", "diabetes", "contract"))
CALM: Json = {"on": DAY.isoformat(), "way": "clinic", "symptom_1": "none", "systolic": 128, "diastolic": 82,
              "adherence": "regular", "adverse": "none", "complication": "none"}  # fmt: skip
SWEET: Json = {**CALM, "glucose": "6.2", "hypo": "none"}


def records() -> Iterator[Json]:
    yield institution(TOWN, "东城镇卫生院", "township_hospital", "652328")
    yield institution(NEXT, "邻镇卫生院", "township_hospital", "652328")
    yield institution(COUNTY, "奇台县人民医院", "general_hospital", "652327", "county")
    yield {"resourceType": "Practitioner", "id": "person-clinician", "name": [{"text": "阿依古丽"}]}
    yield resident(WANG, "王秀兰", "65239919570312002X", "1957-03-12", "female", card="演示卡0000000001")
    yield resident(LI, "李建国", "652399199902290116", "1999-02-28", "male")
    yield circle_row("circle-1", WANG, f"Organization/{TOWN}", "contract", "2025-01-01")


class Team:
    """The house with its clock, the doctor, a doctor elsewhere and the resident."""

    def __init__(self, house: House, clock: SetClock) -> None:
        self.house, self.clock, self.flows = house, clock, house.workflows
        elsewhere = Actor("elsewhere", "邻镇医生", ("clinician",), NEXT, "652328103000", "person-elsewhere")
        house.access.actors["elsewhere"] = elsewhere

    def programme(self, flow: str = HYPERTENSION, person: str = WANG, first_on: str = "2025-06-30") -> str:
        disease = "I10" if flow == HYPERTENSION else "E11"
        focus = {
            "resourceType": "ServiceRequest", "status": "draft", "intent": "order", "priority": "routine",
            "category": [{"coding": [{"system": "urn:tongmai:follow-up", "code": disease}]}],
            "subject": {"reference": f"Patient/{person}", "display": "王秀兰"},
            "requester": {"reference": f"Organization/{TOWN}"}, "performer": [{"reference": f"Organization/{TOWN}"}],
        }  # fmt: skip
        begun = self.flows.start(self.house.open("clinician"), flow, focus, then=("enrol", {"first_on": first_on}))
        return begun.task.id

    def contract(self, by: str = "clinician", step: str = "propose", person: str = WANG, **fields: Any) -> str:
        focus = {
            "resourceType": "CarePlan", "status": "draft", "intent": "plan",
            "category": [{"coding": [{"system": "urn:tongmai:contract", "code": "family_doctor"}]}],
            "subject": {"reference": f"Patient/{person}", "display": "王秀兰"},
            "author": {"reference": f"Organization/{TOWN}"},
        }  # fmt: skip
        given = {"package": "chronic", **fields}
        return self.flows.start(self.house.open(by), CONTRACT, focus, then=(step, given)).task.id

    def act(self, who: str, task: str, step: str, **fields: Any) -> Any:
        return self.flows.act(self.house.open(who), task, step, fields)

    def visit(self, task: str, **fields: Any) -> Json:
        """A follow-up on the present day; the programme after it."""
        base = SWEET if self.focus(task)["category"][0]["coding"][0]["code"] == "E11" else CALM
        self.act("clinician", task, "visit", **{**base, "on": self.today, **fields})
        return self.focus(task)

    @property
    def today(self) -> str:
        return self.clock.at.astimezone().date().isoformat()

    def wait(self, days: int) -> None:
        self.clock.at += timedelta(days=days)

    def focus(self, task: str) -> Json:
        type, _, id = str(self.house.store.read("Task", task).resource()["focus"]["reference"]).partition("/")
        return self.house.store.read(type, id).resource()

    def kept(self, type: str) -> list[Json]:
        return [one.resource() for one in self.house.store.current(type)]

    def follow_ups(self) -> list[Json]:
        """The records of follow-ups, in their order."""
        found = [
            one for one in self.kept("Observation") if one["code"]["coding"][0]["system"] == "urn:tongmai:follow-up"
        ]
        return sorted(found, key=lambda one: str(one["effectiveDateTime"]))


@contextmanager
def opened(it: Declared, folder: Path) -> Iterator[Team]:
    """The house of this township on the demonstration's day."""
    clock = clock_at(DAY)
    store = MemoryStore(it.definitions, clock)
    puts = tuple(Put(one["resourceType"], orjson.dumps(one), one["id"]) for one in records())
    store.commit(ChangeSet(puts, origin="demonstration"))
    house = open_house({**read_settings({}), "data": folder, "secret": "a key for tests"}, clock, it, store)
    try:
        yield Team(house, clock)
    finally:
        house.close()
