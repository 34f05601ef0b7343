"""The tables in PostgreSQL: the same columns, the same keys, but for texts, of which a key holds the head only."""

from tongmai.base.outcome import refuse
from tongmai.store.postgres.session import translated
from tongmai.store.sql.schema import EDITION, INDEXES, TABLES, set_fact
from tongmai.store.sql.session import Session

_NEEDED = {
    "server_encoding": ("UTF8", "库编码应为 UTF8", "the database is not encoded in UTF8"),
    "fsync": ("on", "服务器关闭了 fsync，写入不可靠", "the server does not sync what it writes"),
    "full_page_writes": ("on", "服务器关闭了 full_page_writes", "the server does not protect torn pages"),
}


def check_server(session: Session) -> None:
    """Refused (unsupported): a server that does not keep what it acknowledges, or no UTF-8."""
    for name, (wanted, zh, en) in _NEEDED.items():
        row = session.execute(f"SHOW {name}").fetchone()
        if row is None or row[0] != wanted:
            raise refuse("unsupported", zh, en, where=name, remedy=(f"设为 {wanted}", f"set it to {wanted}"))


def exists(session: Session) -> bool:
    """Whether the database holds a store already."""
    row = session.execute("SELECT to_regclass('fact')::text").fetchone()
    return row is not None and row[0] is not None


def create(session: Session) -> None:
    """Lay out an empty store. Inside a transaction."""
    for statement in TABLES:
        session.execute(translated(statement))
    session.execute("ALTER TABLE version ALTER COLUMN body SET STORAGE EXTERNAL")  # compressed already
    for table in INDEXES:
        for made in session.dialect.laid_out(table):
            session.execute(made)
    set_fact(session, "edition", EDITION)
