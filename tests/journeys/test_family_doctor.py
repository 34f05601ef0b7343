"""The doctor, the resident and the county officer each find their page of the room, with the demonstration in it."""

import pytest
from tests.journeys.browser import Reader

pytestmark = pytest.mark.journey


def test_each_finds_the_page_of_the_room(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click("阿依古丽")
    reader.goes("慢性病随访")
    reader.reads("应访名单")
    reader.goes("家庭医生签约")
    reader.reads("履约中")
    reader.become("王秀兰")
    reader.goes("我的家庭医生")
    reader.reads("我的随访")
    reader.become("叶尔兰")
    reader.goes("随访管理情况")
    reader.reads("控制达标")
