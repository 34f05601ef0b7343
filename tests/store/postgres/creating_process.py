"""A server process of many: opens the store at an address, says so, waits for a line, and creates people on condition.

Arguments: the address, how many people, how often each, and a seed. It tells how many it created.
"""

import random
import sys

from tests.store.writing import DEFINITIONS, conditional

from tongmai.base.clock import SystemClock
from tongmai.store.postgres import PostgresStore


def main() -> None:
    address, people, often, seed = sys.argv[1], *map(int, sys.argv[2:])
    store = PostgresStore(address, DEFINITIONS, SystemClock())
    print("open", flush=True)
    sys.stdin.readline()
    asked = [number for number in range(people) for _ in range(often)]
    random.Random(seed).shuffle(asked)
    futures = [store.submit(conditional(number)) for number in asked]
    print(sum(written.created for future in futures for written in future.result()), flush=True)
    store.close()


if __name__ == "__main__":
    main()
