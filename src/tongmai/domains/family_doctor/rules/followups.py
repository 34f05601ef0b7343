"""How a follow-up is classified, when the next is due, when to refer.

国家基本公共卫生服务规范（第三版）, hypertension and type 2 diabetes: controlled, the next within three months; not
controlled or an adverse reaction for the first time, within two weeks; twice in a row or a complication, refer and ask
within two weeks what became of it; in danger, treat and refer at once. Every number is a dated row of `tables/`.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tongmai.base.outcome import Issue
from tongmai.base.words import Words
from tongmai.fhir.facts import code_in
from tongmai.model.lists import room_table

Json = Mapping[str, Any]
Options = tuple[tuple[str, Words], ...]
HYPERTENSION, DIABETES = "I10", "E11"
FOLLOW_UP = "urn:tongmai:follow-up"
_CODES = room_table(__file__, "family_codes", "list", "code")
_TARGETS = room_table(__file__, "follow_up_targets", "disease", "age_from")
_DANGERS = room_table(__file__, "follow_up_dangers", "disease", "sign")
_COURSES = room_table(__file__, "follow_up_courses", "disease", "classification", "turn")
_BOUNDS = room_table(__file__, "follow_up_bounds", "reading")
SCOPE = room_table(__file__, "follow_up_scope", "disease")
PRIORITY = {"none": "routine", "adjust": "routine", "refer": "urgent", "emergency": "stat"}
"""R4 priority of a follow-up by what was advised: the clock of the referral hangs on it."""
_READINGS = ("systolic", "diastolic", "glucose", "heart_rate")


def options(name: str) -> Options:
    """The codes of one list of family_codes.csv with their words."""
    return tuple((row["code"], Words(row["zh"], row["en"])) for row in _CODES.rows if row["list"] == name)


def signs(disease: str) -> Options:
    """The signs of danger that a person asks for; those told by a reading are found by themselves."""
    rows = [row for row in _DANGERS.rows if row["disease"] == disease]
    asked = [row for row in rows if not any(row[one] for one in row.values if one.endswith(("_least", "_most")))]
    return tuple((row["sign"], Words(row["zh"], row["en"])) for row in asked)


@dataclass(frozen=True, slots=True)
class Found:
    """What one follow-up found. Readings: mmHg, mmol/L fasting, beats a minute; left out where not taken. `sign`: of
    danger,
    "" for none. `before`: the classification of the follow-up before, "" where there was none."""

    disease: str
    on: date
    age: int
    readings: Mapping[str, Decimal] = field(default_factory=dict)
    sign: str = ""
    adverse: bool = False
    complication: bool = False
    before: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """How a follow-up is classified, and what follows."""

    classification: str
    at_target: bool
    advice: str
    next_on: date

    @property
    def priority(self) -> str:
        return PRIORITY[self.advice]


def judged(found: Found) -> Judged:
    """By the rows that hold on the day of the follow-up. Refused by ValueError: a disease without rows."""
    controlled = at_target(found)
    kind = _classification(found, controlled)
    danger = in_danger(found)
    turn = "2" if kind != "controlled" and found.before not in ("", "controlled") else "1"
    key = ("danger", "1") if danger else (kind, turn)
    row = _COURSES.find(found.on, disease=found.disease, classification=key[0], turn=key[1])
    if row is None:
        raise ValueError(f"no course for {found.disease} {key} on {found.on}")
    following = months_later(found.on, int(row["months"])) if row["months"] else found.on + timedelta(int(row["days"]))
    return Judged(kind, controlled, row["advice"], following)


def _classification(found: Found, controlled: bool) -> str:
    """The form has room for one: what is graver leads (assumed)."""
    if found.complication:
        return "complication"
    if found.adverse:
        return "adverse"
    return "controlled" if controlled else "uncontrolled"


def at_target(found: Found) -> bool:
    """Every reading that the target names lies below it; the row of the highest age that the person has reached."""
    rows = [
        row for row in _TARGETS.on(found.on)
        if row["disease"] == found.disease and int(row["age_from"]) <= found.age
    ]  # fmt: skip
    if not rows:
        raise ValueError(f"no target for {found.disease} on {found.on}")
    row = max(rows, key=lambda one: int(one["age_from"]))
    limits = {name: Decimal(row[f"{name}_below"]) for name in ("systolic", "diastolic", "glucose")
              if row[f"{name}_below"]}  # fmt: skip
    return all(name in found.readings and found.readings[name] < limit for name, limit in limits.items())


def in_danger(found: Found) -> bool:
    """A sign of danger was seen, or a reading reaches one."""
    rows = [row for row in _DANGERS.on(found.on) if row["disease"] == found.disease]
    if found.sign and found.sign in {row["sign"] for row in rows}:
        return True
    return any(_reaches(row.values, found.readings) for row in rows)


def _reaches(row: Mapping[str, str], readings: Mapping[str, Decimal]) -> bool:
    least = any(row.get(f"{name}_least") and value >= Decimal(row[f"{name}_least"]) for name, value in readings.items())
    most = any(row.get(f"{name}_most") and value <= Decimal(row[f"{name}_most"]) for name, value in readings.items())
    return least or most


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def age_on(born: str, day: date) -> int:
    """Whole years on a day; of a year or a month alone, those surely reached."""
    parts = [int(part) for part in born.split("-")]
    full = (parts + [12, 31][len(parts) - 1 :])[:3]
    return day.year - full[0] - ((day.month, day.day) < (full[1], full[2]))


def bmi(weight: Decimal, height: Decimal) -> Decimal:
    """kg/m² of kg and cm, to one place."""
    return (weight * 10000 / (height * height)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def disease_of(focus: Json) -> str:
    """The disease that a follow-up programme is about."""
    return code_in(focus.get("category"), FOLLOW_UP)


def extended(resource: Json, name: str, value: str) -> Any:
    """The value of one of our extensions; "" where there is none."""
    url = f"urn:tongmai:{name}"
    return next((one.get(value, "") for one in resource.get("extension", ()) if one.get("url") == url), "")


def last_before(records: Iterable[Json], day: str) -> Json | None:
    """The latest follow-up record before a day."""
    earlier = [one for one in records if str(one["effectiveDateTime"])[:10] < day]
    return max(earlier, key=lambda one: str(one["effectiveDateTime"])[:10], default=None)


def classified(record: Json | None) -> str:
    """How a record was classified; "" for none."""
    return code_in([record.get("valueCodeableConcept") or {}], "urn:tongmai:classification") if record else ""


def visited_on(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a follow-up: its day is not ahead, and no follow-up stands on it or behind it."""
    day = str(fields["on"])
    if day > today.isoformat():
        return [Issue("value", Words("随访日期不能晚于今天", "the day of a follow-up is not ahead"), where="on")]
    later = [one for one in fields.get("records", ()) if str(one["effectiveDateTime"])[:10] >= day]
    if not later:
        return []
    told = max(str(one["effectiveDateTime"])[:10] for one in later)
    words = Words(f"已有 {told} 的随访记录", f"there is a follow-up of {told}")
    remedy = Words("随访日期应晚于上一次随访", "give a day behind the last follow-up")
    return [Issue("rule", words, where="on", rule="family_doctor: follow-ups in their order", remedy=remedy)]


def readings_hold(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a follow-up: every reading is plausible, the lower pressure lies below the upper."""
    issues = []
    for row in _BOUNDS.on(today):
        given = fields.get(row["reading"])
        if given is not None and not Decimal(row["least"]) <= Decimal(str(given)) <= Decimal(row["most"]):
            zh = f"{row['zh']}应在 {row['least']} 至 {row['most']} {row['unit']}之间"
            en = f"{row['en']} lies between {row['least']} and {row['most']}"
            issues.append(Issue("value", Words(zh, en), where=row["reading"]))
    pair = [fields.get(name) for name in ("systolic", "diastolic")]
    if None not in pair and Decimal(str(pair[1])) >= Decimal(str(pair[0])):
        words = Words("舒张压应低于收缩压", "the diastolic pressure lies below the systolic")
        issues.append(Issue("value", words, where="diastolic"))
    return issues


def found_in(focus: Json, fields: Json) -> Found:
    """A follow-up from the fields of its form, with the looks `person` and `records`."""
    day = date.fromisoformat(str(fields["on"]))
    born = str(next((one.get("birthDate", "") for one in fields.get("person", ())), "") or "")
    readings = {name: Decimal(str(fields[name])) for name in _READINGS if fields.get(name) is not None}
    return Found(
        disease_of(focus), day, age_on(born, day) if born else 0, readings, str(fields.get("danger") or ""),
        fields.get("adverse") == "yes", fields.get("complication") in ("new", "worse"),
        classified(last_before(fields.get("records", ()), day.isoformat())),
    )  # fmt: skip


def follow_up_judged(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """What a follow-up derives: its class, whether at target, the advice, the next date, a line that tells it."""
    found = found_in(focus, fields)
    result = judged(found)
    weight, height = fields.get("weight"), fields.get("height")
    given = {"bmi": bmi(Decimal(str(weight)), Decimal(str(height)))} if weight and height else {}
    scope = next(row for row in SCOPE.rows if row["disease"] == found.disease)
    return {
        **given, "classification": result.classification, "classified": word("classification", result.classification),
        "at_target": result.at_target, "advice": result.advice, "next_on": result.next_on.isoformat(),
        "urgency": result.priority, "disease_code": found.disease, "record_title": scope["record_zh"],
        "summary": told(found, result),
    }  # fmt: skip


def told(found: Found, result: Judged) -> str:
    """One line of a follow-up, as it stands on the programme."""
    values = found.readings
    parts = [f"血压 {values['systolic']}/{values['diastolic']}"] if "systolic" in values else []
    parts += [f"空腹血糖 {values['glucose']}"] if "glucose" in values else []
    parts += [word("classification", result.classification), word("advice", result.advice)]
    return f"{found.on.isoformat()} {'，'.join(parts)}"


def word(name: str, code: str) -> str:
    """The Chinese word of a code, as it is written into a record."""
    return next((one.zh for key, one in options(name) if key == code), code)


def of_age(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of beginning follow-ups: the person has the age from which the rule follows the disease."""
    row = SCOPE.find(today, disease=disease_of(focus))
    born = str(next((one.get("birthDate", "") for one in fields.get("person", ())), "") or "")
    if row is None or not born or age_on(born, today) >= int(row["age_from"]):
        return []
    words = Words(f"规范管理 {row['age_from']} 岁及以上的患者", f"the rule follows people from {row['age_from']} on")
    remedy = Words("请按专科诊疗，不纳入随访", "treat it, without these follow-ups")
    return [Issue("rule", words, where="first_on", rule="family_doctor: scope", remedy=remedy)]


def first_within(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of beginning follow-ups: the first is not in the past, and within three months."""
    first = date.fromisoformat(str(fields["first_on"]))
    if today <= first <= months_later(today, 3):
        return []
    words = Words("首次随访应在今天起三个月内", "the first follow-up lies within three months from today")
    return [Issue("value", words, where="first_on")]


def referral_due(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of noting a referral: the last follow-up advised one, or it is said why without."""
    if focus.get("priority") in ("urgent", "stat") or fields.get("beyond"):
        return []
    words = Words("上次随访未建议转诊，请写明转诊理由", "the last follow-up advised none: say why it is made")
    return [Issue("required", words, where="beyond", rule="family_doctor: referral by the rule")]
