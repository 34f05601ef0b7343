"""Inspections: the list, one, its printed record; tasks drawn nationally; what an institution sees of its own."""

from dataclasses import replace

from tongmai.base.words import Words
from tongmai.domains.supervision import shapes
from tongmai.domains.supervision.pages.common import (
    COUNTY,
    HEADS,
    NOTE,
    OBJECT,
    OFFICES,
    RESULT,
    SPECIALTY,
    STATE,
    WHERE,
)
from tongmai.domains.supervision.pages.draws import ORIGIN
from tongmai.domains.supervision.workflows import INSPECTION
from tongmai.engines.pages import acting, layouts, records, stories
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

ONE = "item:Inspection/{inspection}"
INSPECTED = Shown("inspectedOn", Words("检查日期", "inspected on"), "day")
LIST = Page(
    id="inspections", title=Words("检查记录", "Inspections"), path="/inspections", under="/supervision", kind="list",
    roles=OFFICES, catalogue=("I15", "I22"),
    lead=Words("抽取、检查、公示、整改、复查，一项一条。", "Drawn, inspected, published, put right, verified."),
    blocks=(
        Block("filters", "chips", shapes.inspection_chips),
        Block("inspections", "table", records.item_table((
            replace(OBJECT, wide=True),
            Shown("specialty", Words("专业", "specialty"), "record", table="inspection_specialties",
                  prefix="/inspections"),
            Shown("until", Words("完成时限", "by"), "day", phone=False), INSPECTED, RESULT, STATE,
        ), Words("没有符合条件的检查。", "No inspection meets this.")),
            ("listed-work:Inspection?state={?state}&area={within}&_sort=-assigned&_total=accurate", "names")),
    ),
)  # fmt: skip
STORY = layouts.story("Inspection/{inspection}", Words("检查内容", "The inspection"), (
    OBJECT, SPECIALTY, ORIGIN, Shown("national", Words("国家任务编号", "national number")), WHERE,
    Shown("assigned", Words("抽取日期", "drawn"), "day"), Shown("until", Words("完成时限", "to be done by"), "day"),
    INSPECTED, RESULT, Shown("findings", Words("检查情况", "findings")),
    Shown("head", Words("主要负责人", "first responsible person")),
    Shown("statement", Words("机构陈述", "what the institution says")),
    Shown("publishBy", Words("公示时限", "to be published by"), "day"),
    Shown("published", Words("公示日期", "published"), "day"),
    Shown("rectifyBy", Words("整改期限", "to be put right by"), "day"),
    Shown("rectified", Words("整改完成", "put right"), "day"), Shown("proof", Words("整改证明", "proof"), "list"),
    Shown("verified", Words("复查销号", "verified"), "day"), Shown("caseNumber", Words("案号", "case")),
    Shown("outcome", Words("处理结果", "outcome")), NOTE,
))  # fmt: skip
INSPECTION_PAGE = Page(
    id="inspection", title=Words("监督检查", "Inspection"), path="/inspections/{inspection}", kind="story",
    shows="Inspection", heading="brief:Inspection/{inspection}", brief=(OBJECT, SPECIALTY),
    catalogue=("I12", "I15", "I22"),
    blocks=(
        *STORY[:3],
        Block("team", "facts", shapes.team, (ONE, "names"), Words("检查人员", "Inspectors")),
        Block("papers", "downloads", shapes.record_paper, (ONE,)),
        Block("recusals", "table", shapes.recusals, (ONE, "names"), Words("回避更换", "Who stayed away")),
        Block("coordination", "table", shapes.coordinations, (ONE, "names"), Words("部门协同", "Other departments")),
        STORY[3],
    ),
)  # fmt: skip
RECORD = Page(
    id="inspection-record", title=Words("现场检查记录表", "Record of the inspection"),
    path="/inspections/{inspection}/record", kind="print", printed="inspection_record",
    blocks=(Block("sheet", "sheet", shapes.record_sheet, (ONE, "names")),),
)  # fmt: skip
TASKS = "records:CentralTask?_sort=_id"
CENTRAL = Page(
    id="central-tasks", title=Words("国家双随机任务", "Tasks drawn nationally"), path="/central-tasks",
    under="/supervision", kind="list", roles=OFFICES, catalogue=("I14",),
    lead=Words("由国家抽取下达，按国家任务编号承接，对象和人员不能改。",
               "Drawn nationally and received by their number: neither object nor inspectors are changed here."),
    blocks=(
        Block("tasks", "table", shapes.national_tasks,
              (TASKS, "records:Inspection?assigned:missing=false&_sort=_id", "names")),
        Block("list", "downloads", acting.links(
            (Words("下载导入模板", "Template of the list"), "/imports/template/supervision.central",
             Words("每行一个对象、两名检查人员", "a row an object with two inspectors")),
        )),
        Block("send", "downloads", acting.ways(
            (Words("提交名单", "Send the list"), "/imports",
             Words("逐行报错，另一人审核后入库", "errors row by row; a second person approves")),
        )),
    ),
)  # fmt: skip
BEGIN = Act(
    "begin", Words("立项检查", "Begin the inspection"), INSPECTION.id, "central_inspection",
    fields=(Field("object", Words("检查对象", "object"), "choice", True),), roles=("supervisor",),
    fixed=(("area", "{area}"),),
)  # fmt: skip
TASK = Page(
    id="central-task", title=Words("国家双随机任务", "Task drawn nationally"), path="/central-tasks/{task}",
    kind="record", shows="CentralTask", heading="brief:CentralTask/{task}",
    brief=(Shown("number", Words("国家任务编号", "national number")),), acts=(BEGIN,), catalogue=("I14",),
    blocks=(
        Block("facts", "facts", records.facts((
            Shown("number", Words("国家任务编号", "national number")), Shown("batch", Words("批次", "batch")), OBJECT,
            SPECIALTY, COUNTY,
            Shown("received", Words("接收日期", "received"), "day"),
            Shown("until", Words("完成时限", "to be done by"), "day"),
        ), 3), ("record:CentralTask/{task}", "names")),
        Block("team", "facts", shapes.task_team, ("record:CentralTask/{task}", "names"),
              Words("检查人员", "Inspectors")),
        Block("acts", "forms", acting.forms(BEGIN, folded=False, proposes=shapes.national_object),
              ("record:CentralTask/{task}", "names"), Words("办理", "What you can do")),
        Block("imported", "timeline", stories.imported, ("imported:CentralTask/{task}",),
              Words("数据来源", "Where it came from")),
    ),
)  # fmt: skip
OWN = Page(
    id="own-supervision", title=Words("本机构监管", "Supervision of your institution"), path="/own-supervision",
    kind="list", menu=3, roles=HEADS, catalogue=("I13", "I15"),
    live=("Task",),
    lead=Words("对本机构的检查、整改、投诉和评分；公立与社会办机构同样对待。",
               "Inspections, what is to be put right, complaints, points: public and private are treated alike."),
    blocks=(
        Block("inspections", "table", shapes.own_inspections,
              ("work:Inspection?object=Organization/{organization}&_sort=-assigned", "names"),
              Words("检查与整改", "Inspections")),
        Block("complaints", "table", shapes.complaint_table,
              ("work:Complaint?institution=Organization/{organization}&_sort=-filed", "names"),
              Words("投诉", "Complaints")),
        Block("gradings", "table", shapes.own_gradings,
              ("work:Grading?institution=Organization/{organization}&_sort=-year", "names"),
              Words("分层评分", "Layer and points")),
        Block("ways", "downloads", acting.ways(
            (Words("绩效排行", "Rankings"), "/rankings", Words("协会公布的各版", "every edition")),
            (Words("抽取结果公示", "Published draws"), "/draws", Words("任何人可以复算", "anybody can draw again")),
        )),
    ),
)  # fmt: skip
PAGES = (LIST, INSPECTION_PAGE, RECORD, CENTRAL, TASK, OWN)
