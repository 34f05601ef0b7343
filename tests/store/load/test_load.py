"""Folders of bundles and NDJSON: what gets in, what is refused by name, and that a second run creates nothing."""

import bz2
import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.store.conftest import OpenPostgres
from tests.store.server import Server
from tests.store.writing import DEFINITIONS, ids

from tongmai.base.clock import SetClock
from tongmai.base.outcome import Refused
from tongmai.store.load import Summary, hands, load_files, load_folder, sources
from tongmai.store.postgres import faults
from tongmai.store.sqlite import SqliteStore

CLOCK = SetClock(datetime(2025, 6, 30, tzinfo=UTC))
DOCTOR = "Practitioner?identifier=urn:n|{}"
Json = dict[str, Any]


def entry(resource: Json, url: str = "", **request: str) -> Json:
    """A POST of a resource with a urn:uuid of its own, as other systems write it."""
    asked = {"method": "POST", "url": url or resource["resourceType"], **request}
    full = f"urn:uuid:{resource['id']}" if "id" in resource else ""
    return {**({"fullUrl": full} if full else {}), "resource": resource, "request": asked}


def bundle(type: str, *entries: Json) -> bytes:
    return json.dumps({"resourceType": "Bundle", "type": type, "entry": list(entries)}, indent=1).encode()


def doctor(number: str) -> Json:
    named = {"resourceType": "Practitioner", "id": f"d{number}", "identifier": [{"system": "urn:n", "value": number}]}
    return entry(named, ifNoneExist=f"identifier=urn:n|{number}")


def patient(id: str, **further: Any) -> Json:
    return entry({"resourceType": "Patient", "id": id, **further})


def visit(id: str, subject: str, doctors: str) -> Json:
    seen = {"participant": [{"individual": {"reference": DOCTOR.format(doctors)}}]}
    kind = {"class": {"code": "AMB"}, "status": "finished", "subject": {"reference": subject}}
    return entry({"resourceType": "Encounter", "id": id, **kind, **seen})


GOOD: dict[str, bytes] = {
    "zz-doctors.json.bz2": bz2.compress(bundle("batch", doctor("1"), doctor("2"))),
    "a.json": bundle("transaction", patient("p1"), visit("e1", "urn:uuid:p1", "1"), visit("e2", "urn:uuid:p1", "2")),
    "b/c.json.gz": gzip.compress(bundle("transaction", visit("e3", "urn:uuid:p2", "2"), patient("p2"))),
    "people.ndjson": b'{"resourceType": "Patient", "id": "n1"}\n\n{"resourceType":"Patient","id":"n2","active":true}',
    "one.json": b'{"resourceType":"Patient","id":"alone"}',
    "kept.json": bundle("collection", {"resource": {"resourceType": "Patient", "id": "k"}}),
    "read me.txt": b"not loaded",
}

Filled = Callable[[dict[str, bytes]], Path]


@pytest.fixture
def folder(tmp_path: Path) -> Filled:
    """Writes files into a new folder below."""
    made: list[Path] = []

    def fill(files: dict[str, bytes]) -> Path:
        place = tmp_path / f"given-{len(made)}"
        made.append(place)
        for name, content in files.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(content)
        return place

    return fill


def loaded(place: Path, store: Path, told: list[tuple[int, int]] | None = None, workers: int = 0) -> Summary:
    heard = (lambda done, total: told.append((done, total))) if told is not None else None
    return load_folder(place, store, DEFINITIONS, heard, workers=workers, clock=CLOCK)


def state(path: Path) -> tuple[int, dict[tuple[str, str], bytes]]:
    """The last change number, and every live resource's bytes."""
    store = SqliteStore(path, DEFINITIONS, CLOCK)
    try:
        live = {(v.type, v.id): v.body for kind in store.counts() for v in store.current(kind)}
        return store.last_change(), live
    finally:
        store.close()


def test_a_folder_gets_in_and_a_second_run_creates_nothing(folder: Filled, tmp_path: Path) -> None:
    place, path = folder(GOOD), tmp_path / "records.db"
    told: list[tuple[int, int]] = []
    first = loaded(place, path, told, workers=2)
    assert first["refused"] == []
    assert (first["resources"], first["created"], first["left_out"], first["files"]) == (11, 11, 0, 6)
    assert first["by_type"] == {"Encounter": 3, "Patient": 6, "Practitioner": 2}
    assert told[0][0] == 0
    assert told[-1][0] >= 11
    before = state(path)
    second = loaded(place, path)
    assert (second["resources"], second["created"], second["updated"], second["unchanged"]) == (11, 0, 0, 11)
    assert state(path) == before
    store = SqliteStore(path, DEFINITIONS, CLOCK)
    assert ids(store, "Encounter?practitioner:Practitioner.identifier=urn:n|2") == {"e2", "e3"}
    assert ids(store, "Encounter?patient=p1") == {"e1", "e2"}
    store.close()


def test_names_of_files_do_not_change_the_result(folder: Filled, tmp_path: Path) -> None:
    turned = {f"{9 - number}-{name.replace('/', '-')}": content for number, (name, content) in enumerate(GOOD.items())}
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    loaded(folder(GOOD), one)
    loaded(folder(turned), other)
    assert state(one)[1] == state(other)[1]


def test_bundles_that_wait_for_each_other_get_in(folder: Filled, tmp_path: Path) -> None:
    """Each refers conditionally to what another one brings; whatever the order, all are loaded."""
    chain = {}
    for number in range(5):
        person = patient(f"p{number}", identifier=[{"value": str(number)}])
        waits = visit(f"e{number}", f"Patient?identifier={number + 1}", "1")
        chain[f"{number}.json"] = bundle("transaction", waits, person)
    chain["end.json"] = bundle("transaction", patient("p5", identifier=[{"value": "5"}]), doctor("1"))
    summary = loaded(folder(chain), tmp_path / "records.db")
    assert summary["refused"] == []
    assert summary["by_type"] == {"Encounter": 5, "Patient": 6, "Practitioner": 1}


ONE_X = bundle("batch", patient("x"))
FAULTS: list[tuple[str, bytes, int | None, str, str]] = [
    ("none.json", bundle("transaction", patient("x"), visit("e", "urn:uuid:x", "9")),
     1, "participant[0].individual.reference", "matches nothing"),
    ("two.json", bundle("transaction", visit("e", "Patient?identifier=same", "1")),
     0, "subject.reference", "Patient/s1, Patient/s2"),
    ("urn.json", bundle("transaction", visit("e", "urn:uuid:nobody", "1")), 0, "subject.reference", "urn:uuid:nobody"),
    ("invalid.json", bundle("transaction", patient("x"), patient("y", nmae=[])), 1, "nmae", ""),
    ("type.json", bundle("transaction", entry({"resourceType": "Patient"}, "Group")), 0, "request.url", "says Group"),
    ("unknown.json", bundle("transaction", entry({"resourceType": "Nonsense", "id": "x"})), 0, "", "Nonsense"),
    ("method.json", bundle("transaction", patient("x"), {"request": {"method": "GET", "url": "Patient/x"}}),
     1, "request", "cannot be loaded"),
    ("request.json", bundle("transaction", {"resource": {"resourceType": "Patient"}}), 0, "request", "missing"),
    ("document.json", bundle("document", patient("x")), None, "type", "not loaded"),
    ("shape.json", b'{"resourceType":"Bundle","type":"batch","entry":[{"resource":[]}]}', 0, "", "out of shape"),
    ("damaged.json", b'{"resourceType":"Bundle","type":"batch","entry":[', None, "", "damaged"),
    ("damaged.json.bz2", bz2.compress(ONE_X)[:-20], None, "", "damaged"),
    ("damaged.json.gz", gzip.compress(ONE_X)[:-9], None, "", "damaged"),
    ("lines.ndjson", b'{"resourceType":"Patient","id":"l1"}\n{"resourceType":\n', 1, "", "not JSON"),
    ("array.json", b"[1]", None, "", "damaged"),
]  # fmt: skip


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Summary, dict[tuple[str, str], bytes]]:
    """All faults at once, beside what is good; the summary and what got in."""
    place = tmp_path_factory.mktemp("given")
    twins = bundle("batch", *(patient(id, identifier=[{"value": "same"}]) for id in ("s1", "s2")))
    partly = bundle("batch", patient("good"), patient("bad", birthDate="soon"), patient("fine"))
    files = {name: content for name, content, *_ in FAULTS} | {"twins.json": twins, "partly.json": partly}
    files["doctors.json"] = bundle("batch", doctor("1"))
    for name, content in files.items():
        (place / name).write_bytes(content)
    path = tmp_path_factory.mktemp("store") / "records.db"
    return loaded(place, path), state(path)[1]


@pytest.mark.parametrize(("name", "content", "number", "element", "reason"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_a_fault_is_named(
    faulty: tuple[Summary, dict[tuple[str, str], bytes]],
    name: str, content: bytes, number: int | None, element: str, reason: str,
) -> None:  # fmt: skip
    (refused,) = [one for one in faulty[0]["refused"] if one["file"] == name]
    assert (refused["entry"], refused["element"]) == (number, element)
    assert reason in str(refused["reason_en"])
    assert refused["reason"]


def test_the_rest_gets_in_and_a_transaction_is_all_or_nothing(
    faulty: tuple[Summary, dict[tuple[str, str], bytes]],
) -> None:
    summary, live = faulty
    assert set(live) == {("Practitioner", "d1"), *(("Patient", id) for id in ("s1", "s2", "good", "fine", "l1"))}
    assert summary["resources"] == len(live)
    (bad,) = [one for one in summary["refused"] if one["file"] == "partly.json"]
    assert (bad["entry"], bad["element"]) == (1, "birthDate")


def test_what_was_refused_gets_in_once_it_is_mended(folder: Filled, tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    waiting = {"a.json": GOOD["a.json"]}
    assert loaded(folder(waiting), path)["left_out"] == 3
    assert state(path) == (0, {})
    assert loaded(folder({"d.json": bundle("batch", doctor("1"), doctor("2"))}), path)["created"] == 2
    assert loaded(folder(waiting), path)["created"] == 3


def test_a_corrected_entry_is_a_new_version(folder: Filled, tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    loaded(folder({"a.json": bundle("transaction", patient("p", active=True))}), path)
    summary = loaded(folder({"a.json": bundle("transaction", patient("p", active=False))}), path)
    assert (summary["created"], summary["updated"]) == (0, 1)
    store = SqliteStore(path, DEFINITIONS, CLOCK)
    assert [version.number for version in store.history("Patient", "p")] == [2, 1]
    store.close()


def test_entries_without_urn_find_their_own_again(folder: Filled, tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    nameless = entry({"resourceType": "Patient", "active": True})
    foreign = {**patient("theirs"), "fullUrl": "http://elsewhere.example/Patient/theirs"}
    by_put = {"resource": {"resourceType": "Patient", "id": "put"}, "request": {"method": "PUT", "url": "Patient/put"}}
    place = folder({"a.json": bundle("transaction", nameless, foreign, by_put)})
    assert loaded(place, path)["created"] == 3
    assert loaded(place, path)["unchanged"] == 3
    assert ("Patient", "theirs") not in state(path)[1]  # a POST does not choose its id


def test_a_tombstone_is_loaded_too(folder: Filled, tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    loaded(folder({"a.json": bundle("batch", patient("p"))}), path)
    gone = {"request": {"method": "DELETE", "url": "Patient/p"}}
    assert loaded(folder({"a.json": bundle("transaction", gone)}), path)["updated"] == 1
    assert state(path) == (2, {})


def test_nothing_to_load_is_refused(folder: Filled, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        loaded(folder({"read me.txt": b""}), tmp_path / "records.db")
    assert refused.value.kind == "not-found"


ALONE = """
import json, sys, threading, time
from multiprocessing import get_context
from pathlib import Path
from tongmai.fhir.definitions import Definitions
from tongmai.store.load import hands, load_files, sources
from tongmai.store.sqlite import SqliteStore
from tongmai.base.clock import SystemClock
if __name__ == "__main__":
    if sys.argv[3] == "beside":
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    definitions = Definitions.load()
    with hands(definitions, 2) as by:
        store = SqliteStore(Path(sys.argv[2]), definitions, SystemClock())
        told = load_files(sources(Path(sys.argv[1])), store, by)
        store.close()
    print(json.dumps([by.begun, told["by_type"], told["refused"]]))
"""


@pytest.mark.parametrize(("kind", "begun"), [("alone", "fork"), ("beside", "spawn")])
def test_processes_are_copies_only_where_nothing_runs_yet(
    folder: Filled, tmp_path: Path, kind: str, begun: str
) -> None:
    """A copy of a process that has threads would hold their locks for ever. Both ways load the same."""
    place, script, path = folder(GOOD), tmp_path / "alone.py", tmp_path / "records.db"
    script.write_text(ALONE, encoding="utf-8")
    told = subprocess.run([sys.executable, str(script), str(place), str(path), kind], capture_output=True, check=True)
    here = loaded(place, tmp_path / "here.db")
    assert json.loads(told.stdout) == [begun, here["by_type"], here["refused"]]
    assert state(path)[1] == state(tmp_path / "here.db")[1]


def test_a_load_into_postgres_is_the_same(
    folder: Filled, tmp_path: Path, server: Server, postgres: OpenPostgres
) -> None:
    into = [SqliteStore(tmp_path / "records.db", DEFINITIONS, CLOCK), postgres(DEFINITIONS, CLOCK)]
    listed = sources(folder(GOOD))
    with hands(DEFINITIONS, 0) as alone:
        told = [load_files(listed, store, alone) for store in into]
    for summary in told:
        summary["seconds"] = summary["resources_per_second"] = 0.0
    assert told[0] == told[1]
    assert into[0].changes() == into[1].changes()
    with hands(DEFINITIONS, 0) as alone:
        assert load_files(listed, into[1], alone)["created"] == 0
    for store in into:
        store.close()
    assert list(faults(server.url, DEFINITIONS)) == []
