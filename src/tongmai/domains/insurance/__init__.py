"""Insurance payment: the manifest of the room."""

from tongmai.base.words import Words
from tongmai.model.domain import Domain

DOMAIN = Domain(id="insurance", title=Words("医保支付", "insurance payment"), catalogue=("G01", "G04"))
