"""Both ends of a referral: every step by the right and the wrong role, in the right and the wrong state."""

from typing import Any

import pytest
from tests.domains.referral.conftest import ACTORS, BACK, CONSENT, COUNTY, NEXT, OTHER_TOWN, PAPER, TOWN, Ends

from tongmai.access import Delete, Put
from tongmai.base.outcome import Refused
from tongmai.domains.referral.workflows import UPWARD
from tongmai.engines.workflow.record import dumps

BOOK = {"slot": "Slot/a1"}
ELSEWHERE = {"alternative": f"Organization/{NEXT}", "reason": "no-bed"}
FIELDS: dict[str, dict[str, Any]] = {
    "submit": PAPER, "emergency": {"criterion": "htn-crisis"}, "stand-by": {"channel": "chest_pain"},
    "paper": CONSENT, "book": BOOK, "return": {"reason": "summary", "missing": "既往用药"},
    "complete": {"text": "已补充"}, "redirect": ELSEWHERE, "consult": {"reason": "需专科意见"},
    "advise": {"advice": "加用氢氯噻嗪，两周后复查"}, "again": {"reason": "血压仍高"}, "settle": {"finding": "已达标"},
    "arrive": {}, "not-arrived": {"reason": "unreachable"}, "discharge": {"outcome": "improved"}, "give-back": BACK,
    "send-outside": {**PAPER, "place": "自治区人民医院"},
    "heard": {"diagnosis": "高血压3级", "results": "肾动脉超声未见狭窄", "plan": "限盐，规律服药"},
    "queue": {"expected": "2025-07-03", "order": 2}, "follow-up": {"finding": "血压 132/84"},
    "withdraw": {"reason": "better"}, "cancel": {"reason": "declined"},
}  # fmt: skip
SENDER, CENTRE, TREATING = {"clinician"}, {"centre"}, {"centre", "specialist"}
WHO = {
    **dict.fromkeys(("submit", "emergency", "paper", "complete", "again", "settle", "follow-up"), SENDER),
    **dict.fromkeys(("withdraw", "cancel", "send-outside", "heard"), SENDER),
    **dict.fromkeys(("queue", "book", "return", "redirect", "consult", "not-arrived"), CENTRE),
    **dict.fromkeys(("stand-by", "advise", "arrive", "discharge", "give-back"), TREATING),
}


def at(ends: Ends, state: str) -> str:
    """A referral in a state."""
    if state in ("booked", "arrived", "treated"):
        return str(getattr(ends, state)())
    if state == "given-back":
        return ends.given_back()
    task = ends.refer()
    if state == "drafted":
        return task
    if state == "outside":
        ends.act("clinician", task, "send-outside", FIELDS["send-outside"])
        return task
    if state == "underway":
        ends.act("clinician", task, "emergency", FIELDS["emergency"])
        return task
    ends.act("clinician", task, "submit", PAPER)
    way = {"waiting": "queue", "returned": "return", "consulting": "consult", "advised": "advise"}
    if state in way:
        ends.act("centre", task, way[state], FIELDS[way[state]])
    if state == "missed":
        ends.act("centre", task, "book", BOOK)
        ends.wait(days=2)
        ends.act("centre", task, "not-arrived", FIELDS["not-arrived"])
    return task


@pytest.mark.parametrize("step", [step.name for step in UPWARD.steps])
def test_who_may_and_who_may_not(ends: Ends, step: str) -> None:
    task = at(ends, UPWARD.step(step).sources[0])
    if step == "not-arrived":
        ends.wait(days=2)
    seen = ends.store.read("Task", task).number
    for actor in sorted(set(ACTORS) - WHO[step]):
        before = ends.store.last_change()
        with pytest.raises(Refused) as refused:
            ends.act(actor, task, step, FIELDS[step], seen)
        assert refused.value.kind == "forbidden"
        assert ends.store.last_change() == before
    before = ends.store.last_change()
    with pytest.raises(Refused) as refused:
        ends.act(sorted(WHO[step])[0], task, step, FIELDS[step], seen - 1)
    assert refused.value.kind == "stale"
    assert ends.store.last_change() == before
    acted = ends.act(sorted(WHO[step])[0], task, step, FIELDS[step], seen)
    assert acted.state == UPWARD.step(step).after(UPWARD.step(step).sources[0]) == ends.state(task)


@pytest.mark.parametrize("state", ["drafted", "submitted", "returned", "booked", "arrived", "given-back"])
def test_a_step_out_of_turn_changes_nothing(ends: Ends, state: str) -> None:
    task = at(ends, state)
    before = ends.store.last_change()
    for step in UPWARD.steps:
        if state not in step.sources:
            with pytest.raises(Refused) as refused:
                ends.act(sorted(WHO[step.name])[0], task, step.name, FIELDS[step.name])
            assert refused.value.kind == "rule"
    assert ends.store.last_change() == before


def test_what_is_missing_is_asked_for_and_nothing_changes(ends: Ends) -> None:
    task = ends.refer()
    before = ends.store.last_change()
    with pytest.raises(Refused) as refused:
        ends.act("clinician", task, "submit", {"criterion": "htn-uncontrolled"})
    assert {issue.where for issue in refused.value.issues} == {"consent_by", "consent_how", "consent_on"}
    with pytest.raises(Refused, match="do not reach"):
        ends.act("clinician", task, "submit", {**PAPER, "systolic": 138, "diastolic": 84})
    with pytest.raises(Refused, match="not for this disease"):
        ends.act("clinician", task, "submit", {**PAPER, "criterion": "dm-uncontrolled"})
    assert ends.store.last_change() == before


def test_consent_is_kept_with_who_how_and_when(ends: Ends) -> None:
    ends.submitted()
    consent = next(version.resource() for version in ends.store.current("Consent"))
    told = {one["url"].removeprefix("urn:tongmai:"): one["valueCode"] for one in consent["extension"]}
    assert (told, consent["dateTime"]) == ({"consenter": "patient", "consent-form": "written"}, "2025-06-30")
    assert consent["patient"]["reference"] == "Patient/p1"


def test_no_second_live_request_to_one_place(ends: Ends) -> None:
    task = ends.submitted()
    before = ends.store.last_change()
    with pytest.raises(Refused, match="one is live already"):
        ends.refer(name="王某某")
    assert ends.store.last_change() == before
    assert ends.refer(performer=NEXT) != task
    assert ends.refer(person="p2") != task
    ends.act("clinician", task, "withdraw", FIELDS["withdraw"])
    assert ends.refer() != task


def test_booking_takes_slot_and_bed_and_opens_the_circle_until_the_end(ends: Ends) -> None:
    task = ends.submitted()
    with pytest.raises(Refused):
        ends.open("specialist").read("Patient", "p1")
    ends.act("centre", task, "book", {"slot": "Slot/a1", "bed": "Slot/bed1"})
    assert (ends.slot_state("a1"), ends.slot_state("bed1")) == ("busy", "busy")
    assert ends.focus(task)["occurrenceDateTime"].startswith("2025-07-01T09:00")
    assert ends.open("specialist").read("Patient", "p1").id == "p1"
    with pytest.raises(Refused):
        ends.open("other-centre").read("Patient", "p1")
    appointment = next(version.resource() for version in ends.store.current("Appointment"))
    assert (appointment["status"], appointment["slot"][0]["reference"]) == ("booked", "Slot/a1")
    ends.act("centre", task, "arrive")
    ends.act("centre", task, "discharge", {"outcome": "improved"})
    assert ends.slot_state("bed1") == "free"
    ends.act("specialist", task, "give-back", BACK)
    ends.act("clinician", task, "follow-up", FIELDS["follow-up"])
    ends.wait(seconds=1)
    with pytest.raises(Refused):
        ends.open("specialist").read("Patient", "p1")
    assert ends.focus(task)["status"] == "completed"


def test_a_taken_slot_is_refused_and_the_other_stays_as_it_is(ends: Ends) -> None:
    ends.booked()
    other = ends.submitted(person="p2")
    before = ends.store.last_change()
    for given in ("a1", "n1", "bed9"):
        with pytest.raises(Refused):
            ends.act("centre", other, "book", {"slot": f"Slot/{given}"})
    with pytest.raises(Refused, match="the slot is taken"):
        ends.act("centre", other, "book", {"slot": "Slot/a2", "bed": "Slot/bed1"})
    assert ends.store.last_change() == before
    assert ends.slot_state("a2") == "free"
    ends.wait(hours=11)  # nine in the evening: released
    with pytest.raises(Refused, match="released"):
        ends.act("centre", other, "book", {"slot": "Slot/a2"})


def test_not_arrived_gives_slot_and_bed_back_and_somebody_owns_it(ends: Ends) -> None:
    task = ends.booked()
    with pytest.raises(Refused, match="has not come"):
        ends.act("centre", task, "not-arrived", FIELDS["not-arrived"])
    ends.wait(days=1)
    ends.act("centre", task, "not-arrived", FIELDS["not-arrived"])
    assert (ends.slot_state("a1"), ends.slot_state("bed1")) == ("free", "free")
    assert [version.resource()["status"] for version in ends.store.current("Appointment")] == ["noshow"]
    assert [item.task_id for item in ends.flows.desk(ends.open("clinician"))] == [task]
    ends.act("clinician", task, "again", FIELDS["again"])
    ends.act("centre", task, "book", {"slot": "Slot/a3"})
    assert ends.slot_state("a3") == "busy"


def test_cancelling_gives_the_slot_back(ends: Ends) -> None:
    task = ends.booked()
    ends.act("clinician", task, "cancel", FIELDS["cancel"])
    assert (ends.slot_state("a1"), ends.slot_state("bed1")) == ("free", "free")
    assert ends.focus(task)["status"] == "revoked"
    ends.wait(seconds=1)
    with pytest.raises(Refused):
        ends.open("specialist").read("Patient", "p1")


@pytest.mark.parametrize("actor", ["centre", "planner"])
def test_a_taken_slot_is_freed_by_steps_alone(ends: Ends, actor: str) -> None:
    """Who keeps slots moves free ones and takes them out of use; what a referral took goes by its steps."""
    task = ends.booked()
    door, taken = ends.open(actor), ends.store.read("Slot", "a1").resource()
    bare = {name: value for name, value in taken.items() if name != "extension"}
    before = ends.store.last_change()
    for wrong in (
        *(Put("Slot", dumps({**taken, "status": status}), id="a1") for status in ("free", "busy-unavailable")),
        Put("Slot", dumps({**bare, "status": "free"}), id="a1"),
        Delete("Slot", "a1"),
        Put("Slot", dumps({**ends.store.read("Slot", "a2").resource(), "status": "busy"}), id="a2"),
    ):
        with pytest.raises(Refused) as error:
            door.transact([wrong])
        assert error.value.issues[0].kind == "forbidden"
    assert ends.store.last_change() == before
    door.transact([Put("Slot", dumps({**taken, "comment": "二楼"}), id="a1")])
    door.transact([Delete("Slot", "a2")])
    ends.act("clinician", task, "cancel", FIELDS["cancel"])
    assert ends.slot_state("a1") == "free"
    door.transact([Delete("Slot", "a1")])


def test_redirecting_names_another_place_which_then_answers(ends: Ends) -> None:
    task = ends.submitted()
    for same in (COUNTY, TOWN):
        with pytest.raises(Refused, match="another institution"):
            ends.act("centre", task, "redirect", {"alternative": f"Organization/{same}", "reason": "no-bed"})
    with pytest.raises(Refused) as refused:
        ends.act("centre", task, "redirect", {"reason": "no-bed"})
    assert refused.value.issues[0].kind == "required"
    ends.act("centre", task, "redirect", ELSEWHERE)
    assert [item.task_id for item in ends.flows.desk(ends.open("other-centre"))] == [task]
    assert ends.flows.desk(ends.open("centre")) == []
    with pytest.raises(Refused, match="one is live already"):
        ends.refer(performer=NEXT)
    ends.act("other-centre", task, "book", {"slot": "Slot/n1"})
    assert ends.slot_state("n1") == "busy"


def test_an_emergency_goes_first_and_its_paper_follows(ends: Ends) -> None:
    task = ends.refer(disease="I21", priority="stat")
    with pytest.raises(Refused, match="none of an emergency"):
        ends.act("clinician", task, "emergency", {"criterion": "beyond-capability"})
    ends.act("clinician", task, "emergency", {"criterion": "vital-signs"})
    assert ends.open("specialist").read("Patient", "p1").id == "p1"
    ends.wait(minutes=4)
    ends.act("specialist", task, "stand-by", {"channel": "chest_pain", "bed": "Slot/bed1"})
    ends.act("specialist", task, "arrive")
    ends.act("specialist", task, "discharge", {"outcome": "improved"})
    ends.act("specialist", task, "give-back", BACK)
    with pytest.raises(Refused, match="paper of the emergency"):
        ends.act("clinician", task, "follow-up", FIELDS["follow-up"])
    ends.act("clinician", task, "paper", CONSENT)
    ends.act("clinician", task, "follow-up", FIELDS["follow-up"])
    assert ends.state(task) == "closed"
    answered = next(event for event in ends.flows.story(ends.open("clinician"), task) if event.step == "stand-by")
    assert answered.late is False


def test_giving_back_checks_what_the_place_below_keeps(ends: Ends) -> None:
    task = ends.treated()
    before = ends.store.last_change()
    with pytest.raises(Refused) as refused:
        ends.act("specialist", task, "give-back", {**BACK, "drug_1": "amlodipine", "drug_2": "aspirin"})
    (issue,) = refused.value.issues
    assert issue.where == "drug_1"
    assert issue.remedy is not None
    assert "硝苯地平控释片" in issue.remedy.zh
    assert ends.store.last_change() == before
    ends.act("specialist", task, "give-back", {**BACK, "drug_2": "aspirin"})
    kept = [one["valueCode"] for one in ends.focus(task)["extension"] if one["url"] == "urn:tongmai:drug"]
    assert kept == ["nifedipine-cr", "aspirin"]


def test_clocks_are_told_once_and_late_answers_say_so(ends: Ends) -> None:
    task = ends.submitted()
    job = ends.access.system("job:escalate")
    assert ends.flows.escalate(job) == []
    ends.wait(hours=24)
    told = ends.flows.escalate(job)
    assert [event.fields["step"] for event in told] == ["book"]
    assert ends.flows.escalate(job) == []
    assert ends.flows.desk(ends.open("centre"))[0].late
    ends.act("centre", task, "redirect", ELSEWHERE)
    assert [event.late for event in ends.flows.story(ends.open("clinician"), task)][-1] is True
    assert not ends.flows.desk(ends.open("other-centre"))[0].late


def test_the_follow_up_is_due_within_two_weeks(ends: Ends) -> None:
    task = ends.given_back()
    (item,) = ends.flows.desk(ends.open("clinician"))
    assert (item.task_id, item.due) == (task, ends.clock.now().replace(day=14, month=7))
    ends.wait(days=15)
    assert [event.fields["step"] for event in ends.flows.escalate(ends.access.system("job"))] == ["follow-up"]


def test_across_is_the_same_between_hospitals(ends: Ends) -> None:
    with pytest.raises(Refused, match="it takes the specialist"):
        ends.refer("clinician", "referral.across", direction="across")
    task = ends.refer("specialist", "referral.across", requester=COUNTY, performer=NEXT, direction="across")
    ends.act("specialist", task, "submit", PAPER)
    ends.act("other-centre", task, "book", {"slot": "Slot/n1"})
    assert ends.state(task) == "booked"


def test_down_with_its_plan_and_the_first_follow_up(ends: Ends) -> None:
    down = {"requester": COUNTY, "performer": TOWN, "direction": "down"}
    with pytest.raises(Refused):
        ends.refer("clinician", "referral.down", **down)
    task = ends.refer("specialist", "referral.down", **down)
    stable = {**CONSENT, "criterion": "htn-stable", "systolic": 132, "diastolic": 82, "plan": "继续用药"}
    with pytest.raises(Refused, match="should be below"):
        ends.act("specialist", task, "submit", {**stable, "systolic": 141})
    with pytest.raises(Refused, match="not kept there"):
        ends.act("specialist", task, "submit", {**stable, "drug_1": "ticagrelor"})
    ends.act("specialist", task, "submit", {**stable, "drug_1": "valsartan"})
    with pytest.raises(Refused):
        ends.act("neighbour", task, "accept")
    ends.act("clinician", task, "accept")
    assert ends.open("clinician").read("Patient", "p1").id == "p1"
    ends.act("clinician", task, "first-follow-up", {"finding": "血压 128/80"})
    ends.wait(seconds=1)
    with pytest.raises(Refused):
        ends.open("clinician").read("Patient", "p1")


def test_who_has_no_part_sees_nothing(ends: Ends) -> None:
    task = ends.submitted()
    focus = ends.focus(task)["id"]
    assert ends.open("headquarters").read("ServiceRequest", focus).id == focus
    for actor in ("neighbour", "other-centre", "planner"):
        with pytest.raises(Refused):
            ends.open(actor).read("ServiceRequest", focus)
        with pytest.raises(Refused):
            ends.open(actor).read("Task", task)
    assert ends.open("resident").read("ServiceRequest", focus).id == focus


def test_a_referral_is_begun_and_sent_in_one_change_set(ends: Ends) -> None:
    row = {"person": "p1", "requester": TOWN, "performer": COUNTY, "direction": "up", "priority": "routine",
           "disease": "I10", "impression": "高血压"}  # fmt: skip
    clinician, before = ends.open("clinician"), ends.store.last_change()
    with pytest.raises(Refused, match="do not reach"):
        ends.flows.start(
            clinician, "referral.up", ends.lens(row), then=("submit", {**PAPER, "systolic": 120, "diastolic": 70})
        )
    with pytest.raises(Refused, match="it takes the referral-centre"):
        ends.flows.start(clinician, "referral.up", ends.lens(row), then=("book", {}))
    assert ends.store.last_change() == before
    sent = ends.flows.start(clinician, "referral.up", ends.lens(row), then=("submit", PAPER))
    assert sent.state == ends.state(sent.task.id) == "submitted"
    assert sent.task.number == 1
    assert ends.focus(sent.task.id)["status"] == "active"
    assert [event.step for event in ends.flows.story(clinician, sent.task.id)] == ["start", "submit"]
    proofs = [one.resource() for one in ends.store.current("Provenance")]
    told = [
        one["activity"]["coding"][0]["code"] for one in proofs if {"reference": f"Task/{sent.task.id}"} in one["target"]
    ]
    assert sorted(told) == ["referral.up.start", "referral.up.submit"]
    with pytest.raises(Refused, match="one is live already"):
        ends.flows.start(clinician, "referral.up", ends.lens(row), then=("submit", PAPER))


def test_who_cannot_treat_it_is_not_sent_somebody(ends: Ends) -> None:
    task = ends.refer(performer=OTHER_TOWN)
    with pytest.raises(Refused, match="cannot treat this") as refused:
        ends.act("clinician", task, "submit", PAPER)
    assert (refused.value.issues[0].where, refused.value.issues[0].rule) == ("performer", "referral.capabilities")
    assert refused.value.issues[0].remedy is not None


def test_the_waiting_list_keeps_its_place_and_is_booked_later(ends: Ends) -> None:
    task = ends.submitted()
    ends.act("centre", task, "queue", FIELDS["queue"])
    assert ends.focus(task)["note"][-1]["text"] == "已受理，排队第 2 位，预计 2025-07-03"
    ends.act("centre", task, "book", BOOK)
    assert ends.state(task) == "booked"


def test_outside_the_region_the_sender_enters_what_comes_back(ends: Ends) -> None:
    task = ends.refer(performer=TOWN)
    ends.act("clinician", task, "send-outside", FIELDS["send-outside"])
    ends.act("clinician", task, "heard", FIELDS["heard"])
    ends.act("clinician", task, "follow-up", FIELDS["follow-up"])
    assert ends.state(task) == "closed"
