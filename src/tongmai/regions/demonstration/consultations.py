"""Consultations of a year, a few under way in each state, and remote teaching. All invented; late answers stand at
institutions that are invented.

The forms are those that the workflow engine writes; a test takes the next step of what is under way with the real one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tongmai.base.clock import REGION_ZONE
from tongmai.base.tables import read_table
from tongmai.regions.demonstration.cast import Cast
from tongmai.regions.demonstration.draws import stream
from tongmai.regions.demonstration.residents import Home
from tongmai.regions.demonstration.tasks import CONSULTED, TAUGHT, Taken, task_row
from tongmai.regions.demonstration.writing import ROOMS

Row = dict[str, Any]
Party = tuple[str, str, str]  # role, institution, practitioner
LATE = "private-hospital-06"
A_COUNTY, ADULT = 6, 18
KINDS = read_table(ROOMS / "consultation" / "tables" / "consultation_kinds.csv", ("kind",))
PAST = ("tele", "tele", "chinese_western", "mdt", "joint_clinic", "tele")
CASES = (
    ("冠心病？", "反复胸闷两月，活动后加重", "是否需要冠脉造影", "cardiology"),
    ("脑梗死后遗症", "右侧肢体无力半年", "康复与二级预防方案", "neurology"),
    ("2型糖尿病", "空腹血糖控制不佳三月", "是否启用胰岛素", "endocrinology"),
    ("慢性阻塞性肺疾病", "咳喘加重两周", "调整吸入用药", "respiratory"),
    ("膝骨关节炎", "双膝疼痛三年", "能否以针灸为主", "orthopaedics"),
)
CHANGES = (("yes", "therapy"), ("yes", "none"), ("partly", "therapy"), ("no", "none"), ("yes", "both"),
           ("yes", "diagnosis"))  # fmt: skip
SESSIONS = (
    ("心电图常见异常判读", "cardiology", "2024-10-15", 5), ("糖尿病足早期识别", "endocrinology", "2024-12-10", 4),
    ("针灸治疗膝痛", "tcm_acupuncture", "2025-02-18", 6), ("卒中早期识别与转运", "neurology", "2025-04-22", 7),
    ("儿童肺炎分级诊疗", "paediatrics", "2025-06-10", 5), ("中医药治疗慢阻肺", "tcm_internal", "2025-07-03", 0),
)  # fmt: skip


@dataclass(frozen=True)
class Panel:
    """Who takes part: the centre, the area where it stands, the cast, somebody who treats by institution."""

    centre: Party
    area: str
    cast: Cast
    doctors: Mapping[str, str]

    @property
    def herbs(self) -> tuple[str, str]:
        """The seat of Chinese medicine."""
        return f"hospital-{self.cast.area}-tcm", "tcm_internal"


@dataclass
class Written:
    """Rows by form."""

    consultations: list[Row] = field(default_factory=list)
    circles: list[Row] = field(default_factory=list)
    sessions: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)


def consultations(homes: Sequence[Home], panel: Panel, day: date, seed: int, spared: frozenset[str]) -> Written:
    """Everything. `spared`: the tour's own people."""
    found, people = Written(), _people(homes, panel.doctors, spared)
    for county in sorted({town[3:9] for town in people}):
        for number, (home, kind) in enumerate(zip(_spread(people, county), PAST, strict=False)):
            _past(found, f"{county}-{number + 1}", home, kind, panel, day, seed)
    _under_way(found, people.get(panel.cast.town, ()), panel, day)
    for number, told in enumerate(SESSIONS, start=1):
        _taught(found, number, told, panel, people, day, seed)
    return found


def _people(homes: Sequence[Home], doctors: Mapping[str, str], spared: frozenset[str]) -> dict[str, list[Home]]:
    found: dict[str, list[Home]] = {}
    for home in homes:
        town = f"th-{home.township[:9]}"
        if town in doctors and home.age >= ADULT and home.row["id"] not in spared:
            found.setdefault(town, []).append(home)
    return found


def _spread(people: Mapping[str, Sequence[Home]], county: str) -> Iterator[Home]:
    """People of a county, town by town."""
    towns = [town for town in sorted(people) if town[3:9] == county]
    for number in range(A_COUNTY):
        own = people[towns[number % len(towns)]]
        yield own[(number * 7 + 3) % len(own)]


class _Case:
    """One consultation while it is told."""

    def __init__(self, id: str, home: Home, kind: str, panel: Panel, begun: datetime, turn: int) -> None:
        self.id, self.home, self.kind, self.now = f"consultation-{id}", home, kind, begun
        town = f"th-{home.township[:9]}"
        self.doctor: Party = ("clinician", town, panel.doctors[town])
        self.doctors, self.centre = panel.doctors, panel.centre
        self.events, self.seats = list[Taken](), list[tuple[str, str]]()
        diagnosis, summary, question, self.specialty = CASES[turn % len(CASES)]
        self.row: Row = {
            "id": self.id, "person": home.row["id"], "name": home.row["name"], "requester": town,
            "centre": panel.centre[1], "area": f"{home.township[:9]}000", "kind": kind, "question": question,
            "summary": f"{summary}（演示）", "diagnosis": diagnosis, "paper": "门诊病历与检查单复印件（演示）",
            "consented": begun.date().isoformat(),
            "wished": (begun + timedelta(days=1)).replace(hour=10, minute=0).isoformat(timespec="seconds"),
        }  # fmt: skip
        self.take("start", self.doctor, "drafted")
        self.row["requested"] = self.take("submit", self.doctor, "submitted")

    def take(self, step: str, by: Party, after: str, hours: float = 0, **fields: str) -> str:
        """A step some hours after the one before; its instant."""
        self.now += timedelta(hours=hours)
        before = self.events[-1].after if self.events else ""
        taken = Taken(step, self.now.date(), by, before, after, fields, f"{self.now:%H:%M}")
        self.events.append(taken)
        self.row["state"] = after
        return taken.at

    def invite(self, *seats: tuple[str, str]) -> None:
        for institution, specialty in seats:
            self.seats.append((institution, specialty))
            self.take(
                "invite", self.centre, "submitted", 1, institution=f"Organization/{institution}", specialty=specialty
            )
        self.row |= {
            "seats": [{**_reference(one), "specialty": two} for one, two in self.seats],
            "participants": [_reference(one)["organization"] for one, _ in self.seats],
        }

    def accept(self) -> str:
        at = self.take("accept", self.centre, "scheduled", 1)
        agreed = datetime.fromisoformat(self.row["wished"])
        told = KINDS.find(agreed.date(), kind=self.kind)
        hours = int(told["opinion_hours"]) if told else 0
        self.row |= {"agreed": self.row["wished"],
                     "due": (agreed + timedelta(hours=hours)).isoformat(timespec="seconds")}  # fmt: skip
        self.now = agreed
        return at

    def expert(self, seat: tuple[str, str]) -> Party:
        return ("specialist", seat[0], self.doctors[seat[0]])

    def word(self, seat: tuple[str, str], hours: float) -> None:
        by, text = self.expert(seat), "同意初步诊断，调整用药，四周后复查（演示）"
        at = self.take("word", by, "scheduled", hours, specialty=seat[1], opinion=text)
        who = {"by": {"reference": f"Practitioner/{by[2]}"}, "at": at}
        self.row["wordings"] = [{"number": 1, "text": text, **who, **_reference(seat[0])}]
        self.row["signatures"] = [{**_reference(seat[0]), "specialty": seat[1], **who, "wording": 1}]

    def sign(self, seat: tuple[str, str]) -> None:
        by = self.expert(seat)
        at = self.take("sign", by, "scheduled", 1, specialty=seat[1])
        who = {"by": {"reference": f"Practitioner/{by[2]}"}, "at": at}
        self.row["signatures"].append({**_reference(seat[0]), "specialty": seat[1], **who, "wording": 1})

    def conclude(self, link: str) -> str:
        at = self.take("conclude", self.centre, "answered", 1, advice="adjust", link=link)
        self.row |= {"answered": at, "advice": "adjust", "link": link}
        return at

    def write(self, found: Written, circle: tuple[str, str] | None = None) -> None:
        """Keep it. `circle`: from when to when ("": still) those who take part see the patient."""
        live = [{"reference": f"Patient/{self.home.row['id']}"}, self.kind,
                {"reference": f"Organization/{self.doctor[1]}"}]  # fmt: skip
        ends = self.row["state"] == "closed"
        task = task_row(CONSULTED, f"Consultation/{self.id}", live, self.events, ends, self.home.row["id"])
        found.tasks.append(task)
        found.consultations.append(self.row)
        if circle:
            for place, member in enumerate(dict.fromkeys(one for one, _ in self.seats)):
                found.circles.append({
                    "id": f"{task['id']}.accept.2" + (f".{place}" if place else ""),
                    "state": "inactive" if circle[1] else "active", "person": self.home.row["id"], "member": member,
                    "start": circle[0], "end": circle[1] or None,
                })  # fmt: skip


def _reference(institution: str) -> Row:
    return {"organization": {"reference": f"Organization/{institution}"}}


def _past(
    found: Written, id: str, home: Home, kind: str, panel: Panel, day: date, seed: int
) -> None:  # fmt: skip
    chance = stream(seed, "consultation", id)
    begun = day - timedelta(days=20 + chance.randrange(320))
    turn = chance.randrange(len(CASES))
    case = _Case(id, home, kind, panel, _at(begun, 9, chance.randrange(60)), turn)
    county = f"hospital-{home.county[:6]}-general"
    host = county if county in panel.doctors else panel.centre[1]
    late = kind == "tele" and chance.random() < 0.2
    seats = [(LATE if late else host, case.specialty)]
    seats += [panel.herbs] if kind == "chinese_western" else [(panel.centre[1], "imaging")] if kind == "mdt" else []
    case.invite(*seats)
    opened = case.accept()
    case.word(seats[0], 30 if late else 2)
    for seat in seats[1:]:
        case.sign(seat)
    closed = case.conclude("fiveg" if chance.random() < 0.25 else "fixed")
    used, changed = CHANGES[chance.randrange(len(CHANGES))]
    outcome = "患者未同意，维持原方案（演示）" if used == "no" else "已按会诊意见处理（演示）"
    case.take("feed-back", case.doctor, "closed", 50, used=used, changed=changed, outcome=outcome)
    case.row |= {"used": used, "changed": changed, "outcome": outcome}
    case.write(found, (opened, closed))


def _under_way(found: Written, people: Sequence[Home], panel: Panel, day: date) -> None:
    """What waits in each state, all asked for by the tour's township hospital."""
    if len(people) < 5:
        return
    heart, centre = (panel.cast.hospital, "cardiology"), panel.centre

    def case(number: int, kind: str, back: int, hour: int) -> _Case:
        turn = {"chinese_western": 4}.get(kind, 0)
        at = _at(day - timedelta(days=back), hour, 10)
        return _Case(f"now-{number}", people[number - 1], kind, panel, at, turn)

    one = case(1, "tele", 0, 9)
    one.write(found)
    two = case(2, "mdt", 1, 15)
    two.take("return", centre, "returned", 2, missing="请补充心脏超声报告（演示）")
    two.row["notes"] = ["请补充心脏超声报告（演示）"]
    two.write(found)
    three = case(3, "chinese_western", 1, 16)
    three.invite(heart, panel.herbs)
    three.take("offer", centre, "offered", 1, day="2025-07-02", time="15:00", reason="专家当日有手术（演示）")
    three.row |= {"offered": f"{day + timedelta(days=2)}T15:00:00+08:00", "notes": ["专家当日有手术（演示）"]}
    three.write(found)
    four = case(4, "mdt", 1, 9)
    four.row["wished"] = _at(day, 9, 0).isoformat(timespec="seconds")
    four.invite(heart, panel.herbs)
    opened = four.accept()
    four.word(heart, 0.5)
    four.write(found, (opened, ""))
    five = case(5, "tele", 4, 10)
    five.invite(heart)
    opened = five.accept()
    five.word(heart, 1)
    five.write(found, (opened, five.conclude("fixed")))


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=REGION_ZONE)


def _taught(
    found: Written, number: int, told: tuple[str, str, str, int], panel: Panel,
    people: Mapping[str, Sequence[Home]], day: date, seed: int,
) -> None:  # fmt: skip
    title, specialty, planned, count = told
    centre = panel.centre
    on = date.fromisoformat(planned)
    towns = stream(seed, "teaching", number).sample(sorted(people), count)
    at = _at(on, 15, 0)
    begun = on - timedelta(days=14)
    row: Row = {
        "id": f"teaching-{number}", "host": centre[1], "area": panel.area, "title": title, "specialty": specialty,
        "speaker": "主讲专家（演示）", "planned": at.isoformat(timespec="seconds"), "link": "fixed",
        "state": "held" if count else "announced",
    }  # fmt: skip
    taken = [Taken("start", begun, centre, "", "announced", {})]
    if count:
        taken.append(Taken("open", on, centre, "announced", "open", {}, "15:00"))
        for turn, town in enumerate(towns):
            by = ("clinician", town, panel.doctors[town])
            taken.append(Taken("sign-in", on, by, "open", "open", {}, f"15:{turn + 1:02d}"))
        row["attendance"] = [
            {"person": {"reference": f"Practitioner/{one.by[2]}"}, **_reference(one.by[1]), "at": one.at}
            for one in taken if one.step == "sign-in"
        ]  # fmt: skip
        row["summary"] = f"{title}，讲授与病例讨论（演示）"
        taken.append(Taken("close", on, centre, "open", "held", {"summary": row["summary"]}, "16:30"))
    live = [{"reference": f"Organization/{centre[1]}"}, title, row["planned"]]
    found.sessions.append(row)
    found.tasks.append(task_row(TAUGHT, f"TeachingSession/{row['id']}", live, taken, bool(count)))
