"""Whether a store agrees with itself: its feed, what stands as current, and the index against the bodies."""

from collections.abc import Iterator
from typing import Literal

import orjson
import zstandard

from tongmai.base.outcome import Refused, refuse
from tongmai.fhir.definitions import Definitions
from tongmai.store.indexed import Told
from tongmai.store.protocol import Version
from tongmai.store.rows import extractor
from tongmai.store.sql.packing import digest
from tongmai.store.sql.reading import Reading
from tongmai.store.sql.schema import INDEXED, INDEXES, URL, columns, fact, fingerprint
from tongmai.store.sql.session import Session

Of = Literal["all", "kept", "derived"]
BLOCK = 1_000
"""Versions that are read at a time."""
_NEWEST = """SELECT coalesce(t.name, ''), i.id FROM ident i LEFT JOIN type t ON t.pk = i.type
             LEFT JOIN (SELECT ident, max(number) AS number FROM version GROUP BY ident) m ON m.ident = i.pk
             LEFT JOIN version v ON v.ident = i.pk AND v.number = m.number
             WHERE i.change <> coalesce(v.change, 0) OR i.number <> coalesce(v.number, 0)
             OR i.live <> coalesce(1 - v.deleted, 0)"""
_LOST = "SELECT count(*) FROM version v LEFT JOIN ident i ON i.pk = v.ident WHERE i.pk IS NULL OR i.change = 0"


def faults(session: Session, reading: Reading, definitions: Definitions, of: Of = "all") -> Iterator[str]:
    """What is wrong, one line each; nothing when the store is sound. Reads every body and every index row, in the
    transaction that is open. `of`: what is kept, or what is derived from it (the index), alone."""
    try:
        if of != "derived":
            yield from _feed_faults(session, reading)
            yield from _current_faults(session)
        if of != "kept":
            yield from _index_faults(session, reading, definitions)
    except Refused as refused:
        yield from (issue.told("zh") + " " + issue.words.en for issue in refused.issues)
    except (session.failure, zstandard.ZstdError, LookupError, ValueError) as error:
        yield f"SQL: {error}"


def feed(reading: Reading, upto: int) -> Iterator[Version]:
    """Every version up to a change number, in order. Refused (broken): where the file or a body cannot be read."""
    after = 0
    while versions := _next(reading, after):
        for version in versions:
            if version.change > upto:
                return
            yield version
        after = versions[-1].change


def _next(reading: Reading, after: int) -> list[Version]:
    """The next block of the feed; one version at a time where the block cannot be read, so that the place is known."""
    try:
        return reading.changes(after, BLOCK)
    except (reading.failure, zstandard.ZstdError):
        pass
    try:
        return reading.changes(after, 1)
    except (reading.failure, zstandard.ZstdError) as error:
        raise refuse(
            "broken", f"变更 {after} 之后读不出：{error}", f"unreadable behind change {after}: {error}"
        ) from error


def _feed_faults(session: Session, reading: Reading) -> Iterator[str]:
    """Changes count from 1 without a gap, versions of a resource too, time never goes back, every body is its own and
    as it was written."""
    last, at, numbers = 0, None, dict[str, int]()
    digests = session.stream("SELECT digest FROM version ORDER BY change")
    for version in feed(reading, reading.last_change()):
        (told,) = next(digests)
        if version.change != last + 1:
            yield f"变更号 {last + 1} 不在 change {last + 1} is not there"
        if version.number != numbers.get(version.reference, 0) + 1:
            yield f"{version.reference} 版本号不连续 versions are not in sequence: {version.number}"
        if at is not None and version.at < at:
            yield f"{version.reference} v{version.number} 时间倒退 written before the change before it"
        if digest(version.body) != told:
            yield f"{version.reference} v{version.number} 内容与摘要不符 the body is not what was written"
        if not version.deleted and not _own(version.type, version.id, version.body):
            yield f"{version.reference} v{version.number} 内容不是这条记录 the body is not its own"
        last, at, numbers[version.reference] = version.change, version.at, version.number


def _own(type: str, id: str, body: bytes) -> bool:
    try:
        told = orjson.loads(body)
    except ValueError:
        return False
    return isinstance(told, dict) and (told.get("resourceType"), told.get("id")) == (type, id)


def _current_faults(session: Session) -> Iterator[str]:
    for type, id in session.execute(_NEWEST):
        yield f"{type}/{id} 现行版本不对 what stands as current is not its newest version"
    ((lost,),) = session.execute(_LOST)
    if lost:
        yield f"{lost} 个版本没有记录 versions without a resource"


def _index_faults(session: Session, reading: Reading, definitions: Definitions) -> Iterator[str]:
    """Every index row that a live body asks for is there, and no other. Nothing is said of an index made from other
    parameters, which is made anew when the store is opened, or of one that is still being made."""
    told = Told.unpacked(fact(session, INDEXED) or "[null,[]]")
    definitions = definitions if told.on is None else definitions.narrowed(told.on)
    if told.pending or fact(session, "indexed_by") != fingerprint(definitions):
        return
    expected = _Expected(session, definitions)
    for version in reading.live():
        missing = expected.missing(version.type, version.id, version.body)
        if missing:
            yield f"{version.reference} 检索索引缺 {missing} 行 index rows are missing"
    for table, due in expected.counts.items():
        ((have,),) = session.execute(f"SELECT count(*) FROM {table}")
        if have != due:
            yield f"检索索引 {table} 有 {have} 行，应为 {due} rows, {due} are due"


class _Expected:
    """The index rows that bodies ask for, told a second time so that they judge the writer; `counts` by table."""

    def __init__(self, session: Session, definitions: Definitions) -> None:
        self._session, self._extract = session, extractor(definitions)
        self._types = {name: pk for pk, name in self._session.execute("SELECT pk, name FROM type")}
        rows = self._session.execute("SELECT pk, type, name FROM parameter")
        self._parameters = {(type, name): pk for pk, type, name in rows}
        self._symbols: dict[str, int] = {}
        self.counts = dict.fromkeys(INDEXES, 0)

    def missing(self, type: str, id: str, body: bytes) -> int:
        """How many rows of one resource are not there."""
        absent = 0
        ident = self._ident(type, id)
        for table, rows in self._rows(type, ident, body).items():
            self.counts[table] += len(rows)
            ask = f"SELECT 1 FROM {table} WHERE {' AND '.join(f'{name} = ?' for name in columns(table))}"
            absent += sum(1 for row in rows if self._session.execute(ask, row).fetchone() is None)
        return absent

    def _rows(self, type: str, ident: int, body: bytes) -> dict[str, set[tuple[object, ...]]]:
        rows, of, symbol = self._extract(orjson.loads(body)), self._parameters, self._symbol
        return {
            "token": {(of[type, name], symbol(code), ident, symbol(system)) for name, system, code in rows.tokens},
            "string": {(of[type, name], text, form, ident, exact) for name, form, text, exact in rows.strings},
            "pair": {(of[type, name], pair, ident) for name, pair in rows.pairs},
            "date": {(of[type, name], start, end, ident) for name, start, end in rows.dates},
            "number": {(of[type, name], low, high, ident) for name, low, high in rows.numbers},
            "quantity": {
                (of[type, name], low, high, ident, symbol(system), symbol(code), symbol(unit))
                for name, low, high, system, code, unit in rows.quantities
            },
            "reference": {(of[type, name], self._ident(to, id), ident) for name, to, id in rows.references},
            "uri": {(of[type, name], symbol(text), ident) for name, text in rows.uris},
            "composite": {
                (
                    of[type, name],
                    symbol(head),
                    low,
                    high,
                    ident,
                    symbol(its),
                    symbol(system),
                    symbol(code),
                    symbol(unit),
                    text,
                )
                for name, its, head, low, high, system, code, unit, text in rows.composites
            },
        }

    def _ident(self, type: str, id: str) -> int:
        of = self._types[type] if type else URL
        row = self._session.execute(
            "SELECT pk FROM ident WHERE type = ? AND id = ?", (of, self._session.dialect.keyed(id))
        ).fetchone()
        return int(row[0]) if row else -1

    def _symbol(self, text: str) -> int:
        if text and text not in self._symbols:
            row = self._session.execute(
                "SELECT pk FROM symbol WHERE text = ?", (self._session.dialect.keyed(text),)
            ).fetchone()
            self._symbols[text] = int(row[0]) if row else -1
        return self._symbols.get(text, 0)
