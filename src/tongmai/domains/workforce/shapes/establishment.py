"""Approved posts by institution: held, vacant, given to the pool; who sits on them."""

from collections.abc import Sequence

from tongmai.base.words import Words
from tongmai.domains.workforce import rules
from tongmai.domains.workforce.shapes.words import POSTS, Json, name_of
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.records import Names, brought, in_force
from tongmai.model.blocks import Cell, Figure, Figures, Group, Head, Link, Mark, Row, Table
from tongmai.model.page import Ask, Shown


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
        Figure(Words("核定编制", "approved"), f"{made.approved:,}", unit=POSTS),
        Figure(Words("在编", "held"), f"{made.held:,}", unit=POSTS),
        Figure(Words("空编", "vacant"), f"{made.vacant:,}", "", "bad" if made.vacant < 0 else "plain", unit=POSTS),
        Figure(Words("已交入周转池", "given to the pool"), f"{made.given:,}", "", "plain", "/posts-pool", POSTS),
        Figure(Words("从周转池借用", "borrowed from the pool"), f"{made.borrowed:,}", "", "plain",
               "/posts-pool?state=lent", POSTS),
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
        name_of(names, one["practitioner"]), post.kind if post else NOTHING, tenure.kind if tenure else NOTHING,
        str(one.get("period", {}).get("start", NOTHING))[:10],
    ))  # fmt: skip
