"""Text as people type it: full-width letters, invisible characters, spaces of every kind."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF))
_ESCAPED = re.compile(r"_x(?:00[01][0-9A-Fa-f]|007[Ff]|FFF[EFef])_")  # how Excel writes control characters in XML
_ESCAPE_OF_ESCAPE = "x005F_"  # how Excel writes a literal underscore before such a sequence; openpyxl drops it
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_DOTS = str.maketrans(dict.fromkeys("·•‧∙・･", "·"))
_NARROW = {code: code - 0xFEE0 for low, high in ("０９", "ＡＺ", "ａｚ") for code in range(ord(low), ord(high) + 1)}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－", "-"))


def _visible(text: str) -> str:
    """Without escapes, control and invisible characters; every kind of space is a space, every break a line feed."""
    if text.isprintable() and "_x" not in text and _ESCAPE_OF_ESCAPE not in text:
        return text  # nearly every cell
    text = _ESCAPED.sub("", text.replace(_ESCAPE_OF_ESCAPE, ""))
    text = _BREAKS.sub("\n", text).translate(_INVISIBLE)
    return "".join(_plain_character(character) for character in text)


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Zs" or character == "\t":
        return " "
    if category == "Cs" or (category == "Cc" and character != "\n"):
        return ""
    return character


def tidy(text: str) -> str:
    """What a person meant to write: no invisible characters, no outer spaces, single inner ones; line breaks stay.
    Full-width letters and digits become plain ones, Chinese punctuation stays Chinese."""
    lines = (" ".join(line.split(" ")).strip() for line in _visible(text.translate(_NARROW)).split("\n"))
    return "\n".join(re.sub(" {2,}", " ", line) for line in lines).strip("\n")


def narrow(text: str) -> str:
    """For numbers, dates and codes: one line, half-width, dashes alike, no outer spaces."""
    return " ".join(unicodedata.normalize("NFKC", _visible(text)).translate(_DASHES).split())


@lru_cache(maxsize=1 << 15)
def plain(text: str) -> str:
    """Two texts with one `plain` form differ in nothing a person would call a difference."""
    return " ".join(tidy(text).split())


@lru_cache(maxsize=1 << 15)
def likeness(text: str) -> str:
    """The form by which names are matched: half-width, lower case, no spaces, one kind of dot and dash."""
    return "".join(narrow(text).casefold().translate(_DOTS).split())


def nearest(text: str, choices: Iterable[str], count: int = 3) -> list[str]:
    """The choices most like a text, best first; only those that share about half of it."""
    by_form: dict[str, str] = {}
    for choice in choices:
        by_form.setdefault(likeness(choice), choice)
    return [by_form[form] for form in difflib.get_close_matches(likeness(text), list(by_form), count, 0.5)]


def writable(text: str) -> str:
    """A text without the characters that a workbook cannot hold."""
    return "".join(one for one in _BREAKS.sub("\n", text) if one in "\n\t" or _holdable(one))


def _holdable(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in "\ufffe\uffff"
