"""What one institution carries of the plan: each target that counts it, beside what it reported."""

from collections.abc import Sequence
from dataclasses import dataclass

from tongmai.base.words import Words
from tongmai.engines.pages.figures import NOTHING, goal_text
from tongmai.engines.pages.given import Item, Member
from tongmai.engines.pages.stories import state_mark
from tongmai.model.blocks import Cell, Figure, Figures, Group, Head, Link, Mark, Row, Stack, Table
from tongmai.model.page import Ask
from tongmai.model.target import Decision

WAITING = frozenset({"draft", "returned"})


@dataclass(frozen=True, slots=True)
class Carried:
    """A target that counts the institution, with how it counts it; `href`: the target's page."""

    decision: Decision
    member: Member
    href: str
    adds: bool = False  # it adds a number to a sum; it does not reach or miss anything by itself


def burden(ask: Ask, carried: Sequence[Carried], reports: Sequence[Item]) -> Figures:
    """本月自动取数 x 项, 需填 y 项: nobody is asked for what the records know."""
    waiting = sum(item.state in WAITING for item in reports)
    judged = [one for one in carried if not one.adds]
    met = sum(one.member.in_numerator for one in judged)
    short = len(judged) - met
    return Figures(
        (
            Figure(Words("承担目标", "targets carried"), str(len(carried))),
            Figure(Words("记录显示达到", "reached by the records"), str(met), tone="good"),
            Figure(Words("记录显示未达", "not reached"), str(short), tone="warn" if short else "good"),
            Figure(Words("本月自动取数", "came by itself"), str(len(carried)), Words("项", "items"), "course"),
            Figure(Words("需填", "to be typed"), str(waiting), Words("项", "items"), "warn" if waiting else "good"),
        )
    )


def table(ask: Ask, carried: Sequence[Carried], reports: Sequence[Item]) -> Table:
    """应达, 填报, 记录, 差异, 佐证, 状态 of each target; those not reached come first."""
    by_target = {str(item.focus.get("target", "")): item for item in reports if item.focus.get("period") == ask.month}
    ordered = sorted(carried, key=lambda one: (one.adds, one.member.in_numerator, one.decision.target.id))
    rows = tuple(_row(one, by_target.get(one.decision.target.id)) for one in ordered)
    heads = (
        Head(Words("目标", "target"), wide=True),
        Head(Words("应达", "asked"), tight=True),
        Head(Words("填报", "reported"), tight=True),
        Head(Words("记录", "recorded"), tight=True),
        Head(Words("差异", "difference"), tight=True),
        Head(Words("佐证", "evidence"), phone=False),
        Head(Words("状态", "state"), tight=True),
    )
    empty = Words("计划里没有按这个机构计数的目标。", "No target of the plan counts this institution.")
    return Table(heads, (Group(rows),) if rows else (), empty, caption=Words("承担的目标", "targets carried"))


def _row(one: Carried, item: Item | None) -> Row:
    target = one.decision.target
    weight = one.member.weight
    recorded: Cell = _reached(one.member.in_numerator)
    if one.adds:
        recorded = Words(f"计入 {weight:,}", f"adds {weight:,}")
    reported: Cell = NOTHING
    difference: Cell = NOTHING
    evidence: Cell = NOTHING
    if item is not None:
        said = bool(item.focus.get("numerator") or item.focus.get("value"))
        reported = _reached(said)
        same = said == one.member.in_numerator
        difference = Mark(Words("一致", "agree"), "good") if same else Mark(Words("不一致", "differ"), "warn")
        given = tuple(str(entry) for entry in item.focus.get("evidence") or ())
        evidence = Stack(given) if given else NOTHING
    return Row(
        (
            Link(target.title, one.href),
            goal_text(target.goal, one.decision.unit),
            reported,
            recorded,
            difference,
            evidence,
            state_mark(item) if item is not None else Words("自动取数", "by itself"),
        ),
        id=target.id,
    )


def _reached(yes: bool) -> Mark:
    return Mark(Words("达到", "reached"), "good") if yes else Mark(Words("未达到", "not reached"), "warn")
