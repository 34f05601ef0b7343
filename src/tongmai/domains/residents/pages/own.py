"""The own record: read and checked by its owner, and who looked."""

from tongmai.base.words import Words
from tongmai.domains.residents.pages.newborn import OWN_NEWBORNS
from tongmai.domains.residents.pages.records import (
    ASKED,
    MAYBE,
    NOTHING_YET,
    PERSON,
    STRANDS,
    TYPES,
)
from tongmai.domains.residents.shapes import pairs as shapes
from tongmai.domains.residents.workflows import (
    CHECK,
    SAYS_RIGHT,
    SAYS_WRONG,
)
from tongmai.engines.pages import acting, layouts, looked, records, timeline
from tongmai.model.page import Act, Block, Page, Shown

RIGHT = Act(
    "record-right", Words("已核对，内容无误", "Checked: it is right"), CHECK.id, "new_check", roles=("resident",),
    fixed=(("patient", "{patient}"), ("area", "{area}"), ("today", "{today}")), then=SAYS_RIGHT,
    lead=Words("每月核对一次，计入“本人打开档案”的统计；只记日期，不记看了什么。",
               "Once a month; it counts as opened by the owner. The day is kept, not what was read."),
)  # fmt: skip
WRONG = Act(
    "record-wrong", Words("内容有误，要求更正", "Something is wrong"), CHECK.id, "new_check", roles=("resident",),
    fixed=RIGHT.fixed, then=SAYS_WRONG,
    lead=Words("写明哪里有误；建档机构或档案管理员十五日内更正或答复。",
               "Say what is wrong; who registered you, or the keeper of records, answers within fifteen days."),
)  # fmt: skip
MY_RECORD = Page(
    id="my-record",
    title=Words("我的健康档案", "My health record"),
    path="/my-record",
    kind="record",
    menu=1,
    roles=("resident",),
    lead=Words("您在各机构的就诊、检查、签约和转诊；谁看过都有记录。",
               "Your visits, tests, contracts and referrals everywhere; every look at them is kept."),
    catalogue=("J03",),
    blocks=(
        Block("facts", "facts", timeline.person_facts(PERSON, MAYBE),
              ("resident:{patient}", "contracts:{patient}", "names"), Words("基本情况", "Personal data")),
        Block("card", "downloads", acting.ways(
            (Words("我的健康卡", "My health card"), "/my-record/card",
             Words("申领、出示二维码、挂失", "issue it, show the QR, report it lost"))), ()),
        Block("kinds", "chips", timeline.kinds(STRANDS), ("resident:{patient}",)),
        Block("timeline", "table", timeline.entries(STRANDS, NOTHING_YET),
              ("strands:{patient} " + ASKED, "names"), Words("健康记录", "Record over time")),
        Block("written", "timeline", timeline.written, ("written:Patient/{patient}",),
              Words("基本情况由谁填写", "Who wrote the personal data")),
        OWN_NEWBORNS,
        Block("checks", "table", records.of_whom(shapes.check_table),
              ("resident:{patient}", "work:RecordCheck?subject=Patient/{patient}&_sort=-on"),
              Words("本人核对", "Checked by yourself")),
        Block("check", "forms", records.of_whom(acting.forms(RIGHT, WRONG)),
              ("resident:{patient}", *acting.sources(RIGHT, WRONG)),
              Words("核对档案", "Check your record")),
    ),
    acts=(RIGHT, WRONG),
)  # fmt: skip
CHECKED = Page(
    id="record-check",
    title=Words("本人核对档案", "Check of the own record"),
    path="/record-checks/{check}",
    kind="story",
    shows="RecordCheck",
    heading="brief:RecordCheck/{check}",
    brief=(Shown("on", Words("日期", "day"), "day"),),
    under="/my-record",
    catalogue=("J03",),
    blocks=layouts.story("RecordCheck/{check}", Words("核对内容", "What was said"), (
        Shown("subject", Words("居民", "resident"), "reference"), Shown("on", Words("日期", "day"), "day"),
        Shown("institution", Words("建档机构", "registered by"), "reference"),
        Shown("text", Words("哪里有误", "what is wrong")), Shown("answer", Words("答复", "answer")),
    )),
)  # fmt: skip
MY_ENTRY = Page(
    id="my-entry",
    title=Words("记录", "Entry"),
    path="/my-record/records/{type}/{entry}",
    kind="record",
    blocks=(
        Block("facts", "facts", timeline.entry_facts(STRANDS),
              ("entry:{patient} {type}/{entry} " + TYPES, "names"), Words("内容", "What it says")),
        Block("begin", "downloads", acting.begun, ("begun:{type}/{entry}",), Words("可以发起", "Begin")),
        Block("written", "timeline", timeline.written, ("written:{type}/{entry}",),
              Words("由谁填写", "Who wrote it")),
    ),
)  # fmt: skip
WHO_LOOKED = Page(
    id="who-looked",
    title=Words("谁看过我的档案", "Who looked at my record"),
    path="/my-record/looked",
    kind="list",
    menu=2,
    roles=("resident",),
    lead=Words("按时间列出：哪个机构、什么岗位、看了什么、为什么、依据哪条规则。",
               "By time: which institution, which post, what, what for, by which rule."),
    blocks=(
        Block("whose", "chips", looked.chips, ()),
        Block("looked", "table", looked.table, ("looked",)),
    ),
)  # fmt: skip
