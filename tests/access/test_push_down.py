"""The compiled policy against a naive one: rules told twice, once declared, once as plain Python over plain records."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tongmai.access import Access, Actor, NoAudit, Put, circle_row
from tongmai.access.policy import Policy
from tongmai.base.clock import SetClock
from tongmai.base.outcome import Refused
from tongmai.fhir.definitions import Definitions
from tongmai.model.rule import Compartment, InCircle, Narrowing, Rule, Verb
from tongmai.store.memory import MemoryStore
from tongmai.store.protocol import Store
from tongmai.store.sqlite.store import SqliteStore

Json = dict[str, Any]
World = dict[tuple[str, str], Json]
DEFINITIONS = Definitions.load()
NOW = datetime(2025, 6, 30, tzinfo=UTC)
SEE: frozenset[Verb] = frozenset({"read", "search"})
LABELS = {"sensitive": ("treating",), "objection": ()}


@dataclass(frozen=True)
class Told:
    """A rule as it is declared, and what it means."""

    rule: Rule
    means: Callable[[Actor, World, Json], bool]


def refers(resource: Json, element: str) -> list[str]:
    value = resource.get(element, [])
    return [one["reference"] for one in (value if isinstance(value, list) else [value])]


def patients(resource: Json) -> set[str]:
    if resource["resourceType"] == "Patient":
        return {resource["id"]}
    named = [*refers(resource, "subject"), *refers(resource, "performer")]
    return {one.removeprefix("Patient/") for one in named if one.startswith("Patient/")}


def circle(actor: Actor, world: World, because: tuple[str, ...]) -> set[str]:
    rows = [one for (type, _), one in world.items() if type == "CareTeam"]
    return {
        row["subject"]["reference"].removeprefix("Patient/")
        for row in rows
        if row["category"][0]["coding"][0]["code"] in because
        and row["participant"][0]["member"]["reference"] == f"Organization/{actor.organization}"
        and row["period"].get("end", "9999") >= "2025-06-30" and row["period"]["start"] <= "2025-06-30"
    } | ({actor.patient} if "self" in because and actor.patient else set())  # fmt: skip


def sent(actor: Actor, world: World, one: Json) -> bool:
    posts = [world[tuple(ref.split("/"))] for ref in refers(one, "requester") if tuple(ref.split("/")) in world]  # type: ignore[index]
    return any(post["organization"]["reference"] == f"Organization/{actor.organization}" for post in posts)


POOL = (
    Told(Rule("all patients", "a", SEE, "Patient"), lambda a, w, r: r["resourceType"] == "Patient"),
    Told(Rule("finals", "b", SEE, "Observation?status=final"),
         lambda a, w, r: r["resourceType"] == "Observation" and r["status"] == "final"),
    Told(Rule("sent to us", "b", SEE, "ServiceRequest?performer=Organization/{actor.organization}"),
         lambda a, w, r: r["resourceType"] == "ServiceRequest" and bool(a.organization)
         and f"Organization/{a.organization}" in refers(r, "performer")),
    Told(Rule("sent by us", "a", SEE,
              "ServiceRequest?requester:PractitionerRole.organization=Organization/{actor.organization}"),
         lambda a, w, r: r["resourceType"] == "ServiceRequest" and sent(a, w, r)),
    Told(Rule("our circle", "a", SEE, Compartment("Patient"), InCircle(("contract",))),
         lambda a, w, r: bool(patients(r) & circle(a, w, ("contract",)))),
    Told(Rule("our referrals, to treat", "*", SEE, "Observation", InCircle(("referral", "treating")),
              frozenset({"TREAT"})),
         lambda a, w, r: r["resourceType"] == "Observation"
         and bool(patients(r) & circle(a, w, ("referral", "treating")))),
    Told(Rule("oneself", "r", SEE, Compartment("Patient"), InCircle(("self",))),
         lambda a, w, r: bool(patients(r) & circle(a, w, ("self",)))),
)  # fmt: skip


def naive(told: list[Told], actor: Actor, purpose: str, world: World, resource: Json) -> bool:
    """The ten lines that judge the compiler."""
    for one in told:
        rule = one.rule
        if rule.role not in (*actor.roles, "*") or (rule.purpose and purpose not in rule.purpose):
            continue
        if one.means(actor, world, resource):
            labels = {label["code"] for label in resource.get("meta", {}).get("security", [])}
            return all(patients(resource) & circle(actor, world, LABELS[label]) for label in labels if label in LABELS)
    return False


ids = st.sampled_from(["p1", "p2", "p3"])
orgs = st.sampled_from(["o1", "o2"])
labels = st.lists(st.sampled_from(["sensitive", "objection", "other"]), max_size=2, unique=True)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    made: list[Json] = [{"resourceType": "Patient", "id": one, **meta(draw(labels))} for one in ("p1", "p2", "p3")]
    made += [
        {"resourceType": "PractitionerRole", "id": f"post-{org}", "organization": {"reference": f"Organization/{org}"}}
        for org in ("o1", "o2")
    ]
    made += [draw_observation(draw, number) for number in range(draw(st.integers(0, 4)))]
    made += [draw_request(draw, number) for number in range(draw(st.integers(0, 3)))]
    for number in range(draw(st.integers(0, 4))):
        because = draw(st.sampled_from(["contract", "referral", "treating"]))
        end = draw(st.sampled_from([None, None, "2025-05-31", "2025-06-30"]))
        start = draw(st.sampled_from(["2025-01-01", "2025-07-01"])) if end is None else "2025-01-01"
        made.append(circle_row(f"c{number}", draw(ids), f"Organization/{draw(orgs)}", because, start, end))
    return {(one["resourceType"], one["id"]): one for one in made}


def draw_observation(draw: st.DrawFn, number: int) -> Json:
    performer = draw(st.sampled_from(["Patient/p1", "Patient/p2", "Organization/o1"]))
    return {
        "resourceType": "Observation",
        "id": f"obs{number}",
        **meta(draw(labels)),
        "status": draw(st.sampled_from(["final", "preliminary"])),
        "code": {"text": "x"},
        "subject": {"reference": f"Patient/{draw(ids)}"},
        "performer": [{"reference": performer}],
    }


def draw_request(draw: st.DrawFn, number: int) -> Json:
    return {
        "resourceType": "ServiceRequest",
        "id": f"req{number}",
        **meta(draw(labels)),
        "status": "active",
        "intent": "order",
        "subject": {"reference": f"Patient/{draw(ids)}"},
        "requester": {"reference": f"PractitionerRole/post-{draw(orgs)}"},
        "performer": [{"reference": f"Organization/{draw(orgs)}"}],
    }


def meta(codes: list[str]) -> Json:
    return {"meta": {"security": [{"code": code} for code in codes]}} if codes else {}


actors = st.builds(
    lambda roles, org, patient: Actor("x", "某", tuple(roles), org, patient=patient),
    st.lists(st.sampled_from(["a", "b", "r"]), unique=True), st.sampled_from(["o1", "o2", ""]),
    st.sampled_from(["", "p1"]),
)  # fmt: skip


def opened(
    told: list[Told], actor: Actor, purpose: str, world: World, store: Store, clock: SetClock
) -> tuple[set[Any], set[Any], set[Any]]:
    """What may be found, what may be read, and what the naive policy opens."""
    rules = [one.rule for one in told] + [Narrowing(label, label, lift) for label, lift in LABELS.items()]
    access = Access(store, None, rules, {"x": actor}, NoAudit(), clock, definitions=DEFINITIONS)
    access.system("seed").transact([Put(type, json.dumps(one).encode(), id=id) for (type, id), one in world.items()])
    context = access.open("x", purpose)
    found, read, refusals = set(), set(), list[str]()
    for type in ("Patient", "Observation", "ServiceRequest"):
        try:
            found |= {(one.type, one.id) for one in context.search(type).matches}
        except Refused as error:
            refusals.append(error.kind)
    for key in world:
        try:
            context.read(*key)
            read.add(key)
        except Refused as error:
            refusals.append(error.kind)
    assert set(refusals) <= {"forbidden"}
    judged = {key for key, one in world.items() if key[0] in ("Patient", "Observation", "ServiceRequest")
              and naive(told, actor, purpose, world, one)}  # fmt: skip
    return found, {key for key in read if key[0] in ("Patient", "Observation", "ServiceRequest")}, judged


cases = given(
    told=st.lists(st.sampled_from(POOL), unique=True, max_size=5), actor=actors,
    purpose=st.sampled_from(["OPERATE", "TREAT"]), world=worlds(),
)  # fmt: skip
often = settings(max_examples=300, deadline=None, derandomize=True, database=None,
                 suppress_health_check=[HealthCheck.too_slow])  # fmt: skip


def check(told: list[Told], actor: Actor, purpose: str, world: World, path: Path | None = None) -> None:
    clock = SetClock(NOW)
    store: Store = SqliteStore(path, DEFINITIONS, clock) if path else MemoryStore(DEFINITIONS, clock)
    try:
        found, read, judged = opened(told, actor, purpose, world, store, clock)
    finally:
        store.close()
    assert found == judged
    assert read == judged


@often
@cases
def test_the_compiled_policy_opens_what_the_naive_one_opens(
    told: list[Told], actor: Actor, purpose: str, world: World
) -> None:
    check(told, actor, purpose, world)


@settings(often, max_examples=40)
@cases
def test_and_so_it_does_on_disk(told: list[Told], actor: Actor, purpose: str, world: World) -> None:
    with TemporaryDirectory() as folder:
        check(told, actor, purpose, world, Path(folder) / "records.sqlite")


def check_in_memory(told: list[Told], actor: Actor, purpose: str, world: World) -> None:
    check(told, actor, purpose, world)


def no_labels(self: Policy, scopes: Any, asking: Any, type: str) -> Any:
    return scopes


def any_reason(self: Policy, because: Any, asking: Any, of: str, type: str) -> Any:
    return REAL_CIRCLE(self, ("contract", "referral", "treating", "self"), asking, of, type)


def lift_everything(self: Policy, scopes: Any, asking: Any, type: str) -> Any:
    return (
        scopes if self._in_circle(("treating",), asking, "Patient", type) else REAL_NARROW(self, scopes, asking, type)
    )


REAL_CIRCLE, REAL_NARROW = Policy._in_circle, Policy._narrow


@pytest.mark.parametrize(
    ("method", "hole"),
    [("_narrow", no_labels), ("_in_circle", any_reason), ("_narrow", lift_everything)],
    ids=["labels forgotten", "reasons ignored", "one lift for all"],
)
def test_a_planted_hole_is_found(monkeypatch: pytest.MonkeyPatch, method: str, hole: Any) -> None:
    monkeypatch.setattr(Policy, method, hole)
    with pytest.raises(AssertionError):
        settings(often, phases=[Phase.generate])(cases(check_in_memory))()
