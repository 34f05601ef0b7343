"""Who works with plans, in plain words."""

from tongmai.base.words import Words
from tongmai.model.rule import Role

PLANNER = Role(
    "planner",
    Words("地市级规划", "planner"),
    Words(
        "看本地区目标进度，核对并锁定填报值，下达督办单并核实销号",
        "sees the region's targets, checks and locks reported values, issues orders and verifies them",
    ),
    drills=True,
)
COUNTY_OFFICER = Role(
    "county-officer",
    Words("县级经办", "county officer"),
    Words(
        "填报和审核本县数据，签收督办单、明确责任人、报送佐证",
        "reports and reviews for the county, receives orders, names a person, hands in evidence",
    ),
    drills=True,
)
ROLES = (PLANNER, COUNTY_OFFICER)
