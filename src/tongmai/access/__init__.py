"""Floor 5. The only door to the store: actors, policy, circles of care, audit."""

from tongmai.access.actors import Actor, actors_from, area_prefix, covers
from tongmai.access.context import Context
from tongmai.access.policy import Explanation
from tongmai.store.protocol import ChangeSet, Delete, Found, Put, Version, Written

__all__ = [
    "Actor",
    "ChangeSet",
    "Context",
    "Delete",
    "Explanation",
    "Found",
    "Put",
    "Version",
    "Written",
    "actors_from",
    "area_prefix",
    "covers",
]
