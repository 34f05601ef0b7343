"""Institutions in layers, scored from records by the same indicators for public and private ones; rankings; appeals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from tongmai.base.dates import day_of
from tongmai.base.outcome import Issue, wrong
from tongmai.base.words import Words
from tongmai.domains.supervision.rules.common import Json, coded, kind_of, named, number, operating
from tongmai.domains.supervision.rules.inspecting import must_mend
from tongmai.fhir.facts import extended, holds_on
from tongmai.model.lists import room_table

LAYERS = room_table(__file__, "layers", "layer")
INDICATORS = room_table(__file__, "grading_indicators", "indicator")
LICENSED = frozenset({"physician", "assistant_physician", "nurse", "pharmacist"})
CAPABILITY = ("hospital_grade", "emr_level")
_SCORED = ("scored", "appealed")
_TENTH = Decimal("0.1")
_LEAST_RANKED = 2


def layer_of(institution: Json, day: date) -> str:
    """The layer of an institution on a day by kind and level; "" where it has none."""
    kind, level = kind_of(institution), str(extended(institution, "level") or "")
    for row in LAYERS.on(day):
        if kind in row["kinds"].split("|") and (not row["levels"] or level in row["levels"].split("|")):
            return row["layer"]
    return ""


def layer_options() -> tuple[tuple[str, Words], ...]:
    return tuple((row["layer"], Words(row["zh"], row["en"])) for row in LAYERS.rows)


def indicator_options() -> tuple[tuple[str, Words], ...]:
    return tuple((row["indicator"], Words(row["zh"], row["en"])) for row in INDICATORS.rows)


def grading_new(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of registering: an institution that is there and has a layer, once a year."""
    place = next((one for one in fields["places"] if one["id"] == named(focus["institution"])), None)
    if place is None or not operating(place, today) or not layer_of(place, today):
        return [wrong("institution", "该机构未在运营或不在分层范围内", "it is not there, or belongs to no layer")]
    if int(focus.get("year") or 0) not in (today.year, today.year - 1):
        return [wrong("year", f"年度应为 {today.year} 或 {today.year - 1}", "of this year or the last")]
    same = [one for one in fields["gradings"] if one["id"] != focus.get("id") and one["year"] == focus["year"]]
    if any(one.get("state") != "withdrawn" for one in same):
        return [wrong("institution", "该机构本年度已登记", "it is registered for the year already")]
    return []


def registered(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Derives where an institution stands, whose it is and the layer it falls into."""
    place = next(one for one in fields["places"] if one["id"] == named(focus["institution"]))
    return {
        "where": extended(place, "village"), "owned": extended(place, "ownership") or "public",
        "proposed": layer_of(place, today),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator: of `whole` records `part` fulfil it; it does not apply where there is none."""

    indicator: str
    points: int
    part: int
    whole: int
    corrected: bool = False

    @property
    def given(self) -> Fraction | None:
        return Fraction(self.points * self.part, self.whole) if self.whole else None

    def entry(self) -> dict[str, Any]:
        told = {"indicator": self.indicator, "points": self.points, "part": self.part, "whole": self.whole}
        given = {} if self.given is None else {"given": tenth(self.given)}
        return {**told, **given, **({"corrected": True} if self.corrected else {})}


def tenth(value: Fraction) -> Decimal:
    """A value in tenths, half up, as people read it; what decides is the exact one."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_TENTH, ROUND_HALF_UP)


def exact(lines: Sequence[Line]) -> Fraction | None:
    """Points of 100 of the indicators that apply; None where none does."""
    told = [one for one in lines if one.given is not None]
    most = sum(one.points for one in told)
    return sum((one.given or Fraction(0) for one in told), Fraction(0)) * 100 / most if most else None


def total(lines: Sequence[Line]) -> Decimal | None:
    """The points of a grading in tenths; None where no indicator applies."""
    found = exact(lines)
    return None if found is None else tenth(found)


def points_of(grading: Json) -> Fraction:
    """The exact points of a grading, of its own lines; 0 where nothing applies."""
    return exact([
        Line(str(one["indicator"]), int(one["points"]), int(one.get("part") or 0), int(one.get("whole") or 0))
        for one in grading.get("line", ())
    ]) or Fraction(0)  # fmt: skip


def counted(fields: Json, day: date) -> Mapping[str, tuple[int, int]]:
    """(how many fulfil it, of how many) by indicator, of the records of one institution on a day."""
    place: Json = next(iter(fields["places"]), {})
    since = day - timedelta(days=number("score_days", day))
    return {
        "licence": _licence(place, day),
        "staff": _staff(fields["roles"], fields["people"], day),
        "capability": _held(fields["certificates"], CAPABILITY, day, place),
        "recognition": _held(fields["certificates"], ("recognition_item",), day, place),
        "inspection": _inspections(fields["inspections"], since, day),
        "complaints": _complaints(fields["complaints"], since, day),
    }


def _licence(place: Json, day: date) -> tuple[int, int]:
    told = [one for one in place.get("identifier", ()) if one.get("system") == "urn:tongmai:licence"]
    return int(any(holds_on(one, day) for one in told)), 1


def _staff(roles: Sequence[Json], people: Sequence[Json], day: date) -> tuple[int, int]:
    """Who holds a post that takes a licence, and of them who has one in force. A person counts once."""
    known = {str(one["id"]): one for one in people}
    posts = {
        named(one["practitioner"]): code
        for one in roles
        if holds_on(one, day)
        for code in coded(one.get("code", [])) & LICENSED
    }
    return sum(_licensed(known.get(who, {}), code, day) for who, code in posts.items()), len(posts)


def _licensed(person: Json, post: str, day: date) -> bool:
    return any(
        post in coded(one.get("code", {}), "urn:tongmai:licence") and holds_on(one, day)
        for one in person.get("qualification", ())
    )


def _held(certificates: Sequence[Json], standards: Sequence[str], day: date, place: Json) -> tuple[int, int]:
    """Of the standards that a hospital may hold, those it holds; a clinic is not asked."""
    if not layer_of(place, day).startswith("hospital"):
        return 0, 0
    held = {str(one.get("standard")) for one in certificates
            if one.get("state") == "certified" and holds_on(one, day)}  # fmt: skip
    return len(held & set(standards)), len(standards)


def _inspections(inspections: Sequence[Json], since: date, day: date) -> tuple[int, int]:
    """Published inspections of the months before: without an order, or mended within the term and verified."""
    told = [one for one in inspections if since < (day_of(one.get("published")) or since) <= day]
    return sum(_good(one, day) for one in told), len(told)


def _good(one: Json, day: date) -> bool:
    if one.get("result") == "unreachable" or one.get("caseNumber"):
        return False
    if not must_mend(str(one.get("result")), day):
        return True
    verified, mended, due = (day_of(one.get(name)) for name in ("verified", "rectified", "rectifyBy"))
    return bool(verified and verified <= day and mended and due and mended <= due)


def _complaints(complaints: Sequence[Json], since: date, day: date) -> tuple[int, int]:
    """Complaints decided in the months before: those that were not founded. None: it does not apply."""
    told = [one for one in complaints if since < (day_of(one.get("told")) or since) <= day]
    return sum(one.get("founded") == "unfounded" for one in told), len(told)


def lines_of(focus: Json, found: Mapping[str, tuple[int, int]], day: date) -> list[Line]:
    """The lines of a grading: what records tell, and what decisions on its appeals set."""
    set_by = {str(one["indicator"]): (int(one["part"]), int(one["whole"])) for one in focus.get("correction", ())}
    lines = []
    for row in INDICATORS.on(day):
        name = row["indicator"]
        part, whole = set_by.get(name, found[name])
        lines.append(Line(name, int(row["points"]), part, whole, name in set_by))
    return lines


def graded(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Derives the lines and the points of a grading from records."""
    lines = lines_of(focus, counted(fields, today), today)
    return {"lines": [one.entry() for one in lines], "total_points": total(lines)}


def correction_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of granting an appeal: a line of the grading, and a part that is none greater than the whole."""
    part, whole = fields["part"], fields["whole"]
    if not (isinstance(part, int) and isinstance(whole, int) and 0 <= part <= whole):
        return [wrong("part", "应为不超过总数的整数", "whole numbers, the part no greater than the whole")]
    if str(fields["indicator"]) not in {str(one["indicator"]) for one in focus.get("line", ())}:
        return [wrong("indicator", "评分中没有此项", "the grading has no such line")]
    return []


def corrected_grading(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Derives the lines with the one that a decision sets, its points, and the entry that tells of it."""
    entry = {name: fields[name] for name in ("indicator", "part", "whole", "reason")} | {"on": today.isoformat()}
    lines = []
    for one in focus.get("line", ()):
        own = str(one["indicator"]) == fields["indicator"]
        part, whole = (fields["part"], fields["whole"]) if own else (int(one["part"]), int(one["whole"]))
        lines.append(Line(str(one["indicator"]), int(one["points"]), part, whole, own or bool(one.get("corrected"))))
    return {"lines": [one.entry() for one in lines], "total_points": total(lines), "correction_entry": entry}


def may_appeal(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of an appeal: a ranking with the institution is published, and its days are not over."""
    own = [one for one in fields["rankings"] if one["year"] == focus["year"] and one["layer"] == focus["layer"]]
    if not own:
        return [wrong("", "排行公布后才能申诉", "there is an appeal once a ranking is published")]
    days = number("appeal_days", today)
    if today > max(day_of(one["published"]) or today for one in own) + timedelta(days=days):
        return [wrong("", f"申诉期为公布后 {days} 天，已过", f"the {days} days of an appeal are over")]
    return []


def ranked(gradings: Sequence[Json]) -> list[dict[str, Any]]:
    """Scored private institutions by points, the highest first; equal points share a place."""
    told = [one for one in gradings if one.get("state") in _SCORED and one.get("ownership") == "private"]
    points = {str(one["id"]): points_of(one) for one in told}
    ordered = sorted(told, key=lambda one: (-points[str(one["id"])], named(one["institution"])))
    places = [points[str(one["id"])] for one in ordered]
    return [
        {"institution": {"reference": f"Organization/{named(one['institution'])}"}, "grading": str(one["id"]),
         "score": tenth(place), "rank": places.index(place) + 1}
        for one, place in zip(ordered, places, strict=True)
    ]  # fmt: skip


def ranking_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a ranking: two institutions of the layer and the year are scored at least."""
    many = len(ranked(fields["gradings"]))
    if many >= _LEAST_RANKED:
        return []
    remedy = Words("请先完成该层机构的评分", "score institutions of the layer first")
    return [wrong("layer", f"该层本年度已评分的社会办机构只有 {many} 家", f"{many} private ones are scored", remedy)]


def ranking_lines(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Derives the lines of a ranking, the mean of public institutions of the layer, and the number of the edition."""
    public = [points_of(one) for one in fields["gradings"]
              if one.get("state") in (*_SCORED, "closed") and one.get("ownership") != "private"]  # fmt: skip
    mean = tenth(sum(public, Fraction(0)) / len(public)) if public else None
    edition = int(focus.get("number") or 0) + 1
    return {"lines": ranked(fields["gradings"]), "mean": mean, "compared": len(public), "edition": edition}


def ranking_changed(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of publishing anew: something differs, and no appeal is open."""
    if any(one.get("state") == "appealed" for one in fields["gradings"]):
        return [wrong("", "还有申诉没有决定", "an appeal is not decided yet")]
    before, now = (
        [(named(one["institution"]), Decimal(str(one["score"])), int(one["rank"])) for one in lines]
        for lines in (focus.get("line", ()), ranked(fields["gradings"]))
    )
    return [] if before != now else [wrong("", "与上次公布的没有不同", "nothing differs from the last one")]
