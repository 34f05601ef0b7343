"""What decides in the room of drugs: lists and holdings, pooled procurement, samples of prescriptions. Pure."""

from collections.abc import Callable
from typing import Any

from tongmai.domains.pharmacy.rules import formulary, purchases, reviews

FUNCTIONS: dict[str, Callable[..., Any]] = {
    one.__name__: one
    for one in (
        formulary.drugs_held, formulary.drugs_asked, formulary.supply_area, formulary.entry_new, formulary.entry_fits,
        purchases.purchase_fits, purchases.purchase_marks, purchases.agreed_fits, purchases.purchase_agreement,
        purchases.purchase_refusal, purchases.contract_fits, purchases.contract_terms, purchases.delivery_fits,
        purchases.batch_entry, purchases.use_fits, purchases.month_use, purchases.purchase_settles,
        purchases.purchase_settlement,
        reviews.draw_fits, reviews.drawn_sample, reviews.not_reviewed, reviews.reviewed_item, reviews.sample_reviewed,
    )
}  # fmt: skip
"""What steps and lists name."""
