"""What the medical communities did: charters, postings of physicians, trusteeships and pairings with their tasks,
rounds to villages, appraisals. Amounts are assumed; what falls short stands at communities that are invented.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tongmai.base.money import split
from tongmai.base.tables import DatedRow, read_table
from tongmai.regions.demonstration.cast import Cast
from tongmai.regions.demonstration.draws import day_between, stream
from tongmai.regions.demonstration.staff import Workforce
from tongmai.regions.demonstration.tasks import APPRAISED, CHARTERED, CIRCUIT, POSTED, SUPPORTED, Taken, task_row
from tongmai.regions.demonstration.writing import ROOMS

Row = dict[str, Any]
Party = tuple[str, str, str]
BASE = ("township_hospital", "community_centre")
SENDERS = ("county_hospital", "tcm_hospital")
FIRST = date(2024, 1, 1)
RANKS, MODES = ("middle",) * 6 + ("associate",) * 2 + ("senior", "junior"), ("long",) * 8 + ("rotating", "visiting")
TASKS = ("常见病、慢性病门诊带教", "开展中医适宜技术", "规范村卫生室诊疗", "慢病随访质量控制", "超声检查带教")
YEARLY = (
    ("teaching", "门诊带教与查房 12 次", "查房记录", "06-30"),
    ("technique", "协助开展适宜技术 2 项", "技术开展登记", "09-30"),
    ("management", "完善医疗质量管理制度", "制度汇编", "11-30"),
    ("training", "接收进修人员 1 名", "进修结业证明", "12-15"),
)
TOPICS = ("审议年度工作计划与预算", "审议绩效考核方案", "通报医保基金运行情况")
COUNCIL_DAYS = ("2024-03-20", "2024-09-18", "2025-03-19")
ROUNDS_A_MONTH, ROUND_DAY = 2, (9, 21)


@dataclass
class Communities:
    """Rows by form."""

    partnerships: list[Row] = field(default_factory=list)
    charters: list[Row] = field(default_factory=list)
    postings: list[Row] = field(default_factory=list)
    support: list[Row] = field(default_factory=list)
    rounds: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """Who is there: institutions by id, members by community, people by institution, officers by county."""

    network: Mapping[str, Row]
    joined: Mapping[str, Sequence[Row]]
    doctors: Mapping[str, str]
    managers: Mapping[str, str]
    day: date
    seed: int
    cast: Cast

    def base(self, community: str) -> list[Row]:
        return [row for row in self.joined[community] if row["kind"] in BASE]

    def owner(self, community: str) -> Party:
        """Headquarters: a manager of the hospital that leads."""
        lead = self.network[community]["owner"]
        return ("headquarters", community, self.managers.get(community) or self.managers[lead])

    def host(self, institution: str) -> Party:
        return ("clinician", institution, self.doctors[institution])

    def county(self, area: str) -> Party:
        commission = f"commission-{area[:6]}"
        return ("county-officer", commission, self.managers[commission])


def communities(known: Known, force: Workforce) -> Communities:
    """Everything but the appraisals, which stand beside the fund."""
    found = Communities()
    for id in sorted(known.joined):
        found.charters.append(_charter(known, id))
        found.tasks.append(_charter_task(known, found.charters[-1]))
        rounds = list(_rounds(known, id))
        found.rounds += rounds
        found.tasks += [_round_task(known, row) for row in rounds if row["state"] == "planned"]
    _partnerships(found, known)
    _postings(found, known, force)
    return found


def _area(row: Row) -> str:
    return f"{row['village'][:6]}000000"


def _charter(known: Known, id: str) -> Row:
    """In the one whose council has not met since, one member has no seat."""
    community, lapsed = known.network[id], id == known.cast.lapsed
    members = [row for row in known.joined[id] if not lapsed or row["kind"] != "community_centre"]
    seats = [
        {"member": {"reference": f"Organization/{row['id']}"}, "seats": 1 if row["kind"] in BASE else 2}
        for row in members
    ]
    since, days = str(community["from_day"]), COUNCIL_DAYS[:1] if lapsed else COUNCIL_DAYS
    meetings = [
        {"day": day, "present": len(seats), "topic": TOPICS[number % len(TOPICS)],
         "minutes": f"理事会纪要{day[:4]}-{number + 1:02d}（演示）"}
        for number, day in enumerate(days)
    ]  # fmt: skip
    return {
        "id": f"charter-{id}", "community": id, "area": _area(community), "title": f"{community['name']}章程",
        "document": f"医共体章程{since[:4]}-01（演示）", "seats": seats, "meetings": meetings, "since": since,
        "state": "in-force",
    }  # fmt: skip


def _charter_task(known: Known, row: Row) -> Row:
    """Drafted and approved before its first day; a meeting of the council each."""
    owner, county = known.owner(row["community"]), known.county(row["area"])
    since = date.fromisoformat(row["since"])
    taken = [
        Taken("start", since - timedelta(days=40), owner, "", "drafted", {}),
        Taken("submit", since - timedelta(days=20), owner, "drafted", "submitted", {}),
        Taken("approve", since - timedelta(days=5), county, "submitted", "in-force", {"since": row["since"]}),
        *(Taken("meet", date.fromisoformat(one["day"]), owner, "in-force", "in-force", {"topic": one["topic"]})
          for one in row["meetings"]),
    ]  # fmt: skip
    live = [{"reference": f"Organization/{row['community']}"}]
    return task_row(CHARTERED, f"Charter/{row['id']}", live, taken, False)


def _round_task(known: Known, row: Row) -> Row:
    begun = [Taken("start", known.day - timedelta(days=25), known.owner(row["community"]), "", "planned", {})]
    live = [*({"reference": f"Organization/{row[name]}"} for name in ("unit", "place")), row["planned"]]
    return task_row(CIRCUIT, f"CircuitRound/{row['id']}", live, begun, False)


def _rounds(known: Known, id: str) -> Iterator[Row]:
    """Two a month since the first round of the region: each township hospital in turn goes to a village of its own."""
    chance = stream(known.seed, "rounds", id)
    rooms: dict[str, list[Row]] = {row["id"]: [] for row in known.base(id)}
    for row in known.network.values():
        if row["kind"] == "village_room" and row.get("owner") in rooms:
            rooms[row["owner"]].append(row)
    units = [row for row in known.base(id) if rooms[row["id"]]]
    month, turn = known.cast.rounds_from, 0
    while month <= known.day + timedelta(days=31):
        for day in ROUND_DAY[:ROUNDS_A_MONTH]:
            unit = units[turn % len(units)]
            planned = month.replace(day=day)
            place = chance.choice(rooms[unit["id"]])["id"]
            yield _round(id, unit, place, planned, known.day, chance.random(), chance.randrange(18, 65))
            turn += 1
        month = (month + timedelta(days=31)).replace(day=1)


def _round(id: str, unit: Row, place: str, planned: date, day: date, luck: float, seen: int) -> Row:
    row: Row = {
        "id": f"round-{id}-{planned:%Y%m%d}", "community": id, "unit": unit["id"], "place": place,
        "area": _area(unit), "planned": planned.isoformat(), "team": 3, "service": "全科、中医、慢病随访与健康宣教",
    }  # fmt: skip
    if planned > day or (id.endswith("-2") and luck < 0.2):
        return row | {"state": "planned" if planned > day else "cancelled"}
    late = 4 if id.endswith("-2") and luck < 0.35 else 0
    return row | {"state": "held", "held": (planned + timedelta(days=late)).isoformat(), "seen": seen}


def _partnerships(found: Communities, known: Known) -> None:
    for kind, trustee, entrusted, since in known.cast.bonds:
        supported = entrusted or known.base(trustee)[0]["id"]
        id = f"{kind}-{trustee}-{supported}"
        found.partnerships.append(
            {"id": id, "kind": kind, "trustee": trustee, "entrusted": supported, "from_day": since, "active": True}
        )
        for year in (2024, 2025):
            for number, told in enumerate(YEARLY, start=1):
                _support(found, known, found.partnerships[-1], year, number, told)


def _support(
    found: Communities, known: Known, bond: Row, year: int, number: int, told: tuple[str, str, str, str]
) -> None:
    """Last year's tasks were done, at an invented community one late; this year's first are reported, others agreed."""
    kind, title, evidence, ends = told
    area = _area(known.network[bond["entrusted"]])
    due = date.fromisoformat(f"{year}-{ends}")
    row: Row = {
        "id": f"support-{bond['entrusted']}-{year}-{number}", "partnership": bond["id"], "trustee": bond["trustee"],
        "entrusted": bond["entrusted"], "area": area, "year": year, "kind": kind, "title": title,
        "evidence": evidence, "due": due.isoformat(), "state": "agreed",
    }  # fmt: skip
    if due <= known.day:
        late = 20 if bond["trustee"] == known.cast.late and number == 2 else -12
        row |= {"state": "done", "done": (due + timedelta(days=late)).isoformat(),
                "proof": [f"{evidence}{year}-{number:02d}（演示）"]}  # fmt: skip
    found.support.append(row)
    if row["state"] == "agreed" and bond["kind"] == "pairing":
        trustee, host = known.owner(bond["trustee"]), known.host(bond["entrusted"])
        begun = date(year, 1, 15)
        taken = [Taken("start", begun, trustee, "", "set", {}),
                 Taken("agree", begun + timedelta(days=5), host, "set", "agreed", {})]  # fmt: skip
        live = [*({"reference": f"Organization/{bond[name]}"} for name in ("trustee", "entrusted")), year, title]
        found.tasks.append(task_row(SUPPORTED, f"SupportTask/{row['id']}", live, taken, False))


def _postings(found: Communities, known: Known, force: Workforce) -> None:
    hired = {held["person"]: held["from_day"] for held in force.posts if held["post"] == "physician"}
    for id in sorted(known.joined):
        sender = next(
            row for row in known.joined[id] if SENDERS[id.endswith("-2")] in (row.get("designation"), row["kind"])
        )
        staff = iter([
            one["id"] for one in force.at[sender["id"], "physician"]
            if hired[one["id"]] < FIRST.isoformat() and not one["id"].startswith("person-")
        ])  # fmt: skip
        for number, host in enumerate(known.base(id)):
            chance = stream(known.seed, "posting", host["id"])
            for year in (2024, 2025):
                who = next(staff, None)
                if who is not None:
                    _posting(found, known, id, sender, host, who, year, (number, chance))


def _posting(
    found: Communities, known: Known, id: str, sender: Row, host: Row, who: str, year: int, drawn: tuple[int, Any]
) -> None:
    """One of 2024 that ended, most after half a year; one of 2025 that goes on, or is on its way."""
    number, chance = drawn
    first = day_between(chance, date(year, 1, 8), date(year, 4, 30))
    mode, rank = chance.choice(MODES), chance.choice(RANKS)
    length = chance.randrange(20, 60) if mode == "visiting" else chance.randrange(150, 340)
    last = first + timedelta(days=length)
    row: Row = {
        "id": f"posting-{host['id']}-{year}", "community": id, "person": who, "home": sender["id"],
        "host": host["id"], "area": _area(host), "mode": mode, "rank": rank, "from_day": first.isoformat(),
        "to_day": last.isoformat(), "task": TASKS[(number + year) % len(TASKS)],
    }  # fmt: skip
    if last <= known.day:
        row |= {"state": "returned", "arrived": first.isoformat(), "returned": last.isoformat(),
                "report": "完成带教与诊疗任务（演示）"}  # fmt: skip
    elif number % 7 == 3 and year == 2025 and host["id"] in known.doctors:
        row |= {"state": ("proposed", "accepted", "approved")[number // 7 % 3], "from_day": "2025-07-07",
                "to_day": "2026-01-06"}  # fmt: skip
    else:
        row |= {"state": "posted", "arrived": first.isoformat()}
    found.postings.append(row)
    if row["state"] != "returned" and host["id"] in known.doctors:
        found.tasks.append(_posting_task(known, row, first))


def _posting_task(known: Known, row: Row, first: date) -> Row:
    owner, host, county = known.owner(row["community"]), known.host(row["host"]), known.county(row["area"])
    way = (("start", owner, "proposed"), ("accept", host, "accepted"), ("approve", county, "approved"),
           ("arrive", host, "posted"))  # fmt: skip
    begun = known.day - timedelta(days=4) if row["state"] in ("proposed", "accepted", "approved") else first
    taken: list[Taken] = []
    for number, (step, party, after) in enumerate(way):
        day = first if step == "arrive" else begun - timedelta(days=0 if begun != first else 10 - 2 * number)
        day = begun + timedelta(days=number) if begun != first else day
        given = {"arrived": first.isoformat()} if step == "arrive" else {}
        taken.append(Taken(step, day, party, taken[-1].after if taken else "", after, given))
        if after == row["state"]:
            break
    return task_row(POSTED, f"Posting/{row['id']}", [{"reference": f"Practitioner/{row['person']}"}], taken, False)


# Appraisals.


def appraised(known: Known, frozen: Sequence[Row]) -> tuple[list[Row], list[Row], list[Row]]:
    """Rounds, the appraisals with the lines that were frozen, and the Task of the round that waits. `frozen`: rows of
    the form `appraisal` with their points."""
    table = read_table(ROOMS / "community" / "tables" / "appraisal_points.csv", ("indicator",))
    indicators = table.on(date(2024, 12, 31))
    rounds = [_appraised(row, indicators) for row in frozen]
    done = [row | {"round": one["id"], "lines": one["lines"]} for row, one in zip(frozen, rounds, strict=True)]
    waiting = _waiting(known, indicators)
    return [*rounds, waiting[0]], done, [waiting[1]]


def lines(points: int, indicators: Sequence[DatedRow], checked: bool = True) -> list[Row]:
    """Values whose points add up to so many tenths: what is lacking is spread by weight, largest remainder."""
    lacking = split(1000 - points, [int(row["weight"]) for row in indicators])
    return [
        _line(row, int(row["weight"]) * 10 - short, checked) for row, short in zip(indicators, lacking, strict=True)
    ]


def _line(row: DatedRow, tenths: int, checked: bool) -> Row:
    zero, full, weight = float(row["zero"]), float(row["full"]), int(row["weight"])
    value = round(zero + (full - zero) * tenths / (weight * 10), 3)
    counted = {"value": value, "points": tenths / 10} if checked else {}
    return {"indicator": row["indicator"], "weight": weight, "own": value, **counted}


def _appraised(row: Row, indicators: Sequence[DatedRow]) -> Row:
    return {
        "id": f"round-{row['id']}", "community": row["community"], "area": row["area"], "year": row["year"],
        "lines": lines(round(row["score"] * 10), indicators), "evidence": "自评材料汇编（演示）",
        "score": row["score"], "published": "2025-03-24", "notice": row["evidence"], "state": "frozen",
    }  # fmt: skip


def _waiting(known: Known, indicators: Sequence[DatedRow]) -> tuple[Row, Row]:
    """A community that has given its own values; the county is to check them."""
    id = known.cast.late
    community = known.network[id]
    row: Row = {
        "id": f"round-{id}-2024", "community": id, "area": _area(community), "year": 2024,
        "lines": lines(880, indicators, checked=False), "evidence": "自评材料汇编（演示）", "state": "submitted",
    }  # fmt: skip
    owner, begun = known.owner(id), known.day - timedelta(days=12)
    taken = [Taken("start", begun, owner, "", "drafted", {}),
             Taken("submit", begun + timedelta(days=6), owner, "drafted", "submitted", {})]  # fmt: skip
    live = [{"reference": f"Organization/{id}"}, 2024]
    return row, task_row(APPRAISED, f"AppraisalRound/{row['id']}", live, taken, False)
