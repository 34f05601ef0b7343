"""Newborns of the last weeks with the joint applications for their certificates: answered in time and late, one
corrected, sent back, refused, withdrawn, waiting, one past its term. All invented; told where somebody registers at the
tour's hospital and town, keeps the records and runs the fund.

The forms are those that the workflow engine writes; a test takes the next step of what waits with the real one.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tongmai.regions.demonstration.cast import Cast, Party
from tongmai.regions.demonstration.identity import identity_number
from tongmai.regions.demonstration.residents import Home
from tongmai.regions.demonstration.tasks import BORN, BORN_PART, REGISTERED, Taken, task_row
from tongmai.regions.region import Region

Row = dict[str, Any]
Facts = Iterator[tuple[str, list[Row]]]
WHOLE_DAYS, MOTHERS = 30, (22, 40)
"""As the room's table has them (a test holds the two together); ages of the mothers."""
CIRCLE = "register-without.6"
"""The effect by which the registration opens the circle: `release` closes it."""
STATE = {"answer": "answered", "correct": "answered", "send-back": "back", "refuse": "refused", "resubmit": "asked",
         "withdraw": "withdrawn"}  # fmt: skip
SAID = {
    "send-back": {"reason": "缺出院小结（演示）"},
    "refuse": {"reason": "父母在外县参保，请到参保地办理（演示）"},
    "resubmit": {"supplied": "已补交出院小结（演示）"},
    "withdraw": {"reason": "随父亲落户外县（演示）"},
}
NUMBERED = {"birth": "Y", "vaccination": "JZ", "household": "HK"}
Steps = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Born:
    """One newborn: who registers it (a person of the cast), its sex, the days before the demonstration's day on which
    it was born and applied for, and what was done of each part that was begun, with the days before."""

    by: str
    sex: str
    born: int
    asked: int
    parts: Mapping[str, Steps]
    numbered: int | None = None  # days before on which the identity number was added


BIRTHS = (
    Born("referral-centre", "female", 55, 53, {
        "birth": (("answer", 52), ("correct", 41)), "vaccination": (("answer", 49),),
        "household": (("answer", 45),), "insurance": (("answer", 48),), "card": (("answer", 42),)}, 44),
    Born("clinician", "male", 71, 69, {
        "birth": (("answer", 68),), "vaccination": (("send-back", 66), ("resubmit", 55), ("answer", 35)),
        "household": (("answer", 60),), "insurance": (("answer", 64),), "card": (("answer", 58),)}, 59),
    Born("clinician", "female", 25, 24, {
        "birth": (("answer", 21),), "vaccination": (("send-back", 20),), "household": (("answer", 12),),
        "insurance": (("refuse", 18),), "card": (("answer", 10),)}, 12),
    Born("referral-centre", "male", 20, 18, {
        "birth": (("answer", 16),), "vaccination": (("answer", 14),), "household": (("withdraw", 12),),
        "insurance": (("withdraw", 12),)}),
    Born("referral-centre", "female", 12, 10, {
        "birth": (("answer", 7),), "vaccination": (("answer", 6),), "household": (), "insurance": (("answer", 5),)}),
    Born("clinician", "male", 9, 7, {"birth": (), "vaccination": ()}),
    Born("referral-centre", "male", 4, 3, {"birth": (), "vaccination": ()}),
)  # fmt: skip


def newborns(
    region: Region, homes: Sequence[Home], spared: frozenset[str], doctors: Mapping[str, str], cast: Cast
) -> Facts:
    """(form, rows): newborns, the circles of who registered them, the parts, the work behind all. `spared`: residents
    of the tour; `doctors`: somebody who treats, by institution."""
    if not {"clinician", "referral-centre", "record-keeper", "insurer"} <= set(cast.people):
        return
    mothers = {
        "clinician": _mothers(homes, spared, doctors, cast.town_county, cast.town),
        "referral-centre": _mothers(homes, spared, doctors, cast.hospital_county, ""),
    }
    told = []
    for turn, born in enumerate(BIRTHS, 1):
        told.append(_Newborn(region, cast, doctors, born, next(mothers[born.by]), turn))
    yield "newborn", [one.child for one in told]
    yield "registered_circle", [one.circle() for one in told]
    parts, work = [], []
    for one in told:
        for row, task in one.parts():
            parts.append(row)
            work.append(task)
    yield "newborn_part", parts
    yield "task", [*(one.registration() for one in told), *work]


def _mothers(
    homes: Sequence[Home], spared: frozenset[str], doctors: Mapping[str, str], county: str, town: str
) -> Iterator[Home]:
    """Women of an age in a county, where a township hospital vaccinates; those of a town first."""
    low, high = MOTHERS
    found = [home for home in homes
             if home.county.startswith(county) and low <= home.age <= high and home.row["gender"] == "female"
             and f"th-{home.township[:9]}" in doctors and home.row["id"] not in spared]  # fmt: skip
    return iter(sorted(found, key=lambda home: f"th-{home.township[:9]}" != town))


class _Newborn:
    """One newborn's records."""

    def __init__(
        self, region: Region, cast: Cast, doctors: Mapping[str, str], born: Born, mother: Home, turn: int
    ) -> None:
        self.born, self.mother, self.cast, self.day = born, mother, cast, region.as_of
        own = born.by == "clinician"  # born in the tour's town: vaccinated there too
        self.unit = cast.town if own else f"th-{mother.township[:9]}"
        self.vaccinates: Party = cast.people["clinician"] if own else ("clinician", self.unit, doctors[self.unit])
        self.by = cast.people[born.by]
        self.id, birth = f"resident-{self.unit[3:]}-n{turn:02d}", self._on(born.born)
        name = f"{mother.row['name']}之{'女' if born.sex == 'female' else '子'}"
        chance = hashlib.sha256(self.id.encode()).hexdigest()[:8].upper()
        number = identity_number(birth, born.sex, 0, region.prefecture)
        temporary = {"system": "urn:tongmai:temporary-identity", "value": f"LS{birth:%Y%m%d}{chance}"}
        numbers = [{"use": "temp", **temporary}] if born.numbered is None else [
            {"system": "urn:tongmai:synthetic-identity", "value": number}, {"use": "old", **temporary}]  # fmt: skip
        self.child: Row = {
            "id": self.id, "village": mother.village, "identifiers": numbers, "name": name, "gender": born.sex,
            "birth": birth.isoformat(), "institution": self.by[1],
        }  # fmt: skip

    def _on(self, before: int) -> date:
        return self.day - timedelta(days=before)

    def registration(self) -> Row:
        """The work of registering it: waits for the number until it is added."""
        first = self._on(self.born.born)
        taken = [
            Taken("start", first, self.by, "", "entered", {}, "09:00"),
            Taken("register-without", first, self.by, "entered", "provisional", {"no_number": "newborn"}, "09:00"),
        ]
        if self.born.numbered is not None:
            taken.append(Taken("add-number", self._on(self.born.numbered), self.by, "provisional", "registered", {}))
        ends = self.born.numbered is not None
        return task_row(REGISTERED, f"Patient/{self.id}", [self.id], taken, ends, self.id)

    def circle(self) -> Row:
        """Who registered it sees its record."""
        return {"id": f"{self.registration()['id']}.{CIRCLE}", "person": self.id, "member": self.by[1],
                "start": self.child["birth"], "state": "active"}  # fmt: skip

    def parts(self) -> Iterator[tuple[Row, Row]]:
        """Each part that was begun, with its work; the application first."""
        begun = {"birth": self.born.asked, "vaccination": self.born.asked}
        for kind, steps in self.born.parts.items():
            after = {"household": "birth", "insurance": "birth", "card": "household"}.get(kind)
            if after:
                begun[kind] = next(day for step, day in self.born.parts[after] if step == "answer")
            yield self._part(kind, begun[kind], steps)

    def _part(self, kind: str, asked: int, steps: Steps) -> tuple[Row, Row]:
        id, first = f"{self.id}-{kind}", self._on(asked)
        row: Row = {
            "id": id, "kind": kind, "application": None if kind == "birth" else f"{self.id}-birth", "child": self.id,
            "name": self.child["name"], "parent": self.mother.row["id"], "applicant": self.by[1],
            "issuer": {"vaccination": self.unit, "insurance": None}.get(kind, self.by[1]),
            "area": self.mother.village, "asked": first.isoformat(),
            "due": (self._on(self.born.asked) + timedelta(days=WHOLE_DAYS)).isoformat(), "state": "asked",
        }  # fmt: skip
        if kind in ("household", "insurance"):
            row[kind] = self.mother.village
        if kind == "birth":
            taken = [Taken("start", first, self.by, "", "entered", {}),
                     Taken("apply", first, self.by, "entered", "asked", {})]  # fmt: skip
        else:
            taken = [Taken("start", first, self.by, "", "asked", {})]
        for number, (step, before) in enumerate(steps):
            by = self.by if step in ("resubmit", "withdraw") else self._answers(kind)
            fields = self._fields(row, step, self._on(before))
            taken.append(Taken(step, self._on(before), by, row["state"], STATE[step], fields, f"{11 + number}:00"))
            row["state"] = STATE[step]
        flow = BORN if kind == "birth" else BORN_PART
        live = [{"reference": f"Patient/{self.id}"}, kind]
        return row, task_row(flow, f"NewbornPart/{id}", live, taken, row["state"] in ("answered", "withdrawn"), self.id)

    def _answers(self, kind: str) -> Party:
        people = self.cast.people
        return {"vaccination": self.vaccinates, "household": people["record-keeper"],
                "insurance": people["insurer"]}.get(kind, self.by)  # fmt: skip

    def _fields(self, row: Row, step: str, day: date) -> Mapping[str, str]:
        """What a step was told; the part holds it."""
        kind, serial = row["kind"], f"65{self._on(self.born.born):%y%m%d}{self.id[-2:]}"
        if step == "answer":
            number = f"{NUMBERED[kind]}{serial}" if kind in NUMBERED else None
            told = {
                "number": number,
                "issued": day.isoformat(),
                "receipt": f"HZ{serial}" if kind == "insurance" else None,
            }
            row["answered"] = day.isoformat()
        elif step == "correct":
            told = {"number": f"{row['number']}8", "correction": "登记时漏写末位（演示）"}
            row["corrected"] = day.isoformat()
        else:
            told = dict(SAID[step])
        fields = {name: value for name, value in told.items() if value}
        row |= fields
        return fields
