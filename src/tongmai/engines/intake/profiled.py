"""A list made of a profile: its columns, its workbook, and the resources that its rows become, judged by the profile.

A column stands for each element that the profile labels, must support or wants and that one cell can hold. What the
profile fixes is written into the resource and asked of nobody. A finding of the judge stands at the cell of the element
that it is about, or at that of the nearest element that has one.
"""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tongmai.base.outcome import Issue, refuse
from tongmai.base.words import NO_WORDS, Words
from tongmai.engines.intake.compare import wrong_at
from tongmai.engines.intake.fields import read_cell
from tongmai.engines.intake.found import Fault, NewRow, Preview, Wrong
from tongmai.engines.intake.grid import Grid
from tongmai.engines.intake.heading import find_heading, score
from tongmai.engines.intake.limits import Limits
from tongmai.engines.intake.opening import open_file
from tongmai.engines.intake.rows import Line, read_lines
from tongmai.engines.intake.template import Filled, workbook
from tongmai.fhir.check import Checker
from tongmai.fhir.findings import errors
from tongmai.fhir.invariants import Invariants
from tongmai.fhir.profiles import Node, is_fixed
from tongmai.fhir.profiles.tree import MISSING, child
from tongmai.fhir.validating import Validator
from tongmai.model.profiled import Asked, Profiled, column_of
from tongmai.model.sheet import Column, Sheet

Json = dict[str, Any]
_INSIDE: Mapping[str, tuple[str, ...]] = {
    "HumanName": ("text",), "Identifier": ("value",), "ContactPoint": ("value",), "Address": ("text",),
    "Annotation": ("text",), "Period": ("start", "end"),
}  # fmt: skip
"""What is asked for where a profile labels a whole of which it says nothing further."""
_WHOLE = frozenset({"CodeableConcept", "Coding", "Quantity", "Reference"})
_REMEDY = Words("请按本列说明改正", "mend it as the column's hint says")


@dataclass(frozen=True)
class Filling:
    """What a filled list gave. `resources` by row; only of rows in which nothing is wrong."""

    preview: Preview
    resources: Mapping[int, Json]


@dataclass(frozen=True)
class ProfileList:
    """`asked`: the element behind each column."""

    profile: Profiled
    sheet: Sheet
    asked: Mapping[str, Asked]

    def template(self) -> bytes:
        """An empty .xlsx with headings in both languages, marks, hints and drop-downs."""
        return workbook([Filled(self.sheet, ())], {}, NO_WORDS, bilingual=True)

    def filled(self, name: str, data: bytes, limits: Limits | None = None) -> Filling:
        """Read a filled list. Refused: a file that cannot be opened, or in which no heading row is found."""
        sent = open_file(name, data, limits or Limits())
        grid = max(sent.grids, key=lambda one: score(one, self.sheet))
        return _Reading(self, grid).filling()


def list_of(profile: Profiled) -> ProfileList:
    """The list of a profile. ValueError: it wants an element that no cell can hold, or gives none to ask for."""
    asked = {one.id.partition(".")[2]: one for one in _asked(profile, [profile.tree], profile.tree.path)}
    if not asked:
        raise ValueError(f"{profile.url}: it labels, supports or wants no element that a cell can hold")
    columns = [column_of(name, one) for name, one in asked.items()]
    titles = [one.title.zh for one in columns]
    columns = [_told_apart(one) if titles.count(one.title.zh) > 1 else one for one in columns]
    first = next((one.name for one in columns if one.required), columns[0].name)
    about = Words(str(profile.definition.get("description", "")), "")
    sheet = Sheet(profile.url, profile.title, "", tuple(columns), (first,), (), (), about=about)
    return ProfileList(profile, sheet, asked)


def _told_apart(column: Column) -> Column:
    return replace(column, title=Words(f"{column.title.zh}（{column.name}）", f"{column.title.en} ({column.name})"))


def _asked(profile: Profiled, nodes: list[Node], id: str) -> Iterator[Asked]:
    """The elements below the last of the nodes that are asked for."""
    node = nodes[-1]
    for inner in _within(profile, node):
        name = f"{id}.{inner.path.rpartition('.')[2]}" + (f":{inner.name}" if inner.name else "")
        if inner.maximum == 0 or (is_fixed(inner) and not _composed(inner)):
            continue
        wanted = all(one.minimum > 0 for one in (*nodes[1:], inner))
        if inner.slices:
            for slice in inner.slices.values():
                yield from _one(profile, [*nodes, slice], f"{name}:{slice.name}", wanted and slice.minimum > 0)
        else:
            yield from _one(profile, [*nodes, inner], name, wanted)


def _one(profile: Profiled, nodes: list[Node], name: str, wanted: bool) -> Iterator[Asked]:
    node = nodes[-1]
    labelled = bool(node.labels) or (node.minimum > 0 and any(one.labels for one in nodes[1:-1]))
    hoped = wanted or labelled or node.must_support
    if len(node.types) != 1:
        if wanted:
            raise ValueError(f"{profile.url}: {name} is wanted and may be of several types: choose one in the profile")
        return
    type = node.types[0]
    if type in profile.definitions.primitives or (type in _WHOLE and not (type != "Quantity" and node.children)):
        if hoped:
            yield profile.of(nodes, name)
        return
    found = [*_asked(profile, nodes, name)] if node.children or wanted else []
    if not found and hoped:
        inside = _INSIDE.get(type, ())
        if not inside and wanted and not is_fixed(node):
            raise ValueError(f"{profile.url}: {name} of type {type} is wanted, and no cell can hold it")
        found = [profile.of([*nodes, child(profile.definitions, node, one)], f"{name}.{one}") for one in inside]
    if len(found) == 1 and node.maximum != 1:  # it repeats as a whole
        found = [replace(found[0], many=True)]
    yield from found


def _composed(node: Node) -> bool:
    return bool(node.children) or (len(node.types) == 1 and node.types[0] in ("Quantity", *_INSIDE))


def _within(profile: Profiled, node: Node) -> list[Node]:
    """The elements of which the profile speaks, in its order, and those that their type wants."""
    shape = profile.definitions.shapes.get(node.types[0])
    for name, element in shape.elements.items() if shape else ():
        if element.minimum > 0:
            child(profile.definitions, node, name)
    return list(node.children.values())


@dataclass
class _Reading:
    """One pass over the lines of a worksheet."""

    of: ProfileList
    grid: Grid
    wrong: list[Wrong] = field(default_factory=list)

    def filling(self) -> Filling:
        sheet, grid = self.of.sheet, self.grid
        heading = find_heading(grid, sheet)
        if isinstance(heading, Fault):
            raise refuse("invalid", heading.reason.zh, heading.reason.en, where=grid.name, remedy=heading.remedy)
        for cell, name, fault in heading.faults:
            self.wrong.append(wrong_at(sheet, grid, cell, name, fault))
        read = read_lines(grid, heading)
        validator, resources, new = _validator(self.of.profile), {}, []
        for line in read.lines:
            row = self._row(line)
            if row is None:
                continue
            resource, placed = made(self.of, row)
            issues = errors(validator.findings(resource, [self.of.profile.url], warnings=False))
            for issue in issues:
                self._at(line, _column(issue, placed, self.of), Fault("rule", issue.words, issue.remedy or _REMEDY))
            if not issues:
                resources[line.row] = resource
                new.append(NewRow(line.row, str(next(iter(row.values()), "")), row))
        rows = tuple(sorted({one.row for one in self.wrong}))
        told = (*heading.told, *read.told)
        return Filling(
            Preview(sheet.id, grid.name, heading.row, tuple(new), wrong=tuple(self.wrong), wrong_rows=rows,
                    passed=read.passed, told=told),
            resources,
        )  # fmt: skip

    def _row(self, line: Line) -> dict[str, Any] | None:
        """The values of a line; None where a cell is wrong, which is told."""
        before, row = len(self.wrong), {}
        for column in self.of.sheet.columns:
            cell = line.cells.get(column.name)
            found = read_cell(column, cell, {}, self.grid.epoch_1904) if cell else None
            if isinstance(found, Fault):
                self._at(line, column.name, found)
            elif found is not None and found.value is not None:
                row[column.name] = found.value
            elif column.required:
                reason = Words(f"“{column.title.zh}”必填", f"{column.title.en} is wanted")
                self._at(line, column.name, Fault("required", reason, Words("请填写", "give it")))
        return row if len(self.wrong) == before else None

    def _at(self, line: Line, name: str, fault: Fault) -> None:
        self.wrong.append(wrong_at(self.of.sheet, self.grid, line.cell(self.of.sheet, name), name, fault))


def _validator(profile: Profiled) -> Validator:
    definitions = profile.definitions
    return Validator(
        definitions, Checker(definitions), Invariants(definitions),
        lambda url: profile.find("StructureDefinition", url), profile.terms,
    )  # fmt: skip


def _column(issue: Issue, placed: Mapping[str, str], of: ProfileList) -> str:
    """The column whose value an issue is about, by its place: itself, what stands in it, or what it stands in."""
    where = issue.where
    if where in placed:
        return placed[where]
    near = [name for place, name in placed.items() if place.startswith((f"{where}.", f"{where}["))]
    around = [name for place, name in placed.items() if where.startswith((f"{place}.", f"{place}["))]
    plain = ".".join(part.partition("[")[0] for part in where.split(".")[1:])
    named = [name for name in of.asked if name.partition(":")[0] == plain or name.startswith(f"{plain}.")]
    return next(iter((*near, *around, *named)), of.sheet.key[0])


def made(of: ProfileList, row: Mapping[str, Any]) -> tuple[Json, dict[str, str]]:
    """The resource of a row, and the place of each column's value in it."""
    type, placed = of.profile.tree.types[0], dict[str, str]()
    content, _ = _Making(of, row, placed).content(of.profile.tree, "", type)
    return {"resourceType": type, **content}, placed


@dataclass
class _Making:
    of: ProfileList
    row: Mapping[str, Any]
    placed: dict[str, str]

    def content(self, node: Node, id: str, where: str) -> tuple[Json, bool]:
        """The object at a node, and whether a column gave it something."""
        content: Json = copy.deepcopy(node.pattern) if isinstance(node.pattern, dict) else {}
        given = False
        for inner in _within(self.of.profile, node):
            if inner.maximum == 0 or inner.element is None:
                continue
            last = inner.path.rpartition(".")[2]
            name = f"{id}.{last}" if id else last
            key = _key(inner)
            listed: list[Any] = []
            for one, one_id in [(s, f"{name}:{s.name}") for s in inner.slices.values()] or [(inner, name)]:
                place = f"{where}.{key}[{len(listed)}]" if inner.element.many else f"{where}.{key}"
                values, by_column = self._values(one, one_id, place)
                listed += values
                given = given or by_column
            if listed:
                content[key] = listed if inner.element.many else listed[0]
        return self._in_order(node, content), given

    def _in_order(self, node: Node, content: Json) -> Json:
        """As the type has its elements."""
        shape = self.of.profile.definitions.shapes.get(node.types[0])
        order = [key for one in shape.elements.values() for key, _ in one.json_keys()] if shape else []
        return {key: content[key] for key in sorted(content, key=order.index)}

    def _values(self, node: Node, id: str, where: str) -> tuple[list[Any], bool]:
        if id in self.of.asked:
            return self._of_column(node, id, where)
        if is_fixed(node) and not _composed(node):
            return [copy.deepcopy(node.pattern if node.fixed is MISSING else node.fixed)], False
        if len(node.types) != 1 or node.types[0] in self.of.profile.definitions.primitives:
            return [], False
        if not node.children and not isinstance(node.pattern, dict):
            return [], False
        below = [name for name in self.of.asked if name.startswith(f"{id}.")]
        if len(below) == 1 and isinstance(values := self.row.get(below[0]), list):
            return self._repeated(node, id, where, below[0], values)
        content, given = self.content(node, id, where)
        kept = given or (node.minimum > 0 and bool(content))
        return ([content] if kept else []), given

    def _repeated(
        self, node: Node, id: str, where: str, name: str, values: list[Any]
    ) -> tuple[list[Any], bool]:  # fmt: skip
        """A whole for each of the values of its one column."""
        found = []
        for number, value in enumerate(values):
            place = f"{where.rpartition('[')[0]}[{number}]"
            found.append(_Making(self.of, {**self.row, name: value}, self.placed).content(node, id, place)[0])
        return found, bool(found)

    def _of_column(self, node: Node, id: str, where: str) -> tuple[list[Any], bool]:
        value = self.row.get(id)
        if value is None:
            return [], False
        asked = self.of.asked[id]
        values = value if isinstance(value, list) else [value]
        for number in range(len(values)):
            place = where if number == 0 else f"{where.rpartition('[')[0]}[{number}]"
            self.placed[place] = id
        return [_value(asked, node, one) for one in values], True


def _key(node: Node) -> str:
    """The JSON key of an element; of a choice that of its one type."""
    assert node.element is not None
    keys = {kind: key for key, kind in node.element.json_keys()}
    return keys.get(node.types[0], node.element.name)


def _value(asked: Asked, node: Node, value: Any) -> Any:
    """What a cell's value is in the resource."""
    if asked.type == "Quantity":
        own = copy.deepcopy(node.pattern) if isinstance(node.pattern, dict) else {}
        for name, inner in node.children.items():
            if is_fixed(inner):
                own[name] = inner.pattern if inner.fixed is MISSING else inner.fixed
        return {"value": value, **own}
    if asked.type == "Reference":
        return {"reference": value}
    member = asked.members.get(str(value))
    coding = {"system": member.system, "code": member.code, "display": member.display} if member else None
    if asked.type == "CodeableConcept":
        return {"coding": [coding]} if coding else {"text": value}
    if asked.type == "Coding":
        return coding or {"display": value}
    return member.code if member else value
