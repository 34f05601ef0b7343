"""Parameters that are off, switched on while serving, indexed stretch by stretch, then on: alike on every store."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.store.conftest import emptied
from tests.store.server import Server
from tests.store.writing import DEFINITIONS, commit, ids, observation, patient, put, write

from tongmai.base.clock import SystemClock
from tongmai.base.outcome import Refused
from tongmai.store.memory import MemoryStore
from tongmai.store.opening import RECORDS, open_store, store_faults
from tongmai.store.protocol import ChangeSet, Delete, Store
from tongmai.store.query import Filter, Query, Scope

CLOCK = SystemClock()
Open = Callable[..., Any]


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def open_usual(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Open, Callable[[], list[str]]]]:
    """Opens the store with the usual parameters on, again and again; beside it, what is wrong with it."""
    address = ""
    if request.param == "memory":
        yield lambda: MemoryStore(DEFINITIONS, CLOCK, usual=True), list
        return
    if request.param == "postgres":
        server: Server = request.getfixturevalue("server")
        emptied(address := server.url)
    yield (
        lambda usual=True: open_store(address, tmp_path, DEFINITIONS, CLOCK, usual),
        lambda: list(store_faults(address, tmp_path, DEFINITIONS)),
    )
    if address:
        emptied(address)
        open_store(address, tmp_path, DEFINITIONS, CLOCK).close()  # all on again, for whoever comes next
    assert address or (tmp_path / RECORDS).exists()


def seen(number: int, method: str) -> dict[str, Any]:
    return observation(f"o{number}", "Patient/p", method={"coding": [{"code": method}]})


@pytest.mark.parametrize(
    ("text", "off"),
    [
        ("Observation?method=x", "Observation.method"),
        ("Observation?method:missing=true&code=c", "Observation.method"),
        ("Patient?_sort=death-date", "Patient.death-date"),
        ("Patient?_has:Observation:patient:method=x", "Observation.method"),
        ("Observation?patient.death-date=2020", "Patient.death-date"),
        ("Observation?specimen:Specimen.identifier=1", "Observation.specimen"),
        ("Observation?_include=Observation:specimen", "Observation.specimen"),
        ("Patient?_revinclude=Observation:focus", "Observation.focus"),
        ("Observation?code-value-quantity=c$1", "Observation.code-value-quantity"),
        ("Observation?category:text=x", "Observation.category:text"),
        ("Patient?_has:Observation:patient:method:text=x", "Observation.method:text"),
    ],
)
def test_a_parameter_that_is_off_is_refused_by_name(open_usual: Any, text: str, off: str) -> None:
    store: Store = open_usual[0]()
    try:
        write(store, patient("p"))
        with pytest.raises(Refused, match=off.replace(".", "[.]")) as refused:
            ids(store, text)
        assert refused.value.kind == "unsupported"
    finally:
        store.close()


def test_it_is_switched_on_while_the_store_serves(open_usual: Any) -> None:
    opened, faults = open_usual
    store = opened()
    write(store, patient("p"), *(seen(n, "x" if n % 3 else "y") for n in range(30)))
    assert len(ids(store, "Observation?patient=p&code=c")) == 30
    before = store.preparer.prepare(ChangeSet((put(seen(40, "y")),)))  # of the time before
    with pytest.raises(Refused, match="nonsense"):
        store.switch_on(["Observation.nonsense"])
    store.switch_on(["Observation.method", "Observation.code-value-quantity", "Observation.code"])
    store.submit_prepared(before).result()
    if store.index_some(7):
        with pytest.raises(Refused) as refused:
            ids(store, "Observation?method=y")
        assert refused.value.kind == "busy"
        store.close()  # and goes on where it was
        store = opened()
    commit(store, put(seen(1, "y")), put(seen(29, "y")), put(seen(41, "y")), Delete("Observation", "o3"),
           Delete("Observation", "o27"))  # fmt: skip
    while store.index_some(7):
        commit(store, put(seen(28, "y")))
    commit(store, put(seen(28, "y")))
    expected = {f"o{n}" for n in (*range(0, 30, 3), 1, 28, 29, 40, 41)} - {"o3", "o27"}
    assert ids(store, "Observation?method=y") == expected
    assert ids(store, "Observation?code-value-quantity=c$1") == set()
    assert len(ids(store, "Observation?method:missing=false")) == 30
    with pytest.raises(Refused):
        ids(store, "Observation?specimen=Specimen/s")
    store.close()
    assert faults() == []


def test_the_words_beside_codes_are_switched_on_by_name(open_usual: Any) -> None:
    opened, faults = open_usual
    store = opened()
    spoken = {"category": [{"coding": [{"code": "x", "display": "Vital signs"}]}], "method": {"text": "by hand"}}
    write(store, patient("p"), seen(1, "x"), {**observation("o2", "Patient/p"), **spoken})
    assert ids(store, "Observation?code:text=c") == set()  # on with the codes, and has no words here
    with pytest.raises(Refused, match="date:text"):
        store.switch_on(["Observation.date:text"])
    with pytest.raises(Refused, match="code:exact"):
        store.switch_on(["Observation.code:exact"])
    store.switch_on(["Observation.category:text", "Observation.method:text", "Observation.code:text"])
    commit(store, put(seen(3, "x")))
    while store.index_some(1):
        pass
    assert ids(store, "Observation?category:text=vital") == ids(store, "Observation?method:text=BY") == {"o2"}
    assert ids(store, "Observation?method=x") == {"o1", "o3"}
    store.close()
    assert faults() == []


@pytest.mark.parametrize("open_usual", ["sqlite", "postgres"], indirect=True)
def test_a_choice_outlives_the_process_and_is_widened_to_all(open_usual: Any) -> None:
    opened, faults = open_usual
    store = opened()
    write(store, patient("p"), seen(1, "x"))
    store.switch_on(["Observation.method"])
    while store.index_some():
        pass
    store.close()
    store = opened()
    assert ids(store, "Observation?method=x") == {"o1"}
    store.close()
    store = opened(usual=False)
    assert ids(store, "Observation?method=x&specimen:missing=true") == {"o1"}
    store.close()
    assert faults() == []


@pytest.mark.parametrize("open_usual", ["sqlite", "postgres"], indirect=True)
def test_words_are_switched_on_where_every_parameter_is_on(open_usual: Any) -> None:
    opened, faults = open_usual
    store = opened(usual=False)
    spoken = {"category": [{"coding": [{"code": "x", "display": "Vital signs"}]}], "method": {"text": "by hand"}}
    write(store, patient("p"), {**observation("o1", "Patient/p"), **spoken})
    with pytest.raises(Refused, match="category:text is not switched on"):
        ids(store, "Observation?category:text=vital")
    store.switch_on(["Observation.category:text"])
    while store.index_some():
        pass
    for _ in range(2):
        assert ids(store, "Observation?category:text=vital&specimen:missing=true&status=final") == {"o1"}
        with pytest.raises(Refused, match="method:text"):
            ids(store, "Observation?method:text=by")
        store.close()
        store = opened(usual=False)  # and stays on
    store.close()
    assert faults() == []


def test_a_scope_is_found_alike_before_and_after_its_composite_is_switched_on(
    open_usual: tuple[Open, Callable[[], list[str]]],
) -> None:
    """Asked so that what is remembered of the scope was counted before: then a code and a value are two sets."""
    opened = open_usual[0]()
    write(opened, *(observation(f"o{n}", "Patient/p", "x", valueQuantity={"value": n}) for n in range(40)))
    scope = Scope((Filter("code", ("x",)), Filter("value-quantity", ("gt36",))))
    asked = Query("Observation", (Filter("status", ("final",)),), scopes=(scope,))
    expected = {"o37", "o38", "o39"}
    assert {one.id for one in opened.search(asked).matches} == expected
    opened.switch_on(["Observation.code-value-quantity"])
    while opened.index_some():
        pass
    for _ in range(2):
        assert {one.id for one in opened.search(asked).matches} == expected
    opened.close()
