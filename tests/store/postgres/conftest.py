"""A server of its own, on a disk: how processes take turns, and what a kill leaves, hang on what a sync costs."""

from collections.abc import Iterator

import pytest
from tests.store.conftest import OpenPostgres, opening, running
from tests.store.server import Server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    yield from running(None)


@pytest.fixture(scope="session")
def postgres(server: Server) -> OpenPostgres:
    return opening(server)
