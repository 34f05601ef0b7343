"""What a page costs: `cost.csv` says for every page and a person who may open it how many questions it may ask of the
store and how many bytes it may have. With twice the records the questions stay as many."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.clients.web.conftest import Visitor
from tests.clients.web.counting import CountingStore
from tests.demonstration import everything
from tests.integration.small_house import visitors

from tongmai.app import declared, demonstration_clock, open_house
from tongmai.base.settings import read_settings
from tongmai.clients.web.site import Site
from tongmai.engines.pages.book import PageBook
from tongmai.house import House
from tongmai.store.protocol import ChangeSet, Put

Json = dict[str, Any]
STORY = "resident-652328102-0001"
CHILD = {"_at": "/residents/registration/without-number", "_act": "register-without", "name": "李梅之女",
         "no_number": "newborn", "sex": "female", "birth": "2025-06-20", "village": "652328102200"}  # fmt: skip
COSTS = [
    (row["person"], row["page"], int(row["questions"]), int(row["bytes"]))
    for row in csv.DictReader(Path(__file__).with_name("cost.csv").read_text(encoding="utf-8").splitlines())
]
WHOLE = frozenset({"Organization", "OrganizationAffiliation", "ServiceRequest", "Task", "ReportedValue", "Certificate",
                   "Slot", "Schedule", "Appointment", "CareTeam", "DiseaseCard", "EpidemicSignal", "PoolPost",
                   "PostLoan", "AwayFiling"})  # fmt: skip
FUND = frozenset({"Pool", "Prepayment", "MonthlyAccount", "Appraisal", "SplitRule", "Clearing", "FundLine",
                  "DipCase", "DipBudget"})  # fmt: skip
COMMUNITIES = frozenset({"Charter", "Posting", "SupportTask", "CircuitRound", "AppraisalRound"})
DRUGS = frozenset({"DrugHolding", "FormularyEntry", "MedicationRequest", "PooledPurchase", "PrescriptionReview",
                   "ReviewDraw"})  # fmt: skip
ROOMS = frozenset({"Consultation", "TeachingSession", "HallReview", "Studio"})
EMERGENCIES = frozenset({"EmergencyEvent", "CallOut", "TeamAbsence", "DutyShift", "DutyGap", "EmergencyDrill",
                         "FeverCase", "PlanDefinition"})  # fmt: skip
QUALITY = frozenset({"QualityCycle", "SpecialtyBid", "FrontPage", "OutsideStay", "CaseGroup"})
DRAWS = frozenset({"CentralTask", "Draw", "DrawPlan", "Ranking", "RankingRound"})
WHOLE |= FUND | COMMUNITIES | DRUGS | ROOMS | QUALITY | DRAWS | EMERGENCIES
WHOLE |= {"Project", "FundingLine", "FundingEntry", "MortalityYear", "NewbornPart", "QuestionnaireResponse"}
WHOLE |= {"Arrangement", "Complaint", "Grading", "Inspection", "InterestTie", "RecordPair"}
ONCE = frozenset({"Organization", "OrganizationAffiliation", "PoolPost", "PostLoan", "Schedule", "Slot"})
AGAIN = WHOLE - FUND - COMMUNITIES - DRAWS - ONCE | {
    "Encounter", "Condition", "Observation", "DiagnosticReport", "CarePlan", "Practitioner",
}  # fmt: skip
REFERENCE = re.compile(rb'"([A-Z][A-Za-z]+)/([A-Za-z0-9\-.]+)"')
TARGET = "/plans/changji-2024/targets/T13"
ORDER = {"_act": "order", "unit": "commission-652328", "term": "2025-09-30", "requirement": "九月底前达到基本标准"}
PRESCRIBED = {"_act": "prescribe", "disease": "I10", "checker": "hospital-652325-general", "drug_1": "bisoprolol",
              "supply_1": "ask", "dosage": "5 mg", "days": "14"}  # fmt: skip
RESPONSIBLE = {"_act": "responsible", "value": "州卫生健康委员会", "reason": "按职责分工"}


def needed(facts: list[Json]) -> Iterator[Json]:
    """The institutions, the work under way, the record of the resident of the story, and who is named in them; of the
    certificates and circles those of one county."""
    kept = [one for one in facts if _of_the_story(one) or (one["resourceType"] in WHOLE and _near(one))]
    people = (one for one in facts if one["resourceType"] in ("Trainee", "DoctorCover", "PayYear"))
    kept += [one for one in people if "652328" in one["area"]]
    named = {f"{kind.decode()}/{id.decode()}" for one in kept for kind, id in REFERENCE.findall(orjson.dumps(one))}
    named |= {f"Practitioner/{one['id']}" for one in facts if str(one["id"]).startswith("person-")}
    known = {f"{one['resourceType']}/{one['id']}" for one in kept}
    for one in facts:  # in their own order: what is referred to comes first
        name = f"{one['resourceType']}/{one['id']}"
        if name in known or name in named:
            yield one


def _near(one: Json) -> bool:
    kind, id = one["resourceType"], str(one["id"])
    return kind not in ("Certificate", "CareTeam") or "652328" in id or not id.startswith(("cert-", "circle-"))


def _of_the_story(one: Json) -> bool:
    about = one.get("subject") or one.get("patient") or {}
    return bool(about.get("reference") == f"Patient/{STORY}")


def again(facts: list[Json]) -> list[Json]:
    """The same records once more, about the same people and institutions, by other hands."""
    twice = {
        f"{one['resourceType']}/{one['id']}"
        for one in facts
        if one["resourceType"] in AGAIN and not str(one["id"]).startswith("person-")
    }

    def other(found: re.Match[bytes]) -> bytes:
        name = f"{found[1].decode()}/{found[2].decode()}"
        return f'"{name}-again"'.encode() if name in twice else found[0]

    bodies = (one for one in facts if f"{one['resourceType']}/{one['id']}" in twice)
    return [{**orjson.loads(REFERENCE.sub(other, orjson.dumps(one))), "id": f"{one['id']}-again"} for one in bodies]


@dataclass(frozen=True)
class Cost:
    """What a page asked and weighed, and what it asked with twice the records."""

    status: int
    size: int
    asked: Sequence[str]
    twice: Sequence[str]


@dataclass(frozen=True)
class Measured:
    """The costs by person and page; the addresses of the pages, with the ids of what the tests made."""

    costs: Mapping[tuple[str, str], Cost]
    addresses: Mapping[str, str]
    book: PageBook
    house: House


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Measured]:
    """Every page opened with the records and with twice as many. Institutions are not doubled, nor slots: they are kept
    for the coming days."""
    it = declared("changji")
    facts, clock = list(needed(everything())), demonstration_clock(it.region)
    store = CountingStore(it.definitions, clock)
    written(store, facts)
    settings = {**read_settings({}), "data": tmp_path_factory.mktemp("house"), "secret": "a key for tests"}
    house = open_house(settings, clock, it, store)
    names = [person.id for person in house.people]
    with visitors(house, *names) as found:
        people = dict(zip(names, found, strict=True))
        ids = worked(people, store)
        addresses = {page: page.format(**ids) for _, page, *_ in COSTS}
        once = [_opened(store, people[who], addresses[page]) for who, page, *_ in COSTS]
        written(store, again(facts))
        worked(people, store)
        twice = [_opened(store, people[who], addresses[page]) for who, page, *_ in COSTS]
        costs = {
            (who, page): Cost(status, size, asked, more)
            for (who, page, *_), (status, size, asked), (_, _, more) in zip(COSTS, once, twice, strict=True)
        }
        yield Measured(costs, addresses, Site(house).book, house)
    house.close()


def written(store: CountingStore, facts: Sequence[Json]) -> None:
    puts = tuple(Put(one["resourceType"], orjson.dumps(one), one["id"]) for one in facts)
    store.commit(ChangeSet(puts, origin="demonstration"))


def worked(people: Mapping[str, Visitor], store: CountingStore) -> dict[str, str]:
    """What the demonstration has none of, made through the pages; an id of each."""
    people["planner"].open(TARGET).send(TARGET, **ORDER)
    people["planner"].open(TARGET).send(TARGET, **RESPONSIBLE)
    people["referral-centre"].open("/handover").send("/handover", _act="handover", note="留床")
    shift = (
        people["specialist"].open("/diagnostics/handover").send("/diagnostics/handover", _act="handover", note="补图")
    )
    made = {"order": "Order", "determination": "Determination"}
    ids = {name: next(store.current(kind)).id for name, kind in made.items()}
    notes = [one.id for one in store.current("Communication")]
    taken = shift.at.rpartition("/")[2]
    new = f"/surveillance/new/{STORY}"
    record = people["clinician"].open(new).send(new, _act="closing", category="AMB")
    closing = record.at.rpartition("/")[2]
    begin = f"/new-follow-up/{STORY}"
    put = {"_act": "nominate", "person": "person-headquarters", "batch": "2025-2", "merits": "十年门诊"}
    nominated = people["headquarters"].open("/new-nomination").send("/new-nomination", **put)
    drug = f"/new-prescription/{STORY}"
    prescription = people["clinician"].open(drug).send(drug, **PRESCRIBED).at.rpartition("/")[2]
    enrolled = people["clinician"].open(begin).send(begin, _act="hypertension", first_on="2025-06-30")
    programme = enrolled.at.rpartition("/")[2]  # a visitor is where he went last
    begin = f"/new-treatment/{STORY}"
    treated = people["clinician"].open(begin).send(begin, _act="treat", technique="ear_acupuncture", reason="膝痛")
    course = treated.at.rpartition("/")[2]
    wrong = {"_act": "record-wrong", "text": "电话不是我的"}
    check = people["resident"].open("/my-record").send("/my-record", **wrong).at.rpartition("/")[2]
    child = people["clinician"].open(CHILD["_at"]).send(CHILD["_at"], **{k: v for k, v in CHILD.items() if k != "_at"})
    newborn = child.at.rpartition("/")[2]
    apply = f"/new-newborn/{newborn}"
    joint = {"parent_number": _number(store, STORY), "vaccination_unit": "th-652328102"}
    part = child.open(apply).send(apply, _act="apply-newborn", **joint).at.rpartition("/")[2]
    card = people["resident"].open("/my-record/card").send("/my-record/card", _act="ask-for-card")
    number = {"credential": "identity_card", "code": _number(store, "resident-652328102-0001")}
    came = people["clinician"].open("/arrivals").send("/arrivals", _act="arrive", **number)
    return {
        "card": card.at.rpartition("/")[2],
        "visit": came.at.rpartition("/")[2],
        "check": check,
        "newborn": newborn,
        "part": part,
        "course": course,
        "record": closing,
        "nomination": nominated.at.rpartition("/")[2],
        "cover": next(store.current("DoctorCover")).id,
        "pay": "pay-hospital-652328-general-2024",
        "trainee": next(store.current("Trainee")).id,
        "programme": programme,
        "prescription": prescription,
        "supply": next(store.current("SupplyRequest")).id,
        **ids,
        "shift": taken,
        "note": next(id for id in notes if id != taken),
    }


def _number(store: CountingStore, person: str) -> str:
    """The identity number of a resident."""
    found = next(one.resource() for one in store.current("Patient") if one.id == person)
    return str(found["identifier"][0]["value"])


def _opened(store: CountingStore, visitor: Visitor, address: str) -> tuple[int, int, Sequence[str]]:
    """Opened for the second time: what is made once was made, and the count begins."""
    visitor.open(address)
    store.begin()
    visitor.open(address)
    return visitor.status, len(visitor.content), tuple(store.texts)


@pytest.mark.parametrize(
    ("person", "page", "questions", "size"), COSTS, ids=[f"{who} {page}" for who, page, *_ in COSTS]
)
def test_a_page_costs_what_is_written(measured: Measured, person: str, page: str, questions: int, size: int) -> None:
    cost = measured.costs[person, page]
    assert cost.status == 200
    assert len(cost.asked) <= questions, cost.asked
    assert cost.size <= size
    assert len(cost.twice) <= len(cost.asked), [text for text in cost.twice if text not in cost.asked]


def test_every_page_has_its_cost(measured: Measured) -> None:
    found = {placed[0].page.id for one in measured.addresses.values() if (placed := measured.book.find(one))}
    assert {placed.page.id for placed in measured.book.pages} == found
    listed = {page for _, page, *_ in COSTS}
    assert {entry.href for person in measured.house.people for entry in measured.book.menu(person.roles)} <= listed
