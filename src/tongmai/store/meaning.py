"""From a filter to what it asks of index entries. Nothing unsupported passes: it is refused by name.

Source: FHIR R4 search 3.1.1.4 (modifiers), 3.1.1.4.11 and 12 (chains, `_has`).
"""

from collections.abc import Mapping
from typing import Any

from tongmai.base.outcome import Refused, refuse
from tongmai.store.query import Filter, Hop, Scope
from tongmai.store.rows import MISSING, YES
from tongmai.store.terms import Meaning, Parameters, Test, Token
from tongmai.store.values import date, tests_of, token, typed_identifier, wrong

MODIFIERS = {
    "token": ("not", "missing", "text", "of-type", "in", "not-in", "above", "below"),
    "string": ("exact", "contains", "missing"),
    "date": ("missing",),
    "number": ("missing",),
    "quantity": ("missing",),
    "reference": ("identifier", "missing"),
    "uri": ("below", "above", "missing"),
    "composite": (),
}
MOST_VALUES = 5_000
MOST_HOPS = 6


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


def known_parameter(definitions: Parameters, type: str, name: str) -> Any:
    """A declared parameter. Refused (unsupported): no such type or parameter."""
    if type not in definitions.types:
        raise refuse("unsupported", f"没有资源类型 {type}", f"no resource type {type}", where=type)
    known = definitions.parameters(type)
    if name not in known:
        raise no_parameter(type, name, known)
    return known[name]


def meaning(definitions: Parameters, type: str, filter: Filter) -> Meaning:
    """What a filter on `type` asks. Refused: no such type, parameter, modifier or value."""
    if filter.chain:
        return _behind(definitions, type, filter)
    if filter.name in ("_id", "_lastUpdated"):
        return _own(definitions, type, filter)
    parameter = known_parameter(definitions, type, filter.name)
    kind, modifier, name, where = parameter.type, filter.modifier, parameter.rows_under, _place(filter)
    if kind == "reference" and modifier and modifier in definitions.types:
        filter = Filter(filter.name, tuple(v if "/" in v else f"{modifier}/{v}" for v in filter.values))
        modifier = ""
    _refuse_modifier(kind, modifier, where)
    only = parameter.alias_target
    if modifier == "missing":
        if parameter.occurring.always and not only:
            lacking = (Token("", YES),)
            return Meaning("token", type, name + MISSING, lacking, negated=not _truth(filter))
        return Meaning(kind, type, name, missing=_truth(filter), only=only)
    if modifier in ("identifier", "of-type"):
        read = token if modifier == "identifier" else typed_identifier
        return Meaning("token", type, f"{name}:{modifier}", tuple(read(value, where) for value in _values(filter)))
    if modifier == "text":
        return _worded(definitions, type, filter, parameter)
    tests: dict[Test, None] = {}
    for value in _values(filter):
        tests |= dict.fromkeys(tests_of(kind, value, modifier, where, parameter, definitions))
    return Meaning(kind, type, name, tuple(tests), negated=modifier == "not", only=only)


def _refuse_modifier(kind: str, modifier: str, where: str) -> None:
    if modifier in ("in", "not-in", "above", "below") and kind == "token":
        raise refuse("unsupported", f"此处不能用 :{modifier}", f"the modifier :{modifier} is not supported here",
                     where=where, remedy=("逐个写出代码", "write the codes one by one"))  # fmt: skip
    if modifier and modifier not in MODIFIERS[kind]:
        able = ", ".join(f":{one}" for one in MODIFIERS[kind]) or "-"
        raise refuse("unsupported", f"不支持修饰符 :{modifier}", f"the modifier :{modifier} is not supported",
                     where=where, remedy=(f"可用：{able}", f"use one of: {able}"))  # fmt: skip


def _worded(definitions: Parameters, type: str, filter: Filter, parameter: Any) -> Meaning:
    """`:text`: the words beside a code."""
    where = _place(filter)
    tests = tuple(tests_of("string", value, "", where, parameter, definitions)[0] for value in _values(filter))
    return Meaning("string", type, f"{parameter.rows_under}:text", tests)


def _place(filter: Filter) -> str:
    return f"{filter.name}:{filter.modifier}" if filter.modifier else filter.name


def _values(filter: Filter) -> tuple[str, ...]:
    if not filter.values or any(value == "" for value in filter.values):
        raise wrong(
            _place(filter), "检索值为空", "an empty value", ("写出值或去掉该参数", "give a value or leave it out")
        )
    if any("\0" in value for value in filter.values):
        raise wrong(_place(filter), "检索值不能含 NUL 字符", "a value cannot hold the character NUL")
    if len(filter.values) > MOST_VALUES:
        remedy = ("分几次检索", "search in several steps")
        zh, en = f"一个参数最多 {MOST_VALUES} 个值", f"a parameter takes at most {MOST_VALUES} values"
        raise refuse("too-large", zh, en, where=_place(filter), remedy=remedy)
    return filter.values


def _truth(filter: Filter) -> bool:
    if filter.values not in (("true",), ("false",)):
        raise wrong(_place(filter), "只能是 true 或 false", "must be true or false")
    return filter.values == ("true",)


def _behind(definitions: Parameters, type: str, filter: Filter) -> Meaning:
    if len(filter.chain) > MOST_HOPS:
        raise refuse("too-large", f"链式检索最多 {MOST_HOPS} 级", f"a chain has at most {MOST_HOPS} hops",
                     where=filter.chain[0].link, remedy=("分两次检索", "search in two steps"))  # fmt: skip
    hop, rest = Hop(*filter.chain[0]), filter.chain[1:]
    owner, end = (hop.target, type) if hop.back else (type, hop.target)
    parameter = known_parameter(definitions, owner, hop.link)
    if parameter.type != "reference":
        raise refuse("unsupported", f"{hop.link} 不是引用参数", f"{hop.link} is not a reference", where=hop.link)
    if parameter.alias_target and end != parameter.alias_target:
        raise refuse("unsupported", f"{hop.link} 不指向 {end}", f"{hop.link} does not point to {end}", where=hop.link)
    inner = meaning(definitions, hop.target, Filter(filter.name, filter.values, filter.modifier, rest))
    scopes = None if hop.scopes is None else tuple(_scope(definitions, hop.target, one) for one in hop.scopes)
    kind = "has" if hop.back else "chain"
    return Meaning(kind, type, parameter.rows_under, only=parameter.alias_target, inner=inner, scopes=scopes)


def _scope(definitions: Parameters, type: str, scope: Scope) -> tuple[Meaning, ...]:
    return tuple(meaning(definitions, type, filter) for filter in scope.filters)


def _own(definitions: Parameters, type: str, filter: Filter) -> Meaning:
    """`_id` and `_lastUpdated`: no index entry, the record itself says."""
    known_parameter(definitions, type, filter.name)
    if filter.modifier:
        raise refuse(
            "unsupported", f"{filter.name} 不带修饰符", f"{filter.name} takes no modifier", where=_place(filter)
        )
    if filter.name == "_id":
        return Meaning("_id", type, "_id", tuple(Token(None, value) for value in _values(filter)))
    return Meaning("_lastUpdated", type, "_lastUpdated", tuple(date(v, "_lastUpdated") for v in _values(filter)))
