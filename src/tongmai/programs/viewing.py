"""`tongmai view` and `tongmai fhirpath`: a ViewDefinition or an expression over the resources of a file."""

import bz2
import csv
import gzip
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from tongmai.base.outcome import Refused, refuse
from tongmai.fhir import path as fhirpath
from tongmai.fhir.views import View
from tongmai.store.lake import run_view

_PACKED: dict[str, Any] = {".bz2": bz2.open, ".gz": gzip.open}
_READER = msgspec.json.Decoder(float_hook=Decimal)  # a decimal keeps the digits it was written with

_WRITER = msgspec.json.Encoder(decimal_format="number")


def resources(file: Path) -> Iterator[dict[str, Any]]:
    """The resources of a file: NDJSON line by line; JSON with one, a list of them, or a Bundle; .bz2 and .gz unpacked.
    Refused: what is not JSON, by its line."""
    packed = file.suffix in _PACKED
    lines = Path(file.stem if packed else file.name).suffix in (".ndjson", ".jsonl")
    try:
        with _PACKED.get(file.suffix, open)(file, "rb") as content:
            if not lines:
                yield from _unbundled(_read(content.read(), file.name))
                return
            for number, line in enumerate(content, start=1):
                if line.strip():
                    yield _object(_read(line, f"{file.name}:{number}"), f"{file.name}:{number}")
    except (OSError, EOFError) as error:
        raise refuse("value", f"文件无法读取：{error}", f"the file cannot be read: {error}", where=file.name) from error


def _read(raw: bytes, where: str) -> Any:
    try:
        return _READER.decode(raw)
    except (msgspec.DecodeError, RecursionError) as error:
        raise refuse("structure", f"不是 JSON：{error}", f"not JSON: {error}", where=where) from error


def _unbundled(content: Any) -> Iterator[dict[str, Any]]:
    if isinstance(content, list):
        for at, one in enumerate(content):
            yield _object(one, f"[{at}]")
    elif isinstance(content, dict) and content.get("resourceType") == "Bundle":
        yield from (entry["resource"] for entry in content.get("entry", ()) if "resource" in entry)
    else:
        yield _object(content, "")


def _object(content: Any, where: str) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise refuse("structure", "需要一个资源", "a resource is wanted", where=where)
    return content


def view(file: Path, of: Path, form: str) -> str:
    """The rows of a ViewDefinition over the resources of a file, as JSON or CSV (collections as JSON within a cell).
    Refused: what is wrong with the view, by its field; a resource that does not fit a column."""
    definition = _object(_read(file.read_bytes(), file.name), file.name)
    try:
        rows = run_view(definition, resources(of))
        names = [name for name, _ in View(definition).columns]
    except ValueError as error:
        raise _refused(error, file.name) from error
    if form == "json":
        return msgspec.json.format(_WRITER.encode(rows), indent=1).decode()
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_cell(row[name]) for name in names] for row in rows)
    return output.getvalue().rstrip("\n")


def _cell(value: Any) -> Any:
    return _WRITER.encode(value).decode() if isinstance(value, bool | list | dict) else value


def evaluated(expression: str, file: Path) -> str:
    """What an expression finds in each resource of a file: one JSON array a line; a quantity that it made as FHIRPath
    writes it. now() is the machine's instant. Refused: an expression that cannot be read or evaluated."""
    now = {"now": datetime.now(UTC).isoformat(timespec="milliseconds")}
    try:
        found = [fhirpath.evaluate(expression, resource, now) for resource in resources(file)]
    except ValueError as error:
        raise _refused(error, expression) from error
    return "\n".join(_WRITER.encode([_written(item) for item in items]).decode() for items in found)


def _written(item: Any) -> Any:
    return str(item) if isinstance(item, fhirpath.Quantity) else item


def _refused(error: ValueError, where: str) -> Refused:
    return refuse("invalid", f"无法求值：{error}", str(error), where=where)
