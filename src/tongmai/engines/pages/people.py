"""Finding a person by what is typed, and the form by which one is registered. What is typed stands in no address."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tongmai.base.words import Words
from tongmai.engines.pages.acting import forms
from tongmai.engines.pages.figures import NOTHING
from tongmai.engines.pages.records import Names, cell, value_at
from tongmai.engines.pages.timeline import NOT_SIGNED, age_words
from tongmai.model.blocks import Cell, Form, Forms, Group, Head, Link, Mark, Notice, Row, Table
from tongmai.model.page import Act, Ask, Shown

FIELD = "who"
"""The one field in which a person is looked for."""
_NUMBER = re.compile(r"\d{6,}")
_GAPS = re.compile(r"[\s\-]+")
SHORTEST = 2  # characters of a name
NOBODY_ASKED = Words("输入姓名、拼音、首字母、身份证号或健康卡号查找。", "Type a name, pinyin, initials or a number.")
CLOSED = Words("不在诊疗圈，不能打开", "not in your circle of care")


@dataclass(frozen=True, slots=True)
class Match:
    """A person found. `open`: the reader may open the record. `signed`: a contract in force; None where the reader is
    not to know."""

    person: Mapping[str, Any]
    href: str
    open: bool
    signed: bool | None


@dataclass(frozen=True)
class Matches:
    """What was found; `more`: there are others. `asked` False: nothing was typed yet; `short`: too little."""

    people: Sequence[Match] = ()
    more: bool = False
    asked: bool = True
    short: bool = False


def looked_for(text: str) -> tuple[str, str] | None:
    """The search parameter and value that what was typed means: `identifier` where it holds six digits or more in a
    row, else `name`; None for less than two characters."""
    plain = unicodedata.normalize("NFKC", text).strip()
    number = _GAPS.sub("", plain).upper()
    if _NUMBER.search(number):
        return "identifier", number
    return ("name", plain) if len(plain) >= SHORTEST else None


def found(shown: Sequence[Shown], register: str) -> Callable[..., Table | Notice]:
    """A shape: who was found, with age and contract. `register`: the page on which somebody new is registered.
    Sources: matches, names."""

    def shape(ask: Ask, matches: Matches, names: Names) -> Table | Notice:
        if not matches.asked:
            return Notice(NOBODY_ASKED, "quiet")
        if matches.short:
            return Notice(Words("请至少输入两个字。", "Type two characters or more."), "warn")
        if not matches.people:
            return Notice(
                Words("没有找到。请核对姓名或号码；确未登记的，可以登记。",
                      "Nobody found. Check the name or number; whoever is not registered can be."),
                "warn", Link(Words("登记居民", "Register a resident"), register),
            )  # fmt: skip
        heads = (
            Head(Words("姓名", "name"), wide=True),
            *(Head(one.title, phone=one.phone) for one in shown),
            Head(Words("年龄", "age")),
            Head(Words("签约", "contract")),
        )
        rows = tuple(_row(one, shown, ask, names) for one in matches.people)
        more = Words("还有更多，请输入更完整的姓名或号码", "there are more: type more of the name or the number")
        return Table(heads, (Group(rows),), note=more if matches.more else "", caption=Words("找到的居民", "found"))

    return shape


def newcomer(register: str) -> Callable[..., Notice | None]:
    """A shape: where somebody new is registered; left out where nobody was found, for there it is said. Sources:
    matches."""

    def shape(ask: Ask, matches: Matches) -> Notice | None:
        if matches.asked and not matches.people and not matches.short:
            return None
        said = Words("先查找；确未登记的，再登记。", "Look first; register whoever is not there.")
        return Notice(said, "plain", Link(Words("登记居民", "Register a resident"), register))

    return shape


def _row(one: Match, shown: Sequence[Shown], ask: Ask, names: Names) -> Row:
    name = str(value_at(one.person, "name.text") or NOTHING)
    first: Cell = (
        Link(name, one.href) if one.open and one.href else Words(f"{name}（{CLOSED.zh}）", f"{name} ({CLOSED.en})")
    )
    years = age_words(str(one.person.get("birthDate", "")), ask.as_of)
    signed: Cell = NOTHING
    if one.signed is not None:
        signed = Mark(Words("已签约", "signed"), "good") if one.signed else Mark(NOT_SIGNED, "quiet")
    return Row((first, *(cell(part, one.person, names) for part in shown), years, signed))


def registration(act: Act, order: Sequence[str], when_asked: str) -> Callable[..., Forms | Notice]:
    """A shape: the form of an act with its fields in an order; the field `when_asked` stands there only after it was
    asked for. Whoever is not offered the act is told so. Sources: those of the act."""
    made = forms(act, folded=False)

    def shape(ask: Ask, *options: Any) -> Forms | Notice:
        drawn = made(ask, *options)
        if drawn is None:
            return Notice(Words("登记由医疗机构的医生或转诊中心办理。",
                                "Doctors and referral centres register residents."), "quiet")  # fmt: skip
        return Forms(tuple(_ordered(form, order, when_asked, ask) for form in drawn.items))

    return shape


def _ordered(form: Form, order: Sequence[str], when_asked: str, ask: Ask) -> Form:
    fields = sorted(form.fields, key=lambda one: order.index(one.name) if one.name in order else len(order))
    wanted = when_asked in ask.faults or bool(ask.form.get(when_asked))
    return replace(form, fields=tuple(one for one in fields if one.name != when_asked or wanted))
