"""Signals: one case of the gravest diseases, and the moving percentile against the same days of earlier years."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domains.surveillance.conftest import TOWN, Json, Parties

from tongmai.base.outcome import Refused
from tongmai.domains.surveillance.rules import THRESHOLDS, history, judged, percentile, tally, total, years_before

DAY = date(2025, 6, 30)
SINCE = date(2019, 1, 1)
COUNTS = st.dictionaries(st.integers(0, 365 * 6).map(lambda back: DAY - timedelta(days=back)), st.integers(1, 9))


def steady(weekly: int, day: date = DAY, since: date = SINCE) -> dict[date, int]:
    """The same number of cases a week, all on one day of it."""
    return {day - timedelta(days=7 * week): weekly for week in range((day - since).days // 7 + 1)}


@pytest.mark.parametrize(
    ("values", "rank", "found"),
    [([1, 2, 3, 4, 5], 80, 4), ([1, 2, 3, 4, 5], 81, 5), ([5, 1, 4, 2, 3], 20, 1), ([0] * 9, 80, 0), ([7], 45, 7),
     ([1, 2, 3, 4, 5], 100, 5)],
)  # fmt: skip
def test_the_percentile_is_one_of_the_values(values: list[int], rank: int, found: int) -> None:
    assert percentile(values, rank) == found


@given(st.lists(st.integers(0, 50), min_size=1, max_size=25), st.integers(1, 100))
def test_at_least_the_rank_does_not_pass_it_and_no_smaller_value_serves(values: list[int], rank: int) -> None:
    found = percentile(values, rank)
    assert found in values
    assert 100 * sum(value <= found for value in values) >= rank * len(values)
    assert all(100 * sum(value <= less for value in values) < rank * len(values) for less in values if less < found)


@pytest.mark.parametrize(("values", "rank"), [([], 80), ([1], 0), ([1], 101)], ids=["none", "zero", "beyond"])
def test_no_percentile_of_nothing(values: list[int], rank: int) -> None:
    with pytest.raises(ValueError, match="no percentile"):
        percentile(values, rank)


@pytest.mark.parametrize(
    ("day", "years", "before"),
    [("2024-02-29", 1, "2023-02-28"), ("2024-02-29", 4, "2020-02-29"), ("2025-02-28", 1, "2024-02-28"),
     ("2025-03-01", 1, "2024-03-01")],
)  # fmt: skip
def test_the_same_day_of_an_earlier_year(day: str, years: int, before: str) -> None:
    assert years_before(date.fromisoformat(day), years) == date.fromisoformat(before)


@pytest.mark.parametrize(
    ("disease", "cases", "signal"),
    [("plague", 1, True), ("cholera", 1, True), ("pulmonary_anthrax", 1, True), ("cholera", 0, False),
     ("leprosy", 5, False)],
)  # fmt: skip
def test_a_single_case_of_the_gravest_is_a_signal(disease: str, cases: int, signal: bool) -> None:
    found = judged(disease, {DAY: cases} if cases else {}, DAY, DAY)
    assert (found is not None) is signal
    assert found is None or (found.method, found.cases, found.limit) == ("fixed", cases, 1)


@pytest.mark.parametrize(
    ("weekly", "more", "signal"), [(4, 0, False), (4, 1, True), (0, 2, False), (0, 3, True)],
    ids=["as-ever", "one-more", "below-the-least", "the-least"],
)  # fmt: skip
def test_more_than_the_percentile_and_at_least_the_least(weekly: int, more: int, signal: bool) -> None:
    counts = steady(weekly) if weekly else {}
    counts[DAY] = counts.get(DAY, 0) + more
    found = judged("brucellosis", counts, DAY, SINCE)
    assert (found is not None) is signal


def test_five_years_of_five_blocks_and_never_less_than_three_years() -> None:
    row = THRESHOLDS.find(DAY, disease="brucellosis")
    assert row is not None
    assert len(history(steady(2), DAY, row, SINCE)) == 25
    assert len(history(steady(2), DAY, row, date(2022, 1, 1))) == 15
    assert history(steady(2), DAY, row, date(2023, 1, 1)) == []
    edge = years_before(DAY, 3) - timedelta(days=20)
    assert len(history(steady(2), DAY, row, edge)) == 15
    assert history(steady(2), DAY, row, edge + timedelta(days=1)) == []


@given(COUNTS, st.integers(0, 40))
def test_more_cases_never_silence_a_signal(counts: dict[date, int], more: int) -> None:
    if judged("brucellosis", counts, DAY, SINCE):
        louder = {**counts, DAY: counts.get(DAY, 0) + more}
        assert judged("brucellosis", louder, DAY, SINCE)


@given(COUNTS, st.integers(0, 400))
def test_a_signal_says_what_a_count_by_hand_says(counts: dict[date, int], back: int) -> None:
    day = DAY - timedelta(days=back)
    found = judged("brucellosis", counts, day, SINCE)
    cases = sum(many for on, many in counts.items() if day - timedelta(days=7) < on <= day)
    assert total(counts, day) == cases
    blocks = []
    for years in range(1, 6):
        middle = years_before(day, years)
        if middle - timedelta(days=20) < SINCE:
            break
        blocks += [
            sum(many for on, many in counts.items() if end - timedelta(days=7) < on <= end)
            for end in (middle + timedelta(days=7 * week) for week in (-2, -1, 0, 1, 2))
        ]
    assert (found is not None) is (cases >= 3 and cases > percentile(blocks, 80))


def stored(id: str, at: str, state: str = "closed", disease: str = "brucellosis") -> Json:
    return {
        "resourceType": "DiseaseCard", "id": id, "subject": {"reference": "Patient/p1"}, "state": state,
        "unit": {"reference": f"Organization/{TOWN}"}, "area": "652328102000", "county": "652328000000",
        "disease": disease, "origin": "diagnosis", "diagnosed": at,
    }  # fmt: skip


def test_what_is_owed_excused_or_removed_is_no_case() -> None:
    states = ("owed", "excused", "removed", "reported", "returned", "checked", "closed")
    cards = [stored(f"k{state}", "2025-06-29T16:30:00Z", state) for state in states]
    assert tally(cards) == {date(2025, 6, 30): 4}


def signal(parties: Parties, actor: str = "county", **changes: str) -> str:
    focus = {"resourceType": "EpidemicSignal", "area": "652328000000", "disease": "brucellosis", "day": "2025-06-30"}
    return parties.flows.start(parties.open(actor), "surveillance.signal", {**focus, **changes}).task.id


def epidemic(parties: Parties) -> None:
    """Three years with a case each June, and four in the last week."""
    past = [f"{year}-06-{day:02d}T10:00:00+08:00" for year in (2022, 2023, 2024) for day in (20, 28)]
    now = [f"2025-06-{day}T10:00:00+08:00" for day in (24, 26, 28, 29)]
    first = stored("k-first", "2022-01-10T10:00:00+08:00")
    parties.add(first, *(stored(f"k{number}", at) for number, at in enumerate([*past, *now])))


def test_a_signal_is_raised_checked_suspected_and_confirmed(parties: Parties) -> None:
    epidemic(parties)
    task = signal(parties)
    focus = parties.focus(task)
    assert (focus["method"], focus["cases"], focus["limit"], focus["hours"]) == ("percentile", 4, 1, 24)
    parties.wait(hours=3)
    parties.act("county", task, "check", finding="核对四张卡片，三例为同村放牧人员")
    parties.act("county", task, "suspect", why="同村聚集")
    parties.act("county", task, "confirm", why="现场调查确认同源暴露")
    focus = parties.focus(task)
    assert (focus["state"], focus["finding"]) == ("confirmed", "现场调查确认同源暴露")
    assert datetime.fromisoformat(focus["checked"]) - datetime.fromisoformat(focus["raised"]) == timedelta(hours=3)


def test_a_signal_is_dismissed_with_its_reason(parties: Parties) -> None:
    epidemic(parties)
    task = signal(parties)
    parties.act("county", task, "check", finding="数据核对无误")
    with pytest.raises(Refused) as error:
        parties.act("county", task, "dismiss")
    assert error.value.issues[0].where == "why"
    parties.act("county", task, "dismiss", why="集中筛查发现的既往病例")
    assert parties.state(task) == "dismissed"


def test_no_signal_without_cases_and_none_by_a_stranger(parties: Parties) -> None:
    with pytest.raises(Refused) as error:
        signal(parties)
    assert error.value.issues[0].rule == "surveillance.thresholds"
    epidemic(parties)
    for actor in ("doctor", "other-county"):
        with pytest.raises(Refused):
            signal(parties, actor)
    signal(parties, "planner")
    with pytest.raises(Refused) as error:
        signal(parties)
    assert error.value.kind == "duplicate"


def raised(parties: Parties) -> list[tuple[str, str, str]]:
    found = parties.access.system("test").search("EpidemicSignal", "_count=100").matches
    told = [one.resource() for one in found]
    return sorted((str(one["area"]), str(one["disease"]), str(one["day"])) for one in told)


def test_every_day_the_house_raises_what_passes_and_nothing_twice(parties: Parties) -> None:
    """Four cases of brucellosis pass, one of plague is enough, two of dysentery do not; what a day's signal came to
    changes nothing on that day, and the next day is judged anew."""
    epidemic(parties)
    few = [stored(f"d{n}", "2025-06-29T10:00:00+08:00", disease="dysentery") for n in range(2)]
    parties.add(stored("p1", "2025-06-30T08:00:00+08:00", "reported", "plague"), *few)
    house = parties.access.system("job:daily")
    assert [parties.flows.daily(house) for _ in range(3)] == [2, 0, 0]
    assert raised(parties) == [("652328000000", disease, "2025-06-30") for disease in ("brucellosis", "plague")]
    (plague,) = [one for one in house.search("Task", "_count=100").matches
                 if parties.focus(one.id)["disease"] == "plague"]  # fmt: skip
    assert parties.flows.story(house, plague.id)[0].role == "system"
    parties.act("county", plague.id, "check", finding="实验室污染，已复核")
    parties.act("county", plague.id, "dismiss", why="实验室污染")
    assert parties.flows.daily(house) == 0
    parties.wait(days=1)
    assert parties.flows.daily(house) == 1
    assert ("652328000000", "plague", "2025-07-01") in raised(parties)


def test_only_the_house_begins_by_itself(parties: Parties) -> None:
    epidemic(parties)
    with pytest.raises(Refused) as error:
        parties.flows.daily(parties.open("county"))
    assert error.value.kind == "forbidden"
    assert raised(parties) == []
