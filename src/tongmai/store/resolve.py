"""What a prepared set means at the moment it is written: ifNoneExist, references between entries, conditional ones.

Runs inside the transaction, before anything is written, and refuses the whole set with every issue it finds. A
condition sees what is stored, without what the set itself replaces, and the set's own entries.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from tongmai.base.outcome import Issue, Refused
from tongmai.store import matching
from tongmai.store.meaning import meaning
from tongmai.store.pending import member, not_new, several, unresolved
from tongmai.store.prepare import Prepared, PreparedDelete, PreparedPut
from tongmai.store.query import Query
from tongmai.store.rows import Key, Rows
from tongmai.store.terms import Meaning, Parameters

Find = Callable[[Query, frozenset[Key]], list[Key]]
"""The stored matches of a condition, without the given ones; two are enough."""


class ReadyPut(NamedTuple):
    """A write whose every reference is known. `same_as`: ifNoneExist found this; nothing is to be written."""

    place: int
    type: str
    id: str
    body: bytes
    rows: Rows
    if_match: int | None
    same_as: Key | None


def resolve(prepared: Prepared, definitions: Parameters, find: Find) -> list[ReadyPut | PreparedDelete]:
    """The set ready to be written, in its own order. Refused: not-found, several, invalid."""
    same, issues = _already_there(prepared, definitions, find)
    meant = {text: [key] for text, key in _by_full_url(prepared, same).items()}
    if prepared.conditions:
        meant |= _conditional(prepared, same, definitions, find)
    asking = [write for write in _puts(prepared) if write.asks and write.place not in same]
    issues += [issue for write in asking for issue in _open(write, meant)]
    if issues:
        raise Refused(tuple(issues))
    found = {text: keys[0] for text, keys in meant.items() if keys}
    return [write if isinstance(write, PreparedDelete) else _ready(write, same, found) for write in prepared.writes]


def _puts(prepared: Prepared) -> list[PreparedPut]:
    return [write for write in prepared.writes if isinstance(write, PreparedPut)]


def _already_there(prepared: Prepared, definitions: Parameters, find: Find) -> tuple[dict[int, Key], list[Issue]]:
    """For each entry whose ifNoneExist is met: by what. Entries of one set that meet each other's are one;
    what the set deletes is no longer there (http 3.1.0.11.2: deletes come first)."""
    same: dict[int, Key] = {}
    issues: list[Issue] = []
    before: list[PreparedPut] = []
    going = frozenset((write.type, write.id) for write in prepared.writes if isinstance(write, PreparedDelete))
    for write in _puts(prepared):
        if write.condition is not None:
            matches = find(write.condition, going)
            earlier = [(other.type, other.id) for other in before if _meets(other, write.condition, definitions)]
            matches = list(dict.fromkeys([*matches, *earlier]))
            if len(matches) > 1:
                issues.append(several(write.place, write.if_none_exist, matches[:2]))
            elif matches and write.only_new:
                issues.append(not_new(write.place, write.if_none_exist))
            elif matches:
                same[write.place] = matches[0]
                continue
            before.append(write)
    return same, issues


def _by_full_url(prepared: Prepared, same: Mapping[int, Key]) -> dict[str, Key]:
    return {w.full_url: same.get(w.place, (w.type, w.id)) for w in _puts(prepared) if w.full_url}


def _meets(write: PreparedPut, query: Query, definitions: Parameters) -> bool:
    """Whether an entry that is not yet written meets a condition."""
    if write.type != query.type:
        return False
    meant: list[Meaning] = [meaning(definitions, query.type, filter) for filter in query.filters]
    return all(
        any(test == (None, write.id) for test in one.tests) if one.kind == "_id" else matching.meets(write.rows, one)
        for one in meant
    )


def _conditional(
    prepared: Prepared, same: Mapping[int, Key], definitions: Parameters, find: Find
) -> dict[str, list[Key]]:
    """What each conditional reference matches."""
    replaced = frozenset((write.type, write.id) for write in prepared.writes if write.place not in same)
    own: dict[str, list[PreparedPut]] = {}
    for write in _puts(prepared):
        if write.place not in same:
            own.setdefault(write.type, []).append(write)
    return {
        text: find(query, replaced)
        + [(one.type, one.id) for one in own.get(query.type, ()) if _meets(one, query, definitions)]
        for text, query in prepared.conditions.items()
    }


def _open(write: PreparedPut, meant: Mapping[str, list[Key]]) -> list[Issue]:
    """The references of an entry that mean none or several."""
    asked = ((ask, meant.get(ask.text, [])) for ask in write.asks)
    return [
        unresolved(write.place, write.body, "/".join(ask.key), ask.text, keys[:2])
        for ask, keys in asked
        if len(keys) != 1
    ]


def _ready(write: PreparedPut, same: Mapping[int, Key], found: Mapping[str, Key]) -> ReadyPut:
    body, rows = write.body, write.rows
    if write.asks and write.place not in same:
        for ask in write.asks:
            body = body.replace(member(ask.key), member(found[ask.text]))
        rows = rows.pointing({ask.key: found[ask.text] for ask in write.asks})
    return ReadyPut(write.place, write.type, write.id, body, rows, write.if_match, same.get(write.place))
