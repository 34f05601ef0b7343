"""Cards of notifiable diseases: two years of a county's usual cases, a few of them late; in the tour's town brucellosis
of three springs and a week of more, with its signal; one report missed. All invented.

The forms are those that the workflow engine writes; a test takes the next step of what is under way with the real one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from tongmai.base.clock import REGION_ZONE
from tongmai.base.tables import read_table
from tongmai.regions.demonstration.draws import shuffled, stream
from tongmai.regions.demonstration.tasks import CARD, SIGNAL, Taken, task_row
from tongmai.regions.demonstration.writing import ROOMS

Row = dict[str, Any]
Party = tuple[str, str, str]  # role, institution, practitioner
CATALOGUE = read_table(ROOMS / "surveillance" / "tables" / "notifiable.csv", ("disease",))
USUAL = ("hepatitis", "tuberculosis", "hfmd", "influenza", "mumps", "brucellosis", "syphilis", "diarrhoea",
         "scarlet_fever", "echinococcosis")  # fmt: skip
A_COUNTY = 12  # usual cases of a county in two years; assumed
EACH_LATE = 15  # one in so many is reported late
BEGINS = date(2023, 7, 1)
SPRINGS = (date(2022, 6, 3), date(2022, 6, 21), date(2022, 6, 28), date(2023, 6, 9), date(2023, 6, 27),
           date(2024, 6, 12), date(2024, 6, 30))  # fmt: skip
THIS_WEEK = ((24, "closed"), (26, "checked"), (27, "reported"), (28, "returned"))
"""Brucellosis of the week before 2025-06-30: day of June and how far its card is."""
MISSED = ("measles", datetime(2025, 6, 28, 15, 20, tzinfo=REGION_ZONE))
OWED = ("hepatitis", datetime(2025, 6, 30, 9, 10, tzinfo=REGION_ZONE))
RAISED = datetime(2025, 6, 30, 8, 30, tzinfo=REGION_ZONE)


@dataclass(frozen=True, slots=True)
class Unit:
    """An institution that reports: its doctor, its county's officer, the prefecture's, the people it may diagnose."""

    doctor: Party
    officer: Party
    planner: Party
    people: Sequence[Row]

    @property
    def area(self) -> str:
        return f"{self.doctor[1][3:12]}000"


@dataclass
class Written:
    """Rows by form."""

    cards: list[Row] = field(default_factory=list)
    signals: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)
    taken: set[tuple[str, str]] = field(default_factory=set)

    def somebody(self, unit: Unit, disease: str) -> Row:
        """The next person of a unit who has no card of the disease yet, whoever has none at all first; ValueError when
        nobody is left."""
        known = {id for id, _ in self.taken}
        free = [one for one in unit.people if (one["id"], disease) not in self.taken]
        for person in sorted(free, key=lambda one: one["id"] in known):
            self.taken.add((person["id"], disease))
            return person
        raise ValueError(f"{unit.doctor[1]} has nobody left for {disease}")


def cards(units: Mapping[str, Unit], day: date, seed: int, tour: str) -> Written:
    """Every card and signal. `units`: township hospitals by id; `day`: the demonstration's; `tour`: the tour's town."""
    found = Written()
    for county in sorted({id[3:9] for id in units}):
        own = [unit for id, unit in units.items() if id[3:9] == county]
        _usual(found, county, own, day, seed)
    if tour in units:
        beside = [unit for id, unit in units.items() if id[3:9] == tour[3:9] and id != tour]
        _tour(found, units[tour], beside)
    return found


def _usual(found: Written, county: str, units: Sequence[Unit], day: date, seed: int) -> None:
    chance, last = stream(seed, "cards", county), day - timedelta(days=20)
    days = sorted(BEGINS + timedelta(days=chance.randrange((last - BEGINS).days)) for _ in range(A_COUNTY))
    for number, one in enumerate(shuffled(days, seed, "card days", county)):
        unit = units[chance.randrange(len(units))]
        at = datetime.combine(one, time(9 + chance.randrange(8), chance.randrange(60)), REGION_ZONE)
        late = chance.randrange(EACH_LATE) == 0
        minutes = 24 * 60 + chance.randrange(30, 900) if late else chance.randrange(10, 300)
        _card(found, f"{county}-{number:02d}", unit, USUAL[chance.randrange(len(USUAL))], at, "closed", minutes)


def _tour(found: Written, unit: Unit, beside: Sequence[Unit]) -> None:
    """The springs of brucellosis in towns beside; of the tour's town this week's, the missed and the owed card; the
    signal."""
    for number, one in enumerate(SPRINGS):
        at = datetime.combine(one, time(10, 15), REGION_ZONE)
        _card(found, f"spring-{number:02d}", beside[number % len(beside)], "brucellosis", at, "closed", 95)
    for number, state in THIS_WEEK:
        at = datetime(2025, 6, number, 11, 5, tzinfo=REGION_ZONE)
        _card(found, f"week-{number}", unit, "brucellosis", at, state, 120)
    _card(found, "missed", unit, *MISSED, "owed", 0)
    _card(found, "owed", unit, *OWED, "owed", 0)
    _signal(found, unit.officer, f"{unit.area[:6]}000000")


def _card(found: Written, id: str, unit: Unit, disease: str, at: datetime, state: str, minutes: int) -> None:
    """A card as far as a state, reported some minutes after the diagnosis."""
    person = found.somebody(unit, disease)
    row = CATALOGUE.find(at.date(), disease=disease)
    if row is None:
        raise ValueError(f"{disease} is not notifiable on {at.date()}")
    events = [_taken("start", at + timedelta(minutes=2), unit.doctor, "", "owed", {})]
    onset, filed = at.date() - timedelta(days=3), at + timedelta(minutes=minutes)
    number, receipt = f"演示{at:%Y%m%d}{len(found.cards):04d}", f"演示回执{len(found.cards):04d}"
    told = {"number": number, "receipt": receipt}
    if state != "owed":
        said = {"case": "confirmed", "onset": onset.isoformat()}
        events.append(_taken("report", filed, unit.doctor, "owed", "reported", said))
        events.append(_taken("national", filed + timedelta(minutes=20), unit.doctor, "reported", "reported", told))
    note = "请补充流行病学史（演示）" if state == "returned" else None
    if note:
        why = {"reason": "incomplete", "why": note}
        events.append(_taken("return", filed + timedelta(hours=3), unit.officer, "reported", "returned", why))
    if state in ("checked", "closed"):
        events.append(_taken("check", filed + timedelta(hours=4), unit.officer, "reported", "checked", {}))
    if state == "closed":
        events.append(_taken("close", filed + timedelta(hours=20), unit.planner, "checked", "closed", {}))
    done = state != "owed"
    found.cards.append({
        "id": f"card-{id}", "person": person["id"], "name": person["name"], "unit": unit.doctor[1], "area": unit.area,
        "county": f"{unit.area[:6]}000000", "disease": disease, "category": row["class"], "origin": "diagnosis",
        "case": "confirmed" if done else None, "onset": onset.isoformat() if done else None,
        "diagnosed": at.isoformat(timespec="seconds"),
        "due": (at + timedelta(hours=int(row["hours"]))).isoformat(timespec="seconds"),
        "reported": events[1].at if done else None, "national": number if done else None,
        "receipt": receipt if done else None, "note": note, "state": state,
    })  # fmt: skip
    live = [{"reference": f"Patient/{person['id']}"}, disease]
    ends = state == "closed"
    found.tasks.append(task_row(CARD, f"DiseaseCard/card-{id}", live, events, ends, person["id"]))


def _signal(found: Written, officer: Party, area: str) -> None:
    """The signal of this week's brucellosis: four cases, where the eightieth percentile of three Junes is one."""
    event = _taken("start", RAISED, officer, "", "raised", {})
    found.signals.append({
        "id": "signal-brucellosis", "area": area, "disease": "brucellosis", "method": "percentile",
        "day": RAISED.date().isoformat(), "cases": len(THIS_WEEK), "limit": 1, "raised": event.at, "hours": 24,
        "state": "raised",
    })  # fmt: skip
    live = [area, "brucellosis"]
    found.tasks.append(task_row(SIGNAL, "EpidemicSignal/signal-brucellosis", live, [event], False))


def _taken(step: str, at: datetime, by: Party, before: str, after: str, fields: Mapping[str, str]) -> Taken:
    return Taken(step, at.date(), by, before, after, fields, f"{at:%H:%M}")
