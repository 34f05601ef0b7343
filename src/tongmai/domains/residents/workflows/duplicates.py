"""Two records that may be of one person: found, decided by people, merged and parted again."""

from tongmai.base.words import Words
from tongmai.model.workflow import (
    Daily,
    Derived,
    Gather,
    Look,
    Merge,
    Need,
    Part,
    Set,
    State,
    Step,
    Term,
    Workflow,
)

BOTH = Look("both", "Patient?_id={first},{second}")
CONTRACTS = Look(
    "contracts", "CarePlan?subject={first},{second}&status=active&category=urn:tongmai:contract|family_doctor"
)
KEEPERS = "record-keeper@area|clinician@area|referral-centre@area|clinician@institution|referral-centre@institution"
KEEPS = Need(
    "keeps", Words("保留哪一份", "which one stays"), kind="code",
    options=(("first", Words("甲", "the first")), ("second", Words("乙", "the second"))),
)  # fmt: skip
WHY = Need("why", Words("核对了什么、依据", "what was compared, and what shows it"), longest=300)
REASON = Need("why", Words("原因", "reason"), longest=300)
NOTED = Set("note", "{why}")
IN_USE = Need("both_in_use", Words("两份档案都在用", "both are in use"), kind="condition")
MAY_MERGE = (
    IN_USE,
    Need("numbers_agree_in_pair", Words("没有两个不同的有效身份证号", "no two sound numbers"), kind="condition"),
    Need("pair_chosen", Words("保留有身份证号的一份", "the numbered one stays"), kind="condition"),
    Need("contracts_apart", Words("没有两份履行中的签约", "no two contracts in force"), kind="condition"),
)
CHOOSES = Derived("pair_set_up", ("stays", "goes"))
CHOSEN = (Set("kept", "{stays}"), Set("closed", "{goes}"), NOTED)
MERGES = Merge("kept", "closed", "moved")

DUPLICATE = Workflow(
    id="residents.duplicate",
    title=Words("疑似重复档案", "possible duplicate"),
    focus="RecordPair",
    start="proposed",
    ends=frozenset({"merged", "distinct", "parted", "void"}),
    starters=KEEPERS,
    begins=Step(
        "start", "-> proposed", by=KEEPERS,
        looks=(BOTH, Look("pairs", "RecordPair?record={first},{second}")),
        needs=(Need("pair_is_new", Words("没有提过的两份档案", "two records not proposed before"), kind="condition"),),
        derives=(Derived("pair_of_two",
                         ("one", "two", "reasons", "weighs", "shared_area", "shared_institution")),),
        does=(Set("first", "{one}"), Set("second", "{two}"), Set("reason", "{reasons}"), Set("weight", "{weighs}"),
              Set("area", "{shared_area}"), Set("institution", "{shared_institution}"), Set("found", "{today}")),
    ),
    daily=Daily(
        "pairs_to_propose",
        (
            Look("fresh", "Patient?_lastUpdated=ge{since}&active=true&_sort=_lastUpdated", most=20),
            Look("born", "Patient?birthdate={fresh.birthDate}", most=5000),
            Look("reached", "Patient?phone={fresh.telecom}", most=5000),
            Look("pairs", "RecordPair?record={fresh.id}", most=5000),
        ),
        days=1,
        walks="fresh",
        a_day=500,
    ),
    one_live=("first", "second"),
    escalate=("record-keeper",),
    terms="tables/terms.csv",
    state_element="state",
    states=(
        State("proposed", "requested", Words("待核实", "To be looked at")),
        State("unsure", "on-hold", Words("暂不能确定", "Not sure yet"), aside=True),
        State("judged", "accepted", Words("认定为同一人，待复核", "Found one person, to be confirmed")),
        State("merged", "completed", Words("已合并", "Merged")),
        State("distinct", "completed", Words("认定为两人", "Two persons"), aside=True),
        State("parted", "completed", Words("已撤销合并", "Merger undone"), aside=True),
        State("void", "cancelled", Words("已失效", "Void"), aside=True),
    ),
    steps=(
        Step("same", "proposed|unsure -> judged", by=KEEPERS, title=Words("认定为同一人", "one person"),
             within=Term("decide", since="start|reopen|back"),
             needs=(KEEPS, WHY, *MAY_MERGE), looks=(BOTH, CONTRACTS), derives=(CHOOSES,), does=CHOSEN),
        Step("merge", "judged -> merged", by=KEEPERS, not_by="same", title=Words("复核并合并", "confirm and merge"),
             within=Term("confirm", since="same"), needs=(WHY, *MAY_MERGE), looks=(BOTH, CONTRACTS),
             does=(NOTED, MERGES)),
        Step("back", "judged -> proposed", by=KEEPERS, title=Words("不同意，退回核实", "not agreed, back"),
             needs=(REASON,), does=(NOTED,)),
        Step("merge-at-once", "proposed|unsure -> merged", by=KEEPERS,
             title=Words("并入（关闭的一份没有身份证号）", "merge (the closed one has no number)"),
             needs=(KEEPS, WHY, Need("at_once_fits", Words("要关闭的没有身份证号", "the closed one has no number"),
                                     kind="condition"), *MAY_MERGE),
             looks=(BOTH, CONTRACTS), derives=(CHOOSES,), does=(*CHOSEN, MERGES)),
        Step("two-persons", "proposed|unsure -> distinct", by=KEEPERS, title=Words("认定为两人", "two persons"),
             within=Term("decide", since="start|reopen|back"), needs=(WHY,), does=(NOTED,)),
        Step("not-sure", "proposed -> unsure", by=KEEPERS, title=Words("暂不能确定", "not sure"),
             within=Term("decide", since="start|reopen|back"),
             needs=(Need("why", Words("还要核对什么", "what is still to be found out"), longest=300),), does=(NOTED,)),
        Step("void", "proposed|unsure|judged -> void", by=KEEPERS, title=Words("失效", "void"),
             needs=(REASON, Need("one_is_closed", Words("有一份已并入别的档案", "one was closed"), kind="condition")),
             looks=(BOTH,), does=(NOTED,)),
        Step("gather", "merged -> =", by=KEEPERS, title=Words("收拢合并后写入旧档案的记录", "gather what came later"),
             needs=(REASON,), does=(NOTED, Gather("kept", "closed", "moved"))),
        Step("unmerge", "merged -> parted", by=KEEPERS, title=Words("撤销合并", "undo the merger"),
             needs=(REASON,), does=(NOTED, Part("kept", "closed", "moved"))),
        Step("reopen", "distinct|parted -> proposed", by=KEEPERS, title=Words("重新核实", "reopen"),
             needs=(REASON, IN_USE), looks=(BOTH,), does=(NOTED,)),
    ),
)  # fmt: skip
