"""A table as a workbook: the same rows, columns and filters as on the page, walked to the end through the same sources.

`?…&export=<block>` answers with the file. What was typed into a search is posted again, so that no name or number of a
person stands in an address. Every page walked is read through the reader's context, and audited as if it were shown.
"""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import xlsxwriter

from tongmai.base.outcome import refuse
from tongmai.base.words import Words
from tongmai.clients.web.cells import say
from tongmai.engines.pages.fill import Fetch
from tongmai.engines.pages.given import Membership
from tongmai.engines.pages.records import Listing
from tongmai.model.blocks import Cell, Chips, Course, Form, Heat, Link, Mark, Row, Stack, Strip, Table, Text
from tongmai.model.page import Ask, Block, Page

MOST = 5000
"""Rows in one file; a longer table says how many it leaves out."""
SEARCH = "search"
"""The act of a posted search."""
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|0|[1-9]\d{0,11})(?:\.\d{1,6})?%?")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_GROUP = Words("分组", "group")
_FONT = Words("宋体", "Arial")
_ALL = Words("共 {rows} 行", "{rows} rows")
_CUT = Words("只含前 {rows} 行，共 {total} 行", "the first {rows} of {total} rows")
_CUT_OPEN = Words("只含前 {rows} 行，其后还有", "the first {rows} rows; there are more")
_COLON = Words("：", ": ")
_AS_OF = Words("截至 {day}", "as of {day}")
_TITLE_ROW, _ABOUT_ROW, _CUT_ROW, _HEADS_ROW = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Offer:
    """How a page offers its tables: an address to which a block's id is added, or, for what a search found, the fields
    that are posted again."""

    href: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """What goes into the file. `total`: how many rows there are, where that is known; `cut`: there are more."""

    title: str
    about: Sequence[str]
    table: Table
    rows: Sequence[tuple[Text, Row]]
    cut: bool
    total: int | None
    day: date


def wanted(ask: Ask) -> str:
    """The block that is asked for as a file; "" for none."""
    return ask.form.get("export", "") or ask.one("export")


def offer(ask: Ask) -> Offer:
    """How the tables of this page are offered."""
    if ask.form.get("_act") == SEARCH:
        kept = [(name, value) for name, value in ask.form.items() if not name.startswith("_") and name != "export"]
        return Offer(ask.url, (("_act", SEARCH), *kept))
    here = ask.link(**{"export": None, "from": None})
    return Offer(f"{here}{'&' if '?' in here else '?'}export=")


def copied(page: Page, ask: Ask, fetch: Fetch, language: str, heading: Text) -> Copy:
    """The table of the block that is asked for. Refused (not-found): there is no such table for this reader."""
    block = next((one for one in page.blocks if one.id == wanted(ask) and one.kind == "table"), None)
    begin = _without(ask, "export", "after", "from")
    made = _whole(block, begin, fetch) if block else None
    if block is None or made is None:
        raise refuse("not-found", "这个页面没有这张表", "this page has no such table", where=wanted(ask))
    table, rows = made
    cut = len(rows) > MOST or bool(table.next)
    titles = [say(text, language) for text in (heading, block.title) if say(text, language)]
    about = _filters(page, begin, fetch, language)
    return Copy(" · ".join(titles), about, table, rows[:MOST], cut, table.total, ask.as_of)


def _whole(block: Block, ask: Ask, fetch: Fetch) -> tuple[Table, list[tuple[Text, Row]]] | None:
    """The last page of the table and all rows with the title of their group, until there are enough. Only what comes in
    pages is fetched again."""
    found = [fetch(source, ask) for source in block.sources]
    table = block.shape(ask, *found)
    if not isinstance(table, Table):
        return None
    rows = listed(table)
    while table.next and len(rows) < MOST:
        ask = replace(ask, query=_query(table.next))
        found = [
            fetch(source, ask) if isinstance(one, Listing | Membership) else one
            for source, one in zip(block.sources, found, strict=True)
        ]
        table = block.shape(ask, *found)
        rows += listed(table)
    return table, rows


def listed(table: Table) -> list[tuple[Text, Row]]:
    """The rows of a table, each with the title of its group."""
    return [(group.title, row) for group in table.groups for row in group.rows]


def _without(ask: Ask, *names: str) -> Ask:
    return replace(ask, query={name: values for name, values in ask.query.items() if name not in names})


def _query(address: str) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, value in parse_qsl(address.partition("#")[0].partition("?")[2]):
        found[name] = (*found.get(name, ()), value)
    return found


def _filters(page: Page, ask: Ask, fetch: Fetch, language: str) -> list[str]:
    """What narrows the table: the chips that are on, the fields of the search that were filled."""
    told = []
    for block in page.blocks:
        model = None
        if block.kind in ("chips", "form") and (ask.query or ask.form):
            model = block.shape(ask, *(fetch(source, ask) for source in block.sources))
        if isinstance(model, Chips):
            told += [(row.label, chip.text) for row in model.rows for chip in row.chips if chip.on]
        elif isinstance(model, Form):
            told += [(field.title, ask.form[field.name]) for field in model.fields if ask.form.get(field.name)]
    between = say(_COLON, language)
    return [f"{say(label, language)}{between}{say(text, language)}" for label, text in told]


def plain(cell: Cell, language: str) -> str:
    """A cell as a person reads it."""
    if isinstance(cell, Link | Mark):
        return say(cell.text, language)
    if isinstance(cell, Course):
        return say(cell.tip, language)
    if isinstance(cell, Heat):
        return cell.text
    if isinstance(cell, Stack):
        return "\n".join(filter(None, (plain(line, language) for line in cell.lines)))
    if isinstance(cell, Strip):
        return " ".join(plain(item, language) for item in cell.items)
    return say(cell, language)


def workbook(copy: Copy, language: str, marks: Sequence[str]) -> bytes:
    """The file's bytes. `marks`: what every file bears (the region, that it is a demonstration)."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": copy.title, "comments": " · ".join(marks)})
    styles = _Styles(book, say(_FONT, language))
    sheet = book.add_worksheet(_NO_SHEET_NAME.sub(" ", copy.title)[:31].strip() or "1")
    day = say(_AS_OF, language).format(day=copy.day)
    sheet.write_string(_TITLE_ROW, 0, copy.title, styles.title)
    sheet.write_string(_ABOUT_ROW, 0, " · ".join((day, *copy.about, *marks)), styles.note)
    sheet.write_string(_CUT_ROW, 0, _size(copy, language), styles.note)
    _fill(sheet, copy, language, styles)
    sheet.set_footer(f"&L{' · '.join(marks)}&R&P / &N")
    book.close()
    return buffer.getvalue()


def _size(copy: Copy, language: str) -> str:
    """How many rows the file holds, and of how many."""
    told = _ALL if not copy.cut else _CUT_OPEN if copy.total is None else _CUT
    return say(told, language).format(rows=len(copy.rows), total=copy.total)


class _Styles:
    """The formats of one workbook, each made when first needed."""

    def __init__(self, book: Any, font: str) -> None:
        self._book, self._made = book, dict[str, Any]()
        self._cell = {
            "font_name": font, "font_size": 10, "valign": "vcenter", "border": 1, "border_color": "#BBBBBB",
            "text_wrap": True,
        }  # fmt: skip
        self.title = book.add_format({"font_name": font, "font_size": 15, "bold": True})
        self.note = book.add_format({"font_name": font, "font_size": 10, "font_color": "#B42318"})
        self.head = book.add_format({**self._cell, "bold": True, "bg_color": "#F0F4F8", "align": "center"})
        self.text = book.add_format(self._cell)

    def number(self, form: str) -> Any:
        if form not in self._made:
            self._made[form] = self._book.add_format({**self._cell, "num_format": form})
        return self._made[form]


def _fill(sheet: Any, copy: Copy, language: str, styles: _Styles) -> None:
    """Heads and rows; the title of a group becomes a first column, so that the rows can be sorted."""
    grouped = any(say(title, language) for title, _ in copy.rows)
    heads = [say(head.title, language) for head in copy.table.heads]
    right = [head.align == "right" for head in copy.table.heads]
    if grouped:
        heads, right = [say(_GROUP, language), *heads], [False, *right]
    widths = [min(max(_width(head) + 2, 8), 40) for head in heads]
    for column, head in enumerate(heads):
        sheet.write_string(_HEADS_ROW, column, head, styles.head)
    for line, (title, row) in enumerate(copy.rows, start=_HEADS_ROW + 1):
        texts = [plain(cell, language) for cell in row.cells]
        texts = [say(title, language), *texts] if grouped else texts
        for column, text in enumerate(texts):
            widths[column] = min(max(widths[column], _width(text) + 2), 40)
            _write(sheet, line, column, text, right[column], styles)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(_HEADS_ROW + 1, 0)
    sheet.autofilter(_HEADS_ROW, 0, _HEADS_ROW + max(len(copy.rows), 1), max(len(heads) - 1, 0))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADS_ROW)


def _write(sheet: Any, line: int, column: int, text: str, figure: bool, styles: _Styles) -> None:
    """A figure as a number that can be summed and shows what the page shows; everything else as text."""
    if not figure or not _NUMBER.fullmatch(text):
        sheet.write_string(line, column, text, styles.text)
        return
    bare = text.rstrip("%").replace(",", "")
    places = len(bare.partition(".")[2])
    form = ("#,##0" if "," in text else "0") + ("." + "0" * places if places else "")
    share = text.endswith("%")
    sheet.write_number(line, column, float(bare), styles.number(form + '"%"' if share else form))


def _width(text: str) -> int:
    """How wide the longest line stands: a Chinese character takes two."""
    return max((sum(2 if ord(letter) > 0x2E7F else 1 for letter in line) for line in text.split("\n")), default=0)
