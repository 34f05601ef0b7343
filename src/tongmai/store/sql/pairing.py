"""Two filters that ask of one element are asked as its composite, whose index holds them side by side: of two sets that
both grow with the store, neither has to be read to its end.
"""

from collections.abc import Callable, Sequence

from tongmai.store.query import Filter
from tongmai.store.sql.part import STRETCHES
from tongmai.store.terms import Amount, Meaning, Pair, Token

COMPOSITES = {("Observation", "code", "value-quantity"): "code-value-quantity"}
"""Type, token and quantity of which a resource has one each, and the composite that holds the same rows of both. R4's
`value-quantity` also names SampledData, of which neither makes rows (see `fhir.emit`)."""
Asked = tuple[Filter, Meaning]


def paired(type: str, asked: Sequence[Asked], serves: Callable[[tuple[str, str]], bool]) -> list[Asked]:
    """The same filters with a pair of them as one where the store has its composite."""
    for (of, head, tail), composite in COMPOSITES.items():
        if of != type or not serves((type, composite)):
            continue
        first = next((n for n, (_, meant) in enumerate(asked) if _codes(meant, head)), None)
        second = next((n for n, (_, meant) in enumerate(asked) if _amount(meant, tail)), None)
        if first is not None and second is not None:
            (filter, codes), (_, amount) = asked[first], asked[second]
            tests = tuple(_pair(code, amount) for code in codes.tests)
            one = filter, Meaning("composite", type, composite, tests)
            return [one if n == first else this for n, this in enumerate(asked) if n != second]
    return list(asked)


def _codes(meant: Meaning, name: str) -> bool:
    plain = meant.kind == "token" and meant.name == name and not meant.negated and meant.inner is None
    few = 0 < len(meant.tests) <= STRETCHES
    return plain and few and all(isinstance(one, Token) and one.code is not None for one in meant.tests)


def _amount(meant: Meaning, name: str) -> bool:
    plain = meant.kind == "quantity" and meant.name == name and not meant.negated and meant.inner is None
    return plain and len(meant.tests) == 1 and isinstance(meant.tests[0], Amount)


def _pair(code: object, amount: Meaning) -> Pair:
    (test,) = amount.tests
    assert isinstance(code, Token)
    assert isinstance(test, Amount)
    return Pair(code, test)
