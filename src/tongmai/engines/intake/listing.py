"""A sheet with the view it shows and the lens that writes it back: rows out of records, records out of rows."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import msgspec

from tongmai.access import Context, Version
from tongmai.base.outcome import Issue, refuse
from tongmai.engines.intake.merging import carry
from tongmai.engines.intake.present import Present
from tongmai.fhir.lens import fill, lens
from tongmai.fhir.views import View
from tongmai.model.sheet import Sheet

Json = dict[str, Any]
Check = Callable[[Mapping[str, Any]], Sequence[Issue]]
_decode = msgspec.json.Decoder(Json, float_hook=Decimal).decode
_encode = msgspec.json.Encoder(decimal_format="number").encode
_PAGE = 500
_REMEMBERED = 20_000  # rows a list, about twice what a prefecture's longest list has


@dataclass(frozen=True)
class Listing:
    """`template` is the lens of the view; `checks` are the functions that the sheet names."""

    sheet: Sheet
    view: View
    template: Mapping[str, Any]
    checks: tuple[Check, ...] = ()
    _lens: Callable[[Mapping[str, Any]], Json] = field(init=False, repr=False, compare=False)
    _rows: dict[tuple[str, bytes], Mapping[str, Any] | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "_lens", lens(self.template))
        shown = {name for name, _ in self.view.columns}
        if lost := {column.name for column in self.sheet.columns} - shown:
            raise ValueError(f"sheet {self.sheet.id}: view {self.sheet.view} has no column {', '.join(sorted(lost))}")

    @property
    def type(self) -> str:
        """The resource type of its records."""
        return self.view.resource

    def row(self, version: Version) -> Mapping[str, Any] | None:
        """The row of one version; None when the view does not show it. Not to be changed: it is made once for the bytes
        of a record, and a list is read several times until it is approved."""
        made = (version.id, version.body)
        with suppress(KeyError):
            return self._rows[made]
        row = self._row(version)
        if len(self._rows) >= _REMEMBERED:
            self._rows.clear()
        self._rows[made] = row
        return row

    def _row(self, version: Version) -> Mapping[str, Any] | None:
        rows = self.view.rows(loads(version))
        if len(rows) > 1:
            raise refuse(
                "several", f"{version.reference} 在表中占多行", f"{version.reference} makes several rows",
                where=self.sheet.id,
            )  # fmt: skip
        return {name: _number(value) for name, value in rows[0].items()} if rows else None

    def present(self, context: Context, *, mine: bool = False) -> list[Present]:
        """All records the actor may search, as rows in the order of their keys; `mine`: only those he may write."""
        found: list[Present] = []
        after: str | None = None
        while True:
            page = context.search(self.type, after=after, count=_PAGE)
            for version in page.matches:
                row = self.row(version)
                if row is not None and (not mine or context.may("write", self.type, version.resource())):
                    found.append(Present(version.id, version.number, row))
            after = page.next
            if after is None:
                return sorted(found, key=lambda one: self._order(one.row))

    def _order(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(str(row.get(name) or "") for name in (*self.sheet.key, "id"))

    def former(self, context: Context) -> Callable[[str, int], Mapping[str, Any] | None]:
        """The rows of earlier versions, read when asked for."""

        def row(id: str, number: int) -> Mapping[str, Any] | None:
            return self.row(context.read_version(self.type, id, number))

        return row

    def made(self, id: str, values: Mapping[str, Any]) -> Json:
        """A new resource from a row."""
        row = {**values, "id": id}
        resource = self._lens(row)
        self._keeps(resource, row)
        return resource

    def changed(self, version: Version, new: Mapping[str, Any]) -> Json:
        """The record with some columns changed; all else in it stays."""
        old = self.row(version)
        if old is None:
            raise refuse(
                "conflict", "记录已不在本表内", "the record is not in this list any more", where=version.reference
            )
        row = {**old, **new}
        resource: Json = carry(loads(version), fill(self.template, old), fill(self.template, row))
        self._keeps(resource, {name: row.get(name) for name in (*new, "id")})
        return resource

    def _keeps(self, resource: Json, row: Mapping[str, Any]) -> None:
        """The law of the lens, asked of each record before it is written: the view shows what was meant."""
        rows = self.view.rows(resource)
        shown = {name: _number(value) for name, value in rows[0].items()} if len(rows) == 1 else {}
        lost = [name for name, value in row.items() if shown.get(name) != value]
        if lost:
            raise refuse(
                "broken", f"列写不进记录：{'、'.join(lost)}", f"the lens does not write {', '.join(lost)}",
                where=f"{self.sheet.id}: {resource.get('id', '')}",
            )  # fmt: skip


def loads(version: Version) -> Json:
    """A record with its decimals as they were written."""
    return {"resourceType": version.type, "id": version.id, **_decode(version.body)}


def dumps(resource: Mapping[str, Any]) -> bytes:
    """The bytes of a record; a Decimal keeps its digits."""
    return _encode(resource)


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
