"""Two lists as a room would declare them, a handful of places and institutions, and a writer of people's workbooks."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from tongmai.base.words import Words
from tongmai.engines.intake.compare import preview
from tongmai.engines.intake.found import Preview
from tongmai.engines.intake.limits import Limits
from tongmai.engines.intake.names import Name, directory
from tongmai.engines.intake.opening import open_file
from tongmai.engines.intake.present import Present
from tongmai.engines.intake.template import OWN_SHEETS, Filled, workbook
from tongmai.model.sheet import Column, Sheet

KINDS = (
    ("township_hospital", Words("乡镇卫生院", "township hospital")),
    ("village_room", Words("村卫生室", "village room")),
    ("emergency_station", Words("急救站", "emergency station")),
)

STATIONS = Sheet(
    id="stations",
    title=Words("机构名录", "institutions"),
    view="station",
    columns=(
        Column("code", Words("机构代码", "code"), "identifier", True, pattern=r"\d{9,12}",
               hint=Words("9至12位数字", "9 to 12 digits")),
        Column("name", Words("机构名称", "name"), required=True, also=("单位名称", "名称")),
        Column("kind", Words("机构类型", "kind"), "code", True, codes=KINDS),
        Column("village", Words("所在乡镇", "township"), "area", True),
        Column("parent", Words("主管机构", "run by"), "institution"),
        Column("beds", Words("床位数", "beds"), "integer", low=0, high=3000, unit="张"),
        Column("coverage", Words("服务覆盖率", "coverage"), "decimal", low=0, high=100, unit="%"),
        Column("opened", Words("启用日期", "opened"), "day"),
        Column("month", Words("上报月份", "month"), "month"),
        Column("duty", Words("全天值守", "day and night"), "yes_no"),
        Column("note", Words("备注", "note")),
    ),
    key=("code",),
    editors=("county-officer",),
    approvers=("planner",),
)  # fmt: skip

PLACES = directory(
    "地区",
    "places",
    [
        Name("652328000000", "652328000000", "木垒哈萨克自治县", ("木垒县", "木垒")),
        Name("652328100000", "652328100000", "木垒镇"),
        Name("652328204000", "652328204000", "雀仁乡"),
        Name("652325203000", "652325203000", "碧流河镇"),
        Name("652301100000", "652301100000", "城关镇"),
        Name("652302100000", "652302100000", "城关镇"),
    ],
)
INSTITUTIONS = directory(
    "机构",
    "institutions",
    [
        Name("th-652328100", "652328100", "木垒镇中心卫生院"),
        Name("th-652328204", "652328204", "雀仁乡卫生院"),
        Name("gh-652325", "652325001", "奇台县人民医院", ("奇台县医院",)),
    ],
)
NAMES = {"area": PLACES, "institution": INSTITUTIONS}

ROWS: tuple[dict[str, Any], ...] = (
    {"code": "652328900", "name": "木垒镇急救站", "kind": "emergency_station", "village": "652328100000",
     "parent": "th-652328100", "beds": 2, "coverage": 87.5, "opened": "2024-03-01", "month": "2025-06", "duty": True,
     "note": None},
    {"code": "052328901", "name": "雀仁乡急救站", "kind": "emergency_station", "village": "652328204000",
     "parent": "th-652328204", "beds": 0, "coverage": 0.9, "opened": "2024-05", "month": None, "duty": False,
     "note": "两班\n轮值"},
    {"code": "652325902", "name": "碧流河镇急救站", "kind": "emergency_station", "village": "652325203000",
     "parent": "gone-1", "beds": None, "coverage": None, "opened": None, "month": None, "duty": None, "note": "=1+1"},
)  # fmt: skip
PRESENT = tuple(Present(f"s-{number}", number, row) for number, row in enumerate(ROWS, start=1))
TITLES = [column.title.zh for column in STATIONS.columns]


def exported(present: Sequence[Present] = PRESENT, sheet: Sheet = STATIONS) -> bytes:
    return workbook([Filled(sheet, present)], NAMES, Words("昌吉州", "Changji"), mark="演示数据", exported="2025-06-30")


def looked_at(data: bytes, present: Sequence[Present] = PRESENT, sheet: Sheet = STATIONS, **rest: Any) -> Preview:
    """The preview of the one list in a file."""
    grids = [one for one in open_file("名录.xlsx", data, Limits()).grids if one.name not in OWN_SHEETS]
    assert len(grids) == 1
    return preview(sheet, grids[0], present, NAMES, **rest)


def edited(data: bytes, change: Callable[[Any], None], sheet: str = "机构名录") -> bytes:
    """A workbook after a person worked on it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book[sheet])
    return saved(book)


def saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def written(rows: Sequence[Sequence[Any]], titles: Sequence[str] = TITLES, name: str = "机构名录") -> bytes:
    """A workbook that somebody made without the template."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = name
    page.append(list(titles))
    for row in rows:
        page.append(list(row))
    return saved(book)


def good(**change: Any) -> list[Any]:
    """The cells of one flawless new row, in the order of the columns."""
    row = {
        "code": "652328905",
        "name": "大石头乡急救站",
        "kind": "急救站",
        "village": "雀仁乡",
        "parent": "奇台县人民医院",
        "beds": 3,
        "coverage": "90%",
        "opened": date(2025, 6, 1),
        "month": "2025-06",
        "duty": "是",
        "note": None,
    }
    row.update(change)
    return [row[column.name] for column in STATIONS.columns]


@pytest.fixture
def lists() -> SimpleNamespace:
    """Everything above in one bag."""
    return SimpleNamespace(
        sheet=STATIONS, names=NAMES, rows=ROWS, present=PRESENT, titles=TITLES, exported=exported, looked_at=looked_at,
        edited=edited, saved=saved, written=written, good=good,
    )  # fmt: skip
