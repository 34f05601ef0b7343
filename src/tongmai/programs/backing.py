"""`tongmai backup` and `tongmai restore`: the data folder at one change number, written while the house is at work.

What can be made again is left out: the lake and the index of who looked. Both programs write beside their target and
move it into place when all is proven, so that there is a whole backup, a whole folder, or none.
"""

import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from tongmai.access import AuditLog, Mark, Seen, audits_differ, copy_audit, cut_audit, verify
from tongmai.app import clock_at, declared
from tongmai.base.clock import Clock, SystemClock
from tongmai.base.outcome import Refused, refuse
from tongmai.base.words import Words
from tongmai.fhir.definitions import Definitions
from tongmai.programs import deciding, manifest
from tongmai.programs.manifest import FORM, Manifest
from tongmai.store.opening import RECORDS, migrated, must_be_sqlite
from tongmai.store.sql.schema import EDITION
from tongmai.store.sqlite import SqliteStore
from tongmai.store.sqlite.backup import Content, change_at, content, copied, first_difference, integrity
from tongmai.store.sqlite.cutting import cut, sweep
from tongmai.store.sqlite.soundness import faults

_INSTEAD = ("用 pg_dump 与 pg_restore，并复制 audit 目录", "use pg_dump and pg_restore, and copy the folder audit")
AUDIT = "audit/reads.jsonl"
LAKE = "derived: made again from the records when they are next counted"
DRILLS = "drills: nothing of them belongs to the record"
UNKNOWN = "not a part of the records"


def backup(settings: Mapping[str, Any], to: Path, clock: Clock | None = None) -> Manifest:
    """Write a backup of the data folder to a folder, or to one file when `to` ends in .tar.

    Refused: not-found (no records there), conflict (`to` is there already and not empty), broken (the copy is not what
    was copied; nothing is left behind).
    """
    must_be_sqlite(settings["store"], ("备份", "this backup"), _INSTEAD)
    data = Path(settings["data"])
    if not (data / RECORDS).exists():
        raise refuse("not-found", "该目录没有记录库", "no records in this folder", where="--data")
    _must_be_free(to, "--to")
    with _beside(to) as work:
        told = copied(data / RECORDS, work / RECORDS)
        copy_audit(data / AUDIT, work / AUDIT)
        for path in _further(data):
            shutil.copyfile(path, work / path.name)
        _proven(work, told)
        now = (clock or _clock(settings, data)).now()
        found = _manifest(work, told, now, _left_out(data))
        manifest.write(work, found)
        manifest.check_files(work, manifest.read(work))
        _moved(work, to)
    return found


def restore(
    settings: Mapping[str, Any], source: Path, until: datetime | None = None, clock: Clock | None = None
) -> Manifest:
    """Make the data folder of a backup, up to a moment if one is given, and prove that it is equal; what it holds now.

    Refused: not-found, structure, invalid (the backup is damaged: each file is named), conflict (the data folder is not
    empty), value (`until` lies behind the backup), broken (the result is not equal; nothing is left behind).
    """
    must_be_sqlite(settings["store"], ("恢复", "restoring"), _INSTEAD)
    data = Path(settings["data"])
    _must_be_free(data, "--data")
    definitions = declared(settings["region"]).definitions
    with opened(source) as folder, _beside(data) as work:
        told = _whole(folder)
        if until is not None and until > datetime.fromisoformat(told.made):
            raise refuse("value", f"备份到 {told.made} 为止", f"the backup ends at {told.made}", where="--until",
                         remedy=("用更晚的备份", "use a later backup"))  # fmt: skip
        _filled(folder, work, told)
        clock = clock or _clock(settings, work)
        for _ in migrated("", work, clock):
            pass  # a backup of a former edition is brought over
        if until is not None:
            _take_back(work, until, definitions, clock)
        now = content(work / RECORDS)
        _told_in_audit(work, told, until, now.change, clock)
        _equal(work, folder, change_at(folder / RECORDS, until) if until else told.change, definitions)
        _moved(work, data)
        return _manifest(data, now, clock.now(), {})


def _whole(folder: Path) -> Manifest:
    """The manifest of a backup that is what it says. Refused: see `restore`."""
    told = manifest.read(folder)
    if told.edition > EDITION:
        raise refuse("unsupported", f"备份的库版式为 {told.edition}，本程序为 {EDITION}",
                     f"its store is of edition {told.edition}, this program's is {EDITION}", where=RECORDS)  # fmt: skip
    manifest.check_files(folder, told)
    held = content(folder / RECORDS)
    if (held.change, held.versions, held.counts, held.digests) != (
        told.change, told.versions, told.counts, tuple(told.digests),
    ):  # fmt: skip
        raise manifest.damaged([Words("清单与记录库不符", "it is not what the store beside it holds")], manifest.NAME)
    return told


def differences(data: Path, source: Path) -> list[str]:
    """In what a data folder is not what a backup says, as far as both go; empty when nothing is. Refused: a damaged
    backup."""
    with opened(source) as folder:
        manifest.check_files(folder, manifest.read(folder))
        upto = min(content(data / RECORDS).change, content(folder / RECORDS).change)
        return _different(data, folder, upto)


@contextmanager
def opened(source: Path) -> Iterator[Path]:
    """The folder of a backup; of a .tar file a folder that goes away again."""
    if not source.is_file():
        yield source
        return
    with tempfile.TemporaryDirectory(prefix=".tongmai-", dir=source.parent) as folder:
        try:
            with tarfile.open(source) as tar:
                tar.extractall(folder, filter="data")
        except (tarfile.TarError, OSError) as error:
            raise manifest.damaged([Words(f"文件读不出：{error}", f"unreadable: {error}")], source.name) from error
        yield Path(folder)


def _proven(work: Path, told: Content) -> None:
    """The copy holds what was copied, body by body, and its file is sound. Refused (broken)."""
    wrong = integrity(work / RECORDS)
    if content(work / RECORDS) != told:
        wrong.append("the digests of the copy differ from those of the store")
    if wrong:
        raise refuse("broken", "备份与原库不符，已放弃", f"the copy is not what was copied: {wrong[0]}", where=RECORDS)


def _manifest(work: Path, told: Content, made: datetime, left_out: dict[str, str]) -> Manifest:
    verdict = verify(work / AUDIT)
    audit = {"rows": verdict.rows, "head": verdict.head, "findings": len(verdict.findings)}
    last = told.last.isoformat() if told.last else ""
    made = max(made, told.last) if told.last else made
    return Manifest(
        FORM, made.isoformat(timespec="milliseconds"), told.change, told.versions, last, told.edition, told.counts,
        told.digests, audit, manifest.described(work), left_out,
    )  # fmt: skip


def _filled(folder: Path, work: Path, told: Manifest) -> None:
    for name in told.files:
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / name, work / name)


def _take_back(work: Path, until: datetime, definitions: Definitions, clock: Clock) -> None:
    """Leave out what was written later, make the index anew, sweep up."""
    cut(work / RECORDS, until)
    SqliteStore(work / RECORDS, definitions, clock).close()
    sweep(work / RECORDS)


def _told_in_audit(work: Path, told: Manifest, until: datetime | None, change: int, clock: Clock) -> None:
    """The audit ends at the moment too; one row says that it was restored and what was left out."""
    left_out, mark = cut_audit(work / AUDIT, until) if until else (0, Mark(told.audit["rows"], told.audit["head"]))
    end = f" to {until.astimezone(UTC).isoformat()}, {left_out} rows left out" if until else ""
    rule = f"restored from the backup of {told.made}{end}; row {mark.rows} had the hash {mark.head}"
    log = AuditLog(work / AUDIT, clock)
    try:
        log.append("system:restore", "", [Seen("restored", f"change {change}", rule)], wait=True)
    finally:
        log.close()


def _equal(work: Path, folder: Path, change: int, definitions: Definitions) -> None:
    """Refused (broken): the restored folder is not sound, or not what the backup holds up to the change."""
    wrong = [*faults(work / RECORDS, definitions), *_different(work, folder, change)]
    if (last := content(work / RECORDS).change) != change:
        wrong.append(f"末次变更是 {last}，应为 {change} the last change is not the one due")
    if wrong:
        raise refuse("broken", f"恢复结果与备份不符，已放弃：{wrong[0]}", f"not equal to the backup: {wrong[0]}")


def _different(data: Path, folder: Path, upto: int) -> list[str]:
    found = []
    if place := first_difference(data / RECORDS, folder / RECORDS, upto):
        found.append(f"记录从此处起不同 the records differ from {place} on")
    if row := audits_differ(data / AUDIT, folder / AUDIT):
        found.append(f"审计从第 {row} 行起不同 the audit differs from row {row} on")
    return found


def _further(data: Path) -> list[Path]:
    """What else belongs to the data: the marks that say what kind of folder it is."""
    return sorted(path for path in data.iterdir() if path.is_file() and not _is_records(path.name))


def _is_records(name: str) -> bool:
    return name.startswith((RECORDS, "."))


def _left_out(data: Path) -> dict[str, str]:
    folders = sorted(path.name for path in data.iterdir() if path.is_dir() and path.name != "audit")
    return {f"{name}/": {"lake": LAKE, "drills": DRILLS}.get(name, UNKNOWN) for name in folders}


def _must_be_free(place: Path, where: str) -> None:
    if place.exists() and (place.is_file() or any(place.iterdir())):
        raise refuse("conflict", f"{place} 已有内容，不会覆盖", f"{place} is not empty: it is never overwritten",
                     where=where, remedy=("换一个还不存在的位置", "give a place that is not there yet"))  # fmt: skip


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """A folder to work in, on the same disk as the place; gone when it was not moved."""
    place.absolute().parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.absolute().parent))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _moved(work: Path, to: Path) -> None:
    """Into place, synced; the last step."""
    for path in work.rglob("*"):
        _sync(path)
    _sync(work)
    if to.suffix == ".tar":
        packed = work.with_suffix(".tar")
        try:
            with tarfile.open(packed, "w") as tar:
                tar.add(work, arcname="")
            packed.chmod(0o600)
            _sync(packed)
            packed.rename(to)
        except OSError:
            packed.unlink(missing_ok=True)
            raise
    else:
        work.rename(to)
    _sync(to.absolute().parent)


def _sync(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _clock(settings: Mapping[str, Any], folder: Path) -> Clock:
    """The clock by which the folder's records were written."""
    if found := deciding.clock({**settings, "data": folder}):
        return found
    return clock_at(date.fromisoformat(settings["as_of"])) if settings["as_of"] else SystemClock()


def moment(text: str) -> datetime:
    """An instant from the command line. Refused (value): no instant, or one without a zone."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise _no_instant(text) from error
    if at.tzinfo is None:
        raise _no_instant(text)
    return at


def _no_instant(text: str) -> Refused:
    example = "2025-06-30T18:00:00+08:00"
    return refuse("value", f"不是带时区的时刻：{text}", f"not an instant with a zone: {text}", where="--until",
                  remedy=(f"写作 {example}", f"write it as {example}"))  # fmt: skip


def tell(made: Manifest, title: str, console: Console, as_json: bool) -> None:
    """The manifest on standard output, or its short form on the other."""
    if as_json:
        print(json.dumps(asdict(made), ensure_ascii=False))
        return
    live = sum(made.counts.values())
    console.print(
        f"{title}：变更 change {made.change}，{made.versions} 个版本 versions，{live} 条现行 live", soft_wrap=True
    )
    console.print(f"审计 audit {made.audit['rows']} 行 rows，{made.audit['head']}", soft_wrap=True)
    if made.audit["findings"]:
        found = made.audit["findings"]
        console.print(f"[red]审计链有 {found} 处不符，运行 tongmai check audit 查看 the audit chain has findings[/red]")
    for name, why in made.left_out.items():
        console.print(f"未备份 left out {name}：{why}")
