"""One cell against its column: what a written cell means."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tongmai.base.words import Words
from tongmai.engines.intake import days, moments, numbers
from tongmai.engines.intake.found import Fault, Read
from tongmai.engines.intake.grid import Cell, Value, value_text
from tongmai.engines.intake.names import Directories
from tongmai.engines.intake.showing import Codes
from tongmai.engines.intake.texts import likeness, narrow, nearest, plain, tidy
from tongmai.model.sheet import Column

_YES = frozenset({"是", "有", "y", "yes", "true", "√", "✓", "✔", "1", "对"})
_NO = frozenset({"否", "无", "n", "no", "false", "×", "x", "✗", "✘", "0", "没有", "不是"})
_EMPTY = frozenset({"/", "-", "--", "—", "——", "n/a"})
_EMPTY_KINDS = frozenset({"code", "identifier", "institution", "area", "record", "yes_no", "moment"})
_EARLIEST_YEAR, _LATEST_YEAR = 1949, 2100
_WHOLE_LIMIT = 10**15  # a spreadsheet keeps fifteen digits
_LARGEST_INTEGER = 2**31 - 1  # FHIR R4 integer
_LONGEST = 4_000


def read_cell(column: Column, cell: Cell, directories: Directories, epoch_1904: bool = False) -> Read | Fault:
    """The value of a cell; None for an empty one. Whether it may be empty is asked later, with the row."""
    if cell.trouble:
        return _troubled(cell)
    if cell.empty:
        return Read(None)
    if column.many:
        return _several(column, cell, directories, epoch_1904)
    if isinstance(cell.value, str) and column.kind in _EMPTY_KINDS and narrow(cell.value).casefold() in _EMPTY:
        return Read(None, Words("表示没有", "means nothing"))
    found = _READERS.get(column.kind, _text)(column, cell, directories, epoch_1904)
    if isinstance(found, Fault) or found.value is None:
        return found
    if fault := _out_of_bounds(column, found.value):
        return fault
    return _with_origin(cell, found)


def _several(column: Column, cell: Cell, directories: Directories, epoch_1904: bool) -> Read | Fault:
    """Each of the values in a cell; the first that cannot be read is the cell's fault."""
    parts: list[Value] = [cell.value]
    if isinstance(cell.value, str):
        parts = [part for part in re.split(r"[;；\n]", cell.value) if part.strip()]
    values: list[Any] = []
    for part in parts:
        found = read_cell(replace(column, many=False), replace(cell, value=part), directories, epoch_1904)
        if isinstance(found, Fault):
            return found
        if found.value is not None:
            values.append(found.value)
    return Read(values or None)


def _with_origin(cell: Cell, found: Read) -> Read:
    if found.why is not None:
        return found
    if cell.merged:
        return Read(found.value, Words("合并单元格，各行同值", "merged cells: the same for each row"))
    if cell.formula:
        return Read(found.value, Words("公式的结果", "the result of a formula"))
    return found


def _troubled(cell: Cell) -> Fault:
    if cell.trouble == "formula":
        reason = Words(f"公式没有计算结果：{cell.source}", f"a formula without a result: {cell.source}")
        return Fault("formula", reason, Words("请复制后“选择性粘贴为数值”", "copy it and paste it as a value"))
    if cell.trouble == "error":
        reason = Words(f"公式出错：{cell.source}", f"the formula failed: {cell.source}")
        return Fault("error-value", reason, Words("请改填数值", "type the value"))
    reason = Words(
        f"横向合并了单元格 {cell.merged}，分不清属于哪一列", f"cells {cell.merged} are merged across columns"
    )
    return Fault("merged", reason, Words("请取消合并，逐格填写", "unmerge them and fill each cell"))


def _text(column: Column, cell: Cell, directories: Directories, epoch_1904: bool) -> Read | Fault:
    value = cell.value
    if isinstance(value, date | time):
        return _converted(cell)
    if isinstance(value, str):
        clean = tidy(value)
        return Read(clean, None if clean == value else Words("去掉多余空格、全角转半角", "tidied spaces and width"))
    return Read(value_text(value), Words("数字按文本读取", "a number read as text"))


def _converted(cell: Cell) -> Fault:
    reason = Words(
        f"表格软件把内容改成了日期或时间（{cell.written}）", f"the spreadsheet turned it into {cell.written}"
    )
    return Fault(
        "converted", reason, Words("请把单元格格式设为“文本”后重新填写", "format the cell as text and type it again")
    )


def _identifier(column: Column, cell: Cell, directories: Directories, epoch_1904: bool) -> Read | Fault:
    value = cell.value
    if isinstance(value, date | time):
        return _converted(cell)
    text = narrow(value_text(value)).replace(" ", "")
    long = isinstance(value, int | float) and abs(value) >= _WHOLE_LIMIT
    if long or re.fullmatch(r"[+-]?\d(\.\d+)?[eE]\+?\d+", text):
        reason = Words(
            "超过 15 位的号码被表格软件改成了数字，末几位已丢失", "a number of over 15 digits lost its last digits"
        )
        return Fault(
            "digits", reason, Words("请把单元格格式设为“文本”后重新填写", "format the cell as text and type it again")
        )
    if column.pattern and not re.fullmatch(column.pattern, text):
        told = column.hint or Words("", "")
        reason = Words(f"格式不符{'：' if told.zh else ''}{told.zh}", f"wrong form{': ' if told.en else ''}{told.en}")
        remedy = Words("请核对号码；以 0 开头的号码要用文本格式", "check it; one that begins with 0 needs text format")
        return Fault("pattern", reason, remedy)
    if isinstance(value, str):
        return Read(text, None if text == value else Words("去掉空格、全角转半角", "without spaces, half-width"))
    return Read(text, Words("数字按号码读取", "a number read as an identifier"))


def _code(column: Column, cell: Cell, directories: Directories, epoch_1904: bool) -> Read | Fault:
    text = value_text(cell.value)
    form = likeness(text)
    found = _codes_by_form(column.codes).get(form, frozenset())
    if len(found) == 1:
        code = next(iter(found))
        return Read(code, None if text in (code, *dict(column.codes)[code]) else Words("写法统一", "in one form"))
    options = "、".join(words.zh for _, words in column.codes[:12])
    near = nearest(text, (word for _, words in column.codes for word in words), 1)
    remedy = Words(f"是不是“{near[0]}”？", f"perhaps {near[0]}? ") if near else Words("", "")
    return Fault(
        "ambiguous" if found else "code",
        Words(f"“{plain(text)}”不在选项内", f"{plain(text)!r} is not one of the options"),
        Words(f"{remedy.zh}可填：{options}", f"{remedy.en}Options: {options}"),
    )


@lru_cache(maxsize=256)
def _codes_by_form(codes: Codes) -> Mapping[str, frozenset[str]]:
    """Which codes a written form may mean; what is a code itself means nothing else."""
    found: dict[str, set[str]] = {}
    for code, words in codes:
        for word in words:
            found.setdefault(likeness(word), set()).add(code)
    found.update({likeness(code): {code} for code, _ in codes})
    return {form: frozenset(meant) for form, meant in found.items()}


def _number(column: Column, cell: Cell, directories: Directories, epoch_1904: bool) -> Read | Fault:
    value = cell.value
    if isinstance(value, date | time):
        return _converted(cell)
    if isinstance(value, bool) or value is None:
        return numbers.NOT_A_NUMBER
    found: Read | Fault
    if isinstance(value, str):
        found = numbers.read_number(value, column.unit)
        if isinstance(found, Fault):
            return found
        why = found.why or (Words("文本按数字读取", "text read as a number") if cell.typed else None)
        amount: Decimal = found.value
    else:
        scaled = _scaled(column, cell, value)
        if isinstance(scaled, Fault):
            return scaled
        amount, why = scaled
    if amount == amount.to_integral_value():
        return Read(int(amount), why)
    if column.kind == "integer":
        reason = Words("应填整数，不带小数", "a whole number belongs here")
        return Fault("whole", reason, Words("请填整数", "write a whole number"))
    return Read(float(f"{amount:.15g}"), why)


def _scaled(column: Column, cell: Cell, value: int | float) -> tuple[Decimal, Any] | Fault:
    amount = Decimal(f"{value:.15g}")
    if cell.percent:
        if column.unit != "%":
            return numbers.STRAY_PERCENT
        return amount * 100, Words("百分比格式", "formatted as a percentage")
    if column.unit == "%" and not cell.signed and 0 < abs(amount) <= 1:
        return numbers.CLOSE_PERCENT
    return amount, None


def _in_directory(column: Column, cell: Cell, directories: Directories, epoch_1904: bool) -> Read | Fault:
    if isinstance(cell.value, datetime | date | time):
        return _converted(cell)
    known = directories.get(column.directory)
    if known is None:
        raise KeyError(f"column {column.name}: no directory {column.directory}")
    return known.find(value_text(cell.value))


def _yes_no(column: Column, cell: Cell, directories: Directories, epoch_1904: bool) -> Read | Fault:
    text = value_text(cell.value)
    form = likeness(text)
    if form in _YES or form in _NO:
        return Read(form in _YES, None if text in ("是", "否") else Words("写法统一", "in one form"))
    reason = Words(f"“{plain(text)}”不是“是”或“否”", f"{plain(text)!r} is neither yes nor no")
    return Fault("code", reason, Words("请填“是”或“否”", "write 是 or 否"))


_Reader = Callable[[Column, Cell, Directories, bool], Read | Fault]
_READERS: dict[str, _Reader] = {
    "identifier": _identifier,
    "code": _code,
    "integer": _number,
    "decimal": _number,
    "institution": _in_directory,
    "area": _in_directory,
    "record": _in_directory,
    "yes_no": _yes_no,
    "day": lambda column, cell, directories, epoch_1904: days.read_day(cell.value, epoch_1904),
    "month": lambda column, cell, directories, epoch_1904: days.read_month(cell.value),
    "moment": lambda column, cell, directories, epoch_1904: moments.read_moment(cell.value, epoch_1904),
}


def _out_of_bounds(column: Column, value: Any) -> Fault | None:
    if column.kind in ("day", "month", "moment"):
        low = _EARLIEST_YEAR if column.low is None else column.low
        high = _LATEST_YEAR if column.high is None else column.high
        if not low <= int(value[:4]) <= high:
            reason = Words(
                f"年份应在 {low} 至 {high} 之间（读作 {value}）", f"read as {value}; the year lies in {low} to {high}"
            )
            remedy = Words(
                "请核对日期；可能是数字被设成了日期格式", "check it; perhaps a number is formatted as a date"
            )
            return Fault("range", reason, remedy)
        return None
    longest = column.longest or _LONGEST
    if isinstance(value, str) and len(value) > longest:
        reason = Words(f"超过 {longest} 个字", f"more than {longest} characters")
        return Fault("too-long", reason, Words("请缩短", "shorten it"))
    if column.kind not in ("integer", "decimal"):
        return None
    if abs(value) > (_LARGEST_INTEGER if column.kind == "integer" else _WHOLE_LIMIT):
        return _bound("数字过大", "too large")
    if column.low is not None and value < column.low:
        return _bound(f"不应小于 {column.low}", f"not below {column.low}")
    if column.high is not None and value > column.high:
        return _bound(f"不应大于 {column.high}", f"not above {column.high}")
    return None


def _bound(zh: str, en: str) -> Fault:
    return Fault("range", Words(zh, en), Words("请核对数字和单位", "check the figure and its unit"))
