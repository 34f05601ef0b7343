"""Chinese medicine: who performed which technique where, reviews of halls and pavilions, studios. All invented.

The forms are those that the workflow engine writes; a test takes the next step of what is under way with the real one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tongmai.base.tables import read_table
from tongmai.regions.demonstration.cast import Cast
from tongmai.regions.demonstration.draws import shuffled, stream
from tongmai.regions.demonstration.residents import Home
from tongmai.regions.demonstration.tasks import CONNOTED, PAVILIONED, STUDIED, Taken, task_row
from tongmai.regions.demonstration.writing import ROOMS

Row = dict[str, Any]
Party = tuple[str, str, str]  # role, institution, practitioner
FULL, FULL_ITEMS, SOME_ITEMS, PAVILION_ROOMS = 24, 11, 4, 40
ITEMS = read_table(ROOMS / "tcm" / "tables" / "tcm_items.csv", ("standard", "item"))
NAMES = {row["technique"]: row["zh"] for row in read_table(
    ROOMS / "tcm" / "tables" / "tcm_techniques.csv", ("technique",)).rows}  # fmt: skip


@dataclass
class Written:
    """Rows by form."""

    procedures: list[Row] = field(default_factory=list)
    reviews: list[Row] = field(default_factory=list)
    studios: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """Who is there: institutions, what they offer, their people, officers by commission, residents by township."""

    network: Sequence[Row]
    offered: Sequence[Row]
    held: Sequence[Row]
    doctors: Mapping[str, str]
    managers: Mapping[str, str]
    people: Mapping[str, Sequence[Row]]
    staff: Mapping[str, Sequence[str]]
    day: date
    seed: int
    cast: Cast


def residents_by_town(homes: Sequence[Home]) -> dict[str, list[Row]]:
    """People by township hospital."""
    found: dict[str, list[Row]] = {}
    for home in homes:
        found.setdefault(f"th-{home.township[:9]}", []).append(home.row)
    return found


def chinese(known: Known) -> Written:
    """Everything of the room."""
    found = Written()
    found.procedures += _performed(known)
    _reviews(found, known)
    for number, told in enumerate(known.cast.studios, start=1):
        _studio(found, number, told, known)
    return found


def _performed(known: Known) -> Iterator[Row]:
    """Each township hospital with a doctor performed a few of the techniques it offers, some of them all; so did some
    village rooms."""
    offers: dict[str, list[Row]] = {}
    for row in known.offered:
        if row["category"] == "tcm_technique":
            offers.setdefault(row["institution"], []).append(row)
    able = [row for row in known.network if row["id"] in known.doctors]
    towns = [row["id"] for row in able if row["kind"] == "township_hospital" and row["id"] in known.people]
    for number, town in enumerate(shuffled(towns, known.seed, "performed")):
        own = offers.get(town, [])[: FULL_ITEMS if number < FULL else SOME_ITEMS]
        yield from _of_place(known, town, known.doctors[town], known.people[town], own)
    rooms = [row for row in able if row["kind"] == "village_room" and row.get("owner") in known.people]
    for row in shuffled(rooms, known.seed, "performed")[:PAVILION_ROOMS]:
        own = offers.get(row["id"], [])[:2]
        yield from _of_place(known, row["id"], known.doctors[row["id"]], known.people[row["owner"]], own)


def _of_place(
    known: Known, place: str, doctor: str, people: Sequence[Row], offered: Sequence[Row]
) -> Iterator[Row]:  # fmt: skip
    chance = stream(known.seed, "performed", place)
    for one in offered:
        day = known.day - timedelta(days=1 + chance.randrange(340))
        yield {
            "id": f"procedure-{place}-{one['item'].replace('_', '-')}", "technique": one["item"],
            "class": one["class"], "name": NAMES[one["item"]], "patient": chance.choice(people)["id"],
            "person": doctor, "institution": place,
            "done": f"{day.isoformat()}T{9 + chance.randrange(8):02d}:20:00+08:00",
        }  # fmt: skip


def _reviews(found: Written, known: Known) -> None:
    """Three under way: a pavilion just applied for, one visited, one assessed with something missing (at rooms that
    are invented); the content of a hall applied for by the tour's town."""
    claimed = {row["holder"] for row in known.held if row["standard"] == "tcm_pavilion"}
    own = [row for row in known.network if row["kind"] == "village_room" and row.get("owner") == known.cast.town]
    rooms = [row for row in own if row["id"] not in claimed]
    for room, state in zip(rooms, ("applied", "visited", "assessed"), strict=False):
        _review(found, known, room, "tcm_pavilion", PAVILIONED, state)
    content = {row["holder"] for row in known.held if row["standard"] == "tcm_hall_connotation"}
    hall = next((row for row in known.network if row["id"] == known.cast.town and row["id"] not in content), None)
    if hall:
        _review(found, known, hall, "tcm_hall_connotation", CONNOTED, "visited")


def _review(found: Written, known: Known, place: Row, standard: str, workflow: str, state: str) -> None:
    town = known.cast.town
    doctor: Party = ("clinician", town, known.doctors[town])
    commission = f"commission-{known.cast.town_county}"
    officer: Party = ("county-officer", commission, known.managers[commission])
    begun, visited = known.day - timedelta(days=16), known.day - timedelta(days=5)
    row: Row = {
        "id": f"hall-review-{place['id']}-{standard.replace('_', '-')}", "applicant": town,
        "institution": place["id"], "area": f"{town[3:]}000", "standard": standard,
        "evidence": "自评表与现场照片（演示）", "state": state,
    }  # fmt: skip
    taken = [Taken("start", begun, doctor, "", "applied", {})]
    if state in ("visited", "assessed"):
        row |= {"visited": visited.isoformat(), "visitors": "评审员甲、评审员乙（演示）"}
        told = {"day": visited.isoformat(), "visitors": row["visitors"]}
        taken.append(Taken("visit", visited, officer, "applied", "visited", told))
    if state == "assessed":
        items = [one["item"] for one in ITEMS.on(known.day) if one["standard"] == standard]
        short = items[-1]
        row |= {"lines": [{"item": item, "met": item != short} for item in items], "missing": [short],
                "remark": "设备未到位（演示）"}  # fmt: skip
        fields = {f"item_{item}": "no" if item == short else "yes" for item in items} | {"remark": row["remark"]}
        taken.append(Taken("assess", visited + timedelta(days=2), officer, "visited", "assessed", fields))
    live = [{"reference": f"Organization/{place['id']}"}, standard]
    found.reviews.append(row)
    found.tasks.append(task_row(workflow, f"HallReview/{row['id']}", live, taken, False))


def _studio(found: Written, number: int, told: tuple[str, str, str, str, str], known: Known) -> None:
    title, level, place, what, since = told
    people = [one for one in known.staff.get(place, ()) if one != known.doctors[place]]
    if place not in known.doctors or len(people) < 3:
        return
    master, learners = known.doctors[place], people[:3]
    keeper: Party = ("specialist", place, master)
    first = int(since[:4])
    plans: list[Row] = [
        {"year": year, "days": 40, "text": "跟师出诊、整理医案（演示）"} for year in range(first, known.day.year + 1)
    ]
    done: list[Row] = [
        {"year": year, "days": 42, "result": "passed", "text": "完成计划（演示）"}
        for year in range(first, known.day.year)
    ]
    county = next(row["village"] for row in known.network if row["id"] == place)
    row: Row = {
        "id": f"studio-{number}", "institution": place, "area": f"{county[:6]}000000", "title": title, "level": level,
        "master": master, "field": what, "document": f"传承〔{first}〕{number}号（演示）", "since": since,
        "apprentices": [{"person": {"reference": f"Practitioner/{one}"}, "since": since} for one in learners],
        "plans": plans, "assessments": done, "state": "running",
    }  # fmt: skip
    on = date.fromisoformat(since)
    taken = [
        Taken("start", on - timedelta(days=20), keeper, "", "proposed", {}),
        Taken("found", on, known.cast.planner, "proposed", "running", {"document": row["document"], "since": since}),
        *(Taken("take-on", on + timedelta(days=1), keeper, "running", "running", {"person": f"Practitioner/{one}"})
          for one in learners),
        *(Taken("plan", max(on + timedelta(days=2), date(one["year"], 1, 10)), keeper, "running", "running",
                {"year": str(one["year"])}) for one in plans),
        *(Taken("assess", date(one["year"] + 1, 1, 20), known.cast.planner, "running", "running",
                {"year": str(one["year"]), "result": "passed"}) for one in done),
    ]  # fmt: skip
    taken.sort(key=lambda one: one.day)
    live = [{"reference": f"Organization/{place}"}, {"reference": f"Practitioner/{master}"}]
    found.studios.append(row)
    found.tasks.append(task_row(STUDIED, f"Studio/{row['id']}", live, taken, False))
