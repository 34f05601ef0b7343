"""A year of settled cases on its pages: from the budget to a hospital to a case; who may not; what a list changes."""

from fractions import Fraction

import orjson
from tests.domains.insurance.conftest import Visit

from tongmai.access import Put
from tongmai.base.money import cents, yuan
from tongmai.domains.insurance import rules, shapes
from tongmai.house import House

PEOPLE, MULEI = "hospital-652300-people", "hospital-652328-general"


def test_from_the_year_to_a_case(visit: Visit, house: House) -> None:
    insurer = visit("insurer").open("/dip")
    assert 'href="/dip/2025"' in insurer.page
    assert "肺炎·保守治疗" in insurer.text
    insurer.open("/dip/2025")
    assert f'href="/dip/2025/{MULEI}"' in insurer.page
    assert "本平台不支付" in insurer.text
    insurer.open(f"/dip/2025/{MULEI}")
    assert "木垒县人民医院" in insurer.text
    assert insurer.page.count('href="/dip-cases/') == 20
    insurer.open(f"/dip-cases/dip-{MULEI}-5")
    assert "费用过低，按实际费用比" in insurer.text
    assert "38.0%" in insurer.text
    assert "1,976.00" in insurer.text


def test_the_hospitals_add_up_to_the_budget(visit: Visit, house: House) -> None:
    door = house.access.open("insurer")
    (budget,) = door.every("DipBudget", "year=2025")
    cases, hospitals = list(door.every("DipCase", "month=2025")), list(door.every("Organization", ""))
    (one,) = shapes.pooled([budget], cases, hospitals)
    assert one.sums.value == Fraction(cents(budget["amount"])) / one.sums.points
    assert sum(share.cents for share in one.sums.shares) == cents(budget["amount"]) == one.sums.budget
    page = visit("planner").open("/dip/2025").text
    for share in one.sums.shares:
        assert yuan(share.cents) in page
    left = [rules.pointed(case, "2") for case in cases if "group" not in case]
    assert len(cases) == 110
    assert sum(share.cases for share in one.sums.shares) == len(cases) - len(left)
    assert f"{len(left)} 未计分病例" in " ".join(page.split())
    assert f"{float(one.sums.value / 100):.4f} 元 点值" in " ".join(page.split())


def test_a_case_more_takes_from_the_others(visit: Visit, house: House) -> None:
    """What the insurer's list adds is counted the next time that the page is opened; nobody is paid more in all."""
    insurer = visit("insurer").open("/dip/2025")
    before = insurer.text
    hospital = {"reference": "Organization/hospital-652328-tcm"}
    case = {"resourceType": "DipCase", "number": "DIP-NEW", "area": "652300000000", "institution": hospital,
            "group": "S72-S", "month": "2025-05", "cost": 41600}  # fmt: skip
    house.access.open("insurer").transact([Put("DipCase", orjson.dumps(case))])
    insurer.open("/dip/2025")
    assert "1,595,000.00" in before
    assert "1,595,000.00" in insurer.text
    assert insurer.text != before


def test_a_year_without_anything(visit: Visit) -> None:
    empty = visit("insurer").open("/dip/2031")
    assert empty.status == 200
    assert "这一年没有计分的病例" in empty.text


def test_who_may_not(visit: Visit) -> None:
    for person in ("headquarters", "clinician", "resident"):
        assert visit(person).open(f"/dip-cases/dip-{PEOPLE}-1").status == 403
        assert "/dip/2025" not in visit(person).open("/dip").page
