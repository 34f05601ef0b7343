"""Conditional interactions: what a condition in the url matches. Source: FHIR R4 http.html#cond-update.

Only what the actor may find counts (access.conditional). What was decided is bound to the versions that were seen, and
is decided anew where they have changed until it is written.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request

from tongmai.access import Version
from tongmai.access.conditional import has_moved
from tongmai.base.outcome import Refused, refuse
from tongmai.clients.server import asking
from tongmai.clients.server.desk import Server
from tongmai.clients.server.placing import names_condition
from tongmai.clients.server.searching import refuse_private

ATTEMPTS = 5
Answer = TypeVar("Answer")


def condition(server: Server, request: Request, type: str) -> str:
    """The condition in the url. Refused: required (there is none); unsupported (names or numbers of people in a URL;
    within a bundle they may stand)."""
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] not in asking.COMMON]
    if not request.scope.get("tongmai.entry"):
        refuse_private(server, type, pairs)
    return written_out(type, pairs)


def written_out(type: str, pairs: list[tuple[str, str]]) -> str:
    """A condition as text. Refused (required): it is empty."""
    if not pairs:
        raise refuse("required", "缺少条件", "a condition is missing", where=type,
                     remedy=(f"{type}?identifier=…", f"{type}?identifier=…"))  # fmt: skip
    return urlencode(pairs)


def pairs_of(query: str) -> list[tuple[str, str]]:
    """The pairs of a query string."""
    return parse_qsl(query, keep_blank_values=True)


def one_at_most(found: tuple[Version, ...], type: str) -> Version | None:
    """The match of a condition. Refused (several)."""
    if len(found) > 1:
        raise refuse("several", "条件匹配到多条记录", "the condition matches several", where=type,
                     remedy=("写明更多条件", "say more"))  # fmt: skip
    return found[0] if found else None


async def settled(attempt: Callable[[], Awaitable[Answer]]) -> Answer:
    """Decide and write; again where what it was decided on moved meanwhile, unless the client named the version
    itself."""
    for _ in range(ATTEMPTS - 1):
        try:
            return await attempt()
        except Refused as refused:
            if names_condition(refused) or not has_moved(refused):
                raise
    return await attempt()
