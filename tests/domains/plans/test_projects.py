"""A project from its application to its grade: by its parties, in the order of its days, within its sum."""

from datetime import date

import pytest
from tests.domains.plans.gathering import HOSPITAL, PLANNED, Parties
from tests.gathering import refused

from tongmai.domains.plans.rules import projects

APPROVED = {"approved": "4500.00", "number": "县发改〔2025〕8号"}
SHOWN = {"on": "2025-06-30", "evidence": "开工令"}


def built(parties: Parties) -> str:
    task = parties.apply()
    parties.act("officer", task, "approve", **APPROVED)
    parties.act("doctor", task, "begin", **SHOWN)
    parties.wait(days=100)
    parties.act("doctor", task, "finish", on="2025-10-07", evidence="竣工报告")
    return task


def test_from_the_application_to_the_grade(parties: Parties) -> None:
    task = parties.apply("nurse", "upgrade", HOSPITAL, grade="2", grade_by="2026-09-30")
    with refused("须由county-officer、planner"):
        parties.act("planner", task, "approve", **APPROVED)  # not the approver named
    parties.act("officer", task, "approve", **APPROVED)
    parties.act("nurse", task, "begin", **SHOWN)
    parties.act("nurse", task, "finish", on="2025-06-30", evidence="竣工报告")
    with refused("须由"):
        parties.act("nurse", task, "accept", **SHOWN, finding="合格")
    parties.act("planner", task, "accept", **SHOWN, finding="合格")
    parties.act("nurse", task, "use", **SHOWN)
    with refused("本项目目标为 2 级"):
        parties.act("officer", task, "close", opinion="办结")
    parties.act("officer", task, "grade", level="2", on="2025-06-30", evidence="评审结果通报")
    project = parties.focus(task)
    assert parties.state(task) == "graded"
    assert set(project["actual"]) == {"approve", "start", "finish", "accept", "use", "grade"}
    assert [one["stage"] for one in project["evidence"]] == ["start", "finish", "accept", "use", "grade"]


def test_no_start_without_approval_and_no_use_without_acceptance(parties: Parties) -> None:
    task = parties.apply(title="门诊楼")
    with refused("待批准立项"):
        parties.act("doctor", task, "begin", **SHOWN)
    task = built(parties)
    with refused("已完工，待验收"):
        parties.act("doctor", task, "use", **SHOWN)
    parties.act("planner", task, "reject", reason="消防未过")
    assert parties.state(task) == "building"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"investment": "0"}, "申请投资应为正数"),
        ({"investment": "10.005"}, "申请投资应为正数"),
        ({"start_by": "2025-06-29"}, "计划日期不能早于今天"),
        ({"use_by": "2026-03-31"}, "计划日期应不早于前一阶段"),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(parties: Parties, changes: dict[str, str], words: str) -> None:
    with refused(words):
        parties.apply(**changes)


def test_an_upgrade_names_its_grade(parties: Parties) -> None:
    with refused("等级创建项目应写明目标等级"):
        parties.apply("nurse", "upgrade", HOSPITAL)


def test_a_campus_stays_within_the_cap_of_the_day(parties: Parties) -> None:
    with refused("新院区应写明规划床位"):
        parties.apply("nurse", "campus", HOSPITAL)
    with refused("单个院区床位超过上限 1000 张，标准未核实"):
        parties.apply("nurse", "campus", HOSPITAL, beds="1001")
    for number in range(3):
        parties.apply("nurse", "campus", HOSPITAL, f"院区 {number}", beds="1000")
    with refused("已有 3 个院区项目，上限 3 个"):
        parties.apply("nurse", "campus", HOSPITAL, "再一个", beds="100")
    assert not projects.project_fits({"kind": "build"}, {"there": [{}], "investment": "1", **PLANNED}, date(2020, 1, 1))


def test_nothing_is_paid_beyond_what_is_approved(parties: Parties) -> None:
    task = parties.apply()
    with refused("批准投资超过申请的 5,000.00 元"):
        parties.act("officer", task, "approve", approved="5000.01", number="8号")
    parties.act("officer", task, "approve", **APPROVED)
    parties.act("doctor", task, "pay", amount="4000.01", on="2025-06-30", voucher="付 1")
    with refused("还可支付 499.99 元"):
        parties.act("doctor", task, "pay", amount="500", on="2025-06-30", voucher="付 2")
    with refused("不能低于已支付的 4,000.01 元"):
        parties.act("officer", task, "revise", approved="4000", number="9号", reason="压减")
    parties.act("officer", task, "revise", approved="4500.01", number="9号", reason="材料涨价")
    parties.act("doctor", task, "pay", amount="500", on="2025-06-30", voucher="付 2")
    project = parties.focus(task)
    assert projects.paid_cents(project) == project["approvedCents"] == 450001
    assert [one["cents"] for one in project["revision"]] == [450001]


def test_days_follow_each_other(parties: Parties) -> None:
    task = parties.apply()
    parties.act("officer", task, "approve", **APPROVED)
    with refused("日期不能晚于今天"):
        parties.act("doctor", task, "begin", on="2025-07-01", evidence="开工令")
    with refused("日期早于立项日期 2025-06-30"):
        parties.act("doctor", task, "begin", on="2025-06-29", evidence="开工令")


def test_a_delay_is_told_before_it_happens() -> None:
    project = {"state": "approved", "planned": {"start": "2025-08-01", "finish": "2026-03-01"},
               "actual": {"approve": "2025-06-30"}}  # fmt: skip
    told = {day: projects.standing_of(project, date(2025, *day)) for day in ((7, 1), (7, 2), (8, 1), (8, 2))}
    assert told == {(7, 1): "on_time", (7, 2): "soon", (8, 1): "soon", (8, 2): "late"}
    start, *_ = [one for one in projects.stages(project, date(2025, 8, 4)) if one.stage == "start"]
    assert (start.late, start.actual) == (3, None)
    assert projects.standing_of({**project, "state": "stopped"}, date(2026, 1, 1)) == "on_time"
