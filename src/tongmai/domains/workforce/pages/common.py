"""Elements that several pages of the room show."""

from tongmai.base.words import Words
from tongmai.model.page import Shown

ROLES = ("planner", "county-officer", "headquarters", "clinician")
INSTITUTION = Shown("institution", Words("机构", "institution"), "reference")
COUNTY = Shown("area", Words("县市区", "county"), "area")
PERIOD = Shown("period", Words("起止", "from and to"), "period")
NOTE = Shown("note", Words("意见", "opinion"))
