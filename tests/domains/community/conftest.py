"""The demonstration's communities in a store in memory, behind their pages."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.visiting import Visit, opened, visiting

from tongmai.app import declared
from tongmai.house import House
from tongmai.regions.demonstration.everything import resources

Json = dict[str, Any]
OWN = {"Charter", "Posting", "SupportTask", "CircuitRound", "AppraisalRound", "Appraisal", "OrganizationAffiliation",
       "Organization"}  # fmt: skip
QITAI, DONGCHENG = "mc-652325-1", "th-652328102"
SENDER = "hospital-652325-general"


@pytest.fixture(scope="session")
def facts() -> list[Json]:
    """Institutions, the work of the communities, the people who are built in, and the physicians of one hospital."""
    region = declared("changji").region
    everything = list(resources(region))
    built_in = {one.practitioner for one in region.people}
    posts = [one for one in everything if one["resourceType"] == "PractitionerRole" and _there(one)]
    people = built_in | {str(one["practitioner"]["reference"]).rpartition("/")[2] for one in posts}
    return [
        one for one in everything
        if one["resourceType"] in OWN or one["id"] in people
        or (one["resourceType"] == "PractitionerRole" and _there(one))
        or (one["resourceType"] == "Certificate" and one["standard"] == "unification")
        or (one["resourceType"] == "Task" and str(one["focus"]["reference"]).partition("/")[0] in OWN)
    ]  # fmt: skip


def _there(post: Json) -> bool:
    return str(post["organization"]["reference"]).rpartition("/")[2] in (SENDER, DONGCHENG, QITAI)


@pytest.fixture(scope="module")
def house(facts: list[Json], tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(facts, tmp_path_factory.mktemp("house")) as one:
        yield one


@pytest.fixture
def visit(house: House) -> Iterator[Visit]:
    """A browser of its own for each person."""
    with visiting(house) as begin:
        yield begin
