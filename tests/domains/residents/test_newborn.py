"""A newborn's certificates by their parties: asked for once, in their order, sent back, refused, withdrawn."""

from datetime import timedelta
from typing import Any

import pytest
from tests.clients.web.conftest import Visitor
from tests.domains.residents.conftest import Visit
from tests.domains.residents.test_without_number import NEWBORN, enter, provisional
from tests.domains.residents.town import TOWN, WANG

from tongmai.base.outcome import Refused
from tongmai.house import House

PARENT = "65239919570312002X"
CHILD_NUMBER = "652399202506200023"


def parts(house: House) -> dict[str, dict[str, Any]]:
    return {str(one.resource()["kind"]): one.resource() for one in house.store.current("NewbornPart")}


def at(house: House, kind: str) -> str:
    return f"/newborns/{parts(house)[kind]['id']}"


def apply(visit: Visit, house: House, **changes: str) -> Visitor:
    doctor = enter(visit("clinician"), NEWBORN)
    form = f"/new-newborn/{provisional(house)['id']}"
    assert form in doctor.page
    asked = {"parent_number": PARENT, "vaccination_unit": TOWN} | changes
    return doctor.open(form).send(form, _act="apply-newborn", **asked)


def answer(visitor: Visitor, place: str, **fields: str) -> Visitor:
    return visitor.open(place).step("answer", _act="answer", **({"issued": "2025-06-30"} | fields))


def test_every_part_by_its_party_in_its_order(visit: Visit, house: House) -> None:
    doctor, insurer, parent = apply(visit, house), visit("insurer"), visit("resident")
    assert doctor.at == at(house, "birth")
    assert set(parts(house)) == {"birth", "vaccination"}
    assert (parts(house)["birth"]["patient"], parts(house)["birth"]["due"]) == (
        {"reference": f"Patient/{WANG}"}, "2025-07-30")  # fmt: skip
    assert "等待出生医学证明" in doctor.text
    assert "等待户口登记" in doctor.text
    assert "李梅之女" in parent.open("/my-record").text
    answer(doctor, at(house, "birth"))
    assert "请填写证件编号" in doctor.text
    answer(doctor, at(house, "birth"), number="Y650000001", issued="2025-06-19")
    assert "日期应在出生之后" in doctor.text
    answer(doctor, at(house, "birth"), number="Y650000001")
    assert set(parts(house)) == {"birth", "vaccination", "household", "insurance"}
    answer(doctor, at(house, "vaccination"), number="JZ0001")
    assert insurer.open(at(house, "birth")).status == 403
    answer(insurer, at(house, "insurance"), number="YB1")
    assert "不重复登记" in insurer.text
    answer(insurer, at(house, "insurance"), receipt="HZ0001")
    keeper = answer(visit("record-keeper"), at(house, "household"), number="HK0001", receipt="GA0001")
    assert keeper.status == 200
    child = provisional(house)["id"]
    assert f'href="/residents/{child}"' in doctor.open(at(house, "household")).page
    doctor.open(f"/residents/{child}").step("add-number", _act="add-number", identity=CHILD_NUMBER)
    assert f'href="/residents/{child}"' not in doctor.open(at(house, "household")).page.split("<h2")[1]
    answer(doctor, at(house, "card"))
    assert {one["state"] for one in parts(house).values()} == {"answered"}
    told = parent.open("/my-record").text
    assert told.count("李梅之女") == 5
    assert "Y650000001" in told
    assert parent.open(at(house, "household")).status == 200


def test_sent_back_refused_submitted_again_and_withdrawn(visit: Visit, house: House) -> None:
    doctor, parent = apply(visit, house), visit("resident")
    place = at(house, "vaccination")
    doctor.open(place).step("send-back", _act="send-back", reason="")
    assert "请填写原因" in doctor.text
    doctor.open(place).step("send-back", _act="send-back", reason="缺出院小结")
    parent.open(place).step("resubmit", _act="resubmit", supplied="已补交")
    assert parts(house)["vaccination"]["state"] == "asked"
    doctor.open(place).step("refuse", _act="refuse", reason="不属本单位辖区")
    assert "不属本单位辖区" in parent.open(place).text
    doctor.open(place).step("resubmit", _act="resubmit", supplied="改由本单位接种")
    parent.open(place).step("withdraw", _act="withdraw", reason="迁居外地")
    assert parts(house)["vaccination"]["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"parent_number": "652399199001010078"}, "没有找到该身份证号的居民档案"),
     ({"parent_number": "123"}, "应为十八位"), ({"vaccination_unit": ""}, "请填写预防接种单位")],
)  # fmt: skip
def test_what_an_application_refuses(visit: Visit, house: House, changes: dict[str, str], said: str) -> None:
    doctor = apply(visit, house, **changes)
    assert said in doctor.text
    assert parts(house) == {}


def test_one_application_a_child_and_one_number_a_certificate(visit: Visit, house: House) -> None:
    doctor = apply(visit, house)
    child = provisional(house)["id"]
    answer(doctor, at(house, "birth"), number="Y1")
    form = f"/new-newborn/{child}"
    doctor.open(form).send(form, _act="apply-newborn", parent_number=PARENT, vaccination_unit=TOWN)
    assert "已有一件联办申请" in doctor.text
    enter(doctor, NEWBORN | {"name": "李梅之子", "sex": "male"})
    form = f"/new-newborn/{doctor.at.rpartition('/')[2]}"
    doctor.open(form).send(form, _act="apply-newborn", parent_number=PARENT, vaccination_unit=TOWN)
    answer(doctor, doctor.at, number="Y1")
    assert "该编号已登记在另一份证件上" in doctor.text


def test_no_household_before_the_birth_certificate(visit: Visit, house: House) -> None:
    apply(visit, house)
    first = parts(house)["birth"]
    early = {"resourceType": "NewbornPart", "kind": "household", "subject": first["subject"],
             "applicant": first["applicant"], "application": {"reference": f"NewbornPart/{first['id']}"}}  # fmt: skip
    with pytest.raises(Refused) as refused:
        house.workflows.start(house.access.open("clinician"), "residents.newborn-part", early)
    assert "birth certificate comes first" in str(refused.value)


def test_what_is_late_says_so(visit: Visit, house: House) -> None:
    doctor = apply(visit, house)
    assert "逾期" not in doctor.open("/newborns").text
    house.clock.at += timedelta(days=6)  # type: ignore[attr-defined]
    assert visit("clinician").open("/newborns").text.count("逾期") == 1


def corrects(visitor: Visitor, place: str, **fields: str) -> Visitor:
    return visitor.open(place).step("correct", _act="correct", **fields)


def test_an_answer_is_corrected_by_who_gave_it_and_the_old_one_is_kept(visit: Visit, house: House) -> None:
    doctor, parent, insurer = apply(visit, house), visit("resident"), visit("insurer")
    place = at(house, "birth")
    answer(doctor, place, number="Y650000001")
    answer(insurer, at(house, "insurance"), receipt="HZ0001")
    right = {"number": "Y650000010", "correction": "登记时看错一位"}
    assert "更正办理结果" not in parent.open(place).text
    assert "更正办理结果" not in doctor.open(at(house, "insurance")).text
    own, insured = doctor.open(place).task, insurer.open(at(house, "insurance")).task
    for who, task in (("resident", own), ("record-keeper", own), ("clinician", insured)):
        with pytest.raises(Refused):
            house.workflows.act(house.access.open(who), task, "correct", {"receipt": "HZ9", "correction": "回执号有误"})
    for wrong, said in (({"correction": ""}, "请填写更正原因"), ({"number": "Y650000001"}, "没有要更正的内容"),
                        ({"number": "", "issued": "2025-06-19"}, "日期应在出生之后")):  # fmt: skip
        corrects(doctor, place, **(right | wrong))
        assert said in doctor.text
    assert "corrected" not in parts(house)["birth"]
    corrects(doctor, place, **right)
    stands = parts(house)["birth"]
    assert (stands["number"], stands["issued"], stands["state"]) == ("Y650000010", "2025-06-30", "answered")
    assert (stands["answered"], stands["corrected"], stands["correction"]) == (
        "2025-06-30", "2025-06-30", "登记时看错一位")  # fmt: skip
    told = parent.open("/my-record").text
    assert "Y650000010（2025-06-30 更正）" in told
    assert "Y650000001" not in told
    assert "Y650000001" in parent.open(place).text  # what happened keeps the old answer
    assert set(parts(house)) == {"birth", "vaccination", "household", "insurance"}
    corrects(insurer, at(house, "insurance"), number="YB1", correction="补编号")
    assert "不重复登记" in insurer.text


def test_a_corrected_number_is_free_for_the_certificate_that_bears_it(visit: Visit, house: House) -> None:
    doctor = apply(visit, house)
    place = at(house, "birth")
    answer(doctor, place, number="Y1")
    enter(doctor, NEWBORN | {"name": "李梅之子", "sex": "male"})
    form = f"/new-newborn/{doctor.at.rpartition('/')[2]}"
    doctor.open(form).send(form, _act="apply-newborn", parent_number=PARENT, vaccination_unit=TOWN)
    other = doctor.at
    answer(doctor, other, number="Y2")
    corrects(doctor, place, number="Y2", correction="编号填错")
    assert "该编号已登记在另一份证件上" in doctor.text
    corrects(doctor, place, number="Y3", correction="编号填错")
    corrects(doctor, other, number="Y1", correction="两份证件互换")
    numbers = {str(one.resource().get("number")) for one in house.store.current("NewbornPart")} - {"None"}
    assert numbers == {"Y1", "Y3"}
