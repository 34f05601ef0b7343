"""Invented people who work: how many where by weights, each with a licence and a post held."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from tongmai.base.money import split
from tongmai.base.tables import read_table
from tongmai.regions.demonstration.draws import day_between, shuffled, stream
from tongmai.regions.demonstration.names import name_for
from tongmai.regions.region import Person, Region

Row = dict[str, Any]
LICENSED = ("physician", "assistant_physician", "nurse", "pharmacist", "public_health", "rural_doctor")
POSTS = (*LICENSED, "technician", "manager")
WOMEN = {"nurse": 0.95, "pharmacist": 0.7, "public_health": 0.6, "rural_doctor": 0.4}
RECENT = {"physician": 0.04, "assistant_physician": 0.04, "nurse": 0.03, "pharmacist": 0.12, "public_health": 0.06}
"""The share hired since the plan was issued: what lets the ratios move."""
ROOM_NURSES = 86
BUILT_IN = {
    "clinician": "physician",
    "consultation-centre": "technician",
    "pharmacist": "pharmacist",
    "referral-centre": "nurse",
    "specialist": "physician",
    "tcm-specialist": "physician",
}
"""The posts of the people who are built in; of everybody else: manager."""
WOMEN_BUILT_IN = frozenset(
    {
        "clinician",
        "consultation-centre",
        "insurer",
        "pharmacist",
        "quality-centre",
        "record-keeper",
        "record-room",
        "referral-centre",
    }
)
LAPSED_SHARE = 0.04


@dataclass
class Workforce:
    """Rows of the registry's views `staff` and `post_held`; `at` finds the staff of an institution by post."""

    staff: list[Row] = field(default_factory=list)
    posts: list[Row] = field(default_factory=list)
    at: dict[tuple[str, str], list[Row]] = field(default_factory=dict)
    hired: dict[str, int] = field(default_factory=dict)

    def employ(self, person: Row, host: Row) -> None:
        """Enter a person in the register; code and id are one, so that a list made by people can name them."""
        county = host["village"][:6]
        number = self.hired[county] = self.hired.get(county, 0) + 1
        person["id"] = person["code"] = f"Y{county}-{number:05d}"
        self.staff.append(person)

    def hold(
        self, person: Row, institution: str, post: str, from_day: str, to_day: str | None = None, **more: Any
    ) -> None:
        """Give a person a post."""
        number = sum(1 for row in self.at.get((institution, post), ()) if row is not person) + 1
        self.posts.append(
            {
                "id": f"role-{post.replace('_', '-')}-{institution}-{number}",
                "person": person["id"],
                "institution": institution,
                "post": post,
                "from_day": from_day,
                "to_day": to_day,
                "active": to_day is None or to_day >= from_day,
                **more,
            }
        )
        self.at.setdefault((institution, post), []).append(person)


def workforce(region: Region, seed: int, institutions: Sequence[Row]) -> Workforce:
    """Everybody who works, before rosters and teams are drawn from them."""
    force = Workforce()
    table = read_table(Path(__file__).parent / "staffing.csv", ("kind", "post"))
    weights = {(row["kind"], row["post"]): (int(row["per_bed"]), int(row["fixed"])) for row in table.on(region.as_of)}
    for post in POSTS:
        _spread(force, seed, post, int(region.settings["staff"][post]), institutions, weights)
    _room_nurses(force, region, seed, institutions)
    for person in region.people:
        _built_in(force, person)
    return force


def _spread(
    force: Workforce,
    seed: int,
    post: str,
    total: int,
    institutions: Sequence[Row],
    weights: Mapping[tuple[str, str], tuple[int, int]],
) -> None:
    hosts = [row for row in institutions if (row["kind"], post) in weights]
    shares = split(total, [_weight(row, weights[row["kind"], post]) for row in hosts])
    for host, count in zip(hosts, shares, strict=True):
        chance = stream(seed, "staff", host["id"], post)
        for _ in range(count):
            person, hired = _person(chance, host, post)
            force.employ(person, host)
            force.hold(person, host["id"], post, hired)


def _weight(host: Row, weight: tuple[int, int]) -> int:
    per_bed, fixed = weight
    larger = 2 if host["kind"] == "cdc" and host["tier"] == "prefecture" else 1
    return per_bed * int(host.get("beds") or 0) + fixed * larger


def _person(chance: Random, host: Row, post: str) -> tuple[Row, str]:
    gender = "female" if chance.random() < WOMEN.get(post, 0.5) else "male"
    recent = chance.random() < RECENT.get(post, 0.02)
    first, last = (date(2024, 4, 1), date(2025, 6, 20)) if recent else (date(2006, 7, 1), date(2024, 3, 20))
    hired = day_between(chance, first, last)
    person: Row = {
        "name": name_for(chance, gender),
        "gender": gender,
        "active": True,
    }
    if post in LICENSED:
        person |= _licence(chance, host, post, hired)
    return person, hired.isoformat()


def _licence(chance: Random, host: Row, post: str, hired: date) -> Row:
    """A licence from before the post began. It has lapsed for a few at private institutions and village rooms only: all
    of these institutions are invented or assumed."""
    ends = day_between(chance, date(2025, 9, 1), date(2030, 6, 30))
    if (host["ownership"] == "private" or host["kind"] == "village_room") and chance.random() < LAPSED_SHARE:
        ends = day_between(chance, max(date(2024, 9, 1), hired), date(2025, 6, 25))
    return {
        "licence_kind": post,
        "licence": f"演示{chance.randrange(10**9):09d}",
        "licence_from": (hired - timedelta(days=chance.randrange(30, 900))).isoformat(),
        "licence_to": ends.isoformat(),
    }


def _room_nurses(force: Workforce, region: Region, seed: int, institutions: Sequence[Row]) -> None:
    rooms = [row for row in institutions if row["kind"] == "village_room"]
    for host in room_order(seed, rooms)[:ROOM_NURSES]:
        chance = stream(seed, "staff", host["id"], "nurse")
        person, _ = _person(chance, host, "nurse")
        person["licence_to"] = "2029-06-30"
        started = day_between(chance, date(2023, 1, 1), date(2025, 6, 20))
        person["licence_from"] = (started - timedelta(days=200)).isoformat()
        force.employ(person, host)
        force.hold(person, host["id"], "nurse", started.isoformat())


def room_order(seed: int, rooms: Sequence[Row]) -> list[Row]:
    """Village rooms in the order in which they come by nursing staff and infusion."""
    return shuffled(rooms, seed, "room nurses")


def _built_in(force: Workforce, person: Person) -> None:
    if not person.practitioner:
        return
    post = BUILT_IN.get(person.id, "manager")
    row: Row = {
        "id": person.practitioner,
        "code": f"Y-{person.id}",
        "name": person.name.zh,
        "gender": "female" if person.id in WOMEN_BUILT_IN else "male",
        "active": True,
    }
    if post in LICENSED:
        row |= {
            "licence_kind": post,
            "licence": f"演示-{person.id}",
            "licence_from": "2010-08-01",
            "licence_to": "2029-07-31",
        }
    force.staff.append(row)
    force.hold(row, person.organization, post, "2018-09-01")


def of_posts(force: Workforce, institution: str, posts: Sequence[str]) -> Iterator[Row]:
    """Staff of an institution that hold one of these posts, post by post."""
    for post in posts:
        yield from force.at.get((institution, post), ())
