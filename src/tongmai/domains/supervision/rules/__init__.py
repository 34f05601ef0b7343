"""What decides in the room of supervision: draws, inspections, gradings and rankings, complaints. Pure."""

from tongmai.domains.supervision.rules.common import (
    Options,
    is_working,
    named,
    number,
    options,
    table_options,
    working_days,
)
from tongmai.domains.supervision.rules.complaining import (
    complaint_about,
    complaint_again,
    complaint_fits,
    complaint_once_more,
    complaint_terms,
)
from tongmai.domains.supervision.rules.drawing import Lists, Pairing, draw, draw_hash, lacking, many_of, order
from tongmai.domains.supervision.rules.grading import (
    Line,
    corrected_grading,
    correction_fits,
    graded,
    grading_new,
    indicator_options,
    layer_of,
    layer_options,
    may_appeal,
    ranked,
    ranking_changed,
    ranking_fits,
    ranking_lines,
    registered,
    tenth,
    total,
)
from tongmai.domains.supervision.rules.inspecting import (
    central_task_fits,
    drawn_team,
    inspected,
    inspection_day_fits,
    inspections_due,
    may_replace,
    must_mend,
    nothing_to_mend,
    on_the_list,
    replaced,
    something_to_mend,
    tie_declared_fits,
    tie_end_fits,
)
from tongmai.domains.supervision.rules.plans import (
    assigned,
    closed_draw_lists,
    draw_lists_fit,
    draw_plan_fits,
    draw_scope,
    draw_seed_fits,
    drawn_again,
    drawn_lists,
    head_of,
    inspectors,
    kept_lists,
    kinds_of,
    result_of,
    ties,
)

FUNCTIONS = {
    one.__name__: one
    for one in (
        central_task_fits, closed_draw_lists, complaint_about, complaint_again, complaint_fits, complaint_once_more,
        complaint_terms, corrected_grading, correction_fits, draw_lists_fit, draw_plan_fits, draw_scope,
        draw_seed_fits, drawn_lists, drawn_team, graded, grading_new, inspected, inspection_day_fits, inspections_due,
        may_appeal, may_replace, nothing_to_mend, on_the_list, ranking_changed, ranking_fits, ranking_lines,
        registered, replaced, something_to_mend, tie_declared_fits, tie_end_fits,
    )
}  # fmt: skip
"""What steps name."""
__all__ = (
    "FUNCTIONS", "Line", "Lists", "Options", "Pairing", "assigned", "draw", "draw_hash", "drawn_again", "head_of",
    "indicator_options", "inspectors", "is_working", "kept_lists", "kinds_of", "lacking", "layer_of", "layer_options",
    "many_of", "must_mend", "named", "number", "options", "order", "ranked", "result_of",
    "table_options", "tenth", "ties", "total", "working_days",
)  # fmt: skip
