"""Headers on every answer: a strict policy for what a page may load, and no place in a frame; over https, cookies that
never leave it."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "geolocation=(), camera=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
OVER_HTTPS = {"strict-transport-security": "max-age=31536000"}
_PLAIN = [(name.encode(), value.encode()) for name, value in ALWAYS.items()]
_SECURE = [(name.encode(), value.encode()) for name, value in (ALWAYS | OVER_HTTPS).items()]
_KEPT = b"cache-control"


class SafeHeaders:
    """ASGI middleware; a page is never kept in a cache, a static file with its fingerprint always."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        fixed = scope["path"].startswith("/static/") and b"v=" in scope.get("query_string", b"")
        secure = scope.get("scheme") == "https"

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = [pair for pair in message["headers"] if pair[0].lower() != _KEPT]
                names = {name.lower() for name, _ in told}
                told += [pair for pair in (_SECURE if secure else _PLAIN) if pair[0] not in names]
                told.append((_KEPT, b"public, max-age=31536000, immutable" if fixed else b"no-store"))
                message["headers"] = [_secured(*pair) for pair in told] if secure else told
            await send(message)

        await self.app(scope, receive, with_headers)


def _secured(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A cookie set over https is sent over https only."""
    marked = name.lower() == b"set-cookie" and b"; secure" not in value.lower()
    return name, value + b"; Secure" if marked else value
