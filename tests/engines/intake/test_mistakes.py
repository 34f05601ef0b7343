"""A list as people send it: every mistake found at its cell, with a reason and what to do; nothing dropped."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font

from tongmai.base.outcome import Issue
from tongmai.base.words import Words
from tongmai.engines.intake.found import Preview
from tongmai.engines.intake.present import Present

ORDER = (
    "机构名称",
    "机构代码",
    "机构类型",
    "所在乡镇",
    "主管机构",
    "床位数",
    "服务覆盖率",
    "启用日期",
    "上报月份",
    "全天值守",
    "备注",
)
moment = datetime.fromisoformat  # a spreadsheet's times have no zone


def mistaken(lists: SimpleNamespace) -> bytes:
    """The institutions of a county as its office sent them: a title, moved and renamed columns, and these rows."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Sheet1"
    page.append(["木垒县急救站名录（2025年上半年）"])
    page.merge_cells("A1:M1")
    page.append([None])
    headings = {
        "机构名称": "机构名称 *",
        "所在乡镇": "所在乡镇（街道）",
        "床位数": "床位数（张）",
        "服务覆盖率": "服务覆盖率(%)",
    }
    page.append(["序号", *(headings.get(title, title) for title in ORDER), "联系人"])
    good = dict(zip(lists.titles, lists.good(), strict=True))
    changes: list[dict[str, Any]] = [
        {},  # row 4: nothing wrong
        {"机构代码": 52328901},  # 5: a leading zero lost
        {"机构代码": 6.52328905123457e17},  # 6: digits lost
        {"机构名称": None},  # 7: required
        {"机构类型": "急救中心站"},  # 8: no such option
        {"所在乡镇": "城关镇"},  # 9: two of that name
        {"所在乡镇": "雀仁镇"},  # 10: unknown, with a suggestion
        {"主管机构": "奇台人民医院"},  # 11: unknown institution
        {"床位数": "1O"},  # 12: a letter for a digit
        {"床位数": "2-3"},  # 13: a range
        {"床位数": "/"},  # 14: 0 or unknown
        {"床位数": 2.5},  # 15: not whole
        {"床位数": 30000},  # 16: out of range
        {"床位数": "50%"},  # 17: a percentage of nothing
        {"服务覆盖率": 0.9},  # 18: 90 % or 0.9 %
        {"服务覆盖率": "1,5"},  # 19: a decimal comma
        {"启用日期": "2025-6-31"},  # 20: no such day
        {"启用日期": "6/7/2025"},  # 21: day or month first
        {"启用日期": "25.6.30"},  # 22: two digits of a year
        {"启用日期": moment("1900-01-12")},  # 23: a number formatted as a date
        {"上报月份": 2025.1},  # 24: January or October
        {"全天值守": "看情况"},  # 25: neither yes nor no
        {"床位数": "=VLOOKUP(B4,X:Y,2,0)"},  # 26: a formula nobody calculated
        {"机构名称": "大石头乡急救站二"},  # 27: the same code as row 4
        {"床位数": moment("2025-03-01")},  # 28: 3-1 turned into a date
    ]
    for number, change in enumerate(changes, start=4):
        row = {**good, "机构代码": f"6523289{number:02d}", "机构名称": f"第{number}站"} if number != 27 else dict(good)
        row.update(change)
        if number == 4:
            row["机构代码"] = good["机构代码"]
        page.append([number - 3, *(row[title] for title in ORDER), "张某"])
    page.merge_cells("G29:H29")
    for column, value in {2: "横向合并站", 3: "652328929", 4: "急救站", 5: "雀仁乡", 7: 3}.items():
        page.cell(29, column, value)
    page["B30"], page["E30"] = "缺代码站", "雀仁乡"
    page.append(["合计", None, None, None, None, None, "=SUM(G4:G30)"])
    page.append(["填表人：张某"])
    return lists.saved(book)


EXPECTED = {
    "C5": "pattern", "C6": "digits", "B7": "required", "D8": "code", "E9": "ambiguous", "E10": "unknown",
    "F11": "unknown", "G12": "number", "G13": "number", "G14": "ambiguous", "G15": "whole", "G16": "range",
    "G17": "percent", "H18": "percent", "H19": "ambiguous", "I20": "day", "I21": "ambiguous", "I22": "ambiguous",
    "I23": "range", "J24": "ambiguous", "K25": "code", "G26": "formula", "C27": "duplicate", "G28": "converted",
    "G29": "merged", "H29": "merged", "C30": "required", "D30": "required",
}  # fmt: skip


@pytest.fixture
def sent(lists: SimpleNamespace) -> Preview:
    return lists.looked_at(mistaken(lists), ())


def test_every_mistake_is_found_at_its_cell(sent: Preview) -> None:
    assert {one.cell: one.kind for one in sent.wrong} == EXPECTED
    assert len({one.kind for one in sent.wrong}) >= 14
    assert all(one.reason.zh and one.reason.en and one.remedy.zh and one.remedy.en for one in sent.wrong)


def test_the_good_row_stays_good(sent: Preview) -> None:
    assert [one.row for one in sent.new] == [4]
    assert sent.new[0].values["opened"] == "2025-06-01"


def test_no_row_is_lost(sent: Preview) -> None:
    told = {*sent.wrong_rows, *(one.row for one in sent.new), *sent.passed}
    assert told == {1, *range(3, 33)}


def test_the_sender_hears_what_was_passed_over(sent: Preview) -> None:
    words = "\n".join(one.words.zh for one in sent.told)
    for part in ("序号", "联系人", "合计", "第 32 行"):
        assert part in words


def test_a_suggestion_names_the_nearest(sent: Preview) -> None:
    by_cell = {one.cell: one.remedy.zh for one in sent.wrong}
    assert "雀仁乡" in by_cell["E10"]
    assert "奇台县人民医院" in by_cell["F11"]
    assert "急救站" in by_cell["D8"]


TAMED = [
    ("opened", "2025年6月30日", "2025-06-30"),
    ("opened", "2025.6.30", "2025-06-30"),
    ("opened", "2025/6/30", "2025-06-30"),
    ("opened", "20250630", "2025-06-30"),
    ("opened", 20250630, "2025-06-30"),
    ("opened", "２０２５－０６－３０", "2025-06-30"),
    ("opened", "二〇二五年六月三十日", "2025-06-30"),
    ("opened", "2025年6月30号 星期一", "2025-06-30"),
    ("opened", "2025-06-30 00:00:00", "2025-06-30"),
    ("opened", "30 June 2025", "2025-06-30"),
    ("opened", "Jun 30, 2025", "2025-06-30"),
    ("opened", "6/30/2025", "2025-06-30"),
    ("opened", 45838, "2025-06-30"),
    ("opened", "45838", "2025-06-30"),
    ("opened", moment("2025-06-30T08:30"), "2025-06-30"),
    ("opened", "长期", None),
    ("month", "2025年6月份", "2025-06"),
    ("month", 2025.6, "2025-06"),
    ("month", 202506, "2025-06"),
    ("beds", "１２", 12),
    ("beds", " 12\u00a0张 ", 12),
    ("beds", "1,200", 1200),
    ("beds", "十二", 12),
    ("beds", "一千二百", 1200),
    ("beds", "0.12万", 1200),
    ("beds", "12.0", 12),
    ("coverage", "90％", 90),
    ("coverage", "0.9%", 0.9),
    ("kind", "emergency_station", "emergency_station"),
    ("kind", " 急 救 站", "emergency_station"),
    ("village", "652328204000", "652328204000"),
    ("village", 652328204000, "652328204000"),
    ("village", "木垒县", "652328000000"),
    ("village", "城关镇（652302100000）", "652302100000"),
    ("parent", "奇台县医院", "gh-652325"),
    ("parent", "652325001", "gh-652325"),
    ("parent", "—", None),
    ("duty", "√", True),
    ("duty", "无", False),
    ("code", "６５２３２８ ９０６", "652328906"),
    ("name", "\u3000大石头\u00a0 乡\u200b急救站 ", "大石头 乡急救站"),
    ("note", "=1+1", None),
]


@pytest.mark.parametrize(("name", "value", "meant"), TAMED[:-1])
def test_what_can_be_read_in_one_way_only_is_read(lists: SimpleNamespace, name: str, value: Any, meant: Any) -> None:
    seen = lists.looked_at(lists.written([lists.good(**{name: value})]))
    assert seen.wrong == ()
    assert seen.new[0].values[name] == meant
    unusual = str(value) != str(meant) and name not in ("kind", "village", "parent")
    assert [one.name for one in seen.read_as if one.name == name] == [name] * bool(unusual) or not unusual


def test_a_gbk_csv_and_one_with_a_mark_say_the_same(lists: SimpleNamespace) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(lists.titles)
    writer.writerow([*lists.good(opened="2025/6/1", beds="１,２００", code='="052328905"')])
    writer.writerow([*lists.good(opened="不详", code="652328906")])
    one, other = (lists.looked_at(text.getvalue().encode(kind), ()) for kind in ("gb18030", "utf-8-sig"))
    assert one.new == other.new
    assert one.new[0].values["code"] == "052328905"
    assert one.new[0].values["beds"] == 1200
    assert [(wrong.cell, wrong.kind) for wrong in one.wrong] == [("H3", "day")]


def test_hidden_struck_and_commented_rows_are_read_and_told(lists: SimpleNamespace) -> None:
    def change(page: Any) -> None:
        page.row_dimensions[5].hidden = True
        page["B6"].font = Font(strike=True)
        page["F5"] = 7

    seen = lists.looked_at(lists.edited(lists.exported(), change))
    assert [(one.id, one.changes[0].new) for one in seen.changed] == [("s-2", 7)]
    assert [(one.kind, one.row) for one in seen.told if one.kind in ("hidden", "struck") and one.row > 3] == [
        ("hidden", 5),
        ("struck", 6),
    ]


def test_merged_down_a_column_means_each_row(lists: SimpleNamespace) -> None:
    rows = [lists.good(code=f"65232890{number}", parent=None) for number in range(3)]

    def change(page: Any) -> None:
        page["E2"] = "奇台县人民医院"
        page.merge_cells("E2:E4")

    seen = lists.looked_at(lists.edited(lists.written(rows), change), ())
    assert [one.values["parent"] for one in seen.new] == ["gh-652325"] * 3
    assert {one.cell for one in seen.read_as} >= {"E3", "E4"}


def test_headings_in_two_rows(lists: SimpleNamespace) -> None:
    def change(page: Any) -> None:
        page.insert_rows(1)
        for number in range(1, 12):
            if number not in (6, 7):
                letter = page.cell(1, number).column_letter
                page.cell(1, number, page.cell(2, number).value)
                page.cell(2, number).value = None
                page.merge_cells(f"{letter}1:{letter}2")
        page["F1"] = "能力"
        page.merge_cells("F1:G1")

    seen = lists.looked_at(lists.edited(lists.written([lists.good()]), change), ())
    assert seen.wrong == ()
    assert seen.new[0].values["beds"] == 3


def test_a_heading_renamed_twice_or_missing(lists: SimpleNamespace) -> None:
    titles = [
        {"机构名称": "单位名称", "所在乡镇": "所在的乡镇", "备注": "机构代码"}.get(one, one) for one in lists.titles
    ]
    seen = lists.looked_at(lists.written([lists.good(note="652328999")], titles), ())
    assert [(one.cell, one.kind, one.name) for one in seen.wrong] == [("K1", "heading", "code")]
    assert any("所在的乡镇" in one.words.zh for one in seen.told)
    lost = [("用途" if one == "机构类型" else one) for one in lists.titles]
    seen = lists.looked_at(lists.written([lists.good()], lost), ())
    assert [(one.kind, one.name) for one in seen.wrong] == [("heading", "kind")]


def test_a_column_left_out_keeps_what_is_recorded(lists: SimpleNamespace) -> None:
    def change(page: Any) -> None:
        page.delete_cols(6)

    seen = lists.looked_at(lists.edited(lists.exported(), change))
    assert seen.idle
    assert any(one.kind == "missing-column" for one in seen.told)


def test_a_sheet_without_headings_says_so(lists: SimpleNamespace) -> None:
    seen = lists.looked_at(lists.written([lists.good()], ["甲", "乙"]), ())
    assert [one.kind for one in seen.wrong] == ["heading"]
    assert seen.wrong_rows == (1, 2)


def test_a_copied_row_keeps_no_number(lists: SimpleNamespace) -> None:
    def change(page: Any) -> None:
        for column in range(1, 14):
            page.cell(7, column, page.cell(4, column).value)
        page["A7"] = "652328999"

    seen = lists.looked_at(lists.edited(lists.exported(), change))
    assert [(one.cell, one.kind) for one in seen.wrong] == [("L7", "duplicate")]


def test_a_number_that_belongs_to_nothing(lists: SimpleNamespace) -> None:
    def change(page: Any) -> None:
        page["L4"] = "s-99"

    seen = lists.looked_at(lists.edited(lists.exported(), change))
    assert [(one.cell, one.kind) for one in seen.wrong] == [("L4", "id")]
    assert [one.id for one in seen.absent] == ["s-1"]


def test_sorting_without_the_hidden_columns_is_noticed(lists: SimpleNamespace) -> None:
    def change(page: Any) -> None:
        for column in range(1, 12):
            one, other = page.cell(4, column), page.cell(5, column)
            one.value, other.value = other.value, one.value

    seen = lists.looked_at(lists.edited(lists.exported(), change))
    assert {one.row for one in seen.wrong} == {4, 5}
    assert not seen.changed


def test_a_row_without_number_is_found_by_its_key(lists: SimpleNamespace) -> None:
    row = [*lists.good(code="652328900", name="木垒镇急救站", village="木垒镇", parent="木垒镇中心卫生院")]
    seen = lists.looked_at(lists.written([row]))
    assert [one.id for one in seen.changed] == ["s-1"]
    assert {change.name for change in seen.changed[0].changes} == {"beds", "coverage", "opened"}
    assert {one.id for one in seen.absent} == {"s-2", "s-3"}


def test_a_renamed_record_may_not_take_anothers_key(lists: SimpleNamespace) -> None:
    def change(page: Any) -> None:
        page["A4"] = "652325902"

    seen = lists.looked_at(lists.edited(lists.exported(), change))
    assert [(one.cell, one.kind) for one in seen.wrong] == [("A4", "duplicate")]


def test_a_new_row_like_a_recorded_one_is_pointed_out(lists: SimpleNamespace) -> None:
    row = lists.good(code="652328977", name="木垒镇 急救站点")
    seen = lists.looked_at(lists.written([row]))
    assert any(one.kind == "alike" and "木垒镇急救站" in one.words.zh for one in seen.told)


def test_a_rooms_check_is_told_at_its_column(lists: SimpleNamespace) -> None:
    def closed(row: Any) -> list[Issue]:
        return (
            [Issue("value", Words("急救站须全天值守", "stations never close"), where="duty")] if not row["duty"] else []
        )

    seen = lists.looked_at(lists.written([lists.good(duty="否")]), (), checks=[closed])
    assert [(one.cell, one.kind, one.reason.zh) for one in seen.wrong] == [("J2", "rule", "急救站须全天值守")]


def test_a_former_export_is_compared_with_what_it_showed(lists: SimpleNamespace) -> None:
    now = [Present(one.id, one.version + 1, {**one.row, "note": "他人改"}) for one in lists.present]
    former = {one.id: one.row for one in lists.present}

    def change(page: Any) -> None:
        page["F4"] = 9
        page["K5"] = "我也改"

    seen = lists.looked_at(lists.edited(lists.exported(), change), now, former=lambda id, version: former[id])
    assert [(one.id, [each.name for each in one.changes]) for one in seen.changed] == [("s-1", ["beds"])]
    assert [(one.cell, one.kind) for one in seen.wrong] == [("K5", "stale")]
    assert [one.id for one in seen.same] == ["s-3"]


def test_what_a_workflow_moves_is_not_changed_by_a_list(lists: SimpleNamespace) -> None:
    def change(page: Any) -> None:
        page["C4"] = "村卫生室"
        page["F5"] = 9
        page["F6"] = 9

    sheet = replace(lists.sheet, fixed=("kind",), closed=(("duty", (False,)),))
    seen = lists.looked_at(lists.edited(lists.exported(), change), sheet=sheet)
    assert [(one.cell, one.kind) for one in seen.wrong] == [("C4", "closed"), ("F5", "closed")]
    assert [one.id for one in seen.changed] == ["s-3"]


JUNK = st.one_of(
    st.text(max_size=30),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(2300, 1, 1)),
    st.datetimes(moment("1900-03-01"), moment("2300-01-01")),
    st.times(),
    st.sampled_from(
        ["#N/A", "=1/0", "１２３", "二〇二五年", "2025-13-01", "9" * 40, "1e99", "NaN", "∞", "½", "²", "٣", "Ⅳ"]
    ),
)


@given(column=st.integers(1, 11), value=JUNK)
@settings(
    max_examples=120,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_junk_never_crashes_and_is_told_at_its_cell(lists: SimpleNamespace, column: int, value: Any) -> None:
    row = lists.good()
    row[column - 1] = "".join(one for one in value if one.isprintable()) if isinstance(value, str) else value
    seen = lists.looked_at(lists.written([row, lists.good(code="652328906")]))
    assert [one.row for one in seen.new][-1:] == [3]
    name = list(lists.sheet.columns)[column - 1].name
    if seen.wrong:
        assert {one.row for one in seen.wrong} == {2}
        assert {one.name for one in seen.wrong} == {name}
    else:
        assert [one.row for one in seen.new] == [2, 3]
