"""Certificates of hospitals, laboratories and medical communities. Named hospitals of the plan get good or neutral
facts only; what falls short stands at institutions that are invented."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from tongmai.base.tables import read_table
from tongmai.regions.demonstration.cast import Cast
from tongmai.regions.demonstration.certificates import Register
from tongmai.regions.demonstration.parts import EMERGENCY
from tongmai.regions.demonstration.story import Story
from tongmai.regions.demonstration.writing import REGISTRY

Row = dict[str, Any]
UNIFICATIONS = ("personnel", "finance", "assets", "business", "drugs", "information", "performance", "insurance")
# standard, certificates before the plan, certificates since
KEY_SPECIALTIES = (
    ("key_specialty_national", 1, 1),
    ("key_specialty_region", 6, 5),
    ("key_specialty_prefecture", 8, 12),
)
LABORATORY_DAYS = (date(2022, 9, 1), date(2023, 8, 15), date(2025, 4, 10))


def accreditation(seed: int, institutions: Sequence[Row], story: Story) -> Iterator[Row]:
    """Rows of the view `certificate`."""
    register = Register(seed, story.cast.title)
    hospitals = [row for row in institutions if row.get("level") in ("2", "3") or row["ownership"] == "private"]
    for number, row in enumerate(hospitals):
        if row["kind"] not in ("association", "clinic", "corps_hospital"):
            yield from _hospital(register, row, number, story)
    for row in institutions:
        if row.get("designation") == "county_hospital":
            yield from _county_hospital(register, row, story)
    yield from _prefecture_centres(register, institutions, story.cast)
    yield from _laboratories(register, institutions)
    yield from _unifications(register, institutions, story.cast)
    yield from _key_specialties(register, institutions)


def _hospital(register: Register, row: Row, number: int, story: Story) -> Iterator[Row]:
    level = int(row["level"])
    month = number % 12 + 1
    yield register.held(row, "hospital_grade", story.graded.get(row["id"], date(2022, month, 15)), grade=level)
    if row["ownership"] == "public":
        wanted = 4 if level == 3 else 3
        yield register.expired(row, "emr_level", date(2024, month, 27), grade=wanted - 1 if number % 3 == 0 else wanted)
        yield register.held(row, "emr_level", date(2024, month, 28), grade=wanted + (1 if number % 5 == 0 else 0))
    systems = 18 if row["ownership"] == "public" or number % 4 else 16
    yield register.expired(row, "core_systems", date(2024, 6, 30), grade=systems)
    yield register.held(row, "core_systems", date(2024, 7, 1), grade=systems)


def _county_hospital(register: Register, row: Row, story: Story) -> Iterator[Row]:
    county = row["id"][9:15]
    month = 1 + int(county[-2:]) % 11
    yield register.expired(row, "disease_capability", date(2024, 8, 31), grade=585 + month)
    yield register.held(row, "disease_capability", date(2024, 9, 1), grade=603)
    yield register.held(row, "psychiatry_department", date(2024, month, 12))
    yield register.held(row, "infectious_department", date(2023, month, 26))
    for standard, days in story.accepted.items():
        if county in days:
            yield register.held(row, standard, days[county])


def _prefecture_centres(register: Register, institutions: Sequence[Row], cast: Cast) -> Iterator[Row]:
    people = next(row for row in institutions if row["id"] == cast.head)
    days = (date(2023, 3, 2), date(2023, 10, 19), date(2024, 7, 4), date(2024, 12, 12), date(2025, 3, 20))
    for family, day in zip(EMERGENCY, days, strict=True):
        yield register.held(people, "treatment_centre", day, family=family)


def _laboratories(register: Register, institutions: Sequence[Row]) -> Iterator[Row]:
    for row in institutions:
        if row["kind"] == "laboratory":
            number = int(row["id"][-1]) - 1
            of_county = date(2023, 1 + int(row["id"][8:10]) % 12, 6)
            day = LABORATORY_DAYS[number] if row["tier"] == "prefecture" else of_county
            yield register.held(row, "bsl2", day)


def _unifications(register: Register, institutions: Sequence[Row], cast: Cast) -> Iterator[Row]:
    for row in (row for row in institutions if row["kind"] == "medical_community"):
        invented = row["id"].endswith("-2")
        for number, domain in enumerate(UNIFICATIONS):
            if row["id"] == cast.late and domain in ("finance", "insurance"):
                yield register.waiting(row, "unification", "claimed", date(2025, 6, 3), family=domain)
            else:
                start = date(2024, 6 + number % 6, 10) if invented else date(2023, 7 + number % 5, 20)
                yield register.held(row, "unification", start, family=domain)


def _key_specialties(register: Register, institutions: Sequence[Row]) -> Iterator[Row]:
    holders = [
        row
        for row in institutions
        if row["ownership"] == "public"
        and row["kind"] in ("general_hospital", "tcm_hospital")
        and row.get("level") in ("2", "3")
    ]
    table = read_table(REGISTRY / "tables" / "specialties.csv", ("specialty",))
    specialties = [row["specialty"] for row in table.rows]
    for standard, before, since in KEY_SPECIALTIES:
        for number in range(before + since):
            holder = holders[(number * 5 + len(standard)) % len(holders)]
            later = number - before
            day = date(2022, 1 + number % 12, 8) if later < 0 else date(2024 + (later % 3 == 2), 5 + later % 2, 16)
            specialty = specialties[(number * 7 + len(standard)) % len(specialties)]
            yield register.held(holder, standard, day, family=specialty)
