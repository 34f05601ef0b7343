"""The tables in SQLite."""

from tongmai.store.sql.schema import EDITION, INDEXES, TABLES, set_fact
from tongmai.store.sql.session import Session


def exists(session: Session) -> bool:
    """Whether the file holds a store already."""
    return session.execute("SELECT 1 FROM sqlite_master WHERE name = 'fact'").fetchone() is not None


def create(session: Session) -> None:
    """Lay out an empty store. Inside a transaction."""
    for statement in TABLES:
        session.execute(statement)
    for table in INDEXES:
        for statement in session.dialect.laid_out(table):
            session.execute(statement)
    set_fact(session, "edition", EDITION)
