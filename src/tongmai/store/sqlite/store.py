"""The SQLite store: promises of `store.protocol`, kept by one writer and a reading connection for each thread."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

import apsw

from tongmai.base.clock import Clock
from tongmai.base.ids import new_id
from tongmai.fhir.definitions import Definitions
from tongmai.store.prepare import Prepared, Preparer
from tongmai.store.protocol import ChangeSet, Found, Version, Written
from tongmai.store.query import Query
from tongmai.store.rows import Key, extractor
from tongmai.store.sqlite.apply import Applier
from tongmai.store.sqlite.connection import Settings, connect
from tongmai.store.sqlite.lock import Lock
from tongmai.store.sqlite.packing import Packer
from tongmai.store.sqlite.reading import Reading
from tongmai.store.sqlite.recent import recent
from tongmai.store.sqlite.schema import Names, create, fact, fingerprint, set_fact
from tongmai.store.sqlite.search import Search
from tongmai.store.sqlite.writer import Writer
from tongmai.store.versions import gone, not_found


class _Reader:
    """One thread's connection."""

    def __init__(self, connection: apsw.Connection, names: Names, definitions: Definitions) -> None:
        self.connection = connection
        self.reading = Reading(connection, names, Packer(connection))
        self.search = Search(connection, names, definitions)

    @contextmanager
    def moment(self) -> "Iterator[_Reader]":
        """Everything read inside is of one moment."""
        self.connection.execute("BEGIN")
        try:
            yield self
        finally:
            self.connection.execute("COMMIT")


class SqliteStore:
    """`path` is the database file; beside it stand its log and its lock. Refused (conflict) while another process has
    it open. When the declared search parameters are others than last time, the index is made anew first."""

    def __init__(self, path: Path, definitions: Definitions, clock: Clock, settings: Settings | None = None) -> None:
        self._path, self._definitions, self._settings = path, definitions, settings or Settings()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = Lock(path.with_name(path.name + ".lock"), clock.now())
        try:
            extract = extractor(definitions)
            self._connection = connect(path, self._settings, writes=True)
            self._connection.execute("BEGIN IMMEDIATE")
            create(self._connection)
            self._names = Names.learned(self._connection, definitions)
            applier = Applier(self._connection, self._names, definitions, clock, extract)
            self._index_if_other(applier)
            self._connection.execute("COMMIT")
        except BaseException:
            self._lock.release()
            raise
        self.preparer = Preparer(definitions, extract, lambda: new_id(clock))
        self.writer = Writer(applier)
        self._closed = False
        self._local = threading.local()
        self._readers: list[apsw.Connection] = []
        self._opening = threading.Lock()

    def read(self, type: str, id: str) -> Version:
        version = self._reader().reading.current(type, id)
        if version is None:
            raise not_found(type, id)
        if version.deleted:
            raise gone(type, id)
        return version

    def read_many(self, references: Sequence[Key]) -> dict[Key, Version]:
        with self._reader().moment() as reader:
            return reader.reading.many(references)

    def read_version(self, type: str, id: str, number: int) -> Version:
        version = self._reader().reading.version(type, id, number)
        if version is None:
            raise not_found(type, f"{id}/_history/{number}")
        if version.deleted:
            raise gone(type, id)
        return version

    def history(self, type: str, id: str) -> list[Version]:
        versions = self._reader().reading.history(type, id)
        if not versions:
            raise not_found(type, id)
        return versions

    def search(self, query: Query) -> Found:
        with self._reader().moment() as reader:
            page = reader.search.page(query)
            matches, included = reader.reading.by_pk(page.matches), reader.reading.by_pk(page.included)
        return Found(tuple(matches), tuple(included), page.next, page.total)

    def submit(self, change_set: ChangeSet) -> "Future[list[Written]]":
        return self.submit_prepared(self.preparer.prepare(change_set))

    def submit_prepared(self, prepared: Prepared) -> "Future[list[Written]]":
        """`submit` for what is prepared already, perhaps by another process."""
        return self.writer.submit(prepared)

    def commit(self, change_set: ChangeSet) -> list[Written]:
        return self.submit(change_set).result()

    def changes(self, after: int = 0, limit: int = 1000) -> list[Version]:
        return self._reader().reading.changes(after, limit)

    def recent(self, type: str | None, before: int | None = None, limit: int = 1000) -> list[Version]:
        with self._reader().moment() as reader:
            return recent(reader.connection, self._names, reader.reading, type, before, limit)

    def current(self, type: str) -> Iterator[Version]:
        """On a connection of its own, so that the thread may go on reading while it iterates."""
        connection = connect(self._path, self._settings, writes=False)
        try:
            with _Reader(connection, self._names, self._definitions).moment() as reader:
                yield from reader.reading.live(type)
        finally:
            connection.close()

    def last_change(self) -> int:
        return self._reader().reading.last_change()

    def counts(self) -> dict[str, int]:
        return self._reader().reading.counts()

    def close(self) -> None:
        """Write what is queued, close every connection, let the next process in. May be called twice."""
        self.writer.close()
        with self._opening:
            while self._readers:
                self._readers.pop().close()
        if not self._closed:
            self._closed = True
            self._connection.close()
            self._lock.release()

    def _index_if_other(self, applier: Applier) -> None:
        present = fingerprint(self._definitions)
        before = fact(self._connection, "indexed_by")
        if before is not None and before != present:
            applier.index_anew()
        set_fact(self._connection, "indexed_by", present)

    def _reader(self) -> _Reader:
        reader: _Reader | None = getattr(self._local, "reader", None)
        if reader is None:
            connection = connect(self._path, self._settings, writes=False)
            with self._opening:
                self._readers.append(connection)
            reader = self._local.reader = _Reader(connection, self._names, self._definitions)
        return reader
