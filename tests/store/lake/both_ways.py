"""A ViewDefinition by SQL and by the evaluator, which is the judge."""

import json
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from tongmai.fhir.definitions import Definitions
from tongmai.fhir.path import PathError
from tongmai.fhir.views import View
from tongmai.store.lake.compiling import reading, statement

Json = dict[str, Any]


class Both(NamedTuple):
    """Rows of the resources that SQL answers for, both ways; and how many it leaves to the evaluator. `failed`: what
    the evaluator refuses of those it answers for."""

    asked: list[Json]
    evaluated: list[Json]
    doubtful: int
    failed: list[str]


def both_ways(
    connection: duckdb.DuckDBPyConnection, definition: Json, resources: list[Json], definitions: Definitions
) -> Both | None:
    """None where the view is left to the evaluator."""
    view = View(definition, definitions)
    compiled = statement(definition, view.constants, definitions)
    if compiled is None:
        return None
    given = [one for one in resources if one["resourceType"] == view.resource]
    bodies = pa.table(
        {
            "_at": pa.array(range(len(given)), pa.int64()),
            "_id": pa.array([one.get("id") for one in given], pa.string()),
            "body": pa.array([json.dumps(one) for one in given], pa.string()),
        }
    )
    connection.register("given", bodies)
    connection.execute(reading("given", compiled.need))
    asked = connection.sql(compiled.sql).to_arrow_table().to_pylist()
    doubtful = {row["_at"] for row in asked if row["_doubt"]}
    evaluated, failed = [], []
    for at, resource in enumerate(given):
        if at not in doubtful:
            try:
                evaluated += view.rows(resource)
            except PathError as error:
                failed.append(f"{resource.get('id')}: {error}")
    hidden = ("_at", "_id", "_doubt")
    kept = [{key: row[key] for key in row if key not in hidden} for row in asked if row["_at"] not in doubtful]
    return Both(kept, evaluated, len(doubtful), failed)
