"""Derived views checked against the tables they read: every table and every column is known."""

from collections.abc import Mapping
from functools import lru_cache

from sqlglot.errors import OptimizeError
from sqlglot.optimizer.qualify import qualify

from tongmai.model.sql import parse_derived, sources
from tongmai.model.view import DerivedView

Tables = tuple[tuple[str, tuple[str, ...]], ...]


def derived_problems(view: DerivedView, columns: Mapping[str, tuple[str, ...]]) -> list[str]:
    """What is wrong with a derived view: it must be one SELECT of the permitted subset, over known tables and known
    columns. `columns`: the names of the columns of every table."""
    try:
        read = sources(view)
    except ValueError as error:
        return [str(error)]
    if unknown := sorted(read - columns.keys()):
        return [f"derived view {view.name}: no view or dimension {', '.join(unknown)}"]
    return list(_over(view, tuple((name, columns[name]) for name in sorted(read))))


@lru_cache(maxsize=512)
def _over(view: DerivedView, known: Tables) -> tuple[str, ...]:
    schema: dict[str, object] = {name: dict.fromkeys(names, "text") for name, names in known}
    try:
        qualify(parse_derived(view).copy(), schema=schema, dialect="duckdb", quote_identifiers=False)
    except OptimizeError as error:
        listed = "; ".join(f"{name}({', '.join(names)})" for name, names in known)
        return (f"derived view {view.name}: {str(error).splitlines()[0]} Known: {listed}",)
    return ()
