"""The pages as people use them at the demonstration's clock: the doctor reports, the county reviews, the prefecture
closes; a missed report, a record held up, a signal answered; and what is refused."""

import re
from collections.abc import Iterator
from datetime import date, time
from typing import Any

import orjson
import pytest
from tests import demonstration
from tests.clients.web.conftest import Visitor
from tests.visiting import Visit, visiting

from tongmai.access import Put
from tongmai.app import clock_at, declared, open_house
from tongmai.base.settings import read_settings
from tongmai.house import House
from tongmai.store.memory.store import MemoryStore

Json = dict[str, Any]
DAY, STANDS = date(2025, 6, 30), time(10, 4)
WANG = "resident-652328102-0001"
NEW = f"/surveillance/new/{WANG}"
FLOWS = ("surveillance.card", "surveillance.signal")


def wanted(one: Json) -> bool:
    if one["resourceType"] == "Task":
        return one["code"]["coding"][0]["code"] in FLOWS
    if one["resourceType"] == "Practitioner":
        return str(one["id"]).startswith("person-")
    if one["resourceType"] == "CareTeam":
        return bool(one["subject"]["reference"] == f"Patient/{WANG}")
    return one["resourceType"] in ("Organization", "DiseaseCard", "EpidemicSignal")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    kept = [one for one in demonstration.everything() if wanted(one)]
    whose = {one["subject"]["reference"][8:] for one in kept if "subject" in one} | {WANG}
    people = [one for one in demonstration.everything() if one["resourceType"] == "Patient" and one["id"] in whose]
    it, clock = declared("changji"), clock_at(DAY, STANDS)
    settings = {**read_settings({}), "data": tmp_path_factory.mktemp("house"), "secret": "a key for tests"}
    found = open_house(settings, clock, it, MemoryStore(it.definitions, clock))
    puts = [Put(one["resourceType"], orjson.dumps(one), one["id"]) for one in (*people, *kept)]
    found.access.system("test").transact(puts)
    yield found
    found.close()


@pytest.fixture
def visit(house: House) -> Iterator[Visit]:
    """A browser of its own for each person."""
    with visiting(house) as begin:
        yield begin


def diagnosed(doctor: Visitor, disease: str, day: str = "2025-06-30", time: str = "09:40") -> Visitor:
    doctor.open(NEW)
    return doctor.send(NEW, _act="card", disease=disease, origin="diagnosis", day=day, time=time)


def test_the_doctor_sees_what_is_owed_and_what_is_missed(visit: Visit) -> None:
    doctor = visit("clinician").open("/surveillance")
    assert doctor.status == 200
    for word in ("待报告", "漏报", "麻疹", "超时", "病毒性肝炎", "退回订正"):
        assert word in doctor.text
    assert "/surveillance/cards/card-missed" in doctor.page
    assert "预警信号 待初步核实" not in doctor.text


def test_a_card_goes_through_its_parties(visit: Visit) -> None:
    doctor = diagnosed(visit("clinician"), "mazhen")
    assert doctor.status == 200, doctor.text
    assert doctor.at.startswith("/surveillance/cards/")
    address = doctor.at
    assert "2025-07-01 09:40" in doctor.text, "24 hours after the diagnosis"
    doctor.step("report", case="clinical", onset="2025-06-29")
    county = visit("county-officer").open(address)
    county.step("check")
    assert county.status in (400, 409, 422)
    assert "国家直报系统的卡片编号和回执还没有登记" in county.text
    county.open(address).step("national", number="6523282025000123", receipt="演示回执 123")
    county.open(address).step("check")
    assert "待地市审核" in county.text
    planner = visit("planner").open(address)
    planner.step("close")
    assert "已审结" in planner.text
    doctor.open(address).step("correct", disease="measles", case="confirmed", reason="实验室确诊")
    assert "待县审" in doctor.text
    assert "订正记录" in doctor.text


def test_what_is_wrong_comes_back_at_its_field(visit: Visit) -> None:
    doctor = diagnosed(visit("clinician"), "chikungunya")
    assert doctor.status >= 400
    assert "选项中没有" in doctor.text, "not in the catalogue of that day"
    doctor = diagnosed(visit("clinician"), "hfmd", time="half past nine")
    assert "诊断时间应写成 时:分" in doctor.text
    doctor = diagnosed(visit("clinician"), "hfmd", day="2025-07-01")
    assert "诊断日期不能晚于今天" in doctor.text


def test_a_record_is_held_up_and_says_why(visit: Visit) -> None:
    doctor = diagnosed(visit("clinician"), "huoluan", time="09:50")
    card = doctor.at
    assert "2025-06-30 11:50" in doctor.text, "two hours for class A"
    doctor.open(NEW).send(NEW, _act="closing", category="AMB", number="A-1")
    record = doctor.at
    assert record.startswith("/surveillance/closings/")
    assert "霍乱" in doctor.text
    doctor.step("close")
    assert "霍乱未报告，时限 2025-06-30 11:50" in doctor.text
    doctor.open(card).step("report", case="suspected", onset="2025-06-30")
    doctor.open(record).step("close")
    assert "已归档" in doctor.text


def test_the_county_answers_its_signal(visit: Visit) -> None:
    county = visit("county-officer").open("/surveillance/weeks?disease=brucellosis")
    assert county.status == 200
    assert "布鲁氏菌病" in county.text
    assert "移动百分位数" in county.text
    county.send("/surveillance/weeks", _act="raise", disease="brucellosis")
    assert "已有一件同样的" in county.text
    county.open("/surveillance/weeks").send("/surveillance/weeks", _act="raise", disease="plague")
    assert "没有超过阈值" in county.text
    county.open("/surveillance/signals/signal-brucellosis").step("check", finding="四例均为东城镇牧民")
    assert "已核实待判断" in county.text
    county.step("suspect", why="同一牧场")
    county.step("confirm", why="现场调查确认")
    assert "确认暴发" in county.text


@pytest.mark.parametrize("person", ["headquarters", "resident", "referral-centre"])
def test_others_see_no_card(visit: Visit, person: str) -> None:
    assert visit(person).open("/surveillance/cards/card-missed").status in (403, 404)
    assert "card-" not in visit(person).open("/surveillance/line-list").page


def test_the_weeks_name_nobody(visit: Visit) -> None:
    page = visit("planner").open("/surveillance/weeks")
    assert page.status == 200
    assert not re.search(r"resident-|card-\d", page.page)


def test_the_line_list_is_narrowed_by_disease(visit: Visit) -> None:
    planner = visit("planner").open("/surveillance/line-list?disease=brucellosis&county=652328000000")
    assert "布鲁氏菌病" in planner.text
    assert "麻疹" not in planner.text.partition("国家卡片编号")[2]


def test_the_stranger_may_not_open_the_residents_form(visit: Visit) -> None:
    assert visit("planner").open(NEW).status == 403
    assert visit("specialist").open("/surveillance/cards/card-missed").status in (403, 404)


def test_who_may_read_a_card_and_not_its_task_sees_it_without_steps(visit: Visit, house: House) -> None:
    card = diagnosed(visit("clinician"), "hfmd").at
    centre = visit("referral-centre")
    assert centre.open(card).status in (403, 404)
    circle = {
        "resourceType": "CareTeam", "id": "circle-of-a-referral", "status": "active",
        "category": [{"coding": [{"system": "urn:tongmai:because", "code": "referral"}]}],
        "subject": {"reference": f"Patient/{WANG}"}, "period": {"start": "2025-06-01", "end": "2025-12-31"},
        "participant": [{"member": {"reference": "Organization/hospital-652325-general"}}],
    }  # fmt: skip
    house.access.system("test").transact([Put("CareTeam", orjson.dumps(circle), circle["id"])])
    assert centre.open(card).status == 200
    assert "手足口病" in centre.text
    assert "当前没有可以办理的步骤" in centre.text
    assert "/workflow" not in centre.page


@pytest.mark.parametrize(
    ("disease", "said"),
    [
        ("houdou", "2023-09-20 起的目录，24 小时内报告（未核实）"),
        ("fengzhen", "2020-01-01 起的目录，24 小时内报告（已核实）"),
    ],
)
def test_a_card_tells_by_which_row_its_clock_runs(visit: Visit, disease: str, said: str) -> None:
    doctor = diagnosed(visit("clinician"), disease)
    assert f"时限依据 {said}" in doctor.text
