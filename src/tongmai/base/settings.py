"""Settings: a closed table read from the environment once, at the roof. An unknown or malformed one is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tongmai.base.outcome import refuse

PREFIX = "TONGMAI_"


@dataclass(frozen=True, slots=True)
class Setting:
    """One row: `kind` turns the text into the value; `means` is the line the documentation shows."""

    name: str
    kind: type
    default: Any
    means: str


SETTINGS: tuple[Setting, ...] = (
    Setting("data", Path, Path("data/demo"), "folder of the records, the lake and the audit"),
    Setting("store", str, "", "where the records are: empty for SQLite in the data folder, or postgresql://…"),
    Setting("region", str, "", "a region that comes with the house, or the path of a folder; empty: the first of them"),
    Setting("shared", Path, Path("../shared"), "folder with records and suites made by others (tests, load)"),
    Setting("policies", Path, Path(), "folder with the texts of the policy documents; empty: quotations only"),
    Setting("host", str, "127.0.0.1", "address the server listens on"),
    Setting("port", int, 8000, "port the server listens on"),
    Setting("secret", str, "", "key of the signed cookies; empty: a new one at every start"),
    Setting("as_of", str, "", "day that the house takes for today (YYYY-MM-DD); empty: the clock of the machine"),
    Setting("max_body", int, 16_000_000, "bytes of a request body at most, unpacked"),
    Setting("body_seconds", int, 30, "seconds that a request body may take to arrive"),
    Setting("head_seconds", int, 10, "seconds that a new connection may take to send the head of its first request"),
    Setting("max_entries", int, 10_000, "entries of a transaction or batch at most"),
    Setting("max_deletes", int, 1, "records that one conditional delete may delete"),
    Setting("at_once", int, 256, "requests in work at once; what comes beyond is told to come again (503)"),
    Setting("strict", int, 1, "1: what the interface writes holds to invariants and profiles, 0: to structure only"),
    Setting("proxies", int, 0, "proxies in front whose X-Forwarded-Proto, -Host and -Prefix are believed"),
    Setting("max_upload", int, 20_000_000, "bytes of an uploaded list at most"),
    Setting("max_included", int, 5_000, "records that one page of a search may bring along (_include, _revinclude)"),
    Setting(
        "parameters",
        str,
        "",
        "search parameters with an index: empty for all, or usual; then names: usual Observation.method",
    ),
    Setting("small_count", int, 5, "counts of persons below this are hidden from those outside the circle"),
    Setting("drills", int, 2, "drills that may be open at once, each in a store of its own; 0: none"),
    Setting("workers", int, 2, "processes that read and check during a bulk load"),
)


def read_settings(environment: Mapping[str, str]) -> dict[str, Any]:
    """Every setting by name. Refused (`value`): a name that is not in the table, or a text that is not of its kind."""
    known = {PREFIX + row.name.upper(): row for row in SETTINGS}
    strangers = sorted(name for name in environment if name.startswith(PREFIX) and name not in known)
    strangers = [name for name in strangers if not name.startswith(PREFIX + "CI_")]
    if strangers:
        names = ", ".join(sorted(known))
        raise refuse(
            "value",
            "没有这个设置",
            "no such setting",
            where=strangers[0],
            remedy=(f"可用：{names}", f"there are: {names}"),
        )
    values: dict[str, Any] = {row.name: row.default for row in SETTINGS}
    for variable, row in known.items():
        if environment.get(variable):
            values[row.name] = _value(row, environment[variable], variable)
    return values


def _value(row: Setting, text: str, variable: str) -> Any:
    try:
        return row.kind(text)
    except ValueError as error:
        raise refuse(
            "value", f"不是{row.kind.__name__}：{text}", f"not of kind {row.kind.__name__}: {text}", where=variable
        ) from error
