"""What blocks may be made of: each source by name, fetched through the reader's context and never round it.

A source is written `name` or `name:argument`; `{part}` in an argument is replaced by that part of the address.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from tongmai.access import Context, area_prefix, masked
from tongmai.base.clock import REGION_ZONE
from tongmai.base.outcome import refuse
from tongmai.base.words import Words
from tongmai.clients.web.boards import Boards
from tongmai.clients.web.measure_sources import MeasureSources
from tongmai.clients.web.names import Directory, named_resource
from tongmai.clients.web.person_sources import PersonSources
from tongmai.clients.web.plan_sources import PlanSources, Source
from tongmai.clients.web.services import Services
from tongmai.clients.web.sight import Sight
from tongmai.clients.web.standings import standings
from tongmai.clients.web.tasks import PAGE, Tasks
from tongmai.engines.pages.book import PageBook
from tongmai.engines.pages.fill import Fetch
from tongmai.engines.pages.given import Area, Happened, Named, PolicyDocument
from tongmai.engines.pages.policy import Standing
from tongmai.engines.pages.records import Listing, brief, reference_in
from tongmai.engines.workflow import kept_until
from tongmai.model.blocks import Text
from tongmai.model.page import Ask


class Sources:
    """Holds every source; `book` is set once the pages are known."""

    book: PageBook

    def __init__(self, services: Services, boards: Boards) -> None:
        self._services, self._boards = services, boards
        self.sight = Sight(services)
        self.directory = Directory(services, boards, self._address, lambda type: self.book.brief(type))
        self.tasks = Tasks(services, self._address, self.directory.lookup, self._offer)
        self._plans = PlanSources(services, boards, self.directory, self._page)
        people = PersonSources(services, self._address, self.tasks, self.directory.lookup)
        self._known: dict[str, Source] = {
            **self._plans.known,
            **people.known,
            **MeasureSources(services, boards, self.directory).known,
            "imported": self._imported,
            "areas": self._areas,
            "title": self._title,
            "names": self._names,
            "record": self._record,
            "brief": self._brief,
            "search": self._search,
            "listed": self._listed,
            "work": self.tasks.every,
            "listed-work": self.tasks.listed,
            "item": self.tasks.one,
            "pieces": self.tasks.pieces,
            "slots": self._slots,
            "of-patient": self._of_patient,
            "stories": self.tasks.stories,
            "records": self._records,
            "counted": self._counted,
            "begun": self._begun,
            "options": self._options,
            "coded": self._coded,
            "documents": self._documents,
            "document": self._document,
            "standings": self._standings,
        }

    def _address(self, type: str, id: str, flow: str = "") -> str:
        return self.book.record_path(type, id, flow)

    def _page(self, page: str, **parts: str) -> str:
        return self.book.address(page, **parts)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._known)

    def fetcher(self, context: Context) -> Fetch:
        """Fetch for one reader."""

        def fetch(source: str, ask: Ask) -> Any:
            name, _, argument = source.partition(":")
            return self._known[name](context, ask, filled(argument, ask))

        return fetch

    def _imported(self, context: Context, ask: Ask, argument: str) -> list[Happened]:
        """From which lists a record's facts came: `Type/id`."""
        type, _, id = argument.partition("/")
        return [
            Happened(f"{line.at.astimezone(REGION_ZONE):%Y-%m-%d %H:%M}", line.told, line.proposed_by, note=line.title)
            for line in self._services.sheets.story(context, type, id)
        ]

    def _areas(self, context: Context, ask: Ask, argument: str) -> Sequence[Area]:
        return self._services.areas

    def _title(self, context: Context, ask: Ask, argument: str) -> Words | str:
        if argument == "target":
            target = self._plans.decision(context, ask, "").target
            return Words(f"{target.id} {target.title.zh}", f"{target.id} {target.title.en}")
        if argument == "document":
            return self._document(context, ask, "").title
        if argument == "plan":
            return self._plans.plan(ask).title
        type, _, id = argument.partition("/")
        return self.directory.named(context, type, id).name

    def _names(self, context: Context, ask: Ask, argument: str) -> Mapping[str, Named]:
        return self.directory.lookup(context)

    def _record(self, context: Context, ask: Ask, argument: str) -> dict[str, Any]:
        type, _, id = argument.partition("/")
        return context.read(type, id).resource()

    def _brief(self, context: Context, ask: Ask, argument: str) -> Words | str:
        """What a record is about in one line: `Type/id`, and behind a space the workflow that moves it."""
        reference, _, flow = argument.partition(" ")
        type, _, _ = reference.partition("/")
        shown = self.book.brief(type, flow)
        return brief(shown, self._record(context, ask, reference), self.directory.lookup(context))

    def _search(self, context: Context, ask: Ask, argument: str) -> Listing:
        """One page of a search; a pair whose `{?parameter}` or `{!field}` is empty is left out."""
        type, _, query = argument.partition("?")
        found = context.search(type, query, after=ask.one("after") or None, count=PAGE)
        return Listing([version.resource() for version in found.matches], found.next or "", found.total)

    def _listed(self, context: Context, ask: Ask, argument: str) -> Listing:
        """One page of a search; empty for whom the type is closed."""
        type = argument.partition("?")[0]
        return self._search(context, ask, argument) if context.may("search", type) else Listing([])

    def _records(self, context: Context, ask: Ask, argument: str) -> list[dict[str, Any]]:
        """All records of a search, not to be altered; none for whom the type is closed."""
        type, _, query = argument.partition("?")
        return list(context.every(type, query)) if context.may("search", type) else []

    def _begun(self, context: Context, ask: Ask, argument: str) -> list[tuple[Words, str, Words]]:
        """What the reader may begin for a record, `Type/id`: title, address and what it is."""
        type, _, id = argument.partition("/")
        return [(page.title, href, page.lead) for page, href in self.book.begun(type, id, ask.roles)]

    def _counted(self, context: Context, ask: Ask, argument: str) -> list[dict[str, Any]]:
        """Rows of a view that counts persons by place, `view count+what,part/count by period`, each count with the
        columns that follow from it, and what tells apart the rows that have a sum; what is too small for this reader to
        see is None."""
        view, _, told = argument.partition(" ")
        counts, _, by = told.partition(" by ")
        groups = [group.split("+") for group in counts.split(",")]
        unknown = any(one.rows == view and one.base == "anonymous" for one in self._services.measures.values())
        return masked(
            self._services.rows(view), context.actor, groups, by=by.split(",") if by else (), anonymous=unknown
        )

    def _options(self, context: Context, ask: Ask, argument: str) -> list[tuple[str, str]]:
        """Records of a search as options of a choice. Behind ` but ` stand those left out: `Type.element?query`, the
        records that the element of what this other search finds refers to."""
        search, _, others = argument.partition(" but ")
        named = [named_resource(record) for record in self._records(context, ask, search)]
        referring, _, query = others.partition("?")
        type, _, element = referring.partition(".")
        taken = self._records(context, ask, f"{type}?{query}") if others else []
        left_out = {reference_in(record.get(element)).rpartition("/")[2] for record in taken}
        return [(one.id, one.name) for one in named if one.id not in left_out]

    def _offer(self, context: Context, ask: Ask, source: str) -> Sequence[tuple[str, Text]]:
        """The options that a field or a step's need names."""
        name, _, argument = source.partition(":")
        found: Sequence[tuple[str, Text]] = self._known[name](context, ask, filled(argument, ask))
        return found

    def _slots(self, context: Context, ask: Ask, argument: str) -> list[tuple[str, Words]]:
        """Slots of a search as options: when, and until when they are kept."""
        slots = [
            slot for slot in self._records(context, ask, argument) if kept_until(slot) > self._services.clock.now()
        ]
        return [(str(slot["id"]), slot_words(slot)) for slot in slots]

    def _of_patient(self, context: Context, ask: Ask, argument: str) -> dict[str, Any]:
        """The patient whom a record is about, `Type/id`, or the id of a request; empty for whom the patient's is
        closed."""
        type, _, id = argument.rpartition("/")
        subject = context.read(type or "ServiceRequest", id).resource()["subject"]["reference"]
        key = ("Patient", str(subject).removeprefix("Patient/"))
        found = context.read_many([key]).get(key)
        return found.resource() if found else {}

    def _coded(self, context: Context, ask: Ask, argument: str) -> list[tuple[str, Words]]:
        """The codes of dated tables as options, `families,specialties`, the first to name a code giving its words;
        behind a space, those of one kind: `kinds hospital=yes`."""
        tables, _, condition = argument.partition(" ")
        column, _, wanted = condition.partition("=")
        found: dict[str, Words] = {}
        for name in tables.split(","):
            table = next(table for full, table in self._services.tables.items() if full.endswith(f".{name}"))
            key = table.columns[table.columns.index("zh") - 1]
            rows = (row for row in table.on(ask.as_of) if not column or row[column] == wanted)
            found = {row[key]: Words(row["zh"], row["en"]) for row in rows} | found
        return list(found.items())

    def _documents(self, context: Context, ask: Ask, argument: str) -> Sequence[PolicyDocument]:
        return self._services.documents

    def _document(self, context: Context, ask: Ask, argument: str) -> PolicyDocument:
        found = next((one for one in self._services.documents if one.key == ask.path["document"]), None)
        if found is None:
            raise refuse("not-found", "没有这份文件", "there is no such document", where=ask.path["document"])
        return found

    def _standings(self, context: Context, ask: Ask, argument: str) -> list[Standing]:
        """How far each item is built, with what is in force of each in the registers; the argument names the page of a
        target. Nobody is led to a page of others."""
        registers = [placed.page.register for placed in self.book.pages if placed.page.register]
        in_force = Counter(
            str(one.get(register.element))
            for register in registers
            for one in self._records(context, ask, register.query)
        )
        told = standings(self._services, self.book, argument, in_force)
        return [one if self._open_to(ask, one.href) else replace(one, href="") for one in told]

    def _open_to(self, ask: Ask, href: str) -> bool:
        found = self.book.find(href)
        roles = found[0].page.roles if found else ()
        return not roles or bool(set(roles) & set(ask.roles))


def slot_words(slot: Mapping[str, Any]) -> Words:
    """A slot by its time, and what it is called where it has a name (a bed)."""
    start, end = (datetime.fromisoformat(str(slot[name])).astimezone(REGION_ZONE) for name in ("start", "end"))
    when = f"{start:%m-%d %H:%M}–{end:%H:%M}" if start.date() == end.date() else f"{start:%m-%d}"
    until = f"{kept_until(slot).astimezone(REGION_ZONE):%m-%d %H:%M}"
    called = f"{slot['comment']} · " if slot.get("comment") else ""
    return Words(f"{called}{when}（保留至 {until}）", f"{called}{when} (kept until {until})")


def filled(argument: str, ask: Ask) -> str:
    """An argument with the parts of the address in place; a pair with an empty parameter is left out."""
    for name, value in (
        *ask.path.items(),
        ("organization", ask.organization),
        ("area", ask.area),
        ("county", ask.area[:6]),
        ("within", area_prefix(ask.area)),
        ("patient", ask.patient),
        ("month", ask.month),
        ("today", ask.as_of.isoformat()),
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
