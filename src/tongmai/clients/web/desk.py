"""The desk of the person signed in, and the tour."""

from collections.abc import Iterator, Mapping, Sequence

from starlette.requests import Request
from starlette.responses import Response

from tongmai.base.clock import REGION_ZONE
from tongmai.base.words import Words
from tongmai.clients.web import live, session
from tongmai.clients.web.site import Site
from tongmai.engines.pages.fill import Filled
from tongmai.engines.pages.given import Named
from tongmai.engines.pages.records import brief
from tongmai.engines.workflow import DeskItem
from tongmai.model.blocks import Card, Cards, Group, Head, Link, Mark, Row, Table, Walk, Walks
from tongmai.model.page import Block

SHOWN = 8
DONE = frozenset({"completed", "cancelled", "rejected", "failed"})


def _nothing() -> None:
    """These blocks are made here, not by a room."""


async def home(site: Site, request: Request) -> Response:
    """What waits for this person, and where to go."""
    return await site.in_pool(lambda: _home(site, request))


def _home(site: Site, request: Request) -> Response:
    person = site.person(request)
    context = site.services.open(person.id)
    since = context.last_change()
    words = site.drawing.words
    items = [item for item in site.services.workflows.desk(context) if item.state.status not in DONE]
    names = site.sources.directory.lookup(context)
    table = Table(
        (
            Head(words("desk.what"), wide=True),
            Head(words("desk.state")),
            Head(words("desk.since")),
            Head(words("desk.due")),
        ),
        tuple(_groups(site, items, names)),
        words("home.desk.empty"),
    )
    cards = Cards(
        tuple(
            Card(entry.text, site.lead_of(entry.href), entry.href) for entry in site.menu(request.url.path, person)[1:]
        )
    )
    parts = (
        Filled(Block("desk", "table", _nothing, title=words("home.desk"), width="full"), table),
        Filled(Block("where", "cards", _nothing, title=words("home.where")), cards),
    )
    language = session.language(request)
    values = {
        "title": site.drawing.phrase(language, "home.title"),
        "lead": person.title.in_language(language),
        "crumbs": [],
        "parts": parts,
        "live": live.address(context, ("Task",), since),
    }
    return site.draw(request, "page.html", values)


def _groups(site: Site, items: Sequence[DeskItem], names: Mapping[str, Named]) -> Iterator[Group]:
    """One group a workflow, the most pressing first, not more than a page of each."""
    for id in dict.fromkeys(item.workflow.id for item in items):
        mine = [item for item in items if item.workflow.id == id]
        late = sum(item.late for item in mine)
        note = Words(f"{len(mine)} 件，超期 {late} 件", f"{len(mine)}, {late} late")
        yield Group(tuple(_row(site, item, names) for item in mine[:SHOWN]), mine[0].workflow.title, note)


def _row(site: Site, item: DeskItem, names: Mapping[str, Named]) -> Row:
    href = site.book.record_path(item.workflow.focus, str(item.focus.get("id", "")), item.workflow.id)
    due = f"{item.due.astimezone(REGION_ZONE):%Y-%m-%d %H:%M}" if item.due else "—"
    about = brief(site.book.brief(item.workflow.focus, item.workflow.id), item.focus, names)
    text = about if isinstance(about, Words) and about.zh else item.workflow.title
    return Row(
        (
            Link(text, href) if href else text,
            Mark(item.state.title, "bad" if item.late else "course"),
            f"{item.since.astimezone(REGION_ZONE):%Y-%m-%d %H:%M}",
            Mark(due, "bad") if item.late else due,
        )
    )


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
