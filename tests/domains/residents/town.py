"""A township with two residents, of whom one has a contract and a record; a county hospital beside it. All invented."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from tests.clients.web.conftest import institution
from tests.clients.web.counting import CountingStore

from tongmai.access import Put, circle_row
from tongmai.app import clock_at, open_house
from tongmai.base.settings import read_settings
from tongmai.declared import Declared
from tongmai.house import House
from tongmai.store.protocol import ChangeSet

Json = dict[str, Any]
TOWN, NEXT, COUNTY = "th-652328102", "th-652328103", "hospital-652325-general"
WANG, LI = "resident-652328102-0001", "resident-652328102-0002"
VILLAGE = "652328102200"
VISITS = 25
NUMBER = "652399199001010078"


def resident(id: str, name: str, number: str, birth: str, gender: str, village: str = VILLAGE, card: str = "") -> Json:
    numbers = [{"system": "urn:tongmai:synthetic-identity", "value": number}]
    numbers += [{"system": "urn:tongmai:health-card", "value": card}] if card else []
    return {
        "resourceType": "Patient", "id": id, "active": True, "name": [{"text": name}], "gender": gender,
        "birthDate": birth, "identifier": numbers,
        "extension": [{"url": "urn:tongmai:village", "valueCode": village}],
    }  # fmt: skip


def of(person: str) -> Json:
    return {"subject": {"reference": f"Patient/{person}"}}


def pressed(code: str, name: str, value: int) -> Json:
    """One of the two numbers of a blood pressure."""
    return {"code": {"coding": [{"system": "http://loinc.org", "code": code}], "text": name},
            "valueQuantity": {"value": value, "unit": "mmHg"}}  # fmt: skip


def visit(number: int, day: str, person: str = WANG) -> Json:
    return {
        "resourceType": "Encounter", "id": f"visit-{person[-4:]}-{number}", "status": "finished", **of(person),
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "period": {"start": f"{day}T09:{number % 60:02d}:00+08:00", "end": f"{day}T09:59:00+08:00"},
        "serviceProvider": {"reference": f"Organization/{TOWN}"},
    }  # fmt: skip


def records() -> Iterator[Json]:
    yield {**institution(TOWN, "东城镇卫生院", "township_hospital", "652328")}
    yield {**institution(NEXT, "邻镇卫生院", "township_hospital", "652328")}
    yield {**institution(COUNTY, "奇台县人民医院", "general_hospital", "652327", "county")}
    yield {"resourceType": "Practitioner", "id": "person-clinician", "name": [{"text": "阿依古丽"}]}
    yield resident(WANG, "王秀兰", "65239919570312002X", "1957-03-12", "female", card="演示卡0000000001")
    yield resident(LI, "王建国", "652399198802290116", "1988-02-29", "male")
    yield resident("resident-far", "王小兰", "65239919900101006X", "1990-01-01", "female", "652301001001")
    yield circle_row("circle-1", WANG, f"Organization/{TOWN}", "contract", "2025-01-01")
    contract = [{"coding": [{"system": "urn:tongmai:contract", "code": "family_doctor"}]}]
    yield {"resourceType": "CarePlan", "id": "contract-1", "status": "active", "intent": "plan", "category": contract,
           "period": {"start": "2025-01-10", "end": "2026-01-09"}, "author": {"reference": f"Organization/{TOWN}"},
           **of(WANG)}  # fmt: skip
    for number in range(VISITS):  # most on one day, so that pages meet inside it
        yield visit(number, "2025-05-06" if number < 15 else f"2025-04-{number:02d}")
    yield visit(1, "2025-05-06", LI)
    yield {"resourceType": "Condition", "id": "condition-1", "code": {"text": "高血压"}, "recordedDate": "2024-03-01",
           **of(WANG)}  # fmt: skip
    yield {"resourceType": "Observation", "id": "pressure-1", "status": "final", "code": {"text": "血压"},
           "effectiveDateTime": "2025-06-02T10:00:00+08:00",
           "component": [pressed("8462-4", "舒张压", 92), pressed("8480-6", "收缩压", 148)],
           **of(WANG)}  # fmt: skip
    yield {"resourceType": "DiagnosticReport", "id": "report-1", "status": "final",
           "issued": "2025-06-03T10:04:00+08:00", "code": {"text": "心电图"},
           "performer": [{"reference": f"Organization/{COUNTY}"}],
           "category": [{"coding": [{"system": "urn:tongmai:centre", "code": "ecg"}]}], **of(WANG)}  # fmt: skip


class WatchedStore(CountingStore):
    """Between what a registration looks at and its write `together` is waited for, and `meanwhile` happens once."""

    together: threading.Barrier | None = None
    meanwhile: Callable[[], object] | None = None

    def submit(self, change_set: ChangeSet) -> Any:
        if self.together is not None:
            self.together.wait(timeout=20)
        if self.meanwhile is not None:
            happens, self.meanwhile = self.meanwhile, None
            happens()
        return super().submit(change_set)


@contextmanager
def opened(it: Declared, folder: Path) -> Iterator[House]:
    """The house of this town, on the demonstration's day."""
    clock = clock_at(date(2025, 6, 30))
    store = WatchedStore(it.definitions, clock)
    puts = tuple(Put(one["resourceType"], orjson.dumps(one), one["id"]) for one in records())
    store.commit(ChangeSet(puts, origin="demonstration"))
    house = open_house({**read_settings({}), "data": folder, "secret": "a key for tests"}, clock, it, store)
    try:
        yield house
    finally:
        house.close()
