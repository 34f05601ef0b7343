"""Decisions: may this actor do this with this record, by which rule, and if not, whom it would be granted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tongmai.access.actors import Actor
from tongmai.access.judge import Judge, Key, Look
from tongmai.access.policy import Asking, Explanation, Policy, labelled, together
from tongmai.access.trial import tried
from tongmai.base.clock import Clock
from tongmai.base.outcome import Refused, refuse
from tongmai.base.words import Words
from tongmai.fhir.definitions import Definitions
from tongmai.model.rule import Narrowing, Rule, Verb
from tongmai.store.prepare import Preparer
from tongmai.store.protocol import Put, Store, Version
from tongmai.store.query import Filter, Query, Scope

BREAK_GLASS = "BTG"
"""The purpose of breaking the glass (HL7 v3 ActReason)."""
_VERBS: dict[Verb, str] = {"read": "查看", "search": "检索", "write": "填写"}


@dataclass(frozen=True)
class Decider:
    """Everything a decision needs; shared by all contexts of one door. `roles`: titles of roles, for refusals."""

    store: Store
    definitions: Definitions
    policy: Policy
    clock: Clock
    preparer: Preparer
    judge: Judge
    roles: Mapping[str, Words] = field(default_factory=dict)

    def asking(self, actor: Actor, purpose: str, only: frozenset[str] | None = None) -> Asking:
        return Asking(actor, purpose, self.clock.now(), only)

    def about(self, actor: Actor, purpose: str, version: Version) -> Asking:
        """A question about one record: of the circle only the patients it names matter."""
        return self.asking(actor, purpose, self.policy.compartments.patients(version))

    def scopes(self, actor: Actor, purpose: str, verb: Verb, type: str) -> tuple[tuple[Scope, ...], str]:
        """The scopes of a search and the names of the rules that open something. Refused: no rule grants the type."""
        grants = self.policy.grants(self.asking(actor, purpose), verb, type)
        if not grants:
            raise self.refusal(actor, verb, type)
        return together(grants), " | ".join(grant.rule for grant in grants if grant.scopes)

    def rule_for(
        self, actor: Actor, purpose: str, verb: Verb, version: Version, beside: Mapping[Key, Version] | None = None
    ) -> str | None:
        """The first rule that opens a record to the actor; None when none does. `beside`: see Judge."""
        grants = self.policy.grants(self.about(actor, purpose, version), verb, version.type)
        return self.judge.look_at(version, beside).opened_by(grants) if grants else None

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

    def tried(self, puts: Sequence[Put]) -> list[Version]:
        """What would become of puts, in order."""
        return tried(self.definitions, self.clock, self.preparer, puts)

    def refusal(self, actor: Actor, verb: Verb, type: str, version: Version | None = None, id: str = "") -> Refused:
        """Why not, naming the rules that would grant it: for a record those that speak of it."""
        return self.refusal_of(self.unopened(actor, verb, type, version), f"{type}/{id}" if id else type, verb)

    def refusal_of(self, told: Explanation, place: str, verb: Verb = "read") -> Refused:
        """An explanation of what is not allowed, as a refusal."""
        posts = dict.fromkeys(self.role_words(role) for role in told.roles)
        chinese = f"可由{'、'.join(one.zh for one in posts)}{_VERBS[verb]}"
        english = f"{verb} is open to: {', '.join(one.en for one in posts)}"
        if not posts:
            chinese, english = "建立相应的照护关系后可查看", "it opens to whoever cares for the person"
        remedy = (chinese, english) if told.would else None
        return refuse("forbidden", *told.words, where=place, rule=told.rule or _ungranted(told.would), remedy=remedy)

    def role_words(self, role: str) -> Words:
        """The title of a role; its id where none is known."""
        return self.roles.get(role, Words(role, role))

    def unopened(self, actor: Actor, verb: Verb, type: str, version: Version | None = None) -> Explanation:
        """That no rule of the actor opens it, with the rules that do for others."""
        rules = self.policy.about(verb, type)
        if version is not None:
            look = self.judge.look_at(version)
            rules = [rule for rule in rules if self._speaks_of(rule, look)]
        would = tuple(f"{rule.name} ({rule.role})" for rule in rules)
        posts = ", ".join(self.role_words(role).en for role in actor.roles) or actor.id
        words = Words(f"没有规则允许{actor.name}{_VERBS[verb]}", f"no rule lets {posts} {verb} it")
        return Explanation(False, "", words, would, tuple(rule.role for rule in rules))

    def _speaks_of(self, rule: Rule, look: Look) -> bool:
        return all(look.meets(one) for one in self.policy.fixed(rule))

    def explain(self, actor: Actor, purpose: str, verb: Verb, version: Version) -> Explanation:
        """Which rule opens a stored record, which label takes it away, or which rules would open it."""
        if rule := self.rule_for(actor, purpose, verb, version):
            return Explanation(True, rule, Words("有规则允许", f"by the rule: {rule}"))
        bare = self.policy.grants(self.about(actor, purpose, version), verb, version.type, narrowed=False)
        look = self.judge.look_at(version)
        if rule := look.opened_by(bare):
            return self._narrowed(rule, [one for one in self.policy.narrowings if look.meets(labelled(one))])
        return self.unopened(actor, verb, version.type, version)

    def _narrowed(self, rule: str, labels: Sequence[Narrowing]) -> Explanation:
        names = ", ".join(one.name for one in labels)
        lift = tuple(reason for one in labels for reason in one.lift)
        return Explanation(False, names, Words("属限制查看的记录", f"{rule!r} would, but {names!r} narrows it"), lift)


def _ungranted(would: Sequence[str]) -> str:
    """That no rule grants it, and the names of those that grant it to others: for who looks the rule up."""
    return "no rule grants it" + (f"; granted to others by: {', '.join(would)}" if would else "")
