"""What pages show of pooled procurement: sums, lines, batches and use."""

from collections.abc import Sequence
from fractions import Fraction

from tongmai.base.money import yuan
from tongmai.base.words import Words
from tongmai.domains.pharmacy.rules import purchases
from tongmai.domains.pharmacy.shapes.words import PACKAGES, Json, drug_of
from tongmai.engines.pages.figures import NOTHING, number
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.naming import linked, worded
from tongmai.engines.pages.records import Names, brought
from tongmai.engines.pages.stories import state_mark
from tongmai.model.blocks import Facts, Figure, Figures, Group, Head, Link, Row, Table
from tongmai.model.page import Ask, Shown


def totals(ask: Ask, items: Sequence[Item]) -> Figures:
    """All lines together: packages reported, agreed, delivered, used, and what was paid."""
    found = [purchases.sums(one.focus) for one in items]
    agreed, used = sum(one.agreed for one in found), sum(one.used for one in found)
    share = number(Fraction(used * 100, agreed) if agreed else None, "percent")
    return Figures((
        Figure(Words("报告需求", "reported"), f"{sum(one.reported for one in found):,}", unit=PACKAGES),
        Figure(Words("约定", "agreed"), f"{agreed:,}", unit=PACKAGES),
        Figure(Words("到货", "delivered"), f"{sum(one.delivered for one in found):,}", unit=PACKAGES),
        Figure(Words("使用", "used"), f"{used:,}", Words(f"占约定量 {share}", f"{share} of what is agreed"),
               unit=PACKAGES),
        Figure(Words("到货金额", "paid"), yuan(sum(one.paid for one in found)), unit=Words("元", "yuan")),
    ))  # fmt: skip


def lines(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """A line an institution and drug, those under way first."""
    brought((Shown("institution", Words("机构", "institution"), "reference"),), [one.focus for one in items], names)
    ordered = sorted(items, key=lambda one: (one.ended, str(one.focus["round"]), drug_of(one.focus, ask.as_of).zh))
    rows = tuple(_line(ask, one, names) for one in ordered)
    heads = (Head(Words("药品或耗材", "drug or consumable"), wide=True), Head(Words("机构", "institution")),
             Head(Words("批次", "round"), phone=False), Head(Words("需求", "reported"), "right", phone=False),
             Head(Words("约定", "agreed"), "right"), Head(Words("到货", "delivered"), "right", phone=False),
             Head(Words("使用", "used"), "right"), Head(Words("状态", "state")))  # fmt: skip
    empty = Words("没有采购行。机构在下面报告需求。", "No line yet. Institutions report a need below.")
    return Table(heads, (Group(rows),) if rows else (), empty, total=len(rows))


def _line(ask: Ask, item: Item, names: Names) -> Row:
    focus, told = item.focus, purchases.sums(item.focus)
    return Row((Link(drug_of(focus, ask.as_of), item.href), linked(names, focus["institution"]), str(focus["round"]),
                f"{told.reported:,}", f"{told.agreed:,}" if "agreed" in focus else NOTHING, f"{told.delivered:,}",
                f"{told.used:,}", state_mark(item)))  # fmt: skip


def line_facts(ask: Ask, item: Item, names: Names) -> Facts:
    """One line: packages and money, and what is retained by which rule."""
    focus, told = item.focus, purchases.sums(item.focus)
    least, most = purchases.usual_agreement(told.reported, ask.as_of)
    pairs: list[tuple[Words, Words | str]] = [
        (Words("状态", "state"), item.state_title),
        (Words("药品或耗材", "drug or consumable"), drug_of(focus, ask.as_of)),
        (Words("批次", "round"), str(focus["round"])),
        (Words("需求量", "reported"), f"{told.reported:,}"),
    ]
    if "agreed" in focus:
        pairs += [(Words("约定量", "agreed"), f"{told.agreed:,}"), (Words("未约定", "not agreed"), f"{told.refused:,}")]
    else:
        pairs.append((Words("一般约定范围", "usually agreed"), f"{least:,}–{most:,}"))
    if "contract" in focus:
        pairs += [
            (Words("采购渠道", "bought through"), worded(names, "purchase_channels", focus["channel"])),
            (Words("合同编号", "contract"), str(focus["contract"])),
            (Words("中选单价（元）", "price (yuan)"), yuan(told.price)),
            (Words("原单价（元）", "price before (yuan)"), yuan(int(focus["referenceCents"]))),
            (Words("合同期止", "until"), str(focus["period"]["end"])),
            (Words("到货与在途", "delivered, to come"), f"{told.delivered:,} / {told.to_come:,}"),
            (Words("使用与在库", "used, in store"), f"{told.used:,} / {told.in_store:,}"),
            (Words("到货金额（元）", "paid (yuan)"), yuan(told.paid)),
        ]
    if "savedCents" in focus:
        kept = focus.get("retainedCents")
        pairs += [
            (Words("价差节约（元）", "saved (yuan)"), yuan(int(focus["savedCents"]))),
            (Words("结余留用", "retained"), yuan(int(kept)) if kept is not None else purchases.told_rule(ask.as_of)),
        ]
    return Facts(tuple(pairs))


def batches(ask: Ask, line: Json) -> Table:
    """The deliveries of a line, the latest first."""
    found = sorted(line.get("batch", ()), key=lambda one: str(one["on"]), reverse=True)
    rows = tuple(Row((str(one["on"]), str(one["number"]), f"{one['quantity']:,}", yuan(int(one["amountCents"]))))
                 for one in found)  # fmt: skip
    heads = (Head(Words("到货日期", "came on"), tight=True), Head(Words("批号", "lot"), wide=True),
             Head(Words("数量", "packages"), "right"), Head(Words("金额（元）", "amount (yuan)"), "right"))  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), Words("还没有到货。", "Nothing came yet."))


def uses(ask: Ask, line: Json) -> Table:
    """What was used by month, the latest first."""
    found = sorted(line.get("use", ()), key=lambda one: str(one["month"]), reverse=True)
    rows = tuple(Row((str(one["month"]), f"{one['quantity']:,}")) for one in found)
    heads = (Head(Words("月份", "month"), wide=True), Head(Words("使用量", "packages"), "right"))
    return Table(heads, (Group(rows),) if rows else (), Words("还没有填报使用。", "No use was entered yet."))
