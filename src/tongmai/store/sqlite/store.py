"""The SQLite store: promises of `store.protocol`, kept by one writer and a reading connection for each thread."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import apsw

from tongmai.base.clock import Clock
from tongmai.base.ids import new_id
from tongmai.fhir.definitions import Definitions
from tongmai.store.lock import Lock
from tongmai.store.prepare import Preparer
from tongmai.store.protocol import Version
from tongmai.store.sql.apply import Applier
from tongmai.store.sql.migrating import check_edition
from tongmai.store.sql.schema import Names
from tongmai.store.sql.store import Reader, SqlStore, index_if_other
from tongmai.store.sql.writer import Writer
from tongmai.store.sqlite.connection import Settings, connect
from tongmai.store.sqlite.damage import told_opening
from tongmai.store.sqlite.schema import create, exists
from tongmai.store.sqlite.session import SqliteSession

T = TypeVar("T")


class SqliteStore(SqlStore):
    """`path` is the database file; beside it stand its log and its lock. Refused: conflict while another process has
    it open or while it is of an edition that wants migrating, unsupported when a newer program made it, broken where
    the folder takes no writing or the file is damaged, no-room on a full disk. When the
    declared search parameters are others than last time, the index is made anew first. `usual`: only the usual ones
    have index rows, and those that are switched on."""

    def __init__(
        self, path: Path, definitions: Definitions, clock: Clock, settings: Settings | None = None, usual: bool = False
    ) -> None:
        self._path, self._definitions, self._settings = path, definitions, settings or Settings()
        with told_opening(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = Lock(path.with_name(path.name + ".lock"), clock.now())
            try:
                self._connection = connect(path, self._settings, writes=True)
            except BaseException:
                self._lock.release()
                raise
            try:
                applier = self._entered(clock, usual)
            except BaseException:
                self._connection.close()
                self._lock.release()
                raise
        indexed = self._names.indexed
        self.preparer = Preparer(
            definitions, indexed.extract, lambda: new_id(clock), generation=lambda: indexed.generation
        )
        self.writer = Writer(applier)
        self._closed = False
        self._local = threading.local()
        self._readers: list[apsw.Connection] = []
        self._opening = threading.Lock()

    def current(self, type: str) -> Iterator[Version]:
        connection = connect(self._path, self._settings, writes=False)
        try:
            with _moment(connection):
                yield from self._reads(connection).reading.live(type)
        finally:
            connection.close()

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

    def _entered(self, clock: Clock, usual: bool) -> Applier:
        """Lay the tables out or check them, learn the names."""
        session = SqliteSession(self._connection)
        session.begin()
        if exists(session):
            check_edition(session)
        else:
            create(session)
        self._names = Names.learned(session, self._definitions, usual)
        applier = Applier(session, self._names, self._definitions, clock, self._names.indexed.extract)
        index_if_other(session, self._names, applier)
        session.commit()
        return applier

    def _ask(self, ask: Callable[[Reader], T]) -> T:
        return ask(self._reader()[1])

    def _ask_at_once(self, ask: Callable[[Reader], T]) -> T:
        connection, reader = self._reader()
        with _moment(connection):
            return ask(reader)

    def _reader(self) -> tuple[apsw.Connection, Reader]:
        """This thread's own."""
        kept: tuple[apsw.Connection, Reader] | None = getattr(self._local, "kept", None)
        if kept is None:
            connection = connect(self._path, self._settings, writes=False)
            with self._opening:
                self._readers.append(connection)
            kept = self._local.kept = (connection, self._reads(connection))
        return kept

    def _reads(self, connection: apsw.Connection) -> Reader:
        return Reader(SqliteSession(connection), self._names, self._definitions)


@contextmanager
def _moment(connection: apsw.Connection) -> Iterator[None]:
    """Everything read inside is of one moment."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("COMMIT")
