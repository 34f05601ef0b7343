"""What is shown can be taken along: the same rows, columns and filters, and never a row less without saying so."""

import io
import re
from collections.abc import Iterator

import openpyxl
import orjson
import pytest
from starlette.applications import Starlette
from tests.clients.web.conftest import Visitor, facts, institution, opened

from tongmai.access import Put
from tongmai.base.words import Words
from tongmai.clients.web import exporting
from tongmai.clients.web.routes import build
from tongmai.declared import Declared
from tongmai.house import House
from tongmai.model.blocks import Course, Heat, Link, Mark, Stack, Strip

MANY = 123
Cells = list[list[object]]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, it: Declared) -> Iterator[House]:
    """A house with three pages of clinics."""
    clinics = [institution(f"room-{n:03}", f"第{n}卫生室", "village_room", "652328") for n in range(MANY)]
    with opened(it, tmp_path_factory.mktemp("house")) as one:
        one.access.system("test").transact(
            tuple(Put("Organization", orjson.dumps(clinic), str(clinic["id"])) for clinic in clinics)
        )
        yield one


@pytest.fixture
def app(house: House) -> Starlette:
    return build(house)


def cells(visitor: Visitor) -> Cells:
    """The sheet as people see it: title, what it is, how much of how much, heads, rows."""
    assert visitor.status == 200
    assert visitor.headers["content-type"].startswith("application/vnd.openxmlformats")
    book = openpyxl.load_workbook(io.BytesIO(visitor.content))
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def offered(visitor: Visitor, block: str) -> str:
    found = re.search(rf'class="take" href="([^"]+export={block})"', visitor.page)
    assert found, f"no export of {block}"
    return found[1].replace("&amp;", "&")


def test_every_page_of_a_list_is_in_the_file(visitor: Visitor) -> None:
    visitor.become("planner").open("/institutions")
    assert "下一页" in visitor.text
    sheet = cells(visitor.open(offered(visitor, "institutions")))
    names = [row[0] for row in sheet[4:]]
    assert len(names) == len(set(names)) == MANY + sum(one["resourceType"] == "Organization" for one in facts())
    assert sheet[2][0] == f"共 {len(names)} 行"
    assert "演示数据" in str(sheet[1][0])
    assert "2025-06-30" in str(sheet[1][0])
    assert "昌吉" in str(sheet[1][0])


def test_columns_and_filters_are_those_of_the_page(visitor: Visitor) -> None:
    address = "/institutions?kind=township_hospital&county=652327000000"
    visitor.become("planner").open(address)
    heads = re.findall(r'<th scope="col"[^>]*>([^<]+)<', visitor.page)
    sheet = cells(visitor.open(offered(visitor, "institutions")))
    assert [head for head in sheet[3] if head] == heads
    assert {row[0] for row in sheet[4:]} == {"甲镇卫生院", "乙镇卫生院"}
    assert "吉木萨尔" in str(sheet[1][0])


def test_in_english_the_file_is_english(visitor: Visitor) -> None:
    visitor.become("planner").send("/language", language="en", back="/institutions")
    sheet = cells(visitor.open(offered(visitor, "institutions")))
    assert sheet[2][0] == f"{len(sheet) - 4} rows"
    assert not any(re.search(r"[一-鿿]", str(head)) for head in sheet[3])
    assert str(sheet[1][0]).startswith("as of 2025-06-30")


def test_a_longer_table_says_how_many_of_how_many(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST", 60)
    visitor.become("planner").open("/institutions")
    sheet = cells(visitor.open(offered(visitor, "institutions")))
    total = MANY + sum(one["resourceType"] == "Organization" for one in facts())
    assert len(sheet) == 4 + 60
    assert sheet[2][0] == f"只含前 60 行，共 {total} 行"


def test_what_a_search_found_is_posted_again(visitor: Visitor) -> None:
    visitor.become("planner").open("/institutions").send("/institutions", _act="search", name="甲镇")
    assert "甲镇" not in str(visitor.at)
    form = re.search(r'<form[^>]*class="inline take".*?</form>', visitor.page, re.DOTALL)
    assert form
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[0]))
    fields.pop("_token")
    assert "甲镇" not in re.sub(r'value="[^"]*"', "", form[0])
    sheet = cells(visitor.send("/institutions", **fields))
    assert [row[0] for row in sheet[4:]] == ["甲镇卫生院"]
    assert "甲镇" in str(sheet[1][0])


def test_groups_become_a_column_and_figures_numbers(visitor: Visitor) -> None:
    visitor.become("planner").open("/plans/changji-2024")
    sheet = cells(visitor.open(offered(visitor, "targets")))
    assert sheet[3][:3] == ["分组", "编号", "目标"]
    assert len(sheet) == 4 + 58
    row = next(row for row in sheet[4:] if row[1] == "T13")
    assert str(row[2]).startswith("乡镇卫生院")


def test_what_is_closed_on_the_page_is_closed_in_the_file(visitor: Visitor) -> None:
    assert (
        visitor.become("resident").open("/institutions?export=institutions").status
        == visitor.open("/institutions").status
    )
    assert visitor.become("planner").open("/institutions?export=nothing").status == 404
    assert visitor.open("/institutions?export=filters").status == 404


@pytest.mark.parametrize(("cell", "text"), [
    (None, ""), ("x", "x"), (Words("甲", "a"), "a"), (Link(Words("甲", "a"), "/x"), "a"), (Mark("late"), "late"),
    (Stack(("a", None, Mark("b"))), "a\nb"), (Strip(("a", "b")), "a b"), (Heat("7/11", "bad", "tip"), "7/11"),
    (Course(50, 60, "warn", Words("现值 1", "now 1")), "now 1"),
])  # fmt: skip
def test_a_cell_is_told_in_words(cell: object, text: str) -> None:
    assert exporting.plain(cell, "en") == text  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["1,234", "-3", "0", "88.9%", "12.50", "0.5"])
def test_a_figure_is_a_number(text: str) -> None:
    assert exporting._NUMBER.fullmatch(text)


@pytest.mark.parametrize("text", ["007", "2025-06-30", "7/11", "=1+1", "1,23", "", "≥90%", "652301000000000"])
def test_what_only_looks_like_a_figure_stays_text(text: str) -> None:
    assert not exporting._NUMBER.fullmatch(text)
