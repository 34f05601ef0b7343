"""CodeSystem/$lookup. Source: FHIR R4 codesystem-operation-lookup.html."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from tongmai.base.outcome import refuse
from tongmai.clients.server.answering import json_answer
from tongmai.clients.server.desk import Server
from tongmai.clients.server.operations import Given, Operation, parameters
from tongmai.clients.server.terms import library
from tongmai.clients.server.validate_code import known_system
from tongmai.fhir.terms import CodeSystem, Concept

Json = dict[str, Any]
_KINDS: tuple[tuple[type, str], ...] = ((bool, "Boolean"), (int, "Integer"), (float, "Decimal"), (str, "String"))


async def lookup(server: Server, request: Request, given: Given) -> Response:
    """What a code system says of a code. Refused: required, not-found."""
    context = server.context(request)
    coding: Json = given.one("coding", dict) or {}
    url, code = given.one("system") or coding.get("system", ""), given.one("code") or coding.get("code", "")
    version = given.one("version") or coding.get("version")

    def told() -> Json:
        system = known_system(library(context), url, version)
        concept = system.find(code)
        if concept is None:
            raise refuse("not-found", f"{url} 中没有 {code}", f"no code {code} in {url}", where="code")
        return _told(system, concept, frozenset(given.values.get("property", ())))

    return json_answer(request, await server.in_pool(told))


def _told(system: CodeSystem, concept: Concept, wanted: frozenset[str]) -> Json:
    answer = parameters(
        ("name", "String", system.name or system.url), ("version", "String", system.version),
        ("display", "String", concept.display or concept.code), ("definition", "String", concept.definition),
    )  # fmt: skip
    for one in concept.designations:
        kinds = (("language", "valueCode"), ("use", "valueCoding"), ("value", "valueString"))
        parts = [{"name": name, kind: one[name]} for name, kind in kinds if name in one]
        answer["parameter"].append({"name": "designation", "part": parts})
    listed: list[tuple[str, Any]] = [("parent", code) for code in concept.parents]
    listed += [("child", code) for code in system.children.get(concept.code, ())]
    listed += [(name, value) for name, value in concept.properties.items() if name not in ("parent", "child")]
    listed.append(("inactive", concept.inactive))
    for name, value in listed:
        if not wanted or name in wanted:
            answer["parameter"].append(
                {"name": "property", "part": [{"name": "code", "valueCode": name}, _part(name, value)]}
            )
    return answer


def _part(name: str, value: Any) -> Json:
    kind = "Code" if name in ("parent", "child") else next(word for kind, word in _KINDS if isinstance(value, kind))
    return {"name": "value", f"value{kind}": value}


LOOKUP = Operation(
    "lookup", "CodeSystem", lookup, frozenset({"code", "system", "version", "coding", "property"}), on_instance=False,
    definition="http://hl7.org/fhir/OperationDefinition/CodeSystem-lookup",
)  # fmt: skip
