"""Who looked at a person's record, in plain words: institution and post, when, what, for what, by which rule."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from tongmai.base.words import Words
from tongmai.model.blocks import Chip, ChipRow, Chips, Group, Head, Mark, Row, Stack, Table
from tongmai.model.page import Ask

TYPES = {
    "Patient": Words("基本信息", "personal data"),
    "Encounter": Words("就诊", "visits"),
    "Condition": Words("诊断", "diagnoses"),
    "Observation": Words("检查结果", "findings"),
    "DiagnosticReport": Words("报告", "reports"),
    "ServiceRequest": Words("申请与转诊", "requests and referrals"),
    "CarePlan": Words("签约", "contracts"),
    "CareTeam": Words("诊疗圈", "circle of care"),
    "Task": Words("办理事项", "pieces of work"),
    "Consent": Words("知情同意", "consents"),
    "Appointment": Words("预约", "appointments"),
    "Claim": Words("费用", "claims"),
    "ExplanationOfBenefit": Words("医保结算", "settlements"),
    "Provenance": Words("来源记录", "provenance"),
    "Procedure": Words("手术与操作", "procedures"),
    "MedicationRequest": Words("用药", "prescriptions"),
    "Immunization": Words("接种", "vaccinations"),
}
OTHER = Words("其他记录", "other records")
DEEDS = {
    "read": Words("查看", "read"),
    "search": Words("检索到", "found"),
    "history": Words("查看历次版本", "read former versions of"),
    "write": Words("写入", "wrote"),
    "break-glass": Words("紧急查看", "read in an emergency"),
    "looked": Words("查看“谁看过我的档案”", "looked who looked"),
}
NO_DEED = Words("接触", "touched")
PURPOSES = {
    "OPERATE": Words("日常业务", "daily work"),
    "TREAT": Words("诊疗", "treatment"),
    "BTG": Words("紧急救治", "emergency"),
}
NO_PURPOSE = Words("未说明", "not stated")


@dataclass(frozen=True, slots=True)
class Glance:
    """One line of the audit in words. `minute`: civil time; `deed`, `on` (Type/id) and `purpose` as the audit has them;
    `rules`: the one that opened it, or several of which one did (a search)."""

    minute: str
    who: Words
    deed: str
    on: str
    purpose: str
    rules: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Glances:
    """A page of lines, newest first; `next` where the following begins, None at the end."""

    lines: Sequence[Glance] = field(default_factory=tuple)
    next: int | None = None
    begun: bool = False


def chips(ask: Ask) -> Chips:
    """Others alone, or with what one looked at oneself."""
    everybody = ask.one("whose") == "all"
    pair = (
        Chip(Words("他人", "others"), ask.link(whose=None, to=None), not everybody),
        Chip(Words("全部（含本人）", "all, myself included"), ask.link(whose="all", to=None), everybody),
    )
    return Chips((ChipRow(Words("查看人", "who"), pair),))


def table(ask: Ask, glances: Glances) -> Table:
    """What one person did in one minute for one purpose is one row."""
    rows = tuple(_row(list(together)) for _, together in groupby(glances.lines, key=_together))
    return Table(
        (
            Head(Words("谁、何时", "who and when")),
            Head(Words("查看或写入了什么", "what")),
            Head(Words("用途", "purpose"), tight=True),
            Head(Words("依据", "by which rule")),
        ),
        (Group(rows),) if rows else (),
        Words("还没有其他人查看过您的档案。", "Nobody else has looked at your record yet.")
        if ask.one("whose") != "all"
        else Words("还没有查看记录。", "Nothing was looked at yet."),
        next=ask.link(to=str(glances.next)) if glances.next is not None else "",
        first=ask.link(to=None) if glances.begun else "",
        note=Words("每一次查看都有记录，不能修改或删除", "every look is kept and cannot be changed or taken away"),
    )


def _together(one: Glance) -> tuple[str, Words, bool, str]:
    return one.minute, one.who, one.deed == "write", one.purpose


def _row(lines: Sequence[Glance]) -> Row:
    first = lines[0]
    purpose = PURPOSES.get(first.purpose, NO_PURPOSE)
    tone = "bad" if any(one.deed == "break-glass" for one in lines) else "plain"
    return Row(
        (
            Stack((first.who, first.minute)),
            _what(lines),
            Mark(purpose, "bad") if tone == "bad" else purpose,
            _rules(lines),
        )
    )


def _what(lines: Sequence[Glance]) -> Stack:
    """For each deed, of which kinds how many: 查看：基本信息、就诊 12."""
    told = []
    for deed in dict.fromkeys(one.deed for one in lines):
        seen = dict.fromkeys(one.on for one in lines if one.deed == deed)
        count = Counter(TYPES.get(on.partition("/")[0], OTHER) for on in seen)
        words = DEEDS.get(deed, NO_DEED)
        if deed == "looked":
            told.append(words)
            continue
        zh = "、".join(f"{what.zh} {many}" if many > 1 else what.zh for what, many in count.items())
        en = ", ".join(f"{what.en} {many}" if many > 1 else what.en for what, many in count.items())
        told.append(Words(f"{words.zh}：{zh}", f"{words.en}: {en}"))
    return Stack(tuple(told))


def _rules(lines: Sequence[Glance]) -> Words:
    """The rules that opened something. The ways of a search are told only where none of them is known to have done."""
    exact = dict.fromkeys(one.rules[0] for one in lines if len(one.rules) == 1)
    told = list(exact)
    several = dict.fromkeys(one.rules for one in lines if len(one.rules) > 1)
    told += [
        Words("，或".join(way.zh for way in ways), ", or ".join(way.en for way in ways))
        for ways in several
        if not any(way in exact for way in ways)
    ]
    zh, en = "；".join(one.zh for one in told), "; ".join(one.en for one in told)
    return Words(zh or "—", en or "—")
