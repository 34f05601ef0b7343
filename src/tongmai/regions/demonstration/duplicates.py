"""Pairs of residents who may be one person: to be decided, put off, found to be two. All are invented apart."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from tongmai.regions.demonstration.residents import Home, alike
from tongmai.regions.demonstration.tasks import PAIRED, Taken, task_row

Row = dict[str, Any]
By = tuple[str, str, str]
STANDS = ("proposed", "proposed", "proposed", "unsure", "distinct", "distinct")
WEIGHTS = {"name_birth": 60, "number_digit": 70}
"""As the room's table has them; a test holds the two together."""
SAID = {"not-sure": "电话未接通，待入户核实（演示）", "two-persons": "当面核对身份证，为两人（演示）"}


def duplicates(
    homes: Sequence[Home], spared: Collection[str], keeper: By, as_of: date
) -> tuple[list[Row], list[Row]]:  # fmt: skip
    """(pairs, the work behind them), proposed by the keeper of records."""
    rows, tasks = [], []
    for number, ((one, other), stands) in enumerate(zip(alike(homes, spared), STANDS, strict=False)):
        first, second = sorted((one, other), key=lambda home: str(home.row["id"]))
        found = as_of - timedelta(days=3 + number * 5)
        reasons = ["number_digit"]
        if first.row["name"] == second.row["name"]:
            reasons.insert(0, "name_birth")
        row: Row = {
            "id": f"pair-{number + 1:02d}", "first": first.row["id"], "first_name": first.row["name"],
            "second": second.row["id"], "second_name": second.row["name"], "area": _area(first, second),
            "reasons": reasons, "weight": sum(WEIGHTS[one] for one in reasons), "found": found.isoformat(),
            "state": stands,
        }  # fmt: skip
        taken = [Taken("start", found, keeper, "", "proposed", {})]
        step = {"unsure": "not-sure", "distinct": "two-persons"}.get(stands)
        if step:
            row["note"] = SAID[step]
            taken.append(Taken(step, found + timedelta(days=2), keeper, "proposed", stands, {"why": SAID[step]}))
        live = [{"reference": f"Patient/{row[side]}"} for side in ("first", "second")]
        rows.append(row)
        tasks.append(task_row(PAIRED, f"RecordPair/{row['id']}", live, taken, stands == "distinct"))
    return rows, tasks


def _area(one: Home, other: Home) -> str:
    """The smallest area that holds both homes."""
    for length in (12, 9, 6, 4):
        if one.village[:length] == other.village[:length]:
            return one.village[:length].ljust(12, "0")
    raise ValueError(f"{one.village} and {other.village} are of two prefectures")
