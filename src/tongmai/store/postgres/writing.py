"""Writing where several processes write: one at a time, in the order of the change feed.

    ──begin──▶ waits for its turn ──has it──▶ catches up ──▶ applies ──commit──▶ the next process's turn
                                                                │         │
                     the connection is lost: nothing was        │         │ the connection is lost in COMMIT: the server
                     written, those who wait are told `busy`    ▼         ▼ is asked what became of the transaction

A turn is an advisory lock that ends with its transaction, so change numbers are committed in their order, conditions
see all that was written, and two processes cannot meet in the same rows. Whoever meets someone else's locks (a
deadlock, a serialisation failure) tries again.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import psycopg

from tongmai.base.clock import Clock
from tongmai.base.outcome import Refused, refuse
from tongmai.fhir.definitions import Definitions
from tongmai.store.postgres.session import Connection, PostgresSession, connected
from tongmai.store.rows import Extract
from tongmai.store.sql.apply import Applier, broken, no_room
from tongmai.store.sql.migrating import check_edition
from tongmai.store.sql.schema import Names, fact, fingerprint

LOCKS = 0x746F6E67
"""First number of the advisory locks of ours; the second tells which."""
TURN, OPEN = 1, 2
"""Held by who writes, until the transaction ends. Held by every open store, shared; alone by who changes tables."""
PATIENCE = 15.0
"""Seconds a commit without answer is asked after."""
TURN_TIME = 0.5
"""Seconds after which a turn ends with the change set it is at, or while it waits for one that was promised."""
TURN_WAIT = "30s"
"""How long a turn is waited for."""
IDLE = "60s"
"""How long a process may hold its turn without a word: then the server ends its connection, and the next one writes."""
ANALYZED = 20_000
"""Changes after which the planner's statistics are taken again, and a fifth of all at least."""


class Doubt(Exception):
    """It is not known whether a transaction was committed."""


class WritingSession(PostgresSession):
    """The writer's connection, made again when it is lost. It holds the lock of an open store."""

    def __init__(self, url: str) -> None:
        self._url = url
        super().__init__(self._connected())

    @property
    def lost(self) -> bool:
        """Whether the connection is gone."""
        return self.connection.closed

    def renew(self) -> None:
        """A new connection in place of the lost one."""
        self.connection.close()
        self.connection = self._connected()

    def rollback(self) -> None:
        """Never raises: what is not committed is gone with the connection."""
        try:
            super().rollback()
        except psycopg.Error:
            self.connection.close()

    def turn(self) -> str:
        """Wait until it is this process's turn to write, and number the transaction."""
        sql = "SELECT pg_advisory_xact_lock(?::int, ?::int), pg_current_xact_id()::text"
        row = self.execute(sql, (LOCKS, TURN)).fetchone()
        assert row is not None
        return str(row[1])

    def enter(self) -> None:
        """Hold the lock of an open store. Refused (conflict): somebody has it alone."""
        if not self._locked("pg_try_advisory_lock_shared"):
            raise in_use("")

    def leave(self) -> None:
        """Let go of the lock of an open store now, not when the server notices that the connection is closed."""
        with suppress(psycopg.Error):
            self.execute("SELECT pg_advisory_unlock_shared(?::int, ?::int)", (LOCKS, OPEN))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """The store is open nowhere else. Refused (conflict), naming who has it open."""
        if not self._locked("pg_try_advisory_lock"):
            raise in_use(self._holders())
        try:
            yield
        finally:
            with suppress(psycopg.Error):  # of a connection that is closed after this
                self.execute("SELECT pg_advisory_unlock(?::int, ?::int)", (LOCKS, OPEN))

    def became(self, transaction: str) -> str:
        """What became of a transaction whose commit was not answered: committed or aborted. Doubt: nobody says."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                self.renew()
                row = self.execute("SELECT pg_xact_status(?::text::xid8)", (transaction,)).fetchone()
            except psycopg.OperationalError:
                row = None
            if row is not None and row[0] in ("committed", "aborted"):
                return str(row[0])
            time.sleep(0.2)
        raise Doubt(f"it is not known whether transaction {transaction} was committed")

    def _connected(self) -> Connection:
        connection = connected(self._url)
        for name, value in (("lock_timeout", TURN_WAIT), ("idle_in_transaction_session_timeout", IDLE)):
            connection.execute("SELECT set_config($1, $2, false)", (name, value))
        return connection

    def _locked(self, how: str) -> bool:
        row = self.execute(f"SELECT {how}(?::int, ?::int)", (LOCKS, OPEN)).fetchone()
        return row is not None and bool(row[0])

    def _holders(self) -> str:
        sql = """SELECT DISTINCT l.pid FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted
                 AND l.classid::bigint = ? AND l.objid::bigint = ? AND l.pid <> pg_backend_pid() ORDER BY 1"""
        return ", ".join(str(row[0]) for row in self.execute(sql, (LOCKS, OPEN)))


class SharedApplier(Applier):
    """An applier beside others. Its caches outlive what others write: numbers once handed out never change."""

    def __init__(
        self, session: WritingSession, names: Names, definitions: Definitions, clock: Clock, extract: Extract
    ) -> None:
        self._writing, self._transaction, self._stale = session, "", False
        self._analyzed, self._began = 0, 0.0
        super().__init__(session, names, definitions, clock, extract)

    @property
    def time_left(self) -> float | None:
        return TURN_TIME - (time.monotonic() - self._began)

    def begin(self) -> None:
        """A transaction, once it is this process's turn. A connection that was lost while nothing was written is made
        again. Refused: the store was brought to other tables or parameters meanwhile."""
        if self._writing.lost:
            self._return()
        try:
            super().begin()
        except psycopg.OperationalError:
            if not self._writing.lost:
                raise
            self._return()
            super().begin()
        self._transaction, self._began = self._writing.turn(), time.monotonic()
        if self._stale:
            self._check()
            self.reload()
            self.packer.use_newest()
            self._stale = False
        else:
            self._catch_up()

    def switch_on(self, names: Sequence[str]) -> None:
        """While no other process has the store open: it would write by its own choice of parameters."""
        with self._writing.alone():
            super().switch_on(names)

    def commit(self) -> None:
        self._flush()
        try:
            self._writing.commit()
        except psycopg.OperationalError:
            if not self._writing.lost:
                raise
            became = self._writing.became(self._transaction)
            self._writing.connection.close()
            if became != "committed":
                raise
        self._interned.trim()

    def rollback(self) -> None:
        """Nothing is asked of the server, which may be gone: the next group begins from what it holds then."""
        self._writing.rollback()
        self._stale = True

    def rest(self) -> None:
        super().rest()
        if self._change - self._analyzed > max(ANALYZED, self._change // 5):
            self._session.execute("ANALYZE")
            self._analyzed = self._change

    def failed(self, error: Exception) -> Refused | None:
        if isinstance(error, psycopg.errors.SerializationFailure | psycopg.errors.DeadlockDetected):
            return None
        if isinstance(error, Doubt):
            refused = broken(error)
        elif isinstance(error, psycopg.OperationalError) and self._writing.lost:
            refused = away()
        elif isinstance(error, psycopg.errors.LockNotAvailable):
            refused = refuse("busy", "其他进程正在写入，请稍后再试", "others are writing: try again later")
        elif self._writing.full(error):
            refused = no_room(error)
        elif isinstance(error, psycopg.Error) and error.diag.message_primary:
            refused = broken(psycopg.Error(error.diag.message_primary))  # its detail would quote what was written
        else:
            return super().failed(error)
        refused.__cause__ = error
        return refused

    def _return(self) -> None:
        """Come back on a new connection."""
        self._stale = True
        self._writing.renew()
        self._writing.enter()

    def _check(self) -> None:
        """While this process was away from the store, another may have changed its tables or its parameters."""
        check_edition(self._writing)
        if fact(self._writing, "indexed_by") != fingerprint(self._names.indexed.narrowed):
            raise in_use("")

    def _catch_up(self) -> None:
        """What other processes have written since this one's last turn."""
        newest = self._newest()
        if newest[0] != self._change:
            self._change, self._last = newest
            self._answers.clear()
            self._interned.joined()


def in_use(holders: str) -> Refused:
    """The refusal while others have the store open, or one has it alone."""
    told = holders or "?"
    return refuse(
        "conflict",
        f"记录库正由其他进程使用（PostgreSQL 进程 {told}）",
        f"the store is in use by others (PostgreSQL processes {told})",
        where="store",
        remedy=("先停止它们", "stop them first"),
    )


def away() -> Refused:
    """The refusal while there is no server."""
    return refuse(
        "busy", "数据库连接中断，没有写入任何内容", "the database is away, nothing was written",
        remedy=("稍后重试", "try again later"),
    )  # fmt: skip
