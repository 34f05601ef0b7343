"""Key specialties: bids from the declaration to their re-assessments, and the certificates that hold."""

from tongmai.base.words import Words
from tongmai.domains.quality.pages.common import ANSWERABLE, COUNTY, INSTITUTION, NOTE, SCORE, STATE
from tongmai.domains.quality.workflows import SPECIALTY
from tongmai.engines.pages import acting, layouts, records
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

KINDS = "key_specialty_prefecture,key_specialty_region,key_specialty_national"
WHICH = Shown("specialty", Words("专科", "specialty"), "code", table="specialties")
STANDARD = Shown("standard", Words("级别", "of whom"), "code", table="standards")
DECLARE = Act(
    "declare",
    Words("申报重点专科", "Declare a key specialty"),
    SPECIALTY.id,
    "specialty_bid",
    fields=(
        Field("specialty", Words("专科", "specialty"), "choice", True, choices="coded:specialties"),
        Field("standard", Words("级别", "of whom"), "choice", True, options=(
            ("key_specialty_prefecture", Words("地市级重点专科", "prefecture-level")),
            ("key_specialty_region", Words("省级重点专科", "provincial")),
            ("key_specialty_national", Words("国家级重点专科", "of the nation")),
        )),
        Field("merits", Words("申报依据", "what it rests on"), "lines", True),
    ),
    roles=("quality-office",),
    lead=Words("质控中心按能力、质量、安全、效率四项评审，地市级卫健委认定并发证，每年复评。",
               "Reviewed by four dimensions; named with a certificate; assessed again each year."),
    fixed=(("institution", "{organization}"), ("area", "{area}")),
)  # fmt: skip
LIST = Page(
    id="key-specialties",
    title=Words("重点专科", "Key specialties"),
    path="/key-specialties",
    under="/quality",
    kind="list",
    roles=(*ANSWERABLE, "quality-centre", "quality-office"),
    catalogue=("E08", "E09", "I18"),
    lead=Words("国家级、省级、地市级重点专科：在办的申报和有效的认定。",
               "National, provincial and prefecture-level key specialties: bids under way and certificates."),
    blocks=(
        Block("acts", "forms", acting.forms(DECLARE), acting.sources(DECLARE), Words("办理", "What you can do")),
        Block("bids", "table", records.item_table((
            Shown("specialty", Words("专科", "specialty"), "record", table="specialties", wide=True), INSTITUTION,
            STANDARD,
            SCORE, Shown("due", Words("下次复评", "next assessment"), "day", phone=False), STATE,
        ), Words("没有在办的申报。医院质控办在上面申报。",
                 "No bid yet. A hospital's quality office declares one above.")),
            (f"pieces:{SPECIALTY.id}", "names"), Words("申报与复评", "Bids and assessments")),
        Block("held", "table", records.list_table((
            Shown("holder", Words("医院", "hospital"), "reference", wide=True),
            Shown("family", Words("专科", "specialty"), "code", table="specialties"), STANDARD,
            Shown("period", Words("有效期", "valid"), "period"), Shown("number", Words("文号", "document"),
                                                                    phone=False),
        ), Words("还没有有效的认定。", "No certificate yet.")),
            (f"records:Certificate?standard={KINDS}&_sort=_id", "names"), Words("认定", "Certificates")),
    ),
    acts=(DECLARE,),
)  # fmt: skip
STORY = Page(
    id="specialty-bid",
    title=Words("重点专科申报", "Bid for a key specialty"),
    path="/key-specialties/{bid}",
    kind="story",
    shows="SpecialtyBid",
    heading="brief:SpecialtyBid/{bid}",
    brief=(INSTITUTION, WHICH, STANDARD),
    catalogue=("E08", "E09", "I18"),
    blocks=layouts.story("SpecialtyBid/{bid}", Words("这次申报", "This bid"), (
        INSTITUTION, COUNTY, WHICH, STANDARD, Shown("merits", Words("申报依据", "what it rests on")),
        Shown("capability", Words("能力", "capability"), "number"), Shown("quality", Words("质量", "quality"),
                                                                      "number"),
        Shown("safety", Words("安全", "safety"), "number"), Shown("efficiency", Words("效率", "efficiency"), "number"),
        SCORE, Shown("opinion", Words("评审意见", "opinion")), Shown("number", Words("文号", "document")),
        Shown("from", Words("认定起", "from"), "day"), Shown("until", Words("有效期至", "until"), "day"),
        Shown("assessed", Words("最近复评", "last assessed"), "day"), Shown("due", Words("下次复评", "next"), "day"),
        NOTE,
    )),
)  # fmt: skip
