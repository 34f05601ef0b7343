"""Overload: what cannot be done soon is refused at once. Source: FHIR R4 http.html#3.1.0.1.5 (503, Retry-After).

A request waits for one of six threads or for the one writer. When more are in work than these can do in a reasonable
time, another one would only wait until its client has given up; it is told to come again instead, at the price of a
few microseconds. The capability statement is told even then.
"""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from tongmai.base.outcome import refuse
from tongmai.clients.server.answering import refusal


class Shedding:
    """At most `at_once` requests in work."""

    def __init__(self, app: ASGIApp, at_once: int) -> None:
        self._app, self._most, self._in_work = app, at_once, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or str(scope["path"]).endswith("/metadata"):
            await self._app(scope, receive, send)
            return
        if self._in_work >= self._most:
            busy = refuse(
                "busy", "系统繁忙，请稍后再试", "too much to do; come again", remedy=("稍后再试", "try again")
            )
            await refusal(Request(scope), busy)(scope, receive, send)
            return
        self._in_work += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._in_work -= 1
