"""Contracts: the term that signing begins, its renewal, the services due and done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tongmai.base.outcome import Issue
from tongmai.base.words import Words
from tongmai.domains.family_doctor.rules.followups import Json, Options, extended, months_later
from tongmai.fhir.facts import code_in
from tongmai.model.lists import room_table

PACKAGES = room_table(__file__, "packages", "package")
SERVICES = room_table(__file__, "package_services", "package", "service")
_CONTRACT = room_table(__file__, "contract_rules", "rule")


def packages() -> Options:
    """The packages of services."""
    return tuple((row["package"], Words(row["zh"], row["en"])) for row in PACKAGES.rows)


def services() -> Options:
    """Every service that some package holds, each once."""
    return tuple({row["service"]: Words(row["zh"], row["en"]) for row in SERVICES.rows}.items())


def signed_terms(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """What signing derives: the term of a contract from its first day, and the services due in it."""
    start = date.fromisoformat(str(fields.get("from_day") or today.isoformat()))
    package = str(fields.get("package") or extended(focus, "package", "valueCode"))
    row = next(one for one in PACKAGES.rows if one["package"] == package)
    due = [one for one in SERVICES.on(start) if one["package"] == package]
    return {
        "term": {"start": start.isoformat(), "end": last_day(start, int(row["months"])).isoformat()},
        "signed_package": package,
        "due": [_due(one["service"], one["zh"], int(one["times"])) for one in due],
    }  # fmt: skip


def last_day(start: date, months: int) -> date:
    """The last day of a term of whole months that begins on `start`."""
    return months_later(start, months) - timedelta(days=1)


def _due(service: str, zh: str, times: int) -> dict[str, Any]:
    code = {"coding": [{"system": "urn:tongmai:contract-service", "code": service}], "text": zh}
    return {"detail": {"code": code, "status": "scheduled", "scheduledTiming": {"repeat": {"count": times}}}}


def term_begins(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of signing: the term begins within a month of today."""
    start = date.fromisoformat(str(fields["from_day"]))
    if abs((start - today).days) <= 31:
        return []
    words = Words("起始日期应在今天前后一个月内", "the term begins within a month of today")
    return [Issue("value", words, where="from_day")]


def renewal_open(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of renewing: the end is near (tables/contract_rules.csv) or past."""
    end = str((focus.get("period") or {}).get("end", ""))[:10]
    row = _CONTRACT.find(today, rule="renewal-opens")
    days = int(row["days"]) if row else 0
    if end and date.fromisoformat(end) - timedelta(days=days) <= today:
        return []
    words = Words(f"期满前 {days} 天起可以续约（期满日 {end}）", f"it is renewed from {days} days before {end}")
    return [Issue("rule", words, rule="family_doctor.contract_rules")]


def renewed_term(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """What renewing derives: a term that goes on without a gap; after a gap it begins today."""
    old = dict(focus.get("period") or {})
    following = date.fromisoformat(str(old.get("end", today.isoformat()))[:10]) + timedelta(days=1)
    row = next(one for one in PACKAGES.rows if one["package"] == package_of(focus))
    begins = max(following, today) if following < today else following
    start = str(old.get("start", begins.isoformat())) if begins == following else begins.isoformat()
    return {"term": {"start": start, "end": last_day(begins, int(row["months"])).isoformat()}}


def served_before(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of noting a service: the package holds it, and its day lies in the term and not ahead."""
    held = {row["service"] for row in SERVICES.rows if row["package"] == package_of(focus)}
    issues = []
    if str(fields["service"]) not in held:
        words = Words("服务包中没有这项服务", "the package does not hold this service")
        names = [row for row in SERVICES.rows if row["package"] == package_of(focus)]
        remedy = Words("；".join(row["zh"] for row in names), "; ".join(row["en"] for row in names))
        issues.append(Issue("rule", words, where="service", rule="family_doctor.package_services", remedy=remedy))
    return issues + day_in_term(focus, fields, today)


def day_in_term(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of whatever was done under a contract: not ahead, and in its term."""
    day, period = str(fields["on"]), focus.get("period") or {}
    if day <= today.isoformat() and str(period.get("start", "")) <= day <= str(period.get("end", day)):
        return []
    words = Words("日期应在签约期内且不晚于今天", "the day lies in the term and not ahead")
    return [Issue("value", words, where="on")]


def package_of(focus: Json) -> str:
    """The package of a contract; the basic one where none is said."""
    return str(extended(focus, "package", "valueCode") or "basic")


def served(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """What noting a service derives: the entry of the contract."""
    service = str(fields.get("service") or "home")
    name = word_of(services(), service).zh
    code = {"coding": [{"system": "urn:tongmai:contract-service", "code": service}], "text": name}
    note = str(fields.get("note") or fields.get("found") or name)
    progress = [{"time": str(fields["on"]), "text": note}]
    return {"done": {"detail": {"code": code, "status": "completed"}, "progress": progress}}


def word_of(pairs: Options, code: str) -> Words:
    """The words of a code."""
    return next((words for key, words in pairs if key == code), Words(code, code))


@dataclass(frozen=True, slots=True)
class Coverage:
    """A service of a contract: how often it is due in the term, how often it was done."""

    service: str
    title: Words
    due: int
    done: int


def coverage(contract: Json, visits: Sequence[str] = ()) -> list[Coverage]:
    """The services agreed in a contract (of one signed elsewhere: those of its package) with what was done.
    `visits`: days of follow-ups, which count as the service of that name where they lie in the term."""
    period = contract.get("period") or {}
    start, end = str(period.get("start", "")), str(period.get("end", "9999"))
    details = [one.get("detail") or {} for one in contract.get("activity", ())]
    done = [code_in([one.get("code") or {}], "urn:tongmai:contract-service")
            for one in details if one.get("status") == "completed"]  # fmt: skip
    done += ["follow-up" for day in visits if start <= day <= end]
    agreed = {
        code_in([one.get("code") or {}], "urn:tongmai:contract-service"): int(one["scheduledTiming"]["repeat"]["count"])
        for one in details if one.get("scheduledTiming")
    }  # fmt: skip
    agreed = agreed or {row["service"]: int(row["times"]) for row in SERVICES.rows
                        if row["package"] == package_of(contract)}  # fmt: skip
    return [Coverage(one, word_of(services(), one), times, done.count(one)) for one, times in agreed.items()]
