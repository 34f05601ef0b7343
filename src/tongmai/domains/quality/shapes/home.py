"""Where an empty room says what comes first."""

from collections.abc import Sequence

from tongmai.base.words import Words
from tongmai.engines.pages.given import Item
from tongmai.model.blocks import Notice
from tongmai.model.page import Ask


def idle(ask: Ask, items: Sequence[Item]) -> Notice | None:
    """Where no cycle is under way: how one begins."""
    if items:
        return None
    return Notice(
        Words(
            "现在没有在办的质控任务。质控中心在“质控任务”中制定，医院质控办提交资料。",
            "No cycle is under way. A quality-control centre plans one, the hospital hands in.",
        )
    )
