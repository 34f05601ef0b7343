"""A post of the pool by its parties: the township asks, the county lends, a person is named, it comes back."""

import pytest
from tests.journeys.browser import Reader

pytestmark = pytest.mark.journey
PLANNER, OFFICER, TOWN = "马文博", "叶尔兰", "阿依古丽"


def test_what_is_short_and_what_is_lent(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(PLANNER)
    reader.goes("人才与编制")
    for told in ("347人 缺护士", "41名 空编", "12名 已借出"):
        reader.reads(told)
    reader.click("12名 已借出")
    reader.reads("逾期未还")
    reader.reads("共 12 行")


def test_a_post_is_lent_and_comes_back(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(TOWN)
    reader.goes("人才与编制")
    reader.unfold("申请借用编制")
    reader.choose("岗位", "注册护士")
    reader.type("用途", "门诊输液护理")
    reader.type("用编起始日期", "2025-06-29")
    reader.click("申请借用编制")
    reader.reads("用编起始日期不能早于今天")
    reader.type("用编起始日期", "2025-06-30")
    reader.click("申请借用编制")
    reader.reads("待审批")
    reader.unfold("批准借用")
    reader.reads("须由县级经办、州级规划办理")
    reader.become(OFFICER)
    reader.type("意见", "同意")
    reader.click("批准借用")
    reader.reads("意见 同意")
    reader.choose("周转编制", "木垒周转-003")
    reader.type("借用文号", "木编借〔2025〕7号")
    reader.click("借出编制")
    reader.reads("2025-06-30 至 2026-06-29")
    reader.become(TOWN)
    reader.choose("用编人员", TOWN)
    reader.click("确定用编人员")
    reader.reads("归还编制")
    reader.type("日期", "2025-06-29")
    reader.click("归还编制")
    reader.reads("日期应在借出（到岗）之后、今天之前")
    reader.type("日期", "2025-06-30")
    reader.click("归还编制")
    reader.reads("确认收回入池")
    reader.become(OFFICER)
    reader.click("确认收回入池")
    reader.reads("此事项已办结")
