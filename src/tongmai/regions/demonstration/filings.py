"""Filings of care elsewhere: a few residents of the tour's counties for whom their township hospital filed. Invented.

The forms are those that the workflow engine writes; a test takes the next step of what is under way with the real one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from tongmai.regions.demonstration.cast import Cast, Party
from tongmai.regions.demonstration.residents import Home
from tongmai.regions.demonstration.tasks import FILING, Taken, task_row

Row = dict[str, Any]
ADULT = 18
CAPITAL = ""
"""The place of a course that goes to the capital of the region's own province."""


@dataclass(frozen=True)
class Course:
    """A filing told by days before the demonstration's: begun, answered; its term from that day."""

    kind: str
    place: str
    city: str
    applied: int
    since: int
    lasts: int | None
    state: str
    reason: str


COURSES = (
    Course("long_term", "31", "上海市，随子女居住", 60, 55, None, "in_force", "退休后随子女长期居住"),
    Course("referral", CAPITAL, "三级医院", 2, -3, 60, "applied", "本地无相应专科"),
    Course("emergency", "62", "兰州市，急诊住院", 1, 4, 30, "applied", "探亲期间突发疾病"),
    Course("referral", "11", "北京市，专科医院", 6, -10, 90, "returned", "肿瘤复查"),
    Course("long_term", "51", "成都市", 1, -5, None, "applied", "长期务工"),
    Course("emergency", "61", "西安市，急诊住院", 80, 83, 20, "ended", "出差期间受伤"),
)


def filings(
    homes: Sequence[Home], doctors: Mapping[str, str], day: date, spared: frozenset[str], cast: Cast
) -> Iterator[tuple[str, list[Row]]]:
    """(lens, rows) of each county's courses and the work behind them. `spared`: the tour's own people."""
    courses = [one if one.place else replace(one, place=cast.area[:2], city=f"{cast.capital}，{one.city}")
               for one in COURSES]  # fmt: skip
    made = [one for county in (cast.hospital_county, cast.town_county)
            for one in _of_county(county, courses, homes, doctors, day, spared, cast.insurer)]  # fmt: skip
    yield "away_filing", [row for row, _ in made]
    yield "task", [task for _, task in made]


def _of_county(
    county: str, courses: Sequence[Course], homes: Sequence[Home], doctors: Mapping[str, str], day: date,
    spared: frozenset[str], insurer: Party,
) -> Iterator[tuple[Row, Row]]:  # fmt: skip
    people = [
        one for one in homes
        if one.county.startswith(county) and one.age >= ADULT and f"th-{one.township[:9]}" in doctors
        and one.row["id"] not in spared
    ]  # fmt: skip
    for number, (course, home) in enumerate(zip(courses, people[7::11], strict=False), start=1):
        unit = f"th-{home.township[:9]}"
        row = _row(f"filing-{county}-{number}", course, home, unit, day)
        yield row, _task(row, course, ("clinician", unit, doctors[unit]), insurer, day)


def _row(id: str, course: Course, home: Home, unit: str, day: date) -> Row:
    since = day - timedelta(days=course.since)
    answered = course.state in ("in_force", "ended")
    return {
        "id": id, "person": home.row["id"], "name": home.row["name"], "unit": unit, "area": f"{home.township[:9]}000",
        "kind": course.kind, "place": course.place, "city": course.city, "since": since.isoformat(),
        "until": (since + timedelta(days=course.lasts)).isoformat() if course.lasts else None,
        "applied": (day - timedelta(days=course.applied)).isoformat(), "reason": course.reason, "state": course.state,
        "missing": "请补转诊意见或出院小结（演示）" if course.state == "returned" else None,
        "number": f"YD{id[7:13]}{since:%Y%m%d}" if answered else None,
        "accepted": (day - timedelta(days=course.applied - 1)).isoformat() if answered else None,
        "note": "出院返回（演示）" if course.state == "ended" else None,
    }  # fmt: skip


def _task(row: Row, course: Course, clerk: Party, insurer: Party, day: date) -> Row:
    applied = date.fromisoformat(row["applied"])
    answered = applied + timedelta(days=1)
    taken = [Taken("start", applied, clerk, "", "applied", {})]
    if course.state == "returned":
        taken.append(Taken("return", answered, insurer, "applied", "returned", {"missing": row["missing"]}))
    if course.state in ("in_force", "ended"):
        taken.append(Taken("accept", answered, insurer, "applied", "in_force", {"number": row["number"]}))
    if course.state == "ended":
        ended = date.fromisoformat(row["until"])
        taken.append(Taken("end", ended, insurer, "in_force", "ended", {"reason": row["note"]}))
    live = [{"reference": f"Patient/{row['person']}"}]
    return task_row(FILING, f"AwayFiling/{row['id']}", live, taken, course.state == "ended", row["person"])
