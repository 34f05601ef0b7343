"""What pools and clearings both draw: a year in lines, names behind references."""

from collections.abc import Mapping
from typing import Any

from tongmai.base.money import yuan
from tongmai.base.words import Words
from tongmai.engines import ledger
from tongmai.model.blocks import Cell, Course, Group, Head, Link, Row, Table, Tone

Json = Mapping[str, Any]
Names = Mapping[str, Any]
MONEY_HEAD = Head(Words("金额（元）", "yuan"), "right", tight=True)


def name_of(names: Names, reference: Any) -> str:
    """The name behind a reference; "" where it has none for this reader."""
    text = str(reference.get("reference", "")) if isinstance(reference, Mapping) else ""
    found = names.get(text)
    return str(found.name) if found else ""


def sums_table(made: ledger.Cleared, people: Words, pool: str) -> Table:
    """`pool`: the address of the pool; sums lead to its blocks of that page."""
    months, batches = f"{pool}#accounts", f"{pool}#batches"
    lines: tuple[tuple[Words, int, Tone, Cell], ...] = (
        (Words("基金包总额", "the pool"), made.total, "plain", Link(people, f"{pool}#facts")),
        (Words("－ 风险储备金", "− reserve"), made.reserve, "quiet",
         Link(Words("储备比例", "percent"), f"{pool}#facts")),
        (Words("－ 县域外已结算", "− settled outside"), made.outside, "warn", Link(Words("各月", "months"), months)),
        (Words("＝ 可用于县域内", "= for care inside the county"), made.available, "course", None),
        (Words("－ 县域内已结算", "− settled inside"), made.inside, "warn", Link(Words("各月", "months"), months)),
        (Words("＝ 剩余（负数为超支）", "= left (below zero: overspent)"), made.surplus,
         "bad" if made.surplus < 0 else "good", None),
        (Words("其中已预付到账（现金）", "prepaid and received (cash)"), made.prepaid, "plain",
         Link(Words("各批", "batches"), batches)),
    )  # fmt: skip
    rows = tuple(Row((title, yuan(sum_), _bar(sum_, made.total, tone, title), opens))
                 for title, sum_, tone, opens in lines)  # fmt: skip
    heads = (Head(Words("项目", "item"), wide=True), MONEY_HEAD, Head(Words("占总额", "of the pool"), phone=False),
             Head(Words("出处", "from"), phone=False))  # fmt: skip
    note = Words("总额 ＝ 储备金 ＋ 县域外 ＋ 县域内 ＋ 剩余，分文不差。现金与记账分开，本平台不支付。",
                 "Pool = reserve + outside + inside + left, to the cent. Nothing is paid here.")  # fmt: skip
    return Table(heads, (Group(rows),), note=note)


def _bar(part: int, whole: int, tone: Tone, title: Words) -> Course | None:
    if whole <= 0:
        return None
    percent = min(max(part, 0) * 100 / whole, 100.0)
    return Course(percent, None, tone, Words(f"{title.zh} {percent:.1f}%", f"{title.en} {percent:.1f}%"))
