"""fhir-pyrate: pages of bundles into tables."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.flows.conftest import House
from tests.flows.records import EACH, LOINC, PATIENTS, PULSE

pyrate = pytest.importorskip("fhir_pyrate", reason="the clients' environment is not here: make flows")
pandas, requests = pytest.importorskip("pandas"), pytest.importorskip("requests")
PULSES = {"code": f"{LOINC}|{PULSE}", "_count": 7, "_sort": "_id"}
PATHS = [("id", "id"), ("of", "subject.reference"), ("pulse", "valueQuantity.value")]


@pytest.fixture
def pirate(house: House) -> Iterator[Any]:
    with requests.Session() as session:
        session.headers["Cookie"] = house.cookie
        with pyrate.Pirate(auth=session, base_url=house.base, print_request_url=False, num_processes=1) as found:
            yield found


def test_bundles_become_one_table(pirate: Any) -> None:
    table = pirate.steal_bundles_to_dataframe("Observation", PULSES, fhir_paths=PATHS)
    assert len(table) == PATIENTS * EACH
    assert table["id"].is_unique
    assert table.loc[table["id"] == "o03-2", "pulse"].item() == 65


def test_whole_resources_become_columns(pirate: Any) -> None:
    table = pirate.steal_bundles_to_dataframe("Observation", {"patient": "p03"})
    assert set(table["subject_reference"]) == {"Patient/p03"}
    assert set(table["code_coding_0_code"]) == {PULSE}


def test_as_many_pages_as_asked_for(pirate: Any) -> None:
    assert [len(page.entry) for page in pirate.steal_bundles("Observation", PULSES, num_pages=2)] == [7, 7]


def test_a_total_without_entries(pirate: Any) -> None:
    assert pirate.get_bundle_total("Observation", {"code": PULSE, "_summary": "count"}) == PATIENTS * EACH


def test_pages_without_an_order_are_ordered_by_id(pirate: Any) -> None:
    """It asks again with `_sort=_id` where the first answer bears a total and has several pages."""
    unordered = {"code": PULSE, "_count": 7, "_total": "accurate"}
    with pytest.warns(UserWarning, match="no sorting method"):
        table = pirate.steal_bundles_to_dataframe("Observation", unordered, fhir_paths=PATHS)
    assert list(table["id"]) == sorted(table["id"])
    assert len(table) == PATIENTS * EACH


def test_several_types_at_once(pirate: Any) -> None:
    tables = pirate.bundles_to_dataframe(
        pirate.steal_bundles("Observation", {**PULSES, "_include": "Observation:subject"})
    )
    assert {name: len(table) for name, table in tables.items()}["Observation"] == PATIENTS * EACH
    assert set(tables["Patient"]["gender"]) == {"female", "male"}


def test_rows_are_traded_for_what_belongs_to_them(pirate: Any) -> None:
    patients = pandas.DataFrame({"of": ["p01", "p02", "p05"]})
    table = pirate.trade_rows_for_dataframe(
        patients, "Observation", {"patient": "of"}, fhir_paths=PATHS[2:],
        request_params={"code": PULSE, "_sort": "_id"},
    )  # fmt: skip
    assert table.groupby("of")["pulse"].sum().to_dict() == {
        patient: sum(60 + int(patient[1:]) + day for day in range(EACH)) for patient in ("p01", "p02", "p05")
    }


def test_a_span_of_time_is_sailed_through(pirate: Any) -> None:
    table = pirate.sail_through_search_space_to_dataframe(
        "Observation", "date", "2025-06-02", "2025-06-04", {"code": PULSE}, fhir_paths=PATHS
    )
    assert len(table) == PATIENTS * 2
