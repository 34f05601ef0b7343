"""Random inspections of the year: inspectors, ties, plans that were drawn, inspections under way and done, tasks drawn
nationally. What falls short stands at institutions that are invented.

The forms are those that the workflow engine writes; a test takes the next step of what is under way with the real one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from tongmai.regions.demonstration import drawn as draws
from tongmai.regions.demonstration.cast import Cast
from tongmai.regions.demonstration.draws import stream
from tongmai.regions.demonstration.staff import Workforce
from tongmai.regions.demonstration.tasks import DRAWN, INSPECTED, TIED, Taken, task_row
from tongmai.regions.region import Region

Row = dict[str, Any]
By = tuple[str, str, str]
INSPECTORS, SINCE = 6, "2022-03-01"
"""How many of a supervision office are on the register, and since when."""
FORMER, FORMER_AT = 1, "private-hospital-06"
"""Which inspector of the tour's hospital county worked at an invented hospital until a year ago."""
PUBLISH_DAYS = 20
PLANS = (
    ("medical", "医疗卫生", 8, date(2025, 3, 17), date(2025, 10, 31),
     frozenset({"general_hospital", "tcm_hospital", "maternal_child", "specialist_hospital", "community_centre",
                "community_station", "township_hospital", "village_room", "clinic"})),
    ("clinics", "诊所专项", 100, date(2025, 4, 14), date(2025, 9, 30), frozenset({"clinic"})),
)  # fmt: skip
FINDINGS = {"order": "病历书写与处方点评记录不全（演示）", "ok": "未发现问题（演示）"}
LATE, OWN = "private-clinic-15", "private-clinic-12"
"""An invented clinic past its term, and the one that the tour's supervisor verifies."""


@dataclass
class Known:
    """What the generator needs to know: institutions by id, names by person, an officer by institution."""

    region: Region
    network: Sequence[Row]
    force: Workforce
    managers: Mapping[str, str]
    seed: int
    cast: Cast
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names |= {row["id"]: row["name"] for row in self.network}
        self.names |= {row["id"]: row["name"] for row in self.force.staff}

    def reference(self, type: str, id: str) -> Row:
        return {"reference": f"{type}/{id}", "display": self.names[id]}

    def place(self, id: str) -> Row:
        return next(row for row in self.network if row["id"] == id)

    def office(self, county: str) -> By:
        """The supervisor of a county: the one who is built in, otherwise its first inspector."""
        host, own = f"supervision-{county}", self.cast.people.get("supervisor")
        if own and own[1] == host:
            return own
        return ("supervisor", host, self.force.at[host, "inspector"][0]["id"])

    def officer(self, county: str) -> By:
        host = f"commission-{county}"
        return ("county-officer", host, self.managers[host])


def inspectors(force: Workforce, network: Sequence[Row], cast: Cast) -> None:
    """Put some of each supervision office on the register of inspectors; one of them worked elsewhere before."""
    for host in (row["id"] for row in network if row["kind"] == "health_supervision"):
        people = force.at.get((host, "public_health"), [])[:INSPECTORS]
        for person in people:
            force.hold(person, host, "inspector", SINCE)
        if host == f"supervision-{cast.hospital_county}" and len(people) > FORMER:
            force.hold(people[FORMER], FORMER_AT, "manager", "2015-01-01", "2024-05-31")


def supervised(known: Known) -> tuple[list[tuple[str, list[Row]]], list[Row]]:
    """((lens, rows) of plans, draws, ties, central tasks and inspections with the work behind them), inspections."""
    ties, tied = _ties(known)
    plans, made, tasks = [], [], list(tied)
    offices = (
        row["village"][:6] for row in known.network if row["kind"] == "health_supervision" and row["tier"] == "county"
    )
    counties = [one for one in offices if known.force.at.get((f"supervision-{one}", "inspector"))]
    inspections: list[Row] = []
    for county in counties:
        for plan in PLANS:
            row, draw, task = _drawn(known, county, plan, ties)
            plans.append(row)
            made.append(draw)
            tasks.append(task)
            for number, line in enumerate(draw["assigned"]):
                one, work = _inspection(known, county, draw, line, number)
                inspections.append(one)
                tasks.append(work)
    central = list(_central(known))
    return [
        ("interest_tie", ties), ("draw_plan", plans), ("draw", made), ("central_task", central),
        ("inspection", inspections), ("task", tasks),
    ], inspections  # fmt: skip


def _ties(known: Known) -> tuple[list[Row], list[Row]]:
    """A tie at an invented clinic for one inspector of each county that has one."""
    ties, tasks = [], []
    for county in sorted({row["village"][:6] for row in known.network if row["kind"] == "clinic"}):
        clinic = next(
            row["id"] for row in known.network if row["kind"] == "clinic" and row["village"].startswith(county)
        )
        people = known.force.at.get((f"supervision-{county}", "inspector"), [])
        if not people:
            continue
        row: Row = {"id": f"tie-{county}", "inspector": known.reference("Practitioner", people[2]["id"]),
               "object": known.reference("Organization", clinic), "kind": "relative", "area": f"{county}000000",
               "since": "2023-01-01", "basis": "配偶在该诊所任职（演示）", "state": "declared"}  # fmt: skip
        ties.append(row)
        live = [{"reference": row["inspector"]["reference"]}, {"reference": row["object"]["reference"]}, "relative"]
        taken = [Taken("start", date(2025, 1, 8), known.office(county), "", "declared", {})]
        tasks.append(task_row(TIED, f"InterestTie/{row['id']}", live, taken, False))
    return ties, tasks


def _drawn(known: Known, county: str, plan: Any, ties: Sequence[Row]) -> tuple[Row, Row, Row]:
    """A plan that was drawn, what was drawn, and the work behind it."""
    specialty, zh, share, day, until, kinds = plan
    area, title = f"{county}000000", f"2025年{zh}双随机抽查"
    id, listed = f"{county}-{specialty}", day - timedelta(days=3)
    places = sorted(row["id"] for row in known.network if row["kind"] in kinds and row["village"].startswith(county))
    people = sorted(one["id"] for one in known.force.at[f"supervision-{county}", "inspector"])
    apart = _apart(known, ties, people, places)
    head = "|".join((title, "2025", specialty, area, str(share), "2", until.isoformat()))
    hashed = draws.list_hash(head, places, people, apart)
    seed = f"{stream(known.seed, 'seed', id).randrange(10**8):08d}"
    found = draws.drawn(seed, hashed, places, people, apart, share, 2)
    lists = {
        "title": title, "year": 2025, "specialty": specialty, "area": area, "share": share, "team": 2,
        "until": until.isoformat(), "listed": f"{listed}T02:00:00.000Z", "hash": hashed,
        "objects": [{"institution": known.reference("Organization", one)} for one in places],
        "people": [{"person": known.reference("Practitioner", one)} for one in people],
        "ties": [{"person": {"reference": f"Practitioner/{who}"}, "institution": {"reference": f"Organization/{place}"}}
                 for who, place in apart] or None,
    }  # fmt: skip
    source = "福利彩票当日开奖号码（演示）"
    draw = {
        "id": f"draw-{id}", "plan": f"plan-{id}", **lists, "drawn": day.isoformat(),
        "drawn_at": f"{day}T02:00:00.000Z", "seed": seed, "source": source, "seed_day": day.isoformat(),
        "result": draws.result_hash(hashed, seed, found),
        "assigned": [{"institution": known.reference("Organization", place),
                      "inspector": [known.reference("Practitioner", who) for who in team]}
                     for place, team in found.items()],
    }  # fmt: skip
    office, county_by = known.office(county), known.officer(county)
    taken = [
        Taken("start", day - timedelta(days=10), office, "", "drafted", {}),
        Taken("close-lists", listed, office, "drafted", "listed", {}),
        Taken("draw", day, county_by, "listed", "drawn", {"seed": seed, "source": source, "seed_day": day.isoformat()}),
    ]
    row = {"id": f"plan-{id}", **lists, "county": county, "state": "drawn"}
    return row, draw, task_row(DRAWN, f"DrawPlan/{row['id']}", [area, 2025, title], taken, True)


def _apart(known: Known, ties: Sequence[Row], people: Sequence[str], places: Sequence[str]) -> list[tuple[str, str]]:
    """Inspectors and objects that stay apart: declared ties, and who works there or did in the three years before."""
    told = {(one["inspector"]["reference"].partition("/")[2], one["object"]["reference"].partition("/")[2])
            for one in ties}  # fmt: skip
    told |= {(row["person"], row["institution"]) for row in known.force.posts
             if row["person"] in people and (row["to_day"] or "9999") >= "2022-03-01"}  # fmt: skip
    return sorted((who, place) for who, place in told if who in people and place in places)


def _inspection(known: Known, county: str, draw: Row, line: Row, number: int) -> tuple[Row, Row]:
    """One of a draw: how far it is by chance; orders only at institutions that are invented."""
    place = known.place(line["institution"]["reference"].partition("/")[2])
    chance = stream(known.seed, "inspection", draw["id"], place["id"])
    id, since = f"inspection-{draw['id'][5:]}-{number + 1}", date.fromisoformat(draw["drawn"])
    row: Row = {
        "id": id, "basis": f"Draw/{draw['id']}", "origin": "local", "object": line["institution"],
        "specialty": draw["specialty"], "area": place["village"], "team": line["inspector"],
        "assigned": draw["drawn"], "until": draw["until"], "state": "assigned",
    }  # fmt: skip
    office = known.office(county)
    taken = [Taken("start", since, office, "", "assigned", {})]
    _course(known, row, place, taken, chance, since)
    live = [{"reference": row["basis"]}, {"reference": row["object"]["reference"]}]
    return row, task_row(INSPECTED, f"Inspection/{id}", live, taken, row["state"] == "closed")


def _course(known: Known, row: Row, place: Row, taken: list[Taken], chance: Random, since: date) -> None:
    """What became of an inspection up to the demonstration's day."""
    today, office = known.region.as_of, taken[0].by
    on = since + timedelta(days=chance.randrange(7, 70))
    private = place["ownership"] == "private"
    fixed = place["id"] in (LATE, OWN) and row["specialty"] == "clinics"
    if fixed:
        on = since + timedelta(days=20) if place["id"] == LATE else today - timedelta(days=40)
    elif chance.random() < 0.3:
        return
    result = "order" if fixed or (private and chance.random() < 0.45) else "ok"
    told = {"result": result, "findings": FINDINGS[result],
            "head": "主要负责人（演示）", "on": on.isoformat()}  # fmt: skip
    row |= {"inspected_on": told["on"], **told, "publish_by": _working(known.region, on).isoformat(),
            "state": "inspected"}  # fmt: skip
    row.pop("on")
    taken.append(Taken("inspect", on, office, "assigned", "inspected", told))
    published = on + timedelta(days=15 if fixed else chance.randrange(3, 18))
    if published > today - timedelta(days=2):
        return
    row["published"] = published.isoformat()
    if result == "ok":
        row["state"] = "closed"
        taken.append(Taken("publish", published, office, "inspected", "closed", {}))
        return
    _mended(row, place, taken, published, today)


def _mended(row: Row, place: Row, taken: list[Taken], published: date, today: date) -> None:
    """Thirty days to put it right: one is past it, one waits to be verified, others are done or have time left."""
    office, due = taken[0].by, published + timedelta(days=30)
    row |= {"rectify_by": due.isoformat(), "state": "mending"}
    taken.append(Taken("publish-order", published, office, "inspected", "mending", {"mend_by": due.isoformat()}))
    own = place["id"] == OWN and row["specialty"] == "clinics"
    done = published + timedelta(days=20 if own else 21)
    if place["id"] == LATE or done >= today:
        return
    proof, by = "整改报告与照片（演示）", ("institution-head", place["id"], office[2])
    row |= {"rectified": done.isoformat(), "proof": [proof], "state": "mended"}
    taken.append(Taken("mend", done, by, "mending", "mended", {"proof": proof}))
    if not own:
        opinion = "复查合格（演示）"
        row |= {"verified": min(done + timedelta(days=5), today).isoformat(), "note": opinion, "state": "closed"}
        taken.append(
            Taken("verify", min(done + timedelta(days=5), today), office, "mended", "closed", {"opinion": opinion})
        )


def _working(region: Region, day: date) -> date:
    """The last day of a publication in time: working days by the region's calendar."""
    told = {row["day"]: row["kind"] for row in region.calendar.rows}
    left = PUBLISH_DAYS
    while left:
        day += timedelta(days=1)
        kind = told.get(day.isoformat())
        left -= kind == "working" or (kind is None and day.weekday() < 5)
    return day


def _central(known: Known) -> Iterator[Row]:
    """Tasks drawn nationally for invented hospitals, received a week ago."""
    hospitals = [row for row in known.network if row["id"].startswith("private-hospital")]
    for number, row in enumerate(hospitals, start=1):
        county = row["village"][:6]
        people = known.force.at.get((f"supervision-{county}", "inspector"), [])
        tied = {one["person"] for one in known.force.posts if one["institution"] == row["id"]}
        team = [one["id"] for one in people if one["id"] not in tied][:2]
        if len(team) == 2:
            yield {"id": f"central-2025-{number:03d}", "number": f"GJ2025-{known.cast.area[:2]}{number:04d}",
                   "batch": "2025年第一批", "area": f"{county}000000", "object": row["id"], "specialty": "medical",
                   "lead": team[0], "second": team[1],
                   "received": (known.region.as_of - timedelta(days=7)).isoformat(),
                   "until": "2025-11-30"}  # fmt: skip
