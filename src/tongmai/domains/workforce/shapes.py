"""What the pages of posts and people show: heads short by the plan, the pool, the establishment by institution."""

from collections.abc import Mapping, Sequence
from typing import Any

from tongmai.base.words import Words
from tongmai.domains.workforce import rules
from tongmai.engines.pages.figures import NOTHING, TONES, goal_text, number
from tongmai.engines.pages.given import Area, Item
from tongmai.engines.pages.records import Names, brought, in_force, reference_in
from tongmai.model.blocks import (
    Cell,
    Chip,
    ChipRow,
    Chips,
    Figure,
    Figures,
    Group,
    Head,
    Link,
    Mark,
    Notice,
    Row,
    Stack,
    Table,
)
from tongmai.model.page import Ask, Shown
from tongmai.model.target import Decision, Plan

Json = Mapping[str, Any]
_HEADS = ("physicians", "nurses", "pharmacists", "public_health")
_OUT_WORDS = {
    "lent": Words("已借出，待定人", "lent, nobody named yet"),
    "staffed": Words("已借出，在岗", "lent, taken up"),
    "returning": Words("已归还，待收回", "given back"),
}
_PEOPLE = Words("人", "people")
_POSTS = Words("名", "posts")


def _densities(decisions: Sequence[Decision]) -> list[tuple[str, Decision]]:
    """The decisions on heads per 1000 residents, by profession, in the room's order."""
    by_name = {str(one.target.measure).partition(".")[2]: one for one in decisions
               if str(one.target.measure).startswith("workforce.")}  # fmt: skip
    return [(name, by_name[name]) for name in _HEADS if name in by_name]


def heads(ask: Ask, plan: Plan, decisions: Sequence[Decision]) -> Figures | None:
    """How many people are missing to each norm of the plan, in heads; each opens its target and, there, the names."""
    found = []
    for _, one in _densities(decisions):
        value = Words(f"现 {number(one.value, one.unit)}，要求 {_said(goal_text(one.target.goal, one.unit)).zh}",
                      f"{number(one.value, one.unit)} of {_said(goal_text(one.target.goal, one.unit)).en}")  # fmt: skip
        short = one.short
        label = Words(f"缺{_PROFESSIONS[_name(one)].zh}", f"{_PROFESSIONS[_name(one)].en} short")
        found.append(Figure(label, NOTHING if short is None else f"{short:,}", value, TONES[one.status],
                            f"/plans/{plan.id}/targets/{one.target.id}", _PEOPLE))  # fmt: skip
    return Figures(tuple(found)) if found else None


def nobody(ask: Ask, plan: Plan, decisions: Sequence[Decision]) -> Notice | None:
    """Where no staff is on record yet, the people short are no finding: what is to be imported first."""
    counted = [one.numerator for _, one in _densities(decisions)]
    if not counted or any(counted):
        return None
    return Notice(Words("还没有卫生人员记录，下面的缺员按零人计算。先在“数据导入”中导入“卫生人员”和“任职与值守”。",
                        "No staff is on record yet, so everybody is short. Import the lists of staff and posts first."),
                  "warn")  # fmt: skip


_PROFESSIONS = {
    "physicians": Words("医师", "physicians"),
    "nurses": Words("护士", "nurses"),
    "pharmacists": Words("药师", "pharmacists"),
    "public_health": Words("公卫机构专业人员", "public-health professionals"),
}


def _name(one: Decision) -> str:
    return str(one.target.measure).partition(".")[2]


def _said(text: str | Words) -> Words:
    return text if isinstance(text, Words) else Words(text, text)


def norms(ask: Ask, plan: Plan, decisions: Sequence[Decision], areas: Sequence[Area]) -> Table | None:
    """People against the norms by county: how many there are and how many are missing to the norm of the county; beside
    them the goal and what other yardsticks say, each with its base."""
    found = _densities(decisions)
    if not found:
        return None
    shown = [area for area in areas if area.code.isdecimal()]
    heads_ = (Head(Words("人员", "people"), wide=True), Head(Words("每千人口", "per 1000"), "right"),
              Head(Words("全州缺", "short in all"), "right"),
              *(Head(area.short, "right", phone=False) for area in shown))  # fmt: skip
    note = Words(
        "每格：人数，及按本县人口达到要求还缺的人数。基数为最近一次人口普查常住人口；旁列全国数为转引，未核实。",
        "In each cell: people, and how many the county lacks to the norm. Base: residents of the latest census; "
        "national figures are told second-hand, unverified.",
    )
    rows = tuple(_norm_row(ask, plan, name, one, shown) for name, one in found)
    return Table(heads_, (Group(rows),), note=note)


def _norm_row(ask: Ask, plan: Plan, name: str, one: Decision, areas: Sequence[Area]) -> Row:
    href = f"/plans/{plan.id}/targets/{one.target.id}"
    parts = {part.area: part for part in one.parts}
    beside: list[Cell] = [
        Words(f"{row['zh']} {row['value']}（未核实）", f"{row['en']} {row['value']} ({row.status})")
        for row in rules.norms(name, ask.as_of)
    ]
    cells: list[Cell] = []
    for area in areas:
        part = parts.get(area.code)
        if part is None:
            cells.append(NOTHING)
            continue
        lacks = Mark(Words(f"缺 {part.short:,}", f"short {part.short:,}"), "warn") if part.short else None
        cells.append(Stack((f"{part.numerator:,}", lacks)) if lacks else f"{part.numerator:,}")
    goal = _said(goal_text(one.target.goal, one.unit))
    value = Stack((number(one.value, one.unit), Words(f"要求 {goal.zh}", f"goal {goal.en}")))
    short = Mark(f"{one.short:,}" if one.short is not None else NOTHING, TONES[one.status])
    return Row((Stack((Link(_PROFESSIONS[name], href), *beside)), value, short, *cells))


# The pool.


def pool_figures(ask: Ask, posts: Sequence[Json], loans: Sequence[Json]) -> Figures:
    """What the pool holds today: free, lent, late; in all. Each opens the posts."""
    found = rules.standings(posts, loans, ask.as_of)
    free, late = sum(one.free for one in found), sum(one.late for one in found)
    out = len(found) - free
    return Figures((
        Figure(Words("周转池编制", "posts in the pool"), f"{len(found):,}", "", "plain", "/posts-pool", _POSTS),
        Figure(Words("空编", "free"), f"{free:,}", "", "good" if free else "quiet", "/posts-pool?state=free", _POSTS),
        Figure(Words("已借出", "lent"), f"{out:,}", "", "course" if out else "quiet", "/posts-pool?state=lent", _POSTS),
        Figure(Words("逾期未还", "overdue"), f"{late:,}", "", "bad" if late else "quiet", "/posts-pool?state=late",
               _POSTS),
    ))  # fmt: skip


_KINDS = (
    ("free", Words("空编", "free")),
    ("lent", Words("已借出", "lent")),
    ("late", Words("逾期未还", "overdue")),
)


def pool_filters(ask: Ask, posts: Sequence[Json], loans: Sequence[Json], areas: Sequence[Area]) -> Chips:
    """Filters by how a post stands and by county."""
    found = rules.standings(posts, loans, ask.as_of)
    states = tuple(
        Chip(words, ask.link(state=None if ask.one("state") == name else name), ask.one("state") == name,
             sum(_is(one, name) for one in found))
        for name, words in _KINDS
    )  # fmt: skip
    known = {str(one.post["area"]) for one in found}
    counties = tuple(
        Chip(area.short, ask.link(county=None if ask.one("county") == area.code else area.code),
             ask.one("county") == area.code)
        for area in areas if area.code in known
    )  # fmt: skip
    rows = (ChipRow(Words("状态", "state"), states), ChipRow(Words("县市", "county"), counties))
    return Chips(rows if counties else rows[:1])


def _is(one: rules.Standing, state: str) -> bool:
    return {"free": one.free, "lent": not one.free, "late": one.late}.get(state, True)


def pool_table(ask: Ask, posts: Sequence[Json], loans: Sequence[Json], names: Names) -> Table:
    """The posts of the pool: whose, free or lent, to whom and until when."""
    found = [
        one for one in rules.standings(posts, loans, ask.as_of)
        if _is(one, ask.one("state")) and str(one.post["area"]) == (ask.one("county") or str(one.post["area"]))
    ]  # fmt: skip
    giver = (Shown("institution", Words("来源机构", "given by"), "reference"),)
    brought(giver, [one.post for one in found], names)
    brought(
        (Shown("borrower", Words("借用", "borrower"), "reference"),), [one.loan for one in found if one.loan], names
    )
    head = (Head(Words("编制号", "number"), wide=True), Head(Words("县市", "county"), phone=False),
            Head(Words("类别", "category"), phone=False), Head(Words("来源机构", "given by"), phone=False),
            Head(Words("状态", "state")), Head(Words("借用单位", "lent to")),
            Head(Words("归还日期", "due back")))  # fmt: skip
    rows = tuple(_pool_row(one, names) for one in found)
    empty = Words("池中没有这样的编制。新入池的在“数据导入”中导入“周转池编制”。",
                  "No such post. Those that come in are imported as a list, “posts of the pool”.")  # fmt: skip
    return Table(head, (Group(rows),) if rows else (), empty, total=len(rows))


def _pool_row(one: rules.Standing, names: Names) -> Row:
    post, loan = one.post, one.loan
    category = names.get(f"post_categories/{post['category']}")
    area = names.get(str(post["area"]))
    state: Cell = Mark(Words("空编", "free"), "good")
    due: Cell = NOTHING
    if loan is not None:
        state = (
            Mark(Words("逾期未还", "overdue"), "bad") if one.late else Mark(_OUT_WORDS[str(loan["state"])], "course")
        )
        due = Link(str(loan["period"]["end"])[:10], f"/post-loans/{loan['id']}")
    return Row((
        Link(str(post["name"]), f"/pool-posts/{post['id']}"), area.name if area else "",
        category.kind if category else "", _called(names, post["institution"]), state,
        _called(names, loan["borrower"]) if loan else NOTHING, due,
    ), "bad" if one.late else "plain")  # fmt: skip


def _called(names: Names, reference: Any) -> Cell:
    found = names.get(reference_in(reference))
    return str(found.name) if found else NOTHING


def loan_table(ask: Ask, loans: Sequence[Json], names: Names) -> Table:
    """The loans of a post, the latest first."""
    brought((Shown("borrower", Words("借用单位", "borrower"), "reference"),), loans, names)
    head = (Head(Words("借用单位", "lent to"), wide=True), Head(Words("起", "from")), Head(Words("应还", "due back")),
            Head(Words("收回", "taken back")), Head(Words("文号", "document"), phone=False))  # fmt: skip
    ordered = sorted(loans, key=lambda one: str(one["period"]["start"]), reverse=True)
    rows = tuple(
        Row((Link(_text(_called(names, one["borrower"])), f"/post-loans/{one['id']}"), str(one["period"]["start"])[:10],
             str(one["period"]["end"])[:10], str(one.get("takenBack", NOTHING)), str(one.get("document", NOTHING))))
        for one in ordered
    )  # fmt: skip
    return Table(head, (Group(rows),) if rows else (), Words("还没有借出过。", "It was never lent."))


def _text(cell: Cell) -> str | Words:
    return cell if isinstance(cell, str | Words) else NOTHING


# The establishment.


def _posts(row: Json) -> rules.Posts:
    return rules.Posts(*(int(row[name] or 0) for name in ("approved", "held", "given", "borrowed")))


def _now(ask: Ask, rows: Sequence[Json]) -> list[Json]:
    """The rows of the month in which everything is decided, of the county that was chosen."""
    county = ask.one("county")[:6]
    return [row for row in rows if row["period"] == ask.month and str(row["village"]).startswith(county)]


def establishment_sums(ask: Ask, rows: Sequence[Json]) -> Figures:
    """Approved = held + vacant + given to the pool, of the whole or of a county."""
    made = sum((_posts(row) for row in _now(ask, rows)), rules.Posts(0, 0, 0))
    return Figures((
        Figure(Words("核定编制", "approved"), f"{made.approved:,}", unit=_POSTS),
        Figure(Words("在编", "held"), f"{made.held:,}", unit=_POSTS),
        Figure(Words("空编", "vacant"), f"{made.vacant:,}", "", "bad" if made.vacant < 0 else "plain", unit=_POSTS),
        Figure(Words("已交入周转池", "given to the pool"), f"{made.given:,}", "", "plain", "/posts-pool", _POSTS),
        Figure(Words("从周转池借用", "borrowed from the pool"), f"{made.borrowed:,}", "", "plain",
               "/posts-pool?state=lent", _POSTS),
    ))  # fmt: skip


def establishment_table(ask: Ask, rows: Sequence[Json], names: Names) -> Table:
    """Posts by institution, by county: approved, held, vacant, given, borrowed, share for professional staff."""
    by_county: dict[str, list[Json]] = {}
    for row in _now(ask, rows):
        by_county.setdefault(f"{str(row['village'])[:6]}000000", []).append(row)
    head = (Head(Words("机构", "institution"), wide=True), Head(Words("核定", "approved"), "right"),
            Head(Words("在编", "held"), "right"), Head(Words("空编", "vacant"), "right"),
            Head(Words("交入周转池", "given"), "right", phone=False),
            Head(Words("借用", "borrowed"), "right", phone=False),
            Head(Words("专技占比", "professional"), "right", phone=False))  # fmt: skip
    groups = tuple(_county(names, code, found) for code, found in sorted(by_county.items()))
    empty = Words("还没有核定编制。在“数据导入”中导入“编制核定”和“任职与值守”。",
                  "No approved post yet. Import the lists of approved posts and of posts held.")  # fmt: skip
    note = Words("核定＝在编＋空编＋交入周转池；借用的编制记在来源机构名下。",
                 "approved = held + vacant + given; a borrowed post stays approved for whoever gave it")  # fmt: skip
    return Table(head, groups, empty, note=note)


def _county(names: Names, code: str, rows: Sequence[Json]) -> Group:
    made = sum((_posts(row) for row in rows), rules.Posts(0, 0, 0))
    area = names.get(code)
    ordered = sorted(rows, key=lambda row: (-int(row["approved"]), str(row["id"])))
    zh = f"核定 {made.approved:,} · 在编 {made.held:,} · 空编 {made.vacant:,} · 入池 {made.given:,}"
    en = f"approved {made.approved:,} · held {made.held:,} · vacant {made.vacant:,} · given {made.given:,}"
    said = Words(zh, en)
    return Group(tuple(_house(names, row) for row in ordered), area.name if area else code, said)


def _house(names: Names, row: Json) -> Row:
    made, named = _posts(row), names.get(f"Organization/{row['id']}")
    share = f"{int(row['professional'] or 0) * 100 / made.approved:.1f}%" if made.approved else NOTHING
    vacant: Cell = Mark(str(made.vacant), "bad") if made.vacant < 0 else f"{made.vacant:,}"
    return Row((
        Link(named.name if named else NOTHING, f"/establishment/{row['id']}"), f"{made.approved:,}", f"{made.held:,}",
        vacant, f"{made.given:,}", f"{made.borrowed:,}", share,
    ), id=str(row["id"]))  # fmt: skip


def seats(ask: Ask, roles: Sequence[Json], names: Names) -> Table:
    """Who sits on a full post of an institution today: on an approved one or on one of the pool."""
    day = ask.as_of.isoformat()
    found = [
        one for one in roles if rules.tenure(one) in rules.FULL and in_force(one, "period.start", "period.end", day)
    ]
    brought((Shown("practitioner", Words("人员", "person"), "reference"),), found, names)
    head = (Head(Words("人员", "person"), wide=True), Head(Words("岗位", "post")), Head(Words("用编", "on which post")),
            Head(Words("起", "from"), phone=False))  # fmt: skip
    found.sort(key=lambda one: (rules.tenure(one) != "pool", str(one.get("period", {}).get("start", "")), one["id"]))
    rows = tuple(_seat(one, names) for one in found)
    empty = Words("没有在编人员记录。", "Nobody is on record on a post.")
    return Table(head, (Group(rows),) if rows else (), empty, total=len(rows))


def _seat(one: Json, names: Names) -> Row:
    code = str(one["code"][0]["coding"][0]["code"])
    post, tenure = names.get(f"posts/{code}"), names.get(f"tenures/{rules.tenure(one)}")
    return Row((
        _called(names, one["practitioner"]), post.kind if post else NOTHING, tenure.kind if tenure else NOTHING,
        str(one.get("period", {}).get("start", NOTHING))[:10],
    ))  # fmt: skip


# Talents, trainees, insurance.


def batches(ask: Ask, roles: Sequence[Json], names: Names) -> Table:
    """Supported talents by batch: who, where, from when to when, which year of the three it is."""
    brought((Shown("practitioner", Words("人员", "person"), "reference"),), roles, names)
    brought((Shown("organization", Words("单位", "institution"), "reference"),), roles, names)
    by_batch: dict[str, list[Json]] = {}
    for one in roles:
        by_batch.setdefault(str((one.get("identifier") or [{}])[0].get("value", NOTHING)), []).append(one)
    head = (Head(Words("人员", "person"), wide=True), Head(Words("单位", "institution")), Head(Words("支持起", "from")),
            Head(Words("支持止", "until")), Head(Words("进度", "where it stands")))  # fmt: skip
    groups = []
    for batch, found in sorted(by_batch.items(), reverse=True):
        ordered = sorted(found, key=lambda one: str(one["id"]))
        said = Words(f"{len(found)} 人", f"{len(found)} people")
        groups.append(Group(tuple(_talent(ask, one, names) for one in ordered), Words(f"{batch} 批", f"batch {batch}"),
                            said))  # fmt: skip
    empty = Words("还没有入选人才。由所在单位申报。", "Nobody is selected yet. Institutions put somebody forward.")
    return Table(head, tuple(groups), empty)


def _talent(ask: Ask, one: Json, names: Names) -> Row:
    period = one.get("period", {})
    return Row((
        _called(names, one["practitioner"]), _called(names, one["organization"]),
        str(period.get("start", NOTHING))[:10], str(period.get("end", NOTHING))[:10], _year_mark(ask, one),
    ))  # fmt: skip


def _year_mark(ask: Ask, one: Json) -> Cell:
    start, end = (rules.day_of(one.get("period", {}).get(side)) for side in ("start", "end"))
    if start is None or end is None:
        return Mark(Words("没有写明三年", "three years are not promised"), "bad")
    if ask.as_of > end:
        return Mark(Words("已期满", "over"), "quiet")
    year = next((n for n in range(1, rules.YEARS + 1) if ask.as_of <= rules.last_day(start, 12 * n)), rules.YEARS)
    return Mark(Words(f"第 {year} 年", f"year {year}"), "course")


def programmes(ask: Ask, people: Sequence[Json], names: Names) -> Figures:
    """How many are in each programme: under way today, and of those bound by contract how many are in their service."""
    day, found = ask.as_of, []
    for row in rules.PROGRAMMES.on(day):
        own = [one for one in people if one["programme"] == row["programme"]]
        learning = sum(one.get("completed") is None and rules.in_force(one, day) for one in own)
        bound = sum(bool(one.get("service")) and rules.in_force({"period": one["service"]}, day) for one in own)
        note = Words(f"服务期内 {bound} 人", f"{bound} in their service") if int(row["service_months"]) else ""
        href = f"/trainees?programme={row['programme']}"
        found.append(Figure(Words(row["zh"], row["en"]), f"{learning:,}", note, "plain", href, _PEOPLE))
    return Figures(tuple(found))


def trainee_chips(ask: Ask, areas: Sequence[Area]) -> Chips:
    """Filters by programme and county."""
    own = tuple(
        Chip(Words(row["zh"], row["en"]), ask.link(programme=None if on else row["programme"]), on)
        for row in rules.PROGRAMMES.on(ask.as_of)
        for on in (ask.one("programme") == row["programme"],)
    )
    counties = tuple(
        Chip(area.short, ask.link(county=None if on else area.code), on)
        for area in areas if area.code.isdecimal()
        for on in (ask.one("county") == area.code,)
    )  # fmt: skip
    return Chips((ChipRow(Words("项目", "programme"), own), ChipRow(Words("县市", "county"), counties)))


def covered(ask: Ask, rows: Sequence[Json], names: Names) -> Table:
    """Rural doctors by county, as far as the reader may see: with which insurance."""
    by_county: dict[str, list[Json]] = {}
    for row in rows:
        if row["period"] == ask.month and row["doctors"] is not None:
            by_county.setdefault(f"{str(row['village'])[:6]}000000", []).append(row)
    head = (Head(Words("县市", "county"), wide=True), Head(Words("在岗乡村医生", "rural doctors in post"), "right"),
            Head(Words("有养老保险", "with old-age insurance"), "right"),
            Head(Words("有医疗责任保险", "with liability insurance"), "right"))  # fmt: skip
    made = tuple(_covered(names, code, found) for code, found in sorted(by_county.items()))
    empty = Words(
        "没有在岗乡村医生的记录。先在“数据导入”中导入“卫生人员”和“任职与值守”。",
        "No rural doctor in post is on record. Import the lists of staff and of posts held.",
    )
    return Table(head, (Group(made),) if made else (), empty)


def _covered(names: Names, code: str, rows: Sequence[Json]) -> Row:
    area, doctors = names.get(code), sum(row["doctors"] for row in rows)
    counts = [sum(row[kind] or 0 for row in rows) for kind in ("pension", "liability")]
    texts = [Words(f"{one:,}（缺 {doctors - one:,}）", f"{one:,} ({doctors - one:,} without)") for one in counts]
    return Row((Link(area.name if area else code, f"/rural-doctors?county={code}"), f"{doctors:,}", *texts))


def loans_here(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """The loans that the reader may see and that are not over: who asks, what for, where it stands, when it is due."""
    brought((Shown("borrower", Words("借用单位", "borrower"), "reference"),), [one.focus for one in items], names)
    head = (Head(Words("借用单位", "lent to"), wide=True), Head(Words("岗位", "work")), Head(Words("状态", "state")),
            Head(Words("归还日期", "due back")), Head(Words("用途", "purpose"), phone=False))  # fmt: skip
    rows = tuple(_loan(one, names) for one in items)
    empty = Words("没有在办的借用。卫生院和总医院在下面申请。", "No loan is under way. Institutions ask for one below.")
    return Table(head, (Group(rows),) if rows else (), empty, total=len(rows))


def _loan(item: Item, names: Names) -> Row:
    one = item.focus
    work = names.get(f"professions/{one['profession']}")
    due = str((one.get("period") or {}).get("end", NOTHING))[:10]
    return Row((
        Link(_text(_called(names, one["borrower"])), item.href), work.kind if work else NOTHING,
        Mark(item.state_title, "bad" if item.late else "course"), due, str(one["purpose"]),
    ), "bad" if item.late else "plain")  # fmt: skip


def assessments(ask: Ask, nomination: Json) -> Table:
    """The years of a support as they were assessed."""
    words = {"passed": Words("合格", "passed"), "excellent": Words("优秀", "excellent")}
    head = (Head(Words("年度", "year")), Head(Words("日期", "day")), Head(Words("结果", "result")),
            Head(Words("意见", "opinion"), wide=True))  # fmt: skip
    rows = tuple(
        Row((Words(f"第 {one['year']} 年", f"year {one['year']}"), str(one["on"]), words.get(one["result"], NOTHING),
             str(one.get("text", ""))))
        for one in nomination.get("assessment", ())
    )  # fmt: skip
    return Table(head, (Group(rows),) if rows else (), Words("还没有考核。", "Nothing is assessed yet."))
