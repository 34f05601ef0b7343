"""Whoever has no identity number is registered under a temporary one; the number comes later, or the record is closed
in favour of the one that bears it."""

from datetime import date
from typing import Any

import pytest
from tests.clients.web.conftest import Visitor
from tests.domains.residents.conftest import Visit
from tests.domains.residents.test_registration import patients, register
from tests.domains.residents.town import NUMBER, TOWN, VILLAGE

from tongmai.domains.residents import rules
from tongmai.house import House

FORM = "/residents/registration/without-number"
NEWBORN = {"name": "李梅之女", "no_number": "newborn", "sex": "female", "birth": "2025-06-20", "village": VILLAGE}
LOST = {"name": "李梅", "no_number": "lost", "sex": "male", "birth": "1990-01-01", "village": VILLAGE}


def enter(visitor: Visitor, person: dict[str, str], **changes: str) -> Visitor:
    return visitor.open(FORM).send(FORM, _act="register-without", **{**person, **changes})


def provisional(house: House) -> dict[str, Any]:
    (one,) = [one for one in patients(house) if one["identifier"][0].get("use") == "temp"]
    return one


def test_the_way_stands_on_the_form_of_registration_in_both_languages(visit: Visit) -> None:
    doctor = visit("clinician").open("/residents/registration")
    assert f'href="{FORM}"' in doctor.page
    doctor.open(FORM).send("/language", language="en", back=FORM)
    for said in ("Register without an identity number", "newborn not yet in a household register", "Why", "temporary"):
        assert said.casefold() in doctor.open(FORM).text.casefold()


def test_a_newborn_is_registered_found_by_the_temporary_number_and_cared_for(visit: Visit, house: House) -> None:
    doctor = enter(visit("clinician"), NEWBORN)
    one = provisional(house)
    assert doctor.at == f"/residents/{one['id']}"
    assert doctor.status == 200
    (number,) = one["identifier"]
    assert number["system"] == rules.TEMPORARY
    assert number["value"].startswith("LS20250630")
    assert "20250620" not in number["value"]  # it tells nothing of the person
    assert number["value"] in doctor.text
    assert "新生儿尚未落户" in doctor.text
    assert one["managingOrganization"] == {"reference": f"Organization/{TOWN}"}
    doctor.open("/residents").send("/residents", _act="search", who=number["value"])
    assert "李梅之女" in doctor.text
    assert "补录身份证号" in doctor.open("/").text  # it waits on the desk until the number is there


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"birth": "2025-01-10"}, "仅限出生 90 日以内"),
        ({"birth": "2025-07-10"}, "不可能"),
        ({"no_number": "forgotten"}, "不在选项内"),
        ({"no_number": ""}, "请填写没有身份证号的原因"),
        ({"name": "李"}, "姓名应为两个字以上"),
        ({"phone": "12"}, "电话应为"),
    ],
    ids=["no newborn any more", "to be born", "no reason", "nothing", "half a name", "no phone"],
)
def test_what_is_wrong_stands_at_its_field(visit: Visit, house: House, changes: dict[str, str], said: str) -> None:
    before = house.store.last_change()
    doctor = enter(visit("clinician"), NEWBORN, **changes)
    assert doctor.status in (400, 422)
    assert said in doctor.text
    assert house.store.last_change() == before


def test_the_number_is_added_and_the_temporary_one_still_finds(visit: Visit, house: House) -> None:
    doctor = enter(visit("clinician"), LOST)
    temporary = provisional(house)["identifier"][0]["value"]
    page = doctor.at
    doctor.step("add-number", _act="add-number", identity="652399199001010070")
    assert "校验码不符" in doctor.text
    doctor.open(page).step("add-number", _act="add-number", identity=NUMBER)
    (one,) = [one for one in patients(house) if one["id"] == page.rpartition("/")[2]]
    assert [(two["value"], two.get("use", "")) for two in one["identifier"]] == [(NUMBER, ""), (temporary, "old")]
    assert doctor.open(page).status == 200  # who registered goes on caring
    assert "补录身份证号" not in doctor.text
    doctor.open("/residents").send("/residents", _act="search", who=temporary)
    assert "李梅" in doctor.text
    again = register(visit("clinician"), name="李梅", another="yes")
    assert again.status == 409
    assert "此身份证号已登记" in again.text


def test_a_number_tells_the_day_of_birth_unless_it_is_put_right_with_it(visit: Visit, house: House) -> None:
    doctor = enter(visit("clinician"), LOST, birth="1990-01-02")
    page = doctor.at
    doctor.step("add-number", _act="add-number", identity=NUMBER)
    assert "与身份证号中的 1990-01-01 不符" in doctor.text
    doctor.open(page)
    doctor.send(f"/work/{doctor.task}/add-number", _version="1", identity=NUMBER, birth="1990-01-01", name="李美")
    (one,) = [one for one in patients(house) if one["id"] == page.rpartition("/")[2]]
    assert (one["birthDate"], one["name"]) == ("1990-01-01", [{"text": "李美"}])


def test_a_second_record_is_paired_and_closed_in_favour_of_the_first(visit: Visit, house: House) -> None:
    doctor = register(visit("clinician"))
    first = doctor.at.rpartition("/")[2]
    enter(doctor, LOST)
    assert "已有 1 位同名同生日的居民" in doctor.text
    enter(doctor, LOST, another="yes")
    page, second = doctor.at, doctor.at.rpartition("/")[2]
    doctor.step("add-number", _act="add-number", identity=NUMBER)
    assert "此身份证号已有档案，可能是同一人" in doctor.text
    doctor.open(page)
    assert "疑似重复" in doctor.text
    form = f"/duplicate-of/{second}"
    doctor.open(form)
    assert "李梅 1990-01-01（同名同生日）" in doctor.text
    doctor.send(form, _act="propose", other=second)
    assert "请选择另一份档案" in doctor.text or "不在选项内" in doctor.text
    doctor.open(form).send(form, _act="propose", other=first)
    pair = doctor.at
    assert pair.startswith("/duplicates/")
    assert "姓名、出生日期相同" in doctor.text
    wrong, right = ("first", "second") if second < first else ("second", "first")
    doctor.step("merge-at-once", _act="merge-at-once", keeps=wrong, why="本人到场，核对身份证")
    assert "有身份证号的档案应当保留" in doctor.text
    doctor.open(pair).step("merge-at-once", _act="merge-at-once", keeps=right, why="本人到场，核对身份证")
    assert "已合并" in doctor.text
    closed = house.store.read("Patient", second).resource()
    assert closed["active"] is False
    assert closed["link"] == [{"other": {"reference": f"Patient/{first}"}, "type": "replaced-by"}]
    assert "补录身份证号" not in visit("clinician").open("/").text  # the work of the closed record rests
    doctor.open("/residents").send("/residents", _act="search", who=closed["identifier"][0]["value"])
    assert f"/residents/{first}" in doctor.page  # the old number finds the record that stands
    doctor.open(pair).step("unmerge", _act="unmerge", why="核对有误，是两人")
    assert "已撤销合并" in doctor.text
    assert house.store.read("Patient", second).resource()["active"] is True
    assert "补录身份证号" in visit("clinician").open("/").text


@pytest.mark.parametrize("person", ["specialist", "planner", "resident"])
def test_others_are_told_who_registers(visit: Visit, person: str) -> None:
    assert "登记由医疗机构的医生或转诊中心办理" in visit(person).open(FORM).text


def test_a_reason_that_the_table_does_not_hold_today_is_refused() -> None:
    fields = {"no_number": "lost", "birth": "1990-01-01"}
    (issue,) = rules.reason_holds({}, fields, date(2023, 12, 31))
    assert (issue.where, issue.rule) == ("no_number", "residents.no_number_reasons")
    assert rules.reason_holds({}, fields, date(2024, 1, 1)) == []
