"""Days and months as people write them; what two people would read differently is no date."""

import re
from datetime import date, datetime, time, timedelta

from tongmai.base.words import Words
from tongmai.engines.intake.found import Fault, Read
from tongmai.engines.intake.grid import Value
from tongmai.engines.intake.numbers import chinese_number
from tongmai.engines.intake.texts import narrow

_WEEKDAY = re.compile(r"[\s(]*(星期|周|礼拜)[一二三四五六日天]\)?$")
_CLOCK = re.compile(r"[ T]+(\d{1,2}):(\d{2})(:(\d{2})(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[年./\-,、\s]\s*(\d{1,2})\s*[月./\-,、\s]\s*(\d{1,2})\s*[日号]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[./\-](\d{1,2})[./\-](\d{4})")
_ENGLISH_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-]+([A-Za-z]{3,9})\.?,?[ \-]+(\d{4})")
_ENGLISH_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_CHINESE = re.compile(
    r"([零〇○O一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]"
)
_MONTH = re.compile(r"(\d{4})\s*[年./\-\s]\s*(\d{1,2})\s*月?(?:份)?")
_CHINESE_MONTH = re.compile(r"([零〇○O一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月(?:份)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_OPEN = frozenset({"长期", "长期有效", "至今", "无期限", "永久", "无", "/", "-", "--", "暂无"})
_WRITE = Words("请写成 2025-06-30 这样的日期", "write it like 2025-06-30")
_WRITE_MONTH = Words("请写成 2025-06 这样的月份", "write it like 2025-06")

NOT_A_DAY = Fault("day", Words("不是日期", "not a date"), _WRITE)
NO_SUCH_DAY = Fault("day", Words("日历上没有这一天", "no such day in the calendar"), _WRITE)
TWO_READINGS = Fault("ambiguous", Words("分不清哪个是月、哪个是日", "day and month can be exchanged"), _WRITE)
TWO_DIGITS = Fault("ambiguous", Words("年份只有两位，分不清", "a year of two digits"), _WRITE)
DAY_MISSING = Fault("day", Words("缺少“日”", "the day is missing"), _WRITE)
NOT_A_MONTH = Fault("day", Words("不是月份", "not a month"), _WRITE_MONTH)
LOST_ZERO = Fault("ambiguous", Words("分不清是 1 月还是 10 月", "may be January or October"), _WRITE_MONTH)
_ANOTHER_FORM = Words("日期写法统一", "date in one form")
_SERIAL = Words("表格软件的日期序号", "a spreadsheet's day number")


def read_day(value: Value, epoch_1904: bool = False) -> Read | Fault:
    """`2025-06-30` from a date cell, a serial number or text; None for words that mean an open end."""
    if isinstance(value, datetime):
        dropped = value.time() != time()
        return Read(value.date().isoformat(), Words("去掉时刻", "without the time of day") if dropped else None)
    if isinstance(value, date):
        return Read(value.isoformat())
    if isinstance(value, bool | time) or value is None:
        return NOT_A_DAY
    if isinstance(value, int | float):
        return _numbered_day(value, epoch_1904)
    return _written_day(value)


def _numbered_day(value: int | float, epoch_1904: bool) -> Read | Fault:
    whole = int(value)
    if value == whole and 19_000_101 <= whole <= 21_001_231:
        return _made(whole // 10_000, whole // 100 % 100, whole % 100, Words("八位数字", "eight digits"))
    if 18_000 <= value < 80_000:  # 1949 to 2119 by the 1900 calendar
        start = date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30)
        return Read((start + timedelta(days=whole)).isoformat(), _SERIAL)
    return DAY_MISSING if 1900 <= value < 2101 else NOT_A_DAY


def _written_day(text: str) -> Read | Fault:
    written = narrow(text)
    if written in _OPEN:
        return Read(None, Words("没有截止日期", "no end"))
    body = _WEEKDAY.sub("", written)
    weekday = written[len(body) :].strip(" ()")
    if clock := _CLOCK.search(body):
        body = body[: clock.start()]
    found = _day_parts(body.strip())
    if (
        isinstance(found, Read)
        and weekday
        and "一二三四五六日".find(weekday[-1].replace("天", "日")) != (date.fromisoformat(found.value).weekday())
    ):
        return Fault("day", Words("日期和星期对不上", "the weekday does not fit the date"), _WRITE)
    if isinstance(found, Read) and found.value == text:
        return Read(found.value)
    return found


def _day_parts(body: str) -> Read | Fault:
    if match := _YEAR_FIRST.fullmatch(body) or _COMPACT.fullmatch(body):
        return _made(int(match[1]), int(match[2]), int(match[3]))
    if match := _CHINESE.fullmatch(body):
        year, month, day = (_chinese(part) for part in match.groups())
        return _made(year, month, day)
    if match := _ENGLISH_DAY_FIRST.fullmatch(body):
        return _english(match[3], match[2], match[1])
    if match := _ENGLISH_MONTH_FIRST.fullmatch(body):
        return _english(match[3], match[1], match[2])
    if match := _YEAR_LAST.fullmatch(body):
        return _year_last(int(match[1]), int(match[2]), int(match[3]))
    if _MONTH.fullmatch(body) or _CHINESE_MONTH.fullmatch(body) or re.fullmatch(r"(19|20)\d\d年?", body):
        return DAY_MISSING
    if re.fullmatch(r"\d{1,2}[年./\- ]\d{1,2}[月./\- ]\d{1,2}[日号]?|\d{1,2}[ \-][A-Za-z]{3,9}[ \-]\d\d|\d{6}", body):
        return TWO_DIGITS
    if re.fullmatch(r"\d{5}", body) and 18_000 <= int(body) < 80_000:
        return Read((date(1899, 12, 30) + timedelta(days=int(body))).isoformat(), _SERIAL)
    return NOT_A_DAY


def _year_last(first: int, second: int, year: int) -> Read | Fault:
    if first <= 12 and second <= 12 and first != second:
        return TWO_READINGS
    return _made(year, second, first) if first > 12 else _made(year, first, second)


def _english(year: str, month: str, day: str) -> Read | Fault:
    name = month.casefold()
    if name[:3] not in _MONTHS or not _full_name(name):
        return NOT_A_DAY
    return _made(int(year), _MONTHS.index(name[:3]) + 1, int(day))


def _full_name(name: str) -> bool:
    full = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
            "november", "december")  # fmt: skip
    return any(one.startswith(name) for one in full) or name == "sept"


def _chinese(text: str) -> int:
    return chinese_number(text.replace("○", "〇").replace("O", "〇")) or 0


def _made(year: int, month: int, day: int, why: Words = _ANOTHER_FORM) -> Read | Fault:
    try:
        return Read(date(year, month, day).isoformat(), why)
    except ValueError:
        return NO_SUCH_DAY


def read_month(value: Value) -> Read | Fault:
    """`2025-06` from text, a date cell or 202506."""
    if isinstance(value, date):
        return Read(f"{value.year:04d}-{value.month:02d}", Words("取所在月份", "the month of that day"))
    if isinstance(value, bool | time) or value is None:
        return NOT_A_MONTH
    if isinstance(value, int | float):
        whole = int(value)
        if value == whole and 190_001 <= whole <= 210_012:
            return _made_month(whole // 100, whole % 100)
        text = f"{value:.15g}"
        if re.fullmatch(r"(19|20)\d\d\.\d{1,2}", text):
            return LOST_ZERO if text.endswith(".1") else _made_month(int(text[:4]), int(text[5:]))
        return NOT_A_MONTH
    written = narrow(value)
    if match := _MONTH.fullmatch(written) or re.fullmatch(r"((?:19|20)\d\d)(\d\d)", written):
        found = _made_month(int(match[1]), int(match[2]))
        return Read(found.value) if isinstance(found, Read) and found.value == value else found
    if match := _CHINESE_MONTH.fullmatch(written):
        return _made_month(_chinese(match[1]), _chinese(match[2]))
    day = _written_day(value)
    if isinstance(day, Read) and day.value:
        return Read(day.value[:7], Words("取所在月份", "the month of that day"))
    return NOT_A_MONTH


def _made_month(year: int, month: int) -> Read | Fault:
    if 1 <= month <= 12 and 1900 <= year <= 2100:
        return Read(f"{year:04d}-{month:02d}", Words("月份写法统一", "month in one form"))
    return NOT_A_MONTH
