"""The arithmetic of referral: criteria, who can treat it and where. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import combinations
from typing import Any

from tongmai.base.clock import civil_day
from tongmai.base.dates import interval
from tongmai.base.outcome import Issue
from tongmai.base.tables import DatedRow
from tongmai.base.words import Words
from tongmai.engines.pages.given import Area
from tongmai.engines.workflow import kept_until
from tongmai.fhir.facts import code_in
from tongmai.model.lists import room_table

Json = Mapping[str, Any]
DIRECTION, DISEASE = "urn:tongmai:referral", "http://hl7.org/fhir/sid/icd-10"
CRITERIA = room_table(__file__, "criteria", "criterion")
_CAPABILITIES = room_table(__file__, "capabilities", "disease", "urgency")
_CODES = room_table(__file__, "referral_codes", "list", "code")
_REASONS = room_table(__file__, "referral_reasons", "verb", "reason")
READINGS = {"systolic": Words("收缩压", "systolic"), "diastolic": Words("舒张压", "diastolic"),
            "glucose": Words("血糖", "glucose")}  # fmt: skip
Options = tuple[tuple[str, Words], ...]


def options(name: str) -> Options:
    """The codes of one list of referral_codes.csv with their words."""
    return tuple((row["code"], Words(row["zh"], row["en"])) for row in _CODES.rows if row["list"] == name)


def reasons(verb: str) -> Options:
    """The reasons that one verb may give."""
    return tuple((row["reason"], Words(row["zh"], row["en"])) for row in _REASONS.rows if row["verb"] == verb)


def criteria(direction: str) -> Options:
    """Every criterion of a direction; `up` serves across too."""
    return tuple((row["criterion"], Words(row["zh"], row["en"])) for row in CRITERIA.rows
                 if row["direction"] == direction)  # fmt: skip


def direction(focus: Json) -> str:
    """up, across or down."""
    return code_in(focus.get("category"), DIRECTION)


def disease(focus: Json) -> str:
    """The ICD-10 code a referral is about."""
    return code_in(focus.get("reasonCode"), DISEASE)


def fitting(direction: str, disease: str, urgency: str, day: date) -> list[DatedRow]:
    """The criteria that hold on a day for a disease, its own before those for every disease."""
    way = "down" if direction == "down" else "up"
    rows = [row for row in CRITERIA.on(day) if row["direction"] == way and row["disease"] in (disease, "*")]
    chosen = [row for row in rows if (row["urgency"] == "stat") == (urgency == "stat")]
    return sorted(chosen, key=lambda row: row["disease"] == "*")


def criteria_fit(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition: the criterion is one for this disease, direction and urgency, and the readings reach it."""
    urgency = str(focus.get("priority", "routine"))
    rows = {row["criterion"]: row for row in fitting(direction(focus), disease(focus), urgency, today)}
    row = rows.get(str(fields.get("criterion")))
    if row is None:
        names = "；".join(one["zh"] for one in list(rows.values())[:4])
        words = Words("所选指征不适用于该病种、方向或紧急程度", "the criterion is not for this disease and urgency")
        remedy = Words(f"可选：{names}", "; ".join(one["en"] for one in list(rows.values())[:4]))
        return [Issue("rule", words, where="criterion", rule="referral.criteria", remedy=remedy)]
    return reached(row, fields) or _below(row, fields)


def emergency_fit(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of going at once: as `criteria_fit`, as an emergency. Readings come with the paper."""
    urgent = fitting(direction(focus), disease(focus), "stat", today)
    if str(fields.get("criterion")) in {row["criterion"] for row in urgent}:
        return []
    names = Words("；".join(row["zh"] for row in urgent[:4]), "; ".join(row["en"] for row in urgent[:4]))
    words = Words("所选指征不是急诊指征", "the criterion is none of an emergency")
    return [Issue("rule", words, where="criterion", rule="referral.criteria", remedy=names)]


def reached(row: DatedRow, fields: Json) -> list[Issue]:
    """Some reading reaches the least that the criterion names; without a reading it cannot be said."""
    asked = {name: Decimal(row[f"{name}_least"]) for name in READINGS if row[f"{name}_least"]}
    given = {name: Decimal(str(fields[name])) for name in asked if fields.get(name) is not None}
    if not asked or any(value >= asked[name] for name, value in given.items()):
        return []
    told = "/".join(str(value) for value in asked.values())
    words = Words(f"所填数值未达到该指征（≥{told}）", f"the readings do not reach the criterion ({told} or more)")
    return [Issue("rule" if given else "required", words, where=next(iter(asked)), rule="referral.criteria")]


def _below(row: DatedRow, fields: Json) -> list[Issue]:
    """Every reading lies below what the criterion names."""
    asked = {name: Decimal(row[f"{name}_below"]) for name in READINGS if row[f"{name}_below"]}
    issues = []
    for name, limit in asked.items():
        given = fields.get(name)
        if given is None or Decimal(str(given)) >= limit:
            zh, en = READINGS[name]
            words = Words(f"{zh}应低于 {limit}", f"{en} should be below {limit}")
            issues.append(Issue("required" if given is None else "rule", words, where=name, rule="referral.criteria"))
    return issues


@dataclass(frozen=True, slots=True)
class Place:
    """A place that may receive somebody. `area`: 12 digits; `families`: the treatment centres it runs."""

    id: str
    name: str
    kind: str
    area: str
    families: frozenset[str] = frozenset()
    slots: int = 0
    beds: int = 0
    allied: bool = False


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in the order in which it is proposed, with what speaks for it."""

    place: Place
    able: bool
    distance: int  # 0 same township, 1 same county, 2 next county, 3 further in the region, 4 beyond
    why: Words


def able(place: Place, disease: str, urgency: str, day: date) -> bool:
    """Whether a place can treat it: its kind, and for an emergency its centre (tables/capabilities.csv)."""
    rows = _CAPABILITIES.on(day)
    level = "stat" if urgency == "stat" else "routine"
    row = next(
        (row for key in (disease, "*") for row in rows if (row["disease"], row["urgency"]) == (key, level)), None
    )
    return (
        row is not None
        and place.kind in row["kinds"].split("|")
        and (not row["family"] or row["family"] in place.families)
    )


def distance(here: str, there: str, neighbours: Iterable[frozenset[str]]) -> int:
    """How far by areas. `neighbours`: pairs of six-digit counties that touch."""
    if here[:9] == there[:9]:
        return 0
    if here[:6] == there[:6]:
        return 1
    if frozenset((here[:6], there[:6])) in set(neighbours):
        return 2
    return 3 if here[:4] == there[:4] else 4


def ranked(
    places: Iterable[Place], here: str, disease: str, urgency: str, day: date,
    neighbours: Iterable[frozenset[str]] = (), wish: str = "",
) -> list[Ranked]:  # fmt: skip
    """Who can treat it first; then the patient's choice, a free slot or bed, the own alliance, the nearer. An emergency
    asks for the nearer before everything else."""
    pairs = tuple(neighbours)
    found = []
    for place in places:
        far, can = distance(here, place.area, pairs), able(place, disease, urgency, day)
        found.append(Ranked(place, can, far, _why(place, can, far, wish)))
    stat = urgency == "stat"

    def order(one: Ranked) -> tuple[object, ...]:
        place = one.place
        calm = (place.id != wish, not (place.slots or place.beds), not place.allied)
        return (not one.able, one.distance if stat else 0, *calm, one.distance, place.name, place.id)

    return sorted(found, key=order)


_FAR = (Words("同乡镇", "same township"), Words("同县", "same county"), Words("邻县", "next county"),
        Words("同地市", "in the region"), Words("外地市", "beyond"))  # fmt: skip


def _why(place: Place, can: bool, far: int, wish: str) -> Words:
    parts = [Words("能诊治", "can treat it") if can else Words("不具备条件", "cannot treat it"), _FAR[far]]
    parts.append(Words(f"号源 {place.slots}、床位 {place.beds}", f"{place.slots} slots, {place.beds} beds"))
    parts += [Words("同一医共体", "own community")] if place.allied else []
    parts += [Words("患者意愿", "the patient's choice")] if place.id == wish else []
    return Words(" · ".join(one.zh for one in parts), " · ".join(one.en for one in parts))


def elsewhere(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of redirecting: the alternative is another institution than the present one and than the sender."""
    chosen = fields["alternative"]["reference"]
    parties = [one.get("reference") for one in (*focus.get("performer", ()), focus.get("requester") or {})]
    if chosen.startswith("Organization/") and chosen not in parties:
        return []
    words = Words("改派须推荐另一家接收机构", "redirecting names another institution")
    return [Issue("rule", words, where="alternative", rule="referral: refusal names an alternative")]


def able_there(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of sending: the receiving institution can treat it (tables/capabilities.csv): its kind, and for an
    emergency the centre that it runs. An institution outside the region's own system is not judged."""
    urgency = str(focus.get("priority", "routine"))
    chosen = (focus.get("performer") or [None])[0]
    there = places(fields["destination"], fields["centres"], (), (), "", None)
    place = next((one for one in there if one.id == referred(chosen)), None)
    if place is None or place.kind in _OUTSIDE or able(place, disease(focus), urgency, today):
        return []
    words = Words(
        "接收机构不具备该病种（该紧急程度）的诊治条件", "the institution cannot treat this, or not so urgently"
    )
    remedy = Words("请改选接收机构", "choose another institution")
    return [Issue("rule", words, where="performer", rule="referral.capabilities", remedy=remedy)]


_OUTSIDE = ("corps_hospital",)


def day_came(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of not arriving: the day of the appointment has come."""
    booked = focus.get("occurrenceDateTime")
    if not booked or civil_day(interval(str(booked)).start) <= today:
        return []
    return [Issue("rule", Words("预约日期未到", "the day of the appointment has not come"), where="reason")]


def paper_done(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of closing: an emergency that went ahead has its paper by now."""
    urls = {one.get("url") for one in focus.get("extension", ())}
    if focus.get("priority") != "stat" or "urn:tongmai:consent" in urls:
        return []
    words = Words("急诊转诊的手续还没有补办", "the paper of the emergency is still missing")
    return [Issue("rule", words, where="finding", remedy=Words("请先补办转诊手续", "hand in the paper first"))]


def neighbours(areas: Iterable[Area]) -> list[frozenset[str]]:
    """Pairs of six-digit counties that touch on the region's schematic map; none where the region draws no map."""
    drawn = [area for area in areas if area.column and area.code.isdecimal()]
    return [frozenset((one.code[:6], other.code[:6])) for one, other in combinations(drawn, 2) if _touch(one, other)]


def _touch(one: Area, other: Area) -> bool:
    """Side by side in a row, or one above the other."""
    apart = max(one.column - other.column - other.width, other.column - one.column - one.width)
    return apart == 0 if one.row == other.row else abs(one.row - other.row) == 1 and apart < 0


def places(
    hospitals: Sequence[Json], centres: Sequence[Json], slots: Sequence[Json], memberships: Sequence[Json], own: str,
    now: datetime | None,
) -> list[Place]:  # fmt: skip
    """Hospitals as places that may receive somebody from the institution `own`: the treatment centres that they run,
    what they keep free now, and whether both belong to one community."""
    families: dict[str, set[str]] = {}
    for one in centres:
        families.setdefault(referred(one.get("partOf")), set()).add(extended(one, "family", "valueCode"))
    free: Counter[tuple[str, str]] = Counter()
    for slot in slots:
        if now is None or kept_until(slot) > now:
            whose = str((extended(slot, "institution", "valueReference") or {}).get("reference", ""))
            free[whose.removeprefix("Organization/"), code_in(slot.get("serviceCategory"), "urn:tongmai:slot")] += 1
    joined: dict[str, set[str]] = {}
    for one in memberships:
        if code_in(one.get("code"), "urn:tongmai:affiliation") not in ("", "member"):
            continue  # a trusteeship or a pairing makes nobody a member
        joined.setdefault(referred(one.get("participatingOrganization")), set()).add(referred(one.get("organization")))
    return [
        Place(
            one["id"], str(one["name"]), code_in(one.get("type"), "urn:tongmai:kind"),
            extended(one, "village", "valueCode"), frozenset(families.get(one["id"], ())),
            free[one["id"], "appointment"], free[one["id"], "bed"],
            bool(joined.get(own, set()) & joined.get(one["id"], set())),
        )
        for one in hospitals if one.get("active", True) and one["id"] != own
    ]  # fmt: skip


def referred(reference: Any) -> str:
    """The id that a reference names."""
    return str((reference or {}).get("reference", "")).rpartition("/")[2]


def extended(resource: Json, name: str, value: str) -> Any:
    """The value of one of our extensions; "" where there is none."""
    url = f"urn:tongmai:{name}"
    return next((one.get(value, "") for one in resource.get("extension", ()) if one.get("url") == url), "")


def slot_in_order(row: Json) -> list[Issue]:
    """A check of the list: a slot ends after it begins, and is not kept beyond its end."""
    start, end, kept_for = (_moment(row.get(name)) for name in ("from_at", "to_at", "kept_until"))
    issues = []
    if start and end and end <= start:
        words = Words("结束时间应晚于开始时间", "it must end after it begins")
        issues.append(Issue("value", words, where="to_at", remedy=Words("请核对两个时间", "check both times")))
    elif end and kept_for and kept_for > end:
        words = Words("预留时间晚于结束时间", "it is kept beyond its end")
        remedy = Words("预留至应不晚于结束时间", "it is released at its end or before")
        issues.append(Issue("value", words, where="kept_until", remedy=remedy))
    return issues


def slot_not_booked_by_list(row: Json) -> list[Issue]:
    """A check of the list: only a referral takes a slot, and names whom it is for."""
    if row.get("state") != "busy":
        return []
    words = Words("“已约”由转诊流程办理，不在表中填写", "a referral takes a slot, not a list")
    remedy = Words("请填“可约”或“停用”", "write free or out of use")
    return [Issue("rule", words, where="state", rule="a slot is taken by a step", remedy=remedy)]


def _moment(text: Any) -> datetime | None:
    return interval(str(text)).start if text else None


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "slot_in_order": slot_in_order,
    "slot_not_booked_by_list": slot_not_booked_by_list,
    "criteria_fit": criteria_fit,
    "emergency_fit": emergency_fit,
    "elsewhere": elsewhere,
    "able_there": able_there,
    "day_came": day_came,
    "paper_done": paper_done,
}
"""What steps name."""
