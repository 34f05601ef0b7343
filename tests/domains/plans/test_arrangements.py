"""The ledger of arrangements by its parties: what each item asks, what is refused, when it is evaluated again."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.demonstration import everything
from tests.visiting import Visit, opened, visiting

from tongmai.app import declared
from tongmai.declared import ROOMS_FOLDER
from tongmai.domains.plans.rules import arrangements as rules
from tongmai.domains.plans.workflows.arrangements import ARRANGEMENT, RESULTS
from tongmai.house import House

Json = dict[str, Any]
DAY = date(2025, 6, 30)
HOUSE = declared("changji")
FEE = {
    "_act": "draft-C06", "title": "木垒县签约服务费办法", "kind": "document", "unit": "木垒县卫健委基层科",
    "post": "科长", "text": "每人每年 70 元，三方分担", "amount": "70", "fund": "50", "budget": "30", "own": "20",
}  # fmt: skip
ISSUED = {"_act": "issue", "number": "木卫发〔2025〕8号", "issued": "2025-06-30", "since": "2025-06-30"}


@pytest.fixture(scope="module")
def ground() -> list[Json]:
    """Commissions and communities, who is built in, what the demonstration arranged."""
    built_in = {one.practitioner for one in HOUSE.region.people}
    return [
        one for one in everything()
        if (one["resourceType"] == "Organization" and one.get("type")
            and one["type"][0]["coding"][0]["code"] in ("commission", "medical_community", "general_hospital"))
        or (one["resourceType"] == "Practitioner" and one["id"] in built_in)
        or one["resourceType"] == "Arrangement"
        or (one["resourceType"] == "Task" and one["code"]["coding"][0]["code"] == ARRANGEMENT.id)
    ]  # fmt: skip


@pytest.fixture
def house(ground: list[Json], tmp_path: Path) -> Iterator[House]:
    with opened(ground, tmp_path) as one:
        yield one


@pytest.fixture
def visit(house: House) -> Iterator[Visit]:
    with visiting(house) as begin:
        yield begin


def test_every_item_asks_for_something_that_the_record_has() -> None:
    declared_in = json.loads((ROOMS_FOLDER / "plans" / "profiles" / "Arrangement.json").read_text(encoding="utf-8"))
    elements = {one["path"].removeprefix("Arrangement.") for one in declared_in["differential"]["element"]}
    assert set(rules.KEYS) <= elements
    items = {row["id"] for row in HOUSE.room("plans").tables["catalogue"].rows}
    declined = {row["item"] for row in HOUSE.room("plans").tables["declined"].rows}
    assert set(rules.KEPT) <= items
    assert not set(rules.KEPT) & declined
    for item in rules.KEPT:
        facts = rules.asked_of(item, DAY)
        assert any(one.required for one in facts), item
        assert {one.kind for one in facts} <= {"text", "integer", "decimal"}
        assert len({one.title.zh for one in facts}) == len(facts)
    results = {row["arrangement_result"] for row in HOUSE.room("plans").tables["arrangement_results"].rows}
    assert results == {code for code, _ in RESULTS}


def record(**more: Any) -> Json:
    return {"item": "C06", "kind": "document", "area": "990199000000", "amount": 70, "fund": 50, "budget": 30,
            "own": 20, **more}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "where", "told"),
    [
        ({"item": "Z99"}, "item", "不在落实台账内"),
        ({"item": "A01"}, "item", "不在落实台账内"),
        ({"kind": "wish"}, "kind", "不在现行目录内"),
        ({"amount": None}, "amount", "须填写"),
        ({"amount": -1}, "amount", "不能为负"),
        ({"own": 21}, "own", "合计 101%"),
        ({"own": 19}, "own", "合计 99%"),
        ({"fund": 101}, "fund", "不能超过 100"),
        ({"licence": "PDY1"}, "licence", "请清空"),
    ],
)
def test_a_draft_says_at_which_field_it_is_wrong(more: Json, where: str, told: str) -> None:
    issues = rules.arrangement_fits(record(**more), {}, DAY)
    assert [one for one in issues if one.where == where and told in one.words.zh], issues


def test_a_draft_that_fits() -> None:
    assert rules.arrangement_fits(record(), {}, DAY) == []
    assert rules.arrangement_fits(record(fund=100, budget=0, own=0), {}, DAY) == []


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"issued": "2025-07-01", "since": "2025-07-01"}, "issued"),
        ({"issued": "2025-06-30", "since": "2025-06-29"}, "since"),
        ({"issued": "2025-06-30", "since": "2025-07-02", "until": "2025-07-01"}, "until"),
        ({"issued": "2025-06-30", "since": "2025-06-30", "until": "2025-06-30"}, ""),
        ({"issued": "2025-06-01", "since": "2026-01-01"}, ""),
    ],
)
def test_days_in_their_order(fields: Json, where: str) -> None:
    found = rules.arrangement_may_hold(record(), {"number": "1", **fields}, DAY)
    assert [one.where for one in found] == ([where] if where else [])


def test_a_number_is_there_once_for_an_item_and_area() -> None:
    days = {"number": "1", "issued": "2025-06-30", "since": "2025-06-30"}
    for other, many in (
        ({"id": "x", "number": "1", "area": "990199000000", "state": "ended"}, 1),
        ({"id": "x", "number": "1", "area": "990199000000", "state": "withdrawn"}, 0),
        ({"id": "x", "number": "1", "area": "990200000000", "state": "in-force"}, 0),
        ({"id": "own", "number": "1", "area": "990199000000", "state": "drafted"}, 0),
        ({"id": "x", "number": "10", "area": "990199000000", "state": "in-force"}, 0),
    ):
        found = rules.arrangement_may_hold(record(id="own"), {**days, "numbered": [other]}, DAY)
        assert len(found) == many, other


def test_the_day_of_the_next_evaluation() -> None:
    for since, due in (("2024-02-29", "2025-02-28"), ("2025-06-30", "2026-06-30"), ("2025-01-31", "2026-01-31")):
        assert rules.arrangement_due({}, {"since": since}, DAY) == {"due_on": due}
    told = rules.arrangement_evaluated({}, {"result": "keep", "text": "好"}, DAY)
    assert told == {"entry": {"on": "2025-06-30", "result": "keep", "text": "好"}, "due_on": "2026-06-30"}


def test_not_evaluated_before_it_is_in_force_nor_twice_a_day() -> None:
    assert rules.arrangement_evaluable({"from": "2025-06-30"}, {}, DAY) == []
    assert "尚未施行" in rules.arrangement_evaluable({"from": "2025-07-01"}, {}, DAY)[0].words.zh
    assert rules.arrangement_evaluable({"from": "2024-01-01", "evaluated": "2025-06-30"}, {}, DAY)


def test_renewed_behind_its_end_and_ended_between_its_days() -> None:
    for until, new, wrong in (("2025-12-31", "2026-12-31", 0), ("2025-12-31", "2025-12-31", 1),
                              ("2024-12-31", "2025-06-30", 1), ("", "2026-01-01", 1)):  # fmt: skip
        assert len(rules.arrangement_renewable({"until": until}, {"until": new}, DAY)) == wrong
    for until, wrong in (("2025-06-30", 0), ("2025-07-01", 1), ("2024-01-01", 0), ("2023-12-31", 1)):
        assert len(rules.arrangement_ends({"from": "2024-01-01"}, {"until": until}, DAY)) == wrong


def test_late_and_soon_on_their_edges() -> None:
    held = {"state": "in-force", "from": "2024-01-01"}
    for due, late, soon in (("2025-06-29", True, False), ("2025-06-30", False, True), ("2025-07-30", False, True),
                            ("2025-07-31", False, False)):  # fmt: skip
        assert (rules.overdue_on({**held, "due": due}, DAY), rules.soon_on({**held, "due": due}, DAY)) == (late, soon)
    assert not rules.holds_on({**held, "until": "2025-06-29"}, DAY)
    assert rules.holds_on({**held, "until": "2025-06-30"}, DAY)
    assert not rules.holds_on({**held, "state": "drafted"}, DAY)


def test_a_row_of_the_list_says_what_it_lacks() -> None:
    row = record(state="in-force", number="1", issued="2025-06-30", since="2025-06-30")
    assert rules.arrangement_row_fits(row) == []
    assert [one.where for one in rules.arrangement_row_fits({**row, "number": None})] == ["number"]
    assert [one.where for one in rules.arrangement_row_fits({**row, "since": "2025-06-01"})] == ["since"]


def test_from_the_draft_to_the_end_by_county_and_prefecture(visit: Visit) -> None:
    county = visit("county-officer").open("/arrangements/new/C06")
    assert "签约服务费（元/人·年）" in county.text
    assert "三方承担比例合计 110%" in county.send("/arrangements/new/C06", **FEE | {"own": "30"}).text
    assert "请填写" in county.send("/arrangements/new/C06", **FEE | {"amount": ""}).text
    story = county.send("/arrangements/new/C06", **FEE)
    assert "拟定" in story.text
    assert "施行日期早于印发日期" in story.step("issue", **ISSUED | {"since": "2025-06-01"}).text
    story.step("issue", **ISSUED)
    assert "印发施行" in story.text
    assert "2026-06-30" in story.text
    twice = visit("county-officer").open("/arrangements/new/C06").send("/arrangements/new/C06", **FEE)
    assert twice.status == 409
    other = FEE | {"title": "木垒县签约服务费补充办法"}
    second = visit("county-officer").open("/arrangements/new/C06").send("/arrangements/new/C06", **other)
    assert "请修订或续期原记录" in second.step("issue", **ISSUED).text
    planner = visit("planner").open(story.at)
    assert planner.step("evaluate", _act="evaluate", result="keep", text="好").status == 403
    planner.open(story.at).step("question", _act="question", question="分担比例的依据？")
    assert "地市级质询" in planner.text
    county.open(story.at).step("answer", _act="answer", answer="县财政批复")
    county.step("evaluate", _act="evaluate", result="revise", text="标准偏低")
    assert "今天已评估过" in county.step("evaluate", _act="evaluate", result="keep", text="好").text
    same = {"_act": "revise", "number": ISSUED["number"], "issued": "2025-06-30", "text": "80 元"}
    assert "修订须有新的文号" in county.step("revise", **same).text
    county.step("revise", _act="revise", number="木卫发〔2025〕9号", issued="2025-06-30", text="80 元")
    assert "修订：木卫发〔2025〕9号" in county.text
    assert "最后施行日应在" in county.step("end", _act="end", until="2025-07-01", reason="并入新文件").text
    county.step("end", _act="end", until="2025-06-30", reason="并入新文件")
    assert "废止" in county.text


def test_a_draft_is_seen_by_who_keeps_it_and_the_prefecture_only(visit: Visit) -> None:
    at = visit("county-officer").open("/arrangements/new/C06").send("/arrangements/new/C06", **FEE).at
    assert visit("planner").open(at).status == 200
    assert visit("headquarters").open(at).status in (403, 404)
    assert visit("resident").open(at).status in (403, 404)
    assert visit("resident").open("/arrangements/new/C06").send("/arrangements/new/C06", **FEE).status == 403


def test_where_nothing_was_arranged_the_pages_say_what_comes_first(ground: list[Json], tmp_path: Path) -> None:
    bare = [one for one in ground if one["resourceType"] in ("Organization", "Practitioner")]
    with opened(bare, tmp_path) as house, visiting(house) as begin:
        planner = begin("planner").open("/arrangements")
        assert (planner.status, "一个月内没有应评估的安排" in planner.text) == (200, True)
        assert "在“拟定安排”中选事项拟定" in planner.open("/arrangement-list").text
        assert "施行中 0 项" in planner.open("/policy?state=held").text
        assert "不做" in planner.open("/policy?state=declined").text
