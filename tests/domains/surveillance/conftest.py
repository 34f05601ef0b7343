"""The people of a report: who diagnoses, the county that reviews, the prefecture; over a store in memory."""

from typing import Any

import pytest
from tests.gathering import Gathered, gathered

from tongmai.access import Actor
from tongmai.app import declared
from tongmai.declared import Declared
from tongmai.domains.surveillance.workflows import WORKFLOWS
from tongmai.fhir.lens import fill

Json = dict[str, Any]
TOWN, OTHER = "th-652328102", "th-652325208"
ACTORS = {
    one.id: one
    for one in (
        Actor("doctor", "乡镇医生", ("clinician",), TOWN, "652328102000", "dr-town"),
        Actor("stranger", "外县医生", ("clinician",), OTHER, "652325208000", "dr-other"),
        Actor("county", "县级经办", ("county-officer",), "commission-652328", "652328000000", "officer"),
        Actor("other-county", "外县经办", ("county-officer",), "commission-652325", "652325000000", "officer-2"),
        Actor("planner", "州级", ("planner",), "commission-652300", "652300000000", "planner"),
    )
}
REPORT = {"case": "confirmed", "onset": "2025-06-28"}
RECEIPT = {"number": "6523282025000001", "receipt": "R-0001"}


class Parties(Gathered):
    """Short words for what they do."""

    def diagnose(self, actor: str = "doctor", **changes: str) -> str:
        row = {
            "resident": "p1", "name": "王某", "unit": TOWN, "area": "652328102000", "disease": "brucellosis",
            "origin": "diagnosis", "day": "2025-06-30", "time": "09:30",
        } | changes  # fmt: skip
        return self.flows.start(
            self.open(actor), "surveillance.card", fill(self.templates["disease_card"], row)
        ).task.id

    def reported(self, **changes: str) -> str:
        task = self.diagnose(**changes)
        self.act("doctor", task, "report", **REPORT)
        return task

    def checked(self) -> str:
        task = self.reported()
        self.act("county", task, "national", **RECEIPT)
        self.act("county", task, "check")
        return task


@pytest.fixture(scope="session")
def it() -> Declared:
    return declared("changji")


@pytest.fixture
def parties(it: Declared) -> Parties:
    one = gathered(Parties, it, "surveillance", WORKFLOWS, ACTORS)
    one.add(*({"resourceType": "Organization", "id": id, "name": id} for id in (TOWN, OTHER)))
    one.add(*({"resourceType": "Patient", "id": id, "name": [{"text": id}]} for id in ("p1", "p2", "p3")))
    return one
