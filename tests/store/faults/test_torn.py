"""Files that were cut or altered on the disk: a torn log is opened to the last whole commit, a torn file is refused by
its name, and a body or page that was altered is named by `tongmai check records`."""

import random
import shutil
from pathlib import Path

import apsw
import pytest
from tests.store.crash.whole import sets_in
from tests.store.crash.writing_process import three
from tests.store.writing import DEFINITIONS

from tongmai.base.clock import SystemClock
from tongmai.base.outcome import Refused
from tongmai.store.sqlite import SqliteStore
from tongmai.store.sqlite.soundness import faults

SETS = 40
PAGE = 4096


def left_behind(tmp_path: Path) -> Path:
    """A store as a machine that went down leaves it: its file and its log."""
    path, left = tmp_path / "records.db", tmp_path / "left"
    store = SqliteStore(path, DEFINITIONS, SystemClock())
    for number in range(1, SETS + 1):
        store.commit(three(number))
    left.mkdir()
    for file in tmp_path.glob("records.db*"):
        if file.suffix in (".db", ".db-wal"):
            shutil.copy(file, left / file.name)
    store.close()
    assert (left / "records.db-wal").stat().st_size > PAGE
    return left / "records.db"


def whole(tmp_path: Path) -> Path:
    """A closed store: one file."""
    path = tmp_path / "records.db"
    store = SqliteStore(path, DEFINITIONS, SystemClock())
    for number in range(1, SETS + 1):
        store.commit(three(number))
    store.close()
    return path


@pytest.mark.parametrize("cut", [1, 24, PAGE, 3 * PAGE + 17, 20 * PAGE], ids=lambda cut: f"cut-{cut}")
def test_a_log_that_is_cut_is_opened_to_the_last_whole_commit(tmp_path: Path, cut: int) -> None:
    path = left_behind(tmp_path)
    log = path.with_name("records.db-wal")
    with log.open("r+b") as file:
        file.truncate(log.stat().st_size - cut)
    kept = sets_in(path)
    assert kept == set(range(1, len(kept) + 1))
    assert 0 < len(kept) < SETS
    assert list(faults(path, DEFINITIONS)) == []


def test_a_log_whose_last_page_is_altered_is_opened_to_the_last_whole_commit(tmp_path: Path) -> None:
    path = left_behind(tmp_path)
    log = path.with_name("records.db-wal")
    content = bytearray(log.read_bytes())
    for place in random.Random(1).sample(range(len(content) - PAGE, len(content)), 16):
        content[place] ^= 0xFF
    log.write_bytes(content)
    assert sets_in(path) == set(range(1, SETS))


@pytest.mark.parametrize("cut", [1, PAGE, 10 * PAGE], ids=lambda cut: f"cut-{cut}")
def test_a_file_that_is_cut_is_refused_by_its_name(tmp_path: Path, cut: int) -> None:
    path = whole(tmp_path)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - cut)
    before = path.read_bytes()
    with pytest.raises(Refused) as refused:
        SqliteStore(path, DEFINITIONS, SystemClock())
    (issue,) = refused.value.issues
    assert "records.db" in issue.words.zh
    assert "records.db" in issue.words.en
    assert "tongmai restore" in issue.told("en")
    assert path.read_bytes() == before  # what may still be saved is left as it is
    assert list(faults(path, DEFINITIONS))


def test_a_file_that_is_no_store_is_refused_by_its_name(tmp_path: Path) -> None:
    path = whole(tmp_path)
    with path.open("r+b") as file:
        file.write(b"torn" * 8)
    with pytest.raises(Refused, match=r"records\.db is damaged"):
        SqliteStore(path, DEFINITIONS, SystemClock())
    assert list(faults(path, DEFINITIONS))


def test_a_last_page_that_was_overwritten_is_named_by_the_check(tmp_path: Path) -> None:
    path = whole(tmp_path)
    with path.open("r+b") as file:
        file.seek(-PAGE, 2)
        file.write(random.Random(2).randbytes(PAGE))
    assert list(faults(path, DEFINITIONS))


def test_a_body_that_was_altered_is_named_by_the_check(tmp_path: Path) -> None:
    path = whole(tmp_path)
    connection = apsw.Connection(str(path))
    connection.execute("UPDATE version SET digest = digest + 1 WHERE change = 5")
    connection.close()
    (told,) = faults(path, DEFINITIONS)
    assert "the body is not what was written" in told
