"""FHIRPath text to tokens. Source: FHIRPath 2.0, 2.2 (lexical elements) and its grammar."""

import re
from typing import NamedTuple

from tongmai.fhir.path.tree import PathError


class Token(NamedTuple):
    kind: str  # number, text, name, quoted, time, variable, special, sign, end
    text: str
    at: int


_PATTERN = re.compile(
    r"""
      (?P<space>\s+|//[^\r\n]*|/\*.*?\*/)
    | (?P<time>@(?:T\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?
              |\d{4}(?:-\d\d(?:-\d\d)?)?(?:T(?:\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:\d\d)?)?)?))
    | (?P<number>\d+L(?!\w)|\d+(?:\.\d+)?)
    | (?P<text>'(?:[^'\\]|\\.)*')
    | (?P<quoted>`(?:[^`\\]|\\.)*`)
    | (?P<variable>%(?:[A-Za-z_][A-Za-z0-9_-]*|`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*'))
    | (?P<special>\$(?:this|index|total))
    | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<sign>(?!/\*)(?:<=|>=|!=|!~|[-+*/&|<>=~.,()\[\]{}]))
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}
_ESCAPED = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)


def unescaped(text: str) -> str:
    """The inside of a quoted text with its escapes resolved."""
    found = _ESCAPED.sub(_one, text)
    if any("\ud800" <= letter <= "\udfff" for letter in found):  # letters beyond 16 bits are written in halves
        return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return found


def _one(match: re.Match[str]) -> str:
    escape = match[1]
    if len(escape) == 5:
        return chr(int(escape[1:], 16))
    return _ESCAPES.get(escape, escape)


def tokens(expression: str) -> list[Token]:
    """The tokens with an `end` behind them. PathError quotes what is none."""
    found, at = [], 0
    while at < len(expression):
        match = _PATTERN.match(expression, at)
        if match is None:
            raise PathError(f"not FHIRPath at {expression[at : at + 20]!r}")
        kind = str(match.lastgroup)
        if kind != "space":
            found.append(_token(kind, match[0], at))
        at = match.end()
    return [*found, Token("end", "", at)]


def _token(kind: str, text: str, at: int) -> Token:
    if kind in ("text", "quoted"):
        return Token(kind, unescaped(text[1:-1]), at)
    if kind == "variable":
        inner = text[1:]
        return Token(kind, unescaped(inner[1:-1]) if inner[0] in "`'" else inner, at)
    return Token(kind, text, at)
