"""The pages of the plan: the board, one target, orders and reported values."""

from tongmai.base.words import Words
from tongmai.engines.pages import board, decided, detail
from tongmai.model.page import Block, Page

BOARD = Page(
    id="board",
    title=Words("目标进度", "Targets"),
    path="/plans/{plan}",
    kind="board",
    menu=True,
    heading="title:plan",
    lead=Words("每项目标由记录判定，旁边是填报值；点任何一个数可以看到名单。",
               "Every target is decided from records, beside what was reported; each figure opens into names."),
    catalogue=("A13", "A14", "A16"),
    blocks=(
        Block("sentence", "sentence", decided.sentence, ("plan", "decisions")),
        Block("status", "figures", decided.status_figures, ("decisions",)),
        Block("filters", "chips", decided.chips, ("plan", "decisions", "areas")),
        Block("downloads", "downloads", decided.downloads, ("plan",)),
        Block("targets", "table", board.board, ("plan", "decisions", "areas", "work:Order?plan={plan}", "origins")),
    ),
)  # fmt: skip

TARGET = Page(
    id="target",
    title=Words("目标详情", "Target"),
    path="/plans/{plan}/targets/{target}",
    kind="record",
    heading="title:target",
    catalogue=("A15",),
    blocks=(
        Block("quotation", "prose", detail.quotation, ("plan", "decision"), Words("政策原文", "The plan says")),
        Block("figures", "figures", detail.figures, ("decision",)),
        Block("readings", "options", detail.readings, ("readings",), Words("口径", "Readings")),
        Block(
            "series", "chart", detail.chart, ("decision", "series"), Words("十三个月", "Thirteen months"), "two-thirds"
        ),
        Block("counties", "table", detail.counties, ("decision", "areas"), Words("分县市", "By county"), "third"),
        Block("facts", "facts", detail.facts, ("plan", "decision", "origin"), Words("要求与责任", "What is asked")),
        Block("members", "table", detail.members, ("members", "areas"), Words("名单", "Names")),
    ),
)

PAGES = (BOARD, TARGET)
