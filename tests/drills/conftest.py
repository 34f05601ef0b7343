"""A small house with drills beside it, served as one: two institutions, their people, a resident, a round of work."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.clients.web.conftest import Visitor, institution
from tests.visiting import opened

from tongmai.base.clock import SetClock
from tongmai.drills import Keeper
from tongmai.house import House
from tongmai.programs import drilling, serving

Json = dict[str, Any]
Visit = Callable[[str], Visitor]
DAY = date(2025, 7, 1)
TOWN, COUNTY = "th-652328102", "commission-652328"
WANG = "resident-652328102-0001"
PARTIES = ("clinician", "county-officer")


def slot(id: str, **more: Any) -> Json:
    times = {"start": "2025-07-01T01:00:00Z", "end": "2025-07-01T01:30:00Z"}
    return {
        "resourceType": "Slot",
        "id": id,
        "schedule": {"reference": "Schedule/s"},
        "status": "free",
        **times,
        **more,
    }


def facts() -> list[Json]:
    told = {"url": "urn:tongmai:asked-for", "valueReference": {"reference": f"Patient/{WANG}"}}
    return [
        institution(TOWN, "东城镇卫生院", "township_hospital", "652328"),
        institution(COUNTY, "木垒县卫生健康委员会", "commission", "652328", "county"),
        institution("commission-652300", "州卫生健康委员会", "commission", "652301", "prefecture"),
        *({"resourceType": "Practitioner", "id": id, "name": [{"text": name}]}
          for id, name in (("person-clinician", "阿依古丽"), ("person-planner", "马文博"))),
        {"resourceType": "PractitionerRole", "id": "post-clinician", "active": True,
         "practitioner": {"reference": "Practitioner/person-clinician"},
         "organization": {"reference": f"Organization/{TOWN}"}},
        {"resourceType": "Schedule", "id": "s", "actor": [{"reference": f"Organization/{TOWN}"}]},
        slot("slot-free"),
        slot("slot-of-somebody", extension=[told]),
        {"resourceType": "Patient", "id": WANG, "active": True, "name": [{"text": "王秀兰"}]},
    ]  # fmt: skip


@pytest.fixture
def ticks() -> SetClock:
    """The machine's clock."""
    return SetClock(datetime(2026, 11, 28, 2, tzinfo=UTC))


@pytest.fixture
def house(tmp_path: Path, ticks: SetClock) -> Iterator[House]:
    with opened(facts(), tmp_path / "data") as found:
        found.drills = Keeper(found, ticks)
        yield found


@pytest.fixture
def keeper(house: House) -> Keeper:
    assert isinstance(house.drills, Keeper)
    return house.drills


@pytest.fixture
def visit(house: House, keeper: Keeper) -> Iterator[Visit]:
    """A browser of its own for each person who is named, at the main house and whatever stands beside it."""
    loop, clients = asyncio.new_event_loop(), list[httpx.AsyncClient]()
    app = drilling.Beside(
        serving.application(house, house.settings), keeper, lambda one: serving.application(one, one.settings)
    )

    def begin(person: str) -> Visitor:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        clients.append(httpx.AsyncClient(transport=transport, base_url="http://house", follow_redirects=True))
        return Visitor(clients[-1], loop).become(person)

    yield begin
    for client in clients:
        loop.run_until_complete(client.aclose())
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


def entered(one: Visitor, root: str, person: str) -> Visitor:
    """Sign in to a drill, as its page asks."""
    one.open(f"{root}/")
    return one.send(f"{root}/sign-in", person=person, back="/")
