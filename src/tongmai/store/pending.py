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

_STRING = re.compile(rb'[^"\\]*(?:\\.[^"\\]*)*')
"""The inside of a string."""
_URNS = ("urn:uuid:", "urn:oid:")
_BEGINS = b'"reference":"'
_URN = b'"reference":"urn:'
_NOTHING_SURE: Mapping[bytes, bytes] = {}


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


class Referring:
    """A body cut at its references. Those to urns of `sure` (see `urns`) are rewritten at once; `texts`: those that the
    store has to resolve, each once."""

    def __init__(self, body: bytes, sure: Mapping[bytes, bytes] = _NOTHING_SURE) -> None:
        self._parts = parts = body.split(_BEGINS) if is_asking(body) else [body]
        self._pending: dict[int, tuple[str, int]] = {}
        for at in range(1, len(parts)):
            part = parts[at]
            end = part.find(b'"')
            if part.startswith(b"urn:"):
                target = sure.get(part[4:end])
                if target is not None:
                    parts[at] = target + part[end:]
                    continue
            elif b"?" not in part[:end] and b"\\" not in part[:end]:
                continue
            self._keep(at, part, end)
        self.texts = tuple(dict.fromkeys(text for text, _ in self._pending.values()))

    def _keep(self, at: int, part: bytes, end: int) -> None:
        """A urn, one with a question mark, or with an escape that may hide either: is it pending?"""
        if b"\\" in part[:end]:
            end = _STRING.match(part).end()  # type: ignore[union-attr]  # it matches nothing at least
            text: str = orjson.loads(b'"%s"' % part[:end])
        else:
            text = part[:end].decode()
        if is_pending(text):
            self._pending[at] = text, end

    @property
    def body(self) -> bytes:
        """The body with what was sure rewritten."""
        return _BEGINS.join(self._parts)

    def rewritten(self, found: Mapping[str, Key]) -> bytes:
        """The body with each of these references as `Type/id`."""
        parts = self._parts.copy()
        for at, (text, end) in self._pending.items():
            if (target := found.get(text)) is not None:
                parts[at] = member(target)[len(_BEGINS) :] + parts[at][end + 1 :]
        return _BEGINS.join(parts)


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
