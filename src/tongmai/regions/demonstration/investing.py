"""Planned funding by line and what was paid of it, deaths of the four diseases by age, opinions of visits, what county
hospitals report that they can treat. All invented."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tongmai.regions.demonstration.cast import Cast, Party
from tongmai.regions.demonstration.draws import stream
from tongmai.regions.demonstration.story import Story
from tongmai.regions.demonstration.tasks import FUNDED, REPORT, Taken, task_row
from tongmai.regions.region import Region

Row = dict[str, Any]
LINES = (
    ("capital", "hospital", 5_200), ("disciplines", "tcm", 1_900), ("training", "primary", 1_300),
    ("retirees", "hospital", 2_100), ("policy_losses", "primary", 1_700), ("public_health", "prevention", 3_400),
)  # fmt: skip
"""Line, purpose, yuan a hundred residents: assumed."""
PILOTS = 2
PILOT_YUAN = 3_600_000
SHARES = (88, 84, 78, 74, 80, 86, 70, 52)
"""Of a thousand residents, those aged 30 to 34, … 65 to 69: assumed."""
RATES = (52, 78, 128, 205, 320, 470, 720, 1_180)
"""Deaths of the four diseases a hundred thousand and year by the same groups: assumed."""
OPINIONS = ((5, 46), (4, 36), (3, 11), (2, 5), (1, 2))
A_HOUSE = 12
"""Visits judged at most a house."""
RECENT = 50  # days


def funding(
    region: Region, managers: Mapping[str, str], cast: Cast, seed: int
) -> tuple[list[Row], list[Row], list[Row]]:
    """Rows of the forms `funding_line`, `funding_entry` and `task`: two years, the last paid for half a year, one entry
    of the tour's county waiting to be booked."""
    lines: list[Row] = []
    entries: list[Row] = []
    for place, county in enumerate(region.below(region.prefecture, "county")):
        told = [*LINES, *((("capital", "information", 0),) if place < PILOTS else ())]
        people = region.residents(county.code, str(region.settings["records"]["base"]),
                                  region.settings["records"]["year"])  # fmt: skip
        for year in (region.as_of.year - 1, region.as_of.year):
            for line, purpose, a_hundred in told:
                yuan = people * a_hundred // 100 // 1000 * 1000 if a_hundred else PILOT_YUAN
                id = f"funding-{county.code[:6]}-{year}-{line}-{purpose}"
                row = {"id": id.replace("_", "-"), "area": county.code, "year": year, "line": line,
                       "purpose": purpose, "planned": yuan,
                       "basis": f"{year} 年卫生健康预算（演示）"}  # fmt: skip
                lines.append(row)
                entries.append(_paid(row, region.as_of, seed))
    mine = next(row for row in lines if row["area"][:6] == cast.town_county and row["year"] == region.as_of.year
                and row["line"] == "training")  # fmt: skip
    waiting, task = _waiting(mine, managers, region.as_of)
    return lines, [*entries, waiting], [task]


def _paid(line: Row, day: date, seed: int) -> Row:
    over = line["year"] < day.year
    percent = 100 if over else stream(seed, "funding", line["id"]).choice((42, 50, 52, 55, 60))
    on = date(line["year"], 11, 20) if over else day - timedelta(days=41)
    return _entry(line, "a", line["planned"] * percent, on, "booked")


def _entry(line: Row, part: str, cents: int, on: date, state: str) -> Row:
    return {"id": f"{line['id']}-{part}", "line": line["id"], "area": line["area"], "year": line["year"],
            "kind": "payment", "cents": cents, "on": on.isoformat(), "evidence": "国库集中支付凭证（演示）",
            "issuer": f"commission-{line['area'][:6]}", "state": state}  # fmt: skip


def _waiting(line: Row, managers: Mapping[str, str], day: date) -> tuple[Row, Row]:
    on = day - timedelta(days=4)
    row = _entry(line, "b", line["planned"] * 10, on, "entered")
    officer: Party = ("county-officer", row["issuer"], managers[row["issuer"]])
    asked = {"amount": f"{row['cents'] // 100}.00", "on": row["on"], "evidence": row["evidence"]}
    taken = [Taken("start", on, officer, "", "drafted", {}), Taken("pay", on, officer, "drafted", "entered", asked)]
    return row, task_row(FUNDED, f"FundingEntry/{row['id']}", [row["id"]], taken, False)


def deaths(region: Region, seed: int) -> list[Row]:
    """Rows of the form `mortality_year`: two years of every county."""
    rows = []
    for county in region.below(region.prefecture, "county"):
        people = region.residents(county.code, str(region.settings["records"]["base"]),
                                  region.settings["records"]["year"])  # fmt: skip
        for year in (region.as_of.year - 2, region.as_of.year - 1):
            for place, (share, rate) in enumerate(zip(SHARES, RATES, strict=True)):
                chance = stream(seed, "deaths", county.code, year, place)
                at_risk, age = people * share // 1000, 30 + 5 * place
                died = at_risk * rate * chance.randrange(90, 108) // 10_000_000
                rows.append({"id": f"deaths-{county.code[:6]}-{year}-{age}", "area": county.code, "year": year,
                             "age": age, "deaths": died, "people": at_risk,
                             "basis": "死因监测年报（演示）"})  # fmt: skip
    return rows


def opinions(visits: Sequence[Row], houses: Sequence[str], day: date, seed: int, told: Sequence[str]) -> list[Row]:
    """Rows of the form `visit_opinion`: of the last visits at some houses. `told`: residents of the tour, who judged
    one visit long ago and will judge the last themselves."""
    rows: list[Row] = []
    recent = (day - timedelta(days=RECENT)).isoformat()
    for house in houses:
        near = [one for one in visits if one["institution"] == house and one["person"] not in told
                and recent <= str(one["start"])[:10] < day.isoformat()]  # fmt: skip
        rows += [_opinion(one, day, seed) for one in near[:A_HOUSE]]
    for person in told:
        before = [one for one in visits if one["person"] == person and str(one["start"]) < recent]
        rows += [_opinion(before[0], day, seed)] if before else []
    return rows


def _opinion(visit: Row, day: date, seed: int) -> Row:
    chance = stream(seed, "opinion", visit["id"])
    opinion = chance.choices([value for value, _ in OPINIONS], [weight for _, weight in OPINIONS])[0]
    told = min(date.fromisoformat(str(visit["start"])[:10]) + timedelta(days=1 + chance.randrange(3)), day)
    return {"id": f"opinion-{visit['id'][6:]}", "person": visit["person"], "visit": visit["id"],
            "institution": visit["institution"], "opinion": opinion,
            "authored": f"{datetime.combine(told, time(12), UTC):%Y-%m-%dT%H:%M:%S}Z"}  # fmt: skip


def treatable(
    story: Story, doctors: Mapping[str, str], managers: Mapping[str, str], day: date
) -> tuple[list[Row], list[Row]]:
    """Rows of the forms `reported` and `task`: how many diseases county general hospitals can treat by their lists."""
    values, tasks = [], []
    for state in ("locked", "waiting"):
        for county, diseases in story.treatable.get(state, {}).items():
            house, office = f"hospital-{county}-general", f"commission-{county}"
            row = {"id": f"reported-{story.treatable['target']}-{county}", "plan": story.cast.plan,
                   "target": story.treatable["target"], "institution": house, "area": f"{county}000000",
                   "period": f"{day:%Y-%m}", "numerator": diseases, "value": diseases, "unit": "count",
                   "state": "locked" if state == "locked" else "prefecture_review", "reporter": doctors[house],
                   "evidence": "救治能力病种清单，地市级复核（演示）"}  # fmt: skip
            by: Party = ("clinician", house, doctors[house])
            officer: Party = ("county-officer", office, managers[office])
            asked = {"numerator": str(diseases), "value": str(diseases), "evidence": row["evidence"]}
            taken = [
                Taken("start", day - timedelta(days=9), by, "", "draft", {}),
                Taken("submit", day - timedelta(days=9), by, "draft", "county_review", asked),
                Taken("approve", day - timedelta(days=4), officer, "county_review", "prefecture_review", {}),
                Taken("lock", day - timedelta(days=2), story.cast.planner, "prefecture_review", "locked", {}),
            ]
            taken = taken if state == "locked" else taken[:-1]
            live = [row["plan"], row["target"], row["area"], {"reference": f"Organization/{house}"}, row["period"]]
            values.append(row)
            tasks.append(task_row(REPORT, f"ReportedValue/{row['id']}", live, taken, False))
    return values, tasks
