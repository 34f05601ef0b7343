"""Formula measures: arithmetic over other measures in the same cell.

A count is a number without denominator, a share a pair. `least` and `greatest` hand on the pair that decides and leave
out what has nothing to have a share of; a quotient of two counts is the pair of them; any other arithmetic is done on
exact ratios. A count that has no cell is 0, a share without cell has no value.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple

from sqlglot import exp

from tongmai.model.sql import parse

_PERMITTED = (
    exp.Column, exp.Identifier, exp.Literal, exp.Paren, exp.Least, exp.Greatest,
    exp.Add, exp.Sub, exp.Mul, exp.Div,
)  # fmt: skip


class Pair(NamedTuple):
    """`denominator` None: a count. `part`: the measure that decided, where one did."""

    numerator: int
    denominator: int | None
    part: str = ""

    @property
    def value(self) -> Fraction | None:
        if self.denominator is None:
            return Fraction(self.numerator)
        return Fraction(self.numerator, self.denominator) if self.denominator else None


NOTHING = Pair(0, 0)


def parse_formula(text: str) -> exp.Expr:
    """The tree of a formula; ValueError says what is not permitted."""
    tree = parse(text)
    for node in tree.walk():
        if type(node) not in _PERMITTED:
            raise ValueError(f"not permitted in a formula: {node.sql(dialect='duckdb')!r}")
        if isinstance(node, exp.Literal) and node.is_string:
            raise ValueError("a formula knows measures and numbers, no text")
    return tree


def parts(tree: exp.Expr) -> tuple[str, ...]:
    """The ids of the measures it names, in order of first mention."""
    return tuple(dict.fromkeys(_id(column) for column in tree.find_all(exp.Column, bfs=False)))


def _id(column: exp.Expr) -> str:
    assert isinstance(column, exp.Column)
    return f"{column.table}.{column.name}"


def evaluate(tree: exp.Expr, cells: Mapping[str, Pair]) -> Pair:
    """The pair of a formula from the pairs of its measures; `cells` holds every measure named."""
    if isinstance(tree, exp.Paren):
        return evaluate(tree.this, cells)
    if isinstance(tree, exp.Column):
        id = _id(tree)
        return cells[id]._replace(part=id)
    if isinstance(tree, exp.Literal):
        number = Fraction(tree.this)
        return Pair(number.numerator, None) if number.denominator == 1 else Pair(*number.as_integer_ratio())
    if isinstance(tree, exp.Least | exp.Greatest):
        return _deciding([evaluate(arm, cells) for arm in (tree.this, *tree.expressions)], isinstance(tree, exp.Least))
    return _arithmetic(tree, evaluate(tree.this, cells), evaluate(tree.args["expression"], cells))


def _deciding(arms: list[Pair], least: bool) -> Pair:
    known = [(value, arm) for arm in arms if (value := arm.value) is not None]
    if not known:
        return NOTHING
    choose: Callable[..., tuple[Fraction, Pair]] = min if least else max
    return choose(known, key=lambda one: one[0])[1]


def _arithmetic(tree: exp.Expr, left: Pair, right: Pair) -> Pair:
    counts = left.denominator is None and right.denominator is None
    if isinstance(tree, exp.Div) and counts:
        return Pair(left.numerator, right.numerator)
    a, b = left.value, right.value
    if a is None or b is None or (isinstance(tree, exp.Div) and b == 0):
        return NOTHING
    if isinstance(tree, exp.Div):
        value = a / b
    elif isinstance(tree, exp.Mul):
        value = a * b
    else:
        value = a + b if isinstance(tree, exp.Add) else a - b
    return Pair(int(value), None) if counts else Pair(*value.as_integer_ratio())
