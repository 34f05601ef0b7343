"""Emergencies: a cluster of measles at an invented school with its team called out, one of last spring that was
reviewed; absences of two members, the rota of two weeks with a gap, plans and drills, places of treatment, a patient on
the way. All invented; told where somebody leads the team of the tour's county and keeps its hospital's rota.

The forms are those that the workflow engine writes; a test takes the next step of what is under way with the real one.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from tongmai.base.tables import read_table
from tongmai.regions.demonstration.cast import Party
from tongmai.regions.demonstration.emergency_places import (
    Facts,
    Known,
    Row,
    drills,
    duty_gaps,
    fever_patient,
    key_departments,
    places,
    plans_of_emergency,
    shifts_of,
)
from tongmai.regions.demonstration.residents import Home
from tongmai.regions.demonstration.tasks import AWAY, CALLED, EVENTED, Taken, task_row
from tongmai.regions.demonstration.writing import ROOMS

LINKS = ("county", "government", "prefecture", "province", "council")
CHAIN = read_table(ROOMS / "emergency" / "tables" / "report_chain.csv", ("law", "link"))
HOURS = {row["link"]: int(row["hours"]) for row in CHAIN.rows if row["law"] == "r2003"}
MEASURES = [row["measure"] for row in
            read_table(ROOMS / "emergency" / "tables" / "response_measures.csv", ("measure",)).rows
            if row["level"] == "IV"]  # fmt: skip
AWAY_NOW = (("training", 10, 20), ("illness", 2, 5))
"""Why a member of the tour's team is away, and how many days before and after the demonstration's day."""
WANTED, CALLED_AT = 8, "09:52"


def emergencies(known: Known, homes: Sequence[Home], spared: frozenset[str]) -> Facts:
    """(form, rows) of the room. `spared`: residents of the tour."""
    people, cast = known.cast.people, known.cast
    if "team-leader" not in people or "duty-office" not in people:
        return
    departments = key_departments(known)
    yield "emergency_place", list(places(known, departments))
    yield "contingency_plan", list(plans_of_emergency(known))
    yield from drills(known)
    yield from _absences(known, people["team-leader"])
    yield from _cluster(known, people["team-leader"])
    yield from _spring(known)
    shifts = [one for post in departments for one in shifts_of(known, *post)]
    gaps, tasks, more = duty_gaps(known, people["duty-office"], shifts)
    yield "duty_shift", [*shifts, *more]
    yield "duty_gap", gaps
    yield "task", tasks
    town = [home for home in homes if f"th-{home.township[:9]}" == cast.town and home.row["id"] not in spared]
    yield from fever_patient(known, town[-1].row)


def _absences(known: Known, leader: Party) -> Facts:
    """Of the tour's team two cannot be called out: eleven of thirteen are there."""
    rows, tasks = [], []
    for number, ((why, before, after), person) in enumerate(zip(AWAY_NOW, known.members(leader[1]), strict=False), 1):
        since, until = known.day - timedelta(days=before), known.day + timedelta(days=after)
        rows.append({"id": f"absence-{number}", "team": leader[1], "area": f"{known.cast.town_county}000000",
                     "person": person, "reason": why, "since": since.isoformat(), "until": until.isoformat(),
                     "state": "declared"})  # fmt: skip
        live = [{"reference": f"Organization/{leader[1]}"}, {"reference": f"Practitioner/{person}"}]
        taken = [Taken("start", since, leader, "", "declared", {})]
        tasks.append(task_row(AWAY, f"TeamAbsence/absence-{number}", live, taken, False))
    yield "team_absence", rows
    yield "task", tasks


def _event(row: Row, taken: Sequence[Taken], reports: Sequence[tuple[int, str]]) -> Row:
    """An event with what its steps wrote."""
    told = {one.step[5:]: one for one in taken if one.step.startswith("tell-")}
    steps = {one.step: one for one in taken}
    situations = [one for one in taken if one.step == "situation"]
    found = datetime.fromisoformat(row["found"])
    row |= {
        "law": "r2003", "national": "yes", "kind": row["kind"],
        "county_due": (found + timedelta(hours=HOURS["county"])).isoformat(timespec="seconds"),
        **{f"{link}_hours": HOURS[link] for link in LINKS}, **{f"{link}_at": told[link].at for link in told},
        "told": [{"link": link, "at": one.at, "to": one.fields["to"], "how": one.fields["how"]}
                 for link, one in told.items()],
        "grade": "IV", "basis": steps["grade"].fields["basis"], "graded": steps["grade"].at, "level": "IV",
        "opened": steps["open"].at, "opened_on": steps["open"].day.isoformat(), "measures": MEASURES,
        "reports": [{"number": number, "at": one.at, "cases": cases, "deaths": 0, "text": text}
                    for number, (one, (cases, text)) in enumerate(zip(situations, reports, strict=True), 1)],
        "last_report": len(reports), "state": taken[-1].after,
    }  # fmt: skip
    return row


def _told(day: date, by: Sequence[Party], clocks: Sequence[str], state: str) -> list[Taken]:
    """The links of the chain, each a report to somebody on duty."""
    said = {"to": "值班室（演示）", "how": "telephone"}
    steps = zip(LINKS, by, clocks, strict=True)
    return [Taken(f"tell-{link}", day, party, "found" if link == "county" else state, "reported" if link == "county"
                  else state, said, at) for link, party, at in steps]  # fmt: skip


def _opened(day: date, officer: Party, clocks: tuple[str, str], basis: str) -> list[Taken]:
    return [Taken("grade", day, officer, "reported", "graded", {"grade": "IV", "basis": basis}, clocks[0]),
            Taken("open", day, officer, "graded", "responding", {"level": "IV"}, clocks[1])]  # fmt: skip


def _cluster(known: Known, leader: Party) -> Facts:
    """Measles at a school of the tour's county: told, graded, responded to; its team is called and has not answered."""
    cast, today = known.cast, known.day
    officer, area, since = known.officer(cast.town_county), f"{cast.town_county}000000", today - timedelta(days=1)
    doctor, planner = cast.people["clinician"], cast.planner
    chain = _told(since, (doctor, officer, officer, planner, planner),
                  ("17:05", "18:45", "20:20", "21:40", "22:15"), "responding")  # fmt: skip
    basis = "同一学校七天内六例，无危重（演示）"
    text = "累计六例，均已隔离；应急接种 214 人（演示）"
    taken = [
        Taken("start", since, doctor, "", "found", {}, "16:35"), chain[0],
        *_opened(since, officer, ("17:50", "18:20"), basis), *chain[1:],
        Taken("situation", today, officer, "responding", "responding", {"cases": "6", "deaths": "0", "course": text},
              "08:30"),
    ]  # fmt: skip
    row = _event({
        "id": "event-measles", "title": "某中学麻疹聚集（演示）", "kind": "outbreak", "unit": cast.town, "area": area,
        "place": "第三中学（虚构）", "found": f"{since}T16:20:00+08:00", "affected": 5,
        "signs": "五名学生发热、出疹，其中一例此前未报告（演示）",
    }, taken, [(6, text)])  # fmt: skip
    call, work = _call(known, leader, officer, row, today, CALLED_AT, ())
    yield "emergency_event", [row]
    yield "call_out", [call]
    yield "task", [task_row(EVENTED, "EmergencyEvent/event-measles", [area, "outbreak", row["place"]], taken, False),
                   work]  # fmt: skip


def _call(
    known: Known, leader: Party, officer: Party, event: Row, day: date, called: str, clocks: Sequence[str]
) -> tuple[Row, Row]:
    """A call-out: not answered yet, or with the times of its four further steps."""
    team = leader[1]
    away = len(AWAY_NOW) if team == known.cast.people["team-leader"][1] else 0
    people = known.members(team)[away : away + WANTED]
    named = ("acknowledge", "assemble", "dispatch", "return")
    states = ("called", "acknowledged", "assembled", "dispatched", "returned")
    fields: Sequence[dict[str, str]] = ({}, {"present": str(WANTED)}, {"transport": "救护车两辆（演示）"},
                                        {"summary": "完成现场处置（演示）"})  # fmt: skip
    taken = [Taken("start", day, officer, "", "called", {}, called)]
    for number, clock in enumerate(clocks):
        by = officer if named[number] == "dispatch" else leader
        taken.append(Taken(named[number], day, by, states[number], states[number + 1], fields[number], clock))
    done = {one.after: one.at for one in taken[1:]}
    row: Row = {
        "id": f"call-{event['id'][6:]}", "event": event["id"], "team": team, "post": "emergency_team",
        "area": event["area"], "task": "流行病学调查、隔离与应急接种（演示）", "meet": "县疾病预防控制中心",
        "wanted": WANTED, "minutes": 30, "called": taken[0].at, **done, "state": taken[-1].after,
        "members": [{"person": {"reference": f"Practitioner/{one}"}, "since": day.isoformat()} for one in people],
    }  # fmt: skip
    if clocks:
        row |= {"present": WANTED, "transport": fields[2]["transport"], "summary": fields[3]["summary"]}
    live = [{"reference": f"EmergencyEvent/{event['id']}"}, {"reference": f"Organization/{team}"}]
    return row, task_row(CALLED, f"CallOut/{row['id']}", live, taken, bool(clocks))


def _spring(known: Known) -> Facts:
    """Food poisoning in an invented canteen of the hospital's county, closed and reviewed; its team went and came
    back."""
    cast, day = known.cast, date(2025, 3, 11)
    county = cast.hospital_county
    team, officer, area = f"team-{county}", known.officer(county), f"{county}000000"
    leader: Party = ("team-leader", team, known.members(team)[0])
    doctor, planner = cast.people["specialist"], cast.planner
    chain = _told(day, (doctor, officer, officer, planner, planner),
                  ("13:20", "14:30", "15:40", "16:50", "17:30"), "responding")  # fmt: skip
    said = ("二十三人留观（演示）", "全部出院（演示）")
    ends = {"conclusion": "三天无新病例（演示）"}
    review = {"finding": "逐级报告及时（演示）", "improvement": "食堂留样制度培训（演示）"}
    taken = [
        Taken("start", day, doctor, "", "found", {}, "12:50"), chain[0],
        *_opened(day, officer, ("13:50", "14:10"), "一处食堂二十三人，无死亡（演示）"), *chain[1:],
        *(Taken("situation", day + timedelta(days=number), officer, "responding", "responding",
                {"cases": "23", "deaths": "0", "course": text}, "09:00") for number, text in enumerate(said, 1)),
        Taken("close", date(2025, 3, 14), officer, "responding", "closed", ends),
        Taken("review", date(2025, 4, 8), planner, "closed", "reviewed", review),
    ]  # fmt: skip
    row = _event({
        "id": "event-canteen", "title": "某企业食堂食物中毒（演示）", "kind": "poisoning", "unit": cast.hospital,
        "area": area, "place": "某企业食堂（虚构）", "found": f"{day}T12:30:00+08:00", "affected": 23,
        "signs": "午餐后多人呕吐腹泻（演示）", **ends, **review, "closed": "2025-03-14", "reviewed": "2025-04-08",
    }, taken, [(23, text) for text in said])  # fmt: skip
    call, work = _call(known, leader, officer, row, day, "14:15", ("14:33", "15:05", "15:20", "19:30"))
    yield "emergency_event", [row]
    yield "call_out", [call]
    live = [area, "poisoning", row["place"]]
    yield "task", [task_row(EVENTED, "EmergencyEvent/event-canteen", live, taken, True), work]
