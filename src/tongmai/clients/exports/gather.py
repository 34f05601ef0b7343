"""What an export needs, read through a person's own context: an export holds no more than its reader may see."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from tongmai.access import Context
from tongmai.base.outcome import refuse
from tongmai.base.words import Words
from tongmai.clients.exports.evidence import package
from tongmai.clients.exports.material import Evidence, Material, Reported
from tongmai.clients.exports.notice import notice
from tongmai.clients.exports.workbook import workbook
from tongmai.engines.pages.given import Area, Item, Listed, Member
from tongmai.model.target import Decision, Plan

KINDS: Mapping[str, tuple[str, str, Callable[[Material], bytes]]] = {
    "xlsx": ("目标进度", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook),
    "docx": ("通报", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", notice),
    "zip": ("佐证材料", "application/zip", package),
}
_PERSONAL = "Patient"


class Asked(Protocol):
    """What gathering asks of the house; a part of `clients.web.services.Services`."""

    @property
    def plans(self) -> Mapping[str, Plan]: ...
    @property
    def areas(self) -> Sequence[Area]: ...
    @property
    def region_title(self) -> Words: ...
    @property
    def demo(self) -> bool: ...
    def decide(self, plan: str, as_of: date, readings: Mapping[str, str]) -> Sequence[Decision]: ...
    def members(self, plan: str, target: str, as_of: date, area: str, reading: str) -> Sequence[Member]: ...


Namer = Callable[[Context, Sequence[str]], Mapping[str, Any]]
Beside = Callable[[Decision, Iterable[Mapping[str, Any]], str], Sequence[Reported]]


def export(material: Material, kind: str) -> tuple[str, str, bytes]:
    """(name, media type, content) of a file. Refused: an unknown kind."""
    if kind not in KINDS:
        raise refuse("unsupported", f"不支持导出：{kind}", f"no export {kind}", where="kind")
    title, media, make = KINDS[kind]
    mark = "_演示数据" if material.demo else ""
    return f"{title}_{material.plan.id}_{material.as_of.isoformat()}{mark}.{kind}", media, make(material)


def _whole(decision: Decision) -> Decision:
    return decision


def gather(
    asked: Asked,
    plan: str,
    as_of: date,
    context: Context,
    *,
    names: Namer,
    orders: Sequence[Item] = (),
    reported: Iterable[Mapping[str, Any]] = (),
    beside: Beside | None = None,
    responsible: Mapping[str, str] | None = None,
    evidence: bool = False,
    seen: Callable[[Decision], Decision] = _whole,
) -> Material:
    """Decide the plan and lay beside it what the reader may see. `names`: references to what they are called; `beside`:
    a decision and the reported values of a month to rows; `evidence`: whether the records behind each figure are listed
    by name (residents never are); `seen`: a decision without what is too small for the reader to see."""
    whole = asked.plans[plan]
    decisions = [seen(one) for one in asked.decide(plan, as_of, {})]
    month = f"{as_of:%Y-%m}"
    given = list(reported)
    rows = [row for one in decisions for row in beside(one, given, month)] if beside else []
    listed = [_evidence(asked, plan, one, as_of, context, names) for one in decisions] if evidence else []
    mine = [item for item in orders if item.focus.get("plan") == plan]
    return Material(
        plan=whole,
        as_of=as_of,
        region=asked.region_title,
        issuer=whole.issuer,
        decisions=decisions,
        areas=asked.areas,
        responsible=responsible or {},
        orders=mine,
        reported=rows,
        evidence=[one for one in listed if one.listed or one.withheld],
        demo=asked.demo,
    )


def _evidence(asked: Asked, plan: str, one: Decision, as_of: date, context: Context, names: Namer) -> Evidence:
    if not one.target.measure or "" in one.hidden:
        return Evidence(one.target.id)
    members = asked.members(plan, one.target.id, as_of, "", "")
    personal = [member for member in members if member.subject.startswith(f"{_PERSONAL}/")]
    shown = [member for member in members if not member.subject.startswith(f"{_PERSONAL}/")]
    called = names(context, [member.subject for member in shown])
    rows = [Listed(member, called[member.subject]) for member in shown if member.subject in called]
    ordered = sorted(rows, key=lambda row: (row.member.in_numerator, row.named.area, row.named.id))
    return Evidence(one.target.id, ordered, len(personal))
