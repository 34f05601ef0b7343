"""Halls and pavilions: who may apply, what a visit finds against the items of the day, what a certificate needs."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from tongmai.base.outcome import Issue, wrong
from tongmai.base.words import Words
from tongmai.domains.tcm.rules.records import Json, options
from tongmai.fhir.facts import issuer, named
from tongmai.model.lists import room_table
from tongmai.model.workflow import Need

STANDARDS = room_table(__file__, "tcm_standards", "standard")
ITEMS = room_table(__file__, "tcm_items", "standard", "item")
TECHNIQUES = "techniques"
"""The item that the register answers: nobody ticks what is not registered."""
VISITORS = 2
_APART = re.compile(r"[、，,;；/\s]+")


def standards() -> tuple[tuple[str, Words], ...]:
    """Every standard that a row ever held, as options."""
    return tuple({row["standard"]: (row["standard"], Words(row["zh"], row["en"])) for row in STANDARDS.rows}.values())


def items_of(standard: str, day: date | None = None) -> tuple[tuple[str, Words], ...]:
    """The items of a standard with their words: of a day, or all that any row ever held."""
    rows = [row for row in (ITEMS.on(day) if day else ITEMS.rows) if row["standard"] == standard]
    return tuple({row["item"]: (row["item"], Words(row["zh"], row["en"])) for row in rows}.values())


def item_needs(standard: str) -> tuple[Need, ...]:
    """What an assessment asks: each item of a standard, met or not. Which hold on the day is asked of `complete`."""
    return tuple(
        Need(f"item_{item}", words, kind="code", required=False, options=options("met"))
        for item, words in items_of(standard)
    )


def applies(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of an application: of an institution of the right kind, for itself or by the township hospital that
    it belongs to; no certificate that holds yet, unless it may be renewed; none claimed elsewhere."""
    row = STANDARDS.find(today, standard=str(focus["standard"]))
    place: Json = next(iter(fields.get("place", ())), {})
    if row is None or _kind(place) != row["kind"]:
        return [wrong("institution", "该机构不适用这项标准", "the standard is not for such an institution")]
    own, applicant = named(focus["institution"]), named(focus["applicant"])
    if own != applicant and named(place.get("partOf")) != applicant:
        return [wrong("institution", "只能为本机构或下属村卫生室申报", "for the own institution or its village rooms")]
    held = list(fields.get("held", ()))
    if any(one.get("state") in ("claimed", "reviewed") for one in held):
        return [wrong("institution", "已在资质认定中申报，尚未办结", "claimed in the register and not decided",
                      Words("请先在资质认定中办结", "have it decided there first"))]  # fmt: skip
    return [issue for one in held if (issue := _too_early(one, int(row["renew_months"]), today))]


def _kind(institution: Json) -> str:
    codes = (code for one in institution.get("type", ()) for code in one.get("coding", ()))
    return next((str(code.get("code")) for code in codes if code.get("system") == "urn:tongmai:kind"), "")


def _too_early(held: Json, months: int, today: date) -> Issue | None:
    end = str(held.get("period", {}).get("end") or "9999-12-31")
    first = renewable_from(end, months)
    if held.get("state") != "certified" or end < today.isoformat() or first <= today.isoformat():
        return None
    return wrong("institution", f"现有证书有效至 {end}，{first} 起可以续评",
                 f"the certificate holds until {end}; renewed from {first} on")  # fmt: skip


def renewable_from(end: str, months: int) -> str:
    """From which day on a certificate may be renewed; its last day where the month has no such day."""
    last = date.fromisoformat(end)
    count = last.year * 12 + last.month - 1 - months
    year, month = divmod(count, 12)
    for day in range(last.day, 27, -1):
        try:
            return date(year, month + 1, day).isoformat()
        except ValueError:
            continue
    return date(year, month + 1, min(last.day, 28)).isoformat()


def renew_months(standard: str) -> int:
    """How many months before its end a certificate may be renewed, by the latest row of its standard."""
    return next((int(row["renew_months"]) for row in reversed(STANDARDS.rows) if row["standard"] == standard), 0)


def offers(services: Iterable[Json], today: date) -> tuple[int, int]:
    """Classes and items of techniques that an institution has registered on a day."""
    classes: set[str] = set()
    items: set[str] = set()
    for one in services:
        if one.get("active") is False or not _holds(one, today):
            continue
        for code in (code for concept in one.get("type", ()) for code in concept.get("coding", ())):
            (classes if code.get("system") == "urn:tongmai:technique-class" else items).add(str(code.get("code")))
    return len(classes), len(items)


def _holds(service: Json, today: date) -> bool:
    told: Json = next((one.get("valuePeriod", {}) for one in service.get("extension", ())
                 if one.get("url") == "urn:tongmai:period"), {})  # fmt: skip
    day = today.isoformat()
    return str(told.get("start") or "0000") <= day <= str(told.get("end") or "9999")


def visited(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a visit: not in the future, by two people at least."""
    issues = []
    if str(fields["day"]) > today.isoformat():
        issues.append(wrong("day", "评审日期晚于今天", "the visit lies in the future"))
    people = {one for one in _APART.split(str(fields["visitors"])) if one}
    if len(people) < VISITORS:
        issues.append(wrong("visitors", f"现场评审不少于 {VISITORS} 人", f"{VISITORS} people at least"))
    return issues


def complete(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of an assessment: every item of the day is answered, no other; techniques as they are registered."""
    standard = str(focus["standard"])
    due = dict(items_of(standard, today))
    issues = [
        wrong(f"item_{item}", f"请判定：{words.zh}", f"to be decided: {words.en}")
        for item, words in due.items()
        if f"item_{item}" not in fields
    ]
    issues += [
        wrong(f"item_{item}", "该项今天不在用", "the item is not in use today")
        for item, _ in items_of(standard)
        if item not in due and f"item_{item}" in fields
    ]
    row = STANDARDS.find(today, standard=standard)
    have, needed = (
        offers(fields.get("services", ()), today),
        (int(row["classes"]), int(row["items"])) if row else (0, 0),
    )
    if fields.get(f"item_{TECHNIQUES}") == "yes" and (have[0] < needed[0] or have[1] < needed[1]):
        issues.append(wrong(f"item_{TECHNIQUES}",
                            f"登记的适宜技术为 {have[0]} 类 {have[1]} 项，要求 {needed[0]} 类 {needed[1]} 项",
                            f"{have[0]} classes and {have[1]} items are registered, {needed[0]} and {needed[1]} needed",
                            Words("先登记所开展的技术", "register what is offered first")))  # fmt: skip
    return issues


def lines(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the items as they were found, and those that are missing."""
    found = [(item, fields.get(f"item_{item}")) for item, _ in items_of(str(focus["standard"]), today)]
    return {
        "lines": [{"item": item, "met": met == "yes"} for item, met in found],
        "missing": [item for item, met in found if met != "yes"],
    }


def _missing_words(focus: Json) -> list[Words]:
    words = dict(items_of(str(focus["standard"])))
    return [words[str(item)] for item in focus.get("missing", ()) if str(item) in words]


def nothing_missing(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a certificate: every item is met, and it does not begin before the visit."""
    left = _missing_words(focus)
    if left:
        return [wrong("number", f"还缺：{'、'.join(one.zh for one in left)}",
                      f"missing: {', '.join(one.en for one in left)}",
                      Words("请不予通过，补齐后重新申报", "refuse it; it may apply again"))]  # fmt: skip
    if str(fields["from"]) < str(focus["visitedOn"]):
        return [wrong("from", "有效期早于现场评审", "it begins before the visit")]
    return []


def something_missing(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a refusal: it says what is missing."""
    if focus.get("missing"):
        return []
    return [wrong("reason", "各项均符合，不能以缺项不予通过", "every item is met: there is nothing to refuse it for")]


def granted(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derives the last day of the certificate (the years of its standard, to the day before) and who issues it."""
    first = date.fromisoformat(str(fields["from"]))
    row = STANDARDS.find(first, standard=str(focus["standard"])) or STANDARDS.rows[0]
    year = first.year + int(row["years"])
    again = date(year, 3, 1) if (first.month, first.day) == (2, 29) else first.replace(year=year)
    return {"last": (again - timedelta(days=1)).isoformat(), **issuer(fields["issuing"])}
