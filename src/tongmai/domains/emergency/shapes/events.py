"""Events: what waits, the chain of reports with its clocks, what a level brings, situation reports, the printed
report."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tongmai.base.clock import REGION_ZONE
from tongmai.base.words import Words
from tongmai.domains.emergency import rules
from tongmai.domains.emergency.rules.common import Json
from tongmai.engines.pages.acting import Proposal
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.lanes import spell
from tongmai.engines.pages.naming import bring, said, worded
from tongmai.engines.pages.records import Names, moment
from tongmai.engines.pages.stories import state_mark
from tongmai.model.blocks import (
    Cell,
    Chip,
    ChipRow,
    Chips,
    Download,
    Downloads,
    Figure,
    Figures,
    Group,
    Head,
    Link,
    Mark,
    Notice,
    Row,
    Sheet,
    Table,
    Tone,
)
from tongmai.model.page import Ask

_DOORS = (
    ("found", Words("待报告", "To be reported"), "/emergency#events"),
    ("reported", Words("待定级", "To be graded"), "/emergency#events"),
    ("responding", Words("响应中", "Responding"), "/emergency#events"),
    ("called", Words("队伍待应答", "Calls to be answered"), "/emergency#calls"),
    ("open", Words("值班缺口", "Duty gaps"), "/duty"),
)
_STATES = (
    ("found", Words("待报告", "To be reported")),
    ("reported", Words("待定级", "To be graded")),
    ("graded", Words("待响应", "To be responded to")),
    ("responding", Words("响应中", "Responding")),
    ("closed", Words("待评估", "To be reviewed")),
    ("reviewed", Words("已评估", "Reviewed")),
    ("dismissed", Words("排除", "Dismissed")),
)


def emergencies_waiting(ask: Ask, items: Sequence[Item]) -> Figures:
    """How many events, calls and gaps wait in each state, and how many of them are late."""
    return Figures(tuple(_waiting(title, href, [one for one in items if one.state == state])
                         for state, title, href in _DOORS))  # fmt: skip


def _waiting(title: Words, href: str, items: Sequence[Item]) -> Figure:
    late = sum(one.late for one in items)
    note = Words(f"超时 {late} 件", f"{late} late") if late else ""
    tone: Tone = "bad" if late else "course" if items else "quiet"
    return Figure(title, f"{len(items):,}", note, tone, href)


def emergencies_idle(ask: Ask, items: Sequence[Item]) -> Notice | None:
    """Where nothing is under way: how it begins."""
    if items:
        return None
    return Notice(Words("现在没有在办的突发事件、调派和值班缺口。医疗机构发现后在“报告突发事件”登记，时限即开始计时。",
                        "No event, call or gap is under way. Whoever finds an event enters it under “Report an event”; "
                        "its clock begins at once."))  # fmt: skip


def event_chips(ask: Ask) -> Chips:
    """Filters by state."""
    chips = tuple(
        Chip(words, ask.link(state=None if ask.one("state") == code else code), ask.one("state") == code)
        for code, words in _STATES
    )
    return Chips((ChipRow(Words("状态", "state"), chips),))


def event_now(ask: Ask) -> Proposal:
    """What the form of a new event begins with: this moment."""
    here = (ask.now or datetime(1970, 1, 1, tzinfo=REGION_ZONE)).astimezone(REGION_ZONE)
    return Proposal({"day": f"{here:%Y-%m-%d}", "time": f"{here:%H:%M}"})


def _instant(value: Any) -> datetime | None:
    return datetime.fromisoformat(str(value)) if value else None


def chain(ask: Ask, item: Item) -> Table:
    """Each link of the chain of reports: within how many hours, by when, when it was told and by whom it was taken."""
    focus, before = item.focus, _instant(item.focus["found"])
    said_by = {one["link"]: one for one in focus.get("told", ())}
    day, rows = rules.event_day(focus), []
    for link, row in rules.chain_of(day).items():
        if link == "council" and focus.get("national") != "yes":
            continue
        told = _instant(focus.get(f"{link}At"))
        hours = int(focus.get(f"{link}Hours") or row["hours"])
        due = before + timedelta(hours=hours) if before else None
        entry: Json = said_by.get(link, {})
        rows.append(Row((Words(row["zh"], row["en"]), Words(f"{hours} 小时", f"{hours} h"), _clock(due), _clock(told),
                         str(entry.get("to", NOTHING)), _standing(ask, due, told, entry))))  # fmt: skip
        before = told
    law = rules.law_of(day)
    heads = (Head(Words("向谁报告", "who is told"), wide=True), Head(Words("时限", "within"), "right", phone=False),
             Head(Words("应报时间", "due")), Head(Words("报告时间", "told")),
             Head(Words("接报人", "received by"), phone=False), Head(Words("情况", "stands")))  # fmt: skip
    note = Words(f"按事件当日施行的《{law['zh']}》{_checked(law.status)}。",
                 f"By the law of the event's day: {law['en']}.")  # fmt: skip
    return Table(heads, (Group(tuple(rows)),), note=note)


def _checked(status: str) -> str:
    return "" if status == "verified" else "（时限沿用，未与新法条文核对）"


def _clock(at: datetime | None) -> str:
    return moment(at.isoformat()) if at else NOTHING


def _standing(ask: Ask, due: datetime | None, told: datetime | None, entry: Json) -> Cell:
    if entry.get("skipped"):
        return Mark(Words("越级报告", "level skipped"), "warn")
    if told is not None and due is not None:
        late = told - due
        return Mark(Words("及时", "in time"), "good") if late <= timedelta(minutes=1) else Mark(
            Words(f"迟 {spell(late).zh}", f"{spell(late).en} late"), "bad")  # fmt: skip
    if told is not None:
        return Mark(Words("已报告", "told"), "good")
    if due is None or ask.now is None:
        return Mark(Words("未到", "not yet"), "quiet")
    left = spell(abs(due - ask.now))
    return Mark(Words(f"超时 {left.zh}", f"{left.en} late"), "bad") if ask.now > due else Mark(
        Words(f"剩 {left.zh}", f"{left.en} left"), "warn")  # fmt: skip


def brought_measures(ask: Ask, item: Item, names: Names) -> Table | None:
    """What the level of the response brings; left out before it is opened."""
    codes = item.focus.get("measure", ())
    day = datetime.fromisoformat(str(item.focus["openedOn"])).date() if codes else ask.as_of
    rows = [row for row in rules.measures_of("I", day) if row["measure"] in codes]
    return _measures(names, rows) if rows else None


def all_measures(ask: Ask, names: Names) -> Table:
    """What each level brings on the day, the gravest first."""
    return _measures(names, rules.measures_of("I", ask.as_of))


def _measures(names: Names, found: Sequence[Any]) -> Table:
    rows = tuple(
        Row((worded(names, "event_grades", row["level"]), worded(names, "emergency_codes", row["layer"]),
             Words(row["zh"], row["en"]))) for row in found
    )  # fmt: skip
    heads = (Head(Words("响应级别", "level"), tight=True), Head(Words("分级分层分流", "layer"), tight=True),
             Head(Words("措施", "measure"), wide=True))  # fmt: skip
    return Table(heads, (Group(rows),))


def situations(ask: Ask, item: Item) -> Table | None:
    """The situation reports, the latest first; left out where there is none."""
    rows = tuple(
        Row((str(one["number"]), moment(str(one["at"])), f"{int(one['cases']):,}", f"{int(one['deaths']):,}",
             str(one["text"]))) for one in reversed(item.focus.get("report", ()))
    )  # fmt: skip
    heads = (Head(Words("期", "no."), "right"), Head(Words("时间", "at")), Head(Words("累计病例", "cases"), "right"),
             Head(Words("累计死亡", "deaths"), "right"), Head(Words("进展与措施", "course"), wide=True))  # fmt: skip
    return Table(heads, (Group(rows),)) if rows else None


def calls_of(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """Call-outs: which team, how many, where it stands."""
    bring(names, [one.focus["team"] for one in items])
    rows = tuple(
        Row((Link(said(names, one.focus["team"]), one.href), str(one.focus["task"]),
             f"{len(one.focus.get('member', ()))}/{one.focus['wanted']}", _clock(_instant(one.focus.get("called"))),
             _clock(_instant(one.focus.get("acknowledged"))), state_mark(one)), id=one.task)
        for one in sorted(items, key=lambda one: str(one.focus.get("called", "")), reverse=True)
    )  # fmt: skip
    heads = (Head(Words("队伍", "team")), Head(Words("任务", "task"), wide=True, phone=False),
             Head(Words("队员/要求", "members/asked"), "right"), Head(Words("调派", "called"), phone=False),
             Head(Words("应答", "acknowledged")), Head(Words("状态", "state")))  # fmt: skip
    empty = Words("还没有调派队伍。", "No team is called out.")
    return Table(heads, (Group(rows),) if rows else (), empty)


def report_paper(ask: Ask, item: Item) -> Downloads:
    """The printed report of an event."""
    title = Words("突发公共卫生事件信息报告卡", "Report of the event")
    what = Words("可打印，随报告报送", "to be printed and sent along")
    return Downloads((Download(title, f"{item.href}/sheet", what, False),))


def report_sheet(ask: Ask, item: Item, names: Names) -> Sheet:
    """The fields of the printed report."""
    one = item.focus
    bring(names, [one["unit"]])
    told = {name: str(one.get(name, "")) for name in ("title", "place", "firstSigns", "affected", "gradeBasis",
                                                      "gradeDocument", "conclusion", "closed")}  # fmt: skip
    kind, grade, level = (worded(names, table, one.get(name)) for table, name in (
        ("event_kinds", "kind"), ("event_grades", "grade"), ("event_grades", "level")))  # fmt: skip
    last: Json = next(iter(reversed(one.get("report", ()))), {})
    area = names.get(str(one["area"]))
    return Sheet({
        **told, "kind": _zh(kind), "grade": _zh(grade), "level": _zh(level), "unit": str(said(names, one["unit"])),
        "area": area.name if area else "", "found": _clock(_instant(one["found"])),
        **{link: _clock(_instant(one.get(f"{link}At"))) for link in rules.LINKS},
        "number": str(last.get("number", "")), "cases": str(last.get("cases", "")),
        "deaths": str(last.get("deaths", "")), "course": str(last.get("text", "")), "day": ask.as_of.isoformat(),
        "law": rules.law_of(rules.event_day(one))["zh"],
    })  # fmt: skip


def _zh(told: Any) -> str:
    return told.zh if isinstance(told, Words) else ""
