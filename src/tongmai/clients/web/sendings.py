"""Forms that were sent: a second sending of the same form (a double click, a lost answer) does nothing twice."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from starlette.responses import RedirectResponse, Response

Key = tuple[str, str, str]  # who, where to, the form's mark
KEPT = 2000


class Sendings:
    """Where the last forms led, by their marks. On one event loop."""

    def __init__(self) -> None:
        self._led: OrderedDict[Key, asyncio.Future[str]] = OrderedDict()

    async def once(self, key: Key, work: Callable[[], Awaitable[Response]]) -> Response:
        """The answer of `work`; to a repetition where it led to, after waiting for it while it is under way. Whoever
        was not led anywhere (a form with faults) may send again."""
        if key in self._led:
            address = await asyncio.shield(self._led[key])
            if address:
                return RedirectResponse(address, 303)
        led = self._led[key] = asyncio.get_running_loop().create_future()
        address = ""
        try:
            answer = await work()
            address = answer.headers.get("location", "") if isinstance(answer, RedirectResponse) else ""
            return answer
        finally:
            led.set_result(address)
            self._keep(key, address)

    def _keep(self, key: Key, address: str) -> None:
        if not address:
            self._led.pop(key, None)
        while len(self._led) > KEPT:
            self._led.popitem(last=False)
