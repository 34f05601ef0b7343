"""A pool's year by its parties, in their order: who may not, what is missing, and the sums that stand on the pages."""

import orjson
from tests.domains.insurance.conftest import MULEI, QITAI, Visit

from tongmai.access import Put
from tongmai.house import House

LAST = "pool-mc-652325-1-2024-01"


def test_the_pool_of_mulei_on_its_pages(visit: Visit) -> None:
    planner = visit("planner").open(f"/pools/{MULEI}")
    for told in ("58,400 人 × 1,050.00 元", "61,320,000.00", "3,066,000.00", "21,540,000.00", "36,714,000.00",
                 "34,914,000.00", "1,800,000.00"):  # fmt: skip
        assert told in planner.text
    planner.open(f"/clearings/clearing-{MULEI}")
    for told in ("1,665,000.00", "999,000.00", "499,500.00", "166,500.00", "135,000.00", "考核 92.5 分", "规则 6:3:1"):
        assert told in planner.text
    assert "92.5" in planner.open("/appraisals/appraisal-mc-652328-1-2024").text
    planner.open(f"/clearings/clearing-{MULEI}/sheet")
    assert "医共体医保基金年度清算表" in planner.text
    assert "166,500.00" in planner.text


def test_a_month_opens_into_the_lines_of_the_list(visit: Visit, house: House) -> None:
    planner = visit("planner").open(f"/monthly-accounts/{MULEI}-2024-03")
    account = house.access.open("planner").read("MonthlyAccount", f"{MULEI}-2024-03").resource()
    inside = f"{account['insideCents'] // 100:,}.{account['insideCents'] % 100:02d}"
    assert f"合计 {inside} 元" in planner.text
    assert planner.page.count('href="/fund-lines/') == account["lines"] == len(account["line"])
    assert "木垒县人民医院" in planner.open(f"/fund-lines/{MULEI}-2024-03-in-1").text


def test_pools_by_county_for_the_planner_and_its_own_for_a_community(visit: Visit) -> None:
    every = visit("planner").open("/pools?year=2024").page
    own = visit("headquarters").open("/pools?year=2024").page
    assert every.count('href="/pools/pool-mc-') == 8
    assert own.count('href="/pools/pool-mc-') == 1
    assert visit("headquarters").open(f"/pools/{MULEI}").status == 403
    assert "还没有基金包" in visit("clinician").open("/pools").text


def test_a_batch_is_recorded_by_the_insurer_and_confirmed_by_the_community(visit: Visit) -> None:
    insurer, owner = visit("insurer"), visit("headquarters")
    page = f"/pools/{QITAI}"
    batch = {"_act": "batch", "number": "3", "amount": "1000000.05", "paid_on": "2025-06-20", "receipt": "YB3"}
    insurer.open(page).send(page, **(batch | {"number": "2"}))
    assert "本基金包已有这一批次" in insurer.text
    insurer.open(page).send(page, **(batch | {"amount": "999999999"}))
    assert "最多还可预付" in insurer.text
    insurer.open(page).send(page, **batch)
    assert "待确认到账" in insurer.text
    owner.open(insurer.at).step("receive", arrived="2025-06-21")
    assert "已到账" in owner.text
    assert "1,000,000.05" in owner.open(page).text


def test_a_month_is_booked_from_the_list_and_agreed_by_both_sides(visit: Visit) -> None:
    insurer, owner = visit("insurer"), visit("headquarters")
    page = f"/pools/{QITAI}"
    insurer.open(page).send(page, _act="book", month="2025-06")
    assert "该月还未结束" in insurer.text
    insurer.open(page).send(page, _act="book", month="2025-04")
    assert "该月已经记过账" in insurer.text
    insurer.open(page).send(page, _act="book", month="2025-05")
    assert "待医共体核对" in insurer.text
    owner.open(insurer.at).step("object", reason="有两行重复")
    insurer.open(insurer.at).step("book-again", reason="已核对")
    owner.open(insurer.at).step("agree")
    assert "双方已确认" in owner.text


def test_without_a_row_nothing_is_split_and_the_page_says_which(visit: Visit, house: House) -> None:
    insurer, owner, planner = visit("insurer"), visit("headquarters"), visit("planner")
    page = f"/pools/{LAST}"
    insurer.open(page).send(page, _act="clear")
    clearing = insurer.at
    assert clearing.startswith("/clearings/")
    owner.open(clearing).step("agree")
    assert "缺少一行结余分配规则" in insurer.open(clearing).text
    insurer.step("split")
    assert "缺少一行结余分配规则" in insurer.text
    row = {"resourceType": "SplitRule", "area": "652325000000", "since": "2024-01-01", "county": 5, "township": 3,
           "village": 2, "source": "奇台县文件（测试）", "status": "assumed"}  # fmt: skip
    house.access.open("planner").transact([Put("SplitRule", orjson.dumps(row))])
    insurer.open(clearing).step("split")
    assert "已分配，待核准" in insurer.text
    one = house.access.open("planner").read("Clearing", clearing.rpartition("/")[2]).resource()
    parts = [one[f"{tier}Cents"] for tier in ("county", "township", "village", "withheld")]
    assert sum(parts) == one["surplusCents"] > 0
    planner.open(clearing).step("confirm")
    assert "已核准" in planner.text
    insurer.open(page).send(page, _act="clear")
    assert "这个基金包已有清算" in insurer.text


def test_who_may_not(visit: Visit) -> None:
    for person in ("headquarters", "planner"):
        page = visit(person).open(f"/pools/{LAST}")
        page.send(page.at, _act="clear")
        assert "insurer@area" in page.text
        assert page.status == 403
    county = visit("county-officer").open(f"/pools/{MULEI}")
    assert "61,320,000.00" in county.text
    assert county.open(f"/pools/{LAST}").status == 403


def test_a_pool_is_opened_and_agreed(visit: Visit) -> None:
    insurer, owner = visit("insurer"), visit("headquarters")
    form = {"_act": "open-pool", "community": "mc-652325-1", "year": "2026", "insured_group": "all",
            "insured": "120000",
            "per_head": "1100.50", "reserve": "4", "since": "2026-01-01", "until": "2026-12-31"}  # fmt: skip
    insurer.open("/pools").send("/pools", **form)
    assert "风险储备金比例应在 5% 至 10% 之间" in insurer.text
    insurer.open("/pools").send("/pools", **(form | {"reserve": "5", "year": "2025", "since": "2025-01-01",
                                                     "until": "2025-12-31"}))  # fmt: skip
    assert "本年度本人群已有基金包" in insurer.text
    insurer.open("/pools").send("/pools", **(form | {"reserve": "5"}))
    assert "132,060,000.00" in insurer.text
    owner.open(insurer.at).step("agree")
    assert "已确认" in owner.text
