"""DuckDB and the naive evaluator read the permitted SQL alike, null by null."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tongmai.engines.measure.interpret import evaluate
from tongmai.engines.measure.lite import Tables
from tongmai.engines.measure.scratch import typed
from tongmai.model.columns import RowColumn
from tongmai.model.sql import parse_expression
from tongmai.model.view import DerivedView

COLUMNS = (
    RowColumn("a", "integer"), RowColumn("b", "integer"), RowColumn("flag", "boolean"), RowColumn("name", "text"),
    RowColumn("other", "text"), RowColumn("day", "day"), RowColumn("until", "day"),
)  # fmt: skip

numbers = st.sampled_from(["a", "b", "0", "1", "-3", "7", "null"])
texts = st.sampled_from(["name", "other", "'x'", "'xy'", "''", "'中'", "null"])
days = st.sampled_from(["day", "until", "date '2024-02-29'", "date '2025-06-30'"])
compare = st.sampled_from(["=", "<>", "<", "<=", ">", ">=", "is distinct from", "is not distinct from"])


def _joined(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(lambda found: "(" + " ".join(found) + ")")


integers = st.recursive(
    numbers,
    lambda inner: st.one_of(
        _joined(inner, st.sampled_from(["+", "-", "*"]), inner),
        st.tuples(inner, inner).map(lambda two: f"coalesce({two[0]}, {two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"least({two[0]}, {two[1]}, 5)"),
        st.tuples(inner, inner).map(lambda two: f"greatest({two[0]}, {two[1]})"),
        st.tuples(st.sampled_from(["day", "month", "year"]), days, days).map(
            lambda three: f"date_diff('{three[0]}', {three[1]}, {three[2]})"
        ),
        st.tuples(days, days).map(lambda two: f"({two[0]} - {two[1]})"),
        days.map(lambda day: f"(year({day}) // 7 + month({day}) % 5)"),
        texts.map(lambda text: f"length(coalesce({text}, 'w'))"),
    ),
    max_leaves=6,
)
moved_days = st.one_of(
    days,
    st.tuples(days, st.sampled_from(["+", "-"]), st.integers(1, 40), st.sampled_from(["day", "month", "year"])).map(
        lambda four: f"({four[0]} {four[1]} interval {four[2]} {four[3]})"
    ),
    st.tuples(st.sampled_from(["month", "year"]), days).map(lambda two: f"date_trunc('{two[0]}', {two[1]})"),
)
truths = st.recursive(
    st.one_of(
        st.sampled_from(["flag", "true", "false", "not flag", "flag is null", "flag is not true"]),
        _joined(integers, compare, integers),
        _joined(texts, compare, texts),
        _joined(moved_days, st.sampled_from(["<", "<=", "=", ">"]), moved_days),
        st.tuples(integers, numbers, numbers).map(lambda three: f"({three[0]} between {three[1]} and {three[2]})"),
        st.tuples(texts, texts, texts).map(lambda three: f"({three[0]} in ({three[1]}, {three[2]}))"),
        st.sampled_from(["name like 'x%'", "name || other like '%y_'", "starts_with(name, 'x')",
                         "substr(name, 2, 1) = 'y'", "left(name, 1) = 'x'", "strftime(day, '%Y-%m') = '2025-06'"]),
    ),
    lambda inner: st.one_of(
        _joined(inner, st.sampled_from(["and", "or"]), inner),
        inner.map(lambda text: f"(not {text})"),
        st.tuples(inner, inner, inner).map(lambda all: f"(case when {all[0]} then {all[1]} else {all[2]} end)"),
    ),
    max_leaves=6,
)  # fmt: skip
rows = st.fixed_dictionaries(
    {
        "a": st.none() | st.integers(-5, 5), "b": st.none() | st.integers(-5, 5), "flag": st.none() | st.booleans(),
        "name": st.none() | st.sampled_from(["x", "xy", "", "中", "X", "x%"]),
        "other": st.none() | st.sampled_from(["y", "yz", "xy"]),
        "day": st.none() | st.sampled_from(["2024-01-31", "2025-06-30", "2024-02-29", "2025-12-31"]),
        "until": st.none() | st.sampled_from(["2024-12-31", "2025-06-30", "2023-03-01"]),
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def duck() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(":memory:", config={"threads": 1})
    declared = ", ".join(f"{name} {kind}" for name, kind in typed(COLUMNS))
    connection.execute(f"create table t ({declared})")
    yield connection
    connection.close()


def by_duck(connection: duckdb.DuckDBPyConnection, text: str, row: dict[str, Any]) -> Any:
    connection.execute("delete from t")
    connection.execute("insert into t values (?, ?, ?, ?, ?, ?, ?)", [row[column.name] for column in COLUMNS])
    (found,) = connection.execute(f"select {text} from t").fetchall()
    return found[0]


@given(text=st.one_of(truths, integers), row=rows)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_permitted_expression(duck: duckdb.DuckDBPyConnection, text: str, row: dict[str, Any]) -> None:
    assert_read_alike(duck, text, row)


@pytest.mark.proof
@given(text=st.one_of(truths, integers), row=rows)
@settings(max_examples=5_000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_thousands_of_permitted_expressions(duck: duckdb.DuckDBPyConnection, text: str, row: dict[str, Any]) -> None:
    assert_read_alike(duck, text, row)


def assert_read_alike(duck: duckdb.DuckDBPyConnection, text: str, row: dict[str, Any]) -> None:
    expected = by_duck(duck, text, row)
    assert evaluate(parse_expression(text), row) == expected, text
    lite = Tables({"t": COLUMNS}, {"t": [row]})
    lite.derive([DerivedView("v", f"select {text} as x from t")])
    assert lite.rows("v") == [{"x": expected}], text


STATEMENTS = [
    "select name, count(*) as n, sum(a) as s, min(day) as d, max(b) as m from t group by all",
    "select name, count(distinct other) as n from t group by name having count(*) > 1",
    "select count(flag) as n, bool_or(flag) as o, bool_and(flag) as w from t",
    "select count(*) as n, bool_or(flag) as o, sum(a) as s from t where a > 1000",
    "select name, count(*) filter (where flag and a > 0) as n, coalesce(sum(b) filter (where flag), 0) as s"
    " from t group by all",
    "select distinct name, a is null as empty from t",
    "select x.name, y.a from t x join t y on x.a = y.b and x.day <= y.until",
    "select x.name, y.a from t x left join t y on x.a = y.b where y.a is null or y.flag",
    "select x.a, y.b from t x cross join t y where x.a < y.b",
    "with z as (select name, count(*) as n from t group by name), w as (select name from z where n > 1)"
    " select t.name, z.n from t join z on z.name = t.name where t.name in (select name from w)",
    "select a, name from t union all select b as a, other as name from t",
    "select name, a from t x where exists (select 1 from t y where y.b = x.a)",
    "select name, a, r from (select name, a,"
    " row_number() over (partition by name order by a desc, b, day, until, other,"
    " flag) as r from t) where r = 1",
    "select a + b as s, a * b as p, case when a > b then 'more' when a = b then 'same' end as c from t",
    "select strftime(date_trunc('month', day), '%Y-%m') as month, count(*) as n from t group by 1",
    "select name, day - until as d, cast(day + interval 1 month as date) = until as e from t",
    "select make_date(year(day), month(day), 1) <= until as e, abs(a - b) as f from t",
]


@pytest.mark.parametrize("sql", STATEMENTS)
@given(listed=st.lists(rows, max_size=12))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_permitted_statement(duck: duckdb.DuckDBPyConnection, sql: str, listed: list[dict[str, Any]]) -> None:
    duck.execute("delete from t")
    for row in listed:
        duck.execute("insert into t values (?, ?, ?, ?, ?, ?, ?)", [row[column.name] for column in COLUMNS])
    expected = [tuple(_plain(value) for value in row) for row in duck.execute(sql).fetchall()]
    lite = Tables({"t": COLUMNS}, {"t": listed})
    lite.derive([DerivedView("v", sql)])
    assert sorted(map(repr, (tuple(row.values()) for row in lite.rows("v")))) == sorted(map(repr, expected))


def _plain(value: Any) -> Any:
    """As SQLite gives it: truths as 0 and 1, days as text."""
    if isinstance(value, bool):
        return int(value)
    return value.isoformat()[:10] if hasattr(value, "isoformat") else value
