"""The scenarios of drills (drills.yaml) and the invented residents that each brings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tongmai.base.words import Words
from tongmai.model.entry import read_yaml
from tongmai.regions.demonstration.identity import identity_number
from tongmai.regions.demonstration.writing import write
from tongmai.regions.region import Person, Region

FILE = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is played, and the people it is played with: name, gender, age."""

    id: str
    title: Words
    what: Words
    residents: tuple[Mapping[str, Any], ...]


@cache
def scenarios() -> Mapping[str, Scenario]:
    """Every scenario by its id, in the order of the file."""
    rows: Sequence[Mapping[str, Any]] = read_yaml(FILE)
    found = (Scenario(row["id"], Words(**row["title"]), Words(**row["what"]), tuple(row["residents"])) for row in rows)
    return {one.id: one for one in found}


def residents(region: Region, scenario: str, people: Sequence[str], day: date) -> Iterator[dict[str, Any]]:
    """The scenario's residents as resources, each followed by the circle that puts them into the care of a party's
    institution; nobody where no scenario is chosen. KeyError: there is none of that id."""
    if not scenario:
        return
    carer = _carer(region, people)
    village = region.below(carer.area if carer else region.prefecture, "village")[0].code
    for number, row in enumerate(scenarios()[scenario].residents, start=1):
        one = _resident(region, number, row, village, day)
        yield from write("resident", [one])
        if carer is not None:
            circle = {"id": f"circle-{one['id']}", "person": one["id"], "institution": carer.organization,
                      "from_day": day.isoformat(), "to_day": f"{day.year + 1}-12-31"}  # fmt: skip
            yield from write("circle", [circle])


def _resident(region: Region, number: int, row: Mapping[str, Any], village: str, day: date) -> dict[str, Any]:
    born = date(day.year - int(row["age"]), 1, number)
    return {
        "id": f"drill-resident-{number:02d}",
        "identity": identity_number(born, row["gender"], 400 + number, region.prefecture),
        "name": row["name"],
        "gender": row["gender"],
        "birth": born.isoformat(),
        "village": village,
    }


def _carer(region: Region, people: Sequence[str]) -> Person | None:
    """The first who takes part for an institution of a township, else of a county; None where nobody does."""
    parties = [one for one in region.people if one.id in people and one.organization and one.area != region.prefecture]
    township = (one for one in parties if not one.area.endswith("000000"))
    return next(township, parties[0] if parties else None)
