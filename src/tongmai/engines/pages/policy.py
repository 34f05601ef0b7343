"""The policy documents and how far each of their items is built. Marks are computed from what is declared."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from tongmai.base.words import Words
from tongmai.engines.pages.decided import day_words
from tongmai.engines.pages.given import PolicyDocument, PolicyItem
from tongmai.model.blocks import (
    Card,
    Cards,
    Chip,
    ChipRow,
    Chips,
    Facts,
    Figure,
    Figures,
    Group,
    Head,
    Link,
    Mark,
    Piece,
    Prose,
    Row,
    Table,
    Tone,
)
from tongmai.model.page import Ask

State = Literal["worked", "measured", "held", "declined", "open"]
STATES: dict[State, tuple[Words, Tone]] = {
    "worked": (Words("已可办理", "Can be worked on"), "good"),
    "measured": (Words("已可测量", "Can be measured"), "course"),
    "held": (Words("已登记", "On record"), "striving"),
    "declined": (Words("不做", "Not done here"), "plain"),
    "open": (Words("未做", "Not built"), "quiet"),
}
BUILT = frozenset({"worked", "measured", "held"})
GROUPS: dict[str, Words] = {
    "A": Words("A 区域规划、资源配置与目标监测", "A Regional planning, allocation, targets"),
    "B": Words("B 紧密型医共体与医联体", "B Medical communities and alliances"),
    "C": Words("C 分级诊疗、转诊、家庭医生与连续服务", "C Tiered care, referral, family doctors"),
    "D": Words("D 共享诊断中心、远程医疗与结果互认", "D Shared centres, telemedicine, recognition"),
    "E": Words("E 急诊急救、临床专科与中医药", "E Emergency, specialties, Chinese medicine"),
    "F": Words("F 公共卫生、传染病监测与应急指挥", "F Public health, surveillance, command"),
    "G": Words("G 医保支付、价格、药品与耗材", "G Payment, prices, drugs, consumables"),
    "H": Words("H 人才、编制与薪酬", "H Workforce, establishment, pay"),
    "I": Words("I 质量、绩效、监督与社会办医", "I Quality, performance, supervision, private"),
    "J": Words("J 信息化与便民", "J Informatisation and convenience"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """An item with how far it is built, why, and the page where one sees it ("" for none)."""

    item: PolicyItem
    state: State
    reason: Words
    href: str = ""


def sums(ask: Ask, standings: Sequence[Standing]) -> Figures:
    """All items, and how many stand where; the sums add up because each item has exactly one state."""
    mine = _of(ask, standings)
    count = Counter(one.state for one in mine)
    items = [
        Figure(Words("政策事项", "items"), str(len(mine)), Words("每项恰有一种状态", "each has exactly one state"))
    ]
    items += [
        Figure(words, str(count[state]), tone=tone, href=ask.link(state=state))
        for state, (words, tone) in STATES.items()
    ]
    return Figures(tuple(items))


def documents(ask: Ask, known: Sequence[PolicyDocument], standings: Sequence[Standing]) -> Cards:
    """The documents with title, date and how many items they gave."""
    count = Counter(one.item.document for one in standings)
    built = Counter(one.item.document for one in standings if one.state in BUILT)
    return Cards(
        tuple(
            Card(
                document.title,
                " · ".join(part for part in (document.number, document.issuer) if part),
                f"{ask.url}/{document.key}",
                facts=(
                    (Words("日期", "date"), day_words(document.issued)),
                    (Words("事项", "items"), f"{built[document.key]} / {count[document.key]}"),
                ),
            )
            for document in known
        )
    )


def narrowing(ask: Ask, standings: Sequence[Standing]) -> Chips:
    """Filters by state and by group."""
    mine = _of(ask, standings)
    states = Counter(one.state for one in mine if _kept(ask, one, "state"))
    groups = Counter(one.item.id[0] for one in mine if _kept(ask, one, "group"))
    return Chips(
        (
            ChipRow(
                Words("状态", "state"),
                tuple(_chip(ask, "state", s, words, states[s], tone) for s, (words, tone) in STATES.items()),
            ),
            ChipRow(
                Words("类别", "group"),
                tuple(_chip(ask, "group", key, words, groups[key]) for key, words in GROUPS.items()),
            ),
        )
    )


def _chip(ask: Ask, name: str, value: str, text: Words, count: int, tone: Tone = "plain") -> Chip:
    on = ask.one(name) == value
    return Chip(text, ask.link(**{name: None if on else value}), on, count, tone)


def _of(ask: Ask, standings: Iterable[Standing]) -> list[Standing]:
    """The items of the document whose page it is; of all documents elsewhere."""
    document = ask.path.get("document", "")
    return [one for one in standings if not document or one.item.document == document]


def _kept(ask: Ask, one: Standing, without: str = "") -> bool:
    state, group = ask.one("state"), ask.one("group")
    return (without == "state" or not state or one.state == state) and (
        without == "group" or not group or one.item.id[0] == group
    )


def items(ask: Ask, standings: Sequence[Standing]) -> Table:
    """Every item by group: quotation, mark, reason, one click to the page."""
    kept = [one for one in _of(ask, standings) if _kept(ask, one)]
    kept.sort(key=lambda one: one.item.id)
    groups = tuple(
        Group(tuple(_row(one) for one in mine), GROUPS[key])
        for key, mine in groupby(kept, key=lambda one: one.item.id[0])
    )
    heads = (
        Head(Words("编号", "no.")),
        Head(Words("事项", "item"), wide=True),
        Head(Words("原文", "quotation")),
        Head(Words("状态", "state"), tight=True),
        Head(Words("依据", "why")),
        Head(Words("查看", "see"), tight=True),
    )
    return Table(heads, groups, caption=Words("政策事项", "policy items"))


def _row(one: Standing) -> Row:
    words, tone = STATES[one.state]
    quotation = f"{one.item.document}「{one.item.quotation}」"
    go = Link(Words("打开", "open"), one.href) if one.href else None
    return Row((one.item.id, one.item.title, quotation, Mark(words, tone), one.reason, go), id=one.item.id)


def about(ask: Ask, document: PolicyDocument, standings: Sequence[Standing]) -> Facts:
    """Number, issuer, date, and how many items it gave."""
    mine = _of(ask, standings)
    built = sum(one.state in BUILT for one in mine)
    text = Words("已提供", "given") if document.text else Words("未提供，只有引文", "not given: quotations only")
    return Facts(
        (
            (Words("文号", "number"), document.number or "—"),
            (Words("发文机构", "issuer"), document.issuer),
            (Words("日期", "date"), day_words(document.issued)),
            (Words("事项", "items"), Words(f"{len(mine)} 项，已有 {built} 项", f"{len(mine)}, {built} of them built")),
            (Words("原文文本", "text"), text),
        ),
        3,
    )


def text(ask: Ask, document: PolicyDocument, standings: Sequence[Standing]) -> Prose | None:
    """The document's own text with the quotations highlighted; None where no text was given."""
    if not document.text:
        return None
    mine = [one for one in standings if one.item.document == document.key]
    lost: list[str] = []
    spans = _spans(document.text, mine, lost)
    paragraphs, start = [], 0
    for line in document.text.splitlines(keepends=True):
        pieces = tuple(_pieces(line, start, spans))
        if line.strip():
            paragraphs.append(pieces)
        start += len(line)
    missing = "、".join(lost)
    note = Words(f"原文有缺损，未能找到的引文：{missing}", f"not found in the damaged text: {missing}") if lost else ""
    return Prose(tuple(paragraphs), note)


def _spans(whole: str, mine: Sequence[Standing], lost: list[str]) -> list[tuple[int, int, Standing]]:
    """Where quotations stand, the earlier and longer first, never one over another."""
    found = []
    for one in mine:
        place = whole.find(one.item.quotation)
        if place < 0:
            lost.append(one.item.id)
        else:
            found.append((place, place + len(one.item.quotation), one))
    found.sort(key=lambda span: (span[0], -span[1]))
    kept: list[tuple[int, int, Standing]] = []
    for span in found:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _pieces(line: str, start: int, spans: Sequence[tuple[int, int, Standing]]) -> Iterable[Piece]:
    at = 0
    for begin, end, one in spans:
        if start <= begin < start + len(line.rstrip("\n")):
            if begin - start > at:
                yield Piece(line[at : begin - start])
            tone = STATES[one.state][1]
            yield Piece(line[begin - start : end - start], f"q-{one.item.id}", one.href, tone)
            at = min(end - start, len(line))
    if line[at:].strip():
        yield Piece(line[at:].rstrip("\n"))
