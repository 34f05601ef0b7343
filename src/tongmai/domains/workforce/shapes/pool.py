"""The pool of posts: free, lent, late; loans and where each post is."""

from collections.abc import Sequence

from tongmai.base.words import Words
from tongmai.domains.workforce import rules
from tongmai.domains.workforce.shapes.words import POSTS, Json, name_of, plain_text
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Area, Item
from tongmai.engines.pages.records import Names, brought
from tongmai.model.blocks import Cell, Chip, ChipRow, Chips, Figure, Figures, Group, Head, Link, Mark, Row, Table
from tongmai.model.page import Ask, Shown

_OUT_WORDS = {
    "lent": Words("已借出，待定人", "lent, nobody named yet"),
    "staffed": Words("已借出，在岗", "lent, taken up"),
    "returning": Words("已归还，待收回", "given back"),
}


def pool_figures(ask: Ask, posts: Sequence[Json], loans: Sequence[Json]) -> Figures:
    """What the pool holds today: free, lent, late; in all. Each opens the posts."""
    found = rules.standings(posts, loans, ask.as_of)
    free, late = sum(one.free for one in found), sum(one.late for one in found)
    out = len(found) - free
    return Figures((
        Figure(Words("周转池编制", "posts in the pool"), f"{len(found):,}", "", "plain", "/posts-pool", POSTS),
        Figure(Words("空编", "free"), f"{free:,}", "", "good" if free else "quiet", "/posts-pool?state=free", POSTS),
        Figure(Words("已借出", "lent"), f"{out:,}", "", "course" if out else "quiet", "/posts-pool?state=lent", POSTS),
        Figure(Words("逾期未还", "overdue"), f"{late:,}", "", "bad" if late else "quiet", "/posts-pool?state=late",
               POSTS),
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
    rows = (ChipRow(Words("状态", "state"), states), ChipRow(Words("县市区", "county"), counties))
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
    head = (Head(Words("编制号", "number"), wide=True), Head(Words("县市区", "county"), phone=False),
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
        category.kind if category else "", name_of(names, post["institution"]), state,
        name_of(names, loan["borrower"]) if loan else NOTHING, due,
    ), "bad" if one.late else "plain")  # fmt: skip


def loan_table(ask: Ask, loans: Sequence[Json], names: Names) -> Table:
    """The loans of a post, the latest first."""
    brought((Shown("borrower", Words("借用单位", "borrower"), "reference"),), loans, names)
    head = (Head(Words("借用单位", "lent to"), wide=True), Head(Words("起", "from")), Head(Words("应还", "due back")),
            Head(Words("收回", "taken back")), Head(Words("文号", "document"), phone=False))  # fmt: skip
    ordered = sorted(loans, key=lambda one: str(one["period"]["start"]), reverse=True)
    rows = tuple(
        Row((Link(plain_text(name_of(names, one["borrower"])), f"/post-loans/{one['id']}"),
             str(one["period"]["start"])[:10], str(one["period"]["end"])[:10],
             str(one.get("takenBack", NOTHING)), str(one.get("document", NOTHING))))
        for one in ordered
    )  # fmt: skip
    return Table(head, (Group(rows),) if rows else (), Words("还没有借出过。", "It was never lent."))


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
        Link(plain_text(name_of(names, one["borrower"])), item.href), work.kind if work else NOTHING,
        Mark(item.state_title, "bad" if item.late else "course"), due, str(one["purpose"]),
    ), "bad" if item.late else "plain")  # fmt: skip
