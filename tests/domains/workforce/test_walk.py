"""A post of the pool by its parties, in their order: who may not, what is missing, what the pages say."""

import pytest
from tests.clients.web.conftest import Visitor
from tests.domains.workforce.conftest import Visit

from tongmai.base.outcome import Refused
from tongmai.house import House

ASK = {"_act": "borrow", "profession": "nurse", "purpose": "门诊输液护理", "wanted": "2025-07-01", "months": "12"}
FREE = "PoolPost/pool-post-652328-004"
LEND = {"post": FREE, "begins": "2025-07-01", "document": "木编借〔2025〕7号"}


def asked(visit: Visit) -> tuple[Visitor, str]:
    clinician = visit("clinician").open("/workforce")
    clinician.send("/workforce", **ASK)
    assert "待审批" in clinician.text
    return clinician, clinician.at


def by_contract(house: House) -> str:
    """Somebody at Dongcheng who sits on no approved post."""
    roles = house.access.open("planner").search("PractitionerRole", "organization=Organization/th-652328102").matches
    found = [one.resource() for one in roles]
    return next(
        str(one["practitioner"]["reference"]) for one in found
        if {"url": "urn:tongmai:tenure", "valueCode": "contract"} in one.get("extension", ())
        and "end" not in one.get("period", {})
    )  # fmt: skip


def test_41_free_and_12_lent_with_their_days(visit: Visit) -> None:
    planner = visit("planner").open("/posts-pool")
    for told in ("53 名 周转池编制", "41 名 空编", "12 名 已借出", "1 名 逾期未还"):
        assert told in planner.text
    lent = planner.open("/posts-pool?state=lent")
    assert lent.page.count('href="/pool-posts/') == 12
    assert lent.page.count('href="/post-loans/') == 12
    planner.open("/pool-posts/pool-post-652323-001")
    assert "呼图壁周转-001" in planner.text
    planner.open("/post-loans/loan-652323-001")
    assert "已到岗" in planner.text


def test_from_the_request_to_the_return(visit: Visit, house: House) -> None:
    clinician, page = asked(visit)
    officer = visit("county-officer").open(page).step("approve", _act="approve", opinion="同意")
    assert "已批准，待借出" in officer.text
    officer.step("lend", _act="lend", **LEND)
    assert "已借出，待定人" in officer.text
    assert "2026-06-30" in officer.text
    assert "40 名 空编" in visit("planner").open("/posts-pool").text
    clinician.open(page).step("name", _act="name", person=by_contract(house))
    assert "已到岗" in clinician.text
    officer.open(page).step("extend", _act="extend", until="2028-06-30", reason="任务未完")
    assert "2028-06-30" in officer.text
    clinician.open(page).step("give-back", _act="give-back", on="2025-06-30")
    assert "日期应在借出（到岗）之后、今天之前" in clinician.text


def test_given_back_and_lent_again(visit: Visit, house: House) -> None:
    clinician, page = asked(visit)
    today = LEND | {"begins": "2025-06-30"}
    officer = (
        visit("county-officer")
        .open(page)
        .step("approve", _act="approve", opinion="同意")
        .step("lend", _act="lend", **today)
    )
    person = by_contract(house)
    clinician.open(page).step("name", _act="name", person=person).step("give-back", _act="give-back", on="2025-06-30")
    assert "已归还，待收回" in clinician.text
    assert "40 名 空编" in visit("planner").open("/posts-pool").text
    officer.open(page).step("take-back", _act="take-back")
    assert "已收回" in officer.text
    assert "41 名 空编" in visit("planner").open("/posts-pool").text
    roles = house.access.open("planner").search("PractitionerRole", f"practitioner={person}").matches
    seats = [one.resource() for one in roles if 'valueCode":"pool' in one.body.decode().replace(" ", "")]
    assert [one["period"] for one in seats] == [{"start": "2025-06-30", "end": "2025-06-30"}]
    _, again = asked(visit)
    officer.open(again).step("approve", _act="approve", opinion="同意").step("lend", _act="lend", **today)
    assert "已借出，待定人" in officer.text


def test_who_may_not(visit: Visit) -> None:
    clinician, _ = asked(visit)
    clinician.step("approve", _act="approve", opinion="自己批")
    assert clinician.status == 403
    other = visit("headquarters")
    other.open("/workforce").send("/workforce", **ASK)
    assert "待审批" in other.text
    county = visit("county-officer").open(other.at)
    assert county.status == 403  # another county's
    planner = visit("planner")
    planner.open("/workforce").send("/workforce", **ASK)
    assert planner.status == 403


def test_a_term_in_the_past_and_one_too_long(visit: Visit) -> None:
    clinician = visit("clinician").open("/workforce")
    clinician.send("/workforce", **(ASK | {"wanted": "2025-06-29"}))
    assert "用编起始日期不能早于今天" in clinician.text
    clinician.open("/workforce").send("/workforce", **(ASK | {"months": "37"}))
    assert "借用期限为 1 至 36 个月" in clinician.text


def test_a_wrong_state_and_a_stale_version(visit: Visit, house: House) -> None:
    _, page = asked(visit)
    officer = visit("county-officer").open(page)
    flows, context = house.workflows, house.open("county-officer")
    task = officer.task
    with pytest.raises(Refused) as early:
        flows.act(context, task, "lend", LEND)
    assert early.value.kind == "rule"
    officer.step("approve", _act="approve", opinion="同意")
    with pytest.raises(Refused) as stale:
        flows.act(context, task, "decline", {"reason": "晚了"}, if_version=1)
    assert stale.value.kind == "stale"


def test_a_post_is_lent_once_and_an_empty_pool_lends_none(visit: Visit) -> None:
    pages = [asked(visit)[1] for _ in range(5)]
    officer = visit("county-officer")
    for page in pages[:4]:
        officer.open(page).step("approve", _act="approve", opinion="同意")
        assert "已批准，待借出" in officer.text
    officer.open(pages[4]).step("approve", _act="approve", opinion="同意")
    assert "周转池没有可借的空编（空编 4，已批待借 4）" in officer.text
    officer.open(pages[0]).step("lend", _act="lend", **LEND)
    officer.open(pages[1]).step("lend", _act="lend", **LEND)
    assert "这个编制已经借出" in officer.text
    officer.open(pages[1]).step("lend", _act="lend", **(LEND | {"post": "PoolPost/pool-post-652325-004"}))
    assert "不是本县周转池的编制" in officer.text


def test_nobody_sits_on_two_posts(visit: Visit, house: House) -> None:
    _, page = asked(visit)
    visit("county-officer").open(page).step("approve", _act="approve", opinion="同意").step("lend", _act="lend", **LEND)
    roles = house.access.open("planner").search("PractitionerRole", "organization=Organization/th-652328102").matches
    seated = next(
        one.resource() for one in roles
        if {"url": "urn:tongmai:tenure", "valueCode": "established"} in one.resource().get("extension", ())
    )  # fmt: skip
    clinician = visit("clinician").open(page).step("name", _act="name", person=seated["practitioner"]["reference"])
    assert "一人不能占两编" in clinician.text


def test_a_talent_from_the_nomination_to_three_years(visit: Visit, house: House) -> None:
    unit = visit("headquarters").open("/new-nomination")
    form = {"_act": "nominate", "person": "person-headquarters", "batch": "2025-2", "merits": "十年临床"}
    unit.send("/new-nomination", **(form | {"batch": "2023-1"}))
    assert "批次应为 2025-1 或 2025-2" in unit.text
    unit.open("/new-nomination").send("/new-nomination", **form)
    page = unit.at
    planner = (
        visit("planner")
        .open(page)
        .step("screen", _act="screen", opinion="材料齐全")
        .step("show", _act="show", opinion="评审通过")
    )
    assert "公示中" in planner.text
    planner.step("select", _act="select")
    assert "公示未满 5 天" in planner.text
