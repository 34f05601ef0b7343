"""Private institutions by layer with their points, public ones by the same indicators, a published ranking, complaints.
Complaints stand at institutions that are invented.

Points are computed here by the words of the indicators' table; a test scores each anew with the room's own rules.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from tongmai.regions.demonstration.draws import stream
from tongmai.regions.demonstration.residents import Home
from tongmai.regions.demonstration.supervision import Known
from tongmai.regions.demonstration.tasks import COMPLAINED, GRADED, RANKED, Taken, task_row

Row = dict[str, Any]
By = tuple[str, str, str]
UNSCORED = ("private-hospital-06",)
"""Registered by nobody yet: the tour's."""
POINTS = {"licence": 20, "staff": 25, "capability": 15, "recognition": 10, "inspection": 20, "complaints": 10}
LICENSED = ("physician", "assistant_physician", "nurse", "pharmacist")
SCORED, PUBLISHED = date(2025, 6, 20), date(2025, 6, 25)
KINDS = ("attitude", "quality", "charges", "privacy")
TEXTS = {
    "attitude": "窗口工作人员解释不耐烦（演示）", "quality": "复诊时未说明检查结果（演示）",
    "charges": "收费清单与实际项目不一致（演示）", "privacy": "候诊区公开叫出病名（演示）",
}  # fmt: skip


def complaints(known: Known, homes: Sequence[Home], spared: frozenset[str]) -> tuple[list[Row], list[Row]]:
    """(complaints, the work behind them): one for each invented clinic and hospital of every other turn."""
    rows, tasks = [], []
    private = [row for row in known.network if row["id"].startswith("private-")][::2]
    people = [home for home in homes if home.age >= 18 and home.row["id"] not in spared]
    for number, place in enumerate(private):
        own = [home for home in people if home.county.startswith(place["village"][:6])]
        row, task = _complaint(known, number, place, own[number * 7 % len(own)])
        rows.append(row)
        tasks.append(task)
    return rows, tasks


def _complaint(known: Known, number: int, place: Row, home: Home) -> tuple[Row, Row]:
    chance = stream(known.seed, "complaint", place["id"])
    county, kind = place["village"][:6], KINDS[number % len(KINDS)]
    filed = known.region.as_of - timedelta(days=1 + number * 9)
    office, who = known.office(county), ("resident", "", home.row["id"])
    row: Row = {"id": f"complaint-{number + 1:02d}", "person": home.row["id"], "name": home.row["name"],
                "institution": known.reference("Organization", place["id"]), "area": f"{county}000000", "kind": kind,
                "text": TEXTS[kind], "filed": filed.isoformat(), "state": "filed"}  # fmt: skip
    taken = [Taken("start", filed, who, "", "filed", {})]
    if number:
        accepted = filed + timedelta(days=1)
        row |= {"accepted": accepted.isoformat(), "answer_by": _later(known, accepted, 5).isoformat(),
                "tell_by": _later(known, accepted, 10).isoformat(), "state": "accepted"}  # fmt: skip
        taken.append(Taken("accept", accepted, office, "filed", "accepted", {}))
    if number > 1:
        answer = {"answer": "已向患者解释并道歉（演示）", "remedy": "组织窗口人员培训（演示）"}
        row |= {**answer, "state": "answered"}
        head = ("institution-head", place["id"], office[2])
        taken.append(Taken("answer", filed + timedelta(days=4), head, "accepted", "answered", answer))
    if number > 2:
        told = {"founded": chance.choice(("founded", "unfounded", "unfounded")), "opinion": "责成改进（演示）"}
        row |= {**told, "told": (filed + timedelta(days=9)).isoformat(), "state": "told"}
        taken.append(Taken("tell", filed + timedelta(days=9), office, "answered", "told", told))
    if number > 3:
        closed = filed + timedelta(days=12)
        row |= {"closed": closed.isoformat(), "satisfied": "satisfied", "state": "closed"}
        taken.append(Taken("close", closed, who, "told", "closed", {"satisfied": "satisfied"}))
    live = [{"reference": f"Patient/{row['person']}"}, {"reference": row["institution"]["reference"]}, kind]
    return row, task_row(COMPLAINED, f"Complaint/{row['id']}", live, taken, row["state"] == "closed")


def _later(known: Known, day: date, many: int) -> date:
    told = {row["day"]: row["kind"] for row in known.region.calendar.rows}
    while many:
        day += timedelta(days=1)
        kind = told.get(day.isoformat())
        many -= kind == "working" or (kind is None and day.weekday() < 5)
    return day


def graded(
    known: Known, held: Sequence[Row], inspections: Sequence[Row], filed: Sequence[Row]
) -> Iterator[tuple[str, list[Row]]]:
    """(lens, rows) of gradings, rankings and the work behind them: where an association grades. Public ones: the first
    of the prefecture and the hospital of the tour."""
    association, public = known.cast.people.get("association"), (known.cast.head, known.cast.hospital)
    if not association:
        return
    places = [row for row in known.network if row["id"].startswith("private-") or row["id"] in public]
    rows, tasks = [], []
    for place in places:
        if place["id"] not in UNSCORED:
            row, task = _grading(known, place, association, held, inspections, filed)
            rows.append(row)
            tasks.append(task)
    rounds = [one for layer in ("clinic", "hospital-low") for one in [_round(rows, layer, association)]]
    yield "grading", rows
    yield "ranking_round", [row for row, _, _ in rounds]
    yield "ranking", [row for _, row, _ in rounds]
    yield "task", [*tasks, *(task for _, _, task in rounds)]


def _layer(place: Row) -> str:
    if place["kind"] == "clinic":
        return "clinic"
    return "hospital-high" if place.get("level") in ("2", "3") else "hospital-low"


def _grading(
    known: Known, place: Row, by: By, held: Sequence[Row], inspections: Sequence[Row], filed: Sequence[Row]
) -> tuple[Row, Row]:
    id, layer = f"grading-2025-{place['id']}", _layer(place)
    lines = _lines(known, place, held, inspections, filed)
    row = {"id": id, "institution": known.reference("Organization", place["id"]), "area": place["village"],
           "ownership": place["ownership"], "year": 2025, "layer": layer, "lines": lines,
           "score": _tenth(_exact(lines)), "scored": SCORED.isoformat(), "state": "scored"}  # fmt: skip
    taken = [
        Taken("start", date(2025, 6, 3), by, "", "registered", {}),
        Taken("place", date(2025, 6, 6), known.cast.planner, "registered", "layered", {"layer": layer}),
        Taken("score", SCORED, by, "layered", "scored", {}),
    ]
    live = [{"reference": row["institution"]["reference"]}, 2025]
    return row, task_row(GRADED, f"Grading/{id}", live, taken, False)


def _lines(
    known: Known, place: Row, held: Sequence[Row], inspections: Sequence[Row], filed: Sequence[Row]
) -> list[Row]:
    day, hospital = SCORED.isoformat(), _layer(place).startswith("hospital")
    since = (SCORED - timedelta(days=365)).isoformat()
    standards = {one["standard"] for one in held if one["holder"] == place["id"] and one["state"] == "certified"
                 and one["from_day"] <= day <= one["to_day"]}  # fmt: skip
    seen = [one for one in inspections if one["object"]["reference"] == f"Organization/{place['id']}"
            and since < one.get("published", since) <= day]  # fmt: skip
    told = [one for one in filed if one["institution"]["reference"] == f"Organization/{place['id']}"
            and since < one.get("told", since) <= day]  # fmt: skip
    found = {
        "licence": (int((place.get("licence_from") or "9") <= day <= (place.get("licence_to") or "9")), 1),
        "staff": _staff(known, place, day),
        "capability": (len(standards & {"hospital_grade", "emr_level"}), 2) if hospital else (0, 0),
        "recognition": (len(standards & {"recognition_item"}), 1) if hospital else (0, 0),
        "inspection": (sum(_good(one, day) for one in seen), len(seen)),
        "complaints": (sum(one.get("founded") == "unfounded" for one in told), len(told)),
    }
    return [_line(name, *found[name]) for name in POINTS]


def _line(name: str, part: int, whole: int) -> Row:
    given = {"given": _tenth(Fraction(POINTS[name] * part, whole))} if whole else {}
    return {"indicator": name, "points": POINTS[name], "part": part, "whole": whole, **given}


def _good(one: Row, day: str) -> bool:
    return one["result"] == "ok" or bool(one.get("verified", "9") <= day and one["rectified"] <= one["rectify_by"])


def _staff(known: Known, place: Row, day: str) -> tuple[int, int]:
    people: Mapping[str, Row] = {row["id"]: row for row in known.force.staff}
    posts = {row["person"]: row["post"] for row in known.force.posts if row["institution"] == place["id"]
             and row["post"] in LICENSED and row["from_day"] <= day <= (row["to_day"] or "9999")}  # fmt: skip
    valid = [
        who for who, post in posts.items()
        if people[who].get("licence_kind") == post and people[who]["licence_from"] <= day <= people[who]["licence_to"]
    ]  # fmt: skip
    return len(valid), len(posts)


def _tenth(value: Fraction) -> float:
    return float((Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def _exact(lines: Sequence[Row]) -> Fraction:
    told = [one for one in lines if one["whole"]]
    got = sum((Fraction(one["points"] * one["part"], one["whole"]) for one in told), Fraction(0))
    return got * 100 / sum(int(one["points"]) for one in told)


def _round(rows: Sequence[Row], layer: str, by: By) -> tuple[Row, Row, Row]:
    """A ranking of a layer in its first edition."""
    own = [one for one in rows if one["layer"] == layer and one["ownership"] == "private"]
    own.sort(key=lambda one: (-_exact(one["lines"]), one["institution"]["reference"].partition("/")[2]))
    points = [_exact(one["lines"]) for one in own]
    lines = [{"institution": {"reference": one["institution"]["reference"]}, "grading": one["id"],
              "score": one["score"], "rank": points.index(_exact(one["lines"])) + 1} for one in own]  # fmt: skip
    title = f"2025年社会办医疗机构绩效排行（{'诊所' if layer == 'clinic' else '一级及未定级医院'}）"
    notice = "按同一套指标评分，机构可在公布后十五日内申诉（演示）"
    told = {"title": title, "year": 2025, "layer": layer, "number": 1, "lines": lines, "public_count": 0,
            "notice": notice, "published": PUBLISHED.isoformat()}  # fmt: skip
    row = {"id": f"ranking-round-2025-{layer}", **told, "state": "published"}
    taken = [
        Taken("start", PUBLISHED - timedelta(days=2), by, "", "drafted", {}),
        Taken("publish", PUBLISHED, by, "drafted", "published", {"notice": notice}),
    ]
    task = task_row(RANKED, f"RankingRound/{row['id']}", [2025, layer], taken, False)
    return row, {"id": f"ranking-2025-{layer}-1", "round": row["id"], **told}, task
