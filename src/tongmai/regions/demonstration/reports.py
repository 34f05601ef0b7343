"""What township hospitals send to the three shared centres, and operations they do themselves."""

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random
from typing import Any

from tongmai.base.dates import months_back
from tongmai.regions.demonstration.draws import shuffled, stream
from tongmai.regions.demonstration.residents import Home
from tongmai.regions.demonstration.story import Story

Row = dict[str, Any]
CENTRES = {"laboratory": "blood_count", "imaging": "chest_radiograph", "ecg": "twelve_lead_ecg"}
LAST_MONTH, MONTHS = "2025-06", 18
FROM_THE_FIRST = 34
SECOND_SHARE = 0.12
SURGEONS, NEW_SURGEONS = 9, 8
_OPERATIONS = (("清创缝合术", "1"), ("脓肿切开引流术", "1"), ("阑尾切除术", "2"), ("腹股沟疝修补术", "2"))


def months() -> list[str]:
    """The months of the facts, oldest first."""
    return [months_back(LAST_MONTH, back) for back in range(MONTHS - 1, -1, -1)]


def reports(townships: Sequence[Row], seed: int, story: Story, neighbours: dict[str, Sequence[Home]]) -> Iterator[Row]:
    """Rows of the form `report`. A township that uses a centre does so in every month since it joined; those of the
    story never use the centres it names. The last township joins in the last month."""
    order = [row["id"] for row in shuffled(townships, seed, "joined") if row["id"][3:] not in story.centres_unused]
    joined = dict.fromkeys(order[:FROM_THE_FIRST], 0)
    later = order[FROM_THE_FIRST:]
    for number, id in enumerate(later, start=1):
        joined[id] = number * (MONTHS - 1) // len(later)
    for row in townships:
        town = row["id"][3:]
        used = [centre for centre in CENTRES if centre not in story.centres_unused.get(town, ())]
        for month in months()[joined.get(row["id"], 3) :]:
            for centre in used:
                yield from _in_month(stream(seed, "reports", town, month, centre), row, month, centre, neighbours[town])


def _in_month(chance: Random, row: Row, month: str, centre: str, people: Sequence[Home]) -> Iterator[Row]:
    for number in range(2 if chance.random() < SECOND_SHARE else 1):
        day, minutes = chance.randrange(2, 28), chance.randrange(9 * 60, 18 * 60)
        yield {
            "id": f"report-{row['id'][3:]}-{centre}-{month}-{number + 1}",
            "asked_by": row["id"],
            "performer": f"sc-{row['id'][3:9]}-{centre}",
            "centre": centre,
            "examination": CENTRES[centre],
            "person": chance.choice(people).row["id"],
            "issued": f"{month}-{day:02d}T{minutes // 60:02d}:{minutes % 60:02d}:00+08:00",
        }


def operations(townships: Sequence[Row], seed: int, neighbours: dict[str, Sequence[Home]]) -> Iterator[Row]:
    """Rows of the form `operation`: level-1 and level-2 surgery at township hospitals, some of which began lately."""
    order = shuffled(townships, seed, "surgery")
    for number, row in enumerate(order[: SURGEONS + NEW_SURGEONS]):
        begun = 0 if number < SURGEONS else 8 + number - SURGEONS
        for turn, month in enumerate(months()[begun:]):
            chance = stream(seed, "operation", row["id"], month)
            if turn % 3 == 0:
                name, level = chance.choice(_OPERATIONS)
                yield {
                    "id": f"operation-{row['id'][3:]}-{month}",
                    "institution": row["id"],
                    "person": chance.choice(neighbours[row["id"][3:]]).row["id"],
                    "name": name,
                    "level": level,
                    "day": date.fromisoformat(f"{month}-{chance.randrange(3, 27):02d}").isoformat(),
                }
