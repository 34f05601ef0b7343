"""What workers send arrives as it was; a body that is in normal form already stays as it is."""

import pytest
from tests.store.writing import DEFINITIONS

from tongmai.base.outcome import Issue
from tongmai.base.words import Words
from tongmai.store import bodies
from tongmai.store.load.wire import Ready, packed, unpacked
from tongmai.store.prepare import Preparer
from tongmai.store.protocol import ChangeSet, Delete, Put
from tongmai.store.rows import extractor

PREPARER = Preparer(DEFINITIONS, extractor(DEFINITIONS), lambda: "made")


def test_what_is_sent_arrives_as_it_was() -> None:
    doctor = b'{"resourceType":"Practitioner","name":[{"text":"Li"}],"birthDate":"1980-02"}'
    seen = b'{"resourceType":"Encounter","status":"finished","class":{"code":"AMB"},"subject":{"reference":"%s"}}'
    writes = (
        Put("Practitioner", doctor, "d", full_url="urn:uuid:d", if_none_exist="identifier=urn:n|1"),
        Put("Encounter", seen % b"urn:uuid:d", if_match=3),
        Put("Encounter", seen % b"Patient?identifier=urn:n|2", "e2"),
        Delete("Patient", "gone", if_match=1),
    )
    ready = Ready((4, 5, 6, 7), PREPARER.prepare(ChangeSet(writes, "load")))
    refused = Ready((8,), None, (Issue("value", Words("错", "wrong"), "entry[0].id"),))
    assert unpacked(packed([ready, refused])) == [ready, refused]


@pytest.mark.parametrize(
    ("body", "normal"),
    [
        (b'{"resourceType":"Patient","id":"p","active":true}', None),
        (b'{"resourceType":"Patient","id":"p","meta":{"tag":[{"code":"x"}]},"active":true}', None),
        (b'{"resourceType":"Patient","id":"p","x":1.50,"y":"\\u4e2d"}', None),
        (b'{"resourceType":"Patient","id":"p"}', None),
        (b'{"resourceType":"Patient","id":"p","x":1,"x":2}', b'{"resourceType":"Patient","id":"p","x":2}'),
        (b'{"resourceType":"Patient","id":"p","x":1,"id":"p"}', b'{"resourceType":"Patient","id":"p","x":1}'),
        (b'{"resourceType":"Patient","id":"p","meta":{}}', b'{"resourceType":"Patient","id":"p"}'),
        (b'{"resourceType":"Patient","id":"p","meta":null}', b'{"resourceType":"Patient","id":"p"}'),
        (b'{"resourceType":"Patient","id":"p","meta":{"versionId":"1"}}', b'{"resourceType":"Patient","id":"p"}'),
        (
            b'{"resourceType":"Patient","id":"p","x":1,"meta":{"tag":[]}}',
            b'{"resourceType":"Patient","id":"p","meta":{"tag":[]},"x":1}',
        ),
        (b'{"id":"p","resourceType":"Patient"}', b'{"resourceType":"Patient","id":"p"}'),
        (b'{"resourceType":"Patient","id":"p","na\\u006de":[]}', b'{"resourceType":"Patient","id":"p","name":[]}'),
    ],
)
def test_a_body_in_normal_form_stays_and_others_are_brought_into_it(body: bytes, normal: bytes | None) -> None:
    expected = (normal or body, "Patient", "p")
    assert bodies.normal_of_compact("Patient", "p", body) == expected
    assert bodies.normal("Patient", "p", body.replace(b",", b" , ")) == expected
