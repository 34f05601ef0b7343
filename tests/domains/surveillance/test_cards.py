"""A card from its diagnosis to its closing, its refusals, its clocks, and the record that a missed report holds up."""

import pytest
from tests.domains.surveillance.conftest import OTHER, RECEIPT, REPORT, TOWN, Json, Parties

from tongmai.base.outcome import Refused
from tongmai.fhir.lens import fill


def refused(call: object, *args: object, **fields: object) -> Refused:
    with pytest.raises(Refused) as error:
        call(*args, **fields)  # type: ignore[operator]
    return error.value


def test_a_card_goes_from_diagnosis_to_closed(parties: Parties) -> None:
    task = parties.diagnose()
    focus = parties.focus(task)
    assert (focus["state"], focus["category"], focus["due"]) == ("owed", "B", "2025-07-01T09:30:00+08:00")
    assert focus["county"] == "652328000000"
    parties.act("doctor", task, "report", **REPORT)
    parties.act("doctor", task, "national", **RECEIPT)
    parties.act("county", task, "check")
    parties.act("planner", task, "close")
    focus = parties.focus(task)
    assert focus["state"] == "closed"
    assert (focus["national"], focus["receipt"]) == ("6523282025000001", "R-0001")
    assert focus["reported"] == "2025-06-30T02:00:00.000Z"


@pytest.mark.parametrize(
    ("disease", "minutes", "late"),
    [("cholera", 89, False), ("cholera", 91, True), ("brucellosis", 91, False), ("brucellosis", 23 * 60 + 31, True)],
)
def test_the_engine_tells_a_late_report(parties: Parties, disease: str, minutes: int, late: bool) -> None:
    task = parties.diagnose(disease=disease)
    parties.wait(minutes=minutes)  # it is ten, the diagnosis was made at half past nine
    parties.act("doctor", task, "report", **REPORT)
    event = parties.flows.story(parties.open("doctor"), task)[-1]
    assert bool(event.late) is late


def test_the_county_wants_the_national_receipt_first(parties: Parties) -> None:
    task = parties.reported()
    error = refused(parties.act, "county", task, "check")
    assert error.issues[0].rule == "surveillance.national-known"
    assert "请先登记" in error.issues[0].remedy.zh
    assert parties.state(task) == "reported"


def test_a_national_number_stands_on_one_card(parties: Parties) -> None:
    one, two = parties.reported(), parties.reported(resident="p2", name="李某")
    parties.act("doctor", one, "national", **RECEIPT)
    error = refused(parties.act, "county", two, "national", **RECEIPT)
    assert (error.kind, error.issues[0].where) == ("duplicate", "number")
    parties.act("doctor", one, "national", number=RECEIPT["number"], receipt="R-0002")
    assert parties.focus(one)["receipt"] == "R-0002"


def test_returned_corrected_and_reviewed_again(parties: Parties) -> None:
    task = parties.reported(disease="anthrax")
    parties.act("county", task, "return", reason="case-class", why="请核对分型")
    wrong = {"disease": "chikungunya", "case": "confirmed", "reason": "误报"}
    assert refused(parties.act, "doctor", task, "correct", **wrong).issues[0].where == "disease"
    parties.act("doctor", task, "correct", disease="pulmonary_anthrax", case="confirmed", reason="胸部CT提示肺炭疽")
    focus = parties.focus(task)
    assert (focus["state"], focus["disease"], focus["due"][:16]) == (
        "reported",
        "pulmonary_anthrax",
        "2025-07-01T09:30",
    )
    assert focus["correction"][0]["disease"] == "anthrax"
    parties.act("county", task, "national", **RECEIPT)
    parties.act("county", task, "check")
    parties.act("planner", task, "send-back", why="请补充")
    assert parties.state(task) == "returned"


def test_a_closed_card_is_corrected_only_where_something_changes(parties: Parties) -> None:
    task = parties.checked()
    parties.act("planner", task, "close")
    same = {"disease": "brucellosis", "case": "confirmed", "reason": "无"}
    assert refused(parties.act, "doctor", task, "correct", **same).issues[0].rule == "surveillance.correction"
    parties.act("doctor", task, "correct", disease="brucellosis", case="clinical", reason="未获病原学证据")
    assert parties.state(task) == "reported"


@pytest.mark.parametrize(
    ("actor", "step", "fields"),
    [("stranger", "report", REPORT), ("county", "report", REPORT), ("planner", "excuse", {})],
)  # fmt: skip
def test_only_the_unit_reports(parties: Parties, actor: str, step: str, fields: Json) -> None:
    task = parties.diagnose()
    assert refused(parties.act, actor, task, step, **fields).kind in ("forbidden", "not-found")
    assert parties.state(task) == "owed"


def test_another_county_and_another_unit_see_nothing(parties: Parties) -> None:
    task = parties.reported()
    assert refused(parties.act, "other-county", task, "return", reason="incomplete", why="x").kind in (
        "forbidden", "not-found",
    )  # fmt: skip
    for actor, many in (("doctor", 1), ("county", 1), ("planner", 1), ("stranger", 0), ("other-county", 0)):
        assert len(parties.open(actor).search("DiseaseCard").matches) == many, actor


def test_a_unit_reports_for_itself_only(parties: Parties) -> None:
    assert refused(parties.diagnose, "doctor", unit=OTHER).kind == "forbidden"
    assert refused(parties.diagnose, "county").kind == "forbidden"


def test_one_card_of_a_person_and_disease_lives_at_a_time(parties: Parties) -> None:
    task = parties.diagnose()
    assert refused(parties.diagnose).kind == "duplicate"
    parties.diagnose(disease="measles")
    parties.act("doctor", task, "excuse", excuse="known-case", why="既往已报告")
    assert parties.state(task) == "excused"
    parties.diagnose()


def test_illness_after_the_diagnosis_is_refused_at_its_field(parties: Parties) -> None:
    task = parties.diagnose()
    assert (
        refused(parties.act, "doctor", task, "report", case="clinical", onset="2025-07-01").issues[0].where == "onset"
    )


def test_the_county_removes_a_duplicate(parties: Parties) -> None:
    task = parties.reported()
    parties.act("county", task, "remove", reason="duplicate", why="与前卡重复")
    assert (parties.state(task), parties.focus(task)["note"]) == ("removed", "与前卡重复")


def test_what_is_owed_waits_and_is_told_above_when_late(parties: Parties) -> None:
    task = parties.diagnose(disease="cholera")
    item = next(one for one in parties.flows.desk(parties.open("doctor")) if one.task["id"] == task)
    assert item.due is not None
    parties.wait(minutes=91)
    told = parties.flows.escalate(parties.access.system("job:escalate"))
    assert [event.fields["step"] for event in told if event.id.startswith(task)] == ["report"]


def closing(parties: Parties) -> str:
    row = {"resident": "p1", "name": "王某", "unit": TOWN, "category": "IMP", "today": "2025-06-30"}
    focus = fill(parties.templates["record_closing"], row)
    return parties.flows.start(parties.open("doctor"), "surveillance.closing", focus).task.id


def test_a_record_with_an_owed_card_is_held_up(parties: Parties) -> None:
    card, record = parties.diagnose(), closing(parties)
    error = refused(parties.act, "doctor", record, "close")
    assert "布鲁氏菌病未报告，时限 2025-07-01 09:30" in error.issues[0].words.zh
    assert error.issues[0].rule == "surveillance.nothing-owed"
    parties.act("doctor", card, "report", **REPORT)
    parties.act("doctor", record, "close")
    assert parties.state(record) == "closed"


def test_a_diagnosis_that_came_from_elsewhere_holds_it_up_until_a_reason_is_given(parties: Parties) -> None:
    parties.add({
        "resourceType": "Condition", "id": "c1", "subject": {"reference": "Patient/p1"},
        "recordedDate": "2025-06-29T16:10:00+08:00",
        "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "B05.9"}]},
    })  # fmt: skip
    record = closing(parties)
    error = refused(parties.act, "doctor", record, "close")
    assert error.issues[0].where == "Condition/c1"
    assert refused(parties.act, "doctor", record, "close-with-reason").issues[0].where == "reason"
    parties.act("doctor", record, "close-with-reason", reason="reported-elsewhere", why="奇台县人民医院已报")
    assert parties.state(record) == "closed-with-reason"
