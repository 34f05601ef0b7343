"""What the pages of the fund share: who reads them, and elements that several show."""

from tongmai.base.words import Words
from tongmai.model.page import Shown

ROLES = ("insurer", "headquarters", "county-officer", "planner")
COMMUNITY = Shown("community", Words("医共体", "community"), "reference")
COUNTY = Shown("area", Words("县市区", "county"), "area")
NOTE = Shown("note", Words("说明", "note"))
YUAN = Words(" 元", " yuan")
PERCENT = Words("%", " %")
STATE = Shown("state", Words("状态", "state"), "state")
