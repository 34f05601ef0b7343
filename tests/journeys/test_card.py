"""The health card by its parties: the resident asks for one and shows it, the registrar types what stands below the
QR, it opens once; lost, it opens nothing, and another is issued."""

import pytest
from tests.journeys.browser import Reader

pytestmark = pytest.mark.journey
DOCTOR, RESIDENT = "阿依古丽", "王秀兰"


def shown(reader: Reader) -> str:
    """The resident shows the card anew; what stands below the QR."""
    reader.goes("我的健康档案")
    reader.click("我的健康卡")
    reader.click("出示二维码")
    reader.reads("只能用一次")
    return str(reader.driver.find_element("class name", "qr-text").text)


def arrives(reader: Reader, code: str) -> None:
    """The registrar types what was shown."""
    reader.goes("查找居民")
    reader.click("凭证就诊")
    reader.choose("出示的凭证", "电子健康卡")
    reader.type("二维码下的码，或号码", code)
    reader.click("登记就诊", within="登记就诊")


@pytest.mark.carries("J02")
def test_a_card_is_issued_shown_used_once_lost_and_replaced(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(RESIDENT)
    reader.goes("我的健康档案")
    reader.click("我的健康卡")
    reader.unfold("申领健康卡")
    reader.click("申领健康卡")
    reader.reads("DZ2025")
    card = reader.driver.current_url
    code = shown(reader)
    reader.become(DOCTOR)
    arrives(reader, code)
    reader.reads("就诊中")
    arrives(reader, code)
    reader.reads("这个二维码已经用过一次")
    reader.become(RESIDENT)
    code = shown(reader)
    reader.open(card)
    reader.type("何时、如何丢失", "手机遗失")
    reader.click("挂失", within="办理")
    reader.reads("已挂失")
    reader.become(DOCTOR)
    arrives(reader, code)
    reader.reads("这张卡已挂失")
    reader.become(RESIDENT)
    reader.goes("我的健康档案")
    reader.click("我的健康卡")
    reader.unfold("申领健康卡")
    reader.click("申领健康卡")
    reader.reads("有效")
