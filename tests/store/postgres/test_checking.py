"""A check asks a server for a block at a time: it may be far away."""

from typing import Any

import psycopg
import pytest
from tests.store.conftest import OpenPostgres
from tests.store.server import Server
from tests.store.writing import DEFINITIONS, observation, patient, write

from tongmai.base.clock import SystemClock
from tongmai.store.postgres import faults
from tongmai.store.postgres.session import PostgresSession


def test_a_check_takes_few_statements(server: Server, postgres: OpenPostgres, monkeypatch: pytest.MonkeyPatch) -> None:
    store = postgres(DEFINITIONS, SystemClock())
    write(store, *(patient(f"p{n}", "张", f"三{n}", birthDate="1990-01-01") for n in range(150)))
    write(store, *(observation(f"o{n}", f"Patient/p{n}", valueQuantity={"value": n, "unit": "g"}) for n in range(150)))
    store.close()
    asked: list[str] = []
    original = PostgresSession.execute

    def counting(self: PostgresSession, sql: str, bound: Any = ()) -> Any:
        asked.append(sql)
        return original(self, sql, bound)

    monkeypatch.setattr(PostgresSession, "execute", counting)
    assert list(faults(server.url, DEFINITIONS)) == []
    assert len(asked) < 60  # of 300 resources with some thousand rows
    monkeypatch.undo()
    lacking = without_a_row(server.url)
    assert any(lacking in line and "1 行" in line for line in faults(server.url, DEFINITIONS))


def without_a_row(url: str) -> str:
    """Take one index row away; the resource that lacks it."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            """DELETE FROM date d WHERE d.ident = (SELECT min(ident) FROM date)
               RETURNING (SELECT i.id FROM ident i WHERE i.pk = d.ident)"""
        ).fetchone()
    assert row is not None
    return f"Patient/{row[0]}"
