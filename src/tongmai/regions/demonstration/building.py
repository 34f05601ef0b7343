"""Projects from approval to grade, in every state. The one that is late stands at an invented institution.

The forms are those that the workflow engine writes; a test takes the next step of what is under way with the real one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tongmai.regions.demonstration.cast import Cast, Party
from tongmai.regions.demonstration.tasks import BUILT, Taken, task_row

Row = dict[str, Any]
Days = Mapping[str, int]
_ORDER = ("start", "finish", "accept", "use", "grade")
_STATE = {"start": "building", "finish": "built", "accept": "accepted", "use": "in_use", "grade": "graded"}
_STEP = {"start": "begin", "finish": "finish", "accept": "accept", "use": "use", "grade": "grade"}
_SHOWN = {"start": "开工令（演示）", "finish": "竣工验收备案（演示）", "accept": "联合验收意见（演示）",
          "use": "投用通知（演示）", "grade": "等级评审结果（演示）"}  # fmt: skip
FINDING = "符合验收标准（演示）"
BEFORE_APPROVAL = 30
"""Days from the application to the approval."""


@dataclass(frozen=True)
class Site:
    """A project as the story tells it: days from the demonstration's day on; `approved`: when, None for not yet;
    `reached`: the stages reached. `yuan`: thousands applied for."""

    host: str
    kind: str
    title: str
    programme: str
    yuan: int
    planned: Days
    approved: int | None = None
    reached: Days = field(default_factory=dict)
    state: str = ""
    grade: str = ""
    beds: int | None = None


@dataclass(frozen=True)
class Builders:
    """Institutions, somebody who treats and somebody who manages by institution, the parts, the day."""

    network: Sequence[Row]
    doctors: Mapping[str, str]
    managers: Mapping[str, str]
    cast: Cast
    day: date


def projects(known: Builders) -> tuple[list[Row], list[Row]]:
    """Rows of the forms `project` and `task`."""
    made = [_written(known, number, site) for number, site in enumerate(_sites(known), start=1)]
    return [row for row, _ in made], [task for _, task in made]


def _hosts(known: Builders, tier: str, *kinds: str) -> list[str]:
    return [row["id"] for row in known.network
            if row["tier"] == tier and row["kind"] in kinds and row["ownership"] == "public"]  # fmt: skip


def _sites(known: Builders) -> list[Site]:
    above = _hosts(known, "prefecture", "general_hospital", "tcm_hospital")
    county = [one for one in _hosts(known, "county", "general_hospital") if one != known.cast.hospital]
    lead, herbs, branch = above[0], next((one for one in above if one.endswith("-tcm")), above[-1]), above[-1]
    town = next(one for one in _hosts(known, "township", "township_hospital")
                if one in known.doctors and one != known.cast.town)  # fmt: skip
    told = [
        Site(lead, "build", "门急诊综合楼", "regional_centre", 128_000,
             {"start": -700, "finish": -200, "accept": -150, "use": -110}, -760,
             {"start": -705, "finish": -205, "accept": -155, "use": -112}),
        Site(known.cast.hospital, "build", "区域医疗分中心综合楼", "regional_centre", 86_500,
             {"start": -640, "finish": -150, "accept": -100, "use": -70}, -700,
             {"start": -642, "finish": -160, "accept": -110, "use": -75}, "closed"),
        Site(herbs, "build", "中医康复综合楼", "regional_centre", 64_200,
             {"start": -400, "finish": -30, "accept": 20, "use": 60}, -450, {"start": -402, "finish": -33}),
        Site(county[0], "build", "急诊急救综合楼", "county_hospital", 41_300,
             {"start": -100, "finish": 250, "accept": 290, "use": 330}, -140, {"start": -101}),
        Site(branch, "upgrade", "创建三级医院", "other", 12_600,
             {"start": -500, "finish": -300, "accept": -280, "use": -250, "grade": -60}, -540,
             {"start": -505, "finish": -310, "accept": -285, "use": -255, "grade": -63}, grade="3"),
        Site(county[1], "information", "县域医疗信息平台", "county_hospital", 8_400,
             {"start": -300, "finish": -60, "accept": -30, "use": 30}, -330,
             {"start": -302, "finish": -62, "accept": -31}),
        Site(county[-1], "information", "双向转诊平台", "county_hospital", 3_900,
             {"start": -90, "finish": 25, "accept": 60, "use": 90}, -120, {"start": -91}),
        Site(county[2], "equipment", "影像设备更新（国产优先）", "county_hospital", 9_800,
             {"start": 40, "finish": 120, "accept": 140, "use": 150}, -20),
        Site(town, "build", "业务用房改扩建", "primary", 2_350,
             {"start": 90, "finish": 400, "accept": 430, "use": 450}, state="returned"),
        Site(lead, "campus", "新院区一期", "regional_centre", 310_000,
             {"start": 180, "finish": 1200, "accept": 1260, "use": 1320}, state="proposed", beds=900),
    ]  # fmt: skip
    head = known.cast.people.get("institution-head")
    if head:
        told.append(Site(head[1], "upgrade", "创建二级医院", "other", 5_200,
                         {"start": -300, "finish": -30, "accept": 10, "use": 30, "grade": 150}, -340, {"start": -296},
                         grade="2"))  # fmt: skip
    return told


def _parties(known: Builders, site: Site) -> tuple[Party, Party, Party]:
    """Who builds, who approves, who accepts."""
    head, row = known.cast.people.get("institution-head"), next(r for r in known.network if r["id"] == site.host)
    if head and head[1] == site.host:
        builder: Party = head
    else:
        role = "clinician" if row["tier"] == "township" else "specialist"
        builder = (role, site.host, known.doctors[site.host])
    county = f"commission-{row['village'][:6]}"
    if row["tier"] == "prefecture" or county not in known.managers:
        return builder, known.cast.planner, known.cast.planner
    return builder, ("county-officer", county, known.managers[county]), known.cast.planner


def _written(known: Builders, number: int, site: Site) -> tuple[Row, Row]:
    builder, approver, acceptor = _parties(known, site)
    row = next(one for one in known.network if one["id"] == site.host)
    cents = site.yuan * 1000 * 100
    day = known.day
    planned = {name: (day + timedelta(days=days)).isoformat() for name, days in site.planned.items()}
    reached = {name: day + timedelta(days=days) for name, days in site.reached.items()}
    applied = day + timedelta(days=(-12 if site.approved is None else site.approved - BEFORE_APPROVAL))
    asked = {"investment": f"{site.yuan * 1000}.00", **{f"{name}_by": text for name, text in planned.items()}}
    asked |= ({"grade": site.grade} if site.grade else {}) | ({"beds": str(site.beds)} if site.beds else {})
    taken = [Taken("start", applied, builder, "", "drafted", {}),
             Taken("propose", applied, builder, "drafted", "proposed", asked)]  # fmt: skip
    made: Row = {
        "id": f"project-{number:02d}", "title": site.title, "kind": site.kind, "programme": site.programme,
        "institution": site.host, "area": f"{row['village'][:6]}000000", "applicant": builder[1],
        "approver": approver[1], "acceptor": acceptor[1], "grade": site.grade or None, "beds": site.beds,
        "campus": "新院区" if site.kind == "campus" else None, "investment": cents, "planned": planned,
    }  # fmt: skip
    if site.approved is not None:
        _go_on(made, taken, site, (builder, approver, acceptor), day, reached)
    elif site.state == "returned":
        made["note"] = "补充用地手续（演示）"
        taken.append(Taken("return", day - timedelta(days=5), approver, "proposed", "returned",
                           {"reason": made["note"]}))  # fmt: skip
    state = taken[-1].after
    made["state"] = state
    live = [{"reference": f"Organization/{site.host}"}, site.kind, site.title]
    return made, task_row(BUILT, f"Project/{made['id']}", live, taken, state in ("graded", "closed"))


def _go_on(
    made: Row, taken: list[Taken], site: Site, by: tuple[Party, Party, Party], day: date, reached: Mapping[str, date]
) -> None:
    """The approval, the stages reached, what was paid by then."""
    builder, approver, acceptor = by
    on, state, number = (
        day + timedelta(days=site.approved or 0),
        "approved",
        f"演示发改〔{day.year - 1}〕{site.yuan % 97}号",
    )
    taken.append(Taken("approve", on, approver, "proposed", state,
                       {"approved": f"{site.yuan * 1000}.00", "number": number}))  # fmt: skip
    made |= {"approved": made["investment"], "number": number, "actual": {"approve": on.isoformat()}}
    for stage in (one for one in _ORDER if one in reached):
        shown = {"on": reached[stage].isoformat(), "evidence": _SHOWN[stage]}
        fields = shown | (
            {"finding": FINDING} if stage == "accept" else {"level": site.grade} if stage == "grade" else {}
        )
        who = {"accept": acceptor, "grade": approver}.get(stage, builder)
        taken.append(Taken(_STEP[stage], reached[stage], who, state, _STATE[stage], fields))
        state = _STATE[stage]
        made["actual"][stage] = shown["on"]
        made.setdefault("evidence", []).append({"stage": stage, "on": shown["on"], "text": shown["evidence"]})
        if stage == "accept":
            made["finding"] = FINDING
        if stage in ("start", "finish"):
            part = made["investment"] * (3 if stage == "start" else 6) // 10
            made.setdefault("payments", []).append(
                {"on": shown["on"], "cents": part, "text": "国库集中支付凭证（演示）"}
            )
    if site.state == "closed":
        last = day - timedelta(days=40)
        made["note"] = "不涉及等级评审，办结（演示）"
        taken.append(Taken("close", last, approver, state, "closed", {"opinion": made["note"]}))
