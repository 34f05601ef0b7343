"""The permitted subset of SQL: what every evaluator computes alike. Written as DuckDB SQL, parsed by sqlglot.

Expressions (measures): columns; text, integer, decimal, true, false, null and `date '2025-01-01'`; and, or, not;
= <> < <= > >=, between, in, like, is [not] null/true/false, is [not] distinct from; + - * // % on integers; case,
coalesce, least, greatest, abs, length, ||, substr and left with literal positions, starts_with; on days day - day,
date_diff('day'|'month'|'year', a, b), day ± interval n day|month|year, cast to date, year, month,
date_trunc('month'|'year', day), make_date, strftime(day, 'format').
Derived views add: one SELECT with with, join (inner, left, cross), where, group by, having, distinct, subqueries,
exists, union all; count, count(distinct one), sum, min, max, bool_or, bool_and, each with filter;
row_number() over (partition by … order by …).
`/` and avg are not permitted: they are not exact. `*` is not permitted outside count(*), nor are order by and limit:
a view has no order. Division by zero is an error.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, TokenError

from tongmai.model.view import DerivedView

_EXPRESSION: tuple[type[exp.Expr], ...] = (
    exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.And, exp.Or, exp.Not,
    exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.NullSafeEQ, exp.NullSafeNEQ, exp.In, exp.Between,
    exp.Like, exp.Add, exp.Sub, exp.Mul, exp.IntDiv, exp.Mod, exp.Neg, exp.Abs, exp.DPipe, exp.Case, exp.If,
    exp.Coalesce, exp.Least, exp.Greatest, exp.Length, exp.Substring, exp.Left, exp.StartsWith,
    exp.DateDiff, exp.Interval, exp.Var, exp.Year, exp.Month, exp.TimestampTrunc, exp.DateTrunc, exp.DateFromParts,
    exp.TimeToStr, exp.Cast, exp.DataType,
)  # fmt: skip
_QUERY: tuple[type[exp.Expr], ...] = (
    exp.Select, exp.Alias, exp.From, exp.Table, exp.TableAlias, exp.Join, exp.Where, exp.Group, exp.Having,
    exp.Subquery, exp.With, exp.CTE, exp.Union, exp.Distinct, exp.Exists, exp.Filter, exp.Star, exp.Count,
    exp.Sum, exp.Min, exp.Max, exp.LogicalOr, exp.LogicalAnd, exp.Window, exp.RowNumber, exp.Order, exp.Ordered,
)  # fmt: skip
AGGREGATES = (exp.Count, exp.Sum, exp.Min, exp.Max, exp.LogicalOr, exp.LogicalAnd)
_UNITS = frozenset({"DAY", "MONTH", "YEAR"})


@lru_cache(maxsize=2048)
def parse_expression(text: str) -> exp.Expr:
    """The tree of a measure's expression, not to be changed. ValueError says what is not permitted."""
    tree = parse(text)
    _refuse_outside(tree, _EXPRESSION)
    return tree


@lru_cache(maxsize=512)
def parse_derived(view: DerivedView) -> exp.Query:
    """The tree of a derived view, not to be changed. ValueError names the view and what is not permitted."""
    try:
        tree = parse(view.sql)
        if not isinstance(tree, exp.Select | exp.Union):
            raise ValueError("it must be one SELECT")
        _refuse_outside(tree, _EXPRESSION + _QUERY)
        _refuse_shapes(tree)
    except ValueError as error:
        raise ValueError(f"derived view {view.name}: {error}") from error
    return tree


def parse(text: str) -> exp.Expr:
    """The tree of one statement or expression, whatever it holds. ValueError quotes what is none."""
    try:
        trees = sqlglot.parse(text, dialect="duckdb")
    except (ParseError, TokenError) as error:
        raise ValueError(f"not SQL: {text.strip()!r} ({str(error).splitlines()[0]})") from error
    if len(trees) != 1 or trees[0] is None:
        raise ValueError(f"exactly one statement or expression, not {len(trees)}")
    tree: exp.Expr = trees[0]
    return tree


def _refuse_outside(tree: exp.Expr, permitted: tuple[type[exp.Expr], ...]) -> None:
    for node in tree.walk():
        if type(node) not in permitted:
            raise ValueError(f"not permitted: {node.sql(dialect='duckdb')!r} ({type(node).__name__})")
        if wrong := _wrong(node):
            raise ValueError(f"{wrong}: {node.sql(dialect='duckdb')!r}")


def _wrong(node: exp.Expr) -> str:
    """What is not permitted about a node of a permitted kind; empty when all is well."""
    if isinstance(node, exp.Cast) and node.to.this.name != "DATE":
        return "cast only to date"
    if isinstance(node, exp.DateDiff | exp.Interval) and unit(node) not in _UNITS:
        return "only day, month and year"
    if isinstance(node, exp.TimestampTrunc | exp.DateTrunc) and unit(node) not in _UNITS - {"DAY"}:
        return "only month and year"
    if isinstance(node, exp.Interval) and not (isinstance(node.parent, exp.Add | exp.Sub) and _literal(node.this)):
        return "an interval is a literal behind + or -"
    if isinstance(node, exp.Substring | exp.Left) and not all(_literal(arm) for arm in _positions(node)):
        return "positions are literals from 1"
    if isinstance(node, exp.TimeToStr) and not isinstance(node.args["format"], exp.Literal):
        return "the format is a literal"
    if isinstance(node, exp.Distinct) and len(node.expressions) > 1:
        return "count distinct values of one column"
    return ""


def _literal(node: exp.Expr | None) -> bool:
    """A literal whole number from 1."""
    return isinstance(node, exp.Literal) and str(node.this).isdigit() and int(node.this) > 0


def _positions(node: exp.Expr) -> list[exp.Expr]:
    named = (node.args.get("start"), node.args.get("length")) if isinstance(node, exp.Substring) else (node.expression,)
    return [one for one in named if one is not None]


def unit(node: exp.Expr) -> str:
    """DAY, MONTH or YEAR of a date function or an interval."""
    found = node.args.get("unit")
    return found.name.upper().removesuffix("S") if found is not None else "DAY"


def _refuse_shapes(tree: exp.Query) -> None:
    for star in tree.find_all(exp.Star):
        if not isinstance(star.parent, exp.Count):
            raise ValueError("name the columns: * is permitted in count(*) only")
    for join in tree.find_all(exp.Join):
        if join.side not in ("", "LEFT") or join.kind not in ("", "INNER", "CROSS", "OUTER") or join.method:
            raise ValueError(f"only inner, left and cross joins: {join.sql(dialect='duckdb')!r}")
    for union in tree.find_all(exp.Union):
        if union.args.get("distinct"):
            raise ValueError("union all, not union")
    for select in tree.find_all(exp.Select):
        if select.args.get("limit") or select.args.get("order"):
            raise ValueError("rows of a view have no order: no order by, no limit")
    for table in tree.find_all(exp.Table):
        if table.db or table.catalog:
            raise ValueError(f"a table is named without its schema: {table.sql(dialect='duckdb')!r}")
    outputs(tree)


def outputs(tree: exp.Query) -> tuple[str, ...]:
    """The names of its columns. ValueError when one has no name or two have the same."""
    names = tuple(tree.named_selects)
    if not all(names):
        raise ValueError("every column needs a name: … as name")
    if len(set(names)) != len(names):
        raise ValueError("two columns have one name: " + ", ".join(sorted({n for n in names if names.count(n) > 1})))
    return names


def tables(tree: exp.Query) -> frozenset[str]:
    """The names of the tables it reads, its own WITH names left out."""
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    return frozenset(table.name for table in tree.find_all(exp.Table)) - own


@lru_cache(maxsize=512)
def sources(view: DerivedView) -> frozenset[str]:
    """The names of the tables that a derived view reads. ValueError as `parse_derived`."""
    return tables(parse_derived(view))


def ordered(views: Iterable[DerivedView]) -> list[DerivedView]:
    """Every view behind those it reads. ValueError names a circle."""
    waiting = {view.name: view for view in views}
    needs = {name: sources(view) & waiting.keys() for name, view in waiting.items()}
    placed: list[str] = []
    while len(placed) < len(waiting):
        free = sorted(name for name in waiting if name not in placed and needs[name] <= set(placed))
        if not free:
            circle = ", ".join(sorted(waiting.keys() - placed))
            raise ValueError(f"derived views read one another in a circle: {circle}")
        placed += free
    return [waiting[name] for name in placed]


def reached(names: Iterable[str], views: Sequence[DerivedView]) -> list[DerivedView]:
    """The derived views behind some names, in the order of `views` (which is `ordered`)."""
    wanted = set(names)
    found: list[DerivedView] = []
    for view in reversed(views):
        if view.name in wanted:
            wanted |= sources(view)
            found.append(view)
    return found[::-1]
