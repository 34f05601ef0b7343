"""What decides in a medical community: postings and their days, the council's seats, tasks of a trusteeship, rounds,
the points of an appraisal. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tongmai.base.outcome import Issue
from tongmai.base.words import Words
from tongmai.model.lists import room_table

Json = Mapping[str, Any]
BASE = frozenset({"township_hospital", "community_centre"})
TREATS = frozenset({"physician", "assistant_physician"})
TIES = frozenset({"trusteeship", "pairing"})
_MODES, _RANKS = room_table(__file__, "posting_modes", "mode"), room_table(__file__, "title_ranks", "rank")
_POINTS = room_table(__file__, "appraisal_points", "indicator")
_MONITORING = room_table(__file__, "monitoring", "indicator")
_NUMBERS = room_table(__file__, "posting_rules", "rule")


def named(reference: Any) -> str:
    """The id behind a reference, or as it stands."""
    text = str(reference.get("reference", "")) if isinstance(reference, Mapping) else str(reference or "")
    return text.rpartition("/")[2]


# Postings and their days.


def told(roles: Collection[str], organization: str, area: str, county: str, parties: Collection[str]) -> bool:
    """Whether somebody is told all work of these parties in a county (12 digits): the planner, the county's officer, a
    party itself, as policy.py has it. For everybody else a list without their work says nothing: it is no "none"."""
    return "planner" in roles or ("county-officer" in roles and area == county) or organization in parties


def clipped(first: date, last: date, low: date, high: date) -> int:
    """Days of a stretch that lie within another; both ends belong to both."""
    return max(0, (min(last, high) - max(first, low)).days + 1)


def stay(posting: Json, today: date) -> tuple[date, date] | None:
    """The days somebody was there so far: from the arrival to the return, or to today. None: not arrived yet."""
    if not posting.get("arrivedOn"):
        return None
    last = date.fromisoformat(str(posting["returnedOn"])) if posting.get("returnedOn") else today
    return date.fromisoformat(str(posting["arrivedOn"])), last


def days_in_year(posting: Json, year: int, today: date) -> int:
    """Days of a posting within a calendar year, up to today."""
    found = stay(posting, today)
    return clipped(*found, date(year, 1, 1), date(year, 12, 31)) if found else 0


def number(rule: str, day: date) -> int:
    """A number of the dated table that holds on a day, the first row for days before it."""
    row = _NUMBERS.find(day, rule=rule) or next(one for one in _NUMBERS.rows if one["rule"] == rule)
    return int(row["amount"])


def counts(posting: Json, day: date) -> bool:
    """Whether a posting is of a kind that the indicator counts: long, by somebody of a mid-level title or above."""
    mode, rank = _MODES.find(day, mode=str(posting.get("mode"))), _RANKS.find(day, rank=str(posting.get("rank")))
    return bool(mode and rank and mode["counts"] == rank["counts"] == "yes")


def half_year(postings: Iterable[Json], year: int, today: date) -> frozenset[str]:
    """Who was posted for half of a year or more: days of all their postings that count, added up."""
    days: dict[str, int] = {}
    for one in postings:
        if counts(one, date(year, 12, 31)):
            who = named(one["person"])
            days[who] = days.get(who, 0) + days_in_year(one, year, today)
    return frozenset(who for who, sum in days.items() if sum >= number("half_year", date(year, 12, 31)))


def posting_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a posting: who is posted treats at an institution of the community; the place is a member at the
    base, or one that the community supports; the days are in order and not taken by another stay."""
    first, last = _period(focus)
    if first is None or last is None or first > last:
        return [_wrong("until", "结束日期早于开始日期", "it ends before it begins")]
    issues = []
    home, host, own = named(focus["home"]), named(focus["host"]), named(focus["community"])
    if not _employed(fields, home, first):
        issues.append(_wrong("person", "此人在派出机构没有医师岗位", "they hold no post of a physician there"))
    if not any(_tied(one, own, home, ("member",), first) for one in fields.get("home_ties", ())):
        issues.append(_wrong("home", "派出机构不是本医共体成员", "who sends is no member of the community"))
    if home == host or not any(_tied(one, own, host, ("member", *TIES), first) for one in fields.get("host_ties", ())):
        issues.append(_wrong("host", "派驻地须为本医共体成员或托管、结对单位", "neither a member nor supported"))
    if not any(_kind(one) in BASE for one in fields.get("places", ())):
        issues.append(
            _wrong("host", "派驻地须为乡镇卫生院或社区卫生服务中心", "a township hospital or a community centre")
        )
    return issues or _free(focus, fields, first)


def _free(focus: Json, fields: Json, first: date) -> list[Issue]:
    """Nobody is in two places on a day: what others began stands, and a stay that ended lies before."""
    for one in fields.get("postings", ()):
        if one.get("id") != focus.get("id") and str(one.get("returnedOn") or "") >= first.isoformat():
            zh = f"此人在另一处派驻至 {one['returnedOn']}"
            return [_wrong("from", zh, f"they were posted elsewhere until {one['returnedOn']}")]
    return []


def arrival_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of the arrival: not in the future, behind every stay elsewhere."""
    arrived = str(fields["arrived"])
    if arrived > today.isoformat():
        return [_wrong("arrived", "到岗日期不能晚于今天", "nobody arrives in the future")]
    if any(one.get("id") != focus.get("id") and one.get("state") == "posted" for one in fields.get("postings", ())):
        return [_wrong("arrived", "此人还在另一处派驻，请先登记返回", "they are still posted elsewhere")]
    return [Issue(one.kind, one.words, where="arrived") for one in _free(focus, fields, date.fromisoformat(arrived))]


def return_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of the return: the last day there lies between the arrival and today."""
    if not str(focus.get("arrivedOn")) <= str(fields["returned"]) <= today.isoformat():
        return [_wrong("returned", f"应在到岗日 {focus.get('arrivedOn')} 与今天之间", "between the arrival and today")]
    return []


# The charter and its council.


def charter_new(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a charter: the community has none in force."""
    others = (one for one in fields.get("charters", ()) if one.get("id") != focus.get("id"))
    if any(one.get("state") == "in-force" for one in others):
        return [_wrong("title", "已有一份有效章程", "a charter is in force", Words("请先终止", "end it first"))]
    return []


def seat_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a seat: of a member, once, one seat or more."""
    own, member, seats = named(focus["community"]), named(fields["member"]), fields["seats"]
    if not any(_tied(one, own, member, ("member",), today) for one in fields.get("ties", ())):
        return [_wrong("member", "不是本医共体成员", "no member of the community")]
    if member in {named(one["member"]) for one in focus.get("seat", ())}:
        return [_wrong("member", "该成员已有席位", "the member has its seats already")]
    if not isinstance(seats, int) or seats < 1:
        return [_wrong("seats", "席位应为正整数", "one seat or more")]
    return []


def has_seats(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a charter that is sent: somebody sits in the council."""
    return [] if focus.get("seat") else [_wrong("seat", "请先登记理事会席位", "enter the seats of the council first")]


def meeting_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of the minutes: a day since the charter is in force, not in the future; people were there."""
    since, present = str(focus.get("period", {}).get("start", "")), fields["present"]
    if not since <= str(fields["day"]) <= today.isoformat():
        return [_wrong("day", f"应在章程生效日 {since} 与今天之间", "between the charter's first day and today")]
    if not isinstance(present, int) or present < 1:
        return [_wrong("present", "到会人数应为正整数", "how many were present")]
    return []


def end_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of an end: not before the beginning."""
    since = str(focus.get("period", {}).get("start", ""))
    return [] if str(fields["until"]) >= since else [_wrong("until", "早于生效日期", "it ends before it begins")]


# Tasks of a trusteeship, rounds to villages.


def task_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a task: of a trusteeship or pairing in force between the two, its term within its year."""
    issues, due = [], str(focus.get("due", ""))
    if _bond(focus, fields) is None:
        issues.append(_wrong("partnership", "没有有效的托管或结对关系", "no trusteeship or pairing holds by then"))
    if due[:4] != str(focus.get("year")):
        issues.append(_wrong("due", f"完成时限应在 {focus.get('year')} 年内", "by a day of its year"))
    return issues


def _bond(focus: Json, fields: Json) -> Json | None:
    """The trusteeship or pairing that holds on the day by which a task is due."""
    ends, day = (named(focus["trustee"]), named(focus["entrusted"])), date.fromisoformat(str(focus["due"]))
    return next((one for one in fields.get("bonds", ()) if _tied(one, *ends, tuple(TIES), day)), None)


def of_bond(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives within which trusteeship or pairing a task stands."""
    found = _bond(focus, fields)
    return {"bond": {"reference": f"OrganizationAffiliation/{found['id']}"}} if found else {}


def done_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a report: done in its year or later, not in the future."""
    if not f"{focus.get('year')}-01-01" <= str(fields["done"]) <= today.isoformat():
        return [_wrong("done", f"应在 {focus.get('year')} 年初与今天之间", "between its year's first day and today")]
    return []


def overdue(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a task that was missed: its term is over."""
    return [] if str(focus["due"]) < today.isoformat() else [_wrong("due", "还未到期", "its term is not over")]


def round_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a round: to come, by a unit of the community, to a village of its county."""
    own, unit = named(focus["community"]), named(focus["unit"])
    issues = []
    if str(focus.get("plannedOn", "")) < today.isoformat():
        issues.append(_wrong("planned", "应为今天或以后", "today or later"))
    if not any(_tied(one, own, unit, ("member",), today) for one in fields.get("ties", ())):
        issues.append(_wrong("unit", "不是本医共体成员", "no member of the community"))
    return issues


def moved_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of another day: to come."""
    return (
        [] if str(fields["planned"]) >= today.isoformat() else [_wrong("planned", "应为今天或以后", "today or later")]
    )


def held_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a round that was held: not in the future, a number of people."""
    if str(fields["held"]) > today.isoformat():
        return [_wrong("held", "不能晚于今天", "not in the future")]
    seen = fields["seen"]
    return [] if isinstance(seen, int) and seen >= 0 else [_wrong("seen", "服务人次应为整数", "a number of people")]


# The appraisal: indicators, points, a notice, a snapshot.


def indicators(year: int) -> dict[str, Mapping[str, str]]:
    """The rows by which a year is appraised: those that hold on its last day."""
    return {row["indicator"]: row.values for row in _POINTS.on(date(year, 12, 31))}


def every_indicator() -> dict[str, Words]:
    """Each indicator that any row names, for the fields of a form."""
    return {row["indicator"]: Words(f"{row['zh']}（{row['unit_zh']}）", f"{row['en']} ({row['unit_en']})")
            for row in _POINTS.rows}  # fmt: skip


def points(row: Mapping[str, str], value: Any) -> Decimal:
    """Points of a value: none at `zero`, all of the weight at `full` and beyond, in proportion between them; to the
    nearest tenth, halves up."""
    zero, full = Fraction(row["zero"]), Fraction(row["full"])
    share = min(max((Fraction(str(value)) - zero) / (full - zero), Fraction(0)), Fraction(1))
    tenths = int(share * int(row["weight"]) * 10 + Fraction(1, 2))
    return Decimal(tenths) / 10


def scored(lines: Iterable[Json], year: int) -> list[dict[str, Any]]:
    """The lines with the value that counts, what was given where nothing else was found, and its points."""
    rows = indicators(year)
    found = []
    for one in lines:
        value = one.get("value", one.get("own"))
        found.append({**one, "value": value, "points": points(rows[str(one["indicator"])], value)})
    return found


def total(lines: Iterable[Json]) -> Decimal:
    """The points of all lines."""
    return sum((Decimal(str(one["points"])) for one in lines), Decimal(0))


def year_over(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of an appraisal: of a year that is over, that has its indicators, and that is not frozen unless it is
    said what is corrected."""
    year = int(focus["year"])
    if year >= today.year:
        return [_wrong("year", "该年度还未结束", "the year is not over")]
    if not indicators(year):
        return [_wrong("year", "该年度没有考核指标", "no indicator holds for the year")]
    done = any(one.get("year") == year and one.get("frozen") for one in fields.get("appraisals", ()))
    if done and not focus.get("correction"):
        return [_wrong("year", "该年度考核已冻结", "the year is frozen",
                       Words("如确需订正，请填写订正原因", "say why it is corrected"))]  # fmt: skip
    return []


def opened_lines(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the lines of a new appraisal."""
    rows = indicators(int(focus["year"])).values()
    return {"lines": [{"indicator": row["indicator"], "weight": int(row["weight"])} for row in rows]}


def values_fit(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of values: of the year's indicators, none below zero where its scale is not."""
    known = indicators(int(focus["year"]))
    issues = []
    for name in every_indicator():
        if name in fields and name not in known:
            issues.append(_wrong(name, "该年度没有这项指标", "the year has no such indicator"))
        elif name in fields and fields[name] < 0 and name != "cost_growth":
            issues.append(_wrong(name, "不能为负数", "not below zero"))
    return issues


def own_values(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the lines with the values that were given; the others stay."""
    return {"lines": [
        {**one, "own": fields[one["indicator"]]} if one["indicator"] in fields else dict(one) for one in focus["line"]
    ]}  # fmt: skip


def own_complete(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of an appraisal that is sent: every indicator has its value, and papers stand behind them."""
    rows = indicators(int(focus["year"]))
    missing = [rows[one["indicator"]] for one in focus["line"] if one.get("own") is None]
    if missing:
        return [_wrong("line", f"还缺：{'、'.join(row['zh'] for row in missing)}",
                       f"missing: {', '.join(row['en'] for row in missing)}")]  # fmt: skip
    return [] if focus.get("evidence") else [_wrong("evidence", "还缺佐证材料", "the papers are missing")]


def checked_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a value that was checked: of an indicator of the year; both or neither are given."""
    if ("indicator" in fields) != ("value" in fields):
        return [_wrong("value", "指标与核定值须一并填写", "an indicator and its value go together")]
    if fields.get("indicator") not in (None, *indicators(int(focus["year"]))):
        return [_wrong("indicator", "该年度没有这项指标", "the year has no such indicator")]
    return []


def checked_values(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the lines and the points, with one value as it was checked."""
    told = {fields["indicator"]: fields["value"]} if "indicator" in fields else {}
    lines = [
        {**one, **({"value": told[one["indicator"]]} if one["indicator"] in told else {})} for one in focus["line"]
    ]
    made = scored(lines, int(focus["year"]))
    return {"lines": made, "total": total(made)}


def notice_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a notice: its first day lies behind the year and not in the future."""
    if not f"{int(focus['year']) + 1}-01-01" <= str(fields["published"]) <= today.isoformat():
        return [_wrong("published", "应在考核年度之后、今天或以前", "behind the year, not in the future")]
    return []


def publicity_over(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of freezing: the notice stood its days."""
    first = date.fromisoformat(str(focus["published"]))
    last = first + timedelta(days=number("publicity", first))
    if today < last:
        return [_wrong("published", f"公示到 {last} 才满", f"the notice stands until {last}")]
    return []


# The 2024 monitoring set.


def monitored(day: date) -> list[Mapping[str, str]]:
    """The rows of the monitoring set that hold on a day, in their order."""
    return [row.values for row in _MONITORING.on(day)]


def monitoring_measures() -> tuple[str, ...]:
    """The measures that any row names."""
    return tuple(dict.fromkeys(row["measures"] for row in _MONITORING.rows if row["measures"]))


# What records tell.


def _period(focus: Json) -> tuple[date | None, date | None]:
    told = focus.get("period", {})
    first, last = (str(told.get(name) or "")[:10] for name in ("start", "end"))
    return (date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)


def _employed(fields: Json, home: str, day: date) -> bool:
    return any(
        named(one.get("organization")) == home and _holds(one, day)
        and any(coding.get("code") in TREATS for concept in one.get("code", ()) for coding in concept.get("coding", ()))
        for one in fields.get("posts", ())
    )  # fmt: skip


def _tied(tie: Json, community: str, place: str, codes: Sequence[str], day: date) -> bool:
    """Whether an affiliation ties a place to a community on a day."""
    told = {coding.get("code") for concept in tie.get("code", ()) for coding in concept.get("coding", ())}
    ends = named(tie.get("organization")), named(tie.get("participatingOrganization"))
    return bool(told & set(codes)) and ends == (community, place) and _holds(tie, day)


def _holds(record: Json, day: date) -> bool:
    told = record.get("period", {})
    start, end = str(told.get("start") or "0000")[:10], str(told.get("end") or "9999")[:10]
    return record.get("active", True) is not False and start <= day.isoformat() <= end


def _kind(institution: Json) -> str:
    codings = (coding for concept in institution.get("type", ()) for coding in concept.get("coding", ()))
    return next((str(one.get("code")) for one in codings if one.get("system") == "urn:tongmai:kind"), "")


def _wrong(where: str, zh: str, en: str, remedy: Words | None = None) -> Issue:
    return Issue("rule", Words(zh, en), where=where, remedy=remedy)


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "posting_fits": posting_fits, "arrival_fits": arrival_fits, "return_fits": return_fits,
    "charter_new": charter_new, "seat_fits": seat_fits, "has_seats": has_seats, "meeting_fits": meeting_fits,
    "end_fits": end_fits, "task_fits": task_fits, "of_bond": of_bond, "done_fits": done_fits, "overdue": overdue,
    "round_fits": round_fits, "moved_fits": moved_fits, "held_fits": held_fits,
    "year_over": year_over, "opened_lines": opened_lines, "values_fit": values_fit, "own_values": own_values,
    "own_complete": own_complete, "checked_fits": checked_fits, "checked_values": checked_values,
    "notice_fits": notice_fits, "publicity_over": publicity_over,
}  # fmt: skip
