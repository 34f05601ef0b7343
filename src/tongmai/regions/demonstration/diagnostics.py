"""Tests that townships ask for: requests in every state with what their steps left behind; the tour's own among them.

The forms are those that the workflow engine writes; a test takes the next step of each with the real engine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from tongmai.base.clock import REGION_ZONE
from tongmai.base.tables import read_table
from tongmai.regions.demonstration.cast import Cast
from tongmai.regions.demonstration.draws import shuffled
from tongmai.regions.demonstration.tasks import READ, Taken, task_row
from tongmai.regions.demonstration.writing import ROOMS

Row = dict[str, Any]
Party = tuple[str, str, str]  # role, institution, practitioner
TOUR_SENT, NOW = time(9, 52), time(10, 4)
"""The tour's ECG was sent twelve minutes before the demonstration's clock stands still."""
ENDS = frozenset({"recognised", "reported", "acknowledged", "corrected", "withdrawn"})
_TABLES = ROOMS / "diagnostics" / "tables"
CATALOGUE = read_table(_TABLES / "recognition.csv", ("item",))
PRICES = read_table(_TABLES / "prices.csv", ("item",))
FOUND: Mapping[str, tuple[str, str]] = {
    "twelve_lead_ecg": ("窦性心律，心率 76 次/分，电轴不偏", "正常范围心电图（演示）"),
    "holter_ecg": ("全程窦性心律，偶发房性早搏", "偶发房早（演示）"),
    "chest_radiograph": ("两肺纹理清晰，心影不大", "胸片未见明显异常（演示）"),
    "chest_ct": ("右肺上叶小结节，直径 4 mm", "建议 12 个月后复查（演示）"),
    "blood_count": ("白细胞 6.2×10⁹/L，血红蛋白 132 g/L", "血常规未见异常（演示）"),
    "potassium": ("血钾 4.1 mmol/L", "血钾 4.1 mmol/L（演示）"),
    "glucose": ("空腹血糖 6.8 mmol/L", "空腹血糖 6.8 mmol/L（演示）"),
    "hba1c": ("糖化血红蛋白 7.1%", "糖化血红蛋白 7.1%（演示）"),
    "lipids": ("总胆固醇 5.4 mmol/L", "总胆固醇 5.4 mmol/L（演示）"),
}
# state to be reached, item, minutes since it was begun; the clocks are those of the room's terms
OF_TOUR_TOWN = (
    ("drafted", "blood_count", 3), ("ordered", "chest_radiograph", 18), ("rejected", "chest_radiograph", 95),
    ("accepted", "blood_count", 70), ("critical", "potassium", 80), ("reported", "blood_count", 240),
    ("reported", "chest_ct", 1500), ("withdrawn", "hba1c", 55),
)  # fmt: skip
TO_TOUR_HOSPITAL = (
    ("sent", "twelve_lead_ecg", 12), ("sent", "twelve_lead_ecg", 42), ("accepted", "twelve_lead_ecg", 28),
    ("accepted", "chest_ct", 140), ("critical", "twelve_lead_ecg", 75), ("rejected", "twelve_lead_ecg", 130),
    ("reported", "twelve_lead_ecg", 95), ("reported", "holter_ecg", 300), ("reported", "twelve_lead_ecg", 1480),
    ("acknowledged", "twelve_lead_ecg", 1600), ("corrected", "chest_ct", 2900),
)  # fmt: skip
ELSEWHERE = (("sent", "blood_count", 14), ("accepted", "twelve_lead_ecg", 33), ("reported", "chest_radiograph", 170))


@dataclass
class Written:
    """Rows by form."""

    requests: list[Row] = field(default_factory=list)
    reports: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)
    circles: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is to be examined for what, from where, by whom. `person`: the row of a resident."""

    person: Row
    item: str
    clinician: Party
    reader: Party

    @property
    def centre(self) -> str:
        return str(next(row["centre"] for row in CATALOGUE.rows if row["item"] == self.item))


def price(item: str, day: date) -> int:
    """Cents of an item on a day."""
    row = PRICES.find(day, item=item)
    return int(row["cents"]) if row else 0


class Course:
    """One request from its beginning. The Circle is the second effect of the step `send`: the engine names its row by
    that."""

    def __init__(self, id: str, asked: Asked, begun: datetime, noted: Sequence[Row] = ()) -> None:
        """`noted`: extensions, the recent results shown before ordering among them."""
        self.id, self.asked, self.now = id, asked, begun
        self.events: list[Taken] = []
        self.extensions = list(noted)
        self.sent = self.report = ""
        self.status, self.day = "draft", begun.date()
        self.circle: Row | None = None
        self._take("start", asked.clinician, "drafted", {}, 0)

    def _take(self, step: str, by: Party, after: str, fields: Mapping[str, str], minutes: int) -> str:
        """A step some minutes after the one before; its instant."""
        self.now += timedelta(minutes=minutes)
        before = self.events[-1].after if self.events else ""
        taken = Taken(step, self.now.date(), by, before, after, fields, f"{self.now:%H:%M}")
        self.events.append(taken)
        return taken.at

    def order(self, judged: Mapping[str, str], entry: Row | None = None) -> None:
        self._take("order", self.asked.clinician, "ordered", judged, 1)
        self.extensions += [entry] if entry else []
        self.status = "active"

    def use(self, report: str, judged: Mapping[str, str], entry: Row) -> None:
        fields = {"result": f"DiagnosticReport/{report}", **judged}
        self._take("use", self.asked.clinician, "recognised", fields, 2)
        self.extensions.append(entry)
        self.status = "revoked"

    def send(self, minutes: int = 3) -> None:
        self.sent = self._take("send", self.asked.clinician, "sent", {}, minutes)
        self.circle = {
            "id": f"task-{self.id}.send.1",
            "person": self.asked.person["id"],
            "member": self.asked.reader[1],
            "start": self.sent,
            "state": "active",
        }

    def accept(self, minutes: int = 6) -> None:
        self._take("accept", self.asked.reader, "accepted", {}, minutes)

    def reject(self) -> None:
        self._take("reject", self.asked.reader, "rejected", {"reason": "图像不清或标本溶血，请重新采集（演示）"}, 5)

    def read(self, found: Written, minutes: int = 9, critical: str = "", corrected: bool = False) -> None:
        """Report, or report and notify a critical value."""
        finding, conclusion = FOUND[self.asked.item]
        fields = {"finding": critical or finding, "conclusion": critical or conclusion}
        if critical:
            told = {"critical": critical, "told": "乡镇卫生院值班医生（演示）"}
            issued = self._take("alert", self.asked.reader, "critical", fields | told, minutes)
        else:
            issued = self._take("report", self.asked.reader, "reported", fields, minutes)
            self._leave(issued)
        self.report, self.status = f"report-of-{self.id}", "completed"
        extensions = [
            {"url": "urn:tongmai:asked-by", "valueReference": {"reference": f"Organization/{self.asked.clinician[1]}"}},
            {"url": "urn:tongmai:finding", "valueString": fields["finding"]},
        ]
        extensions += [{"url": "urn:tongmai:critical", "valueString": critical}] if critical else []
        found.reports.append(
            report_row(self.report, self.asked, issued, self.sent)
            | {"focus": self.id, "conclusion": fields["conclusion"], "extensions": extensions}
        )
        if corrected:
            reason = {"reason": "复核发现测量误差（演示）"}
            issued = self._take("correct", self.asked.reader, "corrected", fields | reason, 240)
            found.reports[-1] |= {"report_status": "corrected", "issued": issued}
            extensions.append({"url": "urn:tongmai:corrected-because", "valueString": reason["reason"]})

    def acknowledge(self) -> None:
        self._leave(
            self._take(
                "acknowledge", self.asked.clinician, "acknowledged", {"handled": "已联系患者到院处理（演示）"}, 14
            )
        )

    def withdraw(self) -> None:
        self._take("withdraw", self.asked.clinician, "withdrawn", {"reason": "患者改日再来（演示）"}, 10)
        self.status = "revoked"

    def _leave(self, at: str) -> None:
        if self.circle:
            self.circle |= {"state": "inactive", "end": at}

    def written(self, found: Written) -> None:
        """Its request, its task and its circle row."""
        person, state = self.asked.person, self.events[-1].after
        task = task_row(READ, f"ServiceRequest/{self.id}", (), self.events, state in ENDS, person["id"])
        made = [{"type": {"text": "alert" if state in ("critical", "acknowledged") else "report"},
                 "valueReference": {"reference": f"DiagnosticReport/{self.report}"}}]  # fmt: skip
        found.tasks.append({**task, "id": f"task-{self.id}", "key": None, "output": made if self.report else None})
        found.circles += [self.circle] if self.circle else []
        found.requests.append(
            {
                "id": self.id,
                "extensions": self.extensions or None,
                "request_status": self.status,
                "centre": self.asked.centre,
                "item": self.asked.item,
                "person": person["id"],
                "name": person["name"],
                "requester": self.asked.clinician[1],
                "performer": self.asked.reader[1],
                "sent": self.sent or None,
                "day": self.day.isoformat(),
                "purpose": "门诊检查（演示）",
            }
        )


def report_row(id: str, asked: Asked, issued: str, taken: str) -> Row:
    """A row of the form `test_report`."""
    return {
        "id": id,
        "report_status": "final",
        "centre": asked.centre,
        "item": asked.item,
        "person": asked.person["id"],
        "taken": taken,
        "issued": issued,
        "performer": asked.reader[1],
        "conclusion": FOUND[asked.item][1],
    }


def under_way(
    people: Mapping[str, Sequence[Row]], townships: Sequence[str], readers: Mapping[str, Party],
    clinicians: Mapping[str, Party], day: date, seed: int, cast: Cast,
) -> Written:  # fmt: skip
    """Requests in every state on the demonstration's day. `people`: contracted residents by township hospital;
    `townships`: those that use all centres; `readers`: who reads by institution; `clinicians`: who asks."""
    found, now = Written(), datetime.combine(day, NOW, REGION_ZONE)
    town, hospital = cast.town, cast.hospital
    begun = datetime.combine(day, TOUR_SENT, REGION_ZONE) - timedelta(minutes=4)
    asked = Asked(people[town][0], "twelve_lead_ecg", clinicians[town], readers[hospital])
    others = people[town][1:]
    tour = Course("request-tour-ecg", asked, begun)
    tour.order({"decision": "first"})
    tour.send()
    tour.written(found)
    for number, (state, item, minutes) in enumerate(OF_TOUR_TOWN, start=1):
        reader = readers[_centre(town, item)]
        asked = Asked(others[number % len(others)], item, clinicians[town], reader)
        _course(found, f"request-{town[3:]}-{number:02d}", asked, state, now - timedelta(minutes=minutes))
    for county in sorted({town[3:9] for town in townships}):
        near = [town for town in shuffled(townships, seed, "requests", county) if town[3:9] == county]
        courses = TO_TOUR_HOSPITAL if county == cast.hospital_county else ELSEWHERE
        for number, (state, item, minutes) in enumerate(courses, start=1):
            place = near[number % len(near)]
            reader = readers[hospital if courses is TO_TOUR_HOSPITAL else _centre(place, item)]
            asked = Asked(people[place][number % len(people[place])], item, clinicians[place], reader)
            _course(found, f"request-{county}-{number:02d}", asked, state, now - timedelta(minutes=minutes))
    return found


def _centre(town: str, item: str) -> str:
    row = next(row for row in CATALOGUE.rows if row["item"] == item)
    return f"sc-{town[3:9]}-{row['centre']}"


def _course(found: Written, id: str, asked: Asked, state: str, begun: datetime) -> None:
    """A request as far as a state; a first test of its kind, so that the ledger has no row of it."""
    course = Course(id, asked, begun)
    if state == "withdrawn":
        course.withdraw()
    elif state != "drafted":
        course.order({"decision": "first"})
    if state not in ("drafted", "ordered", "withdrawn"):
        course.send()
    if state in ("accepted", "reported", "critical", "acknowledged", "corrected"):
        course.accept()
    if state == "rejected":
        course.reject()
    if state in ("critical", "acknowledged"):
        critical = "血钾 6.7 mmol/L" if asked.item == "potassium" else "急性ST段抬高"
        course.read(found, 43 if state == "critical" and asked.item == "potassium" else 12, critical)
    elif state in ("reported", "corrected"):
        course.read(found, corrected=state == "corrected")
    if state == "acknowledged":
        course.acknowledge()
    course.written(found)
