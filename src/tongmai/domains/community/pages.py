"""The pages of the medical communities: what each is, postings, tasks, rounds, appraisals, the monitoring set."""

from tongmai.base.words import Words
from tongmai.domains.community import rules, shapes
from tongmai.engines.pages import acting, detail, layouts, measured, records
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

WORKING = ("headquarters", "county-officer", "planner", "clinician")
COMMUNITY = Shown("community", Words("医共体", "community"), "reference")
COUNTY = Shown("area", Words("县市区", "county"), "area")
NOTE = Shown("note", Words("说明", "note"))
MODE = Shown("mode", Words("派驻方式", "how"), "code", table="posting_modes")
RANK = Shown("rank", Words("职称", "title"), "code", table="title_ranks")
PERSON, HOST = Shown("person", Words("人员", "who"), "reference"), Shown("host", Words("派驻地", "where"), "reference")

ALL_POSTINGS = "records:Posting?_sort=_id"
POSTINGS = Page(
    id="postings",
    title=Words("医师派驻", "Postings"),
    path="/postings",
    kind="list",
    menu=6,
    roles=WORKING,
    catalogue=("B14",),
    lead=Words("由总医院提出，派驻单位同意，县卫健委批准；到岗和返回由派驻单位登记，天数按年度截取。",
               "Proposed by headquarters, accepted by the host, approved by the county; days are clipped to the year."),
    blocks=(
        Block("sums", "figures", shapes.posting_sums, (ALL_POSTINGS,)),
        Block("postings", "table", shapes.posting_table, ("work:Posting?_sort=_id", "names")),
    ),
)  # fmt: skip
PROPOSE = Act(
    "propose",
    Words("提出派驻", "Propose a posting"),
    "community.posting",
    "new_posting",
    fields=(
        Field("person", Words("派驻医师", "physician"), "pick", True, private=True,
              choices="options:Practitioner?_has:PractitionerRole:practitioner:organization=Organization/{home}"
                      "&_has:PractitionerRole:practitioner:role=physician,assistant_physician&_sort=_id"),
        Field("host", Words("派驻单位", "where"), "choice", True,
              choices="options:Organization?_has:OrganizationAffiliation:participating-organization:"
                      "primary-organization=Organization/{organization}&type=township_hospital,community_centre"
                      "&_sort=_id"),
        Field("rank", Words("职称", "title"), "choice", True, choices="coded:title_ranks"),
        Field("mode", Words("派驻方式", "how"), "choice", True, choices="coded:posting_modes"),
        Field("from", Words("起", "from"), "day", True),
        Field("until", Words("止", "until"), "day", True),
        Field("task", Words("派驻任务", "what for"), "text", True, longest=200),
    ),
    roles=("headquarters",),
    fixed=(("community", "{organization}"), ("area", "{host.area}")),
    lead=Words("派驻单位五日内答复；同一人同时只有一件派驻在办。",
               "The host answers within five days; a person has one posting under way at a time."),
)  # fmt: skip
NEW_POSTING = Page(
    id="new-posting",
    title=Words("提出派驻", "Propose a posting"),
    path="/new-posting/{home}",
    under="/postings",
    kind="form",
    begins="Organization",
    roles=("headquarters",),
    acts=(PROPOSE,),
    blocks=(
        Block("home", "facts", shapes.begins_from, ("record:Organization/{home}",)),
        Block("forms", "forms", acting.forms(PROPOSE, opens=1), acting.sources(PROPOSE), Words("派驻", "The posting")),
    ),
)  # fmt: skip
ONE_POSTING = "item:Posting/{posting}"
POSTING = Page(
    id="posting",
    title=Words("医师派驻", "Posting"),
    path="/postings/{posting}",
    kind="story",
    shows="Posting",
    heading="brief:Posting/{posting}",
    brief=(PERSON, HOST),
    catalogue=("B14",),
    blocks=(
        *layouts.story("Posting/{posting}", Words("派驻内容", "The posting"), (
            PERSON, RANK, Shown("home", Words("派出机构", "from"), "reference"), HOST, COMMUNITY, COUNTY, MODE,
            Shown("period", Words("拟派期间", "as proposed"), "period"), Shown("task", Words("派驻任务", "what for")),
            Shown("arrivedOn", Words("到岗", "arrived"), "day"), Shown("returnedOn", Words("返回", "returned"), "day"),
            Shown("report", Words("工作小结", "what was done")), NOTE,
        ))[:3],
        Block("days", "table", shapes.posting_days, (ONE_POSTING,), Words("分年度天数", "Days by year")),
        layouts.story("Posting/{posting}", Words("派驻内容", "The posting"), ())[3],
    ),
)  # fmt: skip
COMMUNITIES = "records:Organization?type=medical_community&_sort=_id"
TIES = "records:OrganizationAffiliation?_sort=_id"
OF_ONE = "?community=Organization/{community}"
FROZEN = "records:Appraisal?_sort=_id"
HOME = Page(
    id="communities",
    title=Words("医共体", "Medical communities"),
    path="/communities",
    kind="list",
    menu=5,
    roles=("headquarters", "county-officer", "planner", "insurer"),
    catalogue=("B01", "B02", "B04", "B05", "B07"),
    lead=Words("成员与章程、八统一、派驻、托管任务、巡回、考核，一个医共体一页。",
               "Members and charter, what is unified, postings, tasks, rounds, appraisal: a page a community."),
    blocks=(
        Block("communities", "table", shapes.community_table, (
            COMMUNITIES, "records:Certificate?standard=unification", TIES, "records:Charter?_sort=_id", ALL_POSTINGS,
            FROZEN, "names")),
        Block("ways", "downloads", acting.ways(
            (Words("绩效考核", "Appraisals"), "/community-appraisals", Words("从自评到冻结", "values to frozen")),
            (Words("托管与结对", "Trusteeships"), "/partnerships", Words("年度任务与证明", "tasks of the year, proof")),
            (Words("巡回医疗", "Rounds"), "/circuits", Words("排期与开展", "the roster")),
            (Words("监测指标", "Monitoring set"), "/indicators", Words("2024 版十四项", "the fourteen of 2024")),
        )),
    ),
)  # fmt: skip
DRAFT = Act(
    "charter", Words("起草章程", "Draft a charter"), "community.charter", "new_charter",
    fields=(Field("title", Words("章程名称", "title"), "text", True),
            Field("document", Words("文号或文件名称", "paper"), "text", True)),
    roles=("headquarters",), fixed=(("area", "{community.area}"),),
    lead=Words("登记理事会席位后提交县卫健委批准。", "Enter the council's seats, then send it for approval."),
)  # fmt: skip
COMMUNITY_PAGE = Page(
    id="community",
    title=Words("医共体", "Medical community"),
    path="/communities/{community}",
    kind="record",
    heading="title:Organization/{community}",
    catalogue=("B02",),
    acts=(DRAFT,),
    blocks=(
        Block("unified", "table", shapes.unified_table,
              ("work:Certificate?holder=Organization/{community}&standard=unification", "names"),
              Words("八统一（各地名称可不同）", "What is unified (labels differ by province)")),
        Block("claim", "downloads", acting.ways(
            (Words("申报与佐证", "Claims and evidence"), "/certificates?standard=unification",
             Words("在资质认定中申报、评审", "claimed and reviewed with the certificates")),
            roles=WORKING)),
        Block("charters", "table", shapes.charter_table, ("work:Charter" + OF_ONE,), Words("章程与理事会", "Charter")),
        Block("acts", "forms", shapes.drafting(DRAFT), acting.sources(DRAFT), Words("办理", "What you can do")),
        Block("appraisals", "table", shapes.appraisal_table, ("work:AppraisalRound" + OF_ONE, "names"),
              Words("绩效考核", "Appraisals")),
        Block("members", "table", shapes.member_table,
              ("records:OrganizationAffiliation?primary-organization=Organization/{community}&_sort=_id", ALL_POSTINGS,
               "names"), Words("成员单位", "Members")),
    ),
)  # fmt: skip
CHARTER_STORY = layouts.story("Charter/{charter}", Words("章程内容", "The charter"), (
    COMMUNITY, COUNTY, Shown("title", Words("名称", "title")), Shown("document", Words("文件", "paper")),
    Shown("period", Words("有效期", "in force"), "period"), NOTE,
))  # fmt: skip
CHARTER = Page(
    id="charter",
    title=Words("医共体章程", "Charter"),
    path="/charters/{charter}",
    under="/communities",
    kind="story",
    shows="Charter",
    heading="brief:Charter/{charter}",
    brief=(Shown("title", Words("名称", "title")),),
    catalogue=("B07",),
    blocks=(
        *CHARTER_STORY[:3],
        Block("seats", "table", shapes.seat_table, ("item:Charter/{charter}", "names"), Words("理事会席位", "Seats"),
              "half"),
        Block("meetings", "table", shapes.meeting_table, ("item:Charter/{charter}",), Words("理事会会议", "Meetings"),
              "half"),
        CHARTER_STORY[3],
    ),
)  # fmt: skip
SET = Act(
    "task", Words("下达年度帮扶任务", "Set a task of the year"), "community.support", "new_task",
    fields=(
        Field("entrusted", Words("受援单位", "who is supported"), "choice", True,
              choices="options:Organization?_has:OrganizationAffiliation:participating-organization:"
                      "primary-organization=Organization/{organization}"
                      "&_has:OrganizationAffiliation:participating-organization:role=trusteeship,pairing&_sort=_id"),
        Field("year", Words("年度", "year"), "integer", True),
        Field("kind", Words("类别", "kind"), "choice", True, choices="coded:support_kinds"),
        Field("title", Words("任务内容", "what"), "text", True, longest=200),
        Field("evidence", Words("以何证明", "what will prove it"), "text", True, longest=200),
        Field("due", Words("完成时限", "by"), "day", True),
    ),
    roles=("headquarters",), fixed=(("trustee", "{organization}"), ("area", "{entrusted.area}")),
    lead=Words("受援单位确认后执行；完成须有证明，由县卫健委核验。",
               "Who is supported agrees; it is done with its proof and verified by the county."),
)  # fmt: skip
PARTNERSHIPS = Page(
    id="partnerships",
    title=Words("托管与结对帮扶", "Trusteeships and pairings"),
    path="/partnerships",
    kind="list",
    menu=7,
    roles=WORKING,
    catalogue=("B09", "B11"),
    acts=(SET,),
    lead=Words("年度任务逐项有时限、有证明、有核验。", "Each task has its term, its proof, who verified it."),
    blocks=(
        Block("bonds", "table", shapes.bond_table,
              ("records:OrganizationAffiliation?role=trusteeship,pairing&_sort=_id", "work:SupportTask?_sort=_id",
               "names")),
        Block("acts", "forms", acting.forms(SET), acting.sources(SET), Words("办理", "What you can do")),
    ),
)  # fmt: skip
TASK = Page(
    id="support-task",
    title=Words("帮扶任务", "Task of support"),
    path="/support-tasks/{task}",
    under="/partnerships",
    kind="story",
    shows="SupportTask",
    heading="brief:SupportTask/{task}",
    brief=(Shown("title", Words("任务", "task")),),
    catalogue=("B09",),
    blocks=layouts.story("SupportTask/{task}", Words("任务内容", "The task"), (
        Shown("trustee", Words("支援单位", "who supports"), "reference"),
        Shown("entrusted", Words("受援单位", "who is supported"), "reference"), COUNTY,
        Shown("kind", Words("类别", "kind"), "code", table="support_kinds"), Shown("title", Words("任务", "task")),
        Shown("evidence", Words("以何证明", "what will prove it")), Shown("due", Words("时限", "due"), "day"),
        Shown("doneOn", Words("完成", "done"), "day"), Shown("proof", Words("证明材料", "proof"), "list"), NOTE,
    )),
)  # fmt: skip
PLAN = Act(
    "round", Words("排一次巡回", "Plan a round"), "community.circuit", "new_round",
    fields=(
        Field("unit", Words("派出单位", "who goes"), "choice", True,
              choices="options:Organization?_has:OrganizationAffiliation:participating-organization:"
                      "primary-organization=Organization/{organization}&_sort=_id"),
        Field("place", Words("到哪个村卫生室", "to which village room"), "pick", True,
              choices="options:Organization?type=village_room&village={county}&_sort=_id"),
        Field("planned", Words("日期", "day"), "day", True),
        Field("team", Words("人数", "how many go"), "integer", True, low="1"),
        Field("service", Words("服务内容", "what is offered"), "text", True, longest=200),
    ),
    roles=("headquarters",), fixed=(("community", "{organization}"), ("area", "{unit.area}")),
)  # fmt: skip
CIRCUITS = Page(
    id="circuits",
    title=Words("巡回医疗", "Rounds to villages"),
    path="/circuits",
    under="/communities",
    kind="list",
    roles=WORKING,
    catalogue=("B14",),
    acts=(PLAN,),
    lead=Words("排期、开展、改期和取消都留痕；取消的按未开展计。", "Planned, held, moved, cancelled: each is kept."),
    blocks=(
        Block("sums", "figures", shapes.round_sums, ("records:CircuitRound?_sort=_id",)),
        Block("roster", "table", shapes.round_table, ("work:CircuitRound?planned=ge{month}&_sort=_id", "names"),
              Words("本月起的排期", "From this month on")),
        Block("acts", "forms", acting.forms(PLAN), acting.sources(PLAN), Words("办理", "What you can do")),
    ),
)  # fmt: skip
PLACE = Shown("place", Words("村卫生室", "village room"), "reference")
ROUND = Page(
    id="circuit",
    title=Words("巡回医疗", "Round"),
    path="/circuits/{round}",
    kind="story",
    shows="CircuitRound",
    heading="brief:CircuitRound/{round}",
    brief=(PLACE, Shown("plannedOn", Words("日期", "day"), "day")),
    blocks=layouts.story("CircuitRound/{round}", Words("巡回内容", "The round"), (
        COMMUNITY, Shown("unit", Words("派出单位", "who goes"), "reference"),
        PLACE, Shown("plannedOn", Words("排期", "planned"), "day"),
        Shown("team", Words("人数", "how many go"), "number"), Shown("service", Words("服务内容", "offered")),
        Shown("heldOn", Words("开展", "held"), "day"), Shown("seen", Words("服务人次", "seen"), "number"), NOTE,
    )),
)  # fmt: skip
APPRAISE = Act(
    "appraise", Words("开始年度自评", "Begin the appraisal of a year"), "community.appraisal", "new_appraisal",
    fields=(Field("year", Words("考核年度", "year"), "integer", True),
            Field("correction", Words("订正原因（已冻结年度）", "why a frozen year is corrected"), "text")),
    roles=("headquarters",), fixed=(("community", "{organization}"), ("area", "{community.area}")),
    lead=Words("指标与分值取该年度最后一天有效的一版。", "By the indicators that hold on the year's last day."),
)  # fmt: skip
APPRAISALS = Page(
    id="community-appraisals",
    title=Words("医共体绩效考核", "Appraisals of communities"),
    path="/community-appraisals",
    kind="list",
    menu=8,
    roles=("headquarters", "county-officer", "planner", "insurer"),
    catalogue=("B03",),
    acts=(APPRAISE,),
    lead=Words("自评→复核→计分公示→冻结；冻结的结果不能改，结余分配只读它。",
               "Own values, checked, scored and published, frozen: nothing alters it and the split reads it."),
    blocks=(
        Block("appraisals", "table", shapes.appraisal_table, ("work:AppraisalRound?_sort=_id", "names")),
        Block("acts", "forms", acting.forms(APPRAISE), acting.sources(APPRAISE), Words("办理", "What you can do")),
    ),
)  # fmt: skip
ONE_ROUND = "item:AppraisalRound/{round}"
APPRAISED = layouts.story("AppraisalRound/{round}", Words("考核", "The appraisal"), (
    COMMUNITY, COUNTY, Shown("year", Words("年度", "year")), Shown("score", Words("得分", "points"), "number"),
    Shown("evidence", Words("佐证材料", "papers")), Shown("published", Words("公示起始日", "published"), "day"),
    Shown("notice", Words("公告", "notice")), Shown("correction", Words("订正原因", "why corrected")), NOTE,
))  # fmt: skip
APPRAISAL_ROUND = Page(
    id="appraisal-round",
    title=Words("医共体绩效考核", "Appraisal"),
    path="/appraisal-rounds/{round}",
    under="/community-appraisals",
    kind="story",
    shows="AppraisalRound",
    heading="brief:AppraisalRound/{round}",
    brief=(COMMUNITY, Shown("year", Words("年度", "year"))),
    catalogue=("B03",),
    blocks=(
        *APPRAISED[:3],
        Block("snapshot", "downloads", shapes.snapshot, (ONE_ROUND, FROZEN)),
        Block("lines", "table", shapes.line_table, (ONE_ROUND, "names"), Words("指标与得分", "Indicators and points")),
        APPRAISED[3],
    ),
)  # fmt: skip
SNAPSHOT = Page(
    id="appraisal", title=Words("绩效考核结果", "Frozen appraisal"), path="/appraisals/{appraisal}", kind="record",
    under="/community-appraisals", shows="Appraisal", heading="brief:Appraisal/{appraisal}",
    brief=(COMMUNITY, Shown("year", Words("年度", "year"))), catalogue=("B03",),
    blocks=(
        Block("facts", "facts", records.facts((
            COMMUNITY, COUNTY, Shown("year", Words("年度", "year")), Shown("score", Words("得分", "points"), "number"),
            Shown("published", Words("公布", "published"), "day"), Shown("frozen", Words("冻结", "frozen"), "day"),
            Shown("evidence", Words("文件", "document")),
            Shown("round", Words("考核过程", "how it came about"), "reference"),
        )), ("record:Appraisal/{appraisal}", "names")),
        Block("lines", "table", shapes.line_table, ("record:Appraisal/{appraisal}", "names"),
              Words("冻结的指标与得分", "What was frozen")),
    ),
)  # fmt: skip
INDICATORS = Page(
    id="indicators",
    title=Words("医共体监测指标", "Monitoring set"),
    path="/indicators",
    kind="list",
    menu=9,
    roles=("headquarters", "county-officer", "planner", "insurer"),
    catalogue=("A16",),
    lead=Words("紧密型县域医共体监测指标体系（2024版）十四项；没有记录的写明缺什么。",
               "The fourteen indicators of the 2024 set; where no record stands it says which is missing."),
    blocks=(Block("indicators", "table", shapes.monitoring_table,
                  (f"measured:{','.join(rules.monitoring_measures())}", "areas")),),
)  # fmt: skip
INDICATOR = Page(
    id="indicator",
    title=Words("监测指标明细", "An indicator"),
    path="/indicators/{measure}",
    kind="record",
    catalogue=("A16",),
    blocks=(
        Block("figures", "figures", measured.figures("/indicators"), ("measured:{measure}", "parts:{measure}")),
        Block("facts", "facts", measured.facts, ("measured:{measure}",)),
        Block("counties", "table", measured.counties, ("measured:{measure}", "areas"), Words("各县市区", "By county")),
        Block("members", "table", detail.members, ("behind:{measure}", "areas"), Words("名单", "Who is counted")),
    ),
)  # fmt: skip
PAGES = (HOME, COMMUNITY_PAGE, CHARTER, POSTINGS, NEW_POSTING, POSTING, PARTNERSHIPS, TASK, CIRCUITS, ROUND,
         APPRAISALS, APPRAISAL_ROUND, SNAPSHOT, INDICATORS, INDICATOR)  # fmt: skip
