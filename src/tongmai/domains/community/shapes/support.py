"""Trusteeships and pairings with their tasks and proof; rounds to villages."""

from collections.abc import Sequence

from tongmai.base.words import Words
from tongmai.domains.community.shapes.naming import Json, Names, tie_of, told_of
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.naming import said, worded
from tongmai.engines.pages.stories import state_mark
from tongmai.fhir.facts import named
from tongmai.model.blocks import Figure, Figures, Group, Head, Link, Mark, Row, Table
from tongmai.model.page import Ask


def bond_table(ask: Ask, ties: Sequence[Json], tasks: Sequence[Item], names: Names) -> Table:
    """Trusteeships and pairings, each with its tasks: by when, proof, state."""
    heads = (Head(Words("任务", "task"), wide=True), Head(Words("时限", "due")),
             Head(Words("完成", "done"), phone=False), Head(Words("证明", "proof"), phone=False),
             Head(Words("状态", "state")))  # fmt: skip
    groups = []
    for tie in ties:
        kind = worded(names, "affiliations", tie_of(tie))
        ends = said(names, tie["organization"]), said(names, tie["participatingOrganization"])
        own = sorted(_tasks(tasks, str(tie["id"])), key=lambda one: str(one.focus["due"]), reverse=True)
        done = sum(1 for one in own if one.state == "done")
        title = Words(f"{ends[0]} → {ends[1]}（{kind.zh if isinstance(kind, Words) else kind}）",
                      f"{ends[0]} → {ends[1]} ({kind.en if isinstance(kind, Words) else kind})")  # fmt: skip
        told = own or told_of(ask, names, *(named(tie[end]) for end in ("participatingOrganization", "organization")))
        none = (
            Words("还没有年度任务", "no task yet") if told else Words("任务由双方和主管部门查看", "seen by its parties")
        )
        rows = tuple(_task_row(one) for one in own) or (Row((none, NOTHING, NOTHING, NOTHING, NOTHING)),)
        groups.append(Group(rows, title, Words(f"已完成 {done}/{len(own)}", f"{done}/{len(own)} done") if told else ""))
    empty = Words(
        "还没有托管或结对关系。登记机构之间的托管或结对后显示在这里。",
        "There is no trusteeship or pairing yet. They stand here once they are entered.",
    )
    return Table(heads, tuple(groups), empty)


def _tasks(tasks: Sequence[Item], bond: str) -> list[Item]:
    return [one for one in tasks if named(one.focus.get("partnership")) == bond]


def _task_row(one: Item) -> Row:
    told = one.focus
    done = str(told.get("doneOn", NOTHING))
    late = "doneOn" in told and str(told["doneOn"]) > str(told["due"])
    return Row((
        Link(str(told["title"]), one.href), str(told["due"]), Mark(done, "warn") if late else done,
        "、".join(str(paper) for paper in told.get("proof", ())) or NOTHING, state_mark(one),
    ), id=one.task)  # fmt: skip


def round_sums(ask: Ask, rounds: Sequence[Json]) -> Figures:
    """This year's rounds: planned up to today, held, people seen."""
    year, day = str(ask.as_of.year), ask.as_of.isoformat()
    due = [one for one in rounds if year <= str(one["plannedOn"]) <= day]
    held = [one for one in due if one.get("heldOn")]
    return Figures((
        Figure(Words("今年应开展", "due this year"), f"{len(due):,}", unit=Words("次", "rounds")),
        Figure(Words("已开展", "held"), f"{len(held):,}", unit=Words("次", "rounds")),
        Figure(Words("服务人次", "people seen"), f"{sum(int(one.get('seen') or 0) for one in held):,}"),
    ))  # fmt: skip


def round_table(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """The roster from the first of the month on."""
    heads = (Head(Words("日期", "day")), Head(Words("派出单位", "who goes"), wide=True),
             Head(Words("村卫生室", "village room")),
             Head(Words("服务人次", "seen"), "right"), Head(Words("状态", "state")))  # fmt: skip
    ordered = sorted(items, key=lambda one: (str(one.focus["plannedOn"]), str(one.focus["id"])))
    rows = tuple(
        Row((Link(str(one.focus["plannedOn"]), one.href), said(names, one.focus["unit"]),
             said(names, one.focus["place"]), str(one.focus.get("seen", NOTHING)), state_mark(one)),
            id=one.task)
        for one in ordered
    )  # fmt: skip
    empty = Words("本月起还没有排期。总医院或卫生院在下面排期。", "Nothing is on the roster from this month on.")
    return Table(heads, (Group(rows),) if rows else (), empty)
