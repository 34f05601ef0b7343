"""The desk of the person signed in, and the tour."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from tongmai.access import Context
from tongmai.base.words import Words
from tongmai.clients.web import live, session
from tongmai.clients.web.site import Site
from tongmai.engines.pages import desks
from tongmai.engines.pages.desks import Waiting
from tongmai.engines.pages.fill import Filled
from tongmai.engines.pages.records import brief
from tongmai.engines.workflow import DeskItem
from tongmai.model.blocks import Card, Cards, Model, Walk, Walks
from tongmai.model.page import Block

DONE = frozenset({"completed", "cancelled", "rejected", "failed"})


def _nothing() -> None:
    """These blocks are made here, not by a room."""


async def home(site: Site, request: Request) -> Response:
    """What waits for this person, what the person waits for, and where to go."""
    return await site.in_pool(lambda: _home(site, request))


def _home(site: Site, request: Request) -> Response:
    person = site.person(request)
    context = site.services.open(person.id)
    since = context.last_change()
    ask = site.ask(request, {}, {}, context.actor)
    flows = site.services.workflows
    waiting = _told(site, context, [item for item in flows.desk(context) if item.state.status not in DONE])
    awaited = _told(site, context, flows.awaited(context))
    cards = Cards(
        tuple(
            Card(entry.text, site.lead_of(entry.href), entry.href) for entry in site.menu(request.url.path, person)[1:]
        )
    )
    made: tuple[tuple[str, Words | None, Model | None], ...] = (
        ("kinds", None, desks.kinds(ask, waiting)),
        ("desk", site.drawing.words("home.desk"), desks.mine(ask, waiting)),
        ("awaited", site.drawing.words("home.awaited"), desks.theirs(ask, awaited)),
        ("where", site.drawing.words("home.where"), cards),
    )
    language = session.language(request)
    values = {
        "title": site.drawing.phrase(language, "home.title"),
        "lead": person.title.in_language(language),
        "crumbs": [],
        "parts": tuple(_part(*one) for one in made if one[2] is not None),
        "live": live.address(context, ("Task",), since),
    }
    return site.draw(request, "page.html", values)


def _part(id: str, title: Words | None, model: Model | None) -> Filled:
    assert model is not None
    return Filled(Block(id, type(model).__name__.lower(), _nothing, title=title or Words("", "")), model)


def _told(site: Site, context: Context, items: Sequence[DeskItem]) -> list[Waiting]:
    """Each with what it is about in a line."""
    names = site.sources.directory.lookup(context)
    found = []
    for one in items:
        about = brief(site.book.brief(one.workflow.focus, one.workflow.id), one.focus, names)
        told = about if isinstance(about, Words) and about.zh else one.workflow.title
        found.append(Waiting(site.sources.tasks.piece(one), told))
    return found


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
