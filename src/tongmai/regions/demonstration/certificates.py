"""Certificates of institutions against the dated standards: rows of the registry's view `certificate`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tongmai.base.tables import read_table
from tongmai.regions.demonstration.cast import Cast
from tongmai.regions.demonstration.draws import day_between, shuffled, stream, years_after
from tongmai.regions.demonstration.writing import REGISTRY

Row = dict[str, Any]
PLAN_DAY = date(2024, 3, 28)
LAST = date(2025, 6, 20)


@dataclass(frozen=True)
class Quota:
    """Of the holders of a kind: how many hold the standard on the demonstration's day, how many of these did before the
    plan, how many claims wait for review, are reviewed, were rejected, have expired."""

    standard: str
    held: int
    before: int
    claimed: int = 0
    reviewed: int = 0
    rejected: int = 0
    expired: int = 0
    order: str = ""
    """Quotas of one order take holders alike: who holds the recommended standard holds the basic one too."""


ORDERS = {"township_basic": "township", "township_recommended": "township", "village_basic": "village",
          "village_recommended": "village"}  # fmt: skip
_ISSUERS = {
    "county": "县级卫生健康委员会（演示）",
    "township": "乡镇卫生院（演示）",
}


class Register:
    """Makes certificate rows; knows the standards' years of validity and who reviews them."""

    def __init__(self, seed: int, prefecture: str) -> None:
        """`prefecture`: its short name, for what its commission issues."""
        self.seed = seed
        self._issuers = {**_ISSUERS, "prefecture": f"{prefecture}卫生健康委员会（演示）"}
        table = read_table(REGISTRY / "tables" / "standards.csv", ("standard",))
        self.standards = {row["standard"]: row for row in table.rows}
        self._numbers: dict[tuple[str, str], int] = {}

    def held(self, holder: Row, standard: str, start: date, **more: Any) -> Row:
        """Certified from `start` for the standard's years."""
        end = years_after(start, int(self.standards[standard]["years"]))
        return self._row(holder, standard, "certified", start - timedelta(days=45), start, end, **more)

    def waiting(self, holder: Row, standard: str, state: str, claimed: date, **more: Any) -> Row:
        """Claimed, reviewed or rejected: no validity yet."""
        return self._row(holder, standard, state, claimed, None, None, **more)

    def expired(self, holder: Row, standard: str, end: date, **more: Any) -> Row:
        """Held until `end` and not renewed."""
        start = end.replace(year=end.year - int(self.standards[standard]["years"])) + timedelta(days=1)
        return self._row(holder, standard, "expired", start - timedelta(days=45), start, end, **more)

    def _row(
        self,
        holder: Row,
        standard: str,
        state: str,
        claimed: date,
        start: date | None,
        end: date | None,
        **more: Any,
    ) -> Row:
        number = self._numbers[holder["id"], standard] = self._numbers.get((holder["id"], standard), 0) + 1
        id = f"cert-{holder['id']}-{standard.replace('_', '-')}-{number}"
        return {
            "id": id,
            "holder": holder["id"],
            "area": holder["village"],
            "standard": standard,
            "state": state,
            "claimed": claimed.isoformat(),
            "from_day": start.isoformat() if start else None,
            "to_day": end.isoformat() if end else None,
            "number": f"演示认字〔{start.year}〕{holder['code']}" if start else None,
            "issuer": self._issuers[self.standards[standard]["reviewer"]] if start else None,
            "evidence": f"{self.standards[standard]['zh']}自评表（演示）",
            **more,
        }

    def by_quota(self, holders: Sequence[Row], quota: Quota) -> Iterator[Row]:
        """Certificates of one standard over many holders."""
        order = iter(shuffled(holders, self.seed, quota.order or quota.standard))
        years = int(self.standards[quota.standard]["years"])
        oldest = date(2025 - years, 8, 1)
        for number in range(quota.held):
            holder = next(order)
            chance = stream(self.seed, "certificate", holder["id"], quota.standard)
            early = number < quota.before
            start = day_between(chance, oldest, PLAN_DAY) if early else day_between(chance, date(2024, 4, 5), LAST)
            yield self.held(holder, quota.standard, start)
        for state, count in (("claimed", quota.claimed), ("reviewed", quota.reviewed), ("rejected", quota.rejected)):
            for number in range(count):
                holder = next(order)
                yield self.waiting(holder, quota.standard, state, date(2025, 5, 6) + timedelta(days=3 * number))
        for number in range(quota.expired):
            yield self.expired(next(order), quota.standard, date(2025, 2, 28) + timedelta(days=20 * number))


def certificates(seed: int, institutions: Sequence[Row], cast: Cast) -> Iterator[Row]:
    """Those of township hospitals and village rooms; the hospitals' stand in `accreditation`."""
    register = Register(seed, cast.title)
    townships = [row for row in institutions if row["kind"] == "township_hospital"]
    rooms = [row for row in institutions if row["kind"] == "village_room"]
    central = [row for row in townships if row.get("designation") == "central"]
    for kind, holders in (("township", townships), ("central", central), ("room", rooms)):
        for standard, told in cast.quotas[kind].items():
            yield from register.by_quota(holders, Quota(standard, order=ORDERS.get(standard, ""), **told))
