"""The door: opened by an actor for a purpose, or by the house itself for its own work."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tongmai.access.actors import Actor, system_actor
from tongmai.access.audit import Audit, Seen
from tongmai.access.circle import CIRCLE_GUARD, Circles
from tongmai.access.context import Context, House
from tongmai.access.decide import Decider
from tongmai.access.guard import Guard
from tongmai.access.judge import Judge
from tongmai.access.looked import Looked
from tongmai.access.naming import standing
from tongmai.access.policy import Policy
from tongmai.access.shared import Shared
from tongmai.base.clock import Clock
from tongmai.base.ids import new_id
from tongmai.base.outcome import refuse
from tongmai.base.words import Words
from tongmai.fhir.check import Checker
from tongmai.fhir.definitions import Definitions
from tongmai.model.rule import Narrowing, Rule
from tongmai.store.prepare import Preparer
from tongmai.store.protocol import Store
from tongmai.store.query import MOST_INCLUDED
from tongmai.store.rows import extractor

USUAL_PURPOSE = "OPERATE"


class Access:
    """Holds the store; hands out contexts. ValueError at the start when a rule is none.

    `guards`: what only workflow steps write. `lake` is handed on to measures as it is. `roles`: titles of roles, by
    which refusals say in words whom a thing would be granted. `looked`: the index of the audit by person.
    `most_included`: resources that one page of a search may bring along.
    """

    def __init__(
        self,
        store: Store,
        lake: Any,
        rules: Iterable[Rule | Narrowing],
        actors: Mapping[str, Actor],
        audit: Audit,
        clock: Clock,
        *,
        definitions: Definitions,
        guards: Sequence[Guard] = (),
        roles: Mapping[str, Words] | None = None,
        looked: Looked | None = None,
        most_included: int = MOST_INCLUDED,
    ) -> None:
        self._circles = Circles(store)
        policy = Policy(definitions, rules, self._circles)
        extract = extractor(definitions)
        preparer = Preparer(definitions, extract, lambda: new_id(clock))
        judge = Judge(store, definitions, extract)
        decider = Decider(store, definitions, policy, clock, preparer, judge, dict(roles or {}))
        checker, every = Checker(definitions), (CIRCLE_GUARD, *guards)
        self._house = House(store, decider, audit, checker, every, Shared(store), lake, looked, most_included)
        self.actors = dict(actors)
        self._standing: dict[str, tuple[int, Actor]] = {}

    @property
    def definitions(self) -> Definitions:
        """The definitions in force."""
        return self._house.decider.definitions

    def make_ready(self) -> None:
        """Read the circles now, so that the first page does not."""
        self._circles.make_ready()

    def open(self, actor_id: str, purpose: str = USUAL_PURPOSE) -> Context:
        """The context of a known actor; a resident whose record was closed in favour of another one acts for that one.
        Refused: sign-in."""
        actor = self.actors.get(actor_id)
        if actor is None:
            raise refuse("sign-in", "没有这个用户", "no such user", remedy=("请先登录", "sign in first"))
        return Context(self._house, self._now(actor) if actor.patient else actor, purpose)

    def _now(self, actor: Actor) -> Actor:
        """The actor with the record that stands for the person, asked again once something was written."""
        store = self._house.store
        last = store.last_change()
        change, known = self._standing.get(actor.id, (-1, actor))
        if change != last:
            known = replace(actor, patient=standing(store, actor.patient))
            self._standing[actor.id] = (last, known)
        return known

    def system(self, origin: str) -> Context:
        """The house itself at work for `origin` (`load`, `import:staff`, `job:escalate`): unlimited, and told once in
        the audit; every version it writes bears the origin."""
        actor = system_actor(origin)
        self._house.audit.append(actor.id, "", [Seen("open", "*", "the house at work")])
        return Context(self._house, actor, "")
