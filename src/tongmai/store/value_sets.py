"""Modifiers of tokens that ask a terminology, as alternatives of codes: `:in` and `:not-in` a value set, `:above` and
`:below` in the hierarchy of a code system. They are written out before a search is made.

Source: FHIR R4 search 3.1.1.4.10 (modifiers of tokens).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import NamedTuple

from tongmai.base.outcome import Refused, refuse
from tongmai.store.query import Filter
from tongmai.store.values import split, unescaped, wrong

SETS, LINEAGE = ("in", "not-in"), ("above", "below")
_ESCAPED = str.maketrans({"\\": "\\\\", ",": "\\,", "|": "\\|", "$": "\\$"})


def _knows_none(*_: str) -> None:
    return None


class Terms(NamedTuple):
    """What a search asks of a terminology. `codes`: of a value set by url, perhaps with `|version`, by system; None
    where it is not known. `lineage`: the codes of a system (first) above or below (third) a code (second), itself among
    them; None where the system's codes are not known."""

    codes: Callable[[str], Mapping[str, Collection[str]] | None] = _knows_none
    lineage: Callable[[str, str, str], Collection[str] | None] = _knows_none


NO_TERMS = Terms()


def codes_of(filter: Filter, name: str, terms: Terms) -> Filter:
    """The filter with every code that its modifier means. Refused (unsupported): a value set or a code system that
    nobody knows."""
    written: dict[str, None] = {}
    for value in filter.values:
        found = (
            _in_set(value, name, terms) if filter.modifier in SETS else _of_line(filter.modifier, value, name, terms)
        )
        written |= dict.fromkeys(_token(system, code) for system, members in found.items() for code in members)
    return replace(filter, values=tuple(written), modifier="not" if filter.modifier == "not-in" else "")


def _in_set(value: str, name: str, terms: Terms) -> Mapping[str, Collection[str]]:
    found = terms.codes(unescaped(value))
    if found is None:
        remedy = ("先存入该 ValueSet，或逐个写出代码", "store the ValueSet first, or write the codes")
        raise _unknown(f"值集未知或无法展开：{value}", f"no value set that can be written out: {value}", name, remedy)
    return found


def _of_line(way: str, value: str, name: str, terms: Terms) -> Mapping[str, Collection[str]]:
    parts = [unescaped(part) for part in split(value, "|")]
    if len(parts) != 2 or "" in parts:
        remedy = ("写作 系统|代码", "write system|code")
        raise wrong(name, f":{way} 须写明系统和代码：{value}", f":{way} takes a system and a code: {value}", remedy)
    system, code = parts
    found = terms.lineage(system, code, way)
    if found is None:
        remedy = ("先存入该 CodeSystem，或用 :in 和值集", "store the CodeSystem first, or use :in with a value set")
        raise _unknown(f"代码系统 {system} 未载入", f"the codes of {system} are not loaded", name, remedy)
    return {system: found}


def _unknown(zh: str, en: str, name: str, remedy: tuple[str, str]) -> Refused:
    return refuse("unsupported", zh, en, where=name, remedy=remedy)


def _token(system: str, code: str) -> str:
    return f"{system.translate(_ESCAPED)}|{code.translate(_ESCAPED)}"
