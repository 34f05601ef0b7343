"""A prescription behind a browser without scripts: a drug that is missing is told while the form is filled in and when
it is sent, a way out is taken on the same page; what is asked for is a piece of work of the house below."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.clients.web.conftest import Visitor
from tests.domains.residents.town import COUNTY, TOWN, WANG, opened
from tests.integration.small_house import visitors

from tongmai.access import Put
from tongmai.app import declared
from tongmai.engines.workflow.record import dumps
from tongmai.house import House

NEW = f"/new-prescription/{WANG}"
FORM = {"_act": "prescribe", "disease": "I10", "checker": COUNTY, "drug_1": "bisoprolol", "dosage": "5 mg 每日一次",
        "days": "14"}  # fmt: skip


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(declared("changji"), tmp_path) as one:
        kept = {"resourceType": "DrugHolding", "id": "held", "institution": {"reference": f"Organization/{TOWN}"},
                "area": "652328000000", "drug": "metoprolol", "period": {"start": "2024-01-01"}}  # fmt: skip
        one.access.system("test").transact([Put("DrugHolding", dumps(kept), id="held")])
        yield one


@pytest.fixture
def people(house: House) -> Iterator[tuple[Visitor, ...]]:
    with visitors(house, "clinician", "pharmacist") as found:
        yield found


def test_asked_while_it_is_filled_in_and_nothing_changes(people: tuple[Visitor, ...], house: House) -> None:
    doctor, before = people[0].open(NEW), house.store.last_change()
    doctor.send(NEW, _act="prescribe", _ask="1", drug_1="bisoprolol")  # nothing else is filled in yet
    assert "该机构无此药：比索洛尔片" in doctor.text
    assert 'value="drug_1=metoprolol"' in doctor.page
    assert 'value="supply_1=ask"' in doctor.page
    assert doctor.send(NEW, _act="prescribe", _ask="1", drug_1="metoprolol").status == 204
    doctor.send(NEW, **FORM)
    assert (doctor.status, doctor.at) == (422, NEW)
    assert "5 mg 每日一次" in doctor.page
    assert house.store.last_change() == before


def test_an_equivalent_is_taken_on_the_page(people: tuple[Visitor, ...]) -> None:
    doctor, pharmacist = people
    doctor.open(NEW).send(NEW, **FORM, _offer_drug_1="drug_1=metoprolol")
    assert "待药师审核" in doctor.text
    assert "美托洛尔片" in doctor.text
    page = doctor.at
    doctor.step("pass")
    assert doctor.status == 403
    pharmacist.open(page).step("question", _act="question", criterion="dosage", opinion="先小剂量")
    doctor.open(page).step("change", _act="change", _ask="1", drug_1="bisoprolol")
    assert "该机构无此药：比索洛尔片" in doctor.text
    doctor.open(page).step("change", _act="change", drug_1="metoprolol", dosage="12.5 mg 每日两次", days="14")
    pharmacist.open(page).step("pass")
    assert "此事项已办结" in pharmacist.text
    assert "12.5 mg 每日两次" in pharmacist.text


def test_a_drug_is_asked_for_promised_and_kept(people: tuple[Visitor, ...], house: House) -> None:
    doctor, _ = people
    doctor.open(NEW).send(NEW, **FORM, _offer_drug_1="supply_1=ask")
    assert "待药师审核" in doctor.text
    (asked,) = house.store.current("SupplyRequest")
    assert "subject" not in asked.resource()  # whom it is for stays in the prescription
    doctor.open(f"/supply-requests/{asked.id}").step("promise", _act="promise", expected="2025-07-02", way="县医院调剂")
    assert "已答应，待到货" in doctor.text
    doctor.step("keep")
    assert "已备药" in doctor.text
    assert "比索洛尔片" in doctor.open("/holdings").text
    assert doctor.open(NEW).send(NEW, _act="prescribe", _ask="1", drug_1="bisoprolol").status == 204
