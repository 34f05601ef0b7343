"""Words that the room's shapes share."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tongmai.base.words import Words
from tongmai.domains.pharmacy.rules.common import drug_row, drug_words
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.records import Names
from tongmai.model.blocks import Cell, Link

Json = Mapping[str, Any]
PACKAGES = Words("件", "packages")


def house(names: Names, reference: Any) -> Cell:
    """An institution by its name, linked."""
    named = names.get(str((reference or {}).get("reference", "")))
    return (Link(named.name, named.href) if named.href else named.name) if named else NOTHING


def coded(names: Names, table: str, code: Any) -> Words | str:
    """The words of a code of a dated table."""
    named = names.get(f"{table}/{code}")
    return named.kind if named else NOTHING


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
