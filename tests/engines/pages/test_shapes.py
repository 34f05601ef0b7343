"""Shapes are pure: what stands on a page follows from what was fetched."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tongmai.base.words import NO_WORDS, Words
from tongmai.engines.pages import board, decided, detail, policy, records, stories
from tongmai.engines.pages.figures import along, change_text, decided_text, gap_words, goal_text, number
from tongmai.engines.pages.given import (
    Area,
    Deed,
    Happened,
    Item,
    Listed,
    Member,
    Membership,
    Named,
    PolicyDocument,
    PolicyItem,
)
from tongmai.model.blocks import Heat, Link, Stack
from tongmai.model.page import Ask, Shown
from tongmai.model.target import Decision, Goal, Part, Plan, Target
from tongmai.model.workflow import Need

DAY = date(2025, 6, 30)
AREAS = (Area("652327000000", "吉木萨尔县", "吉木萨尔"), Area("652328000000", "木垒县", "木垒"))


def target(id: str, goal: str, each: Any = "county", chapter: str = "二(三)") -> Target:
    return Target(id, "plan", Words("目标", "target"), chapter, "引文", Goal.parse(goal), "room.measure", each,
                  responsible_proposed="州卫生健康委、各县(市)人民医院")  # fmt: skip


def centres() -> Decision:
    """T06 of two counties: 9 of 10 meets 90 %, 7 of 11 is short by three."""
    parts = (
        Part("652327000000", "吉木萨尔县", 9, 10, Fraction(90), True, 0),
        Part("652328000000", "木垒县", 7, 11, Fraction(700, 11), False, 3),
    )
    return Decision(target("T06", ">= 90 %"), DAY, "behind", 16, 21, Fraction(1600, 21), "percent", 3, 3, Fraction(80),
                    Fraction(50), Fraction(5, 3), parts)  # fmt: skip


PLAN = Plan(
    "plan", Words("方案", "plan"), "一号", date(2024, 3, 28), "002", "州", (centres().target,),
    {"二(三)": Words("龙头", "the head")},
)  # fmt: skip
ASK = Ask(path={"plan": "plan"}, as_of=DAY, url="/plans/plan")


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (Fraction(90), "percent", "90.0%"),
        (Fraction(1600, 21), "percent", "76.2%"),
        (Fraction(68), "count", "68"),
        (Fraction(321, 100), "per 1000", "3.21"),
        (Fraction(123456), "cents", "1,234.56"),
        (None, "percent", "—"),
    ],
)
def test_figures_are_rounded_for_the_eye_only(value: Fraction | None, unit: str, shown: str) -> None:
    assert number(value, unit) == shown


@pytest.mark.parametrize(
    ("goal", "shown"),
    [
        (">= 90 %", "≥90%"),
        ("<= 2", "≤2"),
        (">= 0.63", "≥0.63"),
        ("= 5", "=5"),
        ("all", "全部"),
        ("1..2 a year", "每年1–2"),
    ],
)
def test_goals_read_as_people_write_them(goal: str, shown: str) -> None:
    text = goal_text(Goal.parse(goal), "percent" if "%" in goal else "count")
    assert (text.zh if isinstance(text, Words) else text) == shown


def test_a_gap_says_both_numbers_where_they_differ() -> None:
    gap = gap_words(replace(centres(), short=5, short_total=2))
    assert gap == Words("逐县差 5 · 合计差 2", "short 5 by county · 2 in total")
    assert gap_words(replace(centres(), short=0)) is None
    assert gap_words(replace(centres(), short=4, short_total=4)) == Words("差 4", "short 4")


def test_the_way_is_clipped_and_runs_downhill_too() -> None:
    assert along(Fraction(70), Fraction(50), Goal.parse(">= 90 %")) == 50.0
    assert along(Fraction(99), Fraction(50), Goal.parse(">= 90 %")) == 100.0
    assert along(Fraction(6), Fraction(10), Goal.parse("<= 2")) == 50.0
    assert along(None, None, Goal.parse("<= 2")) is None
    assert change_text(Fraction(-7, 5), "percent") == "−1.4"


def test_each_county_has_a_cell_with_its_words() -> None:
    table = board.board(ASK, PLAN, [centres()], AREAS, [], {"T06": Words("记录", "record")}, frozenset())
    assert [group.title for group in table.groups] == [Words("二(三) 龙头", "2(3) the head")]
    cells = [cell for cell in table.groups[0].rows[0].cells if isinstance(cell, Heat)]
    assert [(cell.text, cell.tone) for cell in cells] == [("9/10", "good"), ("7/11", "bad")]
    assert isinstance(cells[1].tip, Words)
    assert cells[1].tip.zh == "木垒县：7/11 = 63.6%，差 3"
    assert cells[1].href == "/plans/plan/targets/T06?county=652328000000"


def test_a_share_of_money_is_told_in_yuan() -> None:
    money = replace(centres(), counts="cents", numerator=123456, denominator=200000, short=76544, short_total=76544)
    assert decided_text(money) == "1,234.56/2,000.00"
    each = replace(money, unit="cents", denominator=12)
    assert decided_text(each) == "1,234.56/12"
    gap = gap_words(money)
    assert gap == Words("差 765.44元", "short 765.44 yuan")
    more = gap_words(replace(money, short=1276911184, short_total=1276911184))
    assert more == Words("差 1,276.91万元", "short 1,276.91 × 10,000 yuan")
    paid = replace(money, unit="cents", parts=(Part("652327000000", "吉木萨尔县", 3956514000, None,
                   Fraction(3956514000), None, 0),))  # fmt: skip
    cell = board.heat(paid.parts[0], AREAS[0], paid, "/x")
    assert isinstance(cell, Heat)
    assert cell.text == "3,957", "ten thousands of yuan, rounded; the tip tells the sum"
    little = board.heat(replace(paid.parts[0], numerator=960000, value=Fraction(960000)), AREAS[0], paid, "/x")
    assert isinstance(little, Heat)
    assert little.text == "0.96"
    assert change_text(Fraction(12345), "cents") == "+123.45"


def test_a_confirmed_unit_is_told_from_a_proposed_one() -> None:
    proposed, confirmed = (board.responsible(centres(), settled) for settled in (False, True))
    assert proposed == Stack((Words("州卫生健康委 等", "州卫生健康委 and others"), board.NOT_CONFIRMED))
    assert isinstance(confirmed, Stack)
    assert confirmed.lines[1] == board.CONFIRMED


def test_filters_come_from_the_address_and_count_what_they_would_leave() -> None:
    met = replace(centres(), target=target("T07", ">= 90 %", chapter="二(四)"), status="met", short=0,
                  parts=(Part("652328000000", "木垒县", 11, 11, Fraction(100), True, 0),))  # fmt: skip
    both = [centres(), met]
    asked = replace(ASK, query={"county": ("652328000000",)})
    table = board.board(asked, PLAN, both, AREAS, [], {}, frozenset())
    assert [row.id for group in table.groups for row in group.rows] == ["T06"]
    rows = {str(row.label): row for row in decided.chips(asked, PLAN, both, AREAS).rows}
    status = next(row for label, row in rows.items() if "状态" in label)
    assert [(chip.count, chip.href) for chip in status.chips] == [(1, "/plans/plan?county=652328000000&status=behind")]


def test_the_sentence_names_who_will_not_make_it_and_by_how_much() -> None:
    said = decided.sentence(ASK, PLAN, [replace(centres(), short=5, short_total=2)])
    text = "".join(part.zh if isinstance(part, Words) else part.text.zh for part in said.parts  # type: ignore[union-attr]
                   if isinstance(part, Words) or (isinstance(part, Link) and isinstance(part.text, Words)))  # fmt: skip
    assert "截至2025年6月30日，计划 1 项目标" in text
    assert "滞后 1 项" in text
    assert "（逐县差 5 · 合计差 2）" in text


def test_elements_are_found_by_path() -> None:
    record = {
        "type": [{"coding": [{"system": "a", "code": "x"}, {"system": "b", "code": "y"}]}],
        "name": [{"text": "名"}],
        "extension": [{"url": "urn:tongmai:tier", "valueCode": "county"}],
        "period": {"start": "2024-01-01"},
    }
    assert records.value_at(record, "type.coding(system=b).code") == "y"
    assert records.value_at(record, "name.text") == "名"
    assert records.value_at(record, "extension(url=urn:tongmai:tier).valueCode") == "county"
    assert records.value_at(record, "period.end") is None
    assert records.in_force(record, "period.start", "period.end", "2025-06-30")
    assert not records.in_force(record, "period.start", "period.end", "2023-12-31")


def test_a_code_without_words_is_never_shown() -> None:
    names = {"kinds/clinic": Named("Code", "clinic", "诊所", kind=Words("诊所", "clinic"))}
    shown = Shown("kind", Words("类别", "kind"), "code", table="kinds")
    assert records.cell(shown, {"kind": "clinic"}, names) == Words("诊所", "clinic")
    assert records.cell(shown, {"kind": "unheard_of"}, names) == "—"


def test_a_concept_is_named_by_its_table_else_by_its_own_text() -> None:
    names = {"findings/85354-9": Named("Code", "85354-9", "血压", kind=Words("血压", "blood pressure"))}
    shown = Shown("code", Words("项目", "what"), "concept", table="findings")
    pressure = {"coding": [{"system": "http://loinc.org", "code": "85354-9"}], "text": "血压"}
    assert records.cell(shown, {"code": pressure}, names) == Words("血压", "blood pressure")
    assert records.cell(shown, {"code": {"coding": [{"code": "x"}], "text": "心律"}}, names) == "心律"
    assert records.cell(shown, {"code": {"coding": []}}, names) == "—"


def test_a_list_whose_records_have_no_kind_has_no_column_for_it() -> None:
    def shown(kind: Words) -> Sequence[Any]:
        one = Listed(Member("Arrangement/1", True, True), Named("Arrangement", "1", "方案", kind=kind))
        return detail.members(ASK, Membership((one,), 0, 1), []).heads

    assert len(shown(Words("诊所", "clinic"))) == len(shown(Words("", ""))) + 1


def test_a_record_without_a_name_is_called_by_what_it_is_about_and_tells_what_it_adds() -> None:
    about = Words("基本建设 · 某县", "Buildings · a county")
    one = Listed(Member("FundingLine/1", True, False, 455_910_000), Named("FundingLine", "1", about.zh, called=about))
    table = detail.members(ASK, Membership((one,), 0, 1, sums=True, counts="cents"), [])
    assert [head.title for head in table.heads][-1] == Words("计入（元）", "counted (yuan)")
    (row,) = table.groups[0].rows
    assert (row.cells[0], row.cells[-1]) == (about, "4,559,100.00")


def item(state: str, *passed: str) -> Item:
    stages = (
        ("issued", Words("已下达", "issued")),
        ("returned", Words("退回", "returned")),
        ("closed", Words("销号", "closed")),
    )
    titles = dict(stages)
    story = tuple(Happened("2025-06-30 10:00", titles[one], "某人", state=titles[one]) for one in passed)
    deeds = (
        Deed("close", Words("销号", "close"), (Need("reason", Words("原因", "reason")),), False, Words("规则", "rule")),
        Deed("progress", Words("进展", "progress"), (Need("text", Words("情况", "text")),)),
    )
    return Item("task", "flow", NO_WORDS, state, titles[state], state == "closed", {}, "/orders/x", 3, deeds=deeds,
                story=story, stages=stages, aside=frozenset({"returned"}))  # fmt: skip


def test_states_aside_show_only_when_something_came_there() -> None:
    assert [stage.state for stage in stories.path(ASK, item("issued")).stages] == ["now", "ahead"]
    path = stories.path(ASK, item("closed", "issued", "returned"))
    assert [stage.state for stage in path.stages] == ["done", "done", "now"]


def test_what_ended_beside_the_way_is_not_green() -> None:
    tones = [stories.state_tone(replace(item(state), ended=True)) for state in ("closed", "returned")]
    assert tones == ["good", "quiet"]
    assert [stories.state_tone(replace(item("issued"), overdue=late)) for late in (False, True)] == ["course", "bad"]


def test_forms_carry_the_version_seen_and_the_rule_that_forbids() -> None:
    forms = stories.deeds(ASK, item("issued")).items
    assert [form.act for form in forms] == ["progress", "close"]
    assert [(field.name, field.value) for field in forms[0].fields] == [("_version", "3"), ("text", "")]
    assert isinstance(forms[1].why_not, Words)
    assert forms[1].why_not.zh == "规则"


def standing(id: str, quotation: str, state: Any = "measured") -> policy.Standing:
    return policy.Standing(PolicyItem(id, "S", Words(id, id), "002", quotation), state, NO_WORDS, f"/{id}")


def test_every_item_is_counted_once() -> None:
    every = [standing("A01", "甲", "worked"), standing("A02", "乙", "open"), standing("B01", "丙", "held")]
    figures = policy.sums(ASK, every).items
    assert int(figures[0].value) == sum(int(figure.value) for figure in figures[1:]) == 3


def test_quotations_are_highlighted_and_damage_is_told() -> None:
    document = PolicyDocument("002", Words("方案", "plan"), "", "", DAY, "第一段推进中心建设。\n第二段没有。\n")
    prose = policy.text(
        ASK, document, [standing("D01", "推进中心建设"), standing("D02", "中心建设"), standing("D03", "缺损")]
    )
    assert prose is not None
    assert [piece.text for piece in prose.paragraphs[0]] == ["第一段", "推进中心建设", "。"]
    assert prose.paragraphs[0][1].href == "/D01"
    assert isinstance(prose.note, Words)
    assert "D03" in prose.note.zh
    assert policy.text(ASK, replace(document, text=""), []) is None
