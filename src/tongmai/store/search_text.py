"""Search parameters, as a client writes them, to a Query. What is not supported is refused by name, with a way out.

Source: FHIR R4 search 3.1.1. `_after` is our own: the opaque end of the last page, as `Found.next` gave it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from tongmai.base.outcome import Issue, Refused, refuse
from tongmai.store.including import include_of, is_include
from tongmai.store.meaning import meaning
from tongmai.store.query import Filter, Include, Query, Sort
from tongmai.store.search_path import filter_of
from tongmai.store.terms import Parameters
from tongmai.store.value_sets import LINEAGE, NO_TERMS, SETS, Terms, codes_of
from tongmai.store.values import split

MOST = 1000
USUAL = 50
_WAYS_OUT = {
    "_filter": ("用普通检索参数", "use ordinary parameters"),
    "_query": ("用普通检索参数", "use ordinary parameters"),
    "_content": ("用字符串参数", "use string parameters"),
    "_text": ("用字符串参数", "use string parameters"),
    "_list": ("按 _id 检索", "search by _id"),
    "_contained": ("检索资源本身", "search the resource itself"),
    "_containedType": ("检索资源本身", "search the resource itself"),
    "_type": ("在根地址检索：[base]?_type=…", "search at the root: [base]?_type=…"),
}
SORTABLE = frozenset({"date", "string", "number"})
_ONCE = ("_sort", "_count", "_total", "_after", "_summary", "_elements")
SUMMARIES = ("true", "text", "data", "count", "false")
_ELEMENT = re.compile(r"[A-Za-z]+(\.[A-Za-z]+)*")


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


def parse(definitions: Parameters, type: str, pairs: Sequence[tuple[str, str]], terms: Terms = NO_TERMS) -> Query:
    """The query of a search by name and value pairs, decoded but still with FHIR's own escapes. `terms` tells what is
    in a value set and what lies above or below a code, for `:in`, `:not-in`, `:above` and `:below`."""
    if type not in definitions.types:
        raise refuse("unsupported", f"没有资源类型 {type}", f"no resource type {type}", where=type)
    filters: list[Filter] = []
    include: list[Include] = []
    once: dict[str, str] = {}
    for name, value in pairs:
        if is_include(name):
            include.append(include_of(definitions, type, name, value))
        elif name in _ONCE:
            if name in once:
                raise refuse("value", f"{name} 只能出现一次", f"{name} may stand once", where=name)
            once[name] = value
        else:
            filters.append(_filter(definitions, type, name, value, terms))
    summary = _summary(once.get("_summary", "false"))
    count = 0 if summary == "count" else _count(once.get("_count", str(USUAL)))
    return Query(
        type,
        tuple(filters),
        sort=_sorts(definitions, type, once["_sort"]) if "_sort" in once else (),
        count=count,
        after=once.get("_after"),
        include=tuple(dict.fromkeys(include)),
        total=_total(once.get("_total", "none")) or count == 0,  # R4 3.1.1.5.5: _count=0 is _summary=count
        summary=summary,
        elements=_elements(once["_elements"]) if "_elements" in once else (),
    )


@dataclass(frozen=True, slots=True)
class Understood:
    """A query, and what is said of the parameters that were left out of it."""

    query: Query
    ignored: tuple[Issue, ...] = ()


def escaped(text: str) -> str:
    """A text as a value: with FHIR's escapes."""
    return re.sub(r"([,|$\\])", r"\\\1", text)


def understood(
    definitions: Parameters, type: str, pairs: Sequence[tuple[str, str]], terms: Terms = NO_TERMS
) -> tuple[list[tuple[str, str]], list[Issue]]:
    """The pairs that are supported, and what is said of the others: for `Prefer: handling=lenient` (R4 3.1.1.3.1). A
    value that is none is refused all the same."""
    kept, issues = [], list[Issue]()
    for pair in pairs:
        try:
            parse(definitions, type, [pair], terms)
        except Refused as refused:
            if refused.kind != "unsupported" or type not in definitions.types:
                raise
            issues.extend(refused.issues)
        else:
            kept.append(pair)
    return kept, issues


def _filter(definitions: Parameters, type: str, name: str, value: str, terms: Terms) -> Filter:
    first = name.partition(":")[0].partition(".")[0]
    if first in _WAYS_OUT:
        raise refuse("unsupported", f"不支持 {first}", f"{first} is not supported", where=name, remedy=_WAYS_OUT[first])
    filter = filter_of(definitions, type, name, tuple(split(value, ",")))
    if filter.modifier in SETS or (filter.modifier in LINEAGE and _is_token(definitions, type, filter)):
        filter = codes_of(filter, name, terms)
    meaning(definitions, type, filter)
    return filter


def _is_token(definitions: Parameters, type: str, filter: Filter) -> bool:
    end = filter.chain[-1].target if filter.chain else type
    known = definitions.parameters(end).get(filter.name) if end in definitions.types else None
    return known is not None and known.type == "token"


def _summary(value: str) -> str:
    if value not in SUMMARIES:
        raise refuse("value", f"_summary 应为 {', '.join(SUMMARIES)} 之一", f"no such _summary: {value}",
                     where="_summary", remedy=_one_of(list(SUMMARIES)))  # fmt: skip
    return "" if value == "false" else value


def _elements(value: str) -> tuple[str, ...]:
    names = tuple(value.split(","))
    if not all(_ELEMENT.fullmatch(name) for name in names):
        raise refuse("value", "_elements 应为元素名，以逗号分隔", "_elements takes names of elements, by commas",
                     where="_elements", remedy=("例如 name,birthDate", "such as name,birthDate"))  # fmt: skip
    return names


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
    """An estimate is given as accurately as the count."""
    if value not in ("none", "estimate", "accurate"):
        raise refuse("value", f"没有 _total={value}", f"no such _total: {value}", where="_total",
                     remedy=("用 accurate、estimate 或 none", "use accurate, estimate or none"))  # fmt: skip
    return value != "none"
