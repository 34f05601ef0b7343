"""Dashboards: what stands against the plan, what moved, what presses, and a board in one line."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from tests.engines.pages.test_shapes import AREAS, ASK, PLAN, centres

from tongmai.base.words import NO_WORDS, Words
from tongmai.engines.pages import glance, lanes
from tongmai.engines.pages.given import Deed, Item, SeriesPoint
from tongmai.engines.pages.lanes import Column
from tongmai.model.page import Page

LATE = centres()
MET = replace(LATE, status="met", short=0, short_total=0, change=Fraction(-1))
OVERDUE = replace(LATE, status="overdue", short=1, short_total=1)


def test_each_figure_opens_the_board_and_the_readers_county_stands_apart() -> None:
    found = glance.against(replace(ASK, area="652328100000"), PLAN, [LATE, MET], AREAS).items
    assert [(one.value, one.href) for one in found] == [
        ("1", "/plans/plan?status=met"),
        ("1", "/plans/plan?status=behind"),
        ("1", "/plans/plan"),
        ("2", "/plans/plan?county=652328000000"),
    ]
    assert found[2].note == Words("退步 1 项", "1 fell back")
    assert len(glance.against(replace(ASK, area="652300000000"), PLAN, [LATE], AREAS).items) == 2


def test_what_presses_comes_in_order_and_the_rest_is_counted() -> None:
    assert glance.pressing([MET, LATE, OVERDUE]) == [OVERDUE, LATE]
    table = glance.furthest(ASK, PLAN, [LATE] * 9)
    assert (table.count, table.total) == (glance.MOST, 9)
    assert glance.furthest(ASK, PLAN, [MET]).count == 0


def test_a_course_is_drawn_only_where_something_is_known() -> None:
    known = SeriesPoint("2025-06", 16, 21, Fraction(1600, 21))
    chart = glance.course(ASK, PLAN, (LATE, [known]))
    assert chart
    assert chart.caption
    assert glance.course(ASK, PLAN, (LATE, [replace(known, value=None)])) is None
    assert glance.course(ASK, PLAN, None) is None


def piece(state: str, late: bool = False, party: str = "a") -> Item:
    focus = {"performer": [{"reference": f"Organization/{party}"}]}
    return Item("t", "flow", NO_WORDS, state, NO_WORDS, False, focus, "/x", late=late)


def test_a_board_in_one_line_counts_what_is_late() -> None:
    columns = (Column(Words("待办", "to do"), ("open",)), Column(Words("在办", "doing"), ("going",)))
    shape = lanes.teaser(columns, "/board", "performer")
    ask = replace(ASK, organization="a")
    found = shape(ask, [piece("open"), piece("open", True), piece("going", party="b")])
    assert found
    assert [(one.value, one.note, one.tone) for one in found.items] == [
        ("2", Words("超时 1 件", "1 late"), "bad"),
        ("0", "", "quiet"),
    ]
    assert shape(ask, [piece("going", party="b")]) is None


def test_the_next_verb_is_the_first_form_of_the_page() -> None:
    deeds = (
        Deed("later", Words("以后", "later")),
        Deed("now", Words("现在", "now"), due=datetime(2025, 6, 30, tzinfo=UTC)),
    )
    clocked = replace(piece("open"), deeds=deeds)
    assert [deed.step for deed in clocked.mine] == ["now", "later"]


def test_only_a_dashboard_stands_on_the_home_page() -> None:
    with pytest.raises(ValueError, match="only a dashboard"):
        Page("x", Words("页", "page"), "/x", "list", (), home="above")
