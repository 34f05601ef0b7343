"""A connection that does not get to the point is closed; one that does is not."""

import asyncio
import time
from typing import Any

import uvicorn
from starlette.responses import PlainTextResponse

from tongmai.programs import slow_heads

HEAD = b"GET / HTTP/1.1\r\nhost: x\r\n"


async def _closed(port: int, *parts: bytes) -> bytes:
    """What comes back until the server closes the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for part in parts:
        writer.write(part)
        await writer.drain()
        await asyncio.sleep(0.15)
    found = await asyncio.wait_for(reader.read(), 3)
    writer.close()
    return found


async def _asked(app: Any) -> list[Any]:
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, log_level="critical", http=slow_heads.within(0.3), lifespan="off"
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    whole = HEAD + b"connection: close\r\n\r\n"
    try:
        return list(await asyncio.gather(
            _closed(port), _closed(port, HEAD[:5], HEAD[5:9]), _closed(port, whole[:9], whole[9:]),
            _closed(port, HEAD + b"\r\n", HEAD[:5], HEAD[5:9]),
        ))  # fmt: skip
    finally:
        server.should_exit = True
        await running


def test_slow_heads_are_cut_off() -> None:
    began = time.monotonic()
    silent, slow, good, second = asyncio.run(_asked(PlainTextResponse("here")))
    assert (silent, slow) == (b"", b"")
    assert good.startswith(b"HTTP/1.1 200")
    assert second.count(b"HTTP/1.1 200") == 1
    assert time.monotonic() - began < 10
