"""`tongmai import` and `tongmai export`: lists in and out of the front door, documents of a plan."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console

from tongmai.base.outcome import refuse
from tongmai.engines.intake.found import Preview
from tongmai.engines.intake.proposing import Seen
from tongmai.house import House

_SHOWN = 40
_DOCUMENTS = ("xlsx", "docx", "zip")
console = Console()


def run(house: House, file: Path, actor: str, approve_by: str | None, as_json: bool) -> int:
    """Preview a file as `actor`; with `approve_by` send it and let that person approve what is clean. 0 when nothing
    is wrong (and, if asked for, everything was approved), 1 when something has to be mended first."""
    front, context, data = house.sheets, house.open(actor), file.read_bytes()
    seen = front.look(context, file.name, data)
    clean = all(one.preview.clean for one in seen)
    written = 0
    if approve_by and clean:
        approver = house.open(approve_by)
        sent = front.send(context, file.name, data)
        written = sum(len(front.approve(approver, one.record.id).written) for one in sent if _moves(one.preview))
    if as_json:
        lists = [told(one) for one in seen]
        print(json.dumps({"file": file.name, "lists": lists, "written": written}, ensure_ascii=False))
    else:
        _print(seen)
        if approve_by:
            console.print(f"已审核入库 {written} 条" if clean else "[red]有错误，未入库：请先修改[/red]")
        elif clean:
            console.print("预览无误；加 --approve-by 由另一人审核后入库")
    return 0 if clean else 1


def _moves(preview: Preview) -> bool:
    return bool(preview.new or preview.changed)


def told(seen: Seen) -> dict[str, Any]:
    """A preview as plain values."""
    preview = seen.preview
    return {
        "list": seen.listing.sheet.id,
        "title": seen.listing.sheet.title.zh,
        "new": len(preview.new),
        "changed": len(preview.changed),
        "same": len(preview.same),
        "absent": len(preview.absent),
        "wrong": [
            {
                "cell": one.cell,
                "row": one.row,
                "column": one.column,
                "field": one.field.zh,
                "written": one.written,
                "kind": one.kind,
                "reason": one.reason.zh,
                "remedy": one.remedy.zh,
            }
            for one in preview.wrong
        ],
        "told": [one.words.zh for one in preview.told],
    }


def _print(seen: Sequence[Seen]) -> None:
    for one in seen:
        preview = one.preview
        console.print(
            f"[bold]{one.listing.sheet.title.zh}[/bold]（{preview.grid}）："
            f"新增 {len(preview.new)}，修改 {len(preview.changed)}，相同 {len(preview.same)}，"
            f"错误 {len(preview.wrong)}，文件中未出现 {len(preview.absent)}（保留不动）"
        )
        for wrong in preview.wrong[:_SHOWN]:
            console.print(
                f"  [red]{wrong.cell}[/red] {wrong.field.zh}“{wrong.written}”：{wrong.reason.zh}；{wrong.remedy.zh}"
            )
        for changed in preview.changed[:_SHOWN]:
            moves = "；".join(
                f"{it.field.zh} {it.old_shown or '空'} → {it.new_shown or '空'}" for it in changed.changes
            )
            console.print(f"  第 {changed.row} 行 {changed.label}：{moves}")
        for notice in preview.told[:_SHOWN]:
            console.print(f"  [dim]{notice.words.zh}[/dim]")


def exported(house: House, what: str, plan_id: str | None, as_of: date, actor: str) -> bytes:
    """A plan's document (xlsx, docx, zip), or a list by its id or its last part (`institutions`); `lists`: all lists in
    one workbook. Refused: not-found, with what there is."""
    context = house.open(actor)
    if what in _DOCUMENTS:
        return house.export(plan_id or next(iter(house.plans)), what, as_of, context).content
    known = [sheet.id for sheet in house.sheets.sheets]
    chosen = known if what == "lists" else [id for id in known if what in (id, id.split(".")[-1])]
    if not chosen:
        names = ", ".join((*_DOCUMENTS, "lists", *known))
        raise refuse(
            "not-found", f"没有可导出的：{what}", f"nothing to export: {what}", where="what",
            remedy=(f"可用：{names}", f"there are: {names}"),
        )  # fmt: skip
    return house.sheets.template(context, chosen)
