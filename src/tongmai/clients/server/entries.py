"""The entries of a batch or transaction as they came. Source: FHIR R4 bundle.html, http.html#transaction."""

from typing import Any

import msgspec

from tongmai.base.outcome import Refused, refuse
from tongmai.clients.server.reading import parsed
from tongmai.fhir import bundles
from tongmai.fhir.bundles import Entry


class _Cut(msgspec.Struct):
    """An entry of which only the resource's own bytes are wanted: decimals keep their digits."""

    resource: msgspec.Raw = msgspec.Raw()


class _Bundle(msgspec.Struct):
    entry: list[_Cut] = []


_cut = msgspec.json.Decoder(_Bundle).decode


def read_in(content: bytes, most: int) -> tuple[str, list[Entry], list[bytes]]:
    """The kind of a bundle, its entries, and the own bytes of each entry's resource. Refused: structure, required,
    too-large (more than `most` entries)."""
    whole = parsed(content)
    _expect_shape(whole)
    found = bundles.entries(whole)
    if len(found) > most:
        raise refuse("too-large", f"一个 Bundle 最多 {most} 项", f"a bundle takes {most} entries at most",
                     where="Bundle.entry", remedy=("分几次提交", "send it in parts"))  # fmt: skip
    return whole["type"], found, [bytes(one.resource) for one in _cut(content).entry]


def _expect_shape(whole: dict[str, Any]) -> None:
    """Refused (structure): entries or requests that are no objects, texts that are none."""
    entries = whole.get("entry", [])
    if not isinstance(entries, list) or not isinstance(whole.get("type"), str):
        raise _misshapen("Bundle.entry")
    for place, entry in enumerate(entries):
        request = entry.get("request", {}) if isinstance(entry, dict) else None
        texts = [entry.get("fullUrl", ""), *request.values()] if isinstance(request, dict) else [None]
        if not all(isinstance(text, str) for text in texts):
            raise _misshapen(f"Bundle.entry[{place}]")


def _misshapen(where: str) -> Refused:
    return refuse("structure", "Bundle 的结构有误", "the bundle is out of shape", where=where)
