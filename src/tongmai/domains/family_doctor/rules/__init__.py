"""The arithmetic of contracts and follow-ups, which the room and its tests take from here. Pure."""

from tongmai.domains.family_doctor.rules.contracts import (
    coverage,
    day_in_term,
    package_of,
    packages,
    renewal_open,
    renewed_term,
    served,
    served_before,
    services,
    signed_terms,
    term_begins,
    word_of,
)
from tongmai.domains.family_doctor.rules.followups import (
    SCOPE,
    Found,
    Options,
    age_on,
    bmi,
    classified,
    disease_of,
    extended,
    first_within,
    follow_up_judged,
    in_danger,
    judged,
    months_later,
    of_age,
    options,
    readings_hold,
    referral_due,
    signs,
    visited_on,
)

FUNCTIONS = {
    one.__name__: one
    for one in (visited_on, readings_hold, follow_up_judged, of_age, first_within, referral_due, signed_terms,
                term_begins, renewal_open, renewed_term, served_before, day_in_term, served)
}  # fmt: skip

__all__ = (
    "FUNCTIONS", "SCOPE", "Found", "Options", "age_on", "bmi", "classified", "coded", "coverage", "disease_of",
    "extended", "in_danger", "judged", "months_later", "options", "package_of", "packages", "services", "signs",
    "word_of",
)  # fmt: skip
