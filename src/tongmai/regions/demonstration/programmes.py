"""People in programmes, and the insurance of rural doctors. All invented."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tongmai.regions.demonstration.draws import day_between, shuffled, stream
from tongmai.regions.demonstration.names import name_for
from tongmai.regions.demonstration.staff import Workforce

Row = dict[str, Any]
STUDENTS, SERVING, COURSES = 18, 12, {"gp_transfer": 10, "assistant_gp": 6, "residency": 10, "rural_course": 12}
YEARS = {"gp_transfer": 1, "assistant_gp": 2, "residency": 3, "rural_course": 1}
COVERED = {"pension": 0.91, "liability": 0.83}


def trainees(
    force: Workforce, seed: int, network: Sequence[Row], day: date, schools: Mapping[str, str]
) -> Iterator[Row]:
    """Students at school, those in their service (one is elsewhere), people in courses: of township hospitals."""
    towns = shuffled([row for row in network if row["kind"] == "township_hospital"], seed, "directed")
    for number in range(STUDENTS):
        chance, host = stream(seed, "student", number), towns[number % len(towns)]
        entered = day.year - 1 - number % 4
        yield _row(f"student-{number + 1:02d}", host, "directed_student", date(entered, 9, 1),
                   date(entered + 5, 6, 30)) | {
            "name": name_for(chance, chance.choice(("female", "male"))), "school": schools["directed_student"],
            "serve_from": f"{entered + 8}-07-01", "serve_until": f"{entered + 14}-06-30",
            "contract": f"DX{entered}{number + 1:03d}",
        }  # fmt: skip
    staff = {row["id"]: row["name"] for row in force.staff}
    for number in range(SERVING):
        host = towns[-1 - number]
        works_at = towns[number] if number == 0 else host
        person = force.at[works_at["id"], "physician"][-1]
        entered = 2013 + number % 3
        yield _row(f"serving-{number + 1:02d}", host, "directed_student", date(entered, 9, 1),
                   date(entered + 5, 6, 30)) | {
            "name": staff[person["id"]], "person": person["id"], "completed": f"{entered + 5}-06-30",
            "school": schools["directed_student"], "serve_from": f"{entered + 8}-07-01",
            "serve_until": f"{entered + 14}-06-30", "contract": f"DX{entered}{number + 1:03d}",
        }  # fmt: skip
    yield from _courses(force, seed, towns, staff, schools)


def _courses(
    force: Workforce, seed: int, towns: Sequence[Row], staff: Mapping[str, str], schools: Mapping[str, str]
) -> Iterator[Row]:
    for programme, count in COURSES.items():
        for number in range(count):
            chance, host = stream(seed, programme, number), towns[(number * 7) % len(towns)]
            person = force.at[host["id"], "physician"][0]
            since = day_between(chance, date(2023, 3, 1), date(2025, 5, 1))
            until = since.replace(year=since.year + YEARS[programme], day=min(since.day, 28)) - timedelta(days=1)
            ended = until + timedelta(days=chance.choice((-5, -2, 0, 0, 20)))
            yield _row(f"{programme.replace('_', '-')}-{number + 1:02d}", host, programme, since, until) | {
                "name": staff[person["id"]], "person": person["id"], "school": schools.get(programme),
                "completed": ended.isoformat() if ended <= date(2025, 6, 30) else None,
            }  # fmt: skip


def _row(id: str, host: Row, programme: str, since: date, until: date) -> Row:
    return {
        "id": f"trainee-{id}", "institution": host["id"], "area": f"{host['village'][:6]}000000",
        "programme": programme, "since": since.isoformat(), "until": until.isoformat(),
    }  # fmt: skip


def covers(force: Workforce, seed: int, network: Sequence[Row]) -> Iterator[Row]:
    """Most rural doctors with the one, fewer with the other, a year at a time for liability."""
    village = {row["id"]: row["village"] for row in network}
    for held in force.posts:
        if held["post"] != "rural_doctor":
            continue
        chance = stream(seed, "cover", held["person"])
        for kind, share in COVERED.items():
            if chance.random() < share:
                since, until = ("2020-01-01", None) if kind == "pension" else ("2025-01-01", "2025-12-31")
                yield {
                    "id": f"cover-{kind}-{held['person']}", "person": held["person"],
                    "institution": held["institution"], "area": f"{village[held['institution']][:6]}000000",
                    "kind": kind, "since": since, "until": until,
                    "number": f"{'YL' if kind == 'pension' else 'ZR'}{chance.randrange(10**8):08d}",
                    "payer": "县财政与个人（演示）" if kind == "pension" else "县卫健委（演示）",
                }  # fmt: skip
