"""What is findable about a resource: plain tuples, ready for an index table, a pipe between processes or a loop.

Made from the rows of `tongmai.fhir.index` before a write is queued. Instants are microseconds since 1970, half open.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from tongmai.base.outcome import refuse
from tongmai.fhir.definitions import Definitions, ParameterKind
from tongmai.fhir.index import Indexer
from tongmai.fhir.rows import Tables
from tongmai.store.chinese import pairs

OWN, PINYIN, INITIALS = 0, 1, 2
_FORMS = {"": OWN, "pinyin": PINYIN, "initials": INITIALS}
Key = tuple[str, str]
Composite = tuple[str, str, str, float, float, str, str, str, str]
"""Two values of one element: system and code of the first; low, high, system, code, unit and text of the second."""


class Rows(NamedTuple):
    """All index entries of one resource, without duplicates. The first item of each is the parameter."""

    tokens: tuple[tuple[str, str, str], ...] = ()  # system ("" for none), code
    strings: tuple[tuple[str, int, str, str], ...] = ()  # form, folded text, text as written
    pairs: tuple[tuple[str, str], ...] = ()  # two neighbouring Chinese characters
    dates: tuple[tuple[str, int, int], ...] = ()  # start, end
    numbers: tuple[tuple[str, float, float], ...] = ()  # low, high
    quantities: tuple[tuple[str, float, float, str, str, str], ...] = ()  # low, high, system, code, unit
    references: tuple[tuple[str, str, str], ...] = ()  # type, id; type "" when the id is a url
    uris: tuple[tuple[str, str], ...] = ()  # text
    composites: tuple[Composite, ...] = ()

    def pointing(self, found: Mapping[Key, Key]) -> "Rows":
        """The same rows with stand-ins of references replaced by what they were found to mean."""
        if not found:
            return self
        pointed = [(row[0], *found[row[1:]]) if row[1:] in found else row for row in self.references]
        return self._replace(references=tuple(dict.fromkeys(pointed)))


NOTHING = Rows()
MISSING, YES = ":missing", "true"
"""Ends the name under which it stands that a resource lacks what its type always has, and the code that says so: those
few are found at once, and the others need no row."""
Extract = Callable[[dict[str, Any]], Rows]
"""A parsed resource to its index entries."""


@lru_cache(maxsize=64)
def extractor(definitions: Definitions) -> Extract:
    """Index entries by the parameters that the definitions declare; made once for them. Refused: a resource so far out
    of shape that it cannot be indexed."""
    indexer, types = Indexer(definitions), definitions.types
    always = {type: tuple(always_there(definitions, type)) for type in types}

    def extract(resource: dict[str, Any]) -> Rows:
        try:
            tables = indexer.tables(resource)
            for name, kind in always[resource["resourceType"]]:
                if not any(row[0] == name for row in tables[kind]):
                    tables["token"].append((name + MISSING, "", YES))
            return sorted_out(tables, types)
        except (AttributeError, TypeError, ValueError, LookupError) as error:
            raise refuse("structure", "结构有误，无法建立索引", f"out of shape, cannot be indexed: {error}",
                         remedy=("先通过结构校验", "let the structure check pass first")) from error  # fmt: skip

    return extract


def always_there(definitions: Definitions, type: str) -> Iterator[tuple[str, ParameterKind]]:
    """The parameters of a type of which every resource that keeps to it has a value, and their kinds."""
    for name, parameter in definitions.parameters(type).items():
        if parameter.occurring.always and not parameter.alias_of:
            yield name, parameter.type


def sorted_out(tables: Tables, types: Collection[str]) -> Rows:
    """The indexer's tables without duplicates. A reference to what is no type of ours counts as a url."""
    strings = [(name, _FORMS[form], text, exact) for name, text, exact, form in tables["string"]]
    references = [
        (name, type, id) if id and type in types else (name, "", url or f"{type}/{id}")
        for name, type, id, url in tables["reference"]
    ]
    return Rows(
        tuple(dict.fromkeys(tables["token"])),
        tuple(dict.fromkeys(strings)) if strings else (),
        _pairs(strings) if strings else (),
        _once(tables["date"]),
        _once(tables["number"]),
        _once(tables["quantity"]),
        _once(references),
        _once(tables["uri"]),
        _once(tables["composite"]),
    )


def _once(rows: list[Any]) -> tuple[Any, ...]:
    if not rows:
        return ()
    return tuple(dict.fromkeys(rows)) if len(rows) > 1 else (rows[0],)


def _pairs(strings: Iterable[tuple[str, int, str, str]]) -> tuple[tuple[str, str], ...]:
    found = ((name, pair) for name, form, text, _ in strings if form == OWN and text for pair in pairs(text))
    return tuple(dict.fromkeys(found))
