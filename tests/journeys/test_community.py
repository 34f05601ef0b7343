"""A physician posted from Qitai to Mulei by four people; an appraisal from its own values to the frozen snapshot."""

import pytest
from tests.journeys.browser import Reader

from tongmai.domains.community import rules

pytestmark = pytest.mark.journey
PLANNER, COUNTY, OWNER, DOCTOR, INSURER = "马文博", "叶尔兰", "周立新", "阿依古丽", "李海燕"
QITAI, DONGCHENG = "奇台县医共体总医院", "东城镇卫生院"


@pytest.mark.carries("B14")
def test_a_posting_from_proposal_to_return(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(OWNER)
    reader.goes("医共体")
    reader.click(QITAI)
    reader.click("提出派驻")
    reader.type("派驻医师", "赵建国")
    reader.choose("派驻单位", DONGCHENG)
    reader.choose("职称", "副高级职称")
    reader.choose("派驻方式", "长期派驻")
    reader.type("起", "2024-12-01")
    reader.type("止", "2024-11-30")
    reader.type("派驻任务", "心内科门诊带教")
    reader.click("提出派驻")
    reader.reads("结束日期早于开始日期")
    reader.type("止", "2025-11-30")
    reader.click("提出派驻")
    reader.reads("待派驻单位同意")
    reader.unfold("同意接收")
    reader.reads("当前身份不能办理")
    reader.become(DOCTOR)
    reader.click("同意接收")
    reader.become(COUNTY)
    reader.click("批准派驻")
    reader.become(DOCTOR)
    reader.type("到岗日期", "2025-07-02")
    reader.click("登记到岗")
    reader.reads("到岗日期不能晚于今天")
    reader.type("到岗日期", "2024-12-01")
    reader.click("登记到岗")
    reader.reads("派驻中")
    reader.type("派驻工作小结", "带教门诊四十次")
    reader.click("登记返回")
    reader.reads("已返回")
    reader.reads("合计 212 天")


@pytest.mark.carries("B03")
def test_an_appraisal_from_own_values_to_the_snapshot(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(OWNER)
    reader.goes("医共体绩效考核")
    reader.unfold("开始年度自评")
    reader.type("考核年度", "2025")
    reader.click("开始年度自评")
    reader.reads("该年度还未结束")
    reader.type("考核年度", "2023")
    reader.click("开始年度自评")
    reader.reads("自评中")
    for name, words in rules.every_indicator().items():
        reader.type(words.zh, rules.indicators(2023)[name]["full"])
    reader.type("佐证材料", "2023年度自评材料汇编")
    reader.click("填写自评值")
    reader.unfold("提交复核")
    reader.click("提交复核")
    reader.reads("待复核")
    reader.become(PLANNER)
    reader.unfold("计分并公示")
    reader.type("公示起始日", "2025-06-20")
    reader.type("公告文号", "昌州卫公告〔2025〕7号（演示）")
    reader.click("计分并公示")
    reader.reads("合计 100 分")
    reader.reads("须由另一人办理")
    reader.become(INSURER)
    reader.click("冻结结果")
    reader.reads("已冻结")
    reader.click("冻结的结果")
    reader.reads("2025-06-30")
    reader.reads("冻结的指标与得分")
