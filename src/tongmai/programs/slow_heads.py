"""Connections that do not get to the point: closed when the head of a request has not arrived in time.

uvicorn waits for a head as long as its client pleases, so that a few thousand connections which send a byte a minute
would hold a server (slowloris). A body that comes slowly is the interface's own limit (clients.server.asking).
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol


def within(seconds: float) -> type[asyncio.Protocol]:
    """uvicorn's protocol with a limit in seconds from the first moment of a connection, and from the first byte of
    each further request on it, until the head is whole."""

    class InTime(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
        _timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._wait()

        def data_received(self, data: bytes) -> None:
            self._wait()
            super().data_received(data)
            if not self._waits():
                self._stop()

        def connection_lost(self, error: Exception | None) -> None:
            self._stop()
            super().connection_lost(error)

        def _waits(self) -> bool:
            return self.cycle is None or self.cycle.response_complete

        def _wait(self) -> None:
            if self._timer is None and self._waits():
                self._timer = self.loop.call_later(seconds, self._give_up)

        def _stop(self) -> None:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

        def _give_up(self) -> None:
            self._timer = None
            if self._waits():
                self.transport.close()

    return InTime
