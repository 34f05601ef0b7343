"""Order, pages, totals, scopes."""

from dataclasses import replace
from typing import Any

import pytest
from tests.store.writing import DEFINITIONS, commit, ids, observation, patient, put, search, write

from tongmai.base.clock import SystemClock
from tongmai.base.outcome import Refused
from tongmai.store.memory import MemoryStore
from tongmai.store.paging import cursor
from tongmai.store.protocol import Delete, Store
from tongmai.store.query import Filter, Hop, Query, Scope, Sort
from tongmai.store.search_text import parse_url


def pages(store: Store, text: str) -> list[list[str]]:
    """The ids of every page, walked from the first."""
    walked, after = [], ""
    for _ in range(100):
        found = search(store, text + after)
        walked.append([version.id for version in found.matches])
        if found.next is None:
            return walked
        after = f"&_after={found.next}"
    raise AssertionError("paging does not end")


@pytest.fixture
def crowd(store: Store) -> Store:
    """Twelve people: four birthdays of three each, one of them none; names with many ties."""
    dates = ["1990-01-01", "1980-01-01", None, "2000-01-01"]
    for n in range(12):
        born = {"birthDate": dates[n % 4]} if dates[n % 4] else {}
        write(store, patient(f"p{n:02}", "Same" if n % 2 else f"N{n:02}", active=n % 3 == 0, **born))
    return store


@pytest.mark.parametrize("sort", ["", "birthdate", "-birthdate", "name", "-name", "_id", "-_id", "_lastUpdated",
                                  "-_lastUpdated", "birthdate,-name", "-birthdate,name,_id"])  # fmt: skip
@pytest.mark.parametrize("count", [1, 3, 4, 5, 12, 50])
def test_pages_hold_everything_once_in_order(crowd: Store, sort: str, count: int) -> None:
    order = f"&_sort={sort}" if sort else ""
    (whole,) = pages(crowd, f"Patient?_count=1000{order}")
    assert sorted(whole) == [f"p{n:02}" for n in range(12)]
    walked = pages(crowd, f"Patient?_count={count}{order}")
    assert [id for page in walked for id in page] == whole
    assert all(len(page) == count for page in walked[:-1])


def test_sorting_puts_missing_last_either_way(crowd: Store) -> None:
    by_date = pages(crowd, "Patient?_sort=birthdate,_id")[0]
    assert by_date[:3] == ["p01", "p05", "p09"]
    assert by_date[-3:] == ["p02", "p06", "p10"]
    falling = pages(crowd, "Patient?_sort=-birthdate,_id")[0]
    assert falling[:3] == ["p03", "p07", "p11"]
    assert falling[-3:] == ["p02", "p06", "p10"]


def test_pages_stay_true_while_others_write(crowd: Store) -> None:
    first = search(crowd, "Patient?_sort=birthdate&_count=4")
    seen = [version.id for version in first.matches]
    write(crowd, patient("early", birthDate="1900-01-01"), patient("late", birthDate="2010-01-01"))
    commit(crowd, Delete("Patient", seen[-1]))
    rest = search(crowd, f"Patient?_sort=birthdate&_count=50&_after={first.next}")
    found = [version.id for version in rest.matches]
    assert not set(found) & {*seen, "early"}
    assert "late" in found
    assert len(seen) + len(found) == 13


def test_a_page_mark_of_another_search_is_refused(crowd: Store) -> None:
    mark = search(crowd, "Patient?_sort=birthdate&_count=4").next
    for other in ("Patient?_sort=-birthdate", "Patient?_sort=birthdate&active=true", "Observation?_sort=date"):
        with pytest.raises(Refused, match="another search"):
            search(crowd, f"{other}&_after={mark}")


def test_totals_are_counted_only_where_asked(crowd: Store) -> None:
    assert search(crowd, "Patient?_count=2").total is None
    assert search(crowd, "Patient?_count=2&_total=accurate&active=true").total == 4
    counted = search(crowd, "Patient?_count=0&_total=accurate&name=same,n0")
    assert (counted.total, counted.matches, counted.next) == (11, (), None)


def test_several_values_sort_by_the_least_and_falling_by_the_greatest(store: Store) -> None:
    write(
        store,
        {**patient("both"), "name": [{"family": "A"}, {"family": "Z"}]},
        patient("middle", "M"),
        patient("zero"),
    )
    assert pages(store, "Patient?_sort=name") == [["both", "middle", "zero"]]
    assert pages(store, "Patient?_sort=-name") == [["both", "middle", "zero"]]


def scoped(text: str, *scopes: tuple[Filter, ...]) -> Query:
    query = parse_url(DEFINITIONS, text)
    return Query(query.type, query.filters, query.sort, query.count, total=True,
                 scopes=tuple(Scope(filters) for filters in scopes))  # fmt: skip


def found(store: Store, query: Query) -> list[str]:
    result = store.search(query)
    assert result.total == len(result.matches)
    return sorted(version.id for version in result.matches)


def test_a_scope_is_membership_in_any_of_its_sets(crowd: Store) -> None:
    active, old = (Filter("active", ("true",)),), (Filter("birthdate", ("lt1985",)),)
    assert found(crowd, scoped("Patient?_id=p00,p01,p02", active)) == ["p00"]
    assert found(crowd, scoped("Patient?_count=50", active, old)) == ["p00", "p01", "p03", "p05", "p06", "p09"]
    assert found(crowd, scoped("Patient?name=same", active, old)) == ["p01", "p03", "p05", "p09"]
    assert found(crowd, scoped("Patient?name=same", (*active, *old))) == ["p09"]
    assert found(crowd, scoped("Patient?name=same")) == []
    assert len(found(crowd, scoped("Patient?_count=50", ()))) == 12
    assert found(crowd, scoped("Patient?active:not=true", old, (Filter("name", ("n1",)),))) == ["p01", "p05", "p10"]


def test_scopes_reach_over_a_reference(store: Store) -> None:
    write(store, patient("p", "Li"), patient("q", "Wang"))
    write(store, *(observation(f"o{n}", f"Patient/{'pq'[n % 2]}", f"c{n}") for n in range(6)))
    own = (Filter("name", ("li",), chain=(Hop("subject", "Patient"),)),)
    assert found(store, scoped("Observation?_count=50", own)) == ["o0", "o2", "o4"]
    assert found(store, scoped("Observation?code=c0,c1", own)) == ["o0"]
    direct = (Filter("subject", ("Patient/q",)),)
    assert found(store, scoped("Observation?code=c0,c1", own, direct)) == ["o0", "o1"]


def test_pages_of_a_scoped_search_hold_everything_once(crowd: Store) -> None:
    scopes = (Scope((Filter("active", ("true",)),)), Scope((Filter("birthdate", ("lt1985",)),)))
    walked: list[str] = []
    after = None
    while True:
        result = crowd.search(Query("Patient", sort=(Sort("birthdate"),), count=2, after=after, scopes=scopes))
        walked += [version.id for version in result.matches]
        after = result.next
        if after is None:
            break
    assert sorted(walked) == ["p00", "p01", "p03", "p05", "p06", "p09"]


def test_included_resources_obey_their_own_scopes(store: Store) -> None:
    doctor = {"resourceType": "Practitioner", "id": "d", "active": True}
    write(store, patient("p", "Li"), patient("q", "Wang"), doctor)
    write(
        store, *(observation(f"o{one}", f"Patient/{one}", performer=[{"reference": "Practitioner/d"}]) for one in "pq")
    )
    query = parse_url(DEFINITIONS, "Observation?_include=Observation:subject&_include=Observation:performer")

    def included(scopes: dict[str, tuple[Scope, ...] | None] | None) -> list[str]:
        limited = Query(query.type, include=query.include, include_scopes=scopes)
        return [version.reference for version in store.search(limited).included]

    assert included(None) == ["Patient/p", "Patient/q", "Practitioner/d"]
    assert included({}) == []
    assert included({"Practitioner": None}) == ["Practitioner/d"]
    assert included({"Patient": (Scope((Filter("name", ("li",)),)),), "Practitioner": ()}) == ["Patient/p"]


def test_a_search_by_many_ids(store: Store) -> None:
    write(store, *(patient(f"p{n}") for n in range(300)))
    wanted = ",".join(f"p{n}" for n in range(0, 300, 2))
    assert len(ids(store, f"Patient?_id={wanted}&_count=1000")) == 150
    commit(store, put(patient("p0", "Li")))
    assert "p0" in ids(store, f"Patient?_id={wanted}&_count=1000")


MUCH = [
    "date=2020",
    "date=2020,2021-03",
    "date=ge2020-03-03",
    "date=gt2020-05&date=lt2021-02-10",
    "date=lt2021-02-10&date=ge2020-05-02&status=final",
    "date=ap2021-01-01",
    "date=le2021-03-05&value-quantity=ge5",
    "value-quantity=gt5",
    "value-quantity=ge7.5||g",
    "subject:Patient.name=li",
    "subject:Patient.name=li&date=ge2020-07",
    "subject:Patient.gender:missing=true",
    "component-value-quantity=gt3",
    "category:missing=true",
    "category:missing=false",
    "code:missing=true",
    "code:missing=false",
    "code=c0,c1",
    "performer:Patient.name=li",
]


@pytest.mark.parametrize("text", MUCH)
def test_pages_in_no_order_hold_everything_once(store: Store, text: str) -> None:
    """Whatever order a store finds cheapest: pages small and large hold the same, which a plain loop finds too."""
    write(store, patient("p", "Li"), patient("q", "Li", gender="male"), patient("r", "Wang"))
    made = [many_sided(n) for n in range(40)]
    write(store, *made)
    plain = MemoryStore(DEFINITIONS, SystemClock())
    write(plain, patient("p", "Li"), patient("q", "Li", gender="male"), patient("r", "Wang"), *made)
    expected = sorted(pages(plain, f"Observation?{text}&_count=1000")[0])
    assert expected
    for count in (1, 3, 7, 1000):
        walked = pages(store, f"Observation?{text}&_count={count}")
        assert sorted(id for page in walked for id in page) == expected
        assert all(len(page) == count for page in walked[:-1])


def many_sided(n: int) -> dict[str, Any]:
    """Moments, days, months, stays of weeks and open ones; values that are points, bounds and ranges; one or two
    people."""
    month = f"{2020 + n // 24}-{n // 2 % 12 + 1:02}"
    when: dict[str, Any] = [
        {"effectiveDateTime": f"{month}-03T10:00:00Z"},
        {"effectiveDateTime": month},
        {"effectivePeriod": {"start": f"{month}-02", "end": f"{month}-28"}},
        {"effectivePeriod": {"start": f"{month}-02"}},
        {"effectiveTiming": {"event": [f"{month}-05"], "repeat": {"boundsPeriod": {"end": "2020-02-01"}}}},
        {},
    ][n % 6]
    value = {"value": n / 4, "unit": "g", **({"comparator": "<"} if n % 5 == 0 else {})}
    parts = [{"code": {"text": "t"}, "valueQuantity": {"value": k}} for k in (n % 7, n % 3)]
    code = {"code": {"coding": [{"code": f"c{n % 3}"}]} if n % 9 else {"text": "none"}}
    by = [{"reference": f"Patient/{'pqr'[k % 3]}"} for k in {n % 3, n % 2}]
    kind = [{"coding": [{"code": "k"}]}] if n % 2 else []
    made = observation(
        f"o{n:02}", f"Patient/{'pqr'[n % 3]}", performer=by, component=parts, valueQuantity=value, **when
    )
    return {**made, **code, **({"category": kind} if kind else {})}


def test_pages_in_no_order_go_on_while_others_write(store: Store) -> None:
    write(store, *(observation(f"o{n:02}", "Patient/p", effectiveDateTime=f"2020-01-{n + 1:02}") for n in range(20)))
    first = search(store, "Observation?date=2020-01&_count=6")
    seen = [version.id for version in first.matches]
    commit(store, Delete("Observation", seen[-1]))
    commit(store, *(Delete("Observation", f"o{n:02}") for n in range(20) if f"o{n:02}" not in seen and n % 3))
    rest = [version.id for version in search(store, f"Observation?date=2020-01&_count=50&_after={first.next}").matches]
    assert sorted(rest) == [f"o{n:02}" for n in range(20) if f"o{n:02}" not in seen and n % 3 == 0]


def test_a_page_mark_that_is_none_is_refused(store: Store) -> None:
    """A mark names a place in an index; one that was tampered with names none."""
    write(store, *(observation(f"o{n:02}", "Patient/p", effectiveDateTime=f"2020-01-{n + 1:02}") for n in range(20)))
    query = parse_url(DEFINITIONS, "Observation?date=2020-01&_count=6")
    for keys in ([9, 0, 1, 1, 1], [0, 9, 1, 1, 1], [0, 0, 1], [0, 0, "x", 1, 1], []):
        with pytest.raises(Refused, match="another search"):
            store.search(replace(query, after=cursor(query, [keys])))


@pytest.mark.parametrize(
    ("codes", "asked"),
    [("x", "ge3"), ("urn:codes|x", "gt3"), ("x,y", "le9"), ("y", "eq5"), ("x,y", "ne5"), ("y", "ap6"), ("x", "sa2"),
     ("x,y", "eb20"), ("x,y", "gt3")],
)  # fmt: skip
def test_pages_of_a_code_and_a_value_hold_all_of_them_once(store: Store, codes: str, asked: str) -> None:
    """Each has two codings; every third is a value above or below, so that its entry is wide."""
    both = {"coding": [{"system": "urn:codes", "code": "x"}, {"system": "urn:other", "code": "y"}]}
    memory = MemoryStore(DEFINITIONS, SystemClock())
    for n in range(18):
        value = {"value": n, **({"comparator": ">" if n % 2 else "<"} if n % 3 == 0 else {})}
        made = observation(f"o{n}", "Patient/p", "x" if n % 5 else "z", valueQuantity=value)
        made = {**made, "code": both} if n % 2 else made
        for one in (store, memory):
            write(one, made)
    text = f"Observation?code={codes}&value-quantity={asked}"
    walked = [id for page in pages(store, f"{text}&_count=4") for id in page]
    assert len(walked) == len(set(walked))
    assert set(walked) == ids(memory, f"{text}&_count=50")
