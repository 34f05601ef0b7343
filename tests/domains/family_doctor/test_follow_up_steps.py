"""A programme of follow-ups at the engine: what a follow-up writes, when the next is due, referral and its result, and
what is refused."""

from datetime import UTC, datetime

import pytest
from tests.domains.family_doctor.team import CALM, DIABETES, HYPERTENSION, LI, Team

from tongmai.base.outcome import Refused


def due(team: Team, task: str, step: str) -> datetime | None:
    choices = team.flows.choices(team.house.open("clinician"), task)
    return next((one.due for one in choices if one.step.name == step), None)


def told(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(issue.kind, issue.where) for issue in refused.value.issues]


def test_a_follow_up_is_kept_with_its_readings_and_sets_the_next_date(team: Team) -> None:
    task = team.programme()
    assert due(team, task, "visit") == datetime(2025, 6, 30, 16, tzinfo=UTC)  # the end of the day in the region
    focus = team.visit(task, weight=70, height=170, salt="light", medicine_1="缬沙坦 80mg 每日一次")
    assert focus["occurrenceDateTime"] == "2025-09-30"
    assert focus["note"][0]["text"] == "2025-06-30 血压 128/82，控制满意，继续随访"
    assert due(team, task, "visit") == datetime(2025, 9, 30, 16, tzinfo=UTC)
    assert due(team, task, "refer") is None, "no referral was advised: no clock runs"
    (record,) = team.follow_ups()
    marks = {one["url"].removeprefix("urn:tongmai:"): one for one in record["extension"]}
    assert record["valueCodeableConcept"]["text"] == "控制满意"
    assert (marks["at-target"]["valueBoolean"], marks["next-on"]["valueDate"]) == (True, "2025-09-30")
    assert marks["bmi"]["valueDecimal"] == 24.2
    assert marks["followed-by"]["valueReference"]["reference"] == "Practitioner/person-clinician"
    pressures = [one for one in team.kept("Observation") if one["code"]["coding"][0]["code"] == "85354-9"]
    assert [part["valueQuantity"]["value"] for part in pressures[0]["component"]] == [128, 82]


def test_wang_of_68_has_the_target_of_the_old(team: Team) -> None:
    task = team.programme()
    team.visit(task, systolic=148, diastolic=88)
    assert team.follow_ups()[0]["valueCodeableConcept"]["coding"][0]["code"] == "controlled"


def test_twice_not_controlled_is_referred_and_asked_after_within_two_weeks(team: Team) -> None:
    task = team.programme()
    team.visit(task, systolic=162, diastolic=96)
    assert team.focus(task)["priority"] == "routine"
    team.wait(days=14)
    focus = team.visit(task, systolic=160, diastolic=94)
    assert (focus["priority"], focus["occurrenceDateTime"]) == ("urgent", "2025-07-28")
    assert due(team, task, "refer") == datetime(2025, 7, 15, 16, tzinfo=UTC)
    team.act("clinician", task, "refer", place="奇台县人民医院心内科")
    assert due(team, task, "heard") == datetime(2025, 7, 28, 16, tzinfo=UTC)
    team.act("clinician", task, "heard", result="已就诊，调整为两药联合")
    assert team.focus(task)["priority"] == "routine"
    team.wait(days=14)
    assert team.visit(task)["occurrenceDateTime"] == "2025-10-28"


def test_in_danger_the_referral_is_due_within_the_hour(team: Team) -> None:
    task = team.programme()
    assert team.visit(task, systolic=186, diastolic=112, danger="headache")["priority"] == "stat"
    assert due(team, task, "refer") == datetime(2025, 6, 30, 3, tzinfo=UTC)


def test_diabetes_asks_for_glucose_and_keeps_it(team: Team) -> None:
    task = team.programme(DIABETES)
    with pytest.raises(Refused) as refused:
        team.act("clinician", task, "visit", **CALM)
    assert set(told(refused)) == {("required", "glucose"), ("required", "hypo")}
    team.visit(task, glucose="7.0")
    glucose = next(one for one in team.kept("Observation") if one["code"]["coding"][0]["code"] == "1558-6")
    assert glucose["valueQuantity"]["value"] == 7.0
    assert team.follow_ups()[0]["valueCodeableConcept"]["coding"][0]["code"] == "uncontrolled"


@pytest.mark.parametrize(
    ("fields", "kind", "where"),
    [
        ({"on": "2025-07-01"}, "value", "on"),
        ({"systolic": 820}, "value", "systolic"),
        ({"systolic": 80, "diastolic": 82}, "value", "diastolic"),
        ({"systolic": ""}, "required", "systolic"),
        ({"way": "letter"}, "code", "way"),
        ({"glucose": "6.1"}, "unsupported", "glucose"),
    ],
    ids=["ahead", "mistyped", "crossed", "without pressure", "no such way", "not of this form"],
)
def test_what_cannot_be_is_refused_at_its_field_and_changes_nothing(
    team: Team, fields: dict[str, object], kind: str, where: str
) -> None:
    task, before = team.programme(), 0
    before = team.house.store.last_change()
    with pytest.raises(Refused) as refused:
        team.act("clinician", task, "visit", **{**CALM, **fields})
    assert told(refused) == [(kind, where)]
    assert team.house.store.last_change() == before


def test_follow_ups_stand_in_their_order(team: Team) -> None:
    task = team.programme()
    team.visit(task, on="2025-06-28")
    with pytest.raises(Refused, match="there is a follow-up of 2025-06-28"):
        team.visit(task, on="2025-06-28")
    assert team.visit(task, on="2025-06-29")["occurrenceDateTime"] == "2025-09-29"


def test_one_programme_a_person_and_disease_and_of_the_age_of_the_rule(team: Team) -> None:
    team.programme()
    with pytest.raises(Refused, match="one is live already"):
        team.programme()
    team.programme(DIABETES)
    with pytest.raises(Refused, match="the rule follows people from 35 on"):
        team.programme(HYPERTENSION, LI)
    with pytest.raises(Refused, match="within three months from today"):
        team.programme(DIABETES, LI, first_on="2025-06-29")


def test_a_doctor_elsewhere_and_the_resident_take_no_step(team: Team) -> None:
    task = team.programme()
    for somebody in ("elsewhere", "resident", "county-officer"):
        with pytest.raises(Refused) as refused:
            team.act(somebody, task, "visit", **CALM)
        assert refused.value.issues[0].kind == "forbidden"


def test_without_advice_a_referral_needs_its_reason(team: Team) -> None:
    task = team.programme()
    team.visit(task)
    with pytest.raises(Refused) as refused:
        team.act("clinician", task, "refer", place="奇台县人民医院")
    assert told(refused) == [("required", "beyond")]
    team.act("clinician", task, "refer", place="奇台县人民医院", beyond="患者要求专科评估")


def test_what_is_ended_may_begin_again_and_remembers(team: Team) -> None:
    task = team.programme()
    team.visit(task, systolic=162, diastolic=96)
    team.act("clinician", task, "end", why="moved")
    team.wait(days=30)
    again = team.programme(first_on=team.today)
    assert team.visit(again, systolic=162, diastolic=96)["priority"] == "urgent", "the record before is remembered"


def test_the_desk_shows_a_programme_a_week_before_its_day(team: Team) -> None:
    team.visit(team.programme())

    def waiting() -> int:
        return len(team.flows.desk(team.house.open("clinician"), HYPERTENSION))

    assert waiting() == 0
    team.wait(days=85)
    assert waiting() == 0
    team.wait(days=2)
    assert waiting() == 1
