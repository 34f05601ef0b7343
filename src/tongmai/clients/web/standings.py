"""How far each policy item is built, computed from the pages, measures and rooms that carry its id."""

from tongmai.base.words import Words
from tongmai.clients.web.services import Services
from tongmai.engines.pages.book import PageBook
from tongmai.engines.pages.policy import Standing

NOTHING = Words("还没有页面、指标或名录承载这一事项", "no page, figure or register carries it yet")


def standings(services: Services, book: PageBook, target_page: str) -> list[Standing]:
    """One standing an item. A page is stronger than a figure, a figure stronger than a room."""
    worked, measured, held = _worked(book), _measured(services, book, target_page), _held(services, book)
    found = []
    for item in services.items:
        if item.id in worked:
            found.append(Standing(item, "worked", *worked[item.id]))
        elif item.id in measured:
            found.append(Standing(item, "measured", *measured[item.id]))
        elif item.id in held:
            found.append(Standing(item, "held", *held[item.id]))
        else:
            found.append(Standing(item, "open", NOTHING))
    return found


def _worked(book: PageBook) -> dict[str, tuple[Words, str]]:
    """Items that a page carries, with that page; one in the menu is preferred, then one that opens without a record.
    What is opened from a record alone leads to the page above it, or to the first of its room."""
    found: dict[str, tuple[Words, str]] = {}
    addresses = {placed.page.id: book.address(placed.page.id) for placed in book.pages}
    firsts = {placed.room: addresses[placed.page.id] for placed in reversed(book.pages) if placed.page.menu}
    for placed in sorted(book.pages, key=lambda placed: (not placed.page.menu, not addresses[placed.page.id])):
        title, href = placed.page.title, addresses[placed.page.id] or placed.page.under or firsts.get(placed.room, "")
        for item in placed.page.catalogue:
            found.setdefault(item, (Words(f"在「{title.zh}」办理", f"on the page “{title.en}”"), href))
    return found


def _measured(services: Services, book: PageBook, page: str) -> dict[str, tuple[Words, str]]:
    """Items that a measure carries which decides a target of the region's own plan."""
    found: dict[str, tuple[Words, str]] = {}
    plan = next(iter(services.plans.values()))
    for target in plan.targets:
        measure = services.measures.get(target.measure)
        for item in measure.catalogue if measure else ():
            title = target.title
            href = book.address(page, plan=plan.id, target=target.id)
            words = Words(f"由记录判定 {target.id} {title.zh}", f"decided from records: {target.id} {title.en}")
            found.setdefault(item, (words, href))
    return found


def _held(services: Services, book: PageBook) -> dict[str, tuple[Words, str]]:
    """Items whose facts a room keeps, with the first page of that room, if it has one."""
    found: dict[str, tuple[Words, str]] = {}
    for room in services.rooms:
        menu = next((page for page in room.pages if page.menu), None)
        href = book.address(menu.id) if menu else ""
        for item in room.catalogue:
            words = Words(f"事实记在「{room.title.zh}」", f"facts kept in “{room.title.en}”")
            found.setdefault(item, (words, href))
    return found
