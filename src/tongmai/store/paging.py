"""Where a page ends: an opaque text that holds the sort keys of its last match and the query it belongs to."""

import base64
import hashlib
from collections.abc import Sequence
from typing import Any

import orjson

from tongmai.base.outcome import Refused, refuse
from tongmai.store.query import Query

READ_AS = 3
"""Raised whenever what a mark says is read otherwise: a mark of before is then none of this search."""


def _belongs(query: Query) -> str:
    """By what the client wrote: scopes may change while it pages."""
    asked = [(one.name, one.values, one.modifier, [hop[:3] for hop in one.chain]) for one in query.filters]
    told = repr((READ_AS, query.type, asked, query.sort)).encode()
    return hashlib.blake2s(told, digest_size=6).hexdigest()


def cursor(query: Query, keys: Sequence[Any]) -> str:
    """The text that continues behind these keys."""
    packed = orjson.dumps([_belongs(query), *keys])
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def keys_of(query: Query) -> list[Any] | None:
    """The keys behind which the query continues; None at its beginning. Refused: another query's cursor."""
    if query.after is None:
        return None
    try:
        padded = query.after + "=" * (-len(query.after) % 4)
        belongs, *keys = orjson.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, TypeError) as error:
        raise foreign() from error
    if belongs != _belongs(query) or len(keys) != 2 * len(query.sort) + 1:
        raise foreign()
    return list(keys)


def foreign() -> Refused:
    """The refusal of a mark that is none of this search."""
    return refuse("value", "翻页标记不属于此检索", "this page mark belongs to another search", where="_after",
                  remedy=("从第一页重新检索", "search again from the first page"))  # fmt: skip
