"""Drills served beside the main house, each under an address of its own, with its own pages, interface and session.

Inside a drill nothing knows of the address: what comes in is asked as if the drill had the whole host, and where an
answer leads is put under its address again (`clients.web.placing` does that for what stands on a page).
"""

from collections.abc import Callable, Sequence

import anyio
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tongmai.clients.server.asking import ROOT
from tongmai.drills import Keeper
from tongmai.house import House
from tongmai.programs.jobs import Job, chores_of

_UNDER = "/drill/"


class Beside:
    """ASGI: the drill that an address names where it is open, the main house everywhere else. `build` makes the
    application of a house; of each drill once, when it is first asked."""

    def __init__(self, main: ASGIApp, keeper: Keeper, build: Callable[[House], ASGIApp]) -> None:
        self._main, self._keeper, self._build = main, keeper, build
        self._apps: dict[str, tuple[House, ASGIApp]] = {}
        self._lock: anyio.Lock | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope.get("path", "")) if scope["type"] == "http" else ""
        id, _, rest = path.removeprefix(_UNDER).partition("/")
        house = self._keeper.house(id) if path.startswith(_UNDER) else None
        if house is None:
            await self._main(scope, receive, send)
            return
        app = await self._app(id, house)
        await app(_inside(scope, _UNDER + id, "/" + rest), receive, _leading(_UNDER + id, send))

    async def _app(self, id: str, house: House) -> ASGIApp:
        self._lock = self._lock or anyio.Lock()
        async with self._lock:
            for gone in [one for one in self._apps if self._keeper.house(one) is None]:
                del self._apps[gone]
            known = self._apps.get(id)
            if known is None or known[0] is not house:
                known = house, await anyio.to_thread.run_sync(self._build, house)
                self._apps[id] = known
            return known[1]


def _inside(scope: Scope, root: str, path: str) -> Scope:
    """The request as a house sees it that has the whole host."""
    host = next((value for name, value in scope["headers"] if name == b"host"), b"")
    before = b"://" + host + root.encode()
    headers = [(name, value.replace(before, b"://" + host, 1) if name == b"referer" else value)
               for name, value in scope["headers"]]  # fmt: skip
    return {**scope, "path": path, "raw_path": path.encode(), "headers": headers, ROOT: root}


def _leading(root: str, send: Send) -> Send:
    """What leads to an address of the house leads there under its own."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [(name, _led(root, value) if name.lower() == b"location" else value)
                                  for name, value in message["headers"]]  # fmt: skip
        await send(message)

    return sent


def _led(root: str, address: bytes) -> bytes:
    inside = address.startswith(b"/") and not address.startswith(b"//")
    return root.encode() + address if inside else address


class Chores:
    """A job of the main house: what the workflows of every open drill want done, one after the other on the one thread
    that there is. A drill that fails does not keep the others from theirs."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._known: dict[str, tuple[House, Sequence[Job]]] = {}

    def __call__(self) -> None:
        ids = [drill.id for drill in self._keeper.open_ones()]
        self._known = {id: known for id, known in self._known.items() if id in ids}
        failed: Exception | None = None
        for id in ids:
            try:
                self._do(id)
            except Exception as error:  # told when all have had their turn
                failed = error
        if failed is not None:
            raise failed

    def _do(self, id: str) -> None:
        house = self._keeper.house(id)
        if house is None:
            return
        known = self._known.get(id)
        if known is None or known[0] is not house:
            known = self._known[id] = house, chores_of(house)
        for job in known[1]:
            job()
