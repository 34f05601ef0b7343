"""What the pages of Chinese medicine show, made of what was fetched. Pure."""

from tongmai.domains.tcm.shapes.halls import hall_chips, hall_table, halls_idle, item_table, sums
from tongmai.domains.tcm.shapes.studios import apprentices, studio_table, years
from tongmai.domains.tcm.shapes.techniques import catalogue_table, performers, sessions

__all__ = (
    "apprentices", "catalogue_table", "hall_chips", "hall_table", "halls_idle", "item_table", "performers", "sessions",
    "studio_table", "sums", "years",
)  # fmt: skip
