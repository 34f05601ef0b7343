"""Words that the room's shapes share: an institution, an area and a code by what people call them; money."""

from collections.abc import Mapping
from typing import Any

from tongmai.base.money import yuan
from tongmai.base.words import Words
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.records import Names
from tongmai.model.blocks import Cell, Link

Json = Mapping[str, Any]
YUAN = Words("元", "yuan")
TEN_THOUSAND = Words("万元", "10,000 yuan")
_CENTS_IN_TEN_THOUSAND = 1_000_000


def house(names: Names, reference: Any) -> Cell:
    """An institution by its name, linked."""
    named = names.get(str((reference or {}).get("reference", "")))
    return (Link(named.name, named.href) if named.href else named.name) if named else NOTHING


def coded(names: Names, table: str, code: Any) -> Words | str:
    """The words of a code of a dated table."""
    named = names.get(f"{table}/{code}")
    return named.kind if named else NOTHING


def area(names: Names, code: Any) -> str:
    """An area by its name."""
    named = names.get(str(code))
    return str(named.name) if named else NOTHING


def large(cents: int) -> str:
    """Cents in ten thousands of yuan, two decimals, for an overview; the exact sum stands on the record's page."""
    whole, rest = divmod(abs(cents), _CENTS_IN_TEN_THOUSAND)
    sign = "-" if cents < 0 else ""
    return f"{sign}{whole:,}.{rest * 100 // _CENTS_IN_TEN_THOUSAND:02d}"


def exact(cents: Any) -> str:
    """Cents as yuan."""
    return yuan(int(cents or 0))
