"""The Tasks of what is under way: claims of certificates and reported values, with the events that led there.

A Task has the form that the workflow engine writes (engines/workflow/record.py); a test holds the two together.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tongmai.base.clock import REGION_ZONE

Row = dict[str, Any]
STEP = "urn:tongmai:step"
CERTIFICATE, REPORT = "registry.certificate", "plans.report"
UP, READ = "referral.up", "diagnostics.read"
CARD, SIGNAL = "surveillance.card", "surveillance.signal"
LOAN = "workforce.loan"
CONTRACT, HIGH, SWEET = (f"family_doctor.{name}" for name in ("contract", "hypertension", "diabetes"))
POSTED, SUPPORTED, APPRAISED = (f"community.{name}" for name in ("posting", "support", "appraisal"))
CHARTERED, CIRCUIT = "community.charter", "community.circuit"
FILING = "insurance.filing"
NOMINATED = "workforce.nomination"
_FOLLOWED = {"followed": ("in-progress", "随访中")}
TITLES = {CERTIFICATE: "资质认定", REPORT: "填报值", UP: "上转", READ: "检查检验申请", CARD: "传染病报告卡",
          SIGNAL: "预警信号", CONTRACT: "家庭医生签约", HIGH: "高血压随访", SWEET: "糖尿病随访",
          POSTED: "医师派驻", SUPPORTED: "帮扶任务", APPRAISED: "医共体绩效考核", LOAN: "周转编制借用",
          FILING: "异地就医备案", NOMINATED: "庭州名医申报",
          CHARTERED: "医共体章程", CIRCUIT: "巡回医疗"}  # fmt: skip
STATES = {
    CERTIFICATE: {
        "claimed": ("requested", "已申报"),
        "reviewed": ("in-progress", "已评审"),
        "rejected": ("rejected", "未通过"),
    },
    REPORT: {"prefecture_review": ("received", "州核"), "locked": ("completed", "锁定")},
    UP: {
        "submitted": ("requested", "待受理"),
        "returned": ("on-hold", "退回补充"),
        "consulting": ("received", "转会诊"),
        "advised": ("on-hold", "建议基层处理"),
        "booked": ("accepted", "已预约"),
        "missed": ("on-hold", "未到院"),
        "arrived": ("in-progress", "在院"),
        "treated": ("ready", "待回转"),
        "given-back": ("ready", "已回转，待随访"),
        "closed": ("completed", "已办结"),
    },
    CONTRACT: {"signed": ("in-progress", "履约中")},
    HIGH: _FOLLOWED,
    SWEET: _FOLLOWED,
    READ: {
        "drafted": ("draft", "拟开单"),
        "recognised": ("completed", "已采用互认结果"),
        "ordered": ("requested", "已开单"),
        "sent": ("requested", "已上传(送检)"),
        "accepted": ("accepted", "已接收"),
        "rejected": ("on-hold", "不合格退回"),
        "reported": ("completed", "已报告"),
        "critical": ("in-progress", "危急值待确认"),
        "acknowledged": ("completed", "危急值已确认"),
        "corrected": ("completed", "已更正"),
        "withdrawn": ("cancelled", "已撤销"),
    },
    CARD: {
        "owed": ("draft", "待报告"),
        "reported": ("requested", "待县审"),
        "returned": ("on-hold", "退回订正"),
        "checked": ("received", "待州核"),
        "closed": ("completed", "已审结"),
    },
    SIGNAL: {"raised": ("requested", "待初步核实")},
    POSTED: {
        "proposed": ("requested", "待派驻单位同意"),
        "accepted": ("received", "待县卫健委批准"),
        "approved": ("accepted", "已批准，待到岗"),
        "posted": ("in-progress", "派驻中"),
    },
    SUPPORTED: {"agreed": ("in-progress", "双方已确认，待完成")},
    APPRAISED: {"submitted": ("received", "待复核")},
    LOAN: {
        "asked": ("requested", "待审批"),
        "lent": ("in-progress", "已借出，待定人"),
        "staffed": ("in-progress", "已到岗"),
    },
    CHARTERED: {"in-force": ("in-progress", "有效")},
    CIRCUIT: {"planned": ("requested", "已排期")},
    NOMINATED: {"shown": ("accepted", "公示中"), "supported": ("in-progress", "支持期内")},
    FILING: {
        "applied": ("requested", "待医保受理"),
        "returned": ("on-hold", "退回补正"),
        "in_force": ("in-progress", "备案生效"),
        "ended": ("completed", "已结束"),
    },
}
"""By workflow and state: the R4 status and what people call it."""
REVIEW_AFTER = timedelta(days=12)
REPORTED_ON = date(2025, 6, 27)


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that somebody took: `by` is (role, institution, practitioner)."""

    step: str
    day: date
    by: tuple[str, str, str]
    before: str
    after: str
    fields: Mapping[str, str]
    clock: str = "10:00"  # the time of the region's day

    @property
    def at(self) -> str:
        """When, as an instant."""
        local = datetime.combine(self.day, time.fromisoformat(self.clock), REGION_ZONE)
        return f"{local.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"

    def extension(self) -> Row:
        role, institution, person = self.by
        parts: list[Row] = [
            {"url": "step", "valueCode": self.step},
            {"url": "at", "valueInstant": self.at},
            {"url": "role", "valueCode": role},
            {"url": "institution", "valueReference": {"reference": f"Organization/{institution}"}},
            {"url": "person", "valueReference": {"reference": f"Practitioner/{person}"}},
        ]
        parts += [{"url": "before", "valueCode": self.before}] if self.before else []
        parts.append({"url": "after", "valueCode": self.after})
        for name, value in self.fields.items():
            told = [{"url": "name", "valueString": name}, {"url": "value", "valueString": value}]
            parts.append({"url": "field", "extension": told})
        return {"url": STEP, "extension": parts}


def task_row(
    workflow: str, focus: str, one_live: Sequence[Any], taken: Sequence[Taken], ends: bool, patient: str = ""
) -> Row:
    """A row of the form `task`. `one_live`: the focus' elements by which only one may live, as they stand in it;
    `patient`: the id of the person it is about."""
    key = hashlib.sha256("\n".join([workflow, *(repr(one) for one in one_live)]).encode()).hexdigest()[:24]
    state = taken[-1].after
    status, title = STATES[workflow][state]
    return {
        "id": f"{key}-1",
        "key": key,
        "workflow": workflow,
        "title": TITLES[workflow],
        "state": state,
        "state_title": title,
        "status": status,
        "focus": focus,
        "events": [one.extension() for one in taken],
        "begun": taken[0].at,
        "last": taken[-1].at,
        "ended": taken[-1].at if ends else None,
        "person": taken[0].by[2],
        "patient": patient or None,
    }


def claims(certificates: Sequence[Row], people: Mapping[str, str], officers: Mapping[str, str]) -> Iterator[Row]:
    """One for each certificate under way. `people`: somebody who works at an institution; `officers`: an officer of a
    county's commission, by six digits."""
    for row in certificates:
        if row["state"] not in ("claimed", "reviewed", "rejected"):
            continue
        county, claimed = row["area"][:6], date.fromisoformat(row["claimed"])
        holder = row["holder"]
        claimant = ("clinician", holder, people[holder]) if holder in people else _officer(county, officers)
        taken = [Taken("start", claimed, claimant, "", "claimed", {})]
        officer, later = _officer(county, officers), claimed + REVIEW_AFTER
        if row["state"] == "reviewed":
            opinion = {"opinion": "现场核查符合标准（演示）"}
            taken.append(Taken("review", later, officer, "claimed", "reviewed", opinion))
        if row["state"] == "rejected":
            reason = {"reason": "病种数未达标准（演示）"}
            taken.append(Taken("reject", later, officer, "claimed", "rejected", reason))
        live = [{"reference": f"Organization/{holder}"}, row["standard"], row.get("family")]
        yield task_row(CERTIFICATE, f"Certificate/{row['id']}", live, taken, row["state"] == "rejected")


def _officer(county: str, officers: Mapping[str, str]) -> tuple[str, str, str]:
    return ("county-officer", f"commission-{county}", officers[county])


def tasks_of_reports(reported: Sequence[Row], planner: tuple[str, str, str]) -> Iterator[Row]:
    """One for each reported value: entered and reported by the county; what is locked was checked by the prefecture."""
    for row in reported:
        county = row["area"][:6]
        by = ("county-officer", f"commission-{county}", row["reporter"])
        figures = {name: str(row[name]) for name in ("numerator", "denominator", "value")}
        taken = [
            Taken("start", REPORTED_ON - timedelta(days=1), by, "", "draft", {}),
            Taken("report", REPORTED_ON, by, "draft", "prefecture_review", {**figures, "evidence": row["evidence"]}),
        ]
        if row["state"] == "locked":
            taken.append(Taken("lock", REPORTED_ON + timedelta(days=1), planner, "prefecture_review", "locked", {}))
        institution = {"reference": f"Organization/{row['institution']}"}
        live = [row["plan"], row["target"], row["area"], institution, row["period"]]
        yield task_row(REPORT, f"ReportedValue/{row['id']}", live, taken, False)
