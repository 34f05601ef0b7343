"""What the house begins by itself, once on each of the region's days, whether or not anybody opens a page."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from tongmai.access import Context
from tongmai.base.clock import today
from tongmai.base.outcome import Refused, refuse
from tongmai.engines.workflow.looks import seen
from tongmai.engines.workflow.record import Json
from tongmai.model.workflow import Workflow

Proposes = Callable[..., Any]
EXPECTED = frozenset({"rule", "duplicate"})
"""Kinds of refusal with which a proposal is let go: a condition does not hold, or one is under way already."""


def begun(context: Context, workflow: Workflow, functions: Mapping[str, Proposes], start: Callable[[Json], Any]) -> int:
    """How many of what the room proposes today could be begun; 0 where the workflow begins nothing by itself. Refused:
    forbidden (only the house), and what a beginning refuses that is neither a condition nor one that is under way."""
    if not context.actor.is_system:
        raise refuse("forbidden", "每日任务由系统执行", "only the house begins work by itself", rule="a daily job")
    daily, many = workflow.daily, 0
    if daily is None:
        return 0
    day = today(context.clock)
    places = {"today": day.isoformat(), "since": (day - timedelta(days=daily.days)).isoformat()}
    found = seen(context, daily.looks, places, {})
    for proposed in functions[daily.proposes]({}, found, day):
        try:
            start({"resourceType": workflow.focus, **proposed})
        except Refused as refused:
            if any(issue.kind not in EXPECTED for issue in refused.issues):
                raise
        else:
            many += 1
    return many
