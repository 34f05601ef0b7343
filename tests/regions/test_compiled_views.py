"""Every view of a room gives the same table by SQL and by the evaluator, on what the demonstration writes and on the
same with parts left out or doubled: rows in the same order, and the same faults."""

import copy
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import orjson
import pytest

from tongmai.app import declared
from tongmai.store.lake import deriving
from tongmai.store.lake.deriving import Deriver, Duck, TypeDeriver, by_type

Json = dict[str, Any]
MANY = 150
"""Resources of a type, spread over all of them."""


def touched(resource: Json) -> Iterator[Json]:
    """The same with each of its elements left out, then with each list doubled."""
    for key, value in resource.items():
        if key in ("resourceType", "id"):
            continue
        yield {other: one for other, one in resource.items() if other != key}
        if isinstance(value, list):
            yield {**resource, key: [*value, *copy.deepcopy(value)]}
        for inner, some in [*value.items()] if isinstance(value, dict) else []:
            yield {**resource, key: {other: one for other, one in value.items() if other != inner}}
            if isinstance(some, list):
                yield {**resource, key: {**value, inner: [*some, *some]}}
    yield {**resource, "_language": {"id": "x"}}


@pytest.fixture(scope="module")
def bodies(everything: list[Json]) -> dict[str, list[bytes]]:
    grouped: dict[str, list[Json]] = defaultdict(list)
    for one in everything:
        grouped[one["resourceType"]].append(one)
    found: dict[str, list[bytes]] = {}
    for type, listed in grouped.items():
        chosen = listed[:: max(len(listed) // MANY, 1)]
        found[type] = [orjson.dumps(one) for one in chosen]
        found[type] += [orjson.dumps(other) for one in chosen[::30] for other in touched(one)]
    return found


def test_every_view_of_every_room(bodies: dict[str, list[bytes]], monkeypatch: pytest.MonkeyPatch) -> None:
    it = declared("changji")
    derivers = [Deriver(view, it.definitions) for view in it.catalogue.views]
    # Yuan to cents, ages to groups: the compiler knows no `round` and no `div`, so these are left to the evaluator.
    left = [one.view.name for one in derivers if one.compiled is None]
    assert set(left) == {"fund_line", "group_weight", "outside_cost", "stay_cost", "pay_year", "funding_entry",
                         "funding_line", "mortality_year", "project"}  # fmt: skip
    faults = 0
    with closing(Duck()) as duck:
        for type, group in by_type(derivers).items():
            given = bodies.get(type, [])
            ids = [str(number) for number in range(len(given))]
            ways = []
            for worth in (0, len(given) + 1):
                monkeypatch.setattr(deriving, "_WORTH", worth)
                ways.append(TypeDeriver(group, duck).derive(ids, given))
            for one, asked, evaluated in zip(group, *ways, strict=True):
                assert asked.rows.equals(evaluated.rows), one.view.name
                assert asked.faults == evaluated.faults, one.view.name
                faults += len(asked.faults)
    assert faults > 0
