"""A drug that the place below does not keep: asked for in the step that sends the patient down, in the same change."""

import pytest
from tests.domains.referral.conftest import BACK, CONSENT, COUNTY, TOWN, Ends

from tongmai.base.outcome import Refused

STABLE = {**CONSENT, "criterion": "htn-stable", "systolic": 132, "diastolic": 82, "plan": "继续用药"}


def test_what_is_asked_for_begins_work_of_the_place_below(ends: Ends) -> None:
    task = ends.refer("specialist", "referral.down", requester=COUNTY, performer=TOWN, direction="down")
    before = ends.store.last_change()
    with pytest.raises(Refused) as refused:
        ends.act("specialist", task, "submit", {**STABLE, "drug_1": "bisoprolol", "drug_2": "aspirin"})
    (issue,) = refused.value.issues
    assert [(name, value) for name, value, _ in issue.offers] == [("supply_1", "ask")]
    assert ends.store.last_change() == before
    ends.act("specialist", task, "submit", {**STABLE, "drug_1": "bisoprolol", "supply_1": "ask", "drug_2": "aspirin"})
    (asked,) = ends.store.current("SupplyRequest")
    body = asked.resource()
    assert body["itemCodeableConcept"]["coding"][0]["code"] == "bisoprolol"
    assert body["deliverTo"] == {"reference": f"Organization/{TOWN}"}
    assert body["requester"] == {"reference": f"Organization/{COUNTY}"}
    (item,) = [one for one in ends.flows.desk(ends.open("clinician")) if one.workflow.id == "pharmacy.supply"]
    with pytest.raises(Refused, match="it takes the"):
        ends.act("neighbour", item.task_id, "keep")
    ends.act("clinician", item.task_id, "keep")
    held = [one.resource() for one in ends.store.current("DrugHolding")]
    kept = next(one for one in held if one["drug"] == "bisoprolol")
    assert kept["period"] == {"start": "2025-06-30"}
    assert kept["area"] == "652328000000"
    outputs = [one["valueReference"]["reference"] for one in ends.task(task)["output"]]
    assert f"SupplyRequest/{asked.id}" in outputs


def test_what_is_kept_is_not_asked_for_although_it_was_ticked(ends: Ends) -> None:
    task = ends.treated()
    ends.act("specialist", task, "give-back", {**BACK, "drug_1": "aspirin", "supply_1": "ask"})
    assert list(ends.store.current("SupplyRequest")) == []


def test_a_step_may_be_asked_about_before_it_is_taken(ends: Ends) -> None:
    task = ends.treated()
    told = ends.flows.beforehand(ends.open("specialist"), task, "give-back", {"drug_3": "amlodipine", "plan": ""})
    assert [issue.where for issue in told] == ["drug_3"]
    assert ends.flows.beforehand(ends.open("specialist"), task, "give-back", {"plan": "限盐"}) == []
    with pytest.raises(Refused):
        ends.flows.beforehand(ends.open("clinician"), task, "give-back", {"drug_3": "amlodipine"})
