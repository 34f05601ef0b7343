"""What several workflows of plans ask."""

from tongmai.base.words import Words
from tongmai.model.workflow import Need

REASON = Need("reason", Words("原因", "reason"))
ON = Need("on", Words("日期", "day"), kind="date", today=True)
