"""From what the rooms declare to the front door's lists and directories."""

from collections.abc import Callable, Mapping, Sequence

from tongmai.access import Context
from tongmai.engines.intake.listing import Listing
from tongmai.engines.intake.names import Directory, Name
from tongmai.engines.intake.present import Present
from tongmai.fhir.definitions import Definitions
from tongmai.fhir.views import View
from tongmai.model.reading import Room
from tongmai.model.sheet import Sheet

Directories = Callable[[Context], Mapping[str, Directory]]


def listings(rooms: Sequence[Room], definitions: Definitions) -> list[Listing]:
    """Every sheet of every room with its view, its lens and its checks. ValueError names a sheet that lacks one."""
    found = []
    for room in rooms:
        views = {view.name: view for view in room.views}
        for sheet in room.domain.sheets:
            if sheet.view not in views or sheet.view not in room.lenses:
                raise ValueError(f"sheet {sheet.id}: no view and lens {sheet.view} in room {room.domain.id}")
            checks = tuple(room.domain.functions[name] for name in sheet.checks)
            view = View(views[sheet.view].definition, definitions)
            found.append(Listing(sheet, view, room.lenses[sheet.view], checks))
    _check_pools(found)
    return found


def _check_pools(found: Sequence[Listing]) -> None:
    pools = [listing.sheet.pool for listing in found if listing.sheet.pool]
    if twice := {pool for pool in pools if pools.count(pool) > 1}:
        raise ValueError(f"two sheets make the directory {', '.join(sorted(twice))}")


def directories(found: Sequence[Listing], fixed: Mapping[str, Directory]) -> Directories:
    """The directories of names as an actor may know them: those that lists make, and fixed ones (areas). ValueError
    names a column whose directory nobody makes."""
    makers = {listing.sheet.pool: listing for listing in found if listing.sheet.pool}
    for listing in found:
        for column in listing.sheet.columns:
            if column.directory and column.directory not in {*makers, *fixed}:
                raise ValueError(f"sheet {listing.sheet.id}, column {column.name}: no directory {column.directory}")

    def known(context: Context) -> Mapping[str, Directory]:
        made = {pool: _directory(listing.sheet, listing.present(context)) for pool, listing in makers.items()}
        return {**fixed, **made}

    return known


def _directory(sheet: Sheet, rows: Sequence[Present]) -> Directory:
    name = next((column.name for column in sheet.columns if column.kind == "text"), sheet.key[0])
    entries = (Name(one.id, str(one.row.get(sheet.key[0]) or ""), str(one.row.get(name) or one.id)) for one in rows)
    return Directory(sheet.title, tuple(entries))
