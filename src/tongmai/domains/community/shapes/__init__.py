"""What the pages of the communities show: members and what is unified, who is posted for how many days of the year,
tasks with their proof, rounds, points and what they come from, the monitoring set."""

from tongmai.domains.community.shapes.appraisals import appraisal_table, line_table, monitoring_table, snapshot
from tongmai.domains.community.shapes.communities import (
    charter_table,
    community_table,
    drafting,
    meeting_table,
    member_table,
    seat_table,
    unified_table,
)
from tongmai.domains.community.shapes.postings import begins_from, posting_days, posting_sums, posting_table
from tongmai.domains.community.shapes.support import bond_table, round_sums, round_table

__all__ = (
    "appraisal_table", "begins_from", "bond_table", "charter_table", "community_table", "drafting", "line_table",
    "meeting_table", "member_table", "monitoring_table", "posting_days", "posting_sums", "posting_table", "round_sums",
    "round_table", "seat_table", "snapshot", "unified_table",
)  # fmt: skip
