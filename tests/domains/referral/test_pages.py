"""The pages of referral behind a browser without scripts: one screen to send, faults at their fields, boards with their
clocks, printed forms, the hand-over of a shift; a form sent twice is done once."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.clients.web.conftest import Visitor
from tests.domains.referral.conftest import slot
from tests.domains.residents.town import COUNTY, WANG, opened
from tests.integration.small_house import visitors

from tongmai.access import Put
from tongmai.declared import Declared
from tongmai.engines.workflow.record import dumps
from tongmai.house import House

NEW = f"/new-referral/{WANG}"
SENT = {
    "priority": "routine", "disease": "gxy", "impression": "高血压", "performer": COUNTY,
    "criterion": "htn-uncontrolled", "systolic": "168", "diastolic": "102",
    "consent_by": "patient", "consent_how": "written", "consent_on": "2025-06-30",
}  # fmt: skip


@pytest.fixture
def house(tmp_path: Path, it: Declared) -> Iterator[House]:
    with opened(it, tmp_path) as one:
        schedule = {"resourceType": "Schedule", "id": COUNTY, "actor": [{"reference": f"Organization/{COUNTY}"}]}
        kept = [schedule, slot("a1", COUNTY, "2025-07-01"), slot("a2", COUNTY, "2025-07-02")]
        one.access.system("test").transact([Put(r["resourceType"], dumps(r), id=r["id"]) for r in kept])
        yield one


@pytest.fixture
def doctor(house: House) -> Iterator[Visitor]:
    with visitors(house, "clinician") as (one,):
        yield one


def sent(doctor: Visitor, **changes: str) -> Visitor:
    return doctor.open(NEW).send(NEW, _act="up", **{**SENT, **changes})


def test_the_form_begins_with_what_is_known(doctor: Visitor) -> None:
    page = doctor.open(NEW).page
    assert doctor.status == 200
    assert re.search(r'id="up-consent_on"[^>]*value="2025-06-30"', page)
    for value in ("routine", "patient", "written"):
        assert f'<option value="{value}" selected>' in page
    places = re.findall(r'<select[^>]*id="up-performer".*?</select>', page, re.DOTALL)[0]
    assert "奇台县人民医院（能诊治 · " in places
    assert "号源 2、床位 0" in places


def test_faults_stand_at_their_fields_and_nothing_typed_is_lost(doctor: Visitor, house: House) -> None:
    before = house.store.last_change()
    sent(doctor, disease="感冒", history="三年来血压升高")
    assert doctor.status == 400
    assert "选项中没有：感冒" in doctor.text
    assert "三年来血压升高" in doctor.page
    sent(doctor, systolic="120", diastolic="70", history="三年来血压升高")
    assert doctor.status == 422
    assert 'aria-invalid="true"' in doctor.page
    assert "所填数值未达到该指征（≥140/90）" in doctor.text
    assert 'value="120"' in doctor.page
    assert house.store.last_change() == before


def test_a_diagnosis_is_typed_by_code_words_or_initials(doctor: Visitor, house: House) -> None:
    for typed in ("I10", "原发性高血压", "yfxgxy", "yuanfaxing"):
        sent(doctor, disease=typed)
        assert doctor.at.startswith("/referrals/"), doctor.text
        task = next(one for one in house.store.current("Task") if one.resource()["status"] == "requested")
        assert task.resource()["businessStatus"]["text"] == "待受理"
        doctor.step("withdraw", reason="mistake")
        assert "已办结" in doctor.text


def test_a_form_sent_twice_is_done_once(doctor: Visitor, house: House) -> None:
    doctor.open(NEW)
    mark = re.findall(r'name="_once" value="([^"]+)"', doctor.page)[0]
    first = doctor.send(NEW, _act="up", _once=mark, **SENT).at
    again = doctor.open(NEW).send(NEW, _act="up", _once=mark, **SENT)
    assert again.status == 200
    assert again.at == first
    assert len(list(house.store.current("ServiceRequest"))) == 1
    other = doctor.open(NEW).send(NEW, _act="up", _once="another", **SENT)
    assert other.status == 409
    assert "已有一件同样的上转在办" in other.text


def test_a_strangers_record_begins_no_referral(house: House) -> None:
    before = house.store.last_change()
    with visitors(house, "specialist") as (stranger,):
        assert stranger.open(NEW).status == 403
        assert stranger.send(NEW, _act="up", **SENT).status == 403
    assert house.store.last_change() == before


def test_the_board_of_the_centre_and_the_printed_forms(doctor: Visitor, house: House) -> None:
    request = sent(doctor).at
    with visitors(house, "referral-centre") as (nurse,):
        nurse.open("/referrals")
        assert "王秀兰" in nurse.text
        assert "剩 24 小时" in nurse.text
        assert "待受理 1" in nurse.text
        nurse.open(request).step("book", slot="Slot/a1")
        assert "已预约" in nurse.text
        assert "2025-07-01 09:00" in nurse.text
        assert nurse.open("/referrals/day").status == 200
    doctor.open(f"{request}/out")
    for words in ("双向转诊（转出）单存根", "王秀兰", "奇台县人民医院", "原发性高血压", "转诊医生（签字）：阿依古丽"):
        assert words.replace("原发性高血压", "高血压") in doctor.text.replace(" ", "")
    assert "演示数据" in doctor.text
    assert doctor.open(f"{request}/back").status == 200


def test_a_shift_is_handed_over_and_taken_over_by_somebody_else(house: House) -> None:
    with visitors(house, "referral-centre", "specialist") as (nurse, specialist):
        nurse.open("/handover").send("/handover", _act="handover", note="王秀兰明日上午到院，留床")
        assert nurse.status == 200
        assert "王秀兰明日上午到院，留床" in nurse.text
        assert "须由另一人办理" in nurse.text
        nurse.step("add", text="家属电话已登记")
        note = nurse.at
        specialist.open("/handover")
        assert "王秀兰明日上午到院" in specialist.text
        specialist.open(note).step("take")
        assert "已接班" in specialist.text
        assert "没有待接班的记录" in specialist.open("/handover").text
    with visitors(house, "clinician") as (doctor,):
        assert doctor.open(note).status == 403
