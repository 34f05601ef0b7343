"""Floor 5. The only door to the store: actors, policy, circles of care, audit."""

from tongmai.access.actors import Actor, actors_from, area_prefix, covers
from tongmai.access.audit import AuditLog, NoAudit, Seen
from tongmai.access.circle import BECAUSE, circle_row
from tongmai.access.context import Context
from tongmai.access.copying import audits_differ, copy_audit, cut_audit
from tongmai.access.decide import BREAK_GLASS
from tongmai.access.door import Access
from tongmai.access.everything import across, cared_for
from tongmai.access.guard import Guard
from tongmai.access.looked import Look, Looked
from tongmai.access.marks import Mark
from tongmai.access.naming import REPLACED_BY, REPLACES
from tongmai.access.policy import Explanation
from tongmai.access.small_counts import Counts, hidden, inside, masked
from tongmai.access.verifying import Finding, Verdict, verify
from tongmai.store.protocol import ChangeSet, Delete, Found, Put, Version, Written
from tongmai.store.search_path import filter_of
from tongmai.store.search_text import Understood

__all__ = [
    "BECAUSE",
    "BREAK_GLASS",
    "REPLACED_BY",
    "REPLACES",
    "Access",
    "Actor",
    "AuditLog",
    "ChangeSet",
    "Context",
    "Counts",
    "Delete",
    "Explanation",
    "Finding",
    "Found",
    "Guard",
    "Look",
    "Looked",
    "Mark",
    "NoAudit",
    "Put",
    "Seen",
    "Understood",
    "Verdict",
    "Version",
    "Written",
    "across",
    "actors_from",
    "area_prefix",
    "audits_differ",
    "cared_for",
    "circle_row",
    "copy_audit",
    "covers",
    "cut_audit",
    "filter_of",
    "hidden",
    "inside",
    "masked",
    "verify",
]
