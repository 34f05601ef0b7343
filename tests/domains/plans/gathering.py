"""The parties of projects, funding and opinions over a store in memory: two townships, a hospital, two commissions."""

from typing import Any

from tests.gathering import Gathered

from tongmai.access import Actor

Json = dict[str, Any]
COUNTY, OTHER, PREFECTURE = "990199000000", "990198000000", "990100000000"
TOWN, HOSPITAL = "th-990199001", "hospital-990199"
ACTORS = {
    "doctor": Actor("doctor", "doctor", ("clinician",), TOWN, "990199001000", "person-doctor"),
    "nurse": Actor("nurse", "nurse", ("clinician",), HOSPITAL, COUNTY, "person-nurse"),
    "officer": Actor("officer", "officer", ("county-officer",), "commission-990199", COUNTY, "person-officer"),
    "neighbour": Actor("neighbour", "neighbour", ("county-officer",), "commission-990198", OTHER, "person-neighbour"),
    "planner": Actor("planner", "planner", ("planner",), "commission-990100", PREFECTURE, "person-planner"),
    "second": Actor("second", "second", ("planner",), "commission-990100", PREFECTURE, "person-second"),
    "resident": Actor("resident", "resident", ("resident",), "", "990199001000", patient="one"),
    "stranger": Actor("stranger", "stranger", ("resident",), "", "990199001000", patient="two"),
}


def house_of(id: str, kind: str, tier: str, village: str = "990199001001") -> Json:
    coding = [{"system": "urn:tongmai:kind", "code": kind}]
    told = {"village": village, "tier": tier, "ownership": "public"}
    extension = [{"url": f"urn:tongmai:{name}", "valueCode": code} for name, code in told.items()]
    return {"resourceType": "Organization", "id": id, "name": id, "active": True, "type": [{"coding": coding}],
            "extension": extension}  # fmt: skip


def line(id: str, area: str = COUNTY, planned: float = 1000.5, **more: Any) -> Json:
    return {"resourceType": "FundingLine", "id": id, "area": area, "year": 2025, "line": "capital",
            "purpose": "hospital", "planned": planned, **more}  # fmt: skip


def visit(id: str, person: str, end: str = "2025-06-20T10:00:00+08:00", status: str = "finished") -> Json:
    return {"resourceType": "Encounter", "id": id, "status": status, "class": {"code": "AMB"},
            "subject": {"reference": f"Patient/{person}"}, "period": {"start": end, "end": end},
            "serviceProvider": {"reference": f"Organization/{TOWN}"}}  # fmt: skip


PLANNED = {"start_by": "2025-08-01", "finish_by": "2026-03-01", "accept_by": "2026-04-01", "use_by": "2026-05-01"}


class Parties(Gathered):
    """Who builds, approves, pays and judges."""

    def begin(self, actor: str, flow: str, focus: Json, step: str, **fields: Any) -> str:
        """Begin a piece of work with its first step; the Task's id."""
        return str(self.flows.start(self.open(actor), flow, focus, {}, (step, fields)).task.id)

    def apply(self, actor: str = "doctor", kind: str = "build", institution: str = TOWN, title: str = "病房楼",
              **fields: Any) -> str:  # fmt: skip
        focus = {"resourceType": "Project", "title": title, "kind": kind, "area": COUNTY,
                 **{name: {"reference": f"Organization/{id}"} for name, id in (
                     ("institution", institution), ("applicant", ACTORS[actor].organization),
                     ("approver", "commission-990199"), ("acceptor", "commission-990100"))}}  # fmt: skip
        return self.begin(actor, "plans.project", focus, "propose", **{"investment": "5000.00", **PLANNED, **fields})

    def pays(self, actor: str, line: str, amount: str, kind: str = "pay", **more: Any) -> str:
        actor_ = ACTORS[actor]
        focus = {"resourceType": "FundingEntry", "line": {"reference": f"FundingLine/{line}"}, "area": actor_.area,
                 "issuer": {"reference": f"Organization/{actor_.organization}"}}  # fmt: skip
        name = "amount" if kind == "pay" else "difference"
        given = {name: amount, "on": "2025-06-30", "evidence": "支付凭证 7", **more}
        return self.begin(actor, "plans.funding", focus, kind, **given)

    def answers(self, actor: str, encounter: str, opinion: str, patient: str = "") -> str:
        focus = {"resourceType": "QuestionnaireResponse", "status": "in-progress",
                 "questionnaire": "urn:tongmai:questionnaire:visit-satisfaction",
                 "subject": {"reference": f"Patient/{patient or ACTORS[actor].patient}"},
                 "encounter": {"reference": f"Encounter/{encounter}"}}  # fmt: skip
        return self.begin(actor, "plans.opinion", focus, "answer", satisfaction=opinion)
