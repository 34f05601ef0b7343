"""A store without a disk. Writes happen at once, under one lock; the promises are those of `store.protocol`."""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from datetime import datetime, timedelta
from itertools import islice

from tongmai.base.clock import Clock
from tongmai.base.ids import new_id
from tongmai.base.outcome import Refused
from tongmai.fhir.definitions import Definitions
from tongmai.store.indexed import Indexed, Told, chosen, with_all_words
from tongmai.store.memory.search import Record, Searcher
from tongmai.store.prepare import Prepared, PreparedDelete, Preparer
from tongmai.store.protocol import ChangeSet, Found, Version, Written
from tongmai.store.query import Query
from tongmai.store.resolve import ReadyPut, resolve
from tongmai.store.rows import NOTHING, Key, extractor
from tongmai.store.versions import gone, not_found, version_due


class MemoryStore:
    """Keeps every version in a list, the live ones in a dict."""

    def __init__(self, definitions: Definitions, clock: Clock, usual: bool = False) -> None:
        self._indexed = Indexed(definitions, chosen(definitions, usual, None))
        self._definitions, self._clock = definitions, clock
        self.preparer = Preparer(definitions, extractor(with_all_words(definitions)), lambda: new_id(clock))
        self._lock = threading.RLock()
        self._feed: list[Version] = []
        self._versions: dict[Key, list[Version]] = {}
        self._live: dict[Key, Record] = {}
        self._places: dict[Key, int] = {}

    def read(self, type: str, id: str) -> Version:
        with self._lock:
            versions = self._versions.get((type, id))
        if versions is None:
            raise not_found(type, id)
        if versions[-1].deleted:
            raise gone(type, id)
        return versions[-1]

    def read_many(self, references: Sequence[Key]) -> dict[Key, Version]:
        with self._lock:
            return {key: self._live[key].version for key in references if key in self._live}

    def read_version(self, type: str, id: str, number: int) -> Version:
        with self._lock:
            versions = self._versions.get((type, id), [])
        if not 1 <= number <= len(versions):
            raise not_found(type, f"{id}/_history/{number}")
        if versions[number - 1].deleted:
            raise gone(type, id)
        return versions[number - 1]

    def history(self, type: str, id: str) -> list[Version]:
        with self._lock:
            versions = self._versions.get((type, id))
        if versions is None:
            raise not_found(type, id)
        return versions[::-1]

    def switch_on(self, names: Sequence[str]) -> None:
        """Search by `Type.parameter` from now on; there is no index to make. Refused (unsupported): a name that is
        none."""
        with self._lock:
            self._indexed.become(Told(self._indexed.switched_on(names).on, {}))

    def index_some(self, size: int = 500) -> bool:
        """Nothing to do."""
        return False

    def search(self, query: Query) -> Found:
        self._indexed.check(query)
        with self._lock:
            return Searcher(self._definitions, self._live).search(query)

    def submit(self, change_set: ChangeSet) -> "Future[list[Written]]":
        return self.submit_prepared(self.preparer.prepare(change_set))

    def submit_prepared(self, prepared: Prepared, more: bool = False) -> "Future[list[Written]]":
        """`submit` for what is prepared already, perhaps by another process. `more` to come changes nothing here."""
        done: Future[list[Written]] = Future()
        with self._lock:
            try:
                done.set_result(self._apply(prepared))
            except Refused as refused:
                done.set_exception(refused)
        return done

    def commit(self, change_set: ChangeSet) -> list[Written]:
        return self.submit(change_set).result()

    def changes(self, after: int = 0, limit: int = 1000) -> list[Version]:
        with self._lock:
            return self._feed[after : after + limit]

    def recent(self, type: str | None, before: int | None = None, limit: int = 1000) -> list[Version]:
        with self._lock:
            behind = self._feed[: len(self._feed) if before is None else max(before - 1, 0)]
            of_type = (one for one in reversed(behind) if type is None or one.type == type)
            return list(islice(of_type, limit))

    def current(self, type: str) -> Iterator[Version]:
        with self._lock:
            live = [record.version for (kind, _), record in self._live.items() if kind == type]
        yield from sorted(live, key=lambda version: version.id)

    def last_change(self) -> int:
        return len(self._feed)

    def counts(self) -> dict[str, int]:
        with self._lock:
            return dict(sorted(Counter(type for type, _ in self._live).items()))

    def close(self) -> None:
        """Nothing to let go of."""

    def _find(self, query: Query, without: frozenset[Key]) -> list[Key]:
        self._indexed.check(query)
        found = Searcher(self._definitions, self._live).keys(query)
        return [key for key in found if key not in without]

    def _apply(self, prepared: Prepared) -> list[Written]:
        """Refuses before it changes anything; what follows cannot fail."""
        ready = resolve(prepared, self._definitions, self._find)
        due = [not _is_same(write) and version_due(write, self._last(write)) for write in ready]
        at = self._now()
        return [
            self._write(write, at, prepared.origin) if new else self._unchanged(write)
            for write, new in zip(ready, due, strict=True)
        ]

    def _last(self, write: ReadyPut | PreparedDelete) -> Version | None:
        versions = self._versions.get((write.type, write.id))
        return versions[-1] if versions else None

    def _now(self) -> datetime:
        """Whole milliseconds, never before the last change."""
        now = self._clock.now()
        now -= timedelta(microseconds=now.microsecond % 1000)
        return max(now, self._feed[-1].at) if self._feed else now

    def _unchanged(self, write: ReadyPut | PreparedDelete) -> Written:
        key = (write.type, write.id)
        if isinstance(write, ReadyPut) and write.same_as is not None:
            key = write.same_as
        return Written(self._versions[key][-1], created=False, changed=False)

    def _write(self, write: ReadyPut | PreparedDelete, at: datetime, origin: str) -> Written:
        key = (write.type, write.id)
        before = self._last(write)
        deleted = isinstance(write, PreparedDelete)
        body = b"" if isinstance(write, PreparedDelete) else write.body
        rows = NOTHING if isinstance(write, PreparedDelete) else write.rows
        number = before.number + 1 if before else 1
        version = Version(*key, number, len(self._feed) + 1, at, deleted, body, origin)
        self._feed.append(version)
        self._versions.setdefault(key, []).append(version)
        if deleted:
            self._live.pop(key, None)
        else:
            self._live[key] = Record(version, rows, self._places.setdefault(key, len(self._places)))
        return Written(version, created=before is None or before.deleted, changed=True)


def _is_same(write: ReadyPut | PreparedDelete) -> bool:
    return isinstance(write, ReadyPut) and write.same_as is not None
