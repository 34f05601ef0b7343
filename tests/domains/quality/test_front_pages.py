"""Front pages as a CSV: every mistake at its row and column; nothing is written until the file is clean."""

import resource
from dataclasses import replace
from pathlib import Path

import pytest
from tests.domains.quality import csv_cases
from tests.domains.quality.conftest import Json, opened

from tongmai.base.outcome import Refused
from tongmai.engines.intake.limits import Limits
from tongmai.engines.intake.tasks import Proposal
from tongmai.house import House

SHEET = "quality.front_pages"
MEGABYTE = 1 << 20
MOST = 700  # megabytes that fifty thousand rows may cost above what the house has


def errors(one: Proposal) -> list[csv_cases.Told]:
    return sorted((wrong.row, wrong.field.zh, wrong.kind) for wrong in one.preview.wrong)


def check(house: House, many: int) -> None:
    data, told, clean = csv_cases.written(many)
    (sent,) = house.sheets.send(house.open("record-room"), "hqms.csv", data)
    assert errors(sent) == sorted(told)
    assert sent.record.counts["new"] == clean
    assert sent.record.state == "to-mend"
    with pytest.raises(Refused):
        house.sheets.approve(house.open("quality-office"), sent.record.id)
    assert house.store.counts().get("FrontPage", 0) == 0


def approve(house: House, many: int) -> None:
    (sent,) = house.sheets.send(house.open("record-room"), "hqms.csv", csv_cases.corrected(many))
    assert sent.record.state == "proposed"
    with pytest.raises(Refused):
        house.sheets.approve(house.open("record-room"), sent.record.id)
    done = house.sheets.approve(house.open("quality-office"), sent.record.id)
    assert len(done.written) == house.store.counts()["FrontPage"] == many


def test_a_thousand_rows_with_every_mistake_at_its_place(bare: House) -> None:
    check(bare, 1000)
    approve(bare, 300)


def test_what_is_sent_again_is_recognised(bare: House) -> None:
    approve(bare, 20)
    (again,) = bare.sheets.send(bare.open("record-room"), "hqms.csv", csv_cases.corrected(20))
    assert again.record.state == "idle"
    assert again.record.counts["same"] == 20


def test_a_record_room_keeps_its_own_hospital_only(bare: House) -> None:
    other = csv_cases.corrected(3).decode("gbk").replace(csv_cases.HOSPITAL, "康泽医院（虚构）").encode("gbk")
    (sent,) = bare.sheets.send(bare.open("record-room"), "hqms.csv", other)
    assert {one.kind for one in sent.preview.wrong} == {"forbidden"}
    assert len(sent.preview.wrong) == 3


@pytest.mark.proof
def test_fifty_thousand_rows(ground: list[Json], tmp_path: Path) -> None:
    """Within bounded memory: the file is read row by row; what is kept is what is told and what is written."""
    with opened(ground, tmp_path) as house:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        check(house, 50_000)
        approve(house, 50_000)
        assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < MOST * MEGABYTE


def test_more_rows_than_a_file_may_have_are_refused(bare: House) -> None:
    front = replace(bare.sheets, limits=Limits(lines=10))
    with pytest.raises(Refused) as refused:
        front.look(bare.open("record-room"), "hqms.csv", csv_cases.corrected(10), [SHEET])
    assert refused.value.issues[0].kind == "too-large"
