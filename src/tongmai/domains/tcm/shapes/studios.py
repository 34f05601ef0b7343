"""Inheritance studios: master, apprentices, what each year was to bring and brought."""

from collections.abc import Sequence

from tongmai.base.words import Words
from tongmai.domains.tcm import rules
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.given import Item
from tongmai.engines.pages.records import Names
from tongmai.engines.pages.stories import state_mark
from tongmai.model.blocks import Cell, Group, Head, Link, Mark, Row, Table, Text, Tone
from tongmai.model.page import Ask

_TONES: dict[str, Tone] = {"passed": "good", "partly": "warn", "failed": "bad"}


def _called(names: Names, reference: object) -> str:
    found = names.get(str(reference.get("reference", ""))) if isinstance(reference, dict) else None
    return found.name if found else NOTHING


def _brought(names: Names, references: Sequence[str]) -> None:
    if (bring := getattr(names, "bring", None)) is not None:
        bring(references)


def studio_table(ask: Ask, items: Sequence[Item], names: Names) -> Table:
    """Studios: what is handed on by whom, how many learn, how the last year was."""
    _brought(names, [str(one.focus["master"]["reference"]) for one in items])
    heads = (Head(Words("工作室", "studio"), wide=True), Head(Words("指导老师", "master")),
             Head(Words("所在机构", "institution"), phone=False), Head(Words("级别", "level"), phone=False),
             Head(Words("继承人", "apprentices"), "right"), Head(Words("最近考核", "last assessment"), phone=False),
             Head(Words("状态", "state")))  # fmt: skip
    levels = dict(rules.options("level"))
    ordered = sorted(items, key=lambda one: (str(one.focus.get("since", "")), str(one.focus["id"])))
    rows = tuple(
        Row((Link(str(one.focus["title"]), one.href), _called(names, one.focus["master"]),
             _called(names, one.focus["institution"]), levels.get(str(one.focus["level"]), NOTHING),
             str(len(one.focus.get("apprentice", ()))), _last(one), state_mark(one)), id=one.task)
        for one in ordered
    )  # fmt: skip
    empty = Words("还没有传承工作室。中医医院医生在下面申报，地市级卫健委批准后建设。",
                  "There is none yet. A physician of a Chinese-medicine hospital proposes one below.")  # fmt: skip
    return Table(heads, (Group(rows),) if rows else (), empty)


def _last(item: Item) -> Cell:
    told = max(item.focus.get("assessment", ()), key=lambda one: int(one["year"]), default=None)
    if told is None:
        return NOTHING
    words = dict(rules.options("result"))[str(told["result"])]
    return Mark(Words(f"{told['year']} {words.zh}", f"{told['year']}: {words.en}"), _TONES[str(told["result"])])


def apprentices(ask: Ask, item: Item, names: Names) -> Table:
    """Who learns, since when."""
    there = item.focus.get("apprentice", ())
    _brought(names, [str(one["person"]["reference"]) for one in there])
    rows = tuple(Row((_called(names, one["person"]), str(one["since"]))) for one in there)
    heads = (Head(Words("继承人", "apprentice")), Head(Words("拜师日期", "since")))
    return Table(heads, (Group(rows),) if rows else (), Words("还没有继承人。", "There is no apprentice yet."))


def years(ask: Ask, item: Item) -> Table:
    """Each year: what was planned, how many days the master taught, how it was found."""
    found = {int(one["year"]): one for one in item.focus.get("assessment", ())}
    results = dict(rules.options("result"))
    rows = []
    for plan in sorted(item.focus.get("plan", ()), key=lambda one: int(one["year"]), reverse=True):
        told = found.get(int(plan["year"]))
        days: Text = f"{told['days']}/{plan['days']}" if told else f"—/{plan['days']}"
        mark: Cell = Mark(Words("待考核", "to be assessed"), "quiet")
        if told:
            mark = Mark(results[str(told["result"])], _TONES[str(told["result"])])
        rows.append(Row((str(plan["year"]), str(plan["text"]), days, mark, str(told["text"]) if told else NOTHING)))
    heads = (Head(Words("年度", "year")), Head(Words("计划", "plan"), wide=True),
             Head(Words("带教天数", "days"), "right"), Head(Words("考核", "result")),
             Head(Words("意见", "opinion"), phone=False))  # fmt: skip
    return Table(heads, (Group(tuple(rows)),) if rows else (), Words("还没有年度计划。", "No year is planned yet."))
