"""`tongmai drill`: what the page of the drills does, at a house that is not being served."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tongmai.drills import Keeper
from tongmai.drills.folders import Folders
from tongmai.house import House


def listed(settings: Mapping[str, Any]) -> Iterator[str]:
    """A line a drill: id, state, beginning of the scenario, name."""
    found = Folders(Path(settings["data"]))
    for state, drills in (("进行中 open", found.open()), ("封存 kept", found.closed())):
        for one in drills:
            yield f"{one.id}\t{state}\t{one.begins:%Y-%m-%d %H:%M}\t{one.name}"


def opened(house: House, person: str, name: str, day: date, people: Sequence[str], scenario: str) -> str:
    """Open a drill; its id. Refused: see `Keeper.open`."""
    house.drills = keeper = Keeper(house)
    return keeper.open(person, name, day, people, scenario).id


def closed(house: House, person: str, id: str, keep: bool) -> None:
    """Close a drill. Refused: see `Keeper.close`."""
    house.drills = keeper = Keeper(house)
    keeper.resume()
    keeper.close(person, id, keep)
