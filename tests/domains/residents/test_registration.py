"""Registration: one form, judged at its fields, written once, and whoever registers may go on."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.clients.web.conftest import Visitor
from tests.domains.residents.conftest import Visit
from tests.domains.residents.town import COUNTY, NUMBER, TOWN, VILLAGE, WatchedStore

from tongmai.base.outcome import Refused
from tongmai.house import House

FORM = "/residents/registration"
PERSON = {
    "name": "李梅", "identity": NUMBER, "sex": "male", "birth": "1990-01-01", "village": VILLAGE,
    "phone": "13900000000", "key_group": "chronic",
}  # fmt: skip


def register(visitor: Visitor, **changes: str) -> Visitor:
    return visitor.open(FORM).send(FORM, _act="register", **{**PERSON, **changes})


def patients(house: House) -> list[dict[str, Any]]:
    return [one.resource() for one in house.store.current("Patient")]


def registered(house: House) -> dict[str, Any]:
    (one,) = [one for one in patients(house) if one["identifier"][0]["value"] == NUMBER]
    return one


def test_a_resident_is_registered_and_the_record_opens(visit: Visit, house: House) -> None:
    doctor = register(visit("clinician"))
    one = registered(house)
    assert doctor.at == f"/residents/{one['id']}"
    assert doctor.status == 200
    assert "李梅" in doctor.text
    assert "东城镇卫生院" in doctor.text
    assert one["identifier"] == [{"system": "urn:tongmai:synthetic-identity", "value": NUMBER}]
    assert one["managingOrganization"] == {"reference": f"Organization/{TOWN}"}
    assert one["meta"]["tag"] == [{"system": "urn:tongmai:demonstration", "code": "yes"}]
    assert {e["url"]: e.get("valueCode") for e in one["extension"] if "valueCode" in e} == {
        "urn:tongmai:village": VILLAGE, "urn:tongmai:key-group": "chronic",
    }  # fmt: skip
    assert NUMBER not in doctor.at


def test_it_is_told_who_wrote_it_and_by_which_step(visit: Visit, house: House, tmp_path: Path) -> None:
    doctor = register(visit("clinician"))
    assert "基本情况由谁填写" in doctor.text
    assert "第 1 版 东城镇卫生院 · 乡镇医生" in doctor.text
    id = registered(house)["id"]
    proofs = [one.resource() for one in house.store.current("Provenance")]
    assert any({"reference": f"Patient/{id}"} in one["target"] for one in proofs)
    lines = [json.loads(line) for line in (tmp_path / "audit" / "reads.jsonl").read_text().splitlines()]
    wrote = [one for one in lines if one["what"] == "write" and one["on"] == f"Patient/{id}"]
    assert [one["rule"] for one in wrote] == ["residents.registration/register: clinician@managingOrganization"]


def test_whoever_registers_stands_in_the_circle_until_released(visit: Visit, house: House) -> None:
    doctor = register(visit("clinician"))
    id = registered(house)["id"]
    centre = visit("referral-centre")
    assert centre.open(f"/residents/{id}").status == 403
    doctor.open(f"/residents/{id}")
    doctor.step("release", reason="迁出")
    rows = [one.resource() for one in house.store.current("CareTeam") if "residents" in str(one.body)]
    assert [row["status"] for row in rows] == ["inactive"]


def test_a_referral_centre_registers_too(visit: Visit, house: House) -> None:
    nurse = register(visit("referral-centre"), village="652325100001")
    assert nurse.status == 200
    assert registered(house)["managingOrganization"] == {"reference": f"Organization/{COUNTY}"}


@pytest.mark.parametrize("person", ["specialist", "planner", "county-officer", "headquarters", "resident"])
def test_others_are_told_who_registers(visit: Visit, house: House, person: str) -> None:
    other = visit(person).open(FORM)
    assert "登记由医疗机构的医生或转诊中心办理" in other.text
    before = len(patients(house))
    other.send(FORM, _act="register", **PERSON)
    assert other.status in (400, 403), "the village is none of theirs, or the deed is not"
    assert len(patients(house)) == before


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"identity": "652399199001010070"}, "校验码不符"),
        ({"identity": "990001198006071232", "birth": "1980-06-07"}, "演示环境不登记真实号码"),
        ({"identity": "652399900101007"}, "十五位号码已停止使用"),
        ({"sex": "female"}, "性别与身份证号不符"),
        ({"birth": "1990-01-02"}, "与身份证号中的 1990-01-01 不符"),
        ({"birth": "1990-02-30"}, "出生日期"),
        ({"phone": "12"}, "电话应为"),
        ({"name": "李"}, "姓名应为两个字以上"),
        ({"name": ""}, "请填写姓名"),
        ({"village": "没有的村"}, "选项中没有"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_written(
    visit: Visit, house: House, changes: dict[str, str], said: str
) -> None:
    before = house.store.last_change()
    doctor = register(visit("clinician"), **changes)
    assert doctor.status in (400, 422)
    assert said in doctor.text
    assert "tongmai" not in doctor.text.lower().replace("tongmai contributors", "")
    assert house.store.last_change() == before
    if changes.get("name") is None:
        assert 'value="李梅"' in doctor.page, "what was typed is kept"


def test_a_number_that_is_registered_is_refused_with_the_way_out(visit: Visit, house: House) -> None:
    before = house.store.last_change()
    doctor = register(
        visit("clinician"), name="王秀兰", identity="６５２３９９ 19570312 002x", sex="female", birth="1957-03-12"
    )
    assert doctor.status == 409
    assert "此身份证号已登记" in doctor.text
    assert "查找居民" in doctor.text
    assert house.store.last_change() == before


def test_a_namesake_of_the_same_day_is_asked_about_once(visit: Visit, house: House) -> None:
    register(visit("clinician"))
    twin = {"identity": "652399199001010094", "name": "李梅"}
    doctor = register(visit("clinician"), **twin)
    assert doctor.status == 422
    assert "已有 1 位同名同生日的居民" in doctor.text
    assert 'name="another"' in doctor.page
    doctor.send(FORM, _act="register", another="yes", **{**PERSON, **twin})
    assert doctor.status == 200
    assert sum(one["name"] == [{"text": "李梅"}] for one in patients(house)) == 2


def started(house: House) -> None:
    """A registration without a form."""
    focus = {
        "resourceType": "Patient", "active": True,
        "managingOrganization": {"reference": f"Organization/{TOWN}"},
    }  # fmt: skip
    fields = {name: PERSON[name] for name in ("name", "identity", "sex", "birth")}
    house.workflows.start(house.open("clinician"), "residents.registration", focus, {}, ("register", fields))


def test_of_two_registrations_at_once_one_is_refused(house: House) -> None:
    store = house.store
    assert isinstance(store, WatchedStore)
    store.together = threading.Barrier(2)

    def ended() -> str:
        try:
            started(house)
        except Refused as error:
            return error.kind
        return "registered"

    with ThreadPoolExecutor(2) as pool:
        ends = [future.result() for future in [pool.submit(ended), pool.submit(ended)]]
    assert sorted(ends) == ["duplicate", "registered"]
    registered(house)
    assert sum(1 for one in store.current("CareTeam") if "residents" in str(one.body)) == 1


def test_whoever_was_slower_by_a_moment_reads_that_it_is_registered(visit: Visit, house: House) -> None:
    store = house.store
    assert isinstance(store, WatchedStore)
    doctor = visit("clinician").open(FORM)
    store.meanwhile = lambda: started(house)
    doctor.send(FORM, _act="register", **PERSON)
    assert doctor.status == 409
    assert "此身份证号已登记" in doctor.text
    registered(house)


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"village": "", "name": "", "birth": ""}, ("请填写居住村", "请填写姓名", "请填写出生日期")),
     ({"village": "", "identity": "652399199001010070"}, ("请填写居住村", "校验码不符"))],
)  # fmt: skip
def test_everything_wrong_in_the_form_is_named_at_once(
    visit: Visit, house: House, changes: dict[str, str], told: tuple[str, ...]
) -> None:
    """The village belongs to the record, name and number to the first step: one form, one answer."""
    doctor = register(visit("clinician"), **changes)
    assert all(words in doctor.text for words in told), doctor.text
    assert not [one for one in patients(house) if one["identifier"][0]["value"] == NUMBER]
