"""`:in` and `:not-in` as alternatives of codes: a value set is written out before a search is made.

Source: FHIR R4 search 3.1.1.4.10 (modifiers of tokens).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from tongmai.base.outcome import refuse
from tongmai.store.query import Filter

Codes = Callable[[str], Mapping[str, Collection[str]] | None]
"""The codes of a value set by system; None where it is not known or cannot be written out."""
_ESCAPED = str.maketrans({"\\": "\\\\", ",": "\\,", "|": "\\|", "$": "\\$"})


def no_codes(_: str) -> Mapping[str, Collection[str]] | None:
    """Knows no value set."""
    return None


def codes_of(filter: Filter, name: str, codes: Codes) -> Filter:
    """The filter with every code of its value sets. Refused (unsupported): a value set that nobody
    knows."""
    written: dict[str, None] = {}
    for url in filter.values:
        found = codes(url.partition("|")[0])
        if found is None:
            remedy = ("先存入该 ValueSet，或逐个写出代码", "store the ValueSet first, or write the codes")
            en = f"no value set that can be written out: {url}"
            raise refuse("unsupported", f"值集未知或无法展开：{url}", en, where=name, remedy=remedy)
        written |= dict.fromkeys(_token(system, code) for system, members in found.items() for code in members)
    return replace(filter, values=tuple(written), modifier="not" if filter.modifier == "not-in" else "")


def _token(system: str, code: str) -> str:
    return f"{system.translate(_ESCAPED)}|{code.translate(_ESCAPED)}"
