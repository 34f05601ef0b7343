"""$validate-code. Sources: FHIR R4 valueset-operation-validate-code.html, codesystem-operation-validate-code.html."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from tongmai.base.outcome import refuse
from tongmai.clients.server import asking
from tongmai.clients.server.answering import json_answer
from tongmai.clients.server.desk import Server
from tongmai.clients.server.operations import Given, Operation, parameters
from tongmai.clients.server.terms import library, value_set
from tongmai.fhir.terms import CodeSystem, Judgement, Library, validated, validated_in_system

Json = dict[str, Any]
_CODED = ("code", "coding", "codeableConcept")


async def in_value_set(server: Server, request: Request, given: Given) -> Response:
    """Whether a code, a coding, or one coding of a concept, is in a value set."""
    context = server.context(request)

    def judged() -> Judgement:
        found = library(context)
        about, abstract = value_set(given, context, found), given.one("abstract", bool)
        codings = _codings(given)
        answers = [
            validated(found, about, system, code, display, abstract=abstract is not False)
            for system, code, display in codings
        ]
        return next((one for one in answers if one.good), answers[0])

    return json_answer(request, _told(await server.in_pool(judged), request))


async def in_system(server: Server, request: Request, given: Given) -> Response:
    """Whether a code is in a code system."""
    context = server.context(request)

    def judged() -> Judgement:
        found = library(context)
        codings = _codings(given)
        url = given.one("url")
        if given.id:
            url = context.read("CodeSystem", given.id).resource()["url"]
        answers = [
            validated_in_system(known_system(found, url or system, given.one("version")), code, display)
            for system, code, display in codings
        ]
        return next((one for one in answers if one.good), answers[0])

    return json_answer(request, _told(await server.in_pool(judged), request))


def known_system(found: Library, url: str, version: str | None = None) -> CodeSystem:
    """A code system by its url. Refused: required, not-found."""
    if not url:
        raise refuse("required", "缺少代码系统", "the code system is missing", where="system")
    system = found.code_system(f"{url}|{version}" if version else url)
    if system is None:
        raise refuse("not-found", f"没有代码系统 {url}", f"no code system {url}", where="system",
                     remedy=("先载入该 CodeSystem", "load the CodeSystem first"))  # fmt: skip
    return system


def _codings(given: Given) -> list[tuple[str, str, str]]:
    """(system, code, display) of what is asked about. Refused (required): exactly one of its three forms is wanted."""
    said = [name for name in _CODED if name in given.values]
    if len(said) != 1:
        listed = ", ".join(_CODED)
        raise refuse("required", f"应给出其中之一：{listed}", f"one of: {listed}", where=said[-1] if said else "code")
    if said == ["code"]:
        system = given.one("system") if "system" in given.values else None
        return [(system or "", given.one("code"), given.one("display") or "")]
    value: Json = given.one(said[0], dict)
    listed_codings = [value] if said == ["coding"] else value.get("coding", [])
    found = [(one.get("system", ""), one["code"], one.get("display", "")) for one in listed_codings if "code" in one]
    if not found:
        raise refuse("required", "没有代码", "there is no code", where=said[0])
    return found


def _told(judged: Judgement, request: Request) -> Json:
    message = judged.message.in_language(asking.language(request)) if judged.message else None
    return parameters(("result", "Boolean", judged.good), ("message", "String", message),
                      ("display", "String", judged.display))  # fmt: skip


VALIDATE_IN_SET = Operation(
    "validate-code", "ValueSet", in_value_set,
    frozenset({"url", "valueSet", "valueSetVersion", *_CODED, "system", "display", "abstract"}),
    definition="http://hl7.org/fhir/OperationDefinition/ValueSet-validate-code",
)  # fmt: skip
VALIDATE_IN_SYSTEM = Operation(
    "validate-code", "CodeSystem", in_system, frozenset({"url", *_CODED, "version", "display"}),
    definition="http://hl7.org/fhir/OperationDefinition/CodeSystem-validate-code",
)  # fmt: skip
