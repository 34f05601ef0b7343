"""Duty: the board of the next fourteen days, gaps; plans with their review and drills; the printed rota."""

from collections.abc import Iterator, Sequence
from datetime import date

from tongmai.base.words import Words
from tongmai.domains.emergency import rules
from tongmai.domains.emergency.rules.common import Json
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.naming import bring, said, worded
from tongmai.engines.pages.records import Names
from tongmai.engines.pages.stories import state_mark
from tongmai.fhir.facts import named
from tongmai.model.blocks import Cell, Figure, Figures, Group, Head, Heat, Link, Mark, Row, Stack, Strip, Table, Tone
from tongmai.model.page import Ask

NO_POSTS = Words("还没有登记 24 小时值班的重点科室，也就看不出缺口。在“数据导入”的“应急救治机构”清单中登记。",
                 "No key department is registered, so no gap can be seen: enter them in the list of emergency places "
                 "under Import.")  # fmt: skip


def _watched(
    ask: Ask, services: Sequence[Json], shifts: Sequence[Json], gaps: Sequence[Json]
) -> Iterator[tuple[rules.Post, list[rules.Watch]]]:
    days = rules.limit("board_days", ask.as_of)
    for post in rules.duty_posts(services, ask.as_of):
        yield post, rules.watches(post, shifts, gaps, ask.as_of, days)


def duty_sums(ask: Ask, services: Sequence[Json], shifts: Sequence[Json], gaps: Sequence[Json]) -> Figures:
    """How many departments keep duty, and how many days have nobody. Sources: services, shifts, gaps."""
    every = list(_watched(ask, services, shifts, gaps))
    soon = rules.limit("soon_days", ask.as_of)
    near = sum(not one.kept for _, days in every for one in days[:soon])
    far = sum(not one.kept for _, days in every for one in days)
    well: Tone = "good" if every else "quiet"
    return Figures((
        Figure(Words("值班科室", "departments on duty"), f"{len(every)}", "", "course" if every else "quiet"),
        Figure(Words(f"{soon} 天内缺口", f"gaps within {soon} days"), f"{near}", "", "bad" if near else well),
        Figure(Words("14 天内缺口", "gaps within 14 days"), f"{far}", "", "warn" if far else well),
    ))  # fmt: skip


def duty_board(
    ask: Ask, services: Sequence[Json], shifts: Sequence[Json], gaps: Sequence[Json], names: Names
) -> Table:  # fmt: skip
    """A row a department, a cell a day: somebody is on duty, or nobody. Sources: services, shifts, gaps, names."""
    every = list(_watched(ask, services, shifts, gaps))
    bring(names, [f"Organization/{post[0]}" for post, _ in every])
    bring(names, [one.shift["person"] for _, days in every for one in days if one.shift])
    rows = tuple(
        Row((said(names, f"Organization/{post[0]}"), worded(names, "duty_departments", post[1]), _tonight(days, names),
             Strip(tuple(_cell(one, names) for one in days)), _missing(days)), id=f"{post[0]}-{post[1]}")
        for post, days in every
    )  # fmt: skip
    heads = (Head(Words("机构", "institution")), Head(Words("科室", "department"), wide=True),
             Head(Words("今天", "today"), phone=False), Head(Words("今天起十四天", "fourteen days"), phone=False),
             Head(Words("缺口", "gaps")))  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), NO_POSTS)


def _tonight(days: Sequence[rules.Watch], names: Names) -> Cell:
    first = days[0]
    return said(names, first.shift["person"]) if first.shift and first.kept else Mark(Words("无人", "nobody"), "bad")


def _cell(one: rules.Watch, names: Names) -> Heat:
    text = f"{one.day.day}"
    if one.kept and one.shift:
        who = said(names, one.shift["person"])
        return Heat(text, "good", Words(f"{one.day} {who}", f"{one.day} {who}"))
    href = f"/duty/gaps/{one.gap['id']}" if one.gap else ""
    return Heat(text, "bad", Words(f"{one.day} 无人值班", f"{one.day} nobody"), href)


def _missing(days: Sequence[rules.Watch]) -> Cell:
    lines: list[Cell] = [_gap(one) for one in days if not one.kept]
    return Stack(tuple(lines)) if lines else Mark(Words("无", "none"), "good")


def _gap(one: rules.Watch) -> Cell:
    return Link(f"{one.day:%m-%d}", f"/duty/gaps/{one.gap['id']}") if one.gap else Mark(f"{one.day:%m-%d}", "bad")


def gap_table(ask: Ask, services: Sequence[Json], items: Sequence[Item], names: Names) -> Table:
    """Gaps, the nearest first: whose day, why, by when it is filled. Sources: services, gaps as work, names."""
    bring(names, [one.focus["institution"] for one in items])
    rows = tuple(
        Row((Link(str(one.focus["day"]), one.href), said(names, one.focus["institution"]),
             worded(names, "duty_departments", one.focus["department"]),
             worded(names, "emergency_codes", one.focus.get("cause")), str(one.focus.get("fillBy", NOTHING)),
             state_mark(one)), "bad" if one.late else "plain", one.task)
        for one in sorted(items, key=lambda one: (one.ended, str(one.focus["day"])))
    )  # fmt: skip
    heads = (Head(Words("日期", "day"), tight=True), Head(Words("机构", "institution"), wide=True),
             Head(Words("科室", "department")), Head(Words("原因", "why"), phone=False),
             Head(Words("应补日期", "to be filled by"), phone=False), Head(Words("状态", "state")))  # fmt: skip
    kept = Words("没有缺口：今天起十四天每天都有人值班。", "No gap: somebody is on duty on each of fourteen days.")
    return Table(heads, (Group(rows),) if rows else (), kept if rules.duty_posts(services, ask.as_of) else NO_POSTS)


def plan_table(ask: Ask, plans: Sequence[Json], drills: Sequence[Item], names: Names) -> Table:
    """Plans: when each is to be reviewed, how many drills were held, the last one. Sources: plans, drills, names."""
    held: dict[str, list[str]] = {}
    for one in drills:
        if one.focus.get("day"):
            held.setdefault(named(one.focus["plan"]), []).append(str(one.focus["day"]))
    rows = tuple(
        Row((str(one["title"]), _number(one), str(one.get("date", NOTHING)), _review(ask, one),
             f"{len(held.get(str(one['id']), ()))}", max(held.get(str(one["id"]), ()), default=NOTHING)),
                 id=str(one["id"]))
        for one in sorted(plans, key=lambda one: str(one.get("effectivePeriod", {}).get("end", "")))
    )  # fmt: skip
    heads = (Head(Words("预案", "plan"), wide=True), Head(Words("文号", "number"), phone=False),
             Head(Words("印发", "issued"), phone=False), Head(Words("应复审", "review by")),
             Head(Words("演练培训", "drills"), "right"), Head(Words("最近一次", "last"), phone=False))  # fmt: skip
    empty = Words("还没有预案。在“应急预案”清单中导入。", "No plan yet: import the list of plans.")
    return Table(heads, (Group(rows),) if rows else (), empty)


def _number(plan: Json) -> str:
    first: Json = next(iter(plan.get("identifier", ())), {})
    return str(first.get("value", NOTHING))


def _review(ask: Ask, plan: Json) -> Cell:
    told = str(plan.get("effectivePeriod", {}).get("end", ""))[:10]
    if not told:
        return NOTHING
    left = (date.fromisoformat(told) - ask.as_of).days
    if left < 0:
        return Mark(Words(f"{told} 已过期", f"{told}, overdue"), "bad")
    return Mark(told, "warn") if left <= 60 else told


def drill_table(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """Drills and trainings: of which plan, when, what was found."""
    bring(names, [one.focus["plan"] for one in items])
    rows = tuple(
        Row((Link(str(one.focus["title"]), one.href), worded(names, "emergency_codes", one.focus["kind"]),
             said(names, one.focus["plan"]), str(one.focus.get("day") or one.focus["planned"]),
             str(one.focus.get("people", NOTHING)), state_mark(one)), id=one.task)
        for one in sorted(items, key=lambda one: str(one.focus["planned"]), reverse=True)
    )  # fmt: skip
    heads = (Head(Words("演练与培训", "drill"), wide=True), Head(Words("形式", "kind"), phone=False),
             Head(Words("预案", "plan"), phone=False), Head(Words("日期", "day")),
             Head(Words("人数", "people"), "right", phone=False), Head(Words("状态", "state")))  # fmt: skip
    empty = Words("还没有演练和培训。在下面登记计划。", "No drill yet: plan one below.")
    return Table(heads, (Group(rows),) if rows else (), empty)
