"""Approved posts of public institutions: rows of the registry's view `post`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tongmai.base.money import split
from tongmai.regions.demonstration.draws import stream
from tongmai.regions.demonstration.staff import Workforce

Row = dict[str, Any]
KINDS = frozenset(
    {
        "general_hospital",
        "tcm_hospital",
        "specialist_hospital",
        "maternal_child",
        "township_hospital",
        "community_centre",
        "cdc",
        "health_supervision",
    }
)
LOW_SHARE = 0.12
"""The share of township hospitals whose professional posts stay under nine tenths."""


def establishment(force: Workforce, seed: int, institutions: Sequence[Row]) -> Iterator[Row]:
    """Three rows an institution: professional, management and support posts; nine tenths professional or a little more,
    a little less at a few township hospitals."""
    staff = _staff_counts(force)
    for row in institutions:
        if row["kind"] in KINDS and row["ownership"] == "public":
            yield from _posts(row, seed, staff.get(row["id"], 0))


def _staff_counts(force: Workforce) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for held in force.posts:
        counts[held["institution"]] = counts.get(held["institution"], 0) + 1
    return counts


def _posts(row: Row, seed: int, staff: int) -> Iterator[Row]:
    chance = stream(seed, "establishment", row["id"])
    approved = max(10, staff * 9 // 10)
    professional = chance.randrange(910, 945)
    if row["kind"] == "township_hospital" and chance.random() < LOW_SHARE:
        professional = chance.randrange(820, 880)
    rest = 1000 - professional
    management = rest * 2 // 3
    shares = _at_least(professional, approved, split(approved, [professional, management, rest - management]))
    for category, count in zip(("professional", "management", "support"), shares, strict=True):
        yield {
            "id": f"post-{row['id']}-{category}",
            "institution": row["id"],
            "category": category,
            "approved": count,
            "from_day": "2022-01-01",
            "basis": "演示编制文件〔2022〕1号",
        }


def _at_least(per_mille: int, approved: int, shares: list[int]) -> list[int]:
    """A small house that is meant to reach nine tenths reaches them in whole posts."""
    professional, management, support = shares
    while per_mille >= 900 and professional * 10 < approved * 9:
        professional += 1
        if management >= support:
            management -= 1
        else:
            support -= 1
    return [professional, management, support]
