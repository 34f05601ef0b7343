"""The cycle, the key specialty and the priority by their parties: who may not, what is missing, what is counted."""

import re
from datetime import date

from tests.domains.quality.conftest import Visit

from tongmai.house import House

CYCLES = "/quality-cycles"
PLAN = {
    "_act": "plan", "institution": "private-hospital-06", "topic": "recognition", "item": "potassium",
    "period": "2025年二季度", "asked": "室内质控图", "due": "2025-07-10",
}  # fmt: skip


def test_a_plan_says_what_it_lacks(visit: Visit) -> None:
    centre = visit("quality-centre").open(CYCLES)
    for given, told in (
        ({"item": ""}, "互认项目质控须选具体项目"),
        ({"topic": "infection"}, "这一主题不涉及互认项目"),
        ({"due": "2025-06-29"}, "提交截止日期不能早于今天"),
    ):
        assert told in centre.open(CYCLES).send(CYCLES, **PLAN | given).text
    assert visit("quality-office").open(CYCLES).send(CYCLES, **PLAN).status == 403


def test_a_mark_becomes_a_certificate_and_no_mark_without_an_item(visit: Visit, house: House) -> None:
    planner = visit("planner").open(f"{CYCLES}/cycle-06-recognition")
    mark = {"_act": "certify", "scope": "3", "number": "昌州质控〔2025〕1号", "until": "2025-06-30"}
    assert "有效期止应在今天之后" in planner.step("certify", **mark).text
    assert "请核发互认质量标识" in planner.step("confirm", _act="confirm", opinion="同意").text
    planner.step("certify", **mark | {"until": "2026-06-30"})
    assert "已办结" in planner.text
    found = [one.resource() for one in house.open("planner").search(
        "Certificate",
        "holder=Organization/private-hospital-06&standard=recognition_item&family=blood_count").matches]  # fmt: skip
    (one,) = [certificate for certificate in found if certificate.get("number") == "昌州质控〔2025〕1号"]
    assert (one["grade"], one["state"], one["period"]) == (3, "certified", {"start": "2025-06-30", "end": "2026-06-30"})
    assert one["issuer"] == "昌吉回族自治州卫生健康委员会"


def test_what_is_late_is_put_right_and_verified_by_others(visit: Visit) -> None:
    office = visit("quality-office").open(f"{CYCLES}/cycle-06-operation-safety")
    done = {"_act": "rectify", "measures": "补齐核查表", "on": "2025-07-01"}
    assert "完成日期不能晚于今天" in office.step("rectify", **done).text
    office.step("rectify", **done | {"on": "2025-06-30"})
    assert "待验收" in office.text
    centre = visit("quality-centre").open(f"{CYCLES}/cycle-06-operation-safety")
    low = centre.step("verify", _act="verify", score="79.9", opinion="尚可")
    assert "未达 80 分，不能验收" in low.text
    centre.step("reject", _act="reject", reason="抽查仍缺项", rectify_by="2025-07-20")
    assert "整改中" in centre.text
    office.open(office.at).step("rectify", **done | {"on": "2025-06-30"})
    centre.open(centre.at).step("verify", _act="verify", score="80", opinion="到位")
    planner = visit("planner").open(centre.at).step("confirm", _act="confirm", opinion="同意")
    assert "已办结" in planner.text


def test_a_named_specialty_moves_t35_by_one_and_back(visit: Visit, house: House) -> None:
    def t35() -> int:
        return int(house.measured("quality.prefecture_specialties", date(2025, 6, 30)).values[""].numerator)

    before, page = t35(), "/key-specialties/bid-652325-general-neurology"
    planner = visit("planner").open(page)
    planner.step("name", _act="name", number="昌州卫医发〔2025〕21号", until="2029-06-29")
    assert "已认定" in planner.text
    assert t35() == before + 1
    centre = visit("quality-centre").open(page)
    low = {"capability": "60", "quality": "70", "safety": "70", "efficiency": "70", "opinion": "下降"}
    assert "66" in centre.step("reassess", _act="reassess", **low).text
    planner.open(page).step("withdraw", _act="withdraw", reason="复评不合格", until="2025-06-29")
    assert "最后有效日应在认定之后" in planner.text
    planner.step("withdraw", _act="withdraw", reason="复评不合格", until="2025-06-30")
    assert "已取消" in planner.text


def test_too_few_points_are_not_named(visit: Visit) -> None:
    centre = visit("quality-centre").open("/key-specialties/bid-hospital-06-cardiology")
    points = {"capability": "80", "quality": "80", "safety": "80", "efficiency": "79.9", "opinion": "接近"}
    centre.step("review", _act="review", **points)
    planner = visit("planner").open(centre.at)
    refused = planner.step("name", _act="name", number="1号", until="2029-06-29")
    assert "未达 80 分" in refused.text


def test_every_number_of_the_priority_opens_into_as_many_cases(visit: Visit) -> None:
    planner = visit("planner").open("/priority")
    links = re.findall(r'<a href="(/priority/[A-Z]\d\d/outside\?[^"]+)"[^>]*>(\d+)<', planner.page)
    assert len(links) >= 10
    for href, count in links:
        planner.open(href.replace("&amp;", "&"))
        assert f"共 {count} 行" in planner.text, href
    planner.open("/priority/I63?since=ge2024-07-01&until=le2025-06-30")
    inside, outside = re.findall(r"(\d+) 例 (?:脑梗死 · 本地住院|异地住院)", planner.text)
    assert f"共 {inside} 行" in planner.text
    row = re.search(r"I63 脑梗死 神经内科 (\d+) (\d+)", visit("planner").open("/priority").text)
    assert row
    assert (int(row[1]), row[2]) == (int(inside) + int(outside), outside)


def test_small_counts_are_hidden_from_those_outside(visit: Visit) -> None:
    planner, officer = visit("planner").open("/priority"), visit("county-officer").open("/priority")
    assert "少量" not in planner.text
    assert "少量" in officer.text
    assert "少量" not in officer.open("/priority?home=652328000000").text


def test_who_sees_cases(visit: Visit) -> None:
    assert "没有病案首页" in visit("quality-centre").open("/front-pages").text
    assert "康泽医院" not in visit("record-room").open("/front-pages").text
    assert visit("record-room").open("/front-pages/fp-03-0001").status == 403
    assert "木垒" in visit("county-officer").open("/front-pages").text
