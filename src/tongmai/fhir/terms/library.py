"""Where a url of terminology leads: to what is loaded, else to R4's own table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tongmai.base.outcome import Refused, refuse
from tongmai.fhir.packed import packed_table
from tongmai.fhir.terms.codes import CodeSystem, from_resource, from_row

Json = dict[str, Any]
Find = Callable[[str, str, str], Json | None]
"""(type, url, version; "" for any) to a loaded resource, where there is one."""


@cache
def _core_system(url: str) -> CodeSystem | None:
    row = packed_table("terms")["systems"].get(url)
    return from_row(url, row) if row else None


@dataclass
class Library:
    """`find` looks for loaded resources; they go before R4's own. Made for one question or for as long as what is
    loaded does not change: what it found it keeps."""

    find: Find = lambda type, url, version: None
    _systems: dict[str, CodeSystem | None] = field(default_factory=dict)
    _sets: dict[str, Json | None] = field(default_factory=dict)

    def code_system(self, url: str) -> CodeSystem | None:
        """The code system of a url, perhaps with `|version`; None where none is known."""
        if url not in self._systems:
            plain, _, version = url.partition("|")
            loaded = self.find("CodeSystem", plain, version)
            core = _core_system(plain)
            fits = core is not None and version in ("", core.version)
            self._systems[url] = from_resource(loaded) if loaded else core if fits else None
        return self._systems[url]

    def value_set(self, url: str) -> Json:
        """The value set of a url, perhaps with `|version`, as a resource. Refused: not-found."""
        if url not in self._sets:
            plain, _, version = url.partition("|")
            self._sets[url] = self.find("ValueSet", plain, version) or _core_set(plain, version)
        found = self._sets[url]
        if found is None:
            raise unknown_set(url)
        return found

    def knows_set(self, url: str) -> bool:
        """Whether there is such a value set."""
        try:
            self.value_set(url)
        except Refused:
            return False
        return True


def unknown_set(url: str) -> Refused:
    """There is no such value set here."""
    return refuse("not-found", f"没有值集 {url}", f"no value set {url}", where="url",
                  remedy=("先载入该 ValueSet", "load the ValueSet first"))  # fmt: skip


def _core_set(url: str, version: str) -> Json | None:
    row: Mapping[str, Any] | None = packed_table("terms")["sets"].get(url)
    if row is None or version not in ("", row.get("version", "")):
        return None
    return {"resourceType": "ValueSet", "url": url, "status": "active", **row}


def core() -> Library:
    """R4's own alone."""
    return Library()
