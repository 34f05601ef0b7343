"""The pages of a hand-over at the end of a shift: what is given and taken over, and the work that is open meanwhile.

A room gives its act, its workflow and which of its work is open; the pages are the same for every room.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tongmai.base.words import Words
from tongmai.engines.pages import acting, layouts, records
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.lanes import clock_mark
from tongmai.engines.pages.records import Names, moment
from tongmai.model.blocks import Group, Head, Link, Mark, Row, Table
from tongmai.model.page import Act, Ask, Block, Page, Shown

LEAD = Words("一班交一班：未了的事、要交代的话，由接班的人签收。",
             "From shift to shift: what is open and what must be said; whoever takes over signs for it.")  # fmt: skip
ACT_LEAD = Words("下面的在办事项随时可看；这里写需要特别交代的。",
                 "The work below can be seen at any time; write what must be said.")  # fmt: skip


def pages(
    ids: tuple[str, str], titles: tuple[Words, Words], path: str, act: Act, work: str, open: Callable[..., Table]
) -> tuple[Page, Page]:
    """The list of a room and the page of one note. `ids` and `titles` of the two; `work`: the source of the open work,
    drawn by `open`."""
    shifts = Page(
        id=ids[0], title=titles[0], path=path, kind="list", roles=act.roles, acts=(act,), live=("Task",), lead=LEAD,
        blocks=(
            Block("give", "forms", acting.forms(act, folded=False), acting.sources(act)),
            Block("given", "table", handed, (f"pieces:{act.workflow}", "names"),
                  Words("待接班", "To be taken over")),
            Block("open", "table", open, (work, "names"), Words("在办事项", "Open work")),
        ),
    )  # fmt: skip
    note = Page(
        id=ids[1], title=titles[1], path=f"{path}/{{note}}", kind="record", shows="Communication",
        flows=(act.workflow,), brief=(Shown("payload.contentString", Words("交班说明", "note")),),
        blocks=layouts.story("Communication/{note}", Words("交班内容", "What was handed over"), (
            Shown("sender", Words("机构", "institution"), "reference"),
            Shown("sent", Words("交班时间", "handed over at"), "time"),
            Shown("payload", Words("交班说明", "note"), "said"),
            Shown("received", Words("接班时间", "taken over at"), "time"),
        )),
    )  # fmt: skip
    return shifts, note


def handed(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """What waits to be taken over at the reader's institution, newest first."""
    heads = (Head(Words("交班说明", "note"), wide=True), Head(Words("交班时间", "handed over at")),
             Head(Words("办理", "step")))  # fmt: skip
    rows = tuple(
        Row((
            Link(_first(item), item.href), moment(str(item.focus.get("sent", ""))),
            item.mine[-1].title if item.mine else Words("由他人接班", "somebody else takes over"),
        ))
        for item in sorted(items, key=lambda one: str(one.focus.get("sent", "")), reverse=True)
    )  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), Words("没有待接班的记录。", "Nothing is to be taken over."))


def _first(item: Item) -> str:
    said = [str(one.get("contentString", "")) for one in item.focus.get("payload", ())]
    return said[0][:60] if said else ""


def open_work(about: Shown, empty: Words) -> Callable[..., Table]:
    """A shape: every request under way that the reader's institution sends or receives, the most pressing first.
    `about`: what it is about, beside the patient; `empty` is said where there is none. Sources: pieces, names."""
    heads = (Head(Words("患者", "patient")), Head(about.title, wide=True, phone=False),
             Head(Words("状态", "state")), Head(Words("对方机构", "other side"), phone=False),
             Head(Words("时限", "clock"), tight=True))  # fmt: skip

    def shape(ask: Ask, items: Sequence[Item], names: Names) -> Table:
        own = f"Organization/{ask.organization}"
        rows = tuple(
            Row((
                Link(str(one.focus["subject"].get("display", "")), one.href),
                records.cell(about, one.focus, names),
                Mark(one.state_title, "bad" if one.late else "course"),
                _called(names, next((side for side in _sides(one.focus) if side != own), "")),
                clock_mark(ask, one) or "—",
            ))
            for one in items if own in _sides(one.focus)
        )  # fmt: skip
        return Table(heads, (Group(rows),) if rows else (), empty)

    return shape


def _sides(focus: Mapping[str, Any]) -> list[str]:
    """Who asked and who was asked, by reference."""
    both = (focus.get("requester"), (focus.get("performer") or [None])[0])
    return [str(one.get("reference", "")) for one in both if one]


def _called(names: Names, reference: str) -> str:
    named = names.get(reference) if reference else None
    return str(named.name) if named else ""
