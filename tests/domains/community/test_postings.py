"""A physician posted from one county to another, by four people in their order; what is refused and why; the figure."""

from datetime import date

import orjson
from tests.domains.community.conftest import DONGCHENG, SENDER, Visit

from tongmai.access import Put
from tongmai.house import House
from tongmai.model.period import period
from tongmai.store.protocol import ChangeSet

TODAY = date(2025, 6, 30)
NEW = f"/new-posting/{SENDER}"
FORM = {"_act": "propose", "person": "赵建国", "host": DONGCHENG, "rank": "associate", "mode": "long",
        "from": "2024-10-01", "until": "2025-06-30", "task": "心内科带教"}  # fmt: skip


def counted(house: House, year: str) -> int:
    """Heads of the county in a year, a running one up to the day."""
    house.facts_version()
    cells = house.evaluator.cells(["community.posted_half_year"], [period(year).cut(TODAY)], "county")
    return sum(cell.numerator for cell in cells if cell.area == "652328000000")


def test_a_posting_from_proposal_to_the_cell_of_the_measure(visit: Visit, house: House) -> None:
    before = counted(house, "2025")
    owner, host, county = visit("headquarters"), visit("clinician"), visit("county-officer")
    owner.open(NEW).send(NEW, **FORM)
    assert "待派驻单位同意" in owner.text
    page = owner.at
    owner.step("accept")
    assert "clinician@host" in owner.text
    county.open(page).step("approve")
    assert county.status == 422  # not accepted yet
    host.open(page).step("accept", version="0")
    assert host.status == 412  # not the version that was seen
    host.open(page).step("accept")
    county.open(page).step("approve")
    host.open(page).step("arrive", _act="arrive", arrived="2025-07-01")
    assert "到岗日期不能晚于今天" in host.text
    host.open(page).step("arrive", _act="arrive", arrived="2025-01-01")
    assert "派驻中" in host.text
    assert counted(house, "2025") == before  # 181 days so far
    host.step("return", _act="return", returned="2025-07-01", report="完成带教")
    assert "在到岗日 2025-01-01 与今天之间" in host.text
    county.open(page).step("correct", _act="correct", arrived="2024-12-29", reason="登记有误")
    host.open(page).step("return", _act="return", returned="2025-06-30", report="完成带教")
    assert "已返回" in host.text
    assert counted(house, "2025") == before
    for told in ("2024", "3", "2025", "181", "合计 184 天"):
        assert told in host.open(page).text


def test_half_a_year_moves_the_figure_by_one(visit: Visit, house: House) -> None:
    before = counted(house, "2024")
    body = {"resourceType": "Posting", "id": "long", "community": {"reference": "Organization/mc-652325-1"},
            "person": {"reference": "Practitioner/person-county-officer"},
            "home": {"reference": f"Organization/{SENDER}"},
            "host": {"reference": f"Organization/{DONGCHENG}"}, "area": "652328000000", "mode": "long",
            "rank": "associate", "period": {"start": "2024-06-01", "end": "2024-12-31"}, "task": "带教",
            "arrivedOn": "2024-07-02", "returnedOn": "2024-12-31", "state": "returned"}  # fmt: skip
    house.store.commit(_change(body))
    assert counted(house, "2024") == before + 1
    house.store.commit(_change(body | {"arrivedOn": "2024-07-03"}))
    assert counted(house, "2024") == before


def _change(body: dict[str, object]) -> ChangeSet:
    return ChangeSet((Put("Posting", orjson.dumps(body), "long"),), "tests")


def test_who_may_not_be_posted_and_where(visit: Visit) -> None:
    owner, form = visit("headquarters"), FORM | {"from": "2025-07-01", "until": "2025-12-31"}
    owner.open(NEW).send(NEW, **(FORM | {"until": "2024-09-30"}))
    assert "结束日期早于开始日期" in owner.text
    owner.open(NEW).send(NEW, **(form | {"host": "th-652301201"}))
    assert owner.status in (400, 422)
    owner.open(NEW).send(NEW, **form)
    owner.open(NEW).send(NEW, **form)
    assert "已有一件同样的医师派驻在办" in owner.text
    county = visit("county-officer")
    county.open("/postings").send(NEW, **form)
    assert county.status == 403
