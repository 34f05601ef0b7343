"""The pages of diagnostics as people use them: worklist, order, request, report, ledger; and what is refused."""

import re
from datetime import timedelta

import pytest
from tests.clients.web.conftest import Visitor
from tests.domains.diagnostics.conftest import Visit
from tests.domains.diagnostics.town import OTHER, Town

WANG = "resident-652328102-0001"
TOUR = "/diagnostics/requests/request-tour-ecg"
NEW = f"/diagnostics/new/{WANG}"


def ordered(doctor: Visitor, item: str, kind: str = "laboratory", performer: str = "sc-652328-laboratory") -> Visitor:
    doctor.open(NEW)
    return doctor.send(NEW, _act=f"new-{kind}", item=item, performer=performer, purpose="复诊")


def test_the_doctor_sees_what_the_town_has_under_way_and_its_clocks(visit: Visit) -> None:
    doctor = visit("clinician").open("/diagnostics")
    for lane in ("待上传", "已上传待接收", "已接收待报告", "危急值待确认", "不合格退回"):
        assert lane in doctor.text
    assert re.search(r"剩 \d+ 分钟", doctor.text)
    assert "血钾" in doctor.text
    assert TOUR in doctor.page
    assert "待办" not in doctor.at


def test_the_specialist_sees_what_was_sent_and_what_is_late(visit: Visit) -> None:
    reader = visit("specialist").open("/diagnostics")
    assert TOUR in reader.page
    assert "超时" in reader.text
    assert "东城镇" in reader.text
    assert "近期已报告" in reader.text
    planner = visit("planner").open("/diagnostics")
    assert planner.status == 200
    assert "request-" not in planner.page, "who treats nobody sees no request"


def test_the_tours_ecg_is_accepted_and_reported_at_1004(visit: Visit, under_way: Town) -> None:
    assert under_way.t06() == (63, 72)
    reader = visit("specialist").open(TOUR)
    assert "2025-06-30 09:52" in reader.text
    reader.step("accept")
    reader.step("report", finding="窦性心律 72 次/分", conclusion="正常心电图")
    assert reader.status == 200
    assert reader.at == TOUR
    assert "报告时间 2025-06-30 10:04" in reader.text
    assert "正常心电图" in reader.text
    assert "更正报告" in reader.text
    assert under_way.t06() == (64, 72)
    target = visit("planner").open("/plans/changji-2024/targets/T06")
    assert "64/72" in target.text
    assert "木垒哈萨克自治县 8/11" in target.text


def test_potassium_of_three_days_ago_is_used_and_its_saving_entered(visit: Visit) -> None:
    before = visit("planner").open("/diagnostics/ledger?county=652328000000").text
    doctor = ordered(visit("clinician"), "xuejia")
    assert doctor.at.startswith("/diagnostics/requests/")
    assert "血钾 4.1 mmol/L" in doctor.text
    assert "可互认 本地市内互认，在时限内" in doctor.text
    assert 'value="DiagnosticReport/report-potassium-0627" selected' in doctor.page
    doctor.step("use", result="DiagnosticReport/report-potassium-0627")
    assert "已采用互认结果" in doctor.text
    after = visit("planner").open("/diagnostics/ledger?county=652328000000").text

    def saved(text: str) -> int:
        found = re.search(r"([\d,]+)\.(\d\d) 节约费用\(元\)", text)
        assert found
        return int(found[1].replace(",", "") + found[2])

    assert saved(after) == saved(before) + 800


def test_a_repeat_without_reason_comes_back_at_its_field(visit: Visit) -> None:
    doctor = ordered(visit("clinician"), "potassium")
    doctor.step("order", _act="order")
    assert doctor.status == 400
    assert "已有可互认的结果，复查须选择六种情形之一" in doctor.text
    doctor.step("order", _act="order", reason="other_need")
    assert "其他情形须写明" in doctor.text
    doctor.step("order", reason="changed")
    assert doctor.status == 200
    assert "已开单" in doctor.text


def test_an_expired_certificate_is_told_and_the_test_ordered_without_reason(visit: Visit, under_way: Town) -> None:
    under_way.write({
        "resourceType": "DiagnosticReport", "id": "glucose-29", "status": "final",
        "code": {"coding": [{"system": "urn:tongmai:examination", "code": "glucose"}]},
        "subject": {"reference": f"Patient/{WANG}"}, "issued": "2025-06-29T09:00:00+08:00",
        "performer": [{"reference": "Organization/sc-652328-laboratory"}], "conclusion": "空腹血糖 7.0 mmol/L",
    })  # fmt: skip
    doctor = ordered(visit("clinician"), "glucose")
    address = doctor.at
    assert "不可互认 质量合格证明不在有效期内" in doctor.text
    assert "/use" not in doctor.page, "what does not stand is not offered"
    assert 'name="reason"' not in doctor.page.split("/withdraw")[0], "no reason is asked for"
    doctor.step("use", result="DiagnosticReport/glucose-29")
    assert "质量合格证明不在有效期内" in doctor.text
    doctor.open(address).step("order")
    assert "已开单" in doctor.text


def test_the_centre_must_read_the_item(visit: Visit) -> None:
    doctor = ordered(visit("clinician"), "potassium", performer="sc-652328-ecg")
    assert "所选机构不做该项目" in doctor.text
    doctor = ordered(visit("clinician"), "chest_ct")
    assert "选项中没有" in doctor.text


def test_a_stranger_is_refused_the_residents_form_and_who_reads_may_not_order(visit: Visit) -> None:
    assert visit("clinician").open(f"/diagnostics/new/{OTHER}").status == 403
    assert visit("planner").open(NEW).status == 403
    reader = visit("specialist").open("/diagnostics/requests/request-652325-02")
    reader.step("withdraw", reason="患者改日再来")
    assert reader.status == 403


def test_a_stale_page_changes_nothing(visit: Visit, under_way: Town) -> None:
    address = "/diagnostics/requests/request-652325-01"
    one, two = visit("specialist").open(address), visit("specialist").open(address)
    assert one.status == 200
    one.step("accept")
    two.step("reject", reason="图像不清")
    assert two.status == 412
    assert "已接收" in one.open(address).text


def test_a_critical_value_not_acknowledged_in_time_is_late_and_told_above(visit: Visit, under_way: Town) -> None:
    address = "/diagnostics/requests/request-652328102-05"
    doctor = visit("clinician").open(address)
    assert "血钾 6.7 mmol/L" in doctor.text
    task = doctor.task
    under_way.clock.at += timedelta(minutes=40)
    assert "超时" in doctor.open("/diagnostics").text
    told = under_way.flows.escalate(under_way.house.access.system("job:escalate"))
    mine = [event for event in told if event.id.startswith(task) and event.fields["step"] == "acknowledge"]
    assert mine
    assert under_way.flows.escalate(under_way.house.access.system("job:escalate")) == []
    doctor.open(address).step("acknowledge", handled="已请患者急诊就诊")
    assert "危急值已确认" in doctor.text


def test_a_request_is_shown_by_its_own_page_only(visit: Visit) -> None:
    assert visit("specialist").open("/diagnostics/requests/no-such").status == 404
    assert visit("specialist").open(f"{TOUR}/report").status == 404


@pytest.mark.parametrize("person", ["planner", "headquarters", "county-officer"])
def test_the_ledger_names_nobody_and_links_nobody(
    visit: Visit, everything: list[dict[str, object]], person: str
) -> None:
    page = visit(person).open("/diagnostics/ledger")
    assert page.status == 200
    assert "互认采用" in page.text
    assert not re.search(r"resident-|request-", page.page)


def test_small_counts_are_hidden_outside_and_no_sum_holds_them(visit: Visit) -> None:
    def table(text: str) -> str:
        return text.partition("按月")[2].partition("按机构和项目")[0]

    own = visit("planner").open("/diagnostics/ledger?county=652301000000")
    other = visit("county-officer").open("/diagnostics/ledger?county=652301000000")  # of Mulei
    assert "少量" not in own.text
    assert "少量" in other.text
    assert table(own.text) != table(other.text)
    mulei = visit("county-officer").open("/diagnostics/ledger?county=652328000000")
    assert "少量" not in mulei.text


def test_the_towns_own_numbers_open_into_its_requests(visit: Visit, under_way: Town) -> None:
    doctor = ordered(visit("clinician"), "xuejia")
    doctor.step("use", result="DiagnosticReport/report-potassium-0627")
    ledger = doctor.open("/diagnostics/ledger")
    href = re.search(r'href="(/diagnostics/ledger/th-652328102[^"]+decision=recognised)"', ledger.page)
    assert href
    entries = doctor.open(href[1].replace("&amp;", "&"))
    assert "王秀兰" in entries.text
    assert "8.00" in entries.text
    assert "没有您可以打开的申请" in visit("planner").open(href[1].replace("&amp;", "&")).text


def test_a_shift_of_the_readers_is_handed_over_and_taken_over_by_somebody_else(visit: Visit) -> None:
    specialist = visit("specialist").open("/diagnostics/handover")
    assert "在办事项" in specialist.text
    specialist.send("/diagnostics/handover", _act="handover", note="心电图机导联线待换")
    assert specialist.status == 200
    note = specialist.at
    assert note.startswith("/diagnostics/handover/")
    assert "须由另一人办理" in specialist.text
    assert "心电图机导联线待换" in specialist.open("/").text
    specialist.open(note).step("add", text="设备科已报修")
    assert "设备科已报修" in specialist.text
    assert visit("clinician").open(note).status == 403  # another institution's shift
