"""Who is signed in: the session that the pages set, read from its signed cookie. Nothing is written here.

A cookie that was found good is taken for good again for a short while without looking at its signature anew: a program
asks hundreds of times a second with the same one.
"""

import json
import time
from base64 import b64decode
from binascii import Error
from collections.abc import Mapping
from typing import Any

from itsdangerous import BadSignature, TimestampSigner
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TRUSTED = 30.0  # seconds
REMEMBERED = 1_000
_VARY = (b"vary", b"Cookie")


class Sessions:
    """ASGI middleware: `request.session`, empty without a good cookie. `seconds`: how long a session lasts."""

    def __init__(self, app: ASGIApp, secret: str, cookie: str, seconds: int) -> None:
        self._app, self._cookie, self._seconds = app, cookie, seconds
        self._signer = TimestampSigner(secret)
        self._known: dict[str, tuple[float, Mapping[str, Any]]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope["session"] = self._read(HTTPConnection(scope).cookies.get(self._cookie, ""))

        async def varying(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], _VARY]
            await send(message)

        await self._app(scope, receive, varying)

    def _read(self, cookie: str) -> Mapping[str, Any]:
        if not cookie:
            return {}
        until, session = self._known.get(cookie, (0.0, {}))
        now = time.monotonic()
        if now < until:
            return session
        try:
            session = json.loads(b64decode(self._signer.unsign(cookie.encode(), max_age=self._seconds)))
        except (BadSignature, Error, ValueError):
            self._known.pop(cookie, None)
            return {}
        if not isinstance(session, dict):
            return {}
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[cookie] = (now + TRUSTED, session)
        return session
