"""What the pages of possible duplicates show: the worklist, and two records side by side. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tongmai.base.words import Words
from tongmai.domains.residents.rules import reason_words
from tongmai.engines.pages import stories, timeline
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Bringing, Item, Named
from tongmai.engines.pages.records import cell, reference_in, value_at
from tongmai.engines.pages.stories import state_mark
from tongmai.model.blocks import (
    Cell,
    Code,
    Facts,
    Form,
    Forms,
    Group,
    Head,
    Link,
    Mark,
    Notice,
    Row,
    Stack,
    Table,
)
from tongmai.model.page import Ask, Shown

Json = Mapping[str, Any]
Names = Mapping[str, Named]
ALIKE, DIFFERS = Mark(Words("相同", "same"), "good"), Mark(Words("不同", "differs"), "warn")
EMPTY = Words("没有疑似重复的档案。系统每天比对新登记的居民；也可以在居民档案里提出。",
              "None. New residents are compared every day; registrars propose pairs in a record.")  # fmt: skip
CLOSED_TO_YOU = Words(
    "您看不到其中一份档案，由上一级核实。", "One of the two is closed to you; the level above decides."
)


def _shown(reference: Any) -> str:
    return str(reference.get("display", NOTHING)) if isinstance(reference, Mapping) else NOTHING


def _reasons(pair: Json) -> Cell:
    return Stack(tuple(reason_words(str(one)) for one in pair.get("reason", ())))


def pair_table(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """The pairs, those to be decided first, the weightiest before the others."""
    ordered = sorted(items, key=lambda one: (one.ended, -int(one.focus.get("weight", 0)), str(one.focus["id"])))
    rows = tuple(
        Row((Link(f"{_shown(one.focus['first'])} · {_shown(one.focus['second'])}", one.href), _reasons(one.focus),
             str(one.focus.get("weight", 0)), str(one.focus["found"]), state_mark(one)), id=one.task)
        for one in ordered
    )  # fmt: skip
    heads = (Head(Words("两份档案", "two records"), wide=True), Head(Words("理由", "reasons"), wide=True),
             Head(Words("分值（假定）", "weight (assumed)"), "right", phone=False),
             Head(Words("提出日期", "found"), phone=False), Head(Words("状态", "state")))  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), EMPTY, total=len(rows))


def pair_facts(ask: Ask, item: Item, names: Names) -> Facts:
    """Why the two are a pair, and what became of it."""
    pair = item.focus
    told: list[tuple[Words, Cell]] = [
        (Words("理由", "reasons"), _reasons(pair)),
        (Words("分值（假定）", "weight (assumed)"), str(pair.get("weight", 0))),
        (Words("提出日期", "found"), str(pair["found"])),
    ]
    if pair.get("kept"):
        told.append((Words("保留", "stays"), _side(pair, pair["kept"])))
    if item.state == "merged":
        many = len(pair.get("moved", ()))
        told.append((Words("随合并移动的记录", "records moved"), Words(f"{many} 条", str(many))))
    if pair.get("note"):
        told.append((Words("最近一次说明", "last remark"), str(pair["note"])))
    return Facts(tuple(told))


def pair_deeds(ask: Ask, item: Item) -> Forms | None:
    """The steps: those of a pair under way, and what may be done with one that is decided (undo, reopen)."""
    return timeline.further_steps(ask, item) if item.ended else stories.deeds(ask, item)


def check_table(ask: Ask, items: Sequence[Item]) -> Table:
    """When the resident checked the own record, and what came of it; the latest first."""
    rows = tuple(
        Row((Link(str(one.focus["on"]), one.href), str(one.focus.get("text", NOTHING)), state_mark(one)), id=one.task)
        for one in items
    )
    heads = (Head(Words("日期", "day")), Head(Words("哪里有误", "what is wrong"), wide=True),
             Head(Words("状态", "state")))  # fmt: skip
    empty = Words(
        "还没有核对过。看完档案后，在下面告诉我们是否无误。", "Not checked yet. Say below whether it is right."
    )
    return Table(heads, (Group(rows),) if rows else (), empty, total=len(rows))


def _side(pair: Json, reference: Any) -> Words:
    first = reference_in(reference) == reference_in(pair["first"])
    return Words("甲", "the first") if first else Words("乙", "the second")


def pair_sides(shown: Sequence[Shown]) -> Any:
    """A shape: the two records side by side, element by element, and whether they agree. Sources: item, both records,
    names."""

    def shape(ask: Ask, item: Item, people: Sequence[Json], names: Names) -> Table:
        by_id = {f"Patient/{one['id']}": one for one in people}
        both = [by_id.get(reference_in(item.focus[side])) for side in ("first", "second")]
        if isinstance(names, Bringing):
            found = [reference_in(one.get("managingOrganization")) for one in both if one]
            names.bring(one for one in found if one)
        titles = [Words("甲", "first"), Words("乙", "second")]
        heads = (
            Head(Words("项目", "what")),
            *(Head(one) for one in titles),
            Head(Words("比对", "compared")),
        )
        if None in both:
            return Table(heads, (), CLOSED_TO_YOU)
        rows = [Row((one.title, *(cell(one, person, names) for person in both if person), _agreed(one, both)))
                for one in shown]  # fmt: skip
        rows.append(Row((Words("档案", "record"), *(_standing(person) for person in both if person), "")))
        return Table(heads, (Group(tuple(rows)),))

    return shape


def _agreed(shown: Shown, both: Sequence[Json | None]) -> Cell:
    values = [value_at(one, shown.path) for one in both]
    if not all(values):
        return NOTHING
    return ALIKE if values[0] == values[1] else DIFFERS


def _standing(person: Json) -> Cell:
    if person.get("active", True):
        return Words("在用", "in use")
    return Mark(Words("已关闭，并入另一份", "closed in favour of the other"), "quiet")


def card_table(ask: Ask, items: Sequence[Item]) -> Table:
    """The cards of a resident, the one in force first."""
    ordered = sorted(items, key=lambda one: (one.ended, str(one.focus.get("issued", "")), str(one.focus["id"])))
    rows = tuple(
        Row((Link(str(one.focus.get("number", NOTHING)), one.href), str(one.focus.get("issued", NOTHING)),
             str(one.focus.get("lost", NOTHING)), state_mark(one)), id=one.task)
        for one in ordered
    )  # fmt: skip
    heads = (Head(Words("卡号", "card")), Head(Words("发卡", "issued")), Head(Words("挂失", "lost"), phone=False),
             Head(Words("状态", "state")))  # fmt: skip
    empty = Words("还没有电子健康卡，可在下面申领。", "No health card yet; it can be issued below.")
    return Table(heads, (Group(rows),) if rows else (), empty, total=len(rows))


def card_deeds(ask: Ask, item: Item) -> Forms:
    """The steps of a card but one: it is shown on the page of its owner alone, where the token is made."""
    return stories.deeds(ask, replace(item, deeds=tuple(one for one in item.deeds if one.step != "show")))


def card_in_force(cards: Sequence[Item]) -> bool:
    return any(one.state == "active" for one in cards)


def card_code(ask: Ask, token: str, cards: Sequence[Item]) -> Code | Notice | None:
    """The QR, where it was asked for; else how it is shown. Sources: the token, the resident's cards."""
    if token:
        note = Words(
            "几分钟内有效，只能用一次；重新出示后旧码作废。不含个人信息。",
            "Good for a few minutes and for one visit; showing it anew ends it. It holds nothing about you.",
        )
        return Code(token, Words("健康卡二维码", "QR of the health card"), note)
    if card_in_force(cards):
        return Notice(
            Words("就诊时出示：每次出示生成一个新的二维码。", "At a visit, show it: each time it is a new QR."), "quiet"
        )
    return None


def card_show(ask: Ask, cards: Sequence[Item]) -> Form | None:
    """The button that shows the QR, where there is a card in force."""
    if not card_in_force(cards):
        return None
    title = Words("出示二维码", "Show the QR")
    return Form("search", title, (), title)
