"""The pages over a small house: two counties, a few township hospitals, and what was reported for them."""

import asyncio
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from starlette.applications import Starlette

from tongmai.access import Put
from tongmai.app import clock_at, declared, open_house
from tongmai.base.settings import read_settings
from tongmai.clients.web.routes import build
from tongmai.declared import Declared
from tongmai.house import House
from tongmai.store.memory.store import MemoryStore
from tongmai.store.protocol import ChangeSet

Json = dict[str, Any]
VILLAGES = {"652301": "652301001001", "652327": "652327100001", "652328": "652328100005"}


def institution(id: str, name: str, kind: str, county: str, tier: str = "township") -> Json:
    codes = {"village": VILLAGES[county], "tier": tier, "ownership": "public", "status": "assumed"}
    return {
        "resourceType": "Organization", "id": id, "name": name, "active": True,
        "extension": [
            *({"url": f"urn:tongmai:{key}", "valueCode": code} for key, code in codes.items()),
            {"url": "urn:tongmai:period", "valuePeriod": {"start": "2010-01-01"}},
        ],
        "identifier": [{"system": "urn:tongmai:institution-code", "value": f"code-{id}"}],
        "type": [{"coding": [{"system": "urn:tongmai:kind", "code": kind}]}],
    }  # fmt: skip


def certificate(holder: str, standard: str, county: str) -> Json:
    return {
        "resourceType": "Certificate", "id": f"{standard}-{holder}".replace("_", "-"), "standard": standard,
        "holder": {"reference": f"Organization/{holder}"}, "area": VILLAGES[county], "state": "certified",
        "period": {"start": "2024-01-01", "end": "2026-12-31"}, "claimed": "2023-11-01",
    }  # fmt: skip


def facts() -> list[Json]:
    hospitals = [("th-a", "甲镇卫生院", "652327"), ("th-b", "乙镇卫生院", "652327"), ("th-c", "丙镇卫生院", "652328")]
    people = [("person-planner", "马文博"), ("person-county-officer", "叶尔兰")]
    return [
        institution("commission-652300", "州卫生健康委员会", "commission", "652301", "prefecture"),
        institution("commission-652327", "吉木萨尔县卫生健康委员会", "commission", "652327", "county"),
        institution("commission-652328", "木垒县卫生健康委员会", "commission", "652328", "county"),
        *(institution(id, name, "township_hospital", county) for id, name, county in hospitals),
        *({"resourceType": "Practitioner", "id": id, "name": [{"text": name}]} for id, name in people),
        {"resourceType": "Patient", "id": "resident-652328102-0001", "active": True, "name": [{"text": "王秀兰"}]},
        certificate("th-a", "township_basic", "652327"),
        certificate("th-b", "township_basic", "652327"),
    ]


@pytest.fixture(scope="session")
def it() -> Declared:
    return declared("changji")


@contextmanager
def opened(it: Declared, folder: Path) -> Iterator[House]:
    """A house of these facts, on the demonstration's day."""
    clock = clock_at(date(2025, 6, 30))
    settings = {**read_settings({}), "data": folder, "secret": "a key for tests"}
    store = MemoryStore(it.definitions, clock)
    puts = tuple(Put(one["resourceType"], orjson.dumps(one), one["id"]) for one in facts())
    store.commit(ChangeSet(puts, origin="tests"))
    house = open_house(settings, clock, it, store)
    try:
        yield house
    finally:
        house.close()


@pytest.fixture
def house(tmp_path: Path, it: Declared) -> Iterator[House]:
    with opened(it, tmp_path) as one:
        yield one


@pytest.fixture
def app(house: House) -> Starlette:
    return build(house)


@dataclass
class Visitor:
    """A browser without scripts: keeps cookies, fills forms by the names that the page gives them."""

    client: httpx.AsyncClient
    loop: asyncio.AbstractEventLoop
    page: str = ""
    status: int = 0
    at: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""

    def _took(self, answer: Any) -> "Visitor":
        kind = answer.headers.get("content-type", "")
        self.page = answer.text if kind.startswith("text/") else self.page
        self.content, self.status, self.headers = answer.content, answer.status_code, answer.headers
        self.at = answer.url.path
        return self

    def open(self, address: str) -> "Visitor":
        return self._took(self.loop.run_until_complete(self.client.get(address)))

    @property
    def token(self) -> str:
        found = re.search(r'name="_token" value="([^"]+)"', self.page)
        return found[1] if found else ""

    def send(self, address: str, token: str | None = None, **fields: str) -> "Visitor":
        """Post a form as the page would, with the token that it carries."""
        given = {"_token": self.token if token is None else token, **fields}
        referer = {"referer": f"http://house{self.at}"}
        return self._took(self.loop.run_until_complete(self.client.post(address, data=given, headers=referer)))

    def become(self, person: str) -> "Visitor":
        if not self.token:
            self.open("/sign-in")
        return self.send("/sign-in", person=person, back="/tour")

    def upload(self, name: str, data: bytes) -> "Visitor":
        """Send a file with the form that the page shows."""
        sent = self.client.post("/imports", data={"_token": self.token, "sheet": ""}, files={"file": (name, data)})
        return self._took(self.loop.run_until_complete(sent))

    @property
    def text(self) -> str:
        """What stands on the page, without markup."""
        body = re.sub(r"<(script|style|title)\b.*?</\1>", " ", self.page, flags=re.DOTALL)
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))

    @property
    def task(self) -> str:
        """The piece of work whose steps the page offers."""
        found = re.search(r'action="/work/([^/"]+)/', self.page)
        assert found, "the page offers no step"
        return found[1]

    def step(self, name: str, version: str = "", **fields: str) -> "Visitor":
        """Take a step that the page offers, with the version that it shows."""
        seen = version or re.findall(r'name="_version" value="(\d+)"', self.page)[0]
        return self.send(f"/work/{self.task}/{name}", _version=seen, **fields)


@pytest.fixture
def visitor(app: Starlette) -> Iterator[Visitor]:
    loop = asyncio.new_event_loop()
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://house",
        follow_redirects=True,
    )  # fmt: skip
    yield Visitor(client, loop)
    loop.run_until_complete(client.aclose())
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
