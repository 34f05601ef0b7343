"""The demonstration's fund in a store in memory, behind its pages, with the headquarters of Qitai as its other side."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.visiting import Visit, opened, visiting

from tongmai.app import declared
from tongmai.house import House
from tongmai.regions.demonstration.everything import resources

Json = dict[str, Any]
FUND = {"Pool", "Prepayment", "FundLine", "MonthlyAccount", "Clearing", "Appraisal", "AppraisalRound", "SplitRule",
        "DipCase", "DipBudget"}  # fmt: skip
RESIDENT = "resident-652328102-0001"
QITAI, MULEI = "pool-mc-652325-1-2025-01", "pool-mc-652328-1-2024-01"


@pytest.fixture(scope="session")
def facts() -> list[Json]:
    """Institutions, the fund, and the people who are built in."""
    region = declared("changji").region
    built_in = {one.practitioner or one.patient for one in region.people}
    return [
        one for one in resources(region)
        if one["id"] in built_in or one["resourceType"] == "Organization"
        or (one["resourceType"] in FUND and _near(one))
        or (one["resourceType"] == "CareTeam" and one["subject"]["reference"] == f"Patient/{RESIDENT}")
    ]  # fmt: skip


def _near(one: Json) -> bool:
    """All pools, but lines and months of two counties only."""
    many = one["resourceType"] in ("FundLine", "MonthlyAccount")
    return not many or one["community"]["reference"] in ("Organization/mc-652325-1", "Organization/mc-652328-1")


@pytest.fixture(scope="module")
def house(facts: list[Json], tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(facts, tmp_path_factory.mktemp("house")) as one:
        yield one


@pytest.fixture
def visit(house: House) -> Iterator[Visit]:
    """A browser of its own for each person."""
    with visiting(house) as begin:
        yield begin
