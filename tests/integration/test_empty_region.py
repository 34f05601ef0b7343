"""A region in which nothing is recorded yet: the pages of the newer rooms open and say what comes first."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest
from tests.clients.web.conftest import Visitor

from tongmai.access import Put
from tongmai.app import clock_at, declared, open_house
from tongmai.base.settings import read_settings
from tongmai.clients.web.routes import build
from tongmai.engines.workflow.record import dumps
from tongmai.store.memory.store import MemoryStore

Visit = Callable[[str], Visitor]
FIRST = [
    ("clinician", "/surveillance", "医生从居民档案报传染病卡"),
    ("county-officer", "/surveillance/line-list", "医生登记传染病诊断后显示在这里"),
    ("county-officer", "/surveillance/weeks", "没有病种超过阈值"),
    ("clinician", "/diagnostics", "医生从居民档案开单"),
    ("clinician", "/consultations", "医生从居民档案发起会诊"),
    ("consultation-centre", "/consultations/all", "医生从居民档案发起会诊后显示在这里"),
    ("consultation-centre", "/teaching", "会诊中心或专科医生在下面发布"),
    ("planner", "/telemedicine", "每千人口会诊例数"),
    ("clinician", "/tcm", "卫生院在下面为本院中医馆或下属村卫生室中医阁申报"),
    ("planner", "/tcm/halls", "评审合格后显示在这里"),
    ("planner", "/tcm/techniques", "针刺类"),
    ("planner", "/tcm/techniques/moxa-stick", "近十二个月没有治疗记录"),
    ("planner", "/tcm/studios", "地市级卫健委批准后建设"),
    ("clinician", "/follow-ups", "在居民档案中选择“纳入随访管理”"),
    ("clinician", "/contracts", "从居民档案发起，或由居民在线申请"),
    ("resident", "/my-doctor", "请在下面申请"),
    ("planner", "/follow-up-figures", "卫生院在“慢性病随访”中纳入"),
    ("insurer", "/pools", "医保经办在下面建立"),
    ("insurer", "/split-rules", "没有规则行"),
    ("insurer", "/dip", "请在“数据导入”中导入预算和结算病例"),
    ("insurer", "/dip/2025", "先在“数据导入”中导入预算和结算病例"),
    ("insurer", "/filings", "居民可在线申请，医院可从居民档案代办"),
    ("resident", "/my-filings", "请在下面申请"),
    ("resident", "/my-record", "档案中还没有记录"),
    ("resident", "/my-record", "请携带身份证到就近的卫生院或社区卫生服务中心建档"),
    ("record-keeper", "/duplicates", "系统每天比对新登记的居民"),
    ("record-keeper", "/newborns", "提交联办申请后显示在这里"),
    ("insurer", "/newborns", "提交联办申请后显示在这里"),
    ("duty-office", "/duty", "还没有登记 24 小时值班的重点科室，也就看不出缺口"),
    ("planner", "/our-projects", "全部项目见“项目与投入”"),
    ("institution-head", "/our-projects", "在下面申请立项"),
    ("headquarters", "/communities", "请先在机构名录中导入医共体及其成员"),
    ("headquarters", "/postings", "医共体总医院在派出机构页面上提出"),
    ("headquarters", "/partnerships", "登记机构之间的托管或结对后显示在这里"),
    ("headquarters", "/circuits", "在下面排期"),
    ("headquarters", "/community-appraisals", "总医院在“医共体绩效考核”中开始自评"),
    ("headquarters", "/indicators", "缺死因登记"),
    ("pharmacist", "/pharmacy", "没有在办的事项"),
    ("pharmacist", "/formulary", "总医院在“数据导入”中导入“统一药品目录”"),
    ("pharmacist", "/holdings", "本机构没有报过备药清单"),
    ("pharmacist", "/purchases", "机构在下面报告需求"),
    ("pharmacist", "/prescription-reviews", "药师在下面按机构和月份抽样"),
    ("planner", "/quality", "质控中心在“质控任务”中制定"),
    ("quality-centre", "/quality-cycles", "质控中心在上面制定"),
    ("record-room", "/front-pages", "导入“住院病案首页”"),
    ("planner", "/hospital-appraisal", "由各医院病案室在“数据导入”中导入"),
    ("planner", "/case-groups", "在“数据导入”中导入“病种分组”"),
    ("quality-office", "/key-specialties", "医院质控办在上面申报"),
    ("planner", "/priority", "导入“病种分组”“住院病案首页”和“异地住院结算”"),
    ("supervisor", "/supervision", "先制定抽查计划，封存名单后由地市、县随机抽取"),
    ("supervisor", "/draws", "还没有公示的抽取结果"),
    ("supervisor", "/inspectors", "登记岗位“卫生监督检查人员”"),
    ("supervisor", "/central-tasks", "在“数据导入”中导入“国家双随机任务”"),
    ("planner", "/complaints", "居民在“投诉”中提交后显示在这里"),
    ("association", "/private-institutions", "在下面登记机构"),
    ("institution-head", "/own-supervision", "还没有对本机构的检查"),
    ("resident", "/my-complaints", "您没有投诉过。在下面提交"),
    ("county-officer", "/workforce", "先在“数据导入”中导入“卫生人员”和“任职与值守”"),
    ("county-officer", "/posts-pool", "在“数据导入”中导入“周转池编制”"),
    ("county-officer", "/establishment", "在“数据导入”中导入“编制核定”和“任职与值守”"),
    ("county-officer", "/talents", "由所在单位申报"),
    ("county-officer", "/trainees", "在“数据导入”中导入“培养与培训”"),
    ("county-officer", "/rural-doctors", "在“数据导入”中导入“乡村医生保障”"),
]


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    it, clock = declared("changji"), clock_at(date(2025, 6, 30))
    settings = {**read_settings({}), "data": tmp_path_factory.mktemp("house"), "secret": "a key for tests"}
    house = open_house(settings, clock, it, MemoryStore(it.definitions, clock))
    loop, app = asyncio.new_event_loop(), build(house)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    client = httpx.AsyncClient(transport=transport, base_url="http://house", follow_redirects=True)
    visitor = Visitor(client, loop)
    yield lambda person: visitor.become(person)
    loop.run_until_complete(client.aclose())
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
    house.close()


@pytest.mark.parametrize(("person", "page", "first"), FIRST, ids=[page for _, page, _ in FIRST])
def test_an_empty_page_says_what_comes_first(visit: Visit, person: str, page: str, first: str) -> None:
    seen = visit(person).open(page)
    assert seen.status == 200
    assert first in seen.text


@pytest.mark.parametrize("person", ["planner", "county-officer", "headquarters", "clinician", "insurer", "resident"])
def test_the_desk_of_an_empty_region_leads_on(visit: Visit, person: str) -> None:
    seen = visit(person).open("/")
    assert seen.status == 200
    assert "可以去的地方" in seen.text


def test_nobody_checks_a_record_that_is_not_there(visit: Visit) -> None:
    seen = visit("resident").open("/my-record")
    assert "请携带身份证" in seen.text
    assert "核对" not in seen.text


def test_a_plan_without_a_record_is_not_reported(visit: Visit) -> None:
    """Nought of nothing is neither behind nor met."""
    seen = visit("planner").open("/")
    assert "还没有记录可以判定目标" in seen.text
    assert "滞后" not in seen.text


def test_institutions_alone_decide_no_target_of_what_is_in_them(tmp_path: Path) -> None:
    """The list that is imported first makes nobody short of thousands."""
    it, clock = declared("changji"), clock_at(date(2025, 6, 30))
    settings = {**read_settings({}), "data": tmp_path, "secret": "a key for tests"}
    house = open_house(settings, clock, it, MemoryStore(it.definitions, clock))
    hospital = {"resourceType": "Organization", "id": "h", "active": True, "name": "某医院"}
    house.access.system("seed").transact([Put("Organization", dumps(hospital), id="h")])
    house.facts_version()
    decided = {one.target.id: one.status for one in house.decide("changji-2024", date(2025, 6, 30))}
    assert {decided[id] for id in ("T01", "T06", "T13", "T48")} == {"unreported"}
    assert {id for id, status in decided.items() if status not in ("unreported", "undefined")} <= {"T07", "T25", "T28"}
    house.close()
