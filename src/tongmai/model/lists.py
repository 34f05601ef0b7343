"""What the rooms' lists have in common: codes with their words from a dated table, and columns of the usual kinds."""

from pathlib import Path

from tongmai.base.tables import DatedTable, read_table
from tongmai.base.words import Words
from tongmai.model.sheet import Column

IN_USE = (("active", Words("在用", "in use")), ("inactive", Words("停用", "out of use")))


def room_table(beside: str, name: str, *key: str) -> DatedTable:
    """A dated table of the room that a module belongs to: `room_table(__file__, "kinds", "kind")`. The module lies
    in the room's folder, or in one of its packages."""
    here = Path(beside).parent
    room = here if (here / "tables").is_dir() else here.parent
    return read_table(room / "tables" / f"{name}.csv", key)


def codes(beside: str, name: str, code: str) -> tuple[tuple[str, Words], ...]:
    """The codes of a room's table with the words that people write (its columns `zh` and `en`)."""
    return tuple((row[code], Words(row["zh"], row["en"])) for row in room_table(beside, name, code).rows)


def day_column(name: str, zh: str, en: str, *, required: bool = False) -> Column:
    """A civil day."""
    return Column(name, Words(zh, en), "day", required=required, example="2025-06-30")


def moment_column(name: str, zh: str, en: str, *, required: bool = False) -> Column:
    """A day and a time of day, in the region's own time."""
    return Column(name, Words(zh, en), "moment", required=required, example="2025-06-30 10:30")


def institution_column(
    name: str = "institution", zh: str = "机构", en: str = "institution", *, required: bool = True
) -> Column:
    """An institution by its code or exact name."""
    also = ("机构名称", "单位", "单位名称", "所属机构") if name == "institution" else ()
    return Column(name, Words(zh, en), "institution", required=required, also=also)


def code_column(beside: str, name: str, title: Words, table: str, code: str, *, required: bool = False) -> Column:
    """One of the codes of a room's table."""
    return Column(name, title, "code", required=required, codes=codes(beside, table, code))


def money_column(name: str, title: Words, *, required: bool = False) -> Column:
    """An amount in yuan, none below zero; people leave the unit out of the heading."""
    named = Words(f"{title.zh}（元）", f"{title.en} (yuan)")
    return Column(name, named, "decimal", required=required, low=0, also=(title.zh,))


def in_use_column(name: str = "state", zh: str = "状态", en: str = "state") -> Column:
    """In use or not, as FHIR's `active` and `inactive`."""
    return Column(name, Words(zh, en), "code", required=True, codes=IN_USE)
