"""Funding by line: what is planned with its revisions, what was paid with its corrections, what waits to be booked; in
integer cents, entries added and never altered. Nothing is paid beyond what is planned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tongmai.base.dates import day_of
from tongmai.base.money import cents, yuan
from tongmai.base.outcome import Issue, wrong
from tongmai.domains.plans.rules.common import Json, money, positive, within
from tongmai.fhir.facts import named
from tongmai.model.lists import room_table
from tongmai.model.workflow import Set

_MONTHS = 12
LINES = tuple(row["line"] for row in room_table(__file__, "funding_lines", "line").rows)
PREFERRED = frozenset({"tcm", "primary"})
"""The purposes that the plan prefers (A12)."""


def entry_set(kind: str) -> tuple[Set, ...]:
    """What a step does that makes an entry of a kind."""
    return (Set("kind", kind), Set("cents", "{entry_cents}"), Set("area", "{line_area}"), Set("year", "{line_year}"),
            Set("line", "{of_line}"), Set("on", "{on}"), Set("evidence", "{evidence}"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sums:
    """Cents. `waiting`: payments and corrections that were entered and are not booked yet."""

    planned: int = 0
    paid: int = 0
    waiting: int = 0

    @property
    def left(self) -> int:
        return self.planned - self.paid - self.waiting

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.planned + other.planned, self.paid + other.paid, self.waiting + other.waiting)


def line_sums(line: Json, entries: Iterable[Json], day: date | None = None) -> Sums:
    """What stands under a line; `day`: what was paid or decided by then."""
    planned, paid, waiting = cents(line["planned"]), 0, 0
    for one in entries:
        on = day_of(one.get("on"))
        if day is not None and on is not None and on > day:
            continue
        amount, booked = int(one.get("cents", 0)), one.get("state") == "booked"
        if one.get("kind") == "revision":
            planned += amount if booked else 0
        elif booked:
            paid += amount
        elif one.get("state") == "entered":
            waiting += amount
    return Sums(planned, paid, waiting)


def due_by(planned: int, year: int, day: date) -> int:
    """Cents of a year's plan that are due by a day: a twelfth with every month that is over, rounded down."""
    months = _MONTHS if day.year > year else 0 if day.year < year else _months_over(day)
    return planned * months // _MONTHS


def _months_over(day: date) -> int:
    """Months of the year that are over at the end of a day."""
    last = (date(day.year + day.month // _MONTHS, day.month % _MONTHS + 1, 1) - date(day.year, day.month, 1)).days
    return day.month if day.day == last else day.month - 1


def under(entries: Iterable[Json], line: str) -> list[Json]:
    """The entries of one line."""
    return [one for one in entries if named(one.get("line")) == line]


def _line_of(focus: Json, fields: Json) -> tuple[Json | None, list[Issue]]:
    lines: Sequence[Json] = fields.get("lines", ())
    if not lines:
        return None, [wrong("line", "没有这一投入项目", "no such line of funding")]
    if not within(str(lines[0]["area"]), str(focus.get("area", ""))):
        return None, [wrong("line", "不是本辖区的投入项目", "the line is not one of your area")]
    return lines[0], []


def _not_later(fields: Json, today: date) -> list[Issue]:
    on = day_of(fields.get("on"))
    return [wrong("on", "日期不能晚于今天", "not after today")] if on and on > today else []


def entry_pays(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of an instalment: above nothing, not to come, not beyond what is planned with what waits. Looks:
    `lines`, `entries`."""
    line, issues = _line_of(focus, fields)
    issues = [*issues, *positive(fields, "amount", "拨付金额", "amount"), *_not_later(fields, today)]
    if line is None or issues:
        return issues
    told = line_sums(line, fields.get("entries", ()))
    if (money(fields, "amount") or 0) > told.left:
        return [_beyond(told)]
    return []


def _beyond(told: Sums) -> Issue:
    return wrong(
        "amount",
        f"超过计划：计划 {yuan(told.planned)} 元，已拨 {yuan(told.paid)} 元，待核 {yuan(told.waiting)} 元，"
        f"还可拨 {yuan(told.left)} 元",
        f"beyond what is planned: {yuan(told.planned)} planned, {yuan(told.paid)} paid, {yuan(told.waiting)} waiting, "
        f"{yuan(told.left)} left (yuan)",
        ("先办理“调整计划”，核定后再拨", "have the plan revised first"),
    )  # fmt: skip


def entry_corrects(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a correction: of a booked instalment, by something, neither below nothing nor beyond the plan.
    Looks: `corrected`, `lines`, `entries`."""
    line, issues = _line_of(focus, fields)
    amount = money(fields, "difference")
    if amount is None or not amount:
        issues.append(
            wrong(
                "difference",
                "差额不为零，多记的填负数，单位元",
                "the difference in yuan; below nothing where too much stood",
            )
        )
    found: Sequence[Json] = fields.get("corrected", ())
    if not found or found[0].get("kind") != "payment" or found[0].get("state") != "booked":
        issues.append(wrong("difference", "只能更正已核定的拨付", "only a booked instalment is corrected"))
    if line is None or issues or amount is None:
        return issues
    entries: Sequence[Json] = fields.get("entries", ())
    others = [int(one["cents"]) for one in entries if named(one.get("corrects")) == str(found[0]["id"])]
    stands = int(found[0]["cents"]) + sum(others)
    if stands + amount < 0:
        return [
            wrong(
                "difference",
                f"更正后低于零：该笔现为 {yuan(stands)} 元",
                f"below nothing: it stands at {yuan(stands)} yuan",
            )
        ]
    told = line_sums(line, entries)
    if amount > told.left:
        return [_at("difference", _beyond(told))]
    return []


def _at(where: str, issue: Issue) -> Issue:
    return replace(issue, where=where)


def entry_revises(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a revision: by something, not below what was paid and waits. Looks: `lines`, `entries`."""
    line, issues = _line_of(focus, fields)
    amount = money(fields, "difference")
    if amount is None or not amount:
        issues.append(
            wrong("difference", "调整额不为零，调减填负数，单位元", "the difference in yuan; below nothing to reduce")
        )
    if line is None or issues or amount is None:
        return issues
    told = line_sums(line, fields.get("entries", ()))
    if told.left + amount < 0:
        return [wrong("difference", f"调整后计划低于已拨和待核的 {yuan(told.paid + told.waiting)} 元",
                         f"below the {yuan(told.paid + told.waiting)} yuan paid and waiting")]  # fmt: skip
    return []


def entry_made(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derived: the entry's cents, and its line's area and year."""
    line = fields["lines"][0]
    amount = money(fields, "amount" if "amount" in fields else "difference")
    return {"entry_cents": amount, "line_area": str(line["area"]), "line_year": int(line["year"]),
            "of_line": {"reference": f"FundingLine/{line['id']}"}}  # fmt: skip


def entry_books(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of booking: with all that is booked by now, nothing is paid beyond the plan. Looks: `lines`,
    `entries`."""
    entries: Sequence[Json] = fields.get("entries", ())
    booked = [one for one in entries if one.get("state") == "booked" and one.get("id") != focus.get("id")]
    told = line_sums(fields["lines"][0], [*booked, {**focus, "state": "booked"}])
    if told.paid <= told.planned:
        return []
    return [wrong("opinion", f"核定后已拨 {yuan(told.paid)} 元，超过计划 {yuan(told.planned)} 元",
                     f"{yuan(told.paid)} yuan would be paid of {yuan(told.planned)} planned",
                     ("退回，或先核定调整计划", "refuse it, or book the revision first"))]  # fmt: skip


def funding_row_fits(row: Json) -> list[Issue]:
    """A check of the list of funding: an amount in whole cents; informatisation is paid out of the line of buildings
    and equipment or of training."""
    issues = []
    try:
        cents(row.get("planned") or 0)
    except ValueError:
        issues.append(wrong("planned", "金额单位为元，最多两位小数", "yuan with two decimals at most"))
    if row.get("purpose") == "information" and row.get("line") not in ("capital", "training"):
        issues.append(wrong("purpose", "信息化支持列入基本建设和设备购置或人才培养",
                               "informatisation stands under buildings and equipment or training"))  # fmt: skip
    return issues
