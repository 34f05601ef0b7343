"""What the records of Chinese medicine tell: names behind references, words of codes."""

from collections.abc import Mapping
from typing import Any

from tongmai.base.words import Words
from tongmai.model.lists import room_table

Json = Mapping[str, Any]
_CODES = room_table(__file__, "tcm_codes", "list", "code")


def options(name: str) -> tuple[tuple[str, Words], ...]:
    """The codes of one list of tcm_codes.csv with their words."""
    return tuple((row["code"], Words(row["zh"], row["en"])) for row in _CODES.rows if row["list"] == name)
