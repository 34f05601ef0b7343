"""Bundles, outcomes and references."""

import orjson
import pytest

from tongmai.base.outcome import Issue, Refused
from tongmai.base.words import Words
from tongmai.fhir.bundles import answer, entries, history_page, operation_outcome, processing_order, searchset
from tongmai.fhir.references import Pointer, parse_reference, references, rewrite


def test_the_entries_of_a_transaction_in_their_order_of_processing():
    bundle = {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [
            {"request": {"method": "PUT", "url": "Patient/1"}, "resource": {"resourceType": "Patient", "id": "1"}},
            {"request": {"method": "DELETE", "url": "Patient/2"}},
            {
                "fullUrl": "urn:uuid:1",
                "request": {"method": "POST", "url": "Task", "ifNoneExist": "identifier=a|b"},
                "resource": {"resourceType": "Task"},
            },
        ],
    }
    listed = entries(bundle)
    assert processing_order(listed) == [1, 2, 0]
    assert (listed[2].full_url, listed[2].if_none_exist, listed[2].where) == (
        "urn:uuid:1",
        "identifier=a|b",
        "Bundle.entry[2]",
    )


@pytest.mark.parametrize(
    ("bundle", "where"),
    [
        ({"resourceType": "Patient"}, "Bundle.type"),
        ({"resourceType": "Bundle", "type": "batch", "entry": [{}]}, r"Bundle.entry[0].request"),
        (
            {
                "resourceType": "Bundle",
                "type": "batch",
                "entry": [{"request": {"method": "POST", "url": "Patient"}}],
            },
            "Bundle.entry[0].resource",
        ),
    ],
)
def test_a_bundle_that_is_none_is_refused_at_its_place(bundle, where):
    with pytest.raises(Refused) as refused:
        entries(bundle)
    assert refused.value.issues[0].where == where


def test_results_answers_and_history():
    own = b'{"resourceType":"Patient","id":"1","x":1.50}'
    found = searchset('http://x"/fhir', [("Patient/1", own)], [("Group/2", own)], total=1, links=[("self", "u")])
    assert found.count(own) == 2
    told = orjson.loads(found)
    assert [(told["total"], told["link"])] == [(1, [{"relation": "self", "url": "u"}])]
    assert [(one["fullUrl"], one["search"]["mode"]) for one in told["entry"]] == [
        ('http://x"/fhir/Patient/1', "match"),
        ('http://x"/fhir/Group/2', "include"),
    ]
    assert orjson.loads(searchset("http://x/fhir", [])) == {"resourceType": "Bundle", "type": "searchset"}
    assert answer("201 Created", etag='W/"1"') == {"status": "201 Created", "etag": 'W/"1"'}
    at, body = "2025-01-01T00:00:00Z", b'{"resourceType":"Patient","x":1.50}'
    page = history_page(
        "http://x", [(None, "Patient/1", 2, "DELETE", at), (body, "Patient/1", 1, "POST", at)], [], None
    )
    assert body in page
    gone, made = orjson.loads(page)["entry"]
    assert gone["request"] == {"method": "DELETE", "url": "Patient/1"}
    assert made["request"] == {"method": "POST", "url": "Patient"}
    assert "resource" not in gone


def test_an_issue_becomes_an_outcome_with_place_and_remedy():
    issue = Issue("stale", Words("已更新", "changed"), "meta.versionId", remedy=Words("请刷新", "reload"))
    [told] = operation_outcome([issue])["issue"]
    assert told["code"] == "conflict"
    assert told["details"]["text"] == "已更新；请刷新"
    assert told["expression"] == ["meta.versionId"]


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ("Patient/1", Pointer("Patient", "1")),
        ("Patient/1/_history/3", Pointer("Patient", "1", "3")),
        ("#x", Pointer(fragment="x")),
        ("Patient?identifier=a|b", Pointer("Patient", query="identifier=a|b")),
        ("urn:uuid:5", Pointer(url="urn:uuid:5")),
        ("http://a.example/r4/Patient/1", Pointer("Patient", url="http://a.example/r4/Patient/1")),
        ("nonsense/7", Pointer(url="nonsense/7")),
    ],
)
def test_what_a_reference_says(text, pointer):
    assert parse_reference(text) == pointer


def test_all_references_are_walked_and_rewritten():
    task = {
        "resourceType": "Task",
        "focus": {"reference": "urn:uuid:1"},
        "input": [{"valueReference": {"reference": "urn:uuid:2"}}],
        "extension": [{"url": "u", "valueReference": {"reference": "Patient/9"}}],
        "contained": [{"resourceType": "Task", "for": {"reference": "urn:uuid:1"}}],
    }
    assert [where for where, _ in references(task)] == [
        "focus",
        "input[0].valueReference",
        "extension[0].valueReference",
        "contained[0].for",
    ]
    known = {"urn:uuid:1": "ServiceRequest/a", "urn:uuid:2": "Patient/b"}
    assert rewrite(task, known.get) == 3
    assert task["contained"][0]["for"]["reference"] == "ServiceRequest/a"
