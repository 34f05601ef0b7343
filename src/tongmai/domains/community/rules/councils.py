"""The charter and its council: seats, meetings, the end."""

from datetime import date

from tongmai.base.outcome import Issue, wrong
from tongmai.base.words import Words
from tongmai.domains.community.rules.records import Json, tied
from tongmai.fhir.facts import named


def charter_new(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a charter: the community has none in force."""
    others = (one for one in fields.get("charters", ()) if one.get("id") != focus.get("id"))
    if any(one.get("state") == "in-force" for one in others):
        return [wrong("title", "已有一份有效章程", "a charter is in force", Words("请先终止", "end it first"))]
    return []


def seat_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a seat: of a member, once, one seat or more."""
    own, member, seats = named(focus["community"]), named(fields["member"]), fields["seats"]
    if not any(tied(one, own, member, ("member",), today) for one in fields.get("ties", ())):
        return [wrong("member", "不是本医共体成员", "no member of the community")]
    if member in {named(one["member"]) for one in focus.get("seat", ())}:
        return [wrong("member", "该成员已有席位", "the member has its seats already")]
    if not isinstance(seats, int) or seats < 1:
        return [wrong("seats", "席位应为正整数", "one seat or more")]
    return []


def has_seats(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a charter that is sent: somebody sits in the council."""
    return [] if focus.get("seat") else [wrong("seat", "请先登记理事会席位", "enter the seats of the council first")]


def meeting_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of the minutes: a day since the charter is in force, not in the future; people were there."""
    since, present = str(focus.get("period", {}).get("start", "")), fields["present"]
    if not since <= str(fields["day"]) <= today.isoformat():
        return [wrong("day", f"应在章程生效日 {since} 与今天之间", "between the charter's first day and today")]
    if not isinstance(present, int) or present < 1:
        return [wrong("present", "到会人数应为正整数", "how many were present")]
    return []


def end_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of an end: not before the beginning."""
    since = str(focus.get("period", {}).get("start", ""))
    return [] if str(fields["until"]) >= since else [wrong("until", "早于生效日期", "it ends before it begins")]
