"""The demonstration's quality work in a store in memory, behind its pages; and a house in which no case is recorded."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.demonstration import everything
from tests.visiting import Visit, opened, visiting

from tongmai.app import declared
from tongmai.house import House

Json = dict[str, Any]
WORK = ("quality.cycle", "quality.specialty")
OWN = ("QualityCycle", "SpecialtyBid", "FrontPage", "OutsideStay")
KINDS = ("general_hospital", "specialist_hospital", "quality_centre", "commission")


def _kind(one: Json) -> str:
    return str(one["type"][0]["coding"][0]["code"]) if one.get("type") else ""


@pytest.fixture(scope="session")
def ground() -> list[Json]:
    """Hospitals, centres and commissions, who is built in, the grouping, certificates of recognised items."""
    built_in = {one.practitioner for one in declared("changji").region.people}
    return [
        one for one in everything()
        if (one["resourceType"] == "Organization" and _kind(one) in KINDS)
        or (one["resourceType"] == "Practitioner" and one["id"] in built_in)
        or one["resourceType"] == "CaseGroup"
        or (one["resourceType"] == "Certificate" and one["standard"] in ("recognition_item",
                                                                      "key_specialty_prefecture"))
    ]  # fmt: skip


@pytest.fixture(scope="session")
def facts(ground: list[Json]) -> list[Json]:
    """With the demonstration's cases, cycles and bids."""
    return ground + [
        one for one in everything()
        if one["resourceType"] in OWN
        or (one["resourceType"] == "Task" and one["code"]["coding"][0]["code"] in WORK)
    ]  # fmt: skip


@pytest.fixture
def house(facts: list[Json], tmp_path: Path) -> Iterator[House]:
    with opened(facts, tmp_path) as one:
        yield one


@pytest.fixture
def bare(ground: list[Json], tmp_path: Path) -> Iterator[House]:
    """Without any case."""
    with opened(ground, tmp_path) as one:
        yield one


@pytest.fixture
def visit(house: House) -> Iterator[Visit]:
    """A browser of its own for each person."""
    with visiting(house) as begin:
        yield begin
