"""The members of a value set. Source: FHIR R4 valueset.html#compositions, valueset-operation-expand.html.

An include that names value sets beside a system means what is in all of them; several includes add up; excludes take
away. A system that does not list its codes (SNOMED CT, LOINC, UCUM where they are not loaded) cannot be expanded.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tongmai.base.outcome import Refused, refuse
from tongmai.fhir.terms.codes import CodeSystem
from tongmai.fhir.terms.library import Library

Json = Mapping[str, Any]
Key = tuple[str, str]
DEEPEST = 32
"""Value sets that include each other."""


class Member(NamedTuple):
    """One code of an expansion."""

    system: str
    code: str
    display: str
    abstract: bool = False
    inactive: bool = False
    version: str = ""


def expanded(library: Library, value_set: Json, deep: int = 0) -> dict[Key, Member]:
    """Every member by system and code, in order. Refused: unsupported (a system that cannot be listed), structure (a
    circle), not-found (an included value set)."""
    if deep > DEEPEST:
        raise refuse("structure", "值集互相包含", "value sets include each other", where=value_set.get("url", ""))
    if "compose" not in value_set:
        return _given(value_set)
    compose = value_set["compose"]
    found: dict[Key, Member] = {}
    for include in compose.get("include", ()):
        found |= {key: one for key, one in part(library, include, deep).items() if key not in found}
    for exclude in compose.get("exclude", ()):
        for key in part(library, exclude, deep):
            found.pop(key, None)
    if compose.get("inactive") is False:
        found = {key: one for key, one in found.items() if not one.inactive}
    return found


def _given(value_set: Json) -> dict[Key, Member]:
    """The expansion that a value set without definition brings along."""
    if "expansion" not in value_set:
        raise refuse("unsupported", "值集没有定义", "the value set has no definition", where=value_set.get("url", ""))

    def walk(listed: Any) -> Iterator[Member]:
        for one in listed:
            if "code" in one:
                yield Member(one.get("system", ""), one["code"], one.get("display", ""), one.get("abstract", False),
                             one.get("inactive", False), one.get("version", ""))  # fmt: skip
            yield from walk(one.get("contains", ()))

    return {(one.system, one.code): one for one in walk(value_set["expansion"].get("contains", ()))}


def part(library: Library, include: Json, deep: int) -> dict[Key, Member]:
    """The members of one include or exclude."""
    sets = [expanded(library, library.value_set(url), deep + 1) for url in include.get("valueSet", ())]
    if "system" not in include:
        first, *others = sets or [{}]
        return {key: one for key, one in first.items() if all(key in other for other in others)}
    if sets and "concept" not in include and "filter" not in include and library.code_system(named(include)) is None:
        first, *others = sets  # all of a system that is not listed here: what the sets have of it
        mine = {key: one for key, one in first.items() if key[0] == include["system"]}
        return {key: one for key, one in mine.items() if all(key in other for other in others)}
    own = _of_system(library, include)
    return {key: one for key, one in own.items() if all(key in other for other in sets)}


def named(include: Json) -> str:
    """The url of an include's system with its version, if it has one."""
    version = include.get("version")
    return f"{include['system']}|{version}" if version else str(include["system"])


def _of_system(library: Library, include: Json) -> dict[Key, Member]:
    url = include["system"]
    system = library.code_system(named(include))
    if "concept" in include:
        found = {}
        for one in include["concept"]:
            known = system.find(one["code"]) if system else None
            display = one.get("display") or (known.display if known else "")
            found[url, one["code"]] = Member(
                url, one["code"], display, bool(known and known.abstract), bool(known and known.inactive)
            )
        return found
    if system is None or not system.complete:
        raise unlisted(url)
    codes = filtered(system, include)
    return {
        (url, one.code): Member(url, one.code, one.display, one.abstract, one.inactive, system.version)
        for one in system.concepts.values()
        if codes is None or one.code in codes
    }


def filtered(system: CodeSystem, include: Json) -> set[str] | None:
    """The codes that meet all filters; None where there are none."""
    codes: set[str] | None = None
    for one in include.get("filter", ()):
        met = system.filtered(one["property"], one["op"], one["value"])
        codes = met if codes is None else codes & met
    return codes


def unlisted(url: str) -> Refused:
    """A system whose codes are not listed here."""
    return refuse("unsupported", f"代码系统 {url} 未载入，无法展开", f"the codes of {url} are not loaded", where=url,
                  remedy=("先载入该 CodeSystem", "load the CodeSystem first"))  # fmt: skip
