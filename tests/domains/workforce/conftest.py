"""The demonstration's posts and people in a store in memory, behind its pages: Mulei's own and all that is lent."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.demonstration import everything
from tests.visiting import Visit, opened, visiting

from tongmai.app import declared
from tongmai.house import House

Json = dict[str, Any]
LOAN_TASK = "workforce.loan"


@pytest.fixture(scope="session")
def facts() -> list[Json]:
    """Institutions, the pools with their loans, who works at Dongcheng or is built in, and whoever sits on a lent
    post."""
    every = everything()
    lent = [one for one in every if one["resourceType"] == "PostLoan"]
    sits = {_id(one["person"]) for one in lent if "person" in one}
    built_in = {one.practitioner or one.patient for one in declared("changji").region.people}
    roles = [
        one for one in every
        if one["resourceType"] == "PractitionerRole"
        and (_id(one["organization"]) == "th-652328102" or _id(one["practitioner"]) in sits | built_in)
    ]  # fmt: skip
    people = {_id(one["practitioner"]) for one in roles} | built_in
    return [
        one for one in every
        if one["resourceType"] in ("Organization", "PoolPost", "PostLoan", "Post") or one in roles
        or one["id"] in people
        or (one["resourceType"] == "Task" and one["code"]["coding"][0]["code"] == LOAN_TASK)
        or (one["resourceType"] in ("Trainee", "DoctorCover") and _id(one.get("person", {})) in people)
    ]  # fmt: skip


def _id(reference: Json) -> str:
    return str(reference.get("reference", "")).partition("/")[2]


@pytest.fixture
def house(facts: list[Json], tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(facts, tmp_path_factory.mktemp("house")) as one:
        yield one


@pytest.fixture
def visit(house: House) -> Iterator[Visit]:
    """A browser of its own for each person."""
    with visiting(house) as begin:
        yield begin
