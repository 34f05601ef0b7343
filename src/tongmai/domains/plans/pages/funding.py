"""The pages of funding: the year by line and area, one line with its entries, one entry."""

from tongmai.base.words import Words
from tongmai.domains.plans import shapes
from tongmai.domains.plans.workflows.funding import FUNDING
from tongmai.engines.pages import acting, measured, records, stories
from tongmai.model.page import Act, Block, Page, Shown

OFFICES = ("planner", "county-officer", "headquarters")
PAYERS = ("planner", "county-officer")
LINES, ENTRIES = "records:FundingLine?_sort=_id", "records:FundingEntry?state=entered,booked&_sort=_id"
HERE = "records:FundingEntry?line=FundingLine/{line}&_sort=_id"
RECORD = "record:FundingLine/{line}"
OWN = (("issuer", "{organization}"), ("area", "{area}"))
MEASURES = "measured:" + ",".join(
    f"plans.{name}"
    for name in (
        "funding_paid_share",
        "lines_in_time",
        "preferred_share",
        "information_paid_share",
        "domestic_equipment",
    )
)
LINE = Shown("line", Words("投入项目", "line"), "code", table="funding_lines")
COUNTY = Shown("area", Words("地区", "area"), "area")

PAY = Act("pay", Words("登记拨付", "Enter an instalment"), FUNDING.id, "new_entry_of_line", roles=PAYERS, fixed=OWN,
          then=FUNDING.step("pay"),
          lead=Words("另一人核定后入账；超过计划的先调整计划。",
                     "Booked by a second person; what goes beyond the plan needs a revision first."))  # fmt: skip
REVISE = Act("revise", Words("调整计划", "Revise the plan"), FUNDING.id, "new_entry_of_line", roles=PAYERS, fixed=OWN,
             then=FUNDING.step("revise"))  # fmt: skip
CORRECT = Act("correct", Words("更正一笔拨付", "Correct an instalment"), FUNDING.id, "new_correction", roles=PAYERS,
              fixed=OWN, then=FUNDING.step("correct"),
              lead=Words("原记录不改不删，差额另记一笔，两笔都看得到。",
                         "The entry stays as it is; the difference is an entry of its own."))  # fmt: skip

BOARD = Page(
    id="funding",
    title=Words("政府投入", "Funding"),
    path="/funding",
    under="/projects",
    kind="board",
    roles=OFFICES,
    catalogue=("A11", "A12", "A20", "J12"),
    live=("Task",),
    lead=Words("六个投入项目按年度和地区：计划、已拨、滞后；向中医和基层倾斜，试点县信息化单列。",
               "Six lines by year and area: planned, paid, behind; what is preferred, and pilot counties."),
    blocks=(
        Block("sums", "figures", shapes.funding_sums, (LINES, ENTRIES)),
        Block("filters", "chips", shapes.funding_filters, (LINES, "areas")),
        Block("by-line", "table", shapes.by_line, (LINES, ENTRIES, "names"), Words("按投入项目", "By line"), "half"),
        Block("by-area", "table", shapes.by_area, (LINES, ENTRIES, "names"), Words("按地区", "By area"), "half"),
        Block("lines", "table", shapes.line_table, (LINES, ENTRIES, "names"), Words("明细", "Every line")),
        Block("measures", "table", measured.listing("/indicators"), (MEASURES, "areas"), Words("指标", "Measures")),
        Block("list", "downloads", acting.links(
            (Words("导出政府投入计划", "Export the list"), "/imports/template/plans.funding",
             Words("Excel，可改后再导入", "Excel, may be changed and imported")),
        )),
    ),
)  # fmt: skip
ONE_LINE = Page(
    id="funding-line",
    title=Words("投入项目", "Line of funding"),
    path="/funding/{line}",
    kind="record",
    shows="FundingLine",
    heading="brief:FundingLine/{line}",
    brief=(LINE, COUNTY),
    catalogue=("A11", "J12"),
    live=("Task",),
    blocks=(
        Block("facts", "facts", shapes.line_facts, (RECORD, HERE, "names")),
        Block("entries", "table", shapes.entry_table, (HERE, "names"), Words("台账", "Entries")),
        Block("acts", "forms", acting.forms(PAY, REVISE), acting.sources(PAY, REVISE),
              Words("办理", "What you can do")),
        Block("imported", "timeline", stories.imported, ("imported:FundingLine/{line}",),
              Words("数据来源", "Where it came from")),
    ),
    acts=(PAY, REVISE),
)  # fmt: skip
ITEM = "item:FundingEntry/{entry}"
ONE_ENTRY = Page(
    id="funding-entry",
    title=Words("投入台账", "Entry of funding"),
    path="/funding-entries/{entry}",
    under="/funding",
    kind="story",
    shows="FundingEntry",
    heading="brief:FundingEntry/{entry}",
    brief=(Shown("kind", Words("事项", "what"), "code", table="funding_kinds"), COUNTY),
    catalogue=("A11",),
    blocks=(
        Block("path", "path", shapes.worked_entry(stories.path), (ITEM,)),
        Block("facts", "facts", records.facts((
            Shown("kind", Words("事项", "what"), "code", table="funding_kinds"),
            Shown("line", Words("投入项目", "line"), "reference"), COUNTY,
            Shown("cents", Words("金额（元）", "yuan"), "cents"),
            Shown("on", Words("日期", "day"), "day"), Shown("evidence", Words("凭证或文号", "voucher")),
            Shown("corrects", Words("更正的拨付", "corrects"), "reference"), Shown("reason", Words("原因", "why")),
            Shown("issuer", Words("登记单位", "entered by"), "reference"), Shown("note", Words("核定意见", "opinion")),
        )), ("record:FundingEntry/{entry}", "names"), Words("这一笔", "The entry"), "half"),
        Block("deeds", "forms", shapes.worked_entry(stories.deeds), (ITEM,), Words("办理", "Steps"), "half"),
        Block("acts", "forms", acting.forms(CORRECT), acting.sources(CORRECT), Words("更正", "Correct it")),
        Block("story", "timeline", shapes.worked_entry(stories.timeline), (ITEM,), Words("办理过程", "What happened")),
    ),
    acts=(CORRECT,),
)  # fmt: skip
PAGES = (BOARD, ONE_LINE, ONE_ENTRY)
