"""The insurance fund of the demonstration: pools, batches, the insurer's lines by month, agreed months, and the story's
year, cleared and split. Amounts are assumed; lines are in yuan as an insurer's list has them, sums in cents.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tongmai.base.money import split
from tongmai.regions.demonstration.cast import Cast
from tongmai.regions.demonstration.draws import stream
from tongmai.regions.demonstration.story import Story
from tongmai.regions.region import Region

Row = dict[str, Any]
Freeze = Callable[[Sequence[Row]], tuple[list[Row], list[Row], list[Row]]]
"""From the points of a year to rounds, frozen appraisals and Tasks: (`communities.appraised`)."""
PER_HEAD, RESERVE = {2024: 1050, 2025: 1080}, 5
INSURED_SHARE = 0.55
"""Residents whose care the pool of their county's community pays for; of two, the first has two of three."""
OUTSIDE, KEPT = (0.30, 0.42), (0.01, 0.05)
PREPAID_PERCENT, BATCHES = 90, {2024: ("01-15", "04-15", "07-15", "10-15"), 2025: ("01-15", "04-15")}
MONTHS = {2024: 12, 2025: 5}
OPEN = "2025-05"
"""The month of the tour's community whose list is imported and which is not booked yet."""
FUND_PERCENT = 62  # what the fund bears of what care costs
OUTPATIENT_PERCENT = 28
COST_OF_ADMISSION = {"general_hospital": 640_000, "tcm_hospital": 560_000, "township_hospital": 240_000}
OTHER_COST, OUTSIDE_COST = 480_000, 1_350_000


@dataclass(frozen=True)
class Year:
    """A pool with what its year is planned to cost, in cents."""

    row: Row
    outside: int
    inside: int

    @property
    def available(self) -> int:
        return int(self.row["total"]) - int(self.row["reserve"]) - self.outside


def fund(
    region: Region,
    seed: int,
    story: Story,
    pools: Sequence[Row],
    members: Sequence[Row],
    network: Sequence[Row],
    freeze: Freeze,
) -> Iterator[tuple[str, list[Row]]]:
    """(lens, rows) in an order in which every reference points backwards. `freeze`: how points become an appraisal."""
    years = [_year(region, seed, story, row) for row in pools if row["mode"] == "total_prepayment"]
    prepaid = {str(year.row["id"]): year.row for year in years}
    yield "pool", [prepaid.get(row["id"], row) for row in pools]
    kinds = {row["id"]: row for row in network}
    joined: dict[str, list[Row]] = defaultdict(list)
    for row in members:
        joined[row["community"]].append(kinds[row["member"]])
    lines = {year.row["id"]: list(_lines(seed, year, joined[year.row["community"]])) for year in years}
    yield "fund_line", [row for own in lines.values() for row in own]
    batches = {year.row["id"]: list(_batches(year)) for year in years}
    yield "prepayment", [row for own in batches.values() for row in own]
    yield "monthly_account", [row for year in years for row in _accounts(year, lines[year.row["id"]], story.cast)]
    scored = [_appraisal(seed, story, year) for year in years if year.row["year"] == 2024]
    rounds, appraisals, under_way = freeze(scored)
    yield "appraisal_round", rounds
    yield "appraisal", appraisals
    yield "task", under_way
    yield "split_rule", list(story.fund["split"])
    yield "clearing", list(_cleared(story, years, batches, appraisals))


def _year(region: Region, seed: int, story: Story, pool: Row) -> Year:
    county, year = str(pool["community"])[3:9], int(pool["year"])
    told: Mapping[str, Any] = story.fund["pools"].get(f"{county}-{year}", {})
    chance = stream(seed, "fund", pool["id"])
    insured = int(told.get("insured") or _counted(region, county) * INSURED_SHARE)
    insured = insured * 2 // 3 if pool["community"] in story.cast.divided else insured
    insured = insured // 3 if str(pool["community"]).endswith("-2") else insured
    months = 12 - int(str(pool["from_day"])[5:7]) + 1
    per_head = PER_HEAD[year] * months // 12
    total = insured * per_head * 100
    reserve = split(total, (RESERVE, 100 - RESERVE))[0]
    usable = total - reserve
    outside = int(told.get("outside", 0)) * 100 or int(usable * chance.uniform(*OUTSIDE))
    inside = int(told.get("inside", 0)) * 100 or int((usable - outside) * (1 - chance.uniform(*KEPT)))
    row = pool | {
        "area": f"{county}000000", "group": "all", "insured": insured, "per_head": float(per_head),
        "reserve_percent": RESERVE, "total": total, "reserve": reserve, "state": "agreed",
    }  # fmt: skip
    return Year(row, outside, inside)


def _counted(region: Region, county: str) -> int:
    """Residents of a county on the base that the region takes its figures per head on."""
    records = region.settings["records"]
    return region.residents(f"{county}000000", records["base"], records["year"])


def _months(year: Year) -> list[str]:
    first, number = int(str(year.row["from_day"])[5:7]), int(year.row["year"])
    return [f"{number}-{month:02d}" for month in range(first, MONTHS[number] + 1)]


def _lines(seed: int, year: Year, members: Sequence[Row]) -> Iterator[Row]:
    """What the fund bore in each month: by institution and category inside the county, by category outside."""
    first = int(str(year.row["from_day"])[5:7])
    rhythm = [100 + stream(seed, "fund month", year.row["id"], month).randrange(-12, 13) for month in range(first, 13)]
    inside, outside = split(year.inside, rhythm), split(year.outside, rhythm)
    parts = [(row, category) for row in members for category in ("inpatient", "outpatient")]
    weights = [_weight(row, category) for row, category in parts]
    for place, month in enumerate(_months(year)):
        shares = split(inside[place], weights)
        for number, ((row, category), cents) in enumerate(zip(parts, shares, strict=True), start=1):
            cost = COST_OF_ADMISSION.get(row["kind"], OTHER_COST)
            yield _line(year, month, f"in-{number}", "inside", category, cents, cost) | {"institution": row["id"]}
        beyond = split(outside[place], (100 - OUTPATIENT_PERCENT // 2, OUTPATIENT_PERCENT // 2))
        for category, cents in zip(("inpatient", "outpatient"), beyond, strict=True):
            yield _line(year, month, f"out-{category}", "outside", category, cents, OUTSIDE_COST)


def _weight(row: Row, category: str) -> int:
    """By beds; the base sees more of those who come and go."""
    beds = int(row.get("beds") or 10)
    base = row["kind"] in ("township_hospital", "community_centre")
    outpatient = OUTPATIENT_PERCENT * (2 if base else 1)
    return beds * (outpatient if category == "outpatient" else 100 - outpatient)


def _line(year: Year, month: str, name: str, scope: str, category: str, cents: int, admission: int) -> Row:
    cost = cents * 100 // FUND_PERCENT
    counted = {"admissions": -(-cost // admission)} if category == "inpatient" else {}
    return {
        "id": f"{year.row['id']}-{month}-{name}", "community": year.row["community"], "month": month, "group": "all",
        "scope": scope, "category": category, "fund": cents / 100, "cost": cost / 100, **counted,
    }  # fmt: skip


def _batches(year: Year) -> Iterator[Row]:
    """Nine tenths of what is there for the county's own care, in equal batches a quarter."""
    ahead = split(year.available, (PREPAID_PERCENT, 100 - PREPAID_PERCENT))[0]
    amounts = split(ahead, [1] * 4)
    for number, (day, cents) in enumerate(zip(BATCHES[int(year.row["year"])], amounts, strict=False), start=1):
        paid = f"{year.row['year']}-{day}"
        if paid >= str(year.row["from_day"]):
            yield {
                "id": f"{year.row['id']}-batch-{number}", "pool": year.row["id"], "community": year.row["community"],
                "area": year.row["area"], "number": number, "amount": cents / 100, "day": paid,
                "receipt": f"YB{paid.replace('-', '')}{str(year.row['community'])[3:9]}{number:02d}",
            }  # fmt: skip


def _accounts(year: Year, lines: Sequence[Row], cast: Cast) -> Iterator[Row]:
    """Months that both sides agreed on."""
    for month in _months(year):
        if (year.row["community"], month) == (cast.community, OPEN):
            continue
        own = [row for row in lines if row["month"] == month]
        sums = {
            scope: sum(round(row["fund"] * 100) for row in own if row["scope"] == scope)
            for scope in ("inside", "outside")
        }
        yield {
            "id": f"{year.row['id']}-{month}", "pool": year.row["id"], "community": year.row["community"],
            "area": year.row["area"], "month": month, "lines": len(own), **sums,
            "line": [{"reference": f"FundLine/{row['id']}"} for row in own],
        }  # fmt: skip


def _appraisal(seed: int, story: Story, year: Year) -> Row:
    """The community's points of the year, frozen when they were published."""
    told: Mapping[str, Any] = story.fund["pools"].get(f"{str(year.row['area'])[:6]}-2024", {})
    points = told.get("score") or stream(seed, "appraisal", year.row["id"]).randrange(170, 195) / 2
    return {
        "id": f"appraisal-{year.row['community']}-2024", "community": year.row["community"],
        "area": year.row["area"], "year": 2024, "score": points, "published": "2025-03-24", "day": "2025-03-31",
        "evidence": "2024年度医共体绩效考核结果公告（演示）",
    }  # fmt: skip


def _cleared(
    story: Story, years: Sequence[Year], batches: Mapping[str, Sequence[Row]], appraisals: Sequence[Row]
) -> Iterator[Row]:
    """The story's year, cleared and split by the row that the story has for its county."""
    rows = {row["area"]: row for row in story.fund["split"]}
    for year in years:
        rule = rows.get(year.row["area"])
        if rule is None or year.row["year"] != 2024:
            continue
        score = next(row for row in appraisals if row["community"] == year.row["community"])
        surplus, points = year.available - year.inside, Fraction(str(score["score"]))
        payable, withheld = split(surplus, (points, 100 - points))
        county, township, village = split(payable, [rule[tier] for tier in ("county", "township", "village")])
        yield {
            "id": f"clearing-{year.row['id']}", "pool": year.row["id"], "community": year.row["community"],
            "area": year.row["area"], "year": 2024, "total": year.row["total"], "reserve": year.row["reserve"],
            "outside": year.outside, "inside": year.inside, "available": year.available, "surplus": surplus,
            "prepaid": sum(round(row["amount"] * 100) for row in batches[year.row["id"]]),
            "payable": payable, "withheld": withheld, "county": county, "township": township, "village": village,
            "appraisal": score["id"], "split_rule": rule["id"],
        }  # fmt: skip
