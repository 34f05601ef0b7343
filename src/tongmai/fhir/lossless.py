"""JSON trees that can be changed and written again without a digit lost: decimals are `Decimal`, `1.50` stays `1.50`.

Source: FHIR R4 datatypes.html#decimal: the precision of a decimal is significant.
"""

from decimal import Decimal
from typing import Any

import msgspec

_read = msgspec.json.Decoder(float_hook=Decimal).decode
_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_write = msgspec.json.Encoder(decimal_format="number").encode


def read(body: bytes) -> Any:
    """The tree of sound JSON."""
    return _read(body)


def with_member(body: bytes, name: str, value: Any) -> bytes:
    """The bytes of a JSON object with one member set; every other keeps its own bytes."""
    members: dict[str, Any] = _members(body)
    members[name] = value
    return _write(members)


def write(tree: Any) -> bytes:
    """Its bytes, without space between values."""
    return _write(tree)
