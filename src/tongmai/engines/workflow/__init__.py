"""Workflows: who may do what next, and what it does, all in one transaction."""

from tongmai.engines.workflow.workflows import Acted, Choice, DeskItem, Event, Workflows

__all__ = ["Acted", "Choice", "DeskItem", "Event", "Workflows"]
