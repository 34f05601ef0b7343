"""What the steps of a plan of inspection ask for and derive: the lists as they are closed, the seed, the draw."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from tongmai.base.dates import day_of
from tongmai.base.outcome import Issue, wrong
from tongmai.base.words import Words
from tongmai.domains.supervision.rules import drawing
from tongmai.domains.supervision.rules.common import Json, coded, kind_of, named, number, operating
from tongmai.domains.supervision.rules.drawing import Lists, Pairing
from tongmai.fhir.facts import holds_on
from tongmai.model.lists import room_table

SPECIALTIES = room_table(__file__, "inspection_specialties", "specialty")
INSPECTOR = "inspector"
_SEED_LEAST = 6
_MOST_TOLD = 5
NOBODY: Mapping[str, str] = {}


def kinds_of(specialty: str, day: date) -> frozenset[str]:
    """The kinds of institutions that a specialty inspects on a day; none where it is none."""
    row = SPECIALTIES.find(day, specialty=specialty)
    return frozenset(row["kinds"].split("|")) if row else frozenset()


def head_of(plan: Json) -> str:
    """The head line of a plan's lists."""
    parts = ("title", "year", "specialty", "area", "share", "team", "until")
    return "|".join(str(plan.get(name, "")) for name in parts)


def draw_plan_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a plan: of this year or the next, a specialty with objects, a share, a team of two, a term."""
    issues, least = [], number("team", today)
    if int(focus.get("year") or 0) not in (today.year, today.year + 1):
        issues.append(wrong("year", f"年度应为 {today.year} 或 {today.year + 1}", "of this year or the next"))
    if not kinds_of(str(focus.get("specialty")), today):
        issues.append(wrong("specialty", "没有这个专业的检查对象", "no such specialty"))
    if not 1 <= int(focus.get("share") or 0) <= 100:
        issues.append(wrong("share", "抽取比例为 1 至 100", "a share of 1 to 100 per cent"))
    if int(focus.get("team") or 0) < least:
        issues.append(wrong("team", f"每个对象至少 {least} 名检查人员", f"{least} inspectors an object at least"))
    if (day_of(focus.get("until")) or today) <= today:
        issues.append(wrong("until", "完成时限应在今天之后", "its term lies after today"))
    return issues


def draw_scope(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Derives the prefix by which the objects and inspectors of an area are found."""
    area = str(focus["area"])
    return {"scope": area[:4] if area[4:6] == "00" else area[:6]}


def inspectors(roles: Iterable[Json], day: date) -> tuple[str, ...]:
    """Who is on the register of inspectors on a day, each once."""
    told = (one for one in roles if INSPECTOR in coded(one.get("code", [])) and holds_on(one, day))
    return tuple(sorted({named(one.get("practitioner")) for one in told}))


def ties(roles: Iterable[Json], declared: Iterable[Json], day: date) -> frozenset[tuple[str, str]]:
    """(person, institution) that stay apart on a day: who works there or did within the years of the rule, and what was
    declared."""
    years = number("tie_years", day)
    since = day.replace(year=day.year - years, day=min(day.day, 28))
    worked = {
        (named(one.get("practitioner")), named(one.get("organization")))
        for one in roles
        if (day_of(one.get("period", {}).get("start")) or day) <= day
        and (day_of(one.get("period", {}).get("end")) or day) >= since
    }
    told = {
        (named(one.get("inspector")), named(one.get("object")))
        for one in declared
        if one.get("state") == "declared" and holds_on(one, day)
    }
    return frozenset(worked | told)


def lists_of(focus: Json, fields: Json, today: date) -> Lists:
    """The lists of a plan on a day, of the records that the step looks at."""
    kinds = kinds_of(str(focus["specialty"]), today)
    places = tuple(sorted(
        str(one["id"]) for one in fields["places"] if kind_of(one) in kinds and operating(one, today)
    ))  # fmt: skip
    people = inspectors(fields["roster"], today)
    apart = ties(fields["posts"], fields["ties"], today)
    own = frozenset((who, where) for who, where in apart if who in people and where in places)
    return Lists(head_of(focus), places, people, own)


def draw_lists_fit(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of closing the lists: objects and inspectors are there, and every object has a team without a tie."""
    lists, team = lists_of(focus, fields, today), int(focus["team"])
    if not lists.objects:
        return [wrong("", "辖区内没有这个专业的检查对象", "no object of this specialty in the area")]
    if len(lists.inspectors) < team:
        zh = f"检查人员名录只有 {len(lists.inspectors)} 人，每个对象需要 {team} 人"
        remedy = Words(
            "请在人员名录中登记检查人员，或由地市级抽取", "enter inspectors, or let the prefecture level draw"
        )
        return [wrong("", zh, f"{len(lists.inspectors)} inspectors are registered, {team} are needed", remedy)]
    names = {str(one["id"]): str(one.get("name", one["id"])) for one in fields["places"]}
    return [_lacks(names[place], place, free, team) for place, free in drawing.lacking(lists, team)[:_MOST_TOLD]]


def _lacks(name: str, place: str, free: int, team: int) -> Issue:
    more = team - free
    remedy = Words(
        f"请再登记 {more} 名与其无利害关系的检查人员，或由地市级抽取，或核对已过期的利害关系",
        f"register {more} more inspectors without a tie, let the prefecture level draw, or check ties that are over",
    )
    zh = f"{name}：无利害关系的检查人员只有 {free} 名，需要 {team} 名"
    return wrong(place, zh, f"{name}: {free} inspectors are without a tie, {team} are needed", remedy)


def closed_draw_lists(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Derives the lists as they are closed, with names for whoever reads them, and their hash."""
    lists = lists_of(focus, fields, today)
    told = {str(one["id"]): str(one.get("name", "")) for one in fields["places"]}
    told |= {str(one["id"]): _name(one) for one in fields["staff"]}
    return {
        "objects": [{"institution": as_place(one, told)} for one in lists.objects],
        "people": [{"person": as_person(one, told)} for one in lists.inspectors],
        "apart": [{"person": as_person(who), "institution": as_place(where)} for who, where in sorted(lists.ties)],
        "hashed": lists.hash,
    }


def _name(person: Json) -> str:
    return str(next((one.get("text", "") for one in person.get("name", ())), ""))


def as_place(id: str, told: Mapping[str, str] = NOBODY) -> dict[str, str]:
    return {"reference": f"Organization/{id}", **({"display": told[id]} if told.get(id) else {})}


def as_person(id: str, told: Mapping[str, str] = NOBODY) -> dict[str, str]:
    return {"reference": f"Practitioner/{id}", **({"display": told[id]} if told.get(id) else {})}


def displayed(record: Json) -> dict[str, str]:
    """The names that stand in a record's lists, by id."""
    every = [one["institution"] for one in record.get("object", ())]
    every += [one["person"] for one in record.get("inspector", ())]
    return {named(one): str(one["display"]) for one in every if one.get("display")}


def kept_lists(record: Json) -> Lists:
    """The lists that stand in a plan or in a draw."""
    return Lists(
        head_of(record),
        tuple(named(one["institution"]) for one in record.get("object", ())),
        tuple(named(one["person"]) for one in record.get("inspector", ())),
        frozenset((named(one["person"]), named(one["institution"])) for one in record.get("tie", ())),
    )


def draw_seed_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of the draw: a public figure, made public on or after the day on which the lists were closed."""
    issues, day = [], day_of(fields["seed_day"])
    if len(str(fields["seed"])) < _SEED_LEAST:
        remedy = Words("例如当日公布的开奖号码", "such as the numbers of a public lottery of the day")
        issues.append(wrong("seed", f"随机种子至少 {_SEED_LEAST} 位", f"{_SEED_LEAST} characters at least", remedy))
    listed = day_of(focus.get("listed"))
    if day is None or day > today or (listed and day < listed):
        zh = "种子的公布日期应在名单公布之后、不晚于今天"
        remedy = Words("名单先公布，种子后产生", "the lists come first, the seed after them")
        issues.append(wrong("seed_day", zh, "made public after the lists and by today", remedy))
    if kept_lists(focus).hash != focus.get("listHash"):
        issues.append(wrong("", "名单与公布的校验值不一致", "the lists do not agree with their hash"))
    return issues


def drawn_lists(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Derives the result of a draw and its hash."""
    lists, seed = kept_lists(focus), str(fields["seed"])
    drawn = drawing.draw(lists, seed, int(focus["share"]), int(focus["team"]))
    return {"assigned": assigned(drawn, displayed(focus)), "result_hash": drawing.draw_hash(lists.hash, seed, drawn)}


def assigned(drawn: Sequence[Pairing], told: Mapping[str, str] = NOBODY) -> list[dict[str, Any]]:
    """A result as it stands in a record. `told`: names by id."""
    return [
        {"institution": as_place(one.place, told), "inspector": [as_person(who, told) for who in one.team]}
        for one in drawn
    ]


def result_of(record: Json) -> tuple[Pairing, ...]:
    """The result that stands in a draw."""
    return tuple(
        Pairing(named(one["institution"]), tuple(named(who) for who in one["inspector"]))
        for one in record.get("assigned", ())
    )


def drawn_again(record: Json) -> bool:
    """Whether drawing again from a record's own lists and seed gives its hashes and its result."""
    lists, seed, told = kept_lists(record), str(record["seed"]), result_of(record)
    if lists.hash != record["listHash"] or drawing.draw_hash(lists.hash, seed, told) != record["drawHash"]:
        return False
    return drawing.draw(lists, seed, int(record["share"]), int(record["team"])) == told
