"""A newborn's certificates: the work by part, one part or the whole application, the application; the parent's view."""

from tongmai.base.words import Words
from tongmai.domains.residents.shapes import newborn
from tongmai.domains.residents.workflows.newborn import APPLY, NEWBORN_BIRTH, NEWBORN_PART
from tongmai.engines.pages import acting, records, stories
from tongmai.model.page import Act, Block, Page, Shown

REGISTRARS = ("clinician", "referral-centre")
CHILD = Shown("subject.display", Words("新生儿", "newborn"))
KIND = Shown("kind", Words("事项", "part"), "code", table="newborn_parts")
ITEM = "item:NewbornPart/{part}"
OWN_NEWBORNS = Block(
    "newborns", "table", newborn.own_newborns, ("work:NewbornPart?patient=Patient/{patient}&_sort=asked",),
    Words("新生儿证件联办", "Newborn certificates"),
)  # fmt: skip
APPLY_FOR = Act(
    "apply-newborn", Words("提交联办申请", "Apply"), NEWBORN_BIRTH.id, "new_newborn", roles=REGISTRARS,
    fixed=(("organization", "{organization}"),), fetched=(("name", "title:Patient/{resident}"),), then=APPLY,
    lead=Words("父母或监护人申请一次：出生医学证明、预防接种证、户口、医保参保、健康卡由各部门分别办理，"
               "户口和医保在出生医学证明之后，健康卡在户口之后。",
               "A parent or guardian applies once: birth certificate, vaccination certificate, household, insurance "
               "and health card are answered by their own offices; household and insurance after the birth "
               "certificate, the card after the household."),
)  # fmt: skip
NEWBORNS = Page(
    id="newborns",
    title=Words("新生儿证件联办", "Newborn certificates"),
    path="/newborns",
    kind="list",
    menu=2,
    roles=(*REGISTRARS, "record-keeper", "insurer"),
    offered=("record-keeper", "insurer"),  # doctors come by way of the residents
    under="/residents",
    catalogue=("J08",),
    lead=Words("按事项列出在办的新生儿证件；只列出您经办或申请的。",
               "What is under way, by part; you see what you answer or applied for."),
    blocks=(
        Block("waiting", "table", newborn.newborn_board, (f"pieces:{NEWBORN_BIRTH.id},{NEWBORN_PART.id}",),
              Words("在办", "Under way")),
        Block("ended", "table", newborn.newborn_ended,
              ("listed-work:NewbornPart?state=answered,withdrawn&_sort=-asked",),
              Words("已办结", "Answered or withdrawn")),
    ),
)  # fmt: skip
NEWBORN = Page(
    id="newborn",
    title=Words("新生儿证件联办", "Newborn certificates"),
    path="/newborns/{part}",
    kind="story",
    shows="NewbornPart",
    heading="brief:NewbornPart/{part}",
    brief=(CHILD, KIND),
    under="/newborns",
    catalogue=("J08",),
    blocks=(
        Block("parts", "table", newborn.newborn_parts,
              (ITEM, "work:NewbornPart?application=NewbornPart/{part}&_sort=asked"),
              Words("整件进度", "The whole application")),
        Block("number", "downloads", newborn.number_now, (ITEM, "of-patient:NewbornPart/{part}"),
              Words("下一步", "Next")),
        Block("path", "path", stories.path, (ITEM,)),
        Block("facts", "facts", records.item_facts((
            CHILD, KIND, Shown("applicant", Words("出生机构", "born at"), "reference"),
            Shown("asked", Words("申请日期", "asked"), "day"),
            Shown("due", Words("整件期限（假定）", "whole due by (assumed)"), "day"),
        ), maybe=(
            Shown("issuer", Words("办理机构", "answered by"), "reference"),
            Shown("application", Words("联办申请", "application"), "reference"),
            Shown("number", Words("证件编号", "number")), Shown("issued", Words("办理日期", "day"), "day"),
            Shown("receipt", Words("回执号", "receipt")), Shown("answered", Words("登记日期", "answered"), "day"),
            Shown("reason", Words("退回、不予办理或撤回的原因", "why sent back, refused or withdrawn")),
            Shown("supplied", Words("补充说明", "what was completed")),
            Shown("corrected", Words("更正日期", "corrected"), "day"),
            Shown("correction", Words("更正原因", "why it was corrected")),
        )), (ITEM, "names"), Words("事项内容", "The part"), "half"),
        Block("deeds", "forms", newborn.newborn_deeds, (ITEM,), Words("办理", "Steps"), "half"),
        Block("story", "timeline", stories.timeline, (ITEM,), Words("办理过程", "What happened")),
    ),
)  # fmt: skip
NEW_NEWBORN = Page(
    id="new-newborn",
    title=Words("新生儿证件联办申请", "Apply for newborn certificates"),
    path="/new-newborn/{resident}",
    kind="form",
    under="/newborns",
    begins="Patient",
    roles=REGISTRARS,
    acts=(APPLY_FOR,),
    catalogue=("J08",),
    lead=Words("出生一件事：一次申请，多证联办。", "One application for all certificates of a birth."),
    blocks=(
        Block("who", "facts", records.facts((Shown("name.text", Words("姓名", "name")),
                                             Shown("birthDate", Words("出生日期", "born"), "day"))),
              ("record:Patient/{resident}", "names"), Words("新生儿", "Newborn")),
        Block("forms", "forms", acting.forms(APPLY_FOR, opens=1), acting.sources(APPLY_FOR), Words("申请", "Apply")),
    ),
)  # fmt: skip
