"""Targets decided on a day, from figures made by hand: an evaluator that answers from a table."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongmai.base.words import Words
from tongmai.engines.measure.asking import Areas
from tongmai.engines.measure.catalogue import Catalogue
from tongmai.engines.measure.decide import Decider, decide
from tongmai.engines.measure.protocol import Cell, Level, OpenRow
from tongmai.model.measure import Measure, Reading
from tongmai.model.period import Period
from tongmai.model.target import Decision, Goal, Plan, Target

TITLE = Words("指标", "measure")
COUNTIES = {"652398000000": "东县", "652399000000": "西县"}
EAST, WEST = COUNTIES
PREFECTURE = "652300000000"
ISSUED, DEADLINE, TODAY = date(2024, 3, 28), date(2025, 12, 31), date(2025, 6, 30)

Figures = Mapping[str, Mapping[str, tuple[int, int | None]]]
"""By month (or period id), then by area: numerator and denominator."""


class Table:
    """Answers `cells` for one measure from figures; the region is the sum of its counties unless it is given."""

    def __init__(self, figures: Figures, per: int = 100, reading: Figures | None = None) -> None:
        self._figures, self._per, self._reading = figures, per, reading
        self.questions = 0

    def cells(
        self, measures: Sequence[str], periods: Sequence[Period | str], level: Any, reading: str | None = None
    ) -> list[Cell]:
        self.questions += 1
        figures = self._reading if reading is not None and self._reading is not None else self._figures
        found = []
        for one in periods:
            assert isinstance(one, Period)
            areas = dict(figures.get(one.id, {}))
            if areas and PREFECTURE not in areas:
                above = sum(numerator for numerator, _ in areas.values())
                below = [denominator for _, denominator in areas.values() if denominator is not None]
                areas[PREFECTURE] = (above, sum(below) if below else None)
            for area, (numerator, denominator) in areas.items():
                where: Level = "prefecture" if area == PREFECTURE else "county"
                found.append(Cell(measures[0], where, area, one.id, numerator, denominator, self._per))
        return found

    def open(self, measure: str, area: str | None, period: Period | str, reading: str | None = None) -> list[OpenRow]:
        raise NotImplementedError


def share(**given: Any) -> Measure:
    defaults: dict[str, Any] = {"rows": "v", "numerator": "a", "denominator": "b", "source": "test"}
    return Measure(id="small.one", title=TITLE, **{**defaults, **given})


COUNT = share(denominator="", unit="count")


def target(goal: str | None, **given: Any) -> Target:
    defaults: dict[str, Any] = {"chapter": "一", "quotation": "……", "measure": "small.one", "by": DEADLINE}
    parsed = Goal.parse(goal) if goal is not None else None
    return Target(id="T", plan="p", title=TITLE, goal=parsed, **{**defaults, **given})


def decided(
    one: Target,
    figures: Figures,
    measure: Measure | None = None,
    as_of: date = TODAY,
    reading: str = "",
    reading_figures: Figures | None = None,
) -> Decision:
    measure = measure if measure is not None else share()
    catalogue = Catalogue.of(measures=[measure])
    plan = Plan("p", TITLE, "1", ISSUED, "002", "州", (one,))
    areas = Areas(PREFECTURE, COUNTIES, date(2024, 1, 1))
    answering = Table(figures, measure.per, reading_figures)
    (found,) = decide(plan, answering, catalogue, areas, as_of, {"T": reading} if reading else None)
    return found


def now(east: tuple[int, int | None], west: tuple[int, int | None]) -> Figures:
    return {"2025-06": {EAST: east, WEST: west}}


def test_the_region_as_one_or_each_county() -> None:
    figures = now((9, 10), (54, 62))
    as_one, by_county = decided(target(">= 87 %"), figures), decided(target(">= 87 %", each="county"), figures)
    assert (as_one.status, as_one.short, as_one.value) == ("met", 0, Fraction(6300, 72))
    assert [part.met for part in as_one.parts] == [True, True]
    assert decided(target(">= 90 %", each="county"), figures).short == 2
    harder = decided(target(">= 90 %", each="county"), now((9, 10), (7, 11)))
    assert [(part.name, part.met, part.short) for part in harder.parts] == [("东县", True, 0), ("西县", False, 3)]
    assert (harder.status, harder.short, harder.short_total) == ("behind", 3, 3)
    assert by_county.status == "met"


def test_a_person_may_switch_the_reading() -> None:
    figures, other = now((9, 10), (8, 10)), now((9, 9), (9, 9))
    one = target(">= 85 %", each="county", alternatives=("total", "wide"))
    measure = share(readings={"wide": Reading(TITLE, denominator="c")})
    assert decided(one, figures, measure).status == "behind"
    assert decided(one, figures, measure, reading="total").status == "met"
    assert decided(one, figures, measure, reading="wide", reading_figures=other).status == "met"
    with pytest.raises(ValueError, match="has no reading narrow"):
        decided(one, figures, measure, reading="narrow")


def test_a_county_with_nothing_to_count_is_not_judged() -> None:
    one = decided(target("all", each="county"), now((3, 3), (0, 0)))
    assert [part.met for part in one.parts] == [True, None]
    assert one.status == "met"


def test_a_count_asked_of_each_county() -> None:
    one = decided(target(">= 13", each="county", baseline=Fraction(12)), now((15, None), (12, None)), COUNT)
    assert (one.status, one.value, one.numerator, one.short, one.short_total) == ("behind", 12, 27, 1, 0)
    absent = decided(target(">= 13", each="county"), {"2025-06": {EAST: (15, None)}}, COUNT)
    assert [part.short for part in absent.parts] == [0, 13]
    assert (absent.value, absent.baseline) == (0, 0)


def test_a_count_asked_of_the_region_does_not_judge_its_counties() -> None:
    one = decided(target(">= 30"), now((15, None), (12, None)), COUNT)
    assert [(part.met, part.short) for part in one.parts] == [(None, 0), (None, 0)]
    assert one.short == 3


def test_what_lies_in_no_county_is_shown_and_never_judged() -> None:
    one = decided(target("all", each="county"), {"2025-06": {EAST: (1, 1), WEST: (1, 1), "": (0, 1)}})
    assert (one.parts[-1].area, one.parts[-1].met) == ("", None)
    assert one.status == "met"
    assert one.numerator is not None
    assert sum(part.numerator for part in one.parts) == one.numerator


def test_course_against_the_straight_line() -> None:
    # 459 of 643 days have passed: from 40 the line to 100 stands at 82.83.
    baseline = Fraction(40)
    on = decided(target("all", baseline=baseline), now((83, 100), (83, 100)))
    assert (on.status, on.expected) == ("on_course", 40 + 60 * Fraction(459, 643))
    off = decided(target("all", baseline=baseline), now((82, 100), (82, 100)))
    assert off.status == "behind"


def test_the_baseline_is_measured_on_the_plans_day_where_none_is_stated() -> None:
    figures = {**now((70, 100), (70, 100)), "2024-03": {EAST: (10, 100), WEST: (10, 100)}}
    one = decided(target(">= 90 %"), figures)
    assert (one.baseline, one.status) == (10, "on_course")


def test_each_county_keeps_its_own_line() -> None:
    figures = {**now((70, 100), (85, 100)), "2024-03": {EAST: (10, 100), WEST: (84, 100)}}
    assert decided(target(">= 90 %", each="county"), figures).status == "behind"
    figures = {**now((70, 100), (89, 100)), "2024-03": {EAST: (10, 100), WEST: (84, 100)}}
    assert decided(target(">= 90 %", each="county"), figures).status == "on_course"


def test_after_the_deadline_it_is_overdue_unless_it_is_soft() -> None:
    figures = {"2026-01": {EAST: (1, 2), WEST: (1, 2)}}
    late = date(2026, 1, 31)
    assert decided(target("all"), figures, as_of=late).status == "overdue"
    assert decided(target("all"), figures, as_of=DEADLINE).status == "unreported"
    assert decided(target("all", hard=False), figures, as_of=late).status == "striving"
    assert decided(target("all", hard=False), {"2026-01": {EAST: (2, 2)}}, as_of=late).status == "met"


def test_what_must_rise() -> None:
    figures = {
        "2025-06": {EAST: (60, 100), WEST: (50, 100)},
        "2024-06": {EAST: (50, 100), WEST: (50, 100)},
        "2024-03": {EAST: (70, 100), WEST: (70, 100)},
    }
    assert decided(target("rises", by=None, since="last_year"), figures).status == "met"
    each = decided(target("rises", by=None, since="last_year", each="county"), figures)
    assert (each.status, [part.short for part in each.parts]) == ("behind", [0, 1])
    assert decided(target("rises", by=None), figures).status == "behind"
    assert decided(target("rises", by=None, since="2024-06"), figures).status == "met"


def test_what_must_rise_from_before_the_facts_began_is_not_decided() -> None:
    measure = share(kind="flow", window="twelve_months")
    one = decided(target("rises", by=None), {"2025-06/12": {EAST: (60, 100)}}, measure)
    assert one.status == "unreported"
    assert one.missing is not None
    assert "基期" in one.missing.zh


def test_once_or_twice_a_year() -> None:
    measure = share(denominator="", unit="count", kind="flow", window="year_to_date")
    one = target("1..2 a year", by=None)
    region = {PREFECTURE: (1, None)}
    assert decided(one, {"2025-06/ytd": region}, measure).status == "met"
    assert decided(one, {"2025-06/ytd": {PREFECTURE: (3, None)}}, measure).status == "behind"
    assert decided(one, {}, measure).status == "behind"


def test_less_is_better() -> None:
    measure = share(unit="days", better="lower")
    one = target("<= 2", baseline=Fraction(10))
    assert decided(one, now((3, 2), (4, 2)), measure).status == "met"
    assert decided(one, now((8, 2), (8, 2)), measure).status == "on_course"
    assert decided(one, now((20, 2), (20, 2)), measure).status == "behind"


def test_a_target_without_a_measure_says_what_it_waits_for() -> None:
    waits = Words("等目录", "waits for the list")
    one = decided(target(None, measure="", missing=waits), {})
    assert (one.status, one.missing, one.value) == ("undefined", waits, None)


@pytest.mark.parametrize("goal", ["all", ">= 90 %", "<= 2"])
def test_nought_of_what_is_not_on_record_is_no_fact(goal: str) -> None:
    """Without a record an upper bound is not held, and a share is not missed."""
    measure, one = share(), target(goal)
    plan = Plan("p", TITLE, "1", ISSUED, "002", "州", (one,))
    asked: list[str] = []

    def decides(there: bool) -> str:
        decider = Decider(Table(now((0, 10), (0, 10))), Catalogue.of(measures=[measure]), Areas(PREFECTURE, COUNTIES),
                          lambda measure: asked.append(measure) or there)  # type: ignore[func-returns-value]  # fmt: skip
        (found,) = decider.decide(plan, TODAY)
        assert (found.value is None) is (found.status == "unreported")
        assert all((point.value is None) is not there for point in decider.series(plan, one, TODAY)[-1:])
        return found.status

    assert decides(there=False) == "unreported"
    assert decides(there=True) != "unreported"
    assert set(asked) == {measure.id}


def test_the_change_since_a_month_before() -> None:
    figures = {**now((9, 10), (8, 10)), "2025-05": {EAST: (8, 10), WEST: (8, 10)}}
    assert decided(target("all"), figures).change == 5


def test_thirteen_months_in_one_question() -> None:
    months = [f"2024-{month:02d}" for month in range(6, 13)] + [f"2025-{month:02d}" for month in range(1, 7)]
    table = Table({month: {EAST: (number, 20), WEST: (0, 20)} for number, month in enumerate(months)})
    catalogue, one = Catalogue.of(measures=[share()]), target("all", baseline=Fraction(0))
    decider = Decider(table, catalogue, Areas(PREFECTURE, COUNTIES))
    plan = Plan("p", TITLE, "1", ISSUED, "002", "州", (one,))
    points = decider.series(plan, one, TODAY)
    assert [point.month for point in points] == months
    assert [point.numerator for point in points] == list(range(13))
    assert points[-1].expected == 100 * Fraction(459, 643)
    assert table.questions == 1
    assert [point.value for point in decider.series(plan, one, TODAY, area=EAST)] == [
        number * 5 for number in range(13)
    ]


shares = st.integers(1, 40).flatmap(lambda below: st.tuples(st.integers(0, below), st.just(below)))


@given(east=shares, west=shares, bound=st.integers(1, 100))
@settings(max_examples=60)
def test_parts_sum_to_the_whole_and_county_by_county_is_never_easier(
    east: tuple[int, int], west: tuple[int, int], bound: int
) -> None:
    figures = now(east, west)
    as_one, each = decided(target(f">= {bound} %"), figures), decided(target(f">= {bound} %", each="county"), figures)
    for one in (as_one, each):
        assert sum(part.numerator for part in one.parts) == one.numerator
        assert sum(part.denominator or 0 for part in one.parts) == one.denominator
    assert as_one.short is not None
    assert each.short is not None
    assert each.short >= as_one.short
    assert each.short_total == as_one.short
    if each.status == "met":
        assert as_one.status == "met"


@given(figures=st.tuples(shares, shares), more=st.integers(0, 5))
@settings(max_examples=40)
def test_one_more_never_makes_it_worse(figures: tuple[tuple[int, int], tuple[int, int]], more: int) -> None:
    order = ["behind", "on_course", "met"]
    (east, below), west = figures
    one = target(">= 90 %", baseline=Fraction(20))
    before = decided(one, now((east, below), west))
    after = decided(one, now((min(east + more, below), below), west))
    assert order.index(after.status) >= order.index(before.status)
