"""Recognition of results, row by row: items, validity edges, certificates, six reasons, scopes, levels, owners."""

import csv
from datetime import date
from pathlib import Path

import pytest

from tongmai.domains.diagnostics.rules import Mark, Place, Result, Wish, price, recognised, shared

COMMUNITY = frozenset({"mc-a"})
PLACES = {
    "township": Place("township", "township", "652328205200", COMMUNITY),
    "county_lab": Place("county_lab", "county", "652328100012", COMMUNITY),
    "ecg_centre": Place("ecg_centre", "county", "652328100012", COMMUNITY),
    "county_hospital": Place("county_hospital", "county", "652328100012", COMMUNITY),
    "private_county": Place("private_county", "county", "652328100013"),
    "other_county": Place("other_county", "county", "652325100016", frozenset({"mc-b"})),
    "branch_other_county": Place("branch_other_county", "county", "652325100017", COMMUNITY),
    "foreign_township": Place("foreign_township", "township", "652325208200", frozenset({"mc-b"})),
    "prefecture": Place("prefecture", "prefecture", "652301001001"),
    "capital": Place("capital", "prefecture", "650102001001"),
    "elsewhere": Place("elsewhere", "prefecture", "620900001001"),
}
with (Path(__file__).parent / "recognition.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


def test_forty_rows_or_more() -> None:
    assert len(ROWS) >= 40
    assert len({row["when"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row["when"] for row in ROWS])
def test_recognition(row: dict[str, str]) -> None:
    maker, receiver = PLACES[row["maker"]], PLACES[row["receiver"]]
    result = Result(row["item"], date.fromisoformat(row["taken"]), maker, row["state"], row["conclusion"] == "yes")
    marks = []
    if row["mark"]:
        days = date.fromisoformat(row["since"]), date.fromisoformat(row["until"])
        marks = [Mark(row["item"], maker.id, row["mark"], *days)]
    wish = Wish(row["item"], receiver, row["reason"])
    verdict = recognised(result, wish, date.fromisoformat(row["asked"]), marks)
    assert (verdict.recognised, verdict.rule) == (row["recognised"] == "yes", f"recognition.{row['rule']}")
    assert verdict.why.zh
    assert verdict.why.en


def test_another_item_or_another_makers_mark_does_not_serve() -> None:
    lab, receiver, day = PLACES["county_lab"], PLACES["township"], date(2025, 6, 30)
    result = Result("potassium", day, lab)
    assert recognised(result, Wish("glucose", receiver), day).rule == "recognition.item"
    for mark in (
        Mark("glucose", lab.id, "city", date(2025, 1, 1), date(2025, 12, 31)),
        Mark("potassium", "ecg_centre", "city", date(2025, 1, 1), date(2025, 12, 31)),
    ):
        assert recognised(result, Wish("potassium", receiver), day, [mark]).rule == "recognition.no-certificate"


def test_what_two_institutions_share_is_the_nearest() -> None:
    assert shared(PLACES["county_lab"], PLACES["township"]) == "consortium"
    assert shared(PLACES["private_county"], PLACES["township"]) == "county"
    assert shared(PLACES["other_county"], PLACES["township"]) == "city"
    assert shared(PLACES["capital"], PLACES["township"]) == "province"
    assert shared(PLACES["elsewhere"], PLACES["township"]) == "national"


def test_prices_are_cents_of_the_day() -> None:
    assert price("hba1c", date(2025, 6, 30)) == 5500
    assert price("hba1c", date(2025, 7, 1)) == 5000
    assert price("unknown_item", date(2025, 6, 30)) == 0
