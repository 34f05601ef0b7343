"""How records are called on the pages of the communities, and what several of them ask of a record."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tongmai.domains.community import rules
from tongmai.model.page import Ask

Json = Mapping[str, Any]
Names = Mapping[str, Any]


def tie_of(one: Json) -> str:
    """The code of an affiliation; "" where it has none."""
    codes = (str(coding.get("code")) for concept in one.get("code", ()) for coding in concept.get("coding", ()))
    return next(codes, "")


def valid_on(one: Json, day: str) -> bool:
    """Whether a record's period holds on a day."""
    told = one.get("period", {})
    return str(told.get("start") or "0")[:10] <= day <= str(told.get("end") or "9")[:10]


def plain(number: Any) -> str:
    """A decimal without needless zeros."""
    return f"{Decimal(str(number)).normalize():f}"


def told_of(ask: Ask, names: Names, *parties: str) -> bool:
    """Whether the reader is told all work of these institutions; the first of them says in which county it is."""
    found = names.get(f"Organization/{parties[0]}")
    return rules.told(ask.roles, ask.organization, ask.area, found.area if found else "", parties)
