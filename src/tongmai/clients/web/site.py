"""The web site: declared pages filled and drawn, forms turned into workflow steps, files sent. It knows no room."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

import anyio
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from tongmai.base.clock import REGION_ZONE, today
from tongmai.base.outcome import Refused, refuse
from tongmai.base.words import Words
from tongmai.clients.web import session
from tongmai.clients.web.boards import Boards
from tongmai.clients.web.drawing import Drawing
from tongmai.clients.web.keeping import Keeping
from tongmai.clients.web.placing import placed
from tongmai.clients.web.sendings import Sendings
from tongmai.clients.web.services import Person, Services
from tongmai.clients.web.sources import Sources
from tongmai.engines.pages.book import PageBook
from tongmai.model.page import Ask

Answer = TypeVar("Answer")
THREADS = 6
IN_THE_BAR = 9
"""How many entries of the navigation stand beside each other on a desk; the others unfold."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the navigation."""

    text: Words
    href: str
    on: bool = False


class Site:
    """What every handler needs. Pages are made in a pool of six threads, never on the event loop."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.root = services.drill.root if services.drill else ""
        self.drawing = Drawing(services.printed)
        self.boards = Boards(services)
        self.keeping = Keeping(services)
        self.sources = Sources(services, self.boards)
        first = next(iter(services.plans), "")
        self.book = PageBook(services.rooms, self.sources.names, first)
        self.sources.book = self.book
        self.flows = {flow.id: flow for room in services.rooms for flow in room.workflows}
        self._sent = Sendings()
        self._limiter: anyio.CapacityLimiter | None = None

    async def in_pool(self, work: Callable[[], Answer]) -> Answer:
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(THREADS)
        return await anyio.to_thread.run_sync(work, limiter=self._limiter)

    async def once(self, request: Request, form: Mapping[str, str], work: Callable[[], Response]) -> Response:
        """Do what a form asks once: the second sending of the same form is led where the first one led. What was
        refused may be sent again."""
        mark = form.get("_once", "")
        if not mark:
            return await self.in_pool(work)
        return await self._sent.once((self.person(request).id, request.url.path, mark), lambda: self.in_pool(work))

    def person(self, request: Request) -> Person:
        """Who is signed in. Refused (sign-in): nobody."""
        one = session.person(request, self.services.people)
        if one is None:
            raise refuse("sign-in", "请先选择身份", "choose who you are first")
        return one

    def ask(self, request: Request, path: Mapping[str, str], form: Mapping[str, str], actor: Any) -> Ask:
        query: dict[str, tuple[str, ...]] = {}
        for name, value in request.query_params.multi_items():
            query[name] = (*query.get(name, ()), value[:120])
        return Ask(
            path=dict(path),
            query=query,
            form=form,
            as_of=today(self.services.clock),
            now=self.services.clock.now(),
            actor=actor.id,
            roles=tuple(actor.roles),
            organization=actor.organization,
            area=actor.area,
            practitioner=actor.practitioner,
            patient=actor.patient,
            url=request.url.path,
            whole=self.services.region_whole,
        )

    def draw(self, request: Request, template: str, values: Mapping[str, Any], status: int = 200) -> HTMLResponse:
        """A page within the shell: who, where, in which language."""
        language = session.language(request)
        one = session.person(request, self.services.people)
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        said = session.said(request)
        shell = {
            "person": one,
            "people": self.services.people,
            "token": session.token(request),
            "here": here if request.method == "GET" else request.url.path,
            **dict(zip(("menu", "more"), folded(self.menu(request.url.path, one) if one else []), strict=True)),
            "region": self.services.region_title,
            "demo": self.services.demo,
            "drill": self.services.drill,
            "scenario_time": _minute(self.services) if self.services.drill else "",
            "notice": said,
            "went_through": bool(said),
            "day": today(self.services.clock).isoformat(),
            "live": "",
            "refused_form": False,
            "refused_at": "",
            "exporting": None,
            "once": lambda: secrets.token_urlsafe(9),
        }
        page = self.drawing.page(template, language, {**shell, **values})
        return HTMLResponse(placed(page, self.root) if self.root else page, status)

    def marks(self, language: str) -> list[str]:
        """What every file that leaves the house bears: the region, and that it is a demonstration."""
        region = self.services.region_title.in_language(language)
        drill = [self.drawing.phrase(language, "drill.banner")] if self.services.drill else []
        return [region, *drill, *([self.drawing.phrase(language, "demo")] if self.services.demo else [])]

    def menu(self, path: str, one: Person) -> list[Entry]:
        words = self.drawing.words
        places = [(words("nav.home"), "/"), *((entry.text, entry.href) for entry in self.book.menu(one.roles))]
        if self.services.sheets.concerns(one.roles):
            places.append((words("nav.imports"), "/imports"))
        if self.services.drill is None:
            places.append((words("nav.tour"), "/tour"))
        lineage = [path, *(address for _, address in self.book.parents(path))]
        above = [href for _, href in places if any(_within(address, href) for address in lineage)]
        nearest = max(above, key=len, default="")
        return [Entry(text, href, href == nearest) for text, href in places]

    def lead_of(self, address: str) -> Words:
        """What the page at an address is for."""
        found = self.book.find(address)
        if found:
            return found[0].page.lead
        return self.drawing.words("tour.lead" if address == "/tour" else "imports.lead")

    async def refused(self, request: Request, error: Exception) -> Response:
        """A refusal as a page: what was wrong, by which rule, and the way out."""
        assert isinstance(error, Refused)
        if error.kind == "sign-in" and request.method == "GET":
            return RedirectResponse(f"/sign-in?back={quote(request.url.path)}", 303)
        language = session.language(request)
        issues = [
            {
                "text": issue.words.in_language(language),
                "where": issue.where if not issue.where.isascii() else "",
                "rule": issue.rule,
                "remedy": issue.remedy.in_language(language) if issue.remedy else "",
            }
            for issue in error.issues
        ]
        title = error.issues[0].ending.title.in_language(language)
        came_from = safe_address(request.headers.get("referer", ""), str(request.base_url))
        bare = request.url.path if request.url.query and error.status == 400 else ""  # the page without what was wrong
        back = came_from if request.method == "POST" else bare
        tried = request.method not in ("GET", "HEAD")  # who only looked cannot have changed anything
        values = {"status": error.status, "title": title, "issues": issues, "back": back, "tried": tried}
        return self.draw(request, "error.html", values, error.status)

    async def broken(self, request: Request, error: Exception) -> Response:
        """A fault of ours: said plainly, without what is inside; the server's log has it."""
        return await self.refused(
            request,
            refuse(
                "broken", "系统出了故障，已记入日志，请稍后再试", "a fault of ours; it is in the log, try again later"
            ),
        )

    async def lost(self, request: Request, error: Exception) -> Response:
        """No such address."""
        return await self.refused(request, refuse("not-found", "没有这个页面或记录", "there is no such page or record"))


def folded(menu: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """The entries that stand in the bar, the present one always among them, and those that unfold."""
    if len(menu) <= IN_THE_BAR + 1:
        return menu, []
    here = next((place for place, entry in enumerate(menu) if entry.on), 0)
    shown = [*range(IN_THE_BAR)] if here < IN_THE_BAR else [*range(IN_THE_BAR - 1), here]
    return [menu[place] for place in shown], [one for place, one in enumerate(menu) if place not in shown]


def _minute(services: Services) -> str:
    """The time in the scenario."""
    return f"{services.clock.now().astimezone(REGION_ZONE):%Y-%m-%d %H:%M}"


def _within(address: str, place: str) -> bool:
    return address == place or (place != "/" and address.startswith(place + "/"))


def safe_address(text: str, base: str = "") -> str:
    """An address inside this site, or "/"."""
    if base and text.startswith(base):
        text = "/" + text[len(base) :]
    return text if text.startswith("/") and not text.startswith("//") and "\\" not in text else "/"
