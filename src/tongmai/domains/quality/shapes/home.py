"""Where an empty room says what comes first."""

from tongmai.base.words import Words
from tongmai.engines.pages import lanes

idle = lanes.idle(
    Words(
        "现在没有在办的质控任务。质控中心在“质控任务”中制定，医院质控办提交资料。",
        "No cycle is under way. A quality-control centre plans one, the hospital hands in.",
    )
)
"""Where no cycle is under way: how one begins."""
