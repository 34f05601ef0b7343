"""Records in one SQLite file: write-ahead log, one writer, synced before acknowledged, readers beside it."""

from tongmai.store.sqlite.connection import Settings
from tongmai.store.sqlite.store import SqliteStore

__all__ = ["Settings", "SqliteStore"]
