"""Names that people call records by: institutions and areas kept for a state of the facts, others read when shown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tongmai.access import Context
from tongmai.base.outcome import Refused
from tongmai.base.words import NO_WORDS, Words
from tongmai.clients.web.boards import Boards
from tongmai.clients.web.services import Services
from tongmai.engines.pages.given import Named

UNKNOWN = "—"
VILLAGE, COUNTY_DIGITS = "urn:tongmai:village", 6


class Names(Mapping[str, Named]):
    """`Type/id` or 12-digit code to a name; institutions from the list, other records read when asked for."""

    def __init__(self, known: Mapping[str, Named], context: Context) -> None:
        self._known, self._context = known, context
        self._read: dict[str, Named] = {}

    def __getitem__(self, key: str) -> Named:
        if key in self._known:
            return self._known[key]
        if key not in self._read:
            type, _, id = key.partition("/")
            if not id:
                raise KeyError(key)
            self._read[key] = read_name(self._context, type, id)
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def read_name(context: Context, type: str, id: str) -> Named:
    """A record's name through the context; a dash where the reader may not see it or there is none."""
    try:
        return named_resource(context.read(type, id).resource())
    except Refused:
        return Named(type, id, UNKNOWN)


def named_resource(resource: Mapping[str, Any], href: str = "") -> Named:
    """The name in a resource: name, title or text, whichever the type carries."""
    name = resource.get("name") or resource.get("title") or ""
    if isinstance(name, list):
        first = name[0] if name else {}
        name = first.get("text") or f"{first.get('family', '')}{''.join(first.get('given', []))}"
    code = resource.get("code")
    if not name and isinstance(code, dict):
        name = code.get("text", "")
    return Named(
        str(resource.get("resourceType", "")),
        str(resource.get("id", "")),
        str(name or UNKNOWN),
        county_of(resource),
        kind_of(resource),
        href,
    )


def county_of(resource: Mapping[str, Any]) -> str:
    """The county's 12-digit code by the village extension."""
    code = next((e.get("valueCode", "") for e in resource.get("extension", []) if e.get("url") == VILLAGE), "")
    return f"{code[:COUNTY_DIGITS]}000000" if len(code) == 12 else ""


def kind_of(resource: Mapping[str, Any]) -> Words:
    """The Chinese text of its first type."""
    types = resource.get("type")
    if not isinstance(types, list) or not types:
        return NO_WORDS
    text = types[0].get("text") or next((c.get("display", "") for c in types[0].get("coding", [])), "")
    return Words(text, text)


class Directory:
    """Institutions and areas by name, read once for a state of the facts."""

    def __init__(self, services: Services, boards: Boards, address: Callable[[str, str], str]) -> None:
        """`address`: type and id to the page that shows the record."""
        self._services, self._boards, self._address = services, boards, address

    def known(self, context: Context) -> Mapping[str, Named]:
        return self._boards.of_facts("institutions", lambda: dict(self._read_all(context)))

    def lookup(self, context: Context) -> Mapping[str, Named]:
        return Names(self.known(context), context)

    def named(self, context: Context, type: str, id: str) -> Named:
        return self.lookup(context).get(f"{type}/{id}") or Named(type, id, UNKNOWN)

    def several(self, context: Context, type: str, ids: Sequence[str]) -> dict[str, Named]:
        """Names of records of one type; those not in the list are read at once."""
        known = self.known(context)
        unread = [(type, id) for id in ids if f"{type}/{id}" not in known]
        read = context.read_many(unread) if unread else {}
        found = {}
        for id in ids:
            version = read.get((type, id))
            fresh = named_resource(version.resource(), self._address(type, id)) if version else Named(type, id, UNKNOWN)
            found[id] = known.get(f"{type}/{id}", fresh)
        return found

    def _read_all(self, context: Context) -> Iterator[tuple[str, Named]]:
        for area in self._services.areas:
            yield area.code, Named("Area", area.code, area.name, area.code)
        yield self._services.region_code, Named("Area", self._services.region_code, self._services.region_title.zh)
        after: str | None = None
        while True:
            page = context.search("Organization", "", after=after, count=500)
            for version in page.matches:
                named = named_resource(version.resource(), self._address("Organization", version.id))
                yield version.reference, named
            after = page.next
            if after is None:
                return
