"""Names that people call records and codes by: institutions, areas and dated tables are kept, others read."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tongmai.access import Context
from tongmai.base.clock import today
from tongmai.base.outcome import Refused
from tongmai.base.words import NO_WORDS, Words
from tongmai.clients.web.boards import Boards
from tongmai.clients.web.services import Services
from tongmai.engines.pages.given import Bringing, Named
from tongmai.engines.pages.records import brief
from tongmai.model.page import Shown

UNKNOWN = "—"
VILLAGE, KIND, COUNTY_DIGITS = "urn:tongmai:village", "urn:tongmai:kind", 6
Address = Callable[[str, str], str]
Told = Callable[[str], Sequence[Shown]]


class Names(Bringing):
    """`Type/id`, a 12-digit code or `table/code` to what it is called; a record that is not kept is read."""

    def __init__(self, known: Mapping[str, Named], context: Context, address: Address) -> None:
        self.known, self._context, self._address = known, context, address
        self._read: dict[str, Named] = {}

    def __getitem__(self, key: str) -> Named:
        if key in self.known:
            return self.known[key]
        type, _, id = key.partition("/")
        if not id or not type[:1].isupper():
            raise KeyError(key)
        if key not in self._read:
            self._read[key] = self._fetch(type, id)
        return self._read[key]

    def bring(self, references: Iterable[str]) -> None:
        """Read what several references are called at once, where a table will ask for each."""
        wanted = [key for key in dict.fromkeys(references) if key not in self.known and key not in self._read]
        pairs = [(type, id) for type, _, id in (key.partition("/") for key in wanted) if id and type[:1].isupper()]
        found = self._context.read_many(pairs) if len(pairs) > 1 else {}
        for type, id in pairs if found else ():
            version = found.get((type, id))
            seen = named_resource(version.resource(), self._address(type, id)) if version else Named(type, id, UNKNOWN)
            self._read[f"{type}/{id}"] = seen

    def _fetch(self, type: str, id: str) -> Named:
        try:
            return named_resource(self._context.read(type, id).resource(), self._address(type, id))
        except Refused:
            return Named(type, id, UNKNOWN)  # what the reader may not see has no name here

    def __iter__(self) -> Iterator[str]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)


def named_resource(resource: Mapping[str, Any], href: str = "", kind: Words = NO_WORDS) -> Named:
    """The name in a resource: name, title or text, whichever the type carries."""
    name = resource.get("name") or resource.get("title") or ""
    if isinstance(name, list):
        first = name[0] if name else {}
        name = first.get("text") or f"{first.get('family', '')}{''.join(first.get('given', []))}"
    code = resource.get("code")
    if not name and isinstance(code, dict):
        name = code.get("text", "")
    type, id = str(resource.get("resourceType", "")), str(resource.get("id", ""))
    return Named(type, id, str(name or UNKNOWN), county_of(resource), kind, href)


def _after_its_institution(one: Named, resource: Mapping[str, Any], known: Mapping[str, Named]) -> Named:
    """What has no name of its own and is about an institution bears the institution's name and county."""
    about = resource.get("institution")
    house = known.get(str(about.get("reference"))) if isinstance(about, dict) else None
    if one.name != UNKNOWN or house is None:
        return one
    return replace(one, name=house.name, area=house.area, kind=house.kind)


def county_of(resource: Mapping[str, Any]) -> str:
    """The county's 12-digit code by the village extension, or by the area that a record of our own is about; "" for
    one that lies in none."""
    own = resource.get("area", "") if isinstance(resource.get("area"), str) else ""
    code = next((e.get("valueCode", "") for e in resource.get("extension", []) if e.get("url") == VILLAGE), own)
    return f"{code[:COUNTY_DIGITS]}000000" if len(code) == 12 else ""


def kind_code(resource: Mapping[str, Any]) -> str:
    """The institution's kind."""
    types = resource.get("type")
    codings = types[0].get("coding", []) if isinstance(types, list) and types else []
    return next((str(coding.get("code", "")) for coding in codings if coding.get("system") == KIND), "")


class Directory:
    """Institutions, areas and codes by name, read once for a state of the facts."""

    def __init__(self, services: Services, boards: Boards, address: Address, told: Told) -> None:
        """`address`: type and id to the page that shows the record. `told`: by type what tells in one line what a
        record is about."""
        self._services, self._boards, self._address, self._told = services, boards, address, told
        self._codes = dict(self._coded())

    def known(self, context: Context) -> Mapping[str, Named]:
        return self._boards.of_facts("institutions", lambda: {**self._codes, **dict(self._institutions(context))})

    def lookup(self, context: Context) -> Names:
        return Names(self.known(context), context, self._address)

    def named(self, context: Context, type: str, id: str) -> Named:
        return self.lookup(context).get(f"{type}/{id}") or Named(type, id, UNKNOWN)

    def several(self, context: Context, references: Sequence[str]) -> dict[str, Named]:
        """Names of records by `Type/id`; those not kept are read at once."""
        known = self.known(context)
        pairs = [tuple(reference.split("/", 1)) for reference in references if reference not in known]
        unread = [(pair[0], pair[1]) for pair in pairs if len(pair) == 2]
        read = context.read_many(unread) if unread else {}
        found = {reference: known[reference] for reference in references if reference in known}
        names = Names(known, context, self._address)
        for type, id in unread:
            version = read.get((type, id))
            seen = named_resource(version.resource(), self._address(type, id)) if version else Named(type, id, UNKNOWN)
            found[f"{type}/{id}"] = self._called(seen, version.resource(), names) if version else seen
        return found

    def _called(self, one: Named, resource: Mapping[str, Any], names: Names) -> Named:
        """What has no name of its own bears its institution's, or is called by what it is about."""
        one = _after_its_institution(one, resource, names.known)
        shown = self._told(one.type) if one.name == UNKNOWN else ()
        words = brief(shown, resource, names) if shown else NO_WORDS
        return replace(one, name=words.zh, called=words) if words.zh else one

    def _coded(self) -> Iterator[tuple[str, Named]]:
        """Areas, and the words of every dated table by the column before its Chinese words."""
        for code, name in self._services.places.items():
            yield code, Named("Area", code, name, code)
        region = self._services.region_code
        yield region, Named("Area", region, self._services.region_title.zh)
        for plan in self._services.plans.values():
            for target in plan.targets:
                words = Words(f"{target.id} {target.title.zh}", f"{target.id} {target.title.en}")
                yield f"targets/{target.id}", Named("Code", target.id, words.zh, kind=words)
        day = today(self._services.clock)
        for name, table in self._services.tables.items():
            if "zh" not in table.columns or table.columns.index("zh") == 0:
                continue
            short = name.rpartition(".")[2]
            column = table.columns[table.columns.index("zh") - 1]
            for row in table.on(day):
                words = Words(row["zh"], row["en"])
                yield f"{short}/{row[column]}", Named("Code", row[column], row["zh"], kind=words)

    def _institutions(self, context: Context) -> Iterator[tuple[str, Named]]:
        after: str | None = None
        while True:
            page = context.search("Organization", "", after=after, count=500)
            for version in page.matches:
                resource = version.resource()
                kind = self._codes.get(f"kinds/{kind_code(resource)}")
                href = self._address("Organization", version.id)
                yield version.reference, named_resource(resource, href, kind.kind if kind else NO_WORDS)
            after = page.next
            if after is None:
                return
