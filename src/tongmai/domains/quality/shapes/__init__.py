"""What the pages of quality show, made of what was fetched. Pure."""

from tongmai.domains.quality.shapes.appraisal import hospitals, indicators
from tongmai.domains.quality.shapes.home import idle
from tongmai.domains.quality.shapes.priority import behind, table, top, weights

__all__ = ["behind", "hospitals", "idle", "indicators", "table", "top", "weights"]
