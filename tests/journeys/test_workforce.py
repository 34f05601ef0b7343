"""A post of the pool by its parties: the township asks, the county lends, a person is named, it comes back; a talent
put forward, screened, on show, selected and assessed; the programmes and the rural doctors' insurance."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from tests.journeys.browser import Reader

pytestmark = pytest.mark.journey
PLANNER, OFFICER, TOWN = "马文博", "叶尔兰", "阿依古丽"
ON_SHOW, TO_ASSESS = "主持县级胸痛中心建设，带教乡镇医师十二人", "负责危急重症转运，带教急救站医护"
ENDING = "主持县级卒中中心建设，三年带教县乡医师三十人"


def test_what_is_short_and_what_is_lent(site: str, reader: Reader) -> None:
    reader.open(site)
    reader.click(PLANNER)
    reader.goes("人才与编制")
    for told in ("347人 缺护士", "41名 空编", "12名 已借出"):
        reader.reads(told)
    reader.click("12名 已借出")
    reader.reads("逾期未还")
    reader.reads("共 12 行")


@pytest.mark.carries("H04")
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
    reader.reads("须由县级经办、地市级规划办理")
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


@pytest.mark.carries("H11")
def test_a_talent_from_being_put_forward_to_an_assessment(site: str, reader: Reader) -> None:
    """The doctor's own is shown today and cannot be selected yet; another has stood its days; a third is assessed."""
    reader.open(site)
    reader.click(TOWN)
    reader.goes("人才与编制")
    reader.click("名医遴选")
    reader.click("申报名医")
    reader.choose("申报人", TOWN)
    reader.type("批次", "2023-1")
    reader.choose("专业", "心血管内科")
    reader.type("主要业绩", "带教村医，开展慢病规范管理")
    reader.click("申报名医")
    reader.reads("批次应为 2025-1 或 2025-2")
    reader.type("批次", "2025-2")
    reader.click("申报名医")
    reader.reads("待县级初审")
    own = reader.driver.current_url
    reader.become(OFFICER)
    reader.open(own)
    says(reader, "初审通过", "业绩属实")
    reader.reads("待地市级评审")
    reader.become(PLANNER)
    reader.open(own)
    says(reader, "评审通过并公示", "同意公示")
    reader.reads("公示中")
    reader.unfold("公示期满，入选")
    reader.click("公示期满，入选", within="办理")
    reader.reads("公示未满 5 天")
    reader.goes("人才与编制")
    reader.click("名医遴选")
    reader.click(ON_SHOW)
    reader.unfold("公示期满，入选")
    reader.click("公示期满，入选", within="办理")
    reader.reads("2025-06-30 至 2028-06-29")
    reader.goes("人才与编制")
    reader.click("名医遴选")
    reader.click(TO_ASSESS)
    reader.unfold("年度考核")
    reader.choose("考核结果", "合格")
    says(reader, "年度考核", "带教与门诊任务完成")
    reader.reads("2026-05-31")
    reader.reads("第 1 年")
    concludes(reader)
    reader.reads("前两个年度考核完成后才能期满办结")
    reader.goes("人才与编制")
    reader.click("名医遴选")
    reader.click(ENDING)
    reader.reads("第 2 年")
    concludes(reader)
    reader.reads("第 3 年")
    reader.reads("三年期满")
    reader.open(own)
    reader.reads("公示中")


def concludes(reader: Reader) -> None:
    reader.unfold("期满考核并办结")
    reader.choose("考核结果", "合格", "期满考核并办结")
    says(reader, "期满考核并办结", "三年任务完成")


def says(reader: Reader, step: str, opinion: str) -> None:
    reader.unfold(step)
    reader.type("意见", opinion, step)
    reader.click(step, within="办理")


TRAINEES = (
    "姓名",
    "人员编码",
    "项目",
    "协议或选送单位",
    "县市区",
    "院校或基地",
    "培养起",
    "应结业日期",
    "服务期起",
    "服务期止",
)
PAY = ("机构", "县市区", "年度", "应发薪酬总额（元）", "其中绩效（元）", "年平均人数", "依据")
COVERS = ("乡村医生", "村卫生室", "县市区", "险种", "生效日期", "失效日期", "参保或保单号")
HOUSE, COUNTY = "博斯坦乡卫生院", "木垒哈萨克自治县"


@pytest.mark.carries("H07", "H08", "H09", "H12")
def test_people_in_programmes_rural_doctors_and_pay_by_their_lists(site: str, reader: Reader, tmp_path: Path) -> None:
    student = (
        "演示定向生",
        None,
        "农村订单定向免费医学生",
        HOUSE,
        COUNTY,
        "演示医科大学",
        "2025-09-01",
        "2030-06-30",
        "2030-07-01",
    )
    reader.open(site)
    reader.click(OFFICER)
    sends(reader, tmp_path, "培养与培训", TRAINEES, (*student, "2033-06-30"))
    reader.reads("协议服务期为 72 个月")
    sends(reader, tmp_path, "培养与培训", TRAINEES, (*student, "2036-06-30"))
    approved(reader)
    reader.goes("人才与编制")
    reader.click("培养与培训")
    reader.reads("演示定向生")

    doctor = ("Y652328-00844", "西吉尔镇西吉尔村卫生室", COUNTY, "医疗责任保险", "2025-06-01")
    sends(reader, tmp_path, "乡村医生保障", COVERS, (*doctor, "2025-05-31", "ZR00000001"))
    reader.reads("截止日期早于起始日期")
    sends(reader, tmp_path, "乡村医生保障", COVERS, (*doctor, "2026-05-31", "ZR00000001"))
    approved(reader)
    reader.goes("人才与编制")
    reader.click("乡村医生保障")
    reader.reads("ZR00000001")

    sends(reader, tmp_path, "年度薪酬", PAY, (HOUSE, COUNTY, 2025, "1200000.005", None, "12.5", "演示年报"))
    reader.reads("金额应精确到分")
    sends(reader, tmp_path, "年度薪酬", PAY, (HOUSE, COUNTY, 2025, "1200000.05", "480000", "12.5", "演示年报"))
    approved(reader)
    reader.goes("人才与编制")
    reader.click("年度薪酬")
    reader.reads("基层与牵头医院人均收入比")
    reader.reads("1,200,000.05")


def sends(reader: Reader, folder: Path, title: str, headings: Sequence[str], row: Sequence[object]) -> None:
    """A list of one row, as an officer would type it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    sheet.append(headings)
    sheet.append(row)
    path = folder / f"{title}.xlsx"
    book.save(path)
    reader.goes("数据导入")
    reader.attach("文件（.xlsx 或 .csv）", path)
    reader.click("上传并预览")


def approved(reader: Reader) -> None:
    """A second person lets the list in."""
    reader.reads("待审核")
    reader.become(PLANNER)
    reader.click("审核入库")
    reader.reads("已入库")
    reader.become(OFFICER)
