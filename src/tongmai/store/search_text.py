"""Search parameters, as a client writes them, to a Query. What is not supported is refused by name, with a way out.

Source: FHIR R4 search 3.1.1. `_after` is our own: the opaque end of the last page, as `Found.next` gave it.
"""

from collections.abc import Sequence
from urllib.parse import parse_qsl

from tongmai.base.outcome import Refused, refuse
from tongmai.store.query import Filter, Include, Query, Sort
from tongmai.store.terms import Parameters, meaning, no_parameter, split

MOST = 1000
USUAL = 50
_WAYS_OUT = {
    "_has": ("从另一端检索", "search from the other side"),
    "_revinclude": ("另行检索指向它的资源", "search the resources that point to it"),
    "_summary": ("取全文，或用 _total=accurate 与 _count=0", "take the whole, or _total=accurate with _count=0"),
    "_elements": ("取全文", "take the whole"),
    "_filter": ("用普通检索参数", "use ordinary parameters"),
    "_query": ("用普通检索参数", "use ordinary parameters"),
    "_content": ("用字符串参数", "use string parameters"),
    "_text": ("用字符串参数", "use string parameters"),
    "_list": ("按 _id 检索", "search by _id"),
    "_contained": ("检索资源本身", "search the resource itself"),
    "_containedType": ("检索资源本身", "search the resource itself"),
    "_type": ("按类型分别检索", "search type by type"),
}
SORTABLE = frozenset({"date", "string", "number"})


def parse_url(definitions: Parameters, text: str) -> Query:
    """`Type?name=value&…` as in a conditional reference or a policy. Refused: anything that is not supported."""
    type, mark, query = text.partition("?")
    if not mark or not query:
        raise refuse(
            "value",
            f"不是条件检索：{text}",
            f"not a search: {text}",
            remedy=("写作 Type?参数=值", "write Type?name=value"),
        )
    return parse(definitions, type, parse_qsl(query, keep_blank_values=True))


def condition(definitions: Parameters, text: str) -> Query:
    """The query of a conditional write or reference: at least one filter, nothing but filters, no chain."""
    query = parse_url(definitions, text)
    plain = Query(query.type, query.filters, count=query.count)
    beyond = any(filter.chain or filter.name == "_lastUpdated" for filter in query.filters)
    if query != plain or not query.filters or beyond:
        raise refuse(
            "unsupported",
            f"条件只能由普通检索参数组成：{text}",
            f"a condition takes plain filters only: {text}",
            remedy=("按标识符 identifier 引用", "refer by identifier"),
        )
    return query


def parse(definitions: Parameters, type: str, pairs: Sequence[tuple[str, str]]) -> Query:
    """The query of a search by name and value pairs, decoded but still with FHIR's own escapes."""
    if type not in definitions.types:
        raise refuse("unsupported", f"没有资源类型 {type}", f"no resource type {type}", where=type)
    filters: list[Filter] = []
    include: list[Include] = []
    once: dict[str, str] = {}
    for name, value in pairs:
        if name == "_include":
            include.append(_include(definitions, value))
        elif name in ("_sort", "_count", "_total", "_after"):
            if name in once:
                raise refuse("value", f"{name} 只能出现一次", f"{name} may stand once", where=name)
            once[name] = value
        else:
            filters.append(_filter(definitions, type, name, value))
    return Query(
        type,
        tuple(filters),
        sort=_sorts(definitions, type, once["_sort"]) if "_sort" in once else (),
        count=_count(once.get("_count", str(USUAL))),
        after=once.get("_after"),
        include=tuple(include),
        total=_total(once.get("_total", "none")),
    )


def _filter(definitions: Parameters, type: str, name: str, value: str) -> Filter:
    filter = Filter(*_name(definitions, type, name, tuple(split(value, ","))))
    meaning(definitions, type, filter)
    return filter


def _name(
    definitions: Parameters, type: str, name: str, values: tuple[str, ...]
) -> tuple[str, tuple[str, ...], str, tuple[tuple[str, str], ...]]:
    first = name.partition(":")[0].partition(".")[0]
    if first in _WAYS_OUT:
        raise refuse("unsupported", f"不支持 {first}", f"{first} is not supported", where=name, remedy=_WAYS_OUT[first])
    head, dot, rest = name.partition(".")
    if not dot:
        plain, _, modifier = name.partition(":")
        return plain, values, modifier, ()
    link, _, target = head.partition(":")
    if "." in rest:
        raise refuse("unsupported", "只支持一级链式检索", "chains of more than one hop are not supported", where=name,
                     remedy=("分两次检索", "search in two steps"))  # fmt: skip
    plain, _, modifier = rest.partition(":")
    return plain, values, modifier, ((link, target or _only_target(definitions, type, link, name)),)


def _only_target(definitions: Parameters, type: str, link: str, name: str) -> str:
    known = definitions.parameters(type)
    if link not in known:
        raise no_parameter(type, link, known)
    targets = (known[link].alias_target,) if known[link].alias_target else tuple(known[link].targets)
    if len(targets) == 1:
        return str(targets[0])
    able = ", ".join(f"{link}:{target}" for target in sorted(targets)) or link
    raise _ambiguous(name, able)


def _ambiguous(name: str, able: str) -> Refused:
    return refuse("unsupported", "链式检索须写明目标类型", "a chain must name the target type", where=name,
                  remedy=(f"写作其中之一：{able}", f"write one of: {able}"))  # fmt: skip


def _include(definitions: Parameters, value: str) -> Include:
    source, _, rest = value.partition(":")
    name, _, target = rest.partition(":")
    if source not in definitions.types:
        raise refuse("unsupported", f"没有资源类型 {source}", f"no resource type {source}", where="_include")
    known = definitions.parameters(source)
    if name not in known or known[name].type != "reference":
        references = {code: one for code, one in known.items() if one.type == "reference"}
        raise no_parameter(source, name or "*", references)
    if target and target not in definitions.types:
        raise refuse("unsupported", f"没有资源类型 {target}", f"no resource type {target}", where="_include")
    return Include(source, name, target)


def _sorts(definitions: Parameters, type: str, value: str) -> tuple[Sort, ...]:
    known = definitions.parameters(type)
    sorts = []
    for part in value.split(","):
        name = part.removeprefix("-")
        if name not in ("_id", "_lastUpdated") and (name not in known or known[name].type not in SORTABLE):
            able = {code: one for code, one in known.items() if one.type in SORTABLE}
            raise refuse("unsupported", f"不能按 {name} 排序", f"cannot sort by {name}", where="_sort",
                         remedy=_one_of([*able, "_id", "_lastUpdated"]))  # fmt: skip
        sorts.append(Sort(name, part.startswith("-")))
    return tuple(sorts)


def _one_of(names: list[str]) -> tuple[str, str]:
    able = ", ".join(sorted(set(names)))
    return f"可用：{able}", f"use one of: {able}"


def _count(value: str) -> int:
    if not (value.isascii() and value.isdigit()) or int(value) > MOST:
        raise refuse("value", f"_count 应为 0 到 {MOST}", f"_count must be 0 to {MOST}", where="_count",
                     remedy=("用更小的页并翻页", "take smaller pages"))  # fmt: skip
    return int(value)


def _total(value: str) -> bool:
    if value not in ("none", "accurate"):
        raise refuse("unsupported", f"不支持 _total={value}", f"_total={value} is not supported", where="_total",
                     remedy=("用 accurate 或 none", "use accurate or none"))  # fmt: skip
    return value == "accurate"
