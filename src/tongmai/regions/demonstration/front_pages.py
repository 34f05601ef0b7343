"""Front pages of three invented hospitals over two years, stays of residents elsewhere, the grouping. Nobody's record:
persons, outcomes and amounts are invented, and weights and risk of the groups are assumed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from tongmai.regions.demonstration.cast import Cast
from tongmai.regions.demonstration.draws import stream
from tongmai.regions.region import Region

Row = dict[str, Any]
HOSPITALS = {"private-hospital-06": 240, "private-hospital-03": 160, "private-hospital-02": 120}
"""Discharges of each; all of them invented, because deaths and complications are told of them."""
OUTSIDE = 170
DAYS = 729
PARTS = ("services", "diagnostics", "treatment", "western_drugs", "tcm_drugs", "consumables", "other_cost")
SHARES = (14, 24, 18, 22, 4, 15, 3)
"""Percent of a stay's cost; the last part takes what is left to the cent."""
DEARER = 104
"""The second year costs so many percent of the first."""


@dataclass(frozen=True, slots=True)
class Group:
    """A category of diagnosis. `weight` is relative; `days` and `cost` (yuan) of a usual stay; `deaths` a thousand;
    `operation`: code, level, minimally invasive; `away`: how often residents go elsewhere, against the others."""

    category: str
    name: str
    specialty: str
    low_risk: bool
    weight: float
    days: int
    cost: int
    deaths: int = 0
    operation: tuple[str, str, bool] | None = None
    away: int = 1

    @property
    def row(self) -> Row:
        return {
            "id": f"group-{self.category.lower()}", "category": self.category, "name": self.name,
            "specialty": self.specialty, "low_risk": self.low_risk, "weight": self.weight, "since": "2023-01-01",
            "source": "演示分组：按诊断类目简化，国家分组器未公开", "status": "unverified",
        }  # fmt: skip


GROUPS = (
    Group("I21", "急性心肌梗死", "cardiology", False, 2.15, 9, 26000, 70, ("36.06", "4", True), 6),
    Group("I63", "脑梗死", "neurology", False, 1.12, 11, 12000, 22, None, 4),
    Group("I61", "脑出血", "neurology", False, 2.3, 16, 31000, 130, ("01.24", "4", False), 4),
    Group("C34", "肺恶性肿瘤", "oncology", False, 1.9, 12, 23000, 60, ("32.41", "4", True), 14),
    Group("C16", "胃恶性肿瘤", "oncology", False, 1.85, 13, 24000, 45, ("43.7", "4", False), 10),
    Group("J44", "慢性阻塞性肺疾病", "respiratory", False, 0.98, 10, 9800, 15),
    Group("J18", "肺炎", "respiratory", True, 0.72, 8, 6400, 4),
    Group("I10", "高血压", "cardiology", True, 0.5, 7, 4800),
    Group("E11", "2型糖尿病", "endocrine", True, 0.62, 8, 5600),
    Group("K35", "急性阑尾炎", "surgery", True, 0.86, 6, 8200, 0, ("47.01", "2", True)),
    Group("K80", "胆石症", "surgery", True, 1.1, 7, 11500, 0, ("51.23", "3", True), 2),
    Group("K40", "腹股沟疝", "surgery", True, 0.78, 4, 7200, 0, ("53.05", "2", False)),
    Group("S72", "股骨骨折", "orthopaedics", False, 2.05, 14, 29000, 12, ("79.35", "3", False), 3),
    Group("M51", "腰椎间盘突出", "orthopaedics", True, 1.0, 9, 9000, 0, ("80.51", "4", True), 4),
    Group("H25", "老年性白内障", "eyes", True, 0.65, 1, 6800, 0, ("13.41", "3", True), 2),
    Group("O82", "剖宫产分娩", "obstetrics", True, 0.82, 6, 7600, 0, ("74.1", "3", False)),
    Group("N18", "慢性肾衰竭", "nephrology", False, 1.15, 10, 11800, 18, None, 3),
    Group("J20", "急性支气管炎", "paediatrics", True, 0.45, 6, 3600),
)
FREQUENT = (3, 8, 2, 2, 2, 6, 9, 9, 8, 5, 6, 4, 4, 6, 7, 5, 3, 7)
_CLEAN = frozenset({"53.05", "80.51", "13.41"})  # operations whose incision is of class I


def front_pages(region: Region, seed: int, network: Sequence[Row], cast: Cast) -> Iterator[tuple[str, list[Row]]]:
    """(lens, rows) of the grouping, of discharges and of stays elsewhere."""
    known = {row["id"]: row for row in network}
    hospitals = [id for id in HOSPITALS if id in known]
    yield "case_group", [group.row for group in GROUPS] if hospitals else []
    yield "front_page", [row for id in hospitals for row in _discharges(region, seed, known[id], HOSPITALS[id])]
    yield "outside_stay", list(_outside(region, seed, cast)) if hospitals else []


def _counties(region: Region) -> list[str]:
    """Six digits of each."""
    return sorted(area.code[:6] for area in region.below(region.prefecture, "county"))


def _discharges(region: Region, seed: int, hospital: Row, many: int) -> Iterator[Row]:
    for number in range(1, many + 1):
        chance = stream(seed, "front page", hospital["id"], number)
        group = chance.choices(GROUPS, FREQUENT)[0]
        left = region.as_of - timedelta(days=chance.randrange(DAYS))
        yield _discharge(region, hospital, number, group, left, chance)


def _discharge(region: Region, hospital: Row, number: int, group: Group, left: date, chance: Random) -> Row:
    done = group.operation if group.operation and chance.random() < 0.75 else None
    day = bool(done and group.days == 1)
    stayed = chance.randrange(0, 2) if day else max(1, round(group.days * chance.uniform(0.6, 1.4)))
    came = left - timedelta(days=stayed)
    died = chance.randrange(1000) < group.deaths
    home = f"{hospital['village'][:6] if chance.random() < 0.8 else chance.choice(_counties(region))}000000"
    row: Row = {
        "id": f"fp-{hospital['id'][-2:]}-{number:04d}", "institution": hospital["id"], "number": f"{number:06d}",
        "stay": 1, "sex": "2" if group.specialty == "obstetrics" else chance.choice("12"), "age": _age(group, chance),
        "home": home, "route": chance.choice("1222"), "admitted": came.isoformat(), "discharged": left.isoformat(),
        "leaving": "5" if died else chance.choices(("1", "3", "4", "2"), (80, 8, 8, 4))[0],
        "main": f"{group.category}.{chance.choice('0189')}", "pathway": chance.choices(
            ("completed", "left", "none"), (55, 8, 37))[0],
    }  # fmt: skip
    if chance.random() < 0.5:
        row["other"] = "I10.9" if group.category != "I10" else "E11.9"
    if done:
        row |= _operation(done, day, came, stayed, died, chance)
    dearer = DEARER if left > region.as_of - timedelta(days=365) else 100
    return row | _cost(round(group.cost * dearer * chance.uniform(0.7, 1.4)))


def _age(group: Group, chance: Random) -> int:
    low, high = {"paediatrics": (0, 14), "obstetrics": (20, 40)}.get(group.specialty, (35, 88))
    return chance.randrange(low, high)


def _operation(done: tuple[str, str, bool], day: bool, came: date, stayed: int, died: bool, chance: Random) -> Row:
    code, level, small = done
    clean = code in _CLEAN
    row: Row = {
        "operation": code, "level": level, "minimally_invasive": small and chance.random() < 0.8, "day_surgery": day,
        "timing": "elective" if day or chance.random() < 0.7 else "emergency", "incision": "1" if clean else "2",
        "operated": (came + timedelta(days=min(stayed, 0 if day else chance.randrange(0, 4)))).isoformat(),
        "healing": chance.choices(("1", "2", "3"), (96, 3, 1))[0] if clean else chance.choices("12", (93, 7))[0],
    }  # fmt: skip
    if row["healing"] == "3" or chance.random() < (0.5 if died else 0.03):
        row["arisen"] = "T81.4" if row["healing"] == "3" else chance.choice(("J18.9", "I80.2", "T81.0"))
    return row


def _cost(cents: int) -> Row:
    """The whole and its parts in yuan; they add up to the cent."""
    parts = [cents * share // 100 for share in SHARES[:-1]]
    parts.append(cents - sum(parts))
    return {"total": cents / 100, **{name: part / 100 for name, part in zip(PARTS, parts, strict=True)}}


def _outside(region: Region, seed: int, cast: Cast) -> Iterator[Row]:
    weights = [often * group.away for often, group in zip(FREQUENT, GROUPS, strict=True)]
    for number in range(1, OUTSIDE + 1):
        chance = stream(seed, "outside stay", number)
        group = chance.choices(GROUPS, weights)[0]
        left = region.as_of - timedelta(days=chance.randrange(DAYS))
        yield {
            "id": f"os-{number:04d}", "number": f"YD{left.year}{number:05d}",
            "home": f"{chance.choice(_counties(region))}000000", "place": chance.choice(cast.elsewhere),
            "main": f"{group.category}.{chance.choice('0189')}", "discharged": left.isoformat(),
            "died": chance.randrange(1000) < group.deaths, "total": round(group.cost * chance.uniform(150, 280)) / 100,
        }  # fmt: skip
