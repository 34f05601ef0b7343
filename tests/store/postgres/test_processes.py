"""Several server processes on one set of records: no duplicates, and a change feed that never looks back."""

import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.store.conftest import OpenPostgres
from tests.store.server import Server
from tests.store.writing import DEFINITIONS, commit, conditional, ids, observation, patient, put, write

from tongmai.base.clock import SystemClock
from tongmai.base.outcome import Refused
from tongmai.fhir.definitions import Definitions
from tongmai.store.postgres import PostgresStore, faults
from tongmai.store.protocol import Store

ROOT = Path(__file__).parents[3]


def process(address: str, *told: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.store.postgres.creating_process", address, *map(str, told)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)


class Follower(threading.Thread):
    """Reads the feed on and on; `seen` are the change numbers in the order in which it saw them."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store, self.seen, self.ending = store, list[int](), threading.Event()
        self.start()

    def run(self) -> None:
        while True:
            last = self.ending.is_set()
            self.seen += [version.change for version in self._store.changes(self.seen[-1] if self.seen else 0)]
            if last:
                return


def create_at_once(server: Server, postgres: OpenPostgres, people: int, often: int) -> list[int]:
    """Two processes create the same people at the same time, each of them often: how many each of them created."""
    store = postgres(DEFINITIONS, SystemClock())
    with ExitStack() as stack:
        running = [stack.enter_context(process(server.url, people, often, seed)) for seed in (1, 2)]
        for one in running:
            assert one.stdout is not None
            assert one.stdout.readline() == "open\n"
        follower = Follower(store)
        for one in running:
            assert one.stdin is not None
            one.stdin.write("\n")
            one.stdin.flush()
        created = [int(one.communicate()[0]) for one in running]
    follower.ending.set()
    follower.join()
    assert sum(created) == people
    assert store.counts() == {"Patient": people}
    assert follower.seen == list(range(1, people + 1))
    assert len(ids(store, "Patient?identifier=urn:n|0")) == 1
    store.close()
    assert list(faults(server.url, DEFINITIONS)) == []
    return created


def test_a_thousand_conditional_creates_in_two_processes(server: Server, postgres: OpenPostgres) -> None:
    create_at_once(server, postgres, 100, 5)


@pytest.mark.proof
def test_ten_thousand_conditional_creates_in_two_processes(server: Server, postgres: OpenPostgres) -> None:
    created = create_at_once(server, postgres, 1_000, 5)
    assert all(created)  # so many take several turns, and each of them had its own


def test_a_promise_of_more_does_not_keep_the_turn(server: Server, postgres: OpenPostgres) -> None:
    """A sender that promises more and does not send it, as a bulk load that waits for its disk."""
    one, other = postgres(DEFINITIONS, SystemClock()), PostgresStore(server.url, DEFINITIONS, SystemClock())
    promised = one.submit_prepared(one.preparer.prepare(conditional(1)), more=True)
    assert write(other, patient("p"))[0].id == "p"
    assert promised.result()[0].created
    one.close()
    other.close()


def test_what_one_process_writes_another_builds_on(server: Server, postgres: OpenPostgres) -> None:
    """Turn by turn: ids and codes that the other has numbered meanwhile, versions, conditions remembered."""
    one, other = postgres(DEFINITIONS, SystemClock()), PostgresStore(server.url, DEFINITIONS, SystemClock())
    for turn in range(6):
        here, there = (one, other) if turn % 2 else (other, one)
        write(here, patient("p", f"N{turn}", identifier=[{"system": f"urn:{turn}", "value": "1"}]))
        assert there.read("Patient", "p").number == turn + 1
        write(there, observation(f"o{turn}", f"Patient?identifier=urn:{turn}|1", f"code{turn}"))
        with pytest.raises(Refused, match="matches nothing"):
            write(there, observation("lost", f"Patient?identifier=urn:{turn - 1}|1"))
        assert ids(here, f"Observation?code=code{turn}&subject:Patient.name=N{turn}") == {f"o{turn}"}
    with pytest.raises(Refused) as stale:
        commit(one, put(patient("p"), if_match=3))
    assert stale.value.kind == "stale"
    assert [version.change for version in other.changes()] == list(range(1, 13))
    one.close()
    other.close()
    assert list(faults(server.url, DEFINITIONS)) == []


def test_other_parameters_are_refused_while_others_have_it_open(server: Server, postgres: OpenPostgres) -> None:
    few = Definitions.load(declared={"Patient": ["name"]})
    store = postgres(DEFINITIONS, SystemClock())
    write(store, patient("p", "Li", birthDate="1980-01-01"))
    with pytest.raises(Refused, match="in use by others") as refused:
        PostgresStore(server.url, few, SystemClock())
    assert refused.value.kind == "conflict"
    store.close()
    PostgresStore(server.url, few, SystemClock()).close()
    store = PostgresStore(server.url, DEFINITIONS, SystemClock())  # the index is made anew, twice
    assert ids(store, "Patient?birthdate=1980") == {"p"}
    store.close()
    assert list(faults(server.url, DEFINITIONS)) == []
