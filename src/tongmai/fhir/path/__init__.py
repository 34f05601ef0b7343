"""FHIRPath, compiled to closures."""

from collections.abc import Callable
from typing import Any

from tongmai.fhir.definitions import Definitions


def typed(expression: str, definitions: Definitions) -> Callable[[dict[str, Any]], list[tuple[Any, str]]]:
    """TODO: the evaluator lands next."""
    return lambda resource: []
