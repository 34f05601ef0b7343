"""Pages of much that is asked for in no order, walked along an index: everything that is let through, each once."""

from dataclasses import replace

import pytest
from tests.store.writing import DEFINITIONS, commit, observation, patient, write

from tongmai.store.protocol import Delete, Store
from tongmai.store.query import Filter, Scope
from tongmai.store.search_text import parse_url

MANY = 60
FINAL, ALL = (Filter("status", ("final",)),), ()


def walked(
    store: Store, text: str, scopes: tuple[tuple[Filter, ...], ...] | None = None, mark: str | None = None
) -> list[str]:
    """The ids of all pages as they come, behind a mark where there is one."""
    found, after = [], f"&_after={mark}" if mark else ""
    for _ in range(MANY):
        query = parse_url(DEFINITIONS, f"Observation?{text}&_count=7{after}")
        if scopes is not None:
            query = replace(query, scopes=tuple(Scope(filters) for filters in scopes))
        page = store.search(query)
        found += [version.id for version in page.matches]
        if page.next is None:
            return found
        after = f"&_after={page.next}"
    raise AssertionError("paging does not end")


def valued(*values: int) -> list[dict[str, object]]:
    return [{"code": {"text": "part"}, "valueQuantity": {"value": value}} for value in values]


@pytest.fixture
def much(store: Store) -> Store:
    """A day each, every second one final; three values of each, a stretch of the index apart."""
    write(store, patient("p"))
    write(store, *(
        observation(f"o{n:02}", "Patient/p", status="final" if n % 2 else "amended",
                    component=valued(n, 1000 + n, 2000 + n), effectiveDateTime=f"2025-{n // 28 + 1:02}-{n % 28 + 1:02}")
        for n in range(MANY)
    ))  # fmt: skip
    return store


ASKED = ["date=ge2025-01-02", "date=2025-01,2025-02,2025-03", "date=ge2025-01-05&date=lt2025-03-01",
         "component-value-quantity=gt5", "date=ge2025-01-03&component-value-quantity=lt2030"]  # fmt: skip


def expected(text: str, final: bool) -> list[str]:
    kept = {
        ASKED[0]: range(1, MANY), ASKED[1]: range(MANY), ASKED[2]: range(4, 56), ASKED[3]: range(MANY),
        ASKED[4]: range(2, MANY),
    }[text]  # fmt: skip
    return [f"o{n:02}" for n in kept if n % 2 or not final]


@pytest.mark.parametrize("text", ASKED)
@pytest.mark.parametrize("scopes", [None, (ALL,), (FINAL,), (FINAL, (Filter("date", ("lt2024",)),))])
def test_all_that_is_let_through_comes_once(
    much: Store, text: str, scopes: tuple[tuple[Filter, ...], ...] | None
) -> None:
    found = walked(much, text, scopes)
    assert sorted(found) == expected(text, final=bool(scopes and scopes[0]))


def test_what_is_deleted_between_two_pages_comes_no_more(much: Store) -> None:
    first = much.search(parse_url(DEFINITIONS, f"Observation?{ASKED[0]}&_count=7"))
    seen = [version.id for version in first.matches]
    gone = next(id for id in expected(ASKED[0], final=False) if id not in seen)
    commit(much, Delete("Observation", gone), Delete("Observation", seen[-1]))
    rest = walked(much, ASKED[0], mark=first.next)
    assert sorted([*seen, *rest]) == [id for id in expected(ASKED[0], final=False) if id != gone]
