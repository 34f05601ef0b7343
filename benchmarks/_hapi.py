"""HAPI FHIR JPA as a peer: what `hapi/pom.xml` names, assembled by `hapi/Peer.java`. Nothing of it is kept here."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from _served import Served, await_answer, free_port, running

HERE = Path(__file__).parent / "hapi"
TO_FETCH = 900  # seconds for some 300 MB, once


@contextmanager
def hapi(folder: Path) -> Iterator[Served]:
    """R4 on H2 in a file, validation off as it ships. RuntimeError says why it cannot be had here."""
    path, port = _class_path(folder), free_port()
    command = ["java", "-Xmx2g", "-cp", path, str(HERE / "Peer.java"), str(port), str(folder)]
    with running(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        served = Served("HAPI FHIR JPA", f"http://127.0.0.1:{port}/fhir", process)
        await_answer(served)
        yield served


def _class_path(folder: Path) -> str:
    """The jars, fetched by Maven into its own store where they are not there yet."""
    if missing := [name for name in ("java", "mvn") if shutil.which(name) is None]:
        raise RuntimeError(f"no {' and no '.join(missing)} on this machine")
    listed = folder / "class-path"
    command = ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), "dependency:build-classpath",
               f"-Dmdep.outputFile={listed}"]  # fmt: skip
    told = subprocess.run(command, capture_output=True, text=True, timeout=TO_FETCH, check=False)
    if told.returncode != 0:
        raise RuntimeError(f"Maven Central was not reached: {(told.stdout + told.stderr)[:300]}")
    return listed.read_text()
