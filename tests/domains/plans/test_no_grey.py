"""No target of a region's own plan is grey without a reason: it is decided, or it says what lacks or which record it
waits for, in both languages; readings that a person may switch to are computed."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from tests.integration.second_region import opened

from tongmai.base.settings import read_settings
from tongmai.demo import open_demonstration
from tongmai.house import House
from tongmai.model.target import Decision

REGIONS = {"changji": "changji-2024", "jiuquan": "jiuquan-2023"}
DAY = date(2025, 6, 30)
GREY = ("undefined", "unreported")


def reasonless(decisions: Sequence[Decision]) -> list[str]:
    """Targets that are grey and give no reason, or wait for nothing that is named; decided ones without a figure."""
    found = []
    for one in decisions:
        if one.status not in GREY:
            if one.value is None and not any(part.met is not None for part in one.parts):
                found.append(f"{one.target.id}: decided without a figure")
        elif one.missing is None or not one.missing.zh or not one.missing.en:
            found.append(f"{one.target.id}: no reason")
        elif one.status == "undefined" and ("等" not in one.missing.zh or "waits for" not in one.missing.en):
            found.append(f"{one.target.id}: waits for nothing")
    return found


def uncomputed(house: House, plan: str) -> list[str]:
    """Readings of targets that cannot be decided where the plan's own can."""
    found: list[str] = []
    whole = {one.target.id: one for one in house.decide(plan, DAY)}
    for target in house.plans[plan].targets:
        for reading in target.alternatives:
            (told,) = [one for one in house.decide(plan, DAY, {target.id: reading}) if one.target.id == target.id]
            if told.status in GREY and whole[target.id].status not in GREY:
                found.append(f"{target.id} {reading}")
    return found


@pytest.mark.parametrize("region", REGIONS)
def test_where_nothing_is_recorded_every_target_says_why(region: str, tmp_path: Path) -> None:
    with opened(tmp_path, region) as house:
        decisions = house.decide(REGIONS[region], DAY)
        assert not reasonless(decisions)
        for target in house.plans[REGIONS[region]].targets:
            assert target.measure or target.missing


@pytest.mark.proof
@pytest.mark.parametrize("region", REGIONS)
def test_with_the_demonstration_too_and_every_reading_is_computed(region: str, tmp_path: Path) -> None:
    house, _ = open_demonstration({**read_settings({}), "data": tmp_path, "region": region}, lambda _: None)
    try:
        decisions = house.decide(REGIONS[region], DAY)
        assert not reasonless(decisions)
        assert not uncomputed(house, REGIONS[region])
        assert not [one.target.id for one in decisions if one.target.measure and one.status == "unreported"]
    finally:
        house.close()
