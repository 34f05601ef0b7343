"""The front door on the real rooms: lists go out and come back unharmed; a county's roster, as people write it, is
mended, approved by the prefecture, and moves T12 by one."""

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import openpyxl
import orjson
import pytest

from tongmai.access import Context, Put
from tongmai.app import clock_at, declared, open_house
from tongmai.base.outcome import Refused
from tongmai.base.settings import read_settings
from tongmai.engines.intake.tasks import Proposal
from tongmai.house import House
from tongmai.regions.demonstration.everything import facts
from tongmai.regions.demonstration.writing import write
from tongmai.store.memory.store import MemoryStore
from tongmai.store.protocol import ChangeSet

Json = dict[str, Any]
Row = dict[str, Any]
AS_OF = date(2025, 6, 30)
moment = datetime.fromisoformat  # a spreadsheet's times have no zone
ROSTER = "任职与值守"
STATION, OTHER = "station-652328206", "station-652328100"  # without a roster; with one
LISTS = (
    "registry.institutions",
    "registry.staff",
    "registry.posts_held",
    "registry.posts",
    "registry.beds",
    "registry.equipment",
    "registry.services",
    "registry.certificates",
    "plans.funding",
    "plans.mortality",
    "plans.reported",
    "plans.arrangements",
    "emergency.places",
    "emergency.plans",
    "emergency.rota",
    "insurance.lines",
    "insurance.splits",
    "insurance.cases",
    "insurance.budgets",
    "pharmacy.formulary",
    "pharmacy.holdings",
    "quality.front_pages",
    "quality.outside_stays",
    "quality.case_groups",
    "referral.slots",
    "supervision.central",
    "workforce.pool",
    "workforce.trainees",
    "workforce.covers",
    "workforce.pay",
)
WHOLE = frozenset({"institution", "post", "certificate", "equipment", "ward", "reported", "split_rule",
                   "central_task", "pay_year", "schedule", "slot", "pool_post", "dip_case", "dip_budget",
                   "formulary_entry", "drug_holding", "case_group", "funding_line", "mortality_year",
                   "arrangement", "contingency_plan"})  # fmt: skip


def chosen() -> Iterator[tuple[str, list[Row]]]:
    """What the lists show and T12 counts: every institution, the people of one county and of all stations, the runs."""
    staff: list[Row] = []
    for lens, rows in facts(declared("changji").region):
        if lens == "staff":
            staff = list(rows)
        elif lens == "post_held":
            kept = [
                row for row in rows if row["post"] in ("emergency_station", "inspector") or "652328" in row["person"]
            ]
            people = {row["person"] for row in kept}
            yield "staff", [row for row in staff if row["id"] in people]
            yield lens, kept
        elif lens == "visit":
            yield lens, [row for row in rows if "station" in str(row)]
        elif lens in WHOLE:
            yield lens, list(rows)
        elif lens in ("duty_shift", "emergency_place"):
            yield lens, [row for row in rows if "652328" in row["institution"]]
        elif lens == "service":
            yield lens, rows[::7]
        elif lens in ("trainee", "doctor_cover"):
            yield lens, [row for row in rows if "652328" in str(row.get("person") or "652328")]
        elif lens in ("fund_line", "front_page", "outside_stay"):
            yield lens, rows[::40]


@pytest.fixture(scope="module")
def bodies() -> tuple[Put, ...]:
    resources: Iterator[Json] = chain.from_iterable(write(lens, rows) for lens, rows in chosen())
    return tuple(Put(one["resourceType"], orjson.dumps(one), one["id"]) for one in resources)


@pytest.fixture(scope="module")
def house(bodies: tuple[Put, ...], tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("house")
    it, clock = declared("changji"), clock_at(AS_OF)
    settings = {**read_settings({}), "data": folder, "secret": "test"}
    made = open_house(settings, clock, it, MemoryStore(it.definitions, clock))
    made.store.commit(ChangeSet(bodies, origin="demonstration"))
    yield made
    made.close()


@pytest.fixture
def officer(house: House) -> Context:
    return house.open("county-officer")


@pytest.fixture
def planner(house: House) -> Context:
    return house.open("planner")


def t12(house: House) -> tuple[int | None, int | None]:
    (decision,) = house.decide("changji-2024", AS_OF, {}, ["T12"])
    return decision.numerator, decision.denominator


def edited(data: bytes, sheet: str, change: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book[sheet])
    return saved(book)


def only(sent: list[Proposal]) -> Proposal:
    (one,) = sent
    return one


@pytest.fixture(scope="module")
def exported(house: House) -> bytes:
    """All lists, as the prefecture sees them."""
    return house.sheets.template(house.open("planner"))


def test_every_list_comes_back_unharmed(house: House, planner: Context, exported: bytes) -> None:
    before = house.store.last_change()
    seen = house.sheets.look(planner, "全部.xlsx", exported)
    assert [one.listing.sheet.id for one in seen] == list(LISTS)
    for one in seen:
        assert one.preview.same, one.listing.sheet.id
        assert one.preview.idle, one.listing.sheet.id
        assert not one.preview.absent
        assert not one.preview.read_as
    assert house.store.last_change() == before


EDITS: dict[str, tuple[str, Any, str, Any]] = {
    "registry.institutions": ("B", "改了名的机构", "name", "改了名的机构"),
    "registry.staff": ("G", moment("2031-01-31"), "licence_to", "2031-01-31"),
    "registry.posts_held": ("E", "2026年12月31日", "to_day", "2026-12-31"),
    "registry.posts": ("C", "１２", "approved", 12),
    "registry.beds": ("C", "17张", "beds", 17),
    "registry.equipment": ("D", "某厂", "maker", "某厂"),
    "registry.services": ("F", "2026/12/31", "to_day", "2026-12-31"),
    "registry.certificates": ("M", " 已核 ", "note", "已核"),
    "plans.funding": ("F", "另一份文件", "basis", "另一份文件"),
    "plans.mortality": ("F", "另一份年报", "basis", "另一份年报"),
    "plans.reported": ("K", "与县里核对过", "note", "与县里核对过"),
    "plans.arrangements": ("G", "另一科室", "unit", "另一科室"),
    "emergency.places": ("J", "已核", "note", "已核"),
    "emergency.plans": ("C", "另一单位", "publisher", "另一单位"),
    "emergency.rota": ("E", "0994-1", "telephone", "0994-1"),
    "insurance.lines": ("G", "1,234.50元", "fund", 1234.5),
    "insurance.splits": ("G", "另一份文件", "source", "另一份文件"),
    "insurance.cases": ("F", "8,000.50元", "cost", 8000.5),
    "insurance.budgets": ("D", "另一份文件", "source", "另一份文件"),
    "pharmacy.formulary": ("G", "另一份文件", "basis", "另一份文件"),
    "pharmacy.holdings": ("F", "已核", "note", "已核"),
    "quality.front_pages": ("E", "６６岁", "age", 66),
    "quality.outside_stays": ("G", "8,000.50元", "total", 8000.5),
    "quality.case_groups": ("B", "另一名称", "name", "另一名称"),
    "referral.slots": ("C", "心内科1诊室", "name", "心内科1诊室"),
    "supervision.central": ("B", "2025年第二批", "batch", "2025年第二批"),
    "workforce.pool": ("G", "另一份文件", "basis", "另一份文件"),
    "workforce.trainees": ("F", "另一所学校", "school", "另一所学校"),
    "workforce.covers": ("H", "个人", "payer", "个人"),
    "workforce.pay": ("G", "另一份报表", "basis", "另一份报表"),
}


def test_one_edited_cell_is_one_change_and_is_written_as_such(house: House, planner: Context, exported: bytes) -> None:
    """In every list; and nothing else of the record changes, whatever else stands in it."""
    book = openpyxl.load_workbook(io.BytesIO(exported))
    rows = {sheet: edit(house, planner, book, sheet) for sheet in LISTS}
    seen = house.sheets.look(planner, "各改一格.xlsx", saved(book))
    for one in seen:
        _, _, name, meant = EDITS[one.listing.sheet.id]
        assert one.preview.wrong == ()
        (changed,) = one.preview.changed
        assert changed.row == rows[one.listing.sheet.id]
        assert [(each.name, each.new) for each in changed.changes] == [(name, meant)]
        version = planner.read(one.listing.type, changed.id)
        before, after = version.resource(), one.listing.changed(version, {name: meant})
        assert len({key for key in {*before, *after} - {"meta"} if str(before.get(key)) != str(after.get(key))}) == 1


def edit(house: House, planner: Context, book: Any, sheet: str) -> int:
    """Change a cell of the first record that a list may change; the number of its row."""
    letter, written, name, meant = EDITS[sheet]
    listing = house.sheets.listing(sheet)
    closed = dict(listing.sheet.closed)
    row = next(
        number
        for number, one in enumerate(listing.present(planner), start=4)
        if one.row.get(name) != meant and not any(one.row.get(column) in codes for column, codes in closed.items())
    )
    book[listing.sheet.title.zh[:31]][f"{letter}{row}"] = written
    return row


def saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def person(house: House, number: int) -> Row:
    """Somebody of the county: id and name."""
    rows = house.lake.query("select p.person as id, s.name from post_held p join staff s on s.id = p.person "
                            "where p.institution = 'th-652328206' order by p.person")  # fmt: skip
    return rows[number % len(rows)]


def roster(house: House) -> tuple[bytes, dict[str, str]]:
    """The county's list as it was sent: a title over merged cells, moved and renamed headings, a roster in which nearly
    every row has something wrong. With the kind of error expected at each cell."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "附件3"
    page["A1"] = "木垒县急救站值班人员花名册"
    page.merge_cells("A1:J1")
    headings = "序号 机构名称 人员编码 岗位* 值守起始日期（必填） 截止日期 是否有效 专业 入选批次 联系电话"
    page.append(headings.split())
    one, other = person(house, 0)["id"], person(house, 1)["id"]
    rows: list[tuple[list[Any], dict[str, str]]] = [
        ([STATION, one, "急救站值守", "2025年1月1日", None, "是"], {}),  # 3: as it should be, nearly
        (["大南沟乡急救站", one, "急救站值守", "2025-1-1", None, "是"], {"B": "unknown"}),
        ([STATION, "Y652328-99999", "急救站值守", "2025-1-1", None, "是"], {"C": "unknown"}),
        ([STATION, one, "值班医生", "2025-1-1", None, "是"], {"D": "code"}),
        ([STATION, one, "急救站值守", "2025-2-30", None, "是"], {"E": "day"}),
        ([STATION, one, "急救站值守", "1/2/2025", None, "是"], {"E": "ambiguous"}),
        ([STATION, one, "急救站值守", "25.1.1", None, "是"], {"E": "ambiguous"}),
        ([STATION, one, "急救站值守", "2025年1月", None, "是"], {"E": "day"}),
        ([STATION, one, "急救站值守", moment("1900-01-05"), None, "是"], {"E": "range"}),
        ([STATION, one, "急救站值守", "去年底", None, "是"], {"E": "day"}),
        ([STATION, one, "急救站值守", None, None, "是"], {"E": "required"}),
        ([STATION, None, "急救站值守", "2025-1-1", None, "是"], {"C": "required"}),
        ([STATION, one, "急救站值守", "2025-1-1", "2024-1-1", "是"], {"F": "rule"}),
        ([STATION, one, "急救站值守", "2025-1-1", None, "在岗"], {"G": "code"}),
        ([STATION, one, "急救站值守", "2025-1-1", None, "=IF(1,\"是\",\"否\")"], {"G": "formula"}),
        ([STATION, one, "急救站值守", "2025-1-1", None, "#N/A"], {"G": "error-value"}),
        ([STATION, one, "急救站值守", "2025-1-1 星期五", None, "是"], {"E": "day"}),
        ([STATION, one, "急救站值守", 2025, None, "是"], {"E": "day"}),
        ([f"  {STATION}　", f" {one.replace('Y', 'Ｙ')} ", "急救站 值守", 45658, "长期", "√"], {"C": "duplicate"}),
        ([STATION, other, "急救站值守", "2025/1/1", None, "是", "火星科"], {"H": "code"}),
        ([STATION, other, "急救站值守", "2025/1/1", None, "是", None, moment("2025-01-01")], {"I": "converted"}),
        ([STATION, other, "急救站值守", "2025/1/1", None, "是", None, 1.23456789012345e17], {"I": "digits"}),
        (["station-652301202", other, "急救站值守", "2025/1/1", None, "是"], {"C": "forbidden"}),
        ([STATION, other, "急救站值守", "2025/1/1", None, "是"], {"B": "merged", "C": "merged"}),
    ]  # fmt: skip
    wrong: dict[str, str] = {}
    for number, (cells, faults) in enumerate(rows, start=3):
        page.append([number - 2, *cells])
        wrong |= {f"{letter}{number}": kind for letter, kind in faults.items()}
    last = 2 + len(rows)
    page.merge_cells(f"B{last}:C{last}")
    page.row_dimensions[5].hidden = True
    page.append([None])
    page.append([None, "合计", None, None, None, None, f"=COUNTA(G3:G{last})"])
    return saved(book), wrong


def test_a_county_mends_its_roster_and_t12_moves_by_one(house: House, officer: Context, planner: Context) -> None:
    start, of = t12(house)
    assert (start, of) == (68, 72)
    data, expected = roster(house)
    assert len(expected) >= 20
    sent = only(house.sheets.send(officer, "木垒县花名册.xlsx", data))
    assert sent.record.sheet == "registry.posts_held"
    assert {one.cell: one.kind for one in sent.preview.wrong} == expected
    assert all(one.reason.zh and one.remedy.zh for one in sent.preview.wrong)
    assert [one.row for one in sent.preview.new] == [3]
    kinds = {one.kind for one in sent.preview.told}
    assert {"sheet-name", "heading", "extra-column", "hidden", "passed", "empty-row"} <= kinds
    with pytest.raises(Refused):
        house.sheets.approve(planner, sent.record.id)

    def mend(page: Any) -> None:
        page.unmerge_cells("B26:C26")
        page.delete_rows(4, 23)

    mended = edited(data, "附件3", mend)
    sent = only(house.sheets.send(officer, "木垒县花名册(改).xlsx", mended))
    assert sent.preview.wrong == ()
    assert t12(house) == (68, 72)
    with pytest.raises(Refused) as refused:
        house.sheets.approve(officer, sent.record.id)
    assert refused.value.kind == "forbidden"
    house.sheets.approve(planner, sent.record.id)
    assert t12(house) == (69, 72)

    (new,) = sent.preview.new
    (line,) = house.sheets.story(planner, "PractitionerRole", new.id)
    assert (line.proposed_by, line.approved_by) == ("叶尔兰", "马文博")
    assert (line.file, line.row) == ("木垒县花名册(改).xlsx", 3)
    records = house.sheets.history(planner, "registry.posts_held")
    assert [one.state for one in records[:2]] == ["approved", "to-mend"]

    back = house.sheets.revert(officer, sent.record.id)
    house.sheets.approve(planner, back.record.id)
    assert t12(house) == (68, 72)


def test_a_state_that_a_workflow_moves_is_not_typed_over(house: House, planner: Context) -> None:
    listing = house.sheets.listing("plans.reported")
    row = next(n for n, one in enumerate(listing.present(planner), start=4) if one.row["state"] == "locked")

    def change(page: Any) -> None:
        page[f"H{row}"] = 100

    data = edited(house.sheets.template(planner, ["plans.reported"]), "填报数据", change)
    (seen,) = house.sheets.look(planner, "填报.xlsx", data)
    assert [(one.cell, one.kind) for one in seen.preview.wrong] == [(f"H{row}", "closed")]
