"""What decides in the room of Chinese medicine. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from tongmai.domains.tcm.rules.halls import (
    applies,
    complete,
    granted,
    item_needs,
    items_of,
    lines,
    nothing_missing,
    offers,
    renew_months,
    renewable_from,
    something_missing,
    standards,
    visited,
)
from tongmai.domains.tcm.rules.records import options
from tongmai.domains.tcm.rules.studios import (
    apprentice_fits,
    assessed,
    end_fits,
    master_fits,
    plan_fits,
)
from tongmai.domains.tcm.rules.techniques import (
    CLASSES,
    class_of,
    class_words,
    in_catalogue,
    techniques,
    what_was_done,
    words_of,
)

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    f"tcm_{one.__name__}": one
    for one in (
        applies, visited, complete, lines, nothing_missing, something_missing, granted, in_catalogue, what_was_done,
        master_fits, apprentice_fits, plan_fits, assessed, end_fits,
    )
}  # fmt: skip
"""By the names under which steps call them."""

__all__ = (
    "CLASSES", "FUNCTIONS", "class_of", "class_words", "item_needs", "items_of", "named", "offers", "options",
    "renew_months", "renewable_from", "standards", "techniques", "words_of",
)  # fmt: skip
