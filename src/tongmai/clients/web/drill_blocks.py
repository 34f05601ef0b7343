"""Drills as blocks: those under way, the form that opens one, what came of one and how it is closed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from tongmai.base.clock import REGION_ZONE
from tongmai.base.words import Words
from tongmai.clients.web.previews import part
from tongmai.clients.web.services import Drills, Person
from tongmai.engines.pages.fill import Filled
from tongmai.model.blocks import Facts, Field, Form, Group, Head, Link, Mark, Notice, Row, Table, Text
from tongmai.model.drill import Done, Drill, Report

CRUMB = Link(Words("演练", "Drills"), "/drills")
OPENED, CLOSED = Words("开设演练", "open a drill"), Words("结束演练", "close the drill")
ENTER = Words("进入演练", "Enter the drill")
WITH = "with-"
"""Begins the name of a party's box in the form."""


def overview(
    drills: Drills, person: Person, people: Sequence[Person], day: date, sent: Mapping[str, str],
    faults: Mapping[str, Words],
) -> list[Filled]:  # fmt: skip
    """Open drills, the form, kept ones. `sent`, `faults`: what came with a form that was refused."""
    names = {one.id: one.name for one in people}
    found, kept = drills.open_ones(), drills.closed_ones()
    parts = [part("open", _open(found, names), Words("进行中", "Under way"))]
    if drills.may_open(person.id):
        room = drills.most - len(found)
        if room > 0 or faults:
            parts.append(part("new", _form(drills, person, people, day, sent, faults)))
        else:
            said = Words(f"已有 {drills.most} 个演练进行中，结束一个后才能再开。",
                         f"{drills.most} drills are open already; close one first.")  # fmt: skip
            parts.append(part("full", Notice(said, "warn")))
    if kept:
        parts.append(part("kept", _kept(kept, names), Words("已结束并封存", "Closed and kept")))
    return parts


def _open(found: Sequence[Drill], names: Mapping[str, Words]) -> Table:
    rows = tuple(
        Row((Link(one.name, f"/drills/{one.id}"), minute(one.begins), minute(one.opened), names.get(one.by, one.by),
             _count(len(one.people)), Link(ENTER, f"{one.root}/")))
        for one in found
    )  # fmt: skip
    heads = (
        Head(Words("演练", "drill"), wide=True), Head(Words("情景开始", "scenario begins"), tight=True),
        Head(Words("开设时间", "opened"), tight=True, phone=False), Head(Words("开设人", "opened by"), tight=True),
        Head(Words("参加", "parties"), phone=False), Head(Words("", ""), tight=True),
    )  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), Words("没有进行中的演练。", "No drill is under way."))


def _kept(found: Sequence[Drill], names: Mapping[str, Words]) -> Table:
    rows = tuple(
        Row((one.name, minute(one.begins), minute(one.closed or one.opened), names.get(one.closed_by, one.closed_by),
             str(sum(one.counts.values()))))
        for one in found
    )  # fmt: skip
    heads = (
        Head(Words("演练", "drill"), wide=True), Head(Words("情景开始", "scenario began"), tight=True),
        Head(Words("结束时间", "closed"), tight=True), Head(Words("结束人", "closed by"), tight=True),
        Head(Words("演练中形成的记录", "records made in it"), "right"),
    )  # fmt: skip
    return Table(heads, (Group(rows),))


def _form(
    drills: Drills, person: Person, people: Sequence[Person], day: date, sent: Mapping[str, str],
    faults: Mapping[str, Words],
) -> Form:  # fmt: skip
    others = tuple((one.id, Words(f"{one.name.zh} {one.title.zh}", f"{one.name.en}, {one.title.en}"))
                   for one in people if one.organization and one.id != person.id)  # fmt: skip
    ticked = ",".join(id for id, _ in others if not sent or sent.get(f"{WITH}{id}"))
    told = Words("名册、机构、岗位和班次照现状带入，居民与病历一概不带。演练在自己的库里进行，正式记录不受影响。",
                 "Institutions, staff, posts and rosters come as they stand, no resident and no patient record. "
                 "It runs in a store of its own; the official records are not touched.")  # fmt: skip
    fields = (
        Field("name", Words("演练名称", "name of the drill"), required=True, value=sent.get("name", ""), longest=40,
              fault=faults.get("name", "")),
        Field("day", Words("情景日期", "day of the scenario"), "day", True, sent.get("day", day.isoformat()),
              fault=faults.get("day", "")),
        Field("scenario", Words("情景", "scenario"), "choice", value=sent.get("scenario", ""),
              options=tuple(drills.scenarios.items()), fault=faults.get("scenario", ""),
              hint=Words("带入该情景的虚构居民；不选则没有居民", "brings its invented residents; none without")),
        Field("with", Words("参加人员", "who takes part"), "ticks", value=ticked, options=others,
              fault=faults.get("people", "")),
    )  # fmt: skip
    return Form("open-drill", OPENED, fields, OPENED, action="/drills", lead=told)


def told(drill: Drill, found: Report, people: Sequence[Person], may_close: bool) -> list[Filled]:
    """Where it is entered, what came of it so far, how it is closed."""
    names = {one.id: one.name for one in people}
    parties = [names[id] for id in drill.people if id in names]
    together = Words("、".join(one.zh for one in parties), ", ".join(one.en for one in parties))
    enter = Notice(Words("演练在自己的地址中进行，进入后重新选择身份。",
                         "It runs at an address of its own; choose who you are when you enter."),
                   "warn", Link(ENTER, f"{drill.root}/"))  # fmt: skip
    facts = Facts((
        (Words("情景开始", "scenario begins"), minute(drill.begins)),
        (Words("开设", "opened"), Words(f"{names[drill.by].zh} {minute(drill.opened)}",
                                      f"{names[drill.by].en}, {minute(drill.opened)}")),
        (Words("参加人员", "parties"), together),
        (Words("演练中形成的记录", "records made in it"), str(sum(found.counts.values()))),
        (Words("已办理步骤", "steps taken"), _late(found.steps)),
        (Words("演练自己的查阅记录", "rows of its own audit"), str(found.looks)),
    ))  # fmt: skip
    parts = [
        part("enter", enter),
        part("facts", facts, Words("概况", "So far")),
        part("works", _works(found), Words("各类事项", "Work by kind")),
        part("steps", _steps(found.steps), Words("步骤与用时", "Steps and their times")),
    ]
    return [*parts, part("close", _closing(drill), CLOSED)] if may_close else parts


def _late(steps: Sequence[Done]) -> Words:
    late = sum(1 for one in steps if one.late)
    return Words(f"{len(steps)}，其中超时 {late}", f"{len(steps)}, {late} of them late")


def _works(found: Report) -> Table:
    rows = tuple(Row((title, str(begun), str(under_way))) for title, begun, under_way in found.works)
    heads = (Head(Words("事项", "work"), wide=True), Head(Words("发起", "begun"), "right"),
             Head(Words("未办结", "under way"), "right"))  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), Words("演练中还没有办理事项。", "Nothing was begun in it yet."))


def _steps(steps: Sequence[Done]) -> Table:
    rows = tuple(
        Row((minute(one.at), str(one.minutes), one.work, one.step, one.institution, one.person, _clock(one.late)))
        for one in steps
    )
    heads = (
        Head(Words("情景时间", "scenario time"), tight=True), Head(Words("开始后分钟", "minutes in"), "right"),
        Head(Words("事项", "work")), Head(Words("步骤", "step")), Head(Words("单位", "institution")),
        Head(Words("办理人", "by"), tight=True), Head(Words("时限", "clock"), tight=True),
    )  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), Words("演练中还没有办理步骤。", "No step was taken in it yet."))


def _clock(late: bool | None) -> Mark | Text:
    if late is None:
        return "—"
    return Mark(Words("超时", "late"), "bad") if late else Mark(Words("按时", "in time"), "good")


def _closing(drill: Drill) -> Form:
    options = (
        ("keep", Words("封存：演练库整体移入封存目录", "keep it: its store is put aside as it is")),
        ("delete", Words("删除：演练库整体删除，不可恢复", "delete it: its store is deleted for good")),
    )
    field = Field("after", Words("结束后", "afterwards"), "choice", True, options=options)
    lead = Words("结束前请先导出上面的表。结束后任何人不能再进入。",
                 "Take the tables above along first. Nobody can enter it afterwards.")  # fmt: skip
    return Form("close-drill", CLOSED, (field,), CLOSED, action=f"/drills/{drill.id}/close", tone="danger", lead=lead)


def minute(at: datetime) -> str:
    """As the region's clocks show it."""
    return f"{at.astimezone(REGION_ZONE):%Y-%m-%d %H:%M}"


def _count(many: int) -> Words:
    return Words(f"{many} 人", f"{many} people")
