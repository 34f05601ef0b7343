"""Whether a store agrees with itself: its feed, what stands as current, and the index against the bodies."""

from collections.abc import Iterator
from itertools import islice
from typing import Literal

import orjson
import zstandard

from tongmai.base.outcome import Refused, refuse
from tongmai.fhir.definitions import Definitions
from tongmai.store.indexed import Told
from tongmai.store.protocol import Version
from tongmai.store.rows import Key, Rows, extractor
from tongmai.store.sql.packing import digest
from tongmai.store.sql.reading import Reading
from tongmai.store.sql.schema import DATED, INDEXED, INDEXES, URL, fact, fingerprint
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
    for block in _blocks(reading.live()):
        for version, missing in zip(block, expected.missing(block), strict=True):
            if missing:
                yield f"{version.reference} 检索索引缺 {missing} 行 index rows are missing"
    for table, due in expected.counts.items():
        ((have,),) = session.execute(f"SELECT count(*) FROM {table}")
        if have != due:
            yield f"检索索引 {table} 有 {have} 行，应为 {due} rows, {due} are due"


class _Expected:
    """The index rows that bodies ask for, told a second time so that they judge the writer; `counts` by table. A block
    of resources takes a few statements, however many rows it has: a server may be far away."""

    def __init__(self, session: Session, definitions: Definitions) -> None:
        self._session, self._extract = session, extractor(definitions)
        self._types = {name: pk for pk, name in self._session.execute("SELECT pk, name FROM type")}
        rows = self._session.execute("SELECT pk, type, name FROM parameter")
        self._parameters = {(type, name): pk for pk, type, name in rows}
        self._symbols: dict[str, int] = {"": 0}
        self._idents: dict[Key, int] = {}
        self.counts = dict.fromkeys(INDEXES, 0)

    def missing(self, block: list[Version]) -> list[int]:
        """How many rows of each of these resources are not there."""
        told = [self._extract(orjson.loads(version.body)) for version in block]
        self._learn_symbols({text for rows in told for text in _texts(rows)})
        own = {(version.type, version.id) for version in block}
        self._learn_idents(own | {(type, id) for rows in told for _, type, id in rows.references})
        due: dict[str, list[tuple[tuple[object, ...], int]]] = {table: [] for table in INDEXES}
        for place, (version, rows) in enumerate(zip(block, told, strict=True)):
            for table, asked in self._rows(
                version.type, self._idents.get((version.type, version.id), -1), rows
            ).items():
                due[table] += [(row, place) for row in asked]
        absent = [0] * len(block)
        for table, listed in due.items():
            self.counts[table] += len(listed)
            for n in self._session.absent(table, [row for row, _ in listed]):
                absent[listed[n][1]] += 1
        return absent

    def _rows(self, type: str, ident: int, rows: Rows) -> dict[str, set[tuple[object, ...]]]:
        of = self._parameters

        def symbol(text: str) -> int:
            return self._symbols.get(text, -1)

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
            "reference": {(of[type, name], self._idents.get((to, id), -1), ident) for name, to, id in rows.references},
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
            "dated": {
                (of[type, name], symbol(code), start, ident)
                for name, _, code in rows.tokens
                for by, start, _ in rows.dates
                if DATED.get(type) == (name, by)
            },
        }

    def _learn_symbols(self, texts: set[str]) -> None:
        keyed = {self._session.dialect.keyed(text): text for text in texts if text not in self._symbols}
        for some in _some(sorted(keyed)):
            of = self._session.dialect.among("text", some)
            for text, pk in self._session.execute(f"SELECT text, pk FROM symbol WHERE {of.sql}", of.bound):
                self._symbols[keyed[text]] = pk

    def _learn_idents(self, keys: set[Key]) -> None:
        """Of this block alone: there may be millions."""
        self._idents.clear()
        by_type: dict[str, dict[str, str]] = {}
        for type, id in keys:
            by_type.setdefault(type, {})[self._session.dialect.keyed(id)] = id
        for type, ids in by_type.items():
            for some in _some(sorted(ids)):
                of = self._session.dialect.among("id", some)
                sql = f"SELECT id, pk FROM ident WHERE type = ? AND {of.sql}"
                for id, pk in self._session.execute(sql, (self._types[type] if type else URL, *of.bound)):
                    self._idents[type, ids[id]] = pk


def _texts(rows: Rows) -> Iterator[str]:
    """What stands as numbers of symbols."""
    for row in (*rows.tokens, *rows.uris):
        yield from row[1:]
    for _, _, _, *units in rows.quantities:
        yield from units
    for _, its, head, _, _, *units, _ in rows.composites:
        yield from (its, head, *units)


def _some(texts: list[str]) -> Iterator[tuple[str, ...]]:
    """So many as one statement takes."""
    return (tuple(texts[n : n + BLOCK]) for n in range(0, len(texts), BLOCK))


def _blocks(versions: Iterator[Version]) -> Iterator[list[Version]]:
    while block := list(islice(versions, BLOCK)):
        yield block
