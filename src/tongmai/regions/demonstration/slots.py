"""Slots and beds that county hospitals keep for those sent from below, with the hour at which they are released."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from tongmai.base.clock import REGION_ZONE

Row = dict[str, Any]
DAYS = 8
HOURS = ("10:30", "11:00", "15:30")
BEDS = ("心内科 12 床", "神经内科 7 床")
TODAY_UNTIL, DAY_BEFORE_UNTIL = "14:30", "20:00"
"""Slots of the present day are kept until then, later ones until the evening before; local practice, assumed."""


def receiving(network: Sequence[Row]) -> list[Row]:
    """The institutions that take referrals: the counties' general hospitals, and the prefecture's."""
    chosen = ("county_hospital", "regional_main")
    return [row for row in network if row["kind"] == "general_hospital" and row.get("designation") in chosen]


def schedules(hospitals: Sequence[Row]) -> list[Row]:
    """Rows of the form `schedule`."""
    return [
        {"id": f"schedule-{row['id']}", "institution": row["id"], "comment": "双向转诊预留号源与床位（演示）"}
        for row in hospitals
    ]


def slots(
    hospitals: Sequence[Row], day: date, taken: frozenset[str], full: frozenset[str] = frozenset()
) -> Iterator[Row]:
    """Rows of the form `slot` from a day on. `taken`: ids of those that are booked; `full`: hospitals that have none
    left."""
    for slot in _kept(hospitals, day, taken):
        yield {**slot, "state": "busy"} if slot["institution"] in full else slot


def _kept(hospitals: Sequence[Row], day: date, taken: frozenset[str]) -> Iterator[Row]:
    for row in hospitals:
        for number in range(DAYS):
            on = day + timedelta(days=number)
            for turn, hour in enumerate(HOURS, start=1):
                start = _at(on, hour)
                yield _slot(
                    row["id"],
                    "appointment",
                    f"{on:%m%d}-{turn}",
                    start,
                    start + timedelta(minutes=30),
                    on == day,
                    taken,
                )
        for turn, bed in enumerate(BEDS, start=1):
            start, end = _at(day, "08:00"), _at(day + timedelta(days=3), "18:00")
            slot = _slot(row["id"], "bed", f"bed-{turn}", start, end, False, taken)
            yield {**slot, "comment": bed, "release": _text(_at(day + timedelta(days=1), DAY_BEFORE_UNTIL))}


def slot_id(hospital: str, name: str) -> str:
    """The id of a slot of a hospital: `0630-1` for the first of a day, `bed-1` for a bed."""
    return f"slot-{hospital.removeprefix('hospital-')}-{name}"


def start_of(day: date, turn: int) -> str:
    """When the slot of a turn (from 1) of a day begins."""
    return _text(_at(day, HOURS[turn - 1]))


def _slot(
    hospital: str, kind: str, name: str, start: datetime, end: datetime, today: bool, taken: frozenset[str]
) -> Row:
    id = slot_id(hospital, name)
    release = _at(start.date(), TODAY_UNTIL) if today else _at(start.date() - timedelta(days=1), DAY_BEFORE_UNTIL)
    return {
        "id": id,
        "institution": hospital,
        "kind": kind,
        "schedule": f"schedule-{hospital}",
        "state": "busy" if id in taken else "free",
        "start": _text(start),
        "end": _text(end),
        "release": _text(min(release, end)),
    }


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), REGION_ZONE)


def _text(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
