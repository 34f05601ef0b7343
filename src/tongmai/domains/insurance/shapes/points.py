"""Settled cases by points: a year, its hospitals, a case."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tongmai.base.money import yuan
from tongmai.base.words import Words
from tongmai.domains.insurance import rules
from tongmai.domains.insurance.shapes.sums import Json, Names
from tongmai.engines import ledger
from tongmai.engines.pages.records import facts, value_at
from tongmai.model.blocks import Facts, Figure, Figures
from tongmai.model.page import Ask, Shown

LEVEL = "extension(url=urn:tongmai:level).valueCode"
_TENTH, _HUNDREDTH, _FINE = Decimal("0.1"), Decimal("0.01"), Decimal("0.0001")


def pointed(cases: Sequence[Json], hospitals: Sequence[Json]) -> list[rules.Pointed]:
    """Cases with their points, by month and number; a hospital's level as the registry has it."""
    levels = {str(one["id"]): str(value_at(one, LEVEL) or "") for one in hospitals}
    ordered = sorted(cases, key=lambda one: (str(one["month"]), str(one["number"]), str(one["id"])))
    return [rules.pointed(one, levels.get(rules.named(one["institution"]), "")) for one in ordered]


def _row(one: rules.Pointed) -> Json:
    """A case with what it was weighed by, as a table or a list of facts shows it."""
    group, level = one.group, one.level
    row = {**one.case, "way": one.weighed.kind if one.weighed else "no_level" if group else "no_group"}
    row |= {"score": group["score"], "mean": group["mean"]} if group else {}
    row |= {"level": level["dip_level"], "coefficient": level["coefficient"]} if level else {}
    row |= {"ratio": _rounded(one.ratio * 100, _TENTH)} if one.ratio is not None else {}
    return row | ({"points": _rounded(one.weighed.points, _HUNDREDTH)} if one.weighed else {})


def _rounded(value: Fraction, place: Decimal) -> Decimal:
    """For people; nothing is computed from it."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(place)


def case_rows(ask: Ask, cases: Sequence[Json], hospitals: Sequence[Json], names: Names) -> list[Json]:
    """Cases with their points."""
    return [_row(one) for one in pointed(cases, hospitals)]


def left_rows(ask: Ask, cases: Sequence[Json], hospitals: Sequence[Json], names: Names) -> list[Json]:
    """The cases that are left out: without points."""
    return [_row(one) for one in pointed(cases, hospitals) if not one.weighed]


def case_facts(shown: Sequence[Shown]) -> Callable[..., Facts]:
    """A shape: one case and what it was weighed by. Sources: the case, its hospital, names."""
    drawn = facts(shown)

    def shape(ask: Ask, case: Json, hospitals: Sequence[Json], names: Names) -> Facts:
        return drawn(ask, _row(pointed([case], hospitals)[0]), names)

    return shape


@dataclass(frozen=True, slots=True)
class Pooled:
    """A pooling area's year: its budget where there is one, its cases and what they come to."""

    area: str
    budget: Json | None
    cases: Sequence[rules.Pointed]
    sums: ledger.Valued


def pooled(budgets: Sequence[Json], cases: Sequence[Json], hospitals: Sequence[Json]) -> list[Pooled]:
    """The cases of a year by pooling area."""
    every = pointed(cases, hospitals)
    known = {str(one["area"]): one for one in sorted(budgets, key=lambda one: str(one["id"]), reverse=True)}
    found = []
    for area in sorted({*known, *(str(one.case["area"]) for one in every)}):
        own, budget = [one for one in every if one.case["area"] == area], known.get(area)
        found.append(Pooled(area, budget, own, rules.paid(budget or {"amount": 0}, own)))
    return found


def point_sums(
    ask: Ask, budgets: Sequence[Json], cases: Sequence[Json], hospitals: Sequence[Json], names: Names
) -> Figures | None:
    """A year by pooling area: budget, points, what a point is worth, how many cases are left out."""
    items: list[Figure] = []
    for one in pooled(budgets, cases, hospitals):
        area, unit = names.get(one.area), Words("元", "yuan")
        place, value = str(area.name) if area else "", one.sums.value if one.budget else None
        left = sum(not case.weighed for case in one.cases)
        worth = "—" if value is None else f"{_rounded(value / 100, _FINE):,}"
        items += [
            Figure(Words("年度预算", "budget"), yuan(one.sums.budget) if one.budget else "—", place, unit=unit),
            Figure(Words("结算病例", "settled cases"), f"{len(one.cases):,}", place),
            Figure(Words("未计分病例", "left out, without points"), f"{left:,}", place, "warn" if left else "plain"),
            Figure(Words("总分值", "points in all"), f"{_rounded(one.sums.points, _HUNDREDTH):,}", place),
            Figure(Words("点值", "a point is worth"), worth, place, unit=unit),
        ]  # fmt: skip
    return Figures(tuple(items)) if items else None


def hospital_rows(
    ask: Ask, budgets: Sequence[Json], cases: Sequence[Json], hospitals: Sequence[Json], names: Names
) -> list[Json]:
    """What each hospital's cases come to, its part in cents where there is a budget; it opens into its cases."""
    called = {str(one["id"]): str(one.get("name", "")) for one in hospitals}
    return [
        {"id": f"{ask.path['year']}/{share.hospital}", "name": called.get(share.hospital, share.hospital),
         "area": one.area, "cases": share.cases, "points": _rounded(share.points, _HUNDREDTH),
         **({"cents": share.cents} if one.budget else {})}
        for one in pooled(budgets, cases, hospitals)
        for share in sorted(one.sums.shares, key=lambda share: (-share.points, share.hospital))
    ]  # fmt: skip


def budget_rows(ask: Ask, budgets: Sequence[Json], names: Names) -> list[Json]:
    """Budgets, the latest year first; each opens into its year."""
    ordered = sorted(budgets, key=lambda one: (-int(one["year"]), str(one["area"])))
    return [{**one, "id": one["year"]} for one in ordered]


def score_rows(ask: Ask, names: Names) -> list[Json]:
    """The disease groups that hold today."""
    return [{**row.values, "status": row.status} for row in rules.scores(ask.as_of)]
