"""When a write makes a new version: the one rule that memory and SQLite share."""

from tongmai.base.outcome import Refused, refuse
from tongmai.store.pending import at_entry
from tongmai.store.prepare import PreparedDelete
from tongmai.store.protocol import Version
from tongmai.store.resolve import ReadyPut


def version_due(write: ReadyPut | PreparedDelete, current: Version | None) -> bool:
    """Whether a new version is due. The same content again, or the deletion of what is deleted, makes none.
    Refused: stale when another version is current than the writer saw; not-found when there is nothing to delete."""
    if write.if_match is not None:
        _check_match(write, current, write.if_match)
    if isinstance(write, PreparedDelete):
        if current is None:
            raise not_found(write.type, write.id, at_entry(write.place, ""))
        return not current.deleted
    return current is None or current.deleted or current.body != write.body


def _check_match(write: ReadyPut | PreparedDelete, current: Version | None, expected: int) -> None:
    if expected == 0 and (current is None or current.deleted):
        return
    number = current.number if current else 0
    if number != expected:
        zh, en = (f"不是第 {expected} 版", f"not {expected}") if expected else ("不是新记录", "so it is not new")
        raise refuse(
            "stale",
            f"{write.type}/{write.id} 现为第 {number} 版，{zh}",
            f"{write.type}/{write.id} is at version {number}, {en}",
            where=at_entry(write.place, "meta.versionId"),
            remedy=("重新读取后再改", "read it again, then change it"),
        )


def not_found(type: str, id: str, where: str = "") -> Refused:
    """There is no such resource, and never was."""
    return refuse("not-found", f"没有 {type}/{id}", f"there is no {type}/{id}", where=where)


def gone(type: str, id: str) -> Refused:
    """There was such a resource; its history tells."""
    return refuse("gone", f"{type}/{id} 已删除", f"{type}/{id} is deleted",
                  remedy=("历史版本仍可查阅", "its history can still be read"))  # fmt: skip
