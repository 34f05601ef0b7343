"""Terminology over loaded CodeSystems and ValueSets and R4's own. Source: FHIR R4 terminology-service.html.

`library` finds what a url names, `codes` holds a code system, `expanding` a value set's members, `judging` says whether
a code is one of them. Pure: where resources come from is the library's business.
"""

from tongmai.fhir.terms.codes import CodeSystem, Concept
from tongmai.fhir.terms.expanding import Member, expanded
from tongmai.fhir.terms.judging import Judgement, coding_in, validated, validated_in_system
from tongmai.fhir.terms.library import Library, core

__all__ = [
    "CodeSystem",
    "Concept",
    "Judgement",
    "Library",
    "Member",
    "coding_in",
    "core",
    "expanded",
    "validated",
    "validated_in_system",
]
