"""Two records of one person become one and two again: nothing lost, nothing doubled, all references right."""

from typing import Any

import pytest
from tests.domains.residents.merging import OTHER, RECORDS, Place, number, of, place, resident
from tests.gathering import refused

from tongmai.declared import Declared
from tongmai.fhir.references import references
from tongmai.store.memory import MemoryStore

Json = dict[str, Any]


@pytest.fixture
def here(it: Declared) -> Place:
    made = place(it, MemoryStore)
    made.add(
        resident("p1", identity=number()), resident("p2"), resident("p3"), resident("p4", identity=number("19910101"))
    )
    return made


def named(here: Place, person: str) -> set[str]:
    """What refers to a person outside the story of the records themselves."""
    own = ("Provenance", "RecordPair", "Patient")
    return {
        name
        for name, one in here.records().items()
        if name.partition("/")[0] not in own
        and any(ref["reference"] == f"Patient/{person}" for _, ref in references(one))
    }


def test_what_was_written_before_goes_back_and_what_came_later_stays(here: Place) -> None:
    for type in RECORDS:
        here.write(type, f"{type.lower()}-2", "p2")
        here.write(type, f"{type.lower()}-1", "p1")
    before = here.records()
    pair = here.merged("p1", "p2")
    assert named(here, "p2") == set()
    assert here.body("Coverage", "coverage-2")["payor"][1] == of("p1")
    assert here.body("Patient", "p2")["active"] is False
    assert here.body("Patient", "p2")["link"] == [{"other": of("p1"), "type": "replaced-by"}]
    assert here.body("Patient", "p1")["link"] == [{"other": of("p2"), "type": "replaces"}]
    here.write("Encounter", "later", "p1")
    here.act("keeper", pair, "unmerge", why="不是同一人")
    after = here.records()
    assert {name: one for name, one in after.items() if name in before} == before
    assert after["Encounter/later"]["subject"] == of("p1")
    assert here.state(pair) == "parted"


def test_the_proof_says_what_was_moved_and_the_pair_where_it_stood(here: Place) -> None:
    here.write("Coverage", "c", "p2")
    pair = here.merged("p1", "p2")
    assert here.focus(pair)["moved"] == [
        {"record": {"reference": "Coverage/c"}, "place": ["beneficiary", "subscriber", "payor[1]"]}
    ]
    proofs = [one.resource() for one in here.store.current("Provenance")]
    (proof,) = [one for one in proofs if one["activity"]["coding"][0]["code"] == "residents.duplicate.merge"]
    assert {"reference": "Coverage/c"} in proof["target"]


def test_whoever_is_in_the_circle_of_the_one_is_in_that_of_the_other(here: Place) -> None:
    here.write("CareTeam", "circle", "p2")
    here.write("Encounter", "visit", "p1")
    doctor = here.open("doctor")
    assert not doctor.may("read", "Encounter", here.body("Encounter", "visit"))
    pair = here.merged("p1", "p2")
    assert doctor.read("Encounter", "visit").id == "visit"
    here.act("keeper", pair, "unmerge", why="不是同一人")
    assert not doctor.may("read", "Encounter", here.body("Encounter", "visit"))
    assert doctor.read("Patient", "p2").id == "p2"


def test_the_resident_acts_for_the_record_that_stands(here: Place) -> None:
    here.write("Encounter", "visit", "p2")
    pair = here.merged("p2", "p1", here_numbered(here))
    assert here.open("self").actor.patient == "p2"
    assert here.open("self").read("Encounter", "visit").id == "visit"
    here.act("keeper", pair, "unmerge", why="不是同一人")
    assert here.open("self").actor.patient == "p1"


def here_numbered(here: Place) -> str:
    """A pair of two without numbers: either may stay."""
    here.add(resident("p1"))
    return here.proposed("p1", "p2")


def test_work_under_way_goes_back_whole_with_what_it_made_since(here: Place) -> None:
    task = here.referred("p2")
    pair = here.merged("p1", "p2")
    here.act("doctor", task, "book", at="2025-07-02")
    assert {name.partition("/")[0] for name in named(here, "p1")} == {
        "Appointment",
        "CareTeam",
        "ServiceRequest",
        "Task",
    }
    here.act("keeper", pair, "unmerge", why="不是同一人")
    assert named(here, "p1") == set()
    assert {name.partition("/")[0] for name in named(here, "p2")} == {
        "Appointment",
        "CareTeam",
        "ServiceRequest",
        "Task",
    }
    here.act("doctor", task, "close")
    assert here.state(task) == "closed"


def test_only_one_lives_after_a_merger_and_before(here: Place) -> None:
    here.referred("p2")
    pair = here.merged("p1", "p2")
    with refused("已有一件同样的转诊在办"):
        here.referred("p1")
    here.act("keeper", pair, "unmerge", why="不是同一人")
    here.referred("p1")
    with refused("已有一件同样的转诊在办"):
        here.referred("p2")


def test_two_live_pieces_of_work_of_one_kind_refuse_a_merger_and_change_nothing(here: Place) -> None:
    first, _ = here.referred("p2"), here.referred("p1")
    here.referred("p1", OTHER)
    pair = here.proposed("p1", "p2")
    here.act("keeper", pair, "same", keeps="first", why="核对身份证")
    before = here.records()
    with refused("两份档案各有一件在办的“转诊”"):
        here.act("centre", pair, "merge", why="已核对")
    assert here.records() == before
    here.act("doctor", first, "close")
    here.act("centre", pair, "merge", why="已核对")
    assert here.state(pair) == "merged"


def test_two_contracts_two_numbers_or_the_wrong_one_kept_are_refused(here: Place) -> None:
    for who in ("p1", "p2"):
        here.add({
            "resourceType": "CarePlan", "id": f"plan-{who}", "status": "active", "intent": "plan", "subject": of(who),
            "category": [{"coding": [{"system": "urn:tongmai:contract", "code": "family_doctor"}]}],
        })  # fmt: skip
    pair = here.proposed("p1", "p2")
    with refused("两份档案各有一份履行中的家庭医生签约"):
        here.act("keeper", pair, "same", keeps="first", why="核对")
    with refused("有身份证号的档案应当保留"):
        here.act("keeper", pair, "same", keeps="second", why="核对")
    two = here.proposed("p1", "p4")
    with refused("号码不同"):
        here.act("keeper", two, "same", keeps="first", why="核对")
    here.act("keeper", two, "two-persons", why="身份证号不同，当面核对为两人")
    with refused("这两份档案已经提过"):
        here.proposed("p4", "p1")


def test_somebody_else_confirms_and_a_record_without_a_number_needs_nobody_else(here: Place) -> None:
    pair = here.proposed("p1", "p2")
    here.act("keeper", pair, "same", keeps="first", why="核对")
    with refused("须由另一人办理"):
        here.act("keeper", pair, "merge", why="核对")
    here.act("centre", pair, "back", why="请再核对电话")
    here.act("keeper", pair, "not-sure", why="待电话核实")
    here.act("keeper", pair, "merge-at-once", keeps="first", why="本人到场核对")
    assert here.state(pair) == "merged"
    other = here.proposed("p3", "p4")
    with refused("有身份证号的档案应当保留"):
        here.act("keeper", other, "merge-at-once", keeps="first", why="核对")


def test_who_may_not_see_both_neither_sees_nor_decides(here: Place) -> None:
    here.add(resident("q1", extension=[{"url": "urn:tongmai:village", "valueCode": "652325208200"}]))
    pair = here.proposed("p2", "q1")
    assert here.focus(pair)["area"] == "652300000000"
    for actor in ("doctor", "centre", "far"):
        assert here.open(actor).search("RecordPair").matches == ()
        with pytest.raises(Exception, match=r"it takes the"):
            here.act(actor, pair, "two-persons", why="看不到另一份")
    own = here.proposed("p2", "p3", "doctor")
    assert here.focus(own)["area"] == "652328102200"
    assert len(here.open("doctor").search("RecordPair").matches) == 1
    assert here.open("far").search("RecordPair").matches == ()


def test_a_later_merger_is_undone_first(here: Place) -> None:
    here.add(resident("p1"))
    here.write("Encounter", "visit", "p2")
    first = here.merged("p1", "p2")
    second = here.merged("p3", "p1")
    assert named(here, "p3") == {"Encounter/visit"}
    with refused("保留的档案后来又并入了另一份"):
        here.act("keeper", first, "unmerge", why="不是同一人")
    here.act("keeper", second, "unmerge", why="不是同一人")
    here.act("keeper", first, "unmerge", why="不是同一人")
    assert named(here, "p2") == {"Encounter/visit"}


def test_what_is_written_to_the_closed_record_is_gathered_and_goes_back_too(here: Place) -> None:
    pair = here.merged("p1", "p2")
    here.write("Encounter", "late", "p2")
    here.act("keeper", pair, "gather", why="外部系统仍用旧档案号")
    assert named(here, "p1") == {"Encounter/late"}
    here.act("keeper", pair, "unmerge", why="不是同一人")
    assert named(here, "p2") == {"Encounter/late"}


def test_a_list_put_in_another_order_goes_back_all_the_same(here: Place) -> None:
    here.write("Coverage", "c", "p2")
    pair = here.merged("p1", "p2")
    moved = here.body("Coverage", "c")
    here.add({**moved, "payor": moved["payor"][::-1]})
    here.act("keeper", pair, "unmerge", why="不是同一人")
    assert here.body("Coverage", "c")["payor"] == [of("p2"), {"reference": "Organization/insurer"}]
