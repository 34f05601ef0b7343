"""What blocks may be made of: each source by name, fetched through the reader's context and never round it.

A source is written `name` or `name:argument`; `{part}` in an argument is replaced by that part of the address.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tongmai.access import Context
from tongmai.base.outcome import refuse
from tongmai.base.words import Words
from tongmai.clients.web.boards import Boards
from tongmai.clients.web.names import Directory
from tongmai.clients.web.services import Services
from tongmai.clients.web.tasks import Tasks
from tongmai.engines.pages.book import PageBook
from tongmai.engines.pages.fill import Fetch
from tongmai.engines.pages.given import Area, Listed, Member, Membership, Named, SeriesPoint
from tongmai.engines.pages.records import Listing
from tongmai.model.page import Ask
from tongmai.model.target import Decision, Plan

Source = Callable[[Context, Ask, str], Any]
PAGE = 50
MEMBERS_A_PAGE = 100
OF_CERTIFICATES, OF_RECORDS, OF_REPORTS = Words("认证", "certificate"), Words("记录", "record"), Words("填报", "report")


class Sources:
    """Holds every source; `book` is set once the pages are known."""

    book: PageBook

    def __init__(self, services: Services, boards: Boards) -> None:
        self._services, self._boards = services, boards
        self.directory = Directory(services, boards, self._address)
        self.tasks = Tasks(services, self._address, self.directory.lookup)
        self._known: dict[str, Source] = {
            "plan": self._plan,
            "areas": self._areas,
            "decisions": self._decisions,
            "decision": self._decision,
            "readings": self._readings,
            "members": self._members,
            "series": self._series,
            "origins": self._origins,
            "origin": self._origin,
            "title": self._title,
            "names": self._names,
            "record": self._record,
            "search": self._search,
            "work": self.tasks.every,
            "item": self.tasks.one,
            "stories": self.tasks.stories,
        }

    def _address(self, type: str, id: str) -> str:
        return self.book.record_path(type, id)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._known)

    def fetcher(self, context: Context) -> Fetch:
        """Fetch for one reader."""

        def fetch(source: str, ask: Ask) -> Any:
            name, _, argument = source.partition(":")
            return self._known[name](context, ask, filled(argument, ask))

        return fetch

    def plan(self, ask: Ask) -> Plan:
        plan = self._services.plans.get(ask.path.get("plan", ""))
        if plan is None:
            raise refuse("not-found", "没有这个计划", "there is no such plan", where=ask.path.get("plan", ""))
        return plan

    def _plan(self, context: Context, ask: Ask, argument: str) -> Plan:
        return self.plan(ask)

    def _areas(self, context: Context, ask: Ask, argument: str) -> Sequence[Area]:
        return self._services.areas

    def _decisions(self, context: Context, ask: Ask, argument: str) -> Sequence[Decision]:
        return self._boards.decisions(self.plan(ask).id, ask.as_of)

    def _decision(self, context: Context, ask: Ask, argument: str) -> Decision:
        found = self._boards.decision(self.plan(ask).id, ask.path["target"], ask.as_of, self._reading(ask))
        if found is None:
            raise refuse("not-found", "计划里没有这个目标", "the plan has no such target", where=ask.path["target"])
        return found

    def _reading(self, ask: Ask) -> str:
        """The reading looked at. Refused (value): one that the target does not have."""
        wanted = ask.one("reading")
        known = [name for name, _ in self._services.readings(self.plan(ask).id, ask.path["target"])]
        if wanted and wanted not in known:
            raise refuse("value", "没有这个口径", "there is no such reading", where="reading")
        return wanted

    def _readings(self, context: Context, ask: Ask, argument: str) -> list[tuple[str, Words, Decision]]:
        plan, target = self.plan(ask).id, ask.path["target"]
        found = []
        for name, title in self._services.readings(plan, target):
            decision = self._boards.decision(plan, target, ask.as_of, name)
            if decision is not None:
                found.append((name, title, decision))
        return found

    def _members(self, context: Context, ask: Ask, argument: str) -> Membership:
        """The records behind the figure: in a county, from a place on; only those shown are read for their names."""
        plan, target = self.plan(ask), ask.path["target"]
        area = ask.one("county") or self._services.region_code
        rows = self._boards.members(plan.id, target, ask.as_of, area, self._reading(ask))
        ordered = sorted((row for row in rows if row.in_denominator or row.in_numerator), key=_not_counted_first)
        start = int(ask.one("from")) if ask.one("from").isdecimal() else 0
        page = ordered[start : start + MEMBERS_A_PAGE]
        names = self.directory.several(context, [row.subject for row in page])
        listed = tuple(Listed(row, names[row.subject]) for row in page)
        counted = sum(row.in_numerator for row in ordered)
        return Membership(listed, len(ordered) - counted, counted, start)

    def _series(self, context: Context, ask: Ask, argument: str) -> Sequence[SeriesPoint]:
        return self._boards.series(self.plan(ask).id, ask.path["target"], ask.as_of, self._reading(ask))

    def _origins(self, context: Context, ask: Ask, argument: str) -> Mapping[str, Words]:
        return {target.id: self._from(target.measure) for target in self.plan(ask).targets}

    def _origin(self, context: Context, ask: Ask, argument: str) -> Words:
        return self._from(self.plan(ask).target(ask.path["target"]).measure)

    def _from(self, measure_id: str) -> Words:
        """Where a figure comes from: certificates, other records, or only what is reported."""
        measure = self._services.measures.get(measure_id)
        if measure is None:
            return OF_REPORTS
        words = f"{measure.rows} {measure.numerator} {measure.formula} {measure.opens}"
        return OF_CERTIFICATES if "certif" in words.lower() or "grant" in words else OF_RECORDS

    def _title(self, context: Context, ask: Ask, argument: str) -> Words | str:
        if argument == "target":
            target = self._decision(context, ask, "").target
            return Words(f"{target.id} {target.title.zh}", f"{target.id} {target.title.en}")
        if argument == "plan":
            return self.plan(ask).title
        type, _, id = argument.partition("/")
        return self.directory.named(context, type, id).name

    def _names(self, context: Context, ask: Ask, argument: str) -> Mapping[str, Named]:
        return self.directory.lookup(context)

    def _record(self, context: Context, ask: Ask, argument: str) -> dict[str, Any]:
        type, _, id = argument.partition("/")
        return context.read(type, id).resource()

    def _search(self, context: Context, ask: Ask, argument: str) -> Listing:
        type, _, query = argument.partition("?")
        found = context.search(type, query, after=ask.one("after") or None, count=PAGE)
        return Listing([version.resource() for version in found.matches], found.next or "", found.total)


def _not_counted_first(member: Member) -> tuple[bool, str]:
    return member.in_numerator, member.subject


def filled(argument: str, ask: Ask) -> str:
    """An argument with the parts of the address in their places."""
    for name, value in ask.path.items():
        argument = argument.replace(f"{{{name}}}", value)
    return argument.replace("{organization}", ask.organization).replace("{area}", ask.area)
