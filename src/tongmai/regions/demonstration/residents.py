"""Invented residents: a share of the region's population, spread over its villages. No ethnicity is kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from random import Random
from typing import Any

from tongmai.base.money import split
from tongmai.regions.demonstration.draws import day_between, shuffled, stream, years_after
from tongmai.regions.demonstration.identity import identity_number
from tongmai.regions.demonstration.names import name_for
from tongmai.regions.demonstration.story import Story
from tongmai.regions.region import Region

Row = dict[str, Any]
FACTS_FROM = date(2024, 1, 1)
SUMMER_EACH = 3
"""In the county of the tour's town one in so many of those who renew signs in summer: their contracts end soon after
the demonstration's day."""
# ages on the first day of facts: from, to, share in per mille; assumed
AGES = ((0, 6, 70), (7, 17, 120), (18, 44, 400), (45, 64, 270), (65, 94, 140))
CARD_SHARE = 0.9
GROWN, LOOK_ALIKES, NEAR = 18, 6, {"female": "芳", "male": "明"}
"""Pairs of residents who might be taken for one, and how their names end."""


@dataclass(frozen=True)
class Home:
    """A resident with where they live; `row` is the row of the form `resident`."""

    row: Row
    village: str
    township: str
    county: str
    age: int


def residents(region: Region, seed: int) -> list[Home]:
    """As many as region.yaml says, in the order of villages."""
    year = region.settings["records"]["year"]
    counted = {row.village: row.residents for row in region.population if row.year == year}
    total = int(region.settings["records"]["residents"])
    shares = split(total, [counted[place.village] for place in region.places])
    homes: list[Home] = []
    ordinals: dict[tuple[date, str], int] = {}
    in_township: dict[str, int] = {}
    built_in = {person.patient: person.name.zh for person in region.people if person.patient}
    for place, count in zip(region.places, shares, strict=True):
        for _ in range(count):
            number = in_township[place.township] = in_township.get(place.township, 0) + 1
            id = f"resident-{place.township[:9]}-{number:04d}"
            home = _resident(stream(seed, id), id, built_in.get(id), ordinals, region.prefecture)
            home.row["village"] = place.village
            homes.append(Home(home.row, place.village, place.township, place.county, home.age))
    for number, (one, other) in enumerate(alike(homes, built_in)):
        near = one.row["name"][:-1] + NEAR[one.row["gender"]]
        other.row["name"] = near if number else one.row["name"]
    return homes


def alike(homes: Sequence[Home], spared: Collection[str]) -> list[tuple[Home, Home]]:
    """Pairs of grown-ups of one sex and one day of birth whose numbers differ in one digit of the first seventeen:
    they bear near names. Those who live in one county come first."""
    found: list[tuple[Home, Home]] = []
    used = set(spared)
    groups: dict[tuple[str, str], list[Home]] = {}
    for home in homes:
        if home.age >= GROWN:
            groups.setdefault((home.row["birth"], home.row["gender"]), []).append(home)
    near = [
        (one, other)
        for group in groups.values()
        for one, other in combinations(group, 2)
        if sum(a != b for a, b in zip(one.row["identity"][:17], other.row["identity"][:17], strict=True)) == 1
    ]
    for one, other in sorted(near, key=lambda pair: pair[0].county != pair[1].county):
        ids = {one.row["id"], other.row["id"]}
        if not ids & used and len(found) < LOOK_ALIKES:
            found.append((one, other))
            used |= ids
    return found


def _resident(
    chance: Random, id: str, name: str | None, ordinals: dict[tuple[date, str], int], prefecture: str
) -> Home:
    low, high, _ = chance.choices(AGES, weights=[share for _, _, share in AGES])[0]
    gender = "female" if name or chance.random() < 0.49 else "male"
    age = 66 if name else chance.randint(low, high)
    born = day_between(chance, date(2023 - age, 1, 2), date(2023 - age, 12, 31))
    ordinal = ordinals[born, gender] = ordinals.get((born, gender), -1) + 1
    row: Row = {
        "id": id,
        "identity": identity_number(born, gender, ordinal, prefecture),
        "name": name or name_for(chance, gender),
        "gender": gender,
        "birth": born.isoformat(),
        "key_group": _key_group(chance, age, gender),
    }
    if name or chance.random() < CARD_SHARE:
        row["card"] = f"演示卡{chance.randrange(10**10):010d}"
        row["card_from"] = day_between(chance, date(2021, 1, 1), date(2025, 5, 31)).isoformat()
    return Home(row, "", "", "", age)


def _key_group(chance: Random, age: int, gender: str) -> str | None:
    draw = chance.random()
    if age >= 65:
        return "elderly"
    if age <= 6:
        return "child"
    if age >= 35 and draw < 0.18:
        return "chronic"
    if 20 <= age <= 40 and gender == "female" and draw > 0.96:
        return "pregnant"
    return "disabled" if 0.5 < draw < 0.515 else None


def contracts(
    homes: Sequence[Home], seed: int, story: Story, teams: dict[str, str], told: Collection[str]
) -> list[Row]:
    """Rows of the form `contract`: one family-doctor contract a person and year, of twelve months. Between January and
    May somebody signs, and who goes on renews without a gap. `teams`: township to the institution that signs. `told`:
    residents of the tour's story, who sign however many residents there are."""
    rows: list[Row] = []
    for county, shares in story.contracts.items():
        people = shuffled([home for home in homes if home.county.startswith(county)], seed, "contracts", county)
        key = [home for home in people if home.row["key_group"]]
        rest = [home for home in people if not home.row["key_group"]]
        before = _signed(people, key, rest, shares, 0, told)
        after = _signed(people, key, rest, shares, 1, told)
        continued = {home.row["id"] for home in after}
        signed = {home.row["id"] for home in before}
        renewing = [home.row["id"] for home in before if home.row["id"] in continued and home.row["id"] not in told]
        summer = frozenset(renewing[::SUMMER_EACH] if county == story.cast.town_county else ())
        for home in before:
            id = home.row["id"]
            rows += _contract(home, seed, 2024, teams, renew=id in continued, summer=id in summer)
        for home in after:
            if home.row["id"] not in signed:
                rows += _contract(home, seed, 2025, teams, renew=False)
    return rows


def circles(signed: Sequence[Row]) -> list[Row]:
    """Rows of the form `circle`: a contract in force puts the resident into the circle of care of who signed it."""
    return [{**row, "id": f"circle-{row['id']}"} for row in signed if row["state"] == "active"]


def _signed(
    people: Sequence[Home], key: Sequence[Home], rest: Sequence[Home], shares: Any, year: int, told: Collection[str]
) -> list[Home]:
    everybody = (len(people) * shares["all"][year] + 50) // 100
    important = (len(key) * shares["key"][year] + 50) // 100
    return [*_first(key, important, told), *_first(rest, max(0, everybody - important), told)]


def _first(people: Sequence[Home], count: int, told: Collection[str]) -> Sequence[Home]:
    """The first of them; where that would leave out somebody of the story, those of the story before all others."""
    if any(home.row["id"] in told for home in people[count:]):
        people = sorted(people, key=lambda home: home.row["id"] not in told)
    return people[:count]


def _contract(
    home: Home, seed: int, year: int, teams: dict[str, str], *, renew: bool, summer: bool = False
) -> list[Row]:
    """`summer`: signed in the summer before, so that it holds on the same days of June."""
    chance = stream(seed, "contract", home.row["id"])
    start = day_between(chance, date(year, 1, 5), date(year, 5, 25))
    if summer:
        year, start = year - 1, date(year - 1, 7, 5) + (start - date(year, 1, 5)) / 3
    rows = []
    for turn in range(2 if renew else 1):
        end = years_after(start, 1)
        rows.append(
            {
                "id": f"contract-{home.row['id'][9:]}-{year + turn}",
                "person": home.row["id"],
                "name": home.row.get("name"),
                "institution": teams[home.township],
                "package": home.row["key_group"] or "basic",
                "from_day": start.isoformat(),
                "to_day": end.isoformat(),
                "state": "completed" if end < date(2025, 6, 30) else "active",
            }
        )
        start = end + timedelta(days=1)
    return rows
