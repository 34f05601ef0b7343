"""What pages show of projects: how many stand where, what is late and what soon will be, stages, payments."""

from collections import Counter
from collections.abc import Sequence

from tongmai.base.money import ten_thousands
from tongmai.base.words import Words
from tongmai.domains.plans.rules import projects
from tongmai.domains.plans.shapes.words import TEN_THOUSAND, exact
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Area, Item
from tongmai.engines.pages.naming import area_name, linked, worded
from tongmai.engines.pages.records import Names, brought
from tongmai.engines.pages.stories import state_mark
from tongmai.model.blocks import (
    Cell,
    Chip,
    ChipRow,
    Chips,
    Facts,
    Figure,
    Figures,
    Group,
    Head,
    Link,
    Mark,
    Row,
    Sheet,
    Stack,
    Table,
    Tone,
)
from tongmai.model.page import Ask, Shown

_HOUSE = (Shown("institution", Words("机构", "institution"), "reference"),)
_KINDS = ("build", "campus", "upgrade", "equipment", "information")
_STANDING: dict[projects.Standing, tuple[Words, Tone]] = {
    "on_time": (Words("按计划", "as planned"), "good"),
    "soon": (Words("临近", "Soon due"), "warn"),
    "late": (Words("已延误", "Late"), "bad"),
}
_ORDER = {"late": 0, "soon": 1, "on_time": 2}


def _live(items: Sequence[Item]) -> list[Item]:
    return [one for one in items if not one.ended and one.state != "drafted"]


def _kept(ask: Ask, items: Sequence[Item]) -> list[Item]:
    kind, county, standing = ask.one("kind"), ask.one("county"), ask.one("standing")
    return [
        one for one in items
        if one.state != "drafted" and (not kind or one.focus["kind"] == kind)
        and (not county or one.focus["area"] == county)
        and (not standing or (not one.ended and projects.standing_of(one.focus, ask.as_of) == standing))
    ]  # fmt: skip


def project_sums(ask: Ask, items: Sequence[Item]) -> Figures:
    """How many are under way, late, soon due, in use or graded; what is approved and paid."""
    live = _live(items)
    told = Counter(projects.standing_of(one.focus, ask.as_of) for one in live)
    done = sum(one.state in ("in_use", "graded", "closed") for one in items)
    going = [one for one in items if one.state not in projects.ENDED]
    approved = sum(int(one.focus.get("approvedCents", 0)) for one in going)
    paid = sum(projects.paid_cents(one.focus) for one in going)
    return Figures((
        Figure(Words("在办项目", "under way"), f"{len(live)}"),
        Figure(Words("已延误", "late"), f"{told['late']}",
               Words("下一阶段已过计划日期", "the next stage is past its day"),
               "bad" if told["late"] else "good", ask.link(standing="late")),
        Figure(Words("临近", "soon due"), f"{told['soon']}", Words("30 天内到计划日期", "due within 30 days"),
               "warn" if told["soon"] else "plain", ask.link(standing="soon")),
        Figure(Words("已投用", "in use"), f"{done}", Words("含已定级、已办结", "graded and closed too")),
        Figure(Words("批准投资", "approved"), ten_thousands(approved), "", unit=TEN_THOUSAND),
        Figure(Words("已支付", "paid"), ten_thousands(paid), "", unit=TEN_THOUSAND),
    ))  # fmt: skip


def project_filters(ask: Ask, names: Names, areas: Sequence[Area]) -> Chips:
    """By kind, by what presses, by county."""
    standing = tuple(_chip(ask, "standing", one, words) for one, (words, _) in _STANDING.items())
    kinds = tuple(_chip(ask, "kind", one, worded(names, "project_kinds", one)) for one in _KINDS)
    counties = tuple(_chip(ask, "county", one.code, one.short) for one in areas if one.code.isdecimal())
    return Chips((ChipRow(Words("进度", "standing"), standing), ChipRow(Words("类别", "kind"), kinds),
                  ChipRow(Words("县市区", "county"), counties)))  # fmt: skip


def _chip(ask: Ask, name: str, value: str, text: Words | str) -> Chip:
    on = ask.one(name) == value
    return Chip(text, ask.link(**{name: None if on else value}), on)


def _pressing(ask: Ask, item: Item) -> tuple[bool, int, str]:
    following = projects.next_stage(item.focus, ask.as_of)
    day = following.planned.isoformat() if following and following.planned else "9999"
    return (item.ended, _ORDER[projects.standing_of(item.focus, ask.as_of)], day)


def project_table(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """A row a project, the late ones first: whose, where it stands, which stage is next by when."""
    found = sorted(_kept(ask, items), key=lambda one: _pressing(ask, one))
    brought(_HOUSE, [one.focus for one in found], names)
    rows = tuple(_row(ask, one, names) for one in found)
    heads = (Head(Words("项目", "project"), wide=True), Head(Words("机构", "institution")),
             Head(Words("县市区", "county"), phone=False), Head(Words("类别", "kind"), phone=False),
             Head(Words("状态", "state")), Head(Words("下一阶段", "next stage")),
             Head(Words("批准（万元）", "approved (10,000)"), "right", phone=False),
             Head(Words("已付（万元）", "paid (10,000)"), "right", phone=False))  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), _nothing(ask), total=len(rows))


def _nothing(ask: Ask) -> Words:
    """What to do where no project stands: who applies does it below, an office sees those of all elsewhere."""
    if set(ask.roles) & projects.BUILDERS:
        return Words("没有这样的项目。在下面申请立项。", "No such project. Apply for one below.")
    return Words("没有这样的项目。由机构或总医院在自己的页面申请立项；全部项目见“项目与投入”。",
                 "No such project. Institutions and headquarters apply on their own pages; all projects stand under "
                 "Projects and funding.")  # fmt: skip


def _row(ask: Ask, item: Item, names: Names) -> Row:
    focus = item.focus
    approved = ten_thousands(int(focus["approvedCents"])) if "approvedCents" in focus else NOTHING
    return Row((Link(str(focus["title"]), item.href), linked(names, focus["institution"]),
                area_name(names, focus["area"]), worded(names, "project_kinds", focus["kind"]), state_mark(item),
                _next(ask, item), approved, ten_thousands(projects.paid_cents(focus))))  # fmt: skip


def _next(ask: Ask, item: Item) -> Cell:
    """The next stage with its day; how late it is, or how soon it is due."""
    following = None if item.ended else projects.next_stage(item.focus, ask.as_of)
    if following is None or following.planned is None:
        return NOTHING
    standing = projects.standing_of(item.focus, ask.as_of)
    told: tuple[Cell, ...] = (following.title, following.planned.isoformat())
    if standing == "late":
        return Stack((*told, Mark(Words(f"已延误 {following.late} 天", f"{following.late} days late"), "bad")))
    if standing == "soon":
        left = (following.planned - ask.as_of).days
        return Stack((*told, Mark(Words(f"还有 {left} 天", f"in {left} days"), "warn")))
    return Stack(told)


def project_facts(ask: Ask, item: Item, names: Names) -> Facts:
    """Who builds, approves and accepts; money; the campus and its beds; the grade that is aimed at."""
    focus = item.focus
    parties = ("institution", "applicant", "approver", "acceptor")
    brought(tuple(Shown(one, Words("", ""), "reference") for one in parties), [focus], names)  # fmt: skip
    pairs: list[tuple[Words, Cell]] = [
        (Words("状态", "state"), state_mark(item)),
        (Words("类别", "kind"), worded(names, "project_kinds", focus["kind"])),
        (Words("所属规划任务", "programme"), worded(names, "project_programmes", focus.get("programme"))),
        (Words("机构", "institution"), linked(names, focus["institution"])),
        (Words("县市区", "county"), area_name(names, focus["area"])),
        (Words("申请单位", "applied for by"), linked(names, focus["applicant"])),
        (Words("批准单位", "approved by"), linked(names, focus["approver"])),
        (Words("验收单位", "accepted by"), linked(names, focus["acceptor"])),
        (Words("申请投资（元）", "investment (yuan)"), exact(focus.get("investmentCents"))),
    ]
    if "approvedCents" in focus:
        paid = projects.paid_cents(focus)
        left = int(focus["approvedCents"]) - paid
        pairs += [(Words("批准投资（元）", "approved (yuan)"), exact(focus["approvedCents"])),
                  (Words("批复文号", "approval"), str(focus.get("number", NOTHING))),
                  (Words("已支付 / 剩余（元）", "paid / left (yuan)"), f"{exact(paid)} / {exact(left)}")]  # fmt: skip
    if focus.get("campus") or focus.get("beds"):
        pairs.append((Words("院区与规划床位", "campus and beds"),
                      " · ".join(str(focus[one]) for one in ("campus", "beds") if focus.get(one))))  # fmt: skip
    if focus.get("grade"):
        pairs.append((Words("目标等级", "grade aimed at"), worded(names, "project_grades", focus["grade"])))
    pairs += [(title, str(focus[name])) for name, title in (
        ("finding", Words("验收结论", "finding")), ("note", Words("最近说明", "last remark")),
    ) if focus.get(name)]  # fmt: skip
    return Facts(tuple(pairs))


def stage_table(ask: Ask, item: Item) -> Table:
    """Every stage: planned, reached, how late, what shows it."""
    shown = {one["stage"]: str(one["text"]) for one in item.focus.get("evidence", ())}
    open_ = item.state not in projects.ENDED
    rows = tuple(
        Row((one.title, one.planned.isoformat() if one.planned else NOTHING,
             one.actual.isoformat() if one.actual else NOTHING, _late(one, open_), shown.get(one.stage, NOTHING)))
        for one in projects.stages(item.focus, ask.as_of)
    )  # fmt: skip
    heads = (Head(Words("阶段", "stage"), wide=True), Head(Words("计划", "planned"), tight=True),
             Head(Words("实际", "reached"), tight=True), Head(Words("进度", "standing")),
             Head(Words("佐证", "shown by")))  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), Words("还没有计划日期。", "No day is planned yet."))


def _late(one: projects.Reached, open_: bool) -> Cell:
    if one.actual and one.planned:
        return Mark(Words(f"迟 {one.late} 天", f"{one.late} days late"), "warn") if one.late else Mark(
            Words("按期", "On time"), "good")  # fmt: skip
    if one.late and open_:
        return Mark(Words(f"已延误 {one.late} 天", f"{one.late} days late"), "bad")
    return Mark(Words("未到", "to come"), "quiet") if open_ and not one.actual else NOTHING


def payment_table(ask: Ask, item: Item) -> Table:
    """What was paid, the latest first."""
    found = sorted(item.focus.get("payment", ()), key=lambda one: str(one["on"]), reverse=True)
    rows = tuple(Row((str(one["on"]), exact(one["cents"]), str(one["text"]))) for one in found)
    heads = (Head(Words("日期", "day"), tight=True), Head(Words("金额（元）", "amount (yuan)"), "right"),
             Head(Words("凭证", "voucher"), wide=True))  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), Words("还没有支付。", "Nothing was paid yet."))


def revision_table(ask: Ask, item: Item) -> Table | None:
    """Revisions of the approved sum; left out where there is none."""
    rows = tuple(Row((str(one["on"]), exact(one["cents"]), str(one["number"]), str(one["reason"])))
                 for one in item.focus.get("revision", ()))  # fmt: skip
    heads = (Head(Words("日期", "day"), tight=True), Head(Words("调整为（元）", "revised to (yuan)"), "right"),
             Head(Words("批复文号", "approval")), Head(Words("原因", "why"), wide=True))  # fmt: skip
    return Table(heads, (Group(rows),)) if rows else None


def project_sheet(ask: Ask, items: Sequence[Item], names: Names) -> Sheet:
    """The printed list: a row a project with its planned and actual days."""
    found = sorted(_kept(ask, items), key=lambda one: (str(one.focus["area"]), str(one.focus["title"])))
    brought(_HOUSE, [one.focus for one in found], names)
    fields: dict[str, str | Words] = {"many": f"{len(found)}", "day": ask.as_of.isoformat()}
    for number, item in enumerate(found, start=1):
        focus = item.focus
        where, kind = linked(names, focus["institution"]), worded(names, "project_kinds", focus["kind"])
        fields |= {f"title_{number}": str(focus["title"]), f"state_{number}": item.state_title.zh,
                   f"house_{number}": str(where.text if isinstance(where, Link) else where),
                   f"kind_{number}": kind.zh if isinstance(kind, Words) else kind,
                   f"approved_{number}": exact(focus.get("approvedCents")),
                   f"paid_{number}": exact(projects.paid_cents(focus))}  # fmt: skip
        planned, actual = (focus.get(one) or {} for one in ("planned", "actual"))
        stages = [(stage, words) for stage, words in projects.STAGES[1:] if stage in planned or stage in actual]
        fields |= {f"stages_{number}": "\n".join(words.zh for _, words in stages),
                   f"planned_{number}": "\n".join(str(planned.get(stage, "—")) for stage, _ in stages),
                   f"actual_{number}": "\n".join(str(actual.get(stage, "—")) for stage, _ in stages)}  # fmt: skip
    return Sheet(fields)
