"""What rules and pages ask of a record again and again: whom a reference names, a code, an extension, whether it holds.

Records are read as they stand in the store, parts of them may be missing; nothing here raises.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

Json = Mapping[str, Any]


def named(reference: Any) -> str:
    """The id behind a Reference or a text `Type/id`; "" for none."""
    text = str(reference.get("reference", "")) if isinstance(reference, Mapping) else str(reference or "")
    return text.rpartition("/")[2]


def issuer(found: Sequence[Json]) -> dict[str, str]:
    """`issuer`: what the first of the institutions found is called; nothing where none was found."""
    return {"issuer": str(found[0]["name"])} if found else {}


def code_in(concepts: Any, system: str) -> str:
    """The first code in one system of a CodeableConcept or a list of them; "" for none."""
    every = concepts if isinstance(concepts, list | tuple) else [concepts] if concepts else []
    codings = (one for concept in every for one in concept.get("coding", ()))
    return next((str(one.get("code")) for one in codings if one.get("system") == system), "")


def extended(record: Json, name: str) -> Any:
    """The value of the extension `urn:tongmai:<name>`, whatever its type; None where there is none."""
    found: Json = next((one for one in record.get("extension", ()) if one.get("url") == f"urn:tongmai:{name}"), {})
    return next((value for key, value in found.items() if key.startswith("value")), None)


def holds_on(record: Json, day: date) -> bool:
    """Whether a record is active and its period holds on a day; an open side holds."""
    told = record.get("period", {})
    start, end = str(told.get("start") or "0000")[:10], str(told.get("end") or "9999")[:10]
    return record.get("active", True) is not False and start <= day.isoformat() <= end
