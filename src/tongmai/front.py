"""The front door joined to the house: every room's lists, and the names that people write in them."""

from collections.abc import Callable, Iterable, Mapping

from tongmai.access import Context
from tongmai.base.clock import Clock
from tongmai.declared import Declared
from tongmai.engines.intake.front import FrontDoor
from tongmai.engines.intake.limits import Limits
from tongmai.engines.intake.listing import Listing
from tongmai.engines.intake.names import Directory, Name, directory
from tongmai.fhir.views import view_of
from tongmai.model.reading import Room
from tongmai.store.lake import Lake

_INSTITUTIONS = "select id, code, name from institution order by id"
_STAFF = "select id, code, name from staff order by id"


def front_door(
    declared: Declared, lake: Lake, refreshed: Callable[[], int], clock: Clock, mark: str, most: int
) -> FrontDoor:
    """`refreshed` brings the lake up to date and tells its version; `mark` is 演示数据 or empty; `most`:
    bytes of a sent file."""
    listings = [listing for room in declared.rooms for listing in _listings(room, declared)]
    return FrontDoor(listings, _Names(declared, lake, refreshed), declared.region.name, clock, mark, Limits(bytes=most))


def _listings(room: Room, declared: Declared) -> Iterable[Listing]:
    views = {view.name: view for view in room.views}
    functions = room.domain.functions
    for sheet in room.domain.sheets:
        view = view_of(views[sheet.view].definition, declared.definitions)
        yield Listing(sheet, view, room.templates[sheet.view], tuple(functions[name] for name in sheet.checks))


class _Names:
    """Directories of institutions, areas and staff, made once for a state of the lake. They hold names of institutions
    and of those who work in them, no resident's."""

    def __init__(self, declared: Declared, lake: Lake, refreshed: Callable[[], int]) -> None:
        self._lake, self._refreshed = lake, refreshed
        self._areas = directory("地区", "areas", _area_names(declared))
        self._kept: tuple[int, Mapping[str, Directory]] = (-1, {})

    def __call__(self, context: Context) -> Mapping[str, Directory]:
        version = self._refreshed()
        if self._kept[0] != version:
            institutions, staff = self._lake.query(_INSTITUTIONS), self._lake.query(_STAFF)
            self._kept = (
                version,
                {
                    "institution": directory("机构", "institutions", _names(institutions)),
                    "staff": directory("人员", "staff", _names(staff)),
                    "area": self._areas,
                },
            )
        return self._kept[1]


def _names(rows: Iterable[Mapping[str, str]]) -> list[Name]:
    return [Name(row["id"], row["code"] or "", row["name"]) for row in rows]


def _area_names(declared: Declared) -> list[Name]:
    """An area's full name carries the areas above it as other names, because villages of one name are many."""
    known = declared.region.areas
    found = []
    for area in known.values():
        above = known.get(area.parent)
        also = (above.name + area.name,) if above is not None else ()
        found.append(Name(area.code, area.code, area.name, also))
    return found
