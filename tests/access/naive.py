"""Generated worlds; rules told twice, declared and as plain Python over plain records; the ten lines that judge."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tongmai.access import Actor, circle_row
from tongmai.model.rule import Compartment, InCircle, Rule, Verb

Json = dict[str, Any]
Key = tuple[str, str]
World = Mapping[Key, Sequence[Json | None]]
"""Every record's versions, oldest first; None is a deletion."""

NOW = datetime(2025, 6, 30, tzinfo=UTC)
SEE: frozenset[Verb] = frozenset({"read", "search"})
LABELS = {"sensitive": ("treating",), "objection": ()}


@dataclass(frozen=True)
class Told:
    """A rule as it is declared, and what it means."""

    rule: Rule
    means: Callable[[Actor, World, Json], bool]


def live(world: World, key: Key) -> Json | None:
    """A record as it stands now."""
    return world[key][-1] if key in world else None


def refers(resource: Json, element: str) -> list[str]:
    value = resource.get(element, [])
    return [one["reference"] for one in (value if isinstance(value, list) else [value])]


def targets(world: World, resource: Json, element: str) -> list[Json]:
    """The live records that an element refers to."""
    found = (live(world, tuple(one.split("/"))) for one in refers(resource, element))  # type: ignore[arg-type]
    return [one for one in found if one is not None]


def patients(resource: Json) -> set[str]:
    if resource["resourceType"] == "Patient":
        return {resource["id"]}
    named = [*refers(resource, "subject"), *refers(resource, "performer")]
    return {one.removeprefix("Patient/") for one in named if one.startswith("Patient/")}


def circle(actor: Actor, world: World, because: tuple[str, ...]) -> set[str]:
    rows = [versions[-1] for (type, _), versions in world.items() if type == "CareTeam"]
    return {
        row["subject"]["reference"].removeprefix("Patient/")
        for row in rows
        if row is not None and row["category"][0]["coding"][0]["code"] in because
        and row["participant"][0]["member"]["reference"] == f"Organization/{actor.organization}"
        and row["period"].get("end", "9999") >= "2025-06-30" and row["period"]["start"] <= "2025-06-30"
    } | ({actor.patient} if "self" in because and actor.patient else set())  # fmt: skip


def ours(actor: Actor, post: Json) -> bool:
    return bool(actor.organization) and post["organization"]["reference"] == f"Organization/{actor.organization}"


POOL = (
    Told(Rule("all patients", "a", SEE, "Patient"), lambda a, w, r: r["resourceType"] == "Patient"),
    Told(Rule("women, by search alone", "b", frozenset({"search"}), "Patient?gender=female"),
         lambda a, w, r: r["resourceType"] == "Patient" and r["gender"] == "female"),
    Told(Rule("finals", "b", SEE, "Observation?status=final"),
         lambda a, w, r: r["resourceType"] == "Observation" and r["status"] == "final"),
    Told(Rule("sent to us", "b", SEE, "ServiceRequest?performer=Organization/{actor.organization}"),
         lambda a, w, r: r["resourceType"] == "ServiceRequest" and bool(a.organization)
         and f"Organization/{a.organization}" in refers(r, "performer")),
    Told(Rule("sent by us", "a", SEE,
              "ServiceRequest?requester:PractitionerRole.organization=Organization/{actor.organization}"),
         lambda a, w, r: r["resourceType"] == "ServiceRequest"
         and any(ours(a, post) for post in targets(w, r, "requester"))),
    Told(Rule("our posts", "*", SEE, "PractitionerRole?organization=Organization/{actor.organization}"),
         lambda a, w, r: r["resourceType"] == "PractitionerRole" and ours(a, r)),
    Told(Rule("our circle", "a", SEE, Compartment("Patient"), InCircle(("contract",))),
         lambda a, w, r: bool(patients(r) & circle(a, w, ("contract",)))),
    Told(Rule("our referrals, to treat", "*", SEE, "Observation", InCircle(("referral", "treating")),
              frozenset({"TREAT"})),
         lambda a, w, r: r["resourceType"] == "Observation"
         and bool(patients(r) & circle(a, w, ("referral", "treating")))),
    Told(Rule("oneself", "r", SEE, Compartment("Patient"), InCircle(("self",))),
         lambda a, w, r: bool(patients(r) & circle(a, w, ("self",)))),
)  # fmt: skip


def naive(told: Sequence[Told], actor: Actor, purpose: str, verb: Verb, world: World, resource: Json) -> bool:
    """The ten lines that judge the compiler."""
    for one in told:
        rule = one.rule
        if (
            rule.role not in (*actor.roles, "*")
            or verb not in rule.may
            or (rule.purpose and purpose not in rule.purpose)
        ):
            continue
        if one.means(actor, world, resource):
            labels = {label["code"] for label in resource.get("meta", {}).get("security", [])}
            return all(patients(resource) & circle(actor, world, LABELS[label]) for label in labels if label in LABELS)
    return False


def a_world(chance: random.Random) -> World:
    """Up to four patients, their observations and requests, posts, circle rows; some with a past, some deleted."""
    world: dict[Key, list[Json | None]] = {}

    def add(make: Callable[[], Json], deletable: bool = True) -> None:
        drawn = [make() for _ in range(chance.choice((1, 1, 2, 3)))]
        made: list[Json | None] = [one for one, next in zip(drawn, [*drawn[1:], None], strict=True) if one != next]
        if deletable and chance.random() < 0.1:
            made.append(None)
        first = made[0]
        assert first is not None
        world[first["resourceType"], first["id"]] = made

    for number in range(1, 5):
        add(lambda number=number: _patient(chance, number), False)  # type: ignore[misc]
    for org in ("o1", "o2"):
        add(lambda org=org: {"resourceType": "PractitionerRole", "id": f"post-{org}",  # type: ignore[misc]
                             "organization": {"reference": f"Organization/{org}"}}, False)  # fmt: skip
    for number in range(chance.randint(2, 8)):
        add(lambda number=number: _observation(chance, number))  # type: ignore[misc]
    for number in range(chance.randint(1, 5)):
        add(lambda number=number: _request(chance, number))  # type: ignore[misc]
    for number in range(chance.randint(0, 6)):
        add(lambda number=number: _row(chance, number))  # type: ignore[misc]
    return world


def _labelled(chance: random.Random, resource: Json) -> Json:
    codes = chance.sample(("sensitive", "objection", "other"), chance.choice((0, 0, 0, 1, 1, 2)))
    return {**resource, "meta": {"security": [{"code": code} for code in codes]}} if codes else resource


def _patient(chance: random.Random, number: int) -> Json:
    gender = chance.choice(("female", "male"))
    return _labelled(chance, {"resourceType": "Patient", "id": f"p{number}", "gender": gender})


def _person(chance: random.Random) -> Json:
    return {"reference": f"Patient/p{chance.randint(1, 4)}"}


def _observation(chance: random.Random, number: int) -> Json:
    performer = chance.choice(("Patient/p1", "Patient/p2", "Organization/o1"))
    return _labelled(chance, {
        "resourceType": "Observation", "id": f"obs{number}", "status": chance.choice(("final", "preliminary")),
        "code": {"text": "x"}, "subject": _person(chance), "performer": [{"reference": performer}],
    })  # fmt: skip


def _request(chance: random.Random, number: int) -> Json:
    return _labelled(chance, {
        "resourceType": "ServiceRequest", "id": f"req{number}", "status": "active", "intent": "order",
        "subject": _person(chance), "requester": {"reference": f"PractitionerRole/post-{chance.choice(('o1', 'o2'))}"},
        "performer": [{"reference": f"Organization/{chance.choice(('o1', 'o2'))}"}],
    })  # fmt: skip


def _row(chance: random.Random, number: int) -> Json:
    end = chance.choice((None, None, "2025-05-31", "2025-06-30"))
    start = "2025-01-01" if end else chance.choice(("2025-01-01", "2025-01-01", "2025-07-01"))
    because = chance.choice(("contract", "referral", "treating"))
    return circle_row(f"c{number}", f"p{chance.randint(1, 4)}", f"Organization/{chance.choice(('o1', 'o2'))}", because,
                      start, end)  # fmt: skip


def an_actor(chance: random.Random, name: str) -> Actor:
    roles = tuple(chance.sample(("a", "b", "r"), chance.choice((1, 1, 2, 3))))
    return Actor(name, "某", roles, chance.choice(("o1", "o2", "")), patient=chance.choice(("", "p1")))
