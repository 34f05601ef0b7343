"""Figures that count persons, as a reader of a county sees those of the others: on pages and in files."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from tongmai.access import Actor
from tongmai.base.words import Words
from tongmai.clients.web.sight import Sight
from tongmai.engines.pages.board import heat
from tongmai.engines.pages.detail import counties, members
from tongmai.engines.pages.given import Area, Counted, Measured, Member, Membership, SeriesPoint
from tongmai.engines.pages.measured import plain_text, value_text
from tongmai.model.blocks import Heat
from tongmai.model.measure import Measure
from tongmai.model.page import Ask
from tongmai.model.target import Decision, Goal, Part, Target

DAY = date(2025, 6, 30)
OWN, NEXT, FAR, ZONE = (f"6523{at}000000" for at in ("27", "28", "02", "01"))
PLANNER = Actor("planner", "州", ("planner",), "commission", "652300000000")
OFFICER = Actor("officer", "县", ("county-officer",), "county", OWN)
TOWN = Actor("clinician", "乡", ("clinician",), "town", "652327100000")


def measure(id: str, base: Any = "recorded", **more: Any) -> Measure:
    said = {"rows": "rows", "numerator": "true", "denominator": "true", "source": "「」"} | more
    return Measure(id, Words("指标", "measure"), base=base, **said)


class House:
    """Four counties; `room.control` has one of them with two persons; a sum of money has the records behind it."""

    region_code = "652300000000"
    areas = tuple(Area(code, code, code) for code in (OWN, NEXT, FAR, ZONE))
    measures: Mapping[str, Measure] = {
        one.id: one
        for one in (
            measure("room.control"),
            measure("room.beds", "census"),
            measure("room.opinion", "anonymous"),
            measure("room.saved", denominator="", unit="cents"),
            measure("room.twice", rows="", numerator="", denominator="", formula="room.control * 2"),
        )
    }

    def measured(self, id: str, as_of: date) -> Measured:
        counted = {OWN: (3, 40), NEXT: (2, 30), FAR: (20, 50), ZONE: (40, 90), "": (65, 210)}
        if id == "room.opinion":
            counted = {OWN: (3, 4), NEXT: (20, 30), FAR: (20, 50), ZONE: (40, 90), "": (83, 174)}
        if id == "room.saved":
            counted = {OWN: (30_000, 0), NEXT: (20_000, 0), FAR: (90_000, 0), "": (140_000, 0)}
        values = {area: Counted(top, of or None, Fraction(top, of or 1)) for area, (top, of) in counted.items()}
        return Measured(self.measures[id], "2025-06", values)

    def behind(self, id: str, as_of: date, area: str) -> list[Member]:
        many = {OWN: 6, NEXT: 1, FAR: 9}.get(area, 16)
        return [Member(f"ServiceRequest/{at}", True, True, 10_000) for at in range(many)]


SIGHT = Sight(House())  # type: ignore[arg-type]


def decision(id: str = "room.control") -> Decision:
    target = Target("T1", "plan", Words("目标", "target"), "一", "「」", Goal.parse(">= 50 %"), id)
    found = SIGHT._services.measured(id, DAY).values
    parts = tuple(Part(area, area, one.numerator, one.denominator, one.value, False, 1)
                  for area, one in found.items() if area)  # fmt: skip
    whole = found[""]
    return Decision(target, DAY, "behind", whole.numerator, whole.denominator, whole.value, "percent", 9, 9, None, None,
                    None, parts)  # fmt: skip


@pytest.mark.parametrize(
    ("id", "actor", "hidden"),
    [("room.control", PLANNER, set()), ("room.control", OFFICER, {NEXT, FAR}), ("room.control", TOWN, {OWN, NEXT}),
     ("room.beds", OFFICER, set()), ("room.twice", OFFICER, {NEXT, FAR}),
     ("room.opinion", PLANNER, {OWN, NEXT}), ("room.opinion", OFFICER, {OWN, NEXT}),
     ("room.saved", PLANNER, set()), ("room.saved", OFFICER, {NEXT, FAR})],
)  # fmt: skip
def test_which_counties_are_hidden_from_whom(id: str, actor: Actor, hidden: set[str]) -> None:
    seen = SIGHT.measured(SIGHT._services.measured(id, DAY), DAY, actor)
    assert seen.hidden == hidden
    assert not hidden & seen.values.keys()
    assert all(isinstance(value_text(seen, area), Words) and plain_text(seen, area) == "—" for area in hidden)


def test_a_decision_and_its_pages_and_files_tell_no_hidden_county() -> None:
    whole, seen = decision(), SIGHT.decision(decision(), OFFICER)
    assert SIGHT.decision(whole, PLANNER) is whole
    assert ({part.area for part in seen.parts}, seen.hidden) == ({OWN, ZONE}, {NEXT, FAR})
    assert (seen.status, seen.numerator) == (whole.status, 65)
    table = counties(Ask(), seen, House.areas)
    assert table is not None
    assert [row.cells[2] for row in table.groups[0].rows][1] == Words("少量", "few")
    cell = heat(None, House.areas[1], seen, "/")
    assert isinstance(cell, Heat)
    assert cell.text == "*"


def test_a_decision_without_its_figure_keeps_how_it_stands() -> None:
    """Two persons in one county, none elsewhere: the region's figure would tell."""
    one = decision()
    parts = tuple(replace(part, numerator=2 if part.area == NEXT else 0) for part in one.parts)
    seen = SIGHT.decision(replace(one, parts=parts, numerator=2), OFFICER)
    assert (seen.status, seen.value, seen.numerator, seen.short) == ("behind", None, None, None)


def test_a_month_of_few_is_left_out_of_the_series() -> None:
    months = [SeriesPoint("2025-05", 3, 40, Fraction(3, 40)), SeriesPoint("2025-06", 20, 40, Fraction(1, 2))]
    seen = SIGHT.series(months, "room.control", "", DAY, OFFICER)
    assert [one.value for one in seen] == [None, Fraction(1, 2)]
    assert SIGHT.series(months, "room.control", "", DAY, PLANNER) == months
    assert SIGHT.series(months, "room.beds", "", DAY, OFFICER) == months


@pytest.mark.parametrize(
    ("id", "actor", "area", "listed"),
    [("room.control", OFFICER, OWN, True), ("room.control", OFFICER, "652327100000", True),
     ("room.control", OFFICER, NEXT, False), ("room.control", OFFICER, "652328100000", False),
     ("room.control", OFFICER, ZONE, True), ("room.control", OFFICER, "652300000000", True),
     ("room.control", PLANNER, "652328100000", True), ("room.opinion", PLANNER, "652328100000", False),
     ("room.beds", OFFICER, "652328100000", True)],
)  # fmt: skip
def test_the_records_behind_a_hidden_figure_are_not_counted(id: str, actor: Actor, area: str, listed: bool) -> None:
    rows = [Member("ServiceRequest/1", True, True)]
    assert SIGHT.members(rows, SIGHT.hidden(id, DAY, actor), id, area, actor) is listed


def test_a_closed_list_says_why() -> None:
    table = members(Ask(), Membership((), 0, 0, closed=True), House.areas)
    assert isinstance(table.empty, Words)
    assert "too few" in table.empty.en.lower()


def test_readers_of_one_county_share_what_is_kept() -> None:
    assert SIGHT.alike(PLANNER) == "652300000000"
    assert SIGHT.alike(OFFICER) == OWN
    assert SIGHT.alike(TOWN) == SIGHT.alike(replace(TOWN, area="652328100000")) == ""
    assert SIGHT.alike(SimpleNamespace(is_system=False, organization="", area=OWN)) == ""  # type: ignore[arg-type]
