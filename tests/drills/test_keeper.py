"""Drills are opened and closed by who answers for them, survive a restart, and leave the main house as it was."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.drills.conftest import DAY, PARTIES, TOWN, WANG

from tongmai.access import verify
from tongmai.base.clock import SetClock, today
from tongmai.base.outcome import Refused
from tongmai.drills import Keeper, folders, seeding
from tongmai.house import House
from tongmai.model.drill import written
from tongmai.programs import drill_acts
from tongmai.programs.drilling import Chores
from tongmai.programs.jobs import chores_of
from tongmai.store.protocol import ChangeSet, Put

NAME = "学校麻疹演练"


def state(house: House) -> dict[str, Any]:
    """All of the main house that a drill could touch, but the audit."""
    data, version = Path(house.settings["data"]), house.facts_version()
    versions = [(one.change, one.type, one.id, one.number, one.body) for one in house.store.changes(0, 10_000)]
    lake = {path.name: path.read_bytes() for path in sorted((data / "lake").glob("*"))}
    return {"change": house.store.last_change(), "counts": house.store.counts(), "versions": versions,
            "facts": version, "lake": lake, "folders": sorted(path.name for path in data.iterdir())}  # fmt: skip


def audit(house: House) -> list[dict[str, Any]]:
    path = Path(house.settings["data"]) / "audit" / "reads.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_main_house_is_as_it_was(house: House, keeper: Keeper) -> None:
    before, seen = state(house), audit(house)
    drill = keeper.open("planner", NAME, DAY, PARTIES, "school-measles")
    own = keeper.house(drill.id)
    assert own is not None
    for one in own.access.system("test").search("Patient", "").matches:
        own.open("clinician").read("Patient", one.id)
    own.store.commit(ChangeSet((Put("Organization", b'{"resourceType":"Organization","name":"x"}'),)))
    assert state(house) == {**before, "folders": sorted([*before["folders"], "drills"])}
    keeper.close("planner", drill.id, keep=False)
    assert state(house) == before
    told = audit(house)[len(seen) :]
    assert [(one["what"], one["on"], one["actor"], one["person"]) for one in told] == [
        ("drill-opened", f"Drill/{drill.id}", "planner", ""),
        ("drill-closed", f"Drill/{drill.id}", "planner", ""),
    ]
    assert not verify(Path(house.settings["data"]) / "audit" / "reads.jsonl").findings


def test_it_begins_with_the_register_and_nobody_else(house: House, keeper: Keeper) -> None:
    drill = keeper.open("planner", NAME, DAY, PARTIES)
    own = keeper.house(drill.id)
    assert own is not None
    counts = own.store.counts()
    assert counts["Organization"] == 3
    assert counts["PractitionerRole"] == 1
    assert counts["Slot"] == 1, "a slot that tells of a resident is not taken along"
    assert "Patient" not in counts
    for version in own.store.changes(0, 10_000):
        assert b"Patient/" not in version.body
        assert version.origin == seeding.ORIGIN
    with pytest.raises(Refused):
        own.store.read("Patient", WANG)


def test_the_scenario_brings_its_residents_into_the_care_of_a_party(keeper: Keeper) -> None:
    drill = keeper.open("county-officer", NAME, DAY, PARTIES, "school-measles")
    own = keeper.house(drill.id)
    assert own is not None
    found = own.open("clinician").search("Patient", "").matches
    assert len(found) == 7
    numbers = {one.resource()["identifier"][0]["value"] for one in found}
    assert len(numbers) == 7
    assert all(number[4:6] == "99" for number in numbers), "an area that is assigned to nobody"
    assert {one.resource()["participant"][0]["member"]["reference"] for one in own.store.current("CareTeam")} == {
        f"Organization/{TOWN}"
    }


def test_its_clock_runs_from_the_day_of_the_scenario(house: House, keeper: Keeper, ticks: SetClock) -> None:
    drill = keeper.open("planner", NAME, DAY, PARTIES)
    own = keeper.house(drill.id)
    assert own is not None
    assert today(own.clock) == DAY
    began = own.clock.now()
    ticks.at += timedelta(minutes=50)
    assert own.clock.now() - began == timedelta(minutes=50)
    assert today(house.clock) < DAY


def test_as_many_as_may_be_are_open(keeper: Keeper) -> None:
    first, _ = (keeper.open("planner", f"演练{number}", DAY, ()) for number in (1, 2))
    with pytest.raises(Refused) as refused:
        keeper.open("planner", "第三个", DAY, ())
    assert refused.value.kind == "busy"
    assert refused.value.issues[0].words.zh == "已有 2 个演练进行中，不能再开"
    keeper.close("planner", first.id, keep=False)
    keeper.open("planner", "第三个", DAY, ())
    assert {one.name for one in keeper.open_ones()} == {"演练2", "第三个"}


def test_an_officer_opens_and_the_own_institution_closes(keeper: Keeper) -> None:
    with pytest.raises(Refused) as refused:
        keeper.open("clinician", NAME, DAY, ())
    assert refused.value.issues[0].words.zh.startswith("演练由地市级规划、县级经办")
    assert refused.value.kind == "forbidden"
    drill = keeper.open("county-officer", NAME, DAY, ("clinician",))
    for person, kind in (("clinician", "forbidden"), ("planner", "forbidden")):
        with pytest.raises(Refused) as refused:
            keeper.close(person, drill.id, keep=False)
        assert refused.value.kind == kind
    assert keeper.report("clinician", drill.id).steps == ()
    with pytest.raises(Refused):
        keeper.report("specialist", drill.id)
    keeper.close("county-officer", drill.id, keep=False)
    with pytest.raises(Refused) as refused:
        keeper.one(drill.id)
    assert refused.value.kind == "not-found"


@pytest.mark.parametrize(
    ("changes", "where"),
    [({"name": " "}, "name"), ({"name": "长" * 41}, "name"), ({"people": ("nobody",)}, "people"),
     ({"scenario": "flood"}, "scenario")],
)  # fmt: skip
def test_what_is_wrong_in_the_form_is_named(keeper: Keeper, changes: dict[str, Any], where: str) -> None:
    with pytest.raises(Refused) as refused:
        keeper.open(**{"person": "planner", "name": NAME, "day": DAY, "people": PARTIES, "scenario": "", **changes})
    assert refused.value.issues[0].where == where
    assert not keeper.open_ones()


def test_a_drill_survives_a_restart(house: House, keeper: Keeper, ticks: SetClock) -> None:
    drill = keeper.open("planner", NAME, DAY, PARTIES)
    own = keeper.house(drill.id)
    assert own is not None
    own.store.commit(ChangeSet((Put("Organization", b'{"resourceType":"Organization","id":"x"}', "x"),)))
    keeper.stop()
    assert keeper.house(drill.id) is None
    ticks.at += timedelta(hours=3)
    again = Keeper(house, ticks)
    again.resume()
    found = again.house(drill.id)
    assert found is not None
    assert found.store.read("Organization", "x").number == 1
    assert found.clock.now() - drill.begins == timedelta(hours=3)
    found.workflows.rounds(found.access.system("job:daily"))  # where it stopped is the house's own mark
    assert again.report("planner", drill.id).counts == {"Organization": 1}
    again.close("planner", drill.id, keep=False)


def test_what_breaks_off_leaves_nothing(house: House, keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    data, seen = Path(house.settings["data"]), len(audit(house))

    def breaks(*_: object) -> int:
        raise OSError("the disk is full")

    for module, name in ((seeding, "seed"), (folders, "synced"), (Keeper, "_serve"), (Keeper, "_tell")):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, breaks)
            with pytest.raises(OSError, match="full"):
                keeper.open("planner", NAME, DAY, PARTIES)
        assert not (data / "drills").exists(), name
    assert len(audit(house)) == seen
    keeper.open("planner", NAME, DAY, PARTIES)


def test_what_a_crash_left_is_swept_at_the_next_start(house: House, keeper: Keeper, ticks: SetClock) -> None:
    place = Path(house.settings["data"]) / "drills"
    drill = keeper.open("planner", NAME, DAY, PARTIES)
    keeper.stop()
    (place / ".half-made").mkdir()
    (place / ".half-made" / "records.sqlite").write_bytes(b"half")
    (place / "damaged").mkdir()
    (place / "damaged" / folders.MARK).write_bytes(b'{"id": "damaged"}')
    (place / ".half-closed").mkdir()
    told = replace(drill, id="half-closed", closed=ticks.now(), closed_by="planner")
    (place / ".half-closed" / folders.MARK).write_bytes(orjson.dumps(written(told)))
    again = Keeper(house, ticks)
    again.resume()
    assert sorted(path.name for path in place.iterdir()) == sorted(["closed", "damaged", drill.id])
    assert [one.id for one in again.closed_ones()] == ["half-closed"]
    assert [one.id for one in again.open_ones()] == [drill.id]
    assert again.house(drill.id) is not None
    again.stop()


def test_a_drill_that_is_kept_stands_aside(house: House, keeper: Keeper) -> None:
    drill = keeper.open("planner", NAME, DAY, PARTIES)
    own = keeper.house(drill.id)
    assert own is not None
    own.store.commit(ChangeSet((Put("Organization", b'{"resourceType":"Organization","id":"x"}', "x"),)))
    keeper.close("planner", drill.id, keep=True)
    place = Path(house.settings["data"]) / "drills"
    assert [path.name for path in place.iterdir()] == [folders.CLOSED]
    (kept,) = keeper.closed_ones()
    assert (kept.name, kept.closed_by, dict(kept.counts)) == (NAME, "planner", {"Organization": 1})
    assert (place / folders.CLOSED / drill.id / "records.sqlite").stat().st_size > 0
    assert not keeper.open_ones()


def test_its_chores_are_done_and_one_that_fails_does_not_keep_the_others(
    house: House, keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (keeper.open("planner", f"演练{number}", DAY, ()) for number in (1, 2))
    done: list[str] = []

    def chores(one: House) -> Any:
        assert one.drill is not None
        return (*chores_of(one), lambda: done.append(one.drill.id) if one.drill else None)

    monkeypatch.setattr("tongmai.programs.drilling.chores_of", chores)
    round_ = Chores(keeper)
    round_()
    assert sorted(done) == sorted([first.id, second.id])
    own = keeper.house(first.id)
    assert own is not None
    monkeypatch.setattr(own.workflows, "escalate", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        round_()
    assert done.count(second.id) == 2
    assert done.count(first.id) == 1


def test_the_command_line_opens_lists_and_closes(house: House, keeper: Keeper) -> None:
    id = drill_acts.opened(house, "planner", NAME, DAY, PARTIES, "bus-crash")
    assert house.drills is not None
    house.drills.stop()
    (line,) = drill_acts.listed(house.settings)
    assert line.split("\t") == [id, "进行中 open", "2025-07-01 10:00", NAME]
    drill_acts.closed(house, "planner", id, keep=True)
    (line,) = drill_acts.listed(house.settings)
    assert "封存 kept" in line


def test_what_rooms_name_for_a_drill_are_types(house: House) -> None:
    assert set(seeding.types(house.declared)) <= house.declared.definitions.types
