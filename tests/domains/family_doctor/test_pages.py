"""The line by its people: the resident applies, the doctor signs, follows up, prints; what is refused is said."""

import re

from tests.domains.family_doctor.conftest import Visit
from tests.domains.family_doctor.team import CALM, DIABETES, LI, TOWN, WANG, Team

SENT = {name: str(value) for name, value in CALM.items()}


def programme(text: str) -> str:
    found = re.search(r'href="(/follow-ups/[A-Za-z0-9-]+)"', text)
    assert found
    return found[1]


def test_the_home_page_is_useful_with_nothing_in_it(visit: Visit) -> None:
    doctor = visit("clinician").open("/follow-ups")
    assert "还没有在管的慢性病居民" in doctor.text
    assert "没有签约" in doctor.open("/contracts").text
    assert "还没有随访记录" in visit("resident").open("/my-doctor").text
    assert visit("county-officer").open("/follow-up-figures").status == 200


def test_enrolled_followed_up_and_printed(visit: Visit, team: Team) -> None:
    doctor = visit("clinician").open(f"/residents/{WANG}")
    assert f"/new-follow-up/{WANG}" in doctor.page
    doctor.open(f"/new-follow-up/{WANG}").send(f"/new-follow-up/{WANG}", _act="hypertension", first_on="2025-06-30")
    address = doctor.at
    assert address.startswith("/follow-ups/")
    assert "今日应访" in doctor.open("/follow-ups").text
    doctor.open(address).step("visit", _act="visit", **{**SENT, "systolic": "820"})
    assert doctor.status == 400
    assert "收缩压应在 50 至 300" in doctor.text
    doctor.open(address).step("visit", **{**SENT, "systolic": "168", "diastolic": "102", "medicine_1": "缬沙坦 80mg"})
    assert "控制不满意" in doctor.text
    assert "2025-07-14" in doctor.text
    team.wait(days=14)
    doctor.open(address).step("visit", **{**SENT, "on": "2025-07-14", "systolic": "164", "diastolic": "98"})
    assert "建议转诊" in doctor.text
    assert f"/new-referral/{WANG}" in doctor.page
    assert "转诊待办" in doctor.open("/follow-ups").text
    doctor.open(address).step("refer", place="奇台县人民医院心内科")
    assert "已转诊，待随访结果" in doctor.text
    paper = doctor.open(f"{address}/form").text
    for said in ("高血压患者随访服务记录表", "王秀兰", "168/102", "164/98", "缬沙坦 80mg", "2 控制不满意", "2025-07-28",
                 "奇台县人民医院心内科", "阿依古丽"):  # fmt: skip
        assert said in paper, said
    assert "胰岛素" not in paper
    mine = visit("resident").open("/my-doctor").text
    assert "164/98" in mine


def test_the_form_of_diabetes_is_its_own(visit: Visit, team: Team) -> None:
    team.visit(team.programme(DIABETES), glucose="9.4", hba1c="8.1", insulin="甘精胰岛素 10U 睡前")
    doctor = visit("clinician").open("/follow-ups")
    paper = doctor.open(programme(doctor.page) + "/form").text
    for said in ("2型糖尿病患者随访服务记录表", "9.4", "8.1", "甘精胰岛素 10U 睡前", "低血糖反应", "1 无"):
        assert said in paper, said


def test_the_resident_applies_the_doctor_signs_and_notes_services(visit: Visit, team: Team) -> None:
    resident = visit("resident").open("/my-doctor")
    resident.send("/my-doctor", _act="apply", author=TOWN, package="chronic")
    assert resident.status == 200
    address = resident.at
    assert address.startswith("/contracts/")
    doctor = visit("clinician").open("/contracts")
    assert "待办" in doctor.text
    doctor.open(address).step("sign", from_day="2025-06-30")
    assert "履约中" in doctor.text
    assert "慢性病随访 4 0 还差 4 次" in doctor.text
    team.visit(team.programme())
    assert "慢性病随访 4 1 还差 3 次" in doctor.open(address).text, "a follow-up fulfils the contract"
    doctor.step("serve", _act="serve", service="vaccination", on="2025-06-30", note="x")
    assert "服务包中没有这项服务" in doctor.text
    doctor.open(address).step("home-visit", on="2025-06-30", found="卧床，血压平稳", did="翻身指导")
    assert doctor.status == 200
    assert "履约中" in resident.open("/my-doctor").text


def test_who_may_not(visit: Visit, team: Team) -> None:
    team.programme()
    doctor = visit("clinician").open("/follow-ups")
    address = programme(doctor.page)
    assert visit("county-officer").open(address).status in (403, 404)
    assert visit("resident").open("/follow-ups").status in (200, 403)
    assert visit("resident").open(f"/new-contract/{LI}").status == 403
    assert visit("clinician").open(f"/new-contract/{LI}").status in (200, 403)
    figures = visit("county-officer").open("/follow-up-figures").page
    assert "resident-" not in figures
