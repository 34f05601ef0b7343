"""What counties report for the last month beside what the records say, and the pools of the medical communities."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tongmai.regions.demonstration.cast import Cast
from tongmai.regions.demonstration.story import Story

Row = dict[str, Any]
PERIOD, LAST_DAY = "2025-06", "2025-06-30"


def recorded(
    institutions: Sequence[Row],
    certificates: Iterable[Row],
    posts: Iterable[Row],
    services: Iterable[Row],
    story: Story,
) -> dict[str, dict[str, tuple[int, int]]]:
    """What an attentive county would report: target to county to (numerator, denominator)."""
    townships = [row for row in institutions if row["kind"] == "township_hospital"]
    rooms = [row for row in institutions if row["kind"] == "village_room"]
    basic = {row["holder"] for row in certificates if row["standard"] == "township_basic" and _holds(row)}
    nurses = {row["institution"] for row in posts if row["post"] == "nurse"}
    infusing = {row["institution"] for row in services if row["category"] == "iv_infusion"}
    using = {row["id"] for row in townships if row["id"][3:] not in story.centres_unused}
    found = {
        "centre_use": _by_county(townships, using),
        "stations": _by_county(townships, {row["id"] for row in townships}),
        "township_basic": _by_county(townships, basic),
        "infusion_rooms": _by_county(rooms, nurses & infusing),
        "tcm_halls": _by_county(townships, {row["id"] for row in townships}),
    }
    return {target: found[figure] for figure, target in story.cast.reports.items()}


def _holds(row: Row) -> bool:
    return bool(row["state"] == "certified" and row["from_day"] <= LAST_DAY <= row["to_day"])


def _by_county(rows: Sequence[Row], good: set[str]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        county = row["village"][:6]
        numerator, denominator = found.get(county, (0, 0))
        found[county] = (numerator + (row["id"] in good), denominator + 1)
    return found


def reported(
    figures: Mapping[str, Mapping[str, tuple[int, int]]], story: Story, reporters: Mapping[str, str]
) -> Iterator[Row]:
    """Rows of the form `reported`, one a county and target; `reporters` by county. Emergency stations wait for the
    prefecture's review."""
    for target, counties in figures.items():
        for county, (known, denominator) in counties.items():
            numerator = story.reported_differs.get(target, {}).get(county, known)
            yield {
                "id": f"reported-{target}-{county}-{PERIOD}",
                "plan": story.cast.plan,
                "target": target,
                "institution": f"commission-{county}",
                "area": f"{county}000000",
                "period": PERIOD,
                "numerator": numerator,
                "denominator": denominator,
                "value": round(numerator * 100 / denominator, 1),
                "unit": "percent",
                "state": "prefecture_review" if target == story.cast.reports.get("stations") else "locked",
                "reporter": reporters[county],
                "evidence": "县级月报（演示）",
            }


def pools(institutions: Sequence[Row], cast: Cast) -> Iterator[Row]:
    """Rows of the form `pool`: prepayment in total of each medical community and year; the second community of one
    county, which is invented, joined in April 2025."""
    for row in (row for row in institutions if row["kind"] == "medical_community"):
        late = row["id"] == cast.late
        for year, mode, start, end in _years(late):
            yield {
                "id": f"pool-{row['id']}-{start[:7]}",
                "community": row["id"],
                "year": year,
                "mode": mode,
                "from_day": start,
                "to_day": end,
            }


def _years(late: bool) -> Iterator[tuple[int, str, str, str]]:
    yield 2024, "other" if late else "total_prepayment", "2024-01-01", "2024-12-31"
    if late:
        yield 2025, "other", "2025-01-01", "2025-03-31"
    yield 2025, "total_prepayment", "2025-04-01" if late else "2025-01-01", "2025-12-31"
