"""Who may what: roles, and the three kinds of rule (typed search, circle, label)."""

from dataclasses import dataclass
from typing import Literal

from tongmai.base.words import Words

Verb = Literal["read", "search", "write"]


@dataclass(frozen=True, slots=True)
class Role:
    """A role in plain words. `drills`: who has it may open a drill and close it."""

    id: str
    title: Words
    what: Words
    drills: bool = False


@dataclass(frozen=True, slots=True)
class Compartment:
    """Every type in the compartment of a type (`Patient`), by the R4 compartment definition."""

    of: str


@dataclass(frozen=True, slots=True)
class InCircle:
    """Holds while the patient stands in the actor's circle of care for one of these reasons."""

    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A grant: `role` may `may` on the resources that match `on`.

    `on` is "Type", or "Type?param=value&…" with `{actor.organization}`, `{actor.practitioner}`, `{actor.patient}`,
    `{actor.area}` (its code without trailing zeros, so that a string search by prefix covers everything beneath).
    Chains are typed. `purpose`: the purposes it holds for; empty: any.
    """

    name: str
    role: str
    may: frozenset[Verb]
    on: str | Compartment
    where: InCircle | None = None
    purpose: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A label takes resources out of every grant, unless one of these reasons lifts it."""

    name: str
    label: str
    lift: tuple[str, ...] = ()
