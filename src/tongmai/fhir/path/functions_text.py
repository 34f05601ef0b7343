"""String functions. Source: FHIRPath 2.0, 5.6; trim(), split(), join(), encode(), escape(), matchesFull() from 3.0."""

import base64
import html
import json
import re
from collections.abc import Callable

from tongmai.fhir.path.functions import Environment, function, single, text, whole
from tongmai.fhir.path.functions_types import to_string
from tongmai.fhir.path.lexer import unescaped
from tongmai.fhir.path.nodes import Items
from tongmai.fhir.path.tree import PathError


def _of_one(name: str, apply: Callable[[str], object]) -> None:
    """A function of one string; empty of empty."""

    def run(items: Items, environment: Environment) -> Items:
        value = text(items)
        return [] if value is None else [apply(value)]

    function(name)(run)


def _of_two(name: str, apply: Callable[[str, str], object]) -> None:
    """A function of the string and another one; empty where either is."""

    def run(items: Items, environment: Environment, argument: Items) -> Items:
        value, other = text(items), text(argument)
        return [] if value is None or other is None else [apply(value, other)]

    function(name, 1)(run)


_of_one("length", len)
_of_one("upper", str.upper)
_of_one("lower", str.lower)
_of_one("trim", str.strip)
_of_two("startsWith", str.startswith)
_of_two("endsWith", str.endswith)
_of_two("indexOf", str.find)
_of_two("lastIndexOf", str.rfind)
_of_two("contains", str.__contains__)
_of_two("matches", lambda value, pattern: bool(_pattern(pattern).search(value)))
_of_two("matchesFull", lambda value, pattern: bool(_pattern(pattern).fullmatch(value)))


def _pattern(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(re.sub(r"\(\?<([A-Za-z])", r"(?P<\1", pattern), re.DOTALL)
    except re.error as error:
        raise PathError(f"not a regular expression: {pattern!r}") from error


@function("substring", 1, 2)
def substring(items: Items, environment: Environment, start: Items, length: Items | None = None) -> Items:
    value, at = text(items), whole(start)
    size = whole(length) if length else None
    if value is None or at is None or not 0 <= at < len(value):
        return []
    if size is None:
        return [value[at:]]
    return [value[at : at + size]] if size > 0 else [""]


@function("replace", 2)
def replace(items: Items, environment: Environment, pattern: Items, substitution: Items) -> Items:
    value, old, new = text(items), text(pattern), text(substitution)
    return [] if value is None or old is None or new is None else [value.replace(old, new)]


@function("replaceMatches", 2)
def replace_matches(items: Items, environment: Environment, pattern: Items, substitution: Items) -> Items:
    value, regex, new = text(items), text(pattern), text(substitution)
    if value is None or regex is None or new is None:
        return []
    python = re.sub(r"\$(\d+)", r"\\g<\1>", re.sub(r"\$\{(\w+)\}", r"\\g<\1>", new.replace("\\", r"\\")))
    return [_pattern(regex).sub(python, value) if regex else value]


@function("toChars")
def to_chars(items: Items, environment: Environment) -> Items:
    return list(text(items) or "")


@function("split", 1)
def split(items: Items, environment: Environment, separator: Items) -> Items:
    value, at = text(items), text(separator)
    if value is None:
        return []
    return list(value.split(at) if at else value)


@function("join", 0, 1)
def join(items: Items, environment: Environment, separator: Items | None = None) -> Items:
    parts = [text([item]) for item in items]
    return [(text(separator or []) or "").join(part for part in parts if part is not None)]


_ENCODE: dict[str, Callable[[bytes], str]] = {
    "base64": lambda raw: base64.b64encode(raw).decode(),
    "urlbase64": lambda raw: base64.urlsafe_b64encode(raw).decode(),
    "hex": bytes.hex,
}
_DECODE: dict[str, Callable[[str], bytes]] = {
    "base64": base64.b64decode,
    "urlbase64": base64.urlsafe_b64decode,
    "hex": bytes.fromhex,
}


@function("encode", 1)
def encode(items: Items, environment: Environment, scheme: Items) -> Items:
    value, how = text(items), _ENCODE.get(text(scheme) or "")
    return [] if value is None or how is None else [how(value.encode())]


@function("decode", 1)
def decode(items: Items, environment: Environment, scheme: Items) -> Items:
    value, how = text(items), _DECODE.get(text(scheme) or "")
    if value is None or how is None:
        return []
    try:
        return [how(value).decode()]
    except ValueError as error:
        raise PathError(f"cannot decode {value!r}") from error


@function("escape", 1)
def escape(items: Items, environment: Environment, target: Items) -> Items:
    value, how = text(items), text(target)
    if value is None:
        return []
    if how == "html":
        return [html.escape(value)]
    return [json.dumps(value, ensure_ascii=False)[1:-1]] if how == "json" else []


@function("unescape", 1)
def unescape(items: Items, environment: Environment, target: Items) -> Items:
    value, how = text(items), text(target)
    if value is None:
        return []
    if how == "html":
        return [html.unescape(value)]
    return [unescaped(value)] if how == "json" else []


def as_text(items: Items) -> str | None:
    """The one item as text, by toString()."""
    value = single(items)
    return None if value is None else to_string(value)
