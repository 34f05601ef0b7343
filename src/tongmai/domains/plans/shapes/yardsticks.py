"""The three yardsticks of the reform: health, gain, income; a resident's visits that may be judged."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from tongmai.base.words import Words
from tongmai.domains.plans.rules import yardsticks
from tongmai.domains.plans.shapes.words import Json
from tongmai.engines.pages.figures import NOTHING, number
from tongmai.engines.pages.given import Measured
from tongmai.engines.pages.measured import address, value_text
from tongmai.engines.pages.records import Names, brought
from tongmai.model.blocks import Cell, Figure, Figures, Group, Head, Link, Mark, Row, Table
from tongmai.model.page import Ask, Shown

FEW = Words("人数少，不显示", "too few to be shown")
_LIST = "/indicators"
_PAY, _YUAN = "workforce.base_pay", Words("元", "yuan")
_NOTES: Mapping[str, Words] = {
    "plans.premature_mortality": Words("健康水平：30 岁者 70 岁前死于四类慢病的概率",
                                       "health: dying of the four diseases between 30 and 70"),
    "plans.visit_satisfaction": Words("获得感：就诊后一问，满意及以上", "gain: one question after a visit"),
    _PAY: Words("人员收入：基层人均年薪酬", "income: pay a head and year at the base"),
    "workforce.pay_ratio": Words("基层比牵头医院", "base to leading hospitals"),
}  # fmt: skip


def three(ask: Ask, measured: Sequence[Measured]) -> Figures:
    """The three with their ratio, each opening into its records; the reader's own county where it has a figure."""
    return Figures(tuple(_figure(ask, one) for one in measured))


def _figure(ask: Ask, one: Measured) -> Figure:
    county = f"{ask.area[:6]}000000" if ask.area[4:6] not in ("", "00") else ""
    whole = _told(ask, one, "")
    note = _NOTES[one.measure.id]
    if county and county in one.values:
        own = _told(ask, one, county)
        zh, en = (own.zh, own.en) if isinstance(own, Words) else (own, own)
        note = Words(f"{note.zh}；本县 {zh}", f"{note.en}; own county {en}")
    unit = _YUAN if one.measure.id == _PAY and one.values.get("") else ""
    value = whole if isinstance(whole, str) else NOTHING
    return Figure(one.measure.title, value, note, href=address(_LIST, one), unit=unit)


def _told(ask: Ask, one: Measured, area: str) -> str | Words:
    """A value; of opinions none where fewer were asked than the rule of the day says."""
    found = one.values.get(area)
    if (
        one.measure.id == "plans.visit_satisfaction"
        and found
        and (found.denominator or 0) < yardsticks.least(ask.as_of)
    ):
        return FEW
    return value_text(one, area)


def satisfied(ask: Ask, rows: Sequence[Json], names: Names) -> Table:
    """By institution over twelve months: how many visits were judged and the share of the satisfied; few are hidden."""
    found = [one for one in rows if str(one["period"]).startswith(f"{ask.month}/")]
    brought((Shown("house", Words("机构", "institution"), "reference"),),
            [{"house": {"reference": f"Organization/{one['id']}"}} for one in found], names)  # fmt: skip
    ordered = sorted(found, key=lambda one: (str(one["village"])[:6], str(one["id"])))
    drawn = tuple(_judged(ask, one, names) for one in ordered)
    heads = (Head(Words("机构", "institution"), wide=True), Head(Words("评价数", "answers"), "right"),
             Head(Words("满意率", "satisfied"), "right"))  # fmt: skip
    empty = Words("还没有居民评价。居民在自己的页面里对每次就诊评价一次。",
                  "Nobody answered yet. Residents judge each visit once, on their own pages.")  # fmt: skip
    return Table(heads, (Group(drawn),) if drawn else (), empty)


def _judged(ask: Ask, one: Json, names: Names) -> Row:
    named = names.get(f"Organization/{one['id']}")
    name: Cell = (Link(named.name, named.href) if named.href else named.name) if named else NOTHING
    answers, good = one["answers"], one["satisfied"]
    if answers is None or good is None or answers < yardsticks.least(ask.as_of):
        return Row((name, FEW, NOTHING))
    return Row((name, f"{answers:,}", number(Fraction(good * 100, answers), "percent")))


def to_judge(ask: Ask, visits: Sequence[Json], answers: Sequence[Json], names: Names) -> Table | None:
    """The visits of one's own that may be judged or were; left out where there is none."""
    given = {yardsticks.visit_of(one): one for one in answers if one.get("status") == "completed"}
    found = [one for one in visits
             if str(one["id"]) in given or yardsticks.may_be_judged(one, list(given.values()), ask.as_of)]  # fmt: skip
    if not found:
        return None
    brought((Shown("serviceProvider", Words("机构", "institution"), "reference"),), found, names)
    rows = tuple(_visit(one, given.get(str(one["id"])), names) for one in found)
    heads = (Head(Words("就诊日期", "visit"), tight=True), Head(Words("机构", "institution"), wide=True),
             Head(Words("评价", "opinion")))  # fmt: skip
    return Table(heads, (Group(rows),))


def _visit(visit: Json, answer: Json | None, names: Names) -> Row:
    named = names.get(str(visit.get("serviceProvider", {}).get("reference", "")))
    told: Cell
    if answer is None:
        told = Link(Words("评价这次就诊", "Judge this visit"), f"/visits/{visit['id']}/opinion")
    else:
        told = Mark(yardsticks.opinion_words(answer), "quiet")
    return Row((str(visit.get("period", {}).get("start", ""))[:10], str(named.name) if named else NOTHING, told))
