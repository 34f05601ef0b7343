"""A place that goes on with drugs: what it keeps on a day, what stands in for what it does not, what is asked for."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongmai.domains.pharmacy.rules import formulary
from tongmai.domains.pharmacy.rules.common import DRUGS

Json = dict[str, Any]
DAY = date(2025, 6, 30)
TOWN = {
    "resourceType": "Organization", "id": "th-1",
    "type": [{"coding": [{"system": "urn:tongmai:kind", "code": "township_hospital"}]}],
    "extension": [{"url": "urn:tongmai:village", "valueCode": "652328102200"}],
}  # fmt: skip
CODES = [row["drug"] for row in DRUGS.on(DAY) if row["kind"] == "drug"]


def entry(
    drug: str, level: str = "township", since: str = "2024-01-01", until: str = "", county: str = "652328"
) -> Json:
    period = {"start": since, **({"end": until} if until else {})} if since else {}
    return {"area": f"{county}000000", "drug": drug, "level": level, "period": period}


def held(drug: str, since: str = "2024-01-01", until: str = "") -> Json:
    return {"institution": {"reference": "Organization/th-1"}, "drug": drug,
            "period": {"start": since, **({"end": until} if until else {})}}  # fmt: skip


def asked(holdings: list[Json], entries: list[Json], **fields: str) -> list[Any]:
    seen = {"destination": [TOWN], "held": holdings, "listed": entries, **fields}
    return formulary.drugs_held({}, seen, DAY)


CASES = [
    ("kept on the day", [held("aspirin")], [], {"drug_1": "aspirin"}, None, []),
    ("kept since today", [held("aspirin", "2025-06-30")], [], {"drug_1": "aspirin"}, None, []),
    ("kept until today", [held("aspirin", until="2025-06-30")], [], {"drug_1": "aspirin"}, None, []),
    ("kept until yesterday, nothing of its class", [held("aspirin", until="2025-06-29")], [], {"drug_1": "aspirin"},
     "supply_1", ["ask"]),
    ("kept from tomorrow", [held("aspirin", "2025-07-01")], [], {"drug_1": "aspirin"}, "supply_1", ["ask"]),
    ("an equivalent is kept", [held("clopidogrel")], [entry("ticagrelor"), entry("clopidogrel")],
     {"drug_1": "ticagrelor"}, "drug_1", ["clopidogrel", "ask"]),
    ("for county hospitals only: no request", [held("clopidogrel")],
     [entry("ticagrelor", "county"), entry("clopidogrel")], {"drug_2": "ticagrelor"}, "drug_2", ["clopidogrel"]),
    ("an equivalent that the tier may not use is none", [held("clopidogrel")],
     [entry("ticagrelor"), entry("clopidogrel", "county")], {"drug_1": "ticagrelor"}, "supply_1", ["ask"]),
    ("an entry that is over", [held("clopidogrel")], [entry("ticagrelor", until="2025-06-29"), entry("clopidogrel")],
     {"drug_1": "ticagrelor"}, "drug_1", ["clopidogrel"]),
    ("an entry that was only asked for", [held("clopidogrel")], [entry("ticagrelor", since=""), entry("clopidogrel")],
     {"drug_1": "ticagrelor"}, "drug_1", ["clopidogrel"]),
    ("the list of another county says nothing here", [held("clopidogrel")], [entry("ticagrelor", county="652325")],
     {"drug_1": "ticagrelor"}, "drug_1", ["clopidogrel", "ask"]),
    ("asked for", [held("clopidogrel")], [entry("ticagrelor")], {"drug_1": "ticagrelor", "supply_1": "ask"}, None, []),
    ("asked for and not permitted", [held("clopidogrel")], [entry("clopidogrel"), entry("ticagrelor", "county")],
     {"drug_1": "ticagrelor", "supply_1": "ask"}, "drug_1", ["clopidogrel"]),
]  # fmt: skip


@pytest.mark.parametrize(("case", "holdings", "entries", "fields", "first", "values"), CASES, ids=[c[0] for c in CASES])
def test_what_is_missing_and_what_is_offered(
    case: str, holdings: list[Json], entries: list[Json], fields: dict[str, str], first: str | None, values: list[str]
) -> None:
    issues = asked(holdings, entries, **fields)
    assert bool(issues) is (first is not None)
    offers = [offer for issue in issues for offer in issue.offers]
    assert [value for _, value, _ in offers] == values
    if first:
        assert offers[0][0] == first


def test_a_house_without_a_list_keeps_what_such_houses_usually_keep() -> None:
    assert asked([], [], drug_1="aspirin") == []
    (issue,) = asked([], [], drug_1="atorvastatin")
    assert [value for _, value, _ in issue.offers] == ["simvastatin", "ask"]
    assert asked([held("metformin")], [], drug_1="aspirin") != []  # it sent one: nothing is assumed any more


def test_an_unknown_drug_is_no_drug_and_no_place_is_not_judged() -> None:
    (issue,) = asked([], [], drug_3="snake-oil")
    assert (issue.kind, issue.where) == ("code", "drug_3")
    assert formulary.drugs_held({}, {"drug_1": "ticagrelor"}, DAY) == []


@given(
    st.sets(st.sampled_from(CODES), max_size=8), st.dictionaries(st.sampled_from(CODES), st.sampled_from(
        ["county", "township", "village"])), st.lists(st.sampled_from(CODES), min_size=1, max_size=3),
)  # fmt: skip
def test_every_way_out_that_is_offered_is_one(kept: set[str], listed: dict[str, str], wanted: list[str]) -> None:
    holdings = [held(drug) for drug in sorted(kept)] or [held("aspirin", until="2024-12-31")]
    entries = [entry(drug, level) for drug, level in listed.items()]
    fields = {f"drug_{number}": drug for number, drug in enumerate(wanted, start=1)}
    for issue in asked(holdings, entries, **fields):
        number = issue.where[-1]
        assert fields[issue.where] not in kept
        for name, value, _ in issue.offers:
            taken = {issue.where: fields[issue.where], name: value}
            assert asked(holdings, entries, **taken) == []
            assert name in (issue.where, f"supply_{number}")
    told = formulary.drugs_asked({}, {"destination": [TOWN], "held": holdings, "listed": entries, **fields,
                                      **{f"supply_{n}": "ask" for n in "123"}}, DAY)  # fmt: skip
    assert {drug for name, drug in told.items() if name.startswith("ask_")} == set(wanted) - kept


ASKED = [
    ("new", "ticagrelor", "township", [], True),
    ("there for this tier", "ticagrelor", "township", [entry("ticagrelor", "township")], False),
    ("there for a lower tier", "ticagrelor", "township", [entry("ticagrelor", "village")], False),
    ("there for a higher tier only", "ticagrelor", "township", [entry("ticagrelor", "county")], True),
    ("there until yesterday", "ticagrelor", "township", [entry("ticagrelor", until="2025-06-29")], True),
    ("there in another county", "ticagrelor", "township", [entry("ticagrelor", county="652325")], True),
]


@pytest.mark.parametrize(("case", "drug", "level", "entries", "fine"), ASKED, ids=[c[0] for c in ASKED])
def test_what_may_be_asked_for_on_the_list(case: str, drug: str, level: str, entries: list[Json], fine: bool) -> None:
    focus = {"area": "652328000000", "drug": drug, "level": level}
    assert (formulary.entry_new(focus, {"listed": entries}, DAY) == []) is fine
