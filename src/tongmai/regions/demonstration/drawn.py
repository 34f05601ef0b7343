"""A draw done again with twenty lines of its own, after the words that the room publishes: who reads those words can
recompute any draw. A test holds the two together."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

Row = dict[str, Any]


def digest(*parts: str) -> str:
    """SHA-256 of texts joined by `|`."""
    return sha256("|".join(parts).encode()).hexdigest()


def list_hash(head: str, objects: Sequence[str], inspectors: Sequence[str], ties: Sequence[tuple[str, str]]) -> str:
    """SHA-256 of the head line and the sorted lines of each list."""
    lines = [f"plan|{head}", *sorted(f"object|{one}" for one in objects)]
    lines += sorted(f"inspector|{one}" for one in inspectors) + sorted(f"tie|{who}|{place}" for who, place in ties)
    return sha256("\n".join(lines).encode()).hexdigest()


def drawn(
    seed: str, hashed: str, objects: Sequence[str], inspectors: Sequence[str], ties: Sequence[tuple[str, str]],
    share: int, team: int,
) -> dict[str, list[str]]:  # fmt: skip
    """Who inspects what: the objects with the smallest keys, each with the inspectors of the smallest keys."""
    chosen = sorted(objects, key=lambda one: digest(seed, hashed, "object", one))[: -(-len(objects) * share // 100)]
    return {
        place: sorted((one for one in inspectors if (one, place) not in ties),
                      key=lambda one: digest(seed, hashed, "pair", place, one))[:team]
        for place in chosen
    }  # fmt: skip


def result_hash(hashed: str, seed: str, found: Mapping[str, Sequence[str]]) -> str:
    """SHA-256 of the list hash, the seed and a line for each object."""
    lines = [hashed, seed, *("|".join((place, *team)) for place, team in found.items())]
    return sha256("\n".join(lines).encode()).hexdigest()
