"""What is asked for by a code and sorted by a date is walked in an order of its own: it must be the order of the dates,
whatever was written, changed and deleted before."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.contract.test_paging import pages
from tests.store.writing import commit, observation, put

from tongmai.store.protocol import Delete, Store

Json = dict[str, Any]
DAYS = [None, *(f"2025-0{month}-{day:02}" for month in (1, 2, 3) for day in (1, 11, 21))]
MADE = st.tuples(st.sampled_from("abx"), st.sampled_from(DAYS), st.sampled_from(["final", "amended"]))


def made(number: int, code: str, day: str | None, status: str) -> Json:
    """`x` has both codes, one of them in two systems."""
    codes = {"a": [("s", "a")], "b": [("s", "b")], "x": [("s", "a"), ("t", "a"), ("s", "b")]}[code]
    dated = {"effectiveDateTime": f"{day}T08:00:00+08:00"} if day else {}
    coding = [{"system": system, "code": one} for system, one in codes]
    return {**observation(f"o{number:02}", "Patient/p", **dated), "code": {"coding": coding}, "status": status}


def ordered(kept: dict[str, Json], keep: Any, falling: bool) -> list[str]:
    """The days of what is kept, in order; what has none last."""
    days = [str(one.get("effectiveDateTime", "")) for one in kept.values() if keep(one)]
    return sorted((day for day in days if day), reverse=falling) + [day for day in days if not day]


ROUND = st.dictionaries(st.integers(0, 15), MADE, min_size=6, max_size=14)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(ROUND, ROUND, st.sets(st.integers(0, 15), max_size=4))
def test_it_comes_in_the_order_of_its_date(store: Store, first: Json, then: Json, deleted: set[int]) -> None:
    commit(store, *(Delete("Observation", one.id) for one in store.current("Observation")))  # of the example before
    kept: dict[str, Json] = {}
    for written in (first, then):
        resources = [made(number, *one) for number, one in written.items()]
        kept |= {one["id"]: one for one in resources}
        commit(store, *map(put, resources))
    gone = [id for id in (f"o{number:02}" for number in deleted) if kept.pop(id, None)]
    commit(store, *(Delete("Observation", id) for id in gone))
    for text, keep in {
        "code=a": lambda one: {"a"} & {c["code"] for c in one["code"]["coding"]},
        "code=t|a": lambda one: ("t", "a") in {(c["system"], c["code"]) for c in one["code"]["coding"]},
        "code=b&status=final": lambda one: (
            one["status"] == "final" and {"b"} & {c["code"] for c in one["code"]["coding"]}
        ),
    }.items():
        for sort in ("date", "-date"):
            walked = [id for page in pages(store, f"Observation?{text}&_sort={sort}&_count=3") for id in page]
            assert len(walked) == len(set(walked))
            assert [str(kept[id].get("effectiveDateTime", "")) for id in walked] == ordered(kept, keep, sort[0] == "-")
