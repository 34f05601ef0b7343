"""MedplumClient on node: `medplum.test.mjs`, beside the served house."""

import os
import shutil
import subprocess

import pytest
from tests.flows.conftest import HERE, ROOT, House


def test_medplum_client(house: House) -> None:
    if not (node := shutil.which("node")) or not (ROOT / "node_modules/@medplum/core").exists():
        pytest.skip("node or @medplum/core is not here: make flows")
    told = subprocess.run(
        [node, "--test", "--test-reporter=tap", HERE / "medplum.test.mjs"], capture_output=True, text=True, check=False,
        cwd=ROOT, timeout=120, env={**os.environ, "BASE": house.base, "COOKIE": house.cookie},
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr
