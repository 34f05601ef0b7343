"""Which worksheet is which list, whatever people called it."""

from collections.abc import Sequence

from tongmai.base.outcome import refuse
from tongmai.base.words import Words
from tongmai.engines.intake.found import Notice
from tongmai.engines.intake.grid import Grid
from tongmai.engines.intake.heading import score
from tongmai.engines.intake.opening import Sent
from tongmai.engines.intake.template import OWN_SHEETS
from tongmai.engines.intake.texts import likeness
from tongmai.model.sheet import Sheet

Match = tuple[Sheet, Grid, tuple[Notice, ...]]
_ENOUGH = 2  # headings that must be known before a worksheet is taken for a list


def match_sheets(sent: Sent, sheets: Sequence[Sheet]) -> tuple[list[Match], list[Notice]]:
    """(matches in the order of the sheets, what was left unread). Refused: nothing matches, or two match one list."""
    found: dict[str, Match] = {}
    unread: list[Notice] = []
    grids = [grid for grid in sent.grids if grid.rows and grid.name not in OWN_SHEETS]
    for grid in grids:
        sheet = _named(grid, sheets) or _best(grid, sheets, alone=len(grids) == 1)
        if sheet is None:
            words = Words(f"工作表“{grid.name}”不是任何一张清单，未读取", f"worksheet {grid.name} is no list of ours")
            unread.append(Notice("unread-sheet", 0, "", words))
        elif sheet.id in found:
            raise _twice(sent, sheet, found[sheet.id][1], grid)
        else:
            found[sheet.id] = (sheet, grid, _told(grid, sheet))
    if not found:
        titles = "、".join(sheet.title.zh for sheet in sheets[:8])
        raise refuse(
            "invalid", "没有一张工作表对得上", "no worksheet is one of our lists", where=sent.name,
            remedy=(f"请用下载的模板；清单有：{titles}", f"use the template; the lists are {titles}"),
        )  # fmt: skip
    return [found[sheet.id] for sheet in sheets if sheet.id in found], unread


def _named(grid: Grid, sheets: Sequence[Sheet]) -> Sheet | None:
    """By its name, unless nothing in it looks like that list and something else does."""
    for sheet in sheets:
        if likeness(grid.name) in (likeness(sheet.title.zh[:31]), likeness(sheet.id)):
            best = max(score(grid, other) for other in sheets)
            return sheet if score(grid, sheet) >= _ENOUGH or best < _ENOUGH else None
    return None


def _best(grid: Grid, sheets: Sequence[Sheet], alone: bool) -> Sheet | None:
    """By its headings: most columns known, then the greater share of the list; a draw is nobody's."""
    ranked = sorted(((score(grid, sheet), sheet) for sheet in sheets), key=lambda pair: _rank(*pair), reverse=True)
    if not ranked:
        return None
    if ranked[0][0] < min(_ENOUGH, len(ranked[0][1].columns)):
        return sheets[0] if alone and len(sheets) == 1 else None
    if len(ranked) > 1 and _rank(*ranked[0]) == _rank(*ranked[1]):
        return None
    return ranked[0][1]


def _rank(known: int, sheet: Sheet) -> tuple[int, float]:
    return known, known / len(sheet.columns)


def _told(grid: Grid, sheet: Sheet) -> tuple[Notice, ...]:
    if likeness(grid.name) == likeness(sheet.title.zh[:31]) or grid.name == "CSV":
        return ()
    words = Words(f"工作表“{grid.name}”按“{sheet.title.zh}”读取", f"worksheet {grid.name} read as {sheet.title.en}")
    return (Notice("sheet-name", 0, "", words),)


def _twice(sent: Sent, sheet: Sheet, one: Grid, other: Grid) -> Exception:
    return refuse(
        "duplicate", f"工作表“{one.name}”和“{other.name}”都是“{sheet.title.zh}”",
        f"worksheets {one.name} and {other.name} are both {sheet.title.en}", where=sent.name,
        remedy=("请合并成一张，或分两次上传", "join them, or send one after the other"),
    )  # fmt: skip
