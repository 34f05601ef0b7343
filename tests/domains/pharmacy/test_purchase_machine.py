"""Whatever is reported, agreed, refused, delivered, used and settled: packages and money are conserved."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongmai.base.tables import DatedRow
from tongmai.domains.pharmacy.rules import purchases

Json = dict[str, Any]
BEGIN = date(2025, 1, 10)
COMMANDS = st.lists(
    st.tuples(st.sampled_from(("report", "agree", "refuse", "contract", "deliver", "use", "settle", "day")),
              st.integers(0, 3), st.integers(-2, 60)), max_size=60,
)  # fmt: skip


@dataclass
class Office:
    """The steps of lines as the workflow declares them, conditions asked of the room's rules."""

    today: date = BEGIN
    lines: list[Json] = field(default_factory=list)

    def deed(self, verb: str, which: int, many: int) -> None:
        if verb == "report":
            focus = {"drug": "aspirin", "area": "652325000000", "reported": many}
            if not purchases.purchase_fits(focus, {}, self.today):
                self.lines.append({**focus, "state": "reported"})
        elif verb == "day":
            self.today += timedelta(days=max(many, 0) * 7)
        elif self.lines:
            getattr(self, verb)(self.lines[which % len(self.lines)], many)

    def agree(self, one: Json, many: int) -> None:
        if one["state"] == "reported" and not purchases.agreed_fits(one, {"agreed": many}, self.today):
            made = purchases.purchase_agreement(one, {"agreed": many}, self.today)
            one |= {"agreed": made["agreed_packages"], "refused": made["refused_packages"], "state": "agreed"}

    def refuse(self, one: Json, many: int) -> None:
        if one["state"] == "reported":
            made = purchases.purchase_refusal(one, {}, self.today)
            one |= {"agreed": made["agreed_packages"], "refused": made["refused_packages"], "state": "refused"}

    def contract(self, one: Json, many: int) -> None:
        until = (self.today + timedelta(days=many * 5)).isoformat()
        fields = {"price": f"{many}.35", "reference": f"{many + 7}.80", "until": until}
        if one["state"] == "agreed" and not purchases.contract_fits(one, fields, self.today):
            made = purchases.contract_terms(one, fields, self.today)
            one |= {"priceCents": made["price_cents"], "referenceCents": made["reference_cents"],
                    "period": made["term"], "state": "contracted"}  # fmt: skip

    def deliver(self, one: Json, many: int) -> None:
        fields = {"quantity": many, "lot": f"L{many}", "on": self.today.isoformat()}
        if one["state"] == "contracted" and not purchases.delivery_fits(one, fields, self.today):
            one.setdefault("batch", []).append(purchases.batch_entry(one, fields, self.today)["entry"])

    def use(self, one: Json, many: int) -> None:
        fields = {"quantity": many, "month": f"{self.today:%Y-%m}"}
        if one["state"] == "contracted" and not purchases.use_fits(one, fields, self.today):
            one.setdefault("use", []).append(purchases.month_use(one, fields, self.today)["entry"])

    def settle(self, one: Json, many: int) -> None:
        if one["state"] == "contracted" and not purchases.purchase_settles(one, {}, self.today):
            one |= {"saved": purchases.purchase_settlement(one, {}, self.today)["saved"], "state": "settled"}


@given(COMMANDS)
@settings(max_examples=200)
def test_packages_and_money_are_conserved(commands: list[tuple[str, int, int]]) -> None:
    office = Office()
    for verb, which, many in commands:
        office.deed(verb, which, many)
        for one in office.lines:
            told = purchases.sums(one)
            if one["state"] != "reported":
                assert told.reported == told.agreed + told.refused
            assert 0 <= told.used <= told.delivered <= told.agreed <= told.reported
            assert told.agreed == told.delivered + told.to_come
            assert told.delivered == told.used + told.in_store
            assert told.paid == told.delivered * told.price
            months = [entry["month"] for entry in one.get("use", ())]
            assert len(set(months)) == len(months)
            if one["state"] == "settled":
                assert one["saved"] == (one["referenceCents"] - one["priceCents"]) * told.used
    paid = sum(purchases.sums(one).paid for one in office.lines)
    assert paid == sum(entry["amountCents"] for one in office.lines for entry in one.get("batch", ()))


def rule(status: str, value: str = "50") -> DatedRow:
    return DatedRow({"rule": "retained_percent", "value": value}, date(2024, 1, 1), None, "a document", status)


@pytest.mark.parametrize(
    ("saved", "row", "kept"),
    [
        (100_001, None, None), (100_001, rule("unverified"), None), (100_001, rule("assumed"), None),
        (100_001, rule("verified"), 50_000), (-500, rule("verified"), 0), (0, rule("verified"), 0),
        (99, rule("verified", "33"), 32),
    ],
)  # fmt: skip
def test_surplus_is_retained_by_a_verified_rule_only(saved: int, row: DatedRow | None, kept: int | None) -> None:
    assert purchases.retained(saved, row) == kept


def test_what_ships_is_not_verified_and_retains_nothing() -> None:
    assert "kept" not in purchases.purchase_settlement(
        {"referenceCents": 200, "priceCents": 100, "use": [{"month": "2025-01", "quantity": 4}]}, {}, BEGIN
    )
    assert purchases.usual_agreement(101, BEGIN) == (61, 80)


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"agreed": 0}, "agreed"), ({"agreed": -1}, "agreed"), ({"agreed": 121}, "agreed"), ({"agreed": 1.5}, "agreed"),
        ({"agreed": 120}, ""), ({"agreed": 1}, ""),
    ],
)  # fmt: skip
def test_an_agreement_is_whole_and_within_the_need(fields: Json, where: str) -> None:
    found = purchases.agreed_fits({"reported": 120}, fields, BEGIN)
    assert [one.where for one in found] == ([where] if where else [])
