"""Columns and words that several pages of emergencies share."""

from tongmai.base.words import Words
from tongmai.model.page import Shown

OFFICES = ("county-officer", "planner")
DOCTORS = ("clinician", "specialist")
LEADERS = ("team-leader",)
KEEPERS = ("duty-office",)
CODES = "emergency_codes"
POSTS = "emergency_team,tcm_emergency_team"
KIND = Shown("kind", Words("类别", "kind"), "code", table="event_kinds")
GRADE = Shown("grade", Words("事件级别", "grade"), "code", table="event_grades")
LEVEL = Shown("level", Words("响应级别", "level"), "code", table="event_grades")
PLACE = Shown("place", Words("地点", "place"))
TITLE = Shown("title", Words("事件", "event"))
UNIT = Shown("unit", Words("报告单位", "reported by"), "reference")
COUNTY = Shown("area", Words("县市区", "county"), "area")
TEAM = Shown("team", Words("队伍", "team"), "reference")
PERSON = Shown("person", Words("队员", "member"), "reference")
DEPARTMENT = Shown("department", Words("科室", "department"), "code", table="duty_departments")
INSTITUTION = Shown("institution", Words("机构", "institution"), "reference")
DAY = Shown("day", Words("日期", "day"), "day")
NOTE = Shown("note", Words("说明", "remark"))
