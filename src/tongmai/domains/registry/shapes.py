"""What the page of the boundary shows: which record lives in which statutory system, and what is kept of it. Pure."""

from tongmai.base.tables import DatedRow
from tongmai.base.words import Words
from tongmai.domains.registry.rules import KEPT, boundary
from tongmai.engines.pages.figures import NOTHING
from tongmai.model.blocks import Cell, Figure, Figures, Group, Head, Link, Mark, Row, Stack, Table, Tone
from tongmai.model.page import Ask

_TOLD: dict[str, tuple[Words, Tone]] = {
    "full": (Words("编号、时间、回执齐全", "number, time and receipt"), "good"),
    "part": (Words("保存一部分", "some of them"), "course"),
    "none": (Words("未保存", "none of them"), "quiet"),
}
_STATUS = {
    "verified": Words("已核实", "verified"),
    "unverified": Words("未核实", "unverified"),
    "assumed": Words("推定", "assumed"),
}


def kept(ask: Ask) -> Figures:
    """How many records are kept with everything, with a part, and with nothing of the statutory system's."""
    rows = boundary(ask.as_of)
    found = {state: sum(row["kept"] == state for row in rows) for state in KEPT}
    return Figures(tuple(Figure(_TOLD[state][0], str(count), tone=_TOLD[state][1]) for state, count in found.items()))


def systems(ask: Ask) -> Table:
    """A row a record, in the order of the table; the page where its numbers are kept opens for whoever may see it."""
    heads = (
        Head(Words("记录", "record"), wide=True),
        Head(Words("法定系统", "statutory system")),
        Head(Words("本平台保存", "kept here")),
        Head(Words("编号", "number")),
        Head(Words("时间", "time")),
        Head(Words("回执", "receipt")),
        Head(Words("在哪里看", "where"), phone=False),
        Head(Words("来源", "source"), phone=False),
    )
    rows = tuple(_row(ask, row) for row in boundary(ask.as_of))
    note = Words(
        "通脉是机构之间协作与问责的一层，不替代任何法定系统；各系统名称转引自政策梳理，未核实。",
        "Tongmai is the layer of cooperation between institutions and replaces no statutory system; the systems' names "
        "are told second-hand, unverified.",
    )
    return Table(heads, (Group(rows),) if rows else (), note=note)


def _row(ask: Ask, row: DatedRow) -> Row:
    told, tone = _TOLD[row["kept"]]
    name: Cell = Stack((_said(row, ""), _said(row, "note_")))
    return Row((
        name, _said(row, "system_"), Mark(told, tone), *(_said(row, f"{one}_") or NOTHING for one in _PARTS),
        _where(ask, row), _source(row),
    ))  # fmt: skip


_PARTS = ("number", "time", "receipt")


def _said(row: DatedRow, part: str) -> Words | str:
    zh, en = (row[f"{part}zh"], row[f"{part}en"])
    return Words(zh, en) if zh else ""


def _source(row: DatedRow) -> Words:
    """Where the row is from and how sure it is: the rules of the domain by their section, the policy by its item."""
    status = _STATUS[row.status]
    source = row.source.replace("rules", "规则").replace("catalogue", "政策事项")
    return Words(f"{source}，{status.zh}", f"{row.source}, {status.en}")


def _where(ask: Ask, row: DatedRow) -> Cell:
    """Plain where the page is not one of the reader's."""
    if not row["page"]:
        return NOTHING
    title = Words(row["page_zh"], row["page_en"])
    roles = row["roles"].split()
    return Link(title, row["page"]) if not roles or set(roles) & set(ask.roles) else title
