"""Workflows: who may do what next, and what it does, all in one transaction."""

from tongmai.engines.workflow.clocks import read_terms
from tongmai.engines.workflow.daily import Round
from tongmai.engines.workflow.desk import DeskItem
from tongmai.engines.workflow.diagram import diagram, plan_definition
from tongmai.engines.workflow.dispatch import Dispatcher, Happened
from tongmai.engines.workflow.live import Choice
from tongmai.engines.workflow.parties import grants, guards
from tongmai.engines.workflow.record import Event, state_of, workflow_of
from tongmai.engines.workflow.slots import kept_until
from tongmai.engines.workflow.workflows import Workflows
from tongmai.engines.workflow.writing import Acted

__all__ = [
    "Acted",
    "Choice",
    "DeskItem",
    "Dispatcher",
    "Event",
    "Happened",
    "Round",
    "Workflows",
    "diagram",
    "grants",
    "guards",
    "kept_until",
    "plan_definition",
    "read_terms",
    "state_of",
    "workflow_of",
]
