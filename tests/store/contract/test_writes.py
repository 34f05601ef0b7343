"""Create, read, update, delete, history, the feed."""

from datetime import timedelta

import orjson
import pytest
from tests.store.writing import commit, ids, observation, patient, put, search, write

from tongmai.base.clock import SetClock
from tongmai.base.outcome import Refused
from tongmai.store.protocol import ChangeSet, Delete, Put, Store


def test_a_created_resource_gets_an_id_and_reads_back(store: Store) -> None:
    (written,) = commit(store, Put("Patient", b'{"resourceType":"Patient","active":true}'))
    assert written.created
    assert written.changed
    assert written.version.number == 1
    read = store.read("Patient", written.version.id)
    assert read == written.version
    assert read.resource() == {
        "resourceType": "Patient",
        "id": read.id,
        "meta": {"versionId": "1", "lastUpdated": "2025-06-30T01:02:03.456Z"},
        "active": True,
    }


def test_values_keep_their_own_bytes(store: Store) -> None:
    body = (
        b'{ "resourceType" : "Observation", "status":"final", "code":{"text":"a\\/b \\u00e9"},'
        b' "valueQuantity": {"value": 1.50, "unit": "5  kg"}, "id":"o" }'
    )
    commit(store, Put("Observation", body, id="o"))
    kept = b'"code":{"text":"a\\/b \\u00e9"},"valueQuantity":{"value":1.50,"unit":"5  kg"}}'
    assert store.read("Observation", "o").body.endswith(kept)
    assert store.read("Observation", "o").served().endswith(kept)


def test_meta_of_the_client_stays_and_of_the_server_goes(store: Store) -> None:
    tagged = patient("p", meta={"versionId": "77", "lastUpdated": "1999-01-01T00:00:00Z", "tag": [{"code": "x"}]})
    write(store, tagged)
    version = store.read("Patient", "p")
    assert version.resource()["meta"] == {
        "versionId": "1",
        "lastUpdated": "2025-06-30T01:02:03.456Z",
        "tag": [{"code": "x"}],
    }
    assert orjson.loads(version.served()) == version.resource()
    (again,) = commit(store, Put("Patient", version.served(), id="p"))
    assert not again.changed


def test_an_update_makes_a_version_and_keeps_the_old_one(store: Store, clock: SetClock) -> None:
    write(store, patient("p", "Li"))
    clock.at += timedelta(hours=1)
    (written,) = commit(store, put(patient("p", "Wang")))
    assert (written.created, written.changed, written.version.number) == (False, True, 2)
    assert store.read("Patient", "p").resource()["name"] == [{"family": "Wang"}]
    assert store.read_version("Patient", "p", 1).resource()["name"] == [{"family": "Li"}]
    assert [version.number for version in store.history("Patient", "p")] == [2, 1]
    assert ids(store, "Patient?name=li") == set()
    assert ids(store, "Patient?name=wang") == {"p"}


def test_the_same_content_again_creates_nothing(store: Store) -> None:
    write(store, patient("p", "Li"))
    before = store.last_change()
    (written,) = commit(store, Put("Patient", orjson.dumps(patient("p", "Li"), option=orjson.OPT_INDENT_2), id="p"))
    assert (written.created, written.changed, written.version.number) == (False, False, 1)
    assert store.last_change() == before


def test_if_match_refuses_a_stale_version(store: Store) -> None:
    write(store, patient("p", "Li"))
    commit(store, put(patient("p", "Wang"), if_match=1))
    with pytest.raises(Refused, match="at version 2, not 1") as refused:
        commit(store, put(patient("p", "Zhao"), if_match=1))
    assert refused.value.kind == "stale"
    with pytest.raises(Refused):
        commit(store, put(patient("p", "Zhao"), if_match=0))
    with pytest.raises(Refused):
        commit(store, put(patient("q", "Zhao"), if_match=3))
    commit(store, put(patient("q", "Zhao"), if_match=0))
    assert store.read("Patient", "p").number == 2


def test_a_deleted_resource_is_gone_but_not_its_history(store: Store) -> None:
    write(store, patient("p", "Li"))
    (written,) = commit(store, Delete("Patient", "p"))
    assert (written.version.deleted, written.version.number, written.changed) == (True, 2, True)
    with pytest.raises(Refused, match="deleted") as refused:
        store.read("Patient", "p")
    assert refused.value.kind == "gone"
    assert ids(store, "Patient?name=li") == set()
    assert [version.deleted for version in store.history("Patient", "p")] == [True, False]
    assert not commit(store, Delete("Patient", "p"))[0].changed
    (back,) = commit(store, put(patient("p", "Li")))
    assert (back.created, back.version.number) == (True, 3)
    assert ids(store, "Patient?name=li") == {"p"}


@pytest.mark.parametrize("id", ["", "a/b", "ä", "x" * 65])
def test_what_is_not_there_is_not_found(store: Store, id: str) -> None:
    write(store, patient("p"), observation("o", "Patient/mentioned"))
    for key in (("Patient", id), ("Patient", "mentioned"), ("Nonsense", "p"), ("Observation", "p")):
        with pytest.raises(Refused) as refused:
            store.read(*key)
        assert refused.value.kind == "not-found"
        with pytest.raises(Refused):
            store.history(*key)
    with pytest.raises(Refused):
        store.read_version("Patient", "p", 2)
    with pytest.raises(Refused):
        commit(store, Delete("Patient", "nobody"))


@pytest.mark.parametrize(
    ("write", "kind"),
    [
        (Put("Patient", b"{"), "structure"),
        (Put("Patient", b"[]"), "structure"),
        (Put("Patient", b'"x"'), "structure"),
        (Put("Patient", b'{"resourceType":"Patient","meta":[]}'), "structure"),
        (Put("Patient", b'{"resourceType":"Patient","gender":"\\ud800"}'), "structure"),
        (Put("Patient", b'{"resourceType":"Patient","a":' + b"[" * 2000 + b"]" * 2000 + b"}"), "structure"),
        (Put("Patient", b'{"resourceType":"Patient","a":NaN}'), "structure"),
        (Put("Patient", rb'{"resourceType":"Patient","gender":"a\\\u0000"}'), "structure"),
        (Put("Patient", b'{"resourceType":1}'), "invalid"),
        (Put("Patient", b'\xff{"resourceType":"Patient"}'), "structure"),
        (Put("Patient", b'{"resourceType":"Observation"}'), "invalid"),
        (Put("Patient", b'{"active":true}'), "invalid"),
        (Put("Patient", b'{"resourceType":"Patient","id":"b"}', id="a"), "invalid"),
        (Put("Patient", b'{"resourceType":"Patient"}', id="a b"), "value"),
        (Put("Nonsense", b'{"resourceType":"Nonsense"}'), "unsupported"),
        (Put("Patient", b'{"resourceType":"Patient","name":"Li"}'), "structure"),
        (Put("Patient", b'{"resourceType":"Patient"}', if_none_exist="nonsense=1"), "unsupported"),
        (Put("Patient", b'{"resourceType":"Patient"}', if_none_exist="_sort=name"), "unsupported"),
    ],
)
def test_what_is_no_resource_is_refused_and_nothing_is_written(store: Store, write: Put, kind: str) -> None:
    with pytest.raises(Refused) as refused:
        commit(store, put(patient("p")), write)
    assert refused.value.kind == kind
    assert refused.value.issues[0].where.startswith("entry[1]")
    assert store.last_change() == 0
    assert store.counts() == {}


def test_the_feed_tells_every_change_in_order(store: Store, clock: SetClock) -> None:
    write(store, patient("p", "Li"), patient("q"))
    clock.at -= timedelta(hours=1)  # a clock put back does not put the feed back
    commit(store, put(patient("p", "Wang")), Delete("Patient", "q"))
    feed = store.changes()
    assert [(v.id, v.number, v.deleted) for v in feed] == [
        ("p", 1, False),
        ("q", 1, False),
        ("p", 2, False),
        ("q", 2, True),
    ]
    assert [version.change for version in feed] == [1, 2, 3, 4]
    assert len({version.at for version in feed}) == 1
    assert store.changes(after=2, limit=1) == feed[2:3]
    assert store.changes(after=4) == []
    assert store.last_change() == 4


def test_counts_and_current_tell_what_is_live(store: Store) -> None:
    write(store, patient("b"), patient("a"), patient("c"), observation("o", "Patient/a"))
    commit(store, Delete("Patient", "c"))
    assert store.counts() == {"Observation": 1, "Patient": 2}
    assert [version.id for version in store.current("Patient")] == ["a", "b"]
    assert list(store.current("Encounter")) == []
    assert set(store.read_many([("Patient", "a"), ("Patient", "c"), ("Patient", "zz")])) == {("Patient", "a")}


def test_current_is_of_one_moment_and_the_thread_may_go_on(store: Store) -> None:
    write(store, *(patient(f"p{n}") for n in range(5)))
    seen = []
    for version in store.current("Patient"):
        seen.append(version.id)
        assert store.read("Patient", version.id).id == version.id
        write(store, patient(f"{version.id}x"))
    assert seen == [f"p{n}" for n in range(5)]
    assert store.counts() == {"Patient": 10}


def test_a_set_that_is_refused_changes_nothing_and_the_next_one_does(store: Store) -> None:
    write(store, patient("p"))
    with pytest.raises(Refused):
        commit(
            store, put(patient("new", "Li")), put(observation("o", "Patient/p", "fresh")), put(patient("p"), if_match=9)
        )
    assert store.last_change() == 1
    assert ids(store, "Patient?name=li") == set()
    write(store, observation("o", "Patient/p", "fresh"), patient("new", "Li"))
    assert ids(store, "Observation?code=fresh&subject=Patient/p") == {"o"}
    assert ids(store, "Patient?name=li") == {"new"}


def test_an_empty_set_is_an_empty_answer(store: Store) -> None:
    assert store.submit(ChangeSet(())).result() == []


def test_a_resource_written_twice_in_one_set_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="written twice") as refused:
        commit(store, put(patient("p", "Li")), put(patient("p", "Wang")))
    assert refused.value.issues[0].where == "entry[1]"
    assert search(store, "Patient?_total=accurate&_count=0").total == 0


def test_what_only_looks_like_a_nul_is_kept(store: Store) -> None:
    (written,) = commit(store, Put("Patient", rb'{"resourceType":"Patient","gender":"\\u0000"}'))
    assert written.version.resource()["gender"] == r"\u0000"
