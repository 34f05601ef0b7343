"""Generated histories: mergers and partings in any permitted order with writes in between, in memory and in SQLite.
Nothing is lost, nothing doubled, every reference is right."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from tests.domains.residents.merging import HOSPITAL, OTHER, RECORDS, Place, of, place, resident
from tests.gathering import refused

from tongmai.declared import Declared
from tongmai.fhir.references import references
from tongmai.store.memory import MemoryStore
from tongmai.store.sqlite import SqliteStore

Json = dict[str, Any]


class History(RuleBasedStateMachine):
    """Four people, what is written about them, mergers and partings in any legal order. The model: of whom each record
    is, and which mergers brought it there, the latest last."""

    make: Callable[[], Place]
    people = ("p1", "p2", "p3", "p4")

    def __init__(self) -> None:
        super().__init__()
        self.here = self.make()
        self.here.add(*(resident(one) for one in self.people))
        self.whose: dict[str, list[str]] = {}  # by record: the persons it names
        self.brought: dict[str, list[str]] = {}  # by record: the pairs that moved it
        self.work: dict[str, tuple[str, str, str]] = {}  # by Task: request, performer, state
        self.made: dict[str, set[str]] = {}  # by Task: what its steps made
        self.closed: dict[str, tuple[str, str, str]] = {}  # by person: pair, kept, closed
        self.pairs: dict[frozenset[str], str] = {}
        self.count = 0

    def _note(self, name: str, *whose: str) -> None:
        self.whose[name], self.brought[name] = list(whose), []

    def _standing(self) -> list[str]:
        return [one for one in self.people if one not in self.closed]

    @rule(type=st.sampled_from([*RECORDS]), who=st.sampled_from(people))
    def write(self, type: str, who: str) -> None:
        self.count += 1
        self.here.write(type, f"r{self.count}", who)
        self._note(f"{type}/r{self.count}", who)

    @rule(one=st.sampled_from(people), other=st.sampled_from(people))
    def write_of_two(self, one: str, other: str) -> None:
        self.count += 1
        self.here.add({"resourceType": "Group", "id": f"r{self.count}", "type": "person", "actual": True,
                       "member": [{"entity": of(one)}, {"entity": of(other)}]})  # fmt: skip
        self._note(f"Group/r{self.count}", one, other)

    @rule(data=st.data())
    def alter(self, data: st.DataObject) -> None:
        names = sorted(name for name in self.whose if "/r" in name and name.startswith(("Encounter", "Condition")))
        if names:
            name = data.draw(st.sampled_from(names))
            body = self.here.body(*name.split("/"))
            self.here.add({**body, "language": "zh" if body.get("language") != "zh" else "en"})

    @rule(data=st.data(), performer=st.sampled_from([HOSPITAL, OTHER]))
    def refer(self, data: st.DataObject, performer: str) -> None:
        who = data.draw(st.sampled_from(self._standing()))
        alive = any(
            of_work == performer and state != "closed" and self.whose[f"ServiceRequest/{request}"] == [who]
            for request, of_work, state in self.work.values()
        )
        if alive:
            with refused("已有一件同样的转诊在办"):
                self.here.referred(who, performer)
            return
        task = self.here.referred(who, performer)
        request = self.here.focus(task)["id"]
        self.work[task], self.made[task] = (request, performer, "sent"), set()
        self._note(f"ServiceRequest/{request}", who)
        self._note(f"Task/{task}", who)

    @rule(data=st.data())
    def go_on(self, data: st.DataObject) -> None:
        live = sorted(task for task, (_, _, state) in self.work.items() if state != "closed")
        if not live:
            return
        task = data.draw(st.sampled_from(live))
        request, performer, state = self.work[task]
        if state == "booked":
            self.here.act("doctor", task, "close")
            self.work[task] = (request, performer, "closed")
            return
        self.here.act("doctor", task, "book", at="2025-07-02")
        self.work[task] = (request, performer, "booked")
        (output,) = self.here.body("Task", task)["output"]
        for name in (output["valueReference"]["reference"], f"CareTeam/{task}.book.0"):
            self._note(name, *self.whose[f"ServiceRequest/{request}"])
            self.made[task].add(name)

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        standing = self._standing()
        if len(standing) < 2:
            return
        kept, closed = data.draw(st.permutations(standing))[:2]
        both = frozenset((kept, closed))
        if both not in self.pairs:
            self.pairs[both] = self.here.proposed(kept, closed)
        pair = self.pairs[both]
        if self.here.state(pair) == "parted":
            self.here.act("keeper", pair, "reopen", why="再核实")
        if self.here.state(pair) == "proposed":
            self.here.act("keeper", pair, "same", keeps="first" if kept < closed else "second", why="核对")
        else:  # judged before, and refused then: back to it, perhaps the other way round
            self.here.act("centre", pair, "back", why="再核实")
            self.here.act("keeper", pair, "same", keeps="first" if kept < closed else "second", why="核对")
        if self._clash(kept, closed):
            with refused("两份档案各有一件在办的“转诊”"):
                self.here.act("centre", pair, "merge", why="核对")
            return
        self.here.act("centre", pair, "merge", why="核对")
        self.closed[closed] = (pair, kept, closed)
        self._bring(pair, kept, closed)

    def _clash(self, one: str, other: str) -> bool:
        live = [(self.whose[f"ServiceRequest/{request}"][0], performer)
                for request, performer, state in self.work.values() if state != "closed"]  # fmt: skip
        return any((one, performer) in live and (other, performer) in live for performer in (HOSPITAL, OTHER))

    def _bring(self, pair: str, kept: str, closed: str) -> None:
        for name, whose in self.whose.items():
            if closed in whose:
                self.brought[name].append(f"{pair} {''.join('x' if one == closed else '.' for one in whose)}")
                self.whose[name] = [kept if one == closed else one for one in whose]

    @precondition(lambda self: self.closed)
    @rule(data=st.data())
    def gather(self, data: st.DataObject) -> None:
        pair, kept, closed = self.closed[data.draw(st.sampled_from(sorted(self.closed)))]
        if kept in self.closed:
            with refused("保留的档案后来又并入了另一份"):
                self.here.act("keeper", pair, "gather", why="收拢")
            return
        self.here.act("keeper", pair, "gather", why="收拢")
        self._bring(pair, kept, closed)

    @precondition(lambda self: self.closed)
    @rule(data=st.data())
    def part(self, data: st.DataObject) -> None:
        pair, kept, closed = self.closed[data.draw(st.sampled_from(sorted(self.closed)))]
        if kept in self.closed:
            with refused("保留的档案后来又并入了另一份"):
                self.here.act("keeper", pair, "unmerge", why="弄错了")
            return
        self.here.act("keeper", pair, "unmerge", why="弄错了")
        del self.closed[closed]
        going = {name for name, by in self.brought.items() if any(one.startswith(pair) for one in by)}
        for name in going:
            for mark in [one for one in self.brought[name] if one.startswith(pair)]:
                whose = self.whose[name]
                self.whose[name] = [
                    closed if sign == "x" and one == kept else one
                    for sign, one in zip(mark.rpartition(" ")[2], whose, strict=True)
                ]
            self.brought[name] = [one for one in self.brought[name] if not one.startswith(pair)]
        for task in (name.removeprefix("Task/") for name in going if name.startswith("Task/")):
            for name in self.made[task] - going:
                self.whose[name] = [closed if one == kept else one for one in self.whose[name]]

    @invariant()
    def nothing_is_lost_or_doubled_and_every_reference_is_right(self) -> None:
        found = {
            name: [ref["reference"].removeprefix("Patient/") for _, ref in references(one)
                   if ref["reference"].startswith("Patient/")]
            for name, one in self.here.records().items()
        }  # fmt: skip
        held = {name: whose for name, whose in found.items() if name in self.whose}
        assert {name: set(whose) for name, whose in held.items()} == {
            name: set(one) for name, one in self.whose.items()
        }
        assert all(found[name] == whose for name, whose in self.whose.items() if name.startswith("Group/"))
        others = {name.partition("/")[0] for name in found.keys() - self.whose.keys()}
        assert others <= {"Patient", "Provenance", "RecordPair", "Task"}
        strange = [name for name in found.keys() - self.whose.keys() if name.startswith("Task/") and found[name]]
        assert strange == []  # pieces of work about pairs, and marks, are of no person

    @invariant()
    def each_is_found_under_one_person(self) -> None:
        house = self.here.access.system("look")
        for who in self.people:
            mine = {one.reference for one in house.search("Encounter", [("patient", f"Patient/{who}")]).matches}
            assert mine == {name for name, own in self.whose.items() if name.startswith("Encounter/") and own == [who]}
            body = self.here.body("Patient", who)
            assert body["active"] is (who not in self.closed)
            wanted = [("replaced-by", self.closed[who][1])] if who in self.closed else []
            wanted += [("replaces", closed) for _, kept, closed in self.closed.values() if kept == who]
            links = [(one["type"], one["other"]["reference"].removeprefix("Patient/")) for one in body.get("link", ())]
            assert sorted(links) == sorted(wanted)


def walked(make: Callable[[], Place], examples: int, steps: int) -> None:
    class Bound(History):
        pass

    Bound.make = staticmethod(make)  # type: ignore[method-assign]
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Bound,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=True, database=None
        ),
    )


@pytest.fixture(params=["memory", "sqlite"])
def make(request: pytest.FixtureRequest, it: Declared, tmp_path: Path) -> Iterator[Callable[[], Place]]:
    opened: list[Place] = []

    def made() -> Place:
        while opened:
            opened.pop().store.close()
        folder = tmp_path / f"store-{len(list(tmp_path.iterdir()))}"
        build = MemoryStore if request.param == "memory" else lambda *known: SqliteStore(folder, *known)
        opened.append(place(it, build))
        return opened[-1]

    yield made
    for one in opened:
        one.store.close()


def test_histories(make: Callable[[], Place]) -> None:
    walked(make, examples=3, steps=14)


@pytest.mark.proof
def test_long_histories(make: Callable[[], Place]) -> None:
    walked(make, examples=150, steps=50)
