"""Search by GET and by POST, with links on the base that the client used."""

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import Response

from tongmai.access import Context
from tongmai.access.lenient import understood
from tongmai.base.outcome import refuse
from tongmai.clients.server import asking
from tongmai.clients.server.answering import json_answer
from tongmai.clients.server.desk import Server
from tongmai.fhir.bundles import operation_outcome, searchset
from tongmai.fhir.definitions import Definitions

Pairs = Sequence[tuple[str, str]]
_OURS = frozenset({"_format", "_pretty"})
_PERSONS = frozenset({"Patient", "Person", "RelatedPerson"})
_PRIVATE = frozenset({
    "name", "family", "given", "phonetic", "identifier", "phone", "telecom", "email", "address", "address-city",
    "address-country", "address-postalcode", "address-state", "birthdate",
})  # fmt: skip


async def search(server: Server, request: Request) -> Response:
    """GET [type]?…: ids, codes, dates and states. Names and numbers of people are refused here: a URL is kept in logs
    and histories."""
    type, context = server.type(request.path_params["type"]), server.context(request)
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] not in _OURS]
    word = dict(pairs).get("_page")
    if word is not None:
        if len(pairs) > 1:
            raise refuse("value", "_page 不能与其他参数同用", "_page stands alone", where="_page")
        kept = server.pages.find(word, context.actor.id, type)
        return await server.in_pool(lambda: _found(server, request, context, type, kept, private=True))
    refuse_private(server, type, pairs)
    return await server.in_pool(lambda: _found(server, request, context, type, pairs, private=False))


async def post_search(server: Server, request: Request) -> Response:
    """POST [type]/_search: parameters as a form, those of the URL beside them."""
    type, context = server.type(request.path_params["type"]), server.context(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise refuse("media-type", "检索须以表单提交", "a search is sent as a form", where="Content-Type",
                     remedy=("application/x-www-form-urlencoded", "application/x-www-form-urlencoded"))  # fmt: skip
    url = [pair for pair in request.query_params.multi_items() if pair[0] not in _OURS]
    refuse_private(server, type, url)
    try:
        form = (await asking.limited(request, server.limits)).decode("utf-8")
    except UnicodeDecodeError as error:
        raise refuse("structure", "表单不是 UTF-8", "the form is not UTF-8", where="body") from error
    pairs = [pair for pair in [*url, *parse_qsl(form, keep_blank_values=True)] if pair[0] not in _OURS]
    return await server.in_pool(lambda: _found(server, request, context, type, pairs, private=True))


def refuse_private(server: Server, type: str, pairs: Pairs) -> None:
    """Refused (unsupported): a URL that would carry a name or a number of a person: by a parameter of theirs, by a
    chain to them, or by the identifier in a reference to them."""
    for name, _ in pairs:
        if _is_private(server.definitions, type, name):
            raise refuse(
                "unsupported", "姓名和证件号不写入网址", "names and numbers of people do not go into a URL", where=name,
                remedy=("改用 POST _search", "use POST _search"),
            )  # fmt: skip


def _is_private(definitions: Definitions, type: str, name: str) -> bool:
    link, _, rest = name.partition(".")
    known = definitions.parameters(type)
    plain, _, modifier = link.partition(":")
    parameter = known.get(plain)
    targets = set(parameter.targets) if parameter else set()
    if rest:
        targets = {modifier} if modifier else targets
        return rest.partition(":")[0] in _PRIVATE and bool(targets & _PERSONS)
    if modifier == "identifier":
        return bool(targets & _PERSONS)
    return type in _PERSONS and plain in _PRIVATE


def _found(server: Server, request: Request, context: Context, type: str, pairs: Pairs, *, private: bool) -> Response:
    """Search, and make a searchset. `private`: the parameters must not stand in links. What is not supported is left
    out and told where the client prefers `handling=lenient`; otherwise the search refuses it."""
    lenient = asking.preferences(request).get("handling") == "lenient"
    pairs, left_out = understood(context, type, pairs) if lenient else (pairs, [])
    found = context.search(type, pairs)
    base = server.base(request)
    address = f"{base}/{type}"
    first = [pair for pair in pairs if pair[0] != "_after"]
    links = [("self", address if private else _link(address, pairs))]
    if found.next is not None and private:
        word = server.pages.keep(context.actor.id, type, [*first, ("_after", found.next)])
        links.append(("next", _link(address, [("_page", word)])))
    elif found.next is not None:
        links.append(("first", _link(address, first)))
        links.append(("next", _link(address, [*first, ("_after", found.next)])))
    bundle = searchset(
        base, [one.resource() for one in found.matches], [one.resource() for one in found.included],
        links=links, total=found.total,
    )  # fmt: skip
    if left_out:
        outcome = operation_outcome(left_out, asking.language(request))
        bundle.setdefault("entry", []).append({"resource": outcome, "search": {"mode": "outcome"}})
    return json_answer(request, bundle)


def _link(address: str, pairs: Pairs) -> str:
    return f"{address}?{urlencode(list(pairs))}" if pairs else address
