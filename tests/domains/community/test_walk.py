"""A charter, a task with its proof, a round, an appraisal: each by its parties in their order, with what is refused."""

import re
from datetime import date

import orjson
import pytest
from tests.domains.community.conftest import DONGCHENG, QITAI, Visit

from tongmai.access import Put
from tongmai.base.outcome import Refused
from tongmai.domains.community import rules
from tongmai.house import House
from tongmai.store.protocol import ChangeSet

VALUES = {name: row["full"] for name, row in rules.indicators(2023).items()}


def appraise(visit: Visit, year: str = "2023", **more: str) -> str:
    owner = visit("headquarters")
    owner.open("/community-appraisals").send("/community-appraisals", _act="appraise", year=year, **more)
    return owner.at


def test_an_appraisal_from_values_to_a_snapshot_that_nothing_alters(visit: Visit, house: House) -> None:
    owner, planner, insurer = visit("headquarters"), visit("planner"), visit("insurer")
    page = appraise(visit)
    owner.open(page).step("submit")
    assert "还缺：资源统一管理" in owner.text
    owner.open(page).step("enter", _act="enter", **(VALUES | {"resources": "-1"}))
    assert "不能为负数" in owner.text
    owner.open(page).step("enter", _act="enter", **VALUES)
    owner.step("submit")
    assert "还缺佐证材料" in owner.text
    owner.open(page).step("enter", _act="enter", evidence="自评材料")
    owner.step("submit")
    owner.step("publish", _act="publish", published="2025-06-01", notice="公告1号")
    assert owner.status == 403
    planner.open(page).step("check", _act="check", indicator="democracy", value="50", reason="缺两次会议纪要")
    planner.step("publish", _act="publish", published="2025-06-30", notice="公告1号")
    assert "97.5" in planner.text
    planner.step("freeze")
    assert planner.status == 403  # who published does not freeze
    insurer.open(page).step("freeze")
    assert "公示到 2025-07-05 才满" in insurer.text
    owner.open(page).step("object", _act="object", reason="纪要已补")
    planner.open(page).step("answer", _act="answer", indicator="democracy", value="100", reason="补交属实")
    assert "100 分" in planner.text
    round = house.access.open("planner").read("AppraisalRound", page.rpartition("/")[2])
    house.store.commit(_put(round.resource() | {"published": "2025-06-20"}))
    insurer.open(page).step("freeze")
    assert "已冻结" in insurer.text
    (made,) = [
        one.resource() for one in house.store.current("Appraisal") if one.resource().get("round", {}).get("reference")
        == f"AppraisalRound/{page.rpartition('/')[2]}"
    ]  # fmt: skip
    assert (made["score"], made["frozen"], len(made["line"])) == (100, "2025-06-30", 14)
    for person in ("planner", "insurer", "headquarters"):
        with pytest.raises(Refused):
            house.access.open(person).transact(
                [Put("Appraisal", orjson.dumps(made | {"score": 100.0, "evidence": "改"}), made["id"])]
            )
        with pytest.raises(Refused):
            house.access.open(person).transact([Put("Appraisal", orjson.dumps(made | {"id": "x"}), "x")])
    assert "冻结的指标与得分" in planner.open(f"/appraisals/{made['id']}").text


def _put(body: dict[str, object]) -> ChangeSet:
    return ChangeSet((Put("AppraisalRound", orjson.dumps(body), str(body["id"])),), "tests")


def test_a_frozen_year_is_appraised_again_only_with_its_reason(visit: Visit) -> None:
    owner = visit("headquarters")
    owner.open("/community-appraisals").send("/community-appraisals", _act="appraise", year="2024")
    assert "该年度考核已冻结" in owner.text
    owner.open("/community-appraisals").send("/community-appraisals", _act="appraise", year="2025")
    assert "该年度还未结束" in owner.text
    assert appraise(visit, "2024", correction="财务数据更正").startswith("/appraisal-rounds/")


def test_every_round_of_the_demonstration_is_scored_by_the_room_s_own_rules(facts: list[dict[str, object]]) -> None:
    done = {one["id"]: one for one in facts if one["resourceType"] == "AppraisalRound"}
    frozen = [one for one in facts if one["resourceType"] == "Appraisal"]
    assert len(frozen) == 8
    for one in frozen:
        lines = rules.scored(one["line"], 2024)  # type: ignore[arg-type]
        assert [float(line["points"]) for line in lines] == [line["points"] for line in one["line"]]  # type: ignore[attr-defined]
        assert float(rules.total(lines)) == one["score"]
        assert done[str(one["round"]["reference"]).rpartition("/")[2]]["line"] == one["line"]  # type: ignore[index]
    told = {one["id"]: one["score"] for one in frozen}
    assert told["appraisal-mc-652328-1-2024"] == 92.5


def test_a_task_by_its_three_parties_with_its_proof(visit: Visit) -> None:
    owner, host, county = visit("headquarters"), visit("clinician"), visit("county-officer")
    form = {"_act": "task", "entrusted": DONGCHENG, "year": "2025", "kind": "teaching", "title": "超声带教 6 次",
            "evidence": "带教记录", "due": "2025-06-15"}  # fmt: skip
    owner.open("/partnerships").send("/partnerships", **(form | {"due": "2026-01-15"}))
    assert "完成时限应在 2025 年内" in owner.text
    owner.open("/partnerships").send("/partnerships", **(form | {"entrusted": "th-652325101"}))
    assert "没有有效的托管或结对关系" in owner.text or owner.status in (400, 422)
    owner.open("/partnerships").send("/partnerships", **form)
    page = owner.at
    owner.step("agree")
    assert owner.status == 403
    host.open(page).step("agree")
    owner.open(page).step("report", _act="report", done="2025-07-01", proof="记录")
    assert "今天之间" in owner.text
    owner.open(page).step("report", _act="report", done="2025-06-14", proof="带教记录6份")
    county.open(page).step("verify")
    assert county.status == 422
    host.open(page).step("confirm")
    county.open(page).step("verify")
    assert "已完成" in county.text


def test_a_charter_with_its_council(visit: Visit, house: House) -> None:
    owner, planner = visit("headquarters"), visit("planner")
    home = f"/communities/{QITAI}"
    owner.open(home).send(home, _act="charter", title="新章程", document="2025-1")
    assert "已有一件同样的医共体章程在办" in owner.text
    planner.open(f"/charters/charter-{QITAI}")
    assert "理事会席位" in planner.text
    assert planner.page.count("理事会纪要") == 3


def test_a_charter_that_came_as_a_list_is_in_force_too() -> None:
    """It has no work under way that would hold up a second one: the rule does."""
    others = {"charters": [{"id": "listed", "state": "in-force"}]}
    (issue,) = rules.charter_new({"id": "new"}, others, date(2025, 6, 30))
    assert issue.words.zh == "已有一份有效章程"
    assert rules.charter_new({"id": "listed"}, others, date(2025, 6, 30)) == []


def test_a_round_is_planned_moved_and_held(visit: Visit) -> None:
    owner = visit("headquarters")
    found = re.findall(r"room-652325\d+", owner.open("/circuits").page)[0]
    form = {"_act": "round", "unit": "th-652325100", "place": found, "planned": "2025-06-29", "team": "3",
            "service": "全科"}  # fmt: skip
    owner.open("/circuits").send("/circuits", **form)
    assert "应为今天或以后" in owner.text
    owner.open("/circuits").send("/circuits", **(form | {"planned": "2025-06-30"}))
    owner.step("hold", _act="hold", held="2025-06-30", seen="31")
    assert "已开展" in owner.text


def test_the_pages_for_those_who_look_on(visit: Visit) -> None:
    planner, insurer = visit("planner"), visit("insurer")
    assert planner.open("/communities").page.count('href="/communities/mc-') == 9
    assert "8/8" in planner.text
    assert "缺死因登记" in planner.open("/indicators").text
    assert planner.open("/indicators/community.posted-half-year").status == 200
    assert "计入分子" in planner.text
    assert planner.open("/indicators/none").status == 404
    assert "92.5" in insurer.open("/communities").text
    assert insurer.open("/community-appraisals").status == 200


def test_what_a_reader_is_not_told_of_other_communities_is_no_none(visit: Visit) -> None:
    own, every = visit("headquarters").open("/communities"), visit("planner").open("/communities")
    assert own.page.count(">无<") == 0
    assert every.page.count(">无<") == 0  # each community of the demonstration has its charter
    other = own.open("/communities/mc-652301-1").text
    assert "没有您能查看的章程" in other
    assert "还没有章程" not in other
    assert "任务由双方和主管部门查看" in own.open("/partnerships").text
    assert "任务由双方和主管部门查看" not in every.open("/partnerships").text


def test_a_page_of_a_charter_leads_back(visit: Visit) -> None:
    own = visit("headquarters").open(f"/charters/charter-{QITAI}")
    assert '<p class="crumbs"><a href="/communities">医共体</a>' in own.page
    assert '<a href="/communities" aria-current="page">' in own.page
