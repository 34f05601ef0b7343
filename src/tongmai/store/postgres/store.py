"""The PostgreSQL store: promises of `store.protocol`, kept by a writer for each process and a pool of readers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from weakref import WeakKeyDictionary

import psycopg
from psycopg_pool import ConnectionPool

from tongmai.base.clock import Clock
from tongmai.base.ids import new_id
from tongmai.base.outcome import Refused, refuse
from tongmai.fhir.definitions import Definitions
from tongmai.store.postgres.beside import Beside
from tongmai.store.postgres.schema import check_server, create, exists
from tongmai.store.postgres.session import CONNECTING, Connection, PostgresSession, connected, prepared
from tongmai.store.postgres.writing import SharedApplier, WritingSession
from tongmai.store.prepare import Preparer
from tongmai.store.protocol import Version
from tongmai.store.sql.migrating import check_edition
from tongmai.store.sql.schema import INDEXED, Names, fact, fingerprint, set_fact
from tongmai.store.sql.store import Reader, SqlStore
from tongmai.store.sql.writer import Writer

T = TypeVar("T")
READERS = 8
"""Connections of a process that read, at most."""
WAIT, WAIT_AWAY = 3.0, 0.3
"""Seconds a read waits for a connection; and while there was none to be had the last time."""
_SNAPSHOT = b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


class PostgresStore(SqlStore):
    """`url` is a libpq address, postgresql://…; the tables stand in the first schema of its search path. Other
    processes may have it open too, each with a `folder` of its own for what stands beside the records (the lake, the
    audit). Refused: conflict while its tables are being changed, while its index was made from other declared
    parameters and others have it open, or where the folder is in use or belongs to another store; busy while there is
    no server."""

    def __init__(
        self, url: str, definitions: Definitions, clock: Clock, folder: Path | None = None, usual: bool = False
    ) -> None:
        self._url, self._definitions = url, definitions
        self._beside = Beside(folder, clock) if folder else None
        try:
            self._open(clock, usual)
        except BaseException:
            self._let_go()
            raise

    def _open(self, clock: Clock, usual: bool) -> None:
        definitions, url = self._definitions, self._url
        with told():
            self._session = WritingSession(url)
        try:
            applier = self._entered(clock, usual)
        except BaseException:
            self._session.connection.close()
            raise
        indexed = self._names.indexed
        self.preparer = Preparer(
            definitions, indexed.extract, lambda: new_id(clock), generation=lambda: indexed.generation
        )
        self.writer = Writer(applier)
        self._readers: WeakKeyDictionary[Connection, Reader] = WeakKeyDictionary()
        self._wait = WAIT
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            url,
            kwargs=CONNECTING,
            min_size=1,
            max_size=READERS,
            configure=prepared,
            reconnect_timeout=0,  # whoever asks next tries again, so that the server is there as soon as it is back
            reconnect_failed=self._is_away,
            open=True,
        )

    def current(self, type: str) -> Iterator[Version]:
        """On a connection of its own, so that the thread may go on reading while it iterates."""
        with told(), connected(self._url) as connection, moment(connection):
            yield from self._reads(connection).reading.live(type)

    def close(self) -> None:
        """Write what is queued, close every connection. May be called twice."""
        self.writer.close()
        self._pool.close()
        if not self._session.lost:
            self._session.leave()
        self._session.connection.close()
        self._let_go()

    def _let_go(self) -> None:
        if self._beside is not None:
            self._beside.release()
            self._beside = None

    def _entered(self, clock: Clock, usual: bool) -> SharedApplier:
        """Lay the tables out or check them, learn the names, and hold the lock of an open store."""
        session = self._session
        check_server(session)
        session.begin()
        session.turn()
        if not exists(session):
            create(session)
            set_fact(session, "identity", new_id(clock))
        check_edition(session)
        self._names = Names.learned(session, self._definitions, usual)
        applier = SharedApplier(session, self._names, self._definitions, clock, self._names.indexed.extract)
        present, before = fingerprint(self._names.indexed.narrowed), fact(session, "indexed_by")
        if before is None:
            set_fact(session, "indexed_by", present)
        elif before != present:
            with session.alone():
                applier.index_anew()
                set_fact(session, "indexed_by", present)
        set_fact(session, INDEXED, self._names.indexed.told.packed())
        if self._beside is not None:
            self._beside.belongs(fact(session, "identity") or "")
        session.enter()
        session.commit()
        return applier

    def _ask(self, ask: Callable[[Reader], T]) -> T:
        with told():
            with self._connection() as connection:
                try:
                    return ask(self._reader(connection))
                except psycopg.OperationalError:
                    if not connection.closed:
                        raise
            self._pool.check()  # the server was away: let go of every connection that was lost with it
            with self._connection() as connection:
                return ask(self._reader(connection))

    def _ask_at_once(self, ask: Callable[[Reader], T]) -> T:
        def at_once(reader: Reader) -> T:
            assert isinstance(reader.session, PostgresSession)
            with moment(reader.session.connection):
                return ask(reader)

        return self._ask(at_once)

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        with self._pool.connection(self._wait) as connection:
            self._wait = WAIT
            yield connection

    def _is_away(self, _: object) -> None:
        self._wait = WAIT_AWAY

    def _reader(self, connection: Connection) -> Reader:
        reader = self._readers.get(connection)
        if reader is None:
            reader = self._readers[connection] = self._reads(connection)
        return reader

    def _reads(self, connection: Connection) -> Reader:
        return Reader(PostgresSession(connection), self._names, self._definitions)


@contextmanager
def told() -> Iterator[None]:
    """What PostgreSQL raises, in words of ours."""
    try:
        yield
    except psycopg.OperationalError as error:
        raise unreachable() from error


@contextmanager
def moment(connection: Connection) -> Iterator[None]:
    """Everything read inside is of one moment."""
    connection.execute(_SNAPSHOT)
    try:
        yield
    finally:
        if not connection.closed:
            connection.execute(b"ROLLBACK")


def unreachable() -> Refused:
    """The refusal while there is no server. Its address is not told: it may hold a password."""
    remedy = ("稍后重试", "try again later")
    return refuse("busy", "数据库暂时无法访问", "the database cannot be reached now", remedy=remedy)
