"""The demonstration by type and by lens."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from tests import demonstration
from tests.demonstration import demonstrated

from tongmai.fhir.definitions import Definitions
from tongmai.regions.demonstration.everything import facts
from tongmai.regions.region import Region

ROOMS = Path(__file__).parents[2] / "src" / "tongmai" / "domains"
Json = dict[str, Any]


@pytest.fixture(scope="session")
def region() -> Region:
    return demonstrated()


@pytest.fixture(scope="session")
def everything() -> list[Json]:
    return demonstration.everything()


@pytest.fixture(scope="session")
def by_type(everything: list[Json]) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = defaultdict(list)
    for resource in everything:
        found[resource["resourceType"]].append(resource)
    return dict(found)


@pytest.fixture(scope="session")
def rows(region: Region) -> dict[str, list[Json]]:
    """Rows by lens."""
    found: dict[str, list[Json]] = defaultdict(list)
    for lens, some in facts(region):
        found[lens] += some
    return dict(found)


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    """R4 and what the rooms declare."""
    own: list[Json] = []
    for path in sorted(ROOMS.glob("*/profiles/*.json")):
        read = json.loads(path.read_text(encoding="utf-8"))
        own += read if isinstance(read, list) else [read]
    return Definitions.load(own)
