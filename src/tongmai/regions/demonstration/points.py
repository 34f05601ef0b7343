"""Settled cases by points: half a year of a few hospitals, some far from the mean of their group, some in none, and the
year's budget of the prefecture. Invented; no person.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from tongmai.base.tables import read_table
from tongmai.regions.demonstration.cast import Cast
from tongmai.regions.demonstration.draws import stream
from tongmai.regions.demonstration.writing import ROOMS
from tongmai.regions.region import Region

Row = dict[str, Any]
GROUPS = read_table(ROOMS / "insurance" / "tables" / "dip_groups.csv", ("dip_group",))
YEAR, MONTHS = 2025, 5
FAR = {5: 38, 11: 236, 17: 50, 23: 200}
"""Of so many cases the one whose cost is so many percent of the mean; the bounds themselves stand between."""
EACH_UNGROUPED = 13
BUDGET_OF_A_CASE = 1_450_000  # cents


def points(region: Region, seed: int, network: Sequence[Row], cast: Cast) -> Iterator[tuple[str, list[Row]]]:
    """(lens, rows) of the cases and of the budget that pays for them."""
    known = {row["id"] for row in network}
    cases = [row for id, many in cast.cases.items() if id in known for row in _cases(region, seed, id, many)]
    yield "dip_case", cases
    budget = {
        "id": f"dip-budget-{region.prefecture[:6]}-{YEAR}", "area": region.prefecture, "year": YEAR,
        "amount": len(cases) * BUDGET_OF_A_CASE / 100, "source": "按病种分值付费年度预算（演示）", "status": "assumed",
    }  # fmt: skip
    yield "dip_budget", [budget] if cases else []


def _cases(region: Region, seed: int, hospital: str, many: int) -> Iterator[Row]:
    chance = stream(seed, "points", hospital)
    held = [row for row in GROUPS.rows if row.valid_to is None]
    for number in range(1, many + 1):
        group = chance.choice(held)
        percent = FAR.get(number, chance.randrange(62, 165))
        fell = {} if number % EACH_UNGROUPED == 0 else {"dip_group": group["dip_group"]}
        month = f"{YEAR}-{(number - 1) % MONTHS + 1:02d}"
        yield {
            "id": f"dip-{hospital}-{number}", "area": region.prefecture, "institution": hospital, "month": month,
            "number": f"DIP{YEAR}{stream(seed, 'points', hospital, number).randrange(10**6):06d}{number:03d}",
            "cost": int(group["mean"]) * percent / 100, **fell,
        }  # fmt: skip
