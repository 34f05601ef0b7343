"""What a pool holds, how a year is cleared and a surplus divided: nothing is lost or made, to the cent."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongmai.base.money import cents
from tongmai.domains.insurance import rules
from tongmai.engines import ledger

CENTS = st.integers(0, 10**13)
SCORE = st.fractions(0, 100, max_denominator=1000)
WEIGHTS = st.lists(st.integers(0, 100), min_size=3, max_size=3).filter(any)


def test_the_pool_of_mulei_to_the_cent() -> None:
    """58,400 people at 1,050.00; 5 % reserve; 21,540,000 outside; 34,914,000 inside; 92.5 points; 6:3:1."""
    made = ledger.opened(58_400, cents("1050.00"), 5)
    assert (made.total, made.reserve, made.usable) == (6_132_000_000, 306_600_000, 5_825_400_000)
    year = ledger.Cleared(made.total, made.reserve, 2_154_000_000, 3_491_400_000, 0)
    assert (year.available, year.surplus) == (3_671_400_000, 180_000_000)
    parts = ledger.divided(year.surplus, Fraction("92.5"), (6, 3, 1))
    assert parts.payable == 166_500_000
    assert parts.parts == (99_900_000, 49_950_000, 16_650_000)
    assert parts.withheld == 13_500_000


@given(st.integers(0, 2_000_000), st.integers(0, 1_000_000), st.decimals(0, 100, places=2))
def test_reserve_and_rest_are_the_pool(insured: int, per_head: int, percent: object) -> None:
    made = ledger.opened(insured, per_head, percent)  # type: ignore[arg-type]
    assert made.total == insured * per_head == made.reserve + made.usable
    assert abs(Fraction(made.reserve) - Fraction(made.total) * Fraction(str(percent)) / 100) < 1


@given(CENTS, SCORE, WEIGHTS)
def test_parts_and_what_is_withheld_are_the_surplus(surplus: int, score: Fraction, weights: list[int]) -> None:
    made = ledger.divided(surplus, score, weights)
    assert sum(made.parts) + made.withheld == surplus
    assert min((*made.parts, made.withheld)) >= 0
    for part, weight in zip(made.parts, weights, strict=True):
        assert abs(part - Fraction(made.payable * weight, sum(weights))) < 1


@given(CENTS, SCORE, SCORE, WEIGHTS)
def test_a_better_appraisal_never_pays_less(surplus: int, one: Fraction, other: Fraction, weights: list[int]) -> None:
    low, high = sorted((one, other))
    assert ledger.divided(surplus, low, weights).payable <= ledger.divided(surplus, high, weights).payable


@given(CENTS, CENTS, CENTS, CENTS)
def test_where_every_cent_of_a_pool_went(total: int, outside: int, inside: int, prepaid: int) -> None:
    reserve = total // 20
    made = ledger.Cleared(total, reserve, outside, inside, prepaid)
    assert reserve + outside + inside + made.surplus == total


@given(CENTS, CENTS, st.lists(CENTS, max_size=12), SCORE)
def test_cash_and_book_meet(total: int, inside: int, batches: list[int], score: Fraction) -> None:
    """What was prepaid and what is still open are together what was earned: spending within the pool and the payable
    part of what is left; an overspend is not deducted from cash, it is not paid either."""
    made = ledger.Cleared(total, 0, 0, inside, sum(batches))
    payable = ledger.divided(made.surplus, score, (6, 3, 1)).payable if made.surplus > 0 else 0
    assert sum(batches) + ledger.balance(made, payable) == min(inside, total) + payable


@given(st.lists(st.tuples(st.integers(0, 10**11), st.sampled_from(("inside", "outside"))), max_size=30))
def test_a_month_books_what_its_lines_say(lines: list[tuple[int, str]]) -> None:
    pool = {"id": "p", "community": {"reference": "Organization/m"}, "area": "652328000000", "year": 2024}
    found = [{"id": f"l{place}", "month": "2024-05", "scope": scope, "fund": f"{sum_ // 100}.{sum_ % 100:02d}"}
             for place, (sum_, scope) in enumerate(lines)]  # fmt: skip
    made = rules.booked_month({"month": "2024-05"}, {"pools": [pool], "lines": found}, date(2024, 6, 1))
    assert made["inside"] + made["outside"] == sum(sum_ for sum_, _ in lines)
    assert made["lines_booked"] == len(made["booked_lines"]) == len(lines)


@pytest.mark.parametrize("amount", ["", "ten", "1.005", "NaN", None])
def test_what_is_no_amount_in_whole_cents(amount: object) -> None:
    with pytest.raises(ValueError):
        cents(amount)


def test_the_nearest_row_that_holds_on_the_day_splits() -> None:
    def row(id: str, area: str, since: str, until: str | None = None) -> dict[str, object]:
        return {"id": id, "area": area, "since": since} | ({"until": until} if until else {})

    rows = [row("all", "652300000000", "2024-01-01"), row("own", "652328000000", "2024-01-01", "2024-12-31"),
            row("next", "652325000000", "2024-01-01"), row("later", "652328000000", "2025-01-01")]  # fmt: skip
    chosen = [rules.split_row(rows, "652328000000", date(*day)) for day in ((2024, 12, 31), (2025, 1, 1), (2023, 1, 1))]
    assert [one and one["id"] for one in chosen] == ["own", "later", None]
    assert rules.split_row(rows, "652301000000", date(2024, 5, 1)) == rows[0]
    assert rules.split_row([], "652328000000", date(2024, 12, 31)) is None


def test_only_a_frozen_appraisal_of_the_year_counts() -> None:
    own = {"community": {"reference": "Organization/m"}, "year": 2024, "score": 92.5}
    assert rules.frozen_score([own], "m", 2024) is None
    frozen = own | {"frozen": "2025-03-31"}
    assert rules.frozen_score([own, frozen, frozen | {"year": 2023}], "m", 2024) == frozen
    assert rules.frozen_score([frozen], "other", 2024) is None


def test_without_a_row_it_is_said_which_is_missing() -> None:
    clearing = {"year": 2024, "area": "652328000000", "community": {"reference": "Organization/m"}}
    said = {where: words.zh for where, words, _ in rules.lacking(clearing, [], [])}
    assert said.keys() == {"appraisal", "split_rule"}
    assert {"652328000000", "2024-12-31"} <= set(
        said["split_rule"].replace("，", " ").replace("（", " ").replace("：地区", " ").split()
    )
