"""A drill from its opening to its end: reported in it by a party, unknown to the main house, gone when it is closed."""

import pytest
from tests.journeys.browser import Reader

pytestmark = pytest.mark.journey
NAME, CHILD = "县校麻疹处置演练", "演练学生甲"
BANNER = "演练 — 数据不进入正式记录"


def test_a_drill_leaves_no_trace(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click("叶尔兰")
    reader.click("演练")
    reader.type("演练名称", " ")
    reader.click("开设演练")
    reader.reads("请填写演练名称")
    reader.type("演练名称", NAME)
    reader.type("情景日期", "2025-07-01")
    reader.choose("情景", "学校麻疹聚集：六名学生与一名教师，同校，三日内先后发热出疹")
    reader.click("开设演练")
    reader.reads("已办理：开设演练")
    reader.click("进入演练")
    reader.reads(BANNER)
    reader.click("阿依古丽")
    reader.goes("查找居民")
    reader.type("姓名或号码", CHILD)
    reader.click("查找")
    reader.click(CHILD)
    reader.click("报传染病卡")
    reader.type("病种", "麻疹")
    reader.choose("来源", "诊断")
    reader.click("登记传染病诊断")
    reader.reads("待报告")
    reader.unfold("报告")
    reader.choose("病例分类", "临床诊断病例")
    reader.type("发病日期", "2025-06-29")
    reader.click("报告", within="办理")
    reader.reads("待县审")
    reader.reads(BANNER)
    assert "/drill/" in reader.driver.current_url
    reader.leaves()
    reader.reads("叶尔兰")
    assert BANNER not in reader.text
    reader.goes("传染病报告")
    assert CHILD not in reader.text
    reader.become("阿依古丽")
    reader.goes("首页")
    reader.reads(f"您参加的演练正在进行：{NAME}")
    reader.become("叶尔兰")
    reader.goes("首页")
    reader.click("演练")
    reader.click(NAME)
    reader.reads("东城镇卫生院")
    reader.reads("按时")
    reader.choose("结束后", "删除：演练库整体删除，不可恢复")
    reader.click("结束演练")
    reader.reads("没有进行中的演练")
