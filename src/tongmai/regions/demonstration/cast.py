"""Who plays which part in a region's demonstration: read from `cast` of its `story.yaml`, so that no program knows an
institution by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tongmai.regions.region import Region

Party = tuple[str, str, str]
"""Role, institution, practitioner."""
Quotas = Mapping[str, Mapping[str, Mapping[str, int]]]


@dataclass(frozen=True)
class Cast:
    """Institutions by id, counties by six digits. `title` is the region in short, `sign` what it is in the number
    of a document, `capital` that of its province. `town` asks and `hospital` receives in the tour; `head` leads the
    hospitals of the region; `second` are the counties with two communities, `late` the one that joined late,
    `lapsed` the one whose council does not meet (both invented); `bonds`: kind, who supports, who is supported
    (empty: the first member at the base), since when; `schools` by programme; `cases`: settled cases by hospital;
    `reports`: target by what counties report; `quotas` by kind of holder and standard; `studios`: title, level,
    institution, field, since when; `rounds_from`: the first month of rounds to villages; `elsewhere`: where
    residents are treated outside, each as often as it is named; `people`: who is built in, by id: the story of a
    room whose people are missing is not told."""

    area: str
    title: str
    sign: str
    capital: str
    town: str
    hospital: str
    head: str
    second: tuple[str, ...]
    late: str
    lapsed: str
    bonds: tuple[tuple[str, str, str, str], ...]
    schools: Mapping[str, str]
    cases: Mapping[str, int]
    plan: str
    reports: Mapping[str, str]
    quotas: Quotas
    studios: tuple[tuple[str, str, str, str, str], ...]
    rounds_from: date
    people: Mapping[str, Party]
    elsewhere: tuple[str, ...]

    @property
    def town_county(self) -> str:
        return self.town[3:9]

    @property
    def hospital_county(self) -> str:
        return self.hospital[9:15]

    @property
    def community(self) -> str:
        """The medical community of the tour."""
        return f"mc-{self.hospital_county}-1"

    @property
    def planner(self) -> Party:
        return ("planner", f"commission-{self.area}", "person-planner")

    @property
    def insurer(self) -> Party:
        return ("insurer", f"insurer-{self.area}", "person-insurer")

    @property
    def divided(self) -> frozenset[str]:
        """First communities that share their county from the beginning."""
        return frozenset(f"mc-{county}-1" for county in self.second if f"mc-{county}-2" != self.late)


def read_cast(told: Mapping[str, Any], region: Region) -> Cast:
    """From the mapping `cast` and the region's people. KeyError names the part that is missing."""
    return Cast(
        area=region.prefecture[:6],
        title=told["title"],
        sign=told["sign"],
        capital=told["capital"],
        town=told["town"],
        hospital=told["hospital"],
        head=told["head"],
        second=tuple(told["second"]),
        late=told["late"],
        lapsed=told["lapsed"],
        bonds=tuple((one["kind"], one["trustee"], one["entrusted"], one["since"]) for one in told["bonds"]),
        schools=told["schools"],
        cases=told["cases"],
        plan=told["plan"],
        reports=told["reports"],
        quotas=told["quotas"],
        studios=tuple(
            (one["title"], one["level"], one["place"], one["field"], one["since"]) for one in told["studios"]
        ),
        rounds_from=told["rounds_from"],
        elsewhere=tuple(told["elsewhere"]),
        people={one.id: (one.roles[0], one.organization, one.practitioner) for one in region.people},
    )
