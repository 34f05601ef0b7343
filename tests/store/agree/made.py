"""Generated writes and searches over few enough values that they often meet."""

from functools import cache
from typing import Any

from hypothesis import strategies as st
from tests.store.writing import DEFINITIONS, put

from tongmai.store.protocol import Delete
from tongmai.store.query import Filter, Query, Scope
from tongmai.store.search_text import parse_url

PATIENTS = [f"p{n}" for n in range(5)]
OBSERVATIONS = [f"o{n}" for n in range(7)]
NAMES = ["张", "张三", "单雄", "雄单张", "Li", "li an", "Lian", "ann", "Änn", "王 five"]
CODES = ["x", "y", "z"]
SYSTEMS = ["urn:a", "urn:b", None]
DATES = [
    "2024",
    "2024-01",
    "2024-01-31",
    "2024-02-01",
    "2024-01-31T23:30:00Z",
    "2024-02-01T07:30:00+08:00",
    "2025-06-30",
]
NUMBERS = ["1", "1.0", "1.5", "2", "2.25", "-3"]

names = st.sampled_from(NAMES)
codes = st.sampled_from(CODES)
systems = st.sampled_from(SYSTEMS)
dates = st.sampled_from(DATES)


def without_none(given: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if value not in (None, [], {})}


def codings() -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(lambda system, code: without_none({"system": system, "code": code}), systems, codes)


def identifiers() -> st.SearchStrategy[dict[str, Any]]:
    types = st.sampled_from([None, None, *({"coding": [{"system": "urn:a", "code": code}]} for code in CODES)])
    return st.builds(
        lambda system, value, type: without_none({"system": system, "value": value, "type": type}),
        systems,
        codes,
        types,
    )


def components() -> st.SearchStrategy[dict[str, Any]]:
    concepts = st.lists(codings(), max_size=1).map(lambda coded: {"coding": coded} if coded else {"text": "t"})
    values = st.one_of(
        quantities().map(lambda one: {"valueQuantity": one}), concepts.map(lambda one: {"valueCodeableConcept": one})
    )
    return st.builds(lambda concept, value: {"code": concept, **value}, concepts, values)


def patients(ids: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    name = st.builds(
        lambda f, g: without_none({"family": f, "given": g}), st.none() | names, st.lists(names, max_size=2)
    )
    return st.builds(
        lambda id, names, born, gender, identifiers, doctor: without_none(
            {
                "resourceType": "Patient",
                "id": id,
                "name": [one for one in names if one],
                "birthDate": born,
                "gender": gender,
                "identifier": identifiers,
                "generalPractitioner": doctor,
            }
        ),
        ids,
        st.lists(name, max_size=2),
        st.none() | st.sampled_from(DATES[:4]),
        st.sampled_from([None, "male", "female"]),
        st.lists(identifiers(), max_size=2),
        st.sampled_from([None, [{"reference": "Patient/p0"}], [{"reference": "Practitioner/p1"}]]),
    )


def quantities() -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(
        lambda value, system, code, comparator: without_none(
            {"value": float(value), "system": system, "code": code, "unit": code, "comparator": comparator}
        ),
        st.sampled_from(NUMBERS),
        systems,
        st.none() | codes,
        st.sampled_from([None, None, "<", ">="]),
    )


def periods() -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(lambda a, b: without_none({"start": a, "end": b}), st.none() | dates, st.none() | dates)


def sure_subjects() -> st.SearchStrategy[dict[str, Any]]:
    """References that need no resolving."""
    by_id = st.sampled_from(PATIENTS).map(lambda id: {"reference": f"Patient/{id}"})
    others = st.sampled_from([{"reference": "Group/p0"}, {"reference": "http://x.example/Patient/p0"}])
    return st.one_of(by_id, by_id, by_id, others, identifiers().map(lambda one: {"identifier": one}))


def conditional_subjects() -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(lambda code: {"reference": f"Patient?identifier={code}"}, codes)


def observations(
    ids: st.SearchStrategy[str], subjects: st.SearchStrategy[dict[str, Any]]
) -> st.SearchStrategy[dict[str, Any]]:
    when = st.one_of(
        st.just({}),
        dates.map(lambda at: {"effectiveDateTime": at}),
        periods().map(lambda p: {"effectivePeriod": p} if p else {}),
    )
    return st.builds(
        lambda id, coded, words, subject, when, quantity, by, parts: without_none(
            {
                "resourceType": "Observation",
                "id": id,
                "status": "final",
                "code": {"coding": coded, **words} if coded else {"text": "t"},
                "component": parts,
                "subject": subject,
                "valueQuantity": quantity,
                "performer": [{"reference": f"Patient/{one}"} for one in by],
                **when,
            }
        ),
        ids,
        st.lists(codings(), max_size=2),
        names.map(lambda text: {"text": text}) | st.just({}),
        subjects,
        when,
        st.none() | quantities(),
        st.lists(st.sampled_from(PATIENTS), max_size=2, unique=True),
        st.lists(components(), max_size=2),
    )


def any_patient() -> st.SearchStrategy[dict[str, Any]]:
    return patients(st.sampled_from(PATIENTS))


def any_observation() -> st.SearchStrategy[dict[str, Any]]:
    return observations(st.sampled_from(OBSERVATIONS), st.one_of(sure_subjects(), conditional_subjects()))


def writes() -> st.SearchStrategy[Any]:
    """A write of any kind; some are refused."""
    puts = st.one_of(any_patient(), any_observation()).map(put)
    matching = st.builds(lambda one, number: put(one, if_match=number), any_patient(), st.sampled_from([0, 1, 2]))
    fresh = st.builds(lambda one, code: put(one, if_none_exist=f"identifier={code}"), any_patient(), codes)
    deletes = st.sampled_from(PATIENTS + OBSERVATIONS).map(
        lambda id: Delete("Patient" if id[0] == "p" else "Observation", id)
    )
    return st.one_of(puts, puts, puts, matching, fresh, deletes)


def beginnings() -> st.SearchStrategy[list[list[Any]]]:
    """One set a resource, so that every history has something to find."""
    people = [patients(st.just(id)) for id in PATIENTS]
    seen = [observations(st.just(id), sure_subjects()) for id in OBSERVATIONS]
    return st.tuples(*people, *seen).map(lambda made: [[put(one)] for one in made])


later = st.lists(st.lists(writes(), min_size=1, max_size=3), max_size=6)
histories = st.builds(lambda first, then: first + then, beginnings(), later)

PREFIXES = ["", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"]
prefixed_dates = st.builds(str.__add__, st.sampled_from(PREFIXES), dates)
prefixed_numbers = st.builds(str.__add__, st.sampled_from(PREFIXES), st.sampled_from(NUMBERS))
tokens = st.builds(
    lambda form, system, code: form.format(system=system, code=code),
    st.sampled_from(["{code}", "{system}|{code}", "|{code}", "{system}|"]),
    st.sampled_from(["urn:a", "urn:b"]),
    codes,
)
heads = st.sampled_from([*CODES, *(f"urn:a|{code}" for code in CODES), "|x"])
typed = st.builds("urn:a|{}|{}".format, codes, codes)
texts = st.sampled_from([*NAMES, "z", "zs", "zhangsan", "zhang san", "l", "LI", "an", "shan", "sx", "三", "雄单"])
people = st.sampled_from(PATIENTS).map(lambda id: f"Patient/{id}")
truths = st.sampled_from(["true", "false"])


def told(name: str, values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, str]]:
    several = st.lists(values, min_size=1, max_size=2).map(",".join)
    return several.map(lambda value: (name, value))


def one_of(*listed: st.SearchStrategy[tuple[str, str]]) -> st.SearchStrategy[tuple[str, str]]:
    return st.one_of(*listed)


def missing(name: str) -> st.SearchStrategy[tuple[str, str]]:
    return truths.map(lambda value: (f"{name}:missing", value))


def patient_filters() -> st.SearchStrategy[tuple[str, str]]:
    return one_of(
        told("name", texts),
        told("name:exact", texts),
        told("name:contains", texts),
        told("family", texts),
        told("given", texts),
        told("birthdate", prefixed_dates),
        told("gender", st.sampled_from(["male", "female", "other"])),
        told("gender:not", st.sampled_from(["male", "female"])),
        told("identifier", tokens),
        told("identifier:not", tokens),
        told("_id", st.sampled_from(PATIENTS)),
        told("general-practitioner", people),
        missing("name"),
        missing("birthdate"),
        missing("gender"),
        missing("general-practitioner"),
        told("_lastUpdated", prefixed_dates),
        told("identifier:of-type", typed),
        told("general-practitioner", st.sampled_from(["p0", "p1"])),
        told("general-practitioner:Patient.gender:not", st.sampled_from(["male", "female"])),
        told("general-practitioner:Patient.birthdate:missing", st.just("true")).map(single),
        told("general-practitioner:Patient.general-practitioner:Patient.name", texts),
        told("_has:Observation:patient:code", tokens),
        told("_has:Observation:patient:code:not", tokens),
        told("_has:Observation:performer:date", prefixed_dates),
        told("_has:Patient:general-practitioner:gender", st.sampled_from(["male", "female"])),
        told("_has:Patient:general-practitioner:_has:Observation:subject:code", tokens),
        told("_has:Observation:patient:value-quantity:missing", truths).map(single),
        told("_has:Observation:subject:performer:Patient.name", texts),
    )


def single(pair: tuple[str, str]) -> tuple[str, str]:
    return pair[0], pair[1].partition(",")[0]


def observation_filters() -> st.SearchStrategy[tuple[str, str]]:
    amounts = st.builds(str.__add__, prefixed_numbers, st.sampled_from(["", "||x", "|urn:a|x", "|urn:b|"]))
    return one_of(
        told("code", tokens),
        told("code:not", tokens),
        told("date", prefixed_dates),
        told("subject", people),
        told("patient", people),
        told("patient", st.sampled_from(PATIENTS)),
        told("performer", people),
        told("subject:identifier", tokens),
        told("value-quantity", amounts),
        told("code-value-quantity", st.builds("{}${}".format, heads, amounts)),
        told("component-code-value-quantity", st.builds("{}${}".format, heads, amounts)),
        told("combo-code-value-quantity", st.builds("{}${}".format, heads, amounts)),
        told("component-code-value-concept", st.builds("{}${}".format, heads, tokens)),
        told("code:text", texts),
        told("patient.general-practitioner:Patient.name", texts),
        told("subject:Patient._has:Observation:performer:code", tokens),
        missing("subject"),
        missing("patient"),
        missing("date"),
        missing("code"),
        missing("value-quantity"),
        told("_id", st.sampled_from(OBSERVATIONS)),
        told("subject:Patient.name", texts),
        told("patient.birthdate", prefixed_dates),
        told("patient.identifier", tokens),
        told("performer:Patient.gender", st.sampled_from(["male", "female"])),
        told("subject:Patient._id", st.sampled_from(PATIENTS)),
        told("subject", st.just("http://x.example/Patient/p0")),
    )


SORTS = {
    "Patient": ["name", "birthdate", "family", "_id", "_lastUpdated"],
    "Observation": ["date", "_id", "_lastUpdated"],
}
FILTERS = {"Patient": patient_filters(), "Observation": observation_filters()}


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """A search whose order is settled by the id at the end, with or without scopes."""
    kind = draw(st.sampled_from(["Patient", "Observation"]))
    pairs = draw(st.lists(FILTERS[kind], max_size=3))
    sorts = draw(st.lists(st.sampled_from(SORTS[kind]), max_size=2, unique=True))
    sorts = [draw(st.sampled_from(["", "-"])) + one for one in sorts if one != "_id"] + [
        draw(st.sampled_from(["_id", "-_id"]))
    ]
    text = "&".join([f"{name}={value}" for name, value in pairs] + [f"_sort={','.join(sorts)}"])
    includes = [
        "Observation:subject",
        "Observation:performer",
        "Observation:patient",
        "Patient:general-practitioner:Patient",
        "Observation:*",
    ]
    ways = ["_include", "_include:iterate", "_revinclude", "_revinclude:iterate"]
    for way in draw(st.lists(st.sampled_from(ways), max_size=2)):
        text += f"&{way}={draw(st.sampled_from(includes))}"
    count = draw(st.sampled_from([1, 2, 3, 50]))
    query = parse_url(DEFINITIONS, f"{kind}?{text.replace('+', '%2B')}&_count={count}&_total=accurate")
    return Query(
        query.type,
        query.filters,
        query.sort,
        query.count,
        None,
        query.include,
        True,
        draw(scopes(kind)),
        draw(include_scopes()),
    )


@cache  # a strategy made anew is also validated anew, at every draw
def filters_of(kind: str) -> st.SearchStrategy[tuple[Filter, ...]]:
    parsed = FILTERS[kind].map(
        lambda pair: parse_url(DEFINITIONS, f"{kind}?{pair[0]}={pair[1].replace('+', '%2B')}").filters[0]
    )
    return st.lists(parsed, max_size=2).map(tuple)


@cache
def scopes(kind: str) -> st.SearchStrategy[tuple[Scope, ...] | None]:
    return st.none() | st.lists(filters_of(kind).map(Scope), max_size=3).map(tuple)


@cache
def include_scopes() -> st.SearchStrategy[dict[str, tuple[Scope, ...] | None] | None]:
    both = st.builds(
        lambda one, other: {"Patient": one, "Observation": other}, scopes("Patient"), scopes("Observation")
    )
    return st.none() | scopes("Patient").map(lambda limit: {"Patient": limit}) | both
