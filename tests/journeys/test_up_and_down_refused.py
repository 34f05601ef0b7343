"""What goes otherwise between a township and the county: returned, redirected, no slot, emergency, not arrived, late,
the wrong role, two windows on one request, a stale page. Nothing is lost and nothing is stuck.

Walked behind the tour in the same demonstration; people are those whom the doctor of Dongcheng finds by name."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.select import Select
from tests.journeys.browser import Reader, plain
from tests.journeys.people import registered

pytestmark = pytest.mark.journey
DOCTOR, NURSE, SPECIALIST = "阿依古丽", "苏婷", "赵建国"
HOSPITAL = "奇台县人民医院"
PEOPLE = ("阿不都", "巴特尔", "陈晓军", "周建军", "努尔兰")


def begin(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(DOCTOR)


def opens_new(reader: Reader, turn: int) -> str:
    """The n-th of these people is registered by the doctor, and a referral is begun from the record; the name."""
    name = PEOPLE[turn]
    registered(reader, name, turn)
    reader.click("发起转诊")
    reader.reads("转诊申请")
    return name


def chosen(reader: Reader, label: str, beginning: str) -> None:
    """Choose the first option that begins so."""
    field = Select(reader.field(label))
    words = next(one.text for one in field.options if plain(one.text).startswith(beginning))
    field.select_by_visible_text(words)


def sent(reader: Reader, number: int) -> str:
    """A referral to the hospital; the patient's name."""
    name = opens_new(reader, number)
    reader.type("诊断（名称、编码或拼音首字母）", "gaoxueya")
    reader.type("初步印象", "高血压控制不满意")
    chosen(reader, "接收机构（按条件排序）", HOSPITAL)
    reader.choose("转诊指征", "超出本机构诊疗能力")
    reader.click("提交转诊")
    reader.reads("待受理")
    return name


def by_nurse(reader: Reader, name: str) -> str:
    """The nurse opens the request from the board; its address."""
    reader.become(NURSE)
    reader.goes("双向转诊")
    reader.click(name)
    return reader.driver.current_url


@pytest.mark.carries("C01", "C02", "C03", "C04")
def test_returned_completed_and_seen_in_two_windows(site: str, reader: Reader) -> None:
    begin(site, reader)
    name = sent(reader, 0)
    reader.become(SPECIALIST)
    reader.unfold("受理并约号")
    reader.reads("须由转诊中心办理")
    address = by_nurse(reader, name)
    reader.unfold("退回补充")
    reader.choose("原因", "病情摘要不完整")
    reader.type("需补充的内容", "近期用药")
    reader.click("退回补充")
    reader.reads("退回补充")
    reader.become(DOCTOR)
    reader.type("补充内容", "氨氯地平 5 mg，每日一次")
    reader.click("补充后再提交")
    reader.reads("待受理")

    reader.become(NURSE)
    first = reader.driver.current_window_handle
    reader.driver.switch_to.new_window("tab")
    reader.open(address)
    chosen(reader, "号源", "07-02")
    reader.click("受理并约号")
    reader.reads("已预约")
    reader.driver.close()
    reader.driver.switch_to.window(first)
    reader.reads("本页内容已有更新")
    reader.unfold("转会诊")
    reader.type("原因", "请专科先看")
    reader.click("转会诊")
    reader.reads("这件事已有新的进展")
    reader.open(address)
    reader.reads("已预约")

    reader.unfold("未到院")
    reader.choose("原因", "联系不上患者")
    reader.click("未到院")
    reader.reads("预约日期未到")
    reader.become(DOCTOR)
    reader.unfold("取消预约并撤回")
    reader.choose("原因", "病情好转，不需转诊")
    reader.click("取消预约并撤回")
    reader.reads("此事项已办结")


def test_the_last_slot_is_taken_once_and_another_place_answers(site: str, reader: Reader) -> None:
    begin(site, reader)
    one, other = sent(reader, 1), sent(reader, 2)
    by_nurse(reader, one)
    first = reader.driver.current_window_handle
    reader.driver.switch_to.new_window("tab")
    reader.open(site)
    reader.goes("双向转诊")
    reader.click(other)
    chosen(reader, "号源", "07-05 15:30")
    reader.click("受理并约号")
    reader.reads("已预约")
    reader.driver.switch_to.window(first)
    chosen(reader, "号源", "07-05 15:30")
    reader.click("受理并约号")
    reader.reads("该号源（床位）已被占用")
    reader.reads("请另选号源或床位，或改派")
    reader.unfold("改派")
    chosen(reader, "推荐机构", "木垒县人民医院")
    reader.choose("原因", "本院无床位或号源")
    reader.click("改派")
    reader.reads("已办理：改派")
    reader.become(DOCTOR)
    reader.goes("双向转诊")
    reader.click(one)
    reader.reads("木垒县人民医院")
    reader.reads("待受理")


@pytest.mark.carries("C10")
def test_an_emergency_goes_first_and_its_paper_follows(site: str, reader: Reader) -> None:
    begin(site, reader)
    name = opens_new(reader, 3)
    reader.unfold("急诊：先转运，后补手续")
    form = reader.driver.find_element(By.ID, "emergency")
    for field, text in (("disease", "gaoxueya"), ("impression", "胸痛待查")):
        box = form.find_element(By.ID, f"emergency-{field}")
        box.clear()
        box.send_keys(text)
    Select(form.find_element(By.ID, "emergency-criterion")).select_by_visible_text(
        "胸背部持续疼痛，或疑似急性冠脉综合征"
    )
    place = Select(form.find_element(By.ID, "emergency-performer"))
    place.select_by_visible_text(next(o.text for o in place.options if plain(o.text).startswith(HOSPITAL)))
    reader._press(form.find_element(By.TAG_NAME, "button"))
    reader.reads("急诊转运中")
    by_nurse(reader, name)
    chosen(reader, "救治通道", "胸痛")
    reader.click("启动绿色通道")
    reader.reads("已办理：启动绿色通道")
    reader.unfold("已到院")
    reader.click("已到院")
    reader.reads("在院")
    reader.choose("转归", "好转")
    reader.click("诊疗结束")
    for label, text in (
        ("诊断结果", "不稳定性心绞痛"),
        ("主要检查结果", "肌钙蛋白阴性"),
        ("下一步治疗与康复方案", "抗血小板，随访"),
    ):
        reader.type(label, text)
    reader.click("回转")
    reader.reads("已回转，待随访")
    reader.become(DOCTOR)
    reader.unfold("首次随访")
    reader.type("随访情况", "无胸痛")
    reader.click("首次随访")
    reader.reads("急诊转诊的手续还没有补办")
    chosen(reader, "知情同意：谁", "患者本人")
    chosen(reader, "同意方式", "书面")
    reader.click("补办转诊手续")
    reader.reads("已办理：补办转诊手续")
    reader.unfold("首次随访")
    reader.type("随访情况", "无胸痛，规律服药")
    reader.click("首次随访")
    reader.reads("此事项已办结")


def test_who_does_not_arrive_is_asked_for_again_and_what_is_late_says_so(site: str, reader: Reader) -> None:
    begin(site, reader)
    name = sent(reader, 4)
    by_nurse(reader, name)
    chosen(reader, "号源", "06-30 10:30")
    reader.click("受理并约号")
    reader.reads("已预约")
    reader.unfold("未到院")
    reader.choose("原因", "联系不上患者")
    reader.click("未到院")
    reader.reads("未到院")
    reader.become(DOCTOR)
    reader.type("原因", "已联系上，明日可到院")
    reader.click("再次申请")
    reader.reads("待受理")
    reader.become(NURSE)
    reader.goes("首页")
    late = next(row for row in reader.driver.find_elements(By.CSS_SELECTOR, "main tbody tr") if "超时" in row.text)
    reader._press(late.find_element(By.TAG_NAME, "a"))
    reader.reads("超时提醒")
