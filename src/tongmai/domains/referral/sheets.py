"""The Excel list of slots and beds that a region's institutions keep for those sent from below."""

from tongmai.base.words import Words
from tongmai.model.lists import institution_column, moment_column
from tongmai.model.sheet import Column, Sheet

KINDS = (("appointment", Words("号源", "appointment")), ("bed", Words("床位", "bed")))
STATES = (
    ("free", Words("可约", "Free")),
    ("busy", Words("已约", "Taken")),
    ("busy-unavailable", Words("停用", "Out of use")),
    ("busy-tentative", Words("暂占", "Held for now")),
    ("entered-in-error", Words("录入有误", "Entered in error")),
)
"""FHIR R4 SlotStatus."""

SLOTS = Sheet(
    id="referral.slots",
    title=Words("预留号源与床位", "slots and beds kept"),
    view="slot",
    columns=(
        institution_column(),
        Column("kind", Words("类型", "kind"), "code", required=True, codes=KINDS),
        Column("name", Words("名称（床号、专家）", "name"), also=("床号", "名称"), example="心内科 12 床"),
        moment_column("from_at", "开始时间", "from", required=True),
        moment_column("to_at", "结束时间", "to", required=True),
        moment_column("kept_until", "预留至", "kept until"),
        Column("state", Words("状态", "state"), "code", required=True, codes=STATES),
    ),
    key=("institution", "kind", "from_at", "name"),
    editors=("referral-centre", "county-officer"),
    approvers=("county-officer", "planner"),
    checks=("slot_in_order", "slot_not_booked_by_list"),
    about=Words(
        "一行一个号源或一张床；“预留至”之前只给基层转诊用，已约的由转诊流程办理",
        "a row a slot or a bed; until “kept until” it is for those sent from below; what is taken, referrals move",
    ),
    fixed=("institution", "kind"),
    closed=(("state", ("busy",)),),
)
SHEETS = (SLOTS,)
