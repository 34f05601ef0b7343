"""Comparisons with ranges (dates, numbers, quantities) as SQL, and the stretches of an index that hold what passes."""

from collections.abc import Sequence

from tongmai.store.sql.clause import Clause, joined
from tongmai.store.sql.schema import WIDE
from tongmai.store.terms import Range


def seeking(table: str, t: str, tests: Sequence[Range]) -> list[tuple[Clause, tuple[str, ...]]]:
    """The rows of a table of ranges that pass all tests, in stretches of an index, each with its order. A test that
    only says after what a range ends is no stretch of the key, which goes by the begin: short ranges begin not far
    before they end, and wide ones have an index by their end."""
    wide, of = WIDE[table], f"{t}."
    low, high = f"{t}.{wide.low}", f"{t}.{wide.high}"
    passed = [range_clause(low, high, test) for test in tests]
    passed += [Clause(f"{low} <= ?", (test.high,)) for test in tests if test.op == "le"]
    ends = [test.high if test.op == "gt" else test.low for test in tests if test.op in ("gt", "ge", "ap")]
    if not ends or any(test.op in ("eq", "sa") for test in tests):
        return [(joined(passed, " AND "), (low, high))]
    least = max(ends)
    short: list[tuple[Clause, ...]] = [(Clause(f"{low} >= ?", (least,)),)]
    if wide.reach:  # behind the others: where much begins in these days, a page is full before they are looked through
        short.append((Clause(f"{low} >= ?", (least - wide.reach,)), Clause(f"{low} < ?", (least,))))
    finishes = Clause(f"{high} >= ?", (least,))
    return [
        *((joined([Clause(wide.short(of)), *begins, *passed], " AND "), (low, high)) for begins in short),
        (joined([Clause(wide.long(of)), finishes, *passed], " AND "), (high, low)),
    ]


def range_clause(low: str, high: str, test: Range) -> Clause:
    """`store.terms.passes` as SQL over two columns."""
    inside = Clause(f"({low} >= ? AND {low} <= ? AND {high} <= ?)", (test.low, test.high, test.high))
    return {
        "eq": inside,
        "ne": Clause(f"NOT {inside.sql}", inside.bound),
        "gt": Clause(f"{high} > ?", (test.high,)),
        "lt": Clause(f"{low} < ?", (test.low,)),
        "ge": joined([Clause(f"{high} > ?", (test.high,)), inside], " OR "),
        "le": joined([Clause(f"{low} < ?", (test.low,)), inside], " OR "),
        "sa": Clause(f"{low} >= ?", (test.high,)),
        "eb": Clause(f"{high} <= ?", (test.low,)),
        "ap": Clause(f"({low} < ? AND {high} > ?)", (test.high, test.low)),
    }[test.op]
