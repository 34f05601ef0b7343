"""Point reads, histories and the feed, on one connection."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import apsw

from tongmai.store.protocol import Version
from tongmai.store.rows import Key
from tongmai.store.sqlite.connection import number
from tongmai.store.sqlite.packing import Packer
from tongmai.store.sqlite.parts import marks
from tongmai.store.sqlite.schema import Names

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = "i.type, i.id, v.number, v.change, v.at, v.deleted, v.origin, v.codec, v.body"
_CURRENT = f"SELECT {_COLUMNS} FROM ident i JOIN version v ON v.change = i.change WHERE i.type = ? AND i.id = ?"
_BY_PK = f"SELECT {_COLUMNS}, i.pk FROM ident i JOIN version v ON v.change = i.change WHERE i.live = 1 AND i.pk IN "
_AT_ONCE = 200  # rows of one statement: a page of a list
_VERSION = f"""SELECT {_COLUMNS} FROM ident i JOIN version v ON v.ident = i.pk
              WHERE i.type = ? AND i.id = ? AND v.number = ?"""
_ALL = f"""SELECT {_COLUMNS} FROM ident i JOIN version v ON v.ident = i.pk
           WHERE i.type = ? AND i.id = ? ORDER BY v.number DESC"""
_FEED = f"""SELECT {_COLUMNS} FROM version v JOIN ident i ON i.pk = v.ident
            WHERE v.change > ? ORDER BY v.change LIMIT ?"""
_LIVE = f"SELECT {_COLUMNS} FROM ident i JOIN version v ON v.change = i.change WHERE i.live = 1"

Row = tuple[int, str, int, int, int, int, str, int, bytes]


class Reading:
    """Versions from rows. A type that the store never saw has no rows, so it reads as not there."""

    def __init__(self, connection: apsw.Connection, names: Names, packer: Packer) -> None:
        self._connection, self._names, self._packer = connection, names, packer

    def current(self, type: str, id: str) -> Version | None:
        """The newest version, tombstones included."""
        return self._one(_CURRENT, (self._type(type), id))

    def version(self, type: str, id: str, number: int) -> Version | None:
        return self._one(_VERSION, (self._type(type), id, number))

    def history(self, type: str, id: str) -> list[Version]:
        """Newest first."""
        return [self._version(row) for row in self._connection.execute(_ALL, (self._type(type), id))]

    def many(self, references: Sequence[Key]) -> dict[Key, Version]:
        """Those that are live."""
        found = ((key, self.current(*key)) for key in dict.fromkeys(references))
        return {key: version for key, version in found if version is not None and not version.deleted}

    def by_pk(self, idents: Sequence[int]) -> list[Version]:
        """The live ones of these, in the given order."""
        found: dict[int, Version] = {}
        for start in range(0, len(idents), _AT_ONCE):
            some = tuple(idents[start : start + _AT_ONCE])
            rows = self._connection.execute(f"{_BY_PK}({marks(len(some))})", some)
            found |= {row[-1]: self._version(row[:-1]) for row in rows}
        return [found[ident] for ident in idents if ident in found]

    def changes(self, after: int, limit: int) -> list[Version]:
        """The feed behind a change number."""
        return [self._version(row) for row in self._connection.execute(_FEED, (after, limit))]

    def live(self, type: str | None = None) -> Iterator[Version]:
        """Every live resource, of one type in the order of ids, or of all."""
        if type is None:
            rows = self._connection.cursor().execute(_LIVE)
        else:
            rows = self._connection.cursor().execute(f"{_LIVE} AND i.type = ? ORDER BY i.id", (self._type(type),))
        return (self._version(row) for row in rows)

    def sample(self, count: int) -> list[bytes]:
        """Bodies from all over the feed."""
        last = self.last_change()
        step = max(last // count, 1)
        sql = "SELECT codec, body FROM version WHERE change % ? = 0 AND deleted = 0 LIMIT ?"
        return [self._packer.unpack(*row) for row in self._connection.execute(sql, (step, count))]

    def last_change(self) -> int:
        return number(self._connection, "SELECT coalesce(max(change), 0) FROM version")

    def counts(self) -> dict[str, int]:
        """Live resources by type."""
        rows = self._connection.execute("SELECT type, count(*) FROM ident WHERE live = 1 GROUP BY type")
        return dict(sorted((self._names.type_names[type], count) for type, count in rows))

    def _type(self, name: str) -> int:
        return self._names.types.get(name, -1)

    def _one(self, sql: str, bound: tuple[int | str, ...]) -> Version | None:
        row = self._connection.execute(sql, bound).fetchone()
        return None if row is None else self._version(row)

    def _version(self, row: Row) -> Version:
        type, id, number, change, at, deleted, origin, codec, packed = row
        when = _EPOCH + timedelta(milliseconds=at)
        body = self._packer.unpack(codec, packed)
        return Version(self._names.type_names[type], id, number, change, when, bool(deleted), body, origin)
