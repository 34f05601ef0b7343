"""Operations: how they are asked and answered. Source: FHIR R4 operations.html#executing.

Parameters come in the query of a GET, where they are simple and the operation changes nothing, or as a Parameters
resource by POST; where an operation takes one resource alone, that resource may be the body.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from tongmai.base.outcome import Refused, refuse
from tongmai.clients.server import asking
from tongmai.clients.server.desk import Server
from tongmai.clients.server.reading import parsed

Json = dict[str, Any]


Kind = type[str] | type[int] | type[bool] | type[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Given:
    """The parameters of one call by name, in their order; `id` of the resource it is asked on, "" for its type."""

    type: str
    id: str
    values: Mapping[str, tuple[Any, ...]]

    def one(self, name: str, kind: Kind = str) -> Any:
        """The value of a parameter; None where it is not given. Refused (value): it stands twice, or is of another
        kind."""
        found = self.values.get(name, ())
        if len(found) > 1:
            raise refuse("value", f"{name} 只能出现一次", f"{name} may stand once", where=name)
        return _as(found[0], kind, name) if found else None


def _as(value: Any, kind: Kind, name: str) -> Any:
    if isinstance(value, str) and kind is bool and value in ("true", "false"):
        return value == "true"
    if isinstance(value, str) and kind is int and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    if isinstance(value, kind) and not (kind is int and (isinstance(value, bool) or int(str(value)) < 0)):
        return value
    raise refuse("value", f"{name} 的取值有误", f"a wrong value of {name}", where=name)


Act = Callable[[Server, Request, Given], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Operation:
    """`type`: on which it is asked ("" for any); `takes`: the names of its parameters, of which `whole` is a resource
    that may be the body alone; `safe`: GET may ask it."""

    name: str
    type: str
    act: Act
    takes: frozenset[str]
    on_type: bool = True
    on_instance: bool = True
    whole: str = ""
    safe: bool = True
    definition: str = ""


def find(operations: Iterable[Operation], name: str, type: str, id: str) -> Operation:
    """The operation of a name on a type or resource. Refused (unsupported): there is none."""
    able = [one for one in operations if one.type in ("", type) and (one.on_instance if id else one.on_type)]
    for one in able:
        if one.name == name:
            return one
    place = f"{type}/{id}" if id else type
    listed = ", ".join(f"${one.name}" for one in able) or "-"
    raise refuse("unsupported", f"{place} 没有操作 ${name}", f"no operation ${name} on {place}", where=f"${name}",
                 remedy=(f"可用：{listed}", f"there are: {listed}"))  # fmt: skip


async def given(server: Server, request: Request, operation: Operation, type: str, id: str) -> Given:
    """The parameters of a call. Refused: method (GET of what changes something), unsupported (a parameter it does not
    take), structure, media-type, too-large."""
    values: dict[str, list[Any]] = {}
    for name, value in request.query_params.multi_items():
        if name not in asking.COMMON:
            values.setdefault(name, []).append(value)
    if request.method == "POST":
        content = await asking.body(request, server.limits)
        for name, value in _in_body(await server.in_pool(lambda: parsed(content)), operation):
            values.setdefault(name, []).append(value)
    elif not operation.safe:
        raise refuse("method", f"${operation.name} 须用 POST", f"${operation.name} takes POST", where="method")
    if strange := sorted(values.keys() - operation.takes):
        listed = ", ".join(sorted(operation.takes))
        raise refuse("unsupported", f"${operation.name} 不支持参数 {strange[0]}", f"no parameter {strange[0]} here",
                     where=strange[0], remedy=(f"可用：{listed}", f"there are: {listed}"))  # fmt: skip
    return Given(type, id, {name: tuple(listed) for name, listed in values.items()})


def _in_body(body: Json, operation: Operation) -> list[tuple[str, Any]]:
    if body.get("resourceType") != "Parameters":
        if operation.whole:
            return [(operation.whole, body)]
        raise _no_parameters()
    listed = body.get("parameter", [])
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise _no_parameters()
    return [(str(one.get("name")), _value(one)) for one in listed]


def _value(parameter: Json) -> Any:
    found = [value for name, value in parameter.items() if name.startswith("value") or name == "resource"]
    if len(found) != 1:
        raise refuse("structure", "每个参数取一个值", "a parameter has one value", where=str(parameter.get("name")))
    return found[0]


def _no_parameters() -> Refused:
    return refuse("structure", "应为 Parameters 资源", "a Parameters resource is wanted", where="body")


def parameters(*listed: tuple[str, str, Any]) -> Json:
    """A Parameters resource of (name, type of value such as `Boolean`, value); what is None or "" is left out."""
    told = [{"name": name, f"value{kind}": value} for name, kind, value in listed if value not in (None, "")]
    return {"resourceType": "Parameters", "parameter": told}
