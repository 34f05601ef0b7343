"""A team from the call to its return: who may be called, what a team short of members says before, who may not."""

from tests.domains.emergency.conftest import Parties
from tests.gathering import refused


def test_called_acknowledged_assembled_dispatched_returned(parties: Parties) -> None:
    event = parties.responding()
    task = parties.call(event, 4)
    call = parties.focus(task)
    assert [one["person"]["reference"] for one in call["member"]] == [f"Practitioner/m-{number}" for number in range(4)]
    assert call["acknowledgeMinutes"] == 30
    with refused("须由"):
        parties.act("county", task, "acknowledge")
    parties.wait(minutes=12)
    parties.act("leader", task, "acknowledge")
    parties.act("leader", task, "excuse", person="Practitioner/m-3", reason="家中有病人")
    with refused("到位人数应在 0 至 3 之间"):
        parties.act("leader", task, "assemble", present=4)
    with refused("到位 3 人，少于要求的 4 人"):
        parties.act("leader", task, "assemble", present=3)
    parties.act("county", task, "name", person="Practitioner/m-4")
    parties.act("leader", task, "assemble", present=4)
    with refused("还有 1 支队伍没有归队"):
        parties.act("county", event, "situation", cases=5, deaths=0, course="流调")
        parties.act("county", event, "close", conclusion="平息")
    parties.act("county", task, "dispatch", transport="救护车两辆")
    parties.act("leader", task, "return", summary="完成流调")
    parties.act("county", event, "close", conclusion="平息")
    assert parties.state(event) == "closed"


def test_a_member_without_certificate_or_not_available_is_not_called(parties: Parties) -> None:
    task = parties.call(parties.responding(), 2)
    with refused("应急资质已于 2025-06-29 到期，不能调派"):
        parties.act("county", task, "name", person="Practitioner/m-5")
    parties.away(4)
    with refused("至 2025-07-20 不可用（外出进修），不能调派"):
        parties.act("county", task, "name", person="Practitioner/m-4")
    with refused("不是该队在册队员"):
        parties.act("county", task, "name", person="Practitioner/dr-a")
    with refused("已在调派名单内"):
        parties.act("county", task, "name", person="Practitioner/m-0")
    with refused("不在调派名单内"):
        parties.act("leader", task, "excuse", person="Practitioner/m-4", reason="x")


def test_a_team_below_strength_says_so_before(parties: Parties) -> None:
    event = parties.responding()
    parties.away(0)
    with refused("在册 6 人，可出动 4 人，不足 5 人（资质失效 1 人，不可用 1 人，任务在身 0 人）"):
        parties.call(event, 5)
    with refused("出动人数应为正整数"):
        parties.call(event, 0)
    parties.call(event, 4)
    with refused("已有"):
        parties.call(event, 1)


def test_who_is_out_by_another_call_is_not_called_again(parties: Parties) -> None:
    parties.call(parties.responding(), 4)
    other = parties.responding(place="另一学校（虚构）")
    with refused("可出动 1 人，不足 2 人（资质失效 1 人，不可用 0 人，任务在身 4 人）"):
        parties.call(other, 2)
    task = parties.call(other, 1)
    with refused("正在执行另一次调派"):
        parties.act("county", task, "name", person="Practitioner/m-0")


def test_no_team_for_what_is_not_reported(parties: Parties) -> None:
    with refused("事件还没有报告"):
        parties.call(parties.found(), 1)


def test_an_absence_ends_earlier_and_the_member_is_there_again(parties: Parties) -> None:
    with refused("截止日期已过"):
        parties.away(1, until="2025-06-29")
    with refused("截止日期不能早于起始日期"):
        parties.away(1, since="2025-07-30")
    with refused("不是该队在册队员"):
        parties.away(99)
    absence = parties.away(1)
    with refused("应在 2025-06-20 至 2025-07-20 之间"):
        parties.act("leader", absence, "end", last="2025-06-19")
    parties.act("leader", absence, "end", last="2025-06-29")
    task = parties.call(parties.responding(), 5)
    assert len(parties.focus(task)["member"]) == 5
