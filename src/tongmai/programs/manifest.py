"""What a backup says of itself: its one change number, what it holds, and the SHA-256 of each of its files."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tongmai.base.outcome import Issue, Refused, refuse
from tongmai.base.words import Words

NAME = "manifest.json"
FORM = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """`made`: the machine's time; `last`: when the newest version in it was written ("" for an empty store). `edition`:
    the layout of the store. `counts`: live resources by type. `digests`: of each thousand versions in the order of the
    feed. `audit`: rows, head, and how many findings the chain had. `files`: bytes and sha256 by path. `left_out`: what
    the data folder held besides, and why it is not here."""

    form: int
    made: str
    change: int
    versions: int
    last: str
    edition: int
    counts: Mapping[str, int]
    digests: tuple[str, ...]
    audit: Mapping[str, Any]
    files: Mapping[str, Mapping[str, Any]]
    left_out: Mapping[str, str]


def described(folder: Path) -> dict[str, dict[str, Any]]:
    """Bytes and sha256 of every file below a folder, by its path in it."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    return {path.relative_to(folder).as_posix(): _described(path) for path in paths}


def write(folder: Path, manifest: Manifest) -> None:
    """For people too: indented, types in order."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> Manifest:
    """The manifest of a backup. Refused (not-found, structure): there is none, or it is none of ours."""
    path = folder / NAME
    if not path.exists():
        raise refuse("not-found", "这里没有备份清单 manifest.json", "no manifest.json here: not a backup",
                     where=str(folder),
                     remedy=("给出 tongmai backup 写成的目录或文件", "give what tongmai backup wrote"))  # fmt: skip
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        manifest = Manifest(**told)
    except (ValueError, TypeError) as error:
        raise damaged([Words(f"清单读不懂：{error}", f"the manifest cannot be understood: {error}")], NAME) from error
    if manifest.form != FORM:
        raise refuse("unsupported", f"备份格式为第 {manifest.form} 版，本程序读第 {FORM} 版",
                     f"the backup is of form {manifest.form}, this program reads form {FORM}", where=NAME)  # fmt: skip
    return manifest


def check_files(folder: Path, manifest: Manifest) -> None:
    """Every file is there, whole and unchanged. Refused (invalid), naming each file that is not."""
    issues = []
    for name, told in manifest.files.items():
        path = folder / name
        if not path.is_file():
            issues.append(_damage(name, Words("文件不在", "the file is missing")))
        elif _described(path) != dict(told):
            issues.append(_damage(name, Words("内容与清单的哈希不符", "the content does not fit the manifest's hash")))
    if issues:
        raise Refused(tuple(issues))


def damaged(found: list[Words], where: str) -> Refused:
    """The refusal of a backup that is not what its manifest says."""
    return Refused(tuple(_damage(where, words) for words in found))


def _damage(where: str, words: Words) -> Issue:
    return Issue("invalid", Words(f"备份已损坏：{words.zh}", f"the backup is damaged: {words.en}"), where,
                 remedy=Words("改用另一份备份", "use another backup"))  # fmt: skip


def _described(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
