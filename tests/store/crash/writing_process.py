"""Run by test_kill.py: several threads write sets of three and tell each acknowledged one, until the process is killed.

    python writing_process.py DATABASE FIRST

A set has a number of its own: a Patient that bears it, two Observations that refer to the Patient within the set.
"""

import os
import sys
import threading
from itertools import count
from pathlib import Path

from tongmai.base.clock import SystemClock
from tongmai.fhir.definitions import Definitions
from tongmai.store.protocol import ChangeSet, Put
from tongmai.store.sqlite import SqliteStore

WRITERS = 6


def three(number: int) -> ChangeSet:
    """The set of a number."""
    mark = b'"identifier":[{"system":"urn:set","value":"%d"}]' % number
    seen = (
        b'{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"urn:uuid:1"},%s}'
    )
    return ChangeSet(
        (
            Put("Patient", b'{"resourceType":"Patient",%s}' % mark, id=f"p{number}", full_url="urn:uuid:1"),
            Put("Observation", seen % mark, id=f"a{number}"),
            Put("Observation", seen % mark, id=f"b{number}"),
        )
    )


def main() -> None:
    store = SqliteStore(Path(sys.argv[1]), Definitions.load(), SystemClock())
    numbers = count(int(sys.argv[2]))

    def write() -> None:
        while True:
            number = next(numbers)
            store.commit(three(number))
            os.write(1, b"%d\n" % number)

    threads = [threading.Thread(target=write) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
