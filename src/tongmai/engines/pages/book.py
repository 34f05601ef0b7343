"""All pages of all rooms: checked once at the start, found by address, offered in the menu."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tongmai.base.words import Words
from tongmai.model.blocks import KINDS
from tongmai.model.domain import Domain
from tongmai.model.page import Page, Shown


@dataclass(frozen=True, slots=True)
class Placed:
    """A page with the room that declares it and the pattern of its address."""

    room: str
    page: Page
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class MenuEntry:
    text: Words
    href: str
    page: str


class PageBook:
    """`sources`: the names of sources that can be fetched (the word before ":"). A wrong declaration is refused with
    ValueError naming room, page and block."""

    def __init__(self, rooms: Sequence[Domain], sources: frozenset[str], plan: str) -> None:
        self._placed: list[Placed] = []
        self._records: dict[tuple[str, str], Page] = {}  # by type and workflow ("": whichever moves it, or none)
        self._plan = plan
        workflows = {flow.id: flow.focus for room in rooms for flow in room.workflows}
        seen: dict[str, str] = {}
        for room in rooms:
            for page in room.pages:
                where = f"room {room.id}, page {page.id}"
                for mark in (page.id, page.path):
                    if mark in seen:
                        raise ValueError(f"{where}: {mark} is taken by {seen[mark]}")
                    seen[mark] = where
                self._check(where, page, sources, workflows)
                self._placed.append(Placed(room.id, page, _pattern(page.path)))
                self._shown(where, page, workflows)
        self._check_places()

    def _check_places(self) -> None:
        """A page lies under a page that exists and has no parts in its address, and none under itself."""
        lists = {placed.page.path: placed.page for placed in self._placed if "{" not in placed.page.path}
        for placed in self._placed:
            passed, page = {placed.page.path}, placed.page
            while page.under:
                if page.under not in lists or page.under in passed:
                    raise ValueError(
                        f"room {placed.room}, page {placed.page.id}: nothing it may lie under at {page.under}"
                    )
                passed.add(page.under)
                page = lists[page.under]

    def _shown(self, where: str, page: Page, workflows: Mapping[str, str]) -> None:
        """Note which records the page shows; a record has one page."""
        if not page.shows:
            return
        for flow in page.flows or ("",):
            if flow and workflows.get(flow) != page.shows:
                raise ValueError(f"{where}: {flow} moves no {page.shows}")
            if other := self._records.get((page.shows, flow)):
                raise ValueError(f"{where}: {' '.join((page.shows, flow)).strip()} is shown by page {other.id}")
            self._records[page.shows, flow] = page

    def _record(self, type: str, flow: str) -> Page | None:
        return self._records.get((type, flow)) or self._records.get((type, ""))

    @staticmethod
    def _check(where: str, page: Page, sources: frozenset[str], workflows: Mapping[str, str]) -> None:
        for block in page.blocks:
            if block.kind not in KINDS:
                raise ValueError(f"{where}, block {block.id}: no kind {block.kind}")
            for source in block.sources:
                if source.split(":")[0] not in sources:
                    raise ValueError(f"{where}, block {block.id}: no source {source}")
        for act in page.acts:
            for source in (
                *(field.choices for field in act.fields if field.choices),
                *(pair[1] for pair in act.fetched),
            ):
                if source.split(":")[0] not in sources:
                    raise ValueError(f"{where}, act {act.id}: no source {source}")
        if page.home and "{" in page.path:
            raise ValueError(f"{where}: what stands on the home page has no parts in its address")
        if page.heading and page.heading.split(":")[0] not in sources:
            raise ValueError(f"{where}: no source {page.heading}")
        named = {act.workflow for act in page.acts}
        if lost := named - workflows.keys():
            raise ValueError(f"{where}: no workflow {', '.join(sorted(lost))}")

    @property
    def pages(self) -> Sequence[Placed]:
        return tuple(self._placed)

    def find(self, path: str) -> tuple[Placed, Mapping[str, str]] | None:
        """The page at an address and the parts of the address, or None. A fixed word wins over a part."""
        found = [(placed, match) for placed in self._placed if (match := placed.pattern.fullmatch(path))]
        if not found:
            return None
        placed, match = min(found, key=lambda pair: pair[0].page.path.count("{"))
        return placed, match.groupdict()

    def parents(self, path: str) -> list[tuple[Page, str]]:
        """The pages above an address, outermost first: page and address."""
        steps = path.strip("/").split("/")
        above = ["/" + "/".join(steps[:count]) for count in range(1, len(steps))]
        chain = [(found[0].page, address) for address in above if (found := self.find(address))]
        top = chain[0][0] if chain else self._page_at(path)
        if top is None or not (higher := self._page_at(top.under)):
            return chain
        return [*self.parents(top.under), (higher, top.under), *chain]

    def _page_at(self, address: str) -> Page | None:
        found = self.find(address)
        return found[0].page if found else None

    def parts(self, path: str) -> Mapping[str, str]:
        """The parts of an address that has a page; empty for one that has none."""
        found = self.find(path)
        return found[1] if found else {}

    def record_path(self, type: str, id: str, flow: str = "") -> str:
        """Where a record of a type is shown, that which the workflow `flow` moves; "" when no room declares a page for
        it."""
        page = self._record(type, flow)
        return _ended(page, id) if page else ""

    def address(self, page: str, **parts: str) -> str:
        """The address of a page with its parts filled; "" for a page that does not exist or lacks a part."""
        found = next((placed.page for placed in self._placed if placed.page.id == page), None)
        if found is None:
            return ""
        path = found.path.replace("{plan}", parts.get("plan", self._plan))
        for name, value in parts.items():
            path = path.replace(f"{{{name}}}", value)
        return "" if "{" in path else path

    def begun(self, type: str, id: str, roles: Sequence[str]) -> list[tuple[Page, str]]:
        """What somebody with these roles may begin for a record of a type: page and address."""
        return [
            (placed.page, _ended(placed.page, id))
            for placed in self._placed
            if placed.page.begins == type and (not placed.page.roles or set(placed.page.roles) & set(roles))
        ]

    def brief(self, type: str, flow: str = "") -> tuple[Shown, ...]:
        """The elements that tell in one line what a record of a type is about, one that the workflow `flow` moves."""
        page = self._record(type, flow)
        return page.brief if page else ()

    def dashboards(self, roles: Sequence[str]) -> list[tuple[Page, str]]:
        """The dashboards on the home page of somebody with these roles: page and address, in the rooms' order."""
        return [
            (placed.page, placed.page.path)
            for placed in self._placed
            if placed.page.home and (not placed.page.roles or set(placed.page.roles) & set(roles))
        ]

    def menu(self, roles: Sequence[str]) -> list[MenuEntry]:
        """The pages offered to somebody with these roles. {plan} in an address is the region's own plan."""
        return [
            MenuEntry(placed.page.title, placed.page.path.replace("{plan}", self._plan), placed.page.id)
            for placed in sorted(self._placed, key=lambda placed: placed.page.menu)
            if placed.page.menu and _offered(placed.page, roles)
        ]


def _offered(page: Page, roles: Sequence[str]) -> bool:
    """Whether the menu of somebody with these roles offers the page."""
    whose = page.offered or page.roles
    return not whose or bool(set(whose) & set(roles))


def _ended(page: Page, id: str) -> str:
    """The address of a page for one record."""
    return re.sub(r"\{[a-z]+\}", id, page.path)


def _pattern(path: str) -> re.Pattern[str]:
    """A part of an address holds an id or a code, nothing else."""
    return re.compile(re.sub(r"\{([a-z]+)\}", r"(?P<\1>[A-Za-z0-9.\\-]{1,64})", path))
