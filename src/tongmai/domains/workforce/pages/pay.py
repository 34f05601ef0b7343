"""The pages of pay: the ratio of the base to the leading hospitals, institutions by year."""

from tongmai.base.words import Words
from tongmai.domains.workforce.pages.common import COUNTY, INSTITUTION
from tongmai.engines.pages import acting, measured, records, stories
from tongmai.model.page import Block, Page, Shown

PAY_SUMS = "measured:" + ",".join(f"workforce.{name}" for name in ("pay_ratio", "base_pay", "lead_pay", "pay_returned"))
PAY_COLUMNS = (
    Shown("pay", Words("薪酬总额（元）", "pay (yuan)"), "yuan"),
    Shown("staff", Words("年平均人数", "staff on average"), "number"),
)
PAY = Page(
    id="pay",
    title=Words("年度薪酬", "Pay"),
    path="/pay",
    under="/workforce",
    kind="list",
    roles=("planner", "county-officer", "headquarters"),
    catalogue=("A17", "H07"),
    lead=Words("各机构一年的薪酬总额与平均人数；四月起采用上一年度，只有合计，没有个人。",
               "What institutions paid in a year and average staff; from April the year before counts. Sums only."),
    blocks=(
        Block("sums", "table", measured.listing("/indicators"), (PAY_SUMS, "areas")),
        Block("filters", "chips", records.narrowing((), ("county", Words("县市区", "county"))), ("names", "areas")),
        Block("years", "table", records.table((
            INSTITUTION, Shown("year", Words("年度", "year"), "record", prefix="/pay"), *PAY_COLUMNS,
        ), Words("没有符合条件的年度薪酬。在“数据导入”中导入“年度薪酬”。",
                 "No pay of a year meets this. Import the list of pay.")),
            ("listed:PayYear?area={?county.prefix}&_sort=-year,_id&_total=accurate", "names"),
            Words("各机构", "By institution")),
        Block("ways", "downloads", acting.ways(
            (Words("导出年度薪酬", "Export the list"), "/imports/template/workforce.pay",
             Words("Excel，可改后再导入", "Excel, may be changed and imported")),
        )),
    ),
)  # fmt: skip
PAY_YEAR = Page(
    id="pay-year",
    title=Words("机构年度薪酬", "Pay of an institution"),
    path="/pay/{pay}",
    under="/pay",
    kind="record",
    shows="PayYear",
    brief=(INSTITUTION, Shown("year", Words("年度", "year"), "figure")),
    blocks=(
        Block("facts", "facts", records.facts((
            INSTITUTION, COUNTY, Shown("year", Words("年度", "year"), "figure"), *PAY_COLUMNS,
            Shown("performance", Words("其中绩效（元）", "performance pay (yuan)"), "yuan"),
            Shown("basis", Words("依据", "basis")),
        ), 3), ("record:PayYear/{pay}", "names")),
        Block("imported", "timeline", stories.imported, ("imported:PayYear/{pay}",),
              Words("数据来源", "Where it came from")),
    ),
)  # fmt: skip
