"""What a search finds, and what it refuses."""

import hashlib

import pytest
from tests.store.writing import DEFINITIONS, commit, ids, observation, patient, put, search, write

from tongmai.base.outcome import Refused
from tongmai.store.protocol import Delete, Store
from tongmai.store.query import Filter, Hop, Query
from tongmai.store.search_text import parse_url


@pytest.fixture
def people(store: Store) -> Store:
    write(
        store,
        patient("zhang", "张", "三丰", birthDate="1980-05-06", gender="male", active=True,
                identifier=[{"system": "urn:a", "value": "1"}, {"value": "2"}]),
        patient("li", "Lï", "Änne Marie", birthDate="1990", gender="female",
                identifier=[{"system": "urn:b", "value": "1"}], address=[{"city": "昌吉市北京南路"}]),
        patient("shan", "单", "雄信", birthDate="1980-05", generalPractitioner=[{"reference": "Practitioner/d"}]),
        patient("none"),
        {"resourceType": "Practitioner", "id": "d", "name": [{"family": "Doctor"}], "active": True},
    )  # fmt: skip
    return store


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # token: its four forms, alternatives, not, missing
        ("identifier=1", {"zhang", "li"}),
        ("identifier=urn:a|1", {"zhang"}),
        ("identifier=|2", {"zhang"}),
        ("identifier=|1", set()),
        ("identifier=urn:b|", {"li"}),
        ("identifier=urn:b|,|2", {"zhang", "li"}),
        ("identifier=9", set()),
        ("gender=male,female", {"zhang", "li"}),
        ("gender:not=male", {"li", "shan", "none"}),
        ("gender:not=male,female", {"shan", "none"}),
        ("gender:missing=true", {"shan", "none"}),
        ("gender:missing=false", {"zhang", "li"}),
        ("active=true", {"zhang"}),
        ("identifier=1&gender=female", {"li"}),
        # string: folded, from the beginning; exact; contains; Chinese anywhere; pinyin; initials
        ("name=li", {"li"}),
        ("name=LI", {"li"}),
        ("family=lï", {"li"}),
        ("name=anne", {"li"}),
        ("name=marie", set()),
        ("name:contains=MARIE", {"li"}),
        ("name:contains=nne  m", {"li"}),
        ("name:exact=Lï", {"li"}),
        ("name:exact=li", set()),
        ("name:exact=zhangsanfeng", set()),
        ("name:contains=zhang", set()),
        ("name=张", {"zhang"}),
        ("name=三丰", {"zhang"}),
        ("name=张三丰", {"zhang"}),
        ("name=张三", {"zhang"}),
        ("name=丰", set()),
        ("name:contains=丰", {"zhang"}),
        ("name=zhangsanf", {"zhang"}),
        ("name=zhang san", {"zhang"}),
        ("name=zsf", {"zhang"}),
        ("name=shanxiong", {"shan"}),
        ("name=sxx", {"shan"}),
        ("address=北京", {"li"}),
        ("address=昌吉南路", set()),
        ("address-city=cj", {"li"}),
        ("name=li,zs", {"zhang", "li"}),
        ("name=li&name=anne", {"li"}),
        ("name:missing=true", {"none"}),
        # date: each prefix, precision, open ends
        ("birthdate=1980-05-06", {"zhang"}),
        ("birthdate=1980-05", {"zhang", "shan"}),
        ("birthdate=1980", {"zhang", "shan"}),
        ("birthdate=eq1990-01-01", set()),
        ("birthdate=ne1980-05", {"li"}),
        ("birthdate=gt1980-05-06", {"li", "shan"}),
        ("birthdate=ge1980-05-06", {"zhang", "li", "shan"}),
        ("birthdate=lt1980-05-06", {"shan"}),
        ("birthdate=le1980-05-06", {"zhang", "shan"}),
        ("birthdate=sa1980-05", {"li"}),
        ("birthdate=eb1990", {"zhang", "shan"}),
        ("birthdate=ge1980-05-01&birthdate=lt1990", {"zhang", "shan"}),
        ("birthdate:missing=true", {"none"}),
        # references
        ("general-practitioner=Practitioner/d", {"shan"}),
        ("general-practitioner=Practitioner/x", set()),
        ("general-practitioner:Practitioner=d", {"shan"}),
        ("general-practitioner:missing=true", {"zhang", "li", "none"}),
        ("general-practitioner=d", {"shan"}),
        ("general-practitioner=x", set()),
        ("general-practitioner:Practitioner.active:missing=true", set()),
        ("general-practitioner:Practitioner.gender:missing=true", {"shan"}),
        ("general-practitioner:Practitioner.active:not=false", {"shan"}),
        ("birthdate=ap1980-05-20", {"shan"}),
        ("birthdate=ap1980-06", {"zhang", "shan"}),
        ("birthdate=ap1981", {"zhang", "shan"}),
        ("general-practitioner:Practitioner.name=doc", {"shan"}),
        ("general-practitioner:Practitioner._id=d", {"shan"}),
        ("general-practitioner:Practitioner.active=false", set()),
        ("general-practitioner:Organization.name=doc", set()),
        # the record itself
        ("_id=li,none,nobody", {"li", "none"}),
        ("_lastUpdated=ge2025-06-30", {"zhang", "li", "shan", "none"}),
        ("_lastUpdated=lt2025-06-30T09:02:03%2B08:00", set()),
        ("_lastUpdated=2025-06-30T01:02:03.456Z", {"zhang", "li", "shan", "none"}),
        ("_id=li&_lastUpdated=gt2025-07-01", set()),
    ],
)  # fmt: skip
def test_a_search_finds(people: Store, text: str, found: set[str]) -> None:
    assert ids(people, f"Patient?{text}") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("value-quantity=1.5", {"a"}),
        ("value-quantity=2", {"a", "b"}),
        ("value-quantity=gt1.5||kg", {"b"}),
        ("value-quantity=ge1.5|urn:units|k", {"a"}),
        ("value-quantity=lt2||k", {"a"}),
        ("value-quantity=ne1.5", {"b"}),
        ("value-quantity=sa1.5", {"b"}),
        ("value-quantity=eb1.5", set()),
        ("value-quantity=gt1||g", set()),
        ("subject=Patient/p", {"a"}),
        ("patient=p", {"a"}),
        ("patient=Patient/p", {"a"}),
        ("patient=Patient/p,Patient/q", {"a", "b"}),
        ("subject=Group/p", set()),
        ("subject=urn:uuid:9", set()),
        ("subject:identifier=urn:x|7", {"c"}),
        ("patient:missing=true", {"c", "d"}),
        ("subject:missing=true", {"c"}),
        ("subject:Patient.birthdate=ge2000", {"b"}),
        ("patient.birthdate=ge2000", {"b"}),
        ("date=2024-02", {"b"}),
        ("date=ge2024-02-10T00:00:00Z", {"a", "b"}),
        ("code=urn:codes|x", {"a", "d"}),
    ],
)
def test_a_search_of_observations_finds(store: Store, text: str, found: set[str]) -> None:
    write(
        store,
        patient("p", birthDate="1980"),
        patient("q", birthDate="2001"),
        observation("a", "Patient/p", "x", effectivePeriod={"start": "2024-01-01"},
                    valueQuantity={"value": 1.5, "unit": "kg", "system": "urn:units", "code": "k"}),
        observation("b", "Patient/q", valueQuantity={"value": 2.0, "unit": "kg"}, effectiveDateTime="2024-02-12"),
        observation("c", "Patient/p") | {"subject": {"identifier": {"system": "urn:x", "value": "7"}}},
        observation("d", "Group/g", "x"),
    )  # fmt: skip
    assert ids(store, f"Observation?{text}") == found


def test_numbers_and_uris(store: Store) -> None:
    risk = {"resourceType": "RiskAssessment", "status": "final", "subject": {"reference": "Patient/p"}}
    write(
        store,
        risk | {"id": "half", "prediction": [{"probabilityDecimal": 0.5}]},
        risk | {"id": "fine", "prediction": [{"probabilityDecimal": 0.30000000000000004}]},
        risk | {"id": "range", "prediction": [{"probabilityRange": {"low": {"value": 0.7}}}]},
        {"resourceType": "ValueSet", "id": "v", "status": "active", "url": "urn:v", "version": "1"},
    )
    assert ids(store, "RiskAssessment?probability=0.5") == {"half"}
    assert ids(store, "RiskAssessment?probability=gt0.5") == {"range"}
    assert ids(store, "RiskAssessment?probability=ge0.5") == {"half", "range"}
    assert ids(store, "RiskAssessment?probability=5e-1") == {"half"}
    assert ids(store, "RiskAssessment?probability=0.30000000000000004") == {"fine"}
    assert ids(store, "ValueSet?url=urn:v") == {"v"}
    assert ids(store, "ValueSet?url=urn:w,urn:v") == {"v"}
    assert ids(store, "ValueSet?url=urn") == set()


def test_escapes_are_text(store: Store) -> None:
    write(store, patient("p", "A,B", identifier=[{"system": "urn:a", "value": "x|y"}]))
    assert ids(store, "Patient?name=a\\,b") == {"p"}
    assert ids(store, "Patient?name=a,c") == {"p"}
    assert ids(store, "Patient?identifier=x\\|y") == {"p"}
    assert ids(store, "Patient?identifier=urn:a|x\\|y") == {"p"}
    assert ids(store, "Patient?identifier=x|y") == set()


def test_a_deleted_target_ends_a_chain(people: Store) -> None:
    commit(people, Delete("Practitioner", "d"))
    assert ids(people, "Patient?general-practitioner:Practitioner._id=d") == set()
    assert ids(people, "Patient?general-practitioner:Practitioner.name=doc") == set()
    assert ids(people, "Patient?general-practitioner=Practitioner/d") == {"shan"}


def test_included_are_the_targets_of_the_page(people: Store) -> None:
    write(
        people, observation("o", "Patient/li", performer=[{"reference": "Practitioner/d"}, {"reference": "Patient/x"}])
    )
    found = search(people, "Observation?_include=Observation:subject&_include=Observation:performer")
    assert [version.reference for version in found.included] == ["Patient/li", "Practitioner/d"]
    only = search(people, "Observation?_include=Observation:subject:Group&_include=Observation:performer:Practitioner")
    assert [version.reference for version in only.included] == ["Practitioner/d"]
    assert search(people, "Patient?name=nobody&_include=Patient:general-practitioner").included == ()
    self_referring = patient("self", link=[{"other": {"reference": "Patient/self"}, "type": "seealso"}])
    write(people, self_referring)
    assert search(people, "Patient?_id=self&_include=Patient:link").included == ()


@pytest.mark.parametrize(
    ("text", "named", "way_out"),
    [
        ("Patient?nonsense=1", "nonsense", "birthdate"),
        ("Patient?name:like=1", "name:like", ":contains"),
        ("Patient?birthdate:contains=1", "birthdate:contains", ":missing"),
        ("Patient?birthdate=xx2020", "birthdate", "eq"),
        ("Patient?birthdate=2020-13", "birthdate", "2025-06-30"),
        ("Patient?name=", "name", "leave it out"),
        ("Patient?name=a,,b", "name", "leave it out"),
        ("Patient?identifier=|", "identifier", "system|code"),
        ("Patient?identifier=a|b|c", "identifier", "system|code"),
        ("Patient?active:missing=maybe", "active:missing", ""),
        ("Patient?general-practitioner.name=d", "general-practitioner.name", "general-practitioner:Practitioner"),
        ("Patient?general-practitioner=a%20b", "general-practitioner", "Patient/123"),
        ("Patient?general-practitioner:Nonsense.name=d", "Nonsense", ""),
        ("Observation?patient:Group.code=d", "patient", ""),
        ("Observation?subject:Patient.nonsense.name=d", "nonsense", "birthdate"),
        ("Patient?" + "link:Patient." * 7 + "name=x", "link", "two steps"),
        ("Patient?_has:Observation:patient=x", "_has", "Type:reference"),
        ("Patient?_has:Observation:nonsense:code=x", "nonsense", "subject"),
        ("Patient?_has:Observation:code:code=x", "code", ""),
        ("Group?_has:Observation:patient:code=x", "patient", ""),
        ("Patient?_has:Nonsense:encounter:code=x", "Nonsense", ""),
        ("Patient?gender:text=x", "gender:text", "gender:text"),
        ("Patient?gender:in=urn:no-such-set", "gender:in", "write the codes"),
        ("Patient?identifier:of-type=MR|1", "identifier:of-type", "system|code|value"),
        ("Observation?code-value-quantity=1", "code-value-quantity", "code$value"),
        ("Observation?code-value-quantity=|$1", "code-value-quantity", ""),
        ("Observation?code-value-quantity:missing=true", "code-value-quantity:missing", ""),
        ("ValueSet?url:below=urn:oid:1.2", "url:below", "whole url"),
        ("Patient?_revinclude=Observation:code", "code", "subject"),
        ("Patient?_include:again=Patient:link", "_include:again", ":iterate"),
        ("Patient?_total=many", "_total", "accurate"),
        ("Patient?_summary=short", "_summary", "count"),
        ("Patient?_elements=name;", "_elements", "birthDate"),
        ("Patient?_filter=name eq x", "_filter", ""),
        ("Patient?_content=x", "_content", ""),
        ("Observation?code.name=x", "code", ""),
        ("Observation?patient=Group/x", "patient", ""),
        ("Observation?code-value-quantity=a$1$2", "code-value-quantity", "code$value"),
        ("Observation?value-quantity=x", "value-quantity", ""),
        ("Observation?value-quantity=1|kg", "value-quantity", "number|system|unit"),
        ("Patient?_sort=gender", "_sort", "birthdate"),
        ("Patient?_sort=nonsense", "_sort", "_lastUpdated"),
        ("Patient?_sort=name&_sort=_id", "_sort", ""),
        ("Patient?_count=1001", "_count", "smaller"),
        ("Patient?_count=-1", "_count", ""),
        ("Patient?_count=x", "_count", ""),
        ("Patient?_include=Patient:name", "name", "general-practitioner"),
        ("Patient?_include=Patient:link:Nonsense", "_include", ""),
        ("Patient?_text=x", "_text", ""),
        ("Patient?_id:not=x", "_id:not", ""),
        ("Patient?_after=xx", "_after", "first page"),
        ("Nonsense?name=x", "Nonsense", ""),
    ],
)
def test_what_is_not_supported_is_refused_by_name(store: Store, text: str, named: str, way_out: str) -> None:
    with pytest.raises(Refused) as refused:
        search(store, text)
    told = refused.value.issues[0]
    assert named in told.where + told.words.en
    assert way_out in (told.remedy.en if told.remedy else "")
    assert told.words.zh != told.words.en


def test_a_reference_to_no_type_of_ours_is_found_as_written(store: Store) -> None:
    write(store, observation("o", "Unicorn/1"), observation("p", "Patient/1/_history/3"))
    assert ids(store, "Observation?subject=Unicorn/1") == {"o"}
    assert ids(store, "Observation?subject=Patient/1") == {"p"}


def test_too_many_values_are_refused(store: Store) -> None:
    with pytest.raises(Refused) as refused:
        search(store, f"Patient?_id={','.join(['x'] * 6000)}")
    assert refused.value.kind == "too-large"


def test_a_query_built_by_hand_is_checked_too(store: Store) -> None:
    for filter in (Filter("nonsense", ("1",)), Filter("birthdate", ("soon",)), Filter("name", ())):
        with pytest.raises(Refused):
            store.search(Query("Patient", (filter,)))


def test_parsing_gives_the_query() -> None:
    query = parse_url(
        DEFINITIONS, "Observation?subject:Patient.name:exact=a,b&_sort=-date,_id&_count=7&_total=accurate"
    )
    assert query.filters == (Filter("name", ("a", "b"), "exact", (Hop("subject", "Patient"),)),)
    assert [(sort.name, sort.descending) for sort in query.sort] == [("date", True), ("_id", False)]
    assert (query.count, query.total, query.after, query.scopes) == (7, True, None, None)


def test_a_changed_resource_is_found_by_what_it_is_now(people: Store) -> None:
    commit(people, put(patient("zhang", "王", "五", birthDate="1980-05-06", identifier=[{"value": "2"}])))
    for gone in ("name=zhang", "name=三丰", "identifier=urn:a|1", "gender=male", "active=true"):
        assert "zhang" not in ids(people, f"Patient?{gone}")
    for new in ("name=wangwu", "name=王五", "birthdate=1980-05-06", "identifier=2"):
        assert "zhang" in ids(people, f"Patient?{new}")


def test_texts_of_any_length_are_found_and_sorted(store: Store) -> None:
    """Longer than any key of any database may be, and different only at their end."""
    long = "".join(hashlib.sha256(str(n).encode()).hexdigest() for n in range(80))
    url, other = f"http://x.example/{long}1", f"http://x.example/{long}2"
    for end in "21":
        named = patient(f"p{end}", f"{long}{end}", identifier=[{"system": "urn:n", "value": f"{long}{end}"}])
        write(store, named, observation(f"o{end}", url if end == "1" else other, f"{long}{end}"))
    assert ids(store, f"Patient?name:exact={long}1") == {"p1"}
    assert ids(store, f"Patient?name={long}") == {"p1", "p2"}
    assert ids(store, f"Patient?name={long}2") == {"p2"}
    assert ids(store, f"Patient?name={long[:300]}") == {"p1", "p2"}
    assert ids(store, f"Patient?name:contains={long[100:900]}") == {"p1", "p2"}
    assert ids(store, f"Patient?identifier=urn:n|{long}2") == {"p2"}
    assert ids(store, f"Observation?code={long}1") == {"o1"}
    assert ids(store, f"Observation?subject={other}") == {"o2"}
    assert ids(store, f"Observation?subject={other[:-1]}") == set()
    for sort, order in (("name", ["p1", "p2"]), ("-name", ["p2", "p1"])):
        page = search(store, f"Patient?_sort={sort}&_count=1")
        rest = search(store, f"Patient?_sort={sort}&_count=1&_after={page.next}")
        assert [page.matches[0].id, rest.matches[0].id] == order
    assert len(store.history("Patient", "p1")) == 1
    commit(store, put(patient("p1", "short")))
    assert ids(store, f"Patient?name={long}") == {"p2"}


def test_a_value_with_a_nul_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="NUL"):
        search(store, "Patient?name=a%00b")
