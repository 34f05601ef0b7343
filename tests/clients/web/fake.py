"""A house of invented facts for the pages: the real plan's targets with figures made up by a fixed rule."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import tongmai.domains.plans.pages as plans_pages
from tongmai.base.clock import SetClock
from tongmai.base.words import Words
from tongmai.clients.web.services import File, TourStep
from tongmai.domains.plans.workflows import WORKFLOWS
from tongmai.engines.pages.given import Area, Member, PolicyDocument, PolicyItem, SeriesPoint
from tongmai.model.domain import Domain
from tongmai.model.measure import Measure
from tongmai.model.reading_plan import read_plan
from tongmai.model.target import Decision, Part, Target
from tongmai.regions import region

REGION = region.named("changji")
PLAN = read_plan(REGION.folder / "plans" / "changji-2024.yaml")
SHORT = {
    "652301000000": "昌吉市",
    "652302000000": "阜康市",
    "652323000000": "呼图壁",
    "652324000000": "玛纳斯",
    "652325000000": "奇台",
    "652327000000": "吉木萨尔",
    "652328000000": "木垒",
}
AREAS = tuple(Area(code, REGION.areas[code].name, short) for code, short in SHORT.items())
CENTRES = {"T06": ((9, 10), (6, 7), (6, 7), (11, 11), (15, 16), (9, 10), (7, 11))}
STATIONS = {"T12": ((10, 10), (7, 7), (7, 7), (10, 11), (15, 16), (10, 10), (9, 11))}
AS_OF = date(2025, 6, 30)


def invented(target: Target, as_of: date) -> Decision:
    """A decision by a fixed rule; T06 and T12 as the tour tells them."""
    if not target.measure or target.goal is None:
        return Decision(target, as_of, "undefined", *([None] * 3), "", None, None, None, None, None, missing=target.missing)
    told = {**CENTRES, **STATIONS}.get(target.id)
    seed = int(target.id[1:])
    pairs = told or tuple((min(10, 6 + (seed * (index + 3)) % 6), 10) for index in range(7))
    percent = "%" in target.goal.text or target.goal.comparison in ("all", "done")
    unit = "percent" if percent else "count"
    low = target.goal.low or Fraction(1)
    parts = []
    for area, (numerator, denominator) in zip(AREAS, pairs, strict=True):
        value = Fraction(numerator * 100, denominator) if percent else low * numerator / 9
        met = value >= low
        need = -(-(low * denominator) // 100) if percent else 0
        parts.append(Part(area.code, area.name, numerator, denominator if percent else None, value, met,
                          0 if met else max(int(need) - numerator, 1)))  # fmt: skip
    top, bottom = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    value = Fraction(top * 100, bottom) if percent else sum((part.value or 0 for part in parts), Fraction(0)) / 7
    total = max(-(-int(low * bottom) // 100) - top, 0) if percent else 0
    by_county = sum(part.short for part in parts)
    status = "met" if not by_county else ("on_course", "behind")[seed % 2]
    if not target.hard and by_county:
        status = "striving"
    return Decision(
        target, as_of, status, top, bottom if percent else None, value, unit,
        by_county if target.each == "county" or told else total, total, low * Fraction(9, 10), low * Fraction(6, 10),
        Fraction(seed % 4 - 1), tuple(parts),
    )  # fmt: skip


@dataclass
class FakeContext:
    """A door that opens on nothing but names."""

    actor: Any

    def may(self, verb: str, type: str, resource: Any = None) -> bool:
        return False

    def search(self, type: str, pairs: Any = (), *, after: str | None = None, count: int | None = None) -> Any:
        return SimpleNamespace(matches=(), next=None, total=0)

    def read_many(self, references: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Any]:
        return {}


@dataclass
class FakeHouse:
    """Keeps `Services` with invented facts."""

    clock: SetClock = field(default_factory=lambda: SetClock(datetime(2025, 6, 30, 4, tzinfo=UTC)))
    rooms: Sequence[Domain] = (
        Domain("plans", Words("计划", "plans"), workflows=WORKFLOWS, pages=plans_pages.PAGES,
               functions={"figures_fit": lambda *_: []}),
    )  # fmt: skip
    people: Any = REGION.people
    areas: Sequence[Area] = AREAS
    region_title: Words = REGION.name
    region_code: str = REGION.prefecture
    plans: Mapping[str, Any] = field(default_factory=lambda: {PLAN.id: PLAN})
    measures: Mapping[str, Measure] = field(default_factory=dict)
    documents: Sequence[PolicyDocument] = ()
    items: Sequence[PolicyItem] = ()
    tour: Sequence[TourStep] = (
        TourStep(
            Words("看政策原文", "Read the policy"), Words("打开五份文件和 176 个事项。", "Five documents, 176 items."),
            "planner", "/policy", (Words("176", "176"),),
        ),
        TourStep(
            Words("看目标进度", "See the board"), Words("州卫健委看全州 58 项目标。", "The planner sees all targets."),
            "planner", "/plans/changji-2024", (Words("逐县差 5", "short 5"), Words("合计差 2", "2 in total")),
        ),
    )  # fmt: skip
    workflows: Any = field(default_factory=lambda: SimpleNamespace(desk=lambda context: [], choices=lambda *_: []))
    sheets: Any = None
    secret: str = "a key for tests only"
    static: Path | None = None
    demo: bool = True
    version: int = 1

    def open(self, person: str) -> Any:
        one = next(one for one in REGION.people if one.id == person)
        return FakeContext(one)

    def facts_version(self) -> int:
        return self.version

    def decide(
        self, plan: str, as_of: date, readings: Mapping[str, str], targets: Iterable[str] = ()
    ) -> Sequence[Decision]:
        wanted = set(targets)
        return [invented(target, as_of) for target in PLAN.targets if not wanted or target.id in wanted]

    def readings(self, plan: str, target: str) -> Sequence[tuple[str, Words]]:
        return (("", Words("逐县达到 90%", "each county")), ("total", Words("全州合计达到 90%", "the region as one")))

    def members(self, plan: str, target: str, as_of: date, area: str, reading: str) -> Sequence[Member]:
        return [Member(f"th-{number}", number > 8, True) for number in range(72)]

    def series(self, plan: str, target: str, as_of: date, months: int, reading: str) -> Sequence[SeriesPoint]:
        return [
            SeriesPoint(f"{2024 + (5 + index) // 12}-{(5 + index) % 12 + 1:02d}", 40 + index * 2 - index % 3, 72,
                        Fraction((40 + index * 2 - index % 3) * 100, 72))
            for index in range(months)
        ]  # fmt: skip

    def template(self, room: str, name: str) -> Mapping[str, Any]:
        return {}

    def export(self, plan: str, kind: str, as_of: date, context: Any) -> File:
        return File(f"目标进度.{kind}", "application/octet-stream", b"x")
