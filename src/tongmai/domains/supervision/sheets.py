"""The list of the room: what was drawn nationally and is carried out here."""

from tongmai.base.words import Words
from tongmai.model.lists import codes, day_column, institution_column
from tongmai.model.sheet import Column, Sheet

CENTRAL = Sheet(
    id="supervision.central",
    title=Words("国家双随机任务", "tasks drawn nationally"),
    view="central_task",
    columns=(
        Column("number", Words("国家任务编号", "national number"), "identifier", required=True,
               example="GJ2025-000123"),
        Column("batch", Words("批次", "batch"), example="2025年第一批"),
        Column("area", Words("县市区", "county"), "area", required=True, also=("县市", "县(市)", "县（市）")),
        institution_column("object", "检查对象", "object"),
        Column("specialty", Words("专业", "specialty"), "code", required=True,
               codes=codes(__file__, "inspection_specialties", "specialty")),
        Column("lead", Words("检查人员一", "first inspector"), "record", required=True, pool="staff"),
        Column("second", Words("检查人员二", "second inspector"), "record", required=True, pool="staff"),
        day_column("received", "接收日期", "received", required=True),
        day_column("until", "完成时限", "to be done by", required=True),
    ),
    key=("number",),
    editors=("supervisor", "planner"),
    approvers=("planner",),
    checks=("central_task_fits",),
    fixed=("object", "specialty", "lead", "second", "received"),
    about=Words("名单由国家抽取，一行一个对象两名检查人员；入库后对象和人员不能改，本平台只承接办理。",
                "drawn nationally, a row an object with two inspectors; neither changes once it is here"),
)  # fmt: skip
SHEETS = (CENTRAL,)
