"""Complaints: terms from the day on which one is accepted, what may be taken up again."""

from datetime import date
from typing import Any

from tongmai.base.outcome import Issue, wrong
from tongmai.domains.supervision.rules.common import Json, named, number, working_days
from tongmai.domains.supervision.rules.plans import as_place

MOST_AGAIN = 1


def complaint_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a complaint: the institution is in the register, be it closed by now."""
    if not any(one["id"] == named(focus["institution"]) for one in fields["places"]):
        return [wrong("institution", "没有这家机构", "no such institution")]
    return []


def complaint_about(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Derives the institution with its name."""
    here = fields["places"][0]
    return {"place": as_place(str(here["id"]), {str(here["id"]): str(here.get("name", ""))})}


def complaint_terms(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Derives by when the institution answers and by when the resident is told, in working days."""
    return {
        "answer_by": working_days(today, number("answer_days", today)).isoformat(),
        "tell_by": working_days(today, number("tell_days", today)).isoformat(),
    }


def complaint_once_more(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of taking it up again: once."""
    if int(focus.get("again") or 0) >= MOST_AGAIN:
        return [wrong("", "已复核过一次，请由上级部门受理", "taken up again once already; turn to the office above")]
    return []


def complaint_again(focus: Json, fields: Json, today: date) -> dict[str, Any]:
    """Derives how often it was taken up again, and its new terms."""
    return {"times": int(focus.get("again") or 0) + 1, **complaint_terms(focus, fields, today)}
