"""Moments (day and time of day) as people write them in the region; a moment is kept as a FHIR instant with its zone.

What is written without a zone is the region's own time; a zone that is written counts. A day without a time of day is
no moment: midnight is said by writing 00:00.
"""

import re
from datetime import date, datetime, time, timedelta

from tongmai.base.clock import REGION_ZONE
from tongmai.base.words import Words
from tongmai.engines.intake.days import read_day
from tongmai.engines.intake.found import Fault, Read
from tongmai.engines.intake.grid import Value
from tongmai.engines.intake.texts import narrow

_HALF = r"(?P<half>凌晨|早上|上午|中午|下午|晚上)?"
_ZONE = r"(?P<zone>Z|[+-]\d\d:?\d\d)?"
_COLONS = re.compile(
    rf"(?P<day>.+?)[ T,]*{_HALF} *(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(:(?P<second>\d\d)(\.\d+)?)? *{_ZONE}"
)
_WORDS = re.compile(
    rf"(?P<day>.+?日?)[ T,]*{_HALF} *(?P<hour>\d{{1,2}})[时点](?:(?P<minute>\d{{1,2}})分?|(?P<whole>整))?"
)
_LATER = frozenset({"下午", "晚上"})
_WRITE = Words("请写成 2025-06-30 10:30 这样的日期和时刻", "write it like 2025-06-30 10:30")

NOT_A_MOMENT = Fault("moment", Words("不是日期和时刻", "not a day with a time"), _WRITE)
TIME_MISSING = Fault("moment", Words("缺少时刻", "the time of day is missing"), _WRITE)
NO_SUCH_TIME = Fault("moment", Words("一天里没有这个时刻", "a day has no such time"), _WRITE)
_ANOTHER_FORM = Words("日期时刻写法统一", "day and time in one form")
_ZONED = Words("换算为本地时间", "told in the region's own time")


def read_moment(value: Value, epoch_1904: bool = False) -> Read | Fault:
    """`2025-06-30T10:30:00+08:00` from a date cell with a time, a serial number or text."""
    if isinstance(value, datetime):
        return TIME_MISSING if value.time() == time() else _kept(_whole(value), _ANOTHER_FORM)
    if isinstance(value, date):
        return TIME_MISSING
    if isinstance(value, bool | time) or value is None:
        return NOT_A_MOMENT
    if isinstance(value, int | float):
        return _numbered(value, epoch_1904)
    return _written(value)


def _whole(at: datetime) -> datetime:
    """To the second: a spreadsheet keeps a time as a fraction of a day."""
    return (at + timedelta(microseconds=500_000)).replace(microsecond=0)


def _numbered(value: int | float, epoch_1904: bool) -> Read | Fault:
    if not 18_000 <= value < 80_000:  # 1949 to 2119 by the 1900 calendar
        return NOT_A_MOMENT
    if value == int(value):
        return TIME_MISSING
    start = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30)  # noqa: DTZ001, a spreadsheet has no zone
    why = Words("表格软件的日期时间序号", "a spreadsheet's number of day and time")
    return _kept(_whole(start + timedelta(days=value)), why)


def _written(text: str) -> Read | Fault:
    written = narrow(text).strip()
    match = _COLONS.fullmatch(written) or _WORDS.fullmatch(written)
    if match is None:
        day = read_day(text)
        return day if isinstance(day, Fault) else TIME_MISSING
    parts = match.groupdict()
    day = read_day(parts["day"])
    if isinstance(day, Fault):
        return day
    at = _at(str(day.value), parts)
    if day.value is None or at is None:
        return NO_SUCH_TIME if day.value else NOT_A_MOMENT
    zone = parts.get("zone")
    if zone:
        at = at.replace(tzinfo=datetime.fromisoformat(f"{at:%Y-%m-%dT%H:%M:%S}{zone}").tzinfo)
    found = _kept(at, _ZONED if zone else _ANOTHER_FORM)
    return Read(found.value) if text in (found.value, shown_moment(found.value)) else found


def _at(day: str, parts: dict[str, str | None]) -> datetime | None:
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    if parts.get("half") in _LATER and hour < 12:
        hour += 12
    try:
        return datetime.fromisoformat(f"{day}T{hour:02d}:{minute:02d}:{second:02d}")
    except ValueError:
        return None


def _kept(at: datetime, why: Words) -> Read:
    local = at.replace(tzinfo=REGION_ZONE) if at.tzinfo is None else at.astimezone(REGION_ZONE)
    return Read(local.isoformat(timespec="seconds"), why)


def shown_moment(text: str) -> str:
    """A kept instant as it stands in a list: the region's own time, as short as it may be without losing anything; a
    text that is no instant stands as it is."""
    at = _instant(text)
    if at is None:
        return text
    local = at.astimezone(REGION_ZONE).replace(tzinfo=None)
    if local.microsecond:
        return local.isoformat(sep=" ")
    return f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"


def _instant(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def same_moment(one: str, other: str) -> bool:
    """Whether two instants are one, whatever their zones."""
    first, second = _instant(one), _instant(other)
    return first is not None and first == second
