"""The board as an Excel file: one sheet of targets, one of readings and quotations, one of reported beside recorded."""

import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

import xlsxwriter

from tongmai.base.ratio import shown
from tongmai.clients.exports.material import DEMO, Material, day_zh
from tongmai.engines.pages.figures import (
    FEW,
    change_text,
    counted,
    decimals,
    gap_words,
    goal_text,
    number,
    portion_text,
)
from tongmai.model.target import STATUS_WORDS, Decision, Part

_FILL = {
    "met": "#DFF2E1", "on_course": "#E3EEFB", "behind": "#FFF3D6", "overdue": "#FBE1DF", "striving": "#EFE7F7",
    "unreported": "#EEEEEE", "undefined": "#EEEEEE",
}  # fmt: skip
_HEADS: Sequence[tuple[str, int]] = (
    ("编号", 6), ("章节", 22), ("目标", 30), ("要求", 9), ("现值", 9), ("分子", 9), ("分母", 10), ("缺口", 16),
    ("状态", 11), ("今日应达", 9), ("较上月", 8), ("责任单位", 26), ("说明", 34),
)  # fmt: skip
_FIRST_AREA = 11  # counties stand before the responsible unit


def workbook(material: Material) -> bytes:
    """The file's bytes; the same material gives the same cells."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    created = datetime.combine(material.as_of, time.min)
    book.set_properties({"title": _title(material), "comments": DEMO.zh if material.demo else "", "created": created})
    styles = _styles(book)
    _board(book.add_worksheet("目标进度"), material, styles)
    _readings(book.add_worksheet("口径与原文"), material, styles)
    if material.reported:
        _beside(book.add_worksheet("填报与记录"), material, styles)
    book.close()
    return buffer.getvalue()


def _title(material: Material) -> str:
    return f"{material.plan.title.zh} 目标进度（截至{day_zh(material.as_of)}）"


def _styles(book: Any) -> dict[str, Any]:
    cell = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "border": 1, "border_color": "#BBBBBB"}
    styles = {
        "title": book.add_format({"font_name": "宋体", "font_size": 15, "bold": True}),
        "note": book.add_format({"font_name": "宋体", "font_size": 10, "font_color": "#B42318"}),
        "head": book.add_format({**cell, "bold": True, "bg_color": "#F0F4F8", "text_wrap": True, "align": "center"}),
        "text": book.add_format({**cell, "text_wrap": True}),
        "centre": book.add_format({**cell, "align": "center"}),
        "integer": book.add_format({**cell, "num_format": "#,##0"}),
    }
    for places in (0, 1, 2):
        digits = "0" + ("." + "0" * places if places else "")
        styles[f"plain{places}"] = book.add_format({**cell, "num_format": digits})
        styles[f"percent{places}"] = book.add_format({**cell, "num_format": digits + '"%"'})
    for status, colour in _FILL.items():
        styles[status] = book.add_format({**cell, "align": "center", "bg_color": colour})
    return styles


def _opened(sheet: Any, material: Material, styles: dict[str, Any], heads: Sequence[tuple[str, int]]) -> None:
    """Title, what it is, heads; laid out to print on A4 across."""
    sheet.write(0, 0, _title(material), styles["title"])
    count = "，".join(f"{STATUS_WORDS[status].zh}{number}项" for status, number in sorted(material.count().items()))
    told = f"{material.region.zh} · {material.plan.number} · 共{len(material.decisions)}项：{count}"
    sheet.write(1, 0, told + (f" · {DEMO.zh}" if material.demo else ""), styles["note"])
    for column, (head, width) in enumerate(heads):
        sheet.write(2, column, head, styles["head"])
        sheet.set_column(column, column, width)
    sheet.freeze_panes(3, 3)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.set_footer(f"&L{DEMO.zh if material.demo else ''}&R第 &P 页 共 &N 页")


def _board(sheet: Any, material: Material, styles: dict[str, Any]) -> None:
    areas = [(area.short, 9) for area in material.areas]
    heads = [*_HEADS[:_FIRST_AREA], *areas, *_HEADS[_FIRST_AREA:]]
    _opened(sheet, material, styles, heads)
    line = 3
    for _, decisions in material.chapters():
        for decision in decisions:
            _row(sheet, line, material, decision, styles)
            line += 1
    sheet.autofilter(2, 0, max(line - 1, 3), len(heads) - 1)


def _row(sheet: Any, line: int, material: Material, decision: Decision, styles: dict[str, Any]) -> None:
    target = decision.target
    goal, gap = goal_text(target.goal, decision.unit), gap_words(decision)
    sheet.write_string(line, 0, target.id, styles["centre"])
    sheet.write_string(line, 1, material.plan.heading(target.chapter).zh, styles["text"])
    sheet.write_string(line, 2, target.title.zh, styles["text"])
    sheet.write_string(line, 3, goal if isinstance(goal, str) else goal.zh, styles["centre"])
    _value(sheet, line, 4, decision, styles)
    for column, figure in ((5, decision.numerator), (6, decision.denominator)):
        if figure is None:
            sheet.write_blank(line, column, None, styles["text"])
        elif decision.counts:
            sheet.write_string(line, column, counted(figure, decision.counts), styles["centre"])
        else:
            sheet.write_number(line, column, figure, styles["integer"])
    sheet.write_string(line, 7, gap.zh if gap else "", styles["text"])
    sheet.write_string(line, 8, STATUS_WORDS[decision.status].zh, styles[decision.status])
    sheet.write_string(line, 9, number(decision.expected, decision.unit), styles["centre"])
    sheet.write_string(line, 10, change_text(decision.change, decision.unit), styles["centre"])
    parts = {part.area: part for part in decision.parts}
    for column, area in enumerate(material.areas, start=_FIRST_AREA):
        if area.code in decision.hidden:
            sheet.write_string(line, column, FEW.zh, styles["centre"])
        else:
            _part(sheet, line, column, parts.get(area.code), decision, styles)
    last = _FIRST_AREA + len(material.areas)
    sheet.write_string(line, last, material.unit(decision), styles["text"])
    sheet.write_string(line, last + 1, decision.missing.zh if decision.missing else "", styles["text"])


def _value(sheet: Any, line: int, column: int, decision: Decision, styles: dict[str, Any]) -> None:
    """A number that can be sorted and shows what the page shows."""
    if decision.value is None:
        sheet.write_string(line, column, number(None, decision.unit), styles["centre"])
        return
    places = decimals(decision.unit)
    if decision.unit == "cents":
        sheet.write_string(line, column, number(decision.value, decision.unit), styles["centre"])
        return
    if decision.unit == "count" and decision.value.denominator != 1:
        places = 1
    style = f"percent{places}" if decision.unit == "percent" else f"plain{places}"
    sheet.write_number(line, column, float(shown(decision.value, places)), styles[style])


def _part(sheet: Any, line: int, column: int, part: Part | None, decision: Decision, styles: dict[str, Any]) -> None:
    if part is None or (part.value is None and not part.numerator):
        sheet.write_string(line, column, "", styles["centre"])
        return
    small = decision.unit == "percent" and part.denominator is not None and part.denominator < 1000
    text = portion_text(decision, part.numerator, part.denominator) if small else number(part.value, decision.unit)
    style = {True: "met", False: "behind", None: "centre"}[part.met]
    sheet.write_string(line, column, text, styles[style])


def _readings(sheet: Any, material: Material, styles: dict[str, Any]) -> None:
    heads = (("编号", 6), ("目标", 32), ("原文", 42), ("章节", 24), ("口径", 46), ("期限", 12), ("提示或尚缺", 46))
    _opened(sheet, material, styles, heads)
    for line, decision in enumerate(material.decisions, start=3):
        target = decision.target
        said = [words.zh for words in (target.note, decision.missing) if words is not None]
        cells = (
            target.id, target.title.zh, f"「{target.quotation}」", material.plan.heading(target.chapter).zh,
            target.reading.zh if target.reading else "", day_zh(target.by) if target.by else "未写明", "；".join(said),
        )  # fmt: skip
        for column, text in enumerate(cells):
            sheet.write_string(line, column, text, styles["text"])


def _beside(sheet: Any, material: Material, styles: dict[str, Any]) -> None:
    heads = (("编号", 6), ("目标", 32), ("地区", 14), ("填报值", 14), ("记录值", 14), ("差异", 14), ("填报状态", 14))
    _opened(sheet, material, styles, heads)
    names = {area.code: area.name for area in material.areas}
    for line, one in enumerate(material.reported, start=3):
        cells = (
            one.target, material.plan.target(one.target).title.zh, names.get(one.area, material.region.zh),
            one.reported, one.recorded, one.difference.zh, one.state,
        )  # fmt: skip
        for column, text in enumerate(cells):
            sheet.write_string(line, column, text, styles["behind" if one.differs and column == 5 else "text"])
