"""A drug that is missing below is seen and solved in the window of the referral; a prescription is checked, a sample
reviewed and answered; a need is agreed, delivered, used and settled; a drug comes on the unified list."""

import pytest
from selenium.webdriver.common.by import By
from tests.journeys.browser import Reader

pytestmark = pytest.mark.journey
DOCTOR, SPECIALIST, PHARMACIST, OFFICE, PLANNER = "阿依古丽", "赵建国", "何静", "周立新", "马文博"
TOWN, HOSPITAL = "东城镇卫生院", "奇台县人民医院"
IN_HOSPITAL, AT_HOME = "周欣", "王秀兰"


def ticks(reader: Reader, words: str) -> None:
    """Take one of the ways out that are offered at a field, however often the page draws them meanwhile."""

    def taken() -> bool:
        label = reader._named("main label.offer", words)
        reader.driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", label)
        label.click()
        return True

    reader._until(taken, f"{words!r} is not offered")


def says(reader: Reader, step: str, field: str, text: str) -> None:
    reader.unfold(step)
    reader.type(field, text)
    reader.click(step, within="办理")


def test_a_drug_missing_below_is_solved_in_the_same_window(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(SPECIALIST)
    reader.goes("查找居民")
    reader.type("姓名或号码", IN_HOSPITAL)
    reader.click("查找")
    reader.click(IN_HOSPITAL)
    reader.click("发起转诊")
    reader.unfold("下转到基层")
    here = reader.driver.current_url
    reader.choose("接收机构", TOWN)
    reader.choose("用药一", "替格瑞洛片")
    reader.reads("该机构无此药，统一目录也不供这一级使用：替格瑞洛片")
    reader.choose("用药二", "达格列净片")
    reader.reads("该机构无此药：达格列净片")
    ticks(reader, "改用 氯吡格雷片（该机构有药）")
    ticks(reader, "仍用 达格列净片，请该机构备药")
    assert reader.driver.current_url == here
    for name, text in (("disease", "I20"), ("impression", "心绞痛，支架术后稳定")):  # other forms have such fields too
        field = reader.driver.find_element(By.ID, f"down-{name}")
        field.clear()
        field.send_keys(text)
    reader.choose("下转指征", "诊断明确、方案确定、病情稳定，需继续治疗或康复")
    reader.type("下一步治疗与康复方案", "抗血小板，控糖，两周内随访")
    reader.click("下转到基层")
    reader.reads("待接收")
    reader.reads("氯吡格雷片、达格列净片")

    reader.become(DOCTOR)
    reader.goes("药事与采购")
    reader.click("备药请求")
    reader.reads("待备药机构答复")
    reader.type("来源", "奇台县人民医院调剂")
    reader.click("答应备药")
    reader.reads("已答应，待到货")
    reader.become(SPECIALIST)
    reader.unfold("药已到，列入备药")
    reader.reads("须由药师、乡镇医生办理")
    reader.become(DOCTOR)
    reader.click("药已到，列入备药")
    reader.reads("已备药")
    reader.goes("药事与采购")
    reader.click("机构备药", within="目录与清单")
    reader.reads("达格列净片")


def test_a_prescription_is_checked_and_a_drug_comes_on_the_list(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(DOCTOR)
    reader.goes("查找居民")
    reader.type("姓名或号码", AT_HOME)
    reader.click("查找")
    reader.click(AT_HOME)
    reader.click("开方送审")
    reader.type("诊断（名称、编码或拼音首字母）", "I10")
    reader.choose("审方机构", HOSPITAL)
    reader.choose("药品", "氨氯地平片")
    reader.reads("该机构无此药：氨氯地平片")
    ticks(reader, "改用 硝苯地平控释片（该机构有药）")
    reader.type("用法用量", "30 mg 每日一次")
    reader.type("天数", "28")
    reader.click("提交处方审核")
    reader.reads("待药师审核")
    reader.become(PHARMACIST)
    reader.unfold("有疑问，请医师确认")
    reader.choose("不合理类型", "疗程不适宜")
    says(reader, "有疑问，请医师确认", "意见", "首次换药宜先开两周")
    reader.reads("药师有疑问")
    reader.become(DOCTOR)
    says(reader, "坚持原方（双签）", "原因", "患者路远，两周后电话随访")
    reader.become(PHARMACIST)
    reader.click("审核通过", within="办理")
    reader.reads("此事项已办结")

    reader.become(DOCTOR)
    reader.goes("药事与采购")
    reader.click("统一药品目录", within="目录与清单")
    reader.unfold("申请增补目录")
    reader.choose("药品", "阿司匹林肠溶片")
    reader.choose("可用级别", "县乡村通用")
    reader.type("申请理由", "慢病患者常用")
    reader.click("申请增补目录")
    reader.reads("统一目录中已有，且这一级可用")
    reader.choose("药品", "替格瑞洛片")
    reader.choose("可用级别", "乡镇（社区）及以上")
    reader.click("申请增补目录")
    reader.reads("待药学评审")
    reader.become(PHARMACIST)
    says(reader, "药学评审通过", "意见", "支架术后患者下转需要")
    reader.become(PLANNER)
    says(reader, "列入统一目录", "文号", "演示药目〔2025〕2号")
    reader.reads("已列入统一目录")


def test_a_need_is_agreed_delivered_used_and_settled(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(PHARMACIST)
    reader.goes("药事与采购")
    reader.click("带量采购", within="目录与清单")
    reader.unfold("报告采购需求")
    reader.choose("药品或耗材", "达格列净片")
    reader.type("采购批次", "2025-2")
    reader.type("需求量（最小包装）", "120")
    reader.click("报告采购需求")
    reader.reads("已报需求，待约定")
    reader.become(OFFICE)
    reader.type("约定量", "150")
    reader.click("约定采购量")
    reader.reads("约定量不能超过需求量 120")
    reader.type("约定量", "90")
    reader.click("约定采购量")
    reader.reads("已约定，待签约")
    reader.become(PLANNER)
    reader.choose("采购渠道", "三明采购联盟")
    for label, text in (("合同编号", "演示采购〔2025〕9号"), ("中选单价（元）", "12.35"), ("原采购单价（元）", "31.80"),
                        ("合同期止", "2026-06-30")):  # fmt: skip
        reader.type(label, text)
    reader.click("签订合同")
    reader.reads("执行中")
    reader.become(PHARMACIST)
    reader.type("批号", "L2599")
    reader.type("到货量", "100")
    reader.click("登记到货")
    reader.reads("超过约定量：还可到货 90")
    reader.type("到货量", "90")
    reader.click("登记到货")
    reader.reads("1,111.50")
    reader.unfold("填报月使用量")
    reader.type("月份", "2025-06")
    reader.type("使用量", "90")
    reader.click("填报月使用量")
    reader.reads("90 / 0")
    reader.become(OFFICE)
    says(reader, "结算", "意见", "已用完约定量")
    reader.reads("已结算")
    reader.reads("1,750.50")
    reader.reads("结余留用规则未核实，暂不计算")


def test_a_sample_is_drawn_reviewed_fed_back_and_answered(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(PHARMACIST)
    reader.goes("药事与采购")
    reader.click("处方点评", within="目录与清单")
    reader.unfold("抽样")
    reader.choose("被点评机构", TOWN)
    reader.type("处方月份", "2025-05")
    reader.type("抽样数", "2")
    reader.click("抽样", within="办理")
    reader.reads("2 / 18")
    sample = reader.driver.current_url
    reader.choose("不合理类型", "用法、用量不适宜")
    reader.type("意见", "宜减量")
    reader.click("反馈问题", within="点评下一张")
    reader.reads("已反馈，待医师答复")
    fed_back = reader.driver.current_url
    reader.open(sample)
    says(reader, "点评办结", "小结", "两张中一张有问题")
    reader.reads("还有 1 张未点评：2")
    reader.unfold("合理")
    reader.click("合理", within="点评下一张")
    reader.reads("合理")
    reader.become(DOCTOR)
    reader.open(fed_back)
    says(reader, "说明理由", "理由", "患者体重较大")
    reader.become(PHARMACIST)
    says(reader, "维持点评", "原因", "肾功能不全，仍应减量")
    reader.become(DOCTOR)
    says(reader, "接受并整改", "答复", "已减量并随访")
    reader.reads("已接受并整改")
    reader.become(PHARMACIST)
    reader.open(sample)
    says(reader, "点评办结", "小结", "两张中一张有问题，已整改")
    reader.reads("已办结")
    reader.click("处方点评工作表")
    reader.reads("不合理 1 张")
