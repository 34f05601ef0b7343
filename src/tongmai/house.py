"""The house as its programs and pages see it: settings, the door, decisions kept for a state of the facts."""

import re
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from tongmai import exports
from tongmai.access import Access, AuditLog, Context, Looked
from tongmai.base.clock import Clock, today
from tongmai.base.outcome import refuse
from tongmai.base.tables import DatedTable
from tongmai.base.words import Words
from tongmai.clients.web.services import Area as PageArea
from tongmai.clients.web.services import Drills, File, Member, PolicyDocument, PolicyItem, SeriesPoint, TourStep
from tongmai.declared import ROOMS_FOLDER, Declared
from tongmai.engines.intake.front import FrontDoor
from tongmai.engines.measure.asking import Areas
from tongmai.engines.measure.decide import Decider
from tongmai.engines.measure.protocol import Measures
from tongmai.engines.pages.given import Counted, Measured
from tongmai.engines.workflow import Workflows
from tongmai.front import front_door
from tongmai.model.domain import Domain
from tongmai.model.drill import Drill
from tongmai.model.measure import Measure
from tongmai.model.period import window
from tongmai.model.target import Decision, Plan, Target
from tongmai.regions.region import Person
from tongmai.store.lake import Lake
from tongmai.store.protocol import Store
from tongmai.story import documents, items, tour

_KEPT = 256
OWN = "declared"  # how a person names the reading that the plan itself declares
_BY_COUNTY = Words("按各县市区分别", "each county by itself")
_REGISTERS = frozenset({"Organization", "Patient"})
"""Of which nearly every measure asks something: that they are on record tells nothing of what is counted in them."""


@dataclass
class House:
    """Everything assembled (`app.open_house`). Keeps the promises of `clients.web.services.Services`."""

    settings: Mapping[str, Any]
    clock: Clock
    declared: Declared
    store: Store
    lake: Lake
    audit: AuditLog
    looked: Looked
    access: Access
    workflows: Workflows
    evaluator: Measures
    secret: str
    demo: bool = True
    drill: Drill | None = None
    """The drill that this house is for; None for the main one."""
    drills: Drills | None = None
    """The drills beside this house, where it is served."""
    static: Path | None = None
    _kept: "OrderedDict[object, Any]" = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def rooms(self) -> Sequence[Domain]:
        return self.declared.domains

    @property
    def people(self) -> Sequence[Person]:
        return self.declared.region.people

    @property
    def plans(self) -> Mapping[str, Plan]:
        return self.declared.plans

    @property
    def measures(self) -> Mapping[str, Measure]:
        return self.declared.catalogue.measures

    @property
    def region_title(self) -> Words:
        return self.declared.region.name

    @property
    def region_whole(self) -> Words:
        return self.declared.region.whole

    @property
    def region_code(self) -> str:
        return self.declared.region.prefecture

    @cached_property
    def areas(self) -> Sequence[PageArea]:
        """The counties in the order of their codes, functional zones last."""
        found = self.declared.region.areas.values()
        chosen = [area for level in ("county", "zone") for area in found if area.level == level]
        return tuple(self._drawn(PageArea(area.code, area.name, _short(area.name))) for area in chosen)

    def _drawn(self, area: PageArea) -> PageArea:
        """The area with its place on the schematic map, where the region draws one."""
        tile = self.declared.region.tiles.get(area.code)
        return replace(area, column=tile.column, row=tile.row, width=tile.width) if tile else area

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Every area's code to its name; a village with its township before it."""
        known = self.declared.region.areas
        above = {code: known[area.parent].name for code, area in known.items() if area.level == "village"}
        return {code: above.get(code, "") + area.name for code, area in known.items()}

    @cached_property
    def tables(self) -> Mapping[str, DatedTable]:
        """Every room's dated tables as `room.table`."""
        rooms = self.declared.rooms
        return {f"{room.domain.id}.{name}": table for room in rooms for name, table in room.tables.items()}

    @cached_property
    def items(self) -> Sequence[PolicyItem]:
        return items(self.declared)

    @cached_property
    def documents(self) -> Sequence[PolicyDocument]:
        return documents(self.declared, self.settings["policies"])

    @cached_property
    def tour(self) -> Sequence[TourStep]:
        return () if self.drill else tour(self.declared.region)

    def open(self, person: str) -> Context:
        """The door, opened for one of the people. Refused: an unknown person."""
        return self.access.open(person)

    def facts_version(self) -> int:
        """Grows whenever a fact has changed and been counted; brings the lake up to date first."""
        if self.lake.behind(self.store):
            self.lake.refresh(self.store)
        return self.lake.version

    def rows(self, view: str) -> Sequence[Mapping[str, Any]]:
        """The rows of a view of the lake, read once for a state of the facts. Refused: not-found."""
        if view not in {one.name for one in self.declared.catalogue.derived}:
            raise refuse("not-found", f"没有视图：{view}", f"no view {view}", where="view")
        found: Sequence[Mapping[str, Any]] = self._keep(
            ("rows", view), lambda: self.lake.query(f'select * from "{view}" order by id, period')
        )
        return found

    @cached_property
    def printed(self) -> Mapping[str, str]:
        """The rooms' printed forms as templates, by `room/name`."""
        return {
            f"{room.domain.id}/{path.stem}": path.read_text(encoding="utf-8")
            for room in self.declared.rooms
            for path in sorted((ROOMS_FOLDER / room.domain.id / "templates").glob("*.html"))
        }

    def template(self, room: str, name: str) -> Mapping[str, Any]:
        """A lens of a room. Refused: not-found."""
        found = self.declared.room(room).templates.get(name)
        if found is None:
            raise refuse("not-found", f"没有模板：{name}", f"no template {name}", where=room)
        return found

    @cached_property
    def sheets(self) -> FrontDoor:
        """The lists that come in as Excel."""
        mark = "演示数据" if self.demo else ""
        return front_door(self.declared, self.lake, self.facts_version, self.clock, mark, self.settings["max_upload"])

    @cached_property
    def decider(self) -> Decider:
        region = self.declared.region
        counties = {area.code: area.name for area in region.areas.values() if area.level == "county"}
        areas = Areas(region.prefecture, counties, region.settings["facts_from"])
        return Decider(self.evaluator, self.declared.catalogue, areas, self._recorded)

    def _recorded(self, measure: str) -> bool:
        """Whether a record of one of the types behind a measure was ever written, registers apart where it has others
        (docs/decisions/0110)."""
        behind = self.types_behind(measure)
        return any(self._ever(type) for type in sorted(behind - _REGISTERS or behind))

    def _ever(self, type: str) -> bool:
        if type not in self._written and self.store.recent(type, limit=1):
            self._written.add(type)
        return type in self._written

    @cached_property
    def _written(self) -> set[str]:
        """Types of which there is, or was, a record."""
        return set()

    def plan(self, id: str) -> Plan:
        """Refused: not-found, with the plans there are."""
        if id not in self.plans:
            raise refuse(
                "not-found", f"没有规划：{id}", f"no plan {id}", where="plan",
                remedy=("可用：" + "、".join(self.plans), "there are: " + ", ".join(self.plans)),
            )  # fmt: skip
        return self.plans[id]

    def target(self, plan: str, id: str) -> Target:
        """Refused: not-found."""
        for target in self.plan(plan).targets:
            if target.id == id:
                return target
        raise refuse("not-found", f"没有目标：{id}", f"no target {id}", where="target")

    def decide(
        self, plan: str, as_of: date, readings: Mapping[str, str] | None = None, targets: Sequence[str] = ()
    ) -> Sequence[Decision]:
        """Targets of a plan (empty: every one), decided on a day; computed once for a state of the facts. Where the
        whole plan was decided, one target of it is not decided again."""
        looked_at = {target: name for target, name in (readings or {}).items() if name}
        named = {**self.in_force(plan, as_of), **looked_at}
        chosen = {target: "" if name == OWN else name for target, name in named.items()}
        whole = self.plan(plan)
        wanted = [self.target(plan, id) for id in targets] or whole.targets
        alike = ("decide", plan, as_of, tuple(sorted(chosen.items())))
        every = self._kept_for((self.facts_version(), (*alike, tuple(target.id for target in whole.targets))))
        if every is not None:
            ids = {target.id for target in wanted}
            return [one for one in every if one.target.id in ids]
        key = (*alike, tuple(target.id for target in wanted))
        made: Sequence[Decision] = self._keep(key, lambda: self.decider.decisions(whole, wanted, as_of, chosen))
        return made

    def in_force(self, plan: str, as_of: date) -> Mapping[str, str]:
        """By target the reading that two people agreed on, where it is not the plan's own."""

        return {target: name for target, name in self.settled(plan, "reading", as_of).items() if name != OWN}

    def types_behind(self, measure: str) -> frozenset[str]:
        """The resource types whose records a measure counts or asks, through every view behind it."""
        return self._types[measure]

    @cached_property
    def _types(self) -> Mapping[str, frozenset[str]]:
        catalogue = self.declared.catalogue
        types = {view.name: view.resource for view in catalogue.views}
        found: dict[str, frozenset[str]] = {}
        for one in catalogue.measures.values():
            texts = [one.rows, *(view.sql for view in catalogue.behind([one.rows]))] if one.rows else []
            words = {word for text in texts for word in re.findall(r"\w+", text)}
            found[one.id] = frozenset(types[word] for word in words if word in types)
        for one in catalogue.measures.values():
            found[one.id] = found[one.id].union(*(found.get(part, frozenset()) for part in one.named))
        return found

    def settled(self, plan: str, subject: str, as_of: date) -> Mapping[str, str]:
        """By target what two people agreed on last: `subject` is reading or responsible."""

        def read() -> Mapping[str, str]:
            found = (version.resource() for version in self.store.current("Determination"))
            return exports.in_force(found, plan, subject, as_of)

        kept: Mapping[str, str] = self._keep(("settled", plan, subject, as_of), read)
        return kept

    def series(self, plan: str, target: str, as_of: date, months: int, reading: str) -> Sequence[SeriesPoint]:
        """The last `months` months up to as_of, oldest first."""
        one = self.target(plan, target)
        reading = self._reading(plan, target, as_of, reading)
        key = ("series", plan, target, as_of, months, reading)
        points = self._keep(key, lambda: self.decider.series(self.plan(plan), one, as_of, reading, months=months))
        return [SeriesPoint(point.month, point.numerator, point.denominator, point.value) for point in points]

    def readings(self, plan: str, target: str) -> Sequence[tuple[str, Words]]:
        """The readings a person may switch to, the one in force first with the name ""."""
        one = self.target(plan, target)
        if not one.measure:
            return []
        named = self.measures[one.measure].readings
        whole = self.region_whole
        scopes = {"total": Words(f"按{whole.zh}合计", f"{whole.en} as one"), "county": _BY_COUNTY}
        scope = scopes["county" if one.each == "county" else "total"]
        titles = {name: reading.title for name, reading in named.items()} | scopes
        others = [(name, titles.get(name) or self.measures[name].title) for name in one.alternatives]
        own = one.reading or scope
        agreed = self.in_force(plan, today(self.clock)).get(target, "")
        if not agreed:
            return [("", own), *others]
        in_force = next(title for name, title in others if name == agreed)
        return [("", in_force), (OWN, own), *(pair for pair in others if pair[0] != agreed)]

    def _reading(self, plan: str, target: str, as_of: date, reading: str) -> str:
        """The reading looked at, or the one in force; "" the plan's own."""
        chosen = reading or self.in_force(plan, as_of).get(target, "")
        return "" if chosen == OWN else chosen

    def members(self, plan: str, target: str, as_of: date, area: str, reading: str) -> Sequence[Member]:
        """The records behind a target's figure in an area (12 digits), those of a formula's parts included."""
        one = self.target(plan, target)
        if not one.measure:
            return []
        reading = self._reading(plan, target, as_of, reading)
        measure = self.measures[reading if reading in self.measures else one.measure]
        period = window(measure.window, as_of, measure.kind == "flow")
        own = reading if reading in measure.readings else None
        key = ("members", measure.id, area, period, own)
        rows = self._keep(key, lambda: self.evaluator.open(measure.id, area or self.region_code, period, own))
        return [
            Member(f"{row.opens}/{row.subject}", row.in_numerator, row.in_denominator, row.numerator) for row in rows
        ]

    def measured(self, measure: str, as_of: date) -> Measured:
        """A measure over its own window on a day, by county and for the region."""
        it = self.measures[measure]
        period = window(it.window, as_of, it.kind == "flow")
        cells = self._keep(
            ("measured", measure, period), lambda: self.evaluator.cells([measure], [period], ["prefecture", "county"])
        )
        values = {
            "" if cell.level == "prefecture" else cell.area: Counted(cell.numerator, cell.denominator, cell.value)
            for cell in cells if cell.area
        }  # fmt: skip
        return Measured(it, period.id, values)

    def behind(self, measure: str, as_of: date, area: str) -> Sequence[Member]:
        """The records behind a measure in an area (12 digits)."""
        it = self.measures[measure]
        period = window(it.window, as_of, it.kind == "flow")
        rows = self._keep(
            ("behind", measure, area, period), lambda: self.evaluator.open(measure, area or self.region_code, period)
        )
        return [
            Member(f"{row.opens}/{row.subject}", row.in_numerator, row.in_denominator, row.numerator) for row in rows
        ]

    def export(self, plan: str, kind: str, as_of: date, context: Context) -> File:
        """`kind`: xlsx, docx or zip. Refused: an unknown kind."""
        places = {code: area.name for code, area in self.declared.region.areas.items()}
        services: Any = self  # a House keeps the promises of Services; its people and areas are read-only
        return exports.export(services, places, plan, kind, as_of, context)

    def close(self) -> None:
        """Let go of the data folder, and of the drills beside it."""
        if self.drills is not None:
            self.drills.stop()
        self.store.close()  # first: what it still writes is told to the audit
        self.audit.close()
        self.looked.close()

    def _kept_for(self, full: tuple[int, object]) -> Any:
        """The answer for a state of the facts; None where it is not made yet."""
        with self._lock:
            if full in self._kept:
                self._kept.move_to_end(full)
            return self._kept.get(full)

    def _keep(self, key: object, make: Any) -> Any:
        """The answer for the present state of the facts, made at most once."""
        full = (self.facts_version(), key)
        if (found := self._kept_for(full)) is not None:
            return found
        made = make()
        with self._lock:
            self._kept[full] = made
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return made


_PEOPLES = "蒙古|哈萨克|柯尔克孜|锡伯|塔吉克|维吾尔|回|藏|东乡|裕固|保安|撒拉|土"
"""Those after whom counties of the north-west are named."""


def _short(name: str) -> str:
    """A name without 市, 县 or the peoples of an autonomous county, for a narrow column; two characters stay whole."""
    short = re.sub(rf"(({_PEOPLES})族?)+自治县$|(经济技术开发区|市|县)$", "", name)
    return short if len(short) > 1 else name
