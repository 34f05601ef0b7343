"""Whether a code is in a value set or a code system. Source: FHIR R4 valueset-operation-validate-code.html,
codesystem-operation-validate-code.html."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tongmai.base.outcome import Refused, refuse
from tongmai.base.words import Words
from tongmai.fhir.terms.codes import CodeSystem
from tongmai.fhir.terms.expanding import DEEPEST, expanded, named, unlisted
from tongmai.fhir.terms.library import Library

Json = Mapping[str, Any]


class Judgement(NamedTuple):
    """`good` and why not; `display` is the right one where the code is known."""

    good: bool
    display: str = ""
    message: Words | None = None


def coding_in(library: Library, value_set: Json, system: str, code: str, deep: int = 0) -> bool | None:
    """Whether a code is a member; a system of "" stands for whichever it may be. None: it cannot be known, for the
    codes of a system are not loaded."""
    if deep > DEEPEST:
        raise refuse("structure", "值集互相包含", "value sets include each other", where=value_set.get("url", ""))
    if "compose" not in value_set:
        return any(_same(key, system, code) for key in expanded(library, value_set))
    compose = value_set["compose"]
    inside = _any([_in_part(library, one, system, code, deep) for one in compose.get("include", ())])
    outside = _any([_in_part(library, one, system, code, deep) for one in compose.get("exclude", ())])
    if inside is False or outside is True or (compose.get("inactive") is False and _is_retired(library, system, code)):
        return False
    return None if inside is None or outside is None else True


def _is_retired(library: Library, system: str, code: str) -> bool:
    known = library.code_system(system) if system else None
    concept = known.find(code) if known else None
    return concept is not None and concept.inactive


def _any(answers: list[bool | None]) -> bool | None:
    """True where one is; None where none is and one is not known."""
    return True if True in answers else None if None in answers else False


def _all(answers: list[bool | None]) -> bool | None:
    return False if False in answers else None if None in answers else True


def _same(key: tuple[str, str], system: str, code: str) -> bool:
    return key[1] == code and system in ("", key[0])


def _in_part(library: Library, include: Json, system: str, code: str, deep: int) -> bool | None:
    answers = [
        coding_in(library, library.value_set(url), system, code, deep + 1) for url in include.get("valueSet", ())
    ]
    if "system" in include:
        answers.append(_in_system(library, include, system, code))
    return _all(answers) if answers else False


def _in_system(library: Library, include: Json, system: str, code: str) -> bool | None:
    if system not in ("", include["system"]):
        return False
    if "concept" in include:
        return any(one["code"] == code for one in include["concept"])
    known = library.code_system(named(include))
    if known is None or not (known.complete or known.find(code)):
        return None
    found = known.find(code)
    if found is None:
        return False
    return all(
        found.code in known.filtered(one["property"], one["op"], one["value"]) for one in include.get("filter", ())
    )


def validated(
    library: Library, value_set: Json, system: str, code: str, display: str = "", abstract: bool = True
) -> Judgement:
    """Whether a code is in a value set, with its right display. Refused (unsupported): it cannot be known."""
    inside = coding_in(library, value_set, system, code)
    if inside is None:
        raise unlisted(system or value_set.get("url", ""))
    shown = f"{system}#{code}" if system else code
    if not inside:
        words = Words(f"代码 {shown} 不在值集内", f"the code {shown} is not in the value set")
        return Judgement(False, "", words)
    right = _display(library, value_set, system, code)
    known = library.code_system(system) if system else None
    concept = known.find(code) if known else None
    if concept is not None and concept.abstract and not abstract:
        return Judgement(False, right, Words(f"代码 {shown} 不可选用", f"the code {shown} only groups others"))
    return _with_display(right, display)


def validated_in_system(system: CodeSystem, code: str, display: str = "") -> Judgement:
    """Whether a code is in a code system. Refused (unsupported): it cannot be known."""
    found = system.find(code)
    if found is not None:
        return _with_display(found.display, display)
    if not system.complete:
        raise unlisted(system.url)
    return Judgement(False, "", Words(f"代码系统中没有 {code}", f"the code system has no code {code}"))


def _with_display(right: str, display: str) -> Judgement:
    if display and right and display.casefold() != right.casefold():
        words = Words(f"名称应为 {right}", f"the display is {right}")
        return Judgement(False, right, words)
    return Judgement(True, right)


def _display(library: Library, value_set: Json, system: str, code: str) -> str:
    for include in value_set.get("compose", {}).get("include", ()):
        for one in include.get("concept", ()):
            if one["code"] == code and one.get("display") and system in ("", include.get("system")):
                return str(one["display"])
    known = library.code_system(system) if system else None
    if known is not None and (concept := known.find(code)) is not None:
        return concept.display
    try:
        members = expanded(library, value_set)
    except Refused:
        return ""
    return next((one.display for key, one in members.items() if _same(key, system, code)), "")
