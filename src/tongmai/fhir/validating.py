"""Everything that is asked of a resource. Source: FHIR R4 validation.html.

    structure and required codes ─ sound? ─► invariants, what references lead to, profiles that are claimed or asked for

Structure comes first: what is out of shape is told, and nothing further is judged about it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from tongmai.fhir.check import Checker
from tongmai.fhir.compact import BASE
from tongmai.fhir.definitions import Definitions
from tongmai.fhir.findings import Finding, finding
from tongmai.fhir.invariants import Invariants
from tongmai.fhir.profiles import ProfileJudge, Profiles
from tongmai.fhir.profiles.judging import referred
from tongmai.fhir.terms import Library
from tongmai.fhir.walking import Place, places

Json = dict[str, Any]


class Validator:
    """`checker` and `invariants` are made once for the definitions; `find` leads from the url of a profile to its
    StructureDefinition, `terms` from that of a value set to its codes."""

    def __init__(
        self,
        definitions: Definitions,
        checker: Checker,
        invariants: Invariants,
        find: Callable[[str], Mapping[str, Any] | None] = lambda url: None,
        terms: Library | None = None,
    ) -> None:
        self._definitions, self._checker, self._invariants = definitions, checker, invariants
        self.profiles = Profiles(definitions, find)
        self._judge = ProfileJudge(definitions, invariants, self.profiles, terms or Library())

    def findings(self, resource: Json, profiles: Iterable[str] = (), warnings: bool = True) -> list[Finding]:
        """What is found about a resource, the gravest first. `profiles`: to be met beside those that it claims; one of
        these that is not loaded is an error, a claimed one a warning. `warnings`: whether invariants that only warn
        are judged."""
        if misshapen := self._checker.check(resource):
            return [Finding("error", issue) for issue in misshapen]
        within = [*places(self._definitions, resource, silent=self._invariants.silent)]
        found = [*self._invariants.findings(resource, within, warnings), *misled(self._definitions, within)]
        asked = list(profiles)
        claimed = [url for url in resource.get("meta", {}).get("profile", ()) if url not in asked]
        for url in asked:
            found += self._fits(resource, url, "error")
        for url in claimed:
            found += self._fits(resource, url, "warning")
        return sorted(dict.fromkeys(found), key=lambda one: _ORDER[one.severity])

    def _fits(self, resource: Json, url: str, unknown: Any) -> Iterator[Finding]:
        where = f"{resource['resourceType']}.meta.profile"
        try:
            yield from self._judge.findings(resource, url)
        except LookupError:
            yield finding(unknown, "not-found", where, f"未载入规范 {url}", f"the profile {url} is not loaded", url)
        except ValueError as error:
            yield finding(unknown, "unsupported", where, f"规范无法使用：{error}", f"an unusable profile: {error}", url)


_ORDER = {"error": 0, "warning": 1, "information": 2}


def misled(definitions: Definitions, within: Iterable[Place]) -> Iterator[Finding]:
    """References to types that their element does not allow."""
    for place in within:
        targets = place.element.targets if place.element is not None and place.type == "Reference" else ()
        if not targets or "Resource" in targets:
            continue
        kind = referred(place.value, place.resource)
        if kind and kind in definitions.types and kind not in targets:
            listed = ", ".join(target.removeprefix(BASE) for target in targets)
            yield finding("error", "invalid", place.where, f"不能指向 {kind}，应为 {listed}",
                          f"it cannot refer to {kind}; one of: {listed}")  # fmt: skip
