"""The published R4 examples, where a folder is given: TONGMAI_R4_EXAMPLES, or node_modules/hl7.fhir.r4.examples."""

import os
from pathlib import Path

import orjson

ROOT = Path(__file__).parents[2]
DEFINING = {"StructureDefinition", "SearchParameter", "ValueSet", "CodeSystem", "ConceptMap", "OperationDefinition"}


def folder():
    """The folder with the package's JSON files, or None."""
    given = os.environ.get("TONGMAI_R4_EXAMPLES")
    for path in [Path(given)] if given else [ROOT / "node_modules" / "hl7.fhir.r4.examples"]:
        for inside in (path, path / "package"):
            if (inside / "Patient-example.json").is_file():
                return inside
    return None


def texts(defining=False):
    """(file name, bytes), without the thousands of definitions unless asked for."""
    for file in sorted(folder().glob("*-*.json")):
        if defining or file.name.partition("-")[0] not in DEFINING:
            yield file.name, file.read_bytes()


def examples(defining=False):
    """(file name, resource) of the same."""
    for name, text in texts(defining):
        yield name, orjson.loads(text)
