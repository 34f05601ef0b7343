"""Programmes of follow-up of people under contract: hypertension and type 2 diabetes, with what each follow-up found.

Most were seen when they should have been, some late, some not yet: due today, within days, overdue. The classification,
the date and the advice are those of the national rule; a test judges every record again by the room's own rules.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from tongmai.regions.demonstration.draws import shuffled, stream
from tongmai.regions.demonstration.residents import Home
from tongmai.regions.demonstration.tasks import Taken, task_row

Row = dict[str, Any]
DISEASES = {
    "I10": ("family_doctor.hypertension", "高血压随访管理", "原发性高血压", "高血压随访"),
    "E11": ("family_doctor.diabetes", "2型糖尿病随访管理", "2型糖尿病", "2型糖尿病随访"),
}
FIRST = date(2024, 3, 1)
SHARE = {"I10": 200, "E11": 80}  # people followed up in the whole region; assumed
LATE, AMISS = 0.18, 0.28  # follow-ups done late, follow-ups that find it not controlled; assumed
WORDS = {"controlled": "控制满意", "uncontrolled": "控制不满意"}
ADVICE = {"none": "继续随访", "adjust": "调整治疗后复访", "refer": "建议转诊"}


@dataclass
class Followed:
    """Rows by form."""

    conditions: list[Row] = field(default_factory=list)
    programmes: list[Row] = field(default_factory=list)
    records: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)


def followed(
    signed: Sequence[Row], homes: Sequence[Home], people: Mapping[str, str], day: date, seed: int,
    spared: frozenset[str],
) -> Followed:  # fmt: skip
    """Of the people under contract from 45 years on at institutions with a doctor. `spared`: those of the tour."""
    found = Followed()
    by_id = {home.row["id"]: home for home in homes}
    grown = [row for row in signed if row["state"] == "active" and row["institution"] in people
             and by_id[row["person"]].age >= 45 and row["person"] not in spared]  # fmt: skip
    for disease, many in SHARE.items():
        for contract in shuffled(grown, seed, "followed", disease)[:many]:
            _programme(found, disease, by_id[contract["person"]], contract["institution"], people, day, seed)
    return found


def _programme(
    found: Followed, disease: str, home: Home, institution: str, people: Mapping[str, str], day: date, seed: int
) -> None:
    chance = stream(seed, "followed", disease, home.row["id"])
    id = f"followed-{disease.lower()}-{home.row['id'][9:]}"
    flow, title, diagnosis, _ = DISEASES[disease]
    doctor = ("clinician", institution, people[institution])
    begun = FIRST + timedelta(days=chance.randrange(270))
    events = [
        Taken("start", begun, doctor, "", "proposed", {}, "09:00"),
        Taken("enrol", begun, doctor, "proposed", "followed", {"first_on": begun.isoformat()}, "09:00"),
    ]
    visits = _visits(chance, disease, home, begun, day)
    records = [{"id": f"{id}-{number:02d}", "programme": id, "disease": disease, "title": DISEASES[disease][3],
                "person": home.row["id"], "institution": institution, "doctor": people[institution], **visit}
               for number, visit in enumerate(visits, start=1)]  # fmt: skip
    told = ("way", "systolic", "diastolic", *(("glucose",) if disease == "E11" else ()))
    for one in records:
        fields = {"on": one["on"], **{name: str(one[name]) for name in told}}
        events.append(Taken("visit", date.fromisoformat(one["on"]), doctor, "followed", "followed", fields, "09:30"))
    last = records[-1]
    found.records += records
    found.programmes.append({
        "id": id, "disease": disease, "title": title, "diagnosis": diagnosis, "person": home.row["id"],
        "name": home.row["name"], "institution": institution, "begun": events[0].at, "next_on": last["next_on"],
        "priority": "urgent" if last["advice"] == "refer" else "routine", "noted": events[-1].at,
        "note": _note(last),
    })  # fmt: skip
    key = [{"reference": f"Patient/{home.row['id']}"}]
    found.tasks.append(task_row(flow, f"ServiceRequest/{id}", key, events, False, home.row["id"]))
    if disease == "E11":
        found.conditions.append({"id": f"condition-e11-{home.row['id'][9:]}", "disease": "E11", "name": diagnosis,
                                 "person": home.row["id"], "since": f"{2016 + chance.randrange(7)}-05-12"})  # fmt: skip


def _note(last: Row) -> str:
    sugar = f"，空腹血糖 {last['glucose']}" if last.get("glucose") is not None else ""
    pressure = f"血压 {last['systolic']}/{last['diastolic']}"
    return f"{last['on']} {pressure}{sugar}，{last['classified']}，{ADVICE[last['advice']]}"


def _visits(chance: Random, disease: str, home: Home, begun: date, day: date) -> list[Row]:
    """Follow-ups from the first day on, each when the one before said or some days late, to the present day."""
    found: list[Row] = []
    on, before = begun, ""
    while on < day:
        one = _visit(chance, disease, home, on, before)
        found.append(one)
        late = chance.randrange(3, 30) if chance.random() < LATE else -chance.randrange(0, 4)
        before, on = one["classification"], date.fromisoformat(one["next_on"]) + timedelta(days=late)
    return found


def _visit(chance: Random, disease: str, home: Home, on: date, before: str) -> Row:
    amiss = chance.random() < (AMISS if before != "uncontrolled" else AMISS / 2)
    old = on.year - int(home.row["birth"][:4]) >= 66
    high = amiss and disease == "I10"
    low = 128 if old else 118
    row: Row = {
        "on": on.isoformat(), "way": chance.choices(("clinic", "home", "phone"), (60, 25, 15))[0],
        "systolic": 152 + chance.randrange(20) if high else low + chance.randrange(12),
        "diastolic": 92 + chance.randrange(14) if high else 72 + chance.randrange(16),
        "weight": 54 + chance.randrange(30), "adherence": "broken" if amiss else "regular",
        "glucose": None,
    }  # fmt: skip
    if disease == "E11":
        row["glucose"] = round((7.2 if amiss else 5.2) + chance.randrange(0, 17) / 10, 1)
    kind = "uncontrolled" if amiss else "controlled"
    advice = "none" if not amiss else "refer" if before == "uncontrolled" else "adjust"
    following = on + timedelta(days=14) if amiss else _three_months(on)
    return row | {"classification": kind, "classified": WORDS[kind], "at_target": not amiss, "advice": advice,
                  "next_on": following.isoformat()}  # fmt: skip


def _three_months(day: date) -> date:
    """The same day three months on, or that month's last."""
    year, month = (day.year, day.month + 3) if day.month < 10 else (day.year + 1, day.month - 9)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def contract_task(row: Row, doctor: str) -> Row:
    """The work behind a contract in force: signed on paper on its first day."""
    by = ("clinician", row["institution"], doctor)
    day = date.fromisoformat(row["from_day"])
    paper = {"package": row["package"], "from_day": row["from_day"], "signer": "resident", "signed_how": "written"}
    events = [
        Taken("start", day, by, "", "drafted", {}, "09:00"),
        Taken("sign-here", day, by, "drafted", "signed", paper, "09:00"),
    ]
    key = [{"reference": f"Patient/{row['person']}"}]
    return task_row("family_doctor.contract", f"CarePlan/{row['id']}", key, events, False, row["person"])
