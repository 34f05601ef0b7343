"""Remote teaching: what is announced and was held, and who was there."""

from collections.abc import Sequence

from tongmai.base.words import Words
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.records import Names, moment
from tongmai.engines.pages.stories import state_mark
from tongmai.model.blocks import Group, Head, Link, Row, Table
from tongmai.model.page import Ask


def teaching_table(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """Sessions, the latest first: what, by whom, when, how many were there."""
    heads = (Head(Words("时间", "when"), tight=True), Head(Words("内容", "about"), wide=True),
             Head(Words("主讲单位", "host"), phone=False), Head(Words("主讲", "speaker"), phone=False),
             Head(Words("签到", "signed in"), "right"), Head(Words("状态", "state")))  # fmt: skip
    ordered = sorted(items, key=lambda one: (str(one.focus["planned"]), str(one.focus["id"])), reverse=True)
    rows = tuple(
        Row((moment(str(one.focus["planned"])), Link(str(one.focus["title"]), one.href),
             _called(names, one.focus["host"]), str(one.focus["speaker"]),
             str(len(one.focus.get("attendance", ()))), state_mark(one)), id=one.task)
        for one in ordered
    )  # fmt: skip
    empty = Words(
        "还没有远程教学。会诊中心或专科医生在下面发布。", "Nothing is announced yet. A centre or specialist does."
    )
    return Table(heads, (Group(rows),) if rows else (), empty)


def roster(ask: Ask, item: Item, names: Names) -> Table:
    """Who signed in, by institution."""
    there = sorted(item.focus.get("attendance", ()), key=lambda one: str(one["at"]))
    if (bring := getattr(names, "bring", None)) is not None:
        bring([str(one["person"]["reference"]) for one in there])
    rows = tuple(
        Row((_called(names, one["person"]), _called(names, one["organization"]), moment(str(one["at"]))))
        for one in there
    )
    heads = (Head(Words("人员", "who")), Head(Words("机构", "institution"), wide=True), Head(Words("签到时间", "at")))
    empty = Words(
        "还没有人签到。开始后各机构医生在此页签到。", "Nobody signed in yet. Doctors do here once it has begun."
    )
    return Table(heads, (Group(rows),) if rows else (), empty)


def _called(names: Names, reference: object) -> str:
    found = names.get(str(reference.get("reference", ""))) if isinstance(reference, dict) else None
    return found.name if found else NOTHING
