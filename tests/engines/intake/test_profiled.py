"""The Excel list of a profile: what it offers, and what comes back is judged by the profile, errors at their cells."""

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from tests.model.profile_of_pressure import CHOICES, CODES, PROFILE, URL, element

from tongmai import cli
from tongmai.base.outcome import Refused
from tongmai.domains import residents
from tongmai.engines.intake.profiled import Filling, ProfileList, list_of
from tongmai.fhir.check import Checker
from tongmai.fhir.definitions import Definitions
from tongmai.fhir.findings import errors
from tongmai.fhir.invariants import Invariants
from tongmai.fhir.validating import Validator
from tongmai.model.profiled import Profiled, room_profile

R4 = Definitions.load()
GOOD = ("Patient/1", "2025-06-30", "左", "静息；坐位", 128, 82)


@pytest.fixture(scope="module")
def found() -> ProfileList:
    return list_of(Profiled(PROFILE, [CODES, CHOICES]))


def filled(template: bytes, *rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(template))
    page = book["血压"]
    for number, row in enumerate(rows, start=4):
        for column, value in enumerate(row, start=1):
            page.cell(number, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(found: ProfileList, *rows: tuple[Any, ...]) -> Filling:
    return found.filled("血压.xlsx", filled(found.template(), *rows))


def test_headings_in_both_languages_marks_and_drop_downs(found: ProfileList) -> None:
    page = openpyxl.load_workbook(io.BytesIO(found.template()))["血压"]
    headings = [cell.value for cell in page[3] if cell.value and "勿改" not in cell.value]
    assert headings == ["居民 resident*", "测量日期 measured on*", "上臂 arm", "说明 notes", "收缩压 systolic（mmHg）*",
                        "舒张压 diastolic（mmHg）*"]  # fmt: skip
    rules = {str(one.sqref).split(":")[0]: one.type for one in page.data_validations.dataValidation}
    assert rules == {"C4": "list", "D4": "textLength"}


def test_a_row_becomes_a_resource_that_the_profile_takes(found: ProfileList) -> None:
    filling = read(found, GOOD, ("Patient/2", "2025-06-29", None, None, 141.5, 90))
    assert filling.preview.wrong == ()
    first, second = filling.resources.values()
    assert first["subject"] == {"reference": "Patient/1"}
    assert first["bodySite"] == {"coding": [{"system": "urn:x:arm", "code": "left", "display": "左"}]}
    assert [one["text"] for one in first["note"]] == ["静息", "坐位"]
    upper, lower = first["component"]
    assert upper["code"]["coding"][0]["code"] == "8480-6"
    assert upper["valueQuantity"] == {
        "system": "http://unitsofmeasure.org", "code": "mm[Hg]", "unit": "mmHg", "value": 128,
    }  # fmt: skip
    assert lower["valueQuantity"]["value"] == 82
    assert (first["status"], first["effectiveDateTime"]) == ("final", "2025-06-30")
    assert {"bodySite", "note"}.isdisjoint(second)
    profile = found.profile
    judge = Validator(R4, Checker(R4), Invariants(R4), lambda url: profile.find("StructureDefinition", url),
                      profile.terms)  # fmt: skip
    assert [errors(judge.findings(one, [URL])) for one in (first, second)] == [[], []]


@pytest.mark.parametrize(
    ("changes", "cell", "kind"),
    [
        ({0: None}, "A4", "required"),
        ({0: "nobody"}, "A4", "pattern"),
        ({1: "2025-06-31"}, "B4", "day"),
        ({2: "上"}, "C4", "code"),
        ({3: "好" * 21}, "D4", "too-long"),
        ({3: "1；2；3；4"}, "D4", "rule"),
        ({4: 301}, "E4", "rule"),
        ({5: "高"}, "F4", "number"),
    ],
    ids=["missing", "no reference", "no day", "no choice", "too long", "too many", "out of bounds", "no number"],
)
def test_what_is_wrong_stands_at_its_cell(found: ProfileList, changes: dict[int, Any], cell: str, kind: str) -> None:
    row = tuple(changes.get(number, value) for number, value in enumerate(GOOD))
    filling = read(found, row, GOOD)
    assert [(one.cell, one.kind) for one in filling.preview.wrong] == [(cell, kind)]
    assert all(one.reason.zh and one.reason.en and one.remedy.zh and one.remedy.en for one in filling.preview.wrong)
    assert list(filling.resources) == [5]


def test_a_table_of_others_is_refused(found: ProfileList) -> None:
    with pytest.raises(Refused) as refused:
        found.filled("x.csv", "甲,乙\n1,2\n".encode())
    assert refused.value.kind == "invalid"


def test_a_profile_that_wants_what_no_cell_holds_is_refused() -> None:
    wants = {**PROFILE, "differential": {"element": [element("Observation.value[x]", min=1)]}}
    with pytest.raises(ValueError, match=r"Observation.value\[x\] is wanted and may be of several types"):
        list_of(Profiled(wants))


def test_the_profile_of_a_resident_makes_a_list() -> None:
    made = list_of(room_profile(str(residents.__file__), "Resident"))
    assert [column.title.zh for column in made.sheet.columns] == [
        "姓名", "身份证号", "性别", "出生日期", "电话", "居住村（社区）", "重点人群",
    ]  # fmt: skip
    assert [column.title.zh for column in made.sheet.columns if not column.required] == ["电话", "重点人群"]


def test_the_command_writes_the_list_and_takes_it_in(found: ProfileList, tmp_path: Path) -> None:
    profile, empty, full = tmp_path / "profile.json", tmp_path / "list.xlsx", tmp_path / "full.xlsx"
    profile.write_text(json.dumps([PROFILE, CODES, CHOICES]), encoding="utf-8")
    run, out = CliRunner(), tmp_path / "out.ndjson"
    assert run.invoke(cli.commands, ["template", str(profile), "--out", str(empty)]).exit_code == 0
    full.write_bytes(filled(empty.read_bytes(), GOOD))
    told = run.invoke(cli.commands, ["template", str(profile), "--filled", str(full), "--out", str(out)])
    assert told.exit_code == 0, told.output
    (made,) = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert made["subject"] == {"reference": "Patient/1"}
    full.write_bytes(filled(empty.read_bytes(), (*GOOD[:4], 301, 82)))
    told = run.invoke(cli.commands, ["template", str(profile), "--filled", str(full), "--out", str(tmp_path / "no.x")])
    assert told.exit_code == 1
    assert not (tmp_path / "no.x").exists()
    assert openpyxl.load_workbook(tmp_path / "no.xlsx")["血压"]["E4"].comment
