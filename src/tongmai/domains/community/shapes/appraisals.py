"""Appraisals: points and what they come from, the snapshot; the 2024 monitoring set."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from tongmai.base.words import Words
from tongmai.domains.community import rules
from tongmai.domains.community.shapes.naming import Json, Names, plain
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Area, Item, Measured
from tongmai.engines.pages.measured import address, value_text
from tongmai.engines.pages.naming import said, worded
from tongmai.engines.pages.stories import state_mark
from tongmai.fhir.facts import named
from tongmai.model.blocks import Cell, Download, Downloads, Group, Head, Link, Mark, Row, Stack, Table
from tongmai.model.page import Ask


def appraisal_table(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """The appraisals, the latest year first."""
    heads = (Head(Words("医共体", "community"), wide=True), Head(Words("年度", "year"), "right"),
             Head(Words("得分", "points"), "right"), Head(Words("公示", "published"), phone=False),
             Head(Words("状态", "state")))  # fmt: skip
    ordered = sorted(items, key=lambda one: (one.ended, -int(one.focus["year"]), named(one.focus["community"])))
    rows = tuple(
        Row((Link(said(names, one.focus["community"]), one.href), str(one.focus["year"]),
             plain(one.focus["score"]) if "score" in one.focus else NOTHING,
             str(one.focus.get("published", NOTHING)), state_mark(one)), id=one.task)
        for one in ordered
    )  # fmt: skip
    empty = Words("没有您能查看的考核。总医院在“医共体绩效考核”中开始自评。",
                  "There is no appraisal that you may see. Headquarters begin on the page of appraisals.")  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), empty)


def line_table(ask: Ask, record: Item | Json, names: Names) -> Table:
    """The indicators of an appraisal: what the community gave, what counts, its points."""
    told = record.focus if isinstance(record, Item) else record
    heads = (Head(Words("指标", "indicator"), wide=True), Head(Words("自评值", "own value"), "right", phone=False),
             Head(Words("核定值", "value"), "right"), Head(Words("得分", "points"), "right"),
             Head(Words("满分", "of"), "right"))  # fmt: skip
    rows = tuple(_line_row(one, names) for one in told.get("line", ()))
    note = Words(f"合计 {plain(told['score'])} 分，等于各项之和。",
                 f"{plain(told['score'])} points, the sum of the lines.") if "score" in told else ""  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), note=note)


def _line_row(one: Json, names: Names) -> Row:
    own, value, points = (plain(one[name]) if one.get(name) is not None else NOTHING
                          for name in ("own", "value", "points"))  # fmt: skip
    changed = own != value and value != NOTHING
    title, counted = worded(names, "appraisal_points", one["indicator"]), Mark(value, "warn") if changed else value
    return Row((title, own, counted, points, plain(one["weight"])), id=str(one["indicator"]))


def snapshot(ask: Ask, item: Item, appraisals: Sequence[Json]) -> Downloads | None:
    """What was frozen of an appraisal."""
    found = next((one for one in appraisals if named(one.get("round")) == item.focus["id"]), None)
    if found is None:
        return None
    why = Words("结余分配只读它", "the split of a surplus reads nothing else")
    return Downloads((Download(Words("冻结的结果", "What is frozen"), f"/appraisals/{found['id']}", why, False),))


def monitoring_table(ask: Ask, measured: Sequence[Measured], areas: Sequence[Area]) -> Table:
    """The indicators of the national set: the figure of the region and of each county, or which record is missing."""
    known = {one.measure.id: one for one in measured}
    shown = [area for area in areas if any(one.tells(area.code) for one in measured)]
    heads = (Head("", "right"), Head(Words("指标", "indicator"), wide=True),
             Head(Words(ask.whole.zh, "region"), "right"),
             *(Head(area.short, "right", phone=False) for area in shown))  # fmt: skip
    groups: dict[str, list[Row]] = defaultdict(list)
    titles: dict[str, Words] = {}
    for row in rules.monitored(ask.as_of):
        titles[row["dimension_zh"]] = Words(row["dimension_zh"], row["dimension_en"])
        groups[row["dimension_zh"]].append(_monitored(row, known.get(row["measures"]), shown))
    return Table(heads, tuple(Group(tuple(rows), titles[name]) for name, rows in groups.items()))


def _monitored(row: Mapping[str, str], one: Measured | None, shown: Sequence[Area]) -> Row:
    title, missing = Words(row["zh"], row["en"]), Words(row["missing_zh"], row["missing_en"])
    if one is None:
        lacks = Stack((title, Mark(missing, "quiet")))
        return Row((row["no"], lacks, NOTHING, *(NOTHING for _ in shown)), id=row["indicator"])
    page = address("/indicators", one)
    name: Cell = Link(title, page)
    name = Stack((name, Mark(missing, "quiet"))) if missing.zh else name
    cells = tuple(Link(value_text(one, area.code), f"{page}?county={area.code}") if one.tells(area.code)
                  else NOTHING for area in shown)  # fmt: skip
    return Row((row["no"], name, Link(value_text(one, ""), page), *cells), id=row["indicator"])
