"""Notifiable diseases: the catalogue of a day, the clock of a report, what is missed, when cases become a signal. Pure.

Rules of section 4: class A and what is managed as class A within 2 hours, everything else within 24, by the row that is
valid on the day of diagnosis where the region lives; a signal by a fixed threshold (one case) or by the moving
percentile (cases of seven days against the same days of earlier years and their neighbours).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tongmai.base.clock import REGION_ZONE, civil_day
from tongmai.base.dates import interval
from tongmai.base.outcome import Issue
from tongmai.base.tables import DatedRow, DatedTable
from tongmai.base.words import Words
from tongmai.model.lists import room_table

Json = Mapping[str, Any]
NOTIFIABLE = room_table(__file__, "notifiable", "disease")
THRESHOLDS = room_table(__file__, "thresholds", "disease")
TERMS = room_table(__file__, "terms", "term", "method")
_ICD = room_table(__file__, "disease_icd", "icd")
_CODES = room_table(__file__, "surveillance_codes", "list", "code")
ICD10 = "http://hl7.org/fhir/sid/icd-10"
ICD_CODES = ",".join(sorted({
    code for row in _ICD.rows for code in (row["icd"], *(f"{row['icd']}{'' if '.' in row['icd'] else '.'}{digit}"
    for digit in range(10)))
}))  # fmt: skip
"""The codes by which diagnoses of a notifiable disease are searched, with their subdivisions."""
FILED = frozenset({"reported", "returned", "checked", "closed"})
"""States of a card that counts as a case."""
DAYS = 7
"""How many days are counted together."""


def options(name: str) -> tuple[tuple[str, Words], ...]:
    """The codes of one list of surveillance_codes.csv with their words."""
    return tuple((row["code"], Words(row["zh"], row["en"])) for row in _CODES.rows if row["list"] == name)


def diseases() -> tuple[tuple[str, Words], ...]:
    """Every disease that a row ever held, as options; whether it was notifiable on a day is asked of `notifiable`."""
    return tuple({row["disease"]: (row["disease"], Words(row["zh"], row["en"])) for row in NOTIFIABLE.rows}.values())


def catalogue(day: date, table: DatedTable = NOTIFIABLE) -> list[DatedRow]:
    """The notifiable diseases of a day, one row each; sub-items with a clock of their own and events are left out."""
    return [row for row in table.on(day) if not row["parent"]]


def words_of(disease: str) -> Words:
    """What a disease is called, also after it has left the catalogue; its code where no row ever held it."""
    row = next((row for row in NOTIFIABLE.rows if row["disease"] == disease), None)
    return Words(row["zh"], row["en"]) if row else Words(disease, disease)


def row_of(disease: str, at: datetime, table: DatedTable = NOTIFIABLE) -> DatedRow | None:
    """The row of a disease that is valid on the region's day of an instant; None when it need not be reported."""
    return table.find(civil_day(at), disease=disease)


def due(disease: str, at: datetime, table: DatedTable = NOTIFIABLE) -> datetime | None:
    """The last moment of a report in time, for a diagnosis (or a result) of this instant; None where none is owed.
    What counts is elapsed time: a change of class after the diagnosis moves nothing."""
    row = row_of(disease, at, table)
    return (at.astimezone(UTC) + timedelta(hours=int(row["hours"]))).astimezone(REGION_ZONE) if row else None


def in_time(last: datetime, reported: datetime) -> bool:
    """Whether a report came by its last moment; the minute of the last moment counts whole."""
    return reported.replace(second=0, microsecond=0) <= last


def disease_of(icd: str, day: date) -> str:
    """The disease that an ICD-10 code tells of on a day, by the longest beginning that the table knows; "" for none."""
    rows = {row["icd"]: row["disease"] for row in _ICD.on(day)}
    found = next((rows[icd[:length]] for length in range(len(icd), 2, -1) if icd[:length] in rows), "")
    return found if found and NOTIFIABLE.find(day, disease=found) else ""


def _instant(text: Any) -> datetime | None:
    """A moment with its zone; None for a bare day or for what is none."""
    try:
        return datetime.fromisoformat(str(text)) if "T" in str(text) else None
    except ValueError:
        return None


def notifiable(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a card: the moment of diagnosis can be read, has come, and the disease was notifiable then."""
    at = _instant(focus.get("diagnosed"))
    if at is None:
        words = Words("诊断时间应写成 时:分，如 09:30", "the time of diagnosis reads hour:minute, such as 09:30")
        return [Issue("value", words, where="time", rule="surveillance.diagnosed")]
    if civil_day(at) > today:
        words = Words("诊断日期不能晚于今天", "the diagnosis cannot lie in the future")
        return [Issue("value", words, where="day", rule="surveillance.diagnosed")]
    disease = str(focus.get("disease", ""))
    if row_of(disease, at) is not None:
        return []
    name, many = words_of(disease), len(catalogue(civil_day(at)))
    words = Words(f"{name.zh}在诊断当日不在法定传染病目录内（当日 {many} 种）",
                  f"{name.en} was not notifiable on the day of diagnosis ({many} diseases were)")  # fmt: skip
    remedy = _when(disease)
    return [Issue("rule", words, where="disease", rule="surveillance.catalogue", remedy=remedy)]


def _when(disease: str) -> Words:
    rows = [row for row in NOTIFIABLE.rows if row["disease"] == disease]
    zh = "、".join(f"{row.valid_from} 至 {row.valid_to or '今'}" for row in rows)
    en = ", ".join(f"{row.valid_from} to {row.valid_to or 'now'}" for row in rows)
    if not rows:
        return Words("请从目录中选择", "choose from the catalogue")
    return Words(f"目录有效期：{zh}；请核对诊断日期或病种", f"it is listed {en}; check the day or the disease")


def clocked(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """What a new card derives: class, last moment, and the county in which it counts."""
    at = datetime.fromisoformat(str(focus["diagnosed"]))
    row, last = row_of(str(focus["disease"]), at), due(str(focus["disease"]), at)
    if row is None or last is None:
        return {}
    county = f"{str(focus['area'])[:6]}000000"
    return {"category": row["class"], "due": last.isoformat(timespec="seconds"), "county": county}


def onset_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of reporting: the illness began on or before the day of diagnosis."""
    at = _instant(focus.get("diagnosed"))
    if at is None or date.fromisoformat(str(fields["onset"])) <= civil_day(at):
        return []
    words = Words("发病日期不能晚于诊断日期", "the illness began before it was diagnosed")
    return [Issue("rule", words, where="onset", rule="surveillance.onset")]


def corrected_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a correction: the new disease was notifiable on the day of diagnosis, and something changes."""
    changed = {"disease": fields["disease"], "caseClass": fields["case"]}
    if focus.get("state") != "returned" and all(focus.get(name) == value for name, value in changed.items()):
        words = Words("病种和病例分类都没有改变", "neither disease nor case class changes")
        remedy = Words("已审卡片只在有改动时订正", "a reviewed card is corrected only where something changes")
        return [Issue("rule", words, where="disease", rule="surveillance.correction", remedy=remedy)]
    return notifiable({**focus, "disease": fields["disease"]}, fields, today)


def before_correction(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """What a correction keeps of the card before, and the class of the new disease."""
    row = row_of(str(fields["disease"]), datetime.fromisoformat(str(focus["diagnosed"])))
    return {"was": focus.get("disease"), "was_case": focus.get("caseClass"), "category": row["class"] if row else None}


def national_new(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of recording the national number: no other card bears it."""
    number = str(fields["number"])
    others = [one for one in fields["twins"] if one.get("national") == number and one["id"] != focus["id"]]
    if not others:
        return []
    words = Words("该国家卡片编号已登记在另一张卡上", "another card bears this national number")
    remedy = Words("请核对编号；重卡请由县疾控删除", "check the number; the county removes a duplicate card")
    return [Issue("duplicate", words, where="number", rule="surveillance.national-number", remedy=remedy)]


def national_known(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of the county's review: the national system's number and receipt are on the card."""
    if focus.get("national") and focus.get("receipt"):
        return []
    words = Words("国家直报系统的卡片编号和回执还没有登记", "the national number and receipt are not recorded yet")
    remedy = Words("请先登记国家直报回执", "record the national receipt first")
    return [Issue("rule", words, where="national", rule="surveillance.national-known", remedy=remedy)]


@dataclass(frozen=True, slots=True)
class Unreported:
    """A diagnosis for which a report is owed. `last`: its last moment; `source`: the record that tells of it."""

    disease: str
    at: datetime
    last: datetime
    source: str
    person: str = ""

    def missed(self, now: datetime) -> bool:
        return now > self.last


def unreported(conditions: Iterable[Json], cards: Sequence[Json]) -> list[Unreported]:
    """Diagnoses of a notifiable disease without a card of the same person and disease, and cards that are owed; the
    earliest last moment first. A diagnosis that tells only its day was made when that day began."""
    found = [one for condition in conditions if (one := _owed(condition, cards))]
    for card in cards:
        at, last = _instant(card.get("diagnosed")), _instant(card.get("due"))
        if card.get("state") == "owed" and at and last:
            disease, whose = str(card["disease"]), str(card["subject"]["reference"])
            found.append(Unreported(disease, at, last, f"DiseaseCard/{card['id']}", whose))
    return sorted(found, key=lambda one: (one.last, one.source))


def _owed(condition: Json, cards: Sequence[Json]) -> Unreported | None:
    text, whose = str(condition.get("recordedDate", "")), str(condition["subject"]["reference"])
    verdict = {str(one.get("code")) for one in (condition.get("verificationStatus") or {}).get("coding", ())}
    if not text or verdict & {"refuted", "entered-in-error"}:
        return None
    at = interval(text).start
    codings = (condition.get("code") or {}).get("coding", ())
    icd = next((str(one["code"]) for one in codings if one.get("system") == ICD10), "")
    disease = disease_of(icd, civil_day(at))
    last = due(disease, at) if disease else None
    told = any(one["subject"]["reference"] == whose and _same(str(one["disease"]), disease) for one in cards)
    return None if last is None or told else Unreported(disease, at, last, f"Condition/{condition['id']}", whose)


def _same(one: str, other: str) -> bool:
    """Whether two codes tell of one disease: equal, or a sub-item and its disease."""
    parents = {row["disease"]: row["parent"] or row["disease"] for row in NOTIFIABLE.rows}
    return parents.get(one, one) == parents.get(other, other)


def nothing_owed(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of closing a record: every notifiable diagnosis of the person has its card, and no card is owed."""
    issues = []
    for one in unreported(fields["conditions"], fields["cards"]):
        name, last = words_of(one.disease), one.last.astimezone(REGION_ZONE)
        words = Words(
            f"{name.zh}未报告，时限 {last:%Y-%m-%d %H:%M}", f"{name.en} unreported; due {last:%Y-%m-%d %H:%M}"
        )
        remedy = Words("请先报卡；确不需报告的，说明理由后归档", "report it first, or close with the reason")
        issues.append(Issue("rule", words, where=one.source, rule="surveillance.nothing-owed", remedy=remedy))
    return issues


def years_before(day: date, years: int) -> date:
    """The same day of an earlier year; 28 February where that year has no 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def total(counts: Mapping[date, int], end: date) -> int:
    """Cases of the seven days that end on a day."""
    return sum(counts.get(end - timedelta(days=back), 0) for back in range(DAYS))


def history(counts: Mapping[date, int], day: date, row: DatedRow, since: date) -> list[int]:
    """Cases of seven days around the same day of earlier years, `around` weeks to both sides; of the last years_most
    years, as far as records reach back (`since`). Empty when fewer than years_least do."""
    around = int(row["around"])
    blocks: list[int] = []
    told = 0
    for years in range(1, int(row["years_most"]) + 1):
        middle = years_before(day, years)
        if middle - timedelta(days=DAYS * (around + 1) - 1) < since:
            break
        told += 1
        blocks += [total(counts, middle + timedelta(days=DAYS * week)) for week in range(-around, around + 1)]
    return blocks if told >= int(row["years_least"]) else []


def percentile(values: Sequence[int], rank: int) -> int:
    """The smallest of the values that at least `rank` of 100 do not pass (nearest rank; exact). ValueError: no value,
    or a rank outside 1 to 100."""
    if not values or not 1 <= rank <= 100:
        raise ValueError(f"no percentile {rank} of {len(values)} values")
    place = -(-rank * len(values) // 100)
    return sorted(values)[place - 1]


@dataclass(frozen=True, slots=True)
class Signal:
    """Cases of seven days that pass their threshold. `limit`: what was not to be passed (percentile) or reached."""

    disease: str
    method: str
    day: date
    cases: int
    limit: int


def judged(
    disease: str, counts: Mapping[date, int], day: date, since: date, table: DatedTable = THRESHOLDS
) -> Signal | None:
    """The signal of a disease on a day by the row valid on it; None where there is none or no history to judge by."""
    row, cases = table.find(day, disease=disease), total(counts, day)
    if row is None or cases < int(row["least"]):
        return None
    if row["method"] == "fixed":
        return Signal(disease, "fixed", day, cases, int(row["least"]))
    before = history(counts, day, row, since)
    limit = percentile(before, int(row["percentile"])) if before else 0
    return Signal(disease, "percentile", day, cases, limit) if before and cases > limit else None


def tally(cards: Iterable[Json]) -> dict[date, int]:
    """Cases by the region's day of diagnosis; what is owed, excused or removed is no case."""
    counts: dict[date, int] = {}
    for card in cards:
        at = _instant(card.get("diagnosed"))
        if at is not None and card.get("state") in FILED:
            counts[civil_day(at)] = counts.get(civil_day(at), 0) + 1
    return counts


def _measured(focus: Json, fields: Json) -> Signal | None:
    counts = tally(fields["cards"])
    told = [civil_day(at) for one in fields["records"] if (at := _instant(one.get("diagnosed")))]
    day = date.fromisoformat(str(focus["day"]))
    return judged(str(focus["disease"]), counts, day, min(told, default=day))


def passes(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a signal: the county's cases pass the threshold of that day."""
    if date.fromisoformat(str(focus["day"])) > today:
        return [Issue("value", Words("统计日不能晚于今天", "the day lies in the future"), where="day")]
    if _measured(focus, fields):
        return []
    words = Words(
        "七日病例数没有超过阈值，或历史不足", "the cases of seven days pass no threshold, or history is short"
    )
    remedy = Words("阈值见预警参数表", "the thresholds are in the table of parameters")
    return [Issue("rule", words, where="disease", rule="surveillance.thresholds", remedy=remedy)]


def to_judge(focus: Json, fields: Json, today: date, table: DatedTable = THRESHOLDS) -> list[dict[str, str]]:
    """What the daily run looks at: each county and disease with a threshold and a case in the days up to today, of
    which no signal of today is there, whatever became of it. Whether it passes is decided where the signal begins."""
    told = {(str(one["area"]), str(one["disease"])) for one in fields["told"]}
    seen = {(str(one["county"]), str(one["disease"])) for one in fields["recent"] if one.get("state") in FILED}
    watched = {row["disease"] for row in table.on(today)}
    return [
        {"area": county, "disease": disease, "day": today.isoformat()}
        for county, disease in sorted(seen - told)
        if disease in watched
    ]


def measured(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """What a new signal derives: method, cases, threshold, and the hours within which it is to be checked."""
    found = _measured(focus, fields)
    if found is None:
        return {}
    row = TERMS.find(found.day, term="check", method=found.method)
    hours = int(row["hours"]) if row else None
    return {"method": found.method, "cases": found.cases, "limit": found.limit, "hours": hours}


FUNCTIONS = {
    "notifiable": notifiable,
    "clocked": clocked,
    "onset_fits": onset_fits,
    "corrected_fits": corrected_fits,
    "before_correction": before_correction,
    "national_new": national_new,
    "national_known": national_known,
    "nothing_owed": nothing_owed,
    "passes": passes,
    "measured": measured,
    "to_judge": to_judge,
}
"""What steps name."""
