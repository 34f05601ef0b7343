"""Profiles: StructureDefinitions that constrain a type. Source: FHIR R4 profiling.html.

`tree` is what a profile says of an element, `snapshot` makes the tree of a profile from its differential and its base,
`slicing` sorts values into slices, `judging` holds an instance against a tree, `flat` writes it out again.
"""

from tongmai.fhir.profiles.flat import flat
from tongmai.fhir.profiles.judging import ProfileJudge
from tongmai.fhir.profiles.snapshot import Profiles, is_fixed, snapshot, way
from tongmai.fhir.profiles.tree import Node

__all__ = ["Node", "ProfileJudge", "Profiles", "flat", "is_fixed", "snapshot", "way"]
