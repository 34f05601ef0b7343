"""The lake: equal to a fresh build after any changes, small where little changed, readable while it is renewed."""

import os
import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.writing import DEFINITIONS, put

from tongmai.base.clock import SetClock
from tongmai.base.outcome import Refused
from tongmai.model.view import DerivedView, View
from tongmai.store.lake import Deriver, Lake, building
from tongmai.store.lake.manifest import read
from tongmai.store.memory import MemoryStore
from tongmai.store.protocol import ChangeSet, Delete

PERIODS = [{"id": "2025-06", "kind": "month", "from_day": "2025-06-01", "to_day": "2025-06-30"}]


def view(name: str, resource: str, *columns: tuple[str, str, str], each: str = "") -> View:
    select: dict[str, Any] = {"column": [{"name": n, "path": p, "type": t} for n, p, t in columns]}
    select |= {"forEach": each} if each else {}
    definition = {"resourceType": "ViewDefinition", "name": name, "resource": resource, "status": "active"}
    return View(name, resource, {**definition, "select": [select]})


VISIT = view(
    "visit", "Encounter",
    ("id", "getResourceKey()", "id"), ("person", "subject.getReferenceKey(Patient)", "string"),
    ("from", "period.start", "dateTime"), ("to", "period.end", "dateTime"),
)  # fmt: skip
RESIDENT = view("resident", "Patient", ("id", "getResourceKey()", "id"), ("born", "birthDate", "date"),
                ("active", "active", "boolean"), ("twin", "multipleBirth.ofType(integer)", "integer"))  # fmt: skip
NAMES = view("name", "Patient", ("family", "family", "string"), each="name")
BUSY = DerivedView(
    "busy",
    "select r.id, p.id as period, count(v.id) as visits from resident r cross join period p"
    " left join visit v on v.person = r.id and v.from_day between p.from_day and p.to_day group by all",
)


def resident(id: str, **further: Any) -> dict[str, Any]:
    return {"resourceType": "Patient", "id": id, **further}


def visit(id: str, person: str, start: str = "2025-06-10T09:00:00+08:00", **period: str) -> dict[str, Any]:
    return {
        "resourceType": "Encounter", "id": id, "status": "finished", "class": {"code": "AMB"},
        "subject": {"reference": f"Patient/{person}"}, "period": {"start": start, **period},
    }  # fmt: skip


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(DEFINITIONS, SetClock(datetime(2025, 6, 30, tzinfo=UTC)))


def lake_at(directory: Path, views: Sequence[View] = (VISIT, RESIDENT, NAMES)) -> Lake:
    return Lake(directory, ready(*views), [BUSY], {"period": PERIODS})


def ready(*views: View) -> list[Deriver]:
    return [Deriver(view, DEFINITIONS) for view in views]


def write(store: MemoryStore, *resources: dict[str, Any]) -> None:
    store.commit(ChangeSet(tuple(put(resource) for resource in resources)))


def content(lake: Lake) -> dict[str, list[str]]:
    return {
        name: sorted(map(repr, lake.query(f"select * from {name}"))) for name in ("visit", "resident", "name", "busy")
    }


def test_rows_are_typed_and_days_are_civil_days_of_the_region(store: MemoryStore, tmp_path: Path) -> None:
    write(
        store,
        resident("a", birthDate="1950-07", active=True, multipleBirthInteger=2),
        visit("v", "a", "2025-06-30T16:30:00Z", end="2025-07"),
    )
    lake = lake_at(tmp_path)
    assert lake.refresh(store)
    assert lake.query("select * from visit") == [
        {"id": "v", "person": "a", "from": "2025-06-30T16:30:00Z", "from_day": date(2025, 7, 1),
         "to": "2025-07", "to_day": date(2025, 7, 31)},
    ]  # fmt: skip
    (row,) = lake.query("select * from resident")
    assert (row["born"], row["active"], row["twin"]) == (date(1950, 7, 1), True, 2)
    assert lake.columns("visit") == {
        "id": "VARCHAR", "person": "VARCHAR", "from": "VARCHAR", "from_day": "DATE", "to": "VARCHAR", "to_day": "DATE",
    }  # fmt: skip


def test_terms_of_hours_are_differences_of_minutes(store: MemoryStore, tmp_path: Path) -> None:
    midnight = int(datetime(2025, 6, 29, 16, tzinfo=UTC).timestamp()) // 60
    stay = view("stay", "Encounter", ("id", "getResourceKey()", "id"),
                ("from_minute", "period.start", "dateTime"), ("to_minute", "period.end", "dateTime"))  # fmt: skip
    write(
        store,
        resident("a"),
        visit("over-midnight", "a", "2025-06-30T23:30:59+08:00", end="2025-06-30T17:31:00Z"),
        visit("day-only", "a", "2025-06-30", end="2025-07"),
        visit("open", "a", "2025-06-30T00:00:00.5+08:00"),
    )
    lake = Lake(tmp_path, ready(stay), [], {})
    assert lake.refresh(store)
    assert lake.columns("stay")["from_minute"] == "BIGINT"
    assert lake.query("select id, to_minute - from_minute as minutes, from_minute from stay order by id") == [
        {"id": "day-only", "minutes": None, "from_minute": None},
        {"id": "open", "minutes": None, "from_minute": midnight},
        {"id": "over-midnight", "minutes": 121, "from_minute": midnight + 23 * 60 + 30},
    ]


def test_a_derived_view_joins_views_and_dimensions(store: MemoryStore, tmp_path: Path) -> None:
    write(store, resident("a"), resident("b"), visit("v1", "a"), visit("v2", "a", "2025-05-31T23:59:59+08:00"))
    lake = lake_at(tmp_path)
    lake.refresh(store)
    found = lake.query("select id, visits from busy where period = ? order by id", ["2025-06"])
    assert found == [{"id": "a", "visits": 1}, {"id": "b", "visits": 0}]


def test_nothing_changed_nothing_is_written(store: MemoryStore, tmp_path: Path) -> None:
    write(store, resident("a"))
    lake = lake_at(tmp_path)
    assert lake.refresh(store)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert not lake.refresh(store)
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_a_change_is_read_at_once_and_the_version_moves(store: MemoryStore, tmp_path: Path) -> None:
    write(store, resident("a"), visit("v", "a"))
    lake = lake_at(tmp_path)
    lake.refresh(store)
    version = lake.version
    write(store, visit("v", "a", "2025-07-01"))
    lake.refresh(store)
    assert lake.version > version
    assert lake.change == store.last_change()
    assert lake.query("select visits from busy") == [{"visits": 0}]
    store.commit(ChangeSet((Delete("Encounter", "v"),)))
    lake.refresh(store)
    assert lake.query("select * from visit") == []


acts = st.lists(
    st.tuples(st.sampled_from(["put", "move", "delete", "refresh"]), st.integers(0, 6), st.integers(0, 3)), max_size=25
)


@given(acts=acts)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_run_of_changes_equals_a_fresh_build(
    acts: list[tuple[str, int, int]], tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_REWRITE_ROWS", 3)  # so that bases are written anew within a short run
    store = MemoryStore(DEFINITIONS, SetClock(datetime(2025, 6, 30, tzinfo=UTC)))
    lake = lake_at(tmp_path_factory.mktemp("lake"))
    write(store, resident("p0", name=[{"family": "王"}]))
    lake.refresh(store)
    for verb, number, other in acts:
        if verb == "put":
            write(store, resident(f"p{number}", name=[{"family": str(one)} for one in range(other)]))
        elif verb == "move":
            write(store, visit(f"v{number}", f"p{other}", f"2025-06-{number + 1:02d}"))
        elif verb == "delete":
            store.commit(ChangeSet((Delete("Patient", "p0"),)))
            write(store, resident("p0"))
        else:
            lake.refresh(store)
    lake.refresh(store)
    fresh = lake_at(tmp_path_factory.mktemp("fresh"))
    fresh.refresh(store)
    assert content(lake) == content(fresh)


def test_a_small_change_writes_a_small_delta_and_many_write_the_base_anew(
    store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_REWRITE_ROWS", 10)
    write(store, *(resident(f"p{number}") for number in range(400)))
    lake = lake_at(tmp_path)
    lake.refresh(store)
    base = read(tmp_path).tables["resident"].base
    write(store, *(resident(f"p{number}", active=True) for number in range(20)))
    lake.refresh(store)
    files = read(tmp_path).tables["resident"]
    assert (files.base, files.delta_rows) == (base, 20)
    assert read(tmp_path).tables["visit"].delta is None
    write(store, resident("p30", active=True))
    lake.refresh(store)
    files = read(tmp_path).tables["resident"]
    assert files.base != base
    assert (files.delta, files.base_rows) == (None, 400)
    assert lake.query("select count(*) as n from resident where active") == [{"n": 21}]


def test_a_changed_declaration_makes_its_view_anew_and_no_other(store: MemoryStore, tmp_path: Path) -> None:
    write(store, resident("a", gender="male"), visit("v", "a"))
    lake_at(tmp_path).refresh(store)
    before = read(tmp_path).tables
    wider = view("resident", "Patient", ("id", "getResourceKey()", "id"), ("sex", "gender", "code"))
    lake = lake_at(tmp_path, (VISIT, wider, NAMES))
    assert lake.refresh(store)
    after = read(tmp_path).tables
    assert lake.query("select * from resident") == [{"id": "a", "sex": "male"}]
    assert (after["visit"], after["resident"] != before["resident"]) == (before["visit"], True)


def test_a_changed_declaration_is_behind_though_no_fact_has_come(store: MemoryStore, tmp_path: Path) -> None:
    write(store, resident("a"), visit("1", "a"))
    lake = lake_at(tmp_path)
    assert lake.behind(store)
    lake.refresh(store)
    assert not lake.behind(store)
    assert lake_at(tmp_path, [VISIT, view("resident", "Patient", ("id", "getResourceKey()", "id")), NAMES]).behind(
        store
    )


def test_a_value_that_fits_no_column_is_named_and_mended(store: MemoryStore, tmp_path: Path) -> None:
    one_name = view("resident", "Patient", ("id", "getResourceKey()", "id"), ("family", "name.family", "string"))
    write(store, resident("a", name=[{"family": "王"}]), resident("b", name=[{"family": "李"}, {"family": "赵"}]))
    lake = lake_at(tmp_path, (VISIT, one_name, NAMES))
    lake.refresh(store)
    assert list(lake.faults) == ["resident Patient/b"]
    assert "column family has 2 values" in lake.faults["resident Patient/b"]
    assert [row["id"] for row in lake.query("select id from resident")] == ["a"]
    write(store, resident("b", name=[{"family": "李"}]))
    lake.refresh(store)
    assert lake.faults == {}


def test_another_process_reads_what_one_has_made(store: MemoryStore, tmp_path: Path) -> None:
    write(store, resident("a"))
    reader = lake_at(tmp_path)
    assert reader.version == 0
    with pytest.raises(Refused) as refused:
        reader.query("select * from resident")
    assert refused.value.kind == "busy"
    writer = lake_at(tmp_path)
    writer.refresh(store)
    assert reader.query("select id from resident") == [{"id": "a"}]
    for number in range(5):  # files of older states are swept; a reader that looked before finds the new ones
        write(store, resident(f"b{number}"))
        writer.refresh(store)
        assert len(reader.query("select id from resident")) == number + 2
    needed = read(tmp_path).files()
    assert needed <= {path.name for path in tmp_path.glob("*.parquet")}
    assert len(list(tmp_path.glob("*.parquet"))) <= len(needed) + 2


def test_a_state_is_read_whole_while_it_is_renewed(store: MemoryStore, tmp_path: Path) -> None:
    """Residents and their visits are written together; no reader ever sees one without the other."""
    lake = lake_at(tmp_path)
    write(store, resident("p"), visit("v", "p"))
    lake.refresh(store)
    seen: list[tuple[int, int]] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            (row,) = lake.query("select (select count(*) from resident) as r, (select count(*) from visit) as v")
            seen.append((row["r"], row["v"]))

    looking = threading.Thread(target=look)
    looking.start()
    for number in range(12):
        write(store, resident(f"p{number}"), visit(f"v{number}", f"p{number}"))
        lake.refresh(store)
    done.set()
    looking.join()
    assert seen
    assert all(residents == visits for residents, visits in seen)


def test_a_damaged_manifest_is_said_to_be_damaged(store: MemoryStore, tmp_path: Path) -> None:
    write(store, resident("a"))
    lake_at(tmp_path).refresh(store)
    (tmp_path / "manifest.json").write_bytes(b"{")
    with pytest.raises(ValueError, match="manifest is damaged"):
        lake_at(tmp_path).refresh(store)


def test_a_refresh_cut_short_leaves_the_state_before_it(
    store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(store, resident("a"))
    lake = lake_at(tmp_path)
    lake.refresh(store)
    write(store, resident("b"))

    def cut(*_: object) -> None:
        raise OSError("power is gone")

    monkeypatch.setattr(os, "replace", cut)
    with pytest.raises(OSError, match="power is gone"):
        lake.refresh(store)
    monkeypatch.undo()
    assert lake.query("select id from resident") == [{"id": "a"}]
    lake.refresh(store)
    assert len(lake.query("select id from resident")) == 2


def test_a_dimension_that_nobody_gives_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a dimension that is not given: period"):
        Lake(tmp_path, ready(VISIT, RESIDENT), [BUSY], {})


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("select id, bron from resident", "derived view wrong: Column 'bron' could not be resolved"),
        ("select id from residents", "derived view wrong: no view or dimension residents"),
        ("select r.id from resident r join visit v on v.persn = r.id", "persn"),
        ("delete from resident", "derived view wrong: it must be one SELECT"),
        ("select read_text('/etc/hostname') as x from resident", "not permitted"),
        ("select id from resident; select id from visit", "exactly one statement"),
    ],
)
def test_a_derived_view_is_checked_before_the_lake_opens(tmp_path: Path, sql: str, told: str) -> None:
    with pytest.raises(ValueError, match=r"derived view wrong") as wrong:
        Lake(tmp_path, ready(VISIT, RESIDENT), [DerivedView("wrong", sql)], {})
    assert told in str(wrong.value)


def test_dimensions_given_as_rows_follow_their_rows(store: MemoryStore, tmp_path: Path) -> None:
    lake_at(tmp_path).refresh(store)
    place = {"village": "1", "township": "2", "county": "3", "prefecture": "4"}
    lake = Lake(tmp_path, ready(VISIT, RESIDENT), [BUSY], {"period": PERIODS, "place": [place]})
    lake.refresh(store)
    assert lake.query("select village, zone from place") == [{"village": "1", "zone": None}]
    assert orjson.loads((tmp_path / "manifest.json").read_bytes())["tables"].keys() == {
        "visit", "resident", "period", "place",
    }  # fmt: skip
