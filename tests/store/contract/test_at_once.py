"""Many clients at once: conditional creates make no duplicates, whatever the order in which they arrive."""

import random
import threading

import pytest
from tests.store.writing import conditional

from tongmai.store.protocol import Store

CLIENTS = 8


def create_at_once(store: Store, people: int, often: int) -> None:
    """Every client creates every person, as often as it takes."""
    created = [0] * CLIENTS

    def client(number: int) -> None:
        asked = [person for person in range(people) for _ in range(often)]
        random.Random(number).shuffle(asked)
        futures = [store.submit(conditional(person)) for person in asked]
        created[number] = sum(written.created for future in futures for written in future.result())

    clients = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    assert sum(created) == people
    assert store.counts() == {"Patient": people}
    values = [version.resource()["identifier"][0]["value"] for version in store.current("Patient")]
    assert sorted(values) == sorted(str(person) for person in range(people))


def test_a_thousand_conditional_creates_make_no_duplicate(store: Store) -> None:
    create_at_once(store, 63, 2)  # 1,008


@pytest.mark.proof
def test_ten_thousand_conditional_creates_make_no_duplicate(store: Store) -> None:
    create_at_once(store, 125, 10)
