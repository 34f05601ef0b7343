"""What the pages of quality share: who reads them, and elements that several show."""

from tongmai.base.words import Words
from tongmai.model.page import Shown

ANSWERABLE = ("planner", "county-officer")
ROLES = (*ANSWERABLE, "quality-centre", "quality-office", "record-room")
INSTITUTION = Shown("institution", Words("医疗机构", "institution"), "reference")
COUNTY = Shown("area", Words("县市区", "county"), "area")
TOPIC = Shown("topic", Words("质控主题", "topic"), "code", table="qc_topics")
STATE = Shown("state", Words("状态", "state"), "state")
NOTE = Shown("note", Words("说明", "note"))
SCORE = Shown("score", Words("得分", "points"), "number")
PRIORITY = "counted:disease_priority inside,outside+cents_outside,died_inside,died_outside"
APPRAISAL = (
    "counted:hospital_appraisal cases+operated+minimally_invasive+level_4+level_3+complicated+class_1+infected"
    "+low_risk+low_risk_died+days+cents,operated/cases+minimally_invasive+level_4+level_3+complicated,"
    "minimally_invasive/operated,level_4/operated,level_3/operated,complicated/operated,infected/class_1,"
    "low_risk_died/low_risk by period"
)
GROUPS = "records:CaseGroup?_sort=_id"
