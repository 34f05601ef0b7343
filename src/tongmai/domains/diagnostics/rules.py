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


def _coded(concept: Any) -> str:
    found = concept[0] if isinstance(concept, list) and concept else concept
    return str(found["coding"][0].get("code", "")) if isinstance(found, dict) and found.get("coding") else ""


def _extension(resource: Json, name: str) -> str:
    """The code of one of our extensions; "" where there is none."""
    marked = (one for one in resource.get("extension", ()) if one.get("url") == f"urn:tongmai:{name}")
    return next((str(one.get("valueCode", "")) for one in marked), "")


def extensions(resource: Json, name: str) -> list[dict[str, Any]]:
    """Our extensions of a name that have parts, each as its parts by name."""
    found = (one["extension"] for one in resource.get("extension", ()) if one.get("url") == f"urn:tongmai:{name}")
    return [{part["url"]: next(v for k, v in part.items() if k != "url") for part in parts} for parts in found]


def _referred(reference: Any) -> str:
    found = reference[0] if isinstance(reference, list) and reference else reference
    return str(found.get("reference", "")).rpartition("/")[2] if isinstance(found, dict) else ""


def _day(text: str) -> date:
    """The civil day of a dateTime, and a date as it is."""
    return civil_day(datetime.fromisoformat(text)) if "T" in text else date.fromisoformat(text)


def _member(affiliation: Json) -> bool:
    """A membership: a trusteeship or a pairing makes nobody a member."""
    codes = [coding.get("code") for one in affiliation.get("code", ()) for coding in one.get("coding", ())]
    return not codes or "member" in codes


def _places(fields: Json) -> dict[str, Place]:
    """The institutions of a request, each in the communities of its own and of its owner that hold today."""
    joined: dict[str, set[str]] = {}
    for one in fields["memberships"]:
        if _member(one) and one.get("active", True) and not one.get("period", {}).get("end"):
            joined.setdefault(_referred(one.get("participatingOrganization")), set()).add(
                _referred(one["organization"])
            )
    found = {}
    for one in fields["institutions"]:
        communities = frozenset(joined.get(one["id"], set()) | joined.get(_referred(one.get("partOf")), set()))
        tier = _extension(one, "tier")
        place = Place(one["id"], tier if tier in _TIERS else "village", _extension(one, "village"), communities)
        found[place.id] = place
    return found


def _marks(certificates: Iterable[Json]) -> list[Mark]:
    """Certificates of the standard recognition_item as marks; their grade says how far: 1 consortium to 5 national."""
    return [
        Mark(one["family"], _referred(one["holder"]), SCOPES[int(one.get("grade", 1))],
             _day(one["period"]["start"]), _day(one["period"]["end"]))
        for one in certificates
        if one.get("period", {}).get("start") and one["period"].get("end")
    ]  # fmt: skip


def verdicts(focus: Json, fields: Json, today: date, reason: str = "") -> list[tuple[Json, Verdict]]:
    """Each earlier report of the same item, the newest first, with what is to be said of it."""
    places, marks = _places(fields), _marks(fields["certificates"])
    wish = Wish(_coded(focus["code"]), places[_referred(focus["requester"])], reason) if fields["reports"] else None
    found = []
    for report in fields["reports"]:
        place, taken = (
            places.get(_referred(report.get("performer"))),
            report.get("effectiveDateTime") or report["issued"],
        )
        if place is not None and wish is not None:
            result = Result(_coded(report["code"]), _day(taken), place, report["status"])
            found.append((report, recognised(result, wish, today, marks)))
    return found


def recent_results(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """What is shown before an order is placed: the last results of the item, each with its verdict, kept on the request
    as it was shown."""
    return {"recent": [_shown(report, verdict) for report, verdict in verdicts(focus, fields, today)[:5]]}


def _shown(report: Json, verdict: Verdict) -> dict[str, Any]:
    taken = report.get("effectiveDateTime") or report["issued"]
    parts: list[dict[str, Any]] = [
        {"url": "report", "valueReference": {"reference": f"DiagnosticReport/{report['id']}"}},
        {"url": "taken", "valueDate": _day(taken).isoformat()},
        {"url": "maker", "valueReference": {"reference": f"Organization/{_referred(report.get('performer'))}"}},
        {"url": "recognised", "valueBoolean": verdict.recognised},
        {"url": "rule", "valueCode": verdict.rule},
        {"url": "why", "valueString": verdict.why.zh},
    ]
    if conclusion := report.get("conclusion"):
        parts.append({"url": "conclusion", "valueString": conclusion})
    return {"url": "urn:tongmai:recent", "extension": parts}


def centre_reads(focus: Json, fields: Json, today: date) -> list[Issue]:
    """The item is on the list of what can be asked for, and what is asked reads its kind: a general hospital, or a
    shared centre of that kind."""
    row = CATALOGUE.find(today, item=_coded(focus["code"]))
    if row is None or row["centre"] != _coded(focus["category"]):
        return [Issue("code", Words("该类别没有这个项目", "no item of this kind"), where="item")]
    if any(kind_of(one) in ("general_hospital", row["centre"]) for one in fields["centre"]):
        return []
    words = Words("所选机构不做该项目", "the institution chosen does not read this item")
    remedy = Words("请选本县同类共享中心或综合医院", "choose a shared centre of that kind or a general hospital")
    return [Issue("rule", words, where="performer", rule="diagnostics.centre-reads", remedy=remedy)]


def kind_of(institution: Json) -> str:
    """What an institution reads: the family of a shared centre, else its kind."""
    kind = _coded(institution.get("type"))
    return _extension(institution, "family") if kind == "shared_centre" else kind


def result_stands(focus: Json, fields: Json, today: date) -> list[Issue]:
    """The report used in place of a new test is one that is recognised today."""
    wanted = _referred(fields["result"])
    verdict = next((said for report, said in verdicts(focus, fields, today) if report["id"] == wanted), None)
    if verdict is not None and verdict.recognised:
        return []
    words = verdict.why if verdict else Words("不是该患者同一项目的结果", "no result of this item and person")
    rule = verdict.rule if verdict else "recognition.item"
    return [Issue("rule", words, where="result", rule=rule, remedy=Words("请开单检查", "order the test"))]


def reason_for_repeat(focus: Json, fields: Json, today: date) -> list[Issue]:
    """Where a result is recognised, the test is repeated for one of the six reasons only, the sixth said in words."""
    stands = [report for report, verdict in verdicts(focus, fields, today) if verdict.recognised]
    if stands and not fields.get("reason"):
        words = Words("已有可互认的结果，复查须选择六种情形之一", "a result is recognised: repeating it needs a reason")
        remedy = Words("请采用已有结果，或选择理由", "use it, or choose a reason")
        return [Issue("required", words, where="reason", rule="recognition.must-not-repeat", remedy=remedy)]
    if stands and REASONS.find(today, reason=fields["reason"]) is None:
        return [Issue("code", Words("该理由不在现行目录内", "no such reason today"), where="reason")]
    if fields.get("reason") == "other_need" and not fields.get("said"):
        return [Issue("required", Words("其他情形须写明", "say in words which"), where="said")]
    return []


def judged_use(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """The row of the ledger for a result used: what it saved."""
    wanted = _referred(fields["result"])
    report, verdict = next(pair for pair in verdicts(focus, fields, today) if pair[0]["id"] == wanted)
    return _entry(focus, "recognised", report, verdict, today, "")


def judged_order(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """The row of the ledger for an order: repeated for a reason, or not recognised by which rule; none where there was
    no earlier result."""
    found = verdicts(focus, fields, today)
    stands = next((pair for pair in found if pair[1].recognised), None)
    if stands:
        return _entry(focus, "repeated", *stands, today, fields["reason"])
    return _entry(focus, "not_recognised", *found[0], today, "") if found else {"decision": "first"}


def _entry(focus: Json, decision: str, report: Json, verdict: Verdict, day: date, reason: str) -> dict[str, Any]:
    cents = price(_coded(focus["code"]), day)
    parts: list[dict[str, Any]] = [
        {"url": "decision", "valueCode": decision},
        {"url": "day", "valueDate": day.isoformat()},
        {"url": "cents", "valueInteger": cents},
        {"url": "rule", "valueCode": verdict.rule},
        {"url": "report", "valueReference": {"reference": f"DiagnosticReport/{report['id']}"}},
        {"url": "maker", "valueReference": {"reference": f"Organization/{_referred(report.get('performer'))}"}},
    ]
    parts += [{"url": "reason", "valueCode": reason}] if reason else []
    ledger = {"url": "urn:tongmai:recognition", "extension": parts}
    return {"decision": decision, "rule": verdict.rule, "why": verdict.why.zh, "cents": cents, "ledger": ledger}


FUNCTIONS = {
    "centre_reads": centre_reads,
    "recent_results": recent_results,
    "result_stands": result_stands,
    "reason_for_repeat": reason_for_repeat,
    "judged_use": judged_use,
    "judged_order": judged_order,
}
"""What steps name."""
