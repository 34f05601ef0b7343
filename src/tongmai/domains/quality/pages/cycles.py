"""Cycles of quality control: the board, the list, one with its story."""

from tongmai.base.words import Words
from tongmai.domains.quality import shapes
from tongmai.domains.quality.pages.common import (
    ANSWERABLE,
    APPRAISAL,
    COUNTY,
    GROUPS,
    INSTITUTION,
    NOTE,
    PRIORITY,
    ROLES,
    SCORE,
    STATE,
    TOPIC,
)
from tongmai.domains.quality.workflows import CYCLE
from tongmai.engines.pages import acting, lanes, layouts, records
from tongmai.model.blocks import Field
from tongmai.model.page import Act, Block, Page, Shown

HOSPITALS = "options:Organization?type=general_hospital,tcm_hospital,maternal_child,specialist_hospital&_sort=_id"
PIECES = f"pieces:{CYCLE.id}"
PERIOD = Shown("period", Words("质控期间", "period"))
COLUMNS = (
    lanes.Column(Words("待机构提交", "To be handed in"), ("planned", "returned")),
    lanes.Column(Words("待评价反馈", "To be evaluated"), ("collected", "evaluated")),
    lanes.Column(Words("整改中", "To be put right"), ("fed-back",)),
    lanes.Column(Words("待验收确认", "To be verified"), ("rectified", "verified")),
)
PLAN = Act(
    "plan",
    Words("制定质控任务", "Plan a cycle"),
    CYCLE.id,
    "quality_cycle",
    fields=(
        Field("institution", Words("医疗机构", "institution"), "choice", True, choices=HOSPITALS),
        Field("topic", Words("质控主题", "topic"), "choice", True, choices="coded:qc_topics"),
        Field("item", Words("互认项目（互认项目质量才填）", "item, for recognition only"), "choice",
              choices="coded:certified_items"),
        Field("period", Words("质控期间", "period"), "text", True, hint=Words("如 2025年上半年",
                                                                      "such as 2025, first half")),
        Field("asked", Words("需提交的资料", "what is to be handed in"), "lines", True),
        Field("due", Words("提交截止日期", "to be handed in by"), "day", True, value="{today}"),
    ),
    roles=("quality-centre",),
    lead=Words("机构提交、中心评价反馈、机构整改、中心验收、地市级卫健委确认。",
               "The institution hands in, the centre evaluates and feeds back, it is put right, verified, confirmed."),
    fixed=(("centre", "{organization}"), ("area", "{institution.area}")),
)  # fmt: skip
HOME = Page(
    id="quality",
    title=Words("医疗质量", "Quality"),
    path="/quality",
    kind="list",
    menu=7,
    roles=ROLES,
    catalogue=("I02", "I03"),
    live=("QualityCycle",),
    lead=Words("质控任务到哪一步，病案首页算出哪些指标，哪些专科最该先建。",
               "Where the cycles stand, what front pages count, which specialty to build up first."),
    blocks=(
        Block("idle", "notice", shapes.idle, (PIECES,)),
        Block("cycles", "figures", lanes.teaser(COLUMNS, "/quality-cycles"), (PIECES,),
              Words("质控任务", "Cycles of control")),
        Block("top", "table", shapes.top, (PRIORITY, GROUPS, "names"), Words("专科建设优先级",
                                                                      "What to build up first")),
        Block("hospitals", "table", shapes.hospitals, (
            APPRAISAL, "names"), Words("各医院监测指标（近十二个月）", "By hospital, twelve months")),
        Block("ways", "downloads", acting.ways(
            (Words("质控任务", "Cycles"), "/quality-cycles", Words("计划、评价、整改、验收",
                                                               "plan, evaluate, put right, verify")),
            (Words("医院监测指标", "Appraisal"), "/hospital-appraisal",
             Words("病案首页算出的国家监测指标", "the indicators that front pages carry")),
            (Words("病案首页", "Front pages"), "/front-pages", Words("逐例，可导入导出", "case by case, in and out")),
            (Words("重点专科", "Key specialties"), "/key-specialties",
             Words("申报、评审、认定、复评", "declared, reviewed, named, re-assessed")),
            (Words("专科建设优先级", "Priority"), "/priority", Words("病种逐项，点到病例",
                                                              "by disease, down to the cases")),
        )),
    ),
)  # fmt: skip
LIST = Page(
    id="quality-cycles",
    title=Words("质控任务", "Cycles of quality control"),
    path="/quality-cycles",
    under="/quality",
    kind="board",
    roles=(*ANSWERABLE, "quality-centre", "quality-office"),
    catalogue=("I03", "I04", "I05"),
    lead=Words("十八项核心制度、临床路径、医疗服务点评、互认项目质量都在这里质控。",
               "Core systems, pathways, reviews of services and items of recognition are controlled here."),
    blocks=(
        Block("acts", "forms", acting.forms(PLAN), acting.sources(PLAN), Words("办理", "What you can do")),
        Block("board", "lanes", lanes.board(COLUMNS, TOPIC, (INSTITUTION, PERIOD)), (PIECES, "names")),
        Block("list", "table", records.item_table((
            Shown("topic", Words("质控主题", "topic"), "record", table="qc_topics", wide=True), INSTITUTION, PERIOD,
            SCORE, Shown("rectifyBy", Words("整改期限", "put right by"), "day", phone=False), STATE,
        ), Words("还没有质控任务。质控中心在上面制定。", "No cycle yet. A quality-control centre plans one above.")),
            (PIECES, "names"), Words("清单", "List")),
    ),
    acts=(PLAN,),
)  # fmt: skip
STORY = Page(
    id="quality-cycle",
    title=Words("质控任务", "Cycle of quality control"),
    path="/quality-cycles/{cycle}",
    kind="story",
    shows="QualityCycle",
    heading="brief:QualityCycle/{cycle}",
    brief=(INSTITUTION, TOPIC, PERIOD),
    catalogue=("I03", "I04", "I05", "D03"),
    blocks=layouts.story("QualityCycle/{cycle}", Words("这次质控", "This cycle"), (
        Shown("centre", Words("质控中心", "centre"), "reference"), INSTITUTION, COUNTY, TOPIC,
        Shown("item", Words("互认项目", "item"), "code", table="certified_items"), PERIOD,
        Shown("asked", Words("需提交", "asked for")), Shown("due", Words("提交截止", "due"), "day"),
        Shown("data", Words("自查", "own figures")), Shown("evidence", Words("佐证", "proof"), "list"), SCORE,
        Shown("verdict", Words("评价结果", "verdict"), "code", table="qc_verdicts"),
        Shown("findings", Words("发现问题", "findings")), Shown("rectifyBy", Words("整改期限", "put right by"), "day"),
        Shown("rectification", Words("整改情况", "what was put right")),
        Shown("rectified", Words("整改完成", "put right on"), "day"), Shown("opinion", Words("验收意见", "opinion")),
        Shown("verified", Words("通过日期", "passed on"), "day"), Shown("confirmed", Words("地市级确认", "confirmed"),
                                                                    "day"),
        Shown("until", Words("互认质量有效至", "mark holds to"), "day"), NOTE,
    )),
)  # fmt: skip
