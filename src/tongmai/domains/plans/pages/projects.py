"""The pages of projects: all of them, one, the printed list."""

from tongmai.base.words import Words
from tongmai.domains.plans import shapes
from tongmai.domains.plans.rules.projects import BUILDERS
from tongmai.domains.plans.workflows.projects import PROJECT, PROPOSE
from tongmai.engines.pages import acting, stories
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

OFFICES = ("planner", "county-officer", "headquarters")
COMMISSIONS = "options:Organization?type=commission&_sort=_id"
EVERY = "work:Project?_sort=_id"
ONE = "item:Project/{project}"

APPLY = Act(
    "apply",
    Words("申请立项", "Apply for a project"),
    PROJECT.id,
    "new_project",
    fields=(
        Field("title", Words("项目名称", "project"), "text", True, longest=60),
        Field("kind", Words("类别", "kind"), "choice", True, choices="coded:project_kinds"),
        Field("programme", Words("所属规划任务", "programme"), "choice", True, choices="coded:project_programmes"),
        Field("institution", Words("机构", "institution"), "pick", True,
              choices="options:Organization?type=general_hospital,tcm_hospital,maternal_child,specialist_hospital,"
                      "township_hospital,community_centre&_sort=_id",
              hint=Words("名称、编码或拼音首字母", "name, code or pinyin initials")),
        Field("approver", Words("批准单位", "approved by"), "choice", True, choices=COMMISSIONS),
        Field("acceptor", Words("验收单位", "accepted by"), "choice", True, choices=COMMISSIONS),
        Field("campus", Words("院区名称", "campus"), hint=Words("新院区填写", "of a further campus")),
    ),
    roles=tuple(sorted(BUILDERS)),
    fixed=(("applicant", "{organization}"), ("area", "{institution.area}")),
    then=PROPOSE,
    lead=Words("立项、开工、完工、验收、投用、定级逐阶段登记；未批准不能开工，未验收不能投用，支付不超批准投资。",
               "Stage by stage: no start without approval, no use without acceptance, no money beyond the sum."),
)  # fmt: skip
PROJECTS = Page(
    id="projects",
    title=Words("项目与投入", "Projects and funding"),
    path="/projects",
    kind="board",
    menu=5,
    roles=OFFICES,
    catalogue=("A05", "A06", "A19"),
    live=("Task",),
    lead=Words("建设与等级创建项目从立项到定级：谁该办、到哪一步、哪一步要误期。",
               "Buildings and upgrades from approval to grade: whose turn, which stage, what will be late."),
    blocks=(
        Block("sums", "figures", shapes.project_sums, (EVERY,)),
        Block("filters", "chips", shapes.project_filters, ("names", "areas")),
        Block("projects", "table", shapes.project_table, (EVERY, "names"), Words("项目", "Projects")),
        Block("acts", "forms", acting.forms(APPLY), acting.sources(APPLY), Words("办理", "What you can do")),
        Block("ways", "downloads", acting.ways(
            (Words("政府投入", "Funding"), "/funding",
             Words("六个投入项目的计划与拨付", "six lines, planned and paid")),
            (Words("三把尺子", "The three yardsticks"), "/yardsticks",
             Words("健康水平、获得感、人员收入", "health, gain, income")),
            (Words("项目一览表", "The list of projects"), "/project-list", Words("可打印", "to be printed")),
        ), (), Words("相关", "See also")),
    ),
    acts=(APPLY,),
)  # fmt: skip
APPLYING = Page(
    id="new-project",
    title=Words("建设项目", "Our projects"),
    path="/our-projects",
    kind="list",
    menu=9,
    roles=("institution-head", "specialist"),
    catalogue=("A05",),
    live=("Task",),
    lead=Words("本机构的项目，和申请立项。", "The projects of this institution, and how to apply."),
    blocks=(
        Block("projects", "table", shapes.project_table,
              ("work:Project?institution=Organization/{organization}&_sort=_id", "names"), Words("项目", "Projects")),
        Block("acts", "forms", acting.forms(APPLY), acting.sources(APPLY), Words("办理", "What you can do")),
    ),
    acts=(APPLY,),
)  # fmt: skip
STORY = Page(
    id="project",
    title=Words("建设项目", "Project"),
    path="/projects/{project}",
    kind="story",
    shows="Project",
    heading="brief:Project/{project}",
    brief=(Shown("title", Words("项目", "project")), Shown("institution", Words("机构", "institution"), "reference")),
    catalogue=("A05", "A06", "A19"),
    blocks=(
        Block("path", "path", stories.path, (ONE,)),
        Block("facts", "facts", shapes.project_facts, (ONE, "names"), Words("项目情况", "The project"), "half"),
        Block("deeds", "forms", stories.deeds, (ONE,), Words("办理", "Steps"), "half"),
        Block("stages", "table", shapes.stage_table, (ONE,), Words("阶段与日期", "Stages")),
        Block("payments", "table", shapes.payment_table, (ONE,), Words("支付", "Payments")),
        Block("revisions", "table", shapes.revision_table, (ONE,), Words("批准投资的调整", "Revisions")),
        Block("story", "timeline", stories.timeline, (ONE,), Words("办理过程", "What happened")),
    ),
)  # fmt: skip
LIST = Page(
    id="project-list", title=Words("建设项目一览表", "List of projects"), path="/project-list", under="/projects",
    kind="print", printed="project_list", roles=OFFICES,
    blocks=(Block("sheet", "sheet", shapes.project_sheet, (EVERY, "names")),),
)  # fmt: skip
PAGES = (PROJECTS, APPLYING, STORY, LIST)
