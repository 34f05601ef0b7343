"""Chance with a key: the same seed and key give the same stream in every process, in whatever order it is asked."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


def stream(seed: int, *key: str | int) -> Random:
    """The stream of a key. Text seeds are hashed by `random` itself, not by the interpreter's salted hash."""
    return Random("/".join(str(part) for part in (seed, *key)))


def shuffled(things: Sequence[Thing], seed: int, *key: str | int) -> list[Thing]:
    """A copy in an order of chance."""
    copy = list(things)
    stream(seed, *key).shuffle(copy)
    return copy


def day_between(chance: Random, first: date, last: date) -> date:
    """A day from first to last, both included."""
    return first + timedelta(days=chance.randrange((last - first).days + 1))


def years_after(day: date, years: int) -> date:
    """The last day of a validity of whole years that begins on `day`."""
    try:
        return day.replace(year=day.year + years) - timedelta(days=1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
