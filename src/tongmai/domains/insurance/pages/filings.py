"""Care elsewhere: the resident's own filings, those to decide, one filing, a new one."""

from tongmai.base.words import Words
from tongmai.domains.insurance.pages.common import NOTE, STATE
from tongmai.engines.pages import acting, layouts, records
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

CLERKS = ("clinician", "referral-centre")
FILED = Shown("subject.display", Words("居民", "resident"))
FILED_KIND = Shown("kind", Words("类别", "kind"), "code", table="filing_kinds")
WHERE = Shown("place", Words("就医地", "place of care"), "code", table="filing_places")
SINCE, UNTIL = (
    Shown("since", Words("开始日期", "from"), "day"),
    Shown("until", Words("结束日期", "to"), "day", phone=False),
)
FILING_COLUMNS = (Shown("subject.display", Words("居民", "resident"), "record"), FILED_KIND, WHERE, SINCE, UNTIL, STATE)
OWN_COLUMNS = (Shown("kind", Words("类别", "kind"), "record", table="filing_kinds"), WHERE, SINCE, UNTIL, STATE)
FILED_FIELDS = (
    Field("filing_kind", Words("备案类别", "kind"), "choice", True, choices="coded:filing_kinds"),
    Field("place", Words("就医地", "place of care"), "choice", True, choices="coded:filing_places"),
    Field("city", Words("城市、医院", "city, hospital"), "text", True, longest=60),
    Field("since", Words("开始日期", "from"), "day", True),
    Field("until", Words("结束日期", "to"), "day", hint=Words("长期居住可不填", "open for a long-term resident")),
    Field("reason", Words("备案原因", "why"), "lines", longest=200),
)  # fmt: skip
FILE = Act(
    "file", Words("提交备案申请", "Apply"), "insurance.filing", "away_filing", fields=FILED_FIELDS, roles=("resident",),
    fixed=(("person", "{patient}"), ("area", "{area}")), fetched=(("name", "title:Patient/{patient}"),),
    lead=Words("就医前备案；急诊抢救可在入院后限期内补办。缺材料时医保退回说明，补正后再提交。",
               "File before the care, an emergency soon after. What is missing the insurer says; complete it then."),
)  # fmt: skip
FILE_FOR = Act(
    "file-for", Words("代居民提交备案申请", "Apply for the resident"), "insurance.filing", "away_filing",
    fields=FILED_FIELDS, roles=CLERKS,
    fetched=(("patient", "record:Patient/{resident}"), ("name", "title:Patient/{resident}")),
    fixed=(("person", "{resident}"), ("unit", "{organization}"), ("area", "{area}")),
    lead=Words("由居民委托，医院代办；转诊单已转往区域外机构的自动关联。",
               "For a resident who asks for it; a referral sent outside is linked by itself."),
)  # fmt: skip
MY_FILINGS = Page(
    id="my-filings",
    title=Words("异地就医备案", "Care elsewhere"),
    path="/my-filings",
    kind="list",
    menu=4,
    roles=("resident",),
    acts=(FILE,),
    catalogue=("G14",),
    lead=Words("去外地就医前备案，结算更方便。备案由医保系统登记，这里办理申请并查看进度。",
               "File before you are treated elsewhere. The insurer's system keeps it; you apply and follow it here."),
    blocks=(
        Block("filings", "table", records.item_table(OWN_COLUMNS, Words(
            "还没有备案。去外地就医前，请在下面申请。", "Nothing is filed. Apply below before you go.")),
              ("work:AwayFiling?subject=Patient/{patient}&_sort=-since", "names"), Words("我的备案", "My filings")),
        Block("online", "forms", acting.forms(FILE), acting.sources(FILE), Words("申请备案", "Apply here")),
    ),
)  # fmt: skip
FILINGS = Page(
    id="filings",
    title=Words("异地就医备案", "Care elsewhere"),
    path="/filings",
    kind="list",
    menu=7,
    roles=("insurer", *CLERKS),
    catalogue=("G14",),
    live=("AwayFiling",),
    lead=Words("申请、受理或退回、生效、结束。备案号以医保系统为准，本平台不结算。",
               "Applied for, accepted or returned, in force, ended. The insurer's system numbers and settles."),
    blocks=(
        Block("waiting", "table", records.item_table(FILING_COLUMNS, Words(
            "没有待受理的备案。", "No filing waits for the insurer.")),
              ("work:AwayFiling?state=applied&_sort=since", "names"), Words("待医保受理", "To be decided")),
        Block("others", "table", records.item_table(FILING_COLUMNS, Words(
            "还没有其他备案。居民可在线申请，医院可从居民档案代办。",
            "No other filing yet: residents apply online, hospitals from the record.")),
              ("listed-work:AwayFiling?state=returned,in_force,ended,withdrawn&_sort=-since", "names"),
              Words("退回、生效与结束", "Returned, in force, ended")),
    ),
)  # fmt: skip
NEW_FILING = Page(
    id="new-filing", title=Words("代办异地就医备案", "File care elsewhere"), path="/new-filing/{resident}", kind="form",
    under="/filings", begins="Patient", roles=CLERKS, acts=(FILE_FOR,), catalogue=("G14",),
    lead=Words("代居民向医保提交备案申请。", "Apply to the insurer for the resident."),
    blocks=(
        Block("who", "facts", records.facts((Shown("name.text", Words("姓名", "name")),
                                             Shown("birthDate", Words("出生日期", "born"), "day"))),
              ("record:Patient/{resident}", "names"), Words("居民", "Resident")),
        Block("forms", "forms", acting.forms(FILE_FOR, opens=1), acting.sources(FILE_FOR), Words("备案", "Filing")),
    ),
)  # fmt: skip
FILING_STORY = Page(
    id="filing", title=Words("异地就医备案", "Filing"), path="/filings/{filing}", kind="story", shows="AwayFiling",
    heading="brief:AwayFiling/{filing}", brief=(FILED, FILED_KIND, WHERE), catalogue=("G14",),
    blocks=layouts.story("AwayFiling/{filing}", Words("备案内容", "The filing"), (
        FILED, FILED_KIND, WHERE, Shown("city", Words("城市、医院", "city, hospital")), SINCE, UNTIL,
        Shown("reason", Words("备案原因", "why")), Shown("unit", Words("代办机构", "filed by"), "reference"),
        Shown("referral", Words("已关联区域外转诊单", "a referral outside is linked"), "yes_no"),
        Shown("applied", Words("申请日期", "applied"), "day"),
        Shown("missing", Words("缺什么", "what was missing")), Shown("supplied", Words("补充说明", "what was added")),
        Shown("number", Words("医保系统备案号", "the insurer's number")),
        Shown("accepted", Words("受理日期", "accepted"), "day"), NOTE,
    )),
)  # fmt: skip
