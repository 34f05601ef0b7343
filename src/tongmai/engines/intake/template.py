"""The workbook that people fill in: one worksheet a list with its present rows, one of instructions, one of options."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Format
from xlsxwriter.worksheet import Worksheet

from tongmai.base.words import Words
from tongmai.engines.intake.heading import ID_TITLE, VERSION_TITLE
from tongmai.engines.intake.names import Directories
from tongmai.engines.intake.present import Present
from tongmai.engines.intake.showing import shown
from tongmai.engines.intake.texts import writable
from tongmai.model.sheet import Column, Sheet

GUIDE, OPTIONS = "填写说明", "选项"
OWN_SHEETS = frozenset({GUIDE, OPTIONS, "问题清单"})
"""Worksheets of our own making that hold no list."""

TITLE_ROW, HINT_ROW, HEADING_ROW = 0, 1, 2  # counted from 0, as xlsxwriter does
_SPARE_ROWS = 500  # prepared below the last row, for new entries
_LISTED_NAMES = 3000  # a longer directory gets no drop-down
_TEXT_KINDS = frozenset({"text", "identifier", "code", "institution", "area", "record", "yes_no", "month", "moment"})


@dataclass(frozen=True)
class Filled:
    """A list to be written: its sheet and its present rows."""

    sheet: Sheet
    rows: Sequence[Present]


def workbook(
    lists: Sequence[Filled], directories: Directories, region: Words, *, mark: str = "", exported: str = "",
    bilingual: bool = False,
) -> bytes:  # fmt: skip
    """An .xlsx of several lists. `mark` (演示数据) stands in every title; `exported` is the day of the export.

    `bilingual`: headings in both languages.

    Every text is written as text: what begins with "=" stays text, codes keep their leading zeros.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    writer = _Writer(book, directories, region, mark, exported, bilingual)
    writer.guide([one.sheet for one in lists])
    for one in lists:
        writer.one_list(one)
    writer.options_done()
    book.close()
    return buffer.getvalue()


class _Writer:
    def __init__(
        self, book: xlsxwriter.Workbook, directories: Directories, region: Words, mark: str, exported: str,
        bilingual: bool,
    ) -> None:  # fmt: skip
        self.bilingual = bilingual
        self.book, self.directories, self.region, self.mark, self.exported = book, directories, region, mark, exported
        shapes: dict[str, dict[str, Any]] = {
            "title": {"bold": True, "font_size": 15},
            "hint": {"italic": True, "font_color": "#666666", "text_wrap": True, "valign": "top"},
            "heading": {"bold": True, "bg_color": "#DCE9F5", "border": 1, "text_wrap": True},
            "required": {"bold": True, "bg_color": "#F9E2C7", "border": 1, "text_wrap": True},
            "text": {"num_format": "@"},
            "number": {"num_format": "General"},
            "percent": {"num_format": 'General"%"'},
            "day": {"num_format": "yyyy-mm-dd", "align": "left"},
            "own": {"num_format": "@", "font_color": "#999999", "bg_color": "#EEEEEE"},
            "wrap": {"text_wrap": True, "valign": "top"},
        }
        self.formats: dict[str, Format] = {name: book.add_format(shape) for name, shape in shapes.items()}
        self.options: list[tuple[str, list[str]]] = []

    def guide(self, sheets: Sequence[Sheet]) -> None:
        """The instruction sheet: how to fill in, and every column of every list."""
        page = self.book.add_worksheet(GUIDE)
        page.set_column(0, 0, 18)
        page.set_column(1, 1, 22)
        page.set_column(2, 4, 40, self.formats["wrap"])
        title = f"{self.region.zh} 数据填报说明" + (f"（{self.mark}）" if self.mark else "")
        page.write_string(0, 0, title, self.formats["title"])
        for row, line in enumerate(_RULES, start=1):
            page.write_string(row, 0, line)
        row = len(_RULES) + 2
        for sheet in sheets:
            about = f"：{sheet.about.zh}" if sheet.about else ""
            page.write_string(row, 0, sheet.title.zh + about, self.formats["title"])
            for column in sheet.columns:
                row += 1
                texts = (heading_of(column), _what(column), column.hint.zh if column.hint else "", column.example)
                for number, text in enumerate(texts, start=1):
                    page.write_string(row, number, writable(text))
            row += 2

    def one_list(self, filled: Filled) -> None:
        """One list: title, hints, headings with required marks, present rows; number and version hidden behind."""
        sheet = filled.sheet
        page = self.book.add_worksheet(sheet.title.zh[:31])
        title = f"{self.region.zh} {sheet.title.zh}" + (f"  【{self.mark}】" if self.mark else "")
        page.write_string(TITLE_ROW, 0, title + (f"  {self.exported}" if self.exported else ""), self.formats["title"])
        last = HEADING_ROW + len(filled.rows) + _SPARE_ROWS
        for number, column in enumerate(sheet.columns):
            page.set_column(number, number, _width(column), self._format(column))
            page.write_string(HINT_ROW, number, writable(_hint(column)), self.formats["hint"])
            look = self.formats["required" if column.required else "heading"]
            page.write_string(HEADING_ROW, number, heading_of(column, self.bilingual), look)
            self._validate(page, number, column, last)
        self._own_columns(page, len(sheet.columns))
        for row, present in enumerate(filled.rows, start=HEADING_ROW + 1):
            self._row(page, row, sheet, present)
        page.freeze_panes(HEADING_ROW + 1, 1)
        page.autofilter(HEADING_ROW, 0, HEADING_ROW + max(len(filled.rows), 1), len(sheet.columns) + 1)
        page.set_row(HINT_ROW, 45)

    def _own_columns(self, page: Worksheet, first: int) -> None:
        for number, title in ((first, ID_TITLE), (first + 1, VERSION_TITLE)):
            page.set_column(number, number, 12, self.formats["own"], {"hidden": True})
            page.write_string(HINT_ROW, number, "系统用，请勿改动", self.formats["hint"])
            page.write_string(HEADING_ROW, number, f"{title.zh}（勿改）", self.formats["heading"])

    def _row(self, page: Worksheet, row: int, sheet: Sheet, present: Present) -> None:
        for number, column in enumerate(sheet.columns):
            self._cell(page, row, number, column, present.row.get(column.name))
        own = len(sheet.columns)
        page.write_string(row, own, present.id, self.formats["own"])
        page.write_string(row, own + 1, str(present.version), self.formats["own"])

    def _cell(self, page: Worksheet, row: int, number: int, column: Column, value: Any) -> None:
        written = shown(column, value, self.directories)
        look = self._format(column)
        if written is None or written == "":
            page.write_blank(row, number, None, look)
        elif isinstance(written, date):
            page.write_datetime(row, number, written, look)
        elif isinstance(written, int | float) and not isinstance(written, bool):
            page.write_number(row, number, written, look)
        else:
            # a workbook cell holds 32,767 characters; no field of a list comes near, and one that does is told
            if page.write_string(row, number, writable(str(written)), look) != 0:
                raise ValueError(f"row {row + 1}, column {column.name}: a text too long for a cell")

    def _format(self, column: Column) -> Format:
        if column.kind in _TEXT_KINDS:
            return self.formats["text"]
        if column.kind == "day":
            return self.formats["day"]
        return self.formats["percent" if column.unit == "%" else "number"]

    def _validate(self, page: Worksheet, number: int, column: Column, last: int) -> None:
        choices, strict = self._choices(column)
        strict = strict and not column.many
        if not choices:
            self._limit(page, number, column, last)
            return
        name = xl_col_to_name(len(self.options))
        self.options.append((column.title.zh, choices))
        page.data_validation(
            HEADING_ROW + 1,
            number,
            last,
            number,
            {
                "validate": "list",
                "source": f"={OPTIONS}!${name}$2:${name}${len(choices) + 1}",
                "error_type": "stop" if strict else "information",
                "error_title": "请从下拉选项中选择",
                "error_message": f"“{column.title.zh}”请从下拉选项中选择"[:255],
            },
        )

    def _limit(self, page: Worksheet, number: int, column: Column, last: int) -> None:
        """A text that is too long is told where it is typed."""
        if not column.longest or column.kind not in ("text", "identifier"):
            return
        rule = {"validate": "length", "criteria": "<=", "value": column.longest, "error_title": "内容过长",
                "error_message": f"“{column.title.zh}”最多 {column.longest} 个字"[:255]}  # fmt: skip
        page.data_validation(HEADING_ROW + 1, number, last, number, rule)

    def _choices(self, column: Column) -> tuple[list[str], bool]:
        if column.kind == "code":
            return [str(shown(column, code, self.directories)) for code, _ in column.codes], True
        if column.kind == "yes_no":
            return ["是", "否"], True
        known = self.directories.get(column.directory) if column.directory else None
        if known is None or not 0 < len(known.entries) <= _LISTED_NAMES:
            return [], False
        return [known.shown(entry.id) for entry in known.entries], False

    def options_done(self) -> None:
        """The hidden sheet that the drop-downs read from."""
        page = self.book.add_worksheet(OPTIONS)
        for number, (title, choices) in enumerate(self.options):
            page.write_string(0, number, title)
            for row, choice in enumerate(choices, start=1):
                page.write_string(row, number, writable(choice))
        page.hide()
        self.book.worksheets()[min(1, len(self.book.worksheets()) - 1)].activate()


_RULES = (
    "1. 每行一条记录；带 * 的列必填；不要合并单元格，不要改表头。",
    "2. 已有记录请直接修改；新增请写在后面的空行，系统编号、版本号两列（已隐藏）不要填。",
    "3. 删掉某一行不会删除记录；没有出现的记录保持不变。",
    "4. 日期写成 2025-06-30；机构和地区可填名称或代码；有下拉选项的请从中选择。",
    "5. 上传后先预览：新增、修改、不变、有误逐格列出；由另一人审核后才生效，全部过程留痕。",
)


def heading_of(column: Column, bilingual: bool = False) -> str:
    """A column's heading: title, unit, and a mark when it is required."""
    unit = f"（{column.unit}）" if column.unit else ""
    english = f" {column.title.en}" if bilingual and column.title.en != column.title.zh else ""
    return f"{column.title.zh}{english}{unit}{'*' if column.required else ''}"


def _what(column: Column) -> str:
    kinds: Mapping[str, str] = {
        "text": "文字",
        "identifier": "号码（文本）",
        "code": "选项",
        "integer": "整数",
        "decimal": "数字",
        "day": "日期",
        "month": "月份",
        "moment": "日期和时刻（本地时间）",
        "institution": "机构名称或代码",
        "area": "地区名称或代码",
        "record": "名称或代码",
        "yes_no": "是或否",
    }
    bounds = ""
    if column.low is not None or column.high is not None:
        bounds = f"，{column.low if column.low is not None else ''}～{column.high if column.high is not None else ''}"
    options = "：" + "、".join(words.zh for _, words in column.codes) if column.codes else ""
    several = "，多项用分号隔开" if column.many else ""
    return ("必填，" if column.required else "") + kinds[column.kind] + bounds + several + options


def _hint(column: Column) -> str:
    if column.hint:
        return column.hint.zh
    what = _what(column)
    return (what if len(what) < 60 else what[:58] + "…") + (f"，如 {column.example}" if column.example else "")


def _width(column: Column) -> int:
    if column.kind in ("institution", "area", "record", "text"):
        return 24
    return max(18 if column.kind == "moment" else 11, 2 * len(column.title.zh) + 4)
