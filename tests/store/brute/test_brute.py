"""Searches over records none of us made equal a plain loop over the raw files: TONGMAI_SHARED, else ../shared."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.brute.raw import Records, at
from tests.store.writing import DEFINITIONS

from tongmai.base.clock import SystemClock
from tongmai.store.load import hands, load_files, load_folder
from tongmai.store.search_text import parse_url
from tongmai.store.sqlite import SqliteStore

SHARED = Path(os.environ.get("TONGMAI_SHARED", Path(__file__).parents[4] / "shared"))
SYNTHEA = SHARED / "data" / "synthea-120"
PART = 24


def files() -> list[Path]:
    """All files, the smallest patients first behind the two that everything refers to."""
    if not SYNTHEA.is_dir():
        if os.environ.get("CI"):
            raise FileNotFoundError(f"{SYNTHEA.name} must lie beside the project in CI; set TONGMAI_SHARED")
        pytest.skip("the shared records are not here; set TONGMAI_SHARED")
    return sorted(SYNTHEA.glob("*.json.bz2"), key=lambda path: (path.name[:2] != "0-", path.stat().st_size, path.name))


def walked(store: SqliteStore, text: str) -> list[str]:
    """The ids of all pages."""
    found: list[str] = []
    after = ""
    while True:
        page = store.search(parse_url(DEFINITIONS, f"{text}&_count=1000{after}"))
        found += [version.id for version in page.matches]
        if page.next is None:
            return found
        after = f"&_after={page.next}"


def judge(store: SqliteStore, records: Records) -> None:
    assert store.counts() == {type: len(found) for type, found in sorted(records.by_type.items())}
    questions = records.questions()
    assert len(questions) >= 25
    telling = 0
    for question in questions:
        expected = records.finds(question)
        found = walked(store, question.search)
        assert len(found) == len(set(found)), question.search
        assert set(found) == expected, question.search
        assert store.search(parse_url(DEFINITIONS, question.search + "&_total=accurate")).total == len(expected)
        telling += bool(expected)
    assert telling >= 25


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SqliteStore, list[Path]]]:
    chosen = files()[: PART + 2]
    store = SqliteStore(tmp_path_factory.mktemp("brute") / "records.db", DEFINITIONS, SystemClock())
    with hands(DEFINITIONS, 2) as by:
        summary = load_files([(path.name, path) for path in chosen], store, by)
    assert summary["refused"] == []
    yield store, chosen
    store.close()


def test_searches_over_a_part_equal_brute_force(part: tuple[SqliteStore, list[Path]]) -> None:
    store, chosen = part
    judge(store, Records(chosen))


def test_sorted_and_included_equal_brute_force(part: tuple[SqliteStore, list[Path]]) -> None:
    store, chosen = part
    records = Records(chosen)
    one = records.person()["id"]
    own = [r for r in records.by_type["Observation"].values() if records.target(r["subject"]) == one]
    found = [records.by_type["Observation"][id] for id in walked(store, f"Observation?patient={one}&_sort=-date")]
    assert {r["id"] for r in found} == {r["id"] for r in own}
    times = [at(r["effectiveDateTime"]) for r in found]
    assert times == sorted(times, reverse=True)
    page = store.search(parse_url(DEFINITIONS, f"Observation?patient={one}&_count=7&_include=Observation:encounter"))
    visits = {records.target(records.by_type["Observation"][version.id]["encounter"]) for version in page.matches}
    assert {version.id for version in page.included} == visits


@pytest.mark.proof
def test_searches_over_all_equal_brute_force(tmp_path: Path) -> None:
    chosen = files()
    summary = load_folder(SYNTHEA, tmp_path / "records.db", DEFINITIONS)
    assert (summary["resources"], summary["refused"]) == (92_114, [])
    store = SqliteStore(tmp_path / "records.db", DEFINITIONS, SystemClock())
    judge(store, Records(chosen))
    before = store.last_change()
    store.close()
    again = load_folder(SYNTHEA, tmp_path / "records.db", DEFINITIONS)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 92_114)
    store = SqliteStore(tmp_path / "records.db", DEFINITIONS, SystemClock())
    assert store.last_change() == before
    store.close()
