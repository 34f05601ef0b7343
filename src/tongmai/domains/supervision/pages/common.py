"""Columns and words that several pages of supervision share."""

from tongmai.base.words import Words
from tongmai.model.page import Shown

CODES = "supervision_codes"
OFFICES = ("supervisor", "county-officer", "planner")
HEADS = ("institution-head",)
OBJECT = Shown("object", Words("检查对象", "object"), "reference")
INSTITUTION = Shown("institution", Words("机构", "institution"), "reference")
COUNTY = Shown("area", Words("县市区", "county"), "area")
SPECIALTY = Shown("specialty", Words("专业", "specialty"), "code", table="inspection_specialties")
RESULT = Shown("result", Words("检查结果", "result"), "code", table="inspection_results")
LAYER = Shown("layer", Words("分层", "layer"), "code", table="layers")
YEAR = Shown("year", Words("年度", "year"))
SCORE = Shown("score", Words("得分", "points"))
WHERE = Shown("area", Words("所在地", "where"), "area")
NOTE = Shown("note", Words("意见", "remark"))
STATE = Shown("state", Words("状态", "state"), "state")
