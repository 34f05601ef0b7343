"""What decides in the room of consultations. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from tongmai.domains.consultation.rules.asking import (
    TIMES,
    agreed_time,
    asked_time,
    consent_fits,
    counted_fits,
    emergency_fits,
    kind_fits,
    materials_fit,
    offered_fits,
    offered_time,
    papers_done,
    wished_time,
)
from tongmai.domains.consultation.rules.opinion import (
    all_signed,
    current,
    excuse_fits,
    missing,
    numbered,
    seat_fits,
    seats_fit,
    sign_fits,
    signed,
    used_fits,
    wording_fits,
)
from tongmai.domains.consultation.rules.records import kinds, options, seat_of, specialties, words_of
from tongmai.domains.consultation.rules.teaching import (
    day_came,
    not_there_yet,
    somebody_came,
    teaching_fits,
)

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    f"consult_{one.__name__}": one
    for one in (
        kind_fits, materials_fit, consent_fits, emergency_fits, offered_fits, offered_time, wished_time,
        asked_time, agreed_time, counted_fits, papers_done, seat_fits, seats_fit, excuse_fits,
        wording_fits, numbered, sign_fits, current, all_signed, used_fits, teaching_fits, day_came,
        not_there_yet, somebody_came,
    )
}  # fmt: skip
"""By the names under which steps call them."""

__all__ = ("FUNCTIONS", "TIMES", "kinds", "missing", "options", "seat_of", "signed", "specialties", "words_of")
