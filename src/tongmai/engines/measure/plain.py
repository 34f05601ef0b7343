"""The permitted functions of a tree rewritten as calls of `semantics.FUNCTIONS`: one place that knows which node is
which function, for the interpreter and for SQLite alike."""

from sqlglot import exp

from tongmai.model.sql import unit


def as_call(node: exp.Expr) -> tuple[str, list[exp.Expr]] | None:
    """(name in FUNCTIONS, arguments) of a node that is a function there; None for all others."""
    if isinstance(node, exp.Add | exp.Sub) and isinstance(node.expression, exp.Interval):
        count = int(node.expression.this.this) * (1 if isinstance(node, exp.Add) else -1)
        return "shift", [node.this, _number(count), exp.Literal.string(unit(node.expression))]
    for kind, name in _BINARY.items():
        if type(node) is kind:
            return name, [node.this, node.expression]
    for kind, name in _UNARY.items():
        if type(node) is kind:
            return name, [node.this]
    if isinstance(node, exp.Least | exp.Greatest):
        return ("least" if isinstance(node, exp.Least) else "greatest"), [node.this, *node.expressions]
    return _special(node)


def _special(node: exp.Expr) -> tuple[str, list[exp.Expr]] | None:
    if isinstance(node, exp.DateDiff):
        return "date_diff", [exp.Literal.string(unit(node)), node.expression, node.this]
    if isinstance(node, exp.TimestampTrunc | exp.DateTrunc):
        return "truncated", [node.this, exp.Literal.string(unit(node))]
    if isinstance(node, exp.DateFromParts):
        return "make_day", [node.args["year"], node.args["month"], node.args["day"]]
    if isinstance(node, exp.TimeToStr):
        return "written", [node.this, node.args["format"]]
    if isinstance(node, exp.Substring):
        return "part", [node.this, node.args.get("start") or _number(1), node.args.get("length") or _number(-1)]
    if isinstance(node, exp.Left):
        return "part", [node.this, _number(1), node.expression]
    return None


def _number(value: int) -> exp.Expr:
    return exp.Literal.number(value) if value >= 0 else exp.Neg(this=exp.Literal.number(-value))


_BINARY: dict[type[exp.Expr], str] = {
    exp.Add: "plus",
    exp.Sub: "minus",
    exp.Mul: "times",
    exp.IntDiv: "whole",
    exp.Mod: "rest",
    exp.DPipe: "joined",
    exp.StartsWith: "starts",
    exp.Like: "resembles",
}
_UNARY: dict[type[exp.Expr], str] = {
    exp.Neg: "negative",
    exp.Abs: "absolute",
    exp.Year: "year",
    exp.Month: "month",
    exp.Length: "size",
    exp.Cast: "to_day",
}
