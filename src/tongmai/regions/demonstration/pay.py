"""What public institutions paid their staff in a year: rows of the view `pay_year`. All invented."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from tongmai.regions.demonstration.draws import stream
from tongmai.regions.demonstration.staff import Workforce

Row = dict[str, Any]
A_HEAD: Mapping[str, tuple[int, int]] = {
    "general_hospital": (128_000, 156_000),
    "tcm_hospital": (112_000, 138_000),
    "township_hospital": (68_000, 96_000),
    "community_centre": (74_000, 102_000),
}
"""Yuan a head and year, from and to."""
YEARS = 2
GROWTH = 104
"""Hundredths of the year before."""
SILENT = 0.03
"""The share of institutions whose return of the last year is not in."""


def pay(force: Workforce, seed: int, network: Sequence[Row], day: date) -> Iterator[Row]:
    """Two years of every public hospital, township hospital and community centre that has staff; a few are silent."""
    heads: dict[str, int] = {}
    for held in force.posts:
        heads[held["institution"]] = heads.get(held["institution"], 0) + 1
    for row in network:
        if row["kind"] in A_HEAD and row["ownership"] == "public" and row["id"] in heads:
            yield from _years(row, heads[row["id"]], seed, day)


def _years(row: Row, heads: int, seed: int, day: date) -> Iterator[Row]:
    chance = stream(seed, "pay", row["id"])
    cents_a_head = chance.randrange(*A_HEAD[row["kind"]]) * 100
    silent = chance.random() < SILENT
    for back in range(YEARS, 0, -1):
        staff = heads * 100 - chance.randrange(0, 150)  # hundredths: some came or left within the year
        pay_cents = cents_a_head * staff // 100
        performance = pay_cents * chance.randrange(35, 46) // 100
        if back > 1 or not silent:
            yield {
                "id": f"pay-{row['id']}-{day.year - back}", "institution": row["id"],
                "area": f"{row['village'][:6]}000000", "year": day.year - back, "pay": pay_cents / 100,
                "performance": performance / 100, "staff": staff / 100, "basis": "演示卫生财务年报",
            }  # fmt: skip
        cents_a_head = cents_a_head * GROWTH // 100
