"""`tongmai import` and `tongmai export`."""

from datetime import date
from pathlib import Path

from tongmai.base.outcome import refuse
from tongmai.house import House


def run(house: House, file: Path, actor: str, approve_by: str | None, as_json: bool) -> int:
    """Preview, and with a second person approval."""
    raise refuse("unsupported", "导入尚未接通", "imports are not connected yet", where=file.name)


def exported(house: House, what: str, plan_id: str | None, as_of: date, actor: str) -> bytes:
    """A plan's document."""
    return house.export(plan_id or next(iter(house.plans)), what, as_of, house.open(actor)).content
