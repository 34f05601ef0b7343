"""The pages of posts and people: what is short, the pool, loans, the establishment, talents, trainees, insurance."""

from tongmai.base.words import Words
from tongmai.domains.workforce import shapes
from tongmai.domains.workforce.workflows import LOAN, NOMINATION, STAFF
from tongmai.engines.pages import acting, layouts, records, stories
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

ROLES = ("planner", "county-officer", "headquarters", "clinician")
OFFICES = ("planner", "county-officer")
BORROWER = Shown("borrower", Words("借用单位", "borrower"), "reference")
INSTITUTION = Shown("institution", Words("机构", "institution"), "reference")
PERSON = Shown("person", Words("人员", "person"), "reference")
COUNTY = Shown("area", Words("县市", "county"), "area")
WORK = Shown("profession", Words("岗位", "work"), "code", table="professions")
CATEGORY = Shown("category", Words("岗位类别", "category"), "code", table="post_categories")
BATCH = Shown("batch", Words("批次", "batch"))
PERIOD = Shown("period", Words("起止", "from and to"), "period")
NOTE = Shown("note", Words("意见", "opinion"))
POSTS, LOANS = "records:PoolPost?_sort=_id", "records:PostLoan?state=lent,staffed,returning&_sort=_id"
STANDING = "counted:post_standing approved"
WHEN_NO_PLAN = ("plan", "decisions")

BORROW = Act(
    "borrow",
    Words("申请借用编制", "Ask for a post"),
    LOAN.id,
    "post_loan",
    fields=(
        Field("profession", Words("岗位", "work"), "choice", True, choices="coded:professions"),
        Field("purpose", Words("用途", "purpose"), "lines", True),
        Field("wanted", Words("用编起始日期", "wanted from"), "day", True, value="{today}"),
        Field("months", Words("借用月数", "months"), "integer", True, value="12", low="1"),
    ),
    roles=("clinician", "headquarters"),
    lead=Words("县（市）卫健委审批后从周转池借出，到期归还；一个编制只用一个人。",
               "Approved by the county, lent from the pool, due back when the term is over; one person a post."),
    fixed=(("borrower", "{organization}"), ("area", "{area}")),
)  # fmt: skip
PUT_FORWARD = Act(
    "nominate",
    Words("申报庭州名医", "Put somebody forward"),
    NOMINATION.id,
    "nomination",
    fields=(
        Field("person", Words("申报人", "who"), "choice", True, choices=STAFF, private=True),
        Field("batch", Words("批次", "batch"), "text", True, hint=Words("如 2025-1", "such as 2025-1")),
        Field("specialty", Words("专业", "specialty"), "choice", choices="coded:specialties"),
        Field("merits", Words("主要业绩", "achievements"), "lines", True),
    ),
    roles=("clinician", "headquarters", "specialist"),
    lead=Words("县级初审、州级评审、公示后入选，连续支持三年，每年考核。",
               "Screened, reviewed, on show, then supported for three years and assessed each year."),
    fixed=(("institution", "{organization}"), ("area", "{area}")),
)  # fmt: skip

HOME = Page(
    id="workforce",
    title=Words("人才与编制", "Posts and people"),
    path="/workforce",
    kind="list",
    menu=6,
    roles=ROLES,
    catalogue=("H01", "H04"),
    live=("PostLoan",),
    lead=Words("对照规划缺多少人，周转池有多少空编，借出的何时归还。",
               "How many people are short of the plan, how many posts of the pool are free, when those lent are due."),
    blocks=(
        Block("nobody", "notice", shapes.nobody, WHEN_NO_PLAN),
        Block("heads", "figures", shapes.heads, WHEN_NO_PLAN, Words("对照规划缺员", "People short of the plan")),
        Block("pool", "figures", shapes.pool_figures, (POSTS, LOANS), Words("编制周转池", "The pool of posts")),
        Block("loans", "table", shapes.loans_here, (f"pieces:{LOAN.id}", "names"),
              Words("在办和在借的编制", "Loans under way")),
        Block("acts", "forms", acting.forms(BORROW), acting.sources(BORROW), Words("办理", "What you can do")),
        Block("norms", "table", shapes.norms, (*WHEN_NO_PLAN, "areas"), Words("各县（市）对照标准", "By county")),
        Block("ways", "downloads", acting.ways(
            (Words("编制周转池", "The pool"), "/posts-pool", Words("每个编制在哪里", "where each post is")),
            (Words("编制使用", "Establishment"), "/establishment",
             Words("核定、在编、空编、入池", "approved, held, vacant, given")),
            (Words("庭州名医", "Talents"), "/talents", Words("批次与三年支持", "batches, three years each")),
            (Words("培养与培训", "Programmes"), "/trainees",
             Words("定向生、规培、转岗", "students, residents, courses")),
            (Words("乡村医生保障", "Rural doctors' insurance"), "/rural-doctors",
             Words("养老与医疗责任保险", "old age and liability")),
        )),
    ),
    acts=(BORROW,),
)  # fmt: skip
POOL = Page(
    id="posts-pool",
    title=Words("编制周转池", "The pool of posts"),
    path="/posts-pool",
    under="/workforce",
    kind="list",
    roles=ROLES,
    catalogue=("H04",),
    lead=Words("编制来自机构核定而空余的名额，不改变核定总数；借出有用途和期限，到期收回。",
               "Posts that institutions leave vacant: lent for a purpose and a term, taken back; the sum stays."),
    blocks=(
        Block("sums", "figures", shapes.pool_figures, (POSTS, LOANS)),
        Block("filters", "chips", shapes.pool_filters, (POSTS, LOANS, "areas")),
        Block("posts", "table", shapes.pool_table, (POSTS, LOANS, "names")),
        Block("list", "downloads", acting.links(
            (Words("导出周转池编制", "Export the list"), "/imports/template/workforce.pool",
             Words("可修改后再导入", "to be edited and sent back")),
        )),
    ),
)  # fmt: skip
LOAN_STORY = Page(
    id="post-loan",
    title=Words("编制借用", "Loan of a post"),
    path="/post-loans/{loan}",
    under="/workforce",
    kind="story",
    shows="PostLoan",
    heading="brief:PostLoan/{loan}",
    brief=(BORROWER, WORK),
    catalogue=("H04",),
    blocks=layouts.story("PostLoan/{loan}", Words("这次借用", "This loan"), (
        BORROWER, COUNTY, WORK, Shown("purpose", Words("用途", "purpose")),
        Shown("wanted", Words("申请用编起始", "wanted from"), "day"),
        Shown("months", Words("借用月数", "months"), "number"),
        Shown("post", Words("周转编制", "post of the pool"), "reference"),
        Shown("period", Words("借用期", "lent from and to"), "period"),
        Shown("document", Words("文号", "document")), Shown("person", Words("用编人员", "who sits on it"), "reference"),
        Shown("named", Words("到岗", "since"), "day"), Shown("left", Words("离岗", "until"), "day"),
        Shown("returned", Words("归还", "given back"), "day"),
        Shown("takenBack", Words("收回入池", "taken back"), "day"), NOTE,
    )),
)  # fmt: skip
POST = Page(
    id="pool-post",
    title=Words("周转编制", "Post of the pool"),
    path="/pool-posts/{post}",
    under="/posts-pool",
    kind="record",
    shows="PoolPost",
    brief=(Shown("name", Words("编制号", "number")),),
    blocks=(
        Block("facts", "facts", records.facts((
            Shown("name", Words("编制号", "number")), INSTITUTION, COUNTY, CATEGORY,
            Shown("period", Words("在池", "in the pool"), "period"), Shown("basis", Words("文号", "document")),
        ), 3), ("record:PoolPost/{post}", "names")),
        Block("loans", "table", shapes.loan_table, ("records:PostLoan?post=PoolPost/{post}&_sort=_id", "names"),
              Words("借用经过", "Its loans")),
        Block("imported", "timeline", stories.imported, ("imported:PoolPost/{post}",),
              Words("数据来源", "Where it came from")),
    ),
)  # fmt: skip
ESTABLISHMENT = Page(
    id="establishment",
    title=Words("编制使用", "Establishment"),
    path="/establishment",
    under="/workforce",
    kind="list",
    roles=ROLES,
    catalogue=("H02", "H03"),
    lead=Words("核定、在编、空编、交入周转池，逐家机构；专业技术岗位不低于九成。",
               "Approved, held, vacant, given to the pool, house by house; nine tenths are professional."),
    blocks=(
        Block("filters", "chips", records.narrowing((), ("county", Words("县市", "county"))), ("names", "areas")),
        Block("sums", "figures", shapes.establishment_sums, (STANDING,)),
        Block("houses", "table", shapes.establishment_table, (STANDING, "names")),
    ),
)  # fmt: skip
HERE = "Organization/{house}"
HOUSE = Page(
    id="house-posts",
    title=Words("机构编制", "Posts of an institution"),
    path="/establishment/{house}",
    kind="record",
    heading=f"title:{HERE}",
    blocks=(
        Block("approved", "table", records.list_table((
            CATEGORY, Shown("approved", Words("核定数", "approved"), "number"), PERIOD,
            Shown("basis", Words("文号", "document")),
        ), Words("没有核定编制。", "No approved post.")), (f"records:Post?institution={HERE}&_sort=_id", "names"),
            Words("核定编制", "Approved posts"), "half"),
        Block("given", "table", records.list_table((
            Shown("name", Words("编制号", "number"), "record", prefix="/pool-posts"), CATEGORY,
            Shown("period", Words("在池", "in the pool"), "period"),
        ), Words("没有交入周转池的编制。", "None is given to the pool.")),
            (f"records:PoolPost?institution={HERE}&_sort=_id", "names"),
            Words("交入周转池", "Given to the pool"), "half"),
        Block("borrowed", "table", records.list_table((
            Shown("purpose", Words("用途", "purpose"), "record", prefix="/post-loans", wide=True), WORK,
            Shown("period", Words("借用期", "from and to"), "period"),
        ), Words("没有借用周转池编制。", "None is borrowed.")),
            (f"records:PostLoan?borrower={HERE}&_sort=_id", "names"), Words("借用与申请", "Borrowed and asked for")),
        Block("seats", "table", shapes.seats, (f"records:PractitionerRole?organization={HERE}", "names"),
              Words("在编人员", "On posts")),
    ),
)  # fmt: skip
TALENTS = Page(
    id="talents",
    title=Words("庭州名医", "Talents"),
    path="/talents",
    under="/workforce",
    kind="list",
    roles=(*ROLES, "specialist"),
    catalogue=("H11",),
    lead=Words("每年一至二批，对入选人才连续支持三年，逐年考核。",
               "One or two batches a year, three years of support each, assessed every year."),
    blocks=(
        Block("nominations", "table", records.item_table((
            Shown("person", Words("申报人", "who"), "reference"), INSTITUTION, BATCH,
            Shown("merits", Words("业绩", "achievements"), "record", wide=True),
            Shown("state", Words("状态", "state"), "state"),
        ), Words("没有在办的申报。由所在单位申报。", "Nobody is put forward. Institutions do so.")),
              ("listed-work:Nomination?_sort=-_lastUpdated", "names"),
              Words("申报与考核", "Nominations")),
        Block("new", "downloads", acting.ways(
            (Words("申报庭州名医", "Put somebody forward"), "/new-nomination",
             Words("由所在单位申报", "by the institution")),
            roles=("clinician", "headquarters", "specialist"))),
        Block("batches", "table", shapes.batches,
              ("records:PractitionerRole?identifier=urn:tongmai:batch|&_sort=_id", "names"),
              Words("入选人才", "Selected, by batch")),
    ),
)  # fmt: skip
NEW_NOMINATION = Page(
    id="new-nomination",
    title=Words("申报庭州名医", "Put somebody forward"),
    path="/new-nomination",
    under="/talents",
    kind="form",
    roles=("clinician", "headquarters", "specialist"),
    lead=Words("申报人须在本单位任职。", "Somebody who holds a post at the institution."),
    blocks=(Block("form", "forms", acting.forms(PUT_FORWARD, folded=False), acting.sources(PUT_FORWARD)),),
    acts=(PUT_FORWARD,),
)
NOMINATION_STORY = Page(
    id="nomination",
    title=Words("庭州名医申报", "Nomination"),
    path="/talents/{nomination}",
    kind="story",
    shows="Nomination",
    heading="brief:Nomination/{nomination}",
    brief=(PERSON, BATCH),
    catalogue=("H11",),
    blocks=(
        *layouts.story("Nomination/{nomination}", Words("申报内容", "The nomination"), (
            PERSON, INSTITUTION, COUNTY, BATCH,
            Shown("specialty", Words("专业", "specialty"), "code", table="specialties"),
            Shown("merits", Words("主要业绩", "achievements")), Shown("shown", Words("公示", "on show since"), "day"),
            Shown("period", Words("支持期", "supported"), "period"),
            Shown("due", Words("应考核日", "to be assessed"), "day"),
            NOTE,
        )),
        Block("years", "table", shapes.assessments, ("record:Nomination/{nomination}",),
              Words("年度考核", "Yearly assessments")),
    ),
)  # fmt: skip
TRAINEES = Page(
    id="trainees",
    title=Words("培养与培训", "Programmes"),
    path="/trainees",
    under="/workforce",
    kind="list",
    roles=ROLES,
    catalogue=("H08", "H09"),
    lead=Words("定向生、规培、转岗培训：在培、应结业、服务期。由“数据导入”维护。",
               "Directed students, residents, courses: under way, due, in service. Kept by an imported list."),
    blocks=(
        Block("programmes", "figures", shapes.programmes, ("records:Trainee?_sort=_id", "names")),
        Block("filters", "chips", shapes.trainee_chips, ("areas",)),
        Block("people", "table", records.table((
            Shown("name", Words("姓名", "name"), "record", prefix="/trainees", wide=True),
            Shown("programme", Words("项目", "programme"), "code", table="programmes"), INSTITUTION,
            Shown("period", Words("培养期", "trained"), "period", phone=False),
            Shown("completed", Words("结业", "completed"), "day", phone=False),
            Shown("service", Words("服务期", "serves"), "period"),
        ), Words("没有符合条件的人员。去掉一个筛选，或在“数据导入”中导入“培养与培训”。",
                 "Nobody meets this. Take a filter away, or import the list of people in programmes.")),
            ("listed:Trainee?programme={?programme}&area={?county.prefix}&_sort=_id&_total=accurate", "names")),
    ),
)  # fmt: skip
TRAINEE = Page(
    id="trainee",
    title=Words("培养人员", "Somebody in a programme"),
    path="/trainees/{trainee}",
    kind="record",
    shows="Trainee",
    brief=(Shown("name", Words("姓名", "name")),),
    blocks=(
        Block("facts", "facts", records.facts((
            Shown("name", Words("姓名", "name")),
            Shown("programme", Words("项目", "programme"), "code", table="programmes"), INSTITUTION, COUNTY,
            Shown("school", Words("院校或基地", "school or base")),
            Shown("period", Words("培养期", "trained"), "period"),
            Shown("completed", Words("结业", "completed"), "day"),
            Shown("service", Words("服务期", "serves"), "period"),
            Shown("contract", Words("协议编号", "contract")), Shown("note", Words("备注", "note")),
        ), 3), ("record:Trainee/{trainee}", "names")),
        Block("imported", "timeline", stories.imported, ("imported:Trainee/{trainee}",),
              Words("数据来源", "Where it came from")),
    ),
)  # fmt: skip
RURAL = Page(
    id="rural-doctors",
    title=Words("乡村医生保障", "Rural doctors' insurance"),
    path="/rural-doctors",
    under="/workforce",
    kind="list",
    roles=OFFICES,
    catalogue=("H12",),
    lead=Words("养老与医疗责任保险，按县（市）和每一名乡村医生；保险系统照常使用，这里登记参保号。",
               "Old age and liability, by county and doctor; the insurers' systems stay, their numbers are kept here."),
    blocks=(
        Block("counties", "table", shapes.covered, ("counted:rural_cover_place doctors,pension,liability", "names"),
              Words("各县（市）", "By county")),
        Block("filters", "chips", records.narrowing((("kind", Words("险种", "insurance"), "covers"),),
              ("county", Words("县市", "county"))), ("names", "areas")),
        Block("covers", "table", records.table((
            Shown("person", Words("乡村医生", "rural doctor"), "reference"),
            Shown("kind", Words("险种", "insurance"), "record", table="covers", prefix="/doctor-covers", wide=True),
            INSTITUTION, PERIOD, Shown("number", Words("参保或保单号", "number"), phone=False),
        ), Words("没有符合条件的参保记录。在“数据导入”中导入“乡村医生保障”。",
                 "No insurance meets this. Import the list of rural doctors' insurance.")),
            ("listed:DoctorCover?kind={?kind}&area={?county.prefix}&_sort=_id&_total=accurate", "names"),
            Words("参保记录", "Insurances")),
    ),
)  # fmt: skip
COVER = Page(
    id="doctor-cover",
    title=Words("乡村医生参保", "Insurance of a rural doctor"),
    path="/doctor-covers/{cover}",
    under="/rural-doctors",
    kind="record",
    shows="DoctorCover",
    brief=(PERSON, Shown("kind", Words("险种", "insurance"), "code", table="covers")),
    blocks=(
        Block("facts", "facts", records.facts((
            PERSON, INSTITUTION, COUNTY, Shown("kind", Words("险种", "insurance"), "code", table="covers"), PERIOD,
            Shown("number", Words("参保或保单号", "number")), Shown("payer", Words("缴费单位", "paid by")),
        ), 3), ("record:DoctorCover/{cover}", "names")),
    ),
)  # fmt: skip
PAGES = (
    HOME, POOL, LOAN_STORY, POST, ESTABLISHMENT, HOUSE, TALENTS, NEW_NOMINATION, NOMINATION_STORY, TRAINEES, TRAINEE,
    RURAL, COVER,
)  # fmt: skip
