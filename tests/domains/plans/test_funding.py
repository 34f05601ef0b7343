"""Lines of funding and their entries: sums in cents, nothing beyond the plan, corrections that stay visible; the one
question after a visit."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domains.plans.gathering import Parties, line
from tests.gathering import refused

from tongmai.base.outcome import Refused
from tongmai.domains.plans.rules import funding, yardsticks

TODAY = date(2025, 6, 30)


def booked(parties: Parties, task: str) -> None:
    parties.act("planner", task, "book")


def sums(parties: Parties, id: str = "line-a") -> funding.Sums:
    context = parties.access.system("tests")
    entries = [one.resource() for one in context.search("FundingEntry", f"line=FundingLine/{id}").matches]
    return funding.line_sums(line(id), entries)


def test_an_instalment_is_entered_by_one_and_booked_by_another(parties: Parties) -> None:
    task = parties.pays("officer", "line-a", "600.25")
    assert sums(parties) == funding.Sums(100050, 0, 60025)
    with refused("须由"):
        parties.act("officer", task, "book")
    booked(parties, task)
    assert sums(parties) == funding.Sums(100050, 60025, 0)
    mine = parties.pays("planner", "line-a", "1")
    with pytest.raises(Refused):
        parties.act("planner", mine, "book")
    parties.act("second", mine, "book")


def test_nothing_is_paid_beyond_the_plan_without_a_revision(parties: Parties) -> None:
    booked(parties, parties.pays("officer", "line-a", "1000.50"))
    with refused("还可拨 0.00 元"):
        parties.pays("officer", "line-a", "0.01")
    revision = parties.pays("officer", "line-a", "100", "revise", reason="追加")
    with refused("还可拨 0.00 元"):
        parties.pays("officer", "line-a", "50")  # it is not booked yet
    booked(parties, revision)
    parties.pays("officer", "line-a", "50")
    with refused("调整后计划低于已拨和待核的 1,050.50 元"):
        parties.pays("officer", "line-a", "-50.01", "revise", reason="调减")


def test_a_paid_row_is_corrected_visibly(parties: Parties) -> None:
    paid = parties.pays("officer", "line-a", "600")
    focus = parties.focus(paid)
    given = {"difference": "-100", "on": "2025-06-30", "evidence": "更正单", "reason": "多记"}
    correction = {"resourceType": "FundingEntry", "corrects": {"reference": f"FundingEntry/{focus['id']}"},
                  "area": "990199000000", "issuer": {"reference": "Organization/commission-990199"}}  # fmt: skip
    with refused("只能更正已核定的拨付"):
        parties.begin("officer", "plans.funding", correction, "correct", **given)
    booked(parties, paid)
    with refused("更正后低于零：该笔现为 600.00 元"):
        parties.begin("officer", "plans.funding", correction, "correct", **{**given, "difference": "-600.01"})
    booked(parties, parties.begin("officer", "plans.funding", correction, "correct", **given))
    assert sums(parties).paid == 50000
    assert parties.focus(paid)["cents"] == 60000


def test_a_county_pays_into_its_own_lines_only(parties: Parties) -> None:
    with refused("不是本辖区的投入项目"):
        parties.pays("officer", "line-b", "1")
    with refused("没有这一投入项目"):
        parties.pays("officer", "line-c", "1")
    assert parties.pays("planner", "line-b", "1")


def test_two_that_wait_are_not_both_booked_beyond_the_plan() -> None:
    waiting = {"id": "b", "kind": "payment", "cents": 60000, "state": "entered", "on": "2025-06-30"}
    there = {"lines": [line("a", planned=1000)], "entries": [{**waiting, "id": "a", "state": "booked"}, waiting]}
    assert "核定后已拨 1,200.00 元，超过计划 1,000.00 元" in funding.entry_books(waiting, there, TODAY)[0].words.zh


@given(st.lists(st.tuples(st.sampled_from(("pay", "revise", "correct", "book", "refuse")), st.integers(-900, 900),
                          st.integers(0, 5)), max_size=40))  # fmt: skip
@settings(max_examples=150)
def test_sums_add_up_and_never_exceed_the_plan(commands: list[tuple[str, int, int]]) -> None:
    entries: list[dict[str, Any]] = []
    own = line("a", planned=10)
    for number, (verb, many, which) in enumerate(commands):
        focus = {"id": str(number), "area": own["area"], "state": "entered"}
        there = {"lines": [own], "entries": [one for one in entries if one["state"] in ("entered", "booked")]}
        if verb in ("book", "refuse"):
            if entries and (one := entries[which % len(entries)])["state"] == "entered":
                fits = verb == "book" and not funding.entry_books(one, there, TODAY)
                one["state"] = "booked" if fits else "refused"
        elif verb == "pay" and not funding.entry_pays(focus, fields := {**there, "amount": f"{many / 100}"}, TODAY):
            entries.append(
                {**focus, "kind": "payment", "cents": funding.entry_made(focus, fields, TODAY)["entry_cents"]}
            )
        elif verb == "revise":
            fields = {**there, "difference": f"{many / 100}"}
            if not funding.entry_revises(focus, fields, TODAY):
                entries.append({**focus, "kind": "revision", "cents": many})
        elif verb == "correct" and entries:
            one = entries[which % len(entries)]
            fields = {**there, "corrected": [one], "difference": f"{many / 100}"}
            if not funding.entry_corrects(focus, fields, TODAY):
                corrects = {"reference": f"FundingEntry/{one['id']}"}
                entries.append({**focus, "kind": "correction", "cents": many, "corrects": corrects})
        told = funding.line_sums(own, entries)
        assert 0 <= told.paid <= told.planned
        kept = [one for one in entries if one["state"] == "booked"]
        assert told.planned - told.paid == 1000 + sum(
            one["cents"] if one["kind"] == "revision" else -one["cents"] for one in kept
        )


def test_a_twelfth_is_due_with_every_month_that_is_over() -> None:
    days = (date(2024, 12, 31), date(2025, 1, 30), date(2025, 1, 31), date(2025, 12, 30), date(2025, 12, 31))
    assert [funding.due_by(1201, 2025, day) for day in days] == [0, 0, 100, 1100, 1201]


def test_a_resident_answers_once_a_visit(parties: Parties) -> None:
    task = parties.answers("resident", "v1", "4")
    answer = parties.focus(task)
    assert (answer["status"], answer["item"][0]["answer"][0]["valueInteger"]) == ("completed", 4)
    with refused("这次就诊您已评价过"):
        parties.answers("resident", "v1", "1")
    with refused("不是您的就诊"):
        parties.answers("resident", "v2", "1")
    with refused("这次就诊还没有结束"):
        parties.answers("resident", "v3", "1")
    with refused("就诊已超过 90 天"):
        parties.answers("resident", "v4", "1")
    with pytest.raises(Refused):
        parties.answers("stranger", "v1", "5", "one")
    with pytest.raises(Refused):
        parties.answers("officer", "v2", "5", "two")


def test_a_row_of_the_list_of_deaths_fits() -> None:
    assert not yardsticks.mortality_row_fits({"age": 30, "deaths": 2, "people": 2})
    assert yardsticks.mortality_row_fits({"age": 31, "deaths": 2, "people": 20})[0].where == "age"
    assert yardsticks.mortality_row_fits({"age": 65, "deaths": 21, "people": 20})[0].where == "deaths"
