"""Who a resident is, which records are of one person; a newborn's certificates. Pure."""

from tongmai.domains.residents.rules.carding import (
    card_belongs,
    card_issued,
    card_shown,
    code_is_digest,
    credential_opens,
    credential_shown,
)
from tongmai.domains.residents.rules.checking import check_goes_to, checked_this_month, owner_is_registered
from tongmai.domains.residents.rules.newborn import (
    child_is_newborn,
    newborn_applied,
    newborn_corrected,
    newborn_goes_on,
    not_applied_before,
    parent_is_resident,
    part_correction_fits,
    part_day_fits,
    part_in_order,
    part_number_fits,
    part_number_is_free,
    part_words,
    parts_after,
    without_number,
)
from tongmai.domains.residents.rules.pairing import (
    at_once_fits,
    both_in_use,
    contracts_apart,
    look_alike,
    numbers_agree_in_pair,
    one_is_closed,
    pair_chosen,
    pair_is_new,
    pair_of_two,
    pair_set_up,
    pairs_to_propose,
    reason_words,
    reasons_of,
    weight_of,
)
from tongmai.domains.residents.rules.registering import (
    DEMONSTRATION,
    INVENTED,
    REAL,
    SYNTHETIC,
    TEMPORARY,
    Identity,
    called,
    check_character,
    identity,
    name_and_phone_hold,
    new_name_holds,
    not_registered,
    number_agrees,
    number_holds,
    number_is_free,
    number_withdrawn,
    plain,
    plain_phone,
    reason_holds,
    settled,
    settled_later,
    settled_without,
    told_apart,
)

FUNCTIONS = {
    one.__name__: one
    for one in (
        at_once_fits, both_in_use, card_belongs, card_issued, card_shown, check_goes_to, checked_this_month,
        code_is_digest, credential_opens, credential_shown, contracts_apart, name_and_phone_hold,
        new_name_holds, not_registered, number_agrees, number_holds, number_is_free, number_withdrawn,
        numbers_agree_in_pair, one_is_closed, owner_is_registered, pair_chosen, pair_is_new, pair_of_two,
        pair_set_up, pairs_to_propose, reason_holds, settled, settled_later, settled_without, told_apart,
        child_is_newborn, newborn_applied, newborn_goes_on, not_applied_before, parent_is_resident, part_day_fits,
        part_in_order, part_number_fits, part_number_is_free, part_correction_fits, newborn_corrected,
    )
}  # fmt: skip
"""What steps name."""
__all__ = (
    "DEMONSTRATION", "FUNCTIONS", "INVENTED", "REAL", "SYNTHETIC", "TEMPORARY", "Identity", "called", "check_character",
    "identity", "look_alike", "part_words", "parts_after", "plain", "plain_phone", "reason_words",
    "reasons_of", "weight_of", "without_number",
)  # fmt: skip
