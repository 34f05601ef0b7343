"""Words that the room's rules share: what a record's elements say, and a drug's name."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tongmai.base.dates import day_of
from tongmai.base.outcome import Issue
from tongmai.base.tables import DatedRow
from tongmai.base.words import Words
from tongmai.model.lists import room_table

Json = Mapping[str, Any]
DRUGS = room_table(__file__, "drugs", "drug")
NO_REMEDY = Words("", "")


def referred(reference: Any) -> str:
    """The id that a reference, or the first of several, names."""
    first = reference[0] if isinstance(reference, list) and reference else reference
    return str(first.get("reference", "")).rpartition("/")[2] if isinstance(first, Mapping) else ""


def in_force(record: Json, day: date) -> bool:
    """Whether a record's period has begun by a day and is not over; without a beginning it has not."""
    period = record.get("period") or {}
    start, end = day_of(period.get("start")), day_of(period.get("end"))
    return start is not None and start <= day and (end is None or day <= end)


def drug_row(drug: str, day: date) -> DatedRow | None:
    """A drug of the table on a day."""
    return DRUGS.find(day, drug=drug)


def drug_words(drug: str, day: date) -> Words:
    """What a drug is called; its code where nobody knows it."""
    row = drug_row(drug, day)
    return Words(row["zh"], row["en"]) if row else Words(drug, drug)


def listed_words(names: Sequence[Words]) -> Words:
    """Several names in one sentence."""
    return Words("、".join(one.zh for one in names), ", ".join(one.en for one in names))


def fault(where: str, zh: str, en: str, remedy: tuple[str, str] | None = None, rule: str = "") -> list[Issue]:
    """One issue at a field."""
    return [Issue("rule", Words(zh, en), where=where, rule=rule, remedy=Words(*remedy) if remedy else None)]
