"""From the bytes that somebody sent to worksheets; what cannot be opened is refused with what to do instead."""

import hashlib
import io
import zipfile
from dataclasses import dataclass

from tongmai.base.outcome import Refused, refuse
from tongmai.engines.intake.delimited import read_delimited
from tongmai.engines.intake.found import Notice
from tongmai.engines.intake.grid import Grid
from tongmai.engines.intake.limits import Limits
from tongmai.engines.intake.packages import check_package
from tongmai.engines.intake.workbooks import read_workbook

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SAVE_AS = ("请用 Excel 或 WPS 打开后另存为 .xlsx 再上传", "open it in Excel or WPS, save it as .xlsx and send that")


@dataclass(frozen=True)
class Sent:
    """A file that could be opened. `sha256` in hexadecimal digits."""

    name: str
    sha256: str
    form: str  # xlsx or csv
    grids: tuple[Grid, ...]
    told: tuple[Notice, ...]


def open_file(name: str, data: bytes, limits: Limits) -> Sent:
    """Open a sent file by what is in it, not by its name. Refused: too-large, media-type, invalid."""
    if len(data) > limits.bytes:
        raise refuse(
            "too-large", f"文件 {len(data) // 1_000_000} MB，超过上限 {limits.bytes // 1_000_000} MB",
            f"the file has {len(data) // 1_000_000} MB, more than {limits.bytes // 1_000_000} MB", where=name,
            remedy=("请删除图片和无关工作表，或分成几个文件", "remove pictures and other worksheets, or split it"),
        )  # fmt: skip
    digest = hashlib.sha256(data).hexdigest()
    if not data.strip():
        raise refuse("invalid", "文件是空的", "the file is empty", where=name, remedy=_SAVE_AS)
    if data[:2] == b"PK":
        macros = check_package(name, data, limits)
        grids, told = read_workbook(name, data, limits)
        return Sent(name, digest, "xlsx", grids, (*macros, *told))
    if refusal := _known_stranger(name, data):
        raise refusal
    grid, told = read_delimited(name, data, limits)
    return Sent(name, digest, "csv", (grid,), told)


def _known_stranger(name: str, data: bytes) -> Refused | None:
    """Kinds of file that people send for a list and that are none."""
    if data[:8] == _OLE:
        if "EncryptedPackage".encode("utf-16-le") in data:
            return refuse(
                "media-type", "文件设有打开密码", "the file is protected by a password", where=name,
                remedy=("请在 Excel 中取消打开密码后再上传", "remove the password and send it again"),
            )  # fmt: skip
        return refuse(
            "media-type",
            "这是旧版 .xls（或 .et）格式",
            "this is the old .xls (or .et) format",
            where=name,
            remedy=_SAVE_AS,
        )
    head = data[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<div")):
        return refuse(
            "media-type", "这是网页文件，只是名字像表格", "this is a web page named like a workbook", where=name,
            remedy=_SAVE_AS,
        )  # fmt: skip
    if head.startswith((b"%pdf", b"\x89png", b"\xff\xd8\xff", b"rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return refuse(
            "media-type", "这不是 Excel 或 CSV 文件", "this is neither a workbook nor CSV", where=name,
            remedy=("请上传 .xlsx 或 .csv 文件", "send an .xlsx or a .csv file"),
        )  # fmt: skip
    return None


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a zipped package (the form of an .xlsx)."""
    return zipfile.is_zipfile(io.BytesIO(data))
