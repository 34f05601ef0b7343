"""Cases: one actor asks one question of one world. What the door answers, and what the naive policy says it should."""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from tests.access.naive import (
    LABELS,
    NOW,
    POOL,
    Json,
    Key,
    Told,
    World,
    a_world,
    an_actor,
    live,
    naive,
    refers,
    targets,
)

from tongmai.access import Access, Actor, Context, Delete, NoAudit, Put
from tongmai.base.clock import SetClock
from tongmai.base.outcome import Refused
from tongmai.fhir.definitions import Definitions
from tongmai.model.rule import Narrowing
from tongmai.store.memory import MemoryStore
from tongmai.store.protocol import Store
from tongmai.store.sqlite import SqliteStore

DEFINITIONS = Definitions.load()
KINDS = ("search", "read", "history", "include", "chain", "count")
TYPES = ("Patient", "Observation", "ServiceRequest", "PractitionerRole")
FORBIDDEN = "forbidden"
Meets = Callable[[World, Json], bool]


@dataclass(frozen=True)
class Case:
    """`told`: the rules in force. `kind` says which fields count: `key` for read and history; else `type`, the query
    `text`, what it `meets`; `hop` the element that an include or a chain follows, `beyond` what a chain asks there."""

    told: Sequence[Told]
    actor: Actor
    purpose: str
    kind: str
    key: Key = ("", "")
    type: str = ""
    text: str = ""
    meets: Meets = lambda world, one: True
    hop: str = ""
    beyond: Meets = lambda world, one: True
    page: int = 50

    def __str__(self) -> str:
        rules = ", ".join(one.rule.name for one in self.told)
        about = "/".join(self.key) if self.key[0] else f"{self.type}?{self.text}"
        return (
            f"{self.kind} {about} by {self.actor.roles} of {self.actor.organization!r} to {self.purpose} under {rules}"
        )


def due(case: Case, world: World) -> Any:
    """What the naive policy says."""
    sees = partial(naive, case.told, case.actor, case.purpose)
    if case.kind == "read":
        one = live(world, case.key)
        return "gone" if one is None else one if sees("read", world, one) else FORBIDDEN
    if case.kind == "history":
        past = list(reversed(world[case.key]))
        newest = next(one for one in past if one is not None)
        return (
            [one for one in past if one is None or sees("read", world, one)]
            if sees("read", world, newest)
            else FORBIDDEN
        )
    every = [versions[-1] for (type, _), versions in world.items() if type == case.type]
    found = [one for one in every if one is not None and sees("search", world, one) and case.meets(world, one)]
    if case.kind == "chain":
        reached = ((one, end) for one in found for end in targets(world, one, case.hop))
        found = [one for one, end in reached if sees("search", world, end) and case.beyond(world, end)]
    if case.kind == "count":
        return len(found)
    matches = {one["id"] for one in found}
    if case.kind != "include":
        return matches
    ends = [end for one in found for end in targets(world, one, case.hop) if sees("search", world, end)]
    return matches, {(end["resourceType"], end["id"]) for end in ends}


def answered(case: Case, context: Context) -> Any:
    """What the door says, in the same words."""
    try:
        return _answered(case, context)
    except Refused as error:
        if error.kind != FORBIDDEN or case.kind in ("read", "history"):
            return error.kind
        return {"count": 0, "include": (set(), set())}.get(case.kind, set())  # no rule for the type: nothing to see


def _answered(case: Case, context: Context) -> Any:
    if case.kind == "read":
        return _content(context.read(*case.key).body)
    if case.kind == "history":
        return [_content(one.body) if one.body else None for one in context.history(*case.key)]
    if case.kind == "count":
        return context.search(case.type, case.text, count=case.page).total
    matches, included, after = list[str](), set[Key](), None
    while True:
        found = context.search(case.type, case.text, after=after, count=case.page)
        matches += [one.id for one in found.matches]
        included |= {(one.type, one.id) for one in found.included}
        if (after := found.next) is None:
            break
    assert len(matches) == len(set(matches)), f"told twice: {case}"
    return (set(matches), included) if case.kind == "include" else set(matches)


def _content(body: bytes) -> Json:
    told: Json = json.loads(body)
    return told


def cases_of(
    chance: random.Random, world: World, told: Sequence[Told], actors: Sequence[Actor], count: int
) -> Iterator[Case]:
    """As many cases about a world, every kind in turn."""
    for number in range(count):
        base = Case(told, chance.choice(actors), chance.choice(("OPERATE", "TREAT")), KINDS[number % len(KINDS)])
        yield _case(chance, base, world)


def _case(chance: random.Random, base: Case, world: World) -> Case:
    if base.kind in ("read", "history"):
        return replace(base, key=chance.choice([key for key in world if key[0] in TYPES]))
    if base.kind == "include":
        hop = chance.choice((("Observation", "subject"), ("Observation", "performer"), ("ServiceRequest", "subject"),
                             ("ServiceRequest", "requester")))  # fmt: skip
        return replace(base, type=hop[0], hop=hop[1], text=f"_include={hop[0]}:{hop[1]}", page=chance.choice((2, 50)))
    if base.kind == "chain":
        return _chain(chance, base)
    type = chance.choice(TYPES)
    text, meets = _filter(chance, type)
    if base.kind == "count":
        text = f"{text}&_total=accurate" if text else "_total=accurate"
    return replace(base, type=type, text=text, meets=meets, page=chance.choice((1, 2, 50)))


def _chain(chance: random.Random, base: Case) -> Case:
    if chance.random() < 0.5:
        org = f"Organization/{chance.choice(('o1', 'o2'))}"
        text = f"requester:PractitionerRole.organization={org}"
        return replace(base, type="ServiceRequest", hop="requester", text=text,
                       beyond=lambda world, post: post["organization"]["reference"] == org)  # fmt: skip
    type, gender = chance.choice(("Observation", "ServiceRequest")), chance.choice(("female", "male"))
    return replace(base, type=type, hop="subject", text=f"subject:Patient.gender={gender}",
                   beyond=lambda world, one: one["resourceType"] == "Patient" and one["gender"] == gender)  # fmt: skip


def _filter(chance: random.Random, type: str) -> tuple[str, Meets]:
    person, org = f"Patient/p{chance.randint(1, 4)}", f"Organization/{chance.choice(('o1', 'o2'))}"
    able: dict[str, list[tuple[str, Meets]]] = {
        "Patient": [
            ("gender=female", lambda w, r: r["gender"] == "female"),
            ("_id=p1,p2", lambda w, r: r["id"] in ("p1", "p2")),
        ],
        "Observation": [
            ("status=final", lambda w, r: r["status"] == "final"),
            ("status:not=final", lambda w, r: r["status"] != "final"),
            (f"subject={person}", lambda w, r: person in refers(r, "subject")),
            (f"performer={person}&status=final",
             lambda w, r: person in refers(r, "performer") and r["status"] == "final"),
            ("_sort=-_id", lambda w, r: True),
        ],
        "ServiceRequest": [
            (f"performer={org}", lambda w, r: org in refers(r, "performer")),
            (f"subject={person}", lambda w, r: person in refers(r, "subject")), ("_sort=authored", lambda w, r: True),
        ],
        "PractitionerRole": [(f"organization={org}", lambda w, r: r["organization"]["reference"] == org)],
    }  # fmt: skip
    return chance.choice([("", lambda w, r: True), *able[type]])


def disagreements(
    seed: int,
    worlds: int,
    each: int,
    folder: Path | None,
    right: Callable[[Case, World], Any] = due,
    enough: int = 1_000_000,
) -> tuple[dict[str, int], list[str]]:
    """Ask so many cases of so many worlds, on disk where a folder is given: how many of each kind were asked, and those
    whose answers differ from the naive ones. It stops after `enough` of these."""
    chance, asked, wrong = random.Random(seed), dict.fromkeys(KINDS, 0), list[str]()
    for number in range(worlds):
        if len(wrong) >= enough:
            break
        world, told = a_world(chance), chance.sample(POOL, chance.randint(1, 6))
        actors = [an_actor(chance, f"x{one}") for one in range(4)]
        store: Store
        clock = SetClock(NOW)
        store = (
            SqliteStore(folder / f"{number}.sqlite", DEFINITIONS, clock) if folder else MemoryStore(DEFINITIONS, clock)
        )
        try:
            access = _door(store, clock, told, actors)
            _fill(access, world)
            for case in cases_of(chance, world, told, actors, each):
                asked[case.kind] += 1
                answer, expected = answered(case, access.open(case.actor.id, case.purpose)), right(case, world)
                if answer != expected:
                    wrong.append(f"world {number}: {case}: {answer}, not {expected}")
        finally:
            store.close()
    return asked, wrong


def _door(store: Store, clock: SetClock, told: Sequence[Told], actors: Sequence[Actor]) -> Access:
    rules = [one.rule for one in told] + [Narrowing(label, label, lift) for label, lift in LABELS.items()]
    return Access(store, None, rules, {one.id: one for one in actors}, NoAudit(), clock, definitions=DEFINITIONS)


def _fill(access: Access, world: World) -> None:
    """Every record's versions in their order, those of one age together."""
    system = access.system("seed")
    for age in range(max(len(versions) for versions in world.values())):
        writes = list[Put | Delete]()
        for (type, id), versions in world.items():
            if age < len(versions):
                one = versions[age]
                writes.append(Delete(type, id) if one is None else Put(type, json.dumps(one).encode(), id=id))
        system.transact(writes)
