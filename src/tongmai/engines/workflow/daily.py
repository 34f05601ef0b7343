"""What the house begins by itself, once on each of the region's days, whether or not anybody opens a page."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tongmai.access import Context
from tongmai.base.clock import today
from tongmai.base.outcome import Refused, refuse
from tongmai.engines.workflow.looks import seen
from tongmai.engines.workflow.record import Json
from tongmai.engines.workflow.walking import Walk
from tongmai.model.workflow import Workflow

Proposes = Callable[..., Any]
Start = Callable[[Json], Any]
EXPECTED = frozenset({"rule", "duplicate"})
"""Kinds of refusal with which a proposal is let go: a condition does not hold, or one is under way already."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did: how much it began; of what it goes through, how much is left for the next; how often a look
    found more than it may see."""

    begun: int = 0
    left: int = 0
    cut: int = 0


def begun(context: Context, workflow: Workflow, functions: Mapping[str, Proposes], start: Start) -> Round:
    """One round of what the room proposes today; an empty one where the workflow begins nothing by itself. What a
    beginning refuses hinders no other: where that is neither a condition nor one that is under way, the first such
    refusal is raised when the round is over. Refused: forbidden (only the house)."""
    if not context.actor.is_system:
        raise refuse("forbidden", "每日任务由系统执行", "only the house begins work by itself", rule="a daily job")
    daily = workflow.daily
    if daily is None:
        return Round()
    day, proposes = today(context.clock), functions[daily.proposes]
    wrong: list[Refused] = []
    if not daily.walks:
        places = {"today": day.isoformat(), "since": (day - timedelta(days=daily.days)).isoformat()}
        many, left, cut = _started(proposes({}, seen(context, daily.looks, places, {}), day), start, wrong), 0, 0
    else:
        walk, many = Walk(context, workflow.id, daily, day), 0
        for found in walk.portions():
            many += _started(proposes({}, found, day), start, wrong)
        walk.keep()
        left, cut = walk.left, walk.cut
    if wrong:
        raise wrong[0]
    return Round(many, left, cut)


def _started(proposed: Iterable[Json], start: Start, wrong: list[Refused]) -> int:
    """How many could be begun; unexpected refusals go to `wrong`. `start` gives the workflow's own type."""
    many = 0
    for one in proposed:
        try:
            start(one)
        except Refused as refused:
            if any(issue.kind not in EXPECTED for issue in refused.issues):
                wrong.append(refused)
        else:
            many += 1
    return many
