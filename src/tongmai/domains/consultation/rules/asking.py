"""Asking for a consultation: kind, materials, consent, and the time it takes place."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from tongmai.base.outcome import Issue, wrong
from tongmai.base.words import Words
from tongmai.domains.consultation.rules.records import Json, kind_on
from tongmai.fhir.facts import named

EMERGENCY = "emergency"
BASE = frozenset({"township_hospital", "community_centre", "village_room"})
_TYPE = "urn:tongmai:kind"
TIMES: tuple[tuple[str, Words], ...] = tuple(
    (text, Words(text, text)) for hour in range(8, 21) for text in (f"{hour:02d}:00", f"{hour:02d}:30")
)
"""The times of day that can be asked for."""


def kind_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a request: its kind is in use, whoever asks may ask for it, and it names a time to come; an
    emergency names none, it is now."""
    row = kind_on(focus, today)
    if row is None:
        return [wrong("kind", "该会诊类型今天不在用", "the kind is not in use today")]
    if row["asks"] == "base" and not any(_kind(one) in BASE for one in fields.get("asking", ())):
        return [wrong("kind", f"{row['zh']}由基层机构发起", "asked for at the base of the network only",
                      Words("请改选远程会诊", "choose a remote consultation"))]  # fmt: skip
    wished = str(focus.get("wished") or "")
    if focus.get("kind") == EMERGENCY:
        return [wrong("day", "急会诊不约时间，立即安排", "an emergency names no time, it is now")] if wished else []
    if len(wished) < len("2025-06-30T08:00"):
        return [wrong("day", "请填写希望会诊的日期和时间", "say on which day and when it is wished")]
    return _to_come("day", wished, today)


def _kind(institution: Json) -> str:
    codes = (code for one in institution.get("type", ()) for code in one.get("coding", ()))
    return next((str(code.get("code")) for code in codes if code.get("system") == _TYPE), "")


def _to_come(where: str, at: str, today: date) -> list[Issue]:
    return [wrong(where, "会诊日期已过", "the day is over")] if at[:10] < today.isoformat() else []


def materials_fit(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a request: what is sent along is the patient's own, and something is. An emergency goes its
    own way and its materials follow."""
    own = {str(one.get("id")) for one in fields.get("reports", ())}
    if any(named(one) not in own for one in focus.get("result", ())):
        return [wrong("report_1", "附带的报告不是该患者的", "a report that is sent along is another patient's")]
    if not focus.get("result") and not focus.get("paper"):
        return [wrong("paper", "请附上会诊材料：报告或纸质材料", "send materials along: reports or papers")]
    return []


def emergency_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of asking at once: the kind is an emergency; its consent follows."""
    return [] if focus.get("kind") == EMERGENCY else [wrong("kind", "不是急会诊", "no emergency")]


def consent_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a consent: not of a day to come."""
    late = str(fields["consent_on"]) > today.isoformat()
    return [wrong("consent_on", "同意日期晚于今天", "the consent lies in the future")] if late else []


def papers_done(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of the feedback: the consent is there, also after an emergency."""
    if focus.get("consent"):
        return []
    return [wrong("used", "还没有补办知情同意", "the consent is still missing",
                  Words("先办理“补办知情同意”", "hand it in first"))]  # fmt: skip


def offered_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of another time: to come, and another one than was asked for."""
    at = _at(fields)
    if at in (focus.get("wished"), focus.get("offered")):
        return [wrong("time", "与对方提出的时间相同", "the time is the one that was named",
                      Words("同意请直接受理", "accept it instead"))]  # fmt: skip
    return _to_come("day", at, today)


def _at(fields: Json) -> str:
    return f"{fields['day']}T{fields['time']}:00+08:00"


def offered_time(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the time that the centre offers."""
    return {"offered": _at(fields)}


def wished_time(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the time that the requester names instead."""
    return {"wished": _at(fields)}


def asked_time(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives when it takes place and by when the opinion is due: at the time that was asked for, an emergency at the
    moment of the request."""
    return _set(focus, str(focus.get("wished") or focus["requested"]), today)


def agreed_time(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives when it takes place and by when the opinion is due: at the time that the centre offered."""
    return _set(focus, str(focus["offered"]), today)


def _set(focus: Json, at: str, today: date) -> Mapping[str, Any]:
    row = kind_on(focus, today)
    hours = int(row["opinion_hours"]) if row else 0
    due = datetime.fromisoformat(at) + timedelta(hours=hours)
    return {"agreed": at, "due": due.isoformat(timespec="seconds")}


def counted_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of accepting: the time that was asked for has not passed meanwhile."""
    wished = str(focus.get("wished") or "")
    if wished and wished[:10] < today.isoformat():
        return [wrong("wished", "申请的时间已过", "the time that was asked for is over",
                      Words("请另提时间", "offer another time"))]  # fmt: skip
    return []
