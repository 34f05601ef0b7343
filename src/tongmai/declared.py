"""Everything that is declared and needs no store: rooms, definitions, measures, a region and its plans."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tongmai.access import Actor
from tongmai.base.outcome import refuse
from tongmai.base.tables import DatedTable
from tongmai.engines.measure.catalogue import Catalogue
from tongmai.engines.measure.scratch import Binding
from tongmai.engines.workflow import read_terms
from tongmai.fhir.definitions import Definitions
from tongmai.fhir.lens import Lens, lens
from tongmai.model.domain import Domain
from tongmai.model.period import periods
from tongmai.model.reading import Room, read_room
from tongmai.model.reading_plan import read_plan
from tongmai.model.target import Plan
from tongmai.regions import region as regions
from tongmai.regions.region import Region
from tongmai.store.lake import Deriver

ROOMS_FOLDER = Path(__file__).parent / "domains"


@dataclass(frozen=True)
class Rooms:
    """The rooms, the same in every region, and what is made ready of them: once, when it is first wanted, however many
    houses of them are opened."""

    rooms: tuple[Room, ...]
    definitions: Definitions
    catalogue: Catalogue

    @cached_property
    def derivers(self) -> tuple[Deriver, ...]:
        """Every view, compiled."""
        return tuple(Deriver(view, self.definitions) for view in self.catalogue.views)

    @cached_property
    def terms(self) -> dict[str, DatedTable]:
        """The clocks of every workflow that has some, by its id."""
        flows = [(room.domain, flow) for room in self.rooms for flow in room.domain.workflows if flow.terms]
        return {flow.id: read_terms(ROOMS_FOLDER / domain.id / flow.terms) for domain, flow in flows}

    @cached_property
    def templates(self) -> dict[str, Mapping[str, Any]]:
        """Those of every room, by the name that a workflow gives."""
        return {f"templates/{name}.json": form for room in self.rooms for name, form in room.templates.items()}

    @cached_property
    def lenses(self) -> dict[str, Lens]:
        """The same made ready."""
        return {name: lens(form) for name, form in self.templates.items()}

    @cached_property
    def binding(self) -> Binding:
        """Every measure, as DuckDB sees it. ValueError names one that it does not accept."""
        binding = Binding(self.catalogue)
        binding.bind(self.catalogue)
        binding.close()
        return binding


@dataclass(frozen=True)
class Declared:
    """What checks, exports of declarations and tests start from."""

    of_rooms: Rooms
    region: Region
    plans: Mapping[str, Plan]

    @property
    def rooms(self) -> tuple[Room, ...]:
        return self.of_rooms.rooms

    @property
    def definitions(self) -> Definitions:
        return self.of_rooms.definitions

    @property
    def catalogue(self) -> Catalogue:
        return self.of_rooms.catalogue

    @property
    def domains(self) -> tuple[Domain, ...]:
        return tuple(room.domain for room in self.rooms)

    def room(self, id: str) -> Room:
        for room in self.rooms:
            if room.domain.id == id:
                return room
        raise KeyError(id)


def is_folder(name: str) -> bool:
    """Whether a region is meant by its path; else it is one of the package."""
    return Path(name).name != name or (Path(name) / "region.yaml").exists()


def find_region(name: str) -> Region:
    """A region of the package by name, or a folder of the same shape by path. Refused: not-found."""
    folder = Path(name) if is_folder(name) else regions.FOLDER / name
    if not (folder / "region.yaml").exists():
        raise refuse(
            "not-found", f"没有这个地区：{name}", f"no such region: {name}", where="region",
            remedy=("给出地区名，或含 region.yaml 的文件夹", "give a region's name, or a folder with a region.yaml"),
        )  # fmt: skip
    return regions.load(folder)


def read_rooms(domains: Sequence[Domain]) -> Rooms:
    """Read every room. ValueError names the file and entry that is wrong."""
    rooms = tuple(read_room(domain, ROOMS_FOLDER / domain.id) for domain in domains)
    definitions = Definitions.load([profile for room in rooms for profile in room.profiles])
    return Rooms(rooms, definitions, Catalogue.of_rooms(rooms))


def declare(rooms: Rooms, region: str) -> Declared:
    """Rooms with a region. ValueError names the file and entry of the region that is wrong."""
    here = find_region(region)
    return Declared(rooms, here, _plans(here))


def _plans(region: Region) -> dict[str, Plan]:
    """The region's own plans first, then those of other folders, for comparison and history: what another region asks
    for is read here and not decided."""
    found = [read_plan(path) for path in sorted((region.folder / "plans").glob("*.yaml"))]
    for path in sorted(regions.FOLDER.glob("*/plans/*.yaml")):
        folder = path.parent.parent
        if folder.name != region.id:
            plan = read_plan(path)
            found.append(plan.elsewhere(regions.title(folder)) if (folder / "region.yaml").exists() else plan)
    return {plan.id: plan for plan in found}


def dimensions(region: Region) -> dict[str, list[dict[str, Any]]]:
    """The shared dimensions that a region brings as rows. A room's view of the same name takes a dimension's place."""
    first = f"{region.settings['facts_from']:%Y-%m}"
    return {
        "place": [
            {
                "village": it.village,
                "township": it.township,
                "county": it.county,
                "prefecture": it.prefecture,
                "zone": it.zone or None,
            }
            for it in region.places
        ],
        "area": [
            {"code": it.code, "name": it.name, "level": it.level, "parent": it.parent} for it in region.areas.values()
        ],
        "population": [
            {"village": it.village, "base": it.base, "year": it.year, "residents": it.residents}
            for it in region.population
        ],
        "period": [
            {"id": it.id, "kind": it.kind, "from_day": it.from_day.isoformat(), "to_day": it.to_day.isoformat()}
            for it in periods(first, region.as_of)
        ],
    }


def actors(region: Region) -> dict[str, Actor]:
    """The region's people as those who act."""
    return {
        it.id: Actor(it.id, it.name.zh, it.roles, it.organization, it.area, it.practitioner, it.patient)
        for it in region.people
    }
