"""The documents say what the decisions say, bear 演示数据, and name no resident."""

import csv
import hashlib
import io
import zipfile
from datetime import date
from fractions import Fraction

import openpyxl
import pytest
from docx import Document

from tongmai.base.outcome import Refused
from tongmai.base.words import Words
from tongmai.clients.exports import Evidence, Material, Reported, export
from tongmai.engines.pages.figures import fraction_text, number
from tongmai.engines.pages.given import Area, Item, Listed, Member, Named
from tongmai.model.target import Decision, Goal, Part, Plan, Target

DAY = date(2025, 6, 30)
AREAS = (Area("652301000000", "昌吉市", "昌吉"), Area("652328000000", "木垒县", "木垒"))


def decided() -> Decision:
    target = Target("T06", "p", Words("中心使用覆盖率", "use"), "二(三)", "覆盖率达到90%", Goal.parse(">= 90 %"), "a.b",
                    "county", date(2025, 12, 31), responsible_proposed="州卫生健康委")  # fmt: skip
    parts = (
        Part(AREAS[0].code, AREAS[0].name, 9, 10, Fraction(90), True, 0),
        Part(AREAS[1].code, AREAS[1].name, 7, 11, Fraction(700, 11), False, 3),
    )
    return Decision(
        target, DAY, "behind", 16, 21, Fraction(1600, 21), "percent", 3, 3, Fraction(80), None, Fraction(1), parts
    )


def met() -> Decision:
    target = Target(
        "T01", "p", Words("每千人口医师数", "physicians"), "三(一)", "达到3.4人", Goal.parse(">= 3.4"), "a.c"
    )
    return Decision(target, DAY, "met", 17, 5000, Fraction(17, 5), "per 1000", 0, 0, None, None, None)


def waiting() -> Decision:
    target = Target(
        "T32", "p", Words("应急体系", "system"), "二(六)", "基本建立", None, missing=Words("等评估记录", "waits")
    )
    return Decision(
        target, DAY, "undefined", None, None, None, "", None, None, None, None, None, missing=target.missing
    )


@pytest.fixture
def material() -> Material:
    decisions = (decided(), met(), waiting())
    headings = {"二(三)": "县级医院", "二(六)": "公共卫生", "三(一)": "人才"}
    chapters = {number: Words(heading, "heading") for number, heading in headings.items()}
    plan = Plan("p", Words("实施方案", "plan"), "昌州卫发〔2024〕28号", date(2024, 3, 28), "002", "州卫生健康委员会",
                tuple(one.target for one in decisions), chapters)  # fmt: skip
    about = {"plan": "p", "target": "T06", "area": AREAS[1].code, "person": "某某"}
    state = Words("已明确责任人", "named")
    order = Item("t", "plans.order", Words("督办单", "order"), "assigned", state, False, about, "", term="2025-09-30")
    hospital = Listed(
        Member("Organization/th", False, True, 0), Named("Organization", "th", "=博斯坦乡卫生院", AREAS[1].code)
    )
    return Material(
        plan=plan,
        as_of=DAY,
        region=Words("昌吉州", "Changji"),
        issuer=plan.issuer,
        decisions=decisions,
        areas=AREAS,
        responsible={"T01": "州人社局"},
        orders=(order,),
        reported=(
            Reported("T06", "", "18/21", "16/21", Words("填报多 2", "2 more"), True, "地市审核"),
            Reported("T06", AREAS[1].code, "9/11", "7/11", Words("填报多 2", "2 more"), True, "地市审核"),
        ),
        evidence=(Evidence("T06", (hospital,)), Evidence("T01", withheld=12)),
    )


def content(material: Material, kind: str) -> bytes:
    name, _, found = export(material, kind)
    assert "演示数据" in name
    return found


def test_the_workbook_shows_what_the_page_shows(material: Material) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content(material, "xlsx")))
    assert book.sheetnames == ["目标进度", "口径与原文", "填报与记录"]
    sheet = book["目标进度"]
    heads = [cell.value for cell in sheet[3]]
    rows = {row[0].value: dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=4)}
    assert list(rows) == ["T06", "T32", "T01"]  # in the document's order of chapters
    line = rows["T06"]
    assert (line["分子"].value, line["分母"].value, line["现值"].value) == (16, 21, 76.2)
    assert line["现值"].number_format == '0.0"%"'
    assert f"{line['现值'].value}%" == number(decided().value, "percent")
    assert line["缺口"].value == "差 3"
    assert (line["昌吉"].value, line["木垒"].value) == ("9/10", "7/11")
    assert rows["T01"]["现值"].value == 3.4
    assert rows["T01"]["责任单位"].value == "州人社局"
    assert rows["T32"]["说明"].value == "等评估记录"
    assert all("演示数据" in str(one.cell(2, 1).value) for one in book.worksheets)


def test_the_circular_needs_no_editing(material: Material) -> None:
    document = Document(io.BytesIO(content(material, "docx")))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert text.startswith("关于《实施方案》目标进度的通报")
    assert "截至2025年6月30日，《实施方案》（昌州卫发〔2024〕28号）3项目标中，达标1项，滞后1项，口径待定1项。" in text
    assert "中心使用覆盖率：要求≥90%，现为76.2%（16/21），差3（木垒县差3），期限2025年12月31日。" in text
    assert "填报18/21，记录16/21，填报多2。其中木垒县填报多2。" in text
    assert "州卫生健康委员会\n2025年6月30日" in text
    assert not [mark for mark in ("XX", "××", "____", "TODO", "None", "{", "}") if mark in text]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert fraction_text(16, 21) in cells
    assert "已明确责任人" in cells
    assert document.sections[0].header.paragraphs[0].text == "演示数据"


def test_without_a_gap_there_is_nothing_to_chase(material: Material) -> None:
    only = Material(material.plan, DAY, material.region, material.issuer, (met(),), AREAS)
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content(only, "docx"))).paragraphs)
    assert "本期没有滞后目标。" in text
    assert "督办情况" not in text


def test_the_package_lists_names_and_hashes(material: Material) -> None:
    archive = zipfile.ZipFile(io.BytesIO(content(material, "zip")))
    names = [name for name in archive.namelist() if name != "SHA256SUMS"]
    assert sorted(names) == sorted(["说明.txt", "目标.csv", "填报与记录.csv", "名单/T06.csv", "名单/T01.csv"])
    listed = dict(line.split("  ", 1)[::-1] for line in archive.read("SHA256SUMS").decode().splitlines())
    assert listed == {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names}
    rows = list(csv.reader(io.StringIO(archive.read("名单/T06.csv").decode("utf-8-sig"))))
    assert rows[1][:5] == ["'=博斯坦乡卫生院", "th", "木垒县", "", "否"]  # never run as a formula
    assert "「覆盖率达到90%」" in rows[-1][0]
    targets = list(csv.DictReader(io.StringIO(archive.read("目标.csv").decode("utf-8-sig"))))
    assert (targets[0]["现值"], targets[0]["分子"], targets[0]["分母"]) == ("76.2%", "16", "21")
    assert archive.read("说明.txt").decode().startswith("演示数据")


def test_residents_are_counted_and_never_named(material: Material) -> None:
    archive = zipfile.ZipFile(io.BytesIO(content(material, "zip")))
    assert "居民 12 人，个人名单不导出" in archive.read("名单/T01.csv").decode("utf-8-sig")


def test_the_same_facts_give_the_same_package(material: Material) -> None:
    assert content(material, "zip") == content(material, "zip")


def test_another_kind_is_refused(material: Material) -> None:
    with pytest.raises(Refused):
        export(material, "pdf")
