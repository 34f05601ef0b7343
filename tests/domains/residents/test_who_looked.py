"""Who looked: told to the resident, in words, from the audit; to nobody else."""

import json
from pathlib import Path

import pytest
from tests.domains.residents.conftest import Visit
from tests.domains.residents.town import WANG, opened

from tongmai.base.outcome import Refused
from tongmai.declared import Declared
from tongmai.house import House

LOOKED = "/my-record/looked"


def test_a_resident_reads_who_looked_in_plain_words(visit: Visit) -> None:
    visit("clinician").open(f"/residents/{WANG}")
    own = visit("resident").open(LOOKED)
    assert own.status == 200
    assert "东城镇卫生院 · 乡镇医生" in own.text
    assert "诊疗圈：家庭医生签约" in own.text
    assert "查看：基本信息" in own.text
    assert "日常业务" in own.text
    assert "2025-06-30 10:00" in own.text
    table = own.page.partition("<tbody>")[2]
    for raw in ("clinician", "th-652328102", "Patient", "OPERATE", "who has the contract", "阿依古丽"):
        assert raw not in table
    assert "转诊" not in table, "only the rule that opened it is told"


def test_the_own_looks_are_asked_for(visit: Visit) -> None:
    own = visit("resident").open("/my-record").open(LOOKED)
    assert "还没有其他人查看过您的档案" in own.text
    own.open(LOOKED + "?whose=all")
    assert "本人" in own.text
    assert "查看“谁看过我的档案”" in own.text


def test_to_read_who_looked_is_written_down_too(visit: Visit, tmp_path: Path) -> None:
    visit("resident").open(LOOKED)
    lines = [json.loads(line) for line in (tmp_path / "audit" / "reads.jsonl").read_text().splitlines()]
    told = [one for one in lines if one["what"] == "looked"]
    assert [(one["actor"], one["person"], one["on"]) for one in told] == [("resident", WANG, f"Patient/{WANG}")]


def test_what_was_found_and_what_a_registration_checked_is_told_too(visit: Visit) -> None:
    doctor = visit("clinician").open("/residents")
    doctor.send("/residents", _act="search", who="王秀兰")
    doctor.open("/residents/registration").send(
        "/residents/registration", _act="register", name="王秀兰", identity="65239919570312002X", sex="female",
        birth="1957-03-12", village="652328102200",
    )  # fmt: skip
    own = visit("resident").open(LOOKED)
    assert "检索到：基本信息" in own.text
    assert "居民建档：登记" in own.text


@pytest.mark.parametrize("person", ["clinician", "planner", "headquarters", "referral-centre"])
def test_nobody_else_is_told(visit: Visit, house: House, person: str) -> None:
    other = visit(person).open(LOOKED)
    assert other.status == 403
    assert "只有居民本人可以查看" in other.text
    with pytest.raises(Refused) as refused:
        house.open(person).looked()
    assert refused.value.kind == "forbidden"


def test_it_is_still_told_after_a_restart(it: Declared, tmp_path: Path) -> None:
    with opened(it, tmp_path) as house:
        house.open("clinician").read("Patient", WANG)
        house.open("resident").looked()
    with opened(it, tmp_path) as house:
        (line,) = house.open("resident").looked()
        assert (line.actor, line.on) == ("clinician", f"Patient/{WANG}")
        assert house.looked.followed < (tmp_path / "audit" / "reads.jsonl").stat().st_size


def test_in_english(visit: Visit) -> None:
    visit("clinician").open(f"/residents/{WANG}")
    own = visit("resident").send("/language", language="en", back="/")
    own.open(LOOKED)
    for said in ("Who looked at my record", "township doctor", "Circle of care: family-doctor contract", "Daily work"):
        assert said in own.text
