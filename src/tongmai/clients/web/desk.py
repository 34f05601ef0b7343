"""The desk of the person signed in, on the screen, in a workbook and on paper; and the tour."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from tongmai.access import Context
from tongmai.base.outcome import refuse
from tongmai.base.words import Words
from tongmai.clients.web import exporting, imports, live, session
from tongmai.clients.web.cells import say
from tongmai.clients.web.names import Names
from tongmai.clients.web.services import Person
from tongmai.clients.web.site import Site
from tongmai.engines.pages import desks
from tongmai.engines.pages.desks import Waiting
from tongmai.engines.pages.fill import Filled, fill
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.records import brief
from tongmai.engines.workflow import DeskItem
from tongmai.model.blocks import Card, Cards, Download, Downloads, Link, Model, Notice, Table, Text, Walk, Walks
from tongmai.model.page import Ask, Block

DONE = frozenset({"completed", "cancelled", "rejected", "failed"})


def _nothing() -> None:
    """These blocks are made here, not by a room."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for a person, and what the person waits for."""

    ask: Ask
    waiting: Sequence[Waiting]
    awaited: Sequence[Waiting]

    def whole(self, block: str) -> Table:
        """One of its two tables with every row. Refused: not-found."""
        table: Table | None = None
        if block == "desk":
            table = desks.mine(self.ask, self.waiting, None)
        elif block == "awaited":
            table = desks.theirs(self.ask, self.awaited, None)
        if table is None:
            raise refuse("not-found", "这个页面没有这张表", "this page has no such table", where=block)
        return table


async def home(site: Site, request: Request) -> Response:
    """What waits for this person, what the person waits for, and where to go; `?export=` one of them as a workbook."""
    return await site.in_pool(lambda: _home(site, request))


async def day_list(site: Site, request: Request) -> Response:
    """The desk on paper."""

    def made() -> Response:
        context = site.services.open(site.person(request).id)
        desk = _desk(site, request, context)
        language = session.language(request)
        tables = [_on_paper(title, table, language) for title, table in _tables(site, desk, None) if table is not None]
        title = site.drawing.phrase(language, "home.paper")
        values = {"title": title, "crumbs": [], "tables": tables, "who": site.person(request)}
        return site.draw(request, "day_list.html", values)

    return await site.in_pool(made)


def _on_paper(title: Words, table: Table, language: str) -> tuple[str, list[str], list[list[str]], str]:
    """Title, heads, rows, and what is said when there are none, as texts."""
    rows = [[exporting.plain(cell, language) for cell in row.cells] for _, row in exporting.listed(table)]
    return say(title, language), [say(head.title, language) for head in table.heads], rows, say(table.empty, language)


def _desk(site: Site, request: Request, context: Context) -> Desk:
    flows = site.services.workflows
    waiting = _told(site, context, [item for item in flows.desk(context) if item.state.status not in DONE])
    ask = site.ask(request, {}, {}, context.actor)
    return Desk(ask, waiting, _told(site, context, flows.awaited(context)))


def _tables(site: Site, desk: Desk, most: int | None) -> tuple[tuple[Words, Table | None], ...]:
    words = site.drawing.words
    return (
        (words("home.desk"), desks.mine(desk.ask, desk.waiting, most)),
        (words("home.awaited"), desks.theirs(desk.ask, desk.awaited, most)),
    )


def _home(site: Site, request: Request) -> Response:
    person = site.person(request)
    context = site.services.open(person.id)
    since = context.last_change()
    desk = _desk(site, request, context)
    if exporting.wanted(desk.ask):
        return _glance_exported(site, request, context) or _exported(site, request, desk)
    words = site.drawing.words
    (waits, mine), (awaits, theirs) = _tables(site, desk, desks.MOST)
    paper = Downloads((Download(words("home.paper"), "/day-list", words("home.paper.what"), False),))
    cards = Cards(
        tuple(
            Card(entry.text, site.lead_of(entry.href), entry.href) for entry in site.menu(request.url.path, person)[1:]
        )
    )
    above, below, watched = _glances(site, request, context)
    made: tuple[tuple[str, Words | None, Model | None], ...] = (
        ("kinds", None, desks.kinds(desk.ask, desk.waiting)),
        ("desk", waits, mine),
        ("awaited", awaits, theirs),
        ("paper", None, paper if desk.waiting or desk.awaited else None),
        ("where", words("home.where"), cards),
        ("drill", None, _drill(site, person)),
    )
    language = session.language(request)
    values = {
        "title": site.drawing.phrase(language, "home.title"),
        "lead": person.title.in_language(language),
        "crumbs": [],
        "parts": (*above, *(_part(*one) for one in made if one[2] is not None), *below),
        "live": live.address(context, ("Task", *watched), since),
        "exporting": exporting.offer(desk.ask),
    }
    return site.draw(request, "page.html", values)


def _drill(site: Site, person: Person) -> Model | None:
    """The drills: to who takes part in one that is under way, and to who may open one; to nobody else."""
    drills, words = site.services.drills, site.drawing.words
    if drills is None:
        return None
    mine = next((one for one in drills.open_ones() if person.id in one.people), None)
    link = Link(words("drills.title"), "/drills")
    if mine is not None:
        told = words("drill.now")
        return Notice(Words(told.zh.format(name=mine.name), told.en.format(name=mine.name)), "warn", link)
    return Notice(words("drills.lead"), "plain", link) if drills.may_open(person.id) else None


def _glances(site: Site, request: Request, context: Context) -> tuple[list[Filled], list[Filled], list[str]]:
    """The dashboards of the reader's roles: the blocks above and below the desk, and what they watch."""
    placed: dict[str, list[Filled]] = {"above": [], "below": []}
    sight = site.sources.sight.alike(context.actor)
    watched: list[str] = []
    for page, address in site.book.dashboards(context.actor.roles):
        fetch = live.Noting(site.sources.fetcher(context), page)
        ask = replace(site.ask(request, {}, {}, context.actor), query={}, url=address)
        for part in fill(page, ask, fetch, site.keeping.now(sight)):
            placed[page.home].append(replace(part, block=replace(part.block, id=f"{page.id}-{part.id}")))
        watched += fetch.names
    return placed["above"], placed["below"], watched


def _glance_exported(site: Site, request: Request, context: Context) -> Response | None:
    """One of the tables of a dashboard as a workbook; None where what is asked for is of the desk."""
    language = session.language(request)
    ask = site.ask(request, {}, {}, context.actor)
    for page, address in site.book.dashboards(context.actor.roles):
        block = exporting.wanted(ask).removeprefix(f"{page.id}-")
        if block == exporting.wanted(ask):
            continue
        asked = replace(ask, query={"export": (block,)}, url=address)
        copy = exporting.copied(page, asked, site.sources.fetcher(context), language, page.title)
        name = f"{say(page.title, language)} {copy.day}.xlsx"
        return imports.attachment(exporting.workbook(copy, language, site.marks(language)), name)
    return None


def _exported(site: Site, request: Request, desk: Desk) -> Response:
    block = exporting.wanted(desk.ask)
    table = desk.whole(block)
    language = session.language(request)
    title = site.drawing.phrase(language, f"home.{block}")
    about = [one.title for one in desk.waiting if one.workflow == desk.ask.one("kind")][:1]
    rows = exporting.listed(table)
    copy = exporting.Copy(title, [say(one, language) for one in about], table, rows, False, len(rows), desk.ask.as_of)
    content = exporting.workbook(copy, language, site.marks(language))
    return imports.attachment(content, f"{title} {copy.day}.xlsx")


def _part(id: str, title: Words | None, model: Model | None) -> Filled:
    assert model is not None
    return Filled(Block(id, type(model).__name__.lower(), _nothing, title=title or Words("", "")), model)


def _told(site: Site, context: Context, items: Sequence[DeskItem]) -> list[Waiting]:
    """Each with how it is told."""
    names = site.sources.directory.lookup(context)
    return [Waiting(one.workflow.id, one.workflow.title, one.late, partial(_tell, site, names, one)) for one in items]


def _tell(site: Site, names: Names, one: DeskItem) -> tuple[Item, Text]:
    """A piece of work, and what it is about in a line."""
    about = brief(site.book.brief(one.workflow.focus, one.workflow.id), one.focus, names)
    told = about if isinstance(about, Words) and about.zh else one.workflow.title
    return site.sources.tasks.piece(one), told


def tour(site: Site, request: Request) -> Response:
    """The steps with their roles, pages and figures."""
    titles = {person.id: person.title for person in site.services.people}
    walks = Walks(
        tuple(
            Walk(number, step.title, step.text, step.role, titles[step.role], step.page, step.expect)
            for number, step in enumerate(site.services.tour, start=1)
        )
    )
    language = session.language(request)
    values = {
        "title": site.drawing.phrase(language, "nav.tour"),
        "lead": site.drawing.phrase(language, "tour.lead"),
        "crumbs": [],
        "parts": (Filled(Block("walks", "walks", _nothing), walks),),
    }
    return site.draw(request, "page.html", values)
