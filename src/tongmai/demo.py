"""The demonstration: invented facts written through the loading door, counted, and kept for the next start."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from tongmai.app import declared, demonstration_clock, open_house
from tongmai.base.outcome import Refused
from tongmai.fhir.check import Checker
from tongmai.house import House
from tongmai.regions.demonstration import SEED, resources
from tongmai.store.opening import must_be_sqlite
from tongmai.store.protocol import ChangeSet, Put, Store

_MARK = "demonstration.json"
_GROUP = 1000


@dataclass(frozen=True)
class Built:
    """What was built, or found as it was left."""

    resources: int
    by_type: Mapping[str, int]
    seconds: float
    fresh: bool


def open_demonstration(settings: Mapping[str, Any], progress: Callable[[int], None]) -> tuple[House, Built]:
    """Open the demonstration in the data folder, building it first when it is not there. `progress` is told how many
    resources are written so far. A folder that holds other records is refused by the name of its mark."""
    must_be_sqlite(settings["store"], ("演示", "the demonstration"), ("去掉 --store", "leave out --store"))
    started = time.monotonic()
    it = declared(settings["region"])
    house = open_house(settings, demonstration_clock(it.region), it)
    mark = Path(settings["data"]) / _MARK
    fresh = not mark.exists()
    if fresh:
        _write(house.store, _checked(resources(it.region), Checker(it.definitions)), progress)
        mark.write_bytes(orjson.dumps({"region": it.region.id, "seed": SEED, "note": "演示数据 invented data"}))
    house.facts_version()
    counts = house.store.counts()
    return house, Built(sum(counts.values()), counts, time.monotonic() - started, fresh)


def _checked(facts: Iterator[dict[str, Any]], checker: Checker) -> Iterator[Put]:
    """Invented facts obey the same checks as anybody's."""
    for resource in facts:
        issues = checker.check(resource)
        if issues:
            raise Refused(tuple(issues))
        yield Put(resource["resourceType"], orjson.dumps(resource), resource["id"])


def _write(store: Store, puts: Iterator[Put], progress: Callable[[int], None]) -> None:
    """In change sets of a thousand, a few of them under way while the next is made."""
    waiting = []
    written = 0
    while group := tuple(islice(puts, _GROUP)):
        waiting.append(store.submit(ChangeSet(group, origin="demonstration")))
        if len(waiting) > 2:
            written += len(waiting.pop(0).result())
            progress(written)
    for future in waiting:
        written += len(future.result())
        progress(written)


def summary(built: Built) -> dict[str, Any]:
    """For `--json`."""
    return {
        "resources": built.resources,
        "by_type": dict(sorted(built.by_type.items())),
        "seconds": round(built.seconds, 2),
        "fresh": built.fresh,
    }
