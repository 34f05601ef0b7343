"""Numbers as people write them in lists: thousands, full-width digits, counters, 万, percent signs, 十二."""

import re
from decimal import Decimal

from tongmai.base.words import Words
from tongmai.engines.intake.found import Fault, Read
from tongmai.engines.intake.texts import narrow

_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([, '’]\d{3})+(\.\d+)?")
_POWER = re.compile(r"[+-]?\d+(\.\d+)?[eE][+-]?\d{1,2}")
_COUNTER = re.compile(r"(人次|人|个|名|位|张|台|套|所|家|间|辆|份|例|床|岁|年|次|天|元|户|项|支|件|㎡|m2|km|公里)$")
_MYRIAD = re.compile(r"(.*\d)\s*(万|亿)$")
_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千万]+")
_DIGITS = {one: number for number, one in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_NOTHING = frozenset({"/", "-", "--", "—", "——", "无", "暂无", "n/a", "na", "不详", "未知", "待定", "空"})

NOT_A_NUMBER = Fault(
    "number",
    Words("这里应填数字", "a number belongs here"),
    Words("只填阿拉伯数字，如 12；没有就填 0 或留空", "write digits only, like 12; 0 or nothing if there is none"),
)
LETTER_FOR_DIGIT = Fault(
    "number",
    Words("数字里混有字母（O 当成 0，或 l、I 当成 1）", "a letter stands for a digit (O for 0, or l, I for 1)"),
    Words("请改成数字", "type it again in digits"),
)
NOTHING_OR_ZERO = Fault(
    "ambiguous",
    Words("分不清是 0 还是没有数据", "this may mean 0 or unknown"),
    Words("是 0 就填 0，没有数据就留空", "write 0 for none, leave it empty if unknown"),
)
DECIMAL_COMMA = Fault(
    "ambiguous",
    Words("逗号分不清是千分位还是小数点", "the comma may separate thousands or decimals"),
    Words("小数点请用“.”，千分位请去掉", "write decimals with a point and no thousands separators"),
)
SEVERAL = Fault(
    "number",
    Words("写的是范围或约数，不是一个数", "a range or an estimate, not one number"),
    Words("请填一个确定的数", "write one number"),
)
STRAY_PERCENT = Fault(
    "percent",
    Words("本列不是百分比，却带百分号", "a percent sign in a column that is no percentage"),
    Words("请填数量，不填比例", "write the number itself, not a share"),
)
CLOSE_PERCENT = Fault(
    "percent",
    Words("分不清是比例还是百分数（0.9 可能是 90%，也可能是 0.9%）", "0.9 may mean 90 % or 0.9 %"),
    Words("请带上百分号，如 90% 或 0.9%", "write the percent sign: 90% or 0.9%"),
)
UNIT_CLASH = Fault(
    "ambiguous",
    Words("本列单位已含“万”，又写了“万”", "the column counts in ten thousands already"),
    Words("按本列单位填写数字，不写“万”", "write the figure in the column's unit"),
)


def read_number(text: str, unit: str) -> Read | Fault:
    """A Decimal from text. `unit` is the column's: "%" columns take percent signs, others refuse them."""
    written = narrow(text)
    body, why = written, None
    if body.endswith("%"):
        if unit != "%":
            return STRAY_PERCENT
        body = body[:-1].strip()
    elif unit and body.endswith(unit):
        body, why = body[: -len(unit)].strip(), Words("去掉单位", "without its unit")
    elif counter := _COUNTER.search(body):
        body, why = body[: counter.start()].strip(), Words("去掉量词", "without its counter")
    if myriad := _MYRIAD.fullmatch(body):
        return _times(myriad[1], 10_000 if myriad[2] == "万" else 100_000_000, unit)
    value, reason = _amount(body)
    if value is None:
        return _why_not(written)
    if unit == "%" and not written.endswith("%") and 0 < abs(value) <= 1:
        return CLOSE_PERCENT
    return Read(value, why or reason or (Words("全角或空格", "full-width or spaced") if written != text else None))


def _times(body: str, factor: int, unit: str) -> Read | Fault:
    if "万" in unit or "亿" in unit:
        return UNIT_CLASH
    value, _ = _amount(body)
    if value is None:
        return _why_not(body)
    return Read(value * factor, Words("万、亿换算成个数", "ten thousands written out"))


def _amount(body: str) -> tuple[Decimal | None, Words | None]:
    if _PLAIN.fullmatch(body):
        return Decimal(body), None
    if _THOUSANDS.fullmatch(body):
        return Decimal(re.sub(r"[, '’]", "", body)), Words("去掉千分位", "without thousands separators")
    if _POWER.fullmatch(body):
        return Decimal(body), Words("科学计数", "scientific notation")
    if _CHINESE.fullmatch(body):
        number = chinese_number(body)
        if number is not None:
            return Decimal(number), Words("中文数字", "Chinese numerals")
    return None, None


def _why_not(written: str) -> Fault:
    if written.casefold() in _NOTHING:
        return NOTHING_OR_ZERO
    if re.fullmatch(r"\d+,\d+", written):
        return DECIMAL_COMMA
    if re.fullmatch(
        r"(约|大约|近|≥|>|<|≤)?\s*\d.*(-|~|至|到|余|多|左右|以上)\D*\d*|(约|大约|近|≥|>|<|≤).*\d.*", written
    ):
        return SEVERAL
    if re.fullmatch(r"[\dOoIl|.,]+", written) and re.search(r"\d", written):
        return LETTER_FOR_DIGIT
    return NOT_A_NUMBER


def chinese_number(text: str) -> int | None:
    """十二 is 12, 两万三千 is 23000, 二〇二五 is 2025; None for what is no such number."""
    if all(one in _DIGITS for one in text):
        return int("".join(str(_DIGITS[one]) for one in text))
    head, mark, tail = text.rpartition("万")
    if mark:
        high, low = _below_myriad(head) or None, _below_myriad(tail)
        return None if high is None or low is None else high * 10_000 + low
    return _below_myriad(text)


def _below_myriad(text: str) -> int | None:
    total, digit, last = 0, None, 10_000
    for one in text:
        if one in _POWERS:
            power = _POWERS[one]
            if power >= last or (digit is None and one != "十"):
                return None
            total, digit, last = total + (1 if digit is None else digit) * power, None, power
        elif one in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[one]
        else:
            return None
    return total + (digit or 0)
