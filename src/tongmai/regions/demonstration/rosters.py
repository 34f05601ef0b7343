"""Who stands on a roster: emergency stations and teams, chief epidemiologists, supported talents."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tongmai.regions.demonstration.draws import day_between, shuffled, stream, years_after
from tongmai.regions.demonstration.staff import Workforce, of_posts
from tongmai.regions.demonstration.story import Story

Row = dict[str, Any]
A_STATION = 3
UNCERTIFIED = 2
CHINESE = 10
BATCHES = {"2024-1": (date(2024, 6, 1), 7), "2024-2": (date(2024, 11, 1), 6), "2025-1": (date(2025, 5, 1), 8),
           "2022-2": (date(2022, 7, 5), 1)}  # fmt: skip
"""First day of the support and how many; the last one's three years end within days."""
SUPPORT_YEARS = 3


def rosters(force: Workforce, seed: int, institutions: Sequence[Row], story: Story) -> None:
    """Add the posts that people hold beside their own."""
    by_id = {row["id"]: row for row in institutions}
    for row in institutions:
        if row["kind"] == "emergency_station":
            _station(force, seed, row, by_id[row["owner"]], story)
        elif row["kind"] == "emergency_team":
            _team(force, seed, row, story)
        elif row["kind"] == "cdc":
            _chief(force, seed, row)
    _talents(force, seed, by_id, story.cast.area[:2])
    _public_health_departments(force, institutions)
    _chinese_team(force, seed, f"{story.cast.head.rpartition('-')[0]}-tcm")


def _chinese_team(force: Workforce, seed: int, hospital: str) -> None:
    """The emergency team of Chinese medicine: physicians of the prefecture's hospital who were trained for it."""
    people = shuffled(list(of_posts(force, hospital, ("physician",))), seed, "chinese team")
    for person in people[:CHINESE]:
        force.hold(person, hospital, "tcm_emergency_team", "2024-03-01")
        person["emergency_from"], person["emergency_to"] = "2024-01-15", "2027-01-14"


def _station(force: Workforce, seed: int, station: Row, hospital: Row, story: Story) -> None:
    told = story.stations.get(station["id"].removeprefix("station-"), {})
    if told.get("roster") == "none":
        return
    ended = told.get("roster_ended")
    people = list(of_posts(force, hospital["id"], ("physician", "assistant_physician", "nurse")))[:A_STATION]
    to_day = ended.isoformat() if ended else None
    for person in people:
        force.hold(person, station["id"], "emergency_station", station["from_day"], to_day)


def _team(force: Workforce, seed: int, team: Row, story: Story) -> None:
    area = team["id"].removeprefix("team-")
    certified = story.teams[area]
    hospital = story.cast.head if area == story.cast.area else f"hospital-{area}-general"
    people = shuffled(list(of_posts(force, hospital, ("physician", "nurse"))), seed, "team", area)
    for number, person in enumerate(people[: certified + UNCERTIFIED]):
        chance = stream(seed, "team", area, number)
        start = day_between(chance, date(2023, 1, 10), date(2025, 5, 31))
        force.hold(person, team["id"], "emergency_team", start.isoformat())
        if number < certified:
            # trained before the post began, good for three years: nobody's certificate ends before the day
            trained = max(date(2022, 8, 1), start.replace(day=1))
            person["emergency_from"] = trained.isoformat()
            person["emergency_to"] = years_after(trained, 3).isoformat()
        else:
            person["emergency_from"], person["emergency_to"] = "2021-05-01", "2024-04-30"


def _chief(force: Workforce, seed: int, cdc: Row) -> None:
    chance = stream(seed, "chief", cdc["id"])
    start = day_between(chance, date(2023, 6, 1), date(2025, 5, 15))
    force.hold(force.at[cdc["id"], "public_health"][0], cdc["id"], "chief_epidemiologist", start.isoformat())


def _talents(force: Workforce, seed: int, by_id: dict[str, Row], province: str) -> None:
    """Of hospitals that are named by a code of the region."""
    own = [row for id, row in by_id.items() if id.startswith(f"hospital-{province}")]
    hospitals = [row["id"] for row in own if row["kind"] != "maternal_child"]
    candidates = shuffled(
        [(id, person) for id in hospitals for person in force.at.get((id, "physician"), ())], seed, "talents"
    )
    for batch, (start, count) in BATCHES.items():
        for _ in range(count):
            institution, person = candidates.pop()
            end = years_after(start, SUPPORT_YEARS).isoformat()
            force.hold(person, institution, "supported_talent", start.isoformat(), end, batch=batch)


def _public_health_departments(force: Workforce, institutions: Sequence[Row]) -> None:
    """Two of a hospital's physicians work in its public-health department: they are not staff of an institution of
    public health and do not count as such."""
    for row in institutions:
        if row["kind"] == "department" and row.get("designation") == "public_health":
            for person in list(of_posts(force, row["owner"], ("physician",)))[:2]:
                force.hold(person, row["id"], "public_health", row["from_day"])
