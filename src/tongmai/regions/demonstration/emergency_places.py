"""What emergencies keep beside events: key departments with the rota of two weeks and its gap, places of treatment,
plans and drills, a patient on the way. All invented."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tongmai.regions.demonstration.cast import Cast, Party
from tongmai.regions.demonstration.staff import Workforce, of_posts
from tongmai.regions.demonstration.tasks import DRILLED, FEVERED, GAPPED, Taken, task_row
from tongmai.regions.region import Region

Row = dict[str, Any]
Facts = Iterator[tuple[str, list[Row]]]
DAYS, TURN = 14, 4
"""Days of the rota, and how many people take turns."""
GAP_IN, FILLED_IN, NEXT_DRILL_IN = 3, 5, 10


@dataclass(frozen=True)
class Known:
    """What the generator needs to know: institutions, who works where, somebody who manages by institution."""

    region: Region
    network: Sequence[Row]
    force: Workforce
    managers: Mapping[str, str]
    cast: Cast

    @property
    def day(self) -> date:
        return self.region.as_of

    def officer(self, county: str) -> Party:
        office = f"commission-{county}"
        return ("county-officer", office, self.managers[office])

    def members(self, team: str) -> list[str]:
        """The certified members of a team, in the order of their posts."""
        certified = {row["id"] for row in self.force.staff if str(row.get("emergency_to", "")) >= self.day.isoformat()}
        posts = sorted((row for row in self.force.posts if row["institution"] == team and row["post"] ==
                        "emergency_team"), key=lambda row: str(row["id"]))  # fmt: skip
        return [row["person"] for row in posts if row["person"] in certified]


def key_departments(known: Known) -> list[tuple[Row, str, int]]:
    """Key departments: where, which, and from which of the staff on people take turns there."""
    wanted = [(f"hospital-{known.cast.town_county}-general", name) for name in
              ("emergency", "fever", "infectious", "intensive")]  # fmt: skip
    wanted += [(known.cast.hospital, "emergency"), (f"cdc-{known.cast.area}", "field")]
    by_id = {row["id"]: row for row in known.network}
    places: dict[str, int] = {}
    found = []
    for id, name in wanted:
        number = places[id] = places.get(id, -1) + 1
        if id in by_id and len(_staff(known, id)) >= (number + 1) * TURN:
            found.append((by_id[id], name, number * TURN))
    return found


def _staff(known: Known, id: str) -> list[str]:
    return [row["id"] for row in of_posts(known.force, id, ("physician", "public_health"))]


def places(known: Known, departments: Sequence[tuple[Row, str, int]]) -> Iterator[Row]:
    """Fever clinics, designated hospitals, the base of Chinese medicine, key departments."""
    cast = known.cast
    counties = [row["id"] for row in known.network if row.get("designation") == "county_hospital"]
    four = {"patients": True, "experts": True, "resources": True, "treatment": True}
    for id in (cast.town, cast.head, *counties):
        yield {"id": f"fever-{id}", "institution": id, "kind": "fever_clinic", "from_day": "2023-01-01"}
    for id in (cast.head, *counties):
        beds = {"beds": 120, "pressure_rooms": 12} if id == cast.head else {"beds": 40, "pressure_rooms": 4}
        yield {"id": f"designated-{id}", "institution": id, "kind": "designated_hospital", **four, **beds,
               "note": "专家组由地市级统一调配（演示）", "from_day": "2023-01-01"}  # fmt: skip
    base = f"{cast.head.rpartition('-')[0]}-tcm"
    yield {"id": "tcm-base", "institution": base, "kind": "tcm_base", "beds": 60, "from_day": "2024-03-01",
           "note": "中医应急队伍十人（演示）"}  # fmt: skip
    for row, name, _ in departments:
        yield {"id": f"duty-{row['id']}-{name}", "institution": row["id"], "kind": "duty_department",
               "department": name, "from_day": "2024-01-01"}  # fmt: skip


def plans_of_emergency(known: Known) -> Iterator[Row]:
    title, area = known.cast.title, known.region.prefecture
    for number, (name, issued, reviewed, review, where) in enumerate((
        ("突发公共卫生事件应急预案（演示）", "2022-08-20", "2024-08-20", "2025-08-20", area),
        ("重大传染病医疗救治预案（演示）", "2023-03-15", "2025-03-10", "2026-03-10", area),
        ("学校聚集性疫情处置预案（演示）", "2023-09-01", "2024-09-02", "2025-09-01", f"{known.cast.town_county}000000"),
    ), start=1):  # fmt: skip
        yield {"id": f"plan-{number}", "title": name, "number": f"演示应急〔2024〕{number}号", "publisher": title,
               "area": where, "issued": issued, "reviewed": reviewed, "review": review}  # fmt: skip


def drills(known: Known) -> Facts:
    """One that was held and mended, one that is planned; each with its work."""
    officer, county = known.officer(known.cast.town_county), f"{known.cast.town_county}000000"
    held: Row = {"day": "2025-05-16", "people": 26, "findings": "调派应答用时三十八分钟，超过半小时（演示）",
            "mend_by": "2025-06-15"}  # fmt: skip
    mended = {"improvement": "应答改为电话与短信同时通知（演示）"}
    begun, ahead = date(2025, 5, 6), known.day + timedelta(days=NEXT_DRILL_IN)
    rows: list[Row] = [
        {"id": "drill-1", "plan": "plan-3", "title": "学校麻疹疫情桌面推演（演示）", "kind": "tabletop",
         "planned": "2025-05-16", **held, **mended, "mended": "2025-06-05", "state": "closed"},
        {"id": "drill-2", "plan": "plan-1", "title": "医疗应急队伍拉动演练（演示）", "kind": "full",
         "planned": ahead.isoformat(), "state": "planned"},
    ]  # fmt: skip
    yield "emergency_drill", [{**row, "host": officer[1], "area": county} for row in rows]
    told = {**held, "people": str(held["people"])}
    taken = [
        [Taken("start", begun, officer, "", "planned", {}),
         Taken("hold", date(2025, 5, 16), officer, "planned", "held", told),
         Taken("mend", date(2025, 6, 5), officer, "held", "closed", mended)],
        [Taken("start", known.day - timedelta(days=4), officer, "", "planned", {})],
    ]  # fmt: skip
    live = [[{"reference": f"PlanDefinition/{row['plan']}"}, row["title"], row["planned"]] for row in rows]
    yield "task", [task_row(DRILLED, f"EmergencyDrill/{row['id']}", key, steps, row["state"] == "closed")
                   for row, key, steps in zip(rows, live, taken, strict=True)]  # fmt: skip


def shifts_of(known: Known, place: Row, department: str, first: int) -> Iterator[Row]:
    """Two weeks of a department: four people take turns."""
    people = _staff(known, place["id"])[first : first + TURN]
    for ahead in range(DAYS):
        day = known.day + timedelta(days=ahead)
        yield {"id": f"shift-{place['id']}-{department}-{day:%m%d}", "institution": place["id"],
               "department": department, "area": place["village"], "day": day.isoformat(),
               "person": people[ahead % TURN], "telephone": "0994-0000000"}  # fmt: skip


def duty_gaps(known: Known, keeper: Party, shifts: Sequence[Row]) -> tuple[list[Row], list[Row], list[Row]]:
    """One that stands open and one that was filled: records, work, and the shift of who fills it."""
    gaps, tasks, more = [], [], []
    since = known.day - timedelta(days=1)
    for department, ahead, filled in (("fever", GAP_IN, False), ("intensive", FILLED_IN, True)):
        day = (known.day + timedelta(days=ahead)).isoformat()
        found = next((one for one in shifts if one["institution"] == keeper[1] and one["department"] == department
                      and one["day"] == day), None)  # fmt: skip
        if found is None:
            continue
        same = {name: found[name] for name in ("institution", "department", "area", "day")}
        row = {"id": f"gap-{department}", **same,
               "cause": "left", "left": found["person"], "reason": "外出进修（演示）", "opened": since.isoformat(),
               "fill_by": (known.day + timedelta(days=ahead - 1)).isoformat(), "state": "open"}  # fmt: skip
        taken = [Taken("start", since, keeper, "", "open", {})]
        if filled:
            other = _staff(known, keeper[1])[-1]
            told = {"person": f"Practitioner/{other}", "telephone": "0994-0000000"}
            taken.append(Taken("fill", since, keeper, "open", "filled", told, "11:00"))
            row |= {"person": other, "telephone": told["telephone"], "filled": since.isoformat(), "state": "filled"}
            more.append({**found, "id": f"{found['id']}-2", "person": other})
        gaps.append(row)
        live = [{"reference": f"Organization/{row['institution']}"}, department, day]
        tasks.append(task_row(GAPPED, f"DutyGap/{row['id']}", live, taken, filled))
    return gaps, tasks, more


def fever_patient(known: Known, person: Row) -> Facts:
    """A patient of the tour's fever clinic on the way to a designated hospital."""
    cast, day = known.cast, known.day
    doctor = cast.people["clinician"]
    seen = {"class": "suspect", "tested": "麻疹抗体已送检（演示）"}
    sent = {"hospital": f"Organization/{cast.hospital}", "way": "负压救护车（演示）"}
    taken = [
        Taken("start", day, doctor, "", "arrived", {}, "08:20"),
        Taken("triage", day, doctor, "arrived", "triaged", seen, "08:40"),
        Taken("hand-over", day, doctor, "triaged", "handed-over", sent, "09:30"),
    ]
    yield "fever_case", [{
        "id": "fever-1", "person": person["id"], "name": person["name"], "clinic": doctor[1],
        "area": f"{cast.town[3:12]}000", "arrived": day.isoformat(), "temperature": 39, "triage": "suspect",
        "exposure": "同校有出疹学生（演示）", "tested": seen["tested"], "hospital": cast.hospital, "way": sent["way"],
        "left": taken[-1].at, "state": "handed-over",
    }]  # fmt: skip
    live = [{"reference": f"Patient/{person['id']}"}]
    yield "task", [task_row(FEVERED, "FeverCase/fever-1", live, taken, False, person["id"])]
