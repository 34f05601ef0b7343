"""Services that institutions offer: Chinese-medicine techniques by class and item, halls, infusion."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from tongmai.base.tables import read_table
from tongmai.regions.demonstration.draws import day_between, shuffled, stream
from tongmai.regions.demonstration.staff import room_order
from tongmai.regions.demonstration.writing import REGISTRY

Row = dict[str, Any]
INFUSION_ROOMS = 82
SHORT_TOWNSHIPS, SHORT_ROOMS = 2, 16
LATE_SHARE = 0.12
"""Of those that offer enough: the share that came to its last items only since the plan."""


def services(seed: int, institutions: Sequence[Row]) -> Iterator[Row]:
    """Rows of the registry's view `service`."""
    techniques = _by_class()
    townships = [row for row in institutions if row["kind"] == "township_hospital"]
    rooms = [row for row in institutions if row["kind"] == "village_room"]
    short = {row["id"] for row in shuffled(townships, seed, "few techniques")[:SHORT_TOWNSHIPS]}
    short |= {row["id"] for row in shuffled(rooms, seed, "few techniques")[:SHORT_ROOMS]}
    for row in townships:
        yield from _techniques(seed, row, techniques, classes=7, items=11, short=row["id"] in short)
        yield _service(row, "tcm_hall", None, None, "2019-05-01")
    for row in rooms:
        yield from _techniques(seed, row, techniques, classes=5, items=6, short=row["id"] in short)
    for row in room_order(seed, rooms)[:INFUSION_ROOMS]:
        start = day_between(stream(seed, "infusion", row["id"]), date(2023, 1, 1), date(2025, 6, 15))
        yield _service(row, "iv_infusion", None, None, start.isoformat())


def _by_class() -> dict[str, list[str]]:
    classes: dict[str, list[str]] = {}
    for row in read_table(REGISTRY / "tables" / "techniques.csv", ("technique",)).rows:
        classes.setdefault(row["class"], []).append(row["technique"])
    return classes


def _techniques(
    seed: int, row: Row, techniques: dict[str, list[str]], *, classes: int, items: int, short: bool
) -> Iterator[Row]:
    """One item of each chosen class first, then further items; two fewer where it falls short."""
    chosen = shuffled(sorted(techniques), seed, "classes", row["id"])[:classes]
    ordered = [(techniques[kind][0], kind) for kind in chosen]
    ordered += [(item, kind) for kind in chosen for item in techniques[kind][1:]]
    enough = ordered[: items - 2 if short else items]
    chance = stream(seed, "techniques", row["id"])
    late = chance.random() < LATE_SHARE
    for number, (item, kind) in enumerate(enough, start=1):
        begun = day_between(chance, date(2024, 4, 10), date(2025, 6, 10)) if late and number == len(enough) else None
        yield _service(row, "tcm_technique", item, kind, begun.isoformat() if begun else "2021-01-01")


def _service(row: Row, category: str, item: str | None, kind: str | None, from_day: str) -> Row:
    name = item or category
    return {
        "id": f"service-{row['id']}-{name.replace('_', '-')}",
        "institution": row["id"],
        "category": category,
        "item": item,
        "class": kind,
        "from_day": from_day,
        "active": True,
    }
