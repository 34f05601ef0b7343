"""Text folded for search: case, accents and width are of no account.

Source: FHIR R4 search 3.1.1.4.8 (string): "case and combining characters like accents are ignored".
"""

import unicodedata
from functools import lru_cache

_REPEATED = 80
"""Names and places come again and again; longer texts seldom do, and are not kept."""


def folded(text: str) -> str:
    """Lower case, without accents, full-width letters as half-width, runs of white space as one blank."""
    return _kept(text) if len(text) <= _REPEATED else _fold(text)


def _fold(text: str) -> str:
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = unicodedata.normalize("NFC", "".join(one for one in decomposed if not unicodedata.combining(one)))
    return " ".join(text.casefold().split())


_kept = lru_cache(maxsize=100_000)(_fold)


def pairs(text: str) -> list[str]:
    """The distinct pairs of neighbouring characters of a folded text: what an infix index of Chinese stores."""
    return list(dict.fromkeys(text[at : at + 2] for at in range(len(text) - 1)))
