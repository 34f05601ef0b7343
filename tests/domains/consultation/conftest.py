"""The parties of a consultation: who asks, the centre, experts of two hospitals; over a store in memory."""

from typing import Any

import pytest
from tests.gathering import Gathered, gathered

from tongmai.access import Actor
from tongmai.app import declared
from tongmai.declared import Declared
from tongmai.domains.consultation.workflows import WORKFLOWS
from tongmai.fhir.lens import fill

Json = dict[str, Any]
TOWN, HOSPITAL, TCM, CENTRE = "th-652328102", "hospital-a", "hospital-tcm", "hospital-centre"
KINDS = {TOWN: "township_hospital", HOSPITAL: "general_hospital", TCM: "tcm_hospital", CENTRE: "general_hospital"}
ACTORS = {
    one.id: one
    for one in (
        Actor("doctor", "乡镇医生", ("clinician",), TOWN, "652328102000", "dr-town"),
        Actor("centre", "会诊中心", ("consultation-centre",), CENTRE, "652300000000", "nurse"),
        Actor("heart", "心内科", ("specialist",), HOSPITAL, "652325000000", "dr-heart"),
        Actor("nerve", "神经内科", ("specialist",), HOSPITAL, "652325000000", "dr-nerve"),
        Actor("herbs", "中医内科", ("specialist",), TCM, "652300000000", "dr-herbs"),
        Actor("stranger", "外院", ("specialist",), "hospital-other", "652301000000", "dr-other"),
    )
}
CONSENT = {"consent_by": "patient", "consent_how": "written", "consent_on": "2025-06-30"}
REQUEST = {
    "resident": "p1", "name": "王某", "requester": TOWN, "area": "652328102000", "centre": CENTRE, "kind": "tele",
    "question": "胸闷，是否需要介入", "summary": "反复胸闷两月", "diagnosis": "冠心病？", "paper": "心电图纸一份",
    "day": "2025-07-01", "time": "10:00",
}  # fmt: skip
SEATS = {"heart": (HOSPITAL, "cardiology"), "nerve": (HOSPITAL, "neurology"), "herbs": (TCM, "tcm_internal")}


class Parties(Gathered):
    """Short words for what they do."""

    def ask(self, actor: str = "doctor", **changes: Any) -> str:
        """A request that is sent; an emergency goes first."""
        row = {key: value for key, value in (REQUEST | changes).items() if value is not None}
        urgent = row["kind"] == "emergency" and row.get("day") is None
        first = ("emergency", {}) if urgent else ("submit", CONSENT)
        focus = fill(self.templates["consultation_request"], row)
        flow = "consultation.emergency" if urgent else "consultation.case"
        return self.flows.start(self.open(actor), flow, focus, then=first).task.id

    def invite(self, task: str, *who: str, step: str = "invite") -> None:
        for one in who:
            institution, specialty = SEATS[one]
            self.act("centre", task, step, institution=f"Organization/{institution}", specialty=specialty)

    def scheduled(self, *who: str, **changes: Any) -> str:
        task = self.ask(**changes)
        self.invite(task, *who)
        self.act("centre", task, "accept")
        return task

    def word(self, who: str, task: str, text: str = "择期冠脉造影") -> None:
        self.act(who, task, "word", specialty=SEATS[who][1], opinion=text)

    def sign(self, who: str, task: str) -> None:
        self.act(who, task, "sign", specialty=SEATS[who][1])


@pytest.fixture(scope="session")
def it() -> Declared:
    return declared("changji")


@pytest.fixture
def parties(it: Declared) -> Parties:
    one = gathered(Parties, it, "consultation", WORKFLOWS, ACTORS)
    code = "urn:tongmai:kind"
    one.add(
        *(
            {
                "resourceType": "Organization",
                "id": id,
                "name": id,
                "type": [{"coding": [{"system": code, "code": kind}]}],
            }
            for id, kind in KINDS.items()
        )
    )
    one.add(*({"resourceType": "Patient", "id": id, "name": [{"text": id}]} for id in ("p1", "p2")))
    one.add(report("r1", "p1"), report("r2", "p2"))
    return one


def report(id: str, person: str) -> Json:
    return {
        "resourceType": "DiagnosticReport", "id": id, "status": "final", "code": {"text": "心电图"},
        "subject": {"reference": f"Patient/{person}"}, "issued": "2025-06-29T10:00:00+08:00",
    }  # fmt: skip
