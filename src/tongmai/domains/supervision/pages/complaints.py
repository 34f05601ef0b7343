"""Complaints: the resident's own, those of an area, one."""

from tongmai.base.words import Words
from tongmai.domains.supervision import shapes
from tongmai.domains.supervision.pages.common import CODES, COUNTY, INSTITUTION, NOTE, OFFICES
from tongmai.domains.supervision.workflows import COMPLAINT
from tongmai.engines.pages import acting, layouts
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

KIND = Shown("kind", Words("类别", "kind"), "code", table="complaint_kinds")
FILE = Act(
    "complain", Words("提交投诉", "Complain"), COMPLAINT.id, "new_complaint",
    fields=(
        Field("institution", Words("机构", "institution"), "pick", True,
              choices="options:Organization?type=general_hospital,tcm_hospital,maternal_child,specialist_hospital,"
                      "community_centre,community_station,township_hospital,village_room,clinic&_sort=_id",
              hint=Words("名称、编码或拼音首字母", "name, code or pinyin initials")),
        Field("kind", Words("类别", "kind"), "choice", True, choices="coded:complaint_kinds"),
        Field("text", Words("事情经过", "what happened"), "lines", True, longest=500),
    ),
    roles=("resident",),
    fixed=(("patient", "{patient}"), ("area", "{institution.area}"), ("today", "{today}")),
    fetched=(("name", "title:Patient/{patient}"),),
    lead=Words("由机构所在县卫生监督受理，机构答复后核查，结果反馈给您；不同意可申请复核一次。",
               "Health supervision of the county accepts it and tells you what it found; you may ask for one review."),
)  # fmt: skip
MINE = Page(
    id="my-complaints", title=Words("投诉", "Complaints"), path="/my-complaints", kind="list", menu=9,
    roles=("resident",), acts=(FILE,), catalogue=("I13",), live=("Task",),
    lead=Words("投诉一家机构，查看受理和处理结果。", "Complain about an institution and follow what became of it."),
    blocks=(
        Block("complaints", "table", shapes.complaint_table,
              ("work:Complaint?subject=Patient/{patient}&_sort=-filed", "names"), Words("我的投诉", "My complaints")),
        Block("form", "forms", acting.forms(FILE, folded=False), acting.sources(FILE),
              Words("投诉一家机构", "Complain here")),
    ),
)  # fmt: skip
LIST = Page(
    id="complaints", title=Words("投诉", "Complaints"), path="/complaints", under="/supervision", kind="list",
    roles=OFFICES, catalogue=("I13",),
    lead=Words("受理、机构答复、认定反馈、办结，时限按工作日。",
               "Accepted, answered, decided and told, closed; in working days."),
    blocks=(Block("complaints", "table", shapes.complaint_table, ("work:Complaint?_sort=-filed", "names")),),
)  # fmt: skip
ONE = Page(
    id="complaint", title=Words("投诉", "Complaint"), path="/complaints/{complaint}", kind="story", shows="Complaint",
    heading="brief:Complaint/{complaint}", brief=(INSTITUTION, KIND), catalogue=("I13",),
    blocks=layouts.story("Complaint/{complaint}", Words("投诉内容", "The complaint"), (
        Shown("subject.display", Words("投诉人", "who complains")), INSTITUTION, COUNTY, KIND,
        Shown("text", Words("事情经过", "what happened")), Shown("filed", Words("投诉日期", "filed"), "day"),
        Shown("answerBy", Words("答复时限", "to be answered by"), "day"),
        Shown("tellBy", Words("反馈时限", "to be told by"), "day"),
        Shown("answer", Words("机构说明", "the institution")),
        Shown("remedy", Words("处理措施", "what is done")),
        Shown("founded", Words("认定", "decision"), "code", table=CODES),
        Shown("opinion", Words("处理意见", "opinion")), Shown("told", Words("反馈日期", "told"), "day"),
        Shown("satisfied", Words("是否满意", "satisfied"), "code", table=CODES), NOTE,
    )),
)  # fmt: skip
PAGES = (MINE, LIST, ONE)
