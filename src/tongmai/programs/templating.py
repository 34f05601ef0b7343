"""`tongmai template`: the Excel list of a profile, and the resources of a list that was filled in."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from tongmai.base.outcome import refuse
from tongmai.engines.intake.marking import marked
from tongmai.engines.intake.profiled import ProfileList, list_of
from tongmai.model.profiled import Profiled
from tongmai.programs.viewing import resources


def read_list(file: Path) -> ProfileList:
    """The list of the first profile in a file; profiles, value sets and code systems that it names may stand beside it,
    in a Bundle or a list. Refused: no profile, or one that no list can be made of, by its element."""
    content = [*resources(file)]
    profiles = [one for one in content if one.get("derivation") == "constraint" and one.get("url")]
    if not profiles:
        raise refuse(
            "not-found", "文件中没有规范（derivation 为 constraint 的 StructureDefinition）",
            "no profile in the file: a StructureDefinition by constraint", where=file.name,
        )  # fmt: skip
    try:
        return list_of(Profiled(profiles[0], [one for one in content if one is not profiles[0]]))
    except ValueError as error:
        raise refuse("unsupported", f"不能按此规范制表：{error}", f"no list of this profile: {error}",
                     where=file.name, remedy=("请在规范中写明标签、类型或固定值",
                                              "give the profile labels, single types or fixed values")
                     ) from error  # fmt: skip


def write_template(profile: Path, out: Path, console: Console) -> None:
    """Write the empty list."""
    found = read_list(profile)
    out.write_bytes(found.template())
    console.print(f"已写入 {out}：{len(found.sheet.columns)} 列 columns")


def take_in(profile: Path, filled: Path, out: Path, console: Console) -> int:
    """Write the resources of a filled list as NDJSON; 1 when a row is wrong: then nothing but the list with its errors
    at their cells is written, beside `out`."""
    found, data = read_list(profile), filled.read_bytes()
    filling = found.filled(filled.name, data)
    if wrong := filling.preview.wrong:
        back = out.with_suffix(".xlsx")
        back = back if back.resolve() != filled.resolve() else out.with_name(f"{out.stem}-wrong.xlsx")
        back.write_bytes(marked(filled.name, data, [filling.preview]))
        for one in wrong:
            told = f"{one.cell} {one.field.zh}：{one.reason.zh}；{one.remedy.zh} {one.reason.en}; {one.remedy.en}"
            console.print(told, markup=False, highlight=False, soft_wrap=True)
        console.print(f"{len(wrong)} 处有误，未生成资源 nothing made；已标在 marked in {back}")
        return 1
    out.write_text("".join(f"{_line(one)}\n" for one in filling.resources.values()), encoding="utf-8")
    console.print(f"已写入 {out}：{len(filling.resources)} 条 resources")
    return 0


def _line(resource: Mapping[str, Any]) -> str:
    return json.dumps(resource, ensure_ascii=False)
