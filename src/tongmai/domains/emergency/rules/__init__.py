"""What decides in the room of emergencies: events and their chain of reports, teams, duty, drills, places. Pure."""

from tongmai.domains.emergency.rules.common import Options, code_options, limit, row_options, within, words_in
from tongmai.domains.emergency.rules.duty import (
    DEPARTMENT,
    PLACE,
    Post,
    Watch,
    duty_gaps_due,
    duty_posts,
    duty_shift_fits,
    gap_fits,
    gap_is_over,
    gap_opened,
    may_fill,
    watches,
)
from tongmai.domains.emergency.rules.events import (
    LINKS,
    chain_of,
    event_begun,
    event_day,
    event_fits,
    event_grade_fits,
    law_of,
    level_fits,
    may_close_event,
    may_tell_council,
    may_tell_government,
    may_tell_prefecture,
    may_tell_province,
    measures_of,
    next_report,
    response_measures,
    situation_fits,
)
from tongmai.domains.emergency.rules.places import (
    drill_held_fits,
    fever_fits,
    goes_on,
    hospital_of,
    may_exclude,
    may_hand_over,
    place_fits,
    plan_dates_fit,
)
from tongmai.domains.emergency.rules.teams import (
    POSTS,
    Standing,
    absence_end_fits,
    absence_fits,
    called_members,
    enough_present,
    may_call,
    may_excuse,
    may_name,
    standing,
    strength,
    with_named,
    without_excused,
)

FUNCTIONS = {
    one.__name__: one
    for one in (
        absence_end_fits, absence_fits, called_members, drill_held_fits, duty_gaps_due, duty_shift_fits,
        enough_present, event_begun, event_fits, fever_fits, gap_fits, gap_is_over, gap_opened, event_grade_fits,
        hospital_of, level_fits, may_call, may_close_event, may_excuse, may_exclude, may_fill, may_hand_over,
        may_name, may_tell_council, may_tell_government, may_tell_prefecture, may_tell_province, next_report,
        place_fits, plan_dates_fit, response_measures, situation_fits, with_named, without_excused,
    )
}  # fmt: skip
"""What steps and lists name."""
__all__ = (
    "DEPARTMENT",
    "FUNCTIONS",
    "LINKS",
    "PLACE",
    "POSTS",
    "Options",
    "Post",
    "Standing",
    "Watch",
    "chain_of",
    "civil",
    "code_options",
    "coding",
    "duty_posts",
    "event_day",
    "extended",
    "goes_on",
    "id_of",
    "law_of",
    "limit",
    "measures_of",
    "row_options",
    "standing",
    "strength",
    "watches",
    "within",
    "words_in",
)  # fmt: skip
