"""Complaints: what the resident filed, what an institution is asked about."""

from collections.abc import Sequence

from tongmai.base.words import Words
from tongmai.domains.supervision.shapes.naming import Names, called
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.naming import bring, worded
from tongmai.engines.pages.stories import state_mark
from tongmai.model.blocks import Group, Head, Link, Row, Table
from tongmai.model.page import Ask


def complaint_table(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """Complaints, those under way first, by when they are to be told."""
    ordered = sorted(items, key=lambda one: (one.ended, str(one.focus.get("tellBy", "9")), str(one.focus["id"])))
    bring(names, [one.focus["institution"] for one in ordered])
    rows = tuple(
        Row((Link(worded(names, "complaint_kinds", one.focus["kind"]), one.href),
             called(names, one.focus["institution"]), str(one.focus["filed"]),
             str(one.focus.get("tellBy", NOTHING)), state_mark(one)), id=one.task)
        for one in ordered
    )  # fmt: skip
    heads = (Head(Words("投诉", "complaint")), Head(Words("机构", "institution"), wide=True),
             Head(Words("投诉日期", "filed"), phone=False), Head(Words("反馈时限", "told by"), phone=False),
             Head(Words("状态", "state")))  # fmt: skip
    empty = (
        Words("您没有投诉过。在下面提交。", "You have filed none: file one below.")
        if "resident" in ask.roles
        else Words(
            "没有投诉。居民在“投诉”中提交后显示在这里。", "None is filed. Residents file theirs on their own page."
        )
    )
    return Table(heads, (Group(rows),) if rows else (), empty, total=len(rows))
