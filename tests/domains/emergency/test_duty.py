"""Gaps of the rota before they happen; drills; patients of a fever clinic to a designated hospital."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.domains.emergency.conftest import CLINIC, COUNTY, HOSPITAL, Parties, place, shift
from tests.gathering import refused

from tongmai.domains.emergency import rules

DAY = date(2025, 6, 30)
AHEAD = st.frozensets(st.integers(-3, 20))


@given(on_duty=AHEAD, open_=AHEAD)
def test_the_house_opens_each_day_of_two_weeks_that_has_nobody_and_no_other(
    on_duty: frozenset[int], open_: frozenset[int]
) -> None:
    def days(ahead: frozenset[int]) -> list[str]:
        return [(DAY + timedelta(days=one)).isoformat() for one in sorted(ahead)]

    gaps = [shift(day, "x") | {"state": "open"} for day in days(open_)]
    looks = {"services": [place(CLINIC, "duty_department", "fever"), place(CLINIC, "fever_clinic")],
             "shifts": [shift(day, "x") for day in days(on_duty)], "gaps": gaps, "places": []}  # fmt: skip
    opened = [one["day"] for one in rules.duty_gaps_due({}, looks, DAY)]
    assert opened == [day for day in days(frozenset(range(14))) if day not in days(on_duty | open_)]


def test_the_house_opens_gaps_once(parties: Parties) -> None:
    house = parties.access.system("daily")
    assert parties.flows.daily(house) == 12  # fourteen days, two of them kept
    assert parties.flows.daily(house) == 0
    gaps = [one.resource() for one in parties.store.current("DutyGap")]
    first = min(gaps, key=lambda one: str(one["day"]))
    assert (first["day"], first["fillBy"], first["cause"]) == ("2025-06-30", "2025-06-30", "none")


def test_a_gap_is_filled_by_somebody_who_had_rest(parties: Parties) -> None:
    task = parties.gap()
    told = {"telephone": "0994-4820000"}
    with refused("2025-07-01 已有值班"):
        parties.act("duty", task, "fill", person="Practitioner/dr-a", **told)
    with refused("当日不在本机构任职"):
        parties.act("duty", task, "fill", person="Practitioner/m-0", **told)
    with refused("须由"):
        parties.act("county", task, "fill", person="Practitioner/dr-c", **told)
    with refused("这一天还没有过去"):
        parties.act("duty", task, "pass", reason="无人")
    parties.act("duty", task, "fill", person="Practitioner/dr-c", **told)
    shifts = [one.resource() for one in parties.store.current("DutyShift")]
    assert [one["person"]["reference"] for one in shifts if one["day"] == "2025-07-02"] == ["Practitioner/dr-c"]


def test_who_cannot_come_says_why_and_does_not_fill_it(parties: Parties) -> None:
    with refused("当日已有人值班，请写明不能到岗的原因"):
        parties.gap(day="2025-07-01")
    task = parties.gap(day="2025-07-01", reason="发热")
    assert (parties.focus(task)["cause"], parties.focus(task)["left"]["reference"]) == ("left", "Practitioner/dr-a")
    with refused("正是不能到岗的值班人"):
        parties.act("duty", task, "fill", person="Practitioner/dr-a", telephone="1")
    with refused("应在今天至 2025-07-13 之间"):
        parties.gap(day="2025-07-14")
    with refused("没有登记值班"):
        parties.gap(department="intensive")


def test_a_day_that_passed(parties: Parties) -> None:
    task = parties.gap()
    parties.wait(days=3)
    with refused("这一天已经过去"):
        parties.act("duty", task, "fill", person="Practitioner/dr-c", telephone="1")
    parties.act("duty", task, "pass", reason="无人可派")
    assert parties.state(task) == "passed"


def test_a_drill_is_held_and_what_it_found_is_mended(parties: Parties) -> None:
    row = {"plan": "plan-a", "title": "麻疹桌面推演", "kind": "tabletop", "host": "commission-990199", "area": COUNTY,
           "planned": "2025-06-30"}  # fmt: skip
    task = parties.begins("county", "drill", "new_drill", row)
    told = {"people": 20, "findings": "应答超时", "mend_by": "2025-07-30", "store": "drill-2025-06"}
    with refused("演练日期不能晚于今天"):
        parties.act("county", task, "hold", day="2025-07-01", **told)
    with refused("整改期限不能早于演练日期"):
        parties.act("county", task, "hold", day="2025-06-30", **(told | {"mend_by": "2025-06-29"}))
    with refused("参加人数应为正整数"):
        parties.act("county", task, "hold", day="2025-06-30", **(told | {"people": 0}))
    parties.act("county", task, "hold", day="2025-06-30", **told)
    parties.act("county", task, "mend", improvement="加装呼叫")
    assert parties.focus(task)["store"] == "drill-2025-06"


def test_a_suspect_goes_to_a_designated_hospital_and_nowhere_else(parties: Parties) -> None:
    with refused("体温应在 34.0 至 43.0 之间"):
        parties.patient(temperature=45)
    task = parties.patient()
    parties.act("fever", task, "triage", **{"class": "suspect", "tested": "麻疹抗体待报"})
    with refused("疑似或危重患者不能离开"):
        parties.act("fever", task, "exclude", reason="好转")
    with refused("不是登记的定点医院"):
        parties.act("fever", task, "hand-over", hospital=f"Organization/{CLINIC}", way="救护车")
    parties.act("fever", task, "hand-over", hospital=f"Organization/{HOSPITAL}", way="救护车")
    with refused("须由"):
        parties.act("fever", task, "receive")
    parties.act("ward", task, "receive")
    parties.act("ward", task, "end", outcome="recovered", reason="体温正常")
    assert parties.state(task) == "ended"


def test_an_ordinary_fever_leaves_and_is_not_handed_over(parties: Parties) -> None:
    task = parties.patient()
    parties.act("fever", task, "triage", **{"class": "ordinary", "tested": "血常规"})
    with refused("普通发热不需转定点医院"):
        parties.act("fever", task, "hand-over", hospital=f"Organization/{HOSPITAL}", way="自行")
    parties.act("fever", task, "exclude", reason="普通感冒")
    assert parties.state(task) == "left"
