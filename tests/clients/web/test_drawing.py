"""Cells and charts: escaped, told in words, laid out inside their frame."""

from itertools import pairwise

import pytest

from tongmai.base.words import Words
from tongmai.clients.web.cells import draw_cell
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
