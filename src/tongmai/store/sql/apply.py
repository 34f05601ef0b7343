"""One change set inside the open transaction: resolved, checked, appended, indexed. Refuses before it writes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import orjson

from tongmai.base.clock import Clock
from tongmai.base.outcome import Refused, refuse
from tongmai.fhir.definitions import Definitions
from tongmai.store.indexed import Told
from tongmai.store.prepare import Prepared, PreparedDelete, PreparedPut
from tongmai.store.protocol import Version, Written
from tongmai.store.query import Query
from tongmai.store.resolve import ReadyPut, resolve
from tongmai.store.rows import NOTHING, Extract, Key, Rows
from tongmai.store.sql.indexing import IndexWriter
from tongmai.store.sql.interning import Interned, State
from tongmai.store.sql.packing import PLAIN, SAMPLES, Packer, digest
from tongmai.store.sql.reading import Reading
from tongmai.store.sql.schema import INDEXED, Names, fact, fingerprint, set_fact
from tongmai.store.sql.search import Search
from tongmai.store.sql.session import Row, Session
from tongmai.store.versions import version_due

HELD = 150_000
"""Index rows held back at most before they are written, sorted."""
ANSWERS = 20_000
"""Conditions of one type remembered at most."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Applier:
    """The writing session and what it remembers between change sets. For the writer's thread alone."""

    def __init__(
        self, session: Session, names: Names, definitions: Definitions, clock: Clock, extract: Extract
    ) -> None:
        self._session, self._names, self._definitions, self._clock = session, names, definitions, clock
        self._extract = extract
        self.packer = Packer(session)
        self.packer.use_newest()
        self._interned = Interned(session, names)
        self._index = IndexWriter(session, names, self._interned)
        self._reading = Reading(session, names, self.packer)
        self._search = Search(session, names, definitions)
        self._answers: dict[str, dict[Query, list[Key]]] = {}
        self._touched: dict[str, set[str]] = {}  # ids by type of what is held back
        self._versions: list[Row] = []
        self._change = self._last = 0
        self.reload()

    def reload(self) -> None:
        """Begin again from what is on disk: at the start, and after a commit that failed."""
        self._interned.reload()
        self._index.forget()
        self._versions.clear()
        self._answers.clear()
        self._touched.clear()
        self._change, self._last = self._newest()

    @property
    def failure(self) -> type[Exception]:
        """What is raised when the database fails, as against a set."""
        return self._session.failure

    def failed(self, error: Exception) -> Refused | None:
        """What those who wait for a group are told that was rolled back; None: it is to be tried again."""
        if isinstance(error, Refused):
            return error
        return no_room(error) if self._session.full(error) else broken(error)

    @property
    def time_left(self) -> float | None:
        """Seconds until the group should end, so that others come to write; None: there are no others."""
        return None

    def begin(self) -> None:
        """A transaction for a group of change sets."""
        self._session.begin()

    def commit(self) -> None:
        """The group is on disk when this returns."""
        self._flush()
        self._session.commit()
        self._interned.trim()

    def _flush(self) -> None:
        """Write every row that is held back."""
        self._interned.flush()
        if self._versions:
            self._session.insert("version", self._versions)
            self._versions.clear()
        self._index.flush()
        self._touched.clear()

    def rollback(self) -> None:
        """The group never was."""
        self._session.rollback()
        self._change = self._last = 0
        self.reload()

    def rest(self) -> None:
        """Nothing waits: time to learn a dictionary, once there is enough to learn from."""
        if self.packer.codec == PLAIN and self._change >= SAMPLES:
            self.begin()
            self.packer.use_newest()  # another process may have learned one
            if self.packer.codec == PLAIN:
                self.packer.learn(self._reading.sample(SAMPLES))
            self._session.commit()

    def apply(self, prepared: Prepared) -> list[Written]:
        """One change set. Its rows are held back, so that whatever is raised it has changed nothing, and the group
        goes on."""
        if self._needs_flush(prepared):
            self._flush()
        mark, count, change = self._index.mark(), len(self._versions), self._change
        self._interned.begin()
        try:
            return self._apply(prepared)
        except BaseException:
            self._index.back_to(mark)
            self._interned.forget()
            del self._versions[count:]
            self._answers.clear()
            self._change = change
            raise

    def _newest(self) -> tuple[int, int]:
        """The last change and its time."""
        row = self._session.execute("SELECT change, at FROM version ORDER BY change DESC LIMIT 1").fetchone()
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def _needs_flush(self, prepared: Prepared) -> bool:
        """Whether too much is held back, or this set must see rows that are."""
        if not self._versions:
            return False
        if self._index.count > HELD:
            return True
        touched = self._touched
        if any(query.type in touched for query in prepared.conditions.values()):
            return True
        for write in prepared.writes:
            if isinstance(write, PreparedPut) and write.condition is not None and write.type in touched:
                return True
            if write.id in touched.get(write.type, ()):
                return True
        return False

    def _find(self, query: Query, without: frozenset[Key]) -> list[Key]:
        """The matches of a condition, remembered until something of its type is written."""
        answers = self._answers.setdefault(query.type, {})
        hidden = sum([type == query.type for type, _ in without])
        found = answers.get(query)
        if found is None or hidden:
            found = self._search.keys(query, limit=2 + hidden)
            if not hidden and len(answers) < ANSWERS:
                answers[query] = found
        return [key for key in found if key not in without]

    def _fresh(self, prepared: Prepared) -> Prepared:
        """The set with index entries of what is on now."""
        if prepared.generation == self._names.indexed.generation:
            return prepared
        writes = (
            one._replace(rows=self._extracted(one.body)) if isinstance(one, PreparedPut) else one
            for one in prepared.writes
        )
        return prepared._replace(writes=tuple(writes))

    def switch_on(self, names: Sequence[str]) -> None:
        """Begin to index these parameters: what is written from now on, and stretch by stretch what is there."""
        self._choose(lambda: self._names.indexed.switched_on(names))

    def index_stretch(self, size: int) -> bool:
        """Index some resources more by a parameter that is pending; whether there is more to do."""
        self._choose(lambda: self._stretched(size))
        return bool(self._names.indexed.told.pending)

    def _choose(self, choose: Callable[[], Told]) -> None:
        """One transaction that changes what is on; what other processes chose meanwhile is taken over first."""
        indexed = self._names.indexed
        self.begin()
        before = fact(self._session, INDEXED)
        if before is not None and indexed.told.on is not None and before != indexed.told.packed():
            indexed.become(Told.unpacked(before))
        told = choose()
        if told == indexed.told:
            self.commit()
            return
        set_fact(self._session, INDEXED, told.packed())
        if told.on is not None:
            set_fact(self._session, "indexed_by", fingerprint(self._definitions.narrowed(told.on)))
        self.commit()
        indexed.become(told)

    def _stretched(self, size: int) -> Told:
        on, pending = self._names.indexed.told
        if not pending:
            return Told(on, pending)
        (name, mark), *others = pending.items()
        extract, done = self._names.indexed.only(name), mark
        for done, version in self._reading.stretch(name[0], mark, size):
            self._index.again(name[0], done, extract(orjson.loads(version.body)))
        self._flush()
        return Told(on, dict(others) if done == mark else {name: done, **dict(others)})

    def _apply(self, prepared: Prepared) -> list[Written]:
        prepared = self._fresh(prepared)
        ready = resolve(prepared, self._definitions, self._find)
        current = [None if _same(write) else self._current((write.type, write.id)) for write in ready]
        due = [not _same(write) and version_due(write, now) for write, now in zip(ready, current, strict=True)]
        at = self._now()
        when = _EPOCH + timedelta(milliseconds=at)
        made: dict[Key, Version] = {}
        written = []
        for write, now, new in zip(ready, current, due, strict=True):
            if new:
                version = self._write(write, now, when, at, prepared.origin)
                made[write.type, write.id] = version
                written.append(Written(version, created=now is None or now.deleted, changed=True))
            else:
                written.append(Written(self._unchanged(write, now, made), created=False, changed=False))
        return written

    def _current(self, key: Key) -> Version | None:
        """The newest version; nothing is held back of a resource that is asked for."""
        if self._interned.whole and key not in self._interned.idents:
            return None
        return self._reading.current(*key)

    def _now(self) -> int:
        """Milliseconds since 1970, never before the last change."""
        self._last = max(self._last, int((self._clock.now() - _EPOCH) / timedelta(milliseconds=1)))
        return self._last

    def _unchanged(
        self, write: ReadyPut | PreparedDelete, current: Version | None, made: Mapping[Key, Version]
    ) -> Version:
        if isinstance(write, ReadyPut) and write.same_as is not None:
            current = made.get(write.same_as) or self._current(write.same_as)  # perhaps an earlier entry of this set
        assert current is not None
        return current

    def _write(
        self, write: ReadyPut | PreparedDelete, current: Version | None, when: datetime, at: int, origin: str
    ) -> Version:
        deleted = isinstance(write, PreparedDelete)
        body = b"" if isinstance(write, PreparedDelete) else write.body
        number = current.number + 1 if current else 1
        self._change += 1
        key = (write.type, write.id)
        ident = self._interned.written(key, State(self._change, number, int(not deleted)))
        packed = self.packer.pack(body) if body else b""
        self._versions.append(
            (self._change, ident, number, at, int(deleted), origin, self.packer.codec, packed, digest(body))
        )
        self._reindex(write, ident, current)
        self._answers.pop(write.type, None)
        self._touched.setdefault(write.type, set()).add(write.id)
        return Version(write.type, write.id, number, self._change, when, deleted, body, origin)

    def _reindex(self, write: ReadyPut | PreparedDelete, ident: int, current: Version | None) -> None:
        after = NOTHING if isinstance(write, PreparedDelete) else write.rows
        if current is None or current.deleted:
            self._index.add(write.type, ident, after)
        else:
            self._index.change(write.type, ident, self._extracted(current.body), after)

    def _extracted(self, body: bytes) -> Rows:
        return self._extract(orjson.loads(body))

    def index_anew(self, yields: Callable[[], None] = lambda: None) -> None:
        """Make every index row again: the declared parameters are others than those the store was indexed by."""
        self._index.clear()
        for version in self._reading.live():
            ident = self._interned.idents[version.type, version.id]
            self._index.add(version.type, ident, self._extracted(version.body))
            if self._index.count > HELD:
                self._flush()
                yields()
        self._flush()


def broken(error: Exception) -> Refused:
    """The refusal of a write that failed through no fault of its own."""
    refused = refuse("broken", f"写入失败：{error}", f"the write failed: {error}")
    refused.__cause__ = error
    return refused


def no_room(error: Exception) -> Refused:
    """The refusal of a write for which the disk has no room: it changed nothing, and reading goes on."""
    refused = refuse(
        "no-room", "记录库所在磁盘已满，没有写入任何内容", "the disk of the records is full, nothing was written",
        remedy=("腾出空间后再试", "make room, then try again"),
    )  # fmt: skip
    refused.__cause__ = error
    return refused


def _same(write: ReadyPut | PreparedDelete) -> bool:
    return isinstance(write, ReadyPut) and write.same_as is not None
