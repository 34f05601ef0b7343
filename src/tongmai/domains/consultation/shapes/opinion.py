"""The joint opinion: who sits and who signed, its wordings, the printed record."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from tongmai.base.words import Words
from tongmai.domains.consultation import rules
from tongmai.engines.pages import records
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.records import Names, moment
from tongmai.model.blocks import Cell, Download, Downloads, Facts, Group, Head, Mark, Row, Sheet, Table, Text
from tongmai.model.page import Ask, Shown

Json = Mapping[str, Any]
_SEXES = {"male": "男", "female": "女"}


def _called(names: Names, reference: Any) -> str:
    found = names.get(str((reference or {}).get("reference", "")))
    return found.name if found else NOTHING


def _brought(names: Names, entries: Sequence[Json]) -> None:
    """People are read at once, not one by one."""
    if (bring := getattr(names, "bring", None)) is not None:
        bring([str(one["by"]["reference"]) for one in entries if one.get("by")])


def seat_table(ask: Ask, item: Item, names: Names) -> Table:
    """Each seat: of whom, for which specialty, whether it signed the wording that counts."""
    focus = item.focus
    done = rules.signed(focus)
    _brought(names, list(done.values()))
    excused = {rules.seat_of(one): one for one in focus.get("excused", ())}
    rows = []
    for one in focus.get("seat", ()):
        seat = rules.seat_of(one)
        signature = done.get(seat)
        mark: Cell = Mark(Words("待签署", "to sign"), "warn" if focus.get("wording") else "quiet")
        if signature:
            mark = Mark(Words("已签署", "signed"), "good")
        elif seat in excused:
            mark = Mark(Words(f"免予参加：{excused[seat]['reason']}", f"excused: {excused[seat]['reason']}"), "quiet")
        rows.append(Row((
            rules.words_of(seat[1]), _called(names, one["organization"]), mark,
            _called(names, signature.get("by")) if signature else NOTHING,
            moment(str(signature["at"])) if signature else NOTHING,
            str(signature.get("remark") or NOTHING) if signature else NOTHING,
        )))  # fmt: skip
    heads = (Head(Words("专科", "specialty")), Head(Words("机构", "institution"), wide=True),
             Head(Words("签署", "signature")), Head(Words("签署人", "by"), phone=False),
             Head(Words("时间", "at"), phone=False), Head(Words("补充或不同意见", "remark"), phone=False))  # fmt: skip
    empty = Words("会诊中心还没有邀请参加方。", "The centre has invited nobody yet.")
    return Table(heads, (Group(tuple(rows)),) if rows else (), empty)


def wording_table(ask: Ask, item: Item, names: Names) -> Table | None:
    """Every wording of the opinion, the one that counts first: none is lost."""
    wordings = sorted(item.focus.get("wording", ()), key=lambda one: int(one["number"]), reverse=True)
    if not wordings:
        return None
    _brought(names, wordings)
    signatures = item.focus.get("signature", ())
    rows = tuple(
        Row((str(one["number"]), str(one["text"]), _called(names, one["by"]), moment(str(one["at"])),
             str(sum(int(each["wording"]) == int(one["number"]) for each in signatures))),
            "plain" if place == 0 else "quiet")
        for place, one in enumerate(wordings)
    )  # fmt: skip
    heads = (Head(Words("稿", "no"), "right"), Head(Words("会诊意见", "joint opinion"), wide=True),
             Head(Words("书写", "worded by"), phone=False), Head(Words("时间", "at"), phone=False),
             Head(Words("签署数", "signed"), "right"))  # fmt: skip
    return Table(heads, (Group(rows),),
                 note=Words("以最后一稿为准；改稿后须重新签署，以前各稿保留。",
                            "The last wording counts and is signed anew; earlier ones are kept."))  # fmt: skip


def outcome(shown: Sequence[Shown]) -> Callable[..., Facts | None]:
    """A shape: what the opinion came to and what became of it; None before it is closed. Sources: the item, names."""
    told = records.item_facts(shown)

    def shape(ask: Ask, item: Item, names: Names) -> Facts | None:
        return told(ask, item, names) if item.focus.get("answered") else None

    return shape


def papers(ask: Ask, item: Item) -> Downloads | None:
    """The printed record, once somebody is to answer."""
    if item.state not in ("scheduled", "answered", "closed"):
        return None
    return Downloads((Download(Words("会诊记录表", "Record of the consultation"), f"{item.href}/record",
                               Words("可打印、签字存档", "to be printed, signed and kept"), False),))  # fmt: skip


def sheet(ask: Ask, item: Item, patient: Json, names: Names) -> Sheet:
    """The fields of the printed record; empty where nothing is known or the reader may not see the patient."""
    focus = item.focus
    done = rules.signed(focus)
    _brought(names, list(done.values()))
    latest = max(focus.get("wording", ()), key=lambda one: int(one["number"]), default=None)
    asked = next((one for one in item.story if one.step in ("submit", "emergency")), None)
    kinds, advice = dict(rules.kinds()), dict(rules.options("advice"))
    fields: dict[str, Text] = {
        "name": str(focus["subject"].get("display", "")),
        "sex": _SEXES.get(str(patient.get("gender")), ""),
        "age": _age(str(patient.get("birthDate", "")), ask.as_of),
        "kind": kinds[str(focus["kind"])].zh if str(focus["kind"]) in kinds else "",
        "from": _called(names, focus["requester"]),
        "centre": _called(names, focus["centre"]),
        "doctor": asked.who if asked else "",
        "asked": asked.at if asked else "",
        "agreed": moment(str(focus["agreed"])) if focus.get("agreed") else "",
        "diagnosis": str(focus.get("diagnosis", "")),
        "summary": "\n".join(str(focus[name]) for name in ("summary", "treatment") if focus.get(name)),
        "question": str(focus.get("question", "")),
        "opinion": "\n".join(
            ([str(latest["text"])] if latest else [])
            + ([f"结论：{advice[str(focus['advice'])].zh}"] if focus.get("advice") else [])
        ),
        "signed": "\n".join(_line(names, seat, one) for seat, one in done.items()),
        "answered": moment(str(focus["answered"])) if focus.get("answered") else "",
        "outcome": str(focus.get("outcome", "")),
    }
    return Sheet(fields)


def _line(names: Names, seat: tuple[str, str], one: Json) -> str:
    remark = f"（{one['remark']}）" if one.get("remark") else ""
    institution = _called(names, one["organization"])
    return f"{institution} {rules.words_of(seat[1]).zh}：{_called(names, one['by'])} {moment(str(one['at']))}{remark}"


def _age(born: str, day: date) -> str:
    """Whole years on a day; "" where the birth is not known."""
    if len(born) < len("2025-06-30"):
        return ""
    return str(day.year - int(born[:4]) - (f"{day:%m-%d}" < born[5:10]))
