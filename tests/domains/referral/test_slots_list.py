"""The slots and beds of a region come in as an Excel list: downloaded, edited, errors at their cells, approved by a
second person; what a referral took is not changed by a list, nor over REST."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.clients.web.conftest import Visitor
from tests.domains.referral.conftest import slot
from tests.domains.residents.town import COUNTY, opened
from tests.integration.small_house import visitors

from tongmai.access import Put
from tongmai.declared import Declared
from tongmai.engines.workflow.record import dumps
from tongmai.fhir.check import Checker
from tongmai.house import House

LIST, PAGE = "/imports/template/referral.slots", "预留号源与床位"


@pytest.fixture
def house(tmp_path: Path, it: Declared) -> Iterator[House]:
    with opened(it, tmp_path) as one:
        schedule = {"resourceType": "Schedule", "id": COUNTY, "actor": [{"reference": f"Organization/{COUNTY}"}]}
        taken = {**slot("a2", COUNTY, "2025-07-02"), "status": "busy"}
        kept = [schedule, slot("a1", COUNTY, "2025-07-01"), taken]
        one.access.system("test").transact([Put(r["resourceType"], dumps(r), id=r["id"]) for r in kept])
        yield one


@pytest.fixture
def centre(house: House) -> Iterator[Visitor]:
    with visitors(house, "referral-centre") as (one,):
        yield one


def exported(centre: Visitor) -> bytes:
    centre.open(LIST)
    assert centre.status == 200
    data = centre.content
    centre.open("/imports")
    return data


def edited(data: bytes, change: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(BytesIO(data))
    change(book[PAGE])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def add(page: Any, row: int, *cells: Any) -> None:
    for column, value in enumerate(cells, start=1):
        page.cell(row, column).value = value


def test_a_list_sent_back_unchanged_changes_nothing(centre: Visitor) -> None:
    data = exported(centre)
    page = openpyxl.load_workbook(BytesIO(data))[PAGE]
    first = [page.cell(4, column).value for column in range(1, 8)]
    assert first[1:2] + first[3:] == ["号源", "2025-07-01 09:00", "2025-07-01 09:30", "2025-06-30 20:00", "可约"]
    centre.upload("号源.xlsx", data)
    assert "与现有记录完全相同" in centre.text


def test_a_bed_is_added_and_a_slot_moved_when_a_second_person_agrees(centre: Visitor, house: House) -> None:
    place = openpyxl.load_workbook(BytesIO(exported(centre)))[PAGE]["A4"].value

    def change(page: Any) -> None:
        page["D4"] = "2025-07-01 10:00"
        page["E4"] = "2025-07-01 10:30"
        add(page, 6, place, "床位", "心内科 12 床", "2025-07-01 08:00", "2025年7月4日18时", "2025-07-01 20:00", "可约")

    centre.upload("号源.xlsx", edited(exported(centre), change))
    assert "待审核" in centre.text
    proposal = centre.at
    centre.send(f"{proposal}/approve")
    assert centre.status in (403, 422)  # its sender does not approve it
    with visitors(house, "planner") as (planner,):
        planner.open(proposal).send(f"{proposal}/approve")
        assert "已入库" in planner.text
    moved = house.store.read("Slot", "a1").resource()
    assert (moved["start"], moved["end"]) == ("2025-07-01T10:00:00+08:00", "2025-07-01T10:30:00+08:00")
    assert moved["schedule"] == {"reference": f"Schedule/{COUNTY}"}  # the list does not touch what it does not show
    (bed,) = [one for one in house.store.current("Slot") if one.resource().get("comment")]
    made = bed.resource()
    assert made["end"] == "2025-07-04T18:00:00+08:00"
    assert Checker(house.declared.definitions).check(made) == []
    centre.upload("号源.xlsx", exported(centre))
    assert "与现有记录完全相同" in centre.text
    assert "床位" in centre.open("/referrals").text


def test_errors_stand_at_their_cells(centre: Visitor, house: House) -> None:
    def change(page: Any) -> None:
        page["D4"] = "2025-07-01"
        page["E5"] = "2025-07-02 11:00"

    before = house.store.counts()["Slot"]
    centre.upload("号源.xlsx", edited(exported(centre), change))
    assert "有误待改" in centre.text
    for said in ("D4", "缺少时刻", "E5", "记录“已约”，不在表中修改"):
        assert said in centre.text
    assert house.store.counts()["Slot"] == before


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("2025-07-03 09:00", "2025-07-03 08:00", None, "可约"), "结束时间应晚于开始时间"),
        (("2025-07-03 09:00", "2025-07-03 09:30", "2025-07-04 20:00", "可约"), "预留时间晚于结束时间"),
        (("2025-07-03 09:00", "2025-07-03 09:30", None, "已约"), "“已约”由转诊流程办理"),
        (("2025-07-01 09:00", "2025-07-01 09:30", None, "可约"), "重复"),
    ],
    ids=["ends before it begins", "kept beyond its end", "taken by a list", "twice in the list"],
)
def test_what_no_slot_may_say_is_refused(centre: Visitor, cells: tuple[str | None, ...], said: str) -> None:
    data = exported(centre)
    place = openpyxl.load_workbook(BytesIO(data))[PAGE]["A4"].value
    centre.upload("号源.xlsx", edited(data, lambda page: add(page, 6, place, "号源", None, *cells)))
    assert said in centre.text


def test_another_institutions_slots_are_not_a_centres_to_change(centre: Visitor, house: House) -> None:
    other = "th-652328102"
    house.access.system("test").transact([Put("Slot", dumps(slot("b1", other, "2025-07-01")), id="b1")])
    rows = openpyxl.load_workbook(BytesIO(exported(centre)))[PAGE]
    line = next(row for row in range(4, 7) if rows.cell(row, 8).value == "b1")
    end = f"E{line}"

    def change(page: Any) -> None:
        page[end] = "2025-07-01 11:00"

    centre.upload("号源.xlsx", edited(exported(centre), change))
    assert "不在您的权限内" in centre.text
    assert "待审核" not in centre.text


def asked(centre: Visitor, method: str, address: str, sent: Any = None, kind: str = "fhir") -> int:
    """What the interface answers to the centre's own program, with the session of its page."""
    content = dumps(sent) if sent is not None else b""
    headers = {"content-type": f"application/{kind}+json"} if sent is not None else {}
    answer = centre.loop.run_until_complete(centre.client.request(method, address, content=content, headers=headers))
    return int(answer.status_code)


def test_a_taken_slot_is_neither_freed_nor_deleted_over_rest(centre: Visitor, house: House) -> None:
    before = house.store.last_change()
    taken, free = (house.store.read("Slot", id).resource() for id in ("a2", "a1"))
    patch = [{"op": "replace", "path": "/status", "value": "free"}]
    put = {"request": {"method": "PUT", "url": "Slot/a2"}, "resource": {**taken, "status": "free"}}
    batch = {"resourceType": "Bundle", "type": "transaction", "entry": [put]}
    assert asked(centre, "PUT", "/fhir/Slot/a2", {**taken, "status": "free"}) == 403
    assert asked(centre, "PATCH", "/fhir/Slot/a2", patch, "json-patch") == 403
    assert asked(centre, "DELETE", "/fhir/Slot/a2") == 403
    assert asked(centre, "POST", "/fhir/", batch) == 403
    assert asked(centre, "PUT", "/fhir/Slot/a1", {**free, "status": "busy"}) == 403
    assert house.store.last_change() == before
    assert asked(centre, "PUT", "/fhir/Slot/a2", {**taken, "comment": "二楼"}) == 200
    assert asked(centre, "PUT", "/fhir/Slot/a1", {**free, "status": "busy-unavailable"}) == 200
    assert asked(centre, "DELETE", "/fhir/Slot/a1") in (200, 204)
