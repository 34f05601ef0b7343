"""What blocks may be made of: each source by name, fetched through the reader's context and never round it.

A source is written `name` or `name:argument`; `{part}` in an argument is replaced by that part of the address.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from tongmai.access import Context, area_prefix
from tongmai.base.outcome import refuse
from tongmai.base.words import Words
from tongmai.clients.web.boards import Boards
from tongmai.clients.web.names import Directory, named_resource
from tongmai.clients.web.services import Services
from tongmai.clients.web.standings import standings
from tongmai.clients.web.tasks import Tasks, every_match
from tongmai.engines.pages.book import PageBook
from tongmai.engines.pages.carried import Carried
from tongmai.engines.pages.fill import Fetch
from tongmai.engines.pages.given import Area, Listed, Member, Membership, Named, PolicyDocument, SeriesPoint
from tongmai.engines.pages.policy import Standing
from tongmai.engines.pages.records import Listing, brief
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
            "confirmed": self._confirmed,
            "members": self._members,
            "series": self._series,
            "origins": self._origins,
            "origin": self._origin,
            "title": self._title,
            "names": self._names,
            "record": self._record,
            "brief": self._brief,
            "search": self._search,
            "work": self.tasks.every,
            "item": self.tasks.one,
            "stories": self.tasks.stories,
            "records": self._records,
            "options": self._options,
            "coded": self._coded,
            "reading-options": self._reading_options,
            "target-options": self._target_options,
            "unit": self._unit,
            "carried": self._carried,
            "documents": self._documents,
            "document": self._document,
            "standings": self._standings,
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
        plan = self.plan(ask).id
        confirmed = self._services.settled(plan, "responsible", ask.as_of)
        return [_with_unit(one, confirmed) for one in self._boards.decisions(plan, ask.as_of)]

    def _confirmed(self, context: Context, ask: Ask, argument: str) -> frozenset[str]:
        """The targets whose responsible unit two people confirmed."""
        return frozenset(self._services.settled(self.plan(ask).id, "responsible", ask.as_of))

    def _decision(self, context: Context, ask: Ask, argument: str) -> Decision:
        found = self._boards.decision(self.plan(ask).id, ask.path["target"], ask.as_of, self._reading(ask))
        if found is None:
            raise refuse("not-found", "计划里没有这个目标", "the plan has no such target", where=ask.path["target"])
        return _with_unit(found, self._services.settled(self.plan(ask).id, "responsible", ask.as_of))

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
        if argument == "document":
            return self._document(context, ask, "").title
        if argument == "plan":
            return self.plan(ask).title
        type, _, id = argument.partition("/")
        return self.directory.named(context, type, id).name

    def _names(self, context: Context, ask: Ask, argument: str) -> Mapping[str, Named]:
        return self.directory.lookup(context)

    def _record(self, context: Context, ask: Ask, argument: str) -> dict[str, Any]:
        type, _, id = argument.partition("/")
        return context.read(type, id).resource()

    def _brief(self, context: Context, ask: Ask, argument: str) -> Words | str:
        """What a record is about in one line."""
        type, _, _ = argument.partition("/")
        return brief(self.book.brief(type), self._record(context, ask, argument), self.directory.lookup(context))

    def _search(self, context: Context, ask: Ask, argument: str) -> Listing:
        """One page of a search; a pair whose `{?parameter}` or `{!field}` is empty is left out."""
        type, _, query = argument.partition("?")
        found = context.search(type, query, after=ask.one("after") or None, count=PAGE)
        return Listing([version.resource() for version in found.matches], found.next or "", found.total)

    def _records(self, context: Context, ask: Ask, argument: str) -> list[dict[str, Any]]:
        """All records of a search; none for whom the type is closed."""
        type, _, query = argument.partition("?")
        if not context.may("search", type):
            return []
        return [version.resource() for version in every_match(context, type, query)]

    def _options(self, context: Context, ask: Ask, argument: str) -> list[tuple[str, str]]:
        """Records of a search as options of a choice."""
        found = [named_resource(record) for record in self._records(context, ask, argument)]
        return [(named.id, named.name) for named in found]

    def _coded(self, context: Context, ask: Ask, argument: str) -> list[tuple[str, Words]]:
        """The codes of a dated table as options; behind a space, those of one kind: `kinds hospital=yes`."""
        name, _, condition = argument.partition(" ")
        column, _, wanted = condition.partition("=")
        table = next(table for full, table in self._services.tables.items() if full.endswith(f".{name}"))
        key = table.columns[table.columns.index("zh") - 1]
        rows = [row for row in table.on(ask.as_of) if not column or row[column] == wanted]
        return [(row[key], Words(row["zh"], row["en"])) for row in rows]

    def _reading_options(self, context: Context, ask: Ask, argument: str) -> list[tuple[str, Words]]:
        """The readings that two people may put in force."""
        known = self._services.readings(self.plan(ask).id, ask.path["target"])
        return [(name, title) for name, title in known if name]

    def _target_options(self, context: Context, ask: Ask, argument: str) -> list[tuple[str, Words]]:
        """The plan's targets as options; `unmeasured`: only those that no record decides."""
        targets = [one for one in self.plan(ask).targets if argument != "unmeasured" or not one.measure]
        return [(one.id, Words(f"{one.id} {one.title.zh}", f"{one.id} {one.title.en}")) for one in targets]

    def _unit(self, context: Context, ask: Ask, argument: str) -> str:
        """The unit in which a value of the target is reported."""
        measure = self._services.measures.get(self.plan(ask).target(ask.path["target"]).measure)
        return measure.unit if measure else "count"

    def _carried(self, context: Context, ask: Ask, argument: str) -> list[Carried]:
        """The targets of the region's own plan that count a record: `target-page Type/id`."""
        page, _, reference = argument.partition(" ")
        plan = next(iter(self._services.plans.values()))
        rows = self._boards.of_facts(f"carried {plan.id} {ask.as_of}", lambda: self._counting(plan, ask))
        found = {decision.target.id: decision for decision in self._boards.decisions(plan.id, ask.as_of)}
        return [
            Carried(found[target], member, self.book.address(page, plan=plan.id, target=target), adds)
            for target, member, adds in rows.get(reference, ())
        ]

    def _counting(self, plan: Plan, ask: Ask) -> dict[str, list[tuple[str, Member, bool]]]:
        """By record: the targets that count it, once for a state of the facts."""
        rows: dict[str, list[tuple[str, Member, bool]]] = {}
        for target in plan.targets:
            measure = self._services.measures.get(target.measure)
            if measure is None or measure.opens != "Organization" or measure.formula:
                continue
            members = self._boards.members(plan.id, target.id, ask.as_of, self._services.region_code, "")
            adds = any(abs(member.weight) > 1 for member in members)
            for member in members:
                if member.in_denominator or member.in_numerator:
                    rows.setdefault(member.subject, []).append((target.id, member, adds))
        return rows

    def _documents(self, context: Context, ask: Ask, argument: str) -> Sequence[PolicyDocument]:
        return self._services.documents

    def _document(self, context: Context, ask: Ask, argument: str) -> PolicyDocument:
        found = next((one for one in self._services.documents if one.key == ask.path["document"]), None)
        if found is None:
            raise refuse("not-found", "没有这份文件", "there is no such document", where=ask.path["document"])
        return found

    def _standings(self, context: Context, ask: Ask, argument: str) -> list[Standing]:
        """How far each item is built; the argument names the page of a target."""
        return standings(self._services, self.book, argument)


def _with_unit(decision: Decision, confirmed: Mapping[str, str]) -> Decision:
    """The decision with the confirmed unit in the place of the proposed one."""
    unit = confirmed.get(decision.target.id)
    return replace(decision, target=replace(decision.target, responsible_proposed=unit)) if unit else decision


def _not_counted_first(member: Member) -> tuple[bool, str]:
    return member.in_numerator, member.subject


def filled(argument: str, ask: Ask) -> str:
    """An argument with the parts of the address in place; a pair with an empty parameter is left out."""
    for name, value in (
        *ask.path.items(),
        ("organization", ask.organization),
        ("area", ask.area),
        ("month", ask.month),
    ):
        argument = argument.replace(f"{{{name}}}", value)
    if "{" not in argument:
        return argument
    head, _, query = argument.partition("?")
    pairs = [_pair(pair, ask) for pair in query.split("&")]
    return head + "?" + "&".join(pair for pair in pairs if pair)


def _pair(pair: str, ask: Ask) -> str:
    name, _, value = pair.partition("=")
    if value.startswith("{?"):
        found = ask.one(value.strip("{?}").removesuffix(".prefix"))
        found = area_prefix(found) if value.endswith(".prefix}") else found
        return f"{name}={quote(found)}" if found else ""
    if value.startswith("{!"):
        found = ask.form.get(value.strip("{!}"), "").strip()
        return f"{name}={quote(found)}" if found else ""
    return pair
