"""Teams: how strong each is today, who stands on a roster with certificate and availability, who is called."""

from collections.abc import Sequence
from datetime import timedelta

from tongmai.base.words import Words
from tongmai.domains.emergency import rules
from tongmai.domains.emergency.rules.common import Json
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.naming import bring, said, worded
from tongmai.engines.pages.records import Names
from tongmai.fhir.facts import code_in, extended, named
from tongmai.model.blocks import Cell, Group, Head, Link, Mark, Notice, Row, Table
from tongmai.model.page import Ask

SOON = timedelta(days=60)
"""How long before its end a certificate is marked."""


def _tier(team: Json) -> str:
    kind = code_in(team.get("type", []), "urn:tongmai:kind")
    return str(extended(team, "tier") or "") if kind == "emergency_team" else ""


def team_table(
    ask: Ask, teams: Sequence[Json], posts: Sequence[Json], staff: Sequence[Json], absences: Sequence[Json],
        names: Names
) -> Table:  # fmt: skip
    """Each team: how many it is to have, how many are on its roster, certified, and there today. Whoever keeps a team
    of Chinese medicine stands here too. Sources: teams, posts, staff, absences, names."""
    by_team: dict[str, list[Json]] = {}
    for post in posts:
        by_team.setdefault(named(post["organization"]), []).append(post)
    tiers = {str(one["id"]): _tier(one) for one in teams}
    bring(names, [f"Organization/{id}" for id in by_team])
    rows = []
    for id, own in sorted(by_team.items(), key=lambda pair: (tiers.get(pair[0]) != "prefecture", pair[0])):
        gone = [one for one in absences if named(one["team"]) == id]
        every = rules.standing(own, staff, gone, ask.as_of)
        fit, needed = sum(one.fit for one in every), rules.strength(tiers.get(id, ""), ask.as_of)
        rows.append(Row((
            Link(said(names, f"Organization/{id}"), f"/emergency/teams/{id}"), f"{needed}" if needed else NOTHING,
            f"{len(every)}", f"{sum(one.certified for one in every)}", f"{fit}", _strong(fit, needed),
        ), id=id))  # fmt: skip
    heads = (Head(Words("队伍", "team"), wide=True), Head(Words("应有", "needed"), "right"),
             Head(Words("在册", "on the roster"), "right", phone=False),
             Head(Words("资质有效", "certified"), "right", phone=False),
             Head(Words("可出动", "available"), "right"), Head(Words("情况", "stands")))  # fmt: skip
    empty = Words("还没有队员。在“任职与值守”清单中列入队员，在“人员”清单中登记应急培训。",
                  "No member yet. Enter them in the list of posts, their training in the list of staff.")  # fmt: skip
    return Table(heads, (Group(tuple(rows)),) if rows else (), empty)


def _strong(fit: int, needed: int) -> Mark:
    if not needed:
        return Mark(Words("无编制要求", "no size is set"), "quiet")
    if fit >= needed:
        return Mark(Words("齐备", "at strength"), "good")
    return Mark(Words(f"缺 {needed - fit} 人", f"{needed - fit} short"), "bad")


def below_strength(
    ask: Ask, team: Json, posts: Sequence[Json], staff: Sequence[Json], absences: Sequence[Json]
) -> Notice:
    """Whether the team is at strength today, before anybody calls it out."""
    every = rules.standing(posts, staff, absences, ask.as_of)
    fit, needed = sum(one.fit for one in every), rules.strength(_tier(team), ask.as_of)
    lapsed, away = sum(not one.certified for one in every), sum(one.away is not None for one in every)
    zh = f"在册 {len(every)} 人，今天可出动 {fit} 人（资质失效 {lapsed} 人，不可用 {away} 人）"
    en = f"{len(every)} on the roster, {fit} may be called today ({lapsed} without certificate, {away} not available)"
    if fit < needed:
        return Notice(Words(f"{zh}；应有 {needed} 人，缺 {needed - fit} 人。", f"{en}; {needed} are needed."), "bad")
    return Notice(Words(f"{zh}。", f"{en}."), "good")


def roster_table(
    ask: Ask, posts: Sequence[Json], staff: Sequence[Json], absences: Sequence[Json], names: Names
) -> Table:  # fmt: skip
    """Members with certificate and availability, those who may not be called first. Sources: posts, staff, absences,
    names."""
    every = rules.standing(posts, staff, absences, ask.as_of)
    people = {str(one["id"]): one for one in staff}
    rows = tuple(
        Row((_name(people.get(one.person, {})), one.since, _certificate(ask, one), _available(names, one)),
            "plain" if one.fit else "bad", one.person)
        for one in sorted(every, key=lambda one: (one.fit, one.person))
    )  # fmt: skip
    heads = (Head(Words("队员", "member"), wide=True), Head(Words("入队日期", "since"), phone=False),
             Head(Words("应急资质", "certificate")), Head(Words("可用", "available")))  # fmt: skip
    empty = Words("还没有队员。在“任职与值守”清单中列入。", "No member yet: enter them in the list of posts.")
    return Table(heads, (Group(rows),) if rows else (), empty)


def _name(person: Json) -> str:
    first: Json = next(iter(person.get("name", ())), {})
    return str(first.get("text") or NOTHING)


def _certificate(ask: Ask, one: rules.Standing) -> Cell:
    if one.until is None:
        return Mark(Words("无", "none"), "bad")
    if not one.certified:
        return Mark(Words(f"{one.until} 到期", f"ended {one.until}"), "bad")
    if one.until <= (ask.as_of + SOON).isoformat():
        return Mark(Words(f"{one.until} 到期", f"until {one.until}"), "warn")
    return Words(f"至 {one.until}", f"until {one.until}")


def _available(names: Names, one: rules.Standing) -> Cell:
    if one.away is None:
        return Words("是", "yes")
    why, until = worded(names, "emergency_codes", one.away["reason"]), one.away["period"].get("end")
    told = why if isinstance(why, Words) else Words(why, why)
    words = Words(f"{told.zh}，至 {until}", f"{told.en} until {until}")
    return Link(words, f"/emergency/absences/{one.away['id']}")


def called_table(ask: Ask, item: Item, names: Names) -> Table:
    """Who is called, and who was excused and why."""
    called, gone = item.focus.get("member", ()), item.focus.get("excused", ())
    bring(names, [one["person"] for one in (*called, *gone)])
    rows = [Row((said(names, one["person"]), str(one["since"]), Mark(Words("已调派", "called"), "course")))
            for one in called]  # fmt: skip
    rows += [Row((said(names, one["person"]), str(one["on"]),
                  Mark(Words(f"不能到位：{one['reason']}", f"cannot come: {one['reason']}"), "warn")))
             for one in gone]  # fmt: skip
    heads = (Head(Words("队员", "member"), wide=True), Head(Words("日期", "day")), Head(Words("情况", "stands")))
    return Table(heads, (Group(tuple(rows)),) if rows else ())


def stations(ask: Ask, found: Sequence[Json], posts: Sequence[Json], names: Names) -> Table:
    """Emergency stations with who stands on their roster today. Sources: stations, posts, names."""
    on: dict[str, int] = {}
    for post in posts:
        if rules.within(post, ask.as_of):
            where = named(post["organization"])
            on[where] = on.get(where, 0) + 1
    rows = tuple(
        Row((str(one.get("name", NOTHING)), said(names, one.get("partOf")), f"{on.get(str(one['id']), 0)}",
             Mark(Words("有人值守", "rostered"), "good") if on.get(str(one["id"])) else
             Mark(Words("无值守表", "no roster"), "bad")), id=str(one["id"]))
        for one in sorted(found, key=lambda one: (on.get(str(one["id"]), 0) > 0, str(one["id"])))
    )  # fmt: skip
    heads = (Head(Words("急救站", "station"), wide=True), Head(Words("所属卫生院", "hospital"), phone=False),
             Head(Words("值守人数", "on its roster"), "right"), Head(Words("情况", "stands")))  # fmt: skip
    empty = Words("还没有急救站。在“机构”清单中登记。", "No station yet: enter it in the list of institutions.")
    return Table(heads, (Group(rows),) if rows else (), empty)
