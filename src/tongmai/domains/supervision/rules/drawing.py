"""The draw itself: lists, their hash, a seed, keyed hashes. Pure, and so plain that anybody can do it again.

    list hash  = SHA-256 of the lists' text: a head line, then `object|id`, `inspector|id`, `tie|person|institution`,
                 each kind sorted, joined by line feeds
    object key = SHA-256 of `seed|list hash|object|id`; the objects with the smallest keys are drawn
    pair key   = SHA-256 of `seed|list hash|pair|object id|inspector id`; of those without a tie the smallest inspect
    draw hash  = SHA-256 of the list hash, the seed and a line `object id|inspector id|…` for each, joined by line feeds

Texts are UTF-8, keys are compared as lower-case hexadecimal. The list hash is published before the seed is known; as it
stands in every key, whoever changes a list changes the draw.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256


def digest(*parts: str) -> str:
    """SHA-256 of texts joined by `|`, as 64 lower-case hexadecimal digits."""
    return sha256("|".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Lists:
    """What a draw is made of. `head`: the plan in one line; `ties`: (inspector, object) that never meet. Order tells
    nothing: the hash sorts."""

    head: str
    objects: tuple[str, ...]
    inspectors: tuple[str, ...]
    ties: frozenset[tuple[str, str]]

    @property
    def hash(self) -> str:
        lines = [f"plan|{self.head}"]
        lines += sorted(f"object|{one}" for one in set(self.objects))
        lines += sorted(f"inspector|{one}" for one in set(self.inspectors))
        lines += sorted(f"tie|{person}|{place}" for person, place in self.ties)
        return sha256("\n".join(lines).encode()).hexdigest()

    def free(self, place: str) -> list[str]:
        """Inspectors without a tie to an object."""
        return [one for one in self.inspectors if (one, place) not in self.ties]


@dataclass(frozen=True, slots=True)
class Pairing:
    """An object that was drawn, with who inspects it, both in the order of their keys."""

    place: str
    team: tuple[str, ...]


def many_of(objects: int, share: int) -> int:
    """How many objects a share of 1 to 100 per cent is, rounded up: one at least of any."""
    return -(-objects * share // 100)


def lacking(lists: Lists, team: int) -> list[tuple[str, int]]:
    """Objects for which fewer inspectors than a team are without a tie, and how many there are."""
    found = [(place, len(lists.free(place))) for place in sorted(set(lists.objects))]
    return [one for one in found if one[1] < team]


def order(seed: str, list_hash: str, place: str, people: Iterable[str]) -> list[str]:
    """Inspectors of an object in the order of the draw: the first ones are its team, the next replaces one who must
    stay away."""
    return sorted(people, key=lambda one: digest(seed, list_hash, "pair", place, one))


def draw(lists: Lists, seed: str, share: int, team: int) -> tuple[Pairing, ...]:
    """Who inspects what. ValueError: an object has no team (see `lacking`), or the share is no per cent."""
    if not 1 <= share <= 100 or team < 1 or lacking(lists, team):
        raise ValueError("no draw: an object has no team, or the share is none")
    hashed = lists.hash
    places = sorted(set(lists.objects), key=lambda one: digest(seed, hashed, "object", one))
    return tuple(
        Pairing(place, tuple(order(seed, hashed, place, lists.free(place))[:team]))
        for place in places[: many_of(len(places), share)]
    )


def draw_hash(list_hash: str, seed: str, drawn: Sequence[Pairing]) -> str:
    """The hash of a result."""
    lines = [list_hash, seed, *("|".join((one.place, *one.team)) for one in drawn)]
    return sha256("\n".join(lines).encode()).hexdigest()
