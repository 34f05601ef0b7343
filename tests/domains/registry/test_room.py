"""The registry's declarations fit each other: views and lenses, own types, tables, the certificate's course."""

import json
from pathlib import Path
from typing import Any

import pytest

from tongmai.base.tables import DATED, read_table
from tongmai.domains.registry import DOMAIN
from tongmai.domains.registry.workflows import CERTIFICATE
from tongmai.fhir.check import Checker
from tongmai.fhir.definitions import Definitions
from tongmai.fhir.index import Indexer
from tongmai.fhir.lens import columns, fill
from tongmai.fhir.views import View

Json = dict[str, Any]
ROOM = Path(__file__).parents[3] / "src" / "tongmai" / "domains" / "registry"
LENSES = sorted(path.stem for path in (ROOM / "templates").glob("*.json"))
# the least a row may hold where an element is required or tells what the resource is
REQUIRED: Json = {
    "approved": 3,
    "beds": 4,
    "category": "professional",
    "state": "active",
    "standard": "township_basic",
    "institution": "th-1",
    "holder": "th-1",
    "community": "mc-1",
    "member": "th-1",
    "name": "演示",
}


def read(folder: str, name: str) -> Json:
    found: Json = json.loads((ROOM / folder / f"{name}.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def definitions() -> Definitions:
    own: list[Json] = []
    for path in sorted((ROOM / "profiles").glob("*.json")):
        one = json.loads(path.read_text(encoding="utf-8"))
        own += one if isinstance(one, list) else [one]
    return Definitions.load(own)


@pytest.mark.parametrize("lens", LENSES)
def test_the_lens_gives_back_a_sparse_row(lens: str, definitions: Definitions) -> None:
    view, template = View(read("views", lens), definitions), read("templates", lens)
    names = [name for name, _ in view.columns]
    row = dict.fromkeys(names) | {name: REQUIRED[name] for name in names if name in REQUIRED} | {"id": "x"}
    assert view.rows(fill(template, row)) == [row]
    assert columns(template) == set(names)


@pytest.mark.parametrize("lens", LENSES)
def test_a_sparse_resource_is_well_formed(lens: str, definitions: Definitions) -> None:
    template = read("templates", lens)
    row = {name: REQUIRED[name] for name in columns(template) if name in REQUIRED} | {"id": "x"}
    assert [issue.told("en") for issue in Checker(definitions).check(fill(template, row))] == []


def test_an_institution_is_found_by_its_place(definitions: Definitions) -> None:
    row = {"id": "th-652328102", "village": "652328102200", "tier": "township", "kind": "township_hospital"}
    found = Indexer(definitions).rows(fill(read("templates", "institution"), row))
    texts = {getattr(one, "text", "") for one in found if one.parameter == "village"}
    assert "652328102200" in texts
    codes = {getattr(one, "code", "") for one in found if one.parameter in ("tier", "type")}
    assert codes == {"township", "township_hospital"}


def test_a_certificate_is_found_by_holder_standard_state_and_day(definitions: Definitions) -> None:
    row = {
        "id": "c",
        "holder": "th-1",
        "area": "652328102200",
        "standard": "tcm_hall",
        "state": "certified",
        "from_day": "2024-01-01",
        "to_day": "2026-12-31",
        "claimed": "2023-11-11",
    }
    found = {one.parameter for one in Indexer(definitions).rows(fill(read("templates", "certificate"), row))}
    assert {"holder", "area", "standard", "state", "period", "claimed"} <= found


def test_every_table_row_is_dated_with_source_and_status() -> None:
    for path in sorted((ROOM / "tables").glob("*.csv")):
        header = path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
        assert set(DATED) <= set(header), path.name
        key = ("group", "family") if path.stem == "families" else (header[0],)
        assert read_table(path, key).rows, path.name


def test_the_states_of_a_certificate_are_those_of_the_table() -> None:
    table = {row["state"] for row in read_table(ROOM / "tables" / "certificate_states.csv", ("state",)).rows}
    assert {state.name for state in CERTIFICATE.states} == table


def test_who_reviews_does_not_certify() -> None:
    assert CERTIFICATE.step("certify").not_by == "review"


def test_rules_have_names_of_their_own() -> None:
    names = [rule.name for rule in DOMAIN.rules]
    assert len(set(names)) == len(names)
