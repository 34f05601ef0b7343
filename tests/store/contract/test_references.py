"""Change sets whose entries refer to each other, conditional references, ifNoneExist."""

import orjson
import pytest
from tests.store.writing import commit, ids, observation, patient, put, write

from tongmai.base.outcome import Refused
from tongmai.store.protocol import ChangeSet, Delete, Put, Store


def identified(id: str, number: str, **further: object) -> dict[str, object]:
    return patient(id, identifier=[{"system": "urn:n", "value": number}], **further)


def test_entries_refer_to_each_other_whatever_their_order(store: Store) -> None:
    bodies = observation("", "urn:uuid:1", performer=[{"reference": "urn:uuid:2"}]), patient(""), patient("")
    for body in bodies:
        del body["id"]
    first, second, third = commit(
        store, put(bodies[0]), put(bodies[1], full_url="urn:uuid:1"), put(bodies[2], full_url="urn:uuid:2")
    )
    written = store.read("Observation", first.version.id).resource()
    assert written["subject"]["reference"] == second.version.reference
    assert written["performer"][0]["reference"] == third.version.reference
    assert ids(store, f"Observation?patient={second.version.id}") == {first.version.id}


def test_a_urn_that_no_entry_bears_is_refused_with_its_place(store: Store) -> None:
    with pytest.raises(Refused, match="urn:uuid:2") as refused:
        commit(
            store,
            put(patient("p"), full_url="urn:uuid:1"),
            put(observation("o", "urn:uuid:1", performer=[{"display": "x"}, {"reference": "urn:uuid:2"}])),
        )
    assert refused.value.issues[0].where == "entry[1].performer[1].reference"
    assert store.last_change() == 0


def test_a_conditional_reference_finds_the_one(store: Store) -> None:
    write(store, identified("p", "1"), identified("q", "2"))
    write(store, observation("o", "Patient?identifier=urn:n|2"))
    assert store.read("Observation", "o").resource()["subject"] == {"reference": "Patient/q"}
    assert ids(store, "Observation?subject=Patient/q") == {"o"}
    assert ids(store, "Observation?patient=q") == {"o"}


def test_none_and_several_refuse_the_whole_set_and_name_all(store: Store) -> None:
    write(store, identified("p", "1"), identified("q", "1"))
    with pytest.raises(Refused) as refused:
        commit(
            store,
            put(patient("new")),
            put(observation("a", "Patient?identifier=urn:n|9")),
            put(observation("b", "Patient/p", performer=[{"reference": "Patient?identifier=urn:n|1"}])),
        )
    none, several = refused.value.issues
    assert (none.where, none.kind) == ("entry[1].subject.reference", "not-found")
    assert (several.where, several.kind) == ("entry[2].performer[0].reference", "several")
    assert "Patient/p" in several.words.en
    assert "Patient/q" in several.words.en
    assert store.last_change() == 2


def test_a_conditional_reference_sees_its_own_set(store: Store) -> None:
    write(store, identified("old", "2"))
    commit(
        store,
        put(observation("a", "Patient?identifier=urn:n|1")),
        put(identified("p", "1")),
        put(identified("old", "3")),
        put(observation("b", "Patient?identifier=urn:n|3")),
    )
    assert ids(store, "Observation?subject=Patient/p") == {"a"}
    assert ids(store, "Observation?subject=Patient/old") == {"b"}
    with pytest.raises(Refused, match="matches nothing"):
        commit(store, Delete("Patient", "old"), put(observation("c", "Patient?identifier=urn:n|3")))
    with pytest.raises(Refused, match="several"):
        commit(store, put(identified("r", "1")), put(observation("c", "Patient?identifier=urn:n|1")))


def test_a_remembered_condition_is_forgotten_when_it_changes(store: Store) -> None:
    write(store, identified("p", "1"))
    write(store, observation("a", "Patient?identifier=urn:n|1"))
    write(store, identified("q", "1"))
    with pytest.raises(Refused, match="several"):
        write(store, observation("b", "Patient?identifier=urn:n|1"))
    commit(store, Delete("Patient", "p"))
    write(store, observation("b", "Patient?identifier=urn:n|1"))
    assert ids(store, "Observation?subject=Patient/q") == {"b"}


def test_if_none_exist_writes_once(store: Store) -> None:
    fresh = {"resourceType": "Patient", "identifier": [{"system": "urn:n", "value": "1"}]}
    (first,) = commit(store, put(fresh, if_none_exist="identifier=urn:n|1"))
    (again,) = commit(store, put(fresh | {"active": True}, if_none_exist="identifier=urn:n|1"))
    assert first.created
    assert (again.created, again.changed, again.version) == (False, False, first.version)
    assert store.last_change() == 1


def test_if_none_exist_twice_in_one_set_is_one(store: Store) -> None:
    fresh = {"resourceType": "Patient", "identifier": [{"system": "urn:n", "value": "1"}]}
    one, two, three = commit(
        store,
        put(fresh, if_none_exist="identifier=urn:n|1", full_url="urn:uuid:1"),
        put(fresh, if_none_exist="identifier=urn:n|1", full_url="urn:uuid:2"),
        put(observation("o", "urn:uuid:2")),
    )
    assert (one.created, two.created, three.created) == (True, False, True)
    assert two.version == one.version
    assert store.read("Observation", "o").resource()["subject"]["reference"] == one.version.reference


def test_references_go_to_what_if_none_exist_found(store: Store) -> None:
    write(store, identified("there", "1"))
    _, written = commit(
        store,
        put({"resourceType": "Patient"}, if_none_exist="identifier=urn:n|1", full_url="urn:uuid:1"),
        put(observation("o", "urn:uuid:1")),
    )
    assert written.version.resource()["subject"] == {"reference": "Patient/there"}
    assert ids(store, "Observation?patient=there") == {"o"}


def test_if_none_exist_refuses_several_naming_both(store: Store) -> None:
    write(store, identified("p", "1"), identified("q", "1"))
    with pytest.raises(Refused, match="several") as refused:
        commit(store, put({"resourceType": "Patient"}, if_none_exist="identifier=urn:n|1"))
    issue = refused.value.issues[0]
    assert issue.where == "entry[0].request.ifNoneExist"
    assert "Patient/p" in issue.words.en
    assert "Patient/q" in issue.words.en


@pytest.mark.parametrize(
    "reference",
    ["Patient?subject:Patient.name=x", "Patient?_count=1", "Patient?", "Patient?nonsense=1", "Nonsense?a=b"],
)
def test_a_condition_takes_plain_filters_only(store: Store, reference: str) -> None:
    with pytest.raises(Refused) as refused:
        write(store, observation("o", reference))
    assert refused.value.issues[0].where.startswith("entry[0]")


def test_text_that_looks_like_a_reference_is_left_alone(store: Store) -> None:
    text = '"reference":"urn:uuid:1" and Patient?identifier=1'
    commit(
        store,
        put(patient("p"), full_url="urn:uuid:1"),
        put(
            observation("o", "urn:uuid:1", note=[{"text": text}], extension=[{"url": "u", "valueString": "urn:uuid:1"}])
        ),
    )
    written = store.read("Observation", "o").resource()
    assert written["note"][0]["text"] == text
    assert written["extension"][0]["valueString"] == "urn:uuid:1"
    assert written["subject"]["reference"] == "Patient/p"


@pytest.mark.parametrize(
    ("full_url", "written", "meant"),
    [
        (rb"urn:uuid:1", rb"urn:uuid:1", b"Patient/p"),
        (rb"urn:oid:1.2", rb"urn:oid:1.2", b"Patient/p"),
        (rb"urn:uuid:1", rb"urn:uuid:\u0031", b"Patient/p"),
        (rb"urn:uuid:a\"b", rb"urn:uuid:a\"b", b"Patient/p"),
        (rb"urn:uuid:1\\", rb"urn:uuid:1\\", b"Patient/p"),
        (rb"urn:x:1", rb"urn:x:1", b"urn:x:1"),
        (rb"http://h/Patient/p", rb"http://h/Patient/p", b"http://h/Patient/p"),
    ],
)
def test_a_full_url_is_found_however_it_is_written(store: Store, full_url: bytes, written: bytes, meant: bytes) -> None:
    body = orjson.dumps(observation("o", "?")).replace(b'"?"', b'"%s"' % written)
    commit(store, put(patient("p"), full_url=orjson.loads(b'"%s"' % full_url)), Put("Observation", body, "o"))
    assert store.read("Observation", "o").resource()["subject"]["reference"].encode() == meant


def test_an_absolute_url_with_a_query_is_a_url(store: Store) -> None:
    write(store, observation("o", "http://elsewhere.example/Patient?x=1"))
    assert ids(store, "Observation?subject=http://elsewhere.example/Patient?x=1") == {"o"}


def test_who_wrote_is_kept_with_the_version(store: Store) -> None:
    written = store.commit(ChangeSet((put(patient("p")),), origin="import"))[0].version
    assert written.origin == "import"
    assert [version.origin for version in store.history("Patient", "p")] == ["import"]
