"""The team behind its pages and behind its door."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from tests.clients.web.conftest import Visitor
from tests.domains.family_doctor.team import Team, opened

from tongmai.app import declared
from tongmai.clients.web.routes import build
from tongmai.declared import Declared

Visit = Callable[[str], Visitor]


@pytest.fixture(scope="session")
def it() -> Declared:
    return declared("changji")


@pytest.fixture
def team(tmp_path: Path, it: Declared) -> Iterator[Team]:
    with opened(it, tmp_path) as one:
        yield one


@pytest.fixture
def visit(team: Team) -> Iterator[Visit]:
    """A browser without scripts, signed in as somebody."""
    app, loop, stack = build(team.house), asyncio.new_event_loop(), ExitStack()

    def arrive(person: str) -> Visitor:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url="http://house", follow_redirects=True)
        stack.callback(lambda: loop.run_until_complete(client.aclose()))
        return Visitor(client, loop).become(person)

    yield arrive
    stack.close()
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
