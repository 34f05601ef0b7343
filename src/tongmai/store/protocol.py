"""What a store promises. Memory, SQLite and PostgreSQL keep the same promises (tests/store/contract)."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from tongmai.store import bodies
from tongmai.store.query import Query


@dataclass(frozen=True, slots=True)
class Version:
    """One stored version. `body` is the JSON as it came in, every value in its own bytes (decimals, escapes), in the
    normal form of `store.bodies`: no space between values, `resourceType` and `id` first, no server meta. `change` is
    its place in the change feed; `at` is in UTC. A tombstone has an empty body."""

    type: str
    id: str
    number: int
    change: int
    at: datetime
    deleted: bool
    body: bytes
    origin: str = ""  # who or what wrote it: the change set said

    @property
    def reference(self) -> str:
        return f"{self.type}/{self.id}"

    @property
    def etag(self) -> str:
        return f'W/"{self.number}"'

    @property
    def instant(self) -> str:
        """When it was written, as FHIR writes it: with milliseconds, in UTC."""
        return bodies.instant(self.at)

    def resource(self) -> dict[str, Any]:
        """The parsed resource with id, meta.versionId and meta.lastUpdated set. A tombstone has none: LookupError."""
        return bodies.parsed(self.type, self.id, self.number, self.at, self.body)

    def served(self) -> bytes:
        """The same as bytes for the wire: meta spliced in, everything else untouched, decimals as they were written."""
        return bodies.served(self.type, self.id, self.number, self.at, self.body)


@dataclass(frozen=True, slots=True)
class Put:
    """Create or update. `id` None: the store hands one out. `if_match`: the version number that must be current
    (0: must not exist). `if_none_exist`: a search string; one match makes the write a no-op that answers with the
    match, several are refused. `only_new`: one match refuses the set (stale) instead."""

    type: str
    body: bytes
    id: str | None = None
    if_match: int | None = None
    if_none_exist: str | None = None
    full_url: str = ""  # other entries of the change set may refer to it (urn:uuid:…)
    only_new: bool = False


@dataclass(frozen=True, slots=True)
class Delete:
    """A tombstone; nothing is deleted for good."""

    type: str
    id: str
    if_match: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """All or nothing. References between entries (full_url), and conditional ones (`Type?query`), are resolved by the
    writer inside the transaction: none or several matches refuse the whole set, naming entry and element."""

    writes: tuple[Put | Delete, ...]
    origin: str = ""  # who or what wrote: kept with every version


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one write. `created` False and `version` unchanged: nothing new was written."""

    version: Version
    created: bool
    changed: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One page. `next` continues behind it (keyset, opaque); `total` only where asked for."""

    matches: tuple[Version, ...]
    included: tuple[Version, ...] = ()
    next: str | None = None
    total: int | None = None


class Store(Protocol):
    """Every method raises `Refused` with a kind of the table when it cannot keep its promise."""

    def read(self, type: str, id: str) -> Version:
        """The current version. Refused: not-found, gone."""
        ...

    def read_many(self, references: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Version]:
        """Current versions of (type, id); what does not exist is absent."""
        ...

    def read_version(self, type: str, id: str, number: int) -> Version: ...

    def history(self, type: str, id: str) -> list[Version]:
        """All versions, newest first, tombstones included."""
        ...

    def search(self, query: Query) -> Found: ...

    def submit(self, change_set: ChangeSet) -> "Future[list[Written]]":
        """Queue for the one writer; the future is done when the change set is on disk."""
        ...

    def commit(self, change_set: ChangeSet) -> list[Written]:
        """`submit` and wait."""
        ...

    def changes(self, after: int = 0, limit: int = 1000) -> list[Version]:
        """Versions with a change number above `after`, in order."""
        ...

    def recent(self, type: str | None, before: int | None = None, limit: int = 1000) -> list[Version]:
        """Versions of one type, or of all, with a change number below `before`, newest first; tombstones included."""
        ...

    def current(self, type: str) -> Iterator[Version]:
        """Every live resource of a type, in id order, from one snapshot."""
        ...

    def last_change(self) -> int: ...

    def counts(self) -> dict[str, int]:
        """Live resources by type."""
        ...

    def switch_on(self, names: Sequence[str]) -> None:
        """Index `Type.parameter` from now on. Refused: unsupported for a name that is none; conflict while other
        processes have the store open."""
        ...

    def index_some(self, size: int = 500) -> bool:
        """A stretch of indexing what was switched on; whether there is more to do."""
        ...

    def close(self) -> None: ...
