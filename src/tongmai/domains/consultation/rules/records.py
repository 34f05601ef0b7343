"""What the records of a consultation tell: names behind references, words of codes, seats."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tongmai.base.tables import DatedRow
from tongmai.base.words import Words
from tongmai.fhir.facts import named
from tongmai.model.lists import room_table

Json = Mapping[str, Any]
Seat = tuple[str, str]
"""An institution's id and a specialty."""
KINDS = room_table(__file__, "consultation_kinds", "kind")
SPECIALTIES = room_table(__file__, "consultation_specialties", "specialty")
_CODES = room_table(__file__, "consultation_codes", "list", "code")


def options(name: str) -> tuple[tuple[str, Words], ...]:
    """The codes of one list of consultation_codes.csv with their words."""
    return tuple((row["code"], Words(row["zh"], row["en"])) for row in _CODES.rows if row["list"] == name)


def specialties() -> tuple[tuple[str, Words], ...]:
    """Every specialty that a row ever held, as options."""
    return tuple(
        {row["specialty"]: (row["specialty"], Words(row["zh"], row["en"])) for row in SPECIALTIES.rows}.values()
    )


def kinds() -> tuple[tuple[str, Words], ...]:
    """Every kind that a row ever held, as options."""
    return tuple({row["kind"]: (row["kind"], Words(row["zh"], row["en"])) for row in KINDS.rows}.values())


def words_of(specialty: str) -> Words:
    """What a specialty is called; its code where no row ever held it."""
    return dict(specialties()).get(specialty, Words(specialty, specialty))


def kind_on(focus: Json, day: date) -> DatedRow | None:
    """The row of the consultation's kind that holds on a day."""
    return KINDS.find(day, kind=str(focus.get("kind")))


def side(specialty: str) -> str:
    """Of which medicine a specialty is; "" where no row ever held it."""
    return next((row["side"] for row in SPECIALTIES.rows if row["specialty"] == specialty), "")


def seat_of(entry: Json) -> Seat:
    """For whom an entry stands: a seat, an excuse, a signature."""
    return named(entry.get("organization")), str(entry.get("specialty"))


def seats(focus: Json) -> list[Seat]:
    """The seats that are to sign: those invited, without those excused, in the order in which they were invited."""
    excused = {seat_of(one) for one in focus.get("excused", ())}
    return [seat for one in focus.get("seat", ()) if (seat := seat_of(one)) not in excused]
