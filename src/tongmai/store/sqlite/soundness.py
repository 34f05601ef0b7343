"""Whether a SQLite store agrees with itself: the file as SQLite judges it, and what is in it."""

from collections.abc import Iterator
from pathlib import Path

import apsw

from tongmai.base.outcome import Refused
from tongmai.fhir.definitions import Definitions
from tongmai.store.sql import soundness
from tongmai.store.sql.migrating import check_edition
from tongmai.store.sqlite.backup import integrity, looking


def faults(path: Path, definitions: Definitions, of: soundness.Of = "all") -> Iterator[str]:
    """What is wrong, one line each; nothing when the store is sound. Reads every body and every index row."""
    try:
        if of != "derived":
            yield from (f"SQLite: {line}" for line in integrity(path))
        with looking(path) as (session, reading):
            check_edition(session)
            yield from soundness.faults(session, reading, definitions, of)
    except Refused as refused:
        yield from (issue.told("zh") + " " + issue.words.en for issue in refused.issues)
    except apsw.Error as error:
        yield f"SQLite: {error}"
