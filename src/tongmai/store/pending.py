"""References that a write leaves to the store: `urn:uuid:…` between entries, and conditional ones, `Type?query`.

They are found and rewritten in the bytes of a body in normal form. There `"reference":"` can only be a member's name
and the beginning of its string: inside a string every quote stands behind a backslash.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import orjson

from tongmai.base.outcome import Issue
from tongmai.base.words import Words
from tongmai.store.rows import Key

_PENDING = re.compile(rb'"reference":("(?:urn:uuid:|urn:oid:|[^"\\?]*(?:\?|\\.))[^"\\]*(?:\\.[^"\\]*)*")')
"""A reference that may be pending: a urn, one with a question mark, or with an escape that may hide either."""
_URNS = ("urn:uuid:", "urn:oid:")
_BEGINS = b'"reference":"'
_URN = b'"reference":"urn:'


def _text(quoted: bytes) -> str:
    if b"\\" not in quoted:
        return quoted[1:-1].decode()
    text: str = orjson.loads(quoted)
    return text


def is_pending(text: str) -> bool:
    """Whether the store has to find out what a reference means."""
    return text.startswith(_URNS) or is_conditional(text)


def is_conditional(text: str) -> bool:
    """Whether a reference is a search: `Type?name=value`; an absolute url with a query string is none."""
    type, mark, _ = text.partition("?")
    return bool(mark) and type.isalpha()


def is_asking(body: bytes) -> bool:
    """Whether a body may hold a reference that the store has to resolve."""
    return _URN in body or b"?" in body


def urns(known: Mapping[str, Key]) -> dict[bytes, bytes]:
    """What `pointed` asks for, of full urls and what they mean: of each urn what follows `urn:`, and `Type/id`."""
    return {
        url[4:].encode(): f"{type}/{id}".encode()
        for url, (type, id) in known.items()
        if url.startswith(_URNS) and '"' not in url and "\\" not in url
    }


def pointed(body: bytes, known: Mapping[bytes, bytes]) -> bytes:
    """The body with each reference to one of these urns as `Type/id`. What `Referring` does for any reference, in a
    quarter of the time: most references of a transaction are of this kind."""
    parts = body.split(_URN)
    for at in range(1, len(parts)):
        part = parts[at]
        end = part.find(b'"')
        target = known.get(part[:end])
        parts[at] = _URN + part if target is None else _BEGINS + target + part[end:]
    return b"".join(parts)


class Referring:
    """A body cut at its references. `texts`: those that the store has to resolve, each once."""

    def __init__(self, body: bytes) -> None:
        self._parts = _PENDING.split(body) if is_asking(body) else [body]
        self._pending: dict[bytes, str] = {}
        for quoted in self._parts[1::2]:
            if quoted not in self._pending:
                text = _text(quoted)
                if is_pending(text):
                    self._pending[quoted] = text
        self.texts = tuple(dict.fromkeys(self._pending.values()))

    def rewritten(self, found: Mapping[str, Key]) -> bytes:
        """The body with each of these references as `Type/id`."""
        pending, parts = self._pending, self._parts
        for at in range(1, len(parts), 2):
            target = found.get(pending.get(parts[at], ""))
            parts[at] = _BEGINS[:-1] + parts[at] if target is None else member(target)
        return b"".join(parts)


@lru_cache(maxsize=4_096)
def member(target: Key) -> bytes:
    """A local reference as it stands in a body."""
    return b'"reference":"%s/%s"' % (target[0].encode(), target[1].encode())


def places(resource: Any, text: str, path: str = "") -> Iterator[str]:
    """Where a reference stands in a parsed resource: `subject.reference`, `author[1].reference`."""
    if isinstance(resource, dict):
        for name, value in resource.items():
            here = f"{path}.{name}" if path else name
            if name == "reference" and value == text:
                yield here
            yield from places(value, text, here)
    elif isinstance(resource, list):
        for index, value in enumerate(resource):
            yield from places(value, text, f"{path}[{index}]")


def at_entry(place: int, element: str) -> str:
    """How a refusal names an entry of a change set and an element in it."""
    return f"entry[{place}].{element}" if element else f"entry[{place}]"


def unresolved(place: int, body: bytes, shown: str, text: str, matches: list[Key]) -> Issue:
    """The issue of a reference that means none or several, with entry, element and, of several, both ids. `shown` is
    how it stands in the body, `text` how the client wrote it."""
    where = at_entry(place, next(places(orjson.loads(body), shown), "reference"))
    if not matches:
        words = Words(f"引用 {text} 没有匹配到任何记录", f"the reference {text} matches nothing")
        remedy = Words("先写入被引用的记录，或改正引用", "write what it refers to first, or mend the reference")
        return Issue("not-found" if is_conditional(text) else "invalid", words, where, remedy=remedy)
    both = ", ".join(f"{type}/{id}" for type, id in matches)
    words = Words(f"引用 {text} 匹配到多条：{both}", f"the reference {text} matches several: {both}")
    return Issue(
        "several", words, where, remedy=Words("用唯一的标识符引用", "refer by an identifier that only one has")
    )


def several(place: int, condition: str, matches: list[Key]) -> Issue:
    """The issue of an ifNoneExist that several records meet."""
    both = ", ".join(f"{type}/{id}" for type, id in matches)
    words = Words(f"ifNoneExist {condition} 匹配到多条：{both}", f"ifNoneExist {condition} matches several: {both}")
    return Issue("several", words, at_entry(place, "request.ifNoneExist"))


def not_new(place: int, condition: str) -> Issue:
    """The issue of a creation that was to be the first of its condition and is not."""
    words = Words(f"符合 {condition} 的记录刚刚出现", f"something that meets {condition} has just appeared")
    return Issue("stale", words, at_entry(place, "request"), remedy=Words("再试一次", "try once more"))


def wrong_type(place: int, said: str | None, type: str) -> Issue:
    """The issue of a body of another type than it is written as."""
    words = Words(f"内容的资源类型是 {said}，不是 {type}", f"the body is a {said}, not a {type}")
    return Issue("invalid", words, at_entry(place, "resourceType"))
