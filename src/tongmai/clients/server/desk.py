"""What every handler needs: the door, a pool of six threads, the definitions, the limits."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

import anyio
from starlette.requests import Request

from tongmai.access import Access, Context, Delete, Put, Written
from tongmai.access.door import USUAL_PURPOSE
from tongmai.base.outcome import Refused, refuse
from tongmai.clients.server import asking
from tongmai.clients.server.exports import Exports
from tongmai.clients.server.pages import Pages
from tongmai.clients.server.placing import as_alone
from tongmai.clients.server.validating import Validating
from tongmai.fhir.definitions import Definitions

Answer = TypeVar("Answer")
THREADS = 6


@dataclass(frozen=True, slots=True)
class Conduct:
    """How the server behaves, from settings. `entries`: of one bundle at most; `deletes`: records that one conditional
    delete may delete; `proxies`: how many stand in front whose X-Forwarded-* is believed; `at_once`: requests in work
    at once, beyond which is refused early; `strict`: whether what is written must hold to invariants, references and
    the loaded profiles that it claims, beside its structure."""

    limits: asking.Limits = field(default_factory=asking.Limits)
    entries: int = 10_000
    deletes: int = 1
    proxies: int = 0
    at_once: int = 256
    strict: bool = True


@dataclass
class Server:
    """One base with its types: R4's under /fhir, our own under /records. `own`: the definitions of our own types, whose
    invariants are held too; `house`: as whom loaded profiles and terminology are read."""

    access: Access
    root: str
    types: frozenset[str]
    elsewhere: str
    conduct: Conduct = Conduct()
    pages: Pages = field(default_factory=Pages)
    own: Sequence[Mapping[str, Any]] = ()
    house: Context | None = None
    validating: Validating = field(init=False)
    exports: Exports = field(init=False)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _limiter: anyio.CapacityLimiter | None = None

    def __post_init__(self) -> None:
        self.validating = Validating(self.definitions, self.own, self.house)
        self.exports = Exports()

    @property
    def definitions(self) -> Definitions:
        return self.access.definitions

    @property
    def limits(self) -> asking.Limits:
        return self.conduct.limits

    @property
    def deletes(self) -> int:
        return self.conduct.deletes

    @property
    def entries(self) -> int:
        return self.conduct.entries

    def base(self, request: Request) -> str:
        """The base that the client used: https://host/fhir; what proxies say of it where they are believed."""
        return asking.origin(request, self.conduct.proxies) + self.root

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

    def keep(self, task: asyncio.Task[None]) -> None:
        """Hold on to work that goes on after its request has been answered."""
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def write(self, context: Context, writes: Sequence[Put | Delete]) -> list[Written]:
        """Judge and decide in the pool, write on the one writer; nothing waits on the event loop."""
        future = await self.in_pool(lambda: self.submitted(context, writes))
        return await asyncio.wrap_future(future)

    async def write_one(self, context: Context, write: Put | Delete, header: str = "") -> Written:
        """`write` of what a request asks for by itself; `header`: by which the client named the version that must be
        current. Refusals name that header, or a place in the resource."""
        try:
            return (await self.write(context, [write]))[0]
        except Refused as refused:
            raise as_alone(refused, write.type, header) from refused

    def submitted(self, context: Context, writes: Sequence[Put | Delete]) -> "Future[list[Written]]":
        """Judged, decided and queued; done when it is on disk."""
        if self.conduct.strict:
            self.validating.refuse_unsound(writes)
        return context.submit(writes, shaped=self.conduct.strict)
