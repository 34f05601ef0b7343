"""Words that the room's rules share: an issue at its field, money as it is typed, days and references of a record."""

from collections.abc import Mapping
from typing import Any

from tongmai.base.money import cents
from tongmai.base.outcome import Issue, wrong

Json = Mapping[str, Any]
MAPPED = 6
"""Digits of a county in an area's code."""


def money(fields: Json, name: str) -> int | None:
    """Cents of an amount in yuan as it was typed; None for what is no amount in whole cents, or none at all."""
    try:
        return cents(fields[name]) if fields.get(name) not in (None, "") else None
    except ValueError:
        return None


def positive(fields: Json, name: str, zh: str, en: str) -> list[Issue]:
    """An amount above nothing, in whole cents."""
    amount = money(fields, name)
    if amount is None or amount < 1:
        return [wrong(name, f"{zh}应为正数，单位元，最多两位小数", f"{en}: yuan above nothing, two decimals at most")]
    return []


def within(area: str, county: str) -> bool:
    """Whether an area lies in another one, by their codes."""
    return area.startswith(county.rstrip("0") if county[4:MAPPED] == "00" else county[:MAPPED])
