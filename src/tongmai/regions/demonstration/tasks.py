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
CONSULTED, TAUGHT = "consultation.case", "consultation.teaching"
CONNOTED, PAVILIONED, STUDIED = "tcm.connotation", "tcm.pavilion", "tcm.studio"
FILING = "insurance.filing"
BUILT, FUNDED = "plans.project", "plans.funding"
PAIRED = "residents.duplicate"
REGISTERED, BORN, BORN_PART = "residents.registration", "residents.newborn", "residents.newborn-part"
NOMINATED = "workforce.nomination"
PURCHASED, SAMPLED, REVIEWED = (f"pharmacy.{name}" for name in ("purchase", "draw", "review"))
_REVIEWED = {
    "applied": ("requested", "已申报，待现场评审"),
    "visited": ("received", "已评审，待逐项判定"),
    "assessed": ("in-progress", "已判定，待认定"),
}
ARRANGED = "plans.arrangement"
EVENTED, CALLED, AWAY, GAPPED, DRILLED, FEVERED = (
    f"emergency.{name}" for name in ("event", "call", "absence", "gap", "drill", "fever")
)
CYCLED, SPECIALISED = "quality.cycle", "quality.specialty"
DRAWN, TIED, INSPECTED, GRADED, RANKED, COMPLAINED = (
    f"supervision.{name}" for name in ("draw", "tie", "inspection", "grading", "ranking", "complaint")
)
_BORN = {
    "asked": ("requested", "待办理"),
    "back": ("on-hold", "退回补充"),
    "answered": ("completed", "已办理"),
    "refused": ("rejected", "不予办理"),
    "withdrawn": ("cancelled", "已撤回"),
}
_FOLLOWED = {"followed": ("in-progress", "随访中")}
TITLES = {CERTIFICATE: "资质认定", REPORT: "填报值", UP: "上转", READ: "检查检验申请", CARD: "传染病报告卡",
          SIGNAL: "预警信号", CONTRACT: "家庭医生签约", HIGH: "高血压随访", SWEET: "糖尿病随访",
          POSTED: "医师派驻", SUPPORTED: "帮扶任务", APPRAISED: "医共体绩效考核", LOAN: "周转编制借用",
          FILING: "异地就医备案", PAIRED: "疑似重复档案",
          REGISTERED: "居民建档", BORN: "新生儿证件联办", BORN_PART: "新生儿联办事项",
          NOMINATED: "名医申报",
          DRAWN: "双随机抽查计划", TIED: "利害关系申报", INSPECTED: "监督检查", GRADED: "机构分层评分",
          RANKED: "社会办医疗机构绩效排行", COMPLAINED: "投诉",
           ARRANGED: "机制安排",
           CYCLED: "质控任务", SPECIALISED: "重点专科申报",
           CHARTERED: "医共体章程", CIRCUIT: "巡回医疗", CONSULTED: "会诊", TAUGHT: "远程教学",
           CONNOTED: "中医馆内涵建设评审", PAVILIONED: "中医阁评审", STUDIED: "传承工作室",
           BUILT: "建设项目", FUNDED: "投入台账",
           EVENTED: "突发公共卫生事件", CALLED: "队伍调派", AWAY: "队员不可用", GAPPED: "值班缺口",
           DRILLED: "应急演练与培训", FEVERED: "发热患者闭环",
           PURCHASED: "带量采购", SAMPLED: "处方点评抽样", REVIEWED: "处方点评"}  # fmt: skip
STATES = {
    CERTIFICATE: {
        "claimed": ("requested", "已申报"),
        "reviewed": ("in-progress", "已评审"),
        "rejected": ("rejected", "未通过"),
    },
    BUILT: {
        "proposed": ("requested", "待批准立项"),
        "returned": ("on-hold", "退回修改"),
        "approved": ("accepted", "已立项，待开工"),
        "building": ("in-progress", "在建"),
        "built": ("ready", "已完工，待验收"),
        "accepted": ("received", "已验收，待投用"),
        "in_use": ("in-progress", "已投用"),
        "graded": ("completed", "已定级"),
        "closed": ("completed", "已办结（不定级）"),
    },
    FUNDED: {"entered": ("requested", "待核定"), "booked": ("completed", "已核定")},
    REPORT: {"prefecture_review": ("received", "地市审核"), "locked": ("completed", "锁定")},
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
        "checked": ("received", "待地市审核"),
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
    CONSULTED: {
        "submitted": ("requested", "待会诊中心受理"),
        "returned": ("on-hold", "退回补充"),
        "offered": ("on-hold", "待申请方确认时间"),
        "scheduled": ("accepted", "会诊中，待签署"),
        "answered": ("ready", "已出意见，待反馈"),
        "closed": ("completed", "已办结"),
    },
    TAUGHT: {"announced": ("requested", "已预告"), "held": ("completed", "已结束")},
    CONNOTED: _REVIEWED,
    PAVILIONED: _REVIEWED,
    STUDIED: {"running": ("in-progress", "建设中")},
    CHARTERED: {"in-force": ("in-progress", "有效")},
    CIRCUIT: {"planned": ("requested", "已排期")},
    NOMINATED: {"shown": ("accepted", "公示中"), "supported": ("in-progress", "支持期内")},
    PURCHASED: {"reported": ("requested", "已报需求，待约定"), "contracted": ("in-progress", "执行中")},
    SAMPLED: {"drawn": ("in-progress", "点评中"), "concluded": ("completed", "已办结")},
    REVIEWED: {
        "reasonable": ("completed", "合理"),
        "fed-back": ("requested", "已反馈，待医师答复"),
        "accepted": ("completed", "已接受并整改"),
    },
    ARRANGED: {
        "drafted": ("draft", "拟定"),
        "in-force": ("in-progress", "印发施行"),
        "questioned": ("on-hold", "地市级质询"),
    },
    CYCLED: {
        "planned": ("requested", "待机构提交"),
        "collected": ("received", "待评价"),
        "fed-back": ("in-progress", "整改中"),
        "verified": ("ready", "已通过，待地市级确认"),
        "closed": ("completed", "已办结"),
    },
    SPECIALISED: {
        "declared": ("requested", "已申报，待评审"),
        "returned": ("on-hold", "退回补充"),
        "reviewed": ("received", "已评审，待认定"),
        "named": ("in-progress", "已认定"),
    },
    EVENTED: {"responding": ("in-progress", "响应中"), "reviewed": ("completed", "已评估")},
    CALLED: {"called": ("requested", "已调派，待应答"), "returned": ("completed", "已归队")},
    AWAY: {"declared": ("in-progress", "已登记，不能调派")},
    GAPPED: {"open": ("requested", "无人值班，待安排"), "filled": ("completed", "已安排")},
    DRILLED: {"planned": ("requested", "已计划"), "closed": ("completed", "已整改，办结")},
    FEVERED: {"handed-over": ("accepted", "转运中，待接收")},
    DRAWN: {"drawn": ("completed", "已抽取并公示")},
    TIED: {"declared": ("in-progress", "已申报，抽取时回避")},
    INSPECTED: {
        "assigned": ("requested", "待检查"),
        "inspected": ("received", "已检查，待公示"),
        "mending": ("in-progress", "已公示，整改中"),
        "mended": ("ready", "已整改，待复查"),
        "closed": ("completed", "已办结"),
    },
    GRADED: {"scored": ("in-progress", "已评分")},
    RANKED: {"published": ("in-progress", "已公布")},
    COMPLAINED: {
        "filed": ("requested", "待受理"),
        "accepted": ("in-progress", "待机构答复"),
        "answered": ("received", "待核查处理"),
        "told": ("ready", "已反馈，待确认"),
        "closed": ("completed", "已办结"),
    },
    PAIRED: {
        "proposed": ("requested", "待核实"),
        "unsure": ("on-hold", "暂不能确定"),
        "distinct": ("completed", "认定为两人"),
    },
    REGISTERED: {"provisional": ("in-progress", "临时建档，待补身份证号"), "registered": ("completed", "已建档")},
    BORN: _BORN,
    BORN_PART: _BORN,
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

    @property
    def person(self) -> str:
        """Who: somebody at work, or a resident, who belongs to no institution."""
        role, _, person = self.by
        return f"{'Patient' if role == 'resident' else 'Practitioner'}/{person}"

    def extension(self) -> Row:
        role, institution, _ = self.by
        parts: list[Row] = [
            {"url": "step", "valueCode": self.step},
            {"url": "at", "valueInstant": self.at},
            {"url": "role", "valueCode": role},
            *([{"url": "institution", "valueReference": {"reference": f"Organization/{institution}"}}]
              if institution else []),
            {"url": "person", "valueReference": {"reference": self.person}},
        ]  # fmt: skip
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
        "person": taken[0].person,
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
