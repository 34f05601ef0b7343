"""Search of a type by GET and by POST, with links on the base that the client used.

Source: FHIR R4 3.1.1 (search), 3.1.1.3.1 (handling of what is not supported), 3.1.1.5 (results).
"""

from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import Response

from tongmai.access import Context, Found, Understood, Version, filter_of
from tongmai.base.outcome import Refused, refuse
from tongmai.clients.server import asking
from tongmai.clients.server.answering import json_answer
from tongmai.clients.server.desk import Server
from tongmai.fhir.bundles import operation_outcome, searchset
from tongmai.fhir.definitions import Definitions
from tongmai.fhir.subset import Subset

Pairs = Sequence[tuple[str, str]]
FURTHER = "_page"
"""The parameter by which a further page is asked for whose parameters do not stand in links."""
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
    pairs = own_pairs(request)
    word = dict(pairs).get(FURTHER)
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
    url = own_pairs(request)
    refuse_private(server, type, url)
    pairs = [*url, *await form_of(server, request)]
    return await server.in_pool(lambda: _found(server, request, context, type, pairs, private=True))


def own_pairs(request: Request) -> list[tuple[str, str]]:
    """The parameters in the URL, without those of the form of the answer."""
    return [pair for pair in request.query_params.multi_items() if pair[0] not in _OURS]


async def form_of(server: Server, request: Request) -> list[tuple[str, str]]:
    """The parameters in a form. Refused: media-type, structure, too-large, slow."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise refuse("media-type", "检索须以表单提交", "a search is sent as a form", where="Content-Type",
                     remedy=("application/x-www-form-urlencoded", "application/x-www-form-urlencoded"))  # fmt: skip
    try:
        form = (await asking.limited(request, server.limits)).decode("utf-8")
    except UnicodeDecodeError as error:
        raise refuse("structure", "表单不是 UTF-8", "the form is not UTF-8", where="body") from error
    return [pair for pair in parse_qsl(form, keep_blank_values=True) if pair[0] not in _OURS]


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
    try:
        asked = filter_of(definitions, type, name, ())
    except Refused:
        return False  # it is refused where it is understood
    end = asked.chain[-1].target if asked.chain else type
    if end in _PERSONS:
        return asked.name in _PRIVATE
    parameter = definitions.parameters(end).get(asked.name) if end in definitions.types else None
    return asked.modifier == "identifier" and parameter is not None and bool(_PERSONS & set(parameter.targets))


def _found(server: Server, request: Request, context: Context, type: str, pairs: Pairs, *, private: bool) -> Response:
    """Search, and make a searchset. `private`: the parameters must not stand in links."""
    base = server.base(request)
    understood = context.understood(type, local(server, base, type, pairs), lenient(request))
    address = f"{base}/{type}"
    found = context.found(understood.query)
    left_out = {issue.where for issue in understood.ignored}  # the self link tells what was done (R4 3.1.1.5.2)
    done = [pair for pair in pairs if pair[0] not in left_out]
    listed = links(server, context, address, type, done, found.next, private=private)
    return page_of(server, request, found, listed, understood)


def lenient(request: Request) -> bool:
    """Whether the client would rather have what is not supported left out, and be told (R4 3.1.1.3.1)."""
    return asking.preferences(request).get("handling") == "lenient"


def links(
    server: Server, context: Context, address: str, type: str, pairs: Pairs, next: str | None, *, private: bool
) -> list[tuple[str, str]]:
    """Self, and where the search goes on."""
    if private:
        found = [("self", address)]
        if next is not None:
            further = [pair for pair in pairs if pair[0] != "_after"]
            word = server.pages.keep(context.actor.id, type, [*further, ("_after", next)])
            found.append(("next", _link(address, [(FURTHER, word)])))
        return found
    begun = [pair for pair in pairs if pair[0] != "_after"]
    first = _link(address, begun)
    found = [("self", first if len(begun) == len(pairs) else _link(address, pairs))]
    if next is not None:
        found += [("first", first), ("next", f"{first}{'&' if begun else '?'}{urlencode({'_after': next})}")]
    return found


def page_of(
    server: Server, request: Request, found: Found, listed: Sequence[tuple[str, str]], understood: Understood
) -> Response:
    """A page as a searchset, each resource as far as it was asked for."""
    query, definitions = understood.query, server.definitions
    outcome = operation_outcome(understood.ignored, asking.language(request)) if understood.ignored else None
    for issue in (outcome or {}).get("issue", ()):
        issue["severity"] = "warning"
    bundle = searchset(
        server.base(request),
        _parts(found.matches, Subset(definitions, query.summary, frozenset(query.elements))),
        _parts(found.included, Subset(definitions, query.summary)),
        links=listed, total=found.total, outcome=outcome,
    )  # fmt: skip
    return json_answer(request, bundle)


def _parts(versions: Sequence[Version], wanted: Subset) -> Iterator[tuple[str, bytes]]:
    return ((one.reference, wanted.of(one.type, one.served())) for one in versions)


def local(server: Server, base: str, type: str, pairs: Pairs) -> Pairs:
    """References that bear this server's own base, without it."""
    known = server.definitions.parameters(type)

    def here(name: str, value: str) -> str:
        parameter = known.get(name.partition(":")[0])
        if parameter is None or parameter.type != "reference":
            return value
        return ",".join(part.removeprefix(f"{base}/") for part in value.split(","))

    return [(name, here(name, value)) for name, value in pairs]


def _link(address: str, pairs: Pairs) -> str:
    return f"{address}?{urlencode(list(pairs))}" if pairs else address
