"""Possible duplicates: proposed, compared side by side, decided."""

from tongmai.base.words import Words
from tongmai.domains.residents.pages.records import (
    COMPARED,
    KEEPERS,
)
from tongmai.domains.residents.shapes import pairs as shapes
from tongmai.domains.residents.workflows import (
    DUPLICATE,
)
from tongmai.engines.pages import acting, stories
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

PROPOSE = Act(
    "propose",
    Words("提出", "Propose"),
    DUPLICATE.id,
    "new_pair",
    fields=(
        Field("other", Words("另一份档案", "the other record"), "choice", True,
              choices="namesakes:Patient?of={resident}",
              hint=Words("同名、同生日的居民", "residents of the same name or day of birth")),
    ),
    roles=KEEPERS,
    fixed=(("area", "{area}"), ("today", "{today}")),
    lead=Words("与另一份档案可能是同一人时提出；由能看到两份档案的人核实，可以撤销。",
               "Where another record may be of the same person; whoever may see both decides, and it can be undone."),
)  # fmt: skip
PROPOSING = Page(
    id="proposing-duplicate",
    title=Words("疑似重复", "Possible duplicate"),
    path="/duplicate-of/{resident}",
    kind="form",
    roles=KEEPERS,
    begins="Patient",
    under="/residents",
    lead=Words("同一人有两份档案时，在这里提出。", "Where one person has two records."),
    heading="resident-name:{resident}",
    blocks=(Block("form", "forms", acting.forms(PROPOSE, folded=False), acting.sources(PROPOSE)),),
    acts=(PROPOSE,),
)  # fmt: skip
DUPLICATES = Page(
    id="duplicates",
    title=Words("疑似重复档案", "Possible duplicates"),
    path="/duplicates",
    kind="list",
    menu=1,
    roles=("record-keeper",),
    catalogue=("J03",),
    lead=Words("系统每天比对，经办人也可提出；理由逐条列出，分值只用来排序。",
               "Compared every day, or proposed by a registrar; reasons are listed, weights only order them."),
    blocks=(Block("pairs", "table", shapes.pair_table, ("work:RecordPair?_sort=-weight", "names")),),
)  # fmt: skip
PAIR = Page(
    id="duplicate",
    title=Words("疑似重复档案", "Possible duplicate"),
    path="/duplicates/{pair}",
    kind="story",
    shows="RecordPair",
    heading="brief:RecordPair/{pair}",
    brief=(Shown("first.display", Words("甲", "first")), Shown("second.display", Words("乙", "second"))),
    catalogue=("J03",),
    blocks=(
        Block("path", "path", stories.path, ("item:RecordPair/{pair}",)),
        Block("sides", "table", shapes.pair_sides(COMPARED),
              ("item:RecordPair/{pair}", "records:Patient?_has:RecordPair:record:_id={pair}", "names"),
              Words("逐项比对", "Side by side")),
        Block("facts", "facts", shapes.pair_facts, ("item:RecordPair/{pair}", "names"),
              Words("为什么提出", "Why"), "half"),
        Block("deeds", "forms", shapes.pair_deeds, ("item:RecordPair/{pair}",), Words("办理", "Steps"), "half"),
        Block("story", "timeline", stories.timeline, ("item:RecordPair/{pair}",),
              Words("办理过程", "What happened")),
    ),
)  # fmt: skip
