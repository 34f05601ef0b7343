"""A search without what is not supported. Source: FHIR R4 search.html#errors (`Prefer: handling=lenient`)."""

from collections.abc import Sequence

from tongmai.access.context import Context
from tongmai.base.outcome import Issue, Refused
from tongmai.store.search_text import parse

Pairs = Sequence[tuple[str, str]]


def understood(context: Context, type: str, pairs: Pairs) -> tuple[Pairs, list[Issue]]:
    """The parameters that are supported, and the issues of the others. Refused: a value that is wrong."""
    kept, issues = list[tuple[str, str]](), list[Issue]()
    for pair in pairs:
        try:
            parse(context.definitions, type, [pair])
            kept.append(pair)
        except Refused as refused:
            if refused.kind != "unsupported":
                raise
            issues += refused.issues
    return kept, issues
