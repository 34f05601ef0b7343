"""What an actor does with records, for a purpose: the one door to the store."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any, Protocol
from urllib.parse import parse_qsl

from tongmai.access.actors import Actor
from tongmai.access.audit import Audit, Seen
from tongmai.access.chains import within_scopes
from tongmai.access.decide import BREAK_GLASS, Decider
from tongmai.access.everything import belonging, within
from tongmai.access.guard import Guard
from tongmai.access.looked import Look, Looked
from tongmai.access.naming import naming, replaced
from tongmai.access.policy import Explanation
from tongmai.access.shared import Resources, Shared, shareable
from tongmai.access.structure import refuse_misshapen
from tongmai.access.value_sets import terms_of
from tongmai.access.writing import Decided, Writing
from tongmai.base.clock import Clock
from tongmai.base.outcome import Refused, refuse
from tongmai.base.words import Words
from tongmai.fhir.check import Checker
from tongmai.fhir.definitions import Definitions
from tongmai.model.rule import Verb
from tongmai.store.including import reached
from tongmai.store.protocol import ChangeSet, Delete, Found, Put, Store, Version, Written
from tongmai.store.query import MOST_INCLUDED, Query, Scope
from tongmai.store.search_text import Understood, escaped, parse, understood

OWN_LOOKS = "who looked at one's own record"
Pairs = Sequence[tuple[str, str]] | str
"""Search parameters: pairs, or a query string `a=b&c=d`."""
_LOOKED_THROUGH = 500  # changes, in one look at what is new
_AT_ONCE = 200  # records read at once where all are wanted


class Lake(Protocol):
    """What measures ask of a lake; the door hands it on."""

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]: ...


@dataclass(frozen=True)
class House:
    """What all contexts of one door share."""

    store: Store
    decider: Decider
    audit: Audit
    checker: Checker
    guards: tuple[Guard, ...]
    shared: Shared
    lake: Any = None
    looked: Looked | None = None
    most_included: int = MOST_INCLUDED


class Context:
    """An actor at work for a purpose. Everything is decided by the policy; every person's record seen is audited."""

    def __init__(self, house: House, actor: Actor, purpose: str, under: str = "") -> None:
        self._house, self.actor, self.purpose = house, actor, purpose
        self._rule = under or (f"the house at work: {actor.id}" if actor.is_system else "")
        self._writing = Writing(house.decider, house.guards, actor, purpose)

    @property
    def clock(self) -> Clock:
        """The clock of the house."""
        return self._house.decider.clock

    @property
    def definitions(self) -> Definitions:
        """The definitions in force."""
        return self._house.decider.definitions

    @property
    def unlimited(self) -> bool:
        """Whether the policy stands aside: for the house itself, and under a declared step."""
        return bool(self._rule)

    def read(self, type: str, id: str) -> Version:
        """The current version. Refused: not-found, gone, forbidden (names the rules that would open it)."""
        version = self._house.store.read(type, id)
        self.see("read", [version], self._decided(version))
        return version

    def read_version(self, type: str, id: str, number: int) -> Version:
        """One version, for those who may read both the present content and that version's."""
        version = next((one for one in self.history(type, id) if one.number == number), None)
        if version is None:
            raise refuse("not-found", f"没有第 {number} 版", f"there is no version {number}", where=f"{type}/{id}")
        return version

    def history(self, type: str, id: str) -> list[Version]:
        """The versions, newest first: all whose content the actor may read. Refused when the newest content is none."""
        versions = self._house.store.history(type, id)
        if not versions:
            raise refuse("not-found", "未找到", "not found", where=f"{type}/{id}")
        if not self.unlimited:
            versions = self._readable(versions)
        rule = self._rule or "history of what may be read"
        self.see("history", [one for one in versions if not one.deleted], rule)
        return versions

    def _readable(self, versions: list[Version]) -> list[Version]:
        decider, newest = self._house.decider, next((one for one in versions if not one.deleted), None)
        kept = []
        for one in versions:
            if one.deleted or self.readable(one):
                kept.append(one)
            elif one is newest:
                raise decider.refusal(self.actor, "read", one.type, one, one.id)
        return kept

    def readable(self, version: Version) -> bool:
        """Whether a rule opens this content to the actor."""
        return self._house.decider.rule_for(self.actor, self.purpose, "read", version) is not None

    def read_many(self, references: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Version]:
        """Current versions of (type, id); what does not exist or may not be read is absent."""
        found = self._house.store.read_many(references)
        if self.unlimited:
            self.see("read", found.values(), self._rule)
            return found
        decider, kept = self._house.decider, dict[tuple[str, str], Version]()
        for type in sorted({type for type, _ in found}):
            asked = [version for version in found.values() if version.type == type]
            opened, rule = decider.readable(self.actor, self.purpose, asked)
            self.see("read", opened, rule)
            kept |= {(type, one.id): one for one in opened}
        return {key: kept[key] for key in found if key in kept}

    def search(self, type: str, pairs: Pairs = (), *, after: str | None = None, count: int | None = None) -> Found:
        """One page of what the actor may search. `after`: the `next` of the page before; `count`: its size.

        Refused: unsupported; forbidden (no rule for the type, or for one that a chain passes through).
        """
        query = self.understood(type, pairs).query
        query = replace(query, after=after or query.after, count=query.count if count is None else count)
        return self.found(query)

    def every(self, type: str, pairs: Pairs = ()) -> Resources:
        """All that a search finds, as resources that are not to be altered: a list that is nobody's record and open to
        everybody who may search is handed out again until one of its types is written. Refused: as `search`."""
        query = replace(self.understood(type, pairs).query, count=_AT_ONCE)
        narrowed = query if self.unlimited else self._scoped(query)[0]
        if not shareable(narrowed):
            return self._every(query)[0]
        made: Resources = ()

        def make() -> Resources | None:
            nonlocal made
            made, personal = self._every(query)
            return None if personal else made

        found = self._house.shared.every(narrowed, make)
        return made if found is None else found

    def _every(self, query: Query) -> tuple[Resources, bool]:
        """All matches, and whether one of them is a person's record."""
        person, resources, personal = self._house.decider.policy.compartments.person, list[dict[str, Any]](), False
        while True:
            page = self.found(query)
            personal = personal or any(person(one) is not None for one in page.matches)
            resources += [one.resource() for one in page.matches]
            if page.next is None:
                return tuple(resources), personal
            query = replace(query, after=page.next)

    def understood(self, type: str, pairs: Pairs = (), lenient: bool = False) -> Understood:
        """A search as it is understood, not yet made. `lenient`: what is not supported is left out and told."""
        listed = parse_qsl(pairs, keep_blank_values=True) if isinstance(pairs, str) else list(pairs)
        definitions = self._house.decider.definitions
        terms = terms_of(definitions, self._defining)
        listed, ignored = understood(definitions, type, listed, terms) if lenient else (listed, [])
        return Understood(parse(definitions, type, listed, terms), tuple(ignored))

    def _defining(self, type: str, url: str, version: str) -> dict[str, Any] | None:
        pairs = [
            ("url", escaped(url)),
            ("_sort", "-_lastUpdated"),
            *([("version", escaped(version))] if version else []),
        ]
        matches = self.search(type, pairs, count=1).matches
        return matches[0].resource() if matches else None

    def found(self, query: Query, belonging: tuple[Scope, ...] | None = None, apart: Collection[str] = ()) -> Found:
        """One page of a search that is understood; `belonging`: only what lies in one of these scopes; `apart`: types
        that are not brought along. Refused: as `search`."""
        query, rule = (query, self._rule) if self.unlimited else self._scoped(query)
        if belonging is not None:
            query = replace(query, scopes=within(query.scopes, belonging))
        if apart:
            may: Mapping[str, Any] = dict.fromkeys(self._house.decider.definitions.types)
            may = query.include_scopes if query.include_scopes is not None else may
            query = replace(query, include_scopes={type: may[type] for type in may if type not in apart})
        found = self._house.store.search(replace(query, most_included=self._house.most_included))
        self.see("search", [*found.matches, *found.included], rule)
        return found

    def members(self, of: str, id: str, type: str, also: tuple[Scope, ...] = (Scope(()),)) -> tuple[Scope, ...]:
        """The scopes of what belongs to a compartment (R4 3.1.1.2). Refused (unsupported): a type that never does, a
        compartment that is none here."""
        names = self._house.decider.policy.compartments.memberships(of, type)
        if not names:
            raise refuse(
                "unsupported", f"{type} 不属于 {of} 隔室", f"{type} is in no compartment of {of}", where=f"{of}/{type}"
            )
        return belonging(names, of, id, also)

    def compartment(self, of: str) -> list[str]:
        """The types that may belong to a compartment, its own first; empty where there is none."""
        definitions, compartments = self._house.decider.definitions, self._house.decider.policy.compartments
        if not definitions.compartment(of):
            return []
        return [of, *(type for type in sorted(definitions.types - {of}) if compartments.memberships(of, type))]

    def scoped(self, query: Query) -> Query:
        """A query narrowed to what the actor may find. Refused (forbidden): no rule lets the type be searched."""
        return self._scoped(query)[0]

    def _scoped(self, query: Query) -> tuple[Query, str]:
        decider = self._house.decider
        scopes, rule = decider.scopes(self.actor, self.purpose, "search", query.type)
        narrowed = replace(query, scopes=scopes, filters=within_scopes(decider, self.actor, self.purpose, query))
        if query.include:
            narrowed = replace(narrowed, include_scopes=self._include_scopes(query))
        return narrowed, rule

    def _include_scopes(self, query: Query) -> dict[str, Any]:
        """The scopes of every type that may be included; the others stay out."""
        decider, wanted = self._house.decider, set[str]()
        for one in query.include:
            wanted |= reached(decider.definitions, one)
        asking = decider.asking(self.actor, self.purpose)
        opened = {type: decider.policy.grants(asking, "search", type) for type in sorted(wanted)}
        return {type: tuple(s for one in grants for s in one.scopes) for type, grants in opened.items() if grants}

    def transact(self, changes: ChangeSet | Sequence[Put | Delete]) -> list[Written]:
        """All or nothing, decided on each record before and after. Refused: forbidden, and what the store refuses."""
        return self.submit(changes).result()

    def submit(self, changes: ChangeSet | Sequence[Put | Delete], *, shaped: bool = False) -> "Future[list[Written]]":
        """As `transact`, decided now, done later: the future ends when records and audit are on disk. `shaped`: whoever
        calls has found the structure of every resource good just now."""
        writes = changes.writes if isinstance(changes, ChangeSet) else tuple(changes)
        if not shaped:
            refuse_misshapen(self._house.checker, writes)
        decided = Decided(writes, self._rule) if self.unlimited else self._writing.decide(writes)
        origin = " ".join(part for part in (self.actor.id, self.purpose, self._rule) if part)
        answer: Future[list[Written]] = Future()
        done = self._house.store.submit(ChangeSet(decided.writes, origin))
        done.add_done_callback(lambda future: self._finish(future, decided.rule, answer))
        return answer

    def _finish(self, done: "Future[list[Written]]", rule: str, answer: "Future[list[Written]]") -> None:
        """Runs where the store ends its write; the audit's own thread ends the answer after its sync."""
        if error := done.exception():
            answer.set_exception(error)
            return
        written = done.result()
        changed = [] if self.actor.is_system else [one.version for one in written if one.changed]
        seen = self._seen("write", changed, rule)

        def told(error: Refused | None) -> None:
            if error:
                answer.set_exception(error)
            else:
                answer.set_result(written)

        try:
            self._house.audit.append_then(self.actor.id, self.purpose, seen, told)
        except Refused as error:  # the records stand, their row does not: this is told, and nobody waits forever
            answer.set_exception(error)

    def may(self, verb: Verb, type: str, resource: Mapping[str, Any] | None = None) -> bool:
        """Whether the actor may do this with this resource as it stands here; without one, with any of the type."""
        if self.unlimited:
            return True
        decider = self._house.decider
        if resource is None:
            asking = decider.asking(self.actor, self.purpose)
            return any(grant.scopes for grant in decider.policy.grants(asking, verb, type))
        return self._writing.may(verb, type, resource)

    def explain(self, type: str, id: str | None = None, verb: Verb = "read") -> Explanation:
        """Which rule grants it, which label takes it away, or which rules would grant it."""
        if self.unlimited:
            return Explanation(True, self._rule, Words("系统内部作业", "the house itself at work"))
        decider = self._house.decider
        if id is not None:
            return decider.explain(self.actor, self.purpose, verb, self._house.store.read(type, id))
        grants = decider.policy.grants(decider.asking(self.actor, self.purpose), verb, type)
        rules = ", ".join(grant.rule for grant in grants if grant.scopes)
        if rules:
            return Explanation(True, rules, Words("有规则允许", f"by the rules: {rules}"))
        return decider.unopened(self.actor, verb, type)

    def role_words(self, role: str) -> Words:
        """The title of a role; its id where none is known."""
        return self._house.decider.role_words(role)

    @property
    def lake(self) -> Any:
        """The lake as measures need it; which counts of persons a reader may see is told by `small_counts`."""
        return self._house.lake

    def under(self, rule: str) -> "Context":
        """The same actor, decided by a declared step named `rule` instead of the policy. For engines only: they have
        decided the step themselves; what is read and written is audited with that name."""
        return Context(self._house, self.actor, self.purpose, rule)

    def naming(self, reference: str) -> list[Version]:
        """Every record that refers to `Type/id`. For the house itself, and for engines under a step that they have
        decided. Refused: forbidden."""
        if not self.unlimited:
            raise refuse(
                "forbidden", "只供流程步骤使用", "for steps alone", where=reference, rule="what names a record"
            )
        found = naming(self._house.store, self.definitions, reference)
        self.see("read", found, self._rule)
        return found

    def changes(self, after: int = 0, limit: int = 1000) -> list[Version]:
        """The change feed; for the house itself only. Refused: forbidden."""
        if not self.actor.is_system:
            raise refuse("forbidden", "变更流只供系统使用", "the change feed is the house's own", rule="change feed")
        return self._house.store.changes(after, limit)

    def last_change(self) -> int:
        """The number of the newest change: what a page is made at, so that it can be asked what came later."""
        return self._house.store.last_change()

    def changed(self, after: int, watched: Collection[str]) -> tuple[int, frozenset[str]]:
        """Which of `watched` (`Type/id`, or `Type` for any that the actor may read) were written behind a change
        number, and the number up to which was looked. Names only: no content is seen, so nothing is audited."""
        last = self._house.store.last_change()
        if last <= after:
            return after, frozenset()
        one_by_one = {(type, id): name for name in watched for type, _, id in [name.partition("/")] if id}
        now = self._house.store.read_many(list(one_by_one))
        found = {name for key, name in one_by_one.items() if key not in now or now[key].change > after}
        types = {name for name in watched if "/" not in name}
        if not types:
            return last, frozenset(found)
        feed = self._house.store.changes(after, _LOOKED_THROUGH)
        for type in types:
            written = [version for version in feed if version.type == type and not version.deleted]
            if written and (self.unlimited or self._house.decider.readable(self.actor, self.purpose, written)[0]):
                found.add(type)
        return (feed[-1].change if feed else last), frozenset(found)

    def looked(self, before: int | None = None, count: int = 500, others: bool = True) -> list[Look]:
        """Who read or wrote the actor's own record, or one that was closed in its favour, newest first: the lines
        before a place, without the actor's own where `others`. Refused (forbidden): whoever is no resident; nobody is
        told it about somebody else."""
        person, index = self.actor.patient, self._house.looked
        if not person:
            raise refuse(
                "forbidden", "只有居民本人可以查看谁看过自己的档案", "who looked is told to the resident alone",
                where="audit", rule=OWN_LOOKS,
            )  # fmt: skip
        if index is None:
            raise refuse("unsupported", "没有审计文件", "there is no audit file", where="audit")
        self._house.audit.append(self.actor.id, self.purpose, [Seen("looked", f"Patient/{person}", OWN_LOOKS, person)])
        own, without = (person, *replaced(self._house.store, person)), self.actor.id if others else ""
        lines = [line for one in own for line in index.of(one, before, count, without)]
        return sorted(lines, key=lambda line: line.place, reverse=True)[:count]

    def _decided(self, version: Version) -> str:
        if self.unlimited:
            return self._rule
        decider = self._house.decider
        rule = decider.rule_for(self.actor, self.purpose, "read", version)
        if rule is None:
            told = decider.explain(self.actor, self.purpose, "read", version)
            raise decider.refusal_of(told, version.reference)
        return rule

    def _seen(self, what: str, versions: Iterable[Version], rule: str) -> list[Seen]:
        person = self._house.decider.policy.compartments.person
        pairs = ((one, person(one)) for one in versions)
        return [Seen(what, one.reference, rule, whose) for one, whose in pairs if whose is not None]

    def see(self, what: str, versions: Iterable[Version], rule: str) -> None:
        """One line for each person's record. The house's own reading is told once, when its door is opened."""
        if self.actor.is_system:
            return
        glass = self.purpose == BREAK_GLASS
        seen = self._seen("break-glass" if glass else what, versions, rule)
        self._house.audit.append(self.actor.id, self.purpose, seen, wait=glass)
