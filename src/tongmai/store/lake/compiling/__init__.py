"""ViewDefinitions compiled to DuckDB SQL over one typed struct a resource type.

The evaluator (fhir.views) stays the judge: a view is compiled only as far as both give the same rows, and a resource on
which they might differ is in doubt and goes to the evaluator. Bodies are those that the checker lets through.
"""

from tongmai.store.lake.compiling.needs import Need
from tongmai.store.lake.compiling.selects import Statement, reading, statement

__all__ = ["Need", "Statement", "reading", "statement"]
