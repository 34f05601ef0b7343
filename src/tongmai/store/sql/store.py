"""The promises of `store.protocol` over SQL: what reads, whatever the database."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from typing import TypeVar

from tongmai.fhir.definitions import Definitions
from tongmai.store.prepare import Prepared, Preparer
from tongmai.store.protocol import ChangeSet, Found, Version, Written
from tongmai.store.query import Query
from tongmai.store.rows import Key
from tongmai.store.sql.apply import Applier
from tongmai.store.sql.packing import Packer
from tongmai.store.sql.reading import Reading
from tongmai.store.sql.recent import recent
from tongmai.store.sql.schema import INDEXED, Names, fact, fingerprint, set_fact
from tongmai.store.sql.search import Search
from tongmai.store.sql.session import Session
from tongmai.store.sql.writer import Writer
from tongmai.store.versions import gone, not_found

T = TypeVar("T")


class Reader:
    """One connection to read on. Not to be shared between threads at the same time."""

    def __init__(self, session: Session, names: Names, definitions: Definitions) -> None:
        self.session = session
        self.reading = Reading(session, names, Packer(session))
        self.search = Search(session, names, definitions, lasting=True)


class SqlStore(ABC):
    """Needs `preparer` and `writer`, and the three ways to have a reader."""

    preparer: Preparer
    writer: Writer

    @abstractmethod
    def _ask(self, ask: Callable[[Reader], T]) -> T:
        """One statement."""

    @abstractmethod
    def _ask_at_once(self, ask: Callable[[Reader], T]) -> T:
        """Several statements, all of one moment."""

    @abstractmethod
    def current(self, type: str) -> Iterator[Version]:
        """On a connection of its own, so that the thread may go on reading while it iterates."""

    @abstractmethod
    def close(self) -> None:
        """Write what is queued, close every connection. May be called twice."""

    def read(self, type: str, id: str) -> Version:
        version = self._ask(lambda reader: reader.reading.current(type, id))
        if version is None:
            raise not_found(type, id)
        if version.deleted:
            raise gone(type, id)
        return version

    def read_many(self, references: Sequence[Key]) -> dict[Key, Version]:
        return self._ask_at_once(lambda reader: reader.reading.many(references))

    def read_version(self, type: str, id: str, number: int) -> Version:
        version = self._ask(lambda reader: reader.reading.version(type, id, number))
        if version is None:
            raise not_found(type, f"{id}/_history/{number}")
        if version.deleted:
            raise gone(type, id)
        return version

    def history(self, type: str, id: str) -> list[Version]:
        versions = self._ask(lambda reader: reader.reading.history(type, id))
        if not versions:
            raise not_found(type, id)
        return versions

    def search(self, query: Query) -> Found:
        return self._ask_at_once(lambda reader: _found(reader, query))

    def submit(self, change_set: ChangeSet) -> "Future[list[Written]]":
        return self.submit_prepared(self.preparer.prepare(change_set))

    def submit_prepared(self, prepared: Prepared, more: bool = False) -> "Future[list[Written]]":
        """`submit` for what is prepared already, perhaps by another process. `more`: the caller sends another before it
        waits for this one."""
        return self.writer.submit(prepared, more)

    def commit(self, change_set: ChangeSet) -> list[Written]:
        return self.submit(change_set).result()

    def changes(self, after: int = 0, limit: int = 1000) -> list[Version]:
        return self._ask(lambda reader: reader.reading.changes(after, limit))

    def recent(self, type: str | None, before: int | None = None, limit: int = 1000) -> list[Version]:
        return self._ask_at_once(lambda reader: recent(reader.session, reader.reading, type, before, limit))

    def last_change(self) -> int:
        return self._ask(lambda reader: reader.reading.last_change())

    def switch_on(self, names: Sequence[str]) -> None:
        """Index `Type.parameter` from now on. Refused: unsupported for a name that is none; conflict while other
        processes have the store open."""
        if names:
            self.writer.run(lambda applier: applier.switch_on(names))

    def index_some(self, size: int = 500) -> bool:
        """A stretch of indexing what was switched on; whether there is more to do. To be called again until there is
        not; what is interrupted goes on from there."""
        return self.writer.run(lambda applier: applier.index_stretch(size))

    def index_anew(self) -> None:
        """Make every index row again from the bodies, in one transaction: searches see the former rows until it ends.
        Refused as a write is."""
        self.writer.run(_index_anew)

    def counts(self) -> dict[str, int]:
        return self._ask(lambda reader: reader.reading.counts())


def _index_anew(applier: Applier) -> None:
    applier.begin()
    applier.index_anew()
    applier.commit()


def _found(reader: Reader, query: Query) -> Found:
    page = reader.search.page(query)
    matches, included = reader.reading.by_pk(page.matches), reader.reading.by_pk(page.included)
    return Found(tuple(matches), tuple(included), page.next, page.total)


def index_if_other(session: Session, names: Names, applier: Applier) -> None:
    """Make the index anew where it was made from other declared parameters. Inside a transaction."""
    present, before = fingerprint(names.indexed.narrowed), fact(session, "indexed_by")
    if before is not None and before != present:
        applier.index_anew()
    set_fact(session, "indexed_by", present)
    set_fact(session, INDEXED, names.indexed.told.packed())
