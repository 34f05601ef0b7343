"""One filter's values as tests on index entries. Memory and SQLite both start from here; nothing unsupported passes.

Sources: FHIR R4 search 3.1.1.4 (prefixes, precision, modifiers, escaping). A resource meets a filter when one of its
entries passes one of the tests; `not` and `missing` are the complements.
"""

import math
import re
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from tongmai.base.dates import interval, micros
from tongmai.base.outcome import Refused, refuse
from tongmai.fhir.fold import folded
from tongmai.fhir.index import number_range
from tongmai.store.chinese import has_pair
from tongmai.store.query import Filter

PREFIXES = ("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb")
MODIFIERS = {
    "token": ("not", "missing"),
    "string": ("exact", "contains", "missing"),
    "date": ("missing",),
    "number": ("missing",),
    "quantity": ("missing",),
    "reference": ("identifier", "missing"),
    "uri": ("missing",),
}
MOST_VALUES = 5_000
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")


class Parameters(Protocol):
    """What the store asks of `fhir.definitions.Definitions`."""

    @property
    def types(self) -> Any: ...

    def parameters(self, type: str) -> Mapping[str, Any]: ...


class Token(NamedTuple):
    """None: any. An empty system: none given on the resource."""

    system: str | None
    code: str | None


class Text(NamedTuple):
    """`mode`: starts, exact, contains. `text` is folded but for exact; `joined` has no spaces, for pinyin."""

    mode: str
    text: str
    joined: str


class Range(NamedTuple):
    """A date (microseconds, half open) or a number (low and high inclusive) with its comparison."""

    op: str
    low: float
    high: float


class Amount(NamedTuple):
    """A quantity: its number, and the unit it must bear (code or written unit); None: any."""

    range: Range
    system: str | None
    unit: str | None


class Ref(NamedTuple):
    """A target; `type` "" when `id` is a url."""

    type: str
    id: str


class Uri(NamedTuple):
    text: str


Test = Token | Text | Range | Amount | Ref | Uri


class Meaning(NamedTuple):
    """A filter made plain. `kind`: a parameter type, `_id` or `_lastUpdated`. `type` and `name` say under which
    resource type and parameter the entries stand. `only`: references to this type alone count, "" for all.
    `missing`: True none, False some, None not asked. `hop`: (type, parameter, only) of the chain's first link."""

    kind: str
    type: str
    name: str
    tests: tuple[Test, ...] = ()
    negated: bool = False
    missing: bool | None = None
    only: str = ""
    hop: tuple[str, str, str] | None = None


def no_parameter(type: str, name: str, known: Mapping[str, Any]) -> Refused:
    """The refusal of a parameter that a type does not have, with those it has."""
    have = ", ".join(sorted(known))
    return refuse(
        "unsupported",
        f"{type} 不支持检索参数 {name}",
        f"{type} has no search parameter {name}",
        where=name,
        remedy=(f"可用参数：{have}", f"use one of: {have}"),
    )


def _wrong(where: str, zh: str, en: str, remedy: tuple[str, str] | None = None) -> Refused:
    return refuse("value", zh, en, where=where, remedy=remedy)


def split(text: str, at: str) -> list[str]:
    """Parts between unescaped separators, still escaped."""
    parts: list[str] = []
    part, i = "", 0
    while i < len(text):
        if text[i] == "\\" and i + 1 < len(text):
            part, i = part + text[i : i + 2], i + 2
            continue
        if text[i] == at:
            parts, part = [*parts, part], ""
        else:
            part += text[i]
        i += 1
    return [*parts, part]


def unescaped(text: str) -> str:
    """Without the backslashes of FHIR's escapes."""
    return re.sub(r"\\([,|$\\])", r"\1", text) if "\\" in text else text


def meaning(definitions: Parameters, type: str, filter: Filter) -> Meaning:
    """What a filter on `type` asks. Refused: no such type, parameter, modifier or value."""
    if type not in definitions.types:
        raise refuse("unsupported", f"没有资源类型 {type}", f"no resource type {type}", where=type)
    if filter.chain:
        return _chained(definitions, type, filter)
    if filter.name in ("_id", "_lastUpdated"):
        return _own(type, filter)
    known = definitions.parameters(type)
    parameter = known.get(filter.name)
    if parameter is None:
        raise no_parameter(type, filter.name, known)
    kind, where = parameter.type, _place(filter)
    modifier, only = filter.modifier, parameter.alias_target
    if kind == "reference" and modifier and modifier in definitions.types:
        filter = Filter(filter.name, tuple(v if "/" in v else f"{modifier}/{v}" for v in filter.values))
    elif modifier and modifier not in MODIFIERS[kind]:
        able = ", ".join(f":{one}" for one in MODIFIERS[kind])
        raise refuse("unsupported", f"不支持修饰符 :{modifier}", f"the modifier :{modifier} is not supported",
                     where=where, remedy=(f"可用：{able}", f"use one of: {able}"))  # fmt: skip
    if modifier == "identifier":
        under = f"{parameter.rows_under}:identifier"
        return Meaning("token", type, under, tuple(_token(value, where) for value in _values(filter)))
    if modifier == "missing":
        return Meaning(kind, type, parameter.rows_under, missing=_truth(filter), only=only)
    tests = tuple(_test(kind, value, filter, where, parameter, definitions) for value in _values(filter))
    return Meaning(kind, type, parameter.rows_under, tests, negated=modifier == "not", only=only)


def _place(filter: Filter) -> str:
    return f"{filter.name}:{filter.modifier}" if filter.modifier else filter.name


def _values(filter: Filter) -> tuple[str, ...]:
    if not filter.values or any(value == "" for value in filter.values):
        raise _wrong(
            _place(filter), "检索值为空", "an empty value", ("写出值或去掉该参数", "give a value or leave it out")
        )
    if any("\0" in value for value in filter.values):
        raise _wrong(_place(filter), "检索值不能含 NUL 字符", "a value cannot hold the character NUL")
    if len(filter.values) > MOST_VALUES:
        remedy = ("分几次检索", "search in several steps")
        zh, en = f"一个参数最多 {MOST_VALUES} 个值", f"a parameter takes at most {MOST_VALUES} values"
        raise refuse("too-large", zh, en, where=_place(filter), remedy=remedy)
    return filter.values


def _truth(filter: Filter) -> bool:
    if filter.values not in (("true",), ("false",)):
        raise _wrong(_place(filter), "只能是 true 或 false", "must be true or false")
    return filter.values == ("true",)


def _chained(definitions: Parameters, type: str, filter: Filter) -> Meaning:
    if len(filter.chain) > 1:
        raise refuse("unsupported", "只支持一级链式检索", "chains of more than one hop are not supported",
                     where=filter.name, remedy=("分两次检索", "search in two steps"))  # fmt: skip
    name, target = filter.chain[0]
    known = definitions.parameters(type)
    parameter = known.get(name)
    if parameter is None:
        raise no_parameter(type, name, known)
    if parameter.type != "reference":
        raise refuse("unsupported", f"{name} 不是引用参数", f"{name} is not a reference", where=name)
    end = meaning(definitions, target, Filter(filter.name, filter.values, filter.modifier))
    if end.negated or end.missing is not None:
        raise refuse("unsupported", "链式检索不支持 :not 和 :missing", "a chain takes neither :not nor :missing",
                     where=f"{name}:{target}.{filter.name}", remedy=("分两次检索", "search in two steps"))  # fmt: skip
    return end._replace(hop=(type, parameter.rows_under, parameter.alias_target))


def _own(type: str, filter: Filter) -> Meaning:
    """`_id` and `_lastUpdated`: no index entry, the record itself says."""
    if filter.modifier:
        raise refuse(
            "unsupported", f"{filter.name} 不带修饰符", f"{filter.name} takes no modifier", where=_place(filter)
        )
    if filter.name == "_id":
        return Meaning("_id", type, "_id", tuple(Token(None, value) for value in _values(filter)))
    return Meaning("_lastUpdated", type, "_lastUpdated", tuple(_date(v, "_lastUpdated") for v in _values(filter)))


def _test(kind: str, value: str, filter: Filter, where: str, parameter: Any, definitions: Parameters) -> Test:
    if kind == "token":
        return _token(value, where)
    if kind == "string":
        return _text(value, filter.modifier or "starts", where)
    if kind == "date":
        return _date(value, where)
    if kind == "number":
        return _number(value, where)
    if kind == "quantity":
        return _quantity(value, where)
    if kind == "reference":
        return _reference(value, where, parameter, definitions)
    return Uri(unescaped(value))


def _token(value: str, where: str) -> Token:
    parts = [unescaped(part) for part in split(value, "|")]
    if len(parts) == 1:
        return Token(None, parts[0])
    if len(parts) > 2 or parts == ["", ""]:
        raise _wrong(
            where,
            f"不是代码：{value}",
            f"not a token: {value}",
            ("写作 代码 或 系统|代码", "write code or system|code"),
        )
    return Token(parts[0], parts[1] or None)


def _text(value: str, mode: str, where: str) -> Text:
    plain = unescaped(value)
    if mode == "exact":
        return Text(mode, plain, "")
    text = folded(plain)
    if not text:
        raise _wrong(where, "检索值为空", "an empty value")
    if mode == "starts" and has_pair(text):
        mode = "contains"  # two Chinese characters are found anywhere
    return Text(mode, text, text.replace(" ", ""))


def _prefixed(value: str, where: str) -> tuple[str, str]:
    op, rest = value[:2], value[2:]
    if op == "ap":
        raise refuse("unsupported", "不支持前缀 ap", "the prefix ap is not supported", where=where,
                     remedy=("用 ge 与 le 写出上下限", "give both bounds with ge and le"))  # fmt: skip
    if op.isalpha():
        if op not in PREFIXES:
            able = ", ".join(PREFIXES)
            raise _wrong(where, f"没有前缀 {op}", f"no prefix {op}", (f"可用：{able}", f"use one of: {able}"))
        return op, rest
    return "eq", value


def _date(value: str, where: str) -> Range:
    op, text = _prefixed(unescaped(value), where)
    try:
        low, high = interval(text)
    except ValueError as error:
        raise _wrong(
            where, f"不是日期：{text}", f"not a date: {text}", ("例如 2025-06-30", "such as 2025-06-30")
        ) from error
    return Range(op, micros(low), micros(high))


def _number(value: str, where: str) -> Range:
    """Equality is at the precision written: 100 stands for 99.5 up to but without 100.5. Other comparisons take the
    exact number. The bounds are moved by the least step where `passes`, made for half open dates, would let one in."""
    op, text = _prefixed(unescaped(value), where)
    try:
        low, high = number_range(text)
    except (ValueError, ArithmeticError) as error:
        raise _wrong(where, f"不是数字：{text}", f"not a number: {text}") from error
    if op in ("eq", "ne"):
        return Range(op, low, math.nextafter(high, -math.inf))
    exact = float(text)
    if op == "sa":
        return Range(op, exact, math.nextafter(exact, math.inf))
    return Range(op, math.nextafter(exact, -math.inf) if op == "eb" else exact, exact)


def _quantity(value: str, where: str) -> Amount:
    """`number`, `number|system|unit` or `number||unit`."""
    parts = [unescaped(part) for part in split(value, "|")]
    if len(parts) not in (1, 3):
        raise _wrong(where, f"不是数量：{value}", f"not a quantity: {value}",
                     ("写作 数值 或 数值|系统|单位", "write number or number|system|unit"))  # fmt: skip
    number = _number(parts[0], where)
    if len(parts) == 1:
        return Amount(number, None, None)
    return Amount(number, parts[1] or None, parts[2] or None)


def _reference(value: str, where: str, parameter: Any, definitions: Parameters) -> Ref:
    plain = unescaped(value)
    type, slash, id = plain.rpartition("/")
    if slash and type in definitions.types and _ID.fullmatch(id):
        if parameter.alias_target and type != parameter.alias_target:
            raise _wrong(
                where, f"{where} 只指向 {parameter.alias_target}", f"{where} points to {parameter.alias_target}"
            )
        return Ref(type, id)
    if slash or ":" in plain:
        return Ref("", plain)
    targets = (parameter.alias_target,) if parameter.alias_target else tuple(parameter.targets)
    if len(targets) == 1 and _ID.fullmatch(plain):
        return Ref(targets[0], plain)
    raise _wrong(where, f"引用须写明类型：{plain}", f"say the type of the reference: {plain}",
                 ("写作 Patient/123 这样的形式", "write it as in Patient/123"))  # fmt: skip


def passes(op: str, low: float, high: float, test: Range) -> bool:
    """Whether an entry from `low` to `high` (half open) stands in the asked relation to the test's interval."""
    inside = test.low <= low <= test.high and high <= test.high  # a period may stand the wrong way round
    return {
        "eq": inside,
        "ne": not inside,
        "gt": high > test.high,
        "lt": low < test.low,
        "ge": high > test.high or inside,
        "le": low < test.low or inside,
        "sa": low >= test.high,
        "eb": high <= test.low,
    }[op]
