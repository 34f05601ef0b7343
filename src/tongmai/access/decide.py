"""Decisions: may this actor do this with this record, and by which rule.

A stored record is decided by a search for its id within the scopes. A record that is not stored yet is put into a store
of its own in memory, with what its scopes lean on, and decided there by the very same search.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tongmai.access.actors import Actor
from tongmai.access.policy import Asking, Explanation, Grant, Policy, together
from tongmai.base.clock import Clock
from tongmai.base.outcome import Refused, refuse
from tongmai.base.words import Words
from tongmai.fhir.definitions import Definitions
from tongmai.model.rule import Verb
from tongmai.store.memory import MemoryStore
from tongmai.store.prepare import Preparer
from tongmai.store.protocol import ChangeSet, Put, Store, Version
from tongmai.store.query import Filter, Query, Scope

BREAK_GLASS = "BTG"
"""The purpose of breaking the glass (HL7 v3 ActReason)."""
_VERBS: dict[Verb, str] = {"read": "查看", "search": "检索", "write": "填写"}
_REFERENCE = re.compile(rb'"([A-Z][A-Za-z]+)/([A-Za-z0-9\-.]{1,64})["/]')


@dataclass(frozen=True)
class Decider:
    """Everything a decision needs; shared by all contexts of one door."""

    store: Store
    definitions: Definitions
    policy: Policy
    clock: Clock
    preparer: Preparer

    def asking(self, actor: Actor, purpose: str, only: frozenset[str] | None = None) -> Asking:
        return Asking(actor, purpose, self.clock.now(), only)

    def scopes(self, actor: Actor, purpose: str, verb: Verb, type: str) -> tuple[tuple[Scope, ...], str]:
        """The scopes of a search and the names of their rules. Refused: no rule grants the type at all."""
        grants = self.policy.grants(self.asking(actor, purpose), verb, type)
        if not grants:
            raise self.refusal(actor, verb, type)
        return together(grants), " | ".join(grant.rule for grant in grants)

    def rule_for(self, actor: Actor, purpose: str, verb: Verb, version: Version) -> str | None:
        """The first rule that opens a stored record to the actor; None when none does."""
        asking = self.asking(actor, purpose, self.policy.compartments.patients(version))
        return first_rule(self.store, self.policy.grants(asking, verb, version.type), version)

    def readable(self, actor: Actor, purpose: str, versions: Sequence[Version]) -> tuple[list[Version], str]:
        """Those of several stored records of one type that are open to the actor, in one search, and the rules."""
        type, patients = versions[0].type, self.policy.compartments.patients
        only = frozenset[str]().union(*map(patients, versions))
        grants = self.policy.grants(self.asking(actor, purpose, only), "read", type)
        scopes = together(grants)
        if not scopes:
            return [], ""
        if all(scope.filters for scope in scopes):
            ids = tuple(version.id for version in versions)
            query = Query(type, (Filter("_id", ids),), count=len(ids), scopes=scopes)
            open_ids = {one.id for one in self.store.search(query).matches}
            versions = [version for version in versions if version.id in open_ids]
        return list(versions), " | ".join(grant.rule for grant in grants if grant.scopes)

    def rule_for_body(self, actor: Actor, purpose: str, verb: Verb, trial: "Trial", version: Version) -> str | None:
        """As `rule_for`, for a record of a trial."""
        asking = self.asking(actor, purpose, self.policy.compartments.patients(version))
        grants = self.policy.grants(asking, verb, version.type)
        trial.lean_on(hops(grants), version)
        return first_rule(trial.store, grants, version)

    def trial(self, puts: Sequence[Put]) -> "Trial":
        return Trial(self, puts)

    def refusal(self, actor: Actor, verb: Verb, type: str, id: str = "") -> Refused:
        """Why not, naming the rules that grant it to others."""
        return refusal_of(self.unopened(actor, verb, type), f"{type}/{id}" if id else type)

    def unopened(self, actor: Actor, verb: Verb, type: str) -> Explanation:
        """That no rule of the actor opens it, with the rules that do for others."""
        would = tuple(f"{rule.name} ({rule.role})" for rule in self.policy.about(verb, type))
        words = Words(f"没有规则允许{actor.name}{_VERBS[verb]}", f"no rule lets {actor.id} {verb} it")
        return Explanation(False, "", words, would)

    def explain(self, actor: Actor, purpose: str, verb: Verb, version: Version) -> Explanation:
        """Which rule opens a stored record, which label takes it away, or which rules would open it."""
        if rule := self.rule_for(actor, purpose, verb, version):
            return Explanation(True, rule, Words(f"依据：{rule}", f"by the rule: {rule}"))
        asking = self.asking(actor, purpose, self.policy.compartments.patients(version))
        bare = self.policy.grants(asking, verb, version.type, narrowed=False)
        if rule := first_rule(self.store, bare, version):
            names = [one.name for one in self.policy.narrowings if self._labelled(version, one.label)]
            label = ", ".join(names)
            lift = tuple(reason for one in self.policy.narrowings if one.name in names for reason in one.lift)
            words = Words(f"“{rule}”本可允许，但被“{label}”收窄", f"{rule!r} would, but {label!r} narrows it")
            return Explanation(False, label, words, lift)
        return self.unopened(actor, verb, version.type)

    def _labelled(self, version: Version, label: str) -> bool:
        return found(self.store, version.type, version.id, (Scope((Filter("_security", (label,)),)),))


def refusal_of(told: Explanation, place: str) -> Refused:
    """An explanation of what is not allowed, as a refusal."""
    would = ", ".join(told.would)
    remedy = (f"可由此授权：{would}", f"granted by: {would}") if would else None
    return refuse("forbidden", *told.words, where=place, rule=told.rule or "no rule grants it", remedy=remedy)


def found(store: Store, type: str, id: str, scopes: tuple[Scope, ...]) -> bool:
    """Whether the record with this id lies in one of the scopes."""
    if not scopes:
        return False
    if any(not scope.filters for scope in scopes):
        return True
    return bool(store.search(Query(type, (Filter("_id", (id,)),), count=1, scopes=scopes)).matches)


def first_rule(store: Store, grants: Sequence[Grant], version: Version) -> str | None:
    """The first grant in whose scopes the record lies. One search in the common case of a refusal."""
    if len(grants) > 1 and not found(store, version.type, version.id, together(grants)):
        return None
    return next((one.rule for one in grants if found(store, version.type, version.id, one.scopes)), None)


def hops(grants: Iterable[Grant]) -> frozenset[str]:
    """The types that the chains of scopes pass through."""
    return frozenset(
        target for grant in grants for scope in grant.scopes for one in scope.filters for _, target in one.chain
    )


class Trial:
    """Records as they would be, in a store of their own. `versions` answers the puts in order."""

    def __init__(self, decider: Decider, puts: Sequence[Put]) -> None:
        store = MemoryStore(decider.definitions, decider.clock)
        store.preparer = decider.preparer  # shared: it holds the compiled index functions
        self.store: Store = store
        self._real = decider.store
        bare = tuple(replace(put, if_match=None, if_none_exist=None) for put in puts)
        self.versions = [written.version for written in self.store.commit(ChangeSet(bare))]

    def lean_on(self, types: frozenset[str], version: Version) -> None:
        """Bring in the records of these types that the version refers to, unless the trial has its own."""
        if not types:
            return
        here = self.store.read_many(self._targets(version, types))
        wanted = [target for target in self._targets(version, types) if target not in here]
        if stored := self._real.read_many(wanted):
            copies = [Put(one.type, one.body, id=one.id) for one in stored.values()]
            self.store.commit(ChangeSet(tuple(copies)))

    def _targets(self, version: Version, types: frozenset[str]) -> list[tuple[str, str]]:
        named = ((type.decode(), id.decode()) for type, id in _REFERENCE.findall(version.body))
        return [target for target in dict.fromkeys(named) if target[0] in types]
