"""Referrals under way between townships and county hospitals, in every state, with what their steps left behind.

The forms are those that the workflow engine writes; a test takes the next step of each with the real engine.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from tongmai.base.clock import REGION_ZONE
from tongmai.regions.demonstration.cast import Cast
from tongmai.regions.demonstration.draws import shuffled
from tongmai.regions.demonstration.residents import Home
from tongmai.regions.demonstration.slots import slot_id, start_of
from tongmai.regions.demonstration.tasks import UP, Taken, task_row

Row = dict[str, Any]
Party = tuple[str, str, str]  # role, institution, practitioner
CONSENT = {"consent_by": "patient", "consent_how": "written"}
ILLNESSES: tuple[tuple[str, str, str, Mapping[str, str]], ...] = (
    ("I10", "高血压，连续两次随访血压控制不满意", "htn-uncontrolled", {"systolic": "168", "diastolic": "102"}),
    ("E11", "2型糖尿病，空腹血糖控制不满意", "dm-uncontrolled", {"glucose": "9.4"}),
    ("I20", "胸闷待查，心绞痛可能", "beyond-capability", {}),
    ("J44", "慢性阻塞性肺疾病急性加重", "beyond-capability", {}),
    ("K80", "胆石症，反复右上腹痛", "beyond-capability", {}),
)
# state to be reached, hours since it was sent, at the hospital of the tour or anywhere
COURSES = (
    *(("submitted", hours) for hours in (2, 5, 21, 30)), ("returned", 20), ("consulting", 9), ("advised", 26),
    ("booked", 18), ("booked", 22), ("missed", 52), ("arrived", 47), ("arrived", 71), ("treated", 120),
    ("given-back", 200), ("given-back", 260), ("closed", 500), ("closed", 700),
)  # fmt: skip


@dataclass
class Written:
    """Rows by form, and the slots that are held."""

    requests: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)
    circles: list[Row] = field(default_factory=list)
    appointments: list[Row] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)


LATER_LIFE = 45
"""Years of age from which people are sent first; assumed."""


def referrals(
    homes: Sequence[Home], signed: Sequence[Row], hospitals: Sequence[Row], people: Mapping[str, str], day: date,
    seed: int, spared: frozenset[str], cast: Cast,
) -> Written:  # fmt: skip
    """One course after the other at each county's hospital; its townships send people who are contracted there.
    `people`: a physician by institution; `spared`: residents of the tour's story."""
    found = Written()
    by_id = {home.row["id"]: home for home in homes}
    contracted = [row for row in signed if row["state"] == "active" and row["institution"] in people]
    for hospital in hospitals:
        county = hospital["village"][:6]
        near = [row for row in contracted if by_id[row["person"]].county.startswith(_sends(county, cast))]
        near = [row for row in shuffled(near, seed, "referrals", county) if row["person"] not in spared]
        near.sort(key=lambda row: by_id[row["person"]].age < LATER_LIFE)  # what they are ill with comes late in life
        if not near or hospital["id"] not in people or hospital["tier"] != "county":
            continue
        for number, ((state, hours), contract) in enumerate(zip(COURSES, near, strict=False), start=1):
            case = _Case(f"referral-{county}-{number:02d}", by_id[contract["person"]], contract["institution"],
                         hospital["id"], people, day, number)  # fmt: skip
            case.write(found, state, hours)
    return found


def _sends(county: str, cast: Cast) -> str:
    """People of the tour's town go to its hospital."""
    return cast.town_county if county == cast.hospital_county else county


class _Case:
    """One referral. The Circle is the fourth effect of the step `book`: the engine names its row by that."""

    def __init__(
        self, id: str, home: Home, sender: str, hospital: str, people: Mapping[str, str], day: date, number: int
    ) -> None:
        self.id, self.home, self.sender, self.hospital, self.day, self.number = id, home, sender, hospital, day, number
        self.disease, self.impression, self.criterion, self.readings = ILLNESSES[number % len(ILLNESSES)]
        self.clinician: Party = ("clinician", sender, people[sender])
        self.centre: Party = ("referral-centre", hospital, people[hospital])
        self.treating: Party = ("specialist", hospital, people[hospital])
        self.events: list[Taken] = []
        self.now = datetime.combine(day, time(10), REGION_ZONE)

    def write(self, found: Written, state: str, hours: int) -> None:
        self.now -= timedelta(hours=hours)
        self._take("start", self.clinician, "drafted", {}, 0)
        sent = {"criterion": self.criterion, **self.readings, **CONSENT, "consent_on": self.now.date().isoformat()}
        begun = self._take("submit", self.clinician, "submitted", sent, 0)
        if state != "submitted":
            getattr(self, f"_{state.replace('-', '_')}")(found)
        key = [{"reference": f"Patient/{self.home.row['id']}"}, [{"reference": f"Organization/{self.hospital}"}]]
        task = task_row(UP, f"ServiceRequest/{self.id}", key, self.events, state == "closed", self.home.row["id"])
        if self.appointments(found):
            task["output"] = [
                {"type": {"text": "book"}, "valueReference": {"reference": f"Appointment/appointment-{self.id}"}}
            ]
        found.tasks.append(task)
        for row in found.circles:
            if row.get("case") == self.id:
                row["id"] = f"{task['id']}.book.3"
        found.requests.append(self._request(begun, state))

    def appointments(self, found: Written) -> bool:
        return any(row["focus"] == self.id for row in found.appointments)

    def _take(self, step: str, by: Party, after: str, fields: Mapping[str, str], hours: float) -> str:
        """A step some hours after the one before; its instant."""
        self.now += timedelta(hours=hours)
        before = self.events[-1].after if self.events else ""
        taken = Taken(step, self.now.date(), by, before, after, fields, f"{self.now:%H:%M}")
        self.events.append(taken)
        return taken.at

    def _returned(self, found: Written) -> None:
        self._take("return", self.centre, "returned", {"reason": "results", "missing": "请补充近期心电图与化验结果"}, 3)

    def _consulting(self, found: Written) -> None:
        self._take("consult", self.centre, "consulting", {"reason": "请心内科先行远程会诊"}, 2)

    def _advised(self, found: Written) -> None:
        advice = {"advice": "加用氢氯噻嗪，低盐饮食，两周后复测"}
        self._take("advise", self.treating, "advised", advice, 4)

    def _booked(self, found: Written, on: date | None = None) -> None:
        on = on or (self.day if self.number % 2 else self.day + timedelta(days=1))
        slot = slot_id(self.hospital, f"{on:%m%d}-2")
        if on >= self.day:
            found.taken.add(slot)
        at = self._take("book", self.centre, "booked", {"slot": f"Slot/{slot}"}, 3)
        self.booked = start_of(on, 2)
        found.circles.append({"case": self.id, "person": self.home.row["id"], "member": self.hospital, "start": at,
                              "state": "active"})  # fmt: skip
        found.appointments.append({"id": f"appointment-{self.id}", "focus": self.id, "person": self.home.row["id"],
                                   "slot": slot if on >= self.day else None,  # what is past is kept no longer
                                   "start": self.booked, "state": "booked"})  # fmt: skip

    def _missed(self, found: Written) -> None:
        self._booked(found, self.day - timedelta(days=1))
        self._take("not-arrived", self.centre, "missed", {"reason": "unreachable"}, 30)
        found.appointments[-1]["state"] = "noshow"

    def _arrived(self, found: Written) -> None:
        self._booked(found, self.day - timedelta(days=1))
        self._take("arrive", self.centre, "arrived", {}, 20)

    def _treated(self, found: Written) -> None:
        self._booked(found, self.day - timedelta(days=4))
        self._take("arrive", self.centre, "arrived", {}, 4)
        self._take("discharge", self.treating, "treated", {"outcome": "improved"}, 70)

    def _given_back(self, found: Written) -> None:
        self._treated(found)
        plan = {
            "diagnosis": self.impression,
            "results": "检查结果随附（演示）",
            "plan": "规律服药，低盐饮食，两周内随访",
            "drug_1": "valsartan",
        }
        self._take("give-back", self.treating, "given-back", plan, 20)
        self.plan = plan

    def _closed(self, found: Written) -> None:
        self._given_back(found)
        at = self._take("follow-up", self.clinician, "closed", {"finding": "血压 132/82，规律服药"}, 100)
        found.circles[-1] |= {"state": "inactive", "end": at}

    booked = ""
    plan: Mapping[str, str] = {}

    def _request(self, begun: str, state: str) -> Row:
        consent = f"{CONSENT['consent_by']} {CONSENT['consent_how']} {self.events[1].fields['consent_on']}"
        extensions = [
            {"url": "urn:tongmai:history", "valueString": "症状反复一个月余，基层治疗效果不满意（演示）"},
            {"url": "urn:tongmai:criterion", "valueCode": self.criterion},
            {"url": "urn:tongmai:consent", "valueString": consent},
        ]
        told = (("diagnosis", "valueString"), ("results", "valueString"), ("plan", "valueString"))
        extensions += [{"url": f"urn:tongmai:{name}", kind: self.plan[name]} for name, kind in told if self.plan]
        if self.plan:
            given = next(one for one in self.events if one.step == "give-back")
            extensions += [{"url": "urn:tongmai:drug", "valueCode": self.plan["drug_1"]},
                           {"url": "urn:tongmai:prescribed", "valueDate": given.day.isoformat()}]  # fmt: skip
        return {
            "id": self.id,
            "extensions": extensions,
            "request_status": "completed" if state == "closed" else "active",
            "direction": "up",
            "priority": "urgent" if self.number % 4 == 0 else "routine",
            "person": self.home.row["id"],
            "name": self.home.row["name"],
            "requester": self.sender,
            "performer": self.hospital,
            "disease": self.disease,
            "impression": self.impression,
            "begun": begun,
            "booked": self.booked or None,
        }


def illnesses(
    signed: Sequence[Row], homes: Sequence[Home], day: date, seed: int, ill: Sequence[str]
) -> Iterator[tuple[str, list[Row]]]:
    """Conditions and blood pressures of people who are followed for hypertension. `ill`: residents of the story whose
    pressure was high at the last two follow-ups."""
    by_id = {home.row["id"]: home for home in homes}
    grown = [row for row in signed if row["state"] == "active" and by_id[row["person"]].age >= 45]
    chosen = {row["person"]: row["institution"] for row in shuffled(grown, seed, "hypertension")[:220]}
    chosen |= {row["person"]: row["institution"] for row in signed if row["person"] in ill and row["state"] == "active"}
    conditions, pressures = [], []
    for number, (person, institution) in enumerate(sorted(chosen.items())):
        conditions.append({"id": f"condition-{person[9:]}", "disease": "I10", "name": "原发性高血压", "person": person,
                           "since": f"{2015 + number % 9}-{1 + number % 12:02d}-12"})  # fmt: skip
        for turn, back in enumerate((2, 17, 95)):
            high = person in ill and turn < 2
            at = datetime.combine(day - timedelta(days=back + number % 20 * (not high)), time(9, 30), REGION_ZONE)
            pressures.append({"id": f"pressure-{person[9:]}-{turn + 1}", "person": person, "institution": institution,
                              "at": at.isoformat(timespec="seconds"),
                              "systolic": 168 - 6 * turn if high else 124 + (number * 7 + turn * 5) % 24,
                              "diastolic": 102 - 3 * turn if high else 74 + (number * 5 + turn * 3) % 16})  # fmt: skip
    yield "condition", conditions
    yield "pressure", pressures
