"""The demonstration's supervision in a store in memory, behind its pages: Qitai's institutions and people."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.demonstration import everything
from tests.visiting import Visit, opened, visiting

from tongmai.app import declared
from tongmai.house import House

Json = dict[str, Any]
OWN = (
    "DrawPlan",
    "Draw",
    "Inspection",
    "CentralTask",
    "InterestTie",
    "Grading",
    "RankingRound",
    "Ranking",
    "Complaint",
)
HOME = "private-hospital-06"
PLACES = (HOME, "private-hospital-01", "private-clinic-05", "private-clinic-12", "hospital-652325-general")


def _id(reference: Json) -> str:
    return str(reference.get("reference", "")).partition("/")[2]


def _near(one: Json) -> bool:
    """In Qitai, invented, or an office."""
    told = [part.get("valueCode", "") for part in one["extension"] if part["url"] == "urn:tongmai:village"]
    return told[0].startswith("652325") or one["id"].startswith(
        ("private-", "commission-", "association-", "hospital-")
    )


@pytest.fixture(scope="session")
def facts() -> list[Json]:
    """Institutions, what supervision keeps, who inspects in Qitai or works at one of a few places, certificates."""
    every = everything()
    built_in = {one.practitioner or one.patient for one in declared("changji").region.people}
    roles = [
        one for one in every
        if one["resourceType"] == "PractitionerRole"
        and (_id(one["organization"]) in (*PLACES, "supervision-652325") or _id(one["practitioner"]) in built_in)
    ]  # fmt: skip
    people = {_id(one["practitioner"]) for one in roles} | built_in
    return [
        one for one in every
        if one["resourceType"] in OWN or one in roles or one["id"] in people
        or (one["resourceType"] == "Organization" and _near(one))
        or (one["resourceType"] == "Certificate" and _id(one["holder"]) in PLACES)
        or (one["resourceType"] == "Task" and one["code"]["coding"][0]["code"].startswith("supervision."))
    ]  # fmt: skip


@pytest.fixture
def house(facts: list[Json], tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(facts, tmp_path_factory.mktemp("house")) as one:
        yield one


@pytest.fixture
def visit(house: House) -> Iterator[Visit]:
    """A browser of its own for each person."""
    with visiting(house) as begin:
        yield begin
