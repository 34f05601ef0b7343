"""How the supported talents were put forward and where their three years stand, and one on show now. Invented.

The forms are those that the workflow engine writes; a test takes the next step of what is under way with the real one.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tongmai.regions.demonstration.cast import Cast
from tongmai.regions.demonstration.draws import stream, years_after
from tongmai.regions.demonstration.staff import Workforce
from tongmai.regions.demonstration.tasks import NOMINATED, Taken, task_row

Row = dict[str, Any]
By = tuple[str, str, str]
SPECIALTIES = ("cardiology", "neurology", "surgery", "orthopaedics", "obstetrics")
MERITS = ("牵头县域胸痛救治，带教乡镇医师", "开展新技术两项，长期下乡坐诊", "负责县级重点专科建设，带教规培医师")
MERIT_ON_SHOW, MERIT_LATE = "主持县级胸痛中心建设，带教乡镇医师十二人", "负责危急重症转运，带教急救站医护"
NOTE = "同意（演示）"
SCREENED, SHOWN = 40, 12
"""Days before the first day of the support."""
MERIT_ENDING = "主持县级卒中中心建设，三年带教县乡医师三十人"
LATE, ENDING = "2024-1", "2022-2"
"""The batch of which the first talent is not assessed yet, though the year is over; the batch whose third year ends."""
ON_SHOW = 10
"""Since how many days a list is on show; its talent works at the hospital of the tour."""


def nominations(
    force: Workforce, network: Sequence[Row], doctors: Mapping[str, str], managers: Mapping[str, str], day: date,
    seed: int, cast: Cast,
) -> Iterator[tuple[str, list[Row]]]:  # fmt: skip
    """(lens, rows) of nominations and of the work behind them. `doctors`, `managers`: somebody by institution."""
    village = {row["id"]: row["village"] for row in network}
    held = [row for row in force.posts if row["post"] == "supported_talent"]
    late = next((row["id"] for row in held if row["batch"] == LATE), "")
    made = [
        _supported(row, village, doctors, managers, day, seed, cast.planner, late=row["id"] == late)
        for row in held if row["institution"] in doctors
    ]  # fmt: skip
    if (home := cast.hospital) in doctors:
        talents = {row["person"] for row in held}
        who = next(one["id"] for one in force.at[home, "physician"] if one["id"] not in talents)
        made.append(_shown(_on_show(who, home, village, day), doctors, managers, day, cast.planner))
    yield "nomination", [row for row, _ in made]
    yield "task", [task for _, task in made]


def _begun(row: Row, first: date, unit: By, officer: By, planner: By) -> list[Taken]:
    """From being put forward to the day before the notice ends."""
    return [
        Taken("start", first - timedelta(days=SCREENED + 10), unit, "", "put-forward", {}),
        Taken("screen", first - timedelta(days=SCREENED), officer, "put-forward", "screened", {"opinion": NOTE}),
        Taken("show", date.fromisoformat(row["shown"]), planner, "screened", "shown", {"opinion": NOTE}),
    ]


def _row(id: str, person: str, institution: str, batch: str, village: Mapping[str, str], chance: Any) -> Row:
    return {
        "id": id, "person": person, "institution": institution, "area": f"{village[institution][:6]}000000",
        "batch": batch, "specialty": chance.choice(SPECIALTIES), "merits": chance.choice(MERITS), "note": NOTE,
    }  # fmt: skip


def _parties(row: Row, doctors: Mapping[str, str], managers: Mapping[str, str], planner: By) -> tuple[By, By]:
    """Who puts somebody forward, and the officer of the county."""
    commission = f"commission-{row['area'][:6]}"
    unit = ("specialist", row["institution"], doctors[row["institution"]])
    return unit, ("county-officer", commission, managers[commission]) if commission in managers else planner


def _supported(
    held: Row, village: Mapping[str, str], doctors: Mapping[str, str], managers: Mapping[str, str], day: date,
    seed: int, planner: By, *, late: bool,
) -> tuple[Row, Row]:  # fmt: skip
    """Each year that is over on the day was assessed, in its last week; none of them where it is `late`."""
    chance = stream(seed, "nomination", held["id"])
    id = f"nomination-{held['id'].removeprefix('role-supported-talent-')}"
    first = date.fromisoformat(held["from_day"])
    row = _row(id, held["person"], held["institution"], held["batch"], village, chance)
    unit, officer = _parties(row, doctors, managers, planner)
    row |= {"shown": (first - timedelta(days=SHOWN)).isoformat(), "since": held["from_day"], "until": held["to_day"],
            "state": "supported"}  # fmt: skip
    taken = [*_begun(row, first, unit, officer, planner), Taken("select", first, planner, "shown", "supported", {})]
    assessed: list[Row] = []
    due = years_after(first, 1)
    while due <= day and not late:
        on = due - timedelta(days=chance.randrange(1, 8))
        given = {"result": chance.choice(("passed", "passed", "excellent")), "opinion": "带教与门诊任务完成（演示）"}
        assessed.append({"year": len(assessed) + 1, "on": on.isoformat(), "result": given["result"],
                         "text": given["opinion"]})  # fmt: skip
        taken.append(Taken("assess", on, planner, "supported", "supported", given))
        due = years_after(first, len(assessed) + 1)
    row |= {"due": due.isoformat(), "assessments": assessed or None}
    row |= {"merits": MERIT_LATE} if late else {"merits": MERIT_ENDING} if row["batch"] == ENDING else {}
    live = [{"reference": f"Practitioner/{row['person']}"}]
    return row, task_row(NOMINATED, f"Nomination/{id}", live, taken, False)


def _on_show(who: str, home: str, village: Mapping[str, str], day: date) -> Row:
    return _row("nomination-on-show", who, home, f"{day.year}-2", village, stream(0, "on show"))


def _shown(
    row: Row, doctors: Mapping[str, str], managers: Mapping[str, str], day: date, planner: By
) -> tuple[Row, Row]:
    """The next batch's first: on show, to be selected when the notice has stood its days."""
    unit, officer = _parties(row, doctors, managers, planner)
    row |= {"shown": (day - timedelta(days=ON_SHOW)).isoformat(), "state": "shown", "merits": MERIT_ON_SHOW}
    live = [{"reference": f"Practitioner/{row['person']}"}]
    return row, task_row(NOMINATED, f"Nomination/{row['id']}", live, _begun(row, day, unit, officer, planner), False)
