"""The values written in a filter as tests. Source: FHIR R4 search 3.1.1.4 (prefixes, precision, escaping)."""

import math
import re
from typing import Any

from tongmai.base.dates import interval, micros
from tongmai.base.outcome import Refused, refuse
from tongmai.fhir.composites import LONGEST
from tongmai.fhir.fold import folded
from tongmai.fhir.index import number_range
from tongmai.store.chinese import has_pair
from tongmai.store.terms import Amount, Below, Pair, Parameters, Range, Ref, Test, Text, Token, Uri

PREFIXES = ("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap")
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")


def wrong(where: str, zh: str, en: str, remedy: tuple[str, str] | None = None) -> Refused:
    """The refusal of a value."""
    return refuse("value", zh, en, where=where, remedy=remedy)


def split(text: str, at: str) -> list[str]:
    """Parts between unescaped separators, still escaped."""
    if "\\" not in text:
        return text.split(at)
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


def tests_of(kind: str, value: str, modifier: str, where: str, parameter: Any, definitions: Parameters) -> list[Test]:
    """What one value asks of the entries of a parameter: any of these. Refused (value): it is none of that kind."""
    if kind == "reference":
        return [*references(value, where, parameter, definitions)]
    if kind == "uri":
        return uris(value, modifier, where)
    if kind == "composite":
        return [composite(value, where, parameter)]
    return [_plain(kind, value, modifier, where)]


def _plain(kind: str, value: str, modifier: str, where: str) -> Token | Text | Range | Amount:
    if kind == "token":
        return token(value, where)
    if kind == "string":
        return text(value, modifier or "starts", where)
    if kind == "date":
        return date(value, where)
    return number(value, where) if kind == "number" else quantity(value, where)


def token(value: str, where: str) -> Token:
    """The four forms: code, system|code, |code, system|."""
    parts = [unescaped(part) for part in split(value, "|")]
    if len(parts) == 1:
        return Token(None, parts[0])
    if len(parts) > 2 or parts == ["", ""]:
        remedy = ("写作 代码 或 系统|代码", "write code or system|code")
        raise wrong(where, f"不是代码：{value}", f"not a token: {value}", remedy)
    return Token(parts[0], parts[1] or None)


def typed_identifier(value: str, where: str) -> Token:
    """`:of-type`: system|code|value, of which none may be left out (R4 3.1.1.4.10.1)."""
    parts = [unescaped(part) for part in split(value, "|")]
    if len(parts) != 3 or "" in parts:
        remedy = ("写作 系统|类型代码|号码", "write system|code|value")
        raise wrong(where, f"不是带类型的标识：{value}", f"not a typed identifier: {value}", remedy)
    return Token(parts[0], f"{parts[1]}|{parts[2]}")


def text(value: str, mode: str, where: str) -> Text:
    """Folded, but for `exact`."""
    plain = unescaped(value)
    if mode == "exact":
        return Text(mode, plain, "")
    found = folded(plain)
    if not found:
        raise wrong(where, "检索值为空", "an empty value")
    if mode == "starts" and has_pair(found):
        mode = "contains"  # two Chinese characters are found anywhere
    return Text(mode, found, found.replace(" ", ""))


def _prefixed(value: str, where: str) -> tuple[str, str]:
    op, rest = value[:2], value[2:]
    if op.isalpha():
        if op not in PREFIXES:
            able = ", ".join(PREFIXES)
            raise wrong(where, f"没有前缀 {op}", f"no prefix {op}", (f"可用：{able}", f"use one of: {able}"))
        return op, rest
    return "eq", value


def date(value: str, where: str) -> Range:
    """Approximately: what overlaps the interval widened by its own length on both sides."""
    op, written = _prefixed(unescaped(value), where)
    try:
        low, high = (micros(end) for end in interval(written))
    except ValueError as error:
        remedy = ("例如 2025-06-30", "such as 2025-06-30")
        raise wrong(where, f"不是日期：{written}", f"not a date: {written}", remedy) from error
    if op == "ap":
        return Range(op, low - (high - low), high + (high - low))
    return Range(op, low, high)


def number(value: str, where: str) -> Range:
    """Equality is at the precision written: 100 stands for 99.5 up to but without 100.5. Other comparisons take the
    exact number, approximately a tenth of it more or less. The bounds are moved by the least step where `passes`, made
    for half open dates, would let one in or leave one out."""
    op, written = _prefixed(unescaped(value), where)
    try:
        low, high = number_range(written)
    except (ValueError, ArithmeticError) as error:
        raise wrong(where, f"不是数字：{written}", f"not a number: {written}") from error
    exact = float(written)
    if op in ("eq", "ne"):  # a number of more digits than a float holds still equals itself
        return Range(op, min(low, exact), max(math.nextafter(high, -math.inf), exact))
    if op == "ap":
        about = abs(exact) / 10
        return Range(op, math.nextafter(exact - about, -math.inf), math.nextafter(exact + about, math.inf))
    if op == "sa":
        return Range(op, exact, math.nextafter(exact, math.inf))
    return Range(op, math.nextafter(exact, -math.inf) if op == "eb" else exact, exact)


def quantity(value: str, where: str) -> Amount:
    """`number`, `number|system|unit` or `number||unit`."""
    parts = [unescaped(part) for part in split(value, "|")]
    if len(parts) not in (1, 3):
        remedy = ("写作 数值 或 数值|系统|单位", "write number or number|system|unit")
        raise wrong(where, f"不是数量：{value}", f"not a quantity: {value}", remedy)
    found = number(parts[0], where)
    if len(parts) == 1:
        return Amount(found, None, None)
    return Amount(found, parts[1] or None, parts[2] or None)


def references(value: str, where: str, parameter: Any, definitions: Parameters) -> list[Ref]:
    """Type/id, a url, or an id alone: of any type that the parameter may point to, or all that a reference says."""
    plain = unescaped(value)
    type, slash, id = plain.partition("/_history/")[0].rpartition("/")
    if slash and type in definitions.types and _ID.fullmatch(id):
        if parameter.alias_target and type != parameter.alias_target:
            only = parameter.alias_target
            raise wrong(where, f"{where} 只指向 {only}", f"{where} points to {only}")
        return [Ref(type, id)]
    if slash or ":" in plain:
        return [Ref("", plain)]
    if not _ID.fullmatch(plain):
        remedy = ("写作 Patient/123 这样的形式", "write it as in Patient/123")
        raise wrong(where, f"不是引用：{plain}", f"not a reference: {plain}", remedy)
    return [*(Ref(target, plain) for target in targets(parameter, definitions)), Ref("", plain)]


def targets(parameter: Any, definitions: Parameters) -> list[str]:
    """The types that a reference parameter may point to."""
    if parameter.alias_target:
        return [parameter.alias_target]
    return sorted(parameter.targets) or sorted(definitions.types)


def uris(value: str, modifier: str, where: str) -> list[Test]:
    """As written; `:below` what continues its path, `:above` what its path continues (R4 3.1.1.4.13: urls alone)."""
    plain = unescaped(value)
    if not modifier:
        return [Uri(plain)]
    if "://" not in plain:
        remedy = ("写出完整网址", "write a whole url")
        raise wrong(where, f"不是网址：{plain}", f"not a url: {plain}", remedy)
    bare = plain.rstrip("/")
    if modifier == "below":
        return [Below(bare)]
    scheme, _, path = bare.partition("://")
    parts = path.split("/")
    ups = [f"{scheme}://{'/'.join(parts[:length])}" for length in range(1, len(parts) + 1)]
    return [Uri(text) for up in ups for text in (up, up + "/")]


def composite(value: str, where: str, parameter: Any) -> Pair:
    """`head$tail`, each in the form of its own kind."""
    parts = split(value, "$")
    if len(parts) != 2 or "" in parts:
        remedy = ("写作 代码$数值", "write code$value")
        raise wrong(where, f"不是组合值：{value}", f"not a composite: {value}", remedy)
    kind = parameter.parts[1].kind
    head = token(parts[0], where)
    if head.code is None:
        raise wrong(where, f"组合值须写出代码：{parts[0]}", f"a composite must name a code: {parts[0]}")
    tail = _plain(kind, parts[1], "", where)
    if isinstance(tail, Text):
        tail = Text("starts", tail.text[:LONGEST], "")
    return Pair(head, tail)
