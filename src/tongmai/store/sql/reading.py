"""Point reads, histories and the feed, on one session."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from tongmai.store.protocol import Version
from tongmai.store.rows import Key
from tongmai.store.sql.packing import Packer
from tongmai.store.sql.schema import Names
from tongmai.store.sql.session import Row, Session, number

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = "i.type, i.id, v.number, v.change, v.at, v.deleted, v.origin, v.codec, v.body"
_CURRENT = f"SELECT {_COLUMNS} FROM ident i JOIN version v ON v.change = i.change WHERE i.type = ? AND i.id = ?"
_VERSION = f"""SELECT {_COLUMNS} FROM ident i JOIN version v ON v.ident = i.pk
              WHERE i.type = ? AND i.id = ? AND v.number = ?"""
_ALL = f"""SELECT {_COLUMNS} FROM ident i JOIN version v ON v.ident = i.pk
           WHERE i.type = ? AND i.id = ? ORDER BY v.number DESC"""
_FEED = f"""SELECT {_COLUMNS} FROM version v JOIN ident i ON i.pk = v.ident
            WHERE v.change > ? ORDER BY v.change LIMIT ?"""
_LIVE = f"SELECT {_COLUMNS} FROM ident i JOIN version v ON v.change = i.change WHERE i.live = 1"


class Reading:
    """Versions from rows. A type that the store never saw has no rows, so it reads as not there."""

    def __init__(self, session: Session, names: Names, packer: Packer) -> None:
        self._session, self._names, self._packer = session, names, packer

    @property
    def failure(self) -> type[Exception]:
        """What is raised when the database fails."""
        return self._session.failure

    def current(self, type: str, id: str) -> Version | None:
        """The newest version, tombstones included."""
        return self._one(_CURRENT, (self.type_number(type), id))

    def version(self, type: str, id: str, number: int) -> Version | None:
        return self._one(_VERSION, (self.type_number(type), id, number))

    def history(self, type: str, id: str) -> list[Version]:
        """Newest first."""
        return [self._version(row) for row in self._session.execute(_ALL, (self.type_number(type), id))]

    def many(self, references: Sequence[Key]) -> dict[Key, Version]:
        """Those that are live."""
        wanted: dict[str, dict[str, None]] = {}
        for type, id in references:
            wanted.setdefault(type, {})[id] = None
        found: dict[Key, Version] = {}
        for type, ids in wanted.items():
            of = self._session.dialect.among("i.id", tuple(ids))
            for row in self._session.execute(
                f"{_LIVE} AND i.type = ? AND {of.sql}", (self.type_number(type), *of.bound)
            ):
                version = self._version(row)
                found[type, version.id] = version
        return {key: found[key] for key in dict.fromkeys(references) if key in found}

    def by_pk(self, idents: Sequence[int]) -> list[Version]:
        """The live ones of these, in the given order."""
        if not idents:
            return []
        of = self._session.dialect.among("i.pk", tuple(idents))
        sql = (
            f"SELECT i.pk, {_COLUMNS} FROM ident i JOIN version v ON v.change = i.change WHERE i.live = 1 AND {of.sql}"
        )
        found = {row[0]: self._version(row[1:]) for row in self._session.execute(sql, of.bound)}
        return [found[ident] for ident in idents if ident in found]

    def changes(self, after: int, limit: int) -> list[Version]:
        """The feed behind a change number."""
        return [self._version(row) for row in self._session.execute(_FEED, (after, limit))]

    def live(self, type: str | None = None) -> Iterator[Version]:
        """Every live resource, of one type in the order of ids, or of all."""
        if type is None:
            rows = self._session.stream(_LIVE)
        else:
            rows = self._session.stream(f"{_LIVE} AND i.type = ? ORDER BY i.id", (self.type_number(type),))
        return (self._version(row) for row in rows)

    def stretch(self, type: str, after: int, limit: int) -> list[tuple[int, Version]]:
        """Live resources of a type behind a number, in the order of numbers."""
        sql = f"SELECT i.pk, {_LIVE.removeprefix('SELECT ')} AND i.type = ? AND i.pk > ? ORDER BY i.pk LIMIT ?"
        rows = self._session.execute(sql, (self.type_number(type), after, limit)).fetchall()
        return [(int(row[0]), self._version(row[1:])) for row in rows]

    def sample(self, count: int) -> list[bytes]:
        """Bodies from all over the feed."""
        last = self.last_change()
        step = max(last // count, 1)
        sql = "SELECT codec, body FROM version WHERE change % ? = 0 AND deleted = 0 LIMIT ?"
        return [self._packer.unpack(*row) for row in self._session.execute(sql, (step, count))]

    def last_change(self) -> int:
        return number(self._session, "SELECT coalesce(max(change), 0) FROM version")

    def counts(self) -> dict[str, int]:
        """Live resources by type."""
        rows = self._session.execute("SELECT type, count(*) FROM ident WHERE live = 1 GROUP BY type")
        return dict(sorted((self._names.type_names[type], count) for type, count in rows))

    def type_number(self, name: str) -> int:
        """The number of a type; -1 where the store has none."""
        return self._names.types.get(name, -1)

    def _one(self, sql: str, bound: tuple[int | str, ...]) -> Version | None:
        row = self._session.execute(sql, bound).fetchone()
        return None if row is None else self._version(row)

    def _version(self, row: Row) -> Version:
        type, id, number, change, at, deleted, origin, codec, packed = row
        when = _EPOCH + timedelta(milliseconds=at)
        body = self._packer.unpack(codec, packed)
        return Version(self._names.type_names[type], id, number, change, when, bool(deleted), body, origin)
