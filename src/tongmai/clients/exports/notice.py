"""The circular (通报) as a Word document that needs no editing: what is met, what is behind and whose it is, what was
reported beside what is recorded, orders, and the whole table. Laid out after the usual form of official papers."""

import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from tongmai.base.words import Words
from tongmai.clients.exports.material import DEMO, Material, day_zh
from tongmai.engines.pages.figures import decided_text, gap_words, goal_text, number
from tongmai.model.target import STATUS_WORDS, Decision, Status

_BODY, _HEAD = "仿宋", "黑体"
_ORDER: Sequence[Status] = ("met", "on_course", "behind", "overdue", "striving", "unreported", "undefined")
_NUMERALS = "一二三四五六七"
_REQUIRED = {"全部": "全部达到", "完成": "全部完成"}


def notice(material: Material) -> bytes:
    """The document's bytes."""
    paper = _Paper(material)
    paper.opening()
    paper.whole()
    paper.late()
    paper.beside()
    paper.orders()
    paper.asked()
    paper.signature()
    paper.table()
    return paper.saved()


class _Paper:
    """The document as it is written."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.document = Document()
        self.sections = 0
        self._laid_out()

    def _laid_out(self) -> None:
        """A4, margins and type of an official paper."""
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
        section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = _BODY, Pt(16)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), _BODY)
        if self.material.demo:
            for one in (section.header, section.footer):
                line = one.paragraphs[0]
                line.alignment = WD_ALIGN_PARAGRAPH.CENTER
                _run(line, DEMO.zh, Pt(10.5), colour=RGBColor(0xB4, 0x23, 0x18))
        properties = self.document.core_properties
        day = self.material.as_of
        properties.title, properties.author = f"{self._plan()}目标进度通报", self.material.issuer
        properties.created = properties.modified = datetime.combine(day, time.min)
        properties.comments = DEMO.zh if self.material.demo else ""

    def _plan(self) -> str:
        return f"《{self.material.plan.title.zh}》"

    def paragraph(self, text: str, indent: bool = True) -> None:
        line = self.document.add_paragraph()
        line.paragraph_format.line_spacing = Pt(28)
        line.paragraph_format.space_after = Pt(0)
        if indent:
            line.paragraph_format.first_line_indent = Pt(32)
        _run(line, text, Pt(16))

    def heading(self, text: str) -> None:
        line = self.document.add_paragraph()
        line.paragraph_format.line_spacing = Pt(28)
        line.paragraph_format.space_after = Pt(0)
        line.paragraph_format.first_line_indent = Pt(32)
        line.paragraph_format.keep_with_next = True
        _run(line, f"{_NUMERALS[self.sections]}、{text}", Pt(16), _HEAD)
        self.sections += 1

    def opening(self) -> None:
        title = self.document.add_paragraph()
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.space_after = Pt(18)
        _run(title, f"关于{self._plan()}目标进度的通报", Pt(22), "宋体", bold=True)
        self.paragraph("各县（市、区）卫生健康委，委直属各单位，各医共体总医院：", indent=False)
        count = self.material.count()
        told = "，".join(f"{STATUS_WORDS[status].zh}{count[status]}项" for status in _ORDER if count.get(status))
        plan = self.material.plan
        numbered = f"{self._plan()}（{plan.number}）" if plan.number else self._plan()
        self.paragraph(
            f"截至{day_zh(self.material.as_of)}，{numbered}{len(self.material.decisions)}项目标中，{told}。"
            "各项数据由业务记录、认定证书按统一口径计算。现将有关情况通报如下。"
        )

    def whole(self) -> None:
        self.heading("总体情况")
        rows = []
        for chapter, decisions in self.material.chapters():
            count = [sum(one.status == status for one in decisions) for status in _ORDER]
            rows.append(
                [self.material.plan.heading(chapter).zh, str(len(decisions)), *(str(n) if n else "" for n in count)]
            )
        heads = ["章节", "目标", *(STATUS_WORDS[status].zh for status in _ORDER)]
        _table(self.document, heads, rows, [4.6, 1.2, *([1.4] * len(_ORDER))])
        met = [decision for decision in self.material.decisions if decision.status == "met"]
        if met:
            self.paragraph("已达标的目标：" + "；".join(_with_value(one) for one in met) + "。")

    def late(self) -> None:
        late = self.material.late()
        self.heading("滞后目标与差距")
        if not late:
            self.paragraph("本期没有滞后目标。")
        for number_, decision in enumerate(late, start=1):
            self.paragraph(f"{number_}．{self._told(decision)}")

    def _told(self, decision: Decision) -> str:
        goal, gap = goal_text(decision.target.goal, decision.unit), gap_words(decision)
        asked = _REQUIRED.get(goal.zh, goal.zh) if isinstance(goal, Words) else goal
        text = f"{decision.target.title.zh}：要求{asked}，现为{_with_fraction(decision)}"
        if gap:
            text += f"，{gap.zh.replace(' · ', '，').replace('差 ', '差')}"
        if short := self.material.short_areas(decision):
            text += "（" + "、".join(f"{area.name}差{units}" for area, units in short) + "）"
        by = f"，期限{day_zh(decision.target.by)}" if decision.target.by else ""
        return f"{text}{by}。责任单位：{self.material.unit(decision)}。"

    def beside(self) -> None:
        differing = [one for one in self.material.reported if one.differs]
        if not self.material.reported:
            return
        self.heading("填报与记录")
        if not differing:
            self.paragraph("各地填报值与记录值一致。")
            return
        areas = {area.code: area.name for area in self.material.areas}
        whole = [one for one in differing if not one.area]
        for one in whole:
            title = self.material.plan.target(one.target).title.zh
            told = f"{title}：填报{one.reported}，记录{one.recorded}，{_close(one.difference.zh)}。"
            local = [o for o in differing if o.target == one.target and o.area]
            named = "、".join(f"{areas.get(o.area, o.area)}{_close(o.difference.zh)}" for o in local)
            self.paragraph(told + (f"其中{named}。" if named else ""))
        covered = {one.target for one in whole}
        for one in differing:
            if one.target not in covered:
                title = self.material.plan.target(one.target).title.zh
                place = areas.get(one.area, one.area)
                self.paragraph(
                    f"{title}（{place}）：填报{one.reported}，记录{one.recorded}，{_close(one.difference.zh)}。"
                )
        self.paragraph("请填报单位核实差异、说明原因并附佐证；核实之前以记录值为准。")

    def orders(self) -> None:
        if not self.material.orders:
            return
        self.heading("督办情况")
        areas = {area.code: area.name for area in self.material.areas}
        rows = [
            [
                areas.get(str(item.focus.get("area", "")), self.material.region.zh),
                self.material.plan.target(str(item.focus["target"])).title.zh,
                item.term,
                str(item.focus.get("person", "")) or "未明确",
                item.state_title.zh,
            ]
            for item in self.material.orders
        ]
        _table(self.document, ["地区", "目标", "期限", "责任人", "办理状态"], rows, [3.2, 6.4, 2.4, 2.0, 2.2])

    def asked(self) -> None:
        self.heading("工作要求")
        late = self.material.late()
        areas = list(dict.fromkeys(area.name for one in late for area, _ in self.material.short_areas(one)))
        if areas:
            self.paragraph(f"{'、'.join(areas)}要对照差距逐项明确责任人和完成时限，按督办单要求报送进展和佐证材料。")
        self.paragraph(
            "各责任单位要以业务记录为依据核对填报数据，填报值与记录值不一致的，说明原因并附佐证；"
            "已达标的目标要保持证书和资质在有效期内。"
        )

    def signature(self) -> None:
        for text in (self.material.issuer, day_zh(self.material.as_of)):
            line = self.document.add_paragraph()
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            line.paragraph_format.space_before = Pt(14 if text == self.material.issuer else 0)
            _run(line, text, Pt(16))

    def table(self) -> None:
        """The whole plan on pages laid across."""
        section = self.document.add_section()
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
        title = self.document.add_paragraph()
        _run(title, f"附件：目标进度一览表（截至{day_zh(self.material.as_of)}）", Pt(16), _HEAD)
        heads = ["编号", "目标", "要求", "现值", "分子/分母", "缺口", "状态", "责任单位"]
        rows = [self._row(decision) for _, group in self.material.chapters() for decision in group]
        _table(self.document, heads, rows, [1.3, 6.6, 2.0, 2.0, 3.4, 3.4, 2.2, 4.8])

    def _row(self, decision: Decision) -> list[str]:
        goal, gap = goal_text(decision.target.goal, decision.unit), gap_words(decision)
        return [
            decision.target.id, decision.target.title.zh, goal if isinstance(goal, str) else goal.zh,
            number(decision.value, decision.unit), decided_text(decision),
            gap.zh if gap else "", STATUS_WORDS[decision.status].zh, self.material.unit(decision),
        ]  # fmt: skip

    def saved(self) -> bytes:
        buffer = io.BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()


def _run(line: Any, text: str, size: Any, font: str = _BODY, bold: bool = False, colour: Any = None) -> None:
    run = line.add_run(text)
    run.font.size, run.font.name, run.bold = size, font, bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if colour is not None:
        run.font.color.rgb = colour


def _table(document: Any, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    """A ruled table whose heads repeat on every page."""
    table = document.add_table(rows=1, cols=len(heads))
    table.style, table.autofit = "Table Grid", False
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        _cell(cell, head, _HEAD)
    head_row = table.rows[0]._tr.get_or_add_trPr()
    head_row.append(head_row.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _cell(cell, text)
    for column, width in enumerate(widths):
        for cell in table.columns[column].cells:
            cell.width = Cm(width)


def _cell(cell: Any, text: str, font: str = _BODY) -> None:
    line = cell.paragraphs[0]
    line.paragraph_format.space_after = Pt(0)
    _run(line, text, Pt(10.5), font)


def _close(text: str) -> str:
    """Without the space that a screen puts before a number."""
    return text.replace(" ", "")


def _with_value(decision: Decision) -> str:
    return f"{decision.target.title.zh}（{number(decision.value, decision.unit)}）"


def _with_fraction(decision: Decision) -> str:
    """`87.5%（63/72）`."""
    value = number(decision.value, decision.unit)
    if decision.denominator is None:
        return value
    return f"{value}（{decided_text(decision)}）"
