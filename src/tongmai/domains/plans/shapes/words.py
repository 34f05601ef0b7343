"""Words that the room's shapes share: an institution, an area and a code by what people call them; money."""

from collections.abc import Mapping
from typing import Any

from tongmai.base.money import yuan
from tongmai.base.words import Words

Json = Mapping[str, Any]
YUAN = Words("元", "yuan")
TEN_THOUSAND = Words("万元", "10,000 yuan")


def exact(cents: Any) -> str:
    """Cents as yuan."""
    return yuan(int(cents or 0))
