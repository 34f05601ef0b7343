"""The drills of a house: opened and closed by an officer, each a house of its own over a store of its own.

Of the main house a drill reads the register once, when it is opened; it writes nothing there. The main audit says that
it was opened and closed, and by whom; what is done in it stands in its own audit.
"""

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any

from tongmai.access import Seen
from tongmai.app import open_house
from tongmai.base.clock import REGION_ZONE, Clock, RunningClock, SystemClock, civil_day
from tongmai.base.ids import new_id
from tongmai.base.outcome import refuse
from tongmai.base.words import Words
from tongmai.declared import Declared
from tongmai.drills import seeding
from tongmai.drills.folders import Folders
from tongmai.drills.reporting import report
from tongmai.house import House
from tongmai.model.drill import Drill, Report
from tongmai.regions.drills import scenarios
from tongmai.regions.region import Person
from tongmai.store.opening import open_store

LONGEST = 40  # characters of a name
_log = logging.getLogger("tongmai.drills")


class Keeper:
    """Keeps the promises of `clients.web.services.Drills`; thread-safe. `ticks` tells how long drills have run."""

    def __init__(self, house: House, ticks: Clock | None = None) -> None:
        self._main, self._ticks = house, ticks or SystemClock()
        self._folders = Folders(Path(house.settings["data"]))
        self._houses: dict[str, House] = {}
        self._making: set[str] = set()
        self._lock = threading.Lock()

    @property
    def most(self) -> int:
        return int(self._main.settings["drills"])

    @property
    def scenarios(self) -> Mapping[str, Words]:
        return {one.id: Words(f"{one.title.zh}：{one.what.zh}", f"{one.title.en}: {one.what.en}")
                for one in scenarios().values()}  # fmt: skip

    def may_open(self, person: str) -> bool:
        """By a role that says so."""
        roles = {role.id for room in self._main.rooms for role in room.roles if role.drills}
        return bool(roles & set(self._person(person).roles))

    def open_ones(self) -> Sequence[Drill]:
        return self._folders.open()

    def closed_ones(self) -> Sequence[Drill]:
        return self._folders.closed()

    def house(self, id: str) -> House | None:
        """The house of an open drill; None where it is not open."""
        return self._houses.get(id)

    def one(self, id: str) -> Drill:
        """An open drill. Refused: not-found."""
        found = next((drill for drill in self._folders.open() if drill.id == id), None)
        if found is None:
            raise refuse("not-found", "没有这个演练，或已结束", "there is no such drill, or it was closed", where=id,
                         remedy=("在“演练”页查看进行中的演练", "the page “Drills” shows those under way"))  # fmt: skip
        return found

    def open(self, person: str, name: str, day: date, people: Sequence[str], scenario: str = "") -> Drill:
        """Open a drill. Refused, leaving nothing behind: forbidden; unsupported (the records are on a server that
        others use too); value, required (a field); busy (as many are open as may be)."""
        officer = self._officer(person)
        self._check(name, people, scenario)
        began, ticked = datetime.combine(day, self._time(), REGION_ZONE), self._ticks.now()
        parties = tuple(dict.fromkeys((person, *people)))
        drill = Drill(new_id(self._ticks), name.strip(), began, ticked, person, officer.organization, parties, scenario)
        with self._place(drill):
            with self._folders.made(drill) as work:
                drill = self._filled(drill, work)
                self._folders.mark(drill, work)
            try:
                self._serve(drill)
                self._tell(person, "drill-opened", drill, "who answers for it opens a drill")
            except BaseException:
                self._let_go(drill)
                self._folders.drop(drill)
                raise
        return drill

    def _check(self, name: str, people: Sequence[str], scenario: str) -> None:
        if self._main.settings["store"]:
            raise refuse("unsupported", "记录库在服务器上由多个进程共用时不开设演练",
                         "no drill is opened where several processes share the records of a server", where="演练",
                         remedy=("在单机部署上演练", "hold it at a house that stands by itself"))  # fmt: skip
        if not name.strip():
            raise refuse("required", "请填写演练名称", "give the drill a name", where="name")
        if len(name.strip()) > LONGEST:
            raise refuse("value", f"名称不超过 {LONGEST} 字", f"a name of at most {LONGEST} characters", where="name")
        staff = {one.id for one in self._main.people if one.organization}  # a resident has no record in a drill
        if lost := [id for id in people if id not in staff]:
            raise refuse("value", f"不是机构人员：{lost[0]}", f"nobody of an institution: {lost[0]}", where="people")
        if scenario and scenario not in scenarios():
            raise refuse("value", f"没有这个情景：{scenario}", f"no such scenario: {scenario}", where="scenario")

    @contextmanager
    def _place(self, drill: Drill) -> Iterator[None]:
        """One of the places for open drills. Refused (busy): all are taken."""
        with self._lock:
            if len(self._folders.open()) + len(self._making) >= self.most:
                raise refuse(
                    "busy", f"已有 {self.most} 个演练进行中，不能再开", f"{self.most} drills are open already",
                    where="演练", rule=f"drills: at most {self.most} at once",
                    remedy=("先结束一个进行中的演练", "close one of them first"),
                )  # fmt: skip
            self._making.add(drill.id)
        try:
            yield
        finally:
            with self._lock:
                self._making.discard(drill.id)

    def _filled(self, drill: Drill, work: Path) -> Drill:
        """The store of a drill with what it begins with; the drill, knowing how far that goes."""
        it, main = self._declared(drill), self._main
        store = open_store("", work, it.definitions, self._clock(drill))
        try:
            seeding.seed(store, chain(seeding.register(it, main.store), seeding.residents(it, drill)))
            return replace(drill, seeded=store.last_change())
        finally:
            store.close()

    def close(self, person: str, id: str, keep: bool) -> None:
        """Close a drill: its folder is kept aside or deleted. Refused: not-found; forbidden, to whom it is not."""
        self._officer(person)
        drill = self._permitted(person, self.one(id))
        told = self.report(person, id) if keep and id in self._houses else None
        self._tell(person, "drill-closed", drill, "kept aside" if keep else "deleted")
        self._let_go(drill)
        if keep:
            counts = told.counts if told else {}
            after = replace(drill, closed=self._ticks.now(), closed_by=person, counts=counts)
            self._folders.keep(drill, after)
        else:
            self._folders.drop(drill)

    def _let_go(self, drill: Drill) -> None:
        with self._lock:
            house = self._houses.pop(drill.id, None)
        if house is not None:
            house.close()

    def report(self, person: str, id: str) -> Report:
        """What came of an open drill, for its officers and who takes part. Refused: not-found, forbidden, broken."""
        drill, house = self.one(id), self._houses.get(id)
        if person not in drill.people:
            self._permitted(person, drill)
        if house is None:
            raise refuse(
                "broken", "演练库打不开，请查看日志", "the store of this drill does not open; see the log", where=id
            )
        return report(house, drill)

    def _permitted(self, person: str, drill: Drill) -> Drill:
        """Who opened it, or another officer of the same institution."""
        one = self._officer(person)
        if person != drill.by and one.organization != drill.organization:
            raise refuse("forbidden", "只有开设该演练的单位可以结束它", "who opened it closes it", where=drill.name,
                         rule="a drill is closed by the institution that opened it")  # fmt: skip
        return drill

    def resume(self) -> None:
        """Serve the drills that were left open; delete what was half made. One that does not open is told in the log
        and stays where it is: the house opens all the same."""
        self._folders.sweep()
        for drill in self._folders.open():
            try:
                self._serve(drill)
            except Exception as error:  # a drill must not keep the house closed
                _log.error("drill %s does not open: %s", drill.id, type(error).__name__)

    def stop(self) -> None:
        """Let go of every drill; they stay open for the next start."""
        with self._lock:
            houses, self._houses = list(self._houses.values()), {}
        for house in houses:
            house.close()

    def _serve(self, drill: Drill) -> None:
        main = self._main
        settings: Mapping[str, Any] = {
            **main.settings, "data": self._folders.of(drill), "store": "", "parameters": "",
            "secret": sha256(f"{main.secret}/{drill.cookie}".encode()).hexdigest(),
        }  # fmt: skip
        house = open_house(dict(settings), self._clock(drill), self._declared(drill))
        try:
            house.drill, house.demo, house.static = drill, main.demo, main.static
            house.access.make_ready()
            house.facts_version()
        except BaseException:
            house.close()
            raise
        with self._lock:
            self._houses[drill.id] = house

    def _declared(self, drill: Drill) -> Declared:
        """The rooms in a region of those who take part, which bears the drill in its name."""
        it = self._main.declared
        region, day = it.region, civil_day(drill.begins)
        zh, en = f"{region.name.zh}（演练）", f"{region.name.en} (drill)"
        settings = {**region.settings, "name": {"zh": zh, "en": en}, "as_of": max(region.as_of, day)}
        people = tuple(one for one in region.people if one.id in drill.people)
        return replace(it, region=replace(region, settings=settings, people=people))

    def _clock(self, drill: Drill) -> Clock:
        return RunningClock(drill.begins, drill.opened, self._ticks)

    def _time(self) -> time:
        """The time of day at which a scenario begins: the one that it is."""
        return self._main.clock.now().astimezone(REGION_ZONE).time()

    def _person(self, id: str) -> Person:
        found = next((one for one in self._main.people if one.id == id), None)
        if found is None:
            raise refuse("sign-in", "没有这个人员", "there is no such person")
        return found

    def _officer(self, person: str) -> Person:
        if not self.may_open(person):
            titles = [role.title for room in self._main.rooms for role in room.roles if role.drills]
            raise refuse(
                "forbidden", "演练由" + "、".join(one.zh for one in titles) + "开设和结束",
                "a drill is opened and closed by the " + " or the ".join(one.en for one in titles), where="演练",
                rule="a drill is opened by a role that answers for it",
            )  # fmt: skip
        return self._person(person)

    def _tell(self, person: str, what: str, drill: Drill, rule: str) -> None:
        self._main.audit.append(person, "", [Seen(what, f"Drill/{drill.id}", rule)], wait=True)
