"""Reading through the door: a table for each promise."""

from typing import Any

import pytest

from tongmai.access import BREAK_GLASS, Delete
from tongmai.base.outcome import Refused
from tongmai.model.rule import Narrowing, Rule


def refused(call: Any, *arguments: Any, **more: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        call(*arguments, **more)
    return caught.value


READS = [
    # actor, purpose, record, rule that opens it ("" for none)
    ("planner", "OPERATE", "Organization/clinic-a", "planners see every institution"),
    ("officer", "OPERATE", "Organization/clinic-a", "a county sees its own institutions"),
    ("officer", "OPERATE", "Organization/clinic-b", ""),
    ("doctor", "OPERATE", "ServiceRequest/r1", "a clinic keeps what it sent"),
    ("doctor", "OPERATE", "ServiceRequest/r2", ""),
    ("nurse", "OPERATE", "ServiceRequest/r2", "a centre sees what was sent to it"),
    ("nurse", "OPERATE", "ServiceRequest/r3", ""),
    ("doctor", "OPERATE", "Observation/o1", "who treats, sees"),
    ("doctor", "OPERATE", "Observation/o1s", ""),  # sensitive, and a contract does not lift it
    ("doctor", "OPERATE", "Observation/o2", ""),
    ("doctor", "OPERATE", "Observation/o3", ""),  # the circle has ended
    ("other", "OPERATE", "Observation/o3", ""),  # in the circle for another reason
    ("specialist", "OPERATE", "Observation/o2", ""),  # not for this purpose
    ("specialist", "TREAT", "Observation/o2", "specialists treat on purpose"),
    ("specialist", "TREAT", "Patient/p2", "specialists treat on purpose"),
    ("resident", "OPERATE", "Patient/p1", "one's own record"),
    ("resident", "OPERATE", "Observation/o1s", "one's own record"),  # lifted: it is their own
    ("resident", "OPERATE", "Patient/p2", ""),
    ("planner", "OPERATE", "Patient/p1", ""),
]


@pytest.mark.parametrize(("actor", "purpose", "record", "rule"), READS)
def test_a_record_is_read_by_a_rule_or_refused(region: Any, actor: str, purpose: str, record: str, rule: str) -> None:
    context, (type, id) = region.open(actor, purpose), record.split("/")
    if rule:
        assert context.read(type, id).reference == record
        assert context.explain(type, id).rule == rule
    else:
        error = refused(context.read, type, id)
        assert (error.kind, error.status, error.issues[0].where) == ("forbidden", 403, record)
        assert context.explain(type, id).allowed is False


@pytest.mark.parametrize(("actor", "purpose", "record", "rule"), READS)
def test_search_finds_what_may_be_read(region: Any, actor: str, purpose: str, record: str, rule: str) -> None:
    context, (type, id) = region.open(actor, purpose), record.split("/")
    if not context.may("search", type):
        assert not rule
        return
    assert [one.id for one in context.search(type, [("_id", id)]).matches] == ([id] if rule else [])


def test_a_refusal_says_who_would_be_let_in(region: Any) -> None:
    issue = refused(region.open("planner").read, "ServiceRequest", "r1").issues[0]
    assert issue.rule.startswith("no rule grants it")
    assert issue.remedy is not None
    assert "a clinic keeps what it sent (clinician)" in issue.rule
    assert issue.remedy.en.startswith("read is open to: clinician")


def test_a_label_is_named_when_it_is_what_closes(region: Any) -> None:
    told = region.open("doctor").explain("Observation", "o1s")
    assert (told.allowed, told.rule, told.would) == (False, "sensitive stays narrow", ("referral", "self"))
    assert refused(region.open("doctor").read, "Observation", "o1s").issues[0].rule == "sensitive stays narrow"


def test_a_type_without_a_rule_is_refused_not_empty(region: Any) -> None:
    assert refused(region.open("planner").search, "Observation").kind == "forbidden"


def test_an_unknown_user_is_asked_to_sign_in(region: Any) -> None:
    assert refused(region.open, "nobody").status == 401


def test_a_circle_opens_and_closes_with_its_rows(region: Any, records: Any) -> None:
    doctor = region.open("doctor")
    assert not doctor.search("Observation", "patient=Patient/p2").matches
    row = region.store.read("CareTeam", "c2").resource()
    row["participant"].append({"member": {"reference": "Organization/clinic-a"}})
    region.add(row)
    assert [one.id for one in doctor.search("Observation", "patient=Patient/p2").matches] == ["o2"]
    region.add({**row, "status": "entered-in-error"})
    assert not doctor.search("Observation", "patient=Patient/p2").matches


def test_totals_count_only_what_is_open(region: Any) -> None:
    assert region.open("doctor").search("Observation", "_total=accurate").total == 1


def test_pages_stay_within_the_scopes(region: Any, records: Any) -> None:
    region.add(*(records.observation(f"more{n}", "p1" if n % 2 else "p2") for n in range(10)))
    context, after, found = region.open("doctor"), None, []
    while True:
        page = context.search("Observation", "_sort=_id", count=2, after=after)
        found += [one.id for one in page.matches]
        after = page.next
        if after is None:
            break
    assert found == ["more1", "more3", "more5", "more7", "more9", "o1"]


def test_included_records_obey_the_scopes(region: Any) -> None:
    nurse = region.open("nurse")
    found = nurse.search("ServiceRequest", "_include=ServiceRequest:patient&_include=ServiceRequest:performer")
    assert {one.id for one in found.matches} == {"r1", "r2"}
    assert found.included == ()
    doctor = region.open("doctor").search("ServiceRequest", "_include=ServiceRequest:patient")
    assert [one.reference for one in doctor.included] == ["Patient/p1"]


def test_a_chain_through_a_closed_type_is_refused(region: Any) -> None:
    error = refused(region.open("nurse").search, "ServiceRequest", "patient:Patient.name=演示")
    assert (error.kind, error.issues[0].where) == ("forbidden", "Patient")


def test_a_chain_probes_nothing_beyond_the_scopes(region: Any, records: Any) -> None:
    doctor = region.open("doctor")
    region.add(records.request("probe", "p2", "post-a"))
    assert [one.id for one in doctor.search("ServiceRequest", "patient:Patient.name=数据二").matches] == []
    assert [one.id for one in doctor.search("ServiceRequest", "patient:Patient.name=数据一").matches] == ["r1"]


def test_many_reads_leave_out_what_is_closed(region: Any) -> None:
    keys = [("Observation", "o1"), ("Observation", "o2"), ("Observation", "none")]
    assert list(region.open("doctor").read_many(keys)) == [("Observation", "o1")]


def test_history_shows_the_versions_that_may_be_read(region: Any, records: Any) -> None:
    region.add(records.observation("o1", "p1", "sensitive"))
    region.add(records.observation("o1", "p1"))
    doctor = region.open("doctor")
    assert [one.number for one in doctor.history("Observation", "o1")] == [3, 1]
    assert doctor.read_version("Observation", "o1", 1).number == 1
    assert refused(doctor.read_version, "Observation", "o1", 2).kind == "not-found"
    assert refused(doctor.history, "Observation", "o2").kind == "forbidden"


def test_the_history_of_a_deleted_record_is_for_who_might_read_it(region: Any) -> None:
    from_house = region.access.system("test")
    from_house.transact([Delete("Observation", "o1")])
    assert [one.deleted for one in region.open("doctor").history("Observation", "o1")] == [True, False]
    assert refused(region.open("other").history, "Observation", "o1").kind == "forbidden"


def test_each_persons_record_seen_is_audited_with_its_rule(region: Any) -> None:
    doctor = region.open("doctor", "TREAT")
    doctor.read("Observation", "o1")
    doctor.search("Observation")
    doctor.search("PractitionerRole")
    assert region.seen() == [
        ("read", "Observation/o1", "who treats, sees"),
        ("search", "Observation/o1", "who treats, sees"),
    ]
    actor, purpose, seen = region.audit.lines[0]
    assert (actor, purpose, seen.person) == ("doctor", "TREAT", "p1")
    assert region.audit.waited == [False, False]


def test_what_was_refused_was_not_seen(region: Any) -> None:
    refused(region.open("planner").read, "Patient", "p1")
    assert region.seen() == []


def test_breaking_the_glass_waits_for_the_disk(make: Any, records: Any) -> None:
    glass = Rule("in an emergency", "clinician", frozenset({"read", "search"}), "Patient",
                 purpose=frozenset({BREAK_GLASS}))  # fmt: skip
    region = make(rules=[glass])
    region.add({"resourceType": "Patient", "id": "p9"})
    region.audit.lines.clear()
    region.audit.waited.clear()
    assert refused(region.open("doctor").read, "Patient", "p9").kind == "forbidden"
    region.open("doctor", BREAK_GLASS).read("Patient", "p9")
    assert (region.seen(), region.audit.waited) == ([("break-glass", "Patient/p9", "in an emergency")], [True])


def test_the_house_at_work_is_told_once_and_names_itself(region: Any) -> None:
    system = region.access.system("load")
    system.search("Patient")
    system.read("Patient", "p1")
    assert [(what, rule) for what, _, rule in region.seen()] == [("open", "the house at work")]
    assert refused(region.open("planner").changes).kind == "forbidden"
    assert len(system.changes(0, 3)) == 3


@pytest.mark.parametrize(
    ("rules", "culprit"),
    [
        ([Rule("bad", "r", frozenset({"read"}), "Patient?colour=red")], "colour"),
        ([Rule("bad", "r", frozenset({"read"}), "Dragon?name=x")], "Dragon"),
        ([Rule("bad", "r", frozenset({"read"}), "Patient?_sort=_id")], "only filters"),
        ([Rule("bad", "r", frozenset({"read"}), "Patient"), Narrowing("bad", "x")], "two rules"),
    ],
)
def test_a_rule_that_is_none_is_refused_at_the_start(make: Any, rules: Any, culprit: str) -> None:
    with pytest.raises(ValueError, match=culprit):
        make(rules=rules)


def test_a_rule_that_needs_what_the_actor_lacks_opens_nothing(make: Any) -> None:
    rule = Rule("own posts", "resident", frozenset({"read", "search"}),
                "PractitionerRole?practitioner=Practitioner/{actor.practitioner}")  # fmt: skip
    region = make(rules=[rule])
    region.add({"resourceType": "PractitionerRole", "id": "x"})
    assert region.open("resident").search("PractitionerRole").matches == ()
    assert not region.open("resident").may("search", "PractitionerRole")


def test_many_reads_cost_one_search_a_type(region: Any, records: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    region.add(*(records.observation(f"more{n}", "p1") for n in range(30)))
    asked: list[Any] = []
    real = region.store.search
    monkeypatch.setattr(region.store, "search", lambda query: asked.append(query) or real(query))
    keys = [("Observation", f"more{n}") for n in range(30)] + [("Patient", "p1"), ("Patient", "p2")]
    assert len(region.open("doctor").read_many(keys)) == 31
    assert len(asked) == 2
