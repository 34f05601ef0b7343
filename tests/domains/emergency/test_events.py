"""An event from its first signs to its review: clocks by the law of its day, levels, situation reports, who may not."""

from datetime import UTC, date, datetime

import pytest
from tests.domains.emergency.conftest import TOLD, Parties
from tests.gathering import refused

from tongmai.declared import ROOMS_FOLDER
from tongmai.domains.emergency import rules
from tongmai.engines.workflow import read_terms


def test_the_chain_runs_in_its_order_with_its_clocks(parties: Parties) -> None:
    task = parties.found()
    event = parties.focus(task)
    assert (event["law"], event["national"], event["countyHours"], event["councilHours"]) == ("r2003", "yes", 2, 1)
    assert event["countyDue"] == "2025-06-30T11:30:00+08:00"
    with refused("须由"):
        parties.act("planner", task, "tell-county", **TOLD)
    parties.wait(minutes=10)
    parties.act("doctor", task, "tell-county", **TOLD)
    with refused("还没有向本级人民政府报告"):
        parties.act("county", task, "tell-prefecture", **TOLD)
    parties.act("county", task, "tell-government", **TOLD)
    with refused("已向本级人民政府报告过"):
        parties.act("county", task, "tell-government", **TOLD)
    parties.act("county", task, "tell-prefecture", **TOLD)
    with refused("还没有向省级人民政府报告"):
        parties.act("planner", task, "tell-council", **TOLD)
    parties.act("planner", task, "tell-province", number="昌州政传〔2025〕1号", **TOLD)
    parties.act("planner", task, "tell-council", **TOLD)
    told = parties.focus(task)["told"]
    assert [one["link"] for one in told] == list(rules.LINKS)
    assert told[3]["number"] == "昌州政传〔2025〕1号"


def test_what_is_no_kind_of_the_four_goes_no_further_than_the_province(parties: Parties) -> None:
    task = parties.found(kind="other")
    parties.act("doctor", task, "tell-county", **TOLD)
    with refused("不在须报国务院部门的四类之内"):
        parties.act("planner", task, "tell-council", **TOLD)


@pytest.mark.parametrize(
    ("day", "law", "skips"), [("2025-10-31", "r2003", False), ("2025-11-01", "r2025", True)]
)  # fmt: skip
def test_the_law_of_the_day_says_whether_a_level_may_be_skipped(
    parties: Parties, day: str, law: str, skips: bool
) -> None:
    parties.clock.at = datetime(2025, 11, 2, 2, tzinfo=UTC)
    task = parties.found(day=day)
    assert parties.focus(task)["law"] == law
    parties.act("doctor", task, "tell-county", **TOLD)
    with refused("须说明原因" if skips else "逐级报告"):
        parties.act("county", task, "tell-prefecture", **TOLD)
    if skips:
        parties.act("county", task, "tell-prefecture", skipped="县政府通信中断", **TOLD)
        assert parties.focus(task)["told"][-1]["skipped"] == "县政府通信中断"
    else:
        with refused("逐级报告"):
            parties.act("county", task, "tell-prefecture", skipped="县政府通信中断", **TOLD)


def test_graded_responded_reported_closed_and_reviewed(parties: Parties) -> None:
    task = parties.found()
    parties.act("doctor", task, "tell-county", **TOLD)
    with refused("由上级决定，缺少文号"):
        parties.act("county", task, "grade", grade="III", basis="波及两县")
    parties.act("county", task, "grade", grade="III", basis="波及两县", document="昌州卫应急〔2025〕5号")
    with refused("响应级别低于事件级别"):
        parties.act("county", task, "open", level="IV")
    parties.act("planner", task, "open", level="III", document="昌州卫应急〔2025〕6号")
    assert parties.focus(task)["measure"][:1] == ["county_command"]
    assert len(parties.focus(task)["measure"]) == 8  # its own four and the four of the weaker level
    with refused("还没有进程报告"):
        parties.act("county", task, "close", conclusion="平息")
    parties.act("county", task, "situation", cases=7, deaths=0, course="应急接种")
    with refused("应为不小于 7 的整数"):
        parties.act("county", task, "situation", cases=6, deaths=0, course="应急接种")
    with refused("累计死亡多于累计病例"):
        parties.act("county", task, "situation", cases=7, deaths=8, course="应急接种")
    parties.act("county", task, "situation", cases=9, deaths=0, course="应急接种")
    assert [one["number"] for one in parties.focus(task)["report"]] == [1, 2]
    with refused("已是这一级响应"):
        parties.act("planner", task, "adjust", level="III", document="x", reason="不变")
    parties.act("planner", task, "adjust", level="II", document="新卫应急〔2025〕1号", reason="扩散")
    assert "four_concentrations" in parties.focus(task)["measure"]
    parties.act("planner", task, "close", conclusion="二十一天无新病例")
    told = {"finding": "报告及时", "improvement": "补种"}
    with refused("须由另一人办理"):
        parties.act("planner", task, "review", **told)
    parties.act("second", task, "review", **told)
    assert parties.state(task) == "reviewed"


def test_what_cannot_have_been_found(parties: Parties) -> None:
    with refused("发现时间不能晚于现在"):
        parties.found(day="2025-07-01")
    with refused("发现时间不能晚于现在"):  # later on the same day
        parties.found(time="23:59")
    with refused("发现时间不能识别"):
        parties.found(time="99:99")
    with refused("当日的目录中没有这类事件"):
        parties.found(kind="storm")


def test_the_clocks_say_what_the_chain_says() -> None:
    """terms.csv and report_chain.csv are one: hours by law and link."""
    terms = read_terms(ROOMS_FOLDER / "emergency" / "tables" / "terms.csv")
    for day in (date(2025, 10, 31), date(2025, 11, 1)):
        law, chain = rules.law_of(day)["law"], rules.chain_of(day)
        for link in rules.LINKS[1:]:
            rows = [one for one in terms.rows if one["term"] == f"tell-{link}" and one["law"] == law]
            assert [one["hours"] for one in rows] == [chain[link]["hours"]]
            assert {one.status for one in rows} == {chain[link].status}
