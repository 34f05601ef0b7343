"""A room's folder read into declarations. Every error names file and entry; nothing in the folder is passed over.

The shape of the folder stands in ARCHITECTURE; python files, README.md and printed forms belong to others.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tongmai.base.tables import DATED, DatedTable, read_table
from tongmai.base.words import Words
from tongmai.model.domain import Domain
from tongmai.model.entry import Entry, read_yaml
from tongmai.model.measure import Measure, Reading
from tongmai.model.reading_specs import read_specs
from tongmai.model.spec import Spec
from tongmai.model.view import DerivedView, View


@dataclass(frozen=True)
class Room:
    """A room with its files. `lenses`: the templates that stand beside a view, by its name; `templates`: all of them;
    `profiles`: StructureDefinitions, SearchParameters, ValueSets and Questionnaires in file order."""

    domain: Domain
    folder: Path
    views: tuple[View, ...]
    derived: tuple[DerivedView, ...]
    templates: Mapping[str, Mapping[str, Any]]
    measures: tuple[Measure, ...]
    specs: tuple[Spec, ...]
    tables: Mapping[str, DatedTable]
    profiles: tuple[Mapping[str, Any], ...]

    @property
    def lenses(self) -> Mapping[str, Mapping[str, Any]]:
        names = {view.name for view in self.views}
        return {name: template for name, template in self.templates.items() if name in names}

    def measure(self, id: str) -> Measure:
        for measure in self.measures:
            if measure.id == id:
                return measure
        raise KeyError(id)


def read_room(domain: Domain, folder: Path) -> Room:
    """Read views, templates, measures, specs, tables and profiles of a room. ValueError names file and entry."""
    measures = read_measures(folder / "measures.yaml")
    strangers = [measure.id for measure in measures if not measure.id.startswith(f"{domain.id}.")]
    if strangers:
        raise ValueError(f"{domain.id}/measures.yaml: not of this room: {', '.join(strangers)}")
    return Room(
        domain,
        folder,
        tuple(_view(path) for path in _files(folder / "views", ".json", ".sql") if path.suffix == ".json"),
        tuple(_derived(path) for path in _files(folder / "views", ".json", ".sql") if path.suffix == ".sql"),
        {path.stem: _template(path) for path in _files(folder / "templates") if path.suffix == ".json"},
        measures,
        read_specs(folder / "specs", measures),
        {path.stem: read_dated(path) for path in _files(folder / "tables", ".csv")},
        tuple(profile for path in _files(folder / "profiles", ".json") for profile in _profiles(path)),
    )


def _files(folder: Path, *suffixes: str) -> list[Path]:
    """The files of a folder by name; ValueError names one that does not belong there."""
    if not folder.is_dir():
        return []
    found = sorted(path for path in folder.iterdir() if not path.name.startswith((".", "__")))
    if suffixes:
        for path in found:
            if path.suffix not in suffixes:
                raise ValueError(f"{folder.parent.name}/{folder.name}/{path.name}: only {', '.join(suffixes)} lie here")
    return found


def _where(path: Path) -> str:
    return "/".join(path.parts[-3:])


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{_where(path)}: {error}") from error


def _view(path: Path) -> View:
    definition = _json(path)
    if not isinstance(definition, dict) or not isinstance(definition.get("resource"), str):
        raise ValueError(f"{_where(path)}: a ViewDefinition with a resource is expected")
    try:
        return View(path.stem, definition["resource"], definition)
    except ValueError as error:
        raise ValueError(f"{_where(path)}: {error}") from error


def _derived(path: Path) -> DerivedView:
    return DerivedView(path.stem, path.read_text(encoding="utf-8"))


def _template(path: Path) -> Mapping[str, Any]:
    template = _json(path)
    if not isinstance(template, dict):
        raise ValueError(f"{_where(path)}: a template is one JSON object")
    return template


def _profiles(path: Path) -> list[Mapping[str, Any]]:
    content = _json(path)
    entries = content if isinstance(content, list) else [content]
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict) or "resourceType" not in entry:
            raise ValueError(f"{_where(path)}: entry {number} is no resource")
    return entries


def read_dated(path: Path) -> DatedTable:
    """A dated table whose key is the fewest of its leading columns that tell any two rows of one day apart.
    ValueError when two rows are alike in all of them."""
    with path.open(encoding="utf-8", newline="") as file:
        own = [name for name in file.readline().strip().lstrip("﻿").split(",") if name not in DATED]
    for width in range(1, len(own)):
        try:
            return read_table(path, tuple(own[:width]))
        except ValueError as error:
            if "hold on" not in str(error):
                raise
    return read_table(path, tuple(own))


def read_measures(path: Path) -> tuple[Measure, ...]:
    """The entries of measures.yaml; an absent file holds none."""
    if not path.exists():
        return ()
    where = _where(path)
    content = read_yaml(path) or []
    if not isinstance(content, list):
        raise ValueError(f"{where}: a list of measures is expected")
    measures = tuple(_measure(f"{where} entry {number}", entry) for number, entry in enumerate(content, start=1))
    ids = [measure.id for measure in measures]
    if twice := sorted({id for id in ids if ids.count(id) > 1}):
        raise ValueError(f"{where}: declared twice: {', '.join(twice)}")
    return measures


def _measure(where: str, values: Any) -> Measure:
    entry = Entry(where, values)
    id = entry.text("id")
    entry.where = f"{where} ({id})"
    try:
        measure = Measure(
            id=id,
            title=entry.compulsory_words("title"),
            rows=entry.text("rows", ""),
            numerator=entry.text("numerator", ""),
            denominator=entry.text("denominator", ""),
            kind=entry.choice("kind", ("state", "flow"), "state"),
            window=entry.choice("window", ("month", "quarter", "year_to_date", "year", "twelve_months"), "month"),
            place=entry.text("place", "village"),
            subject=entry.text("subject", "id"),
            opens=entry.text("opens", "Organization"),
            base=entry.choice("base", ("census", "recorded", "anonymous"), "census"),
            unit=_unit(entry),
            counts=entry.choice("counts", ("", "cents"), ""),
            better=entry.choice("better", ("higher", "lower", "none"), "higher"),
            distinct=entry.text("distinct", ""),
            formula=entry.text("formula", ""),
            readings=_readings(entry),
            source=entry.text("source"),
            status=entry.choice("status", ("verified", "unverified", "assumed"), "assumed"),
            catalogue=tuple(str(item) for item in entry.items("catalogue")),
        )
    except ValueError as error:
        raise error if str(error).startswith(where) else ValueError(f"{where}: {error}") from error
    entry.done()
    return measure


def _unit(entry: Entry) -> str:
    """percent, count, cents, days, minutes, or `{per: 1000}`, kept as "per 1000"."""
    value = entry.take("unit")
    if isinstance(value, Mapping) and set(value) == {"per"} and isinstance(value["per"], int) and value["per"] > 0:
        return f"per {value['per']}"
    if value is None:
        return "percent"
    if value not in ("percent", "count", "cents", "days", "minutes"):
        raise entry.fault("unit", f"is not known: {value!r}")
    return str(value)


def _readings(entry: Entry) -> dict[str, Reading]:
    inner = entry.inner("readings")
    found: dict[str, Reading] = {}
    for name in inner.names() if inner is not None else ():
        one = Entry(f"{entry.where} reading {name}", inner.take(name) if inner is not None else None)
        title: Words = one.compulsory_words("title")
        numerator, denominator = one.text("numerator", ""), one.text("denominator", "")
        if not numerator and not denominator:
            raise one.fault("numerator or denominator", "is missing: a reading replaces at least one of them")
        found[name] = Reading(title, numerator or None, denominator or None)
        one.done()
    return found
