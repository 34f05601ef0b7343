"""What the steps of an inspection ask for and derive: who was drawn for it, results, terms, replacing one who must stay
away."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tongmai.base.dates import day_of
from tongmai.base.outcome import Issue, wrong
from tongmai.base.words import Words
from tongmai.domains.supervision.rules import drawing
from tongmai.domains.supervision.rules.common import Json, named, number, working_days
from tongmai.domains.supervision.rules.plans import as_person, as_place, displayed, kept_lists
from tongmai.fhir.facts import extended, holds_on
from tongmai.model.lists import room_table

RESULTS = room_table(__file__, "inspection_results", "result")
_DRAW, _CENTRAL = "Draw", "CentralTask"


def must_mend(result: str, day: date) -> bool:
    """Whether a result brings an order to put something right."""
    row = RESULTS.find(day, result=result)
    return row is not None and row["mend"] == "yes"


def _line(focus: Json, fields: Json) -> tuple[Json, Json] | None:
    """(the draw or central task, its line for the object); None where the object is on no such list."""
    kind, _, id = str(focus["basis"]["reference"]).partition("/")
    where_ = named(focus["object"])
    if kind == _CENTRAL:
        found = next((one for one in fields["centrals"] if one["id"] == id), None)
        return (found, found) if found and named(found["object"]) == where_ else None
    draw = next((one for one in fields["draws"] if one["id"] == id), None)
    line = next((one for one in (draw or {}).get("assigned", ()) if named(one["institution"]) == where_), None)
    return (draw, line) if draw and line else None


def on_the_list(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of beginning: the object is on the list that it names, and is not inspected by it already."""
    if _line(focus, fields) is None:
        remedy = Words("抽取结果不能增减；请从公示的名单中选择", "a draw is not altered: choose from its list")
        return [wrong("object", "不在抽取的名单内", "it is not on the list that was drawn", remedy)]
    own = str(focus.get("area", "")).rstrip("0")
    if own and not _stands(focus, fields).startswith(own):
        return [wrong("object", "不在本辖区内", "it stands outside the area")]
    basis = focus["basis"]["reference"]
    if any(one["id"] != focus.get("id") and one["basis"]["reference"] == basis for one in fields["others"]):
        return [wrong("object", "这个对象已按此名单立项", "it is begun by this list already")]
    return []


def _stands(focus: Json, fields: Json) -> str:
    """The village of the object."""
    here: Json = next((one for one in fields["places"] if one["id"] == named(focus["object"])), {})
    return str(extended(here, "village") or "")


def drawn_team(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Derives who inspects, by when, of which specialty and origin, and where the object stands."""
    found = _line(focus, fields)
    if found is None:
        return {}
    basis, line = found
    central = basis.get("resourceType") == _CENTRAL
    id = named(focus["object"])
    names = {str(one["id"]): str(one.get("name", "")) for one in fields["places"]}
    return {
        "place": as_place(id, names), "team": line["inspector"], "from": "central" if central else "local",
        "national": basis.get("number"), "about": basis["specialty"], "term": basis["until"],
        "where": _stands(focus, fields) or basis["area"], "on": basis["received"] if central else basis["drawn"],
    }  # fmt: skip


def inspections_due(focus: Json, fields: Json, today: date) -> list[dict[str, Any]]:
    """What the house begins: every object that was drawn, or received, and is not begun yet."""
    begun = {(one["basis"]["reference"], named(one["object"])) for one in fields["begun"]}
    lines = [
        (f"{_DRAW}/{one['id']}", named(line["institution"])) for one in fields["draws"] for line in one["assigned"]
    ]
    lines += [(f"{_CENTRAL}/{one['id']}", named(one["object"])) for one in fields["centrals"]]
    return [
        {"basis": {"reference": basis}, "object": {"reference": f"Organization/{where}"}}
        for basis, where in lines
        if (basis, where) not in begun
    ]


def inspection_day_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of the record: on a day since the draw and by today, and nobody of the team has a tie that day."""
    day, since = day_of(fields["on"]), day_of(focus.get("assigned"))
    if day is None or day > today or (since and day < since):
        return [wrong("on", f"检查日期应在 {since} 至今天之间", f"between {since} and today")]
    tied = [who for who in _team(focus) if _is_tied(who, fields["ties"], day)]
    if tied:
        remedy = Words("请先办理“回避更换”", "replace whoever must stay away first")
        return [wrong("on", "检查人员与该机构有利害关系，不能检查", "an inspector has a tie to it", remedy)]
    return []


def _team(focus: Json) -> list[str]:
    return [named(one) for one in focus.get("inspector", ())]


def _is_tied(who: str, ties: Iterable[Json], day: date) -> bool:
    return any(named(one["inspector"]) == who and one.get("state") == "declared" and holds_on(one, day) for one in ties)


def inspected(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Derives by when the result is to be published."""
    day = day_of(fields["on"]) or today
    return {"publish_by": working_days(day, number("publish_days", day)).isoformat()}


def nothing_to_mend(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of publishing and closing: the result brings no order."""
    if must_mend(str(focus.get("result")), today):
        return [
            wrong("", "结果需要整改，请办理“公示并责令整改”", "something is to be put right: publish it with a term")
        ]
    return []


def something_to_mend(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of publishing with a term: the result brings an order, the term lies after today."""
    if not must_mend(str(focus.get("result")), today):
        return [wrong("", "结果无需整改，请办理“公示并办结”", "nothing is to be put right: publish and close it")]
    if (day_of(fields["mend_by"]) or today) <= today:
        return [wrong("mend_by", "整改期限应在今天之后", "its term lies after today")]
    return []


def may_replace(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of replacing: a local draw, somebody of the team, and another without a tie is left in its order."""
    if focus.get("origin") != "local":
        remedy = Words("请报下达名单的机构处理", "ask whoever drew the list")
        return [wrong("left", "国家下达的名单不能在本地更换", "a list drawn nationally is not changed here", remedy)]
    if named(fields["left"]) not in _team(focus):
        return [wrong("left", "不是本次检查的人员", "not one of the team")]
    if not _next(focus, fields, today):
        zh = "名单中没有其他无利害关系的检查人员"
        remedy = Words("请地市级派员检查", "ask the prefecture level to send somebody")
        return [wrong("left", zh, "nobody else on the list is without a tie", remedy)]
    return []


def _next(focus: Json, fields: Json, today: date) -> str:
    """The next of the draw's own order for the object who has no tie and was not in the team before."""
    draw = next(iter(fields["draws"]), None)
    if draw is None:
        return ""
    lists, where = kept_lists(draw), named(focus["object"])
    gone = {*_team(focus), *(named(one["left"]) for one in focus.get("recusal", ()))}
    ordered = drawing.order(str(draw["seed"]), str(draw["listHash"]), where, lists.free(where))
    return next((one for one in ordered if one not in gone and not _is_tied(one, fields["ties"], today)), "")


def replaced(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Derives the team with the next in place of who must stay away, and the entry that tells of it."""
    left, came = named(fields["left"]), _next(focus, fields, today)
    team = [came if one == left else one for one in _team(focus)]
    told = displayed(fields["draws"][0])
    people = [as_person(one, told) for one in team]
    entry = {"left": as_person(left, told), "came": as_person(came, told), "reason": fields["reason"],
             "on": today.isoformat()}  # fmt: skip
    return {"new_team": people, "recusal_entry": entry}


def tie_declared_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of declaring a tie: it began by today, and does not end before."""
    told = focus.get("period", {})
    start, end = day_of(told.get("start")), day_of(told.get("end"))
    if start is None or start > today or (end and end < start):
        return [wrong("since", "起始日期不晚于今天，且不晚于终止日期", "it began by today and ends after that")]
    return []


def tie_end_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of ending a tie: on a day since it began and by today."""
    day, start = day_of(fields["until"]), day_of(focus.get("period", {}).get("start"))
    if day is None or day > today or (start and day < start):
        return [wrong("until", "终止日期应在起始之后、不晚于今天", "since it began and by today")]
    return []


def central_task_fits(row: Json) -> list[Issue]:
    """A check of the list of central tasks: two inspectors, a term that ends after it was received."""
    issues = []
    if row.get("lead") and row.get("lead") == row.get("second"):
        issues.append(wrong("second", "两名检查人员是同一人", "both inspectors are one person"))
    if row.get("until") and str(row["until"]) < str(row.get("received") or ""):
        issues.append(wrong("until", "完成时限早于接收日期", "its term ends before it was received"))
    return issues
