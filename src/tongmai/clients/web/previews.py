"""A sent list as blocks: what is new, changed and wrong, cell by cell, and what may be done with it."""

from collections.abc import Iterator, Sequence

from tongmai.access import Context
from tongmai.base.clock import REGION_ZONE
from tongmai.base.words import NO_WORDS, Words
from tongmai.engines.intake.found import KINDS, Preview
from tongmai.engines.intake.front import FrontDoor
from tongmai.engines.intake.tasks import Proposal, Record
from tongmai.engines.pages.fill import Filled
from tongmai.model.blocks import (
    Card,
    Cards,
    Download,
    Downloads,
    Event,
    Field,
    Figure,
    Figures,
    Form,
    Forms,
    Group,
    Head,
    Link,
    Mark,
    Model,
    Notice,
    Row,
    Stack,
    Table,
    Timeline,
    Tone,
    kind_of,
)
from tongmai.model.page import Block, Width

CRUMB = Link(Words("数据导入", "Import"), "/imports")
WORDS = {
    "approve": Words("审核入库", "Approve"),
    "reject": Words("退回", "Send back"),
    "withdraw": Words("撤回", "Withdraw"),
    "revert": Words("撤销这次入库", "Take back what it wrote"),
    "propose": Words("提交", "sent"),
}
TONES: dict[str, Tone] = {
    "to-mend": "bad",
    "idle": "quiet",
    "proposed": "course",
    "approved": "good",
    "rejected": "warn",
    "withdrawn": "quiet",
}
COUNTS: tuple[tuple[str, Words, Tone], ...] = (
    ("new", Words("新增", "new"), "course"),
    ("changed", Words("变更", "changed"), "warn"),
    ("same", Words("相同", "same"), "quiet"),
    ("wrong", Words("有误", "wrong"), "bad"),
    ("absent", Words("文件未提及", "not mentioned"), "quiet"),
    ("taken_back", Words("收回", "taken back"), "warn"),
)
SHOWN = 200
FOUR_EYES = Words("提交与审核须为两人", "who proposes does not approve")


def _no_shape() -> None:
    """These blocks are made here, not by a room."""


def part(id: str, model: Model, title: Words = NO_WORDS, width: Width = "full") -> Filled:
    return Filled(Block(id, kind_of(model), _no_shape, title=title, width=width), model)


def overview(front: FrontDoor, context: Context, most: int | None = SHOWN) -> list[Filled]:
    """The lists, the form, and what was sent; of tables `most` rows, or all."""
    options = tuple((one.id, one.title) for one in front.sheets if front.may_propose(context, one.id))
    parts = []
    if options:
        fields = (
            Field("file", Words("文件（.xlsx 或 .csv）", "file (.xlsx or .csv)"), "file", True),
            Field("sheet", Words("清单（可不选，自动识别）", "list (recognised by itself)"), "choice", options=options),
        )
        send = Form("", Words("上传", "Upload"), fields, Words("上传并预览", "Upload and preview"), action="/imports")
        parts.append(part("upload", send, Words("上传", "Upload")))
    cards = tuple(
        Card(
            one.title,
            one.about or "",
            f"/imports/template/{one.id}",
            Mark(Words("下载现有数据", "download"), "course"),
        )
        for one in front.shown(context)
    )
    parts.append(part("lists", Cards(cards), Words("清单：下载、修改、再上传", "Lists: download, edit, send back")))
    parts.append(part("sent", _sent(front, front.records(context), most), Words("提交记录", "What was sent")))
    return parts


def _sent(front: FrontDoor, records: Sequence[Record], most: int | None) -> Table:
    titles = {one.id: one.title for one in front.sheets}
    rows = tuple(
        Row(
            (
                Link(record.file or titles[record.sheet], f"/imports/{record.id}"),
                titles[record.sheet],
                record.proposed.name,
                f"{record.proposed.at.astimezone(REGION_ZONE):%Y-%m-%d %H:%M}",
                _counted(record),
                Mark(record.state_title, TONES[record.state]),
            )
        )
        for record in records[:most]
    )
    heads = (
        Head(Words("文件", "file"), wide=True),
        Head(Words("清单", "list")),
        Head(Words("提交人", "by"), tight=True),
        Head(Words("时间", "at"), tight=True),
        Head(Words("内容", "content")),
        Head(Words("状态", "state"), tight=True),
    )
    empty = Words(
        "还没有提交过。下载一张清单，修改后上传。", "Nothing was sent yet. Download a list, edit it, upload it."
    )
    return Table(heads, (Group(rows),) if rows else (), empty, total=len(records))


def _counted(record: Record) -> Words:
    said = [(words, record.counts.get(name, 0)) for name, words, _ in COUNTS if name in ("new", "changed", "wrong")]
    return Words(
        "，".join(f"{words.zh} {count}" for words, count in said if count) or "—",
        ", ".join(f"{count} {words.en}" for words, count in said if count) or "—",
    )


def preview(front: FrontDoor, context: Context, proposal: Proposal, most: int | None = SHOWN) -> list[Filled]:
    """Figures, what may be done, errors at their cells, changes, new rows, history; of tables `most` rows, or all."""
    record, found = proposal.record, proposal.preview
    figures = [
        Figure(words, str(record.counts.get(name, 0)), tone=tone if record.counts.get(name) else "plain")
        for name, words, tone in COUNTS
        if record.counts.get(name) or name in ("new", "changed", "wrong")
    ]
    parts = [
        part("state", Notice(_told(record), TONES[record.state])),
        part("counts", Figures(tuple(figures))),
        *_ways(front, context, record),
    ]
    parts += list(_tables(found, most))
    parts.append(part("acts", _acts(record), Words("经过", "What happened")))
    return parts


def _told(record: Record) -> Words:
    """What the state means for the next person."""
    zh, en = record.state_title
    more = {
        "to-mend": Words("请按下表逐格修改后重新上传。", "Mend the cells below and send the file again."),
        "proposed": Words("等待另一人审核入库。", "It waits for a second person."),
        "approved": Words("已写入名录，历史可查。", "It is written; the history tells who."),
        "idle": Words("与现有记录完全相同。", "It equals what is recorded."),
    }.get(record.state, Words("", ""))
    return Words(f"{zh}。{more.zh}", f"{en}. {more.en}")


def _ways(front: FrontDoor, context: Context, record: Record) -> Iterator[Filled]:
    """What this person may do, and the marked file."""
    mine = record.proposed.by == context.actor.id
    action = f"/imports/{record.id}/"
    forms = []
    if record.state == "proposed":
        closed = NO_WORDS
        if mine:
            closed = FOUR_EYES
        elif not front.may_approve(context, record.sheet):
            closed = Words("只有审核人可以入库", "only an approver writes it")
        told = closed if closed.zh else ""
        forms.append(Form("approve", WORDS["approve"], (), WORDS["approve"], told, action + "approve"))
    if record.state in ("proposed", "to-mend"):
        if front.may_approve(context, record.sheet) and not mine:
            reason = Field("reason", Words("退回原因", "why"), "text", True)
            forms.append(
                Form("reject", WORDS["reject"], (reason,), WORDS["reject"], action=action + "reject", tone="secondary")
            )
        if mine:
            word = WORDS["withdraw"]
            forms.append(Form("withdraw", word, (), word, action=action + "withdraw", tone="secondary"))
    if record.state == "approved" and front.may_propose(context, record.sheet):
        word = WORDS["revert"]
        forms.append(Form("revert", word, (), word, action=action + "revert", tone="secondary", folded=True))
    if forms:
        yield part("deeds", Forms(tuple(forms)), Words("办理", "Steps"))
    if record.file_id and record.counts.get("wrong"):
        file = Download(
            Words("下载标错文件", "The file with its errors marked"),
            f"/imports/{record.id}/marked",
            Words("错误写在单元格批注里", "errors stand as notes at their cells"),
        )
        yield part("marked", Downloads((file,)))


def _tables(found: Preview, most: int | None) -> Iterator[Filled]:
    if found.wrong:
        yield part("wrong", _wrong(found, most), Words("错误：逐格", "Errors, cell by cell"))
    if found.changed:
        yield part("changed", _changed(found, most), Words("变更", "Changes"))
    if found.new:
        rows = tuple(Row((str(one.row), one.label)) for one in found.new[:most])
        heads = (Head(Words("行", "row"), "right"), Head(Words("新增", "new"), wide=True))
        yield part("new", Table(heads, (Group(rows),), total=len(found.new)), Words("新增", "New"), "half")
    if found.taken_back:
        rows = tuple(Row((str(one.row), one.label)) for one in found.taken_back[:most])
        heads = (Head(Words("行", "row"), "right"), Head(Words("收回", "taken back"), wide=True))
        yield part(
            "back", Table(heads, (Group(rows),), total=len(found.taken_back)), Words("收回", "Taken back"), "half"
        )
    if found.read_as:
        told = tuple(Row((one.cell, one.field, one.written, one.read, one.why)) for one in found.read_as[:most])
        names = (
            Head(Words("单元格", "cell")),
            Head(Words("列", "column")),
            Head(Words("原写", "written")),
            Head(Words("读作", "read as")),
            Head(Words("说明", "why"), wide=True),
        )
        yield part("read", Table(names, (Group(told),), total=len(found.read_as)), Words("自动识别", "Read as"))


def _wrong(found: Preview, most: int | None) -> Table:
    rows = tuple(
        Row((one.cell, one.field, one.written or "—", Mark(KINDS[one.kind], "bad"), Stack((one.reason, one.remedy))))
        for one in found.wrong[:most]
    )
    heads = (
        Head(Words("单元格", "cell"), tight=True),
        Head(Words("列", "column")),
        Head(Words("写的是", "written")),
        Head(Words("问题", "error"), tight=True),
        Head(Words("原因与改法", "reason and remedy"), wide=True),
    )
    more = len(found.wrong) - len(rows)
    note = Words(f"另有 {more} 处，见标错文件", f"{more} more in the marked file") if more > 0 else ""
    return Table(heads, (Group(rows),), note=note)


def _changed(found: Preview, most: int | None) -> Table:
    rows = tuple(
        Row((str(one.row), one.label, change.field, change.old_shown or "—", change.new_shown or "—"))
        for one in found.changed[:most]
        for change in one.changes
    )
    heads = (
        Head(Words("行", "row"), "right"),
        Head(Words("记录", "record"), wide=True),
        Head(Words("列", "column")),
        Head(Words("原值", "old")),
        Head(Words("新值", "new")),
    )
    return Table(heads, (Group(rows),))


def _acts(record: Record) -> Timeline:
    return Timeline(
        tuple(
            Event(
                f"{act.at.astimezone(REGION_ZONE):%Y-%m-%d %H:%M}",
                act.name,
                WORDS.get(act.step, record.state_title),
                act.note,
                "course",
            )
            for act in reversed(record.acts)
        )
    )
