"""All facts of the demonstration in the order in which they may refer to each other."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from tongmai.regions.demonstration import figures, network, parts, reports, rosters, visits
from tongmai.regions.demonstration.accreditation import accreditation
from tongmai.regions.demonstration.certificates import certificates
from tongmai.regions.demonstration.equipment import equipment, wards
from tongmai.regions.demonstration.establishment import establishment
from tongmai.regions.demonstration.neighbourhood import PRIMARY, choices, nearby, signing
from tongmai.regions.demonstration.residents import contracts, residents
from tongmai.regions.demonstration.services import services
from tongmai.regions.demonstration.staff import Workforce, workforce
from tongmai.regions.demonstration.story import Story, read_story
from tongmai.regions.demonstration.writing import write
from tongmai.regions.region import Region

Row = dict[str, Any]
SEED = 28


def resources(region: Region, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """Every resource of the demonstration. The same region and seed give the same bytes in every process."""
    return chain.from_iterable(write(lens, rows) for lens, rows in facts(region, seed))


def facts(region: Region, seed: int = SEED) -> Iterator[tuple[str, list[Row]]]:
    """(lens, rows), in an order in which every reference points backwards."""
    story = read_story(region.folder / "story.yaml")
    wholes = network.institutions(region)
    institutions = [*wholes, *parts.parts(region, seed, wholes, story)]
    force = workforce(region, seed, institutions)
    rosters.rosters(force, seed, institutions, story)
    held = [*certificates(seed, institutions), *accreditation(seed, institutions)]
    offered = list(services(seed, institutions))
    yield "institution", institutions
    yield "membership", parts.memberships(region, wholes)
    yield "staff", force.staff
    yield "post_held", force.posts
    yield "post", list(establishment(force, seed, institutions))
    yield "certificate", held
    yield "service", offered
    yield "equipment", list(equipment(seed, institutions))
    yield "ward", list(wards(institutions))
    yield from _people(region, seed, story, institutions)
    yield from _accounts(institutions, held, force, offered, story)


def _people(region: Region, seed: int, story: Story, institutions: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    townships = [row for row in institutions if row["kind"] == "township_hospital"]
    stations = [row for row in institutions if row["kind"] == "emergency_station"]
    primary = frozenset(row["id"] for row in institutions if row["kind"] in PRIMARY)
    homes = residents(region, seed)
    near = nearby(homes, townships)
    signs = signing(region, seed, institutions)
    yield "resident", [home.row for home in homes]
    yield "contract", contracts(homes, seed, story, signs)
    seen = list(visits.visits(homes, seed, choices(region, institutions, signs)))
    yield "visit", seen
    yield "visit", list(visits.station_operations(stations, seed, story, near))
    yield "report", list(reports.reports(townships, seed, story, near))
    yield "operation", list(reports.operations(townships, seed, near))
    yield "payment", list(visits.payments(seen, seed, primary))


def _accounts(
    institutions: list[Row], held: list[Row], force: Workforce, offered: list[Row], story: Story
) -> Iterator[tuple[str, list[Row]]]:
    known = figures.recorded(institutions, held, force.posts, offered, story)
    yield "pool", list(figures.pools(institutions))
    last_manager = {host: people[-1]["id"] for (host, post), people in force.at.items() if post == "manager"}
    reporters = {county: last_manager[f"commission-{county}"] for county in known["T12"]}
    yield "reported", list(figures.reported(known, story, reporters))
