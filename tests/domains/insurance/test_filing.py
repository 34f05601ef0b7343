"""Care elsewhere by its parties: a filing's term at its edges, applied for, returned, accepted, ended; who may not."""

import csv
import re
from datetime import date
from pathlib import Path

import orjson
import pytest
from tests.domains.insurance.conftest import RESIDENT, Visit

from tongmai.access import Put
from tongmai.domains.insurance import rules
from tongmai.house import House
from tongmai.store.protocol import ChangeSet

ROWS = list(csv.DictReader((Path(__file__).parent / "filings.csv").read_text(encoding="utf-8").splitlines()))
FORM = {"_act": "file", "filing_kind": "long_term", "place": "31", "city": "上海市", "since": "2025-07-01",
        "reason": "随子女居住"}  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=[row["what"] for row in ROWS])
def test_the_term_of_a_filing(row: dict[str, str]) -> None:
    focus = {name: row[name] for name in ("kind", "applied", "since", "until") if row[name]}
    found = rules.filing_fits(focus, {}, date.fromisoformat(row["today"]))
    assert [one.where for one in found] == ([row["wrong"]] if row["wrong"] else [])


def test_what_is_completed_stands_for_what_was_filed() -> None:
    focus = {"kind": "referral", "applied": "2025-06-30", "since": "2025-07-01", "until": "2026-07-01"}
    assert rules.filing_fits(focus, {}, date(2025, 7, 1))
    assert rules.filing_fits(focus, {"until": "2025-12-31"}, date(2025, 7, 1)) == []


def test_a_filing_by_resident_and_insurer(visit: Visit, house: House) -> None:
    resident, insurer = visit("resident"), visit("insurer")
    assert "还没有备案" in resident.open("/my-filings").text
    assert "没有待受理的备案" in insurer.open("/filings").text
    resident.open("/my-filings").send("/my-filings", **(FORM | {"since": "2025-06-01"}))
    assert "须在就医前备案" in resident.text
    resident.open("/my-filings").send("/my-filings", **FORM)
    assert "待医保受理" in resident.text
    filing = resident.at
    assert filing.startswith("/filings/")
    resident.open("/my-filings").send("/my-filings", **FORM)
    assert "已有一件同样的异地就医备案在办" in resident.text
    assert filing in insurer.open("/filings").page
    insurer.open(filing).step("return", missing="居住证明")
    assert "居住证明" in resident.open(filing).text
    resident.step("complete", _act="complete", supplied="已上传居住证", until="2025-06-01")
    assert "结束日期已过或早于开始日期" in resident.text
    resident.open(filing).step("complete", supplied="已上传居住证")
    insurer.open(filing).step("accept", number="YD2025001")
    assert "备案生效" in insurer.text
    one = house.access.open("insurer").read("AwayFiling", filing.rpartition("/")[2]).resource()
    assert (one["number"], one["accepted"], one["state"]) == ("YD2025001", "2025-06-30", "in_force")
    assert "备案生效" in resident.open("/my-filings").text
    resident.open(filing).step("end", reason="已返回")
    assert "已结束" in resident.text
    resident.open("/my-filings").send("/my-filings", **FORM)
    assert "待医保受理" in resident.text
    resident.step("withdraw", reason="行程取消")
    assert "已撤回" in resident.text


def test_a_hospital_files_for_a_resident_and_a_referral_outside_is_linked(visit: Visit, house: House) -> None:
    clerk, insurer = visit("clinician"), visit("insurer")
    request = {"resourceType": "ServiceRequest", "id": "sent-outside", "status": "active", "intent": "order",
               "subject": {"reference": f"Patient/{RESIDENT}"}, "authoredOn": "2025-06-29T10:00:00+08:00",
               "category": [{"coding": [{"system": "urn:tongmai:referral", "code": "up"}]}]}  # fmt: skip
    task = {"resourceType": "Task", "id": "sent-outside", "status": "accepted", "intent": "order",
            "code": {"coding": [{"system": "urn:tongmai:workflow", "code": "referral.up"}]},
            "businessStatus": {"coding": [{"system": "urn:tongmai:state", "code": "outside"}]},
            "focus": {"reference": "ServiceRequest/sent-outside"}}  # fmt: skip
    puts = [Put(one["resourceType"], orjson.dumps(one), str(one["id"])) for one in (request, task)]
    house.store.commit(ChangeSet(tuple(puts), "tests"))
    page = f"/new-filing/{RESIDENT}"
    form = FORM | {"_act": "file-for", "filing_kind": "referral", "until": "2025-09-01"}
    clerk.open(page).send(page, **form)
    assert "已关联区域外转诊单 是" in " ".join(clerk.text.split())
    filing = clerk.at
    one = house.access.open("insurer").read("AwayFiling", filing.rpartition("/")[2]).resource()
    assert one["referral"] == {"reference": "ServiceRequest/sent-outside"}
    assert "东城镇卫生院" in insurer.open(filing).text
    resident = visit("resident").open(filing)
    assert "待医保受理" in resident.text
    resident.step("withdraw", reason="不去了")
    assert "已撤回" in resident.text
    clerk.open(page).send(page, **(form | {"filing_kind": "long_term"}))
    assert "已关联区域外转诊单 —" in " ".join(clerk.text.split())
    clerk.step("withdraw", reason="改期")


def test_who_may_not(visit: Visit) -> None:
    resident = visit("resident").open("/my-filings").send("/my-filings", **FORM)
    filing = resident.at
    resident.step("accept", number="1")
    assert resident.status == 403
    assert "insurer@area" in resident.text
    for person in ("planner", "county-officer", "headquarters", "referral-centre"):
        assert visit(person).open(filing).status == 403
    insurer = visit("insurer").open("/my-filings").send("/my-filings", **FORM)
    assert insurer.status == 403
    insurer.open(filing).step("withdraw", reason="x")
    assert insurer.status == 403
    visit("resident").open(filing).step("withdraw", reason="测试结束")
    stranger = visit("referral-centre").open("/my-filings")
    stranger.send(f"/new-filing/{RESIDENT}", **(FORM | {"_act": "file-for"}))
    assert stranger.status == 403


def test_the_policy_page_says_where_both_items_are_worked_on(visit: Visit) -> None:
    text = " ".join(visit("planner").open("/policy").text.split())
    for item, page in (("G02", "按病种分值付费"), ("G14", "异地就医备案")):
        (told,) = re.findall(rf"{item} (?:(?! [A-J]\d\d ).)*", text)
        assert f"在「{page}」办理" in told
