"""How much a sent file may ask of the house."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """`bytes`: the file as sent. `unpacked`: all its parts together, uncompressed; `ratio`: unpacked to packed of one
    part above a megabyte. `cells`, `rows`, `columns`: of one worksheet; `lines`: rows of a CSV, which is read
    row by row. `sheets`: worksheets in a workbook."""

    bytes: int = 20_000_000
    unpacked: int = 150_000_000
    ratio: int = 200
    parts: int = 2_000
    sheets: int = 40
    cells: int = 600_000
    rows: int = 20_000
    lines: int = 60_000
    columns: int = 200
