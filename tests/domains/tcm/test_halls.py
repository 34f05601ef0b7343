"""A hall from the application to its certificate or to what is missing; renewed in time, not before."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.domains.tcm.conftest import OTHER, ROOM, TOWN, Parties, institution
from tests.gathering import refused

from tongmai.base.tables import read_table
from tongmai.domains.tcm import rules
from tongmai.regions.demonstration.writing import ROOMS

GRANT = {"number": "昌州中馆〔2025〕1号", "from_": "2025-07-01"}


def test_the_way_to_a_certificate(parties: Parties) -> None:
    parties.registers(TOWN, 10)
    parties.add(institution("commission-652300", "commission"))
    task = parties.assessed()
    with refused("各项均符合"):
        parties.act("county", task, "refuse", reason="x")
    parties.act("planner", task, "grant", **GRANT)
    made = [one.resource() for one in parties.store.current("Certificate")]
    assert [(one["holder"]["reference"], one["standard"], one["state"], one["period"]) for one in made] == [
        (f"Organization/{TOWN}", "tcm_hall", "certified", {"start": "2025-07-01", "end": "2028-06-30"})
    ]
    assert made[0]["issuer"] == "commission-652300", "whoever grants it: here an institution is called as its id"


def test_refused_with_what_is_missing_and_applied_for_again(parties: Parties) -> None:
    task = parties.assessed(short="techniques")
    with refused("还缺：登记的适宜技术达到类数和项数"):
        parties.act("planner", task, "grant", **GRANT)
    parties.act("county", task, "refuse", reason="技术不足")
    assert (parties.state(task), parties.focus(task)["missing"]) == ("refused", ["techniques"])
    assert not list(parties.store.current("Certificate"))
    assert parties.state(parties.apply()) == "applied"


def test_nobody_ticks_techniques_that_are_not_registered(parties: Parties) -> None:
    parties.registers(TOWN, 9)  # six classes, nine items
    with refused("登记的适宜技术为 6 类 9 项，要求 6 类 10 项"):
        parties.assessed()


def test_a_visit_is_made_by_two(parties: Parties) -> None:
    task = parties.apply()
    for visitors in ("王某", "王某、"):
        with refused("不少于 2 人"):
            parties.act("county", task, "visit", day="2025-06-30", visitors=visitors)
    with refused("晚于今天"):
        parties.act("county", task, "visit", day="2025-07-01", visitors="王某 李某")
    parties.act("county", task, "visit", day="2025-06-30", visitors="王某,李某")
    with refused("请判定：中医病历规范"):
        parties.act("county", task, "assess", remark="x", item_rooms="yes")


def test_four_eyes(parties: Parties) -> None:
    parties.registers(TOWN, 10)
    task = parties.apply()
    parties.act("planner", task, "visit", day="2025-06-30", visitors="王某、李某")
    parties.act("planner", task, "assess", remark="x", item_rooms="yes", item_people="yes", item_techniques="yes",
                item_pharmacy="yes", item_records="yes")  # fmt: skip
    with refused("须由另一人办理"):
        parties.act("planner", task, "grant", **GRANT)
    parties.act("second", task, "grant", **GRANT)


def test_who_may_apply_for_whom(parties: Parties) -> None:
    with refused("该机构不适用这项标准"):
        parties.apply("tcm.pavilion", standard="tcm_pavilion")
    with refused("只能为本机构或下属村卫生室申报"):
        parties.apply("tcm.pavilion", standard="tcm_pavilion", institution="room-b")
    with refused("只能为本机构"):
        parties.apply(institution=OTHER)
    assert parties.state(parties.apply("tcm.pavilion", standard="tcm_pavilion", institution=ROOM)) == "applied"


def test_renewed_from_half_a_year_before_the_end(parties: Parties) -> None:
    held = {"resourceType": "Certificate", "id": "c", "holder": {"reference": f"Organization/{TOWN}"},
            "area": "652328102000", "standard": "tcm_hall", "state": "certified", "claimed": "2022-12-01"}  # fmt: skip
    parties.add(held | {"period": {"start": "2023-01-02", "end": "2026-01-01"}})
    with refused("现有证书有效至 2026-01-01，2025-07-01 起可以续评"):
        parties.apply()
    parties.wait(days=1)
    assert parties.state(parties.apply()) == "applied"


def test_what_the_register_decides_is_not_decided_twice(parties: Parties) -> None:
    parties.add({"resourceType": "Certificate", "id": "c", "holder": {"reference": f"Organization/{TOWN}"},
                 "area": "652328102000", "standard": "tcm_hall", "state": "claimed",
                 "claimed": "2025-06-01"})  # fmt: skip
    with refused("已在资质认定中申报"):
        parties.apply()


@given(st.dates(date(2023, 1, 1), date(2040, 12, 31)), st.integers(1, 24))
def test_a_certificate_is_renewed_before_it_ends_and_not_much_earlier(end: date, months: int) -> None:
    first = date.fromisoformat(rules.renewable_from(end.isoformat(), months))
    assert timedelta(days=28 * months - 1) <= end - first <= timedelta(days=31 * months + 3)


def test_the_catalogue_is_that_of_the_register_and_has_six_classes() -> None:
    ours = {row["technique"]: (row["class"], row["zh"]) for row in read_table(
        ROOMS / "tcm" / "tables" / "tcm_techniques.csv", ("technique",)).rows}  # fmt: skip
    theirs = {row["technique"]: (row["class"], row["zh"]) for row in read_table(
        ROOMS / "registry" / "tables" / "techniques.csv", ("technique",)).rows}  # fmt: skip
    assert ours == theirs
    assert {kind for kind, _ in ours.values()} == set(rules.CLASSES)
    assert len(rules.CLASSES) >= 6


def test_the_years_are_those_of_the_register() -> None:
    own, theirs = (
        {row["standard"]: row["years"] for row in read_table(ROOMS / room / "tables" / name, ("standard",)).rows}
        for room, name in (("tcm", "tcm_standards.csv"), ("registry", "standards.csv"))
    )
    assert own == {standard: theirs[standard] for standard in own}
