"""The demonstration, made once a process for all who test with it. Not to be changed."""

from functools import cache
from typing import Any

from tongmai.regions.demonstration.everything import resources
from tongmai.regions.region import Region, named


@cache
def demonstrated() -> Region:
    return named("changji")


@cache
def everything() -> list[dict[str, Any]]:
    """Every resource, in the order in which they are written."""
    return list(resources(demonstrated()))
