"""All facts of the demonstration in the order in which they may refer to each other."""

from collections.abc import Iterator
from typing import Any

from tongmai.regions.demonstration import network, parts
from tongmai.regions.demonstration.story import read_story
from tongmai.regions.demonstration.writing import write
from tongmai.regions.region import Region

SEED = 28


def resources(region: Region, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """Every resource of the demonstration. The same region and seed give the same bytes in every process."""
    story = read_story(region.folder / "story.yaml")
    wholes = network.institutions(region)
    institutions = [*wholes, *parts.parts(region, seed, wholes, story)]
    yield from write("institution", institutions)
    yield from write("membership", parts.memberships(region, wholes))
