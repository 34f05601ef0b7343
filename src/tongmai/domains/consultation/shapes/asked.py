"""Asking for a consultation: what a form begins with, what was sent along, where nothing is under way."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from tongmai.base.words import Words
from tongmai.engines.pages import lanes
from tongmai.engines.pages.acting import Proposal
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.records import Names, moment
from tongmai.model.blocks import Cell, Group, Head, Link, Notice, Row, Table, Text
from tongmai.model.page import Ask

Json = Mapping[str, Any]
_EXAMINATION = "urn:tongmai:examination"
_WORKS = frozenset({"clinician", "specialist"})


idle = lanes.idle(
    Words(
        "现在没有在办的会诊。医生从居民档案发起会诊；会诊中心受理并邀请专家后，参加方在这里签署。",
        "No consultation is under way. A doctor asks from a resident's record; the centre accepts and "
        "invites; who is invited signs here.",
    )
)
"""Where no consultation is under way: how one begins."""


def whom(ask: Ask) -> Notice | None:
    """Where a consultation is asked for."""
    if not _WORKS & set(ask.roles):
        return None
    return Notice(Words("发起会诊：先找到居民，在其页面上选“发起会诊”。",
                        "To ask for one: find the resident, then “Ask for a consultation” on their page."),
                  link=Link(Words("查找居民", "Find a resident"), "/residents"))  # fmt: skip


def beginning(
    ask: Ask, conditions: Sequence[Json], reports: Sequence[Json], centres: Sequence[Json], names: Names
) -> Proposal:
    """What a request begins with: the latest illness, tomorrow at ten, the patient's reports with their days. Sources:
    conditions, reports, institutions that may answer, names."""
    latest = max(conditions, key=lambda one: str(one.get("recordedDate", "")), default={})
    illness = str((latest.get("code") or {}).get("text", ""))
    ordered = sorted(reports, key=lambda one: str(one.get("issued", "")), reverse=True)
    told = [(str(one["id"]), _report(one, names)) for one in ordered]
    first = sorted(centres, key=_rank)
    values = {
        "kind": "tele", "diagnosis": illness, "day": (ask.as_of + timedelta(days=1)).isoformat(), "time": "10:00",
        "consent_by": "patient", "consent_how": "written", "centre": str(first[0]["id"]) if first else "",
        "report_1": told[0][0] if told else "",
    }  # fmt: skip
    options = dict.fromkeys(("report_1", "report_2", "report_3"), told) if told else {}
    places = [(str(one["id"]), str(one.get("name", ""))) for one in first]
    return Proposal({name: value for name, value in values.items() if value}, {**options, "centre": places})


def _rank(institution: Json) -> tuple[bool, bool, str]:
    """The main hospital of the region first, then those of the prefecture."""
    told = {str(one.get("url")): one.get("valueCode") for one in institution.get("extension", ())}
    main = told.get("urn:tongmai:designation") == "regional_main"
    return not main, told.get("urn:tongmai:tier") != "prefecture", str(institution["id"])


def _report(one: Json, names: Names) -> Text:
    """What was examined and when; a report that names no examination by its own words."""
    code = one.get("code") or {}
    item = next((each.get("code") for each in code.get("coding", ()) if each.get("system") == _EXAMINATION), "")
    found = names.get(f"recognition/{item}")
    called: Text = found.kind if found else str(code.get("text", ""))
    day = moment(str(one["issued"]))[:10] if one.get("issued") else ""
    if isinstance(called, Words):
        return Words(f"{called.zh} · {day}", f"{called.en} · {day}")
    return f"{called} · {day}"


def materials(ask: Ask, item: Item, names: Names) -> Table:
    """What was sent along: reports, which open for whom the patient's record is open, and papers."""
    results = [str(one.get("reference", "")) for one in item.focus.get("result", ())]
    if (bring := getattr(names, "bring", None)) is not None:
        bring(results)
    shut = Words("排期后参加方可查看", "open to those who take part, once arranged")
    rows = []
    for reference in results:
        found = names.get(reference)
        shown: Cell = shut
        if found:
            called = Words("打开报告", "open the report") if found.name == NOTHING else found.name
            shown = Link(called, found.href) if found.href else called
        rows.append(Row((Words("检查检验报告", "report"), shown)))
    rows += [Row((Words("其他材料", "papers"), str(one))) for one in item.focus.get("paper", ())]
    heads = (Head(Words("种类", "kind"), tight=True), Head(Words("材料", "material"), wide=True))
    empty = Words("还没有材料（急会诊可随后补充）。", "There is none yet (an emergency goes first).")
    return Table(heads, (Group(tuple(rows)),) if rows else (), empty)
