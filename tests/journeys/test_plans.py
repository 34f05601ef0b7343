"""A project from its application to its grade; funding that is paid within its plan and corrected visibly; a resident
who judges a visit once, and the three yardsticks on the home page of those who run the plan."""

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from tests.journeys.browser import Reader

pytestmark = pytest.mark.journey
OFFICE, PLANNER, OFFICER, RESIDENT = "周立新", "马文博", "叶尔兰", "王秀兰"
TITLE = "创建二级医院能力提升"
NOTHING: Mapping[str, str] = MappingProxyType({})
COMMISSION = "昌吉回族自治州卫生健康委员会"


def gives(reader: Reader, step: str, fields: Mapping[str, str] = NOTHING) -> None:
    """Take a step with what it asks for."""
    reader.unfold(step)
    for label, text in fields.items():
        reader.type(label, text, step)
    reader.click(step, within="办理")


@pytest.mark.carries("A05", "A06", "A19")
def test_a_project_from_its_application_to_its_grade(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(OFFICE)
    reader.goes("项目与投入")
    reader.unfold("申请立项")
    reader.type("项目名称", TITLE)
    reader.choose("类别", "新院区")
    reader.choose("所属规划任务", "县级医院能力建设")
    reader.type("机构", "奇台县中医医院")
    reader.choose("批准单位", COMMISSION)
    reader.choose("验收单位", COMMISSION)
    for label, text in (("申请投资（元）", "30000000"), ("计划开工", "2025-06-30"), ("计划完工", "2025-06-30"),
                        ("计划验收", "2025-06-30"), ("计划投用", "2025-06-29")):  # fmt: skip
        reader.type(label, text)
    reader.type("规划床位", "1200")
    reader.click("申请立项")
    reader.reads("计划日期应不早于前一阶段")
    reader.reads("单个院区床位超过上限 1000 张")
    reader.type("规划床位", "")
    reader.choose("类别", "等级创建升级")
    reader.click("申请立项")
    reader.reads("等级创建项目应写明目标等级和计划定级日期")
    reader.type("计划投用", "2025-06-30")
    reader.choose("目标等级", "二级")
    reader.type("计划定级", "2025-07-15")
    reader.click("申请立项")
    reader.reads("待批准立项")

    reader.become(PLANNER)
    gives(reader, "批准立项", {"批准投资（元）": "30000001", "批复文号": "演示发改〔2025〕30号"})
    reader.reads("批准投资超过申请的 30,000,000.00 元")
    gives(reader, "批准立项", {"批准投资（元）": "28000000", "批复文号": "演示发改〔2025〕30号"})
    reader.reads("已立项，待开工")
    reader.become(OFFICE)
    gives(reader, "登记开工", {"佐证(编号或名称)": "开工令"})
    reader.reads("在建")
    gives(reader, "登记支付", {"支付金额（元）": "28000000.01", "凭证号": "付-1"})
    reader.reads("还可支付 28,000,000.00 元")
    gives(reader, "登记支付", {"支付金额（元）": "9000000.50", "凭证号": "付-1"})
    reader.reads("9,000,000.50")
    gives(reader, "登记完工", {"佐证(编号或名称)": "竣工报告"})
    reader.reads("已完工，待验收")
    reader.unfold("验收通过")
    reader.reads("须由")
    reader.become(PLANNER)
    gives(reader, "验收通过", {"佐证(编号或名称)": "验收意见", "验收结论": "合格"})
    reader.become(OFFICE)
    gives(reader, "登记投用", {"佐证(编号或名称)": "投用通知"})
    reader.reads("已投用")
    reader.become(PLANNER)
    gives(reader, "办结（不需定级）", {"办结意见": "办结"})
    reader.reads("本项目目标为 2 级，应办理定级")
    reader.unfold("登记定级")
    reader.choose("评定等级", "二级")
    gives(reader, "登记定级", {"佐证(编号或名称)": "评审结果"})
    reader.reads("已定级")


@pytest.mark.carries("A11", "A17")
def test_funding_is_paid_within_its_plan_and_a_visit_is_judged_once(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(OFFICER)
    reader.goes("项目与投入")
    reader.click("政府投入", within="相关")
    reader.click("重点学科发展", within="明细")
    reader.unfold("登记拨付")
    reader.type("拨付金额（元）", "90000000")
    reader.type("凭证或文号", "拨付单 9", "登记拨付")
    reader.click("登记拨付")
    reader.reads("先办理“调整计划”，核定后再拨")
    reader.type("拨付金额（元）", "1000.25")
    reader.click("登记拨付")
    reader.reads("待核定")
    reader.become(PLANNER)
    gives(reader, "核定入账")
    reader.reads("已核定")
    reader.become(OFFICER)
    reader.unfold("更正一笔拨付")
    for label, text in (("差额（元）", "-2000"), ("凭证或文号", "更正单 1"), ("原因", "多记")):
        reader.type(label, text, "更正一笔拨付")
    reader.click("更正一笔拨付")
    reader.reads("更正后低于零：该笔现为 1,000.25 元")
    reader.type("差额（元）", "-0.25", "更正一笔拨付")
    reader.click("更正一笔拨付")
    reader.reads("-0.25")

    reader.become(RESIDENT)
    reader.goes("首页")
    reader.click("评价这次就诊", within="就诊评价")
    reader.choose("您对这次就诊满意吗？", "满意")
    reader.click("提交评价")
    reader.reads("我的评价")
    reader.goes("首页")
    reader.reads("满意")
    reader.become(PLANNER)
    reader.goes("首页")
    reader.click("就诊满意率", within="三把尺子")
    reader.reads("满意率")
