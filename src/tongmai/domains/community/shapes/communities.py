"""The communities: members, what is unified, the charter with its council."""

from collections.abc import Sequence

from tongmai.base.words import Words
from tongmai.domains.community.shapes.naming import Json, Names, plain, tie_of, told_of, valid_on
from tongmai.engines.pages import acting
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.naming import said
from tongmai.engines.pages.stories import state_mark
from tongmai.fhir.facts import named
from tongmai.model.blocks import Cell, Group, Head, Link, Mark, Row, Table
from tongmai.model.page import Act, Ask, Shape


def _of(records: Sequence[Json], community: str, element: str = "community") -> list[Json]:
    return [one for one in records if named(one.get(element)) == community]


def _unified(certificates: Sequence[Json], community: str, day: str) -> dict[str, Json]:
    """By domain the certificate that holds on a day."""
    own = _of(certificates, community, "holder")
    return {str(one.get("family")): one for one in own if one.get("state") == "certified" and valid_on(one, day)}


def community_table(
    ask: Ask, found: Sequence[Json], certificates: Sequence[Json], ties: Sequence[Json], charters: Sequence[Json],
    postings: Sequence[Json], appraisals: Sequence[Json], names: Names,
) -> Table:  # fmt: skip
    """The communities: members, domains unified, charter, who is posted, the last frozen appraisal; a dash for what
    the reader is not told."""
    heads = (
        Head(Words("医共体", "community"), wide=True), Head(Words("成员", "members"), "right"),
        Head(Words("统一管理", "unified"), "right"), Head(Words("章程", "charter"), phone=False),
        Head(Words("派驻中", "posted"), "right"), Head(Words("最近考核", "last appraisal"), "right"),
    )  # fmt: skip
    day = ask.as_of.isoformat()
    rows = []
    for one in found:
        id = str(one["id"])
        members = [tie for tie in _of(ties, id, "organization") if tie_of(tie) == "member" and valid_on(tie, day)]
        held = len(_unified(certificates, id, day))
        charter = next((c for c in _of(charters, id) if c.get("state") == "in-force"), None)
        there = sum(1 for posting in _of(postings, id) if posting.get("state") == "posted")
        told = told_of(ask, names, id)
        rows.append(Row((
            Link(str(one.get("name", "")), f"/communities/{id}"), f"{len(members):,}",
            Mark(f"{held}/8", "good" if held >= 8 else "warn"),
            _charter(charter) if charter or told else NOTHING,
            f"{there:,}" if there or told else NOTHING, _last_score(_of(appraisals, id)),
        ), id=id))  # fmt: skip
    empty = Words("还没有医共体。请先在机构名录中导入医共体及其成员。",
                  "There is no community yet: import them with their members as institutions.")  # fmt: skip
    return Table(heads, (Group(tuple(rows)),) if rows else (), empty)


def _charter(charter: Json | None) -> Cell:
    if charter is None:
        return Mark(Words("无", "none"), "warn")
    return Link(Words("有效", "in force"), f"/charters/{charter['id']}")


def _last_score(appraisals: Sequence[Json]) -> Cell:
    frozen = [one for one in appraisals if one.get("frozen")]
    if not frozen:
        return NOTHING
    last = max(frozen, key=lambda one: (int(one["year"]), str(one["frozen"])))
    return Link(Words(f"{last['year']} 年 {plain(last['score'])} 分", f"{last['year']}: {plain(last['score'])}"),
                f"/appraisals/{last['id']}")  # fmt: skip


def unified_table(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """The domains of unified management: since when, by which paper, by whom reviewed, in which state."""
    heads = (Head(Words("统一管理领域", "domain"), wide=True), Head(Words("状态", "state")),
             Head(Words("有效期", "valid"), phone=False), Head(Words("佐证材料", "evidence"), phone=False),
             Head(Words("评审、认定", "reviewed by"), phone=False))  # fmt: skip
    latest = {str(one.focus.get("family")): one for one in sorted(items, key=_begun)}
    labels = [named for key, named in names.items() if key.startswith("unifications/")]
    rows = tuple(_unified_row(named.id, named.kind, latest.get(named.id)) for named in labels)
    return Table(heads, (Group(rows),) if rows else ())


def _valid_words(start: str, end: str) -> Words:
    return Words(f"{start} 至 {end}", f"{start} to {end}") if end else Words(f"{start} 起", f"from {start}")


def _begun(item: Item) -> str:
    return str(item.focus.get("period", {}).get("start") or item.focus.get("claimed") or "")


def _unified_row(id: str, title: Words, one: Item | None) -> Row:
    if one is None:
        return Row((title, Mark(Words("未落实", "not yet"), "warn"), NOTHING, NOTHING, NOTHING), id=id)
    told = one.focus
    period = told.get("period", {})
    who = next((step.who for step in reversed(one.story) if step.who), "") or str(told.get("issuer", NOTHING))
    valid = _valid_words(period["start"], period.get("end", "")) if period.get("start") else NOTHING
    papers = "、".join(str(paper) for paper in told.get("evidence", ())) or NOTHING
    return Row((Link(title, one.href), state_mark(one), valid, papers, who), id=id)


def _of_own(ask: Ask) -> bool:
    """Whether headquarters look at their own community: what they begin for another is refused."""
    return "headquarters" in ask.roles and ask.path.get("community") == ask.organization


def drafting(act: Act) -> Shape:
    """A shape: the form of a charter, for the headquarters of this community alone."""
    form = acting.forms(act)
    return lambda ask, *fetched: form(ask, *fetched) if _of_own(ask) else None


def member_table(ask: Ask, ties: Sequence[Json], postings: Sequence[Json], names: Names) -> Table:
    """The members by kind; from whom somebody is posted, how many are posted there."""
    heads = (Head(Words("成员单位", "member"), wide=True), Head(Words("类别", "kind")),
             Head(Words("派驻在此", "posted here"), "right"), Head(Words("由此派出", "posted from here"), "right"),
             Head(Words("办理", "what to do"), phone=False))  # fmt: skip
    day = ask.as_of.isoformat()
    there = [one for one in postings if one.get("state") == "posted"]
    told = told_of(ask, names, ask.path.get("community", ""))
    rows = []
    for tie in ties:
        if tie_of(tie) == "member" and valid_on(tie, day):
            place = names.get(f"Organization/{named(tie['participatingOrganization'])}")
            if place is not None:
                begin = Link(Words("提出派驻", "post somebody"), f"/new-posting/{place.id}")
                hospital = _of_own(ask) and place.id.startswith("hospital")
                counts = (str(len(_of(there, place.id, end))) if told else NOTHING for end in ("host", "home"))
                rows.append(Row((Link(place.name, place.href), place.kind, *counts, begin if hospital else NOTHING),
                                id=place.id))  # fmt: skip
    empty = Words("还没有成员单位。", "There is no member yet.")
    return Table(heads, (Group(tuple(rows)),) if rows else (), empty)


def charter_table(ask: Ask, items: Sequence[Item]) -> Table:
    """The charters of a community with the seats and meetings of the council."""
    heads = (Head(Words("章程", "charter"), wide=True), Head(Words("席位单位", "with seats"), "right"),
             Head(Words("会议", "meetings"), "right"), Head(Words("最近会议", "last meeting"), phone=False),
             Head(Words("状态", "state")))  # fmt: skip
    rows = tuple(
        Row((Link(str(one.focus["title"]), one.href), str(len(one.focus.get("seat", ()))),
             str(len(one.focus.get("meeting", ()))),
             max((str(met["day"]) for met in one.focus.get("meeting", ())), default=NOTHING), state_mark(one)),
            id=one.task)
        for one in items
    )  # fmt: skip
    empty = Words("没有您能查看的章程。总医院在下面起草本医共体的章程。",
                  "There is no charter that you may see. Headquarters draft their own below.")  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), empty)


def seat_table(ask: Ask, item: Item, names: Names) -> Table:
    """The seats of the council."""
    heads = (Head(Words("成员单位", "member"), wide=True), Head(Words("席位", "seats"), "right"))
    rows = tuple(Row((said(names, one["member"]), str(one["seats"]))) for one in item.focus.get("seat", ()))
    return Table(heads, (Group(rows),) if rows else (), Words("还没有席位。", "There is no seat yet."))


def meeting_table(ask: Ask, item: Item) -> Table:
    """The meetings of the council, the latest first."""
    heads = (Head(Words("日期", "day")), Head(Words("到会", "present"), "right"),
             Head(Words("议定事项", "decided"), wide=True), Head(Words("纪要", "minutes"), phone=False))  # fmt: skip
    met = sorted(item.focus.get("meeting", ()), key=lambda one: str(one["day"]), reverse=True)
    rows = tuple(Row((str(one["day"]), str(one["present"]), str(one["topic"]), str(one["minutes"]))) for one in met)
    return Table(heads, (Group(rows),) if rows else (), Words("还没有会议记录。", "No meeting is on record."))
