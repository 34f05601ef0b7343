"""Expressions over a row, read from the tree with SQL's three-valued logic. Values: None, bool, int, float, text; days
are ISO text. A truth that comes out of SQLite is 0 or 1 and means the same."""

from collections.abc import Mapping
from typing import Any

from sqlglot import exp

from tongmai.engines.measure.plain import as_call
from tongmai.engines.measure.semantics import FUNCTIONS, Value


def truth(value: Value) -> bool | None:
    """Unknown for null."""
    return None if value is None else bool(value)


def evaluate(tree: exp.Expr, row: Mapping[str, Any]) -> Value:
    """The value of a permitted expression. KeyError for a column that the row does not have."""
    if isinstance(tree, exp.Column):
        value: Value = row[tree.name]
        return value
    if isinstance(tree, exp.Paren):
        return evaluate(tree.this, row)
    if isinstance(tree, exp.Literal | exp.Boolean | exp.Null):
        return _literal(tree)
    if isinstance(tree, exp.And | exp.Or | exp.Not):
        return _logic(tree, row)
    if isinstance(tree, exp.EQ | exp.NEQ | exp.GT | exp.GTE | exp.LT | exp.LTE):
        return _compared(tree, evaluate(tree.this, row), evaluate(tree.expression, row))
    if isinstance(tree, exp.Coalesce):
        arms = (evaluate(arm, row) for arm in (tree.this, *tree.expressions))
        return next((value for value in arms if value is not None), None)
    if isinstance(tree, exp.Case):
        return _case(tree, row)
    if (call := as_call(tree)) is not None:
        name, arguments = call
        return FUNCTIONS[name](*(evaluate(argument, row) for argument in arguments))
    return _membership(tree, row)


def _literal(tree: exp.Expr) -> Value:
    if isinstance(tree, exp.Null):
        return None
    if isinstance(tree, exp.Boolean):
        return bool(tree.this)
    text = str(tree.this)
    if tree.is_string:
        return text
    return int(text) if text.isdigit() else float(text)


def _logic(tree: exp.Expr, row: Mapping[str, Any]) -> bool | None:
    left = truth(evaluate(tree.this, row))
    if isinstance(tree, exp.Not):
        return None if left is None else not left
    right = truth(evaluate(tree.args["expression"], row))
    return _both(left, right) if isinstance(tree, exp.And) else _either(left, right)


def _both(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _either(left: bool | None, right: bool | None) -> bool | None:
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def _compared(tree: exp.Expr, left: Any, right: Any) -> bool | None:
    if left is None or right is None:
        return None
    if isinstance(tree, exp.EQ | exp.NEQ):
        return bool(left == right) == isinstance(tree, exp.EQ)
    if isinstance(tree, exp.GT | exp.GTE):
        return bool(left > right or (isinstance(tree, exp.GTE) and left == right))
    return bool(left < right or (isinstance(tree, exp.LTE) and left == right))


def _case(tree: exp.Case, row: Mapping[str, Any]) -> Value:
    subject = evaluate(tree.this, row) if tree.this is not None else None
    for arm in tree.args["ifs"]:
        found = evaluate(arm.this, row)
        if (found == subject and found is not None) if tree.this is not None else truth(found):
            return evaluate(arm.args["true"], row)
    default = tree.args.get("default")
    return None if default is None else evaluate(default, row)


def _membership(tree: exp.Expr, row: Mapping[str, Any]) -> bool | None:
    """in, between, is, is distinct from."""
    if isinstance(tree, exp.In):
        value = evaluate(tree.this, row)
        found: bool | None = False
        for option in tree.expressions:
            found = _either(found, _compared(exp.EQ(), value, evaluate(option, row)))
        return found
    if isinstance(tree, exp.Between):
        value = evaluate(tree.this, row)
        low, high = evaluate(tree.args["low"], row), evaluate(tree.args["high"], row)
        return _both(_compared(exp.GTE(), value, low), _compared(exp.LTE(), value, high))
    if isinstance(tree, exp.Is | exp.NullSafeEQ):
        return evaluate(tree.this, row) == evaluate(tree.expression, row)
    if isinstance(tree, exp.NullSafeNEQ):
        return evaluate(tree.this, row) != evaluate(tree.expression, row)
    raise ValueError(f"not permitted: {tree.sql(dialect='duckdb')!r}")
