"""Which of the declared search parameters have index rows: all, or the usual ones and those switched on by name. The
words beside codes (`category:text`) are always switched on by name, but for those of `code`.

    off ──switch on──▶ pending ──stretch──▶ … ──stretch──▶ on
                       (new writes are indexed at once; what was there before, stretch by stretch while serving)

A search by a parameter that is off or pending is refused by name: what it finds would be wrong. Parameters that a room
declares itself are always on.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from tongmai.base.outcome import Refused, refuse
from tongmai.fhir.definitions import WORDED, WORDS, Definitions
from tongmai.store.including import links
from tongmai.store.meaning import known_parameter, no_parameter
from tongmai.store.query import Filter, Query, Scope
from tongmai.store.rows import Extract, extractor

Name = tuple[str, str]
"""(type, the name under which its rows stand)"""
USUAL = frozenset({
    "_profile", "_security", "_tag", "authored", "authoredon", "based-on", "birthdate", "category", "class", "code",
    "date", "encounter", "family", "gender", "identifier", "intent", "name", "onset-date", "organization", "owner",
    "patient", "performer", "period", "practitioner", "recipient", "requester", "result", "status", "subject", "url",
    "value-quantity", "vaccine-code",
})  # fmt: skip
"""Parameters that most searches ask by, whatever the type."""


class Told(NamedTuple):
    """What a store keeps of it. `on` None: all, without further words. `pending`: those being indexed, with the number
    of the last resource that is done."""

    on: frozenset[Name] | None
    pending: Mapping[Name, int]

    def packed(self) -> str:
        on = None if self.on is None else sorted(self.on)
        return orjson.dumps([on, [[*name, mark] for name, mark in self.pending.items()]]).decode()

    @staticmethod
    def unpacked(text: str) -> "Told":
        on, pending = orjson.loads(text)
        names = None if on is None else frozenset((type, name) for type, name in on)
        return Told(names, {(type, name): mark for type, name, mark in pending})


class Indexed:
    """Shared by all that writes and searches on one store. `generation` 0: everything is on; else it tells index rows
    that were made before a change from those made after it."""

    def __init__(self, definitions: Definitions, told: Told) -> None:
        self._definitions = definitions
        self.generation = 0
        self.become(told)

    def become(self, told: Told) -> None:
        """From here on these are on and pending."""
        if told.on is None:
            narrowed = self._definitions
        else:
            narrowed = _narrowed(self._definitions, told.on)
            self.generation += 1
        self.told, self.narrowed, self._extract = told, narrowed, extractor(narrowed)

    def extract(self, resource: dict[str, Any]) -> Any:
        """The index entries of a resource, of what is on or pending."""
        return self._extract(resource)

    def only(self, name: Name) -> Extract:
        """The entries of one parameter alone; with words beside codes the codes themselves."""
        return extractor(_narrowed(self._definitions, frozenset({name, _codes_of(name)})))

    def switched_on(self, names: Iterable[str]) -> Told:
        """What becomes of it when `Type.parameter` are switched on. Refused (unsupported): a name that is none."""
        on, pending = self.told
        for text in names:
            type, _, name = text.partition(".")
            key = self._named(type, name)
            if on is None and key != _codes_of(key):
                on = _all_names(self._definitions)
            for one in dict.fromkeys((_codes_of(key), key)):
                if on is not None and one not in on:
                    on, pending = on | {one}, {**pending, one: 0}
        return Told(on, pending)

    def _named(self, type: str, name: str) -> Name:
        """A parameter, or the words beside its codes. Refused (unsupported): a name that is none."""
        plain, words, _ = name.partition(WORDS)
        parameter = known_parameter(self._definitions, type, plain)
        if words and (name != plain + WORDS or parameter.type != "token"):
            raise no_parameter(type, name, self._definitions.parameters(type))
        bare = not words or parameter.name in WORDED  # of these the words come along
        return type, parameter.rows_under + ("" if bare else WORDS)

    def serves(self, name: Name) -> bool:
        """Whether a search by this parameter finds all there is."""
        on, pending = self.told
        return name not in pending and (on is None or name in on)

    def check(self, query: Query) -> None:
        """Refused: unsupported for a parameter that is off, busy for one that is being indexed."""
        if self.told.on is not None:
            for name in _used(self._definitions, query):
                self._check(name)
        elif any(filter.modifier == "text" for filter in query.filters):
            for name in _used(self._definitions, query):
                if name != _codes_of(name):
                    raise _off(*name)

    def _check(self, name: Name) -> None:
        on, pending = self.told
        type, parameter = name
        if parameter in ("_id", "_lastUpdated") or (on is not None and name in on and name not in pending):
            return
        if name in pending:
            raise _pending(type, parameter, pending[name])
        raise _off(type, parameter)


def _codes_of(name: Name) -> Name:
    """The parameter beside whose codes words stand; the name itself where it is none of words."""
    return name[0], name[1].removesuffix(WORDS)


def _off(type: str, parameter: str) -> Refused:
    told = f"{type}.{parameter}"
    remedy = (f"设置 TONGMAI_PARAMETERS 加入 {told}", f"add {told} to TONGMAI_PARAMETERS")
    zh, en = f"检索参数 {told} 未启用", f"the search parameter {told} is not switched on"
    return refuse("unsupported", zh, en, where=parameter, remedy=remedy)


def _pending(type: str, parameter: str, mark: int) -> Refused:
    told = f"{type}.{parameter}"
    zh, en = f"检索参数 {told} 正在建立索引（已到第 {mark} 号）", f"{told} is being indexed, {mark} so far"
    return refuse("busy", zh, en, where=parameter, remedy=("稍后再试", "try again later"))  # fmt: skip


def chosen(definitions: Definitions, usual: bool, before: str | None) -> Told:
    """What is on when a store is opened: all, or the usual ones; and those that were switched on before."""
    told = Told.unpacked(before) if before else Told(None, {})
    if not usual:
        return told if told.on is not None and told.on >= _all_names(definitions) else Told(None, {})
    on = usual_names(definitions) | (told.on or frozenset())
    return Told(on, {name: mark for name, mark in told.pending.items() if name in on})


@lru_cache(maxsize=8)
def _narrowed(definitions: Definitions, names: frozenset[Name]) -> Definitions:
    """Made once, so that what is compiled for it is compiled once too."""
    return definitions.narrowed(names)


@lru_cache(maxsize=8)
def _all_names(definitions: Definitions) -> frozenset[Name]:
    """Every declared parameter, without words."""
    return frozenset(
        (type, one.rows_under) for type in definitions.types for one in definitions.parameters(type).values()
    )


@lru_cache(maxsize=8)
def with_all_words(definitions: Definitions) -> Definitions:
    """The same with the words beside every token, for a store that keeps what may be switched on later."""
    names = _all_names(definitions)
    return definitions.narrowed(names | {(type, f"{name}{WORDS}") for type, name in names})


@lru_cache(maxsize=8)
def usual_names(definitions: Definitions) -> frozenset[Name]:
    """The usual parameters of every type, and those that rooms declare."""
    published, found = Definitions.load(), set[Name]()
    for type in definitions.types:
        own = type not in published.types
        for name, one in definitions.parameters(type).items():
            if own or name in USUAL or name not in published.parameters(type):
                found.add((type, one.rows_under))
    return frozenset(found)


def _used(definitions: Definitions, query: Query) -> Iterator[Name]:
    for scope in (Scope(query.filters), *(query.scopes or ())):
        for filter in scope.filters:
            yield from _named(definitions, query.type, filter)
    for sort in query.sort:
        yield query.type, known_parameter(definitions, query.type, sort.name).rows_under
    for include in query.include:
        if include.parameter != "*":
            for name, _ in links(definitions, include):
                yield include.source, name


def _named(definitions: Definitions, type: str, filter: Filter) -> Iterator[Name]:
    for hop in filter.chain:
        owner = hop[1] if len(hop) > 2 and hop[2] else type
        yield owner, known_parameter(definitions, owner, hop[0]).rows_under
        type = hop[1]
    parameter = known_parameter(definitions, type, filter.name)
    words = filter.modifier == "text" and parameter.name not in WORDED
    yield type, parameter.rows_under + (WORDS if words else "")
