"""The tables in SQLite: those of the index without rowid, so that a row is its own key."""

from tongmai.store.sql.schema import EDITION, INDEXES, TABLES, columns, set_fact
from tongmai.store.sql.session import Session


def exists(session: Session) -> bool:
    """Whether the file holds a store already."""
    return session.execute("SELECT 1 FROM sqlite_master WHERE name = 'fact'").fetchone() is not None


def create(session: Session) -> None:
    """Lay out an empty store. Inside a transaction."""
    for statement in TABLES:
        session.execute(statement)
    for table, (listed, further) in INDEXES.items():
        key = ", ".join(columns(table))
        session.execute(f"CREATE TABLE {table} ({listed}, PRIMARY KEY ({key})) WITHOUT ROWID")
        for number, index in enumerate(further):
            session.execute(f"CREATE INDEX {table}_of{number or ''} ON {table} ({index})")
    set_fact(session, "edition", EDITION)
