"""How far each policy item is built, computed from the pages, measures, registers and rooms that carry its id."""

from collections.abc import Mapping

from tongmai.base.words import Words
from tongmai.clients.web.services import Services
from tongmai.engines.pages.book import PageBook
from tongmai.engines.pages.given import PolicyItem
from tongmai.engines.pages.policy import Standing

NOTHING = Words("还没有页面、指标或名录承载这一事项", "no page, figure or register carries it yet")


def standings(
    services: Services, book: PageBook, target_page: str, in_force: Mapping[str, int] | None = None
) -> list[Standing]:
    """One standing an item. A page is stronger than a figure, a figure than a record that is kept, all of them than a
    reason not to do it. `in_force`: by item how many records are in force in the registers; None where the reader is
    told no number."""
    worked, measured = _worked(book), _measured(services, book, target_page)
    held = _held(services, book) | _kept(book, in_force)
    found = []
    for item in services.items:
        if item.id in worked:
            found.append(Standing(item, "worked", *worked[item.id]))
        elif item.id in measured:
            found.append(Standing(item, "measured", *measured[item.id]))
        elif item.id in held:
            found.append(Standing(item, "held", *held[item.id]))
        elif item.declined.zh:
            found.append(Standing(item, "declined", _declined(item)))
        else:
            found.append(Standing(item, "open", NOTHING))
    return found


def _declined(item: PolicyItem) -> Words:
    """Why it is not done here, and where it belongs."""
    why, where = item.declined, item.instead
    return Words(f"{why.zh}。归属：{where.zh}", f"{why.en}. It belongs to {where.en}")


def _kept(book: PageBook, in_force: Mapping[str, int] | None) -> dict[str, tuple[Words, str]]:
    """Items of which a page keeps records: that page, narrowed to the item, and how many are in force."""
    found: dict[str, tuple[Words, str]] = {}
    for placed in book.pages:
        register = placed.page.register
        for item in register.items if register else ():
            title, many = placed.page.title, None if in_force is None else in_force.get(item, 0)
            words = (
                Words(f"在「{title.zh}」登记", f"kept in “{title.en}”")
                if many is None
                else Words(f"在「{title.zh}」登记，施行中 {many} 项", f"kept in “{title.en}”, {many} in force")
            )
            href = f"{book.address(placed.page.id)}?{register.element}={item}" if register else ""
            found.setdefault(item, (words, href))
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


def _measured(services: Services, book: PageBook, target_page: str) -> dict[str, tuple[Words, str]]:
    """Items that a measure carries which decides a target of the region's own plan; then those of a measure that has a
    page of its room, where it opens into its records."""
    found: dict[str, tuple[Words, str]] = {}
    plan = next(iter(services.plans.values()))
    for target in plan.targets:
        measure = services.measures.get(target.measure)
        for item in measure.catalogue if measure else ():
            title = target.title
            href = book.address(target_page, plan=plan.id, target=target.id)
            words = Words(f"由记录判定 {target.id} {title.zh}", f"decided from records: {target.id} {title.en}")
            found.setdefault(item, (words, href))
    pages = {placed.room: placed.page.id for placed in reversed(book.pages) if "{measure}" in placed.page.path}
    for measure in services.measures.values():
        page = pages.get(measure.id.partition(".")[0], "")
        for item in measure.catalogue if page else ():
            href = book.address(page, measure=measure.id.replace("_", "-"))
            words = Words(f"由记录算出：{measure.title.zh}", f"counted from records: {measure.title.en}")
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
