"""The same for every test: no deadline (speed lives in benchmarks), no silent skip, and which of the sizes it is of.

`make test` is for whoever works on the house: five minutes. What stands in `WHOLE` needs a whole demonstration, all
published examples, servers (whatever asks PostgreSQL) or long walks, half of the time of all for one case in six:
`make whole`, which CI runs too.

Two processes run the tests, a file at a time: those that take longest go first, so that neither waits for the other. In
CI a case that is skipped because a browser, the shared folder or the R4 examples are missing is a failure. Elsewhere
the last line says how many cases were not run, and why.
"""

import gc
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

LONGEST = (
    "referral/test_walk", "integration/", "programs/test_backing", "clients/web/test_cost", "contract/test_search",
    "contract/test_paging", "regions/test_demonstration", "fhir/test_check", "measure/test_specs", "agree/test_sweep",
    "measures/test_moves_by_one", "postgres/", "residents/", "store/", "engines/measure/", "domains/", "regions/",
    "fhir/test_search_parameters", "access/",
)  # fmt: skip
WHOLE = (
    "store/repair/", "programs/test_backing", "programs/test_jobs", "integration/",
    "regions/test_demonstration", "web/test_cost", "referral/test_walk", "workforce/test_walk", "store/postgres/",
    "fhir/test_check.py::test_the_published_examples", "store/agree/",
    "pharmacy/test_pages", "pharmacy/test_samples.py::test_the_demonstrations", "quality/test_lines",
    "supervision/test_records", "supervision/test_walk", "tests/drills/", "residents/test_histories",
    "web/test_second_region", "test_languages.py::test_a_chinese_page_is_chinese",
    "test_languages.py::test_an_english_page_is_english", "quality/test_indicators.py::test_a_corrected_case",
    "[postgres",
)  # fmt: skip
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("house")


IN_MEMORY, ROOM = Path("/dev/shm"), 4 * 2**30
"""Where folders of tests lie if there is so much room: what is synced there a thousand times costs no disk its time."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Where the folders of the tests are to be, unless it is said; workers have theirs from the process that begins
    them."""
    if config.option.basetemp is None and not hasattr(config, "workerinput") and roomy():
        made = tempfile.mkdtemp(prefix="tests-", dir=IN_MEMORY)
        config.option.basetemp = made
        config.add_cleanup(lambda: shutil.rmtree(made, ignore_errors=True))


def roomy() -> bool:
    """Whether memory holds the folders of the tests."""
    return IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free >= ROOM


@pytest.hookimpl(tryfirst=True, specname="pytest_collection_modifyitems")
def pytest_sizes(items: list[pytest.Item]) -> None:
    """Before any is left out by its mark."""
    for item in items:
        if any(name in item.nodeid for name in WHOLE):
            item.add_marker("whole")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Longest first; within a file nothing moves."""
    items.sort(key=lambda item: next((n for n, name in enumerate(LONGEST) if name in item.nodeid), len(LONGEST)))


def pytest_collection_finish() -> None:
    """What was imported and collected stays: the garbage collector need not look at it after every few hundred
    objects of a test, nor through a whole demonstration as often as it would."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Generator[None, Any, Any]:
    report = yield
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: not run in CI: {_reason(report)}"
    return report


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any) -> None:
    reasons = Counter(_reason(report) for report in terminalreporter.getreports("skipped"))
    if reasons:
        told = "; ".join(f"{count} because {reason}" for reason, count in reasons.most_common())
        terminalreporter.write_line(f"not run: {sum(reasons.values())} cases: {told}")


def _reason(report: Any) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return str(text).removeprefix("Skipped: ")
