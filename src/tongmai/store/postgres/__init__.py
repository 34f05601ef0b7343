"""Records in PostgreSQL: several server processes on one set of records. Needs the extra `postgres` (psycopg 3)."""

from tongmai.store.postgres.keeping import bring_over, faults
from tongmai.store.postgres.store import PostgresStore

__all__ = ["PostgresStore", "bring_over", "faults"]
