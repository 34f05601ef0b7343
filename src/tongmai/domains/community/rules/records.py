"""What the records of a community tell: names behind references, ties, numbers of the dated table."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from tongmai.fhir.facts import holds_on, named
from tongmai.model.lists import room_table

Json = Mapping[str, Any]
TIES = frozenset({"trusteeship", "pairing"})
_NUMBERS = room_table(__file__, "posting_rules", "rule")


def told(roles: Collection[str], organization: str, area: str, county: str, parties: Collection[str]) -> bool:
    """Whether somebody is told all work of these parties in a county (12 digits): the planner, the county's officer, a
    party itself, as policy.py has it. For everybody else a list without their work says nothing: it is no "none"."""
    return "planner" in roles or ("county-officer" in roles and area == county) or organization in parties


def number(rule: str, day: date) -> int:
    """A number of the dated table that holds on a day, the first row for days before it."""
    row = _NUMBERS.find(day, rule=rule) or next(one for one in _NUMBERS.rows if one["rule"] == rule)
    return int(row["amount"])


def tied(tie: Json, community: str, place: str, codes: Sequence[str], day: date) -> bool:
    """Whether an affiliation ties a place to a community on a day."""
    told = {coding.get("code") for concept in tie.get("code", ()) for coding in concept.get("coding", ())}
    ends = named(tie.get("organization")), named(tie.get("participatingOrganization"))
    return bool(told & set(codes)) and ends == (community, place) and holds_on(tie, day)
