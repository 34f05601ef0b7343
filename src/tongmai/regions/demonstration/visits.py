"""Visits of the residents and what the fund paid for a sample of them; operations of the emergency stations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from random import Random
from typing import Any

from tongmai.regions.demonstration.draws import day_between, stream
from tongmai.regions.demonstration.residents import FACTS_FROM, Home
from tongmai.regions.demonstration.story import Story

Row = dict[str, Any]
LAST_DAY = date(2025, 6, 30)
DAYS = (LAST_DAY - FACTS_FROM).days + 1
VISITS_A_YEAR = 6.8  # national mean of 2023, statistics 3
PRIMARY_AT_FIRST, PRIMARY_A_DAY = 0.50, 0.07 / DAYS  # the share of primary care rises slowly; assumed
CARD_USERS = 0.9
PAID_EVERY = 10
ADMITTED = 0.07
CHINESE_EVERY = 6  # of somebody's visits, where they are to primary care: assumed
OPERATIONS = 5
_BY_AGE = ((6, 1.2), (17, 0.7), (44, 0.85), (64, 1.05), (200, 1.6))
_CREDENTIALS = ("health_card", "insurance_code", "identity_card")


@dataclass(frozen=True)
class Choices:
    """Where people of a township go: ids of primary-care institutions and of others, each with weights."""

    primary: tuple[str, ...]
    primary_weights: tuple[int, ...]
    upper: tuple[str, ...]
    upper_weights: tuple[int, ...]


def visits(homes: Sequence[Home], seed: int, choices: dict[str, Choices]) -> Iterator[Row]:
    """Rows of the form `visit`. `choices` by village."""
    for home in homes:
        yield from _of_one(home, seed, choices[home.village])


def _of_one(home: Home, seed: int, choice: Choices) -> Iterator[Row]:
    chance = stream(seed, "visits", home.row["id"])
    factor = next(weight for age, weight in _BY_AGE if home.age <= age)
    mean = VISITS_A_YEAR * factor * DAYS / 365
    count = max(0, round(chance.gauss(mean, sqrt(mean))))
    card_from = day_between(chance, date(2023, 6, 1), date(2025, 5, 31)) if chance.random() < CARD_USERS else None
    days = sorted(chance.randrange(DAYS) for _ in range(count))
    for number, offset in enumerate(days, start=1):
        day = FACTS_FROM + timedelta(days=offset)
        primary = chance.random() < PRIMARY_AT_FIRST + PRIMARY_A_DAY * offset
        admitted = not primary and chance.random() < ADMITTED * 2
        where, weights = (choice.primary, choice.primary_weights) if primary else (choice.upper, choice.upper_weights)
        yield {
            "id": f"visit-{home.row['id'][9:]}-{number:02d}",
            "person": home.row["id"],
            "institution": chance.choices(where, weights)[0],
            "class": "IMP" if admitted else "AMB",
            "medicine": "chinese" if primary and number % CHINESE_EVERY == 3 else None,
            "credential": chance.choices(_CREDENTIALS, (60, 25, 15))[0] if card_from and card_from <= day else None,
            **_times(chance, day, chance.randrange(3, 12) if admitted else 0),
        }


def _times(chance: Random, day: date, nights: int) -> Row:
    minutes = 8 * 60 + chance.randrange(11 * 60)
    end = minutes + chance.randrange(10, 50)
    return {
        "start": f"{day.isoformat()}T{minutes // 60:02d}:{minutes % 60:02d}:00+08:00",
        "end": f"{(day + timedelta(days=nights)).isoformat()}T{end // 60:02d}:{end % 60:02d}:00+08:00",
    }


def station_operations(
    stations: Sequence[Row], seed: int, story: Story, neighbours: dict[str, Sequence[Home]]
) -> Iterator[Row]:
    """Rows of the form `visit` of class EMER at emergency stations: each works at least once in the last twelve months,
    except where the story says when it worked last. `neighbours`: residents near a township (nine digits)."""
    for station in stations:
        township = station["id"].removeprefix("station-")
        told = story.stations.get(township, {})
        chance = stream(seed, "operations", station["id"])
        first = max(FACTS_FROM, date.fromisoformat(station["from_day"]))
        last = told.get("last_operation", LAST_DAY)
        days = sorted(day_between(chance, first, last) for _ in range(OPERATIONS))
        days[-1] = last if "last_operation" in told else day_between(chance, max(first, date(2024, 7, 1)), LAST_DAY)
        for number, day in enumerate(days, start=1):
            yield {
                "id": f"rescue-{township}-{number}",
                "person": chance.choice(neighbours[township]).row["id"],
                "institution": station["id"],
                "class": "EMER",
                **_times(chance, day, 0),
            }


def payments(rows: Sequence[Row], seed: int, primary: frozenset[str]) -> Iterator[Row]:
    """What the fund paid for every tenth visit, in cents: rows of the form `payment`; assumed amounts."""
    for row in rows[::PAID_EVERY]:
        chance = stream(seed, "payment", row["id"])
        month = (int(row["start"][:4]) - 2024) * 12 + int(row["start"][5:7])
        if row["class"] == "IMP":
            cents = chance.randrange(180_000, 420_000)
        elif row["institution"] in primary:
            cents = chance.randrange(3_000, 9_000) * (100 + 3 * month) // 100
        else:
            cents = chance.randrange(8_000, 30_000)
        yield {
            "id": f"payment-{row['id'][6:]}",
            "person": row["person"],
            "institution": row["institution"],
            "day": row["end"][:10],
            "fund_cents": cents,
        }
