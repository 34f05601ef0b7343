"""Cycles of quality control and bids for key specialties under way. What falls short stands at invented hospitals.

The forms are those that the workflow engine writes; a test takes the next step of what is under way with the real one.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tongmai.regions.demonstration.cast import Cast
from tongmai.regions.demonstration.tasks import CYCLED, SPECIALISED, Taken, task_row

Row = dict[str, Any]
By = tuple[str, str, str]
OWN, SECOND, THIRD = "private-hospital-06", "private-hospital-03", "private-hospital-02"
PERIOD = "2025年上半年"
ASKED = {
    "front_page": "病案首页自查表、抽查 30 份的填写错误数",
    "operation_safety": "手术安全核查记录、非计划再次手术清单",
    "recognition": "室内质控图、室间质评回报单",
    "infection": "Ⅰ类切口感染登记、手卫生依从性抽查",
    "pathway": "入径率、完成率、退出原因",
}
GOOD, POOR = 91, 66


def quality_work(
    network: Sequence[Row],
    held: Sequence[Row],
    doctors: Mapping[str, str],
    managers: Mapping[str, str],
    day: date,
    cast: Cast,
) -> Iterator[tuple[str, list[Row]]]:
    """(lens, rows) of cycles, of bids and of the work behind them: where somebody runs a centre.
    `held`: certificates; `doctors`, `managers`: somebody by institution."""
    village = {row["id"]: row["village"] for row in network}
    if "quality-centre" not in cast.people or not {OWN, SECOND, THIRD} <= village.keys():
        return
    places = _Places(village, doctors, managers, day, cast)
    cycles = [
        places.cycle(OWN, "front_page", "planned"),
        places.cycle(OWN, "operation_safety", "fed-back", by=15),
        places.cycle(OWN, "recognition", "verified", item="blood_count"),
        places.cycle(SECOND, "infection", "collected"),
        places.cycle(THIRD, "operation_safety", "fed-back", by=-10),
        places.cycle(THIRD, "pathway", "closed", by=-25),
    ]
    bids = [
        places.bid(OWN, "cardiology", "declared"),
        places.bid(SECOND, "surgery", "returned"),
        places.bid(cast.hospital, "neurology", "reviewed"),
        *(places.named(row) for row in held if row["standard"] == "key_specialty_prefecture"
          and row["state"] == "certified" and row["family"]),
    ][:5]  # fmt: skip
    yield "quality_cycle", [row for row, _ in cycles]
    yield "specialty_bid", [row for row, _ in bids]
    yield "task", [task for _, task in (*cycles, *bids)]


class _Places:
    """Who acts at each institution, and when."""

    def __init__(
        self, village: Mapping[str, str], doctors: Mapping[str, str], managers: Mapping[str, str], day: date,
        cast: Cast,
    ) -> None:  # fmt: skip
        self._village, self._doctors, self._managers, self._day = village, doctors, managers, day
        self._centre, self._planner, self._people = cast.people["quality-centre"], cast.planner, cast.people

    def _office(self, house: str) -> By:
        own = self._people.get("quality-office")
        if own and own[1] == house:
            return own
        return "quality-office", house, self._managers.get(house) or self._doctors[house]

    def _area(self, house: str) -> str:
        return f"{self._village[house][:6]}000000"

    def _on(self, days: int) -> date:
        return self._day + timedelta(days=days)

    def cycle(self, house: str, topic: str, state: str, *, item: str = "", by: int = 0) -> tuple[Row, Row]:
        """A cycle in a state. `by`: in how many days what was found is to be put right."""
        office, first = self._office(house), -70 if state in ("closed", "verified") else -40
        row: Row = {
            "id": f"cycle-{house[-2:]}-{topic.replace('_', '-')}", "centre": self._centre[1], "institution": house,
            "area": self._area(house), "topic": topic, "item": item or None, "period": PERIOD, "asked": ASKED[topic],
            "due": self._on(first + 20 if state != "planned" else 10).isoformat(), "state": state,
        }  # fmt: skip
        taken = [Taken("start", self._on(first if state != "planned" else -5), self._centre, "", "planned", {})]
        if state != "planned":
            self._collected(row, taken, office, first + 15)
        if state in ("fed-back", "closed"):
            self._fed_back(row, taken, first + 22, by)
        if state == "verified":
            row |= {"score": GOOD, "verdict": "qualified", "findings": "室间质评全部合格", "opinion": "同意通过",
                    "verified": self._on(-8).isoformat()}  # fmt: skip
            told = {"score": str(GOOD), "findings": row["findings"]}
            taken.append(Taken("evaluate", self._on(-10), self._centre, "collected", "evaluated", told))
            taken.append(
                Taken("pass", self._on(-8), self._centre, "evaluated", "verified", {"opinion": row["opinion"]})
            )
        if state == "closed":
            self._closed(row, taken, office, by)
        reference = {"reference": f"Organization/{house}"}
        live = [reference, topic, row["item"], PERIOD]
        return row, task_row(CYCLED, f"QualityCycle/{row['id']}", live, taken, state == "closed")

    def _collected(self, row: Row, taken: list[Taken], office: By, on: int) -> None:
        row |= {"data": "自查合格率 92%，问题 3 项（演示）", "evidence": "质控办档案 2025-06"}
        told = {"data": row["data"], "evidence": row["evidence"]}
        taken.append(Taken("submit", self._on(on), office, "planned", "collected", told))

    def _fed_back(self, row: Row, taken: list[Taken], on: int, by: int) -> None:
        row |= {"score": POOR, "verdict": "unqualified", "findings": "核查表缺项，未做到术前暂停核对（演示）",
                "rectify_by": self._on(by).isoformat()}  # fmt: skip
        told = {"score": str(POOR), "findings": row["findings"]}
        taken.append(Taken("evaluate", self._on(on), self._centre, "collected", "evaluated", told))
        until = {"rectify_by": row["rectify_by"]}
        taken.append(Taken("feed-back", self._on(on + 2), self._centre, "evaluated", "fed-back", until))

    def _closed(self, row: Row, taken: list[Taken], office: By, by: int) -> None:
        row |= {"rectification": "补齐记录并全员培训（演示）", "rectified": self._on(by - 3).isoformat(), "score": GOOD,
                "verdict": "qualified", "opinion": "整改到位", "verified": self._on(by).isoformat(),
                "confirmed": self._on(by + 5).isoformat()}  # fmt: skip
        told = {"measures": row["rectification"], "on": row["rectified"]}
        taken.append(Taken("rectify", self._on(by - 3), office, "fed-back", "rectified", told))
        said = {"score": str(GOOD), "opinion": row["opinion"]}
        taken.append(Taken("verify", self._on(by), self._centre, "rectified", "verified", said))
        taken.append(
            Taken("confirm", self._on(by + 5), self._planner, "verified", "closed", {"opinion": row["opinion"]})
        )

    def bid(self, house: str, specialty: str, state: str) -> tuple[Row, Row]:
        """A bid that is not decided yet."""
        row: Row = {
            "id": f"bid-{house.removeprefix('hospital-').removeprefix('private-')}-{specialty}", "institution": house,
            "area": self._area(house), "specialty": specialty, "standard": "key_specialty_prefecture",
            "merits": "年出院 400 例，开展新技术两项（演示）", "state": state,
        }  # fmt: skip
        taken = [Taken("start", self._on(-25), self._office(house), "", "declared", {})]
        if state == "returned":
            row["note"] = "缺近三年疑难病例数（演示）"
            taken.append(
                Taken("send-back", self._on(-12), self._centre, "declared", "returned", {"reason": row["note"]})
            )
        if state == "reviewed":
            self._reviewed(row, taken, -14)
        return row, self._task(row, taken)

    def named(self, certificate: Row) -> tuple[Row, Row]:
        """The bid behind a certificate that holds; its next assessment is near."""
        row, _ = self.bid(certificate["holder"], certificate["family"], "named")
        since = date.fromisoformat(certificate["from_day"])
        first = (since - self._day).days
        taken = [Taken("start", self._on(first - 60), self._office(row["institution"]), "", "declared", {})]
        self._reviewed(row, taken, first - 30)
        row |= {"number": certificate["number"], "since": certificate["from_day"],
                "until": certificate.get("to_day") or None, "due": self._on(20).isoformat()}  # fmt: skip
        told = {"number": row["number"], "until": row["until"] or ""}
        taken.append(Taken("name", since, self._planner, "reviewed", "named", told))
        return row, self._task(row, taken)

    def _reviewed(self, row: Row, taken: list[Taken], on: int) -> None:
        points = {"capability": 88, "quality": 86, "safety": 90, "efficiency": 80}
        row |= {**points, "score": 86.7, "opinion": "达到地市级重点专科标准（演示）"}
        told = {**{name: str(value) for name, value in points.items()}, "opinion": row["opinion"]}
        taken.append(Taken("review", self._on(on), self._centre, "declared", "reviewed", told))

    def _task(self, row: Row, taken: Sequence[Taken]) -> Row:
        live = [{"reference": f"Organization/{row['institution']}"}, row["specialty"], row["standard"]]
        return task_row(SPECIALISED, f"SpecialtyBid/{row['id']}", live, taken, False)
