"""Projects from approval to grade: in the order of their days, never beyond the approved sum; a campus within its cap;
what is late and what soon will be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from tongmai.base.dates import day_of
from tongmai.base.money import yuan
from tongmai.base.outcome import Issue, wrong
from tongmai.base.words import Words
from tongmai.domains.plans.rules.common import Json, money, positive
from tongmai.model.lists import codes, room_table
from tongmai.model.workflow import Append, Set

STAGES: tuple[tuple[str, Words], ...] = (
    ("approve", Words("立项", "approval")),
    ("start", Words("开工", "start")),
    ("finish", Words("完工", "completion")),
    ("accept", Words("验收", "acceptance")),
    ("use", Words("投用", "opening")),
    ("grade", Words("定级", "grading")),
)
"""In their order. The first has no planned day: a project is planned when it is applied for."""
GRADES = codes(__file__, "project_grades", "grade")
_RULES = room_table(__file__, "project_rules", "rule")
_CAPS = room_table(__file__, "campus_caps", "tier")
_TIER = "urn:tongmai:tier"
BUILDERS = frozenset({"clinician", "specialist", "institution-head", "headquarters"})
"""The roles that apply for a project."""
ENDED = frozenset({"refused", "stopped", "withdrawn"})
Standing = Literal["on_time", "soon", "late"]


def stage_shown(stage: str) -> tuple[Set, Append]:
    """What the step of a stage does: its day, and what shows it."""
    shows = f'{{"stage": "{stage}", "on": "{{on}}", "text": "{{evidence}}"}}'
    return Set(f"actual.{stage}", "{on}"), Append("evidence", shows)


@dataclass(frozen=True, slots=True)
class Reached:
    """A stage of a project: its planned and its actual day, and how late it is or was in days (0: not late)."""

    stage: str
    title: Words
    planned: date | None
    actual: date | None
    late: int


def stages(project: Json, day: date) -> list[Reached]:
    """Every stage that is planned or was reached, in order, as it stands on a day."""
    found = []
    for stage, title in STAGES:
        planned = day_of((project.get("planned") or {}).get(stage))
        actual = day_of((project.get("actual") or {}).get(stage))
        if planned or actual:
            last = actual or day
            found.append(Reached(stage, title, planned, actual, max(0, (last - planned).days) if planned else 0))
    return found


def next_stage(project: Json, day: date) -> Reached | None:
    """The first stage that is planned and not reached yet; None where all are, or the project has ended."""
    if project.get("state") in ENDED:
        return None
    return next((one for one in stages(project, day) if one.planned and not one.actual), None)


def standing_of(project: Json, day: date) -> Standing:
    """Whether the next stage is late, soon due, or neither."""
    following = next_stage(project, day)
    if following is None or following.planned is None:
        return "on_time"
    if following.planned < day:
        return "late"
    soon = _RULES.find(day, rule="soon_days")
    return "soon" if soon and following.planned <= day + timedelta(days=int(soon["value"])) else "on_time"


def paid_cents(project: Json) -> int:
    """What was paid so far."""
    return sum(int(one["cents"]) for one in project.get("payment", ()))


def _order(days: Mapping[str, date | None], today: date) -> list[Issue]:
    """Planned days follow each other and do not lie in the past."""
    issues, before = [], ("", today)
    for name, day in days.items():
        if day is None:
            continue
        if day < before[1]:
            than = "不能早于今天" if not before[0] else "应不早于前一阶段"
            issues.append(wrong(name, f"计划日期{than}（{before[1]}）", f"not before {before[1]}"))
        before = (name, max(day, before[1]))
    return issues


def project_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of applying: a sum, days in their order, a grade where one is aimed at, a campus within its cap.
    Looks: `there` (the institution), `siblings` (its projects)."""
    days = {name: day_of(fields.get(name)) for name in ("start_by", "finish_by", "accept_by", "use_by", "grade_by")}
    issues = [*positive(fields, "investment", "申请投资", "investment"), *_order(days, today)]
    if focus.get("kind") == "upgrade" and not (fields.get("grade") and days["grade_by"]):
        issues.append(wrong("grade", "等级创建项目应写明目标等级和计划定级日期",
                               "an upgrade names the grade it aims at, and by when"))  # fmt: skip
    if not fields.get("there"):
        issues.append(wrong("institution", "机构名录中没有这家机构", "no such institution in the register"))
    return [*issues, *_campus(focus, fields, today)]


def _campus(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A further campus: how many there are by then, how many beds at this site."""
    if focus.get("kind") != "campus" or not fields.get("there"):
        return []
    tier = tier_of(fields["there"][0])
    cap = _CAPS.find(today, tier=tier)
    if cap is None:
        return [
            wrong("beds", "这一层级的机构没有院区标准，不能新设院区", "no cap is known of this tier: no further campus")
        ]
    others = [one for one in fields.get("siblings", ())
              if one.get("kind") == "campus" and one.get("state") not in ENDED and one.get("id") != focus.get("id")
              and one.get("state") != "drafted"]  # fmt: skip
    issues, beds = [], int(fields.get("beds") or 0)
    if not beds:
        issues.append(wrong("beds", "新院区应写明规划床位", "a further campus names its beds"))
    told = ("" if cap.status == "verified" else "，标准未核实", "" if cap.status == "verified" else ", not verified")
    if beds > int(cap["beds"]):
        issues.append(wrong(
            "beds", f"单个院区床位超过上限 {cap['beds']} 张{told[0]}",
            f"more than {cap['beds']} beds at one site{told[1]}",
            ("压缩单体规模，或分设院区", "make the site smaller, or spread the beds")))  # fmt: skip
    if len(others) >= int(cap["sites"]):
        issues.append(wrong("beds", f"该院已有 {len(others)} 个院区项目，上限 {cap['sites']} 个{told[0]}",
                               f"{len(others)} further sites already, {cap['sites']} at most{told[1]}"))  # fmt: skip
    return issues


def tier_of(institution: Json) -> str:
    """The tier of an institution of the register; "" for none."""
    return next((str(one.get("valueCode", "")) for one in institution.get("extension", ()) if one["url"] == _TIER), "")


def project_terms(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derived at the application: cents, planned days, beds."""
    given = {name.removesuffix("_by"): str(fields[name])
             for name in ("start_by", "finish_by", "accept_by", "use_by", "grade_by") if fields.get(name)}  # fmt: skip
    beds = fields.get("beds")
    return {"investment_cents": money(fields, "investment"), "days": given} | ({"of_beds": int(beds)} if beds else {})


def approval_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of the approval: a sum above nothing, not beyond what was applied for."""
    issues = positive(fields, "approved", "批准投资", "approved sum")
    asked, given = int(focus.get("investmentCents", 0)), money(fields, "approved")
    if not issues and given is not None and given > asked:
        issues.append(wrong("approved", f"批准投资超过申请的 {yuan(asked)} 元",
                               f"beyond the {yuan(asked)} yuan asked for",
                               ("退回申请单位修改申请数", "return it, so that more is applied for")))  # fmt: skip
    return issues


def approved_sum(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derived: the approved sum in cents."""
    return {"approved_cents": money(fields, "approved")}


def stage_reached(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of every stage: it is reached on a day that has come, not before the stage before it."""
    issues, on = _not_to_come(fields, today), day_of(fields.get("on"))
    actual = focus.get("actual") or {}
    before = [(day, title) for name, title in STAGES if (day := day_of(actual.get(name)))]
    last = max(before, default=None, key=lambda one: one[0])
    if on and last and on < last[0]:
        words = Words(f"日期早于{last[1].zh}日期 {last[0]}", f"before the {last[1].en} of {last[0]}")
        issues.append(wrong("on", words.zh, words.en))
    return issues


def _not_to_come(fields: Json, today: date) -> list[Issue]:
    on = day_of(fields.get("on"))
    if on is None or on <= today:
        return []
    return [wrong("on", "日期不能晚于今天", "not after today", ("到那一天再办理", "take the step when it has come"))]


def payment_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a payment: not in the future, not beyond what is approved."""
    issues = [*positive(fields, "amount", "金额", "amount"), *_not_to_come(fields, today)]
    amount, left = money(fields, "amount"), int(focus.get("approvedCents", 0)) - paid_cents(focus)
    if not issues and amount is not None and amount > left:
        issues.append(wrong(
            "amount", f"超过批准投资：批准 {yuan(int(focus.get('approvedCents', 0)))} 元，还可支付 {yuan(left)} 元",
            f"beyond what is approved: {yuan(left)} yuan are left",
            ("先由批准单位办理“调整批准投资”", "have the approved sum revised first")))  # fmt: skip
    return issues


def project_payment(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derived: the payment."""
    return {"paid": {"on": str(fields["on"]), "cents": money(fields, "amount"), "text": str(fields["voucher"])}}


def revision_fits(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of a revision: another sum, not below what was paid."""
    issues = positive(fields, "approved", "批准投资", "approved sum")
    given, paid = money(fields, "approved"), paid_cents(focus)
    if not issues and given is not None and given < paid:
        issues.append(wrong("approved", f"不能低于已支付的 {yuan(paid)} 元", f"not below the {yuan(paid)} yuan paid"))
    if not issues and given == int(focus.get("approvedCents", 0)):
        issues.append(wrong("approved", "与现批准投资相同", "the sum is as it was"))
    return issues


def project_revision(focus: Json, fields: Json, today: date) -> Mapping[str, Any]:
    """Derived: the revision, and the sum that holds from now on."""
    new = money(fields, "approved")
    return {"approved_cents": new, "revised": {"on": today.isoformat(), "cents": new, "number": str(fields["number"]),
                                               "reason": str(fields["reason"])}}  # fmt: skip


def graded_as_planned(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of grading: the grade that was aimed at, or above it."""
    aimed, given = str(focus.get("grade") or ""), str(fields.get("level") or "")
    if aimed and given < aimed:
        return [wrong("level", f"低于目标等级 {aimed} 级，不能定级办结", f"below grade {aimed} that was aimed at",
                         ("整改后再申报评审", "apply again when it is mended"))]  # fmt: skip
    return stage_reached(focus, fields, today)


def no_grade_owed(focus: Json, fields: Json, today: date) -> list[Issue]:
    """A condition of closing without a grade: none was aimed at."""
    if focus.get("grade"):
        return [
            wrong("opinion", f"本项目目标为 {focus['grade']} 级，应办理定级", "a grade is aimed at: it is to be graded")
        ]
    return []
