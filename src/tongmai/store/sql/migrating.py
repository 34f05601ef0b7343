"""From one edition of the tables to the next, in steps that can be interrupted anywhere and go on where they were.

    edition N ──begin: tables changed, marked──▶ N+1, at mark 0 ──stretch──▶ … ──stretch──▶ N+1, whole
                  (one transaction)                    each stretch and its mark in one transaction

From the first step on the store says that it is of the new edition and not whole: no program opens it until it is.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tongmai.base.outcome import Refused, refuse
from tongmai.store.sql.packing import Packer, digest
from tongmai.store.sql.schema import DATED, EDITION, fact, further, set_fact
from tongmai.store.sql.session import Session, number

STRETCH = 2_000
"""Rows a step brings over."""


class Progress(NamedTuple):
    """What a step has done: versions brought over to an edition, of how many."""

    edition: int
    done: int
    of: int


class Migration(NamedTuple):
    """How a store comes to `edition`. `begin`: statements that change tables; `lays`: index tables that are new, filled
    when the store is next opened. `stretch`: brings over the rows behind a
    mark and answers the next mark, None at the end."""

    edition: int
    brings: tuple[str, str]
    begin: tuple[str, ...]
    stretch: Callable[[Session, int], int | None]
    lays: tuple[str, ...] = ()


def _digests(session: Session, mark: int) -> int | None:
    """Edition 2: every version's row tells the digest of its body."""
    sql = "SELECT change, codec, body FROM version WHERE change > ? ORDER BY change LIMIT ?"
    rows = session.execute(sql, (mark, STRETCH)).fetchall()
    packer = Packer(session)
    told = [(digest(packer.unpack(codec, bytes(body))), change) for change, codec, body in rows]
    session.executemany("UPDATE version SET digest = ? WHERE change = ?", told)
    return int(rows[-1][0]) if rows else None


def _dated(session: Session, _: int) -> None:
    """Edition 6: the codes of what is sorted by a date, beside it. All at once: it is one walk along both indexes."""
    for type, (coded, by) in DATED.items():
        numbers = "SELECT pk FROM parameter WHERE type = ? AND name = ?"
        code, date = (session.execute(numbers, (type, name)).fetchone() for name in (coded, by))
        if code and date:
            sql = """INSERT INTO dated (parameter, code, start, ident)
                     SELECT DISTINCT t.parameter, t.code, d.start, t.ident FROM token t
                     JOIN date d ON d.ident = t.ident AND d.parameter = ? WHERE t.parameter = ?"""
            session.execute(sql, (date[0], code[0]))


def _nothing(_: Session, __: int) -> None:
    """No row to bring over."""


MIGRATIONS = (
    Migration(
        2,
        ("每个版本带内容摘要，可查出磁盘上的改动", "each version bears a digest of its body"),
        ("ALTER TABLE version ADD COLUMN digest BIGINT NOT NULL DEFAULT 0",),
        _digests,
    ),
    Migration(
        3,
        ("组合检索参数的索引", "an index of composite search parameters"),
        ("UPDATE fact SET value = '' WHERE name = 'indexed_by'",),
        _nothing,
        ("composite",),
    ),
    Migration(
        4,
        ("长时段的索引；缺少必备要素的记录可直接查到", "an index of wide ranges, and of what lacks what it must have"),
        (
            *(further(table)[-1] for table in ("date", "number", "quantity")),
            "UPDATE fact SET value = '' WHERE name = 'indexed_by'",
        ),
        _nothing,
    ),
    Migration(
        5,
        ("组合检索中宽数值的索引", "an index of wide values in composites"),
        (further("composite")[-1].replace("INDEX", "INDEX IF NOT EXISTS", 1),),
        _nothing,
    ),
    Migration(6, ("按代码并按日期排序的索引", "an index by code in the order of a date"), (), _dated, ("dated",)),
)


def check_edition(session: Session) -> None:
    """Refused: unsupported where a newer program made the store, conflict where it has to be migrated first."""
    edition = edition_of(session)
    if edition > EDITION:
        raise newer(edition)
    if edition < EDITION or fact(session, "migrating") is not None:
        raise refuse(
            "conflict",
            f"记录库为第 {edition} 版结构，本程序用第 {EDITION} 版",
            f"the store is of edition {edition} and not brought over, this program writes edition {EDITION}",
            where="edition",
            remedy=("先备份，再运行 tongmai migrate", "make a backup, then run tongmai migrate"),
        )


def edition_of(session: Session) -> int:
    """The edition that the store says it is of."""
    return int(fact(session, "edition") or 0)


def newer(edition: int) -> Refused:
    """The refusal of a store that a newer program made."""
    return refuse(
        "unsupported",
        f"记录库为第 {edition} 版结构，比本程序（第 {EDITION} 版）新",
        f"the store is of edition {edition}, newer than this program's {EDITION}",
        where="edition",
        remedy=("用写它的程序打开", "open it with the program that wrote it"),
    )


def due(session: Session) -> list[Migration]:
    """What is still to be done, the one that was interrupted first. Refused: a store of an edition unknown here."""
    edition, interrupted = edition_of(session), fact(session, "migrating") is not None
    if edition > EDITION:
        raise newer(edition)
    return [one for one in MIGRATIONS if one.edition > edition or (interrupted and one.edition == edition)]


def migrate(session: Session) -> Iterator[Progress]:
    """Bring the store over, step by step, told after each. Whoever stops listening stops it between two steps, and the
    next run goes on from there."""
    for migration in due(session):
        if edition_of(session) < migration.edition:
            _begin(session, migration)
        last = number(session, "SELECT coalesce(max(change), 0) FROM version")
        mark: int | None = int(fact(session, "migrating") or 0)
        while mark is not None:
            mark = _step(session, migration, mark)
            yield Progress(migration.edition, last if mark is None else mark, last)


def _begin(session: Session, migration: Migration) -> None:
    session.begin()
    try:
        laid = (statement for table in migration.lays for statement in session.dialect.laid_out(table))
        for statement in (*migration.begin, *laid):
            session.execute(statement)
        set_fact(session, "edition", migration.edition)
        set_fact(session, "migrating", 0)
        session.commit()
    except BaseException:
        session.rollback()
        raise


def _step(session: Session, migration: Migration, mark: int) -> int | None:
    session.begin()
    try:
        after = migration.stretch(session, mark)
        if after is None:
            session.execute("DELETE FROM fact WHERE name = 'migrating'")
        else:
            set_fact(session, "migrating", after)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    return after
