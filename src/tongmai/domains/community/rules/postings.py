"""Postings and their days: who may be posted where, arrival and return, half a year."""

from collections.abc import Iterable
from datetime import date

from tongmai.base.outcome import Issue, wrong
from tongmai.domains.community.rules.records import TIES, Json, number, tied
from tongmai.fhir.facts import holds_on, named
from tongmai.model.lists import room_table

BASE = frozenset({"township_hospital", "community_centre"})
TREATS = frozenset({"physician", "assistant_physician"})
_MODES, _RANKS = room_table(__file__, "posting_modes", "mode"), room_table(__file__, "title_ranks", "rank")


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
        return [wrong("until", "结束日期早于开始日期", "it ends before it begins")]
    issues = []
    home, host, own = named(focus["home"]), named(focus["host"]), named(focus["community"])
    if not _employed(fields, home, first):
        issues.append(wrong("person", "此人在派出机构没有医师岗位", "they hold no post of a physician there"))
    if not any(tied(one, own, home, ("member",), first) for one in fields.get("home_ties", ())):
        issues.append(wrong("home", "派出机构不是本医共体成员", "who sends is no member of the community"))
    if home == host or not any(tied(one, own, host, ("member", *TIES), first) for one in fields.get("host_ties", ())):
        issues.append(wrong("host", "派驻地须为本医共体成员或托管、结对单位", "neither a member nor supported"))
    if not any(_kind(one) in BASE for one in fields.get("places", ())):
        issues.append(
            wrong("host", "派驻地须为乡镇卫生院或社区卫生服务中心", "a township hospital or a community centre")
        )
    return issues or _free(focus, fields, first)


def _free(focus: Json, fields: Json, first: date) -> list[Issue]:
    """Nobody is in two places on a day: what others began stands, and a stay that ended lies before."""
    for one in fields.get("postings", ()):
        if one.get("id") != focus.get("id") and str(one.get("returnedOn") or "") >= first.isoformat():
            zh = f"此人在另一处派驻至 {one['returnedOn']}"
            return [wrong("from", zh, f"they were posted elsewhere until {one['returnedOn']}")]
    return []


def arrival_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of the arrival: not in the future, behind every stay elsewhere."""
    arrived = str(fields["arrived"])
    if arrived > today.isoformat():
        return [wrong("arrived", "到岗日期不能晚于今天", "nobody arrives in the future")]
    if any(one.get("id") != focus.get("id") and one.get("state") == "posted" for one in fields.get("postings", ())):
        return [wrong("arrived", "此人还在另一处派驻，请先登记返回", "they are still posted elsewhere")]
    return [Issue(one.kind, one.words, where="arrived") for one in _free(focus, fields, date.fromisoformat(arrived))]


def return_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of the return: the last day there lies between the arrival and today."""
    if not str(focus.get("arrivedOn")) <= str(fields["returned"]) <= today.isoformat():
        return [wrong("returned", f"应在到岗日 {focus.get('arrivedOn')} 与今天之间", "between the arrival and today")]
    return []


def _period(focus: Json) -> tuple[date | None, date | None]:
    told = focus.get("period", {})
    first, last = (str(told.get(name) or "")[:10] for name in ("start", "end"))
    return (date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)


def _employed(fields: Json, home: str, day: date) -> bool:
    return any(
        named(one.get("organization")) == home and holds_on(one, day)
        and any(coding.get("code") in TREATS for concept in one.get("code", ()) for coding in concept.get("coding", ()))
        for one in fields.get("posts", ())
    )  # fmt: skip


def _kind(institution: Json) -> str:
    codings = (coding for concept in institution.get("type", ()) for coding in concept.get("coding", ()))
    return next((str(one.get("code")) for one in codings if one.get("system") == "urn:tongmai:kind"), "")
