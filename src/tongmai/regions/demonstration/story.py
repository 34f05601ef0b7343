"""The fixed story of the tour, read from the region's `story.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongmai.model.entry import read_yaml
from tongmai.regions.demonstration.cast import Cast, read_cast
from tongmai.regions.region import Region


@dataclass(frozen=True)
class Marks:
    """Of recognised items: how far those of hospitals reach; by holder and item those that ended, with their last day,
    and those under way, with their state."""

    hospitals: Mapping[str, Mapping[str, int]]
    expired: Mapping[tuple[str, str], date]
    waiting: Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Story:
    """Townships by nine digits, counties by six. See the comments in story.yaml."""

    cast: Cast

    centres_unused: Mapping[str, tuple[str, ...]]
    stations: Mapping[str, Mapping[str, Any]]
    centres_missing: Mapping[str, tuple[str, ...]]
    centres_late: Mapping[str, Mapping[str, date]]
    reported_differs: Mapping[str, Mapping[str, int]]
    teams: Mapping[str, int]
    slots_full: frozenset[str]
    contracts: Mapping[str, Mapping[str, tuple[int, int]]]
    fund: Mapping[str, Any]
    posts_pool: Mapping[str, Mapping[str, Any]]
    posts_pool_spared: frozenset[str]
    accepted: Mapping[str, Mapping[str, date]]
    graded: Mapping[str, date]
    marks: Marks
    treatable: Mapping[str, Any]


def read_story(region: Region) -> Story:
    """KeyError names the part that is missing."""
    told = read_yaml(region.folder / "story.yaml")
    return Story(
        cast=read_cast(told["cast"], region),
        centres_unused={town: tuple(centres) for town, centres in told["centres_unused"].items()},
        stations=told["stations"],
        centres_missing={county: tuple(families) for county, families in told["centres_missing"].items()},
        centres_late=told["centres_late"],
        reported_differs=told["reported_differs"],
        teams=told["teams"],
        slots_full=frozenset(told["slots_full"]),
        contracts={
            county: {group: (years[0], years[1]) for group, years in groups.items()}
            for county, groups in told["contracts"].items()
        },
        fund=told["fund"],
        posts_pool=told["posts_pool"],
        posts_pool_spared=frozenset(told["posts_pool_spared"]),
        accepted=told["accepted"],
        graded=told["graded"],
        marks=_marks(told["marks"]),
        treatable=told.get("treatable", {}),
    )


def _marks(told: Mapping[str, Any]) -> Marks:
    return Marks(told["hospitals"], _by_item(told["expired"]), _by_item(told["waiting"]))


def _by_item(told: Mapping[str, Mapping[str, Any]]) -> dict[tuple[str, str], Any]:
    return {(holder, item): value for holder, items in told.items() for item, value in items.items()}
