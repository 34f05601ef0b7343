"""Finding a resident and reading a record: by whom, in which order, and at what cost."""

import re

import pytest
from tests.clients.web.counting import CountingStore
from tests.domains.residents.conftest import Visit
from tests.domains.residents.town import COUNTY, LI, VISITS, WANG, of

from tongmai.access import Put, circle_row
from tongmai.engines.pages.people import looked_for
from tongmai.engines.workflow.record import dumps
from tongmai.house import House

RECORD = f"/residents/{WANG}"
SEARCHES = 14  # six strands, the contract, the steps and what a first page of a house asks of its institutions


def row_ids(page: str) -> list[str]:
    return re.findall(r'href="/(?:residents/[^"/]+|my-record)/records/\w+/([^"]+)"', page)


@pytest.mark.parametrize("typed", ["王秀", "王秀兰", "wangxiulan", "wxl", "65239919570312002x", "652399 19570312 002X",
                                   "６５２３９９１９５７０３１２００２Ｘ", "演示卡0000000001"])  # fmt: skip
def test_a_resident_is_found_by_name_pinyin_initials_and_number(visit: Visit, typed: str) -> None:
    doctor = visit("clinician").open("/residents")
    doctor.send("/residents", _act="search", who=typed)
    assert "王秀兰" in doctor.text
    assert "68岁" in doctor.text
    assert "已签约" in doctor.text
    assert f'href="{RECORD}"' in doctor.page
    assert doctor.at == "/residents", "what was typed stands in no address"


def test_who_lives_elsewhere_is_not_found_and_who_is_not_in_the_circle_not_opened(visit: Visit) -> None:
    doctor = visit("clinician").open("/residents")
    doctor.send("/residents", _act="search", who="王")
    assert "请至少输入两个字" in doctor.text
    doctor.send("/residents", _act="search", who="wx")
    assert "王小兰" not in doctor.text
    doctor.send("/residents", _act="search", who="王建国")
    assert "不在诊疗圈，不能打开" in doctor.text
    assert f'href="/residents/{LI}"' not in doctor.page
    assert "已签约" not in doctor.text
    assert "未签约" not in doctor.text, "whether somebody else has a contract is not for everybody"


def test_nobody_found_is_told_the_way_out(visit: Visit) -> None:
    doctor = visit("clinician").open("/residents")
    doctor.send("/residents", _act="search", who="赵钱孙")
    assert "确未登记的，可以登记" in doctor.text
    assert 'href="/residents/registration"' in doctor.page


@pytest.mark.parametrize("person", ["planner", "county-officer", "headquarters"])
def test_whoever_treats_nobody_finds_nobody(visit: Visit, person: str) -> None:
    other = visit(person).open("/residents")
    assert 'href="/residents"' not in other.page, "it is not in the menu"
    other.send("/residents", _act="search", who="王秀兰")
    assert other.status == 403
    assert WANG not in other.page


def test_a_specialist_finds_whom_a_referral_brought(visit: Visit, house: House) -> None:
    doctor = visit("specialist").open("/residents")
    doctor.send("/residents", _act="search", who="王秀兰")
    assert "没有找到" in doctor.text
    row = circle_row("circle-2", WANG, f"Organization/{COUNTY}", "referral", "2025-06-01")
    house.access.system("tests").transact([Put("CareTeam", dumps(row), id="circle-2")])
    doctor.send("/residents", _act="search", who="王秀兰")
    assert f'href="{RECORD}"' in doctor.page


def test_the_record_holds_every_kind_newest_first(visit: Visit) -> None:
    doctor = visit("clinician").open(RECORD)
    assert doctor.status == 200
    assert doctor.text.index("2025-06-03") < doctor.text.index("2025-06-02") < doctor.text.index("2025-05-06")
    for said in ("心电", "血压 · 148/92 mmHg", "门诊", "东城镇卫生院，至 2026-01-09", "系统导入"):
        assert said in doctor.text


def test_pages_of_the_record_neither_repeat_nor_leave_out(visit: Visit) -> None:
    doctor, seen = visit("clinician").open(RECORD), list[str]()
    for _ in range(6):
        seen += row_ids(doctor.page)
        following = re.search(r'rel="next" href="([^"]+)"', doctor.page)
        if following is None:
            break
        doctor.open(following[1].replace("&amp;", "&"))
    wanted = [f"visit-0001-{number}" for number in range(VISITS)]
    assert sorted(seen) == sorted([*wanted, "condition-1", "pressure-1", "report-1", "contract-1"])


def test_one_kind_alone(visit: Visit) -> None:
    doctor = visit("clinician").open(RECORD + "?kind=observation")
    assert row_ids(doctor.page) == ["pressure-1"]


def test_an_entry_tells_what_it_is_and_who_wrote_it(visit: Visit) -> None:
    doctor = visit("clinician").open(RECORD + "/records/Observation/pressure-1")
    assert doctor.status == 200
    for said in ("检查结果", "血压", "结果 148/92 mmHg", "正式报告", "第 1 版 系统导入"):
        assert said in doctor.text


@pytest.mark.parametrize("entry", ["Encounter/visit-0002-1", "CareTeam/circle-1", "Patient/" + LI, "Observation/none"])
def test_what_is_not_of_the_record_is_not_there(visit: Visit, entry: str) -> None:
    doctor = visit("clinician").open(f"{RECORD}/records/{entry}")
    assert doctor.status in (403, 404)
    assert "王建国" not in doctor.text


@pytest.mark.parametrize("person", ["planner", "specialist", "referral-centre", "headquarters"])
def test_whoever_is_not_in_the_circle_is_refused_by_name_of_the_rule(visit: Visit, person: str) -> None:
    other = visit(person)
    for address in (RECORD, RECORD + "/records/Observation/pressure-1"):
        other.open(address)
        assert other.status == 403
        assert "没有规则允许" in other.text
        assert "148" not in other.text


def test_a_record_costs_a_fixed_number_of_searches_however_long_it_is(visit: Visit, house: House) -> None:
    store = house.store
    assert isinstance(store, CountingStore)
    doctor = visit("clinician").open(RECORD)
    before = store.searches
    doctor.open(RECORD)
    short = store.searches - before
    more = [
        {"resourceType": "Observation", "id": f"more-{number}", "status": "final", "code": {"text": "血糖"},
         "effectiveDateTime": f"2025-06-{number % 28 + 1:02d}T08:00:00+08:00", **of(WANG)}
        for number in range(60)
    ]  # fmt: skip
    house.access.system("tests").transact([Put("Observation", dumps(one), id=str(one["id"])) for one in more])
    doctor.open(RECORD)  # what depends on the facts is made anew once
    before = store.searches
    doctor.open(RECORD)
    assert store.searches - before == short <= SEARCHES
    before = store.searches
    doctor.open("/residents").send("/residents", _act="search", who="王秀兰")
    assert store.searches - before <= 4


def test_a_resident_reads_the_own_record_from_the_menu_in_both_languages(visit: Visit) -> None:
    own = visit("resident").open("/")
    assert 'href="/my-record"' in own.page
    assert "我的健康档案" in own.text
    own.open("/my-record")
    assert "血压 · 148/92 mmHg" in own.text
    entry = row_ids(own.page)[0]
    assert own.open(f"/my-record/records/DiagnosticReport/{entry}").status == 200
    assert "心电" in own.text
    assert "查找居民" not in own.text
    assert own.open("/my-record/records/Encounter/visit-0002-1").status in (403, 404)
    own.send("/language", language="en", back="/my-record")
    assert "My health record" in own.text
    assert "Outpatient visit" in own.text


def test_nobody_else_has_an_own_record_and_residents_see_no_other(visit: Visit) -> None:
    doctor = visit("clinician").open("/my-record")
    assert "这是居民本人的页面" in doctor.text
    assert "健康记录" not in doctor.text
    assert "652399" not in doctor.text
    own = visit("resident")
    assert own.open(f"/residents/{LI}").status == 403
    own.open("/residents").send("/residents", _act="search", who="王建国")
    assert LI not in own.page


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("王", None), ("  ", None), ("王秀", ("name", "王秀")), ("wxl", ("name", "wxl")),
        ("652399 19570312 002x", ("identifier", "65239919570312002X")),
        ("演示卡0123456789", ("identifier", "演示卡0123456789")),
        ("５", None),
    ],
)  # fmt: skip
def test_what_is_typed_is_a_name_or_a_number(typed: str, meant: tuple[str, str] | None) -> None:
    assert looked_for(typed) == meant
