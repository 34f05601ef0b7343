"""The policy: declared rules compiled into scopes of a query.

A rule becomes one or more scopes (conjunctions of filters); a query must lie in one of them. A circle becomes a
membership (`subject in (…)`), a label a filter on `_security` in every scope. Nothing is filtered after the query.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import product

from tongmai.access.actors import Actor, area_prefix
from tongmai.access.circle import Circles, Members, members_of
from tongmai.access.compartment import Compartments
from tongmai.base.outcome import Refused
from tongmai.base.words import Words
from tongmai.fhir.definitions import Definitions
from tongmai.model.rule import Compartment, Narrowing, Rule, Verb
from tongmai.store.query import Filter, Query, Scope
from tongmai.store.search_text import parse_url

_PLACE = re.compile(r"\{actor\.(organization|practitioner|patient|area|id)\}")
_SAFE = re.compile(r"[A-Za-z0-9.\-]+")
_MARK = "0actor."
KEPT = 2_000  # answers about actors, purposes, verbs and types
JOINED = 20
"""Values up to which a filter is joined with another's: far below what a filter may have, which a circle may fill."""
SELF = "self"
"""The reason by which a resident stands in their own circle."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What one rule opens of a type for an actor. No scopes: the rule applies to the role but opens nothing now."""

    rule: str
    scopes: tuple[Scope, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """`allowed` by `rule`; or not, because of `words`. `would` names the rules that grant it to others, `roles` those
    others; or `would` names the reasons that lift a label."""

    allowed: bool
    rule: str
    words: Words
    would: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, for what, when. `only`: the patients that matter to the question; None for all."""

    actor: Actor
    purpose: str
    at: datetime
    only: frozenset[str] | None = None


@lru_cache(maxsize=4_000)
def _read(definitions: Definitions, text: str) -> Query:
    """A rule's search, read once however many houses are opened."""
    return parse_url(definitions, text)


class Policy:
    """Rules and narrowings, checked once: a rule that no store could search is refused at the start (ValueError)."""

    def __init__(self, definitions: Definitions, rules: Iterable[Rule | Narrowing], circles: Circles) -> None:
        self._definitions, self._circles, self.compartments = definitions, circles, Compartments(definitions)
        declared = list(rules)
        self.rules = tuple(rule for rule in declared if isinstance(rule, Rule))
        self.narrowings = tuple(rule for rule in declared if isinstance(rule, Narrowing))
        self._about: dict[tuple[Verb, str], list[Rule]] = {}
        reasons = [rule.where.because for rule in self.rules if rule.where] + [one.lift for one in self.narrowings]
        self._reasons = tuple(dict.fromkeys(reasons))
        self._kept: dict[tuple[Actor, str, Verb, str], tuple[tuple[Members, ...], list[Grant]]] = {}
        names = [rule.name for rule in declared]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"policy: two rules are called {twice[0]!r}")
        self._filters = {rule.name: self._parsed(rule) for rule in self.rules if isinstance(rule.on, str)}

    def _parsed(self, rule: Rule) -> tuple[Filter, ...]:
        """The rule's filters with the actor's places still open: each stands as the word `0actor.x0`."""
        on = str(rule.on)
        if on in self._definitions.types:
            return ()
        try:
            query = _read(self._definitions, _PLACE.sub(r"0actor.\g<1>0", on))
        except Refused as error:
            raise ValueError(f"policy: rule {rule.name!r}: {error}") from error
        if query.sort or query.include or any(hop.back for one in query.filters for hop in one.chain):
            raise ValueError(
                f"policy: rule {rule.name!r}: only filters on the record and what it refers to make a rule"
            )
        return query.filters

    def types(self, rule: Rule) -> frozenset[str]:
        """The types a rule speaks of."""
        if isinstance(rule.on, Compartment):
            members = (type for type in self._definitions.types if self.compartments.memberships(rule.on.of, type))
            return frozenset(members)
        return frozenset({rule.on.partition("?")[0]})

    def about(self, verb: Verb, type: str) -> list[Rule]:
        """Every rule that could grant this, whoever asks."""
        if (verb, type) not in self._about:
            found = [rule for rule in self.rules if verb in rule.may and self._speaks_of(rule, type)]
            self._about[verb, type] = found
        return self._about[verb, type]

    def fixed(self, rule: Rule) -> tuple[Filter, ...]:
        """What a rule asks of a record, whoever the actor is."""
        return tuple(one for one in self._filters.get(rule.name, ()) if not any(_MARK in value for value in one.values))

    def _speaks_of(self, rule: Rule, type: str) -> bool:
        if isinstance(rule.on, Compartment):
            return bool(self.compartments.memberships(rule.on.of, type))
        return rule.on.partition("?")[0] == type

    def grants(self, asking: Asking, verb: Verb, type: str, narrowed: bool = True) -> list[Grant]:
        """What the actor's rules open of a type. `narrowed` False leaves the labels out: for explanations only.

        Of a question about all patients the answer is kept for as long as every circle it was made of is the same.
        """
        if asking.only is not None or not narrowed:
            return self._made(asking, verb, type, narrowed)
        key = (asking.actor, asking.purpose, verb, type)
        circles = self._circles.several(asking.actor, self._reasons, asking.at)
        kept = self._kept.get(key)
        if kept is None or any(one is not other for one, other in zip(kept[0], circles, strict=True)):
            if len(self._kept) >= KEPT:
                self._kept.clear()
            kept = self._kept[key] = (circles, self._made(asking, verb, type, narrowed))
        return list(kept[1])

    def _made(self, asking: Asking, verb: Verb, type: str, narrowed: bool) -> list[Grant]:
        found = []
        for rule in self.about(verb, type):
            if asking.actor.has(rule.role) and (not rule.purpose or asking.purpose in rule.purpose):
                scopes = self._scopes(rule, asking, type)
                found.append(Grant(rule.name, self._narrow(scopes, asking, type) if narrowed else scopes))
        return found

    def _scopes(self, rule: Rule, asking: Asking, type: str) -> tuple[Scope, ...]:
        base: tuple[Filter, ...] | None = ()
        if isinstance(rule.on, str):
            base = _filled(self._filters[rule.name], asking.actor)
        if base is None:
            return ()
        if rule.where is None:
            return (Scope(base),)
        of = rule.on.of if isinstance(rule.on, Compartment) else "Patient"
        return tuple(Scope((*base, one)) for one in self._in_circle(rule.where.because, asking, of, type))

    def _in_circle(self, because: Sequence[str], asking: Asking, of: str, type: str) -> list[Filter]:
        """The filters, any of which puts a resource of the type into the actor's circle."""
        names = self.compartments.memberships(of, type)
        members = self._members(because, asking)
        if not members.ids:
            return []
        return [Filter(name, members.ids if name == "_id" else members.references) for name in names]

    def _members(self, because: Sequence[str], asking: Asking) -> Members:
        """The patients of the circle, oneself included where the rule says so; of `only` those, if given."""
        own = {asking.actor.patient} - {""} if SELF in because else set[str]()
        if asking.only is not None:
            inside = self._circles.among(asking.actor, because, asking.at, asking.only)
            return members_of(inside | (own & asking.only))
        circle = self._circles.all(asking.actor, because, asking.at)
        return circle if own <= set(circle.ids) else members_of({*circle.ids, *own})

    def _narrow(self, scopes: tuple[Scope, ...], asking: Asking, type: str) -> tuple[Scope, ...]:
        """Each scope without the labelled, and beside it the labelled that a reason lifts."""
        ways = [
            [replace(labelled(one), modifier="not"), *self._in_circle(one.lift, asking, "Patient", type)]
            for one in self.narrowings
        ]
        return tuple(Scope((*scope.filters, *extra)) for scope in scopes for extra in product(*ways))


def _filled(filters: tuple[Filter, ...], actor: Actor) -> tuple[Filter, ...] | None:
    """The filters with the actor's own values; None when the actor has no such value: the rule then opens nothing."""
    filled = []
    for one in filters:
        values = tuple(_fill(value, actor) for value in one.values)
        if None in values:
            return None
        filled.append(replace(one, values=tuple(value for value in values if value is not None)))
    return tuple(filled)


def _fill(value: str, actor: Actor) -> str | None:
    for name in ("organization", "practitioner", "patient", "area", "id"):
        mark = f"0actor.{name}0"
        if mark in value:
            own = area_prefix(actor.area) if name == "area" else str(getattr(actor, name))
            if not _SAFE.fullmatch(own):
                return None
            value = value.replace(mark, own)
    return value


def labelled(narrowing: Narrowing) -> Filter:
    """What bears the label of a narrowing."""
    return Filter("_security", (narrowing.label,))


def together(grants: Iterable[Grant]) -> tuple[Scope, ...]:
    """The scopes of all grants, each once; one that opens the whole type swallows the others, and those that differ in
    the values of their first filter alone are one: the work of three workflows on what is the actor's."""
    scopes = tuple(dict.fromkeys(scope for grant in grants for scope in grant.scopes))
    whole = [scope for scope in scopes if not scope.filters]
    return tuple(whole) or _joined(scopes)


def _joined(scopes: Iterable[Scope]) -> tuple[Scope, ...]:
    """(a and c) or (b and c) as (a or b) and c: values without a modifier are alternatives."""
    joined: dict[object, Scope] = {}
    for scope in scopes:
        first, *others = scope.filters
        few = not first.modifier and len(first.values) <= JOINED
        key = (replace(first, values=()), *others) if few else scope
        before = joined.get(key)
        values = first.values if before is None else tuple(dict.fromkeys((*before.filters[0].values, *first.values)))
        joined[key] = Scope((replace(first, values=values), *others))
    return tuple(joined.values())
