"""The house as programs of others meet it: `tongmai serve` itself, with one person more, who may keep every type.

    python tests/flows/house.py FOLDER

Runs in the house's own environment, on a free port of the loopback. Its first line says, as JSON, where it is and which
cookie signs that person in; it serves until its standard input ends.
"""

import json
import os
import socket
import sys
import threading
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

from itsdangerous import TimestampSigner

from tongmai.app import declared, open_house
from tongmai.base.settings import read_settings
from tongmai.base.words import Words
from tongmai.declared import Declared
from tongmai.model.rule import Rule
from tongmai.programs import serving
from tongmai.regions.region import Person

INTEGRATOR = Person(
    "integrator", Words("对接程序", "integration"), Words("演示", "demonstration"), ("integrator",),
    "commission-652300", "652300000000", "person-integrator", "",
)  # fmt: skip
KEEP = frozenset({"read", "search", "write"})


def with_integrator(it: Declared) -> Declared:
    """The same house; the integrator may keep every type that R4 defines."""
    types = sorted(it.definitions.types - it.definitions.own_types)
    rules = tuple(Rule(f"the integrator keeps {type}", INTEGRATOR.roles[0], KEEP, type) for type in types)
    first, *others = it.rooms
    first = replace(first, domain=replace(first.domain, rules=(*first.domain.rules, *rules)))
    region = replace(it.region, people=(*it.region.people, INTEGRATOR))
    return replace(it, of_rooms=replace(it.of_rooms, rooms=(first, *others)), region=region)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def end_with_input() -> None:
    """Whoever started this process holds its standard input; without them it ends too."""
    sys.stdin.read()
    os._exit(0)


def main(folder: Path) -> None:
    secret, port = "a key for the flows", free_port()
    settings = {**read_settings(os.environ), "data": folder, "secret": secret, "port": port}
    house = open_house(settings, it=with_integrator(declared("changji")))
    session = b64encode(json.dumps({"person": INTEGRATOR.id}).encode())
    cookie = f"tongmai={TimestampSigner(secret).sign(session).decode()}"
    print(json.dumps({"base": f"http://127.0.0.1:{port}/fhir", "cookie": cookie}), flush=True)
    threading.Thread(target=end_with_input, daemon=True).start()
    serving.serve(house, settings)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
