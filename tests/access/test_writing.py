"""Writing through the door: decided on the record as it is and as it would be."""

from typing import Any

import pytest

from tongmai.access import Delete, Guard, circle_row
from tongmai.base.outcome import Refused
from tongmai.model.rule import Rule
from tongmai.store.protocol import ChangeSet


def refused(region: Any, actor: str, *writes: Any) -> Refused:
    """The refusal; whatever it is, nothing was written."""
    before = region.store.last_change()
    with pytest.raises(Refused) as caught:
        region.open(actor).transact(list(writes))
    assert region.store.last_change() == before
    return caught.value


def test_what_a_rule_opens_is_written_with_its_origin_and_audited(region: Any, records: Any) -> None:
    written = region.open("doctor", "TREAT").transact([records.put(records.request("new", "p1", "post-a"))])
    assert (written[0].created, written[0].version.number) == (True, 1)
    assert region.seen() == [("write", "ServiceRequest/new", "a clinic keeps what it sent")]
    assert region.audit.waited == [True]


def test_a_record_must_be_open_as_it_would_be(region: Any, records: Any) -> None:
    error = refused(region, "doctor", records.put(records.request("new", "p1", "post-b")))
    assert (error.kind, error.issues[0].where) == ("forbidden", "ServiceRequest/new")
    assert error.issues[0].remedy is not None
    assert "a clinic keeps what it sent" in error.issues[0].rule
    refused(region, "doctor", records.put(records.request("r1", "p1", "post-b")))  # not given away either


def test_a_record_must_be_open_as_it_is(region: Any, records: Any) -> None:
    refused(region, "doctor", records.put(records.request("r2", "p2", "post-a")))  # not taken from another
    refused(region, "doctor", Delete("ServiceRequest", "r2"))


def test_what_may_be_read_may_not_therefore_be_written(region: Any, records: Any) -> None:
    refused(region, "doctor", records.put(records.observation("o1", "p1")))


def test_one_refusal_refuses_all(region: Any, records: Any) -> None:
    good, bad = records.request("g", "p1", "post-a"), records.request("b", "p1", "post-b")
    refused(region, "doctor", records.put(good), records.put(bad))
    refused(region, "doctor", records.put(bad), records.put(good))


def test_a_deletion_of_ones_own_is_a_tombstone(region: Any) -> None:
    written = region.open("doctor").transact([Delete("ServiceRequest", "r1")])
    assert written[0].version.deleted


def test_a_reference_in_the_same_set_does_not_lend_a_post(region: Any, records: Any) -> None:
    """An entry that nobody may write cannot open another entry."""
    post = {"resourceType": "PractitionerRole", "organization": {"reference": "Organization/clinic-a"}}
    request = records.request(None, "p1", "post-a")
    request["requester"]["reference"] = "urn:uuid:5b2f5d1e-0000-4000-8000-000000000001"
    refused(region, "doctor", records.put(post, full_url="urn:uuid:5b2f5d1e-0000-4000-8000-000000000001"),
            records.put(request))  # fmt: skip


def test_a_conditional_create_judges_by_the_record_that_is_found(make: Any, records: Any) -> None:
    """The post found belongs to the other clinic; the body sent says otherwise and is never written."""
    rules = [
        Rule("posts are seen", "clinician", frozenset({"read", "search"}), "PractitionerRole"),
        Rule("own posts are kept", "clinician", frozenset({"write"}),
             "PractitionerRole?organization=Organization/{actor.organization}"),
        Rule("a clinic keeps what it sent", "clinician", frozenset({"write"}),
             "ServiceRequest?requester:PractitionerRole.organization=Organization/{actor.organization}"),
    ]  # fmt: skip
    region, urn = make(rules=rules), "urn:uuid:5b2f5d1e-0000-4000-8000-000000000001"
    theirs = {
        "resourceType": "PractitionerRole",
        "id": "post-b",
        "organization": {"reference": "Organization/clinic-b"},
        "identifier": [{"system": "s", "value": "1"}],
    }
    region.add(theirs)
    claimed = {**theirs, "organization": {"reference": "Organization/clinic-a"}}
    del claimed["id"]
    request = records.request(None, "p1", "post-b")
    request["requester"]["reference"] = urn
    entry = records.put(claimed, full_url=urn, if_none_exist="identifier=s|1")
    error = refused(region, "doctor", entry, records.put(request))
    assert error.issues[0].where == "ServiceRequest"
    assert region.open("doctor").transact([entry])[0].changed is False


def test_a_conditional_create_does_not_tell_of_what_is_closed(region: Any, records: Any) -> None:
    region.add({**records.request("hidden", "p2", "post-b"), "identifier": [{"system": "s", "value": "7"}]})
    own = records.put(records.request(None, "p1", "post-a"), if_none_exist="identifier=s|7")
    assert refused(region, "doctor", own).kind == "forbidden"


def test_a_conditional_reference_finds_what_the_actor_may_find(region: Any, records: Any) -> None:
    request = records.request(None, "p1", "post-a")
    request["subject"]["reference"] = "Patient?name=数据一"
    written = region.open("doctor").transact([records.put(request)])[0].version
    assert written.resource()["subject"]["reference"] == "Patient/p1"
    request["subject"]["reference"] = "Patient?name=数据二"
    assert refused(region, "doctor", records.put(request)).kind in ("not-found", "invalid")


def test_a_conditional_reference_sees_the_set_as_it_will_be(make: Any, records: Any) -> None:
    """It may mean an entry of the set; what the set changes or deletes no longer counts; two are refused."""
    rules = [Rule(f"all keep {type}", "clinician", frozenset({"read", "search", "write"}), type)
             for type in ("Organization", "Practitioner")]  # fmt: skip
    region = make(rules=rules)

    def practitioner(value: str, id: str | None = None) -> Any:
        body = {"resourceType": "Practitioner", "identifier": [{"system": "s", "value": value}]}
        return records.put(body | ({"id": id} if id else {}))

    def pointing(*others: Any) -> str:
        body = {"resourceType": "Organization", "extension": [
            {"url": "urn:x", "valueReference": {"reference": "Practitioner?identifier=s|1"}}]}  # fmt: skip
        written = region.open("doctor").transact([*others, records.put(body)])
        return str(written[-1].version.resource()["extension"][0]["valueReference"]["reference"])

    assert pointing(practitioner("1", "a")) == "Practitioner/a"
    assert pointing() == "Practitioner/a"
    assert pointing(practitioner("2", "a"), practitioner("1", "b")) == "Practitioner/b"
    assert pointing(Delete("Practitioner", "b"), practitioner("1", "c")) == "Practitioner/c"
    for others in ([practitioner("1")], [practitioner("1", "d")]):
        with pytest.raises(Refused) as caught:
            pointing(*others)
        assert caught.value.kind == "several"
    with pytest.raises(Refused):
        pointing(Delete("Practitioner", "c"))


def test_a_write_is_bound_to_the_version_on_which_it_was_decided(region: Any, records: Any) -> None:
    """Between decision and write the record is given to another clinic: the write is stale, not let through."""
    put = records.put(records.request("r1", "p1", "post-a"))
    real = region.store.submit

    def meanwhile(change_set: ChangeSet) -> Any:
        region.store.submit = real
        region.add(records.request("r1", "p1", "post-b"))
        return real(change_set)

    region.store.submit = meanwhile
    with pytest.raises(Refused) as caught:
        region.open("doctor").transact([put])
    assert caught.value.kind == "stale"
    assert region.store.read("ServiceRequest", "r1").number == 2


def test_a_stale_version_is_refused(region: Any, records: Any) -> None:
    region.open("doctor").transact([records.put(records.request("r1", "p1", "post-a", "clinic-b"))])
    assert refused(region, "doctor", records.put(records.request("r1", "p1", "post-a"), if_match=1)).kind == "stale"


def test_what_is_out_of_shape_is_refused_whoever_writes_it(region: Any, records: Any) -> None:
    wrong = records.put({**records.observation("x", "p1"), "colour": "red"})
    for context in (region.open("doctor"), region.access.system("load"), region.open("doctor").under("a/b: c@*")):
        with pytest.raises(Refused, match="colour"):
            context.transact([wrong])
        with pytest.raises(Refused, match=r"entry\[1\]"):
            context.transact([records.put(records.observation("y", "p1")), wrong])


@pytest.mark.parametrize(
    ("change", "may"),
    [
        (lambda one: {**one, "priority": "stat"}, False),
        (lambda one: {name: value for name, value in one.items() if name != "priority"}, False),
        (lambda one: {**one, "status": "completed"}, True),
    ],
    ids=["changed", "removed", "left alone"],
)
def test_a_guarded_element_is_written_by_steps_only(make: Any, records: Any, change: Any, may: bool) -> None:
    rule = Rule("all", "clinician", frozenset({"read", "search", "write"}), "ServiceRequest")
    region = make(rules=[rule], guards=[Guard("ServiceRequest", ("priority",))])
    request = {**records.request("r1", "p1", "post-a"), "priority": "routine"}
    region.add(request)
    if may:
        region.open("doctor").transact([records.put(change(request))])
    else:
        error = refused(region, "doctor", records.put(change(request)))
        assert (error.issues[0].where, error.issues[0].rule) == (
            "ServiceRequest.priority",
            "state is derived from events",
        )
    region.open("doctor").under("plans.order/close: clinician@*").transact([records.put(change(request))])


def test_a_guard_with_a_mark_holds_for_the_marked(make: Any, records: Any) -> None:
    rule = Rule("all", "clinician", frozenset({"read", "search", "write"}), "Task")
    region = make(rules=[rule], guards=[Guard("Task", (), mark="urn:tongmai:workflow")])
    task = {"resourceType": "Task", "status": "draft", "intent": "order"}
    ours = {**task, "code": {"coding": [{"system": "urn:tongmai:workflow", "code": "plans.order"}]}}
    region.open("doctor").transact([records.put({**task, "id": "t1"})])
    refused(region, "doctor", records.put({**ours, "id": "t2"}))
    region.add({**ours, "id": "t3"})
    refused(region, "doctor", records.put({**task, "id": "t3"}))
    refused(region, "doctor", Delete("Task", "t3"))


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [
        ("busy", "free", False), ("busy", "busy-unavailable", False), ("busy", None, False), ("free", "busy", False),
        (None, "busy", False), ("busy", "busy", True), ("free", "busy-unavailable", True), ("free", None, True),
        (None, "free", True), ("busy-unavailable", "free", True),
    ],
)  # fmt: skip
def test_a_guard_with_values_holds_for_these_alone(
    make: Any, records: Any, before: str | None, after: str | None, may: bool
) -> None:
    rule = Rule("all", "clinician", frozenset({"read", "search", "write"}), "Slot")
    region = make(rules=[rule], guards=[Guard("Slot", ("status",), mark="urn:x:ours", values=("busy",))])
    for ours in (True, False):
        slot = {"resourceType": "Slot", "id": f"s-{ours}", "schedule": {"reference": "Schedule/a"},
                "start": "2025-07-01T09:00:00+08:00", "end": "2025-07-01T09:30:00+08:00"}  # fmt: skip
        slot |= {"extension": [{"url": "urn:x:ours", "valueString": "a"}]} if ours else {}
        if before:
            region.add({**slot, "status": before})
        write = records.put({**slot, "status": after, "comment": "x"}) if after else Delete("Slot", slot["id"])
        if may or not ours:
            region.open("doctor").transact([write])
        else:
            assert refused(region, "doctor", write).issues[0].where == "Slot.status"


def test_nobody_writes_themselves_into_a_circle(make: Any, records: Any) -> None:
    """Not even who may write every care team."""
    rule = Rule("all", "clinician", frozenset({"read", "search", "write"}), "CareTeam")
    region = make(rules=[rule])
    row = circle_row("c9", "p2", "Organization/clinic-a", "contract", "2025-01-01")
    refused(region, "doctor", records.put(row))
    region.add(row)
    refused(region, "doctor", records.put({**row, "period": {"start": "2020-01-01"}}))
    refused(region, "doctor", Delete("CareTeam", "c9"))
    other = {name: value for name, value in row.items() if name not in ("category", "id")}
    region.open("doctor").transact([records.put(other)])


def test_may_tells_beforehand(region: Any, records: Any) -> None:
    doctor = region.open("doctor")
    assert doctor.may("write", "ServiceRequest", records.request(None, "p1", "post-a"))
    assert not doctor.may("write", "ServiceRequest", records.request(None, "p1", "post-b"))
    assert not doctor.may("write", "Observation")
    assert doctor.may("write", "ServiceRequest")


def test_a_submitted_write_answers_when_it_is_done(region: Any, records: Any) -> None:
    future = region.open("doctor").submit([records.put(records.request("new", "p1", "post-a"))])
    assert future.result(10)[0].version.id == "new"
