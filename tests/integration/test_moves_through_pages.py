"""Each of these targets moves by exactly one when one record is changed through the pages, as people do it: a row of a
list sent by one person and approved by another, or a certificate claimed, reviewed and certified on its page. And it
moves back when the change is taken back on the page."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from tests.clients.web.conftest import Visitor
from tests.integration.small_house import SECOND, opened, visitors

from tongmai.house import House

PLAN = "/plans/changji-2024"
DAY_BEFORE, TODAY = datetime(2025, 6, 29), "2025-06-30"  # noqa: DTZ001  a day as Excel keeps it
ID = "系统编号"

# target, list, record, heading of the cell, what is written there, by how much the numerator moves
ROWS: tuple[tuple[str, str, str, str, Any, int], ...] = (
    ("T01", "registry.posts_held", "doctor-at-hospital", "截止日期", DAY_BEFORE, -1),
    ("T01", "registry.staff", "doctor", "执业截止日期", DAY_BEFORE, -1),
    ("T02", "registry.staff", "nurse", "执业截止日期", DAY_BEFORE, -1),
    ("T03", "registry.posts_held", "pharmacist-at-hospital", "截止日期", DAY_BEFORE, -1),
    ("T04", "registry.posts_held", "hygienist-at-cdc", "截止日期", DAY_BEFORE, -1),
    ("T06", "registry.institutions", "th", "撤销日期", DAY_BEFORE, -1),
    ("T07", "registry.institutions", "shared-pathology", "撤销日期", DAY_BEFORE, -1),
    ("T08", "registry.institutions", "centre-newborn", "撤销日期", DAY_BEFORE, -1),
    ("T12", "registry.posts_held", "driver-at-station", "截止日期", DAY_BEFORE, -1),
    ("T17", "registry.services", "infusion", "是否开展", "否", -1),
    ("T17", "registry.staff", "nurse", "执业截止日期", DAY_BEFORE, -1),
    ("T18", "registry.certificates", "tcm-hall-th", "有效期止", DAY_BEFORE, -1),
    ("T19", "registry.services", "technique-th-9", "是否开展", "否", -1),
    ("T20", "registry.services", "technique-th-9", "停止日期", DAY_BEFORE, -1),
    ("T22", "registry.services", "technique-room-5", "停止日期", DAY_BEFORE, -1),
    ("T23", "registry.services", "technique-room-4", "是否开展", "否", -1),
    ("T25", "registry.institutions", "tcm", "撤销日期", DAY_BEFORE, -1),
    ("T26", "registry.staff", "member-team-prefecture", "应急培训合格止", DAY_BEFORE, -1),
    ("T27", "registry.posts_held", "member-team-at-team", "截止日期", DAY_BEFORE, -1),
    ("T28", "registry.institutions", "public-health", "撤销日期", DAY_BEFORE, -1),
    ("T31", "registry.staff", "expert", "执业截止日期", DAY_BEFORE, -1),
    ("T36", "registry.posts", "post-professional", "核定数（名）", 89, -1),
    ("T47", "registry.posts_held", "talent-at-hospital", "截止日期", datetime(2028, 2, 29), 1),  # noqa: DTZ001
)
# target, holder, standard, what else the form is given; who claims and reviews, who certifies
COUNTY, PREFECTURE = ("officer", "planner"), ("planner", "second")
CLAIMS: tuple[tuple[str, str, str, dict[str, str], tuple[str, str]], ...] = (
    ("T09", "hospital", "stroke_national", {}, COUNTY),
    ("T10", "hospital", "psychiatry_department", {}, COUNTY),
    ("T13", "th", "township_basic", {}, COUNTY),
    ("T14", "th", "township_recommended", {}, COUNTY),
    ("T15", "room", "village_basic", {}, COUNTY),
    ("T16", "room", "village_recommended", {}, COUNTY),
    ("T21", "th", "tcm_hall_connotation", {}, COUNTY),
    ("T24", "room", "tcm_pavilion", {}, COUNTY),
    ("T29", "laboratory-2", "bsl2", {}, PREFECTURE),
    ("T30", "laboratory-1", "bsl2", {}, COUNTY),
    ("T33", "hospital", "key_specialty_national", {"family": "cardiology"}, COUNTY),
    ("T34", "hospital", "key_specialty_region", {"family": "neurology"}, COUNTY),
    ("T35", "hospital", "key_specialty_prefecture", {"family": "surgery"}, COUNTY),
    ("T37", "hospital", "emr_level", {"grade": "3"}, COUNTY),
    ("T38", "people", "emr_level", {"grade": "4"}, PREFECTURE),
    ("T39", "people", "treatment_centre", {"family": "trauma"}, PREFECTURE),
    ("T43", "hospital", "tertiary_capability", {}, COUNTY),
    ("T44", "th", "level2_capability", {}, COUNTY),
    ("T56", "hospital", "core_systems", {"grade": "18"}, COUNTY),
    ("T57", "community", "unification", {"family": "finance"}, COUNTY),
)
WEAKEST_DECIDES = {"T07", "T25", "T27", "T30"}
JOINED = {  # more than one type of resource, or a period, stands behind each; as the catalogue's targets are meant
    "T01", "T02", "T03", "T04", "T06", "T08", "T09", "T10", "T12", "T13", "T14", "T15", "T16", "T17", "T18", "T19",
    "T20", "T21", "T22", "T23", "T24", "T26", "T27", "T28", "T29", "T30", "T31", "T33", "T34", "T35", "T36", "T44",
    "T46", "T47",
}  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("house")) as one:
        yield one


@pytest.fixture(scope="module")
def people(house: House) -> Iterator[dict[str, Visitor]]:
    """The county officer, the planner and a second planner, each at a browser."""
    with visitors(house, "county-officer", "planner", SECOND) as (officer, planner, second):
        yield {"officer": officer, "planner": planner, "second": second}


@pytest.fixture(scope="module")
def start(people: dict[str, Visitor]) -> dict[str, int]:
    """Every target's numerator on its page before anything is changed."""
    targets = {row[0] for row in ROWS} | {claim[0] for claim in CLAIMS} | {"T46"}
    return {target: numerator(people["planner"], target) for target in sorted(targets)}


def counted(cell: str) -> int:
    """The numerator in `87.5% 63/72`; where there is no fraction, the count itself."""
    words = unescape(re.sub(r"<[^>]+>", " ", cell)).replace(",", "").split()
    fraction = next((word for word in words if "/" in word), None)
    number = fraction.partition("/")[0] if fraction else words[0]
    return int(number) if number.isdecimal() else 0


def numerator(visitor: Visitor, target: str) -> int:
    """What a person reads on the target's page: 现值; where every county must reach a count, and the weakest stands for
    all, the small county's row."""
    page = visitor.open(f"{PLAN}/targets/{target}").page
    assert visitor.status == 200
    if target in WEAKEST_DECIDES:
        row = next(row for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL) if "木垒哈萨克自治县" in row)
        return counted(re.findall(r'data-label="分子/分母">(.*?)</td>', row, re.DOTALL)[0])
    value, note = re.findall(
        r'figure-value">([^<]*)</span><span class="figure-label">现值</span>(?:<span class="figure-note">([^<]*))?',
        page,
    )[0]
    return counted(f"{value} {note}")


def list_of(visitor: Visitor, sheet: str) -> Any:
    """The list as the person downloads it."""
    visitor.open(f"/imports/template/{sheet}")
    assert visitor.status == 200
    return openpyxl.load_workbook(BytesIO(visitor.content))


def page_of(book: Any) -> tuple[Any, dict[str, int], int]:
    """The worksheet of the list, its columns by heading, and the row of the headings."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_row=6):
            columns = {str(cell.value or "").rstrip("*"): cell.column for cell in row}
            if any(heading.startswith(ID) for heading in columns):
                return sheet, columns, row[0].row
    raise AssertionError("no list in the workbook")


def saved(book: Any) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def edited(visitor: Visitor, sheet: str, record: str, heading: str, value: Any) -> bytes:
    book = list_of(visitor, sheet)
    page, columns, _ = page_of(book)
    known = next(column for name, column in columns.items() if name.startswith(ID))
    row = next(row[0].row for row in page.iter_rows() if row[known - 1].value == record)
    page.cell(row, columns[heading]).value = value
    return saved(book)


def sent(officer: Visitor, data: bytes, *told: str) -> str:
    """Upload, and read the preview: one row, no errors."""
    officer.open("/imports").upload("清单.xlsx", data)
    assert officer.status == 200
    assert officer.at.startswith("/imports/")
    assert "待审核" in officer.text, officer.text
    for one in told:
        assert re.search(one, officer.text)
    return officer.at


def approved(planner: Visitor, proposal: str) -> None:
    planner.open(proposal)
    assert f'action="{proposal}/approve"' in planner.page
    planner.send(f"{proposal}/approve")
    assert planner.status == 200
    assert "已入库" in planner.text


def taken_back(officer: Visitor, planner: Visitor, proposal: str) -> None:
    officer.open(proposal)
    assert f'action="{proposal}/revert"' in officer.page
    officer.send(f"{proposal}/revert")
    approved(planner, officer.at)


@pytest.mark.parametrize(("target", "sheet", "record", "heading", "value", "by"), ROWS,
                         ids=[f"{row[0]}-{row[2]}" for row in ROWS])  # fmt: skip
def test_one_row_of_a_list_moves_the_target_by_one_and_back(
    people: dict[str, Visitor], start: dict[str, int],
    target: str, sheet: str, record: str, heading: str, value: Any, by: int,
) -> None:  # fmt: skip
    officer, planner = people["officer"], people["planner"]
    proposal = sent(officer, edited(officer, sheet, record, heading, value), r"1 变更|变更 1", r"0 有误|有误 0")
    approved(planner, proposal)
    assert numerator(planner, target) == start[target] + by
    taken_back(officer, planner, proposal)
    assert numerator(planner, target) == start[target]


def test_a_new_row_moves_the_target_by_one_and_back(people: dict[str, Visitor], start: dict[str, int]) -> None:
    """T46: a second batch of talents is one more batch this year."""
    officer, planner = people["officer"], people["planner"]
    book = list_of(officer, "registry.posts_held")
    page, columns, heading = page_of(book)
    page.delete_rows(heading + 1, page.max_row)
    row = {"人员": "staff-doctor", "机构": "code-hospital", "岗位": "名医入选人才", "起始日期": "2025年6月30日",
           "入选批次": "2025-2", "是否有效": "是"}  # fmt: skip
    for name, text in row.items():
        page.cell(heading + 1, columns[name]).value = text
    proposal = sent(officer, saved(book), r"1 新增|新增 1", r"0 有误|有误 0")
    assert numerator(planner, "T46") == start["T46"]
    approved(planner, proposal)
    assert numerator(planner, "T46") == start["T46"] + 1
    taken_back(officer, planner, proposal)
    assert numerator(planner, "T46") == start["T46"]


def claimed(visitor: Visitor, holder: str, standard: str, more: dict[str, str]) -> str:
    """Claim with the form of the institution's page; the certificate's page."""
    visitor.send(f"/institutions/{holder}", _act="claim", standard=standard, evidence="评审报告一号", **more)
    assert visitor.status == 200
    assert "已申报" in visitor.text
    return visitor.at


@pytest.mark.parametrize(("target", "holder", "standard", "more", "who"), CLAIMS,
                         ids=[f"{row[0]}-{row[2]}" for row in CLAIMS])  # fmt: skip
def test_a_certificate_moves_the_target_by_one_and_back(
    people: dict[str, Visitor], start: dict[str, int],
    target: str, holder: str, standard: str, more: dict[str, str], who: tuple[str, str],
) -> None:  # fmt: skip
    first, second = people[who[0]], people[who[1]]
    certificate = claimed(first, holder, standard, more)
    first.step("review", opinion="符合标准")
    assert "已评审" in first.text
    if target in ("T13", "T33"):  # what is not yet certified moves nothing
        assert numerator(second, target) == start[target]
    second.open(certificate).step("certify", number="昌卫发〔2025〕1号", **{"from": TODAY, "until": "2028-06-29"})
    assert "已认定" in second.text
    assert numerator(second, target) == start[target] + 1
    second.open(certificate).step("expire", reason="认定有误，撤回", until="2025-06-29")
    assert second.status == 400  # it cannot have ended before it began
    assert numerator(second, target) == start[target] + 1


def test_the_form_offers_what_was_claimed(people: dict[str, Visitor]) -> None:
    """Every standard and every kind that the tests gave stands in the form of the institution's page."""
    page = people["officer"].open("/institutions/hospital").page
    for name, given in (("standard", {claim[2] for claim in CLAIMS}), ("family", {c[3].get("family") for c in CLAIMS})):
        select = re.findall(rf'<select[^>]*name="{name}".*?</select>', page, re.DOTALL)[0]
        assert {one for one in given if one} <= set(re.findall(r'<option value="([^"]+)"', select))


def test_enough_targets_move_through_pages() -> None:
    moved = {row[0] for row in ROWS} | {row[0] for row in CLAIMS} | {"T46"}
    assert len(moved) >= 40
    assert len(moved & JOINED) >= 15


def test_days_of_the_tests_are_those_of_the_plan() -> None:
    assert date.fromisoformat(TODAY).toordinal() - DAY_BEFORE.toordinal() == 1
