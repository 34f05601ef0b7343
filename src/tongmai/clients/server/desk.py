"""What every handler needs: the door, a pool of six threads, the definitions, the limits."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import anyio
from starlette.requests import Request

from tongmai.access import Access, Context, Delete, Put, Written
from tongmai.access.door import USUAL_PURPOSE
from tongmai.base.outcome import refuse
from tongmai.clients.server import asking
from tongmai.clients.server.pages import Pages
from tongmai.fhir.definitions import Definitions

Answer = TypeVar("Answer")
THREADS = 6


@dataclass
class Server:
    """One base with its types: R4's under /fhir, our own under /records."""

    access: Access
    root: str
    types: frozenset[str]
    elsewhere: str
    most: int
    pages: Pages = field(default_factory=Pages)
    _limiter: anyio.CapacityLimiter | None = None

    @property
    def definitions(self) -> Definitions:
        return self.access.definitions

    def base(self, request: Request) -> str:
        """The base that the client used: https://host/fhir."""
        return str(request.base_url).rstrip("/") + self.root

    def context(self, request: Request) -> Context:
        """The door, opened by whoever is signed in. Refused: sign-in."""
        person = request.session.get("person")
        if not isinstance(person, str):
            raise refuse("sign-in", "请先登录", "sign in first")
        return self.access.open(person, asking.purpose(request, USUAL_PURPOSE))

    def type(self, name: str) -> str:
        """A type of this base. Refused (not-found), with the base that has it."""
        if name in self.types:
            return name
        if name in self.definitions.types:
            place = f"{self.elsewhere}/{name}"
            raise refuse("not-found", f"{name} 在 {self.elsewhere} 下", f"{name} is found elsewhere", where=name,
                         remedy=(place, place))  # fmt: skip
        raise refuse("not-found", f"没有资源类型 {name}", f"no resource type {name}", where=name)

    async def in_pool(self, work: Callable[[], Answer]) -> Answer:
        """Run what is more than a point read off the event loop."""
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(THREADS)
        return await anyio.to_thread.run_sync(work, limiter=self._limiter)

    async def write(self, context: Context, writes: Sequence[Put | Delete]) -> list[Written]:
        """Decide in the pool, write on the one writer; nothing waits on the event loop."""
        future = await self.in_pool(lambda: context.submit(writes))
        return await asyncio.wrap_future(future)
