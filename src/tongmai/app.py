"""The roof: which rooms there are, and how floors and rooms become one house. Only programs import this."""

import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from tongmai.access import Access, AuditLog, Looked
from tongmai.base.clock import REGION_ZONE, Clock, SetClock, SystemClock
from tongmai.base.outcome import refuse
from tongmai.declared import Declared, Rooms, actors, declare, dimensions, is_folder, read_rooms
from tongmai.domains import (
    community,
    consultation,
    diagnostics,
    emergency,
    family_doctor,
    insurance,
    pharmacy,
    plans,
    quality,
    referral,
    registry,
    residents,
    supervision,
    surveillance,
    tcm,
    workforce,
)
from tongmai.engines.measure.duck import DuckMeasures
from tongmai.engines.workflow import Workflows, grants, guards
from tongmai.fhir.definitions import Definitions
from tongmai.house import House
from tongmai.model.domain import Domain, functions_of
from tongmai.regions.region import Region, first
from tongmai.store.lake import Lake
from tongmai.store.opening import open_store
from tongmai.store.protocol import Store

DOMAINS: tuple[Domain, ...] = (
    registry.DOMAIN,
    plans.DOMAIN,
    community.DOMAIN,
    consultation.DOMAIN,
    diagnostics.DOMAIN,
    emergency.DOMAIN,
    family_doctor.DOMAIN,
    insurance.DOMAIN,
    pharmacy.DOMAIN,
    quality.DOMAIN,
    referral.DOMAIN,
    residents.DOMAIN,
    supervision.DOMAIN,
    surveillance.DOMAIN,
    tcm.DOMAIN,
    workforce.DOMAIN,
)


@cache
def _rooms() -> Rooms:
    """The rooms lie in the package and are read once a process."""
    return read_rooms(DOMAINS)


@cache
def _of_the_package(region: str) -> Declared:
    """So do the regions that come with it."""
    return declare(_rooms(), region)


def declared(region: str = "") -> Declared:
    """Every room with a region, the house's first where none is named. Refused: structure, naming the file and entry
    that is wrong."""
    region = region or first()
    try:
        return declare(_rooms(), region) if is_folder(region) else _of_the_package(region)
    except ValueError as error:
        raise refuse("structure", f"声明有误：{error}", f"a declaration is wrong: {error}") from error


def clock_at(day: date, at: time = time(10)) -> SetClock:
    """A clock that stands at a time of a day of the region, at ten in the morning when none is said."""
    return SetClock(datetime.combine(day, at, REGION_ZONE).astimezone(UTC))


def demonstration_clock(region: Region) -> SetClock:
    """The clock of a region's demonstration."""
    return clock_at(region.as_of, region.stands_at)


def _store(settings: Mapping[str, Any], data: Path, definitions: Definitions, clock: Clock) -> Store:
    """The store with an index of the chosen parameters. Refused (value): a choice that is none."""
    names = settings["parameters"].split()
    usual = names[:1] == ["usual"]
    more = names[1:] if usual else names
    if wrong := [name for name in more if "." not in name]:
        raise refuse("value", f"不是参数：{wrong[0]}", f"not a parameter: {wrong[0]}", where="TONGMAI_PARAMETERS",
                     remedy=("例如 usual Observation.method", "such as usual Observation.method"))  # fmt: skip
    store = open_store(settings["store"], data, definitions, clock, usual=usual)
    try:
        store.switch_on(more)
    except BaseException:
        store.close()
        raise
    return store


def open_house(
    settings: Mapping[str, Any], clock: Clock | None = None, it: Declared | None = None, store: Store | None = None
) -> House:
    """Open the house on its data folder. One process at a time has a data folder: a second is refused
    by its lock. Where the store is a server, several processes share the records, each with a folder of its own."""
    it = it or declared(settings["region"])
    data = Path(settings["data"])
    clock = clock or _clock(settings)
    store = store or _store(settings, data, it.definitions, clock)
    lake = Lake(data / "lake", it.of_rooms.derivers, it.catalogue.derived, dimensions(it.region))
    flows = [flow for domain in it.domains for flow in domain.workflows]
    rules = [rule for domain in it.domains for rule in domain.rules]
    rules += [rule for flow in flows for rule in grants(flow, it.definitions)]
    audit = AuditLog(data / "audit" / "reads.jsonl", clock)
    looked = Looked(data / "audit" / "reads.jsonl")
    roles = {role.id: role.title for domain in it.domains for role in domain.roles}
    access = Access(
        store,
        lake,
        rules,
        actors(it.region),
        audit,
        clock,
        definitions=it.definitions,
        guards=guards(flows),
        roles=roles,
        looked=looked,
        most_included=settings["max_included"],
    )
    return House(
        settings=settings,
        clock=clock,
        declared=it,
        store=store,
        lake=lake,
        audit=audit,
        looked=looked,
        access=access,
        workflows=_workflows(it),
        evaluator=DuckMeasures(lake, it.catalogue, it.of_rooms.binding),
        secret=settings["secret"] or secrets.token_hex(32),
    )


def _clock(settings: Mapping[str, Any]) -> Clock:
    return clock_at(date.fromisoformat(settings["as_of"])) if settings["as_of"] else SystemClock()


def _workflows(it: Declared) -> Workflows:
    flows, of = [flow for domain in it.domains for flow in domain.workflows], it.of_rooms
    return Workflows(flows, functions_of(it.domains), of.terms, of.templates, of.lenses)
