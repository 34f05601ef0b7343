"""Words that the room's shapes share."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tongmai.base.words import Words
from tongmai.domains.pharmacy.rules.common import drug_row, drug_words
from tongmai.engines.pages.records import Names

Json = Mapping[str, Any]
PACKAGES = Words("件", "packages")


def area(names: Names, code: Any) -> str:
    """A county by its name."""
    named = names.get(str(code))
    return str(named.name) if named else ""


def drug_of(record: Json, day: date) -> Words:
    """The drug that a record of ours or of R4 is about."""
    concept = record.get("medicationCodeableConcept") or record.get("itemCodeableConcept") or {}
    coding = next((str(one["code"]) for one in concept.get("coding", ())), "")
    return drug_words(str(record.get("drug") or coding), day)


def per_unit(drug: str, day: date) -> str:
    """What a drug is counted in."""
    row = drug_row(drug, day)
    return row["unit"] if row else ""
