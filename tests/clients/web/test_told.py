"""What a history tells of what was filled in."""

from datetime import UTC, datetime

from tongmai.base.words import Words
from tongmai.clients.web.tasks import written
from tongmai.domains.plans.workflows.projects import PROJECT
from tongmai.engines.workflow import Event


def told(**fields: str) -> str | Words:
    at, step = datetime(2025, 6, 30, tzinfo=UTC), PROJECT.step("propose")
    event = Event("t/1", "plans.project.propose", step.name, step.title, at, "", "", "", "drafted", "proposed", fields)
    return written(event, PROJECT)


def test_a_sum_has_its_thousands_apart_and_a_number_stays_as_it_was_typed() -> None:
    assert told(investment="31388648.5", beds="1200") == Words(
        "申请投资（元） 31,388,648.50；规划床位 1200", "investment (yuan): 31,388,648.50; beds: 1200"
    )
    assert told(investment="much") == Words("申请投资（元） much", "investment (yuan): much")
