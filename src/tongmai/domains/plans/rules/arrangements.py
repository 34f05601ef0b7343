"""What was arranged for items of policy: what each item asks of its record, from when to when it holds, when it is
evaluated again. Pure."""

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tongmai.base.outcome import Issue, wrong
from tongmai.base.words import Words
from tongmai.model.lists import room_table

Json = Mapping[str, Any]
_FACTS = room_table(__file__, "arrangement_facts", "item", "key")
_ITEMS = room_table(__file__, "catalogue", "id")
_KINDS = room_table(__file__, "arrangement_kinds", "arrangement_kind")
_RULES = room_table(__file__, "arrangement_rules", "rule")
KEPT: tuple[str, ...] = tuple(dict.fromkeys(row["item"] for row in _FACTS.rows))
"""The items of which the ledger keeps records, in the order of the catalogue."""
KEYS: tuple[str, ...] = tuple(sorted({row["key"] for row in _FACTS.rows}))
"""Every fact that some item asks for: an element of the record each."""
SHARES, PERCENTS = ("fund", "budget", "own"), ("fund", "budget", "own", "share")
HELD = frozenset({"in-force", "questioned"})
_MONTHS, _WHOLE = 12, 100


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that an item asks for. `kind`: of the field it is typed in: text, integer or decimal."""

    key: str
    title: Words
    kind: str
    required: bool


def asked_of(item: str, day: date | None = None) -> tuple[Asked, ...]:
    """What an item asks of its record on a day, or ever where none is said."""
    rows = _FACTS.rows if day is None else _FACTS.on(day)
    return tuple(
        Asked(row["key"], Words(row["zh"], row["en"]), row["kind"], row["required"] == "yes")
        for row in rows if row["item"] == item
    )  # fmt: skip


def title_of(item: str) -> Words:
    """An item by its number and name. KeyError: none of the catalogue."""
    for row in _ITEMS.rows:
        if row["id"] == item:
            return Words(f"{item} {row['zh']}", f"{item} {row['en']}")
    raise KeyError(item)


def kinds_on(day: date) -> tuple[tuple[str, Words], ...]:
    """The kinds of arrangements on a day."""
    return tuple((row["arrangement_kind"], Words(row["zh"], row["en"])) for row in _KINDS.on(day))


def rule_on(name: str, day: date) -> int:
    """The figure of a dated rule on a day. ValueError when none holds."""
    row = _RULES.find(day, rule=name)
    if row is None:
        raise ValueError(f"no rule {name} holds on {day}")
    return int(row["value"])


def arrangement_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of drafting: an item that the ledger keeps, a kind in force, and the facts that the item asks for."""
    return list(_faults(focus, today))


def arrangement_row_fits(row: Json) -> list[Issue]:
    """A check of the Excel list: as a draft and its issue, for a row of it."""
    found = list(_faults(row, None))
    if row.get("state") == "in-force" and not (row.get("number") and row.get("since")):
        found.append(wrong("number", "已印发施行的须有文号和施行日期", "what is in force has a number and a first day"))
    return found + list(_crossing(row.get("issued"), row.get("since"), row.get("until")))


def _faults(record: Json, day: date | None) -> Iterator[Issue]:
    """What a record lacks or has too much of, for its item."""
    item = str(record.get("item", ""))
    facts = asked_of(item, day)
    if not facts:
        yield wrong("item", f"事项 {item} 不在落实台账内", f"the ledger keeps nothing of item {item}",
                  Words("请从台账的事项表中选取", "choose one from the ledger's table"))  # fmt: skip
        return
    if day is not None and record.get("kind") not in dict(kinds_on(day)):
        yield wrong("kind", "安排形式不在现行目录内", "no kind that holds")
    known = {one.key: one for one in facts}
    for one in facts:
        if one.required and record.get(one.key) in (None, ""):
            yield wrong(one.key, f"{item} 须填写“{one.title.zh}”", f"{item} asks for “{one.title.en}”")
    for key in KEYS:
        value = record.get(key)
        if value in (None, ""):
            continue
        if key not in known:
            yield wrong(key, f"{item} 不填这一项，请清空", f"{item} does not ask for it: leave it empty")
        elif known[key].kind != "text":
            yield from _amount(known[key], Decimal(str(value)))
    yield from _shared(record, known)


def _amount(one: Asked, value: Decimal) -> Iterator[Issue]:
    """None below zero; a percentage not above a hundred."""
    if value < 0:
        yield wrong(one.key, f"“{one.title.zh}”不能为负", f"“{one.title.en}” is not negative")
    elif one.key in PERCENTS and value > _WHOLE:
        yield wrong(one.key, f"“{one.title.zh}”不能超过 100", f"“{one.title.en}” is at most 100")


def _shared(record: Json, known: Mapping[str, Asked]) -> Iterator[Issue]:
    """Who bears what share: together everything."""
    parts = [record.get(key) for key in SHARES if key in known]
    if len(parts) == len(SHARES) and all(part not in (None, "") for part in parts):
        whole = sum(Decimal(str(part)) for part in parts)
        if whole != _WHOLE:
            yield wrong("own", f"三方承担比例合计 {whole}%，应为 100%", f"the shares make {whole} %, not 100 %")


def _crossing(issued: Any, since: Any, until: Any) -> Iterator[Issue]:
    """Days in their order: issued, in force from, in force until."""
    if issued and since and str(since) < str(issued):
        yield wrong("since", "施行日期早于印发日期", "it is in force before it was issued")
    if since and until and str(until) < str(since):
        yield wrong("until", "截止日期早于施行日期", "it ends before it is in force")


def arrangement_may_hold(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of issuing: days in their order, none of the document ahead, a number that is not there twice."""
    found = _doubled(focus, fields)
    if str(fields["issued"]) > today.isoformat():
        found.append(wrong("issued", "印发日期不能晚于今天", "it cannot have been issued after today"))
    return found + list(_crossing(fields["issued"], fields["since"], fields.get("until")))


def arrangement_revisable(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of revising: another document, issued between the first day in force and today."""
    found = _doubled(focus, fields)
    if fields["number"] == focus.get("number"):
        found.append(wrong("number", "修订须有新的文号", "a revision has a number of its own"))
    if not str(focus.get("from", "")) <= str(fields["issued"]) <= today.isoformat():
        found.append(wrong("issued", "修订印发日期应在施行之后、今天以前", "between the first day in force and today"))
    return found


def _doubled(focus: Json, fields: Json) -> list[Issue]:
    """Whether another record of the item and the area bears the number already. One document may arrange several items,
    and one item in several areas."""
    for other in fields.get("numbered", ()):
        same = other.get("number") == fields["number"] and other.get("area") == focus.get("area")
        if same and other.get("id") != focus.get("id") and other.get("state") != "withdrawn":
            return [wrong("number", f"这一事项已有文号 {fields['number']} 的记录：{other.get('title', '')}",
                        f"the item has a record with this number already: {other.get('title', '')}",
                        Words("请修订或续期原记录", "revise or renew that one"))]  # fmt: skip
    return []


def arrangement_due(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the day by which what comes into force is evaluated."""
    return {"due_on": _again(date.fromisoformat(str(fields["since"])), today)}


def arrangement_evaluable(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of evaluating: in force already, and not evaluated on this very day."""
    since = str(focus.get("from", ""))
    if since > today.isoformat():
        return [wrong("text", f"尚未施行（{since} 起），不能评估", f"not in force before {since}: nothing to evaluate")]
    if focus.get("evaluated") == today.isoformat():
        return [wrong("text", "今天已评估过", "it was evaluated today already")]
    return []


def arrangement_evaluated(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the entry of an evaluation and the day of the next."""
    entry = {"on": today.isoformat(), "result": fields["result"], "text": fields["text"]}
    return {"entry": entry, "due_on": _again(today, today)}


def arrangement_renewable(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of renewing: an end there was, and the new one lies behind it and ahead."""
    before = str(focus.get("until", ""))
    if not before:
        return [wrong("until", "原文件没有截止日期，无需续期", "it has no last day: nothing to renew")]
    if str(fields["until"]) <= max(before, today.isoformat()):
        return [
            wrong("until", f"新的截止日期应在 {before} 和今天之后", f"the new last day lies after {before} and today")
        ]
    return []


def arrangement_ends(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of ending: a last day between the first and today."""
    if str(focus.get("from", "")) <= str(fields["until"]) <= today.isoformat():
        return []
    return [wrong("until", "最后施行日应在施行日期和今天之间", "the last day lies between the first and today")]


def holds_on(record: Json, day: date) -> bool:
    """Whether an arrangement is in force on a day."""
    now = day.isoformat()
    since, until = str(record.get("from", "")), str(record.get("until", ""))
    return record.get("state") in HELD and bool(since) and since <= now and (not until or now <= until)


def overdue_on(record: Json, day: date) -> bool:
    """Whether its evaluation is late on a day."""
    return holds_on(record, day) and bool(record.get("due")) and str(record["due"]) < day.isoformat()


def soon_on(record: Json, day: date) -> bool:
    """Whether its evaluation is due in the dated number of days."""
    last = day + timedelta(days=rule_on("soon_days", day))
    return holds_on(record, day) and day.isoformat() <= str(record.get("due", "")) <= last.isoformat()


def of_items(records: Sequence[Json]) -> dict[tuple[str, str], list[Json]]:
    """Records by item and area."""
    found: dict[tuple[str, str], list[Json]] = {}
    for record in records:
        found.setdefault((str(record.get("item")), str(record.get("area"))), []).append(record)
    return found


def _again(day: date, today: date) -> str:
    """The same day so many months later by today's rule, the last of the month where it has no such day."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + rule_on("evaluate_months", today), _MONTHS)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1])).isoformat()
