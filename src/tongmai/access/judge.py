"""Whether a record lies in a scope, decided on the record itself.

The filters mean what they mean in a search: they are evaluated by the reference store's own searcher, which the
contract suite holds equal to every compiled search. So a point read costs no search.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import orjson

from tongmai.access.policy import Grant
from tongmai.fhir.definitions import Definitions
from tongmai.store.memory.search import Record, Searcher
from tongmai.store.protocol import Store, Version
from tongmai.store.query import Filter, Scope
from tongmai.store.rows import Extract

Key = tuple[str, str]
_REFERENCE = re.compile(rb'"([A-Z][A-Za-z]+)/([A-Za-z0-9\-.]{1,64})["/]')


@dataclass(frozen=True)
class Judge:
    """`extract` makes the index entries of a resource, as the store does."""

    store: Store
    definitions: Definitions
    extract: Extract

    def look_at(self, version: Version, beside: Mapping[Key, Version] | None = None) -> "Look":
        """A record to be judged. `beside`: records as they would be, which hide those that are stored."""
        return Look(self, version, beside or {})


@dataclass
class Look:
    """One record under judgement; its entries are made once, and those of what it refers to when a chain asks."""

    judge: Judge
    version: Version
    beside: Mapping[Key, Version]
    _records: dict[Key, Record] = field(default_factory=dict)

    def opened_by(self, grants: Sequence[Grant]) -> str | None:
        """The first grant in whose scopes the record lies."""
        return next((one.rule for one in grants if any(self.lies_in(scope) for scope in one.scopes)), None)

    def lies_in(self, scope: Scope) -> bool:
        return all(self.meets(one) for one in scope.filters)

    def meets(self, one: Filter) -> bool:
        key = (self.version.type, self.version.id)
        if key not in self._records:
            self._records[key] = self._record(self.version)
        for hop in one.chain:
            self._bring(hop.target)
        return Searcher(self.judge.definitions, self._records).meets(self._records[key], one)

    def _bring(self, type: str) -> None:
        """What the record, and what was brought before, refers to of a type."""
        bodies = [record.version.body for record in self._records.values()]
        named = {(kind.decode(), id.decode()) for body in bodies for kind, id in _REFERENCE.findall(body)}
        wanted = [key for key in named if key[0] == type and key not in self._records]
        stored = self.judge.store.read_many([key for key in wanted if key not in self.beside])
        for key, version in {**stored, **{key: self.beside[key] for key in wanted if key in self.beside}}.items():
            self._records[key] = self._record(version)

    def _record(self, version: Version) -> Record:
        return Record(version, self.judge.extract(orjson.loads(version.body)), 0)
