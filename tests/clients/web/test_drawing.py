"""Cells and charts: escaped, told in words, laid out inside their frame."""

from itertools import pairwise

import pytest

from tongmai.base.words import Words
from tongmai.clients.web.cells import begun, counted, draw_cell, draw_fact, draw_row
from tongmai.clients.web.drawing import breadth
from tongmai.clients.web.plot import AIR, BOTTOM, FIGURE, HEIGHT, LETTERS, TALL, WIDTH, plot
from tongmai.model.blocks import Chart, Course, Heat, Link, Point, Stack


def test_text_is_escaped() -> None:
    assert "<b>" not in draw_cell(Link("<b>x</b>", '/a"><script>'), "zh")
    assert "&lt;b&gt;" in draw_cell("<b>", "zh")


def test_small_pictures_say_what_they_show() -> None:
    bar = draw_cell(Course(50, 60, "warn", Words("现值 1", "now 1")), "en")
    assert 'aria-label="now 1"' in bar
    assert "style=" not in bar
    heat = draw_cell(Heat("7/11", "bad", Words("木垒：差 3", "short 3"), "/x"), "zh")
    assert 'title="木垒：差 3"' in heat
    assert draw_cell(Stack(("a", None)), "zh").count("<span") == 3


def test_a_date_in_a_fact_is_not_broken_and_an_address_is_left_alone() -> None:
    told = draw_fact(Words("2025-03-14 至 2026-03-13", "2025-03-14 to 2026-03-13"), "zh")
    assert told == "<time>2025-03-14</time> 至 <time>2026-03-13</time>"
    assert draw_fact("2025-06-30 10:04", "en") == "<time>2025-06-30 10:04</time>"
    assert "<time>" not in draw_fact(Link("x", "/months/2025-06-30"), "zh")
    assert draw_fact("<b>", "zh") == "&lt;b&gt;"


def test_declared_english_begins_with_a_capital_data_do_not() -> None:
    assert begun(Words("住院", "inpatient"), "en") == "Inpatient"
    assert begun(Words("住院", "inpatient"), "zh") == "住院"
    assert begun("pH 7", "en") == "pH 7"
    row = draw_row((Words("住院", "inpatient"), Link(Words("打开", "open"), "/x"), "von A"), ("<td>",) * 3, "en")
    assert row == '<td>Inpatient</td><td><a href="/x">Open</a></td><td>von A</td>'


def test_one_of_a_unit_stands_in_the_singular() -> None:
    people, posts = Words("人", "people"), Words("名", "posts")
    assert (counted(people, "1", "en"), counted(posts, "1", "en")) == ("person", "post")
    assert (counted(people, "2", "en"), counted(people, "1", "zh")) == ("people", "人")
    assert counted(Words("次", "bus"), "1", "en") == "bus"  # what no singular is declared of stays


def test_a_chinese_character_is_as_wide_as_two_letters() -> None:
    assert breadth("基础服务包") == breadth("basic pack") == 10


def chart(*values: float | None) -> Chart:
    points = tuple(Point(f"2025-{place:02d}", value, str(value)) for place, value in enumerate(values, 1))
    return Chart(points, 90.0, "≥90%", "percent", "什么")


def test_points_lie_in_the_frame_and_higher_is_higher() -> None:
    laid = plot(chart(60, 70, 95))
    assert all(0 <= dot.x <= WIDTH and 0 <= dot.y <= HEIGHT for dot in laid.dots)
    assert laid.dots[0].y > laid.dots[1].y > laid.dots[2].y
    assert laid.goal is not None
    assert laid.dots[1].y > laid.goal > laid.dots[2].y
    assert 3 <= len(laid.grid) <= 7


def test_a_missing_month_breaks_the_line() -> None:
    laid = plot(chart(60, None, 70, 80))
    assert len(laid.lines) == 2
    assert laid.area == ""


def test_values_that_never_move_still_have_a_frame() -> None:
    laid = plot(Chart((Point("2025-01", 0.0, "0"), Point("2025-02", 0.0, "0")), None, "", "count", "x"))
    assert all(0 <= dot.y <= HEIGHT for dot in laid.dots)
    assert plot(Chart((), None, "", "count", "x")).dots == ()


@pytest.mark.parametrize("last", [*range(0, 100, 3), 88, 89, 89.5, 90, 90.5, 91, 92, 120, 300])
def test_the_labels_of_goal_and_last_value_never_lie_on_each_other(last: float) -> None:
    laid = plot(chart(60, 70, last))
    assert abs(laid.goal_label - laid.last_label) >= TALL
    assert all(TALL <= base <= HEIGHT - BOTTOM for base in (laid.goal_label, laid.last_label))


def test_the_axis_has_room_for_its_figures() -> None:
    points = tuple(Point(f"2025-{month:02d}", month * 4_000_000.0, "") for month in range(1, 9))
    laid = plot(Chart(points, 50_000_000.0, "≥5000", "yuan", "x"))
    assert max(len(line.text) for line in laid.grid) == len("50,000,000")
    assert laid.left >= FIGURE * len("50,000,000") + AIR
    assert all(laid.left <= dot.x <= laid.right for dot in laid.dots)


@pytest.mark.parametrize("many", [2, 5, 8, 13, 24, 52, 53])
def test_what_is_named_below_does_not_touch(many: int) -> None:
    """On a desk and on a phone: the last label ends at its point, the others stand around theirs."""
    laid = plot(Chart(tuple(Point(f"25-{n:02d}-30", n, "") for n in range(many)), None, "", "count", "x"))
    assert laid.labels[-1].label == f"25-{many - 1:02d}-30"
    for letter, labels in zip(LETTERS, (laid.labels, [one for one in laid.labels if not one.text]), strict=True):
        wide = 8 * letter
        ends = [(one.x - wide / 2, one.x + wide / 2) for one in labels[:-1]] + [(labels[-1].x - wide, labels[-1].x)]
        assert all(one[1] < other[0] for one, other in pairwise(ends))
