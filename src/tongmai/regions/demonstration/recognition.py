"""Quality certificates of recognised items, and half a year of decisions to use a result or to repeat a test.

What stands in the ledger follows the room's rules and prices; a test decides each row anew with the rules themselves.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from tongmai.base.clock import REGION_ZONE
from tongmai.regions.demonstration.certificates import Register
from tongmai.regions.demonstration.diagnostics import (
    FOUND,
    Asked,
    Course,
    Party,
    Written,
    price,
    report_row,
)
from tongmai.regions.demonstration.draws import day_between, shuffled, stream
from tongmai.regions.demonstration.story import Marks, Story

Row = dict[str, Any]
CITY = 3
"""How far the mark of a centre reaches: the grade of its certificate."""
OF_CENTRE = {
    "laboratory": ("blood_count", "potassium", "glucose", "hba1c", "lipids"),
    "ecg": ("twelve_lead_ecg", "holter_ecg"),
    "imaging": ("chest_radiograph", "chest_ct"),
}
RECENT_DAY = date(2025, 6, 27)
"""Potassium of the built-in resident, three days before the demonstration's day."""
MONTHS = tuple(f"2025-{month:02d}" for month in range(1, 7))
TOWNS_A_COUNTY = 3
KINDS = (("recognised", 13), ("repeated", 4), ("not_recognised", 3))
AGES = {"blood_count": 3, "potassium": 3, "hba1c": 60, "lipids": 90, "chest_radiograph": 30, "twelve_lead_ecg": 7}
"""Days for which each item stands; what is read anew is none of the ECG's, so that no town is seen to use its centre
by what is told here."""
REASONS = ("changed", "fast_changing", "major", "emergency", "appraisal", "other_need")
REASON_SHARES = (6, 4, 3, 3, 1, 2)
SAID = "患者要求出具本院结果用于入职（演示）"


def marks(seed: int, network: Sequence[Row], story: Story) -> Iterator[Row]:
    """Certificates of the standard recognition_item: rows of the registry's view `certificate`."""
    register, told = Register(seed, story.cast.title), story.marks
    for holder in network:
        held = [(item, CITY) for item in OF_CENTRE.get(holder.get("family") or "", ())]
        if holder["kind"] != "shared_centre":
            held = list(told.hospitals.get(holder["id"], {}).items())
        for item, grade in held:
            key, more = (holder["id"], item), {"family": item, "grade": grade}
            if key in told.waiting:
                yield register.waiting(holder, "recognition_item", told.waiting[key], date(2025, 6, 3), **more)
            elif key in told.expired:
                yield register.expired(holder, "recognition_item", told.expired[key], **more)
            else:
                start = day_between(stream(seed, "mark", *key), date(2024, 8, 1), date(2024, 10, 31))
                yield register.held(holder, "recognition_item", start, **more)


@dataclass(frozen=True)
class Towns:
    """Who asks and who reads: contracted residents by township hospital, readers and clinicians by institution, the
    medical community of each institution that belongs to one; the marks of items."""

    people: Mapping[str, Sequence[Row]]
    clinicians: Mapping[str, Party]
    readers: Mapping[str, Party]
    communities: Mapping[str, str]
    marks: Marks

    def scope(self, town: str, maker: str) -> str:
        """What a township and a maker share, as the rules name it."""
        ours, theirs = self.communities.get(town), self.communities.get(maker)
        if ours and ours == theirs:
            return "consortium"
        return "county" if town[3:9] == maker[3:9] else "city"


def decided(towns: Towns, townships: Sequence[str], seed: int) -> Written:
    """Half a year of decisions. `townships`: those that use every centre."""
    found = Written()
    for county in sorted({town[3:9] for town in townships}):
        local = [town for town in townships if town[3:9] == county]
        for town in shuffled(local, seed, "recognition", county)[:TOWNS_A_COUNTY]:
            for month in MONTHS:
                chance = stream(seed, "recognition", town, month)
                for number in range(chance.randrange(1, 5)):
                    _decision(found, towns, town, month, number, chance)
    return found


def recent(person: Row, reader: Party, asked_by: str) -> Row:
    """A report of potassium of the tour's resident. `asked_by`: the hospital that had it made."""
    asked = Asked(person, "potassium", ("specialist", asked_by, ""), reader)
    issued = datetime.combine(RECENT_DAY, time(11, 20), REGION_ZONE).isoformat()
    taken = datetime.combine(RECENT_DAY, time(9, 5), REGION_ZONE).isoformat()
    return report_row("report-potassium-0627", asked, issued, taken) | {"extensions": _asked_by(asked_by)}


def mutual(person: Row, makers: Sequence[Party]) -> Written:
    """What a private and a public hospital found in one resident, who is a patient of the first of them: an item for
    which both hold the mark, and one for which neither does."""
    found = Written()
    for number, maker in enumerate(makers):
        for item in ("twelve_lead_ecg", "chest_radiograph"):
            at = datetime.combine(RECENT_DAY - timedelta(days=number), time(10, 0), REGION_ZONE)
            asked = Asked(person, item, ("clinician", maker[1], ""), maker)
            row = report_row(
                f"report-{maker[1]}-{asked.centre}", asked, (at + timedelta(minutes=20)).isoformat(), at.isoformat()
            )
            found.reports.append(row | {"extensions": _asked_by(maker[1])})
    start = datetime.combine(RECENT_DAY, time(9, 0), REGION_ZONE).isoformat()
    found.circles.append({"id": f"circle-{makers[0][1]}", "person": person["id"], "member": makers[0][1],
                          "start": start, "state": "active"})  # fmt: skip
    return found


def _asked_by(institution: str) -> list[Row]:
    return [{"url": "urn:tongmai:asked-by", "valueReference": {"reference": f"Organization/{institution}"}}]


def _decision(found: Written, towns: Towns, town: str, month: str, number: int, chance: Random) -> None:
    kind = chance.choices([name for name, _ in KINDS], weights=[share for _, share in KINDS])[0]
    choices = [item for item in AGES if kind == "recognised" or item != "twelve_lead_ecg"]
    item = chance.choice(choices)
    centre = next(centre for centre, items in OF_CENTRE.items() if item in items)
    maker = f"sc-{town[3:9]}-{centre}"
    if (maker, item) in towns.marks.expired or (maker, item) in towns.marks.waiting:
        return
    day = date.fromisoformat(f"{month}-{chance.randrange(4, 27):02d}")
    age = chance.randrange(0, AGES[item] + 1) if kind != "not_recognised" else AGES[item] + chance.randrange(1, 9)
    id = f"request-{town[3:]}-{month}-{number + 1}"
    asked = Asked(chance.choice(towns.people[town]), item, towns.clinicians[town], towns.readers[maker])
    at = datetime.combine(day, time(chance.randrange(10, 17), chance.randrange(60)), REGION_ZONE)
    earlier = at - timedelta(days=age, minutes=95)
    before = report_row(f"before-{id}", asked, (earlier + timedelta(minutes=40)).isoformat(), earlier.isoformat())
    found.reports.append(before | {"extensions": _asked_by(f"hospital-{town[3:9]}-general")})
    verdict = _Verdict(f"before-{id}", maker, earlier.date(), day, item, towns.scope(town, maker))
    course = Course(id, asked, at, [verdict.shown()])
    if kind == "recognised":
        course.use(f"before-{id}", verdict.judged("recognised"), verdict.entry("recognised"))
    else:
        reason = chance.choices(REASONS, weights=REASON_SHARES)[0] if kind == "repeated" else ""
        given = {"reason": reason} if reason else {}
        given |= {"said": SAID} if reason == "other_need" else {}
        course.order(given | verdict.judged(kind), verdict.entry(kind, reason))
        course.send()
        course.accept()
        course.read(found, chance.randrange(8, 100))
    course.written(found)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What the rules say of an earlier report: its extension on the request, and the row of the ledger."""

    report: str
    maker: str
    taken: date
    day: date
    item: str
    scope: str

    @property
    def _age(self) -> int:
        return (self.day - self.taken).days

    @property
    def _stands(self) -> bool:
        return self._age <= AGES[self.item]

    @property
    def _rule(self) -> str:
        return f"recognition.{self.scope if self._stands else 'validity'}"

    @property
    def _why(self) -> str:
        longest = AGES[self.item]
        return (
            f"{self._age}天前的结果在互认时限{longest}天内"
            if self._stands
            else f"已过{self._age}天，互认时限{longest}天"
        )

    def shown(self) -> Row:
        parts: list[Row] = [
            {"url": "report", "valueReference": {"reference": f"DiagnosticReport/{self.report}"}},
            {"url": "taken", "valueDate": self.taken.isoformat()},
            {"url": "maker", "valueReference": {"reference": f"Organization/{self.maker}"}},
            {"url": "recognised", "valueBoolean": self._stands},
            {"url": "rule", "valueCode": self._rule},
            {"url": "why", "valueString": self._why},
            {"url": "conclusion", "valueString": FOUND[self.item][1]},
        ]
        return {"url": "urn:tongmai:recent", "extension": parts}

    def judged(self, decision: str) -> dict[str, str]:
        cents = str(price(self.item, self.day))
        return {"decision": decision, "rule": self._rule, "why": self._why, "cents": cents}

    def entry(self, decision: str, reason: str = "") -> Row:
        parts: list[Row] = [
            {"url": "decision", "valueCode": decision},
            {"url": "day", "valueDate": self.day.isoformat()},
            {"url": "cents", "valueInteger": price(self.item, self.day)},
            {"url": "rule", "valueCode": self._rule},
            {"url": "report", "valueReference": {"reference": f"DiagnosticReport/{self.report}"}},
            {"url": "maker", "valueReference": {"reference": f"Organization/{self.maker}"}},
        ]
        parts += [{"url": "reason", "valueCode": reason}] if reason else []
        return {"url": "urn:tongmai:recognition", "extension": parts}
