"""What the pages of emergencies show, made of what was fetched. Pure."""

from tongmai.domains.emergency.shapes.duty import drill_table, duty_board, duty_sums, gap_table, plan_table
from tongmai.domains.emergency.shapes.events import (
    all_measures,
    brought_measures,
    calls_of,
    chain,
    emergencies_idle,
    emergencies_waiting,
    event_chips,
    event_now,
    report_paper,
    report_sheet,
    situations,
)
from tongmai.domains.emergency.shapes.places import fever_table, place_chips, place_table
from tongmai.domains.emergency.shapes.teams import below_strength, called_table, roster_table, stations, team_table

__all__ = (
    "all_measures", "below_strength", "brought_measures", "called_table", "calls_of", "chain", "drill_table",
    "duty_board", "duty_sums", "emergencies_idle", "emergencies_waiting", "event_chips", "event_now", "fever_table",
    "gap_table", "place_chips", "place_table", "plan_table", "report_paper", "report_sheet", "roster_table",
    "situations", "stations", "team_table",
)  # fmt: skip
