"""What a client may do to us by sending: too much, too deep, too slowly, packed, unreadable, too often.

Each limit is a setting. None of these answers takes more work than the limit allows.
"""

import asyncio
import gzip
import json
import zlib
from typing import Any

import httpx
import pytest
from tests.clients.server.conftest import SECRET, Client, cookie

from tongmai.clients.server import Conduct, Limits, build

FHIR = {"content-type": "application/fhir+json"}
BODY = json.dumps({"resourceType": "Organization", "name": "甲"}).encode()
MOST = 100_000  # as the fixture sets it
FORM = {"content-type": "application/x-www-form-urlencoded"}


def refused(answer: httpx.Response, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["issue"][0]["code"]) == (status, code), answer.text


@pytest.mark.parametrize(("path", "headers"), [("/fhir/Organization", FHIR), ("/fhir", FHIR),
                                               ("/fhir/Organization/_search", FORM)])  # fmt: skip
def test_an_oversized_body(client: Any, path: str, headers: dict[str, str]) -> None:
    async def endless() -> Any:
        for _ in range(1_000_000):
            yield b" " * 10_000

    refused(client.post(path, content=b" " * (MOST + 1), headers=headers), 413, "too-long")
    refused(client.post(path, content=endless(), headers=headers), 413, "too-long")
    refused(client.post(path, content=b"x", headers={**headers, "content-length": "99999999"}), 413, "too-long")


@pytest.mark.parametrize("packed", [gzip.compress(b" " * 50_000_000, 9, mtime=0), zlib.compress(b" " * 50_000_000, 9)])
def test_a_decompression_bomb(client: Any, packed: bytes) -> None:
    assert len(packed) < MOST
    coding = "gzip" if packed[:2] == b"\x1f\x8b" else "deflate"
    refused(
        client.post("/fhir/Organization", content=packed, headers=FHIR | {"content-encoding": coding}), 413, "too-long"
    )


@pytest.mark.parametrize(
    ("coding", "content", "status"),
    [("gzip", gzip.compress(BODY, mtime=0), 201), ("deflate", zlib.compress(BODY), 201), ("identity", BODY, 201),
     ("gzip", gzip.compress(BODY, mtime=0)[:-9], 400), ("gzip", BODY, 400), ("br", BODY, 415),
     ("gzip, gzip", BODY, 415)],
)  # fmt: skip
def test_a_packed_body(client: Any, coding: str, content: bytes, status: int) -> None:
    answer = client.post("/fhir/Organization", content=content, headers=FHIR | {"content-encoding": coding})
    assert answer.status_code == status, answer.text


DEEP = b'{"resourceType":"Organization","extension":[' + b'{"url":"u","extension":[' * 100 + b"]}" * 100 + b"]}"


@pytest.mark.parametrize(
    "content",
    [DEEP, b"[" * 90_000, b'{"a":' * 15_000 + b"1" + b"}" * 15_000, b'{"resourceType":"\xff\xfe"}', b"\xef\xbb\xbf{}",
     b'{"resourceType":"Organization","name":"\xed\xa0\x80"}', b'{"resourceType":"Organization","name":"\\udc00"}',
     b'{"n":' + b"9" * 5_000 + b"}"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/fhir/Organization", "/fhir"])
def test_a_body_that_is_deep_or_no_text(client: Any, path: str, content: bytes) -> None:
    refused(client.post(path, content=content, headers=FHIR), 400, "structure")


def test_a_slow_body(client: Any) -> None:
    async def slow() -> Any:
        yield b"{"
        await asyncio.sleep(5)
        yield b"}"

    refused(client.post("/fhir/Organization", content=slow(), headers=FHIR), 408, "timeout")


def test_a_bundle_of_too_many_entries(served: Any, client: Any) -> None:
    object.__setattr__(served.conduct, "entries", 2)
    entries = [{"request": {"method": "GET", "url": "Organization/a"}}] * 3
    sent = {"resourceType": "Bundle", "type": "batch", "entry": entries}
    refused(client.post("/fhir", json=sent, headers=FHIR), 413, "too-long")


def test_overload_is_refused_early_and_ends(served: Any) -> None:
    """While as many requests are in work as are permitted, a further one is refused at once; then all is well again."""
    app = build(served.access, served.clock, SECRET, Conduct(Limits(), at_once=2))
    held = asyncio.Event()

    async def waiting() -> Any:
        yield BODY[:1]
        await held.wait()
        yield BODY[1:]

    async def flow(client: httpx.AsyncClient) -> tuple[httpx.Response, ...]:
        slow = [asyncio.create_task(client.post("/fhir/Organization", content=waiting(), headers=FHIR)) for _ in "12"]
        await asyncio.sleep(0.05)
        refused_one, told = await client.get("/fhir/Organization/a"), await client.get("/fhir/metadata")
        held.set()
        return refused_one, told, *await asyncio.gather(*slow), await client.get("/fhir/Organization/a")

    client = Client(app, served.runner, faults=False)
    client.cookies.set("tongmai", cookie("doctor"))
    with client:
        busy, told, *made, after = served.runner.run(flow(client._client))
    refused(busy, 503, "transient")
    assert int(busy.headers["retry-after"]) >= 1
    assert (told.status_code, [one.status_code for one in made], after.status_code) == (200, [201, 201], 404)


@pytest.mark.parametrize(
    ("proxies", "base"),
    [(0, "http://region.example/fhir"), (1, "https://near.example/api/fhir"), (2, "https://far.example/api/fhir")],
)
def test_links_stand_on_the_base_that_the_client_used(served: Any, proxies: int, base: str) -> None:
    app = build(served.access, served.clock, SECRET, Conduct(proxies=proxies))
    client = Client(app, served.runner, faults=False)
    client.cookies.set("tongmai", cookie("doctor"))
    forwarded = {"x-forwarded-proto": "https", "x-forwarded-host": "liar.example, far.example, near.example",
                 "x-forwarded-prefix": "/api"}  # fmt: skip
    with client:
        made = client.post("/fhir/Organization", content=BODY, headers=FHIR | forwarded)
        listed = client.get("/fhir/Organization?_count=1", headers=forwarded).json()
        past = client.get("/fhir/Organization/_history", headers=forwarded).json()
    assert made.headers["location"].startswith(f"{base}/Organization/")
    assert [one["link"][0]["url"].split("?")[0] for one in (listed, past)] == [
        f"{base}/Organization", f"{base}/Organization/_history",
    ]  # fmt: skip
    assert past["entry"][0]["fullUrl"].startswith(f"{base}/Organization/")
