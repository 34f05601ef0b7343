"""Plans and drills, the register of emergency places, patients of fever clinics."""

from datetime import date
from decimal import Decimal
from typing import Any

from tongmai.base.dates import day_of
from tongmai.base.outcome import Issue, wrong
from tongmai.base.words import Words
from tongmai.domains.emergency.rules.common import TRIAGE, Json, within
from tongmai.domains.emergency.rules.duty import PLACE
from tongmai.fhir.facts import code_in, named

COLDEST, HOTTEST = Decimal("34.0"), Decimal("43.0")


def drill_held_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of entering that a drill was held: by today, with people, its findings to be mended after it."""
    day, mend = day_of(fields["day"]), day_of(fields["mend_by"])
    if day is None or day > today:
        return [wrong("day", "演练日期不能晚于今天", "it was not held after today")]
    if mend is None or mend < day:
        return [wrong("mend_by", "整改期限不能早于演练日期", "what was found is mended after it")]
    if not isinstance(fields["people"], int) or fields["people"] < 1:
        return [wrong("people", "参加人数应为正整数", "a whole number of people")]
    return []


def plan_dates_fit(row: Json) -> list[Issue]:
    """A check of the list of plans: it is reviewed after it was issued."""
    if row.get("review") and row.get("issued") and str(row["review"]) <= str(row["issued"]):
        return [wrong("review", "复审日期应晚于印发日期", "it is reviewed after it was issued")]
    return []


def place_fits(row: Json) -> list[Issue]:
    """A check of the list of places: a key department names which, no other place does."""
    duty = row.get("kind") == "duty_department"
    if duty and not row.get("department"):
        return [wrong("department", "值班重点科室应写明科室", "a key department names which")]
    if not duty and row.get("department"):
        return [wrong("department", "只有值班重点科室填写科室", "only a key department names one")]
    return []


def fever_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of taking in a patient: a fever clinic by the register, a temperature that can be."""
    if not _listed(fields["places"], "fever_clinic", today):
        remedy = Words("请先在“应急救治机构”清单中登记", "enter it in the register of emergency places first")
        return [wrong("", "本机构没有登记发热门诊", "no fever clinic is registered here", remedy)]
    try:
        degrees = Decimal(str(focus["temperature"]))
    except ArithmeticError:
        degrees = Decimal(0)
    if not COLDEST <= degrees <= HOTTEST:
        return [wrong("temperature", f"体温应在 {COLDEST} 至 {HOTTEST} 之间", f"between {COLDEST} and {HOTTEST}")]
    return []


def _listed(services: Any, kind: str, today: date) -> bool:
    return any(code_in(one.get("category"), PLACE) == kind and within(one, today) for one in services)


def goes_on(triage: Any, day: date) -> bool:
    """Whether a class of triage is handed over to a designated hospital."""
    row = TRIAGE.find(day, **{"class": str(triage)})
    return row is not None and row["transfer"] == "yes"


def may_exclude(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of letting a patient go: an ordinary fever."""
    if goes_on(focus.get("triage"), today):
        remedy = Words("请办理“转定点医院”", "hand them over to a designated hospital")
        return [wrong("", "疑似或危重患者不能离开", "a suspect or severe patient does not leave", remedy)]
    return []


def may_hand_over(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of handing over: a suspect or severe patient, to a hospital that is designated by the register."""
    if not goes_on(focus.get("triage"), today):
        return [wrong("", "普通发热不需转定点医院", "an ordinary fever is not handed over")]
    if not _listed(fields["places"], "designated_hospital", today):
        remedy = Words("请从登记的定点医院中选择", "choose a designated hospital of the register")
        return [wrong("hospital", "不是登记的定点医院", "not a designated hospital by the register", remedy)]
    return []


def hospital_of(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Derives the hospital as it is kept."""
    return {"to_hospital": {"reference": f"Organization/{named(fields['hospital'])}"}}
