"""Techniques: registered as offered beside performed, by whom and where, in the last twelve months."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from tongmai.base.dates import months_back
from tongmai.base.words import Words
from tongmai.domains.tcm import rules
from tongmai.engines.pages.figures import FEW, NOTHING
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.records import Names
from tongmai.model.blocks import Figure, Figures, Group, Head, Link, Mark, Row, Table
from tongmai.model.page import Ask

Json = Mapping[str, Any]


def _recent(ask: Ask, rows: Sequence[Json]) -> list[Json]:
    """Rows of procedures of the last twelve months; this month is one of them."""
    first = months_back(ask.month, 11)
    return [one for one in rows if not one["offered"] and first <= str(one["period"]) <= ask.month]


def _told(rows: Sequence[Json]) -> str | Words:
    """How often in all; "few" where a part of it may not be seen."""
    if any(one["times"] is None for one in rows):
        return FEW
    return f"{sum(int(one['times']) for one in rows):,}"


def catalogue_table(ask: Ask, rows: Sequence[Json]) -> Table:
    """The catalogue by class: where it is registered, where it was performed, how often."""
    recent = _recent(ask, rows)
    offered, performed, times = defaultdict(set), defaultdict(set), defaultdict(list)
    for one in rows:
        if one["offered"]:
            offered[one["item"]].add(one["institution"])
    for one in recent:
        performed[one["item"]].add(one["institution"])
        times[one["item"]].append(one)
    by_class: dict[str, list[Row]] = defaultdict(list)
    for technique, words in rules.techniques():
        by_class[rules.class_of(technique)].append(Row((
            Link(words, f"/tcm/techniques/{technique.replace('_', '-')}"), f"{len(offered[technique]):,}",
            f"{len(performed[technique]):,}", _told(times[technique]) if times[technique] else NOTHING,
        ), id=technique))  # fmt: skip
    heads = (Head(Words("技术", "technique"), wide=True), Head(Words("登记能开展", "registered"), "right"),
             Head(Words("近十二个月开展", "performed"), "right"),
             Head(Words("人次", "times"), "right", phone=False))  # fmt: skip
    groups = tuple(
        Group(tuple(found), rules.class_words(name), Words(f"{len(found)} 项", f"{len(found)} items"))
        for name, found in by_class.items()
    )
    return Table(heads, groups, note=Words("登记来自“机构服务”清单，开展来自治疗记录；两列不一致时先核实登记。",
                                           "Registered: by the list of services. Performed: by records."))  # fmt: skip


def performers(ask: Ask, rows: Sequence[Json], names: Names) -> Table:
    """Where a technique is registered or was performed, and by whom."""
    item = ask.path["technique"].replace("-", "_")
    own = [one for one in rows if one["item"] == item]
    recent = _recent(ask, own)
    offered = {str(one["institution"]) for one in own if one["offered"]}
    people: dict[str, list[Json]] = defaultdict(list)
    for one in recent:
        people[str(one["institution"])].append(one)
    if (bring := getattr(names, "bring", None)) is not None:
        bring({f"Practitioner/{one['person']}" for one in recent if one["person"]})
    shown = sorted(people, key=lambda id: (-len(people[id]), id))
    heads = (Head(Words("机构", "institution"), wide=True), Head(Words("开展人员", "by")),
             Head(Words("人次", "times"), "right"), Head(Words("登记", "registered")))  # fmt: skip
    table = tuple(
        Row((_called(names, f"Organization/{id}"), _who(people[id], names), _told(people[id]),
             Mark(Words("已登记", "registered"), "good") if id in offered else Mark(Words("未登记", "not"), "warn")),
            id=id)
        for id in shown
    )  # fmt: skip
    silent = len(offered - set(people))
    note = Words(f"另有 {silent} 家登记能开展而近十二个月没有治疗记录。",
                 f"{silent} more are registered and performed none in twelve months.") if silent else ""  # fmt: skip
    empty = Words("近十二个月没有治疗记录。医生在居民页面登记“适宜技术治疗”后显示在这里。",
                  "None was performed in twelve months. A doctor enters it on a resident's page.")  # fmt: skip
    return Table(heads, (Group(table, rules.words_of(item)),) if table else (), empty, note=note)


def _who(rows: Sequence[Json], names: Names) -> str:
    count = Counter(str(one["person"]) for one in rows if one["person"])
    told = [_called(names, f"Practitioner/{id}") for id, _ in count.most_common(3)]
    rest = len(count) - len(told)
    return "、".join(told) + (f" +{rest}" if rest > 0 else "") if told else NOTHING


def _called(names: Names, reference: str) -> str:
    found = names.get(reference)
    return found.name if found else NOTHING


def sessions(ask: Ask, item: Item) -> Figures:
    """How many sessions of a course were given, and when the last."""
    given = [one for one in item.story if one.step == "perform"]
    return Figures((
        Figure(Words("已治疗", "sessions"), str(len(given)), unit=Words("次", "")),
        Figure(Words("最近一次", "last"), given[-1].at if given else NOTHING),
    ))  # fmt: skip
