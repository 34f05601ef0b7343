"""Says when what a page shows has changed: a stream of server-sent events that holds names, never content.

`/live?on=Order/x,Task&since=4711`. A page carries that address on <main>; the browser shows a bar and reloads nothing
by itself. A stream looks at the store's last number once a second and at records only when it has moved.
"""

import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Any
from urllib.parse import urlencode

import anyio
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from tongmai.access import Context
from tongmai.base.outcome import refuse
from tongmai.clients.web.site import Site
from tongmai.engines.pages.fill import Fetch
from tongmai.engines.pages.given import Item
from tongmai.model.page import Ask, Page

LOOKS_EVERY, HEARTBEAT, LONGEST = 1, 15, 300
"""Seconds: between two looks, between two signs of life, until the stream ends and the browser comes back."""
MOST, MOST_EACH, MOST_WATCHED = 200, 6, 20
_NAME = re.compile(r"[A-Z][A-Za-z]{1,40}(/[A-Za-z0-9.\-]{1,64})?")
_WRITES = "shown-once"
"""The source that writes what it shows: its own change is none that the reader has not seen."""
_LISTS = ("work", "listed-work", "stories")  # sources of many pieces of work: their type is watched
Pause = Callable[[float], Awaitable[None]]


class Noting:
    """Fetches for a page and notes which records it shows: those are what it watches. `wrote`: the page itself did."""

    def __init__(self, fetch: Fetch, page: Page) -> None:
        self._fetch, self.names, self.wrote = fetch, list(page.live), False

    def __call__(self, source: str, ask: Ask) -> Any:
        found = self._fetch(source, ask)
        name, _, argument = source.partition(":")
        if isinstance(found, Item):
            self.names.append(f"{found.focus['resourceType']}/{found.focus['id']}")
            self.names += [f"Task/{found.task}"] if found.task else []
        elif name == "record":
            self.names.append(f"{found['resourceType']}/{found['id']}")
        elif name == _WRITES:
            self.wrote = self.wrote or bool(found)
        elif name in _LISTS:
            self.names.append(argument.partition("?")[0])
        return found


def address(context: Context, names: Iterable[str], since: int) -> str:
    """Where to listen for changes of what is named; "" when there is nothing to watch."""
    mine = [name for name in dict.fromkeys(names) if "/" in name or context.may("search", name)][:MOST_WATCHED]
    return "/live?" + urlencode([("on", ",".join(mine)), ("since", since)], safe="/,") if mine else ""


class Seats:
    """How many streams are open, in all and for each person."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()

    def check(self, person: str) -> None:
        """Refused (busy): there are enough."""
        if self.taken.total() >= MOST or self.taken[person] >= MOST_EACH:
            raise refuse("busy", "打开的页面过多，此页不再自动提示更新", "too many pages listen; this one does not")


class Stream(StreamingResponse):
    """Holds a seat while it is sent."""

    def __init__(self, events: AsyncIterator[str], seats: Seats, person: str) -> None:
        super().__init__(events, media_type="text/event-stream")
        self._seats, self._person = seats, person

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._seats.taken[self._person] += 1
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._seats.taken[self._person] -= 1


async def live(site: Site, request: Request, seats: Seats) -> Response:
    """Open a stream. Refused: value (what is no name), forbidden and not-found (as reading would), busy."""
    person = site.person(request)
    names, since = asked(request.query_params)
    context = site.services.open(person.id)
    await site.in_pool(lambda: admit(context, names))
    seats.check(person.id)
    return Stream(events(site, context, names, since), seats, person.id)


def asked(query: QueryParams) -> tuple[list[str], int]:
    """What is to be watched and since which change. Refused (value)."""
    names = [name for name in query.get("on", "").split(",") if name]
    since = query.get("since", "")
    if not names or len(names) > MOST_WATCHED or any(not _NAME.fullmatch(name) for name in names):
        raise refuse("value", "应为 类型 或 类型/编号", "a type, or a type and an id, is expected", where="on")
    if not since.isdecimal() or len(since) > 15:
        raise refuse("value", "应为变更序号", "the number of a change is expected", where="since")
    return names, int(since)


def admit(context: Context, names: Iterable[str]) -> None:
    """Refused (forbidden, not-found): a record that this person may not read, a type that they may not search."""
    for name in names:
        type, _, id = name.partition("/")
        told = context.explain(type, id or None, "read" if id else "search")
        if not told.allowed:
            raise refuse("forbidden", told.words.zh, told.words.en, where=name, rule=told.rule)


async def events(
    site: Site, context: Context, names: list[str], since: int, pause: Pause = anyio.sleep
) -> AsyncIterator[str]:
    """The stream: one `changed` with the names that were written, then the end; signs of life until then."""
    yield "retry: 10000\n\n"
    for second in range(LOOKS_EVERY, LONGEST + 1, LOOKS_EVERY):
        at = since
        since, found = await site.in_pool(lambda: context.changed(at, names))  # noqa: B023, called before it moves
        if found:
            yield f"event: changed\ndata: {json.dumps(sorted(found))}\n\n"
            return
        if second % HEARTBEAT == 0:
            yield ": here\n\n"
        await pause(LOOKS_EVERY)
