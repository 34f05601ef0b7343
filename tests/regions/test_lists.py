"""The demonstration's rows fit the registry's Excel lists: what is exported can come back."""

import json
from pathlib import Path
from typing import Any

import pytest

from tongmai.domains.registry import DOMAIN
from tongmai.fhir.definitions import Definitions
from tongmai.fhir.lens import columns
from tongmai.fhir.views import View
from tongmai.model.sheet import Sheet
from tongmai.regions.demonstration.writing import template

Json = dict[str, Any]
REGISTRY = Path(__file__).parents[2] / "src" / "tongmai" / "domains" / "registry"
SHEETS = pytest.mark.parametrize("sheet", DOMAIN.sheets, ids=lambda sheet: sheet.id)


@SHEETS
def test_a_list_has_every_column_of_its_view(sheet: Sheet, definitions: Definitions) -> None:
    """Or an export, edited and imported, would lose what it did not show."""
    definition = json.loads((REGISTRY / "views" / f"{sheet.view}.json").read_text(encoding="utf-8"))
    names = {name for name, _ in View(definition, definitions).columns} - {"id"}
    assert {column.name for column in sheet.columns} == names == columns(template(sheet.view)) - {"id"}


@SHEETS
def test_every_row_passes_the_checks_of_its_list(sheet: Sheet, rows: dict[str, list[Json]]) -> None:
    for row in rows[sheet.view]:
        told = [issue.told("en") for check in sheet.checks for issue in DOMAIN.functions[check](row)]
        assert told == [], row["id"]


@SHEETS
def test_codes_are_in_their_tables_and_required_columns_filled(sheet: Sheet, rows: dict[str, list[Json]]) -> None:
    for column in sheet.columns:
        allowed = {code for code, _ in column.codes}
        for row in rows[sheet.view]:
            value = row.get(column.name)
            assert value is not None or not column.required, (row["id"], column.name)
            assert value is None or not allowed or str(value) in allowed, (row["id"], column.name, value)


@SHEETS
def test_a_key_tells_rows_apart(sheet: Sheet, rows: dict[str, list[Json]]) -> None:
    keys = [tuple(row.get(name) for name in sheet.key) for row in rows[sheet.view]]
    assert len(set(keys)) == len(keys)


@SHEETS
def test_people_do_not_meet_two_words_for_one_code(sheet: Sheet) -> None:
    for column in sheet.columns:
        codes = [code for code, _ in column.codes]
        assert len(set(codes)) == len(codes), column.name
