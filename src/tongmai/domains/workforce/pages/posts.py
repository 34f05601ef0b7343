"""The pages of posts: what is short, the pool, loans, the establishment by institution."""

from tongmai.base.words import Words
from tongmai.domains.workforce import shapes
from tongmai.domains.workforce.pages.common import COUNTY, INSTITUTION, NOTE, PERIOD, ROLES
from tongmai.domains.workforce.workflows import LOAN
from tongmai.engines.pages import acting, layouts, records, stories
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

BORROWER = Shown("borrower", Words("借用单位", "borrower"), "reference")
WORK = Shown("profession", Words("岗位", "work"), "code", table="professions")
CATEGORY = Shown("category", Words("岗位类别", "category"), "code", table="post_categories")
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
    lead=Words("县级卫健委审批后从周转池借出，到期归还；一个编制只用一个人。",
               "Approved by the county, lent from the pool, due back when the term is over; one person a post."),
    fixed=(("borrower", "{organization}"), ("area", "{area}")),
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
        Block("norms", "table", shapes.norms, (*WHEN_NO_PLAN, "areas"), Words("各县对照标准", "By county")),
        Block("ways", "downloads", acting.ways(
            (Words("编制周转池", "The pool"), "/posts-pool", Words("每个编制在哪里", "where each post is")),
            (Words("编制使用", "Establishment"), "/establishment",
             Words("核定、在编、空编、入池", "approved, held, vacant, given")),
            (Words("名医遴选", "Talents"), "/talents", Words("批次与三年支持", "batches, three years each")),
            (Words("培养与培训", "Programmes"), "/trainees",
             Words("定向生、规培、转岗", "students, residents, courses")),
            (Words("乡村医生保障", "Rural doctors' insurance"), "/rural-doctors",
             Words("养老与医疗责任保险", "old age and liability")),
            (Words("年度薪酬", "Pay"), "/pay", Words("基层与牵头医院人均收入", "a head, base and leading hospitals")),
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
        Block("filters", "chips", records.narrowing((), ("county", Words("县市区", "county"))), ("names", "areas")),
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
