"""Inspections: lists, the record of one, who stays away, other departments, the printed record."""

from collections.abc import Sequence

from tongmai.base.words import Words
from tongmai.domains.supervision.shapes.naming import Json, Names, called, joined, people
from tongmai.engines.pages.acting import Proposal
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.naming import bring, worded
from tongmai.engines.pages.records import reference_in
from tongmai.engines.pages.stories import state_mark
from tongmai.model.blocks import (
    Chip,
    ChipRow,
    Chips,
    Download,
    Downloads,
    Facts,
    Group,
    Head,
    Link,
    Row,
    Sheet,
    Table,
)
from tongmai.model.page import Ask

_STATES = (
    ("assigned", Words("待检查", "To be inspected")),
    ("inspected", Words("待公示", "To be published")),
    ("mending", Words("整改中", "Being put right")),
    ("mended", Words("待复查", "To be verified")),
    ("case", Words("立案", "Case filed")),
    ("closed", Words("已办结", "Closed")),
)


def inspection_chips(ask: Ask) -> Chips:
    """Filters by state and origin."""
    states = tuple(_chip(ask, "state", code, words) for code, words in _STATES)
    return Chips((ChipRow(Words("状态", "state"), states),))


def _chip(ask: Ask, name: str, code: str, words: Words) -> Chip:
    on = ask.one(name) == code
    return Chip(words, ask.link(**{name: None if on else code}), on)


def team(ask: Ask, item: Item, names: Names) -> Facts:
    """Who inspects."""
    bring(names, item.focus.get("inspector", ()))
    return Facts(((Words("检查人员", "inspectors"), people(names, item.focus.get("inspector", ()))),), 1)


def task_team(ask: Ask, task: Json, names: Names) -> Facts:
    """Who inspects by a central list."""
    bring(names, task["inspector"])
    return Facts(((Words("检查人员", "inspectors"), people(names, task["inspector"])),), 1)


def recusals(ask: Ask, item: Item, names: Names) -> Table | None:
    """Who stayed away and who came by the draw's order; left out where nobody did."""
    rows = tuple(
        Row((str(one["on"]), called(names, one["left"]), called(names, one["came"]), str(one["reason"])))
        for one in item.focus.get("recusal", ())
    )
    heads = (Head(Words("日期", "day")), Head(Words("回避", "stays away")), Head(Words("递补", "came")),
             Head(Words("原因", "why"), wide=True))  # fmt: skip
    return Table(heads, (Group(rows),)) if rows else None


def coordinations(ask: Ask, item: Item, names: Names) -> Table | None:
    """Other departments that were brought in; left out where none was."""
    rows = tuple(
        Row((str(one["on"]), worded(names, "departments", one["department"]), str(one["matter"]),
             str(one.get("document", NOTHING))))
        for one in item.focus.get("coordination", ())
    )  # fmt: skip
    heads = (Head(Words("日期", "day")), Head(Words("部门", "department")), Head(Words("事项", "matter"), wide=True),
             Head(Words("函号", "letter"), phone=False))  # fmt: skip
    return Table(heads, (Group(rows),)) if rows else None


def record_paper(ask: Ask, item: Item) -> Downloads:
    """The printed record of an inspection."""
    what = Words("可打印，双方签字", "to be printed and signed")
    return Downloads(
        (Download(Words("现场检查记录表", "Record of the inspection"), f"{item.href}/record", what, False),)
    )


def record_sheet(ask: Ask, item: Item, names: Names) -> Sheet:
    """The fields of the printed record."""
    one = item.focus
    bring(names, [one["object"], *one.get("inspector", ())])
    told = {name: str(one.get(name, "")) for name in
            ("inspectedOn", "findings", "head", "statement", "signedOn", "rectifyBy", "published", "verified",
             "national", "assigned", "until")}  # fmt: skip
    result, specialty = (worded(names, table, one.get(name)) for table, name in
                         (("inspection_results", "result"), ("inspection_specialties", "specialty")))  # fmt: skip
    return Sheet({
        **told, "object": str(called(names, one["object"])), "team": joined(names, one.get("inspector", ())),
        "result": result.zh if isinstance(result, Words) else "", "day": ask.as_of.isoformat(),
        "specialty": specialty.zh if isinstance(specialty, Words) else "",
        "proof": "；".join(str(text) for text in one.get("proof", ())),
    })  # fmt: skip


def own_inspections(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """The inspections of the reader's own institution, what waits for it first."""
    rows = tuple(
        Row((Link(worded(names, "inspection_specialties", one.focus.get("specialty")), one.href),
             str(one.focus.get("inspectedOn", NOTHING)),
             worded(names, "inspection_results", one.focus.get("result")),
             str(one.focus.get("rectifyBy", NOTHING)), state_mark(one)), id=one.task)
        for one in sorted(items, key=lambda one: (one.ended, str(one.focus.get("rectifyBy", "9"))))
    )  # fmt: skip
    heads = (Head(Words("检查", "inspection"), wide=True), Head(Words("检查日期", "inspected on"), phone=False),
             Head(Words("结果", "result")), Head(Words("整改期限", "put right by"), phone=False),
             Head(Words("状态", "state")))  # fmt: skip
    empty = Words("还没有对本机构的检查。", "Your institution was not inspected yet.")
    return Table(heads, (Group(rows),) if rows else (), empty)


def national_tasks(ask: Ask, tasks: Sequence[Json], inspections: Sequence[Json], names: Names) -> Table:
    """Tasks drawn nationally, with how far each is. Sources: tasks, inspections of central origin, names."""
    begun = {str(one["basis"]["reference"]).partition("/")[2]: one for one in inspections}
    bring(names, [one["object"] for one in tasks])
    rows = tuple(
        Row((Link(str(one["number"]), f"/central-tasks/{one['id']}"), called(names, one["object"]),
             worded(names, "inspection_specialties", one["specialty"]), str(one["until"]),
             _begun(begun.get(str(one["id"])), names)), id=str(one["id"]))
        for one in sorted(tasks, key=lambda one: (str(one["until"]), str(one["number"])))
    )  # fmt: skip
    heads = (Head(Words("国家任务编号", "national number")), Head(Words("检查对象", "object"), wide=True),
             Head(Words("专业", "specialty"), phone=False), Head(Words("完成时限", "by")),
             Head(Words("进展", "stands")))  # fmt: skip
    empty = Words("还没有接收国家任务。在“数据导入”中导入“国家双随机任务”。",
                  "None was received. Import the list of tasks drawn nationally.")  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), empty, total=len(rows))


def _begun(one: Json | None, names: Names) -> Link | Words:
    if one is None:
        return Words("未立项", "not begun")
    told = (
        worded(names, "inspection_results", one["result"]) if one.get("result") else Words("待检查", "To be inspected")
    )
    return Link(told, f"/inspections/{one['id']}")


def national_object(ask: Ask, task: Json, names: Names) -> Proposal:
    """The object of a central task, which alone may be chosen."""
    id = reference_in(task["object"]).partition("/")[2]
    return Proposal({"object": id}, {"object": [(id, called(names, task["object"]))]})
