"""The feed backwards, by type and whole."""

import json
from typing import Any

import pytest

from tongmai.base.outcome import Refused
from tongmai.store.protocol import ChangeSet, Delete, Put
from tongmai.store.sql import recent


def put(type: str, id: str, **more: Any) -> Put:
    return Put(type, json.dumps({"resourceType": type, "id": id, **more}).encode(), id=id)


@pytest.mark.parametrize("few", [0, 5_000], ids=["walked", "gathered"])
def test_the_newest_first_of_a_type_or_of_all(store: Any, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(recent, "FEW", few)
    store.commit(ChangeSet((put("Patient", "a"), put("Basic", "b"), put("Patient", "c"))))
    store.commit(ChangeSet((put("Patient", "a", active=True), Delete("Basic", "b"))))
    told = [(one.reference, one.number, one.deleted) for one in store.recent(None)]
    assert told == [("Basic/b", 2, True), ("Patient/a", 2, False), ("Patient/c", 1, False), ("Basic/b", 1, False),
                    ("Patient/a", 1, False)]  # fmt: skip
    patients = store.recent("Patient")
    assert [one.change for one in patients] == [4, 3, 1]
    assert [one.change for one in store.recent("Patient", patients[0].change, 1)] == [3]
    assert store.recent("Group") == store.recent("Patient", 1) == []
    assert patients[0] == store.read("Patient", "a")


def test_a_creation_that_must_be_the_first_of_its_condition(store: Any) -> None:
    def first(value: str) -> Put:
        body = {"resourceType": "Basic", "code": {"text": "x"}, "identifier": [{"system": "s", "value": value}]}
        return Put("Basic", json.dumps(body).encode(), if_none_exist=f"identifier=s|{value}", only_new=True)

    made = store.commit(ChangeSet((first("1"), first("2"))))
    assert [one.created for one in made] == [True, True]
    before = store.last_change()
    for writes in ((first("1"),), (first("3"), first("3"))):
        with pytest.raises(Refused) as caught:
            store.commit(ChangeSet(writes))
        assert caught.value.kind == "stale"
    assert store.last_change() == before
    gone = Delete("Basic", made[0].version.id)
    assert store.commit(ChangeSet((first("1"), gone)))[0].created  # deletes come first
