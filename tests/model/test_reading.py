"""A room's folder and a plan's file read strictly: every fault is named with its file and entry."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from tongmai.base.words import Words
from tongmai.model.domain import Domain
from tongmai.model.measure import Reading
from tongmai.model.reading import read_room
from tongmai.model.reading_plan import read_plan

DOMAIN = Domain("small", Words("小", "small"))
MEASURE = """
- id: small.use
  title: {zh: 使用率, en: use}
  rows: use
  kind: flow
  window: twelve_months
  subject: institution
  numerator: "reports > 0"
  denominator: "true"
  unit: {per: 1000}
  readings:
    wide: {title: {zh: 宽, en: wide}, denominator: "kind is not null"}
  source: "002「……」"
  catalogue: [D01]
"""
VIEW = {"resourceType": "ViewDefinition", "name": "report", "resource": "DiagnosticReport",
        "select": [{"column": [{"name": "id", "path": "id"}]}]}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    room = tmp_path / "small"
    files = {
        "measures.yaml": MEASURE,
        "views/report.json": json.dumps(VIEW),
        "views/use.sql": "select id from report",
        "templates/report.json": '{"resourceType": "DiagnosticReport", "id": "{id}"}',
        "templates/letter.json": "{}",
        "specs/use.yaml": "- {when: one, rows: [{reports: 1, at: 2025-06-30}], then: {numerator: 1}}",
        "tables/terms.csv": "term,urgency,hours,valid_from,valid_to,source,status\n"
        "answer,routine,24,2024-01-01,,local,assumed\nanswer,urgent,2,2024-01-01,,local,assumed\n",
        "profiles/post.json": '{"resourceType": "StructureDefinition", "type": "Post"}',
        "profiles/search.json": '[{"resourceType": "SearchParameter"}, {"resourceType": "SearchParameter"}]',
    }
    for name, text in files.items():
        (room / name).parent.mkdir(parents=True, exist_ok=True)
        (room / name).write_text(text, encoding="utf-8")
    return room


def test_a_room_is_read_whole(folder: Path) -> None:
    room = read_room(DOMAIN, folder)
    assert [view.name for view in room.views] == ["report"]
    assert [view.name for view in room.derived] == ["use"]
    assert set(room.templates) == {"report", "letter"}
    assert set(room.lenses) == {"report"}
    assert [profile["resourceType"] for profile in room.profiles] == [
        "StructureDefinition", "SearchParameter", "SearchParameter",
    ]  # fmt: skip
    measure = room.measure("small.use")
    assert (measure.unit, measure.per, measure.window, measure.catalogue) == (
        "per 1000",
        1000,
        "twelve_months",
        ("D01",),
    )
    assert measure.readings == {"wide": Reading(Words("宽", "wide"), None, "kind is not null")}
    assert room.specs[0].rows == ({"reports": 1, "at": "2025-06-30"},)
    assert room.tables["terms"].key == ("term", "urgency")
    assert room.tables["terms"].find(date(2025, 1, 1), term="answer", urgency="urgent") is not None


def test_an_empty_room_is_a_room(tmp_path: Path) -> None:
    room = read_room(DOMAIN, tmp_path)
    assert (room.views, room.measures, room.specs, room.profiles) == ((), (), (), ())


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("measures.yaml", "kind: flow", "kind: stream", r"entry 1 \(small.use\): kind must be one of state, flow"),
        ("measures.yaml", "window:", "windows:", "not known: windows"),
        ("measures.yaml", '"true"', "true", "denominator must be text"),
        ("measures.yaml", "small.use", "large.use", "not of this room: large.use"),
        ("measures.yaml", "  rows: use\n", "", "either rows or a formula"),
        ("measures.yaml", "en: use}", "fr: use}", "title: en is missing"),
        ("measures.yaml", "{per: 1000}", "per mille", "unit is not known"),
        ("measures.yaml", "title: {zh: 宽, en: wide}, ", "", "reading wide: title is missing"),
        ("measures.yaml", "  kind: flow\n", "  kind: flow\n  kind: state\n", "given twice: kind"),
        ("measures.yaml", "- id: small.use", "id: small.use", "measures.yaml"),
        ("views/report.json", '"report"', '"reports"', "small/views/report.json: view report"),
        ("views/report.json", "{", "", "small/views/report.json"),
        ("specs/use.yaml", "at: 2025", "on: 2025", "case 1: a row is a mapping of columns"),
        ("specs/use.yaml", "when: one", "when: [1]", "case 1: when must be text"),
        ("specs/use.yaml", "numerator: 1", "numerater: 1", "then: not known: numerater"),
        ("specs/use.yaml", "numerator: 1", "", "states nothing"),
        ("specs/use.yaml", "then:", "reading: none, then:", "reading none is not declared"),
        ("tables/terms.csv", "urgent,2", "routine,24", "two rows of"),
        ("profiles/post.json", "resourceType", "type", "profiles/post.json: entry 1 is no resource"),
    ],
)
def test_a_fault_is_named_with_its_file(folder: Path, file: str, old: str, new: str, said: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        read_room(DOMAIN, folder)


def test_a_file_that_does_not_belong_there_is_named(folder: Path) -> None:
    (folder / "views" / "notes.txt").write_text("?", encoding="utf-8")
    with pytest.raises(ValueError, match=r"small/views/notes.txt: only .json, .sql lie here"):
        read_room(DOMAIN, folder)


def test_a_spec_of_nothing_is_named(folder: Path) -> None:
    (folder / "specs" / "gone.yaml").write_text("- {when: x, rows: [], then: {value: 1}}", encoding="utf-8")
    with pytest.raises(ValueError, match=r"specs/gone.yaml: no measure gone in this room"):
        read_room(DOMAIN, folder)


PLAN = """
id: p-2024
title: {zh: 方案, en: plan}
number: 〔2024〕28号
issued: 2024-03-28
document: "002"
issuer: 州卫健委
targets:
  - {id: T06, title: {zh: 使用, en: use}, chapter: 二, measure: small.use, goal: ">= 90 %", each: county,
     by: 2025-12-31, baseline: 62.5, responsible: {proposed: 州卫健委, confirmed: null}, text: "……",
     alternatives: [total]}
  - {id: T05, title: {zh: 病种, en: diseases}, chapter: 二, text: "……", missing: {zh: 等目录, en: waits for the list}}
"""


def plan_file(tmp_path: Path, old: str = "", new: str = "") -> Path:
    path = tmp_path / "p.yaml"
    assert old in PLAN
    path.write_text(PLAN.replace(old, new, 1) if old else PLAN, encoding="utf-8")
    return path


def test_a_plan_is_read_whole(tmp_path: Path) -> None:
    plan = read_plan(plan_file(tmp_path))
    one = plan.target("T06")
    assert (plan.issued, plan.document, one.plan) == (date(2024, 3, 28), "002", "p-2024")
    assert (one.each, one.by, one.baseline, one.hard) == ("county", date(2025, 12, 31), Fraction(125, 2), True)
    assert one.goal is not None
    assert (one.goal.comparison, one.goal.low) == (">=", 90)
    assert one.responsible_proposed == "州卫健委"
    assert plan.target("T05").missing == Words("等目录", "waits for the list")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('">= 90 %"', '"about 90 %"', r"target 1 \(T06\): not a goal: 'about 90 %'"),
        ("each: county", "each: village", r"target 1 \(T06\): each must be one of total, county"),
        ("confirmed: null", "confirmed: 州卫健委", "recorded on the page, not in the plan's file"),
        ("T05", "T06", "declared twice: T06"),
        ("missing: {zh: 等目录, en: waits for the list}", "note: {zh: x, en: x}", "it must say what is missing"),
        ("by: 2025-12-31", "by: 年底", "by is no day"),
        ("baseline: 62.5", "baseline: half", "baseline is no number"),
        ("issued: 2024-03-28\n", "", "issued is missing"),
        ("issuer:", "issued_by:", "issuer is missing"),
    ],
)
def test_a_fault_of_a_plan_is_named_with_its_target(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_plan(plan_file(tmp_path, old, new))
