"""Write docs/reference.md from the declarations: settings, rooms, measures, views, workflows, lists, dated tables.

`make reference` writes it; with `--check` this only says whether it is still true, and prints what is not (exit 1).
"""

import difflib
import sys
from collections.abc import Iterator
from pathlib import Path

from tongmai.app import declared
from tongmai.base.settings import PREFIX, SETTINGS
from tongmai.declared import Declared
from tongmai.engines.workflow import diagram
from tongmai.model.measure import Measure
from tongmai.model.view import DIMENSIONS

TARGET = Path(__file__).parents[1] / "docs" / "reference.md"


def text(it: Declared) -> str:
    """The whole document."""
    parts = (
        _head(), _settings(), _rooms(it), _measures(it), _views(it), _workflows(it), _sheets(it), _tables(it),
    )  # fmt: skip
    return "\n".join(line for part in parts for line in part) + "\n"


def _head() -> Iterator[str]:
    yield "# Reference"
    yield ""
    yield "Made from the declarations by `make reference`; a house test holds that it is true."


def _settings() -> Iterator[str]:
    yield from ("", "## Settings", "", "Environment variables. An unknown or malformed one is refused.", "")
    yield from ("| variable | default | means |", "|---|---|---|")
    for row in SETTINGS:
        default = "" if str(row.default) in ("", ".") else f"`{row.default}`"
        yield f"| `{PREFIX}{row.name.upper()}` | {default} | {row.means} |"


def _rooms(it: Declared) -> Iterator[str]:
    yield from ("", "## Rooms", "", "| room | 名称 | catalogue items | measures | workflows | pages | lists |")
    yield "|---|---|---|---|---|---|---|"
    for room in it.rooms:
        one = room.domain
        counts = (len(room.measures), len(one.workflows), len(one.pages), len(one.sheets))
        yield f"| {one.id} | {one.title.zh} | {' '.join(one.catalogue)} | " + " | ".join(map(str, counts)) + " |"


def _measures(it: Declared) -> Iterator[str]:
    yield from ("", "## Measures", "", "| id | 指标 | counts | of | over | unit | status | source |")
    yield "|---|---|---|---|---|---|---|---|"
    for measure in it.catalogue.measures.values():
        yield _measure(measure)


def _measure(measure: Measure) -> str:
    counts = measure.formula or measure.numerator or f"distinct {measure.distinct}"
    cells = (
        f"`{measure.id}`",
        measure.title.zh,
        f"`{counts}`",
        f"`{measure.denominator}`" if measure.denominator else "",
        f"{measure.rows}, {measure.kind}, {measure.window}" if measure.rows else "formula",
        measure.unit,
        measure.status,
        measure.source,
    )
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _views(it: Declared) -> Iterator[str]:
    yield from ("", "## Views", "", "What a measure may count, with its columns. A view is private to its room; the")
    yield from ("dimensions (room —) belong to all. `x_day` is the civil day of the time `x`.", "")
    yield from ("| room | view | of | columns |", "|---|---|---|---|")
    for name in DIMENSIONS:
        yield _view("—", name, "dimension", it)
    for room in it.rooms:
        for view in room.views:
            if view.name not in DIMENSIONS:
                yield _view(room.domain.id, view.name, view.resource, it)
        for derived in room.derived:
            if derived.name not in DIMENSIONS:
                yield _view(room.domain.id, derived.name, "SQL over views", it)


def _view(room: str, name: str, of: str, it: Declared) -> str:
    return f"| {room} | `{name}` | {of} | {', '.join(it.catalogue.columns[name])} |"


def _workflows(it: Declared) -> Iterator[str]:
    yield from ("", "## Workflows")
    for domain in it.domains:
        for flow in domain.workflows:
            yield from ("", f"### `{flow.id}` {flow.title.zh} · {flow.title.en}", "", "```mermaid")
            yield diagram(flow).rstrip("\n")
            yield from ("```", "", "| step | 步骤 | from → to | by | needs |", "|---|---|---|---|---|")
            for step in flow.steps:
                needs = ", ".join(need.name for need in step.needs)
                move, by = step.move.replace("|", "\\|"), step.by.replace("|", "\\|")
                yield f"| {step.name} | {step.title.zh} | {move} | {by} | {needs} |"


def _sheets(it: Declared) -> Iterator[str]:
    yield from ("", "## Excel lists", "", "| list | 名称 | columns | kept by | approved by |", "|---|---|---|---|---|")
    for domain in it.domains:
        for sheet in domain.sheets:
            columns = "、".join(column.title.zh + ("*" if column.required else "") for column in sheet.columns)
            keepers, approvers = ", ".join(sheet.editors), ", ".join(sheet.approvers)
            yield f"| {sheet.id} | {sheet.title.zh} | {columns} | {keepers} | {approvers} |"


def _tables(it: Declared) -> Iterator[str]:
    yield from (
        "",
        "## Dated tables",
        "",
        "| table | rows | verified | unverified | assumed |",
        "|---|---|---|---|---|",
    )
    for room in it.rooms:
        for name, table in room.tables.items():
            states = [sum(row.status == state for row in table.rows) for state in ("verified", "unverified", "assumed")]
            yield f"| {room.domain.id}.{name} | {len(table.rows)} | " + " | ".join(map(str, states)) + " |"


def main() -> int:
    """Write, or check."""
    made = text(declared())
    if "--check" in sys.argv:
        kept = TARGET.read_text(encoding="utf-8").splitlines() if TARGET.exists() else []
        differing = list(
            difflib.unified_diff(kept, made.splitlines(), "docs/reference.md", "declared", n=0, lineterm="")
        )
        print("\n".join(differing))
        return 1 if differing else 0
    TARGET.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
