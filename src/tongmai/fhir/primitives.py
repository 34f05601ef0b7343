"""Is a JSON value a good value of a primitive type? Source: FHIR R4 2.24.0.1 (primitive types) and 2.6.2 (JSON).

Beyond the published expressions: days must exist in the calendar, integers fit 32 bits, no string is empty. White space
is ASCII's, so that a Chinese full-width blank may stand in a text.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from tongmai.base.dates import interval

Test = Callable[[Any], bool]
_BASE64 = re.compile(r"[0-9A-Za-z+/=\s]*")
LONGEST = 1_048_576
"""Characters of a string (R4 limits it to one megabyte)."""


def tests(regexes: Mapping[str, str]) -> dict[str, Test]:
    """A test for each primitive type, from its published expression."""
    made: dict[str, Test] = {}
    for name, regex in regexes.items():
        made[name] = _SPECIAL.get(name) or _by_regex(regex)
    for name in ("date", "dateTime", "instant"):
        made[name] = _in_calendar(_by_regex(regexes[name]))
    return made


def _by_regex(regex: str) -> Test:
    matches = re.compile(regex, re.ASCII).fullmatch

    def test(value: Any) -> bool:
        return value.__class__ is str and value != "" and matches(value) is not None

    return test


def _in_calendar(matches: Test) -> Test:
    @lru_cache(maxsize=65_536)
    def known(text: str) -> bool:
        if not matches(text):
            return False
        try:
            interval(text)
        except ValueError:
            return False
        return True

    return lambda value: value.__class__ is str and known(value)


_UNUSUAL = re.compile(r"[\x0b\x0c\x1c-\x1f]")


def _text(value: Any) -> bool:
    """A string or markdown: any character but vertical tab, form feed and the ASCII separators."""
    if value.__class__ is not str:
        return False
    return 0 < len(value) <= LONGEST and (value.isprintable() or _UNUSUAL.search(value) is None)


def _base64(value: Any) -> bool:
    """The published expression backtracks without end on long data; this is the same in linear time."""
    if value.__class__ is not str or not value or _BASE64.fullmatch(value) is None:
        return False
    return len("".join(value.split())) % 4 == 0


def _xhtml(value: Any) -> bool:
    """A div; what is inside it is not read here."""
    return value.__class__ is str and value.lstrip().startswith("<div") and value.rstrip().endswith(">")


def _within(least: int) -> Test:
    return lambda value: value.__class__ is int and least <= value <= 2_147_483_647


_SPECIAL: dict[str, Test] = {
    "boolean": lambda value: value.__class__ is bool,
    "integer": _within(-2_147_483_648),
    "positiveInt": _within(1),
    "unsignedInt": _within(0),
    "decimal": lambda value: value.__class__ in (int, float),
    "base64Binary": _base64,
    "string": _text,
    "markdown": _text,
    "xhtml": _xhtml,
}
