"""Recognition of results: what may stand in place of a new examination, by which rule, and what it saves. Pure.

Rules of section 3: what is recognised are images and measured values, never a conclusion; an item of the dated list
whose maker holds a quality certificate for it, within the scope of both, not older than its validity, and not taken
away by one of the six reasons. Public and private institutions stand alike.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from tongmai.base.clock import civil_day
from tongmai.base.outcome import Issue
from tongmai.base.tables import DatedTable
from tongmai.base.words import Words
from tongmai.model.lists import room_table

Json = Mapping[str, Any]
CATALOGUE = room_table(__file__, "recognition", "item")
REASONS = room_table(__file__, "re_exam_reasons", "reason")
DIRECTIONS = room_table(__file__, "directions", "direction", "within")
PRICES = room_table(__file__, "prices", "item")
SCOPES = ("own", "consortium", "county", "city", "province", "national")
"""From the nearest to the widest: what two institutions share, and how far an item or a mark reaches."""
_TIERS = ("village", "township", "county", "prefecture")
_SOUND = frozenset({"final", "amended", "corrected", "appended"})
_SHARED_DIGITS = (("county", 6), ("city", 4), ("province", 2))


@dataclass(frozen=True, slots=True)
class Place:
    """An institution. `area`: its code of 12 digits; `communities`: the medical communities it belongs to. Ownership
    is no part of it: all kinds of institutions stand alike."""

    id: str
    tier: str
    area: str
    communities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Result:
    """What was found. `day`: when it was taken; `state`: the status of its report."""

    item: str
    day: date
    place: Place
    state: str = "final"
    conclusion: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """An order about to be placed. `reason`: why it should be done again, "" when none is given."""

    item: str
    place: Place
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark HR of one item at one institution: as far as `scope`, from and up to a day, both included."""

    item: str
    place: str
    scope: str
    since: date
    until: date


class Verdict(NamedTuple):
    """Whether a result stands, why (not) in words, and by which rule."""

    recognised: bool
    why: Words
    rule: str


@dataclass(frozen=True, slots=True)
class Tables:
    """The dated tables a verdict is read from."""

    catalogue: DatedTable = CATALOGUE
    reasons: DatedTable = REASONS
    directions: DatedTable = DIRECTIONS


USUAL = Tables()


def shared(one: Place, other: Place) -> str:
    """The nearest scope that two institutions share."""
    if one.id == other.id:
        return "own"
    if one.communities & other.communities:
        return "consortium"
    return next((scope for scope, digits in _SHARED_DIGITS if one.area[:digits] == other.area[:digits]), "national")


def recognised(result: Result, wish: Wish, day: date, marks: Sequence[Mark] = (), tables: Tables = USUAL) -> Verdict:
    """Whether a result may stand in place of what is wished for on a day. The first rule that speaks decides."""
    row = tables.catalogue.find(day, item=wish.item)
    if result.item != wish.item:
        return _no("item", "不是同一项目", "another item")
    if row is None:
        return _no("not-listed", "不在互认项目目录内", "not in the list of recognised items")
    if row["negative"] == "yes":
        return _no("negative-list", "属不互认项目(负面清单)", "on the negative list")
    if result.conclusion:
        return _no("conclusion", "诊断结论不在互认范围", "a conclusion is no part of recognition")
    if result.state not in _SOUND:
        return _no("not-final", "结果尚未审核发布或已作废", "the report is not final")
    age, longest = (day - result.day).days, int(row["validity_days"])
    if age < 0:
        return _no("later", "结果日期晚于开单日期", "taken after the order")
    if age > longest:
        return _no("validity", f"已过{age}天，互认时限{longest}天", f"{age} days old; valid for {longest}")
    scope = shared(result.place, wish.place)
    if verdict := _out_of_reach(result, wish, scope, row["scope"], day, marks, tables):
        return verdict
    reason = tables.reasons.find(day, reason=wish.reason) if wish.reason else None
    if reason is not None:
        return _no(f"re-exam-{wish.reason}", f"可以复查：{reason['zh']}", f"may be repeated: {reason['en']}")
    words = Words(f"{age}天前的结果在互认时限{longest}天内", f"{age} days old, valid for {longest}")
    return Verdict(True, words, f"recognition.{scope}")


def _out_of_reach(
    result: Result, wish: Wish, scope: str, listed: str, day: date, marks: Sequence[Mark], tables: Tables
) -> Verdict | None:
    """Why the place of a result does not reach the place of the wish; None when it does. One's own result always does:
    no mark is asked of it."""
    if scope == "own":
        return None
    if _beyond(scope, listed):
        return _no("scope", "超出该项目的互认区域", f"the item is recognised within {listed}, this is {scope}")
    held = [one for one in marks if one.item == result.item and one.place == result.place.id]
    if not held:
        return _no("no-certificate", "出具机构没有该项目的质量合格证明", "its maker has no quality certificate")
    valid = [one for one in held if one.since <= day <= one.until and one.since <= result.day <= one.until]
    if not valid:
        return _no("certificate-expired", "质量合格证明不在有效期内", "the quality certificate is not in force")
    if all(_beyond(scope, one.scope) for one in valid):
        return _no("mark-scope", "互认标识的区域不及本机构", f"its mark does not reach {scope}")
    if not _accepted(direction(result.place, wish.place), scope, day, tables.directions):
        return _no("direction", "上级机构暂不互认下级结果", "the upper level does not take it from below")
    return None


def direction(maker: Place, receiver: Place) -> str:
    """From which level a result comes, as the receiver sees it."""
    made, received = _TIERS.index(maker.tier), _TIERS.index(receiver.tier)
    return "same" if made == received else "from_above" if made > received else "from_below"


def _accepted(way: str, scope: str, day: date, table: DatedTable) -> bool:
    """What the nearest row for this way that reaches the scope says."""
    rows = [row for row in table.on(day) if row["direction"] == way and not _beyond(scope, row["within"])]
    nearest = min(rows, key=lambda row: SCOPES.index(row["within"]), default=None)
    return nearest is not None and nearest["accepted"] == "yes"


def _beyond(scope: str, reach: str) -> bool:
    return SCOPES.index(scope) > SCOPES.index(reach)


def _no(rule: str, zh: str, en: str) -> Verdict:
    return Verdict(False, Words(zh, en), f"recognition.{rule}")


def price(item: str, day: date) -> int:
    """Cents of an item on a day; 0 where no price is set."""
    row = PRICES.find(day, item=item)
    return int(row["cents"]) if row else 0
