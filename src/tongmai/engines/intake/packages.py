"""The zipped package of a workbook, looked at before anything unpacks it: bombs, foreign kinds, entities, macros."""

import io
import re
import zipfile
import zlib

from tongmai.base.outcome import Refused, refuse
from tongmai.base.words import Words
from tongmai.engines.intake.found import Notice
from tongmai.engines.intake.limits import Limits

_STEP = 1 << 16
_CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
_RESAVE = ("请用 Excel 或 WPS 打开后另存为 .xlsx 再上传", "open it in Excel or WPS, save it as .xlsx and send that")


def damaged(name: str) -> Refused:
    """The refusal of a file that cannot be read."""
    return refuse(
        "invalid", "文件已损坏，无法读取", "the file is damaged and cannot be read", where=name, remedy=_RESAVE
    )


def check_package(name: str, data: bytes, limits: Limits) -> tuple[Notice, ...]:
    """Refuse a package that is no workbook or asks too much; tell what of it will be ignored."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            _check_sizes(name, parts, limits)
            _check_kind(name, {part.filename for part in parts})
            for part in parts:
                _check_part(name, package, part, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise damaged(name) from error
    if any(part.filename.endswith("vbaProject.bin") for part in parts):
        words = Words("文件含宏，宏不执行也不保留", "the file holds macros; they are neither run nor kept")
        return (Notice("macros", 0, "", words),)
    return ()


def _too_large(name: str, zh: str, en: str) -> Refused:
    return refuse(
        "too-large", zh, en, where=name,
        remedy=("请只保留要上报的工作表和行，或分成几个文件", "keep only the lists you send, or split the file"),
    )  # fmt: skip


def _check_sizes(name: str, parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    unpacked = sum(part.file_size for part in parts)
    bomb = any(part.file_size > max(1_000_000, limits.ratio * part.compress_size) for part in parts)
    if unpacked > limits.unpacked or bomb or len(parts) > limits.parts:
        raise _too_large(
            name,
            f"文件解压后过大（{unpacked // 1_000_000} MB）",
            f"the file unpacks to {unpacked // 1_000_000} MB: too much",
        )


def _check_kind(name: str, names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise refuse(
            "media-type", "这是 .xlsb 二进制格式", "this is the binary .xlsb format", where=name, remedy=_RESAVE
        )
    if "word/document.xml" in names:
        raise refuse("media-type", "这是 Word 文档", "this is a Word document", where=name, remedy=_RESAVE)
    if "content.xml" in names and "mimetype" in names:
        raise refuse("media-type", "这是 .ods 格式", "this is an .ods file", where=name, remedy=_RESAVE)
    if "[Content_Types].xml" in names:
        raise damaged(name)
    raise refuse("media-type", "这是压缩包，不是表格", "this is an archive and no workbook", where=name, remedy=_RESAVE)


def _check_part(name: str, package: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> None:
    """Read a part in small steps: entities are refused before a parser meets them, cells are counted."""
    if not part.filename.endswith((".xml", ".rels", ".vml")):
        return
    cells, tail = 0, b""
    sheet = part.filename.startswith("xl/worksheets/")
    with package.open(part) as stream:
        while step := stream.read(_STEP):
            text = tail + step
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text or text.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise damaged(name)
            cells += len(_CELL.findall(text)) if sheet else 0
            tail = step[-9:]
            if sheet:
                cells -= len(_CELL.findall(tail))
            if cells > limits.cells:
                raise _too_large(
                    name, f"工作表超过 {limits.cells} 个单元格（空白格也设了格式？）",
                    f"a worksheet has more than {limits.cells} cells (formats on empty cells?)",
                )  # fmt: skip
