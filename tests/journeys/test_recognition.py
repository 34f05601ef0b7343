"""Mutual recognition between a private and a public institution: each uses what the other found, on the same terms;
what lacks the certificate is refused to both for the same reason."""

import pytest
from tests.journeys.browser import Reader

pytestmark = pytest.mark.journey
DOCTOR, HEAD = "阿依古丽", "沈静"
PATIENT, PUBLIC, PRIVATE = "马玉玲", "奇台县人民医院", "天山恒医院（虚构）"
ECG, IMAGING = "开心电检查申请", "开影像检查申请"
NO_MARK = "出具机构没有该项目的质量合格证明"


def asked(reader: Reader, form: str, item: str) -> None:
    """A test is about to be ordered: its recent results are shown."""
    reader.unfold(form)
    reader.type("项目", item, form)
    reader.choose("接收机构", PUBLIC, form)
    reader.type("检查目的", "复诊", form)
    reader.click(form)
    reader.reads("开单前的近期结果")


def row(reader: Reader, maker: str) -> str:
    """What the page says of the result that an institution made."""
    rows = reader.driver.find_elements("css selector", "main tr.rec, main tbody tr")
    return next(one.text for one in rows if maker in one.text)


def test_each_uses_what_the_other_found(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(DOCTOR)
    for person, maker, day in ((DOCTOR, PRIVATE, "2025-06-27"), (HEAD, PUBLIC, "2025-06-26")):
        reader.become(person)
        reader.goes("查找居民")
        reader.type("姓名或号码", PATIENT)
        reader.click("查找")
        reader.click(PATIENT)
        reader.click("开检查检验单")
        begin = reader.driver.current_url
        asked(reader, IMAGING, "胸部X线摄影")
        refused = row(reader, maker)
        assert "不可互认" in refused
        assert NO_MARK in refused
        reader.open(begin)
        asked(reader, ECG, "十二导联心电图")
        assert "不可互认" not in row(reader, maker)
        reader.choose("采用的报告", f"{day} 正常范围心电图（演示）")
        reader.click("采用已有结果", within="办理")
        reader.reads("已采用互认结果")
        assert "可互认" in row(reader, maker)
