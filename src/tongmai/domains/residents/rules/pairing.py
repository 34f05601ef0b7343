"""Which records may be of one person, and what must hold before two become one. Pure.

Reasons are listed, each with its weight of a dated table (assumed): a weight orders the worklist and keeps back what is
too thin; it decides nothing. People decide.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any

from tongmai.base.outcome import Issue
from tongmai.base.words import Words
from tongmai.domains.residents.rules.registering import (
    REAL,
    SYNTHETIC,
    Json,
    check_character,
    folded,
    plain,
    plain_phone,
)
from tongmai.fhir import pinyin
from tongmai.model.lists import room_table

_REASONS = room_table(__file__, "duplicate_reasons", "reason")
_RULES = room_table(__file__, "duplicate_rules", "rule")
SAID = "said"
_NUMBERS, _NUMBER = (SYNTHETIC, REAL), re.compile(r"\d{17}[0-9X]")
_LEVELS = (12, 9, 6, 4)  # digits of a 12-digit code down to village, township, county, prefecture
_VILLAGE = "urn:tongmai:village"


def reasons_of(one: Json, other: Json) -> list[str]:
    """Why two records may be of one person: codes of `tables/duplicate_reasons.csv`, none where nothing speaks for
    it."""
    names, born = (_name(one), _name(other)), _same(one, other, "birthDate")
    phones = _phones(one) & _phones(other)
    near = look_alike(*names)
    found = {
        "name_birth": born and bool(names[0]) and names[0] == names[1],
        "pinyin_birth": born and names[0] != names[1] and _read_alike(*names),
        "phone_name": bool(phones) and near,
        "number_digit": near and _one_slip(number_of(one), number_of(other)),
    }
    return [reason for reason, holds in found.items() if holds]


def look_alike(one: str, other: str) -> bool:
    """Whether two names are near: the same, read alike, or one character of them is another, too many or missing."""
    if not one or not other:
        return False
    return one == other or _read_alike(one, other) or _one_apart(one, other)


def _one_apart(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(long) < 2 or len(long) - len(short) > 1:
        return False
    if len(short) == len(long):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


def _read_alike(one: str, other: str) -> bool:
    readings = [{whole for whole, _ in pinyin.forms(name, name=True)} for name in (one, other)]
    return bool(readings[0] & readings[1])


def number_of(person: Json) -> str:
    """The identity number that a record bears, its check character sound; "" for none."""
    borne = (plain(str(one.get("value", ""))) for one in person.get("identifier", ()) if one.get("system") in _NUMBERS)
    return next((one for one in borne if _NUMBER.fullmatch(one) and check_character(one[:17]) == one[17]), "")


def _one_slip(one: str, other: str) -> bool:
    """Whether one digit of the first seventeen was mistaken, or two neighbours changed places; both are sound."""
    if not one or not other or one == other:
        return False
    places = [place for place in range(17) if one[place] != other[place]]
    if len(places) == 1:
        return True
    swapped = len(places) == 2 and places[1] == places[0] + 1
    return swapped and one[places[0]] == other[places[1]] and one[places[1]] == other[places[0]]


def weight_of(reasons: Iterable[str], day: date) -> int:
    """The sum of the weights of reasons as they stand on a day."""
    rows = (_REASONS.find(day, reason=one) for one in reasons)
    return sum(int(row["weight"]) for row in rows if row)


def reason_words(reason: str) -> Words:
    """What a reason says."""
    row = next((one for one in _REASONS.rows if one["reason"] == reason), None)
    return Words(row["zh"], row["en"]) if row else Words(reason, reason)


def pairs_to_propose(focus: Json, fields: Json, today: date) -> list[dict[str, Any]]:
    """What the house proposes on a day: of the records written lately, each with whom it resembles, both in use, the
    reasons weighing enough, and never proposed before."""
    least = int((_RULES.find(today, rule="propose_from") or {"value": "0"})["value"])
    known = {frozenset((_id(one["first"]), _id(one["second"]))) for one in fields["pairs"]}
    people = {str(one["id"]): one for look in ("fresh", "born", "reached") for one in fields[look]}
    fresh = {str(one["id"]) for one in fields["fresh"]}
    groups: dict[tuple[str, str], list[str]] = {}
    for id, one in sorted(people.items()):
        if in_use(one):
            for key in (("born", str(one.get("birthDate", ""))), *(("phone", phone) for phone in _phones(one))):
                groups.setdefault(key, []).append(id)
    near = {pair for key, ids in groups.items() if key[1] for pair in combinations(ids, 2)}
    found = []
    for first, second in sorted(near):
        reasons = reasons_of(people[first], people[second])
        new = (first in fresh or second in fresh) and frozenset((first, second)) not in known
        if new and reasons and weight_of(reasons, today) >= least:
            found.append(pair_made(people[first], people[second], reasons, today))
    return found


def pair_made(one: Json, other: Json, reasons: Sequence[str], today: date) -> dict[str, Any]:
    """The elements of a pair: the two in the order of their ids, why, and who may decide: the area that holds both
    homes, and the institution that registered both."""
    first, second = sorted((one, other), key=lambda each: str(each["id"]))
    made = {
        "first": _named(first), "second": _named(second), "reason": list(reasons),
        "weight": weight_of(reasons, today), "found": today.isoformat(),
    }  # fmt: skip
    if area := _shared_area(_home(first), _home(second)):
        made["area"] = area
    kept_by = [each.get("managingOrganization", {}).get("reference") for each in (first, second)]
    if kept_by[0] and kept_by[0] == kept_by[1]:
        made["institution"] = {"reference": kept_by[0]}
    return made


def _shared_area(one: str, other: str) -> str:
    for length in _LEVELS:
        if len(one) == len(other) == 12 and one[:length] == other[:length]:
            return one[:length].ljust(12, "0")
    return ""


def pair_is_new(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of proposing: two records, both in use, of whom nobody decided yet."""
    both = _both(focus, fields)
    if len(both) < 2:
        return [
            _issue("other", "请选择另一份档案", "choose another record", "从建议的档案中选择", "one of those proposed")
        ]
    asked = {_id(focus["first"]), _id(focus["second"])}
    if any({_id(one["first"]), _id(one["second"])} == asked for one in fields["pairs"]):
        return [_issue("other", "这两份档案已经提过", "these two were proposed before",
                       "在“疑似重复档案”中打开；已认定为两人的，可以重新核实",
                       "open it under “Possible duplicates”; where two persons were found, it can be reopened",
                       "duplicate")]  # fmt: skip
    return both_in_use(focus, fields, today)


def pair_of_two(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """What is written of a pair that a registrar or the house proposes."""
    one, other = _both(focus, fields)
    reasons = reasons_of(one, other) or [SAID]
    made = pair_made(one, other, reasons, today)
    return {
        "one": made["first"], "two": made["second"], "reasons": reasons, "weighs": made["weight"],
        "shared_area": made.get("area"), "shared_institution": made.get("institution"),
    }  # fmt: skip


def pair_set_up(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Which of the two records stays and which is closed, from the choice `keeps` (first or second)."""
    kept = "first" if fields["keeps"] == "first" else "second"
    other = "second" if kept == "first" else "first"
    return {"stays": focus[kept], "goes": focus[other]}


def pair_chosen(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: the record that stays is the one with the identity number, where only one has it."""
    kept, closed = _chosen(focus, fields)
    if number_of(closed) and not number_of(kept):
        return [_issue("keeps", "有身份证号的档案应当保留", "the record with the identity number is the one that stays",
                       "请改选另一份", "choose the other one")]  # fmt: skip
    return []


def both_in_use(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: both records are in use."""
    if all(in_use(one) for one in _both(focus, fields)):
        return []
    return [_issue("why", "其中一份档案已并入另一份", "one of the two was closed in favour of another",
                   "请办理“失效”，再看所并入的档案", "settle this pair as void, see the other record")]  # fmt: skip


def one_is_closed(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: one of the two is closed in favour of another, so that there is nothing to decide here."""
    if both_in_use(focus, fields, today):
        return []
    return [
        _issue("why", "两份档案都在用", "both records are in use", "请认定是否同一人", "say whether it is one person")
    ]


def numbers_agree_in_pair(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: the two do not bear two different sound identity numbers."""
    numbers = {number for one in _both(focus, fields) if (number := number_of(one))}
    if len(numbers) < 2:
        return []
    return [_issue("keeps", "两份档案各有一个有效的身份证号，号码不同", "they bear two different sound numbers",
                   "不是同一人的，认定为两人；有一个登记错了的，先在那份档案里撤回号码，再合并",
                   "two persons: say so; a mistaken number: withdraw it in that record first")]  # fmt: skip


def contracts_apart(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: not both have a family-doctor contract in force: one live contract a person."""
    signed = {_id(one["subject"]) for one in fields["contracts"]}
    if len(signed) < 2:
        return []
    return [_issue("keeps", "两份档案各有一份履行中的家庭医生签约", "both have a family-doctor contract in force",
                   "请先解除其中一份，再合并", "end one of the two first", "duplicate")]  # fmt: skip


def at_once_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: the record to be closed bears no identity number; two numbered people take a second person."""
    _, closed = _chosen(focus, fields)
    if not number_of(closed):
        return []
    return [_issue("keeps", "要关闭的档案有身份证号，须两人办理", "the closed record has a number",
                   "请办理“认定为同一人”，由另一人复核", "find them one person; somebody else merges")]  # fmt: skip


def in_use(person: Json) -> bool:
    """Whether a record is not closed in favour of another."""
    return bool(person.get("active", True))


def _chosen(focus: Json, fields: Json) -> tuple[Json, Json]:
    """The record that stays and the one that is closed: as chosen now, or as chosen before."""
    chosen = (
        pair_set_up(focus, fields, date.max) if "keeps" in fields else {"stays": focus["kept"], "goes": focus["closed"]}
    )
    people: Mapping[str, Json] = {str(one["id"]): one for one in _both(focus, fields)}
    return people.get(_id(chosen["stays"]), {}), people.get(_id(chosen["goes"]), {})


def _both(focus: Json, fields: Json) -> list[Json]:
    wanted = {_id(focus["first"]), _id(focus["second"])}
    return sorted((one for one in fields["both"] if str(one["id"]) in wanted), key=lambda one: str(one["id"]))


def _id(reference: Any) -> str:
    return str(reference["reference"]).rpartition("/")[2]


def _named(person: Json) -> dict[str, str]:
    shown = str(next((one.get("text", "") for one in person.get("name", ())), ""))
    return {"reference": f"Patient/{person['id']}"} | ({"display": shown} if shown else {})


def _name(person: Json) -> str:
    return folded(str(next((one.get("text", "") for one in person.get("name", ())), "")))


def _phones(person: Json) -> set[str]:
    told = (plain(plain_phone(str(one.get("value", "")))) for one in person.get("telecom", ()))
    return {one for one in told if one}


def _home(person: Json) -> str:
    return str(
        next((one.get("valueCode", "") for one in person.get("extension", ()) if one.get("url") == _VILLAGE), "")
    )


def _same(one: Json, other: Json, element: str) -> bool:
    return bool(one.get(element)) and one.get(element) == other.get(element)


def _issue(where: str, zh: str, en: str, then_zh: str, then_en: str, kind: str = "rule") -> Issue:
    return Issue(kind, Words(zh, en), where, "one record a person", Words(then_zh, then_en))
