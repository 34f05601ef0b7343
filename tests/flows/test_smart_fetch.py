"""smart-fetch: a cohort fetched by search and by bulk export, what it refers to, and what is new since.

It can show a token but no session, so that it comes through the gateway."""

import gzip
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.flows.conftest import House
from tests.flows.gateway import TOKEN
from tests.flows.records import EACH, PATIENTS, send

pytest.importorskip("smart_fetch", reason="the clients' environment is not here: make flows")
TYPES = "Patient,Encounter,Observation,MedicationRequest"
HELD = {"Patient": PATIENTS, "Encounter": PATIENTS, "Observation": PATIENTS * EACH, "MedicationRequest": PATIENTS}


@pytest.fixture
def fetch(gateway: str, tmp_path: Path) -> Any:
    token = tmp_path / "token"
    token.write_text(TOKEN)

    def run(command: str, what: Path | str, *more: str) -> str:
        told = subprocess.run(
            [Path(sys.executable).parent / "smart-fetch", command, what, f"--fhir-url={gateway}",
             f"--bearer-token={token}", *more],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert told.returncode == 0, told.stdout + told.stderr
        return told.stdout

    return run


def resources(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """What lies in the files of a folder and those beneath, by type."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(folder.rglob("*.ndjson*")):
        if path.is_symlink() or not path.name[0].isupper():
            continue
        text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text()
        for one in map(json.loads, text.splitlines()):
            found.setdefault(one["resourceType"], []).append(one)
    return found


def counted(folder: Path, *types: str) -> dict[str, int]:
    """How many different ones of the county's there are."""
    found = resources(folder)
    return {type: len({one["id"] for one in found.get(type, []) if _is_countys(one)}) for type in types}


def _is_countys(one: dict[str, Any]) -> bool:
    return len(one["id"]) < 6 or one["id"] in ("hospital", "doctor", "tablets")


def test_a_cohort_is_crawled_by_search(fetch: Any, tmp_path: Path) -> None:
    ids = ",".join(f"p{number:02}" for number in range(PATIENTS))
    fetch("crawl", tmp_path / "out", f"--id-list={ids}", f"--type={TYPES}")
    assert counted(tmp_path / "out", *HELD) == HELD
    twice = Counter(one["id"] for one in resources(tmp_path / "out")["Observation"])
    assert set(twice.values()) == {1}


def test_what_it_refers_to_is_hydrated(fetch: Any, tmp_path: Path) -> None:
    fetch("crawl", tmp_path / "out", "--id-list=p01,p02", f"--type={TYPES}")
    fetch("hydrate", tmp_path / "out", "--tasks=all")
    held = {"Medication": 1, "Practitioner": 1, "Organization": 1}
    assert counted(tmp_path / "out", *held) == held


def test_everything_is_exported_in_bulk(fetch: Any, tmp_path: Path) -> None:
    fetch("bulk", tmp_path / "out", f"--type={TYPES}", "--no-default-filters")
    assert counted(tmp_path / "out", *HELD) == HELD
    log = [json.loads(line) for line in (tmp_path / "out" / "log.ndjson").read_text().splitlines()]
    assert [one["eventId"] for one in log][-1] == "export_complete"


def test_a_group_is_exported_in_bulk(fetch: Any, house: House, tmp_path: Path) -> None:
    group = {"resourceType": "Group", "id": "cohort", "type": "person", "actual": True,
             "member": [{"entity": {"reference": f"Patient/{id}"}} for id in ("p03", "p04")]}  # fmt: skip
    entry = {"resource": group, "request": {"method": "PUT", "url": "Group/cohort"}}
    send(house.base, house.cookie, {"resourceType": "Bundle", "type": "transaction", "entry": [entry]})
    fetch("bulk", tmp_path / "out", "--group=cohort", f"--type={TYPES}", "--no-default-filters")
    held = {"Patient": 2, "Encounter": 2, "Observation": 2 * EACH, "MedicationRequest": 2}
    assert counted(tmp_path / "out", *held) == held


def test_a_managed_export_in_bulk_and_what_is_new_since(fetch: Any, tmp_path: Path) -> None:
    more = [f"--type={TYPES}", "--no-default-filters", "--export-mode=bulk"]
    fetch("export", tmp_path / "out", *more, "--nickname=first")
    assert counted(tmp_path / "out", *HELD) == HELD
    fetch("export", tmp_path / "out", *more, "--nickname=second", "--since=2200-01-01T00:00:00Z")
    assert counted(tmp_path / "out" / "002.second", *HELD) == dict.fromkeys(HELD, 0)


def test_a_managed_export_by_search_of_what_is_new_since(fetch: Any, tmp_path: Path) -> None:
    more = [f"--type={TYPES}", "--export-mode=crawl", "--id-list=p06,p07"]
    fetch("export", tmp_path / "out", *more, "--since=2020-01-01T00:00:00Z")
    held = {"Patient": 2, "Encounter": 2, "Observation": 2 * EACH, "MedicationRequest": 2}
    assert counted(tmp_path / "out", *held) == held
    assert counted(tmp_path / "out", "Medication", "Practitioner") == {"Medication": 1, "Practitioner": 1}


def test_one_resource_is_fetched(fetch: Any) -> None:
    assert '"p03"' in fetch("single", "Patient/p03")
