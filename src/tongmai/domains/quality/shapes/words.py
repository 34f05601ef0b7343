"""Words that the pages of the room share."""

from collections.abc import Mapping
from typing import Any

from tongmai.base.words import Words
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.records import Names
from tongmai.model.blocks import Text

Json = Mapping[str, Any]
STATUS = {
    "verified": Words("已核实", "verified"), "unverified": Words("未核实", "unverified"),
    "assumed": Words("推定", "assumed"),
}  # fmt: skip
CASES, YUAN = Words("例", " cases"), Words("元", " yuan")


def disease(groups: Mapping[str, Json], category: str) -> str:
    """What a category is called; the category itself where the grouping has no name for it."""
    return str(groups[category]["name"]) if category in groups else category


def by_category(groups: list[Json]) -> Mapping[str, Json]:
    """The rows of the grouping by category, the latest of each."""
    return {str(one["category"]): one for one in sorted(groups, key=lambda one: str(one["since"]))}


def code_of(names: Names, table: str, code: Any) -> Text:
    """What a code is called."""
    named = names.get(f"{table}/{code}")
    return named.kind if named else NOTHING
