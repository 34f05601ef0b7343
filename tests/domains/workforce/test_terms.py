"""Terms over leap days and turns of the year, what is free of a pool, who may sit on a post: decided by rules alone."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongmai.domains.workforce import rules

Json = dict[str, Any]
DAYS, MONTHS = st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.integers(1, 120)
TODAY = date(2025, 6, 30)


@pytest.mark.parametrize(
    ("since", "months", "last"),
    [
        ("2024-07-01", 36, "2027-06-30"), ("2024-02-29", 12, "2025-02-27"), ("2024-02-29", 48, "2028-02-28"),
        ("2023-03-01", 12, "2024-02-29"), ("2024-12-31", 2, "2025-02-27"), ("2025-01-01", 12, "2025-12-31"),
        ("2025-12-15", 1, "2026-01-14"), ("2025-01-31", 1, "2025-02-27"),
    ],
)  # fmt: skip
def test_the_last_day_of_a_term(since: str, months: int, last: str) -> None:
    assert rules.last_day(date.fromisoformat(since), months) == date.fromisoformat(last)


@given(DAYS, MONTHS)
def test_a_term_ends_within_three_days_of_its_day_and_never_later(since: date, months: int) -> None:
    after = rules.last_day(since, months) + timedelta(days=1)
    assert (after.year * 12 + after.month) - (since.year * 12 + since.month) == months
    assert 0 <= since.day - after.day <= 3
    assert rules.last_day(since, months) >= since


@given(DAYS.filter(lambda day: day.day <= 28), MONTHS, MONTHS)
def test_terms_that_follow_each_other_leave_no_day_and_share_none(since: date, first: int, second: int) -> None:
    after = rules.last_day(since, first) + timedelta(days=1)
    assert rules.last_day(after, second) == rules.last_day(since, first + second)


@given(DAYS, MONTHS)
def test_a_longer_term_ends_later(since: date, months: int) -> None:
    assert rules.last_day(since, months) < rules.last_day(since, months + 1)


def test_no_month_is_no_term() -> None:
    with pytest.raises(ValueError, match="a month at least"):
        rules.last_day(TODAY, 0)


def post(number: int, since: str = "2024-01-01", until: str | None = None) -> Json:
    period = {"start": since} | ({"end": until} if until else {})
    return {"id": f"p{number}", "name": f"{number:03d}", "area": "652328000000", "category": "professional",
            "period": period}  # fmt: skip


def loan(number: int, held: int | None, state: str, end: str = "2025-12-31") -> Json:
    found: Json = {"id": f"l{number}", "state": state, "profession": "nurse", "months": 12}
    if held is not None:
        found |= {"post": {"reference": f"PoolPost/p{held}"}, "period": {"start": "2025-01-01", "end": end}}
    return found


@given(st.lists(st.sampled_from((None, "lent", "staffed", "returning", "closed", "approved")), max_size=12))
def test_free_and_lent_are_the_pool(states: list[str | None]) -> None:
    posts = [post(number) for number in range(len(states))]
    loans = [loan(number, number, state) for number, state in enumerate(states) if state]
    found = rules.standings(posts, loans, TODAY)
    assert [one.post["id"] for one in found] == [one["id"] for one in posts]
    assert sum(not one.free for one in found) == sum(state in rules.OUT for state in states)


@pytest.mark.parametrize(("end", "late"), [("2025-06-29", True), ("2025-06-30", False), ("2025-07-01", False)])
def test_a_loan_is_late_from_the_day_after(end: str, late: bool) -> None:
    (one,) = rules.standings([post(1)], [loan(1, 1, "staffed", end)], TODAY)
    assert one.late is late


def test_a_post_that_left_the_pool_is_in_it_until_it_is_back() -> None:
    gone = post(1, until="2025-05-31")
    assert rules.standings([gone], [], TODAY) == []
    assert not rules.standings([gone], [loan(1, 1, "staffed")], TODAY)[0].free


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_approved_is_held_vacant_and_given(approved: int, held: int, given_: int) -> None:
    made = rules.Posts(approved, held, given_)
    assert made.held + made.vacant + made.given == made.approved
    twice = made + made
    assert (twice.approved, twice.vacant) == (2 * approved, 2 * made.vacant)


def told(issues: list[Any]) -> list[str]:
    return [one.where for one in issues]


def test_what_a_request_may_ask_for() -> None:
    fits = {"profession": "nurse", "months": 36, "wanted": "2025-06-30"}
    assert rules.loan_fits(fits, {}, TODAY) == []
    assert told(rules.loan_fits({**fits, "months": 37}, {}, TODAY)) == ["months"]
    assert told(rules.loan_fits({**fits, "months": 0}, {}, TODAY)) == ["months"]
    assert told(rules.loan_fits({**fits, "wanted": "2025-06-29"}, {}, TODAY)) == ["wanted"]
    assert told(rules.loan_fits({**fits, "profession": "gardener"}, {}, TODAY)) == ["profession"]


def test_what_was_promised_is_no_longer_there() -> None:
    asked = loan(9, None, "asked")
    fields = {"pooled": [post(1), post(2)], "loans": [loan(1, 1, "lent")]}
    assert rules.pool_has_one(asked, fields, TODAY) == []
    fields["loans"].append(loan(2, None, "approved"))
    assert told(rules.pool_has_one(asked, fields, TODAY)) == ["profession"]
    assert told(rules.pool_has_one(asked, {"pooled": [], "loans": []}, TODAY)) == ["profession"]


@pytest.mark.parametrize(
    ("chosen", "begins", "wrong"),
    [
        ("p1", "2025-06-30", []), ("p1", "2025-06-29", ["begins"]), ("p2", "2025-06-30", ["post"]),
        ("p3", "2025-06-30", ["post"]), ("p4", "2025-06-30", ["post"]), ("p5", "2025-06-30", ["post"]),
        ("p6", "2025-06-30", []),
    ],
)  # fmt: skip
def test_which_post_may_be_lent(chosen: str, begins: str, wrong: list[str]) -> None:
    """2 is out, 3 is for managers, 4 leaves the pool the day before the end, 5 is not of this county; 6 on the end."""
    posts = [post(1), post(2), {**post(3), "category": "management"}, post(4, until="2026-06-28"),
             post(6, until="2026-06-29")]  # fmt: skip
    fields = {"pooled": posts, "loans": [loan(2, 2, "staffed")], "post": {"reference": f"PoolPost/{chosen}"},
              "begins": begins}  # fmt: skip
    assert told(rules.post_fits(loan(1, None, "approved"), fields, TODAY)) == wrong


def role(tenure: str, until: str | None = None) -> Json:
    period = {"start": "2020-01-01"} | ({"end": until} if until else {})
    return {"extension": [{"url": "urn:tongmai:tenure", "valueCode": tenure}], "period": period}


@pytest.mark.parametrize(
    ("roles", "named", "free"),
    [
        ([], [], True), ([role("contract")], [], True), ([role("established")], [], False),
        ([role("pool")], [], False), ([role("established", "2025-06-29")], [], True),
        ([role("established", "2025-06-30")], [], False), ([], ["staffed"], False), ([], ["closed"], True),
    ],
)  # fmt: skip
def test_nobody_sits_on_two_full_posts(roles: list[Json], named: list[str], free: bool) -> None:
    who = {"reference": "Practitioner/a"}
    before = [{**loan(5, 5, state), "person": who} for state in named]
    issues = rules.one_post_only(loan(1, 1, "lent"), {"person": who, "roles": roles, "named": before}, TODAY)
    assert (issues == []) is free


@pytest.mark.parametrize(
    ("until", "fits"),
    [("2025-12-31", False), ("2026-01-01", True), ("2027-12-31", True), ("2028-01-01", False), ("2025-06-29", False)],
)
def test_how_far_a_loan_may_be_extended(until: str, fits: bool) -> None:
    issues = rules.longer(loan(1, 1, "staffed"), {"until": until, "pooled": [post(1)]}, TODAY)
    assert (issues == []) is fits


def test_a_support_of_three_years_and_its_yearly_days() -> None:
    made = rules.support({}, {}, date(2024, 2, 29))
    assert (made["until"], made["due_on"]) == ("2027-02-27", "2025-02-27")
    focus: Json = {"period": made["term"], "assessment": []}
    dues = []
    for _ in range(3):
        entry = rules.assessed(focus, {"result": "passed"}, TODAY)
        focus["assessment"].append(entry["entry"])
        dues.append(entry["due_on"])
    assert dues == ["2026-02-27", "2027-02-27", "2027-02-27"]
    assert [one["year"] for one in focus["assessment"]] == [1, 2, 3]


def test_a_contract_asks_for_all_its_months() -> None:
    row = {"programme": "directed_student", "since": "2015-09-01", "serve_from": "2023-07-01"}
    assert told(rules.service_owed(row)) == ["serve_until"]
    assert told(rules.service_owed({**row, "serve_until": "2029-06-29"})) == ["serve_until"]
    assert rules.service_owed({**row, "serve_until": "2029-06-30"}) == []
    assert rules.service_owed({"programme": "residency", "since": "2022-09-01"}) == []


def test_the_yardsticks_of_a_day_say_that_they_are_unverified() -> None:
    assert {row["value"] for row in rules.norms("nurses", TODAY)} == {"4.00", "3.80"}
    assert {row["value"] for row in rules.norms("nurses", date(2022, 6, 30))} == {"3.34", "3.80"}
    assert all(row.status == "unverified" for row in rules.NORMS.rows)


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({"pay": "1200000.00", "performance": "480000.5", "staff": "12.25"}, []),
        ({"pay": "0", "staff": "0"}, []),
        ({"pay": "1200000.005", "staff": "12"}, ["pay"]),
        ({"pay": "1200000", "performance": "1200000.01", "staff": "12"}, ["performance"]),
        ({"pay": "1200000", "performance": "-1", "staff": "12"}, ["performance"]),
        ({"pay": "1200000", "staff": "12.125"}, ["staff"]),
        ({"pay": "0.01", "staff": "0"}, ["staff"]),
        ({"pay": "-1", "staff": "-0.5"}, ["pay", "staff"]),
    ],
)  # fmt: skip
def test_pay_of_a_year(row: Json, wrong: list[str]) -> None:
    assert [one.where for one in rules.pay_fits(row)] == wrong
