"""The health card: issued, shown, lost; a visit opened by a credential."""

from tongmai.base.words import Words
from tongmai.domains.residents.pages.records import (
    REGISTRARS,
)
from tongmai.domains.residents.shapes import pairs as shapes
from tongmai.domains.residents.workflows import (
    ARRIVE,
    CARD,
    ISSUE,
    VISIT,
)
from tongmai.engines.pages import acting, layouts, records, stories
from tongmai.model.page import Act, Block, Page, Shown

ISSUING = Act(
    "issue-card", Words("发放健康卡", "Issue a health card"), CARD.id, "new_card", roles=REGISTRARS,
    fixed=(("organization", "{organization}"), ("area", "{area}")), then=ISSUE,
    lead=Words("一人一张有效卡；丢失的先挂失，再补发。",
               "One card in force a person; a lost one is reported, then replaced."),
)  # fmt: skip
ASKING = Act(
    "ask-for-card", Words("申领健康卡", "Ask for a health card"), CARD.id, "new_card", roles=("resident",),
    fixed=(("resident", "{patient}"), ("area", "{area}")), then=ISSUE,
    lead=Words("与医保码、身份证等同；丢失后先挂失，再在这里补领。",
               "It equals the insurance code and the identity card; report a lost one, then ask for another here."),
)  # fmt: skip
CARD_OF = Page(
    id="card-of",
    title=Words("电子健康卡", "Health card"),
    path="/card-of/{resident}",
    kind="form",
    roles=REGISTRARS,
    begins="Patient",
    under="/residents",
    heading="resident-name:{resident}",
    lead=Words("发卡、挂失、补发。", "Issue, report lost, replace."),
    catalogue=("J02",),
    blocks=(
        Block("cards", "table", shapes.card_table, ("work:HealthCard?subject=Patient/{resident}",),
              Words("健康卡", "Cards")),
        Block("issue", "forms", acting.forms(ISSUING, folded=False), acting.sources(ISSUING)),
    ),
    acts=(ISSUING,),
)  # fmt: skip
MY_CARDS = "work:HealthCard?subject=Patient/{patient}"
MY_CARD = Page(
    id="my-card",
    title=Words("我的健康卡", "My health card"),
    path="/my-record/card",
    kind="record",
    roles=("resident",),
    lead=Words("就诊时给登记处扫码，或请他们输入二维码下的码。",
               "Let the registrar scan it, or type what stands below it."),
    catalogue=("J02",),
    blocks=(
        Block("code", "code", shapes.card_code,
              ("shown-once:show HealthCard?subject=Patient/{patient}&state=active", MY_CARDS)),
        Block("show", "form", shapes.card_show, (MY_CARDS,)),
        Block("cards", "table", shapes.card_table, (MY_CARDS,), Words("健康卡", "Cards")),
        Block("ask", "forms", acting.forms(ASKING), acting.sources(ASKING)),
    ),
    acts=(ASKING,),
)  # fmt: skip
THE_CARD = Page(
    id="health-card",
    title=Words("电子健康卡", "Health card"),
    path="/health-cards/{card}",
    kind="story",
    shows="HealthCard",
    heading="brief:HealthCard/{card}",
    brief=(Shown("number", Words("卡号", "card")),),
    under="/my-record/card",
    catalogue=("J02",),
    blocks=(
        Block("path", "path", stories.path, ("item:HealthCard/{card}",)),
        Block("facts", "facts", records.item_facts((
            Shown("subject", Words("居民", "resident"), "reference"), Shown("number", Words("卡号", "card")),
            Shown("institution", Words("发卡或建档机构", "issued or registered by"), "reference"),
            Shown("issued", Words("发卡", "issued"), "day"), Shown("lost", Words("挂失", "lost"), "day"),
            Shown("note", Words("如何丢失", "how it was lost")),
        )), ("item:HealthCard/{card}", "names"), Words("健康卡", "Card"), "half"),
        Block("deeds", "forms", shapes.card_deeds, ("item:HealthCard/{card}",), Words("办理", "Steps"), "half"),
        Block("story", "timeline", stories.timeline, ("item:HealthCard/{card}",), Words("办理过程", "What happened")),
    ),
)  # fmt: skip
ARRIVING = Act(
    "arrive", Words("登记就诊", "Register the visit"), VISIT.id, "arrival", roles=REGISTRARS,
    fixed=(("organization", "{organization}"),), then=ARRIVE,
)  # fmt: skip
ARRIVAL = Page(
    id="arrival",
    title=Words("凭证就诊", "Visit by credential"),
    path="/arrivals",
    kind="form",
    roles=REGISTRARS,
    under="/residents",
    lead=Words("健康卡、医保码、身份证等同：出示任一种，都打开同一份档案，直到就诊结束。",
               "Card, insurance code and identity card are equal: each opens the same record until the visit ends."),
    catalogue=("J02",),
    blocks=(Block("form", "forms", acting.forms(ARRIVING, folded=False), acting.sources(ARRIVING)),),
    acts=(ARRIVING,),
)  # fmt: skip
THE_VISIT = Page(
    id="visit",
    title=Words("凭证就诊", "Visit by credential"),
    path="/arrivals/{visit}",
    kind="story",
    shows="Encounter",
    flows=(VISIT.id,),
    heading="brief:Encounter/{visit} residents.visit",
    brief=(Shown("subject", Words("居民", "resident"), "reference"),),
    catalogue=("J02",),
    blocks=layouts.story("Encounter/{visit}", Words("就诊", "Visit"), (
        Shown("subject", Words("居民", "resident"), "reference"),
        Shown("extension(url=urn:tongmai:credential).valueCode", Words("出示凭证", "credential"), "code",
              table="credentials"),
        Shown("period.start", Words("开始", "from"), "time"), Shown("period.end", Words("结束", "to"), "time"),
        Shown("serviceProvider", Words("机构", "institution"), "reference"),
    )),
)  # fmt: skip
