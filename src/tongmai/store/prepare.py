"""All of a write that needs no transaction: parsing, normal form, index entries, conditions. Done before the queue.

A prepared set is plain tuples, so that another process may make it (see load/).
"""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import orjson

from tongmai.base.outcome import Issue, Refused, refuse
from tongmai.store import bodies
from tongmai.store.pending import Referring, at_entry, is_asking, is_conditional, unresolved, urns, wrong_type
from tongmai.store.protocol import ChangeSet, Delete, Put
from tongmai.store.query import Query
from tongmai.store.rows import Extract, Key, Rows
from tongmai.store.search_text import condition
from tongmai.store.terms import Parameters

_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_STAND_IN = f".{secrets.token_hex(8)}."
"""Begins the id of every stand-in; by chance, so that no client can write one."""
Check = Callable[[dict[str, Any]], Sequence[Issue]]
"""`fhir.check.Checker.check`, where a caller wants it run here."""


class Ask(NamedTuple):
    """A reference whose meaning only the transaction knows. Body and index entries bear a reference to `key`, which is
    no resource, in its stead."""

    text: str
    key: Key


class PreparedPut(NamedTuple):
    """A write in normal form, with stand-ins for what it asks. `condition` is the parsed ifNoneExist."""

    place: int
    type: str
    id: str
    body: bytes
    rows: Rows
    asks: tuple[Ask, ...]
    if_match: int | None
    if_none_exist: str
    condition: Query | None
    full_url: str
    only_new: bool = False


class PreparedDelete(NamedTuple):
    """A tombstone to write."""

    place: int
    type: str
    id: str
    if_match: int | None


class Prepared(NamedTuple):
    """A change set ready for the writer. `conditions`: the query of each conditional reference."""

    writes: tuple[PreparedPut | PreparedDelete, ...]
    conditions: dict[str, Query]
    origin: str
    generation: int = 0  # of the choice of parameters that the index entries were made by


class _Draft(NamedTuple):
    place: int
    put: Put
    id: str
    body: bytes


class Preparer:
    """Makes change sets ready. `new_id` hands out the ids of creates; `check`, if given, judges each resource.
    `compact`: bodies come without spaces between values."""

    def __init__(
        self,
        definitions: Parameters,
        extract: Extract,
        new_id: Callable[[], str],
        check: Check | None = None,
        compact: bool = False,
        generation: Callable[[], int] = lambda: 0,
    ) -> None:
        self._generation = generation
        self._normal = bodies.normal_of_compact if compact else bodies.normal
        self._definitions, self._extract, self._new_id, self._check = definitions, extract, new_id, check

    def prepare(self, change_set: ChangeSet) -> Prepared:
        """Refused with every issue found, each naming its entry."""
        issues: list[Issue] = []
        generation = self._generation()
        drafts = [self._draft(place, write, issues) for place, write in enumerate(change_set.writes)]
        known = {d.put.full_url: (d.put.type, d.id) for d in drafts if isinstance(d, _Draft) and d.put.full_url}
        open = {d.put.full_url for d in drafts if isinstance(d, _Draft) and d.put.if_none_exist}
        sure = urns({url: key for url, key in known.items() if url not in open})
        writes: list[PreparedPut | PreparedDelete] = []
        conditions: dict[str, Query] = {}
        for draft in drafts:
            if isinstance(draft, PreparedDelete):
                writes.append(draft)
            elif draft is not None:
                try:
                    writes.append(self._put(draft, known, sure, conditions))
                except Refused as refused:
                    issues.extend(_at(draft.place, issue) for issue in refused.issues)
        issues.extend(_twice(drafts))
        if issues:
            raise Refused(tuple(issues))
        return Prepared(tuple(writes), conditions, change_set.origin, generation)

    def _draft(self, place: int, write: Put | Delete, issues: list[Issue]) -> _Draft | PreparedDelete | None:
        try:
            if write.type not in self._definitions.types:
                raise refuse("unsupported", f"没有资源类型 {write.type}", f"no resource type {write.type}")
            if write.id is not None and not _ID.fullmatch(write.id):
                raise _no_id(write.id)
            if isinstance(write, Delete):
                return PreparedDelete(place, write.type, write.id, write.if_match)
            id = write.id or self._new_id()
            body, said_type, said_id = self._normal(write.type, id, write.body)
        except Refused as refused:
            issues.extend(_at(place, issue) for issue in refused.issues)
            return None
        if said_type != write.type:
            issues.append(wrong_type(place, said_type, write.type))
        elif write.id is not None and said_id not in (None, write.id):
            wrong = refuse("invalid", f"内容中的标识不是 {write.id}", f"the body's id is not {write.id}", where="id")
            issues.append(_at(place, wrong.issues[0]))
        return _Draft(place, write, id, body)

    def _put(
        self, draft: _Draft, known: dict[str, Key], sure: dict[bytes, bytes], conditions: dict[str, Query]
    ) -> PreparedPut:
        """`known`: what full urls mean; `sure`: those that no ifNoneExist may turn to something else, as urns."""
        put, body = draft.put, draft.body
        asks: tuple[Ask, ...] = ()
        condition = self._if_none_exist(put)
        within = put.type == "Bundle"  # what stands in a stored Bundle refers to its own entries (R4 2.36.4.1)
        if not within and is_asking(body):
            referring = Referring(body, sure)
            if referring.texts:
                asks = self._asks(draft, referring.texts, known, conditions)
            body = referring.rewritten({ask.text: ask.key for ask in asks})
        try:
            resource = orjson.loads(body)
        except orjson.JSONDecodeError as error:  # a lone surrogate, or nested beyond reason
            raise bodies.not_json(error) from error
        if self._check is not None and (issues := self._check(resource)):
            raise Refused(tuple(_in_entry(put.type, issue) for issue in issues))
        rows = self._extract(resource)
        return PreparedPut(draft.place, put.type, draft.id, body, rows, asks, put.if_match,
                           put.if_none_exist or "", condition, put.full_url, put.only_new)  # fmt: skip

    def _asks(
        self, draft: _Draft, texts: Sequence[str], known: Mapping[str, Key], conditions: dict[str, Query]
    ) -> tuple[Ask, ...]:
        """What an entry leaves to the transaction. Refused: what no entry and no search can mean."""
        asks, issues = [], []
        for number, text in enumerate(texts):
            if text in known:
                type = known[text][0]
            elif is_conditional(text):
                if text not in conditions:
                    conditions[text] = condition(self._definitions, text)
                type = conditions[text].type
            else:
                issues.append(unresolved(draft.place, draft.body, text, text, []))
                continue
            asks.append(Ask(text, (type, f"{_STAND_IN}{number}")))
        if issues:
            raise Refused(tuple(issues))
        return tuple(asks)

    def _if_none_exist(self, put: Put) -> Query | None:
        if not put.if_none_exist:
            return None
        text = put.if_none_exist.removeprefix(put.type).removeprefix("?")
        return condition(self._definitions, f"{put.type}?{text}")


def _in_entry(type: str, issue: Issue) -> Issue:
    """The checker begins a place with the type; an entry's place does not."""
    return replace(issue, where=issue.where.removeprefix(type).removeprefix("."))


def _no_id(id: str) -> Refused:
    remedy = ("1 到 64 个字母、数字、连字符或点", "1 to 64 letters, digits, hyphens or dots")
    return refuse("value", f"标识不合规：{id}", f"not an id: {id}", where="id", remedy=remedy)


def _at(place: int, issue: Issue) -> Issue:
    if issue.where.startswith("entry["):
        return issue
    return replace(issue, where=at_entry(place, issue.where))


def _twice(drafts: Sequence[_Draft | PreparedDelete | None]) -> list[Issue]:
    """A resource that a set writes twice, or a full url that two entries claim, means nothing certain."""
    issues, seen = [], set[str]()
    for draft in drafts:
        if draft is None:
            continue
        claims = [f"{draft.type}/{draft.id}"] if isinstance(draft, PreparedDelete) else _claims(draft)
        for claim in claims:
            if claim in seen:
                words = refuse("duplicate", f"同一批中两次写入 {claim}", f"{claim} is written twice in one set")
                issues.append(_at(draft.place, words.issues[0]))
            seen.add(claim)
    return issues


def _claims(draft: _Draft) -> list[str]:
    own = f"{draft.put.type}/{draft.id}"
    return [own, draft.put.full_url] if draft.put.full_url else [own]
