"""One PostgreSQL server for all tests of the store, emptied between them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from tests.conftest import IN_MEMORY, roomy
from tests.store.server import Server, program

from tongmai.base.clock import Clock
from tongmai.fhir.definitions import Definitions
from tongmai.store.postgres import PostgresStore
from tongmai.store.sql.schema import INDEXES

OpenPostgres = Callable[[Definitions, Clock], PostgresStore]


def running(within: Path | None) -> Iterator[Server]:
    if program("initdb") is None:
        pytest.skip("there is no PostgreSQL on this machine (Debian's package postgresql)")
    made = Server(within=within)
    try:
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """In memory, where there is room: what is asked here hangs on no disk."""
    yield from running(IN_MEMORY if roomy() else None)


def emptied(url: str) -> None:
    """No records, as if the store had just been laid out."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT to_regclass('fact')").fetchone()
        if row is not None and row[0] is not None:
            tables = ("version", "ident", "symbol", "dictionary", *INDEXES)
            connection.execute("; ".join(f"DELETE FROM {table}" for table in tables).encode())


def opening(server: Server) -> OpenPostgres:
    """Opens the store without records."""

    def opened(definitions: Definitions, clock: Clock) -> PostgresStore:
        emptied(server.url)
        return PostgresStore(server.url, definitions, clock)

    return opened


@pytest.fixture(scope="session")
def postgres(server: Server) -> OpenPostgres:
    return opening(server)
